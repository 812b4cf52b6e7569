"""Tables without rules: lines that stand under one another over several rows.

Which lines make one row is told by the order of the stream where the page is drawn cell by cell,
as most programs do; else by the room between lines, narrower inside a cell than between two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from deident.formats.pdf.seams import rises
from deident.formats.tables import is_header_word
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deident.formats.pdf.lines import Line

    Band = dict[int, list[Line]]

_Reach = tuple[float, float]

# All in heights of a line.
_ROW_GAP = 2.4
_BESIDE = 0.3
_TIGHT = 0.15
_LOOSE = 0.25
_IN_CELL = 1.0
_PROSE = 20
_FEWEST_ROWS = 3
_SAME_PLACE = 2.0  # points


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
    start = 0
    while start < len(rows):
        rest = start == 0 and any(abs(rows[0][0].left - at) < _SAME_PLACE for at in before)
        if not rest and not _may_begin(rows, start):
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


def _longest(rows: list[list[Line]], start: int, end: int) -> tuple[Bare | None, int]:
    """Return the table that begins at a row, as far as the lines keep to its columns."""
    columns: list[_Reach] = []
    stop = start
    while stop < end:
        wider = _wider(columns, rows[stop])
        if wider is None:
            break
        columns, stop = wider, stop + 1
    some = rows[start:stop]
    if len(columns) < 2 or len(some) < 2:
        return None, start
    place = {id(line): _home(line, columns) for row in some for line in row}
    bands = _bands(some, _headed(some, place))
    if not _is_table(bands):
        return None, start
    if median(len(line.text) for row in some for line in row) > _PROSE:
        return None, stop  # columns of prose
    return Bare(bands, tuple(low for low, _ in columns)), stop


def _is_table(bands: list[Band]) -> bool:
    """Say whether enough rows have several cells; two do where the upper one is a header."""
    whole = [band for band in bands if len(band) > 1]
    if len(whole) >= _FEWEST_ROWS:
        return True
    return len(whole) > 1 and all(is_header_word(_said(cell)) for cell in whole[0].values())


def _said(cell: list[Line]) -> str:
    return "".join(line.text.strip() for line in cell)


def _home(line: Line, columns: list[_Reach]) -> int:
    return sum(low <= line.left for low, _ in columns) - 1


def _wider(columns: list[_Reach], row: list[Line]) -> list[_Reach] | None:
    """Return the columns with a row added; None where it does not keep to them."""
    for wider in (_widened(columns, row), _kept(columns, row) if len(row) > 1 else []):
        apart = len({_home(line, wider) for line in row}) == len(row)
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


def _bands(rows: list[list[Line]], place: dict[int, int]) -> list[Band]:
    """Put together what stands in one row of the table, cells of several lines too."""
    lines = sorted((line for row in rows for line in row), key=lambda line: line.order)
    # A mask is drawn after everything else.
    own = [line for line in lines if line.text.strip("*")]
    bands = _drawn(own, place) if rises(own) else None
    if bands is None:
        return [_band(some, place) for some in _seen(rows, place)]
    for line in lines:
        if not line.text.strip("*"):
            min(bands, key=lambda band: _apart(band, [line])).append(line)
    return [_band(band, place) for band in bands]


def _band(lines: list[Line], place: dict[int, int]) -> Band:
    band: Band = {}
    for line in sorted(lines, key=lambda line: line.top):
        band.setdefault(place[id(line)], []).append(line)
    return band


def _drawn(lines: list[Line], place: dict[int, int]) -> list[list[Line]] | None:
    """Follow the stream from cell to cell; None where it does not go row by row."""
    bands: list[list[Line]] = []
    reached = -1
    for cell in _cells(lines, place):
        column = place[id(cell[0])]
        above = (
            len(bands) > 1 and cell[0].middle < bands[-1][0].middle and _is_above(bands[-2], cell)
        )
        if column > reached and bands and (above or _beside(cell, bands[-1])):
            bands[-1] += cell
        elif bands and cell[0].middle < min(line.top for line in bands[-1]):
            return None
        else:
            bands.append(cell)
        reached = column
    return bands if all(_is_above(*pair) for pair in pairwise(bands)) else None


def _cells(lines: list[Line], place: dict[int, int]) -> list[list[Line]]:
    """Put together what the stream draws line by line in one column, as close as lines are."""
    tight = _tightest(pairwise(lines), place)
    cells: list[list[Line]] = []
    for before, line in pairwise([lines[0], *lines]):
        in_cell = cells and place[id(before)] == place[id(line)]
        if in_cell and -_IN_CELL < _room(before, line) < tight + _BESIDE:
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def _is_above(upper: list[Line], lower: list[Line]) -> bool:
    reached, top = max(line.bottom for line in upper), min(line.top for line in lower)
    return reached - top < _IN_CELL / 2 * lower[0].high


def _beside(cell: list[Line], band: list[Line]) -> bool:
    """Say whether a cell stands in a row, at whatever height."""
    shared = min(cell[-1].bottom, max(line.bottom for line in band)) - max(
        cell[0].top, min(line.top for line in band)
    )
    return shared > 0


def _tightest(pairs: Iterable[tuple[Line, Line]], place: dict[int, int]) -> float:
    """Return how little room there is between two lines of one column, in heights."""
    rooms = (_room(upper, lower) for upper, lower in pairs if place[id(upper)] == place[id(lower)])
    return min((room for room in rooms if room < _IN_CELL), default=0.0)


def _room(upper: Line, lower: Line) -> float:
    return (lower.top - upper.bottom) / max(1.0, min(upper.high, lower.high))


def _shared(one: Line, other: Line) -> float:
    """Return how much of the height of the lower one two lines share."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1.0, min(one.high, other.high))


