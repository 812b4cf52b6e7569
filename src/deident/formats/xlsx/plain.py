"""Rows as nearly every program writes them, read by a pattern instead of a parser.

A row that fits the pattern is well-formed and holds cells with a number, a shared string or a plain
text, and nothing else. The parser is told of as many blanks in its place, so that it goes on
counting bytes and checks all that stands around. Whatever fits less is the parser's.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.xlsx.values import column_name
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deident.formats.xlsx.fields import Field

ROW_END = b"</row>"
# Neither markup nor anything that a parser changes, refuses or escapes.
_TEXT = "[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*"
# The number comes first, as a rule: what follows is the same for many rows.
_OPEN = re.compile(
    '<row(?: r="([0-9]{1,7})")?((?: [A-Za-z0-9]+(?::[A-Za-z]+)?="[A-Za-z0-9.:]{0,10}")*)>'
)
_ATTRIBUTE = re.compile(' ([A-Za-z0-9:]+)="([^"]*)"')
_CELL = re.compile(
    '(<c r="(([A-Z]{1,3})([1-9][0-9]{0,6}))"(?: s="([0-9]{1,6})")?'
    '(?: t="inlineStr"><is><t(?: xml:space="preserve")?>(' + _TEXT + ")</t></is></c>"
    '|(?: t="([a-z]{1,3})")?(?:/>|>(?:<v>(' + _TEXT + ")</v>)?</c>)))"
)
_ATTRIBUTES = frozenset(
    {"r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel"}
    | {"collapsed", "thickTop", "thickBot", "ph", "x14ac:dyDescent"}
)
_ROW_DIGITS = 7
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
MOST_COLUMNS = 16_384
COLUMNS = {column_name(column): column for column in range(MOST_COLUMNS)}


class More:
    """What few cells hold: a formula, a text of their own, a reading aid."""

    __slots__ = ("formula", "formula_attributes", "inline", "phonetic", "rich")

    def __init__(self, *inline: str) -> None:
        self.formula: str | None = None
        self.formula_attributes: Mapping[str, str] = _NO_ATTRIBUTES
        self.inline = [*inline]
        self.phonetic: list[str] = []
        self.rich = False


class StoredCell(NamedTuple):
    """A cell as it is stored, and the bytes from its tag to its closing tag."""

    column: int
    name: str
    attributes: dict[str, str]
    value: str | None
    more: More | None
    start: int = 0
    end: int = 0

    def __repr__(self) -> str:
        return unprinted(self)


PlainCell = tuple[str, str, str, str, str, str, str, str]
"""A plain cell: all of its XML, name, column, row, style, own text, kind, value."""


class PlainRow(NamedTuple):
    """A row of plain cells, its tag, their columns, the fields before it, and where it stands."""

    number: int
    hidden: bool
    opening: str
    cells: list[PlainCell]
    columns: tuple[int, ...]
    start: int
    end: int
    fields: Sequence[Field] = ()

    def __repr__(self) -> str:
        return unprinted(self)


_plain_row = partial(tuple.__new__, PlainRow)


def plain_row(raw: bytes, at: int, base: int = 0) -> PlainRow | None:
    """Return the row that begins at an offset, or None where it is not plain or not all there.

    `base` is where the bytes begin in the whole part; the row says where it stands in that.
    """
    stop = raw.find(ROW_END, at)
    if stop < 0:
        return None
    try:
        text = raw[at:stop].decode()
    except UnicodeDecodeError:
        return None
    opened = _OPEN.match(text)
    looks = _looks(opened[2]) if opened else None
    if opened is None or looks is None:
        return None
    named, hidden = looks
    # Named once, and where it is named first the rest does not say it.
    number = opened[1] or named
    if not number or (opened[1] and named):
        return None
    begin = opened.end()
    cells: list[PlainCell] = _CELL.findall(text, begin)
    columns = _columns(cells, number, len(text) - begin)
    if columns is None:
        return None
    end = base + stop + len(ROW_END)
    return _plain_row((int(number) - 1, hidden, opened[0], cells, columns, base + at, end, ()))


@lru_cache(256)
def _looks(written: str) -> tuple[str, bool] | None:
    """Return the number among a row's attributes, if it is there, and whether the row is hidden.

    None where they are not the usual ones.
    """
    named = _ATTRIBUTE.findall(written)
    attributes = dict(named)
    number = attributes.get("r", "")
    if len(attributes) < len(named) or not attributes.keys() <= _ATTRIBUTES:
        return None
    if "r" in attributes and not (number.isdecimal() and len(number) <= _ROW_DIGITS):
        return None
    return number, is_hidden(attributes, "ht")


def _columns(cells: list[PlainCell], number: str, length: int) -> tuple[int, ...] | None:
    """Return the columns of a row's cells, or None where these are not all of it and in order."""
    if not cells:
        return None if length else ()
    written, _, letters, rows, *_ = zip(*cells, strict=True)
    if rows.count(number) < len(rows) or sum(map(len, written)) != length:
        return None
    return _rising(letters)


@lru_cache(256)
def _rising(letters: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the numbers of columns, or None where they do not rise or there is no such."""
    numbers = tuple(COLUMNS.get(name, -1) for name in letters)
    ordered = all(left < right for left, right in pairwise((-1, *numbers)))
    return numbers if ordered else None


def stored(cell: PlainCell) -> StoredCell:
    """Return a plain cell as the parser would have told it."""
    written, name, letters, _, style, inline, kind, value = cell
    attributes = {"r": name}
    if style:
        attributes["s"] = style
    if inline or "<is>" in written:
        attributes["t"] = "inlineStr"
        return StoredCell(COLUMNS[letters], name, attributes, None, More(inline))
    if kind:
        attributes["t"] = kind
    shown = value if value or "<v>" in written else None
    return StoredCell(COLUMNS[letters], name, attributes, shown, None)


def is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Say whether a row or column is hidden, or has no height or width."""
    return attributes.get("hidden") in ("1", "true") or attributes.get(size) == "0"
