"""The commands of the reviews and the ledger: their options, and what each is for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

HELP: Mapping[str, tuple[str, str]] = {
    "submit": ("遮盖后送审：写出副本并登记", "mask a document and submit the copy for review"),
    "withhold": ("登记不主动公开的文件及其依据", "record what is not published, and why"),
    "rule": ("记录对问题的处置（核对表或逐项）", "record the answers to a document's questions"),
    "sign": ("审核签字，或退回", "sign a stage of the review, or return the copy"),
    "clear": ("各级签字齐全后生成放行文件", "write the clearance once every stage is signed"),
    "publish": ("核对放行文件并登记发布", "check the clearance and record the publication"),
    "withdraw": ("撤回：放行失效，列出应下架的渠道", "withdraw a copy; its clearance ends"),
    "verify": ("核对文件是否有效放行", "tell whether a file is validly cleared"),
    "ledger": ("台账：查看、核验、导出、锚定、到期、备份", "the ledger"),
    "reviewer": ("审核人：登记、更换、停用、交接", "enrol, renew, revoke or hand over a reviewer"),
    "key": (
        "本单位密钥：查看、更换、备份、恢复",
        "show, rotate, back up or restore the office's key",
    ),
    "copies": ("遮盖后的副本", "masked copies"),
    "documents": ("要送审的原件", "documents to submit"),
    "--ledger": ("台账文件（或 DEIDENT_LEDGER）", "the ledger's file (or DEIDENT_LEDGER)"),
    "--key": ("签名密钥（或 DEIDENT_REVIEWER_KEY）", "signing key (or DEIDENT_REVIEWER_KEY)"),
    "--reviewer": ("生成某人的签名密钥", "make a person's signing key"),
    "init --ledger": ("建立台账", "make a ledger"),
    "--channel": ("发布渠道", "a channel of publication"),
    "--unit": ("责任单位", "the unit in charge"),
    "--summary": ("内容摘要（不要写号码）", "a summary, without numbers"),
    "--scope": ("公开范围", "the public it is for"),
    "--next-review": ("下次审查日期", "when to look at it again"),
    "--valid-until": ("放行有效期至", "the last day of the clearance"),
    "--reason": ("理由", "the reason"),
    "--basis": ("依据", "the legal basis"),
    "--from": ("读取的文件", "the file to read"),
    "--folder": ("核对表中文件所在的文件夹", "where the files of the sheet lie"),
    "--question": ("问题编号", "the key of the question"),
    "--action": ("处置：遮盖 或 公开", "mask or keep"),
    "--expires": ("处置有效期至", "the last day of the answer"),
    "--stage": ("审核环节", "a stage of the review"),
    "--return": ("退回", "return it"),
    "--certificate": (
        "把可打印的审核单（A4，留盖章处）写入文件夹",
        "write a page to print and seal for each cleared copy",
    ),
    "--no-scan": ("不再次检查内容", "do not look at the content again"),
    "ledger action": (
        "show 查看、verify 核验、export 导出、anchor 锚定、due 到期、backup 备份、restore 恢复",
        "what to do",
    ),
    "--anchor": ("核对留存的锚点文件", "check the anchors in a file"),
    "--days": ("今后多少天内到期", "due within so many days"),
    "reviewer action": (
        "list 列出、add 登记、renew 换密钥、revoke 停用、hand-over 交接",
        "list, enrol, renew, revoke, or hand over",
    ),
    "reviewer names": ("姓名", "the name; for hand-over, the one who leaves, then the heir"),
    "--public": ("公钥或公钥文件", "the public key, or a file with it"),
    "--until": ("密钥有效期至", "the last day of the key"),
    "--compromised": ("密钥已泄露：以前的签名也作废", "what it signed before is void too"),
    "key action": (
        "show 查看、rotate 更换、backup 备份、restore 恢复",
        "show, rotate, backup or restore",
    ),
    "key copy": ("备份文件", "the backup"),
}


def add(command: Callable[..., argparse.ArgumentParser], say: Mapping[str, str]) -> None:
    """Add every command of the reviews."""
    _submit(_acting(command("submit"), say), say)
    _withhold(_acting(command("withhold", "submit"), say), say)
    _rule(_acting(command("rule"), say), say)
    _sign(_acting(command("sign"), say), say)
    for name in ("clear", "publish", "withdraw"):
        one = _acting(command(name, "sign"), say)
        one.add_argument("paths", nargs="+", metavar="PATH", help=say["copies"])
        if name == "publish":
            one.add_argument("--channel", required=True, metavar="NAME", help=say["--channel"])
            one.add_argument("--no-scan", action="store_true", help=say["--no-scan"])
        if name == "withdraw":
            one.add_argument("--reason", required=True, metavar="TEXT", help=say["--reason"])
    _verify(command("verify"), say)
    _ledger(_acting(command("ledger"), say), say)
    _reviewer(command("reviewer"), say)
    _key(command("key"), say)


def init(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    """Add what `init` can make besides the office's key."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--reviewer", metavar="NAME", help=say["--reviewer"])
    either.add_argument("--ledger", metavar="FILE", help=say["init --ledger"])


