"""Everything that a scan's outcome depends on, beside the bytes: one digest stands for it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import deident
from deident.pipeline import versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.api import Deidentifier
    from deident.cli.settings import Settings

_ENGINES = (
    "lxml", "numpy", "olefile", "onnxruntime", "opencv-python-headless", "pdfminer.six", "pikepdf",
    "Pillow", "presidio-analyzer", "pypdf", "pypdfium2", "py7zr", "pytesseract", "rapidocr",
    "rarfile", "regex",
)  # fmt: skip
_PROGRAMS = ("tesseract", "soffice", "7z", "bsdtar")


def scope(settings: Settings, deidentifier: Deidentifier) -> str:
    """Return a keyed digest of the policy, the packs, the rulings, the engines and the program."""
    rulings = sorted(
        (one.fingerprint, one.entity_type, one.action.name, one.expires) for one in settings.rulings
    )
    said = {
        "versions": versions(deidentifier.line()),
        "policy": deidentifier.policy.digest,
        "options": (settings.disclosure, settings.check, settings.ocr),
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
    folder = Path(deident.__file__).parent
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".py", ".toml", ".yaml", ".txt"}:
            yield file.relative_to(folder).as_posix(), _state(file)


def _state(file: Path) -> str:
    status = file.stat()
    return f"{status.st_size}.{status.st_mtime_ns}"
