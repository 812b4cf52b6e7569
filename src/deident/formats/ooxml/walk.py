"""One walk through the XML of an office part: its texts, its telling attributes, its tables.

The walk is the same before masking and while masking, so the numbers of units agree. What a reader
sees of a paragraph is one text; deleted and hidden runs, field codes and reading aids stand apart,
because they would tear a number in two that the reader sees whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.ooxml.names import is_hidden_run, is_on, local, short, value_of
from deident.formats.ooxml.paragraph import Paragraph
from deident.formats.ooxml.units import ELEMENT, TAIL, TEXT, Box, Role, Slot, Unit
from deident.formats.ooxml.words import (
    attribute_tells,
    is_packed,
    is_plain_target,
    shown,
    text_tells,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from lxml import etree

_TEXTS = frozenset({"w:t", "a:t", "m:t", "w:delText", "w:instrText", "w:delInstrText"})
_CODES = frozenset({"w:instrText", "w:delInstrText"})
_DELETED_TEXTS = frozenset({"w:delText", "w:delInstrText"})
_PARAGRAPHS = frozenset({"w:p", "a:p", "svg:text", "?:div", "div"})
_MIXED = frozenset({"svg:text", "?:div", "div"})
_MARKS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "a:br": "\n",
}
_MARK_PARENTS = frozenset({"w:r", "a:p"})
_DELETED = frozenset({"w:del", "w:moveFrom"})
_ALTS = frozenset({"descr", "title", "alt", "tooltip", "string"})
_AUTHORS = frozenset({"author", "initials", "userId", "providerId"})
_PACKED_ATTRIBUTES = frozenset({"gfxdata", "equationxml"})
_PACKED_TEXTS = frozenset({"w:fldData", "w:binData"})
_NAMED_BY_PROGRAM = ("_Toc", "_Ref", "_Hlk", "_GoBack", "_x0000_", "_MON_")
_LONGEST_NUMBERED_NAME = 14
PACKED, HIDDEN_TEXT, RSIDS = "(packed)", "(hidden)", "(rsid)"


class Walk:
    """What one part holds. `hidden_styles` are the ids of styles that hide their text."""

    def __init__(
        self,
        root: etree._Element,
        hidden_styles: Collection[str] = (),
        first_table: int = 0,
    ) -> None:
        self.visible: list[Unit] = []
        self.others: list[Unit] = []
        self.attributes: list[Unit] = []
        self.boxes: list[list[Box]] = []
        self.titles: list[str] = []
        self.tags: set[str] = set()
        self.is_cropped = self.is_packed = False
        self._hidden_styles = hidden_styles
        self._first_table = first_table
        self._count = 0
        self._paragraph: Paragraph | None = None
        self._box: Box | None = None
        self._at = (0, -1, 0)
        self._special = self._readers()
        self._around(root)
        self._handle(root)(root, Role.VISIBLE)

    def _readers(self) -> dict[str, Callable[[etree._Element, Role], None]]:
        """Return who reads which element."""
        return {
            **dict.fromkeys(_TEXTS, self._text),
            **dict.fromkeys(_PARAGRAPHS, self._of_paragraph),
            **dict.fromkeys(_MARKS, self._mark),
            **dict.fromkeys(_DELETED, self._deleted),
            "w:sym": self._symbol,
            "mc:Fallback": self._fallback,
            "w:r": self._run,
            "w:tbl": self._table,
            "a:tbl": self._table,
            "w:tr": self._row,
            "a:tr": self._row,
            "w:tc": self._cell,
            "a:tc": self._cell,
            "w:rt": self._aid,
            "a:srcRect": self._crop,
            "v:imagedata": self._crop,
        }

    @property
    def units(self) -> list[Unit]:
        """All units, in the order of their numbers."""
        return [*self.visible, *self.others, *self.attributes]

    def _around(self, root: etree._Element) -> None:
        for side in (root.itersiblings(preceding=True), root.itersiblings()):
            for node in side:
                self._aside(node)

    def _handle(self, node: etree._Element) -> Callable[[etree._Element, Role], None]:
        """Note an element and return who reads what is in it."""
        if not isinstance(node.tag, str):
            return self._aside
        tag = short(node.tag)
        self.tags.add(tag)
        if node.attrib:
            self._attributes(node)
        return self._special.get(tag, self._plain)

    def _plain(self, node: etree._Element, role: Role) -> None:
        if node.text is not None and not node.text.isspace():
            self._loose(node, TEXT, node.text, role)
        self._children(node, role)

    def _children(self, node: etree._Element, role: Role) -> None:
        for child in node:
            self._handle(child)(child, role)
            tail = child.tail
            if tail is not None and (not tail.isspace() or self._is_mixed()):
                self._loose(child, TAIL, tail, role)

    def _deleted(self, node: etree._Element, role: Role) -> None:  # noqa: ARG002 outweighed
        self._plain(node, Role.DELETED)

    def _is_mixed(self) -> bool:
        return self._paragraph is not None and self._paragraph.mixed

    def _loose(self, node: etree._Element, place: str, text: str, role: Role) -> None:
        if self._paragraph is not None and self._paragraph.mixed:
            self._paragraph.add(Slot(node, place, text, text), role)
        elif place == TEXT and short(node.tag) in _PACKED_TEXTS:
            self.tags.add(PACKED)
        elif text_tells(local(node.tag) if place == TEXT else "", text):
            self.is_packed = self.is_packed or is_packed(text)
            unit = Unit([Slot(node, place, text, text)], Role.LOOSE, self._count)
            self.others.append(unit)

    def _aside(self, node: etree._Element, role: Role = Role.ASIDE) -> None:  # noqa: ARG002
        """Note a comment of the XML, or an instruction, which nobody sees."""
        if node.text and node.text.strip():
            self.attributes.append(Unit([Slot(node, TEXT, node.text, node.text)], Role.ASIDE))

    def _attributes(self, node: etree._Element) -> None:
        element = local(node.tag)
        internal = element == "Relationship" and node.get("TargetMode", "").lower() != "external"
        for name, value in node.attrib.items():
            plain = local(name)
            if plain in _PACKED_ATTRIBUTES:
                self.tags.add(PACKED)
                continue
            if plain.startswith("rsid"):
                self.tags.add(RSIDS)
            if not attribute_tells(element, plain, value):
                continue
            if _is_numbered(value) or (internal and plain == "Target" and is_plain_target(value)):
                continue
            self.is_packed = self.is_packed or is_packed(value)
            slot = Slot(node, name, shown(plain, value), value)
            self.attributes.append(Unit([slot], _role_of(plain), self._count))

    def _text(self, node: etree._Element, role: Role) -> None:
        paragraph = self._paragraph
        if paragraph is None:
            self._plain(node, role)
            return
        tag = short(node.tag)
        if tag in _CODES and role is Role.VISIBLE:
            role = Role.CODE
        elif tag in _DELETED_TEXTS:
            role = Role.DELETED
        if node.text:
            paragraph.add(Slot(node, TEXT, node.text, node.text), role)
        if len(node):
            self._children(node, role)

    def _of_paragraph(self, node: etree._Element, role: Role) -> None:
        self._count += 1
        mixed = short(node.tag) in _MIXED
        self._within(Paragraph(mixed=mixed), node, role)

    def _fallback(self, node: etree._Element, role: Role) -> None:
        """Read what older programs show instead as a text of its own."""
        if self._paragraph is None:
            self._plain(node, role)
        else:
            self._within(Paragraph(mixed=False), node, role)

    def _within(self, paragraph: Paragraph, node: etree._Element, role: Role) -> None:
        around, number = self._paragraph, self._count
        self._paragraph = paragraph
        if node.text and (paragraph.mixed or not node.text.isspace()):
            self._loose(node, TEXT, node.text, role)
        self._children(node, role)
        self._paragraph = around
        self._emit(paragraph, number)

    def _emit(self, paragraph: Paragraph, number: int) -> None:
        for role, slots in paragraph.texts():
            visible = role is Role.VISIBLE
            unit = Unit(slots, role, number, self._box if visible else None)
            if not unit.text or unit.text.isspace():
                continue
            (self.visible if visible else self.others).append(unit)
            if visible and self._box is not None:
                self._box.units.append(unit)

    def _run(self, node: etree._Element, role: Role) -> None:
        if role is Role.VISIBLE and is_hidden_run(node, self._hidden_styles):
            self.tags.add(HIDDEN_TEXT)
            role = Role.HIDDEN
        self._children(node, role)

    def _aid(self, node: etree._Element, role: Role) -> None:
        self._plain(node, Role.AID if role is Role.VISIBLE else role)

    def _mark(self, node: etree._Element, role: Role) -> None:
        parent = node.getparent()
        if (
            self._paragraph is not None
            and parent is not None
            and short(parent.tag) in _MARK_PARENTS
        ):
            self._paragraph.add(Slot(node, ELEMENT, _MARKS[short(node.tag)]), role)
        self._children(node, role)

    def _symbol(self, node: etree._Element, role: Role) -> None:
        """A character of a symbol font; the digits of such fonts are digits to the reader."""
        if self._paragraph is None:
            return
        code = next((value for name, value in node.attrib.items() if local(name) == "char"), "")
        try:
            number = int(code, 16) & 0xFF
        except ValueError:
            number = 0
        digit = chr(number) if chr(number).isascii() and chr(number).isdecimal() else "\ufffc"
        self._paragraph.add(Slot(node, ELEMENT, digit), role)

    def _crop(self, node: etree._Element, role: Role) -> None:
        for name, value in node.attrib.items():
            plain = local(name)
            cuts = plain in ("l", "t", "r", "b") or plain.startswith("crop")
            if cuts and not value.startswith("-") and value.strip("0.f%"):
                self.is_cropped = True
        self._children(node, role)

    def _table(self, node: etree._Element, role: Role) -> None:
        before = (self._at, self._box, self._paragraph)
        title = ""
        if self._box is None and self.visible and self.visible[-1].box is None:
            title = self.visible[-1].text
        number = self._first_table + len(self.boxes)
        self.boxes.append([])
        self.titles.append(title)
        self._at, self._paragraph = (number, -1, 0), None
        self._children(node, role)
        self._at, self._box, self._paragraph = before

    def _row(self, node: etree._Element, role: Role) -> None:
        table, row, _ = self._at
        column = 0
        for found in node.iterfind("{*}trPr/*"):
            name = local(found.tag) if isinstance(found.tag, str) else ""
            if name == "gridBefore":
                column = _count(value_of(found))
            elif name == "del":
                role = Role.DELETED
            elif name == "hidden" and is_on(found) and role is Role.VISIBLE:
                self.tags.add(HIDDEN_TEXT)
                role = Role.HIDDEN
        self._at = (table, row + (role is Role.VISIBLE), column)
        self._children(node, role)

    def _cell(self, node: etree._Element, role: Role) -> None:
        table, row, column = self._at
        around, paragraph = self._box, self._paragraph
        self._paragraph = None
        span, merged = _spans(node)
        if role is Role.VISIBLE and 0 <= table - self._first_table < len(self.boxes):
            box = Box(table, max(row, 0), column, span, around)
            box.merged = merged
            self.boxes[table - self._first_table].append(box)
            self._box = box
        if node.find("{*}tcPr/{*}cellDel") is not None:
            role = Role.DELETED
        self._children(node, role)
        self._box, self._paragraph = around, paragraph
        # In a presentation every column has its cell, also where one covers several.
        self._at = (table, row, column + (span if short(node.tag) == "w:tc" else 1))


def _spans(cell: etree._Element) -> tuple[int, bool]:
    """Return how many columns a cell covers, and whether it goes on the cell above."""
    span, merged = _count(cell.get("gridSpan") or "1"), cell.get("vMerge") in ("1", "true")
    for found in cell.iterfind("{*}tcPr/*"):
        name = local(found.tag) if isinstance(found.tag, str) else ""
        if name == "gridSpan":
            span = _count(value_of(found))
        elif name == "vMerge":
            merged = value_of(found) != "restart"
    return max(span, 1), merged


def _count(text: str) -> int:
    return min(int(text), 1000) if text.isascii() and text.isdecimal() else 0


def _is_numbered(value: str) -> bool:
    """Say whether a program made up a name: a bookmark of a table of contents, a shape."""
    return len(value) <= _LONGEST_NUMBERED_NAME and value.startswith(_NAMED_BY_PROGRAM)


def _role_of(name: str) -> Role:
    if name in _ALTS:
        return Role.ALT
    return Role.AUTHOR if name in _AUTHORS else Role.ATTRIBUTE
