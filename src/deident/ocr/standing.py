"""The way a page stands: turned upright, and read without the watermark that lies across it.

Engines make more mistakes on a page that lies on its side, so it is turned and read again. A
watermark parts the lines it crosses, bridges the gaps between columns, and its words, which run
askew, outvote columns of text about the way the page lies.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.model import Quads
from deident.ocr.doubts import could_say, is_unsure
from deident.ocr.lean import askew, lean_of
from deident.ocr.looks import darkest
from deident.ocr.quads import angle, height, length, unrotated
from deident.ocr.union import covered_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.ocr import OcrEngine, OcrLine, RgbImage

_LEVEL = 45
# How many words of a watermark are one, and how many lines a page has at least to bear one.
_WORDS, _FEW = 2, 6
# Of the characters read with a watermark, how many are read without it at least.
_KEPT = 0.4
_LOST = 0.3


class Standing(NamedTuple):
    """The lines of a page, the page on which they stand, its turn, and how many passes it took."""

    lines: tuple[OcrLine, ...]
    page: RgbImage
    quarters: int
    passes: int


def upright(engine: OcrEngine, image: RgbImage) -> Standing:
    """Read a page as it lies, and once more upright where its text says that it lies otherwise."""
    lines = engine.read(image)
    quarters = turn_of(lines)
    if not quarters:
        return Standing(_saying(lines, image), image, 0, 1)
    standing = np.ascontiguousarray(np.rot90(image, quarters))
    again = engine.read(standing)
    # Upright vertical text looks like a turned page; the better reading of the two is kept.
    if mean_score(again) + 0.05 < mean_score(lines):
        return Standing(_saying(lines, image), image, 0, 2)
    lost = _lost(lines, again, quarters, _size(standing))
    return Standing(_saying((*again, *lost), standing), standing, quarters, 2)


def _saying(lines: Iterable[OcrLine], image: RgbImage) -> tuple[OcrLine, ...]:
    return tuple(line for line in lines if could_say(image, line))


def without_watermark(engine: OcrEngine, seen: Standing) -> tuple[Standing, tuple[OcrLine, ...]]:
    """Read a page without its watermark: the reading that counts, and the lines of the other.

    The reading without it counts, unless it lost much.
    """
    ink = upright(engine, darkest(seen.page))
    passes = seen.passes + ink.passes
    if _said(ink.lines) < _KEPT * _said(seen.lines):
        lying = (_turned_with(line, -ink.quarters, *_size(seen.page)) for line in ink.lines)
        return seen._replace(passes=passes), tuple(lying)
    beside = tuple(_turned_with(line, ink.quarters, *_size(ink.page)) for line in seen.lines)
    standing = np.ascontiguousarray(np.rot90(seen.page, ink.quarters))
    quarters = (seen.quarters + ink.quarters) % 4
    return Standing(ink.lines, standing, quarters, passes), beside


def _size(page: RgbImage) -> tuple[int, int]:
    return page.shape[1], page.shape[0]


def _said(lines: Iterable[OcrLine]) -> int:
    return sum(len(line.text) for line in lines)


def _turned_with(line: OcrLine, quarters: int, across: int, down: int) -> OcrLine:
    """Return a line as it stands when its page is turned counter-clockwise to this size."""
    if not quarters or line.box is None:
        return line
    box = unrotated(line.box, -quarters, across, down)
    quads = Quads(unrotated(quad, -quarters, across, down) for quad in line.quads)
    return replace(line, quads=quads, box=box, upright=abs(angle(box)) < _LEVEL)


def _lost(
    lines: Iterable[OcrLine], again: Sequence[OcrLine], quarters: int, size: tuple[int, int]
) -> Iterator[OcrLine]:
    """Yield what was read of a page on its side where nothing was found once it stood upright.

    A column of figures among columns of text is seen from one side only. `size` is the width and
    height of the page upright.
    """
    for line in lines:
        if line.box is None or not line.text or is_unsure(line):
            continue
        standing = _turned_with(line, quarters, *size)
        if covered_by(standing, again) < _LOST:
            yield standing


def turn_of(lines: Iterable[OcrLine]) -> int:
    """Return in which quarter most of the text runs: 1 is downwards, as on a page turned right."""
    votes = [0.0, 0.0, 0.0, 0.0]
    for line in lines:
        if line.box is not None and line.text and length(line.box) > 2 * height(line.box):
            votes[round(angle(line.box) / 90) % 4] += length(line.box)
    most = max(range(4), key=votes.__getitem__)
    return most if votes[most] > 0.6 * sum(votes) else 0


def is_overprinted(lines: Iterable[OcrLine]) -> bool:
    """Say whether some text runs askew across the rest, as a watermark does."""
    said = [line for line in lines if line.text]
    return len(said) >= _FEW and len(askew(said, lean_of(said))) >= _WORDS


def mean_score(lines: Iterable[OcrLine]) -> float:
    """Return the mean score of all lines that say something."""
    scores = [line.score for line in lines if line.text]
    return sum(scores) / len(scores) if scores else 0.0
