"""Measure deident on the corpus; every second table is read as a workbook instead of CSV.

`python -m tests.corpus.persons.measuring [STEP]` prints the figures and the ids of what failed.
"""

from __future__ import annotations

import io
import sys
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import xlsxwriter
from tests.corpus.persons.corpus import documents, entries

from deident.api import Deidentifier
from deident.cli.quality.figures import report
from deident.cli.quality.measuring import Score, finder, in_cells, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from deident.cli.quality.labelled import Labelled
    from deident.cli.quality.measuring import Prediction

_DIGITS_OF_A_NUMBER = 11


@cache
def deidentifier(scene: str) -> Deidentifier:
    """Return one that is prepared once for each scene."""
    return Deidentifier(scene=scene)


def score(step: int = 1) -> Score:
    """Measure every so many documents."""
    merges = {entry["id"]: entry.get("merges", []) for entry in entries()}
    return measure(islice(documents(), 0, None, step), find(merges))


def find(merges: Mapping[str, list[list[int]]]) -> Callable[[Labelled], list[Prediction]]:
    """Return what finds; tables take turns as CSV and XLSX."""
    plain = finder(deidentifier)

    def found(item: Labelled) -> list[Prediction]:
        if not item.table or int(item.id.rsplit("-", 1)[1]) % 2:
            return with_guardians(item, plain(item))
        review = deidentifier(item.scene).review(workbook(item, merges[item.id]), name="a.xlsx")
        return with_guardians(item, in_cells(item, review.document, review.decisions))

    return found


def with_guardians(item: Labelled, predictions: list[Prediction]) -> list[Prediction]:
    """Return predictions with each guardian's name, which is hidden as a minor's, as a name too."""
    names = [label.spot for label in item.labels if label.entity_type == "PERSON"]
    return predictions + [
        one._replace(entity_type="PERSON")
        for one in predictions
        if one.entity_type == "MINOR" and one.spot in names
    ]


def workbook(item: Labelled, merges: list[list[int]]) -> bytes:
    """Write a table as XLSX; short figures are stored as numbers, as people type them."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for block in merges:
        sheet.merge_range(*block, "")
    for row, cells in enumerate(item.rows):
        for column, cell in enumerate(cells):
            number = cell.isascii() and cell.isdecimal() and len(cell) <= _DIGITS_OF_A_NUMBER
            if number and not cell.startswith("0"):
                sheet.write_number(row, column, int(cell))
            elif cell:
                sheet.write_string(row, column, cell)
    book.close()
    return stream.getvalue()


if __name__ == "__main__":
    print(report(score(int((*sys.argv, "1")[1])), failures=True))  # noqa: T201 - a command
