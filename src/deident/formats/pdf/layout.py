"""What a reader takes as one unit: cells with their headers, lines and what they continue.

Ruled tables are found by their rules, others by columns that line up over several rows. Either
kind is labelled as every grid is (see `tables`), and goes on over a page break where the columns
stand in the same places: then the header of the page before still governs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from deident.formats.chains import chains
from deident.formats.pdf.lines import Line, baselines, joined
from deident.formats.pdf.rivers import parted
from deident.formats.tables import Row, is_header_like, label_grid
from deident.making import unprinted
from deident.model import Cell, Labels
from deident.ocr.rules import Frame, frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.formats.tables import Labelled
    from deident.ocr.rules import Grid

# All in heights of a line unless they say points.
_LINE_GAP = 1.2
_BLOCK = 8.0
_INDENT = 3.0
_RAGGED = 1.5
_TITLE_GAP = 2.5
_TITLE_CHARACTERS = 40
_PROSE = 20
_FEWEST_ROWS = 3
_TWO_SIDES = 2
_SAME_PLACE = 4.0  # points
_LOOK_BACK = 16
_OVERLAP = 0.1
# A label of its own, or an item of a list.
_BEGINS = re.compile("[^：:，。；,;]{0,20}[：:]|[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]")

_Rows = dict[int, dict[int, list[Line]]]


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of a page: its lines by row and column, the spans of merged cells, its columns."""

    rows: _Rows
    spans: dict[int, tuple[int, int, int, int]]
    columns: tuple[float, ...]
    titles: tuple[str, ...] = ()
    ruled: bool = True

    def __repr__(self) -> str:
        return unprinted(self)


@dataclass(slots=True)
class _Open:
    """The table a page ended with: what may go on on the next one."""

    number: int
    columns: tuple[float, ...]
    ruled: bool
    header: list[Row[None]] = field(default_factory=list)
    rows: int = 0


class Layout:
    """Lays out the pages of one document, in order: tables go on from one page to the next."""

    def __init__(self) -> None:
        self._open: _Open | None = None
        self._tables = 0

    def arrange(self, lines: Sequence[Line], tables: tuple[Grid, ...]) -> list[Line]:
        """Give the lines of a page their cells and labels, and return them in reading order."""
        level = [line for line in lines if line.turn == 0]
        # Boxes one below the other are the fields of a form: their labels stand beside them.
        tables = tuple(grid for grid in tables if len(grid.columns) > _TWO_SIDES)
        framed, free = _by_frame(level, tables)
        rows = parted(baselines(free))
        found = [
            _ruled(framed, number, grid)
            for number, grid in enumerate(tables)
            if any(frame.table == number for frame in framed)
        ]
        found += _aligned(rows)
        in_table = {id(line) for table in found for line in _lines(table)}
        loose = [[line for line in row if id(line) not in in_table] for row in rows]
        loose = [row for row in loose if row]
        _label_pairs(loose)
        _continue(line for row in loose for line in row)
        for table in sorted(found, key=_top):
            self._settle(_titled(table, loose))
        if (found and loose and _many_below(loose, found)) or (lines and not found):
            self._open = None
        return [*_in_order(found, loose), *(line for line in lines if line.turn != 0)]

    def _settle(self, table: _Table) -> None:
        """Label a table, as the rest of the one before where its columns stand alike."""
        before = self._open
        goes_on = before is not None and before.ruled == table.ruled and _alike(before, table)
        if before is None or not goes_on:
            self._tables += 1
            before = _Open(self._tables, table.columns, table.ruled)
        grid = [*_title_rows(table), *before.header, *_grid_rows(table)]
        header: list[Row[None]] = []
        body = False
        for labelled in label_grid(grid):
            row = labelled.row
            if row.number < 0:
                continue
            _write(table, row.number, labelled, before)
            body = body or not labelled.header
            if labelled.header and not body:
                header.append(Row(-1, row.cells, None))
        before.header = header or before.header
        before.rows += max(table.rows, default=0) + 1
        self._open = before


def _by_frame(
    lines: Iterable[Line], tables: tuple[Grid, ...]
) -> tuple[dict[Frame, list[Line]], list[Line]]:
    framed: dict[Frame, list[Line]] = {}
    free: list[Line] = []
    for line in lines:
        frame = frame_of((line.left + line.right) / 2, line.middle, tables) if tables else None
        if frame is None:
            free.append(line)
        else:
            framed.setdefault(frame, []).append(line)
    return framed, free


def _ruled(framed: dict[Frame, list[Line]], number: int, grid: Grid) -> _Table:
    """Join what stands on one line of a cell; further lines of a cell continue the one above."""
    rows: _Rows = {}
    spans = {}
    for frame, lines in framed.items():
        if frame.table != number:
            continue
        own = [joined(row) for row in baselines(lines)]
        for before, after in pairwise(own):
            after.follows = before
        rows.setdefault(frame.top, {}).setdefault(frame.left, []).extend(own)
        for line in own:
            height, width = max(1, frame.bottom - frame.top), max(1, frame.right - frame.left)
            spans[id(line)] = (frame.top, frame.left, height, width)
    return _Table(rows, spans, grid.columns)


