"""Strips: a line cut out of a picture, straightened and read by itself.

The line that an engine found in a photograph may be upside down, cut short or a word among others;
a strip has one line only, stands as we turned it and is as high as the recogniser wants it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from deident.making import unprinted
from deident.ocr import ppocr4
from deident.ocr.ensemble import first_of
from deident.ocr.quads import height, length
from deident.ocr.rapidocr import RapidOcr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.model import Quad
    from deident.ocr import OcrEngine, RgbImage

_HIGH = 64
_WIDEST = 1600
_GROUND = (200, 400)


class Said(NamedTuple):
    """What a strip says and how sure the reader is, from 0 to 1."""

    text: str
    score: float

    def __repr__(self) -> str:
        return unprinted(self)


NOTHING = Said("", 0.0)


class StripReader(Protocol):
    """Reads strips of one line each."""

    def __call__(self, strips: Sequence[RgbImage]) -> list[Said]:
        """Say what each strip says."""


def reader_of(engine: OcrEngine) -> StripReader:
    """Return the recogniser that knows plates best or, where there is none, the engine."""
    first = first_of(engine)
    if isinstance(first, RapidOcr) and ppocr4.installed():
        return _Recogniser(first)
    return _Whole(engine)


def straightened(image: RgbImage, quad: Quad, high: int = _HIGH) -> RgbImage:
    """Cut a quad out and straighten it to a strip of this height."""
    wide = round(max(1.0, length(quad)) / max(1.0, height(quad)) * high)
    wide = max(8, min(_WIDEST, wide))
    down = (np.arange(high) + 0.5)[:, None, None] / high
    right = (np.arange(wide) + 0.5)[None, :, None] / wide
    left_top, right_top, right_low, left_low = (np.array(quad[at : at + 2]) for at in (0, 2, 4, 6))
    top = left_top + (right_top - left_top) * right
    low = left_low + (right_low - left_low) * right
    return _between(image, top + (low - top) * down - 0.5)


def _between(image: RgbImage, points: Any) -> RgbImage:  # noqa: ANN401 (an array of pairs)
    """Return the colours at points that lie between pixels."""
    rows, columns = image.shape[:2]
    x = np.clip(points[..., 0], 0, columns - 1)
    y = np.clip(points[..., 1], 0, rows - 1)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    right, low = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
    across, down = (x - left)[..., None], (y - top)[..., None]
    upper = image[top, left] * (1 - across) + image[top, right] * across
    lower = image[low, left] * (1 - across) + image[low, right] * across
    mixed: RgbImage = (upper * (1 - down) + lower * down).round().astype(np.uint8)
    return mixed


class _Recogniser:
    """PP-OCRv4 without its search for lines; made when the first strip comes."""

    def __init__(self, eyes: RapidOcr) -> None:
        self._eyes = eyes
        self._recognise: Any = None

    def __call__(self, strips: Sequence[RgbImage]) -> list[Said]:
        """Say what each strip says."""
        if not strips:
            return []
        self._recognise = self._recognise or self._eyes.recogniser(ppocr4.MODEL, "PP-OCRv4")
        # rapidocr wants the channels the other way round.
        read = self._recognise([np.ascontiguousarray(strip[:, :, ::-1]) for strip in strips])
        if read.txts is None:
            return [NOTHING] * len(strips)
        pairs = zip(read.txts, read.scores, strict=True)
        return [Said(str(text).strip(), float(score)) for text, score in pairs]


class _Whole:
    """An engine that searches for lines itself: a strip is laid on a ground, which helps it."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine

    def __call__(self, strips: Sequence[RgbImage]) -> list[Said]:
        """Say what each strip says."""
        return [self._read(strip) for strip in strips]

    def _read(self, strip: RgbImage) -> Said:
        least = _GROUND
        size = max(least[0], strip.shape[0] * 2), max(least[1], strip.shape[1] + strip.shape[0])
        ground = np.empty((*size, 3), dtype=np.uint8)
        ground[:] = np.median(strip.reshape(-1, 3), axis=0)
        top, left = (size[0] - strip.shape[0]) // 2, (size[1] - strip.shape[1]) // 2
        ground[top : top + strip.shape[0], left : left + strip.shape[1]] = strip
        lines = [line for line in self._engine.read(ground) if line.text]
        if not lines:
            return NOTHING
        return Said("".join(line.text for line in lines), min(line.score for line in lines))
