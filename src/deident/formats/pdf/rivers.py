"""Columns that stand too close for their gaps alone: a white river runs down between them.

In a table without rules two cells may be half a character apart. Where a gap of that width stands
at the same place in several rows in a row, the lines are cut there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from deident.formats.pdf.lines import cut

if TYPE_CHECKING:
    from deident.formats.pdf.lines import Line

_NARROWEST = 0.25  # of a line's height
_FEWEST_ROWS = 4
_BOTH_SIDES = 0.6
_ROW_GAP = 1.5
_FAR = 1e6

Gaps = list[tuple[float, float]]


def parted(rows: list[list[Line]]) -> list[list[Line]]:
    """Cut the lines of rows wherever a river runs through at least four of them."""
    done: list[list[Line]] = []
    gaps = [_gaps(row) for row in rows]
    start = 0
    while start < len(rows):
        rivers, end = gaps[start], start + 1
        best: tuple[int, Gaps] = (start, [])
        while end < len(rows) and _close(rows[end - 1], rows[end]):
            rivers = _common(rivers, gaps[end], _NARROWEST * rows[end][0].high)
            end += 1
            inner = [river for river in rivers if _between(river, rows[start:end])]
            if not inner:
                break
            best = end, inner
        stop, inner = best
        if stop - start >= _FEWEST_ROWS:
            places = [(low + high) / 2 for low, high in inner]
            done += [
                [part for line in row for part in cut(line, places)] for row in rows[start:stop]
            ]
            start = stop
        else:
            done.append(rows[start])
            start += 1
    return done


def _gaps(row: list[Line]) -> Gaps:
    """Return where a row has no ink, its two sides included."""
    least = _NARROWEST * row[0].high
    inked = [span for line in row for span in _inked(line, least)]
    inked.sort()
    gaps, reached = [(-_FAR, inked[0][0])] if inked else [], -_FAR
    for left, right in inked:
        if reached > -_FAR and left - reached >= least:
            gaps.append((reached, left))
        reached = max(reached, right)
    return [*gaps, (reached, _FAR)]


def _inked(line: Line, least: float) -> list[tuple[float, float]]:
    """Return the stretches of a line without a gap."""
    boxes = line.boxes
    if " " in line.text or "\u3000" in line.text:
        boxes = boxes[[not character.isspace() for character in line.text]]
    apart = np.flatnonzero(boxes[1:, 0] - boxes[:-1, 2] >= least)
    if not len(apart):
        return [(line.left, line.right)] if len(boxes) else []
    starts, ends = [0, *(apart + 1).tolist()], [*apart.tolist(), len(boxes) - 1]
    return list(zip(boxes[starts, 0].tolist(), boxes[ends, 2].tolist(), strict=True))


def _common(one: Gaps, other: Gaps, least: float) -> Gaps:
    found = []
    at = 0
    for low, high in one:
        while at < len(other) and other[at][1] <= low:
            at += 1
        for start, end in other[at:]:
            if start >= high:
                break
            if min(high, end) - max(low, start) >= least:
                found.append((max(low, start), min(high, end)))
    return found


def _between(river: tuple[float, float], rows: list[list[Line]]) -> bool:
    """Say whether most rows have ink on both sides of a river."""
    low, high = river
    both = sum(
        any(line.left < low + 0.1 for line in row) and any(line.right > high - 0.1 for line in row)
        for row in rows
    )
    return both >= _BOTH_SIDES * len(rows)


def _close(upper: list[Line], lower: list[Line]) -> bool:
    gap = min(line.top for line in lower) - max(line.bottom for line in upper)
    return gap < _ROW_GAP * lower[0].high