def _aligned(rows: list[list[Line]]) -> list[_Table]:
    """Find tables without rules: several rows in a row whose lines stand under one another."""
    found = []
    start = 0
    while start < len(rows):
        if len(rows[start]) < 2:
            start += 1
            continue
        end = start + 1
        while end < len(rows) and _close(rows[end - 1], rows[end]):
            end += 1
        table, end = _longest(rows, start, end)
        if table is not None:
            found.append(table)
        start = max(end, start + 1)
    return found


def _close(upper: list[Line], lower: list[Line]) -> bool:
    gap = min(line.top for line in lower) - max(line.bottom for line in upper)
    return gap < 2 * _LINE_GAP * lower[0].high


def _longest(rows: list[list[Line]], start: int, end: int) -> tuple[_Table | None, int]:
    """Return the table that begins at a row, as far as the lines keep to its columns."""
    columns: list[tuple[float, float]] = []
    stop = start
    while stop < end:
        wider = _widened(columns, rows[stop])
        if wider is None or (len(columns) > 1 and len(wider) < len(columns)):
            break
        columns, stop = wider, stop + 1
    some = rows[start:stop]
    lines = [line for row in some for line in row]
    if sum(len(row) > 1 for row in some) < _FEWEST_ROWS or len(columns) < 2:
        return None, start
    if median(len(line.text) for line in lines) > _PROSE:
        return None, stop  # columns of prose
    place = {
        id(line): next(at for at, (low, high) in enumerate(columns) if low <= line.left <= high)
        for line in lines
    }
    return _tabled(some, place, tuple(low for low, _ in columns)), stop


def _widened(
    columns: list[tuple[float, float]], row: list[Line]
) -> list[tuple[float, float]] | None:
    """Return the columns with a row added; None where two lines of it fall into one column."""
    spans = sorted([*columns, *((line.left, line.right) for line in row)])
    wider: list[tuple[float, float]] = []
    for low, high in spans:
        if wider and low < wider[-1][1]:
            wider[-1] = wider[-1][0], max(wider[-1][1], high)
        else:
            wider.append((low, high))
    homes = [
        next(at for at, (low, high) in enumerate(wider) if low <= line.left <= high) for line in row
    ]
    return wider if len(set(homes)) == len(row) else None


def _tabled(rows: list[list[Line]], place: dict[int, int], columns: tuple[float, ...]) -> _Table:
    table: _Rows = {}
    spans = {}
    for number, band in enumerate(_bands(rows)):
        for line in sorted(band, key=lambda line: line.top):
            column = place[id(line)]
            cell = table.setdefault(number, {}).setdefault(column, [])
            if cell:
                line.follows = cell[-1]
            cell.append(line)
            spans[id(line)] = (number, column, 1, 1)
    return _Table(table, spans, columns, ruled=False)


def _bands(rows: list[list[Line]]) -> list[list[Line]]:
    """Put together what stands in one row of the table: cells of several lines, centred or not."""
    bands: list[list[Line]] = []
    for row in rows:
        reached = max((line.bottom for line in bands[-1]), default=0.0) if bands else 0.0
        if bands and min(line.top for line in row) < reached - _OVERLAP * row[0].high:
            bands[-1] += row
        else:
            bands.append(list(row))
    whole = [at for at, band in enumerate(bands) if len(band) > 1]
    for at, band in enumerate(bands):
        if len(band) > 1 or not whole:
            continue
        # A line alone goes on in the cell above it, or begins the one below.
        nearest = min(whole, key=lambda other: (_apart(bands[other], band), other))
        bands[nearest] = [*bands[nearest], *band]
        bands[at] = []
    return [band for band in bands if band]


def _apart(one: list[Line], other: list[Line]) -> float:
    return max(
        min(line.top for line in one) - max(line.bottom for line in other),
        min(line.top for line in other) - max(line.bottom for line in one),
    )


def _lines(table: _Table) -> Iterator[Line]:
    for row in table.rows.values():
        for lines in row.values():
            yield from lines


def _top(table: _Table) -> float:
    return min(line.top for line in _lines(table))


def _titled(table: _Table, loose: list[list[Line]]) -> _Table:
    """Find the short line above a table that says what it lists."""
    top, high = _top(table), median(line.high for line in _lines(table))
    titles = [
        row[0].text.strip()
        for row in loose
        if len(row) == 1
        and -1 <= top - row[0].bottom < _TITLE_GAP * max(high, row[0].high)
        and len(row[0].text.strip()) <= _TITLE_CHARACTERS
    ]
    return replace(table, titles=tuple(titles[-1:]))


def _title_rows(table: _Table) -> list[Row[None]]:
    return [Row(-1, {0: title}, None) for title in table.titles]


