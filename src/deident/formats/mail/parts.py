"""A message taken apart by offsets: header fields, parts, and what lies before and behind them.

Nothing is copied or decoded here, so that what no mask touches keeps its bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.mail.params import Param, media_type_of, params_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits

WHERE = "the file"
_FIELD = re.compile(rb"([!-9;-~\x80-\xff]{1,200})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_BLANK = re.compile(rb"\r?\n")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
# Mail folders of Unix begin a message with a line of their own.
_ENVELOPE = re.compile(rb">?From [^\n]*\n")
_MOST_HEADER = 1 << 20
_DEEPEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One header field: the whole of it with its line end, its name, and where its value stands."""

    start: int
    end: int
    name: str = field(repr=False)
    value_start: int
    value_end: int


@dataclass(slots=True, kw_only=True)
class Part:
    """A message or one part of it. `marks` are the boundaries in its lines, without the dashes.

    It is odd where programs would disagree about what its header is.
    """

    number: int
    start: int
    fields: list[Field]
    body_start: int
    body_end: int
    kind: str
    params: list[Param]
    encoding: str
    disposition: str = ""
    children: list[Part] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    between: list[tuple[int, int]] = field(default_factory=list)
    outer: tuple[int, int] = (0, 0)
    is_odd: bool = False

    def walk(self) -> Iterator[Part]:
        """Yield this part and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def value(self, name: str) -> str:
        """Return a parameter of its content type; "" where it has none."""
        return next((one.text for one in self.params if one.name == name), "")


class Parser:
    """Takes one message apart. Raises `UnreadableError`: MALFORMED, TRUNCATED, TOO_LARGE …."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self._raw = raw
        self._limits = limits
        self._count = 0

    def message(self) -> Part:
        """Return the whole message."""
        start = found.end() if (found := _ENVELOPE.match(self._raw)) else 0
        part = self._part(start, len(self._raw), "text/plain", 0)
        if not part.fields:
            raise UnreadableError(WHERE, "MALFORMED", "it does not begin with a mail's header")
        return part

    def _part(self, start: int, end: int, kind: str, depth: int) -> Part:
        self._count += 1
        if self._count > self._limits.members:
            most = self._limits.members
            raise UnreadableError(WHERE, "TOO_LARGE", "it has too many parts", limit=most)
        if depth > _DEEPEST:
            raise UnreadableError(WHERE, "TOO_DEEP", "its parts lie too deep in each other")
        fields, body = self._header(start, end)
        params = [
            param
            for one in fields
            if one.name in ("content-type", "content-disposition")
            for param in params_of(self._raw, one.value_start, one.value_end)
        ]
        part = Part(
            number=self._count,
            start=start,
            fields=fields,
            body_start=body,
            body_end=end,
            kind=self._said(fields, "content-type") or kind,
            params=params,
            encoding=self._said(fields, "content-transfer-encoding") or "7bit",
            disposition=self._said(fields, "content-disposition"),
            is_odd=self._is_odd(start, fields, body, end),
        )
        if part.kind.startswith("multipart/"):
            self._split(part, depth)
        return part

    def _is_odd(self, start: int, fields: list[Field], body: int, end: int) -> bool:
        """Say whether the header ends without a blank line, or has line ends of another system."""
        stop = fields[-1].end if fields else start
        return stop == body < end or bool(_LONE_RETURN.search(self._raw, start, stop))

    def _said(self, fields: list[Field], name: str) -> str:
        for one in fields:
            if one.name == name:
                return media_type_of(self._raw[one.value_start : one.value_end])
        return ""

    def _header(self, start: int, end: int) -> tuple[list[Field], int]:
        fields: list[Field] = []
        at = start
        while found := _FIELD.match(self._raw, at, end):
            if found.end() - start > _MOST_HEADER:
                raise UnreadableError(
                    WHERE, "TOO_LARGE", "a header is too long", limit=_MOST_HEADER
                )
            if b"\0" in found[0]:
                raise UnreadableError(WHERE, "MALFORMED", "a header holds NUL bytes")
            value_end = found.end(2) - found[2].endswith(b"\r")
            fields.append(
                Field(
                    start=at,
                    end=found.end(),
                    name=found[1].decode("latin-1").lower(),
                    value_start=found.start(2),
                    value_end=value_end,
                )
            )
            at = found.end()
        blank = _BLANK.match(self._raw, at, end)
        return fields, blank.end() if blank else at

    def _split(self, part: Part, depth: int) -> None:
        boundary = part.value("boundary").encode("utf-8", "surrogateescape").rstrip()
        if not boundary:
            raise UnreadableError(WHERE, "MALFORMED", "it does not say where its parts begin")
        line = re.compile(rb"(?<![^\n])--(" + re.escape(boundary) + rb")(--)?[ \t]*(?:\r?\n|\r?\Z)")
        default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        before, closed = part.body_start, False
        for found in line.finditer(self._raw, part.body_start, part.body_end):
            self._between(part, before, found.start(), default, depth)
            part.marks.append(found.span(1))
            before, closed = found.end(), bool(found[2])
            if closed:
                break
        if not part.marks:
            raise UnreadableError(WHERE, "MALFORMED", "none of its parts can be found")
        if closed:
            part.between.append((before, part.body_end))
        elif depth:
            # An outer boundary ends it, as every mail program has it.
            self._between(part, before, part.body_end, default, depth)
        else:
            raise UnreadableError(WHERE, "TRUNCATED", "its end is missing")

    def _between(self, part: Part, start: int, end: int, default: str, depth: int) -> None:
        """Take what stands before a boundary: text around the parts, or a part."""
        stop = max(start, end - (2 if self._raw[end - 2 : end] == b"\r\n" else 1))
        if not part.marks:
            part.between.append((start, stop))
            return
        child = self._part(start, stop, default, depth + 1)
        child.outer = start, end
        part.children.append(child)
