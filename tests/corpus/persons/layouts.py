"""Lay a table out the way offices do: under titles, with merged headers, two people to a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.corpus.persons import places
from tests.corpus.persons.framing import KEEPS
from tests.corpus.persons.markup import Filled, fill

if TYPE_CHECKING:
    from random import Random

    from tests.corpus.persons.framing import TableFrame

LAYOUTS = ("plain", "titled", "preamble", "merged", "halves", "sections", "totals", "grid")

Record = list[Filled]


def table(frame: TableFrame, layout: str, rng: Random, name: str) -> dict[str, Any]:
    """Draw a table; its labels count rows from the first row of the sheet."""
    if "noheader" in frame.tags:
        layout = "noheader"
    headers = [fill(header, rng).text for header, _ in frame.columns]
    records = [_record(frame, number, rng) for number in range(1, rng.randint(4, 14))]
    sheet = _Sheet(frame, layout)
    _LAY.get(layout, _plain)(sheet, headers, records, rng)
    return {
        "id": name,
        "scene": frame.scene,
        "tags": [frame.tags[0], layout, "in tables"],
        "rows": sheet.rows,
        "labels": sheet.labels,
        "either": sheet.either,
        "flags": sheet.flags,
        "merges": sheet.merges,
    }


def _record(frame: TableFrame, number: int, rng: Random) -> Record:
    keeps = KEEPS.get(frame.scene, frozenset())
    return [
        Filled(str(number), ()) if cell == "@" else fill(cell, rng, keeps=keeps)
        for _, cell in frame.columns
    ]


class _Sheet:
    """Rows as they are laid, and the truth of them."""

    def __init__(self, frame: TableFrame, layout: str) -> None:
        self.frame = frame
        self.layout = layout
        self.rows: list[list[str]] = []
        self.labels: list[list[Any]] = []
        self.either: list[list[int]] = []
        self.flags: list[list[Any]] = []
        self.merges: list[list[int]] = []

    def words(self, *words: str) -> None:
        """Lay a row of ordinary words."""
        self.rows.append(list(words))

    def people(self, *records: Record) -> None:
        """Lay one row with one record, or several beside each other."""
        row = len(self.rows)
        cells = [cell for record in records for cell in record]
        self.rows.append([cell.text for cell in cells])
        for column, cell in enumerate(cells):
            for mark in cell.marks:
                place = [row, column, mark.start, mark.end]
                if mark.entity_type == "?":
                    self.either.append(place)
                else:
                    self.labels.append([*place, mark.entity_type, *filter(None, (mark.tag,))])
        self.flags += [[row, flag] for flag in self.frame.flags]


def _title(sheet: _Sheet, rng: Random) -> str:
    return rng.choice(places.COUNTIES) + fill(sheet.frame.title, rng).text


def _plain(sheet: _Sheet, headers: list[str], records: list[Record], _: Random) -> None:
    if sheet.layout != "noheader":
        sheet.words(*headers)
    for record in records:
        sheet.people(record)


def _titled(sheet: _Sheet, headers: list[str], records: list[Record], rng: Random) -> None:
    """A merged title and the line of the office above the header."""
    sheet.words(_title(sheet, rng))
    sheet.merges.append([0, 0, 0, len(headers) - 1])
    sheet.words(f"填报单位：{places.unit(rng)}", *[""] * (len(headers) - 2), "单位：元")
    _plain(sheet, headers, records, rng)


def _preamble(sheet: _Sheet, headers: list[str], records: list[Record], rng: Random) -> None:
    """The header stands far above: below it notes and blank rows."""
    sheet.words(_title(sheet, rng))
    sheet.words("根据有关规定，现将名单予以公示，公示期7天。")
    sheet.words("")
    sheet.words(*headers)
    sheet.words(*[f"({number})" for number in range(1, len(headers) + 1)])
    sheet.words("")
    for record in records:
        sheet.people(record)


def _merged(sheet: _Sheet, headers: list[str], records: list[Record], rng: Random) -> None:
    """A header of two lines, the first of which spans columns."""
    sheet.words(_title(sheet, rng))
    sheet.merges.append([0, 0, 0, len(headers) - 1])
    sheet.words(headers[0], "基本情况", *[""] * (len(headers) - 2))
    sheet.merges += [[1, 0, 2, 0], [1, 1, 1, len(headers) - 1]]
    sheet.words("", *headers[1:])
    for record in records:
        sheet.people(record)


def _halves(sheet: _Sheet, headers: list[str], records: list[Record], _: Random) -> None:
    """Two people to a line."""
    sheet.words(*headers, *headers)
    middle = len(records) // 2
    for left, right in zip(records[:middle], records[middle : 2 * middle], strict=True):
        sheet.people(left, right)


def _sections(sheet: _Sheet, headers: list[str], records: list[Record], rng: Random) -> None:
    """Rows that name a village between the people."""
    sheet.words(_title(sheet, rng))
    sheet.words(*headers)
    for number, record in enumerate(records):
        if number % 4 == 0:
            sheet.words(rng.choice(places.VILLAGES))
        sheet.people(record)


def _totals(sheet: _Sheet, headers: list[str], records: list[Record], rng: Random) -> None:
    """A sum and the people who answer for the table below it."""
    _plain(sheet, headers, records, rng)
    sheet.words("合计", *[""] * (len(headers) - 2), str(rng.randint(1000, 99999)))
    sheet.words(f"审核：{places.unit(rng)}", "", "填表日期：2023年5月6日")


def _grid(sheet: _Sheet, headers: list[str], records: list[Record], rng: Random) -> None:
    """A form for each person: label and value beside each other."""
    if sheet.frame.flags:
        _sections(sheet, headers, records, rng)
        return
    for record in records[:3]:
        sheet.words(_title(sheet, rng))
        pairs = list(zip(headers, record, strict=True))
        for left, right in zip(pairs[::2], [*pairs[1::2], None], strict=False):
            head = [Filled(left[0], ()), left[1]]
            tail = [Filled(right[0], ()), right[1]] if right else []
            sheet.people(head, tail)
        sheet.words("")


_LAY = {
    "titled": _titled,
    "preamble": _preamble,
    "merged": _merged,
    "halves": _halves,
    "sections": _sections,
    "totals": _totals,
    "grid": _grid,
}
