"""Birth dates in rows that no header names: columns of dates beside names, and lines of a list.

A column is judged as a whole: by the IDs of its rows, by 男 and 女 to its left, or by how many
years lie between its dates. Days of payment lie close together.
"""

from __future__ import annotations

import operator
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, line
from deident.recognizers.table_columns import OUTSIDE, columns
from deident.recognizers.tables_of_persons import cells_under

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.model import Cell
    from deident.recognizers.hits import Hit
    from deident.recognizers.reading import Reading

_YEAR = "(?:19[0-9]{2}|20[0-3][0-9])"
_DAY = (
    rf"{_YEAR}(?:[ ]?年[ ]?[01]?[0-9][ ]?月(?:[ ]?[0-3]?[0-9][ ]?[日号]?)?"
    r"|(?P<mark>[.\-/])[01]?[0-9](?:(?P=mark)[0-3]?[0-9])?(?:[ ]0?0:00(?::00)?)?"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|年)"
    "|"
    "[一二][〇零○九][〇零○一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_DATE_ALONE = later(_DAY)
_SEX = re.compile("[男女]|[一-龥]{1,6}族|汉")
_ROW_HEAD = r"[ 0-9.、()（）\t|]*[一-龥·•・][一-龥·•・ 　]{1,14}[ \t|，,]+"
_IN_A_ROW = later(
    rf"^{_ROW_HEAD}(?:[男女][ \t|]+)?(?:[一-龥]{{1,6}}族?[ \t|]+)?(?P<date>{_DAY})"
    r"(?=[ ]*(?:[\t|\n\r]|[ ]{2}|$)|[ ](?=[一-龥0-9]))",
    re.MULTILINE,
)
_DATES = Needles(("1", "9"), ("2", "0"), ("一二", "〇零○九"), shared=True)
_GAPS = frozenset(" \t|，,")
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_LEAST_YEARS = 5
_LEAST_ROWS = 3


class _Dated(NamedTuple):
    cell: Cell
    start: int
    end: int
    year: int
    digits: str

    def __repr__(self) -> str:
        return unprinted(self)


def unnamed_dates(reading: Reading, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield the dates of columns without a header that hold birth dates."""
    dated = _dated(reading)
    if not dated:
        return
    born, named = _people(reading, hits)
    sexes = {
        (s.cell.table, s.cell.row, s.cell.column)
        for s in reading.segments
        if s.cell is not None and _SEX.fullmatch(s.text.strip())
    }
    first: dict[int, int] = {}
    for table, column in dated:
        first[table] = min(column, first.get(table, column))
    for (table, column), dates in dated.items():
        verdict = _by_ids(dates, born)
        if verdict is None:
            verdict = _by_sexes(dates, sexes) or (
                column == first[table] and _by_years(dates, named)
            )
        if verdict:
            yield from ((date.start, date.end) for date in dates)


def _dated(reading: Reading) -> dict[tuple[int, int], list[_Dated]]:
    """Return the dates that stand alone in cells without a header, by table and column."""
    bare = {own.table for own in columns(reading) if not own.labels.column} - {OUTSIDE}
    dates: dict[tuple[int, int], list[_Dated]] = defaultdict(list)
    for segment, start, end in cells_under(reading, bare, operator.not_) if bare else ():
        cell, value = segment.cell, reading.text[start:end]
        if cell is not None and _DATE_ALONE.fullmatch(value):
            digits = "".join(n.zfill(2) for n in re.findall("[0-9]+", value)[:3])
            year = int(value[:4].translate(_NUMERALS))
            dates[cell.table, cell.column].append(_Dated(cell, start, end, year, digits))
    return dates


def _people(
    reading: Reading, hits: Sequence[Hit]
) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    """Return the birth dates that IDs state, and the rows that name somebody."""
    born: dict[tuple[int, int], str] = {}
    named: set[tuple[int, int]] = set()
    for hit in hits:
        kind = hit.pack.entity_type
        if kind not in {"CN_RESIDENT_ID", "PERSON"}:
            continue
        cell = reading.segments[reading.index_at(hit.start)].cell
        if cell is None:
            continue
        named.add((cell.table, cell.row))
        digits = reading.text[hit.start : hit.end]
        if kind == "CN_RESIDENT_ID" and len(digits) == 18:
            born[cell.table, cell.row] = digits[6:14]
    return born, named


def _by_ids(dates: Sequence[_Dated], born: dict[tuple[int, int], str]) -> bool | None:
    """Tell what the IDs of the rows say of a column, or None where they say nothing."""
    stated = [
        born[row].startswith(date.digits)
        for date in dates
        if (row := (date.cell.table, date.cell.row)) in born
    ]
    return sum(stated) * 2 >= len(stated) if stated else None


def _by_sexes(dates: Sequence[_Dated], sexes: set[tuple[int, int, int]]) -> bool:
    beside = sum(
        any((d.cell.table, d.cell.row, d.cell.column - step) in sexes for step in (1, 2))
        for d in dates
    )
    return beside * 2 >= len(dates)


def _by_years(dates: Sequence[_Dated], named: set[tuple[int, int]]) -> bool:
    """Tell whether dates beside names lie as far apart as people's births do."""
    known = sum((d.cell.table, d.cell.row) in named for d in dates)
    years = [date.year for date in dates]
    apart = max(years) - min(years) >= _LEAST_YEARS
    return len(dates) >= _LEAST_ROWS and apart and known * 2 >= len(dates)


def _rows(text: str) -> Iterator[re.Match[str]]:
    """Yield the lines that begin as a row with a date does."""
    reached = -1
    for place in _DATES.places(text):
        if place > reached and text[place - 1 : place] in _GAPS:
            reached = text.find("\n", place) % (len(text) + 1)
            found = _IN_A_ROW.match(text, text.rfind("\n", 0, place) + 1)
            if found is not None:
                yield found


def listed(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield the date behind the name in lines of a list that state somebody's particulars."""
    claims: Claims | None = None
    for found in _rows(text):
        claims = claims or Claims(hits)
        low, high = line(text, found.start("date"))
        if claims.within(low, high):
            yield found.span("date")
