"""The `OcrEngine` protocol: what deident needs of a program that reads pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from deident.model import Quad, Quads

    RgbImage: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLine:
    """One line as an engine read it.

    `quads` holds one quad per character of `text`, in pixels of the image that was read; the edge
    from a quad's first corner to its second points the way the line is read. `score` runs from 0
    to 1. `upright` is False where the order of the character boxes cannot be trusted (turned or
    vertical lines): then the whole line is painted. `box` is the whole line; a place that looks
    like text and could not be read at all is a line with a box and no text.
    """

    text: str = field(repr=False)
    quads: Quads = field(repr=False)
    score: float
    upright: bool = True
    box: Quad | None = None

    def __post_init__(self) -> None:
        """Refuse boxes that do not belong to the characters."""
        if len(self.quads) != len(self.text):
            raise ValueError(f"{len(self.quads)} boxes for {len(self.text)} characters")
        if not self.text and self.box is None:
            raise ValueError("a line without text needs a box")


class OcrEngine(Protocol):
    """Reads a picture. One object per thread, or behind a lock."""

    @property
    def name(self) -> str:
        """The engine's name, as `--ocr` takes it."""

    @property
    def version(self) -> str:
        """Engine version and model digests, as the clearance records them."""

    def read(self, image: RgbImage) -> tuple[OcrLine, ...]:
        """Read an H×W×3 uint8 array, top line first. Raise rather than guess when it cannot run."""
