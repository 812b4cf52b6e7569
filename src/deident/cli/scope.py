"""Everything that a scan's outcome depends on, beside the bytes: one digest stands for it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import deident
from deident import policy
from deident.recognizers.packs import built_in_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.cli.settings import Settings

_ENGINES = (
    "lxml", "numpy", "olefile", "onnxruntime", "opencv-python-headless", "pdfminer.six", "pikepdf",
    "Pillow", "presidio-analyzer", "pypdf", "pypdfium2", "py7zr", "pytesseract", "rapidocr",
    "rarfile", "regex",
)  # fmt: skip
_PROGRAMS = ("tesseract", "soffice", "7z", "bsdtar")


def scope(settings: Settings) -> str:
    """Return a keyed digest of the policy, the packs, the rulings, the engines and the program.

    Nothing is prepared for it: a run that finds everything in the cache never needs a recognizer.
    """
    chosen = policy.load(settings.policy)
    if settings.tighten or settings.style:
        chosen = chosen.tightened(settings.tighten, style=settings.style)
    rulings = sorted(
        (one.fingerprint, one.entity_type, one.action.name, one.expires) for one in settings.rulings
    )
    said = {
        "version": deident.__version__,
        "policy": chosen.digest,
        "packs": [_content(file) for folder in settings.packs for file in _packs(folder)],
        "checks": {name: _content(file) for name, file in settings.checks.items()},
        "settings": {
            name: repr(getattr(settings, name))
            for name in type(settings).__slots__
            if name not in {"key", "rulings", "force"}
        },
        "rulings": rulings,
        # A ruling that expired overnight no longer holds.
        "day": str(dt.datetime.now(tz=dt.UTC).date()) if rulings else "",
        "engines": dict(_engines()),
        "program": list(_program()),
    }
    return settings.key.digest(json.dumps(said, sort_keys=True).encode())[:32]


def _engines() -> Iterator[tuple[str, str]]:
    for name in _ENGINES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name, ""
    for name in _PROGRAMS:
        found = shutil.which(name)
        yield name, _state(Path(found)) if found else ""


def _program() -> Iterator[tuple[str, str]]:
    """Name every file of the program: a repaired recognizer reads everything once more."""
    for folder in (Path(deident.__file__).parent, built_in_folder()):
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".toml", ".yaml", ".txt", ".onnx"}:
                yield file.relative_to(folder).as_posix(), _state(file)


def _packs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _content(file: Path) -> str:
    """Return a digest of a file that the office may write at any time; "" where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _state(file: Path) -> str:
    status = file.stat()
    return f"{status.st_size}.{status.st_mtime_ns}"
