"""How many rows of a table look alike, by what everybody can know of a person.

k-anonymity: a class is all rows that show the same village, age or birth year, sex, amount, date
and kind of disability. The smallest class says how well a row hides; one row alone hides nobody.

Two numbers of eight bytes are kept for each row: its own, and a keyed hash (Python's, under the key
of this process). Nothing of the text is.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS = 5_000_000
"""So many rows of one table are counted: eighty megabytes."""

ENOUGH = 5
"""A row that looks like four others is one of five."""

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """What the rows of one table come to. `unique` holds the first numbers of unique rows."""

    rows: int
    smallest: int
    alone: int
    unique: tuple[int, ...] = ()


class Likeness:
    """Counts the rows of one table that look alike, while they stream by."""

    __slots__ = ("_classes", "_numbers")

    def __init__(self) -> None:
        self._classes = array("q")
        self._numbers = array("q")

    def __len__(self) -> int:
        return len(self._classes)

    def add(self, number: int, shown: Sequence[str]) -> None:
        """Count a row by what it shows of its person."""
        if len(self._classes) < MOST_ROWS:
            self._classes.append(hash(tuple(shown)))
            self._numbers.append(number)

    def classes(self) -> Classes:
        """Return what the rows counted so far come to."""
        import numpy as np

        if not self._classes:
            return Classes(rows=0, smallest=0, alone=0)
        seen = np.frombuffer(self._classes, dtype=np.int64)
        _, first, counts = np.unique(seen, return_index=True, return_counts=True)
        alone = np.sort(first[counts == 1])
        return Classes(
            rows=len(seen),
            smallest=int(counts.min()),
            alone=len(alone),
            unique=tuple(self._numbers[int(at)] for at in alone[:_SHOWN]),
        )
