"""Zip packages read within limits and written from scratch.

Nothing of a package is believed: members are counted while they are inflated, names that clash or
point elsewhere are refused, and a rebuilt package holds the members and nothing else: no comment,
no extra field, no date, no byte before or after.
"""

from __future__ import annotations

import io
import mmap
import re
import tempfile
import zipfile
import zlib
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.model import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats import Limits
    from deident.model import Source

CHUNK = 1 << 16
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPOOL_BYTES = 32 << 20
_SHORT_ARCHIVE = 1 << 30
_EPOCH = (1980, 1, 1, 0, 0, 0)
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCAL = b"PK\x03\x04"
_LOCAL_BYTES = 30
_ZIP64_BYTES = 32
_STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ODD = re.compile(r"^/|^[A-Za-z]:|\\|//|(?:^|/)\.\.?(?:/|$)|[\x00-\x1f\x7f]|^$")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)


def _says_more(extra: bytes) -> bool:
    """Say whether an extra field is more than the sizes of a large member."""
    return bool(extra) and (extra[:2] != b"\x01\x00" or len(extra) > _ZIP64_BYTES)


class Window(io.RawIOBase):
    """A file over a buffer, with a position of its own, so that readings never meet."""

    def __init__(self, buffer: bytes | mmap.mmap) -> None:
        self._buffer = buffer
        self._at = 0

    def readable(self) -> bool:
        """It is to be read."""
        return True

    def seekable(self) -> bool:
        """Any place can be gone to."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._buffer)}[whence]
        if base + offset < 0:
            raise ValueError("before the start of the buffer")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes, or all that are left."""
        end = len(self._buffer) if size is None or size < 0 else self._at + size
        piece = self._buffer[self._at : end]
        self._at += len(piece)
        return piece


