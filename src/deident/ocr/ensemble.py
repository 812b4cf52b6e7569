"""Several engines as one: the first reads, the others are asked where that may not be enough.

Nobody votes. What any of them reads is looked at for values, and masked where one is found: a
wrong reading costs a bar too much, a missed one a citizen's number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.ocr.union import anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.ocr import OcrEngine, OcrLine, RgbImage


class Ensemble:
    """One engine and its advisers.

    `others` are asked about pages that are hard to read, and prove the masked copy. Where `always`
    is set they are asked about every page.
    """

    def __init__(
        self, name: str, first: OcrEngine, others: Sequence[OcrEngine], *, always: bool = False
    ) -> None:
        self.name = name
        self.first = first
        self.others = tuple(others)
        self.always = always
        versions = "; ".join(engine.version for engine in (first, *others))
        self.version = f"{name} of {versions}" if always else versions

    def read(self, image: RgbImage) -> tuple[OcrLine, ...]:
        """Return what the first engine reads; with `always`, what the others say anew besides."""
        lines = self.first.read(image)
        for other in self.others if self.always else ():
            lines += tuple(anew(other.read(image), lines))
        return lines


def first_of(engine: OcrEngine) -> OcrEngine:
    """Return the engine that reads every page."""
    return engine.first if isinstance(engine, Ensemble) else engine


def others_of(engine: OcrEngine) -> tuple[OcrEngine, ...]:
    """Return the engines that are asked besides."""
    return engine.others if isinstance(engine, Ensemble) else ()


def is_strict(engine: OcrEngine) -> bool:
    """Say whether everybody is asked about every page."""
    return isinstance(engine, Ensemble) and engine.always
