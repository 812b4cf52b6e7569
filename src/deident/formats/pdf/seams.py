"""Where two cells of a row touch: what the order of the stream and the edges of blocks say.

Cells of a narrow table may stand closer than words do. But programs draw a table cell by cell, and
the lines of a cell share their left side, their middle or their right side. So text that the stream
comes to from below, or from the line above it in the same block, goes on with nothing to its left.
Runs are those of `lines`, in the stream's order.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.pdf.lines import Line

# In heights of a line unless they say points.
_GAP = 0.1
_STEP = 0.25
_NEXT_LINE = 2.2
_CLIPPED = 0.25
_EDGE = 1.0  # points
_PIECES = 8


class Seams:
    """The seams between the runs of one page."""

    def __init__(self, runs: Sequence[Line]) -> None:
        self._before = {id(run): before for before, run in pairwise(runs)}
        self._begins: dict[int, list[Line]] = {}
        for run in sorted(runs, key=lambda run: run.middle):
            self._begins.setdefault(int(run.left // _EDGE), []).append(run)

    def between(self, one: Line, other: Line) -> bool:
        """Say whether a run is no part of the text to its left; single digits are spread."""
        if _is_spread(one) and _is_spread(other):
            return False
        high, gap = min(one.high, other.high), other.left - one.right
        if gap < -_CLIPPED * high:
            return _is_cut_off(one, other)
        if gap < _GAP * high:
            return False
        if abs(one.middle - other.middle) > _STEP * high:
            return True
        if not other.text.strip("*"):
            # A mask is drawn after everything else.
            return any(_is_next(run, other) for run in self._above(other))
        before = self._before.get(id(other), one)
        return before is not one and (_rises(before, other) or self._is_block(before, other))

    def _above(self, line: Line) -> Iterator[Line]:
        """Yield what begins at the same place above a line, as far as a next line may stand."""
        at, reach = int(line.left // _EDGE), _NEXT_LINE * max(1.0, line.high)
        for place in (at - 1, at, at + 1):
            column = self._begins.get(place, [])
            first = bisect_left(column, line.middle - reach, key=_middle)
            last = bisect_left(column, line.middle, key=_middle)
            yield from (run for run in column[first:last] if abs(run.left - line.left) < _EDGE)

    def _is_block(self, before: Line, run: Line) -> bool:
        """Say whether a run goes on below the text before it, which may be in several pieces."""
        if _is_under(before, run):
            return True
        upper: Line | None = before
        for _ in range(_PIECES):
            earlier = self._before.get(id(upper))
            if earlier is None or abs(earlier.middle - before.middle) > _STEP * before.high:
                return False
            if abs(earlier.left - run.left) < _EDGE and _is_next(before, run):
                return True
            upper = earlier
        return False


def _middle(run: Line) -> float:
    return run.middle


def _is_spread(run: Line) -> bool:
    return len(run.text) == 1 and run.text.isascii()


def _is_cut_off(one: Line, other: Line) -> bool:
    """Say whether a text runs on under its neighbour, as in a cell that is too narrow for it.

    Marks may: half of a full-width comma is white.
    """
    long = len(one.text) > 1 and len(other.text) > 1
    return long and one.text[-1].isalnum() and other.text[0].isalnum()


def _rises(before: Line, run: Line) -> bool:
    high = min(before.high, run.high)
    return before.middle - run.middle > _STEP * high


def _is_under(upper: Line, lower: Line) -> bool:
    """Say whether a line goes on below another in one block, however its lines are aligned."""
    return _is_next(upper, lower) and (
        upper.left - _EDGE < lower.left < upper.right
        or abs(upper.right - lower.right) < _EDGE
        or abs(upper.left + upper.right - lower.left - lower.right) < 2 * _EDGE
    )


def _is_next(upper: Line, lower: Line) -> bool:
    high = max(1.0, min(upper.high, lower.high))
    return _STEP < (lower.middle - upper.middle) / high < _NEXT_LINE


def opened(runs: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """Yield each run with where a cell begins inside it, 0 for nowhere.

    The stream goes on right below that place: what stands there is the second line of the cell,
    and the cells before it are of one line.
    """
    for run, after in pairwise(runs):
        inside = run.left + _EDGE < after.left < run.right
        yield run, _begins(run, after) if inside and _is_next(run, after) else 0
    if runs:
        yield runs[-1], 0


def _begins(run: Line, after: Line) -> int:
    """Return behind which gap of a run a block begins whose second line stands below."""
    boxes = run.boxes
    inked = [at for at, character in enumerate(run.text) if not character.isspace()]
    for before, at in pairwise(inked):
        if boxes[at, 0] - boxes[before, 2] < _GAP * run.high:
            continue
        left, right = float(boxes[at, 0]), float(boxes[inked[-1], 2])
        if abs(left - after.left) < _EDGE or abs(left + right - after.left - after.right) < _EDGE:
            return at
    return 0


def rises(lines: Sequence[Line]) -> bool:
    """Say whether the stream goes up again among lines: it then draws cell by cell."""
    return any(_rises(before, line) and line.left > before.left for before, line in pairwise(lines))
