"""Prove that nothing is left: read the masked bytes again, detect again, and search the bytes.

The recognizers alone cannot prove it: they are what may have missed. So every masked value is
also looked for, compact, in every decoded stream of the output, whatever the recognizers say.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from html import unescape
from typing import TYPE_CHECKING

from deident.formats import Decoder
from deident.formats.package import Package
from deident.model import Finding, Page, Reason, Residue, Source, Unread
from deident.recognizers.seeker import Seeker
from deident.recognizers.shadow import RARE, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from deident.formats import FormatHandler, Limits

_CHUNK = 1 << 20
_OVERLAP = 512
_MARKUP = re.compile(rb"<[^<>]{0,4096}>")
_ESCAPES = (b"&#", b"\\u00", b"%3")
_CODE = re.compile(r"\\u(00[2-7][0-9A-Fa-f])|%([2-7][0-9A-Fa-f])")
_BLANKS = bytes.maketrans(b"\t\xa0", b"  ")
_INVISIBLE = b"\0\xad"
_WITHIN = bytes(range(0x80, 0xC0))
# So many bytes of a character may stand before a stream's first whole one.
_REST = 3
# Chinese takes two bytes more in UTF-8 than it has characters.
_NO_CHANCE = 2 * 64
_LAST_BYTE = "\xff"
_ZIP = frozenset({b"PK\x03\x04", b"PK\x05\x06"})


def verify(
    masked: Source,
    handler: FormatHandler,
    judge: Callable[[Page], Iterable[Finding]],
    values: Mapping[str, Finding],
    limits: Limits,
    longer: Collection[str] = (),
) -> Residue:
    """Read `masked` again and say what still shows.

    `judge` returns the findings of a page that the policy would mask or ask about and that are not
    masked already. `values` are the compact values that must be gone; inside the `longer` words,
    which stay, none of them is meant.
    """
    document = handler.read(masked)
    left = [finding for page in document.pages for finding in judge(page)]
    unread = (*document.unread, *handler.unseen(masked))
    unpacked = handler.decoded(masked) if isinstance(handler, Decoder) else streams(masked, limits)
    found = {values[value].entity_type for value in _still_there(unpacked, values, longer)}
    reasons = tuple(Reason(code="VALUE_LEFT", params=(kind,)) for kind in sorted(found))
    return Residue(findings=tuple(left), unread=_once(unread), reasons=reasons)


def _once(unread: Iterable[Unread]) -> tuple[Unread, ...]:
    return tuple(dict.fromkeys(unread))


def _still_there(
    unpacked: Iterable[bytes], values: Mapping[str, Finding], longer: Collection[str]
) -> set[str]:
    """Return the masked values that occur in a decoded stream of the output."""
    if not values:
        return set()
    anything = Seeker(values, longer)
    of_bytes = {value: one for value, one in values.items() if _is_of_bytes(value)}
    alike = len(of_bytes) == len(values)
    single = anything if alike else Seeker(of_bytes, [*filter(_is_of_bytes, longer)])
    chinese = any(not value.isascii() for value in values)
    left: set[str] = set()
    for stream in unpacked:
        for text in _bytewise(stream):
            left.update(value for _, _, value in single.spans(text))
        for text in _decoded(stream, chinese=chinese):
            left.update(value for _, _, value in anything.spans(text))
    return left


def _is_of_bytes(value: str) -> bool:
    """Tell whether a value may show where each byte is read as a character."""
    return value.isascii() or max(value) <= _LAST_BYTE


def streams(source: Source, limits: Limits, depth: int = 0) -> Iterator[bytes]:
    """Yield the bytes of a file in chunks, or of everything inside it where it is a package."""
    head = bytes(source.data[:4])
    if head not in _ZIP or depth >= limits.depth:
        for start in range(0, len(source.data), _CHUNK):
            yield bytes(source.data[max(0, start - _OVERLAP) : start + _CHUNK])
        return
    package = Package(source, limits)
    for name in package.names:
        tail = b""
        yield name.encode()
        for piece in _blocks(package.stream(name, limits.streamed_member_bytes)):
            if not tail and piece[:4] in _ZIP:
                inside = Source(name=name, data=package.read(name))
                yield from streams(inside, limits, depth + 1)
                break
            yield tail + piece
            tail = piece[-_OVERLAP:]


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces: searching has a cost for each."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= _CHUNK:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


def _unescaped(text: str) -> str:
    """Undo what web pages and their scripts write characters with."""
    return unescape(_CODE.sub(lambda found: chr(int(found[1] or found[2], 16)), text))


def _is_utf8(stream: bytes) -> bool:
    """Say whether a stream is UTF-8 from end to end, and long enough for that to be no chance.

    A stream may begin and end inside a character. Text in UTF-16 and GB 18030 passes for UTF-8 over
    a few characters, never over so many.
    """
    if b"\0" in stream:
        return False
    begun = len(stream[:_REST].lstrip(_WITHIN))
    whole = stream[min(len(stream), _REST) - begun :]
    try:
        text = getincrementaldecoder("utf-8")().decode(whole)
    except UnicodeDecodeError:
        return False
    return len(whole) - len(text) >= _NO_CHANCE


def _bytewise(stream: bytes) -> Iterator[str]:
    """Read a stream as one character a byte, with its markup and without."""
    plain = _plain(stream)
    yield plain.decode("latin-1")
    if b"<" in plain:
        yield _MARKUP.sub(b"", plain).decode("latin-1")


def _decoded(stream: bytes, *, chinese: bool) -> Iterator[str]:
    """Decode a stream in every way a value may be written in it that is no plain text."""
    plain = _plain(stream)
    if any(escape in plain for escape in _ESCAPES):
        unescaped = _unescaped(plain.decode("latin-1"))
        yield unescaped
        yield _MARKUP.sub(b"", unescaped.encode("latin-1", "replace")).decode("latin-1")
    # Plain ASCII is read already; in UTF-16 it may be Chinese where it holds no zero either.
    if chinese and (b"\0" in stream or not stream.isascii()):
        yield folded(stream.decode("utf-8", "ignore"))
        if _is_utf8(stream):
            return
        # Read in the wrong way, every text is full of rare characters: they say nothing here.
        yield folded(stream.decode("utf-16-le", "ignore")).replace(RARE, " ")
        yield folded(stream.decode("gb18030", "ignore")).replace(RARE, " ")


def _plain(stream: bytes) -> bytes:
    """Do to the bytes of a stream what `fold` would do to these characters."""
    return stream.translate(_BLANKS, _INVISIBLE)
