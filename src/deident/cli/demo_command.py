"""`deident demo`: a synthetic roster and notice, masked before your eyes.

Everything in them is invented: a real province with a county that does not exist, made-up names,
telephone numbers with obviously invented tails.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from deident.cli.parser import parse

if TYPE_CHECKING:
    import argparse

    from deident.errors import ExitCode

_ROWS = (
    ("序号", "姓名", "身份证号", "联系电话", "银行卡号", "补贴金额（元）"),
    ("1", "赵钱孙", "14999919900307123X", "13800000001", "6222000000000000001", "1200.00"),
    ("2", "李周吴", "149999198511200016", "13900000002", "6222000000000000019", "800.00"),
    ("3", "郑王冯", "149999197302150020", "13700000003", "6222000000000000027", "950.00"),
)
_NOTICE = (
    "虚构县人民政府办公室关于补贴发放的通知\n\n"
    "现将补贴发放名单予以公示，公示期7天。政策咨询电话：12345。\n"
    "经办人赵钱孙，手机13800000001；申请人公民身份号码14999919900307123X。\n"
)


def run(args: argparse.Namespace) -> ExitCode:
    """Write the two documents, mask them, and show the copies."""
    folder = Path(args.folder or tempfile.mkdtemp(prefix="deident-demo-"))
    originals, copies = folder / "原件", folder / "公开版"
    originals.mkdir(parents=True, exist_ok=True)
    roster = "\r\n".join(",".join(row) for row in _ROWS) + "\r\n"
    # A BOM, because that is how Excel and WPS tell UTF-8.
    (originals / "补贴公示.csv").write_bytes(b"\xef\xbb\xbf" + roster.encode())
    (originals / "通知.txt").write_text(_NOTICE, encoding="utf-8")
    exit_code = _mask(args, originals, copies)
    for copy in sorted(copies.glob("*.[ct][sx][vt]")):
        print(f"\n——— {copy} ———\n{copy.read_text(encoding='utf-8-sig').strip()}")
    print(_LOOK[args.lang].format(originals=originals, copies=copies, exit_code=int(exit_code)))
    return type(exit_code).CLEAN


def _mask(args: argparse.Namespace, originals: Path, copies: Path) -> ExitCode:
    from deident.cli.mask_command import run as mask

    words = ["mask", str(originals), "--to", str(copies), "--force", "--lang", args.lang]
    return mask(parse(words, args.lang))


_LOOK = {
    "zh": "\n请看：\n1. 原件（{originals}）没有改动；副本在 {copies}。\n"
    "2. 身份证号、手机号、银行卡号已遮盖，补贴金额和 12345 保留。\n"
    "3. 姓名是“待确认”：确认前也已遮盖；惠民补贴名单用 --scene subsidy 时保留姓名。\n"
    "4. 副本文件夹里的 处理说明.md 写明了处理内容和待办事项。\n"
    "5. mask 的退出码是 {exit_code}（1 表示还有待确认事项）。",
    "en": "\nLook:\n1. The originals ({originals}) are untouched; the copies are in {copies}.\n"
    "2. IDs, telephones and cards are masked; amounts and the hotline 12345 stay.\n"
    "3. Names are a question: masked until answered. --scene subsidy keeps them.\n"
    "4. 处理说明.md beside the copies says what was done and what is left to do.\n"
    "5. `mask` answered {exit_code} (1: a question is open).",
}
