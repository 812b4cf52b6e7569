"""Texts of an XML tree together with the nodes they stand in, and masks written back into these.

A `Unit` is what a reader sees as one text: the runs of a paragraph, an attribute, the text of an
element. Each of its characters belongs to a `Slot`, and each slot to one place in the tree.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.ooxml.names import local
from deident.formats.ooxml.words import is_number, stored
from deident.making import unprinted
from deident.model import NO_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from deident.model import Mask

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NAME = re.compile(r"[^\w.]")
_FIGURES = frozenset({"numCache", "numLit"})
TEXT, TAIL, ELEMENT = "#text", "#tail", "#element"


class Role(Enum):
    """What a unit is to the reader of the document."""

    VISIBLE = "visible"
    DELETED = "deleted"
    HIDDEN = "hidden"
    CODE = "field code"
    AID = "reading aid"
    ATTRIBUTE = "attribute"
    ALT = "alternative text"
    AUTHOR = "author"
    LOOSE = "text"
    ASIDE = "remark"


class Slot(NamedTuple):
    """Characters in one place of a tree.

    `place` is TEXT, TAIL, ELEMENT (a mark such as a hyphen that is an element of its own) or the
    name of an attribute.
    """

    node: etree._Element
    place: str
    text: str
    raw: str = ""

    def __repr__(self) -> str:
        return unprinted(self)


class Box:
    """A cell of a table in a text: where it stands, and the visible units in it."""

    __slots__ = (
        "column",
        "column_span",
        "labels",
        "merged",
        "outer",
        "row",
        "row_span",
        "table",
        "units",
    )

    def __init__(
        self, table: int, row: int, column: int, column_span: int, outer: Box | None
    ) -> None:
        self.table, self.row, self.column = table, row, column
        self.row_span, self.column_span = 1, column_span
        self.merged = False
        self.labels = NO_LABELS
        self.outer = outer
        self.units: list[Unit] = []


class Unit:
    """Slots that are read as one text."""

    __slots__ = ("box", "follows", "paragraph", "role", "slots", "text")

    def __init__(
        self, slots: Sequence[Slot], role: Role, paragraph: int = 0, box: Box | None = None
    ) -> None:
        self.slots = slots
        self.role = role
        self.paragraph = paragraph
        self.box = box
        self.follows: Unit | None = None
        self.text = "".join([slot.text for slot in slots])


def write_unit(unit: Unit, masks: Sequence[Mask]) -> None:
    """Write masks over a unit.

    A replacement as long as what it covers is written character by character, so that every run
    keeps its formatting; any other goes where the mask begins.
    """
    texts = [slot.text for slot in unit.slots]
    for slot, text in zip(unit.slots, _written_over(texts, masks), strict=True):
        if text != slot.text:
            _write(slot, text)


def _written_over(texts: list[str], masks: Sequence[Mask]) -> list[str]:
    length = sum(map(len, texts))
    characters: list[str] = [character for text in texts for character in text]
    done = 0
    for mask in sorted(masks, key=lambda mask: mask.place.span):
        start, end = mask.place.span.start, mask.place.span.end
        if not done <= start < end <= length:
            raise ValueError("masks overlap or reach beyond the segment")
        done = end
        if len(mask.replacement) == end - start:
            characters[start:end] = mask.replacement
        else:
            characters[start:end] = [mask.replacement, *[""] * (end - start - 1)]
    written = []
    at = 0
    for text in texts:
        written.append("".join(characters[at : at + len(text)]))
        at += len(text)
    return written


def _write(slot: Slot, text: str) -> None:
    node, text = slot.node, _FORBIDDEN.sub("\ufffd", text)
    if slot.place == TEXT:
        _write_text(node, slot.text, text)
    elif slot.place == TAIL:
        node.tail = text
    elif slot.place == ELEMENT:
        _replace(node, text)
    else:
        _write_attribute(slot, text)


def _write_text(node: etree._Element, old: str, text: str) -> None:
    if not isinstance(node.tag, str):
        node.text = text.replace("--", "__").replace("?>", "__")
        return
    name = local(node.tag)
    if name == "v" and is_number(old.strip()) and _is_figure(node):
        # No chart opens with a word among its figures.
        text = "0"
    node.text = text
    if name in ("t", "delText", "instrText") and text != text.strip():
        node.set(_SPACE, "preserve")


def _is_figure(node: etree._Element) -> bool:
    return any(local(around.tag) in _FIGURES for around in node.iterancestors())


def _replace(node: etree._Element, text: str) -> None:
    """Put a text where a mark stood that was covered."""
    parent = node.getparent()
    if not text:
        parent.remove(node)
        return
    new = parent.makeelement(f"{node.tag.rpartition('}')[0]}}}t")
    new.text, new.tail = text, node.tail
    parent.replace(node, new)


def _write_attribute(slot: Slot, text: str) -> None:
    node, name = slot.node, slot.place
    plain, element = local(name), local(node.tag)
    if (element, plain) in _NAMES:
        text = _NO_NAME.sub("_", text)
    elif is_number(slot.raw) and "*" in text and plain not in _WORDED:
        # Where a number must stand, a number stays.
        text = re.sub("[^0-9]", "0", text)
    node.set(name, stored(plain, slot.raw, text))


# A link and what it leads to are masked alike, so that it still leads there.
_NAMES = frozenset({("bookmarkStart", "name"), ("docPart", "name"), ("hyperlink", "anchor")})
_WORDED = frozenset(
    {"val", "name", "title", "descr", "alt", "tooltip", "value", "displayText", "author", "string"}
)
