"""Everything found in one page: its text in order, what stands beside it, what it carries."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from deident.formats.written import Edit
from deident.making import unprinted
from deident.model import Embedded, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats.web.layers import Layer
    from deident.formats.web.units import Box, Unit

_ADDRESS = re.compile(
    r"data:([a-z0-9.+*-]++/[a-z0-9.+*-]++)((?:;[a-z0-9_.-]++(?:=[^;,\s\"'()<>]*+)?)*+),",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/=_-]|%[0-9A-Fa-f]{2}|[\r\n\t]++ *+)*+")
_UNQUOTED_END = re.compile(r"[\s\"'<>()]")
_CLOSING = {'"': '"', "'": "'", "(": ")", "`": "`"}
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
# Shapes of characters, which hold no text of the document.
_FONT_HEAD = 12
_FONTS = (b"wOFF", b"wOF2", b"OTTO", b"\0\1\0\0", b"true", b"ttcf")
_EXTENSIONS = {
    "text/html": "html", "application/xhtml+xml": "html", "image/svg+xml": "svg",
    "text/plain": "txt", "text/csv": "csv", "application/json": "json", "text/xml": "xml",
}  # fmt: skip


class Address(NamedTuple):
    """A `data:` address in a layer: where it stands and what it holds.

    A `bare` one is nothing but what it holds, in base64.
    """

    start: int
    end: int
    kind: str
    settings: str
    content: bytes | None
    bare: bool = False

    def __repr__(self) -> str:
        return unprinted(self)


class Comment(NamedTuple):
    """A comment of the page that may be taken out: where it stands in the source."""

    id: str
    start: int
    end: int


class Carried(NamedTuple):
    """A document written into the page, perhaps in several places."""

    embedded: Embedded
    places: list[tuple[Layer, Address]]


class Gathered:
    """Fills while a page is walked.

    `turning` names the elements, classes and ids whose text a style sheet turns round, `reversing`
    those whose parts it shows in the opposite order.
    """

    def __init__(self) -> None:
        self.flow: list[Unit] = []
        self.others: list[Unit] = []
        self.tables: list[list[Box]] = []
        self.titles: list[str] = []
        self.comments: list[Comment] = []
        self.unread: dict[str, tuple[str, int]] = {}
        self.turning: set[str] = set()
        self.reversing: set[str] = set()
        self._carried: dict[bytes, Carried] = {}

    @property
    def carried(self) -> list[Carried]:
        """The documents written into the page."""
        return list(self._carried.values())

    def comment(self, start: int, end: int) -> str:
        """Note a comment that may be taken out."""
        name = f"comment{len(self.comments) + 1}"
        self.comments.append(Comment(name, start, end))
        return name

    def unreadable(self, code: str, where: str) -> None:
        """Note something that was not read."""
        self.unread[code] = (where, self.unread.get(code, ("", 0))[1] + 1)

    def carry(self, layer: Layer, address: Address) -> None:
        """Note a document written into the page."""
        if address.content is None:
            self.unreadable("PICTURE_IN_TEXT", "text")
            return
        if not address.content or _is_font(address.kind, address.content):
            return
        known = self._carried.get(address.content)
        if known is None:
            kind = address.kind.lower()
            name = f"embedded{len(self._carried) + 1}"
            ending = _EXTENSIONS.get(kind, kind.partition("/")[2].partition("+")[0])
            source = Source(
                name=f"{name}.{ending}",
                data=address.content,
                media_type=kind if kind in ("text/html", "image/svg+xml") else "",
            )
            known = self._carried[address.content] = Carried(Embedded(name, source), [])
        known.places.append((layer, address))


def _is_font(kind: str, content: bytes) -> bool:
    """Say whether a document is a font, whose bytes nobody reads: words may begin with "true"."""
    binary = b"\0" in content[:_FONT_HEAD]
    return binary and content.startswith(_FONTS) and not kind.lower().startswith("text/")


def addresses(text: str) -> Iterator[Address]:
    """Find the `data:` addresses of a text."""
    at, first = 0, len(text) - len(text.lstrip())
    while found := _ADDRESS.search(text, at):
        settings, start = found[2], found.end()
        if settings.lower().endswith(";base64"):
            payload = _BASE64.match(text, start)
            end = payload.end() if payload else start
            content = _unpacked(text[start:end])
        else:
            end = _end(text, found.start(), start, first)
            content = unquote_to_bytes(text[start:end])
        yield Address(found.start(), end, found[1], settings, content)
        at = max(end, found.end())


def _end(text: str, start: int, payload: int, first: int) -> int:
    """Find where an address that is not in base64 ends."""
    before = text[start - 1 : start]
    if closing := _CLOSING.get(before):
        end = text.find(closing, payload)
        return end if end >= 0 else len(text)
    if start == first:
        return len(text)
    stop = _UNQUOTED_END.search(text, payload)
    return stop.start() if stop else len(text)


def _unpacked(text: str) -> bytes | None:
    """Decode base64 as browsers do; None where it is none."""
    raw = unquote_to_bytes(text).replace(b"-", b"+").replace(b"_", b"/")
    letters = _NOT_BASE64.sub(b"", raw)
    if len(letters) % 4 == 1:
        return None
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return None


def replaced(layer: Layer, address: Address, content: bytes) -> Edit:
    """Write a document back to where it stood."""
    if address.bare:
        new = base64.b64encode(content).decode()
        return Edit(layer.at(address.start), layer.at(address.end), layer.escape(new))
    settings = address.settings
    if not settings.lower().endswith(";base64"):
        settings += ";base64"
    packed = base64.b64encode(content).decode()
    new = f"data:{address.kind}{settings},{packed}"
    return Edit(layer.at(address.start), layer.at(address.end), layer.escape(new))
