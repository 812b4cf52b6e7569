"""How a table lies on a sheet: titles, merged headers, halves, digits one to a cell …."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.corpus import words
from tests.corpus.model import CellTruth, Label, Merge, cell_text
from tests.corpus.roster_cells import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from tests.corpus.model import CellValue
    from tests.corpus.roster_scenes import Column


@dataclass(frozen=True, slots=True)
class Table:
    """The logical table: columns with their chosen headers, and rows of cells."""

    title: str
    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rng: Random

    def index(self, *entity_types: str) -> int:
        """Find the first column of one of the types, or -1."""
        return next(
            (i for i, column in enumerate(self.columns) if column.entity_type in entity_types), -1
        )


class Sheet:
    """A sheet that is being written."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], CellValue] = {}
        self.truth: list[CellTruth] = []
        self.merges: list[Merge] = []
        self.hidden: list[int] = []
        self.height = 0

    def put(self, row: int, column: int, cell: Cell | CellValue) -> None:
        """Write one cell and remember its truth."""
        value, labels = (cell.value, cell.labels) if isinstance(cell, Cell) else (cell, ())
        self.height = max(self.height, row + 1)
        if value is None or value == "":
            return
        self._cells[row, column] = value
        if labels:
            if not isinstance(value, str):
                first = labels[0]
                labels = (Label(0, len(cell_text(value)), first.entity_type, first.variant),)
            self.truth.append(CellTruth(row=row, column=column, labels=labels))

    def line(self, row: int, cells: Sequence[Cell | str], first: int = 0) -> None:
        """Write a row of cells."""
        for offset, cell in enumerate(cells):
            self.put(row, first + offset, cell)

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Merge a block."""
        if (row, column) != (last_row, last_column):
            self.merges.append(
                Merge(row=row, column=column, last_row=last_row, last_column=last_column)
            )

    def grid(self) -> tuple[tuple[CellValue, ...], ...]:
        """The rows from the top left corner of the sheet."""
        width = 1 + max(column for _, column in self._cells)
        return tuple(
            tuple(self._cells.get((row, column)) for column in range(width))
            for row in range(self.height)
        )


def _title(sheet: Sheet, table: Table, row: int = 0) -> int:
    """Write a merged title; return the next row."""
    sheet.put(row, 0, table.title)
    sheet.merge(row, 0, row, len(table.columns) - 1)
    return row + 1


def _body(sheet: Sheet, table: Table, row: int, first: int = 0) -> int:
    """Write all records; return the next row."""
    for cells in table.rows:
        sheet.line(row, cells, first)
        row += 1
    sheet.height = max(sheet.height, row)
    return row


def plain(sheet: Sheet, table: Table) -> None:
    """The header in the first row, nothing else."""
    sheet.line(0, table.headers)
    _body(sheet, table, 1)


def titled(sheet: Sheet, table: Table) -> None:
    """A merged title and a line with the office and the date above the header."""
    row = _title(sheet, table)
    sheet.put(row, 0, f"填报单位：{words.town(table.rng)}人民政府")
    sheet.put(row, len(table.columns) - 1, f"单位：元  {words.dotted_date(table.rng)}")
    sheet.line(row + 1, table.headers)
    _body(sheet, table, row + 2)


def two_line(sheet: Sheet, table: Table) -> None:
    """Group words above runs of columns, other headers merged downwards."""
    row = _title(sheet, table)
    start = 0
    while start < len(table.columns):
        group, end = table.columns[start].group, start
        while group and end + 1 < len(table.columns) and table.columns[end + 1].group == group:
            end += 1
        if group and end > start:
            sheet.put(row, start, group)
            sheet.merge(row, start, row, end)
            for column in range(start, end + 1):
                sheet.put(row + 1, column, table.headers[column])
        else:
            sheet.put(row, start, table.headers[start])
            sheet.merge(row, start, row + 1, start)
        start = end + 1
    _body(sheet, table, row + 2)


def _stretch(header: str, rng: Random) -> str:
    """Put spaces or a line break inside a header."""
    if len(header) == 2:
        return header[0] + rng.choice(("    ", "\u3000\u3000", "  ")) + header[1]
    at = len(header) // 2
    return header[:at] + rng.choice(("\n", "\n", " ")) + header[at:]


def stretched(sheet: Sheet, table: Table) -> None:
    """Header words with inner spaces and line breaks."""
    sheet.line(0, tuple(_stretch(header, table.rng) for header in table.headers))
    _body(sheet, table, 1)


def totals(sheet: Sheet, table: Table) -> None:
    """A totals row and notes below the records."""
    row = _title(sheet, table)
    sheet.line(row, table.headers)
    row = _body(sheet, table, row + 1)
    sheet.put(row, 0, "合计")
    sheet.put(row, len(table.columns) - 1, f"{len(table.rows)}")
    sheet.put(row + 1, 0, f"说明：本表公示期为{table.rng.randint(5, 10)}个工作日，监督电话12345。")
    sheet.merge(row + 1, 0, row + 1, len(table.columns) - 1)
    sheet.put(row + 2, 1, "填表人签字：")
    sheet.put(row + 2, 3, "审核人签字：")


def gaps(sheet: Sheet, table: Table) -> None:
    """Blank rows, and a row with the village's name before each part."""
    row = _title(sheet, table)
    sheet.line(row, table.headers)
    row += 1
    for number, cells in enumerate(table.rows):
        if number % 60 == 0:
            sheet.put(row, 0, f"{'一二三四五'[number // 60]}、{words.village(table.rng)}")
            row += 1
        elif number % 17 == 0:
            row += 1
        sheet.line(row, cells)
        row += 1


