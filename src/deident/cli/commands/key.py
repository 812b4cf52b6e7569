"""`deident key`: the office's key changed, copied to a safe place and brought back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from deident import keys
from deident.cli.commands.init import refuse_data_folder
from deident.cli.review.desk import ledger_file
from deident.cli.settings import configuration
from deident.errors import ExitCode, UsageError
from deident.ledger.entries import Act, Kind
from deident.ledger.refusals import LedgerError
from deident.ledger.store import Ledger

if TYPE_CHECKING:
    import argparse


def run(args: argparse.Namespace) -> ExitCode:
    """Show, change, copy or bring back the office's key."""
    path = _path(args)
    if args.action == "show":
        key = keys.load(path)
        print(_SHOWN[args.lang].format(path=path, id=key.id, former=len(key.former)))
    elif args.action == "rotate":
        print(_ROTATED[args.lang].format(**_rotate(path, args)))
    else:
        if not args.file:
            raise UsageError(_FILE[args.lang])
        other = Path(args.file).expanduser().resolve()
        source, target = (path, other) if args.action == "backup" else (other, path)
        refuse_data_folder(target.resolve(), args.lang)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = keys.backup(source, target)
        print(_COPIED[args.lang].format(path=target, id=key.id))
    return ExitCode.CLEAN


def _rotate(path: Path, args: argparse.Namespace) -> dict[str, str]:
    """Change the key and record it where there is a ledger."""
    before = keys.load(path)
    try:
        file: Path | None = ledger_file(args)
    except LedgerError:
        file = None
    if file is not None:
        Ledger(file, before).close()
    key = keys.rotate(path)
    if file is not None:
        with Ledger(file, key) as ledger:
            ledger.append(Act(kind=Kind.KEY, about={"from": before.id, "to": key.id}))
    return {"before": before.id, "id": key.id}


def _path(args: argparse.Namespace) -> Path:
    named = os.environ.get(keys.VARIABLE)
    path = Path(named) if named else configuration(args).key_file
    if path is None:
        raise UsageError(_WHERE[args.lang])
    return path


_SHOWN = {
    "zh": "密钥 {path}\n编号 {id}，保留旧密钥 {former} 把",
    "en": "key {path}\nname {id}, {former} former keys kept",
}
_ROTATED = {
    "zh": "已更换密钥：{before} → {id}。旧密钥留在同一文件里，用于核对旧记录。\n"
    "请立即重新备份；以前的处置意见不再自动套用，须重新作出。",
    "en": "changed: {before} → {id}. The former key stays in the file, to check old records.\n"
    "Back it up now; rulings made before apply no more and must be given again.",
}
_COPIED = {"zh": "已写入 {path}，编号 {id}", "en": "written to {path}, name {id}"}
_FILE = {"zh": "请写明文件", "en": "name the file"}
_WHERE = {
    "zh": "没有指明密钥文件；请设置 DEIDENT_KEY_FILE 或 key_file",
    "en": "no key file is named; set DEIDENT_KEY_FILE or key_file",
}