def _acting(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> argparse.ArgumentParser:
    parser.add_argument("--ledger", metavar="FILE", help=say["--ledger"])
    parser.add_argument("--key", metavar="FILE", help=say["--key"])
    return parser


def _recorded(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    for name in ("--unit", "--summary", "--scope", "--reason", "--basis"):
        parser.add_argument(name, metavar="TEXT", help=say[name])
    parser.add_argument("--next-review", metavar="DATE", type=_date, help=say["--next-review"])
    parser.add_argument("--disclosure", metavar="ATTRIBUTE", help=say["--disclosure"])
    parser.add_argument("--parent", metavar="FILE", type=Path, help=say["--parent"])


def _submit(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=say["documents"])
    parser.add_argument("--to", metavar="DIR", required=True, type=Path, help=say["--to"])
    parser.add_argument("--force", action="store_true", help=say["--force"])
    parser.add_argument("--channel", action="append", metavar="NAME", help=say["--channel"])
    parser.add_argument("--valid-until", metavar="DATE", type=_date, help=say["--valid-until"])
    _recorded(parser, say)


def _withhold(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=say["documents"])
    _recorded(parser, say)


def _rule(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help=say["documents"])
    parser.add_argument("--from", dest="sheet", metavar="FILE", help=say["--from"])
    parser.add_argument("--folder", metavar="DIR", help=say["--folder"])
    parser.add_argument("--question", metavar="KEY", help=say["--question"])
    actions = ("mask", "keep", "遮盖", "公开")
    parser.add_argument("--action", choices=actions, help=say["--action"])
    parser.add_argument("--reason", metavar="TEXT", help=say["--reason"])
    parser.add_argument("--basis", metavar="TEXT", help=say["--basis"])
    parser.add_argument("--expires", metavar="DATE", type=_date, help=say["--expires"])


def _sign(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=say["copies"])
    parser.add_argument("--stage", metavar="NAME", help=say["--stage"])
    parser.add_argument("--return", dest="give_back", action="store_true", help=say["--return"])
    parser.add_argument("--reason", metavar="TEXT", help=say["--reason"])


def _verify(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help=say["PATH"])
    parser.add_argument("--files-from", metavar="FILE", help=say["--files-from"])
    parser.add_argument("-0", dest="null", action="store_true", help=say["-0"])
    parser.set_defaults(stdin_name="stdin.txt")
    parser.add_argument("--ledger", metavar="FILE", help=say["--ledger"])
    parser.add_argument("--channel", metavar="NAME", help=say["--channel"])
    parser.add_argument("--certificate", metavar="DIR", type=Path, help=say["--certificate"])
    parser.add_argument("--no-scan", action="store_true", help=say["--no-scan"])
    parser.add_argument(
        "-f", "--format", choices=("text", "json"), default="text", help=say["--format"]
    )


def _ledger(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    actions = ("show", "verify", "export", "anchor", "due", "backup", "restore")
    parser.add_argument("action", choices=actions, help=say["ledger action"])
    parser.add_argument("--anchor", action="append", metavar="FILE", help=say["--anchor"])
    parser.add_argument("--days", type=int, default=0, metavar="N", help=say["--days"])
    parser.add_argument("--from", dest="source", metavar="FILE", help=say["--from"])
    parser.add_argument("-o", "--output", metavar="FILE", help=say["--output"])
    formats = ("text", "json", "jsonl", "csv", "xlsx")
    parser.add_argument("-f", "--format", choices=formats, default="text", help=say["--format"])


def _reviewer(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    actions = ("list", "add", "renew", "revoke", "hand-over")
    parser.add_argument("action", choices=actions, help=say["reviewer action"])
    parser.add_argument("names", nargs="*", metavar="NAME", help=say["reviewer names"])
    parser.add_argument("--ledger", metavar="FILE", help=say["--ledger"])
    parser.add_argument("--public", metavar="KEY|FILE", help=say["--public"])
    parser.add_argument("--stage", action="append", metavar="NAME", help=say["--stage"])
    parser.add_argument("--until", metavar="DATE", type=_date, help=say["--until"])
    parser.add_argument("--reason", metavar="TEXT", help=say["--reason"])
    parser.add_argument("--compromised", action="store_true", help=say["--compromised"])


def _key(parser: argparse.ArgumentParser, say: Mapping[str, str]) -> None:
    actions = ("show", "rotate", "backup", "restore")
    parser.add_argument("action", choices=actions, help=say["key action"])
    parser.add_argument("file", nargs="?", metavar="FILE", help=say["key copy"])
    parser.add_argument("--ledger", metavar="FILE", help=say["--ledger"])


def _date(word: str) -> str:
    return dt.date.fromisoformat(word).isoformat()
