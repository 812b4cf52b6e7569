"""What the headers of a RAR archive say before anything is unpacked.

The unpacker says little about why it gives up, nothing about comments, and passes over the end of
a file that began in another volume. The headers, of RAR 5 and of RAR 1.5 to 4, say all of it.

Source: the format descriptions published with WinRAR and unrar (technote, RAR 5.0 archive format).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.archive.members import WHERE, decoded
from deident.making import unprinted

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator

_MARK_5, _MARK_4 = b"Rar!\x1a\x07\x01\x00", b"Rar!\x1a\x07\x00"
_MAIN, _FILE, _SERVICE, _LOCKED, _END = range(1, 6)
_STORED_4 = 0x30
_COPY = 5
_BROKEN = (struct.error, IndexError)
_LONGEST_COMMENT = 1 << 18
_KINDS_4 = {0x73: _MAIN, 0x74: _FILE, 0x7A: _SERVICE, 0x7B: _END}
_COMMENT_4 = 0x75


class Listing(NamedTuple):
    """How many members there are, what the comment says, and whether there is one not to be read.

    `is_solid` archives of RAR 4 and older are packed in a way that only their maker undoes.
    `copies` gives the name of the member that another one, by its number from 0, is the same as.
    """

    members: int = 0
    comment: str = ""
    hides_comment: bool = False
    is_solid: bool = False
    copies: tuple[tuple[int, str], ...] = ()

    def __repr__(self) -> str:
        return unprinted(self)


class _Block(NamedTuple):
    """One header: what it heads, and where its content stands. `plain` content is not packed."""

    kind: int
    start: int
    end: int
    locked: bool = False
    split: bool = False
    plain: bool = False
    solid: bool = False
    name: bytes = b""
    copied: bytes = b""

    def __repr__(self) -> str:
        return unprinted(self)


def listed(content: bytes | mmap.mmap) -> Listing:
    """Read all headers.

    Raises `UnreadableError`: ENCRYPTED where something is, SPLIT_ARCHIVE for a volume of several,
    TRUNCATED where the headers make no sense or promise more than there is.
    """
    is_new = content[: len(_MARK_5)] == _MARK_5
    count, solid, hidden, comment = 0, False, False, ""
    copies: list[tuple[int, str]] = []
    try:
        for block in _blocks_5(content) if is_new else _blocks_4(content):
            _refuse(block)
            if block.copied:
                copies.append((count, decoded(block.copied)))
            count += block.kind == _FILE
            solid = solid or (block.solid and not is_new)
            if block.kind == _SERVICE and block.name == b"CMT":
                read = block.plain and block.end - block.start <= _LONGEST_COMMENT
                hidden = hidden or not read
                comment = decoded(content[block.start : block.end].rstrip(b"\0")) if read else ""
            if block.end > len(content):
                raise UnreadableError(WHERE, "TRUNCATED", "it is cut off")
    except _BROKEN:
        raise UnreadableError(WHERE, "TRUNCATED", "its headers are cut off or damaged") from None
    return Listing(count, comment, hidden, solid, tuple(copies))


def _refuse(block: _Block) -> None:
    if block.locked:
        raise UnreadableError(WHERE, "ENCRYPTED", "it is protected by a password")
    if block.split:
        raise UnreadableError(WHERE, "SPLIT_ARCHIVE", "it is one of several volumes")


class _Numbers:
    """Reads the numbers of RAR 5: seven bits to a byte, the lowest first."""

    def __init__(self, content: bytes | mmap.mmap, at: int) -> None:
        self._content = content
        self.at = at

    def next(self) -> int:
        number = shift = 0
        while shift < 64:
            byte = self._content[self.at]
            self.at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7
        raise IndexError

    def skip(self, length: int) -> int:
        """Return where so many bytes begin, and go behind them."""
        start, self.at = self.at, self.at + length
        return start


def _blocks_5(content: bytes | mmap.mmap) -> Iterator[_Block]:
    at = len(_MARK_5)
    while at < len(content):
        numbers = _Numbers(content, at + 4)
        size = numbers.next()
        head = numbers.at
        block = _block_5(content, numbers, head + size)
        yield block
        if block.kind == _END:
            return
        at = block.end


def _block_5(content: bytes | mmap.mmap, numbers: _Numbers, start: int) -> _Block:
    """Read one header whose content begins at `start`."""
    kind, flags = numbers.next(), numbers.next()
    extra = numbers.next() if flags & 1 else 0
    end = start + (numbers.next() if flags & 2 else 0)
    if kind == _MAIN:
        of_archive = numbers.next()
        return _Block(kind, start, end, split=bool(of_archive & 1))
    if kind not in (_FILE, _SERVICE):
        return _Block(kind, start, end, locked=kind == _LOCKED)
    of_file = numbers.next()
    for _ in range(2):  # the size and the attributes
        numbers.next()
    numbers.skip(4 * bool(of_file & 2) + 4 * bool(of_file & 4))
    packing = numbers.next()
    numbers.next()  # the system it comes from
    length = numbers.next()
    name = numbers.skip(length)
    records = _records(content, start - extra, start)
    copied = _redirected(content, records[5]) if 5 in records else b""
    return _Block(
        kind, start, end, 1 in records, bool(flags & 0x18), not packing >> 7 & 7,
        bool(packing & 0x40), bytes(content[name : name + length]), copied,
    )  # fmt: skip


def _records(content: bytes | mmap.mmap, at: int, end: int) -> dict[int, int]:
    """Return where the records of each kind begin that a header ends with.

    One of kind 1 says that the content is encrypted, one of kind 5 that it is elsewhere.
    """
    found: dict[int, int] = {}
    while at < end:
        numbers = _Numbers(content, at)
        size = numbers.next()
        at = numbers.at + size
        kind = numbers.next()
        found[kind] = numbers.at
    return found


def _redirected(content: bytes | mmap.mmap, at: int) -> bytes:
    """Return the name of the member this one is a copy of; b"" where it is a link."""
    numbers = _Numbers(content, at)
    kind = numbers.next()
    numbers.next()
    length = numbers.next()
    return bytes(content[numbers.at : numbers.at + length]) if kind == _COPY else b""


def _blocks_4(content: bytes | mmap.mmap) -> Iterator[_Block]:
    at = len(_MARK_4)
    while at < len(content):
        kind, flags, size = struct.unpack_from("<2xBHH", content, at)
        if size < 7:
            raise IndexError
        block = _block_4(content, at, _KINDS_4.get(kind, kind), flags, size)
        yield block
        if block.kind == _END:
            return
        at = block.end


def _block_4(content: bytes | mmap.mmap, at: int, kind: int, flags: int, size: int) -> _Block:
    start = at + size
    added = struct.unpack_from("<L", content, at + 7)[0] if flags & 0x8000 else 0
    if kind == _MAIN:
        return _Block(kind, start, start + added, bool(flags & 0x80), bool(flags & 1))
    if kind not in (_FILE, _SERVICE):
        split = kind == _END and bool(flags & 1)
        name = b"CMT" if kind == _COMMENT_4 else b""
        kind = _SERVICE if name else kind
        return _Block(kind, start, start + added, split=split, name=name)
    method, length = struct.unpack_from("<BH", content, at + 25)
    name_at = at + 32
    if flags & 0x100:
        added += struct.unpack_from("<L", content, name_at)[0] << 32
        name_at += 8
    return _Block(
        kind, start, start + added, bool(flags & 4), bool(flags & 3), method == _STORED_4,
        bool(flags & 0x10), bytes(content[name_at : name_at + length]),
    )  # fmt: skip
