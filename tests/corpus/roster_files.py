"""Write a roster as CSV or XLSX bytes, the way offices save them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import xlsxwriter
from tests.corpus.model import cell_text

if TYPE_CHECKING:
    from tests.corpus.model import Roster


class CsvForm(NamedTuple):
    """How a CSV file is written."""

    encoding: str
    delimiter: str
    newline: str
    quote_all: bool


def csv_form(roster: Roster) -> CsvForm:
    """Choose encoding, delimiter, newline and quoting; always the same for one roster."""
    rng = Random(f"csv:{roster.id}")
    return CsvForm(
        encoding=rng.choice(("utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16")),
        delimiter=rng.choice(",,,;\t|"),
        newline=rng.choice(("\r\n", "\r\n", "\n")),
        quote_all=rng.random() < 0.25,
    )


def write_csv(roster: Roster) -> bytes:
    """Write the sheet as CSV; merged cells are empty but for their first."""
    form = csv_form(roster)
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=form.delimiter,
        lineterminator=form.newline,
        quoting=csv.QUOTE_ALL if form.quote_all else csv.QUOTE_MINIMAL,
    )
    writer.writerows([cell_text(value) for value in row] for row in roster.rows)
    return stream.getvalue().encode(form.encoding)


def write_xlsx(roster: Roster) -> bytes:
    """Write the sheet as XLSX with shared strings; numbers are stored as numbers."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    # Without a fixed date the same roster would be other bytes tomorrow.
    book.set_properties({"created": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)})
    sheet = book.add_worksheet()
    blocks = {(merge.row, merge.column): merge for merge in roster.merges}
    for row, values in enumerate(roster.rows):
        for column, value in enumerate(values):
            if (merge := blocks.get((row, column))) is not None:
                sheet.merge_range(row, column, merge.last_row, merge.last_column, "")
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)
    for column in roster.hidden:
        sheet.set_column(column, column, None, None, {"hidden": True})
    book.close()
    return stream.getvalue()
