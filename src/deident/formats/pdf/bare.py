"""Tables without rules: lines that stand under one another over several rows.

Which lines make one row of them see `bands`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from deident.formats.pdf.bands import bands_of
from deident.formats.pdf.crowded import is_next_line, layered
from deident.formats.tables import is_header_word
from deident.making import unprinted

if TYPE_CHECKING:
    from deident.formats.pdf.bands import Band
    from deident.formats.pdf.lines import Line

_Reach = tuple[float, float]

# All in heights of a line.
_ROW_GAP = 2.4
_BESIDE = 0.3
_PROSE = 20
_FEWEST_ROWS = 3
_SAME_PLACE = 2.0  # points
# So many lines are tried for where a table begins; a page of tables has a hundredth of them.
_MOST_LOOKS = 100_000
_MOST_OVER = 8  # lines


@dataclass(frozen=True, slots=True)
class Bare:
    """One table: its rows, each with the lines of its cells by column, and where columns begin."""

    bands: list[Band] = field(repr=False)
    columns: tuple[float, ...]

    def __repr__(self) -> str:
        return unprinted(self)


def bare_tables(rows: list[list[Line]], before: tuple[float, ...] = ()) -> list[Bare]:
    """Find the tables among the rows of a page, top first; lines of a cell get no link here.

    The first may begin with the rest of a cell, under one of the columns of the page `before`.
    """
    found = []
    rows = layered(rows)
    start = end = looked = 0
    while start < len(rows):
        rest = start == 0 and any(abs(rows[0][0].left - at) < _SAME_PLACE for at in before)
        if not rest and not _may_begin(rows, start):
            start += 1
            continue
        while end <= start or (end < len(rows) and _close(rows[end - 1], rows[end])):
            end += 1
        table, stop, is_prose = _longest(rows, start, end)
        looked += sum(len(row) for row in rows[start:stop])
        if table is not None:
            _reach_up(rows[:start], table)
            found.append(table)
        start = stop if table or is_prose or looked > _MOST_LOOKS else start + 1
    return found


def _reach_up(above: list[list[Line]], table: Bare) -> None:
    """Give cells of the table's body the lines of theirs that stand over its header."""
    firsts = {
        cell[0].order: cell for band in table.bands[1:] for cell in band.values() if len(cell) > 1
    }
    for row in reversed(above[-_MOST_OVER:]):
        line = row[0]
        nearest = min((order for order in firsts if order > line.order), default=None)
        if len(row) > 1 or nearest is None:
            return
        cell = firsts.pop(nearest)
        if nearest - line.order > len(line.text) + 1 or not is_next_line(line, cell[0]):
            return
        cell.insert(0, line)
        firsts[line.order] = cell


def _may_begin(rows: list[list[Line]], start: int) -> bool:
    """Say whether two lines stand side by side here, centred or not."""
    row = rows[start]
    if len(row) > 1:
        return True
    below = rows[start + 1 : start + 2]
    return any(row[0].bottom - line.top > _BESIDE * row[0].high for one in below for line in one)


def _close(upper: list[Line], lower: list[Line]) -> bool:
    gap = min(line.top for line in lower) - max(line.bottom for line in upper)
    return gap < _ROW_GAP * lower[0].high


def _longest(rows: list[list[Line]], start: int, end: int) -> tuple[Bare | None, int, bool]:
    """Return the table that begins at a row, how far lines keep to its columns, if it is prose."""
    columns: list[_Reach] = []
    stop = start
    while stop < end:
        wider = _wider(columns, rows[stop])
        if wider is None:
            break
        columns, stop = wider, stop + 1
    some = rows[start:stop]
    if len(columns) < 2 or len(some) < 2:
        return None, max(stop, start + 1), False
    bands = bands_of(some, _headed(some, _homes(some, columns)))
    if not _is_table(bands):
        return None, stop, False
    if median(len(line.text) for row in some for line in row) > _PROSE:
        return None, stop, True
    return Bare(bands, tuple(low for low, _ in columns)), stop, False


def _is_table(bands: list[Band]) -> bool:
    """Say whether enough rows have several cells; two do where the upper one is a header."""
    whole = [band for band in bands if len(band) > 1]
    if len(whole) >= _FEWEST_ROWS:
        return True
    return len(whole) > 1 and all(is_header_word(_said(cell)) for cell in whole[0].values())


def _said(cell: list[Line]) -> str:
    return "".join(line.text.strip() for line in cell)


def _homes(rows: list[list[Line]], columns: list[_Reach]) -> dict[int, int]:
    """Return in which column each line begins."""
    lows = sorted(low for low, _ in columns)
    return {id(line): bisect_right(lows, line.left) - 1 for row in rows for line in row}


def _wider(columns: list[_Reach], row: list[Line]) -> list[_Reach] | None:
    """Return the columns with a row added; None where it does not keep to them."""
    for wider in (_widened(columns, row), _kept(columns, row) if len(row) > 1 else []):
        apart = len(set(_homes([row], wider).values())) == len(row)
        if apart and (len(columns) < 2 or len(wider) >= len(columns)):
            return wider
    return None


def _widened(columns: list[_Reach], row: list[Line]) -> list[_Reach]:
    """Make one column of what lies over one another."""
    wider: list[_Reach] = []
    for low, high in sorted([*columns, *((line.left, line.right) for line in row)]):
        if wider and low < wider[-1][1]:
            wider[-1] = wider[-1][0], max(wider[-1][1], high)
        else:
            wider.append((low, high))
    return wider


def _kept(columns: list[_Reach], row: list[Line]) -> list[_Reach]:
    """Give each line to the column it lies over most: cells that are cut off reach too far."""
    wider = list(columns) or [(line.left, line.right) for line in row]
    for line in row if columns else ():
        shared = [min(high, line.right) - max(low, line.left) for low, high in columns]
        most = max(range(len(columns)), key=shared.__getitem__)
        low, high = wider[most]
        wider[most] = min(low, line.left), max(high, line.right)
    return wider


def _headed(rows: list[list[Line]], place: dict[int, int]) -> dict[int, int]:
    """Put a header over the column beside it where nothing stands under it."""
    heads = {place[id(line)] for line in rows[0]}
    below = {place[id(line)] for row in rows[1:] for line in row}
    free, moved = below - heads, dict[int, int]()
    for at in sorted(heads - below):
        beside = next((one for one in (at + 1, at - 1) if one in free), at)
        free.discard(beside)
        moved[at] = beside
    return {line: moved.get(at, at) for line, at in place.items()}
