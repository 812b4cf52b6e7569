"""The ruled lines of a form or table, and the cell each place on the page lies in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import radians, tan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Marks = NDArray[np.bool_]

_WORKING_SIDE = 1800
# A line's height in working pixels, at least.
_LINE = 16
_DARKER = 50
_FAINTEST = 15
_DARK_GROUND = 90
_THICKNESS = 5
_STRIP = 16
_TOUCH = 6.0
# In line heights: no stroke of a letter is as long, the side of a one-digit box is.
_SHORTEST = 1.2
_MOST = 600
# Borders of a table of one cell.
_ONE_CELL = 4


class Rule(NamedTuple):
    """A straight line: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


class Frame(NamedTuple):
    """A cell of a table by the numbers of its border lines (half-open), and the table's number."""

    table: int
    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of one table; rows and columns are the gaps between them."""

    level: tuple[Rule, ...]
    plumb: tuple[Rule, ...]
    rows: tuple[float, ...]
    columns: tuple[float, ...]


def straightened(x: float, y: float, skew: float) -> tuple[float, float]:
    """Return a point of a page that leans by so many degrees as if it did not."""
    lean = tan(radians(skew))
    return x + y * lean, y - x * lean


def grids(
    grey: NDArray[np.uint8], skew: float, line_height: float, scale: int = 1
) -> tuple[Grid, ...]:
    """Find the ruled tables of an upright page, in straightened coordinates, top first.

    `scale` says how many pixels of the page each of `grey` stands for.
    """
    shrink = coarseness(max(grey.shape), line_height / scale)
    dark = _dark(grey, shrink)
    shrink *= scale
    least = max(20, round(_SHORTEST * line_height / shrink))
    lean = tan(radians(skew))
    level = _rules(_sheared(dark, lean), least)
    plumb = _rules(_sheared(np.ascontiguousarray(dark.T), -lean), least)
    if len(level) + len(plumb) > _MOST:
        # A photograph or a hatched ground, not a form.
        return ()
    level = [_straight(rule, shrink, lean) for rule in level]
    plumb = [_straight(rule, shrink, -lean) for rule in plumb]
    return _joined(level, plumb, _TOUCH * shrink)


def coarseness(side: int, line_height: float) -> int:
    """Return how many pixels may be looked at as one: letters must not run into the rules."""
    return max(1, min(round(side / _WORKING_SIDE), int(line_height / _LINE)))


def _straight(rule: Rule, shrink: int, lean: float) -> Rule:
    """Return a rule of the shrunk page full size; its ends were measured on the leaning page."""
    shift = rule.at * lean
    return Rule(rule.at * shrink, (rule.start + shift) * shrink, (rule.end + shift) * shrink)


def frame_of(x: float, y: float, tables: tuple[Grid, ...]) -> Frame | None:
    """Return the cell around a straightened point, or None where four rules do not enclose it."""
    for number, grid in enumerate(tables):
        across = [rule.at for rule in grid.level if rule.start - _TOUCH <= x <= rule.end + _TOUCH]
        along = [rule.at for rule in grid.plumb if rule.start - _TOUCH <= y <= rule.end + _TOUCH]
        top = max((at for at in across if at < y), default=None)
        bottom = min((at for at in across if at > y), default=None)
        left = max((at for at in along if at < x), default=None)
        right = min((at for at in along if at > x), default=None)
        if top is None or bottom is None or left is None or right is None:
            continue
        rows, columns = grid.rows, grid.columns
        return Frame(
            number, _nearest(top, rows), _nearest(bottom, rows),
            _nearest(left, columns), _nearest(right, columns),
        )  # fmt: skip
    return None


def _dark(grey: NDArray[np.uint8], shrink: int) -> Marks:
    rows, columns = grey.shape[0] // shrink * shrink, grey.shape[1] // shrink * shrink
    cells = grey[:rows, :columns].reshape(rows // shrink, shrink, columns // shrink, shrink)
    # The darkest pixel of each cell, so that a hair line survives.
    small = cells.min(axis=(1, 3))
    ink, middle, ground = np.percentile(small[::4, ::4], (0.5, 50, 80))
    if middle < ground / 2 or middle < _DARK_GROUND:
        # Light on dark: the lightest pixel of each cell then.
        small = 255 - cells.max(axis=(1, 3))
        ink, ground = np.percentile(small[::4, ::4], (0.5, 80))
    marks: Marks = small < ground - max(_FAINTEST, min(_DARKER, (ground - ink) / 2))
    return marks


def _sheared(marks: Marks, lean: float) -> Marks:
    """Shift strips so that a line leaning by `lean` becomes level."""
    if abs(lean) * marks.shape[1] < 1:
        return marks
    level = np.zeros_like(marks)
    for start in range(0, marks.shape[1], _STRIP):
        shift = -round((start + _STRIP / 2) * lean)
        strip = marks[:, start : start + _STRIP]
        part = level[:, start : start + _STRIP]
        if shift > 0:
            part[shift:] = strip[:-shift]
        elif shift < 0:
            part[:shift] = strip[-shift:]
        else:
            part[:] = strip
    return level


def _rules(marks: Marks, least: int) -> list[Rule]:
    """Find level runs of at least so many pixels that are thin, and join those of one line."""
    if min(marks.shape) <= max(least, 2 * _THICKNESS):
        return []
    thick = np.zeros_like(marks)
    thick[_THICKNESS:-_THICKNESS] = marks[: -2 * _THICKNESS] & marks[2 * _THICKNESS :]
    thin = marks & ~thick
    # A line that leans a little climbs a row now and then; rows beside it bridge the step.
    bridged = thin.copy()
    bridged[1:] |= thin[:-1]
    sums = np.cumsum(np.pad(bridged, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = sums[:, least:] - sums[:, :-least] >= 0.97 * least
    runs = [
        Rule(float(row), float(start), float(end + least))
        for row in np.flatnonzero(full.any(axis=1))
        for start, end in _runs(full[row])
    ]
    # Twice, because pieces of one line may only meet once each has grown.
    return _merged(_merged(runs))


def _runs(row: Marks) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.pad(row.astype(np.int8), 1)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _merged(runs: list[Rule]) -> list[Rule]:
    """Make one rule of runs in neighbouring rows that overlap or nearly meet."""
    rules: list[list[float]] = []
    for run in runs:
        for rule in reversed(rules):
            if run.at - rule[1] > _TOUCH / 2:
                continue
            if run.start <= rule[3] + _TOUCH and run.end >= rule[2] - _TOUCH:
                rule[1] = run.at
                rule[2], rule[3] = min(rule[2], run.start), max(rule[3], run.end)
                break
        else:
            rules.append([run.at, run.at, run.start, run.end])
    return [Rule((first + last) / 2, start, end) for first, last, start, end in rules]


def _joined(level: list[Rule], plumb: list[Rule], touch: float) -> tuple[Grid, ...]:
    """Put rules that cross into one table each."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in level:
        crossing = [
            other
            for other in plumb
            if rule.start - touch <= other.at <= rule.end + touch
            and other.start - touch <= rule.at <= other.end + touch
        ]
        touched = [group for group in groups if any(other in group[1] for other in crossing)]
        merged: tuple[list[Rule], list[Rule]] = ([rule], list(crossing))
        for group in touched:
            merged[0].extend(group[0])
            merged[1].extend(other for other in group[1] if other not in merged[1])
            groups.remove(group)
        groups.append(merged)
    tables = [
        Grid(tuple(across), tuple(along), _lines(across, touch), _lines(along, touch))
        for across, along in groups
        if len(across) > 1 and len(along) > 1
    ]
    # One cell is a border around a page, or the coloured ground of a row of headers.
    tables = [grid for grid in tables if len(grid.rows) + len(grid.columns) > _ONE_CELL]
    return tuple(sorted(tables, key=lambda grid: grid.rows[0]))


def _lines(rules: list[Rule], touch: float) -> tuple[float, ...]:
    places = sorted(rule.at for rule in rules)
    return (places[0], *(after for before, after in pairwise(places) if after - before > touch))


def _nearest(at: float, lines: tuple[float, ...]) -> int:
    return min(range(len(lines)), key=lambda index: abs(lines[index] - at))