class Package:
    """A zip package, opened for reading within limits.

    `where` names it in errors. Opening refuses what no office program writes: encrypted members,
    two members of one name, names that lead out of the package.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self.where = source.name
        self._limits = limits
        self._buffer = source.data
        if len(source.data) > limits.file_bytes:
            raise self._refusal("TOO_LARGE", "it is larger than the limit")
        if source.data[:8] == _OLE2:
            raise self._ole2()
        try:
            self._zip = zipfile.ZipFile(Window(source.data))
        except BROKEN:
            raise self._no_zip() from None
        self._members = self._checked(self._zip.infolist())

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, in the order of the package; folders are left out."""
        return tuple(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """Return how many bytes a member says it has; reading never yields more."""
        return self._members[name].file_size

    def stream(self, name: str, limit: int) -> Iterator[bytes]:
        """Yield a member piece by piece; raise as soon as it is more than it may be."""
        member = self._members[name]
        if member.file_size > limit:
            raise self._refusal("TOO_LARGE", "a part is larger than the limit", limit=limit)
        count = 0
        try:
            with self._zip.open(member) as opened:
                while piece := opened.read(CHUNK):
                    count += len(piece)
                    self._weigh(count, member.compress_size, limit)
                    yield piece
        except BROKEN:
            raise self._refusal("MALFORMED", "a part of it is damaged") from None

    def read(self, name: str) -> bytes:
        """Return a whole member, at most as long as a member may be."""
        return b"".join(self.stream(name, self._limits.member_bytes))

    def tails(self) -> tuple[Unread, ...]:
        """Name what the package holds beside its members: comments, extra fields, stray bytes."""
        found = []
        if self._zip.comment or any(info.comment for info in self._zip.infolist()):
            found.append("comment")
        if any(_says_more(info.extra) for info in self._zip.infolist()):
            found.append("extra field")
        if any(info.is_dir() for info in self._zip.infolist()):
            found.append("folder")
        if self._gaps():
            found.append("stray bytes")
        return tuple(Unread(code="PACKAGE_TAIL", where=what) for what in found)

    def _gaps(self) -> bool:
        """Say whether bytes lie before, between or after the members and the directory."""
        at = 0
        for info in sorted(self._zip.infolist(), key=lambda info: info.header_offset):
            if info.header_offset != at:
                return True
            header = self._buffer[at : at + _LOCAL_BYTES]
            name_and_extra = int.from_bytes(header[26:28], "little") + int.from_bytes(
                header[28:30], "little"
            )
            extra = int.from_bytes(header[28:30], "little")
            if header[:4] != _LOCAL or extra > _ZIP64_BYTES:
                return True
            at += _LOCAL_BYTES + name_and_extra + info.compress_size
            if info.flag_bits & 8:
                at += self._descriptor(at)
        end = self._buffer.rfind(_END)
        return self._zip.start_dir != at or end + _END_BYTES != len(self._buffer)

    def _descriptor(self, at: int) -> int:
        signed = 4 if self._buffer[at : at + 4] == b"PK\x07\x08" else 0
        for size in (12, 20):
            following = self._buffer[at + signed + size : at + signed + size + 2]
            if following == b"PK":
                return signed + size
        return signed

    def _checked(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        limits = self._limits
        if len(infos) > limits.members:
            raise self._refusal("TOO_LARGE", "it has too many parts", limit=limits.members)
        if sum(info.file_size for info in infos) > limits.total_bytes:
            raise self._refusal("TOO_LARGE", "its parts are too large", limit=limits.total_bytes)
        seen: set[str] = set()
        for info in infos:
            if info.flag_bits & 0x1:
                raise self._refusal("ENCRYPTED", "it is protected by a password")
            if info.compress_type not in _STORED_OR_DEFLATED:
                raise self._refusal("MALFORMED", "a part is packed in an unknown way")
            # The original name, because zipfile cuts names at a NUL and turns backslashes.
            if _ODD.search(info.orig_filename):
                raise self._refusal("BAD_PATH", "the name of a part leads out of the package")
            if (folded := info.filename.casefold()) in seen:
                raise self._refusal("DUPLICATE", "two parts have one name")
            seen.add(folded)
            if info.is_dir() and info.file_size:
                raise self._refusal("MALFORMED", "a folder has content")
        return {info.filename: info for info in infos if not info.is_dir()}

    def _weigh(self, count: int, packed: int, limit: int) -> None:
        if count > limit:
            raise self._refusal("TOO_LARGE", "a part is larger than the limit", limit=limit)
        if count > self._limits.ratio_floor and count > self._limits.ratio * max(packed, 1):
            raise self._refusal("BOMB", "a part is packed too tightly to be a document")

    def _ole2(self) -> UnreadableError:
        if self._buffer.find("EncryptedPackage".encode("utf-16-le")) < 0:
            return self._refusal("WRONG_KIND", "it is in an older binary format")
        return self._refusal("ENCRYPTED", "it is protected by a password; save it without one")

    def _no_zip(self) -> UnreadableError:
        if self._buffer[:4] == _LOCAL:
            return self._refusal("TRUNCATED", "its end is missing or damaged")
        return self._refusal("MALFORMED", "it is not a zip package")

    def _refusal(self, reason: str, why: str, **params: int) -> UnreadableError:
        return UnreadableError(self.where, reason, why, **params)


class PackageWriter:
    """Writes a package from scratch into a nameless temporary file.

    Every member has the same date; names and bytes are the only thing that is written.
    """

    def __init__(self) -> None:
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115 closed by `finish` or `close`
        self._zip = zipfile.ZipFile(self._spool, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> PackageWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, name: str, pieces: bytes | Iterable[bytes], size: int = 0) -> None:
        """Add one member; `size` is what is expected where the pieces are not counted yet."""
        if isinstance(pieces, bytes):
            pieces, size = (pieces,), len(pieces)
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        # The same bytes on every platform.
        info.create_system = 3
        with self._zip.open(info, "w", force_zip64=size > _SHORT_ARCHIVE) as member:
            for piece in pieces:
                member.write(piece)

    def finish(self) -> bytes | mmap.mmap:
        """Return the package: as bytes, or mapped where it is large."""
        self._zip.close()
        self._spool.flush()
        if self._spool.tell() <= _SPOOL_BYTES:
            self._spool.seek(0)
            return self._spool.read()
        # The mapping keeps the nameless file alive after it is closed.
        return mmap.mmap(self._spool.fileno(), 0, access=mmap.ACCESS_READ)

    def close(self) -> None:
        """Let go of the temporary file."""
        self._zip.close()
        self._spool.close()
