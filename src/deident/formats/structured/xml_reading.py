"""The items of well-formed XML, in the order its elements end."""

from __future__ import annotations

import re
from array import array
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.structured.items import Item, Lines, Named, Unit
from deident.formats.structured.json_reading import is_json
from deident.formats.structured.values import Inside
from deident.formats.tables import normalise
from deident.formats.written import Escape, Run, Written, simple
from deident.model import Cell, Kind, Labels, Locator, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 1000
_HELD = 1000
_TOKEN = re.compile(
    r"(?P<text>[^<]++)"
    r"|<!--(?P<comment>.*?)-->"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<\?(?P<instruction>.*?)\?>"
    r"|</(?P<end>[^>]*)>"
    r"|<(?P<start>[^\s/>!?]++(?:[^>\"']++|\"[^\"]*\"|'[^']*')*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|([A-Za-z]+));")
_NAME = re.compile(r"[^\s/>]+")
_ODD_NAME = re.compile(r"[0-9]{5}|[^\x00-\x7f]{12}")
# Attributes that say what the value beside them is.
_KEYS = frozenset({"name", "key", "label", "title", "field", "caption", "fieldname", "displayname"})
_VALUES = frozenset({"value", "val", "content", "text", "v"})
_LONGEST_KEY = 40
_HEX = 16


class _Leaf(NamedTuple):
    """A text that an element holds, or that it passes on from the one inside it."""

    runs: tuple[Run, ...]
    name: str = ""
    number: int = 0
    holder: _Element | None = None
    line: int = 0


class _Element:
    """An element that is open."""

    __slots__ = ("columns", "index", "key", "leaves", "name", "number", "own", "parent", "rows")

    def __init__(self, name: str, number: int, parent: _Element | None) -> None:
        self.name = name
        self.number = number
        self.parent = parent
        self.index = 0
        self.rows = 0
        self.key = ""
        self.columns: dict[str, int] = {}
        self.leaves: list[_Leaf] = []
        self.own = False
        if parent is not None:
            self.index = parent.rows
            parent.rows += 1

    def column(self, name: str) -> int:
        """Return the number of a name's column in the table that this element is."""
        return self.columns.setdefault(name, len(self.columns))


def items(text: str) -> Iterator[Item]:
    """Yield everything that says something."""
    return _Reader(text).items()