def repeated(sheet: Sheet, table: Table) -> None:
    """Title and header again on every printed page."""
    row = 0
    for number, cells in enumerate(table.rows):
        if number % 35 == 0:
            row = _title(sheet, table, row)
            sheet.line(row, table.headers)
            row += 1
        sheet.line(row, cells)
        row += 1


def halves(sheet: Sheet, table: Table) -> None:
    """Two halves side by side, with an empty column between them or none."""
    row = _title(sheet, table)
    width = len(table.columns) + table.rng.choice((0, 1))
    half = (len(table.rows) + 1) // 2
    for first, rows in ((0, table.rows[:half]), (width, table.rows[half:])):
        sheet.line(row, table.headers, first)
        for offset, cells in enumerate(rows):
            sheet.line(row + 1 + offset, cells, first)


def digits(sheet: Sheet, table: Table) -> None:
    """The resident number one character to a cell under a merged header."""
    at = table.index("CN_RESIDENT_ID")
    if at < 0:
        titled(sheet, table)
        return
    as_number = table.rng.random() < 0.5
    for column, header in enumerate(table.headers):
        sheet.put(0, column if column <= at else column + 17, header)
    sheet.merge(0, at, 0, at + 17)
    for row, cells in enumerate(table.rows, 1):
        sheet.line(row, cells[:at])
        sheet.line(row, cells[at + 1 :], at + 18)
        _spread(sheet, row, at, cells[at], as_number=as_number)


def _spread(sheet: Sheet, row: int, first: int, cell: Cell, *, as_number: bool) -> None:
    """Write one labelled character to a cell."""
    text = cell_text(cell.value)
    kept = [text[i] for label in cell.labels for i in range(label.start, label.end)][:18]
    for offset, character in enumerate(c for c in kept if c not in " \u200b\u200c\u200d\ufeff"):
        value = int(character) if as_number and character in "0123456789" else character
        shown = (Label(0, 1, "CN_RESIDENT_ID", "cell_id_one_character"),)
        labels = () if character == "*" else shown
        sheet.put(row, first + offset, Cell(value, labels))


def two_cells(sheet: Sheet, table: Table) -> None:
    """The resident number in two cells under one merged header."""
    at = table.index("CN_RESIDENT_ID")
    if at < 0:
        totals(sheet, table)
        return
    cut = table.rng.choice((6, 10, 14))
    for column, header in enumerate(table.headers):
        sheet.put(0, column if column <= at else column + 1, header)
    sheet.merge(0, at, 0, at + 1)
    for row, cells in enumerate(table.rows, 1):
        sheet.line(row, cells[:at])
        sheet.line(row, cells[at + 1 :], at + 2)
        text = cell_text(cells[at].value)
        for side, half in enumerate((text[:cut], text[cut:])):
            label = Label(0, len(half) or 1, "CN_RESIDENT_ID", "cell_id_half")
            whole = half and cells[at].labels and cells[at].labels[0].end == len(text)
            clean = whole and cells[at].labels[0].start == 0 and half.isalnum()
            sheet.put(row, at + side, Cell(half, (label,) if clean else ()))


def hidden(sheet: Sheet, table: Table) -> None:
    """Columns that the sheet hides are still in the file."""
    titled(sheet, table)
    sheet.hidden.extend(
        i for i, column in enumerate(table.columns) if column.entity_type not in ("", "PERSON")
    )
    del sheet.hidden[2:]


def preamble(sheet: Sheet, table: Table) -> None:
    """Several lines of explanation before the header."""
    row = _title(sheet, table)
    for text in (
        f"根据{words.document_number(table.rng)}要求，现将有关情况予以公示。",
        f"公示时间：{words.date(table.rng)}至{words.date(table.rng)}",
        f"监督电话：{words.office_line(table.rng)}",
        "",
    ):
        sheet.put(row, 0, text)
        row += 1
    sheet.line(row, table.headers)
    _body(sheet, table, row + 1)


def pairs(sheet: Sheet, table: Table) -> None:
    """A card for each person: header and value next to each other."""
    row = 0
    for number, cells in enumerate(table.rows, 1):
        sheet.put(row, 0, f"登记卡（{number}）")
        sheet.merge(row, 0, row, 3)
        row += 1
        for at in range(0, len(cells), 2):
            for side in (0, 1):
                if at + side < len(cells):
                    sheet.put(row, side * 2, table.headers[at + side])
                    sheet.put(row, side * 2 + 1, cells[at + side])
            row += 1


def households(sheet: Sheet, table: Table) -> None:
    """Village and serial number merged over the rows of a household."""
    sheet.line(0, table.headers)
    row = 1
    while row <= len(table.rows):
        size = min(table.rng.randint(1, 4), len(table.rows) - row + 1)
        for offset in range(size):
            for column, cell in enumerate(table.rows[row - 1 + offset]):
                if offset and column == 0:
                    continue
                sheet.put(row + offset, column, cell)
        sheet.merge(row, 0, row + size - 1, 0)
        row += size


def offset(sheet: Sheet, table: Table) -> None:
    """The table begins at C4; the corner is empty."""
    sheet.line(3, table.headers, 2)
    _body(sheet, table, 4, 2)


LAYOUTS: dict[str, Callable[[Sheet, Table], None]] = {
    "plain": plain,
    "titled": titled,
    "two-line header": two_line,
    "stretched headers": stretched,
    "totals and notes": totals,
    "gaps and sections": gaps,
    "header on every page": repeated,
    "two halves": halves,
    "one digit per cell": digits,
    "number in two cells": two_cells,
    "hidden columns": hidden,
    "preamble": preamble,
    "cards of pairs": pairs,
    "merged households": households,
    "begins at C4": offset,
}
