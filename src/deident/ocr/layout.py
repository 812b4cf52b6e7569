"""Segments from lines: what a reader takes as one run, its cell, its header and what it continues.

An engine reports boxes. Boxes on one baseline close together are one segment, unless a blank strip
down the page parts them; ruled tables give cells, headers and row labels; without rules, columns
that line up over several rows do. A line that runs to the end of its block is continued by the one
below it, so that a number broken over two lines is met whole. Words askew across a page, as a
watermark has them, stand by themselves: they would bridge every gap between its columns.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from deident.model import Labels, Quad
from deident.ocr.cells import framed
from deident.ocr.columns import rows_of, tabulate
from deident.ocr.follow import follow
from deident.ocr.headings import is_title
from deident.ocr.lean import askew, lean_of
from deident.ocr.quads import centre, height
from deident.ocr.rules import coarseness, frame_of, grids, straightened
from deident.ocr.runs import Run, flat, run_of
from deident.ocr.union import quads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from deident.ocr import OcrLine
    from deident.ocr.rules import Frame, Grid

__all__ = ["Run", "arrange", "arrange_in", "lean_of", "table_scale", "tables_of"]

# In line heights.
_BLANK = 0.35
_CAPTION_GAP = 2.5


def arrange(lines: Sequence[OcrLine], grey: NDArray[np.uint8], scale: int = 1) -> list[Run]:
    """Arrange the lines of an upright page into runs, in reading order.

    `scale` says how many pixels of the page each of `grey` stands for.
    """
    return arrange_in(tables_of(lines, grey, scale), lines, lean_of(lines)) if lines else []


def tables_of(
    lines: Sequence[OcrLine], grey: NDArray[np.uint8], scale: int = 1
) -> tuple[Grid, ...]:
    """Find the ruled tables around the lines of a page."""
    if not lines:
        return ()
    return grids(grey, lean_of(lines), _line_height(lines), scale)


def table_scale(lines: Sequence[OcrLine], side: int) -> int:
    """Return by how much a page with a longer side of so many pixels may be shrunk to find them."""
    return coarseness(side, _line_height(lines)) if lines else 1


def _line_height(lines: Sequence[OcrLine]) -> float:
    return median([height(quads_of(line)) for line in lines])


def arrange_in(tables: tuple[Grid, ...], lines: Iterable[OcrLine], skew: float) -> list[Run]:
    """Arrange lines into runs where the ruled tables of their page are known."""
    cells: dict[Frame, list[Run]] = {}
    free: list[Run] = []
    lines = tuple(lines)
    across = askew(lines, skew)
    apart = [[run_of(line, skew)] for line in across]
    kept = {id(line) for line in across}
    for run in (run_of(line, skew) for line in lines if id(line) not in kept):
        frame = _frame_of(run, skew, tables) if tables else None
        if frame is None or not run.upright:
            free.append(run)
        else:
            cells.setdefault(frame, []).append(run)
    arranged = framed(cells, tables)
    loose = rows_of(free)
    tabulate(loose, len(tables))
    follow(run for run in flat(loose) if run.cell is None)
    everything = _in_order(arranged, [*loose, *apart])
    _caption(everything)
    for run in everything:
        _write(run)
    return everything


def _frame_of(run: Run, skew: float, tables: tuple[Grid, ...]) -> Frame | None:
    """Return the cell in which a run of one line stands, or the boxes with one character each."""
    frame = frame_of((run.left + run.right) / 2, run.middle, tables)
    quads = run.lines[0].quads
    if frame is None or len(quads) != len(run.said) or len(quads) < 2:
        return frame
    first, last = (
        frame_of(straightened(*centre(quads[at]), skew)[0], run.middle, tables)
        for at in (0, len(quads) - 1)
    )
    if first is None or last is None or first[:3] != last[:3]:
        return frame
    boxes = last.left - first.left + 1
    return first._replace(right=last.right) if boxes == len(run.said) else frame


def _in_order(framed_: Iterable[Run], loose: Iterable[list[Run]]) -> list[Run]:
    """Sort by rows, then from left to right; a row of a table stays together."""
    rows: dict[tuple[int, int], list[Run]] = {}
    for run in framed_:
        if run.cell is not None:
            rows.setdefault((run.cell.table, run.cell.row), []).append(run)
    for row in rows.values():
        row.sort(key=lambda run: (run.cell.column if run.cell else 0, run.top))
    ordered = sorted((*rows.values(), *loose), key=lambda row: min(run.top for run in row))
    return list(_chained(flat(ordered)))


def _chained(runs: list[Run]) -> Iterator[Run]:
    """Yield each line of prose before the one that goes on from it, with nothing between them."""
    after: dict[int, list[Run]] = {}
    heads: list[Run] = []
    for run in runs:
        if run.follows is not None and run.cell is None:
            after.setdefault(id(run.follows), []).append(run)
        else:
            heads.append(run)
    waiting = heads[::-1]
    while waiting:
        run = waiting.pop()
        yield run
        waiting += after.get(id(run), [])[::-1]


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
        if len(lines) != 1 or not is_title(lines[0].said):
            continue
        for run in cells:
            labels = run.labels
            run.labels = Labels(column=labels.column, row=labels.row, caption=lines[0].said)


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
