"""Holes: ink in the middle of a line that an engine passed over.

A search for lines now and then breaks a long line and loses what stood between the parts, most
often in a column of digits that leans. Both parts are read well, so nothing looks doubtful, and a
number without its middle is no number to anybody. Where one part ends in a digit or a label, or the
other begins with a digit, and letters stand between the two, the place between is a line that says
nothing: the page is looked at again, and if nobody can read it, a person must.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from deident.model import Quad, Quads
from deident.ocr import OcrLine
from deident.ocr.ink import lettered
from deident.ocr.quads import height, length, slice_of
from deident.ocr.sampling import sampled
from deident.ocr.union import covered_by, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.ocr import RgbImage

_OPEN = re.compile(r"(?:[0-9:：号码话机证]|[0-9]X)$")
_DIGIT = re.compile("[0-9]")
# In line heights: how wide a gap may be, how far its parts may be off one line, and how much of it
# at each end may be ink of the parts.
_LEAST, _MOST = 1.8, 10.0
_OFF = 0.35
_ENDS = 0.3
_ALIKE = 1.5
# How far lines may lean from one another (the cosine of four degrees), and drift over a gap.
_LEVEL, _DRIFT = 0.9976, 0.05
# Of the cells of the gap: letters fill some, over a good part of the line's height; leaders do not.
# A row of pixels with no more ink than specks is empty.
_FILLED = 0.06
_FEWEST = 6
_TALL = 0.3
_WIDE = 0.4
_SPECKS = 0.02
_TAKEN = 0.2


def holes(image: RgbImage, lines: Sequence[OcrLine]) -> Iterator[OcrLine]:
    """Yield the places between two parts of a line where letters stand that nobody read."""
    said = [line for line in lines if line.text]
    for one, other in _pairs(said):
        before, behind = quads_of(said[one]), quads_of(said[other])
        gap = Quad(*before[2:4], *behind[0:2], *behind[6:8], *before[4:6])
        if not _lettered(image, gap):
            continue
        hole = OcrLine(text="", quads=Quads(), score=0.0, box=gap)
        rest = [line for at, line in enumerate(said) if at not in (one, other)]
        if covered_by(hole, rest) <= _TAKEN:
            yield hole


def _pairs(said: Sequence[OcrLine]) -> Iterator[tuple[int, int]]:
    """Yield which lines stand on one line, a gap between them, where a number may be broken."""
    if len(said) < 2:
        return
    quads = np.array([quads_of(line) for line in said], dtype=np.float64).reshape(-1, 4, 2)
    begins, ends = quads[:, (0, 3)].mean(axis=1), quads[:, (1, 2)].mean(axis=1)
    way = quads[:, 1] - quads[:, 0]
    way /= np.maximum(1e-6, np.linalg.norm(way, axis=1))[:, None]
    high = np.maximum(1.0, np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1))
    lower = np.minimum(high[:, None], high[None, :])
    step = begins[None, :] - ends[:, None]
    along = (step * way[:, None]).sum(axis=2)
    across = np.abs(step[..., 1] * way[:, None, 0] - step[..., 0] * way[:, None, 1])
    broken = np.array([bool(_OPEN.search(line.text)) for line in said])[:, None] | np.array(
        [bool(_DIGIT.match(line.text)) for line in said]
    )
    alike = np.maximum(high[:, None], high[None, :]) <= _ALIKE * lower
    level = (way @ way.T >= _LEVEL) & (across <= _OFF * lower + _DRIFT * np.abs(along))
    apart = (along > _LEAST * lower) & (along < _MOST * lower)
    found = broken & alike & level & apart
    # Of all that stand further on in its line, only the next one is beside a gap.
    beyond = (across <= _OFF * lower + _DRIFT * np.abs(along)) & (along > 0)
    nearest = np.where(beyond, along, np.inf).argmin(axis=1)
    for one in np.flatnonzero(found[np.arange(len(said)), nearest]):
        yield int(one), int(nearest[one])


def _lettered(image: RgbImage, gap: Quad) -> bool:
    """Say whether letters stand in a gap, the ink of its neighbours left out."""
    ends = _ENDS * height(gap) / length(gap)
    part = sampled(image, slice_of(gap, ends, 1 - ends))
    marks = lettered(part)
    if marks.size == 0 or np.count_nonzero(marks) < max(_FEWEST, _FILLED * marks.size):
        return False
    green = part[:, :, 1]
    far = np.abs(green.astype(np.int16) - int(np.median(green)))
    inked = 2 * far > far.max()
    rows = np.flatnonzero(inked.mean(axis=1) > _SPECKS)
    tall = len(rows) > 0 and bool(rows[-1] - rows[0] + 1 > _TALL * len(green))
    # The rule between two columns of a page that leans fills cells, and few columns of pixels.
    return tall and int(np.count_nonzero(inked.any(axis=0))) > _WIDE * len(green)