def _seen(rows: list[list[Line]], place: dict[int, int]) -> list[list[Line]]:
    """Put rows together by the room between their lines."""
    bands: list[list[Line]] = []
    for row in rows:
        beside = bands and any(
            _shared(line, other) > _BESIDE for line in row for other in bands[-1]
        )
        if beside:
            bands[-1] += row
        else:
            bands.append(list(row))
    return _nearest(_tied(bands, place), place)


def _tied(bands: list[list[Line]], place: dict[int, int]) -> list[list[Line]]:
    """Tie rows that lack the first column to the row they stand closer to than rows stand."""
    columns: dict[int, list[Line]] = {}
    for band in bands:
        for line in sorted(band, key=lambda line: line.top):
            columns.setdefault(place[id(line)], []).append(line)
    pairs = [pair for lines in columns.values() for pair in pairwise(lines)]
    tight = _tightest(pairs, place)
    if not any(tight + _LOOSE < _room(*pair) for pair in pairs):
        return bands
    part = {id(line) for band in bands if _is_part(band, place) for line in band}
    tied = {
        id(lower): id(upper)
        for upper, lower in pairs
        if _room(upper, lower) < tight + _TIGHT and (id(upper) in part or id(lower) in part)
    }
    whole: list[list[Line]] = []
    for band in bands:
        above = {id(line) for line in whole[-1]} if whole else set()
        if any(tied.get(id(line)) in above for line in band):
            whole[-1] += band
        else:
            whole.append(list(band))
    return whole


def _is_part(band: list[Line], place: dict[int, int]) -> bool:
    return len(band) == 1 or all(place[id(line)] > 0 for line in band)


def _nearest(bands: list[list[Line]], place: dict[int, int]) -> list[list[Line]]:
    """Let lines of one column alone go on in the row above, or begin the row below."""
    whole = [at for at, band in enumerate(bands) if len({place[id(line)] for line in band}) > 1]
    for at, band in enumerate(bands):
        if at in whole or not whole:
            continue
        nearest = min(whole, key=lambda other: (_apart(bands[other], band), other))
        bands[nearest] = [*bands[nearest], *band]
        bands[at] = []
    return [band for band in bands if band]


def _apart(one: list[Line], other: list[Line]) -> float:
    return max(
        min(line.top for line in one) - max(line.bottom for line in other),
        min(line.top for line in other) - max(line.bottom for line in one),
    )
