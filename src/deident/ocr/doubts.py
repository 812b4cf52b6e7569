"""What looked like text and was not, or not surely, read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.ocr.ink import BAR, lettered
from deident.ocr.quads import height, length, slice_of
from deident.ocr.sampling import sampled
from deident.ocr.union import covered_by, place_of, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.model import Params
    from deident.ocr import OcrLine, RgbImage

UNSURE = 0.6
UNSURE_DIGITS = 0.8
_DIGITS = 4
_CONTRAST = 45
_ANSWERED = 0.5
# What is left of letters between bars is read as a character or two, over the rest of a known line.
_SCRAP = 3
_SCRAP_ANSWERED = 0.1
_READABLE_SIDE = 8
# What several letters in a row take at least, in their height.
_LONG = 2
# Of the characters for which a line has room, where each is as wide as high.
_ROOM = 8
_SPARSE = 0.25
_BAR_SHARE = 0.3
_EVEN_SHARE = 0.85
_BUSY_CELLS = 6
_BUSY_SHARE = 0.001


class Doubt(NamedTuple):
    """A place of a page that was not, or not surely, read. It holds no text."""

    code: str
    line: int
    params: Params


def is_unsure(line: OcrLine) -> bool:
    """Say whether a line's score is too low to rely on; digits need more than prose."""
    if not line.text:
        quad = quads_of(line)
        return max(length(quad), height(quad)) > _LONG * min(length(quad), height(quad))
    if len(line.text) == 1:
        # Specks and ornaments are read as one odd letter; no value is.
        return False
    if _is_sparse(line):
        return True
    digits = len(re.findall("[0-9]", line.text))
    return line.score < (UNSURE_DIGITS if digits >= _DIGITS else UNSURE)


def _is_sparse(line: OcrLine) -> bool:
    """Say whether a long line was read as a few characters: most of it was passed over."""
    quad = quads_of(line)
    room = max(length(quad), height(quad)) / max(1.0, min(length(quad), height(quad)))
    return room > _ROOM and len(line.text) < _SPARSE * room


def doubts_of(
    asked: Sequence[OcrLine],
    heard: Sequence[OcrLine],
    image: RgbImage,
    known: Sequence[OcrLine] = (),
) -> Iterator[Doubt]:
    """Name the lines of `asked` that nothing in `heard` is sure of.

    Of a masked copy, `known` is what was read before the paint was laid. A page full of ink on
    which nothing was heard is a doubt too.
    """
    sure = _sure((*heard, *known))
    before = _sure(known)
    for number, line in enumerate(asked, start=1):
        if not is_unsure(line) or covered_by(line, sure) > _ANSWERED:
            continue
        if _is_scrap(line) and covered_by(line, before) > _SCRAP_ANSWERED:
            continue
        yield Doubt("OCR_UNSURE", number, (round(line.score * 100), *_corner(line)))
    if not asked and not any(line.text for line in (*heard, *known)) and is_inked(image):
        yield Doubt("OCR_NOTHING_READ", 0, ())


def _sure(lines: Iterable[OcrLine]) -> list[OcrLine]:
    return [line for line in lines if line.text and not is_unsure(line)]


def _is_scrap(line: OcrLine) -> bool:
    """Say whether a line is a few characters that say nothing of a number."""
    return 0 < len(line.text) <= _SCRAP and not re.search("[0-9]", line.text)


def _corner(line: OcrLine) -> tuple[int, int]:
    place = place_of(line)
    return round(place.left), round(place.top)


def could_say(image: RgbImage, line: OcrLine) -> bool:
    """Say whether a line is more than a painted bar or, where it has no text, a speck."""
    quad = quads_of(line)
    # The edges of a box belong to its neighbours.
    inside = sampled(image, slice_of(quad, 0.1, 0.9), 0.1, 0.9)
    if _is_bar(inside):
        return False
    if line.text:
        return True
    ranges = int(inside.max()) - int(inside.min())
    return min(length(quad), height(quad)) >= _READABLE_SIDE and ranges > _CONTRAST


def _is_bar(part: RgbImage) -> bool:
    """Say whether a part is solid black, but for its edges and ruled lines beside it.

    White letters on black leave rows that are neither black nor even.
    """
    red, green, blue = part[..., 0], part[..., 1], part[..., 2]
    # Three planes against each other: a reduction over so short an axis takes ten times as long.
    lightest = np.maximum(np.maximum(red, green), blue)
    darkest = np.minimum(np.minimum(red, green), blue)
    for axis in (0, 1):
        high, low = lightest.max(axis=axis), darkest.min(axis=axis)
        even = high.astype(np.int16) - low <= BAR
        if even.mean() > _EVEN_SHARE and (high <= BAR).mean() > _BAR_SHARE:
            return True
    return False


def is_inked(image: RgbImage) -> bool:
    """Say whether there is something to see besides even ground, rules and painted bars."""
    marks = lettered(image)
    if not marks.size:
        return int(image.max()) - int(image.min()) > _CONTRAST
    return bool(np.count_nonzero(marks) > max(_BUSY_CELLS, _BUSY_SHARE * marks.size))
