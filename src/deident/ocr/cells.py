"""Ruled tables and forms: the cell of each run, the headers over it or the label beside it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from deident.model import Cell, Labels
from deident.ocr.follow import breaks_off
from deident.ocr.headings import is_header_row, is_label, is_title
from deident.ocr.runs import baselines, join

if TYPE_CHECKING:
    from deident.ocr.rules import Frame, Grid
    from deident.ocr.runs import Run

# In line heights: how far from its cell's border a line may end that goes on below.
_RAGGED = 2.5
# Of a header row's width; an empty form has a label in every second cell.
_FILLED = 0.6


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells that begin on one border line."""

    frames: tuple[Frame, ...]

    @property
    def columns(self) -> set[tuple[int, int]]:
        """Where its cells begin and end."""
        return {(frame.left, frame.right) for frame in self.frames}


def framed(runs: dict[Frame, list[Run]], tables: tuple[Grid, ...]) -> list[Run]:
    """Join what stands in one ruled cell and give it its cell, headers and row label."""
    cells: dict[Frame, list[Run]] = {}
    for frame, some in runs.items():
        cells[frame] = [_all_joined(row) for row in baselines(some)]
        place = Cell(
            table=frame.table,
            row=frame.top,
            column=frame.left,
            row_span=max(1, frame.bottom - frame.top),
            column_span=max(1, frame.right - frame.left),
        )
        border = tables[frame.table].columns[frame.right]
        for before, after in pairwise(cells[frame]):
            if breaks_off(before, after) or before.right > border - _RAGGED * before.high:
                after.follows = before
        for run in cells[frame]:
            run.cell = place
    for number, grid in enumerate(tables):
        frames = sorted(frame for frame in cells if frame.table == number)
        _label(frames, cells, len(grid.columns) - 1)
    return [run for some in cells.values() for run in some]


def _all_joined(row: list[Run]) -> Run:
    for other in row[1:]:
        join(row[0], other)
    return row[0]


def _label(frames: list[Frame], cells: dict[Frame, list[Run]], width: int) -> None:
    said = {frame: "".join(run.said for run in cells[frame]) for frame in frames}
    header: list[_Row] = []
    values = False
    for _, some in groupby(frames, key=lambda frame: frame.top):
        row = _Row(tuple(some))
        if _is_header(row, header, said, width):
            # A second header row refines the first; one after rows of values begins anew.
            header = [*header, row] if header and not values else [row]
            values = False
            continue
        values = True
        if header and not _fits(row, header):
            header = []
        for frame in row.frames:
            labels = _labels_of(frame, header, frames, said)
            for run in cells[frame]:
                run.labels = labels
            _follow_boxes(frame, frames, said, cells)


def _is_header(row: _Row, header: list[_Row], said: dict[Frame, str], width: int) -> bool:
    """Say whether a row, with the headers that reach down beside it, names all columns."""
    top = row.frames[0].top
    reaching = [frame for one in header for frame in one.frames if frame.bottom > top]
    filled = sum(frame.right - frame.left for frame in (*row.frames, *reaching))
    return filled > _FILLED * width and is_header_row([said[frame] for frame in row.frames])


def _fits(row: _Row, header: list[_Row]) -> bool:
    """Say whether a row's cells stand under those of the header."""
    known = set().union(*(one.columns for one in header))
    edges = {edge for pair in known for edge in pair}
    return all(left in edges and right in edges for left, right in row.columns)


def _labels_of(
    frame: Frame, header: list[_Row], frames: list[Frame], said: dict[Frame, str]
) -> Labels:
    above = [
        said[other]
        for row in header
        for other in row.frames
        if other.left <= frame.left and other.right >= frame.right
    ]
    if above:
        return Labels(column="/".join(above))
    if is_label(said[frame]):
        return Labels()
    beside = [
        said[other]
        for other in frames
        if other.right == frame.left
        and other.top <= frame.top
        and other.bottom >= frame.bottom
        and is_title(said[other])
    ]
    if not any(map(is_label, beside)):
        # A column may have the only heading that was read.
        top = min(other.top for other in frames)
        heads = [other for other in frames if other.top == top and other.bottom <= frame.top]
        for head in heads:
            if head.left <= frame.left and head.right >= frame.right and is_label(said[head]):
                return Labels(column=said[head])
    return Labels(row=beside[0] if beside else "")


def _follow_boxes(
    frame: Frame, frames: list[Frame], said: dict[Frame, str], cells: dict[Frame, list[Run]]
) -> None:
    """Link a digit to the box before it: a number written one digit to a box.

    Two that were read as one stand in two boxes.
    """
    before = next(
        (one for one in frames if one.right == frame.left and one[1:3] == frame[1:3]), None
    )
    if before is not None and _is_boxed(before, said) and _is_boxed(frame, said):
        cells[frame][0].follows = cells[before][-1]


def _is_boxed(frame: Frame, said: dict[Frame, str]) -> bool:
    return len(said[frame]) == frame.right - frame.left
