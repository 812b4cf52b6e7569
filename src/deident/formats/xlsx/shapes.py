"""How plain rows are written, but for their numbers and their texts.

Nearly every row of a sheet is written as the one before it. A shape that comes often has a pattern
of its own, which reads a row in a third of the time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.xlsx.values import column_name
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Sequence

INLINE = "inlineStr"
MOST_COLUMNS = 16_384
COLUMNS = {column_name(column): column for column in range(MOST_COLUMNS)}
# Neither markup nor anything that a parser changes, refuses or escapes.
_TEXT = "[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*"
_STYLE, _KIND = '(?: s="[0-9]{1,6}")?', '(?: t="[a-z]{1,3}")?'
_OWN_TEXT, _VALUE = "</t></is></c>", "</v></c>"
_CELL = re.compile(
    '(<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"'
    f'(?:({_STYLE} t="{INLINE}"><is><t(?: xml:space="preserve")?>)({_TEXT}){_OWN_TEXT}'
    f"|({_STYLE}{_KIND}><v>)({_TEXT}){_VALUE}"
    f"|({_STYLE}{_KIND}(?:/>|></c>))))"
)
_HEAD = re.compile('(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(.*)')
OFTEN = 64
"""A pattern costs as much as it saves in so many rows."""

# A pattern for more would itself be long.
_MOST_CELLS = 512


class CellShape(NamedTuple):
    """How a cell is written around its text: column and name, style, kind, head and tail."""

    column: int
    letters: str
    style: str
    kind: str
    head: str
    tail: str

    def __repr__(self) -> str:
        return unprinted(self)


class Shape:
    """How the cells of a row are written.

    `attributes` are those of the row behind its number, or None where the number is one of them.
    `shares` says whether a cell shows a shared string.
    """

    def __init__(self, attributes: str | None, cells: Sequence[CellShape]) -> None:
        self.cells = cells
        self.shares = any(cell.kind == "s" for cell in cells)
        self.attributes = attributes
        self._met = 0
        self._pattern: re.Pattern[str] | None = None

    def read(self, row: str) -> tuple[str, ...] | None:
        """Return a row's number and texts, or None where it is not of this shape or that is rare.

        `row` is all of it but its closing tag.
        """
        found = self._pattern.fullmatch(row) if self._pattern is not None else None
        return found.groups() if found is not None else None

    def met(self) -> None:
        """Count a row that was read without a pattern, and make one when there were many."""
        self._met += 1
        usual = self.attributes is not None and 0 < len(self.cells) <= _MOST_CELLS
        if self._met == OFTEN and usual:
            self._pattern = re.compile(
                f'<row r="([1-9][0-9]{{0,6}})"{re.escape(self.attributes or "")}>'
                + "".join(map(_pattern_of, self.cells))
            )


def _pattern_of(cell: CellShape) -> str:
    text = f"({_TEXT})" if cell.tail else "()"
    return f'<c r="{cell.letters}\\1"{re.escape(cell.head)}{text}{re.escape(cell.tail)}'


def read_cells(cells: str, number: str, attributes: str | None) -> tuple[Shape, list[str]] | None:
    """Return how the cells of a row are written, and their texts.

    None where these are not all of it, belong to another row or come out of order.
    """
    if not cells:
        return Shape(attributes, ()), []
    found: list[tuple[str, ...]] = _CELL.findall(cells)
    if not found:
        return None
    whole, letters, rows, owns, texts, heads, values, empty = zip(*found, strict=True)
    if rows.count(number) < len(rows) or sum(map(len, whole)) != len(cells):
        return None
    shape = _shape(attributes, letters, tuple(map(_either, owns, heads, empty)))
    return None if shape is None else (shape, list(map(_either, texts, values)))


def _either(*groups: str) -> str:
    """Return the one of some groups that matched."""
    return "".join(groups)


@lru_cache(256)
def _shape(
    attributes: str | None, letters: tuple[str, ...], heads: tuple[str, ...]
) -> Shape | None:
    """Return the shape of a row, or None where columns do not rise or there is no such."""
    cells = [_cell_shape(*cell) for cell in zip(letters, heads, strict=True)]
    columns = (-1, *(cell.column for cell in cells))
    if not all(left < right for left, right in pairwise(columns)):
        return None
    return Shape(attributes, cells)


def _cell_shape(letters: str, head: str) -> CellShape:
    found = _HEAD.fullmatch(head)
    style, kind, rest = found.groups("") if found else ("", "", "")
    tail = _OWN_TEXT if rest.startswith("><is>") else _VALUE if rest == "><v>" else ""
    return CellShape(COLUMNS.get(letters, -1), letters, style, kind, head, tail)
