"""One engine of each kind for all tests, and one that says what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from deident.model import Quads
from deident.ocr import OcrLine, registry
from deident.ocr.quads import characters, rectangle

if TYPE_CHECKING:
    from deident.ocr import OcrEngine, RgbImage


@cache
def engine(name: str) -> OcrEngine:
    """Make an engine once; models take a second to load."""
    return registry.engine(name)


def line(
    text: str, left: float, top: float, right: float, bottom: float, *, score: float = 0.99
) -> OcrLine:
    """Make a level line of equally wide characters; one without text is a box that says nothing."""
    box = rectangle(left, top, right, bottom)
    if not text:
        return OcrLine(text="", quads=Quads(), score=0.0, box=box)
    shares = [(index / len(text), (index + 1) / len(text)) for index in range(len(text))]
    return OcrLine(text=text, quads=characters(box, shares), score=score, box=box)


@dataclass
class Scripted:
    """An engine that answers each picture with the next of its scripts, the last one for ever."""

    scripts: list[tuple[OcrLine, ...]]
    name: str = "scripted"
    version: str = "0"
    seen: list[RgbImage] = field(default_factory=list)

    def read(self, image: RgbImage) -> tuple[OcrLine, ...]:
        """Answer, and remember the picture."""
        self.seen.append(image)
        return self.scripts[min(len(self.seen), len(self.scripts)) - 1]
