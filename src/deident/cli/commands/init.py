"""`deident init`: make the office's key, a person's key or the ledger, and say what to do next."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from deident import keys
from deident.cli.settings import configuration
from deident.errors import ExitCode, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping


def run(args: argparse.Namespace) -> ExitCode:
    """Write a new key or ledger that only its owner can read; an existing one is never touched."""
    if args.reviewer:
        return _reviewer(args)
    if args.ledger:
        return _ledger(args)
    path = _path(args, os.environ).expanduser().resolve()
    refuse_data_folder(path, args.lang)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = keys.create(path)
    print(_MADE[args.lang].format(path=path, id=key.id, variable=keys.VARIABLE))
    return ExitCode.CLEAN


def _reviewer(args: argparse.Namespace) -> ExitCode:
    """Make a person's signing key and print its public half, for whoever enrols it."""
    from deident.cli.review.desk import hand_path
    from deident.ledger.signing import Hand, new_pem

    path = Path(args.key_file or hand_path(os.environ)).expanduser().resolve()
    refuse_data_folder(path, args.lang)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = new_pem()
    keys.write_secret(path, pem)
    public = Hand.of(pem).public
    path.with_suffix(".pub").write_text(f"{args.reviewer} {public}\n", encoding="utf-8")
    print(_SIGNS[args.lang].format(path=path, name=args.reviewer, public=public))
    return ExitCode.CLEAN


def _ledger(args: argparse.Namespace) -> ExitCode:
    """Make an empty ledger under the office's key."""
    from deident.cli.review.desk import office_key
    from deident.ledger.store import Ledger

    path = Path(args.ledger)
    path.parent.mkdir(parents=True, exist_ok=True)
    Ledger.create(path, office_key(args)).close()
    print(_LEDGER[args.lang].format(path=path))
    return ExitCode.CLEAN


def _path(args: argparse.Namespace, environment: Mapping[str, str]) -> Path:
    if args.key_file is not None:
        return Path(args.key_file)
    if named := environment.get(keys.VARIABLE):
        return Path(named)
    return configuration(args).key_file or default_path(environment)


def default_path(environment: Mapping[str, str]) -> Path:
    """Return where a key goes if nobody says: the user's own configuration, away from the data."""
    folder = environment.get("APPDATA") or environment.get("XDG_CONFIG_HOME")
    return Path(folder or Path.home() / ".config") / "deident" / "office.key"


def refuse_data_folder(path: Path, lang: str) -> None:
    """Keep the key out of repositories and out of the folder with the documents."""
    here = Path.cwd()
    in_git = any((parent / ".git").exists() for parent in path.parents)
    if in_git or path.parent == here or here in path.parents:
        raise UsageError(_ELSEWHERE[lang].format(path=path))


_MADE = {
    "zh": "已生成本单位密钥：{path}\n密钥编号：{id}\n"
    "1. 请把它备份到另一处只有负责人能打开的地方；丢失后，已有的审核意见都要重做。\n"
    "2. 不要放进文档文件夹、网盘或代码仓库，不要用邮件、微信发送。\n"
    "3. 让程序找到它：设置环境变量 {variable}={path}，或在 deident.toml 中写 key_file。",
    "en": "The office's key: {path}\nIts name: {id}\n"
    "1. Back it up where only the person in charge can open it; without it every ruling is lost.\n"
    "2. Keep it out of document folders, shared drives and repositories.\n"
    "3. Let deident find it: set {variable}={path}, or key_file in deident.toml.",
}
_SIGNS = {
    "zh": "已生成{name}的签名密钥：{path}\n公钥：{public}\n"
    "1. 密钥只由本人保管，不要交给别人，也不要发送。\n"
    "2. 把公钥（旁边的 .pub 文件）交给管理密钥的人登记：\n"
    "   deident reviewer add {name} --public 公钥或文件 --stage 初审",
    "en": "The signing key of {name}: {path}\nPublic key: {public}\n"
    "1. It is its owner's alone; give it to nobody.\n"
    "2. Have the public key (the .pub file beside it) enrolled:\n"
    "   deident reviewer add {name} --public KEY|FILE --stage STAGE",
}
_LEDGER = {
    "zh": "已建立台账：{path}\n"
    "下一步：登记审核人（deident reviewer add），定期备份（deident ledger backup）。",
    "en": "The ledger: {path}\nNext: enrol reviewers (deident reviewer add); back it up regularly.",
}
_ELSEWHERE = {
    "zh": "密钥不能放在当前文件夹或代码仓库里（{path}）；"
    "请换一个位置，例如 ~/.config/deident/office.key",
    "en": "a key does not belong in the working folder or a repository ({path}); "
    "name another place, such as ~/.config/deident/office.key",
}
