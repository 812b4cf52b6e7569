"""Whether the characters a page claims could be the ones it draws.

A font can draw a telephone number and tell every program that reads it that these are letters, or
other digits. The shapes give it away without a look at the pixels: a, c and e are lower than b and
d, a digit is not; 1 is narrower than the other digits. Only words long enough to be a number are
measured. A page that fails is looked at as a picture (see `pdf_page`).
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from deident.formats.pdf.pdfium import open_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats.pdf.pdfium import Characters

_LETTERS = re.compile("[A-Za-z]{7,}")
_DIGITS = re.compile("[0-9]{9,}")
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]{7,}")
_LOW = frozenset("acemnorsuvwxz")
_TALL = frozenset("bdfhkltABCDEFGHIKLMNOPRSTUVWXYZ")
_FLAT = 0.9
_LOWEST_SHARE = 0.6
_NARROW = 0.8
_NARROWEST_IDEOGRAPH = 0.62
_SHORTEST = 7


def is_doubtful(page: Any, found: Characters) -> bool:  # noqa: ANN401 - a pointer of pdfium
    """Say whether a word on an open page is drawn in shapes that its characters do not have."""
    words = list(_words(found, (_LETTERS, _DIGITS)))
    if _may_be_squeezed(found) and any(
        _is_squeezed(found, *word) for word in _words(found, (_IDEOGRAPHS,))
    ):
        return True
    if not words:
        return False
    with open_text(page) as held:
        ink = _Ink(held, found, sideways=_is_turned(page))
        return any(_is_odd(ink, found, start, end) for start, end in words)


def _words(found: Characters, patterns: Iterable[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    """Yield the long words of a page; a word ends where the line does."""
    if len(found.text) < _SHORTEST:
        return
    boxes = found.boxes
    high = boxes[1:, 3] - boxes[1:, 1]
    apart = np.abs(boxes[1:, 1] - boxes[:-1, 1]) > 0.3 * high
    apart |= np.abs(boxes[1:, 0] - boxes[:-1, 2]) > 0.5 * high
    ends = (np.flatnonzero(apart) + 1).tolist()
    for pattern in patterns:
        for match in pattern.finditer(found.text):
            start, end = match.span()
            cuts = ends[bisect_right(ends, start) : bisect_left(ends, end)]
            for low, above in pairwise((start, *cuts, end)):
                if above - low >= _SHORTEST:
                    yield low, above


def _may_be_squeezed(found: Characters) -> bool:
    """Say quickly whether any ideograph could be too narrow."""
    return any("\u4e00" <= character <= "\u9fff" for character in _narrow(found))


def _narrow(found: Characters) -> Iterator[str]:
    wide = found.boxes[:, 2] - found.boxes[:, 0]
    high = found.boxes[:, 3] - found.boxes[:, 1]
    for at in np.flatnonzero(wide < _NARROWEST_IDEOGRAPH * high / 1.45).tolist():
        yield found.text[at]


def _is_squeezed(found: Characters, start: int, end: int) -> bool:
    """Ideographs as narrow as digits are drawn as digits."""
    boxes = found.boxes[start:end]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    if (found.turns[start:end] % 2 != 0).any():
        return False
    return bool(float(median(wide)) < _NARROWEST_IDEOGRAPH * float(median(high)) / 1.45)


def _is_odd(ink: _Ink, found: Characters, start: int, end: int) -> bool:
    if (found.turns[start:end] != 0).any():
        return False
    inked = [ink.of(at) for at in range(start, end)]
    if len({(round(wide, 2), round(high, 2)) for wide, high in inked}) == 1:
        return False  # A font of drawings: pdfium knows only the box of the whole font.
    word = found.text[start:end]
    if word[0].isdigit():
        ones = [wide for character, (wide, _) in zip(word, inked, strict=True) if character == "1"]
        others = [
            wide for character, (wide, _) in zip(word, inked, strict=True) if character != "1"
        ]
        return _wrong_ones(ones, others)
    low = [high for character, (_, high) in zip(word, inked, strict=True) if character in _LOW]
    tall = [high for character, (_, high) in zip(word, inked, strict=True) if character in _TALL]
    line = float(median(found.boxes[start:end, 3] - found.boxes[start:end, 1]))
    return _too_even(low, tall, line)


def _wrong_ones(ones: Iterable[float], others: Iterable[float]) -> bool:
    """Say whether a 1 is as wide as other digits, or another digit as narrow as a 1."""
    wide = sorted(others)
    if not wide:
        return False
    usual = wide[len(wide) // 2]
    return any(one > 0.97 * usual for one in ones) or wide[0] < _NARROW * usual


def _too_even(low: list[float], tall: list[float], line: float) -> bool:
    """Say whether low letters are as high as tall ones."""
    if low and tall:
        return median(low) > _FLAT * median(tall)
    return bool(low) and median(low) > _LOWEST_SHARE * line


def _is_turned(page: Any) -> bool:  # noqa: ANN401 - a pointer of pdfium
    """Say whether a page lies on its side in user space."""
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFPage_GetRotation(page) % 2)


class _Ink:
    """How wide and high the ink of level characters is, as displayed."""

    def __init__(self, text: Any, found: Characters, *, sideways: bool) -> None:  # noqa: ANN401 - a pointer of pdfium
        self._text = text
        self._found = found
        self._sideways = sideways

    def of(self, at: int) -> tuple[float, float]:
        """Return width and height of one character's ink."""
        import pypdfium2.raw as pdfium

        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        index = self._found.indices[at]
        pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        across, up = right.value - left.value, top.value - bottom.value
        return (up, across) if self._sideways else (across, up)