class _Reader:
    """Walks a text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._named = Named()
        self._inside = Inside(is_json)
        self._open: list[_Element] = []
        self._numbers = count(1)
        self._ids = count(1)

    def items(self) -> Iterator[Item]:
        """Yield everything that says something."""
        at = 0
        for token in _TOKEN.finditer(self._text):
            if token.start() != at:
                raise self._broken(at)
            at = token.end()
            group = token.lastgroup or ""
            start, end = token.span(group)
            if group == "text":
                self._words(_decoded(self._text[start:end], start, _in_text))
            elif group == "cdata":
                self._words(simple(self._text[start:end], start, _in_cdata))
            elif group == "start":
                yield from self._begin(token["start"], start)
            elif group == "end":
                yield from self._finish(self._open.pop())
            else:
                yield from self._aside(group, start, end)
        if at != len(self._text) or self._open:
            raise self._broken(at)

    def _broken(self, at: int) -> UnreadableError:
        return UnreadableError(
            f"line {self._lines.at(at)}", "MALFORMED", "it is not well-formed XML"
        )

    def _aside(self, group: str, start: int, end: int) -> Iterator[Item]:
        words = self._text[start:end]
        if group == "instruction" and words.startswith("xml") and words[3:4].isspace():
            return
        escape = _in_comment if group == "comment" else _in_instruction
        kind = Kind.COMMENT if group == "comment" else Kind.METADATA
        if words.strip():
            where = Locator(part=group, line=self._lines.at(start))
            written = Written((simple(words, start, escape),))
            yield from self._inside.items(Unit(f"x{next(self._ids)}", written, where, kind))

    def _begin(self, tag: str, start: int) -> Iterator[Item]:
        if len(self._open) >= _DEEPEST:
            raise UnreadableError(
                f"line {self._lines.at(start)}", "TOO_DEEP", "it is nested too deeply"
            )
        found = _NAME.match(tag)
        name = found.group() if found else ""
        parent = self._open[-1] if self._open else None
        element = _Element(_local(name), next(self._numbers), parent)
        self._open.append(element)
        if _ODD_NAME.search(name):
            yield Unread(code="PART_NAME", where="element")
        yield from self._attributes(element, tag, start, len(name))
        if tag.endswith("/"):
            yield from self._finish(self._open.pop())

    def _attributes(self, element: _Element, tag: str, start: int, at: int) -> Iterator[Item]:
        found = list(_ATTRIBUTE.finditer(tag, at))
        for attribute in found:
            value = (attribute[2] or attribute[3] or "").strip()
            if _local(attribute[1]).lower() in _KEYS and 0 < len(value) <= _LONGEST_KEY:
                element.key = normalise(value)
        for attribute in found:
            group = 2 if attribute[2] is not None else 3
            name = _local(attribute[1])
            if _ODD_NAME.search(attribute[1]):
                yield Unread(code="PART_NAME", where="attribute")
            run = _decoded(attribute[group], start + attribute.start(group), _in_attribute)
            label = f"{name}/{element.key}" if element.key and name.lower() in _VALUES else name
            number = next(self._ids)
            if run.text.strip():
                labels, cell = self._place(element, label, f"@{name}")
                where = Locator(part="attribute", line=self._lines.at(start))
                unit = Unit(f"x{number}", Written((run,)), where, Kind.METADATA, labels, cell)
                yield from self._inside.items(unit)

    def _place(self, element: _Element, label: str, column: str) -> tuple[Labels, Cell | None]:
        """Return what governs something that stands in an element."""
        table = element.parent
        caption = element.name
        if table is None:
            return self._named.labels(row=label, caption=caption), None
        cell = Cell(table=table.number, row=element.index, column=table.column(column))
        return self._named.labels(column=label, caption=caption), cell

    def _words(self, run: Run) -> None:
        if not self._open:
            return
        element = self._open[-1]
        blank = not run.text.strip()
        element.own = element.own or not blank
        if not blank or element.leaves:
            element.leaves.append(
                _Leaf((run,), line=self._lines.at(run.starts[0]) if not blank else 0)
            )

    def _finish(self, element: _Element) -> Iterator[Item]:
        """Join the texts of an element that has words of its own; hand on a single one."""
        parent = self._open[-1] if self._open else None
        told = element.leaves
        if element.own:
            runs = tuple(run for leaf in told for run in leaf.runs)
            line = next(leaf.line for leaf in told if leaf.line)
            told = [_Leaf(runs, _label(element), element.number, parent, line)]
        told = [leaf for leaf in told if leaf.number]
        if parent is None or len(told) > 1:
            yield from self._tell(told)
            return
        parent.leaves += told
        if len(parent.leaves) > _HELD and not parent.own:
            # An element without end is not held back for words that may come yet.
            yield from self._tell(parent.leaves)
            parent.leaves = []

    def _tell(self, leaves: list[_Leaf]) -> Iterator[Item]:
        for leaf in leaves:
            if not leaf.number:
                continue
            if leaf.holder is None:
                labels, cell = self._named.labels(row=leaf.name), None
            else:
                labels, cell = self._place(leaf.holder, leaf.name, leaf.name)
            where = Locator(
                line=leaf.line,
                row=cell.row + 1 if cell else 0,
                column=cell.column + 1 if cell else 0,
            )
            kind = Kind.CELL if cell else Kind.BODY
            unit = Unit(f"t{leaf.number}", Written(leaf.runs), where, kind, labels, cell)
            yield from self._inside.items(unit)


def _local(name: str) -> str:
    return name.rpartition(":")[2] if not name.startswith("xmlns") else name


def _label(element: _Element) -> str:
    name = normalise(element.name)
    return f"{name}/{element.key}" if element.key else name


_FIVE = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTED = str.maketrans({**_TEXT, '"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;"})
_PLAIN = str.maketrans(_TEXT)
# What would end a comment or an instruction is written with a character that looks like it.
_COMMENT = str.maketrans({"-": "\u2010"})
_INSTRUCTION = str.maketrans({"?": "\uff1f", ">": "\uff1e"})


def _in_text(new: str) -> str:
    return new.translate(_PLAIN)


def _in_attribute(new: str) -> str:
    return new.translate(_QUOTED)


def _in_cdata(new: str) -> str:
    return new.replace("]]>", "]]]]><![CDATA[>")


def _in_comment(new: str) -> str:
    return new.translate(_COMMENT)


def _in_instruction(new: str) -> str:
    return new.translate(_INSTRUCTION)


def _decoded(raw: str, start: int, escape: Escape) -> Run:
    """Return characters that may be written as references."""
    if "&" not in raw:
        return simple(raw, start, escape)
    parts: list[str] = []
    places = array("q")
    at = 0
    for found in _REFERENCE.finditer(raw):
        parts.append(raw[at : found.start()])
        places.extend(range(start + at, start + found.start() + 1))
        at = found.end()
        decimal, hexadecimal, name = found.groups()
        parts.append(
            _FIVE[name] if name else chr(int(decimal) if decimal else int(hexadecimal, _HEX))
        )
    parts.append(raw[at:])
    places.extend(range(start + at, start + len(raw) + 1))
    return Run("".join(parts), places[:-1], places[1:], escape)
