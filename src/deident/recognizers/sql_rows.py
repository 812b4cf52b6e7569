"""The rows of a database's dump: which column each value of an INSERT statement belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSERT = re.compile(
    r"(?:INTO|into|Into)\s+[^()\s;]{1,120}\s*\((?P<columns>[^()]{1,8000})\)\s*"
    r"(?:VALUES|values|Values|VALUE|value)\s*(?=\()"
)
_VALUE = re.compile(r"\s*(?P<value>[NnEe]?'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"|[^,()'\"]+)\s*")
_NEXT_ROW = re.compile(r"\)\s*,\s*(?=\()")
_QUOTES = " \t\r\n`\"'[]"
_STATEMENTS = ("INSERT", "insert", "Insert", "REPLACE", "replace")


class Row(NamedTuple):
    """The columns of a statement, and where each of one row's values begins."""

    columns: tuple[str, ...]
    starts: tuple[int, ...]

    def __repr__(self) -> str:
        return unprinted(self)


def rows_in(text: str) -> Iterator[Row]:
    """Yield the rows that the INSERT statements of a text write, columns and values in step.

    A row that has not one value for each column is left out.
    """
    if not any(word in text for word in _STATEMENTS):
        return
    for statement in _INSERT.finditer(text):
        columns = tuple(name.strip(_QUOTES) for name in statement["columns"].split(","))
        at = statement.end()
        while at >= 0:
            starts, end = _values(text, at + 1)
            if len(starts) == len(columns):
                yield Row(columns, starts)
            following = _NEXT_ROW.match(text, end)
            at = following.end() if following else -1


def _values(text: str, at: int) -> tuple[tuple[int, ...], int]:
    """Return where the values of a row begin, and where its bracket closes."""
    starts = []
    while value := _VALUE.match(text, at):
        starts.append(value.start("value"))
        at = value.end()
        if text[at : at + 1] != ",":
            break
        at += 1
    return tuple(starts), at
