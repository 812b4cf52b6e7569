"""Which engines there are, which can run here, and which one is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.errors import MissingEngineError, UsageError
from deident.ocr import ppocr4, rapidocr, tesseract
from deident.ocr.ensemble import Ensemble

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.ocr import OcrEngine

AUTO = "auto"
ENSEMBLE = "ensemble"


class Availability(NamedTuple):
    """One engine as `deident doctor` shows it: `missing` is the command that installs it, or ""."""

    name: str
    missing: str


def _rapidocr() -> OcrEngine:
    """Make rapidocr with its second recogniser, who is asked where one may not be enough."""
    reader = rapidocr.RapidOcr()
    return Ensemble(rapidocr.NAME, reader, (ppocr4.PpOcrV4(reader),))


def _everybody() -> OcrEngine:
    """Make all engines one, each asked about every page."""
    reader = rapidocr.RapidOcr()
    others = ppocr4.PpOcrV4(reader), tesseract.Tesseract()
    return Ensemble(ENSEMBLE, reader, others, always=True)


_PARTS: dict[str, tuple[Callable[[], bool], str]] = {
    rapidocr.NAME: (rapidocr.installed, rapidocr.INSTALL),
    tesseract.NAME: (tesseract.installed, tesseract.INSTALL),
}
_ENGINES: dict[str, Callable[[], OcrEngine]] = {
    rapidocr.NAME: _rapidocr,
    tesseract.NAME: tesseract.Tesseract,
    ENSEMBLE: _everybody,
}


def engine(name: str = AUTO) -> OcrEngine:
    """Make the engine of that name, or for "auto" the best one that is installed.

    "ensemble" is what strict policies take: it asks all engines about every page, and none of them
    may be missing.
    """
    if name == AUTO:
        for part, (installed, _) in _PARTS.items():
            if installed():
                return _ENGINES[part]()
        raise MissingEngineError(rapidocr.NAME, rapidocr.INSTALL)
    if name not in _ENGINES:
        raise UsageError(f"there is no OCR engine {name!r}; choose from {', '.join(_ENGINES)}")
    return _ENGINES[name]()


def available() -> tuple[Availability, ...]:
    """Say of every engine whether it can run here."""
    return tuple(
        Availability(name, "" if installed() else install)
        for name, (installed, install) in _PARTS.items()
    )
