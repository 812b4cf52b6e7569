"""Ask deident what it finds, in the corpus's words: predictions and covered cells."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl
from tests.corpus.model import cell_text
from tests.corpus.roster_files import csv_form

from deident.model import Action

if TYPE_CHECKING:
    from tests.corpus.model import Roster
    from tests.corpus.score import Find, Place, Prediction

    from deident.api import Deidentifier
    from deident.pipeline import Review

Covered = dict["Place", list[tuple[int, int]]]


def finder(deidentifier: Deidentifier) -> Find:
    """Return a function that names what would be masked or asked about in a text."""

    def find(text: str) -> list[Prediction]:
        return [
            (place.span.start, place.span.end, decision.finding.entity_type, decision.action.name)
            for decision in deidentifier.mask_text(text).decisions
            if decision.action is not Action.KEEP
            for place in decision.finding.places
        ]

    return find


def covered_cells(roster: Roster, review: Review) -> Covered:
    """Return the spans that are masked or asked about, by the row and column of the roster."""
    where = {
        segment.id: (segment.cell.row, segment.cell.column, segment.text)
        for page in review.document.pages
        for segment in page.segments
        if segment.cell is not None
    }
    covered: Covered = {}
    for decision in review.decisions:
        for place in decision.finding.places if decision.action is not Action.KEEP else ():
            if place.segment_id not in where:
                continue
            row, column, text = where[place.segment_id]
            # A handler may leave the apostrophe that keeps Excel from counting out of the segment.
            shift = max(0, cell_text(roster.rows[row][column]).find(text))
            spans = covered.setdefault((row, column), [])
            spans.append((place.span.start + shift, place.span.end + shift))
    return covered


def csv_cells(roster: Roster, masked: bytes) -> dict[Place, str]:
    """Read a masked CSV file the way it was written."""
    form = csv_form(roster)
    text = io.StringIO(masked.decode(form.encoding), newline="")
    return {
        (row, column): value
        for row, values in enumerate(csv.reader(text, delimiter=form.delimiter))
        for column, value in enumerate(values)
    }


def xlsx_cells(roster: Roster, masked: bytes) -> dict[Place, str]:
    """Read a masked workbook with somebody else's reader; an unchanged number reads as before."""
    sheet = openpyxl.load_workbook(io.BytesIO(masked), data_only=True).worksheets[0]
    cells = {}
    for row, values in enumerate(sheet.iter_rows(values_only=True)):
        for column, value in enumerate(values):
            before = (
                roster.rows[row][column]
                if row < len(roster.rows) and column < len(roster.rows[row])
                else None
            )
            unchanged = isinstance(value, int | float) and value == before
            cells[row, column] = cell_text(before if unchanged else str(value or ""))
    return cells
