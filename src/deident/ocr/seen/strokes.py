"""Strokes: whether what looks like bars is a bar code that nobody could read.

A hatching, a fence and a ruler have strokes too. Those of a code are many, of several widths, as
far apart as they are wide, run from one edge to the other, and have quiet paper at both ends.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from deident.ocr.seen.bars import Turned

    Row = NDArray[np.float32]

_BANDS = 5
_SOME, _ENOUGH = 12, 20
# A sweep over so many strokes is as dark as its darkest and as light as its lightest.
_SWEEP = 10
_CONTRAST = 40
_INKED = (0.25, 0.75)
# A ruler's strokes are equally far apart; two fifths of those of codes are not.
_UNEVEN, _OTHER = 0.3, 0.2
_QUIET = 2.0
_ALIKE, _ELSE = 0.65, 0.6
_SHIFT = 6
_WHOLE, _EQUAL = 0.7, 0.9


class _Strokes(NamedTuple):
    """The strokes of one row: where each begins and where it ends."""

    begins: NDArray[np.int64]
    ends: NDArray[np.int64]

    @property
    def long(self) -> int:
        """How far it is from the first to the last."""
        return int(self.ends[-1] - self.begins[0]) if len(self.begins) else 0

    @property
    def quiet(self) -> float:
        """How much paper ends a code."""
        return _QUIET * float(np.median(np.diff(self.begins))) if len(self.begins) > 1 else 0.0

    def between(self, first: int, last: int) -> _Strokes:
        """Return some of them."""
        return _Strokes(self.begins[first:last], self.ends[first:last])


def has_strokes(part: Turned) -> bool:
    """Say whether there are strokes enough for a reader to try, whatever they are."""
    counts = [len(_strokes(row).begins) for row in _bands(part)]
    return bool(np.median(counts) >= _SOME)


def is_bar_code(part: Turned) -> bool:
    """Say whether this is surely a bar code that is shown whole, readable or not."""
    rows = _bands(part)
    runs = [_run(_strokes(row)) for row in rows]
    longest = max(run.long for run in runs)
    return (
        part.shown
        and longest > _WHOLE * (part.right - part.left)
        # The band of one edge may lie on the digits that are printed beneath.
        and sum(run.long > _EQUAL * longest for run in runs) >= _BANDS - 1
        and sum(_is_coded(run, part.grey.shape[1]) for run in runs) > _BANDS / 2
        and all(_likeness(one, two) > _ALIKE for one, two in pairwise(rows[1:-1]))
        and all(_likeness(rows[at], _beyond(part, low=at < 0)) < _ELSE for at in (0, -1))
    )


def _bands(part: Turned) -> list[Row]:
    """Return the mean rows of bands of the place, over the whole width of the part."""
    edges = np.linspace(part.top, part.low, _BANDS + 3).astype(int)[1:-1]
    return [_mean(part, top, low) for top, low in pairwise(edges)]


def _mean(part: Turned, top: int, low: int) -> Row:
    row: Row = part.grey[top : max(top + 1, low)].mean(axis=0).astype(np.float32)
    return row


def _beyond(part: Turned, *, low: bool) -> Row:
    """Return the mean row of a band just above the place, or just below it."""
    high = max(2, (part.low - part.top) // 5)
    top = min(part.grey.shape[0] - high, part.low + high) if low else max(0, part.top - 2 * high)
    return _mean(part, top, top + high)


def _strokes(row: Row) -> _Strokes:
    """Return the dark strokes of a row, told from their surroundings and not from the page."""
    import cv2

    sweep = max(9, len(row) // _SWEEP)
    line = row[None, :]
    lightest = cv2.blur(cv2.dilate(line, np.ones((1, sweep))), (sweep, 1))[0]
    darkest = cv2.blur(cv2.erode(line, np.ones((1, sweep))), (sweep, 1))[0]
    clear = lightest - darkest > _CONTRAST
    dark = np.concatenate(((0,), (clear & (row < (lightest + darkest) / 2)).astype(np.int8), (0,)))
    change = np.diff(dark)
    return _Strokes(np.flatnonzero(change > 0), np.flatnonzero(change < 0))


def _run(strokes: _Strokes) -> _Strokes:
    """Return the longest run of strokes between two quiet places."""
    if len(strokes.begins) < 2:
        return strokes
    gaps = strokes.begins[1:] - strokes.ends[:-1]
    parted = (0, *(np.flatnonzero(gaps > strokes.quiet) + 1), len(strokes.begins))
    runs = (strokes.between(first, last) for first, last in pairwise(parted))
    return max(runs, key=lambda run: run.long)


def _is_coded(run: _Strokes, wide: int) -> bool:
    """Say whether a run has the strokes of a code and quiet on both sides of them."""
    if len(run.begins) < _ENOUGH or not run.quiet < run.begins[0] < run.ends[-1] < wide - run.quiet:
        return False
    inked = (run.ends - run.begins).sum() / run.long
    apart = np.diff(run.begins)
    usual = np.median(apart)
    return bool(
        _INKED[0] < inked < _INKED[1] and (abs(apart - usual) > _OTHER * usual).mean() > _UNEVEN
    )


def _likeness(one: Row, other: Row) -> float:
    """Return how well two rows agree when one is shifted a little, from -1 to 1."""
    inner = one[_SHIFT:-_SHIFT]
    shifted = (other[at : at + len(inner)] for at in range(2 * _SHIFT + 1))
    return max(float(np.corrcoef(inner, row)[0, 1]) if row.std() > 1 else 0.0 for row in shifted)
