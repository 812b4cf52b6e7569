"""`deident doctor`: what is installed here, what is missing, and the command that mends it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from deident import __version__, keys
from deident.cli.commands.doctor_parts import parts
from deident.cli.settings import configuration, consents, scene_for
from deident.errors import DeidentError, ExitCode, worst
from deident.report.terminal import aligned

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from deident.config import Config

_PACKAGES = (
    "presidio-analyzer", "presidio-anonymizer", "regex", "lxml", "Pillow", "pytesseract",
    "openpyxl", "xlsxwriter", "pebble", "securesystemslib",
)  # fmt: skip
_LOW = 1 << 30


class Check(NamedTuple):
    """One line: what was looked at, what is so, and what to do about it ("" where all is well)."""

    what: str
    found: str
    mend: str = ""
    exit_code: ExitCode = ExitCode.CLEAN


def run(args: argparse.Namespace) -> ExitCode:
    """Look at everything, whatever fails on the way, and answer with the worst."""
    zh = args.lang == "zh"
    checks = [
        Check("deident", __version__),
        Check("Python", f"{platform.python_version()} {sys.platform} {platform.machine()}"),
        *_packages(),
        *_parts(zh),
        *_office(args, zh),
        _temporary(zh),
    ]
    rows = [("!" if one.mend else "✓", one.what, one.found, one.mend) for one in checks]
    print("\n".join(aligned(rows)))
    return worst(*(one.exit_code for one in checks))


def _packages() -> Iterator[Check]:
    for name in _PACKAGES:
        try:
            yield Check(name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Check(name, "—", "pip install deident", ExitCode.USAGE)


def _parts(zh: bool) -> Iterator[Check]:
    """Documents and pictures are optional: what is missing is said, with its price."""
    missing = "没有安装" if zh else "not installed"
    for one in parts(zh=zh):
        if one.found:
            yield Check(one.what, one.found)
        else:
            yield Check(one.what, f"{missing}: {one.lost}", one.mend)


def _office(args: argparse.Namespace, zh: bool) -> Iterator[Check]:
    try:
        set_ = configuration(args)
    except DeidentError as problem:
        yield Check("配置" if zh else "configuration", "—", str(problem), problem.exit_code)
        return
    built_in = "内置" if zh else "built in"
    yield Check("配置" if zh else "configuration", set_.origin or built_in)
    yield _policy(args, set_, zh)
    yield _key(set_, zh)


def _policy(args: argparse.Namespace, set_: Config, zh: bool) -> Check:
    from deident import policy
    from deident.recognizers import packs as pack_files

    what = "策略和规则包" if zh else "policy and packs"
    try:
        loaded = policy.load(args.policy or set_.policy)
        folders = (*set_.packs, *map(Path, args.packs or ()))
        packs = pack_files.with_office_packs(folders, may_loosen=consents(loaded, folders))
        loaded.scene(scene_for(args, args.policy or set_.policy) or set_.scene)
    except DeidentError as problem:
        return Check(what, "—", str(problem), problem.exit_code)
    return Check(what, f"{loaded.name} {loaded.version}, {len(packs)} packs")


def _key(set_: Config, zh: bool) -> Check:
    what = "密钥" if zh else "key"
    try:
        key = keys.find(set_.key_file, os.environ)
    except DeidentError as problem:
        return Check(what, "—", str(problem), problem.exit_code)
    if not key.office:
        found = "没有（审核意见不能跨次沿用）" if zh else "none (rulings are not kept)"
        return Check(what, found, "deident init")
    return Check(what, key.id)


def _temporary(zh: bool) -> Check:
    """Large documents wait in unnamed temporary files; without room they cannot be read."""
    what = "临时文件夹" if zh else "temporary folder"
    try:
        with tempfile.TemporaryFile():
            free = shutil.disk_usage(tempfile.gettempdir()).free
    except OSError as problem:
        return Check(what, "—", problem.strerror or "?", ExitCode.USAGE)
    low = ("空间不足 1 GB" if zh else "less than 1 GB free") if free < _LOW else ""
    return Check(what, f"{tempfile.gettempdir()} ({free >> 20} MB)", low)
