"""A zip archive written from scratch: names, comments and bytes, one date, nothing else."""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.archive.members import WHERE, Names

if TYPE_CHECKING:
    from collections.abc import Iterable

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHORT = 1 << 30
_FILE, _FOLDER = 0o100644 << 16, 0o40755 << 16
_LONGEST_COMMENT = 0xFFFF


class ArchiveWriter:
    """Writes an archive into a file; the same members give the same bytes on every platform."""

    def __init__(self, spool: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED)
        self._names = Names()

    def file(self, name: str, pieces: Iterable[bytes], size: int, comment: str = "") -> None:
        """Add a file under its name, or with a number in it where the name is taken."""
        info = _entry(self._names.give(name), _FILE, comment)
        with self._zip.open(info, "w", force_zip64=size > _SHORT) as member:
            for piece in pieces:
                member.write(piece)

    def folder(self, name: str, comment: str = "") -> None:
        """Add a folder, once."""
        if given := self._names.give_folder(name):
            self._zip.writestr(_entry(given, _FOLDER, comment), b"")

    def finish(self, comment: str) -> None:
        """Write the directory; the file holds the archive then."""
        self._zip.comment = _written(comment)
        self._zip.close()


def _entry(name: str, attributes: int, comment: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = attributes
    info.comment = _written(comment)
    return info


def _written(comment: str) -> bytes:
    raw = comment.encode("utf-8", "replace")
    if len(raw) > _LONGEST_COMMENT:
        raise UnreadableError(WHERE, "TOO_LARGE", "a comment is too long", limit=_LONGEST_COMMENT)
    return raw
