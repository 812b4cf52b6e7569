"""The columns of the tables in a reading, grouped once for everybody who reads tables.

What a header says is the same for every cell below it: it is asked once for a column, and what a
column's cells have in common is found in one search.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from deident.making import unprinted
from deident.model import NO_LABELS
from deident.recognizers.reading import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from deident.model import Cell, Labels
    from deident.recognizers.reading import Reading

T = TypeVar("T")


def of_last(function: Callable[[Reading], T]) -> Callable[[Reading], T]:
    """Remember what a function said of the last reading: five finders ask the same of each."""
    last: list[tuple[Reading, T]] = []

    @wraps(function)
    def remembered(reading: Reading) -> T:
        known = last[0] if last else None
        if known is None or known[0] is not reading:
            known = (reading, function(reading))
            last[:] = [known]
        return known[1]

    return remembered


class Column(NamedTuple):
    """Cells of one table that share their labels, by their numbers among the segments."""

    table: int
    labels: Labels
    cells: list[int]

    def __repr__(self) -> str:
        return unprinted(self)


OUTSIDE = -1
"""The table of what has labels and stands in no cell."""


@of_last
def columns(reading: Reading) -> Sequence[Column]:
    """Return the columns of a reading, by their first cells."""
    found: list[Column] = []
    # The cells of a column share their labels; two tables may share those that say nothing.
    latest: dict[int, tuple[int, list[int]]] = {}
    known: dict[tuple[int, int], list[int]] = {}
    for number, segment in enumerate(reading.segments):
        labels, cell = segment.labels, segment.cell
        if cell is not None:
            table = cell.table
        elif labels is NO_LABELS:
            continue
        else:
            table = OUTSIDE
        own = latest.get(id(labels))
        if own is None or own[0] != table:
            cells = known.get((table, id(labels)))
            if cells is None:
                cells = known[table, id(labels)] = []
                found.append(Column(table, labels, cells))
            own = latest[id(labels)] = table, cells
        own[1].append(number)
    return tuple(found)


def is_all_cells(reading: Reading) -> bool:
    """Tell whether nothing but cells of tables is in a reading."""
    in_cells = sum(len(column.cells) for column in columns(reading) if column.table != OUTSIDE)
    return in_cells == len(reading.segments)


@of_last
def texts(reading: Reading) -> Sequence[str] | None:
    """Return the folded text of each segment, or None where one goes on in the next."""
    if reading.shadow.offsets is not None:
        return None
    parts = reading.text.split(SEPARATOR)
    return parts if len(parts) == len(reading.segments) else None


def next_to(left: Cell, cell: Cell) -> bool:
    """Tell whether a cell stands right behind another in its row."""
    return (
        left.table == cell.table
        and left.row == cell.row
        and left.column + left.column_span == cell.column
    )
