"""Zip archives: names in the encodings that programs really write, members unpacked once to see.

Only the central directory is believed about what there is, and nothing about how large it is.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.archive.members import CHUNK, WHERE, Member, Weight, decoded, shown
from deident.formats.package import BROKEN, Window
from deident.model import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.model import Source

_UTF8 = 0x800
_ENCRYPTED = 0x2041
_AES = 99
_PACKINGS = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
)
_PACKING_NAMES = {9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
_UNICODE_NAME, _UNICODE_COMMENT = 0x7075, 0x6375
_END = b"PK\x05\x06"
_BROKEN = (*BROKEN, struct.error)


class ZipArchive:
    """A zip archive. What of it cannot be unpacked within the limits is a member's problem.

    Raises `UnreadableError`: EMPTY, TRUNCATED, SPLIT_ARCHIVE, BAD_PATH, or TOO_LARGE where all
    members together are.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self._limits = limits
        if source.data[:4] == _END:
            raise UnreadableError(WHERE, "EMPTY", "there is nothing in it")
        try:
            self._zip = zipfile.ZipFile(Window(source.data))
        except _BROKEN:
            raise UnreadableError(
                WHERE, "TRUNCATED", "its directory is missing or broken"
            ) from None
        if self._volumes(source):
            raise UnreadableError(WHERE, "SPLIT_ARCHIVE", "it is one of several volumes")
        self._infos = self._zip.infolist()
        weight = Weight(limits)
        self.members = tuple(
            self._member(number, info, weight) for number, info in enumerate(self._infos, start=1)
        )
        self.comment = decoded(self._zip.comment)
        self.hides_comment = False

    @staticmethod
    def _volumes(source: Source) -> bool:
        """Say whether the end of the directory speaks of other volumes; all ones mean zip64."""
        at = source.data.rfind(_END)
        return source.data[at + 4 : at + 8] not in (bytes(4), b"\xff" * 4)

    def _member(self, number: int, info: zipfile.ZipInfo, weight: Weight) -> Member:
        weight.admit()
        raw = _raw(info)
        is_utf8 = bool(info.flag_bits & _UTF8)
        name = _unicode(info, _UNICODE_NAME, raw) or (
            info.orig_filename if is_utf8 else decoded(raw)
        )
        is_folder = name.endswith(("/", "\\")) or stat.S_ISDIR(info.external_attr >> 16)
        return Member(
            number=number,
            name=shown(name) + "/" * is_folder,
            size=info.file_size,
            is_folder=is_folder,
            comment=_unicode(info, _UNICODE_COMMENT, info.comment) or decoded(info.comment),
            problem=self._problem(number, info, weight, is_folder=is_folder),
        )

    def _problem(
        self, number: int, info: zipfile.ZipInfo, weight: Weight, *, is_folder: bool
    ) -> Unread | None:
        """Unpack a member once; say why it cannot be."""
        where = f"member {number}"
        if info.flag_bits & _ENCRYPTED or info.compress_type == _AES:
            return Unread(code="ENCRYPTED", where=where)
        if is_folder and info.file_size:
            return Unread(code="MALFORMED", where=where)
        if info.compress_type not in _PACKINGS:
            kind = _PACKING_NAMES.get(info.compress_type, f"ZIP {info.compress_type}")
            return Unread(code="UNSUPPORTED_KIND", where=where, params=(kind,))
        most = self._limits.streamed_member_bytes
        if info.file_size > most:
            return Unread(code="TOO_LARGE", where=where, params=(most,))
        count = 0
        try:
            for piece in self._inflated(info):
                count += len(piece)
                weight.add(len(piece))
                if weight.too_tight(count, info.compress_size):
                    return Unread(code="BOMB", where=where)
        except _BROKEN:
            return Unread(code="MALFORMED", where=where)
        return None

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._zip.open(info) as opened:
            while piece := opened.read(CHUNK):
                yield piece

    def pieces(self, member: Member) -> Iterator[bytes]:
        """Yield the content of a member that was read."""
        return self._inflated(self._infos[member.number - 1])


def _raw(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")


def _unicode(info: zipfile.ZipInfo, kind: int, raw: bytes) -> str:
    """Return what an extra field says the name or comment is; "" where it is about another one."""
    extra = info.extra
    while len(extra) >= 4:
        found, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if (
            found == kind
            and field[:1] == b"\1"
            and field[1:5] == struct.pack("<L", zlib.crc32(raw))
        ):
            try:
                return field[5:].decode()
            except UnicodeDecodeError:
                return ""
    return ""
