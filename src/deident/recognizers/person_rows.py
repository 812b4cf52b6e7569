"""The rows of a table that are somebody's, by the numbers and dates that stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.reading import Reading

OF_A_PERSON = frozenset(
    {
        "CN_RESIDENT_ID",
        "CN_MOBILE",
        "CN_BANK_CARD",
        "CN_DISABILITY_ID",
        "CN_SOCIAL_SECURITY",
        "BIRTH_DATE",
    }
)
"""What stands in a row with the name it belongs to."""

_SEX = frozenset("男女")


def rows_of_persons(reading: Reading, hits: Sequence[Hit]) -> set[tuple[int, int]]:
    """Return the rows, by table and number, with a number of a person's or a sex."""
    return rows_with_numbers(reading, hits) | {
        (segment.cell.table, segment.cell.row)
        for segment in reading.segments
        if segment.cell is not None and segment.text in _SEX
    }


def rows_with_numbers(
    reading: Reading, hits: Sequence[Hit], kinds: frozenset[str] = OF_A_PERSON
) -> set[tuple[int, int]]:
    """Return the rows in which something of some kinds is, and is no office's."""
    rows = set()
    for hit in hits:
        if hit.pack.entity_type in kinds and hit.evidence.role is not Role.OFFICE:
            cell = reading.segments[reading.index_at(hit.start)].cell
            if cell is not None:
                rows.add((cell.table, cell.row))
    return rows
