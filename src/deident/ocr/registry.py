"""Which engines there are, which can run here, and which one is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.errors import MissingEngineError, UsageError
from deident.ocr import rapidocr, tesseract

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.ocr import OcrEngine

AUTO = "auto"


class Availability(NamedTuple):
    """One engine as `deident doctor` shows it: `missing` is the command that installs it, or ""."""

    name: str
    missing: str


_ENGINES: dict[str, tuple[Callable[[], OcrEngine], Callable[[], bool], str]] = {
    rapidocr.NAME: (rapidocr.RapidOcr, rapidocr.installed, rapidocr.INSTALL),
    tesseract.NAME: (tesseract.Tesseract, tesseract.installed, tesseract.INSTALL),
}


def engine(name: str = AUTO) -> OcrEngine:
    """Make the engine of that name, or for "auto" the best one that is installed."""
    if name == AUTO:
        for make, installed, _ in _ENGINES.values():
            if installed():
                return make()
        raise MissingEngineError(rapidocr.NAME, rapidocr.INSTALL)
    if name not in _ENGINES:
        raise UsageError(f"there is no OCR engine {name!r}; choose from {', '.join(_ENGINES)}")
    return _ENGINES[name][0]()


def available() -> tuple[Availability, ...]:
    """Say of every engine whether it can run here."""
    return tuple(
        Availability(name, "" if installed() else install)
        for name, (_, installed, install) in _ENGINES.items()
    )
