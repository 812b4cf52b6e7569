"""Rows as nearly every program writes them, read by a pattern instead of a parser.

A row that fits the pattern is well-formed and holds cells with a number, a shared string or a plain
text, and nothing else. The parser is told of as many blanks in its place, so that it goes on
counting bytes and checks all that stands around. Whatever fits less is the parser's.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.xlsx.shapes import INLINE, read_cells
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deident.formats.xlsx.fields import Field
    from deident.formats.xlsx.shapes import Shape

ROW_END = b"</row>"
# The number comes first, as a rule: what follows is the same for many rows.
_OPEN = re.compile(
    '<row(?: r="([0-9]{1,7})")?((?: [A-Za-z0-9]+(?::[A-Za-z]+)?="[A-Za-z0-9.:]{0,10}")*)>'
)
_ATTRIBUTE = re.compile(' ([A-Za-z0-9:]+)="([^"]*)"')
_ATTRIBUTES = frozenset(
    {"r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel"}
    | {"collapsed", "thickTop", "thickBot", "ph", "x14ac:dyDescent"}
)
_ROW_DIGITS = 7
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


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


class PlainRow(NamedTuple):
    """A row of plain cells: how it is written, and their texts.

    `name` is its number as it is written, `opening` its tag; `fields` were met before it.
    """

    number: int
    hidden: bool
    name: str
    opening: str
    shape: Shape
    texts: Sequence[str]
    start: int
    end: int
    fields: Sequence[Field] = ()

    def __repr__(self) -> str:
        return unprinted(self)


_plain_row = partial(tuple.__new__, PlainRow)


def plain_row(
    raw: bytes, at: int, base: int = 0, before: PlainRow | None = None
) -> PlainRow | None:
    """Return the row that begins at an offset, or None where it is not plain or not all there.

    `base` is where the bytes begin in the whole part; the row says where it stands in that. It is
    read sooner where it is written like the row before.
    """
    stop = raw.find(ROW_END, at)
    if stop < 0:
        return None
    try:
        text = raw[at:stop].decode()
    except UnicodeDecodeError:
        return None
    start, end = base + at, base + stop + len(ROW_END)
    if before is not None and (read := before.shape.read(text)) is not None:
        number, shape = read[0], before.shape
        opening = f'<row r="{number}"{shape.attributes}>'
        texts = read[1:]
        return _plain_row(
            (int(number) - 1, before.hidden, number, opening, shape, texts, start, end, ())
        )
    return _any_plain_row(text, start, end)


def _any_plain_row(text: str, start: int, end: int) -> PlainRow | None:
    opened = _OPEN.match(text)
    looks = _looks(opened[2]) if opened else None
    if opened is None or looks is None:
        return None
    named, hidden = looks
    # Named once, and where it is named first the rest does not say it.
    number = opened[1] or named
    if not number or (opened[1] and named):
        return None
    read = read_cells(text[opened.end() :], number, None if named else opened[2])
    if read is None:
        return None
    shape, texts = read
    shape.met()
    return _plain_row((int(number) - 1, hidden, number, opened[0], shape, texts, start, end, ()))


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


def stored(row: PlainRow, at: int) -> StoredCell:
    """Return one of a row's cells as the parser would have told it."""
    cell, text = row.shape.cells[at], row.texts[at]
    name = cell.letters + row.name
    attributes = {"r": name}
    if cell.style:
        attributes["s"] = cell.style
    if cell.kind:
        attributes["t"] = cell.kind
    if cell.kind == INLINE:
        return StoredCell(cell.column, name, attributes, None, More(text))
    return StoredCell(cell.column, name, attributes, text if cell.tail else None, None)


def is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Say whether a row or column is hidden, or has no height or width."""
    return attributes.get("hidden") in ("1", "true") or attributes.get(size) == "0"
