"""Archives: ZIP, and RAR, 7z, tar and gzip, which become ZIP.

Every member goes through the line as a document of its own; here only the names and comments are
read. The copy is written from scratch, so that nothing travels between or behind the members.
"""

from __future__ import annotations

import mmap
import tempfile
import threading
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.archive.members import CHUNK, WHERE
from deident.formats.archive.unpack import Unpacked
from deident.formats.archive.write import ArchiveWriter
from deident.formats.archive.zip import ZipArchive
from deident.formats.endings import follow
from deident.formats.paging import in_pages
from deident.formats.pieces import write_masks
from deident.model import (
    Document,
    Embedded,
    Kind,
    Locator,
    Removable,
    Segment,
    Source,
    Unread,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.archive.members import Archive, Member
    from deident.model import Mask, MaskPlan

_ZIP = "application/zip"
_MEDIA_TYPES = frozenset(
    {
        _ZIP,
        "application/x-zip-compressed",
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/x-rar-compressed",
        "application/gzip",
        "application/x-tar",
    }
)
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Larger members are mapped from a nameless file. Each mapping holds a file open.
_MAPPED_BYTES = 8 << 20
_SPOOL_BYTES = 32 << 20
COMMENTS, SYSTEM_FILES = "comments", "system-files"


class ArchiveHandler:
    """Archives of every kind. The last one is kept unpacked: reading and masking both need it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._last: tuple[Source, Archive] | None = None

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return the names and comments, and every member that could be unpacked.

        Every member is unpacked once before that, so that `unread` names all that could not be.
        Raises `UnreadableError` where none could: for the reason of the first.
        """
        archive = self._opened(source)
        return Document(
            pages=tuple(in_pages([segment] for segment in _segments(archive))),
            embedded=_Members(archive),
            removables=tuple(_removables(archive)),
            unread=tuple(found.problem for found in archive.members if found.problem),
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return a new zip archive with the masked names and members.

        A member that could not be unpacked is not in it. One that was unpacked but that the plan
        does not replace keeps its bytes.
        """
        archive = self._opened(source)
        name = source.name if _is_zip(source) else f"{source.name}.zip"
        with tempfile.TemporaryFile() as spool:
            _Copy(archive, plan).write(ArchiveWriter(spool))
            spool.flush()
            if (size := spool.seek(0, 2)) > _SPOOL_BYTES:
                # The mapping keeps the nameless file alive after it is closed here.
                mapped = mmap.mmap(spool.fileno(), size, access=mmap.ACCESS_READ)
                return Source(name=name, data=mapped, media_type=_ZIP)
            spool.seek(0)
            return Source(name=name, data=spool.read(), media_type=_ZIP)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name the system's own files, which only removing deals with."""
        left = any(found.is_system and found.is_read for found in self._opened(masked).members)
        return (Unread(code="UNKNOWN_PART", where=SYSTEM_FILES),) if left else ()

    def _opened(self, source: Source) -> Archive:
        with self._lock:
            if self._last is None or self._last[0] is not source:
                self._last = None
                self._last = source, _open(source, self._limits)
            return self._last[1]


def _is_zip(source: Source) -> bool:
    return source.data[:4] in _ZIP_MARKS


def _open(source: Source, limits: Limits) -> Archive:
    if len(source.data) > limits.file_bytes:
        raise UnreadableError(
            WHERE, "TOO_LARGE", "it is larger than the limit", limit=limits.file_bytes
        )
    archive = ZipArchive(source, limits) if _is_zip(source) else Unpacked(source, limits)
    if not archive.members:
        raise UnreadableError(WHERE, "EMPTY", "there is nothing in it")
    files = [found for found in archive.members if found.problem or not found.is_folder]
    problems = [found.problem for found in files if found.problem]
    if files and len(problems) == len(files):
        raise _refusal(problems[0])
    return archive


def _refusal(problem: Unread) -> UnreadableError:
    names = {"TOO_LARGE": "limit", "UNSUPPORTED_KIND": "kind"}
    params = {names[problem.code]: problem.params[0]} if problem.params else {}
    return UnreadableError(WHERE, problem.code, "none of its members can be unpacked", **params)


def _removables(archive: Archive) -> Iterator[Removable]:
    if archive.comment or archive.hides_comment or any(found.comment for found in archive.members):
        yield Removable(COMMENTS, COMMENTS, Locator(part=COMMENTS))
    if any(found.is_system for found in archive.members):
        yield Removable(SYSTEM_FILES, SYSTEM_FILES, Locator(part="system files"))


def _segments(archive: Archive) -> Iterator[Segment]:
    if archive.comment:
        yield Segment(
            id="comment",
            text=archive.comment,
            locator=Locator(part="comment"),
            kind=Kind.COMMENT,
            removable=COMMENTS,
        )
    for found in archive.members:
        yield Segment(
            id=f"{found.id} name",
            text=found.name,
            locator=Locator(part=found.id),
            kind=Kind.FILE_NAME,
            removable=SYSTEM_FILES if found.is_system else "",
        )
        if found.comment:
            yield Segment(
                id=f"{found.id} comment",
                text=found.comment,
                locator=Locator(part=found.id),
                kind=Kind.COMMENT,
                removable=COMMENTS,
            )


class _Members:
    """The members that go through the line, unpacked when their turn comes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __iter__(self) -> Iterator[Embedded]:
        for found in self._archive.members:
            if found.is_read and found.size and not found.is_system:
                source = Source(name=_own_name(found), data=_content(self._archive, found))
                yield Embedded(found.id, source)


def _own_name(member: Member) -> str:
    return member.name.rpartition("/")[2]


def _content(archive: Archive, member: Member) -> bytes | mmap.mmap:
    if member.size <= _MAPPED_BYTES:
        return b"".join(archive.pieces(member))
    with tempfile.TemporaryFile() as spool:
        for piece in archive.pieces(member):
            spool.write(piece)
        spool.flush()
        return mmap.mmap(spool.fileno(), 0, access=mmap.ACCESS_READ)


class _Copy:
    """The archive as the plan wants it."""

    def __init__(self, archive: Archive, plan: MaskPlan) -> None:
        self._archive = archive
        self._replacements = plan.replacements
        self._unread = plan.unread
        self._removed = {kind for kind, removed in plan.removals.items() if removed}
        self._texts = {segment.id: segment.text for segment in _segments(archive)}
        masks: dict[str, list[Mask]] = {}
        for mask in plan.masks:
            masks.setdefault(mask.place.segment_id, []).append(mask)
        for name, own in masks.items():
            if name not in self._texts:
                raise ValueError("a mask names a segment that does not exist")
            self._texts[name] = write_masks(self._texts[name], own)

    def write(self, writer: ArchiveWriter) -> None:
        """Write every member in order, and what is said about them."""
        stays = [
            found
            for found in self._archive.members
            if not (found.problem or (found.is_system and SYSTEM_FILES in self._removed))
        ]
        read = [found for found in stays if found.id not in self._unread]
        # An archive of nothing is no archive; what was not read keeps the gate shut all the same.
        for found in read or stays:
            self._write(found, writer)
        writer.finish(self._comment("comment"))

    def _write(self, member: Member, writer: ArchiveWriter) -> None:
        name = self._texts[f"{member.id} name"]
        comment = self._comment(f"{member.id} comment")
        new = self._replacements.get(member.id)
        if member.is_folder:
            writer.folder(name.rstrip("/"), comment)
        elif new is None:
            writer.file(name, self._archive.pieces(member), member.size, comment)
        else:
            name = follow(name, _own_name(member), new.name)
            pieces = (new.data[at : at + CHUNK] for at in range(0, len(new.data), CHUNK))
            writer.file(name, pieces, len(new.data), comment)

    def _comment(self, name: str) -> str:
        return "" if COMMENTS in self._removed else self._texts.get(name, "")
