"""Columns that touch: cells cut off at their right side end where the next ones begin.

A sheet prints what does not fit up to the next cell, so no gap is left. But the cells of a column
begin at the same place to a fraction of a point, and between two cells the characters are not set
as closely as within one. Where that is so in several rows, the lines are cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.formats.pdf.lines import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from deident.formats.pdf.lines import Line

_FEWEST_ROWS = 3
# In heights of a line unless they say points.
_ROW_GAP = 5.0
_LOOSE = 0.02
_WIDE = 0.25
_SAME_PLACE = 0.3  # points
# A star is what deident leaves where a value stood: it is not as wide.
_NO_START = " *"


class _Start(NamedTuple):
    """Where characters begin anew in a row: in which line, and whether anybody sees that."""

    place: float
    row: int
    line: int
    plain: bool
    inner: bool
    """Whether nothing parts the line there yet."""


def unstuck(rows: list[list[Line]]) -> list[list[Line]]:
    """Cut the lines of rows where a column begins in at least three rows, one below the other."""
    lines = [(line, number) for number, row in enumerate(rows) for line in row]
    inner = list(_inner(lines))
    if not inner:
        return rows
    edges = [_Start(line.left, number, id(line), True, False) for line, number in lines]
    cuts: dict[int, list[float]] = {}
    for start in _columns(sorted([*inner, *edges]), rows):
        cuts.setdefault(start.line, []).append(start.place)
    if not cuts:
        return rows
    return [
        [part for line in row for part in cut(line, sorted(cuts.get(id(line), ())))] for row in rows
    ]


def _inner(lines: list[tuple[Line, int]]) -> Iterator[_Start]:
    """Yield where characters begin anew inside a line; all lines are looked at at once."""
    if not lines:
        return
    boxes = np.concatenate([line.boxes for line, _ in lines])
    text = "".join(line.text for line, _ in lines)
    sizes = [len(line.text) for line, _ in lines]
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    highs = np.repeat([line.high for line, _ in lines], sizes)[1:]
    blank = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) == ord(" ")
    loose = (np.abs(gaps) > _LOOSE * highs) | blank[:-1]
    firsts = np.cumsum([0, *sizes])
    loose[firsts[1:-1] - 1] = False
    if not loose.any():
        return
    owners = np.repeat(np.arange(len(lines)), sizes)
    counts = np.bincount(owners[1:][loose], minlength=len(lines))
    for number in np.flatnonzero(counts).tolist():
        line, row = lines[number]
        if counts[number] * 2 > sizes[number]:
            continue  # spread to the width of the block
        yield from _starts(
            line, row, np.flatnonzero(loose[firsts[number] : firsts[number + 1] - 1])
        )


def _starts(line: Line, row: int, places: NDArray[np.intp]) -> Iterator[_Start]:
    boxes, text, high = line.boxes, line.text, line.high
    met = {at for at, _ in line.joints}
    for at in places.tolist():
        one, other = text[at], text[at + 1]
        if other in _NO_START or (one.isascii() and one.isalpha() and other.isalpha()):
            continue
        room = boxes[at, 2] - boxes[at, 0] if one == " " else abs(boxes[at + 1, 0] - boxes[at, 2])
        wide = bool(room > _WIDE * high)
        if one == "*" and not wide:
            continue
        plain = wide or at + 1 in met
        yield _Start(float(boxes[at + 1, 0]), row, id(line), plain, inner=True)


def _columns(starts: list[_Start], rows: list[list[Line]]) -> Iterator[_Start]:
    """Yield the starts that make a column; somebody must see it in one of its rows."""
    at = 0
    while at < len(starts):
        end = at + 1
        while end < len(starts) and starts[end].place - starts[at].place < _SAME_PLACE:
            end += 1
        some = starts[at:end]
        if end - at >= _FEWEST_ROWS and any(one.inner for one in some):
            plain = {one.row for one in some if one.plain}
            for run in _in_a_row(sorted({one.row for one in some}), rows, some[0].place):
                if len(run) >= _FEWEST_ROWS and not plain.isdisjoint(run):
                    yield from (one for one in some if one.row in run)
        at = end


def _in_a_row(numbers: list[int], rows: list[list[Line]], place: float) -> Iterator[list[int]]:
    """Yield rows one below the other; between them nothing lies across the place."""
    run: list[int] = []
    for number in numbers:
        if run and not all(
            _close(rows[at - 1], rows[at]) and (at == number or not _across(rows[at], place))
            for at in range(run[-1] + 1, number + 1)
        ):
            yield run
            run = []
        run.append(number)
    yield run


def _across(row: list[Line], place: float) -> bool:
    return any(line.left < place - _SAME_PLACE and line.right > place + 1 for line in row)


def _close(upper: list[Line], lower: list[Line]) -> bool:
    gap = min(line.top for line in lower) - max(line.bottom for line in upper)
    return gap < _ROW_GAP * lower[0].high
