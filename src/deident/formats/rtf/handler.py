"""RTF, read and masked in its own characters.

Characters are joined across formatting and from whatever they are written as: bytes of a code page
in hexadecimal, Unicode numbers with a second writing, raw bytes. Everything in the file is read, in
every destination; what nobody should publish (comments, tracked and hidden text, properties,
embedded objects, packed data) is taken out where the plan says so. Outside masks and removals every
byte stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.rtf.reading import Reader
from deident.formats.structured.items import Item, Reading, Unit, changes
from deident.model import Document, Locator, Removable, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.written import Edit
    from deident.model import MaskPlan

_MEDIA_TYPES = frozenset({"application/rtf", "text/rtf"})
# What can be kept, because it is read and masked like any other text.
_READABLE = frozenset(
    {"comments", "document-properties", "document-variables", "hidden-text", "mail-merge"}
    | {"revision-numbers", "tracked-changes"}
)


class RtfHandler:
    """Documents in the Rich Text Format."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every text, seen or not, every picture, and what may be taken out."""
        reader = Reader(self._text(source))
        document = self._reading(reader).document()
        return Document(
            pages=document.pages,
            embedded=document.embedded,
            removables=tuple(
                Removable(kind, kind, Locator(part=kind.replace("-", " ")))
                for kind in sorted(reader.removals)
            ),
            unread=tuple(reader.unread),
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the same file with masks, pictures and removals written into it."""
        text = self._text(source)
        reader = Reader(text)
        edits = changes(self._reading(reader), plan)
        for kind, removed in plan.removals.items():
            if removed:
                edits += reader.removals.get(kind, ())
        if not edits:
            return source
        raw = "".join(_spliced(text, edits)).encode("latin-1")
        return Source(name=source.name, data=raw, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name what is packed into the file and was not taken out."""
        left = Reader(self._text(masked)).removals.keys() - _READABLE
        return tuple(Unread(code="UNKNOWN_PART", where=kind) for kind in sorted(left))

    def _text(self, source: Source) -> str:
        limit = min(self._limits.file_bytes, self._limits.member_bytes)
        if len(source.data) > limit:
            why = "it is larger than the limit"
            raise UnreadableError(source.name, "TOO_LARGE", why, limit=limit)
        return bytes(source.data).decode("latin-1")

    def _reading(self, reader: Reader) -> Reading:
        return Reading(lambda: _items(reader), str, self._limits.window_characters)


def _items(reader: Reader) -> Iterator[Item]:
    for number, paragraph in enumerate(reader.paragraphs, start=1):
        cell = paragraph.cell
        where = Locator(
            part=paragraph.part or ("table" if cell else ""),
            paragraph=0 if cell else number,
            row=cell.row + 1 if cell else 0,
            column=cell.column + 1 if cell else 0,
        )
        yield Unit(
            paragraph.id,
            paragraph.written,
            where,
            paragraph.kind,
            paragraph.labels,
            cell,
            paragraph.follows,
            removable=paragraph.removable,
        )
    yield from reader.pictures


def _spliced(text: str, edits: list[Edit]) -> Iterator[str]:
    """Yield the file with all edits made; what lies in something removed goes with it."""
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.end <= at:
            continue
        if edit.start < at:
            raise ValueError("two changes go over one place")
        yield text[at : edit.start]
        yield edit.new
        at = edit.end
    yield text[at:]
