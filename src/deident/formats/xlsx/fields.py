"""Every text and every attribute that says something, in any XML part of a workbook.

A `Field` is one run of text that a reader sees as a unit (a paragraph of a text box, a comment, an
attribute) together with the bytes it stands in. What is left out is structure: numbers of at most
six digits, words of the schema, references to cells, identifiers and names of fonts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from deident.formats.markup import local
from deident.formats.xlsx.values import is_number, shown_number, unescape
from deident.making import unprinted

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

    from deident.formats.markup import Scanner

COMMENT = "<!--"
INSTRUCTION = "<?"
_SHORT = 6
# Elements whose runs are one text: strings, comments, paragraphs, the text boxes of old drawings.
RUNS = frozenset({"si", "is", "text", "p", "div"})
_BREAKS = frozenset({"br", "rPh"})
_HEADERS = frozenset(
    {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
)
_HEADER_CODE = re.compile(
    r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]{1,3}(?![0-9])|[A-Za-z&+-]|)'
)
_BREAKING_CODES = frozenset("LCRPNDTFAZG&")
_FREE = frozenset(
    {"alt", "author", "caption", "codename", "command", "comment", "connection", "descr", "name"}
    | {"description", "display", "displayname", "error", "errortitle", "formatcode", "help", "href"}
    | {"initials", "location", "prompt", "prompttitle", "providerid", "refersto", "source", "v"}
    | {"sourcefile", "sourcename", "src", "statusbar", "string", "target", "text", "textlink"}
    | {"title", "tooltip", "uniquename", "url", "user", "userid", "username"}
)
_FREE_VALUES = frozenset({"filter", "customFilter", "inputCells"})
_FONTS = frozenset({"typeface", "script", "panose", "font-family", "rfont", "face"})
_FONT_ELEMENTS = frozenset({"name", "rFont", "font", "latin", "ea", "cs"})
# Elements and attributes that hold coordinates and running numbers.
_GEOMETRY = frozenset(
    {"x", "y", "cx", "cy", "col", "row", "coloff", "rowoff", "off", "ext", "l", "t", "r", "b", "w"}
    | {"h", "sz", "rot", "axid", "crossax", "spid", "idx", "sqref", "ref", "spans"}
    | {"topleftcell", "activecell"}
)
_LONGEST_COORDINATE = 10
_NUMERIC = frozenset({"v", "n", "minValue", "maxValue"})
_ADDRESSES = frozenset({"target", "href", "src", "url", "location"})
# A star stands for a digit that is masked: the copy must be read as the original was.
_TELLING = re.compile(r"[0-9*](?:[ \-]?[0-9*]){6,}|@|%[0-9A-Fa-f]{2}")
_IDENTIFIER = re.compile(r"\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?")
# Ten small numbers that describe a typeface: Excel writes them into every theme.
_PANOSE = re.compile("(?:0[0-9A-Fa-f]){10}")
_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_RANGE = rf"(?:{_CELL}(?::{_CELL})?|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})"
_CELLS = re.compile(rf"{_RANGE}(?:[ ,]{_RANGE})*")
_SCHEMA = re.compile(r"(?:https?://(?:schemas|purl|www\.w3|sheetjs)\.[^ ]*|urn:schemas[a-z.:-]*)")


class Slot(NamedTuple):
    """A stretch of bytes that holds text: between tags, or an attribute of the tag at `start`."""

    start: int
    end: int
    text: str
    raw: str
    attribute: str = ""

    def __repr__(self) -> str:
        return unprinted(self)


class View(NamedTuple):
    """A stretch of a field's text that is a segment; `follows` says that it goes on the last."""

    start: int
    end: int
    follows: bool = False


class Field(NamedTuple):
    """Slots that are read as one text. `element` is the local name of the element around them."""

    element: str
    slots: tuple[Slot, ...]

    @property
    def text(self) -> str:
        """The text of all slots."""
        return "".join(slot.text for slot in self.slots)

    @property
    def views(self) -> tuple[View, ...]:
        """The stretches that are read: all of it, or a page header without its codes."""
        if self.element in _HEADERS and not self.slots[0].attribute:
            return _header_views(self.text)
        return (View(0, len(self.text)),)


def _header_views(text: str) -> tuple[View, ...]:
    views: list[View] = []
    at, follows = 0, False
    for code in (*_HEADER_CODE.finditer(text), None):
        start, end = code.span() if code else (len(text), len(text))
        if text[at:start].strip():
            views.append(View(at, start, follows and bool(views)))
            follows = True
        if code and code[0][1:] in _BREAKING_CODES:
            follows = False
        at = end
    return tuple(views)


def is_worded(attribute: str) -> bool:
    """Say whether an attribute's name promises words, so that any text may stand in it."""
    return local(attribute).lower() in _FREE


def is_free(element: str, name: str, value: str) -> bool:
    """Say whether an attribute holds words or numbers of a person's choosing."""
    if not value.strip() or _SCHEMA.fullmatch(value) or _IDENTIFIER.fullmatch(value):
        return False
    lowered = local(name).lower()
    if lowered == "panose" and _PANOSE.fullmatch(value):
        return False
    if is_number(value):
        return _telling_number(value, lowered, element.lower())
    if not value.isascii():
        # 宋体 is the name of a font; 宋体 and a telephone is not.
        font = lowered in _FONTS or (element in _FONT_ELEMENTS and lowered == "val")
        return not font or bool(_TELLING.search(value))
    if lowered in _FREE or (lowered == "val" and element in _FREE_VALUES):
        return True
    return bool(_TELLING.search(value)) and not _CELLS.fullmatch(value)


def _telling_number(value: str, *names: str) -> bool:
    digits = sum(character.isdigit() for character in value.partition(".")[0])
    if "e" in value.lower():
        return True
    return digits > (_SHORT if _GEOMETRY.isdisjoint(names) else _LONGEST_COORDINATE)


