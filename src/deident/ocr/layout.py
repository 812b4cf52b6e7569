"""Segments from lines: what a reader takes as one run, its cell, its header and what it continues.

An engine reports boxes. Boxes on one baseline close together are one segment; ruled tables give
cells, headers and row labels; without rules, columns that line up over several rows do. A line
that runs to the end of its block is continued by the one below it, so that a number broken over
two lines is met whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from deident.model import NO_LABELS, Cell, Labels, Quad
from deident.ocr.page import quads_of
from deident.ocr.quads import angle, height
from deident.ocr.rules import Frame, frame_of, grids, straightened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from deident.ocr import OcrLine
    from deident.ocr.rules import Grid

# All in line heights.
_JOIN = 2.5
_BLANK = 0.35
_SAME_BASE = 0.5
_LINE_GAP = 1.2
_BLOCK = 8.0
_INDENT = 3.0
_RAGGED = 1.5
_CAPTION_GAP = 2.5
_HEADER_LENGTH = 16
_PROSE_LENGTH = 20
_FEWEST_ROWS = 3


@dataclass(slots=True)
class Run:
    """Lines that make one segment, left to right, and what governs it."""

    lines: list[OcrLine]
    left: float
    top: float
    right: float
    bottom: float
    cell: Cell | None = None
    labels: Labels = NO_LABELS
    follows: Run | None = None
    text: str = field(default="", repr=False)
    quads: list[Quad] = field(default_factory=list, repr=False)
    pieces: list[tuple[int, int, OcrLine]] = field(default_factory=list, repr=False)

    @property
    def high(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


def arrange(lines: Sequence[OcrLine], grey: NDArray[np.uint8]) -> list[Run]:
    """Arrange the lines of an upright page into runs, in reading order."""
    if not lines:
        return []
    level = [line for line in lines if line.upright]
    skew = median([angle(quads_of(line)) for line in level]) if level else 0.0
    high = median([height(quads_of(line)) for line in lines])
    tables = grids(grey, skew, high)
    runs = [_run(line, skew) for line in lines]
    framed: dict[Frame, list[Run]] = {}
    free: list[Run] = []
    for run in runs:
        frame = frame_of((run.left + run.right) / 2, run.middle, tables) if tables else None
        if frame is None or not run.lines[0].upright:
            free.append(run)
        else:
            framed.setdefault(frame, []).append(run)
    arranged = _framed(framed, tables)
    loose = _rows_of(free)
    _columns(loose, len(tables))
    _continue(run for run in _flat(loose) if run.cell is None)
    everything = _in_order(arranged, loose)
    _caption(everything)
    for run in everything:
        _write(run)
    return everything


def _in_order(framed: Iterable[Run], loose: Iterable[list[Run]]) -> list[Run]:
    """Sort by rows, then from left to right; a row of a table stays together."""
    rows: dict[tuple[int, int], list[Run]] = {}
    for run in framed:
        if run.cell is not None:
            rows.setdefault((run.cell.table, run.cell.row), []).append(run)
    for row in rows.values():
        row.sort(key=lambda run: (run.cell.column if run.cell else 0, run.top))
    ordered = sorted((*rows.values(), *loose), key=lambda row: min(run.top for run in row))
    return _flat(ordered)


def _run(line: OcrLine, skew: float) -> Run:
    quad = quads_of(line)
    corners = [straightened(quad[index], quad[index + 1], skew) for index in range(0, 8, 2)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Run([line], min(across), min(down), max(across), max(down))


def _flat(rows: Iterable[list[Run]]) -> list[Run]:
    return [run for row in rows for run in row]


def _baselines(runs: Iterable[Run]) -> list[list[Run]]:
    """Sort runs into rows that share a baseline, each from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        row = rows[-1] if rows else None
        if row and run.middle - row[-1].middle < _SAME_BASE * min(run.high, row[-1].high):
            row.append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Join neighbours on one baseline; a wide gap leaves two runs."""
    rows = []
    for row in _baselines(runs):
        joined = [row[0]]
        for run in row[1:]:
            near = run.left - joined[-1].right < _JOIN * min(run.high, joined[-1].high)
            if near and run.lines[0].upright and joined[-1].lines[-1].upright:
                _join(joined[-1], run)
            else:
                joined.append(run)
        for before, after in pairwise(joined):
            if _is_header(before):
                after.labels = Labels(row=_said(before))
        rows.append(joined)
    return rows


def _join(run: Run, other: Run) -> None:
    run.lines += other.lines
    run.right = max(run.right, other.right)
    run.top, run.bottom = min(run.top, other.top), max(run.bottom, other.bottom)


def _said(run: Run) -> str:
    return "".join(line.text for line in run.lines).strip()


def _is_header(run: Run) -> bool:
    """Say whether a run can be a label: short, and not itself a value of digits."""
    said = _said(run)
    return 0 < len(said) <= _HEADER_LENGTH and len(re.findall("[0-9]", said)) < 4


def _framed(framed: dict[Frame, list[Run]], tables: tuple[Grid, ...]) -> list[Run]:
    """Join what stands in one ruled cell and give it its cell, headers and row label."""
    cells: dict[Frame, list[Run]] = {}
    for frame, runs in framed.items():
        cells[frame] = [_all_joined(row) for row in _baselines(runs)]
        place = Cell(
            table=frame.table,
            row=frame.top,
            column=frame.left,
            row_span=max(1, frame.bottom - frame.top),
            column_span=max(1, frame.right - frame.left),
        )
        for before, after in pairwise(cells[frame]):
            after.follows = before
        for run in cells[frame]:
            run.cell = place
    for number in range(len(tables)):
        _label(sorted(frame for frame in cells if frame.table == number), cells)
    return [run for runs in cells.values() for run in runs]


def _all_joined(row: list[Run]) -> Run:
    for other in row[1:]:
        _join(row[0], other)
    return row[0]


def _label(frames: list[Frame], cells: dict[Frame, list[Run]]) -> None:
    said = {frame: "".join(_said(run) for run in cells[frame]) for frame in frames}
    title = {
        frame for frame in frames if all(_is_header(run) for run in cells[frame]) and said[frame]
    }
    first = min((frame.top for frame in frames), default=0)
    for frame in frames:
        above = _headers(frame, frames, title, first)
        beside = [
            other for other in title if other.right == frame.left and _level_with(other, frame)
        ]
        labels = Labels(
            column="/".join(said[other] for other in above),
            row=said[beside[0]] if beside and len(above) == 0 else "",
        )
        for run in cells[frame]:
            run.labels = labels
        before = next(
            (one for one in frames if one.right == frame.left and one[1:3] == frame[1:3]), None
        )
        if before is not None and len(said[before]) == 1 and len(said[frame]) == 1:
            # One digit to a cell.
            cells[frame][0].follows = cells[before][-1]


def _level_with(one: Frame, other: Frame) -> bool:
    return one.top <= other.top and one.bottom >= other.bottom


def _headers(frame: Frame, frames: list[Frame], title: set[Frame], first: int) -> list[Frame]:
    """Return the header cells over a cell, top first; a merged header has parts below it."""
    found: list[Frame] = []
    top = first
    for other in frames:
        covers = other.left <= frame.left and other.right >= frame.right
        if covers and other.top == top and other.bottom <= frame.top and other in title:
            found.append(other)
            top = other.bottom
            if (other.left, other.right) == (frame.left, frame.right):
                break
    return found


def _columns(rows: list[list[Run]], table: int) -> None:
    """Find tables without rules: several rows in a row whose runs stand under one another."""
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and len(rows[end]) > 1 and _close(rows, start, end):
            end += 1
        if end - start >= _FEWEST_ROWS and _lay_out(rows[start:end], table):
            table += 1
        start = max(end, start + 1)


def _close(rows: list[list[Run]], start: int, end: int) -> bool:
    if end == start:
        return True
    gap = min(run.top for run in rows[end]) - max(run.bottom for run in rows[end - 1])
    return gap < 2 * _LINE_GAP * rows[end][0].high


def _lay_out(rows: list[list[Run]], table: int) -> bool:
    runs = sorted(_flat(rows), key=lambda run: run.left)
    if median(len(_said(run)) for run in runs) > _PROSE_LENGTH:
        # Columns of prose, not a table.
        return False
    columns: list[tuple[float, list[Run]]] = []
    for run in runs:
        if columns and run.left < columns[-1][0]:
            columns[-1] = (max(columns[-1][0], run.right), [*columns[-1][1], run])
        else:
            columns.append((run.right, [run]))
    place = {id(run): number for number, (_, column) in enumerate(columns) for run in column}
    if len(columns) < 2 or any(len({place[id(run)] for run in row}) < len(row) for row in rows):
        return False
    heads = {place[id(run)]: run for run in rows[0] if _is_header(run)}
    for number, row in enumerate(rows):
        for run in row:
            column = place[id(run)]
            run.cell = Cell(table=table, row=number, column=column)
            head = heads.get(column)
            said = _said(head) if head is not None and head is not run else ""
            run.labels = Labels(column=said, row=run.labels.row if not said else "")
    return True


def _continue(runs: Iterable[Run]) -> None:
    """Link each line to the one above that it continues."""
    above: list[Run] = []
    for run in sorted(runs, key=lambda run: run.top):
        block = [other for other in above if _below(run, other)]
        near = [other for other in block if run.top - other.bottom < _LINE_GAP * run.high]
        before = max(near, key=lambda other: other.bottom, default=None)
        if before is not None and (_fills(before, run, block) or _broken(before, run)):
            run.follows = before
        above.append(run)
        del above[:-50]


def _below(run: Run, other: Run) -> bool:
    """Say whether a run stands below another in the same block of text."""
    shared = min(run.right, other.right) - max(run.left, other.left)
    return (
        -0.5 * run.high < run.top - other.bottom < _BLOCK * run.high
        and abs(run.left - other.left) < _INDENT * run.high
        and shared > 0.5 * min(run.right - run.left, other.right - other.left)
    )


def _fills(before: Run, run: Run, block: list[Run]) -> bool:
    """Say whether a line runs to the end of its block, so that its sentence goes on below."""
    end = max(run.right, *(other.right for other in block))
    return before.right >= end - _RAGGED * before.high


def _broken(before: Run, run: Run) -> bool:
    return bool(re.search("[0-9-]$", _said(before)) and re.match("[0-9Xx]", _said(run)))


def _caption(runs: list[Run]) -> None:
    """Give each cell the short line above its table."""
    tables: dict[int, list[Run]] = {}
    for run in runs:
        if run.cell is not None:
            tables.setdefault(run.cell.table, []).append(run)
    for cells in tables.values():
        top = min(run.top for run in cells)
        lines = [
            run
            for run in runs
            if run.cell is None and 0 <= top - run.bottom < _CAPTION_GAP * run.high
        ]
        if len(lines) != 1 or not _is_header(lines[0]):
            continue
        for run in cells:
            labels = run.labels
            run.labels = Labels(column=labels.column, row=labels.row, caption=_said(lines[0]))


def _write(run: Run) -> None:
    """Put a run's characters together; a gap between boxes is a blank with a box of its own."""
    previous: OcrLine | None = None
    single = len(run.lines) > 2 and all(len(line.text.strip()) == 1 for line in run.lines)
    for line in run.lines:
        if previous is not None and not single:
            gap = _between(quads_of(previous), quads_of(line))
            if gap is not None:
                run.text += " "
                run.quads.append(gap)
        start = len(run.text)
        run.text += line.text
        run.quads.extend(line.quads)
        run.pieces.append((start, len(run.text), line))
        previous = line


def _between(one: Quad, other: Quad) -> Quad | None:
    if other.x0 - one.x1 < _BLANK * min(height(one), height(other)):
        return None
    return Quad(*one[2:4], *other[0:2], *other[6:8], *one[4:6])
