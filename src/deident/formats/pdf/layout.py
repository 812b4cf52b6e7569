"""What a reader takes as one unit: cells with their headers, lines and what they continue.

Ruled tables are found by their rules, others by columns that line up over several rows. Either
kind is labelled as every grid is (see `tables`), and goes on over a page break where the columns
stand in the same places: then the header of the page before still governs them.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from deident.formats.chains import SHORTEST_CHAIN, chains
from deident.formats.pdf.bare import bare_tables
from deident.formats.pdf.flush import unstuck
from deident.formats.pdf.frames import by_frame
from deident.formats.pdf.lines import Line, baselines, joined
from deident.formats.pdf.rivers import parted
from deident.formats.split_numbers import SplitNumbers
from deident.formats.tables import Row, is_header_like, label_grid
from deident.making import unprinted
from deident.model import Cell, Labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.formats.pdf.bare import Bare
    from deident.formats.tables import Labelled
    from deident.ocr.rules import Frame, Grid

# All in heights of a line unless they say points.
_ONE_ROW = 0.3
_LINE_GAP = 1.2
_BLOCK = 8.0
_INDENT = 3.0
_WIDEST_BOX = 4.0
_RAGGED = 1.5
_TITLE_GAP = 2.5
_TITLE_CHARACTERS = 40
_TWO_SIDES = 2
_SAME_PLACE = 4.0  # points
_LOOK_BACK = 16
# The pages on the right of a wide sheet may come after all those on its left.
_PAGES_BACK = 100
# A label of its own, or an item of a list.
_BEGINS = re.compile("[^：:，。；,;]{0,20}[：:]|[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]")
_TELEPHONE = re.compile("0[0-9]{2,3}-[0-9]{7,8}|1[3-9][0-9]{9}")

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
        self._cut_off: deque[dict[tuple[int, str], Labels]] = deque(maxlen=_PAGES_BACK)

    def arrange(self, lines: Sequence[Line], tables: tuple[Grid, ...]) -> list[Line]:
        """Give the lines of a page their cells and labels, and return them in reading order."""
        level = [line for line in lines if line.turn == 0]
        # Boxes one below the other are the fields of a form: their labels stand beside them.
        tables = tuple(grid for grid in tables if len(grid.columns) > _TWO_SIDES)
        framed, free = by_frame(level, tables)
        rows = parted(unstuck(baselines(free, _ONE_ROW)))
        found = [
            _ruled(framed, number, grid)
            for number, grid in enumerate(tables)
            if any(frame.table == number for frame in framed)
        ]
        before = self._open.columns[1:] if self._open and not self._open.ruled else ()
        found += map(_unruled, bare_tables(rows, before))
        in_table = {id(line) for table in found for line in _lines(table)}
        loose = baselines(line for row in rows for line in row if id(line) not in in_table)
        _label_pairs(loose)
        _continue(line for row in loose for line in row)
        for table in sorted(found, key=_top):
            self._settle(_titled(table, loose))
        _label_boxes(found, loose)
        if not found:
            self._over_the_edge(loose)
        self._cut_off.append({_at(line): line.labels for table in found for line in _last(table)})
        if (found and loose and _many_below(loose, found)) or (lines and not found):
            self._open = None
        return [*_in_order(found, loose), *(line for line in lines if line.turn != 0)]

    def _over_the_edge(self, loose: list[list[Line]]) -> None:
        """Label what the last column of an earlier page shows on this one, being too long."""
        for row in loose:
            for line in row if len(row) == 1 else ():
                known = (page[_at(line)] for page in reversed(self._cut_off) if _at(line) in page)
                line.labels = next(known, line.labels)

    def _settle(self, table: _Table) -> None:
        """Label a table, as the rest of the one before where its columns stand alike."""
        before = self._open
        goes_on = before is not None and before.ruled == table.ruled and _alike(before, table)
        if before is None or not goes_on:
            self._tables += 1
            before = _Open(self._tables, table.columns, table.ruled)
        rows = list(_grid_rows(table))
        # What is left of a cell on the page before stands alone on the first row.
        rest = rows.pop(0).number if _has_rest(before, rows) else -1
        grid = [*_title_rows(table), *before.header, *rows]
        header: list[Row[None]] = []
        body = False
        for labelled in label_grid(grid):
            row = labelled.row
            if row.number < 0:
                continue
            _write(table, row.number, labelled, before)
            if rest >= 0 and not labelled.header:
                _write(table, rest, labelled, before)
                rest = -1
            body = body or not labelled.header
            if labelled.header and not body:
                header.append(Row(-1, row.cells, None))
        before.header = header or before.header
        before.rows += max(table.rows, default=0) + 1
        self._open = before


def _has_rest(before: _Open, rows: list[Row[None]]) -> bool:
    goes_on = bool(before.header) and not before.ruled and len(rows) > 1
    return goes_on and len(rows[0].cells) == 1


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


def _unruled(table: Bare) -> _Table:
    """Link the lines of each cell: each continues the one above."""
    spans: dict[int, tuple[int, int, int, int]] = {}
    for number, band in enumerate(table.bands):
        for column, lines in band.items():
            for before, after in pairwise(lines):
                after.follows = before
            spans |= {id(line): (number, column, 1, 1) for line in lines}
    return _Table(dict(enumerate(table.bands)), spans, table.columns, ruled=False)


def _lines(table: _Table) -> Iterator[Line]:
    for row in table.rows.values():
        for lines in row.values():
            yield from lines


def _last(table: _Table) -> Iterator[Line]:
    """Yield what stands in the last column, if it is labelled."""
    for row in table.rows.values():
        yield from (line for line in row.get(len(table.columns) - 1, ()) if line.labels)


def _at(line: Line) -> tuple[int, str]:
    return round(line.top), line.text


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
    linked |= SplitNumbers().links(labelled, row)
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
    """Label what stands behind a word; what is written one character to a box is one value."""
    for row in rows:
        cells = list(_boxed(row))
        places, linked = [at for at, _, _ in cells], chains(cells, lambda _: "")
        for at, (before, after) in enumerate(pairwise(row), start=1):
            if places[at] in linked:
                after.follows, after.labels = before, before.labels
            elif is_header_like(before.text):
                after.labels = Labels(row=before.text.strip())


def _label_boxes(tables: list[_Table], loose: list[list[Line]]) -> None:
    """Label a number written one character to a box with the word before the first box."""
    for table in tables:
        for row in table.rows.values() if table.ruled else ():
            first = min((lines[0] for lines in row.values()), key=lambda line: line.left)
            own = [line for lines in row.values() for line in lines if len(line.text) == 1]
            if len(own) < SHORTEST_CHAIN or len(first.text) > 1 or first.labels.row:
                continue
            word = _word_before(first, loose)
            for line in own if word else ():
                line.labels = replace(line.labels, row=word)


def _word_before(line: Line, loose: list[list[Line]]) -> str:
    """Return the label to the left of a line, on its baseline; "" for none."""
    beside = [
        one
        for row in loose
        for one in row
        if one.right <= line.left and abs(one.middle - line.middle) < line.high / 2
    ]
    nearest = max(beside, key=lambda one: one.right, default=None)
    return nearest.text.strip() if nearest and is_header_like(nearest.text) else ""


def _boxed(row: list[Line]) -> Iterator[tuple[int, int, str]]:
    """Yield the lines of a row as cells; characters far apart are not side by side."""
    at = 0
    for before, line in pairwise([row[0], *row]):
        single = len(before.text) == len(line.text) == 1
        at += 3 if single and line.left - before.right > _WIDEST_BOX * line.high else 1
        yield at, 1, line.text


def _continue(lines: Iterable[Line]) -> None:
    """Link each line to the one above that it continues."""
    above: list[Line] = []
    for line in sorted(lines, key=lambda line: line.top):
        block = [other for other in above if _below(line, other)]
        near = [other for other in block if line.top - other.bottom < _LINE_GAP * line.high]
        before = max(near, key=lambda other: other.bottom, default=None)
        whole = before is not None and all(map(_is_telephone, (before, line)))
        if (
            before is not None
            and not whole
            and (_fills(before, line, block) or _broken(before, line) or _awaited(before, line))
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


def _is_telephone(line: Line) -> bool:
    return _TELEPHONE.fullmatch(line.text.strip()) is not None


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
