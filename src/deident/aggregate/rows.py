"""The rows of a page: the cells and findings that belong to one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.aggregate.headings import Sign, sign
from deident.model import NO_LABELS

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from deident.detect import Found
    from deident.model import Labels, Segment

_WIDEST = 200
Key = tuple[int, int]
"""The number of a table and of a row in it."""


@dataclass(slots=True)
class Row:
    """One row: its segments that say something, and what was found in it, with their columns."""

    key: Key
    segments: list[tuple[Segment, Sign]] = field(default_factory=list, repr=False)
    found: list[tuple[Found, Sign]] = field(default_factory=list, repr=False)

    def with_rest(self, rest: Row) -> Row:
        """Return the row with the part of it that stands on the next page."""
        return Row(self.key, [*self.segments, *rest.segments], [*self.found, *rest.found])

    def without(self, sign: Sign) -> Row:
        """Return the row with the columns that do not show something: a guardian's."""
        segments = [one for one in self.segments if not one[1] & sign]
        return Row(self.key, segments, [one for one in self.found if not one[1] & sign])

    @property
    def cells(self) -> list[tuple[str, Sign]]:
        """The text of each cell that says something."""
        return [(segment.text, heading) for segment, heading in self.segments]


class Columns:
    """What the headings met so far say, by table. Labels are shared by the cells of a column."""

    def __init__(self) -> None:
        self.tables: dict[int, Sign] = {}
        self.captions: dict[int, str] = {}
        self._met: dict[tuple[int, int], tuple[Sign, Labels]] = {}

    def look(self, segments: Sequence[Segment]) -> None:
        """Take in the headings of a page."""
        for segment in {id(s.labels): s for s in segments if s.cell is not None}.values():
            self.sign(segment)
        # One heading may be shared by two tables only where there is none.
        for table in {s.cell.table for s in segments if s.cell is not None}:
            self.tables.setdefault(table, Sign.NOTHING)

    def sign(self, segment: Segment) -> Sign:
        """Return what the heading of a cell says."""
        labels, table = segment.labels, segment.cell.table if segment.cell else -1
        known = self._met.get((id(labels), table))
        if known is None:
            found = sign(labels.column or labels.row) if labels is not NO_LABELS else Sign.NOTHING
            # The labels are kept, so that their identity stays their own.
            known = self._met[id(labels), table] = found, labels
            self.tables[table] = self.tables.get(table, Sign.NOTHING) | found
            if labels.caption:
                self.captions[table] = labels.caption
        return known[0]


def rows_of(
    segments: Sequence[Segment],
    found: Sequence[Found],
    columns: Columns,
    tables: Container[int],
    keys: Container[Key],
) -> Mapping[Key, Row]:
    """Return the rows of some tables, and some rows of the others."""
    rows: dict[Key, Row] = {}
    where: dict[str, tuple[Row, Sign]] = {}
    for segment in segments:
        cell = segment.cell
        if cell is None:
            continue
        key = (cell.table, cell.row)
        if cell.table not in tables and key not in keys:
            continue
        row = rows.get(key)
        if row is None:
            row = rows[key] = Row(key)
        heading = columns.sign(segment)
        where[segment.id] = row, heading
        row.segments.append((segment, heading))
    for one in found:
        place = where.get(one.finding.places[0].segment_id)
        if place is not None:
            place[0].found.append((one, place[1]))
    return rows


def last_row(segments: Sequence[Segment], found: Sequence[Found], columns: Columns) -> Row | None:
    """Return the last row of a page, which may go on on the next; None where it ends in prose."""
    cell = segments[-1].cell if segments else None
    if cell is None:
        return None
    key = (cell.table, cell.row)
    near = segments[-_WIDEST:]
    ids = {segment.id for segment in near}
    own = [one for one in found[-_WIDEST:] if one.finding.places[0].segment_id in ids]
    return rows_of(near, own, columns, (), {key}).get(key)
