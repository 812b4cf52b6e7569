"""XML read without doing what it asks, and written without touching what was not asked for.

Trees come from a hardened lxml parser; what is long is scanned by expat, which knows the offset of
every byte. A document type is refused: no office program writes one, and bombs need one.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from lxml import etree

from deident.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_TOKEN = 4 << 20
_LONGEST_TEXT = 64 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARATION = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_PLAIN = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_ATTRIBUTE = re.compile(rb"\s([^\s=<>\"'/]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=<>\"'/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_QUOTED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {character: f"&#{ord(character)};" for character in "\t\n\r"}
)
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_tree(content: bytes, where: str) -> etree._Element:
    """Return the root of a small document; refuse a document type and anything malformed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        # lxml's message quotes the document.
        raise malformed(where) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(where)
    return root


def written_tree(root: etree._Element) -> bytes:
    """Return a tree as a document of its own."""
    written: bytes = etree.tostring(
        root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True
    )
    return written


def malformed(where: str) -> UnreadableError:
    """Return the error for XML that no reader accepts."""
    return UnreadableError(where, "MALFORMED", "a part of it is not well-formed XML")


def _doctype(where: str) -> UnreadableError:
    return UnreadableError(where, "DOCTYPE", "a part of it declares a document type")


def escape_text(text: str) -> bytes:
    """Return characters as they stand between two tags."""
    return _FORBIDDEN.sub("\ufffd", text).translate(_ESCAPES).encode()


def escape_attribute(text: str) -> bytes:
    """Return characters as they stand between double quotes."""
    return _FORBIDDEN.sub("\ufffd", text).translate(_QUOTED).encode()


def start_tag(raw: bytes) -> bytes:
    """Return the start tag that the bytes of a well-formed document begin with."""
    found = _TAG.match(raw)
    if not found:
        raise ValueError("no start tag here")
    return found.group()


def attribute_span(tag: bytes, name: str) -> tuple[int, int, int]:
    """Find an attribute in a start tag: where it begins, where its value begins, where it ends."""
    wanted = name.encode()
    for found in _ATTRIBUTE.finditer(tag):
        if found.group(1) == wanted:
            return found.start(), found.start(2), found.end()
    raise ValueError("no such attribute here")


def utf8(chunks: Iterable[bytes], where: str) -> Iterator[bytes]:
    """Yield a document in UTF-8, whichever of XML's two encodings it comes in; refuse others."""
    source = iter(chunks)
    first = next(source, b"")
    encoding = next((name for bom, name in _BOMS if first.startswith(bom)), "utf-8")
    if encoding == "utf-8":
        declared = _DECLARATION.match(first.removeprefix(codecs.BOM_UTF8)[:200])
        if declared and declared[1].lower() not in _PLAIN:
            raise UnreadableError(where, "ENCODING", "a part of it is in an unusual encoding")
        yield first
        yield from source
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(first).removeprefix("\ufeff")
        yield re.sub("(?<=encoding=[\"'])[A-Za-z0-9-]+", "UTF-8", text, count=1).encode()
        for chunk in source:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise malformed(where) from None


class Tape:
    """Bytes that have been read and may still be written differently, found by their offset."""

    def __init__(self) -> None:
        self._held = bytearray()
        self.start = 0

    @property
    def end(self) -> int:
        """The offset after the last byte."""
        return self.start + len(self._held)

    def feed(self, chunk: bytes) -> None:
        """Add bytes at the end."""
        self._held += chunk

    def slice(self, start: int, end: int) -> bytes:
        """Return the bytes from one offset to another."""
        return bytes(self._held[start - self.start : end - self.start])

    def tag(self, start: int) -> bytes:
        """Return the start tag at an offset."""
        found = _TAG.match(self._held, start - self.start)
        if not found:
            raise ValueError("no start tag here")
        return found.group()

    def after(self, start: int, mark: bytes) -> int:
        """Return the offset after the next occurrence of a mark."""
        return self._held.index(mark, start - self.start) + len(mark) + self.start

    def take(self, end: int) -> bytes:
        """Hand out the bytes up to an offset and forget them."""
        count = end - self.start
        taken = bytes(self._held[:count])
        del self._held[:count]
        self.start = end
        return taken


class Scanner:
    """An expat parser that is fed piece by piece, refuses document types and keeps a `Tape`.

    The handlers are set by its user on `parser`; names keep their prefixes.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.tape = Tape()
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise _doctype(self.where)

    def feed(self, chunk: bytes, *, last: bool = False) -> int:
        """Scan more bytes and return the offset up to which everything has been told."""
        self.tape.feed(chunk)
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError:
            raise malformed(self.where) from None
        told = self.tape.end if last else max(self.parser.CurrentByteIndex, self.tape.start)
        if self.tape.end - told > _LONGEST_TOKEN or self.tape.end - self.tape.start > _LONGEST_TEXT:
            raise UnreadableError(self.where, "TOO_LARGE", "a part of it has an endless text")
        return told


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]
