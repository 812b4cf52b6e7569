"""What stands in a value: words, or a document of its own.

Exports keep pages, JSON, pictures and attachments in strings. Each goes through the line by itself,
as what it is, and comes back written as the string was.
"""

from __future__ import annotations

import binascii
import codecs
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats import kinds
from deident.formats.structured.items import Carried, Item, Unit
from deident.formats.structured.layers import deeper
from deident.formats.written import Edit, Written
from deident.model import Source, Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:]{0,40}(?:\s[^<>]*+)?/?>|<!--|<!\[CDATA\[")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_XML = re.compile(r"\s*<\?xml\b")
_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*[\[{\"])")
_PICTURE = re.compile(
    r"data:(?P<type>[A-Za-z0-9.+-]*/?[A-Za-z0-9.+-]*)(?:;[A-Za-z0-9=._-]+){0,4};base64,"
    r"(?P<packed>[A-Za-z0-9+/_=\s-]{8,})",
    re.IGNORECASE,
)
_PACKED = re.compile(r"\s*[A-Za-z0-9+/_-][A-Za-z0-9+/_\s-]{14,}={0,2}\s*")
_BLANKS = re.compile(r"\s+")
_LETTER = re.compile("[A-Za-z]")
# So long a value that is no language: a key or a signature is shorter.
_OPAQUE = 2048
_ONE_WORD = re.compile(r"[A-Za-z0-9+/=_\s-]++")
_NUMBER = re.compile("[0-9]{7}")
_URL_SAFE = str.maketrans("-_", "+/")
_MARK = codecs.BOM_UTF8.decode()
_ENDING = re.compile(r"(?<=\s)\s*$")


class Inside(NamedTuple):
    """Says whether a text is JSON that can be read."""

    is_json: Callable[[str], bool]

    def items(self, unit: Unit) -> Iterator[Item]:
        """Yield a value as words, or as the document it holds."""
        written = unit.written
        text = written.text
        if not text or text.isspace():
            return
        if len(text) < _SHORTEST or text.isdecimal():
            yield unit
            return
        meant = deeper(written)
        if meant is not written:
            unit, text = unit._replace(written=meant), meant.text
        kind = self._kind(text)
        if kind:
            yield _document(unit, kind)
        elif ";base64," in text:
            yield from _pictures(unit)
        elif packed := _unpacked(text):
            yield _attachment(unit.id, written, packed)
        else:
            if len(text) >= _OPAQUE and _ONE_WORD.fullmatch(text):
                yield Unread(code="UNKNOWN_PART", where=str(unit.locator) or unit.id)
            yield unit

    def _kind(self, text: str) -> str:
        if "<" in text:
            if _XML.match(text):
                return kinds.XML
            if _TAG.search(text):
                return kinds.HTML
        if "&" in text and _REFERENCE.search(text):
            return kinds.HTML
        if '"' in text and _JSON.match(text) and self.is_json(text):
            return kinds.JSON
        return ""


_SHORTEST = 4


def _document(unit: Unit, kind: str) -> Carried:
    written = unit.written
    # The mark says that what a page declares for its encoding does not hold here.
    raw = (_MARK + written.text).encode("utf-8", "replace")
    source = Source(name=unit.id, data=raw, media_type=kind)

    def write(masked: Source) -> Iterator[Edit]:
        return written.replaced(bytes(masked.data).decode("utf-8").removeprefix(_MARK))

    return Carried(unit.id, source, write)


def _pictures(unit: Unit) -> Iterator[Item]:
    """Yield the documents written into a text in base64, and then the text around them."""
    text = unit.written.text
    if unit.written.whole is not None:
        # Its parts cannot be written one by one.
        yield Unread(code="PICTURE_IN_TEXT", where=str(unit.locator) or unit.id, params=(1,))
        yield unit
        return
    around: list[Written] = []
    at = count = 0
    for found in _PICTURE.finditer(text):
        raw = _bytes(found["packed"])
        if raw is None:
            continue
        count += 1
        blanks = _ENDING.search(found["packed"])
        end = found.end() - (len(blanks.group()) if blanks else 0)
        around.append(unit.written.part(at, found.start("packed")))
        name = f"{unit.id}.d{count}"
        packed = unit.written.part(found.start("packed"), end)
        kind = unit.written.part(*found.span("type"))
        yield _attachment(name, packed, raw, kind)
        at = end
    around.append(unit.written.part(at, len(text)))
    runs = tuple(run for part in around for run in part.runs)
    rest = Written(runs)
    if runs and rest.text.strip():
        yield unit._replace(written=rest)


def _attachment(name: str, written: Written, raw: bytes, kind: Written | None = None) -> Carried:
    def write(masked: Source) -> Iterator[Edit]:
        if bytes(masked.data) == raw:
            return
        yield from written.replaced(b64encode(bytes(masked.data)).decode())
        if kind is not None and kind.text and masked.media_type:
            yield from kind.replaced(masked.media_type)

    return Carried(name, Source(name=name, data=raw), write)


def _bytes(packed: str) -> bytes | None:
    """Return what base64, of either alphabet, stands for."""
    tight = _BLANKS.sub("", packed).translate(_URL_SAFE).rstrip("=")
    if len(tight) % 4 == 1:
        return None
    try:
        return b64decode(tight + "=" * (-len(tight) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _unpacked(text: str) -> bytes | None:
    """Return what a value in base64 holds, where that is a document or plain words."""
    # Chance makes words of a word once in a hundred thousand; a number in it is read as it is.
    if not _PACKED.fullmatch(text) or not _LETTER.search(text) or _NUMBER.search(text[:_OPAQUE]):
        return None
    head = _bytes(_BLANKS.sub("", text[:96])[:64])
    if head is None or not _tells(head, cut=len(text) > 64):
        return None
    raw = _bytes(text)
    return raw if raw is not None and _tells(raw) else None


def _tells(raw: bytes, *, cut: bool = False) -> bool:
    """Say whether bytes are words or a known kind of document; chance makes neither."""
    try:
        text = raw.decode("utf-8", "ignore" if cut else "strict")
    except UnicodeDecodeError:
        text = ""
    if cut and len(text.encode()) < len(raw) - 3:
        text = ""
    if text and all(c.isprintable() or c in "\t\r\n" for c in text):
        return len(raw) >= _WORDS_BYTES
    if raw.startswith(_CONTAINERS):
        return True
    try:
        return not kinds.media_type(Source(name="", data=raw)).startswith("text/")
    except UnreadableError:
        return False


_WORDS_BYTES = 12
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf")
