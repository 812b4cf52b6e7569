"""The rows of a table without rules: which lines make one row, cells of several lines too.

It is told by the order of the stream where the page is drawn cell by cell, as most programs do;
else by the room between lines, narrower inside a cell than between two.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from deident.formats.pdf.crowded import IN_CELL, cells, cells_of, level, room, tightest
from deident.formats.pdf.seams import rises
from deident.formats.pdf.stars import is_mask
from deident.formats.tables import is_header_word

if TYPE_CHECKING:
    from deident.formats.pdf.lines import Line

    Band = dict[int, list[Line]]

# All in heights of a line.
_BESIDE = 0.3
_LEVEL = 0.7
_TIGHT = 0.15
_LOOSE = 0.25
_FEWEST_LINES = 3


def bands_of(rows: list[list[Line]], place: dict[int, int]) -> list[Band]:
    """Put together what stands in one row of the table, cells of several lines too."""
    lines = sorted((line for row in rows for line in row), key=lambda line: line.order)
    # A mask is drawn after everything else.
    own = [line for line in lines if not is_mask(line)]
    told = rises(own)
    bands = _drawn(own, place) if told else None
    if bands is not None:
        for line in lines:
            if is_mask(line):
                min(bands, key=lambda band: _apart(band, [line])).append(line)
    elif told:
        bands = _leveled(lines, place)
    return [_band(band, place) for band in bands or _seen(rows, place)]


def _band(lines: list[Line], place: dict[int, int]) -> Band:
    band: Band = {}
    for line in sorted(lines, key=lambda line: line.top):
        band.setdefault(place[id(line)], []).append(line)
    return band


def _drawn(lines: list[Line], place: dict[int, int]) -> list[list[Line]] | None:
    """Follow the stream from cell to cell; None where it does not go row by row."""
    bands: list[list[Line]] = []
    reached = -1
    for cell in cells(lines, place, _BESIDE):
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
    if any(_is_several(band, place) for band in bands):
        return None
    return bands if all(_is_above(*pair) for pair in pairwise(bands)) else None


def _leveled(lines: list[Line], place: dict[int, int]) -> list[list[Line]] | None:
    """Put cells together by where they stand; None where the stream does not tell cells apart.

    A sheet is drawn in two rounds: cells of one line first, then all that wrap.
    """
    bands = level(cells_of(lines, place), place)
    if bands is None or any(_is_several(band, place) for band in bands):
        return None
    return bands


def _is_several(lines: list[Line], place: dict[int, int]) -> bool:
    """Say whether whole columns stand side by side: the stream went down each of them."""
    some = [*_band(lines, place).values()]
    if len(some) < 2 or len(some[0]) < 2 or len({len(cell) for cell in some}) > 1:
        return False
    rows = zip(*some, strict=True)
    flat = all(_shared(one, line) > _LEVEL for one, *others in rows for line in others)
    headed = all(is_header_word(cell[0].text.strip()) for cell in some)
    return flat and (headed or len(some[0]) >= _FEWEST_LINES)


def _is_above(upper: list[Line], lower: list[Line]) -> bool:
    reached, top = max(line.bottom for line in upper), min(line.top for line in lower)
    return reached - top < IN_CELL / 2 * lower[0].high


def _beside(cell: list[Line], band: list[Line]) -> bool:
    """Say whether a cell stands in a row, at whatever height."""
    shared = min(cell[-1].bottom, max(line.bottom for line in band)) - max(
        cell[0].top, min(line.top for line in band)
    )
    return shared > 0


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
    tight = tightest(pairs, place)
    if not any(tight + _LOOSE < room(*pair) for pair in pairs):
        return bands
    part = {id(line) for band in bands if _is_part(band, place) for line in band}
    tied = {
        id(lower): id(upper)
        for upper, lower in pairs
        if room(upper, lower) < tight + _TIGHT and (id(upper) in part or id(lower) in part)
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
