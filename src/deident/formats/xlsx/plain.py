"""Rows as nearly every program writes them, read by a pattern instead of a parser.

A row that fits the pattern is well-formed and holds cells with a number, a shared string or a plain
text, and nothing else. The parser is told of as many blanks in its place, so that it goes on
counting bytes and checks all that stands around. Whatever fits less is the parser's.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.xlsx.values import column_name

if TYPE_CHECKING:
    from collections.abc import Mapping

# Neither markup nor anything that a parser changes, refuses or escapes.
_TEXT = rb"[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f]*"
# So begin U+FFFE and U+FFFF, which a parser refuses too.
_DOUBTFUL = b"\xef\xbf"
_OPEN = re.compile(rb'<row((?: [A-Za-z0-9]+(?::[A-Za-z]+)?="[A-Za-z0-9.:]{0,10}")*)>')
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:]+)="([^"]*)"')
_CELL = re.compile(
    rb'<c r="(([A-Z]{1,3})([1-9][0-9]{0,6}))"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?'
    rb"(?:/>|>(?:<v>("
    + _TEXT
    + rb')</v>|<is><t(?: xml:space="preserve")?>('
    + _TEXT
    + rb")</t></is>)?"
    rb"</c>)|(</row>)"
)
_CLOSING = len(b"</c>")
_SLASH = ord("/")
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
MOST_COLUMNS = 16_384
_COLUMNS = {column_name(column).encode(): column for column in range(MOST_COLUMNS)}


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
    start: int
    end: int


class PlainRow(NamedTuple):
    """A row, its attributes, and the offset behind it."""

    attributes: dict[str, str]
    cells: list[StoredCell]
    end: int


def plain_row(raw: bytes, at: int, base: int = 0) -> PlainRow | None:
    """Return the row that begins at an offset, or None where it is not plain or not all there.

    `base` is where the bytes begin in the whole part; the cells say where they stand in that.
    """
    opened = _OPEN.match(raw, at)
    if opened is None:
        return None
    named = _ATTRIBUTE.findall(opened[1])
    attributes = {name.decode(): value.decode() for name, value in named}
    if len(attributes) < len(named):
        return None
    try:
        row = _cells(raw, opened.end(), base, attributes)
    except UnicodeDecodeError:
        return None
    return row if row is None or raw.find(_DOUBTFUL, at, row.end) < 0 else None


def _cells(raw: bytes, due: int, base: int, attributes: dict[str, str]) -> PlainRow | None:
    number = attributes.get("r", "").encode()
    cells: list[StoredCell] = []
    last = -1
    for found in _CELL.finditer(raw, due):
        start, end = found.span()
        if start != due:
            return None
        due = end
        name, letters, row, style, kind, value, inline, closing = found.groups()
        if closing is not None:
            return PlainRow(attributes, cells, end)
        column = _COLUMNS.get(letters, -1)
        if row != number or column <= last:
            return None
        last = column
        own = {"r": name.decode()}
        if style is not None:
            own["s"] = style.decode()
        if kind is not None:
            own["t"] = kind.decode()
        more = shown = None
        if value is not None:
            shown = value.decode()
        elif inline is not None:
            more = More(inline.decode())
        if raw[end - 2] != _SLASH:
            end -= _CLOSING
        cells.append(StoredCell(column, own["r"], own, shown, more, base + start, base + end))
    return None
