"""`deident init`: make the office's key, and say what to do with it."""

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
    """Write a new key that only its owner can read; an existing one is never touched."""
    path = _path(args, os.environ).expanduser().resolve()
    _refuse_data_folder(path, args.lang)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = keys.create(path)
    print(_MADE[args.lang].format(path=path, id=key.id, variable=keys.VARIABLE))
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


def _refuse_data_folder(path: Path, lang: str) -> None:
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
_ELSEWHERE = {
    "zh": "密钥不能放在当前文件夹或代码仓库里（{path}）；"
    "请换一个位置，例如 ~/.config/deident/office.key",
    "en": "a key does not belong in the working folder or a repository ({path}); "
    "name another place, such as ~/.config/deident/office.key",
}
