"""Everything that a scan's outcome depends on, beside the bytes: one digest stands for it."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import deident
from deident import policy
from deident.recognizers.folder import built_in_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.cli.settings import Settings

_ENGINES = frozenset(
    ("lxml", "numpy", "olefile", "onnxruntime", "opencv-python-headless", "pdfminer-six", "pikepdf",
     "pillow", "presidio-analyzer", "pypdf", "pypdfium2", "py7zr", "pytesseract", "rapidocr",
     "rarfile", "regex", "zxing-cpp")
)  # fmt: skip
_OURS = (".py", ".toml", ".yaml", ".txt", ".onnx")
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
        "engines": sorted(_engines()),
        "program": sorted(_program()),
    }
    return settings.key.digest(json.dumps(said, sort_keys=True).encode())[:32]


def _engines() -> Iterator[tuple[str, str]]:
    """Name what is installed of the libraries, by the names of their folders, and the programs."""
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for entry in os.listdir(folder or "."):  # noqa: PTH208 - names are all that is asked
                name, _, rest = entry.partition("-")
                if rest.endswith(("-info", ".egg")) and _normal(name) in _ENGINES:
                    yield entry, folder
    for name in _PROGRAMS:
        found = shutil.which(name)
        yield name, _state(Path(found)) if found else ""


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _program() -> Iterator[tuple[str, str]]:
    """Name every file of the program: a repaired recognizer reads everything once more."""
    for root in (Path(deident.__file__).parent, built_in_folder()):
        folders = [os.fspath(root)]
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir():
                        folders.append(entry.path)
                    elif entry.name.endswith(_OURS):
                        status = entry.stat()
                        yield entry.path, f"{status.st_size}.{status.st_mtime_ns}"


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