def shown(raw: str, element: str, attribute: str = "") -> str:
    """Return a stored text as a reader sees it: escapes resolved, numbers in full."""
    if (element in _NUMERIC or attribute in _NUMERIC) and is_number(raw):
        return shown_number(raw)
    if local(attribute).lower() in _ADDRESSES and "%" in raw:
        return _unquoted(raw)
    return unescape(raw)


def _unquoted(raw: str) -> str:
    try:
        return unquote(raw, errors="strict")
    except UnicodeDecodeError:
        return raw


Unwanted = Callable[[str, Mapping[str, str]], str]


class FieldReader:
    """Collects the fields of one part while a scanner reads it.

    `unwanted` names what is to vanish: "element", the name of an attribute, or "" for nothing; the
    places are collected in `gone`. `joined` names the elements whose texts are read as one.
    """

    def __init__(
        self,
        scanner: Scanner,
        unwanted: Unwanted | None = None,
        joined: frozenset[str] = RUNS,
    ) -> None:
        self._joined = joined
        self.fields: list[Field] = []
        self.gone: list[tuple[int, int, str]] = []
        self._scanner = scanner
        self._parser: XMLParserType = scanner.parser
        self._unwanted = unwanted
        self._stack: list[str] = []
        self._going: list[tuple[int, int]] = []
        self._container: list[Slot] | None = None
        self._container_name = ""
        self._container_depth = 0
        self._pending: list[str] = []
        self._pending_at = 0
        self._opened_at = -1

    def listen(self) -> None:
        """Make the scanner tell this reader what it sees."""
        parser = self._parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartCdataSectionHandler = self.cdata
        self.listen_aside()

    def listen_aside(self) -> None:
        """Hear of what stands beside elements and text: comments and instructions."""
        self._parser.CommentHandler = self.comment
        self._parser.ProcessingInstructionHandler = self.instruction

    def take(self) -> list[Field]:
        """Hand out the fields that are complete."""
        taken, self.fields = self.fields, []
        return taken

    def settled(self, told: int) -> int:
        """Return the offset before which no field is still open."""
        open_at = [told]
        if self._opened_at >= 0:
            open_at.append(self._opened_at)
        if self._pending:
            open_at.append(self._pending_at)
        if self._going:
            open_at.append(self._going[0][1])
        return min(open_at)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note an element and its attributes."""
        at = self._parser.CurrentByteIndex
        self.close_text(at)
        element = local(name)
        self._stack.append(element)
        if self._unwanted and (what := self._unwanted(element, attributes)):
            if what == "element":
                self._going.append((len(self._stack), at))
            else:
                self.gone.append((at, at, what))
        if self._container is None and element in self._joined:
            self._container, self._container_name = [], element
            self._container_depth, self._opened_at = len(self._stack), at
        elif self._container and element in _BREAKS:
            self._emit(self._container)
        if attributes:
            self.attributes(at, element, attributes)

    def attributes(self, at: int, element: str, attributes: Mapping[str, str]) -> None:
        """Note the attributes of a tag that say something."""
        for name, value in attributes.items():
            if is_free(element, name, value) and not _is_internal(element, name, attributes):
                self.fields.append(
                    Field(element, (Slot(at, at, shown(value, element, name), value, name),))
                )

    def end(self, name: str) -> None:  # noqa: ARG002 expat's signature
        """Close an element and the text in it."""
        at = self._parser.CurrentByteIndex
        self.close_text(at)
        depth = len(self._stack)
        element = self._stack.pop()
        if self._going and self._going[-1][0] == depth:
            self.gone.append((self._going.pop()[1], at, "element"))
        if self._container is not None and depth == self._container_depth:
            self._emit(self._container)
            self._container, self._opened_at = None, -1
        elif self._container and element in _BREAKS:
            self._emit(self._container)

    def _emit(self, slots: list[Slot]) -> None:
        if any(slot.text.strip() for slot in slots):
            self.fields.append(Field(self._container_name, tuple(slots)))
        slots.clear()

    def characters(self, text: str) -> None:
        """Note a piece of text."""
        if not self._pending:
            self._pending_at = self._parser.CurrentByteIndex
        self._pending.append(text)

    def cdata(self) -> None:
        """Note that text begins before its first character."""
        if not self._pending:
            self._pending_at = self._parser.CurrentByteIndex
            self._pending.append("")

    def comment(self, text: str) -> None:
        """Note an XML comment."""
        self._aside(text, COMMENT)

    def instruction(self, target: str, text: str) -> None:
        """Note a processing instruction."""
        self._aside(f"{target} {text}", INSTRUCTION)

    def _aside(self, text: str, mark: str) -> None:
        at = self._parser.CurrentByteIndex
        self.close_text(at)
        if text.strip():
            self.fields.append(Field(mark, (Slot(at, at, text, text),)))

    def close_text(self, at: int) -> None:
        """End the text that is being read at an offset."""
        if not self._pending:
            return
        raw = "".join(self._pending)
        self._pending.clear()
        element = self._stack[-1] if self._stack else ""
        if not raw.strip() and not (self._container is not None and element == "t"):
            return
        slot = Slot(self._pending_at, at, shown(raw, element), raw)
        if self._container is not None:
            self._container.append(slot)
        elif not is_number(raw.strip()) or _telling_number(raw.strip(), element.lower()):
            self.fields.append(Field(element, (slot,)))


def _is_internal(element: str, name: str, attributes: Mapping[str, str]) -> bool:
    if element != "Relationship" or name != "Target" or "TargetMode" in attributes:
        return False
    return attributes[name].isascii() and not _TELLING.search(attributes[name])
