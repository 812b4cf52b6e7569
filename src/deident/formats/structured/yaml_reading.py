"""The items of YAML, in the order they stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from deident.errors import UnreadableError
from deident.formats.structured.items import Item, Lines, Named, Unit
from deident.formats.structured.json_reading import is_json
from deident.formats.structured.shape import Shape
from deident.formats.structured.values import Inside
from deident.formats.structured.yaml_scalars import scalar
from deident.formats.written import Written, simple
from deident.model import Kind, Locator

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_DEEPEST = 1000
# In what stands between scalars there is nothing but marks, comments and directives.
_ASIDE = re.compile(r"(?:(?<=\s)|^)#(?P<comment>[^\r\n]+)|^%(?P<directive>[^\r\n]+)", re.MULTILINE)
_PROPERTY = re.compile(
    r"(?:[ \t\r\n]++|(?<=\s)#[^\r\n]*+|&(?P<anchor>[^\s,\[\]{}]++)|!(?P<tag>[^\s,\[\]{}]*+))"
)
_NO_NAME = re.compile("[^0-9A-Za-z_-]")
_TELLS = re.compile(r"[0-9]{5}|[^\x00-\x7f]")


def items(text: str) -> Iterator[Item]:
    """Yield everything that says something."""
    return _Reader(text).items()


class _Reader:
    """Walks a text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._shape = Shape(Named())
        self._lines = Lines(text)
        self._inside = Inside(is_json)
        # For each open mapping, whether a key comes next; None for a sequence.
        self._open: list[bool | None] = []
        self._at = 0
        self._values = self._keys = self._asides = 0

    def items(self) -> Iterator[Item]:
        """Yield everything that says something."""
        loader = getattr(yaml, "CLoader", yaml.Loader)
        told = False
        try:
            for event in yaml.parse(self._text, Loader=loader):
                told = told or isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
                yield from self._event(event)
        except (yaml.YAMLError, ValueError, RecursionError):
            # The original error quotes the document.
            raise self._refusal("MALFORMED", "it is not well-formed YAML") from None
        yield from self._between(len(self._text))
        if not told and not self._asides:
            raise self._refusal("EMPTY", "there is nothing in it")

    def _refusal(self, reason: str, why: str) -> UnreadableError:
        return UnreadableError(f"line {self._lines.at(self._at)}", reason, why)

    def _event(self, event: Any) -> Iterator[Item]:  # noqa: ANN401 - untyped
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            yield from self._between(start)
            begin = yield from self._properties(start)
            yield from self._scalar(event, begin, end)
            self._at = max(self._at, end)
        elif isinstance(event, yaml.CollectionStartEvent):
            yield from self._between(start)
            yield from self._properties(start)
            self._begin(mapping=isinstance(event, yaml.MappingStartEvent))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._shape.close()
        elif isinstance(event, yaml.AliasEvent):
            yield from self._between(start)
            yield from self._alias(start, end)

    def _begin(self, *, mapping: bool) -> None:
        if len(self._open) >= _DEEPEST:
            raise self._refusal("TOO_DEEP", "it is nested too deeply")
        if self._is_key():
            self._shape.key("")
        if mapping:
            self._shape.open_object()
        else:
            self._shape.open_array()
        self._open.append(True if mapping else None)

    def _is_key(self) -> bool:
        """Say whether what comes is a key, and expect the other afterwards."""
        if not self._open or self._open[-1] is None:
            return False
        self._open[-1] = not self._open[-1]
        return not self._open[-1]

    def _between(self, end: int) -> Iterator[Item]:
        """Yield the comments and directives up to a place."""
        if end <= self._at:
            return
        for found in _ASIDE.finditer(self._text, self._at, end):
            group = found.lastgroup or "comment"
            yield from self._aside(group, *found.span(group))
        self._at = end

    def _aside(self, group: str, start: int, end: int) -> Iterator[Item]:
        words = self._text[start:end]
        if words.strip():
            self._asides += 1
            kind = Kind.COMMENT if group == "comment" else Kind.METADATA
            where = Locator(part=group, line=self._lines.at(start))
            escape = _one_line if group in ("comment", "directive") else _in_name
            written = Written((simple(words, start, escape),))
            yield Unit(f"c{self._asides}", written, where, kind)

    def _properties(self, start: int) -> Generator[Item, None, int]:
        """Yield anchor, tag and comments before a node; return where the node itself begins."""
        at = start
        while self._text[at : at + 1] in ("&", "!") or at > start:
            found = _PROPERTY.match(self._text, at)
            if found is None:
                break
            at = found.end()
            group = found.lastgroup
            if group is None and "#" in found.group():
                place = found.start() + found.group().index("#") + 1
                yield from self._aside("comment", place, at)
            elif group is not None and _TELLS.search(found[group]):
                yield from self._aside(group, *found.span(group))
        self._at = max(self._at, at)
        return at

    def _alias(self, start: int, end: int) -> Iterator[Item]:
        if self._is_key():
            self._shape.key("")
        else:
            self._shape.value("")
        if _TELLS.search(self._text[start + 1 : end]):
            yield from self._aside("alias", start + 1, end)
        self._at = max(self._at, end)

    def _scalar(self, event: Any, start: int, end: int) -> Iterator[Item]:  # noqa: ANN401 - untyped
        text: str = event.value
        written, header = scalar(self._text, start, end, text, event.style or "")
        if header:
            yield from self._aside("comment", *header)
        if self._is_key():
            self._keys += 1
            self._shape.key(text)
            if text.strip():
                line = Locator(part="key", line=self._lines.at(start))
                yield Unit(f"k{self._keys}", written, line, Kind.METADATA)
            return
        self._values += 1
        slot = self._shape.value(text)
        cell = slot.cell
        unit = Unit(
            f"v{self._values}",
            written,
            Locator(
                line=self._lines.at(start),
                row=cell.row + 1 if cell else 0,
                column=cell.column + 1 if cell else 0,
            ),
            Kind.CELL if cell else Kind.BODY,
            slot.labels,
            cell,
            grid=slot.grid,
            header=slot.header,
        )
        yield from self._inside.items(unit)


def _one_line(new: str) -> str:
    return new.replace("\n", " ").replace("\r", " ")


def _in_name(new: str) -> str:
    """Write in the few characters that names of anchors may have."""
    return _NO_NAME.sub("x", new)
