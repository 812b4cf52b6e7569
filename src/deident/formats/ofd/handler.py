"""OFD documents (GB/T 33190), read and masked in the XML of their parts.

Every part is read: pages by the places of their characters, templates, annotations, composite
units, what the document says about itself, outlines, bookmarks, tags, attachments in XML, old
versions, signatures, comments, file names. Pictures and other attachments are handed on. What is
neither understood nor known to say nothing is `Unread`.

The boxes of a page's segments are in millimetres from the upper left corner of the page as it is
displayed, and so are the regions of a plan. A part in which nothing is masked keeps its bytes; any
change takes the signatures and seals away, because a broken one is worse than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.ofd.apply import OfdWriter
from deident.formats.ofd.book import ATTACHMENTS, Book, is_markup
from deident.formats.ofd.pictures import Pictures, pictures, undecodable
from deident.formats.ofd.read import Reading
from deident.formats.ofd.removals import kinds_in
from deident.model import Document, Locator, Removable, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats import Limits
    from deident.model import MaskPlan, Page

_MEDIA_TYPES = frozenset({"application/ofd", "application/vnd.ofd"})


class OfdHandler:
    """One OFD at a time; its pages stream."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every place text can hide; the pages are read each time they are walked."""
        book = Book(source, self._limits)
        pages = _Pages(book)
        return Document(
            pages=pages,
            embedded=Pictures(book, self._limits),
            removables=tuple(
                Removable(kind, kind, Locator(part=kind.replace("-", " ")))
                for kind in kinds_in(book)
            ),
            unread=_Missed(pages, undecodable(book, self._limits)),
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return a new package with the masks written, the removals made, the pictures replaced."""
        masked = OfdWriter(Book(source, self._limits), plan).write()
        return Source(name=source.name, data=masked, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name what lies beside the members of the package, and what is there but not read."""
        book = Book(masked, self._limits)
        shown = {picture.part.name for picture in pictures(book)}
        left = {
            kind
            for part in book.parts
            if "" not in part.kinds and part.name not in shown
            for kind in part.kinds
            if not is_markup(book.head(part)) or book.is_repaired(part)
        }
        return (
            *book.package.tails(),
            *(Unread(code="UNKNOWN_PART", where=kind) for kind in sorted(left - {ATTACHMENTS})),
        )


class _Pages:
    """The pages of a document, read anew each time; what could not be read is noted on the way."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.missed: tuple[Unread, ...] | None = None

    def __iter__(self) -> Iterator[Page]:
        reading = Reading(self._book)
        yield from reading.pages()
        self.missed = tuple(reading.unread)


class _Missed:
    """What could not be read: known once the pages were walked."""

    def __init__(self, pages: _Pages, unread: Iterable[Unread]) -> None:
        self._pages = pages
        self._unread = tuple(unread)

    def __iter__(self) -> Iterator[Unread]:
        if self._pages.missed is None:
            for _ in self._pages:
                pass
        yield from self._pages.missed or ()
        yield from self._unread


__all__ = ["OfdHandler"]
