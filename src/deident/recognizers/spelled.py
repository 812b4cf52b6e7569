"""Numbers written digit by digit, 1 3 8 0 0 …, and the rows of a table that look like them.

One digit to a column is how counts and marks stand in a table copied as text, too. What a check or
a label proves is claimed elsewhere; here a run is judged by how it begins and by its variety.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHORTEST = 11
_MOBILE = re.compile("(?:0|86|0086)?1[3-9][0-9]{9}")
_RESIDENT = re.compile(
    "[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{4}"
    "|[1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}"
)
_CARD = re.compile("62[0-9]{14,17}")
# A row of counts repeats a few small ones; the digits of an account are all sorts.
_LONG, _VARIETY, _SHORT_VARIETY = 15, 6, 8
_COUNTED_UP = 5


def spelled_out(text: str, pieces: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return from where to where single digits among `pieces` are one number, or None.

    >>> spelled_out("6 2 1 7 7 9 9 4 3 8 0 3 3 0 5 6", [(i, i + 1) for i in range(0, 32, 2)])
    (0, 31)
    >>> spelled_out("1 0 2 3 0 1 0 0 2 1 5", [(i, i + 1) for i in range(0, 22, 2)])
    """
    for singles in _runs(pieces):
        digits = "".join(text[start:end] for start, end in singles)
        if len(digits) >= _SHORTEST and _is_number(digits):
            return singles[0][0], singles[-1][1]
    return None


def _runs(pieces: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    runs: list[list[tuple[int, int]]] = [[]]
    for start, end in pieces:
        if end - start == 1:
            runs[-1].append((start, end))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _is_number(digits: str) -> bool:
    if any(kind.fullmatch(digits) for kind in (_MOBILE, _RESIDENT, _CARD)):
        return True
    steps = sum(int(after) - int(before) == 1 for before, after in pairwise(digits))
    if steps >= _COUNTED_UP:
        return False
    return len(set(digits)) >= (_VARIETY if len(digits) >= _LONG else _SHORT_VARIETY)