def _grid_rows(table: _Table) -> Iterator[Row[None]]:
    """Yield the rows; a merged cell is given in every row and column it covers."""
    cells: dict[int, dict[int, str]] = {}
    for row in table.rows.values():
        for lines in row.values():
            top, left, height, width = table.spans[id(lines[0])]
            text = "".join(line.text.strip() for line in lines)
            for number in range(top, top + height):
                for column in range(left, left + width):
                    cells.setdefault(number, {})[column] = text
    for number in range(max(cells, default=-1) + 1):
        own = cells.get(number, {})
        yield Row(number, {at: own[at] for at in sorted(own) if own[at]}, None)


def _write(table: _Table, number: int, labelled: Labelled[None], known: _Open) -> None:
    """Give the cells of one row their place and labels, and link numbers written in boxes."""
    row = table.rows.get(number, {})
    for column in sorted(row):
        for line in row[column]:
            top, left, height, width = table.spans[id(line)]
            line.cell = Cell(
                table=known.number,
                row=known.rows + top,
                column=left,
                row_span=height,
                column_span=width,
            )
            line.labels = Labels() if labelled.header else labelled.of(left)
    cells = [
        (at, table.spans[id(row[at][0])][3], "".join(line.text.strip() for line in row[at]))
        for at in sorted(row)
    ]
    linked = chains(cells, lambda at: labelled.of(at).column, heads=labelled.header)
    for at, before in linked.items():
        row[at][0].follows = row[before][-1]


def _alike(before: _Open, table: _Table) -> bool:
    """Say whether a table's columns stand where those of the one before stood."""
    if table.ruled:
        return len(before.columns) == len(table.columns) and all(
            abs(one - other) < _SAME_PLACE
            for one, other in zip(before.columns, table.columns, strict=True)
        )
    near = sum(
        min(abs(one - other) for other in before.columns) < 2 * _SAME_PLACE for one in table.columns
    )
    return len(before.columns) == len(table.columns) and near * 2 > len(table.columns)


def _many_below(loose: list[list[Line]], found: list[_Table]) -> bool:
    """Say whether text goes on below the last table, more than a page number."""
    last = max(line.bottom for table in found for line in _lines(table))
    return sum(len(row[0].text) > 4 for row in loose if row[0].top > last) > 2


def _label_pairs(rows: list[list[Line]]) -> None:
    for row in rows:
        for before, after in pairwise(row):
            if is_header_like(before.text):
                after.labels = Labels(row=before.text.strip())


def _continue(lines: Iterable[Line]) -> None:
    """Link each line to the one above that it continues."""
    above: list[Line] = []
    for line in sorted(lines, key=lambda line: line.top):
        block = [other for other in above if _below(line, other)]
        near = [other for other in block if line.top - other.bottom < _LINE_GAP * line.high]
        before = max(near, key=lambda other: other.bottom, default=None)
        if before is not None and (
            _fills(before, line, block) or _broken(before, line) or _awaited(before, line)
        ):
            line.follows = before
        above.append(line)
        del above[:-_LOOK_BACK]


def _below(line: Line, other: Line) -> bool:
    """Say whether a line stands below another in the same block of text."""
    high, gap = line.bottom - line.top, line.top - other.bottom
    if not -0.5 * high < gap < _BLOCK * high or abs(line.left - other.left) >= _INDENT * high:
        return False
    shared = min(line.right, other.right) - max(line.left, other.left)
    return other.middle < line.middle and shared > 0.5 * min(
        line.right - line.left, other.right - other.left
    )


def _fills(before: Line, line: Line, block: list[Line]) -> bool:
    """Say whether a line runs to the end of its block, so that its sentence goes on below."""
    end = max(line.right, *(other.right for other in block))
    return before.right >= end - _RAGGED * before.high


def _broken(before: Line, line: Line) -> bool:
    upper, lower = before.text.strip(), line.text.strip()
    return bool(re.search("[0-9-]$", upper) and re.match("[0-9Xx]", lower))


def _awaited(before: Line, line: Line) -> bool:
    """Say whether a label stands at the end of a line and what it asks for below.

    Word wraps a long number as a whole, however much room is left behind its label.
    """
    lower = line.text.strip()
    return before.text.rstrip().endswith(("：", ":")) and not _BEGINS.match(lower)


def _in_order(found: list[_Table], loose: list[list[Line]]) -> list[Line]:
    """Sort by rows; a row of a table stays together, and so do the lines of a cell."""
    rows = list(loose)
    for table in found:
        for number in sorted(table.rows):
            row = table.rows[number]
            rows.append([line for column in sorted(row) for line in row[column]])
    rows.sort(key=lambda row: min(line.top for line in row))
    seen: set[int] = set()
    ordered = [line for row in rows for line in row]
    for line in ordered:
        if line.follows is not None and id(line.follows) not in seen:
            line.follows = None
        seen.add(id(line))
    return ordered
