"""Columns without rules: the blank strips that lines share, and the tables between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from deident.model import Cell, Labels
from deident.ocr.headings import is_header_row, is_label, is_title
from deident.ocr.runs import baselines, flat, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.ocr.runs import Run

# All in line heights.
_JOIN = 2.5
_STRIP = 0.6
_LEFT_OVER = 0.4
_FAR = 6.0
_ROW_GAP = 3.0
_FEWEST_ROWS = 3
_TRIMMED = 3
_PROSE_LENGTH = 20
_PROSE_OF_TWO = 10


@dataclass(slots=True)
class Gutter:
    """A blank strip between columns, and from where to where it goes down the page."""

    left: float
    right: float
    top: float
    bottom: float
    rows: int = 1

    def parts(self, run: Run, other: Run) -> bool:
        """Say whether the strip lies between two neighbours on one baseline."""
        level = self.top <= run.middle <= self.bottom
        return level and self.left >= run.right - 1 and self.right <= other.left + 1


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Join neighbours on one baseline; a wide gap or a gutter leaves two runs."""
    lines = baselines(runs)
    found = list(gutters(lines))
    rows = []
    for row in lines:
        joined = [row[0]]
        for run in row[1:]:
            last = joined[-1]
            near = run.left - last.right < _JOIN * min(run.high, last.high)
            apart = any(gutter.parts(last, run) for gutter in found)
            if near and not apart and run.upright and last.upright:
                join(last, run)
            else:
                joined.append(run)
        for before, after in pairwise(joined):
            named = is_label(before.said) or before.said.endswith((":", "："))
            if named and is_title(before.said) and not is_label(after.said):
                after.labels = Labels(row=before.said)
        rows.append(joined)
    return rows


def gutters(rows: Iterable[list[Run]]) -> Iterator[Gutter]:
    """Yield the blank strips that at least three rows share and none between them crosses."""
    open_: list[Gutter] = []
    for row in rows:
        high = median(run.high for run in row)
        top, bottom = min(run.top for run in row), max(run.bottom for run in row)
        free = list(_free(row))
        still: list[Gutter] = []
        for gutter in open_:
            if top - gutter.bottom <= _FAR * high and _narrowed(gutter, free, high, bottom):
                still.append(gutter)
            elif gutter.rows >= _FEWEST_ROWS:
                yield gutter
        still += (
            Gutter(left, right, top, bottom)
            for left, right, inner in free
            if inner
            and right - left >= _STRIP * high
            and all(right <= other.left or left >= other.right for other in still)
        )
        open_ = still
    yield from (gutter for gutter in open_ if gutter.rows >= _FEWEST_ROWS)


def _free(row: list[Run]) -> Iterator[tuple[float, float, bool]]:
    """Yield where a row is blank, and whether that lies between two runs of several letters."""
    yield float("-inf"), row[0].left, False
    reach = row[0].right
    for before, after in pairwise(row):
        if after.left > reach:
            # Letters spread out in a label (姓   名) or in boxes are no columns.
            letters = len(before.said) == 1 and len(after.said) == 1
            yield reach, after.left, not letters
        reach = max(reach, after.right)
    yield reach, float("inf"), False


def _narrowed(
    gutter: Gutter, free: list[tuple[float, float, bool]], high: float, bottom: float
) -> bool:
    """Narrow a gutter to what is blank in the next row too; say whether enough of it is left."""
    left, right, inner = max(
        ((max(gutter.left, one), min(gutter.right, other), inner) for one, other, inner in free),
        key=lambda part: part[1] - part[0],
    )
    if right - left < _LEFT_OVER * high:
        return False
    gutter.left, gutter.right = left, right
    if inner:
        gutter.rows += 1
        gutter.bottom = bottom
    return True


def tabulate(rows: list[list[Run]], table: int) -> None:
    """Find tables without rules: several rows in a row whose runs stand under one another."""
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and len(rows[end]) > 1 and _close(rows, start, end):
            end += 1
        if end - start >= _FEWEST_ROWS and _laid_out(rows[start:end], table):
            table += 1
        start = max(end, start + 1)


def _heads(above: list[Run], columns: list[list[Run]]) -> Iterator[tuple[int, str]]:
    """Yield what stands over one column alone: two headers may have been read as one."""
    edges = [(min(run.left for run in some), max(run.right for run in some)) for some in columns]
    for run in above:
        over = [
            at for at, (left, right) in enumerate(edges) if left < run.right and run.left < right
        ]
        if len(over) == 1:
            yield over[0], run.said


def _laid_out(rows: list[list[Run]], table: int) -> bool:
    """Lay out as many rows as stand under one another: what is near them may be no part of it."""
    trims = [(top, low) for top in range(_TRIMMED + 1) for low in range(_TRIMMED + 1)]
    return any(
        _lay_out(rows[top : len(rows) - low], table, rows[top - 1] if top else [])
        for top, low in sorted(trims, key=sum)
        if len(rows) - top - low >= _FEWEST_ROWS
    )


def _close(rows: list[list[Run]], start: int, end: int) -> bool:
    if end == start:
        return True
    gap = min(run.top for run in rows[end]) - max(run.bottom for run in rows[end - 1])
    return gap < _ROW_GAP * rows[end][0].high


def _drift(rows: list[list[Run]]) -> float:
    """Return how far columns move to the right per pixel downwards: a photograph slants them."""
    steps = [
        (after.left + after.right - before.left - before.right) / 2 / (after.middle - before.middle)
        for above, below in pairwise(rows)
        if len(above) == len(below)
        for before, after in zip(above, below, strict=True)
        if after.middle > before.middle
    ]
    return median(steps) if steps else 0.0


def _lay_out(rows: list[list[Run]], table: int, above: list[Run]) -> bool:
    """Give the runs of some rows cells, if they are a table; `above` may hold its headers."""
    drift = _drift(rows)
    runs = sorted(flat(rows), key=lambda run: run.left - drift * run.middle)
    columns: list[tuple[float, list[Run]]] = []
    for run in runs:
        left, right = (x - drift * run.middle for x in (run.left, run.right))
        if columns and left < columns[-1][0]:
            columns[-1] = (max(columns[-1][0], right), [*columns[-1][1], run])
        else:
            columns.append((right, [run]))
    place = {id(run): number for number, (_, column) in enumerate(columns) for run in column}
    if len(columns) < 2 or any(len({place[id(run)] for run in row}) < len(row) for row in rows):
        return False
    headed = is_header_row([run.said for run in rows[0]])
    longest = _PROSE_LENGTH if len(columns) > 2 or headed else _PROSE_OF_TWO
    if median(len(run.said) for run in runs) > longest:
        # Columns of prose, not a table.
        return False
    heads = {place[id(run)]: run.said for run in rows[0]} if headed else {}
    if not headed and is_header_row([run.said for run in above]):
        heads = dict(_heads(above, [column for _, column in columns]))
    for number, row in enumerate(rows):
        for run in row:
            column = place[id(run)]
            run.cell = Cell(table=table, row=number, column=column)
            said = heads.get(column, "") if number or not headed else ""
            run.labels = Labels(column=said, row=run.labels.row if not headed else "")
    return True
