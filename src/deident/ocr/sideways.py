"""A short line whose letters lie on their side, read once more with each letter set upright.

A column of upright letters is turned before it is read, and its letters with it. The recogniser
knows long columns by their company; a title of three letters it takes for three others. Such a line
is as long as so many squares, each of which is turned back by itself.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from deident.ocr.quads import height, length

if TYPE_CHECKING:
    from deident.ocr import OcrLine, RgbImage

# What was read before is surer than this, or stands as it is.
_SURE = 0.8
# How sure the other reading must be, and by how much the surer of the two.
_SURELY, _BY = 0.9, 0.2
_FEWEST, _MOST = 2, 8
_DIGIT = re.compile("[0-9]")
_WORD = re.compile(r"[\u4e00-\u9fff]+")


def may_lie(line: OcrLine) -> bool:
    """Say whether a line is unsure enough, and short enough, for its letters to lie sideways.

    What was read as a number stays one.
    """
    if line.box is None or line.score >= _SURE or _DIGIT.search(line.text):
        return False
    return _FEWEST <= round(length(line.box) / (height(line.box) or 1.0)) <= _MOST


def set_upright(crop: RgbImage) -> RgbImage:
    """Return a line with each of its letters turned a quarter clockwise, in the same order."""
    down, across = crop.shape[:2]
    edges = np.linspace(0, across, max(1, round(across / down)) + 1).astype(int)
    letters = [np.rot90(crop[:, left:right], -1) for left, right in pairwise(edges)]
    least = min(letter.shape[0] for letter in letters)
    return np.ascontiguousarray(np.concatenate([letter[:least] for letter in letters], axis=1))


def says_more(upright: OcrLine, lying: OcrLine) -> bool:
    """Say whether the reading of upright letters is a word, and plainly the better of the two."""
    better = upright.score >= max(_SURELY, lying.score + _BY)
    return better and _WORD.fullmatch(upright.text) is not None
