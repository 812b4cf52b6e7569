"""Workbooks: XLSX, XLSM and XLTX, read and masked in the XML of their parts.

Every part is read: cells of all sheets, hidden or not, formulas and what they showed, comments,
names, charts' and pivot tables' copies, links, properties. Pictures and embedded files are handed
on. What is neither understood nor known to hold no text is `Unread`. A part in which nothing is
masked keeps its bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.formats.markup import utf8
from deident.formats.package import Package
from deident.formats.xlsx.apply import WorkbookWriter
from deident.formats.xlsx.book import Book
from deident.formats.xlsx.read import Pages
from deident.model import Document, Embedded, Locator, Removable, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.ooxml.pictures import Crops
    from deident.model import MaskPlan

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_WITH_MACROS = {
    "application/vnd.ms-excel.sheet.macroenabled.12": (_SHEET + "sheet", ".xlsx"),
    "application/vnd.ms-excel.template.macroenabled.12": (_SHEET + "template", ".xltx"),
}
_MEDIA_TYPES = frozenset({_SHEET + "sheet", _SHEET + "template", *_WITH_MACROS})
_MACRO_NAME = re.compile(r"\.xl[st]m$", re.IGNORECASE)
_TELLING_NAME = re.compile("[^\x20-\x7e]|[0-9]{7}|@")
_PACKED_BYTES = 200
_PACKED = re.compile(rb"[A-Za-z0-9+/=\r\n]{%d}" % _PACKED_BYTES)
_KEPT_READABLE = frozenset({"comments", "custom-xml", "document-properties"})


class XlsxHandler:
    """Workbooks in Office Open XML, streamed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every place text can hide; cells stream, sheet by sheet."""
        book = self._book(source)
        removable = book.parts.removable()
        crops = book.crops(self._limits)
        return Document(
            pages=Pages(book, self._limits),
            embedded=_Embedded(book, crops),
            removables=tuple(
                Removable(kind, kind, Locator(part=kind.replace("-", " "))) for kind in removable
            ),
            unread=(*_unread(book), *_uncut(book, crops)),
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return a new package with the masks written, the removals made, the parts replaced.

        A masked cell becomes an inline string, and its formula goes. What only tells of printers,
        what no other part leads to, thumbnails and signatures go unless the plan keeps them.
        """
        book = self._book(source)
        writer = WorkbookWriter(book, self._limits, plan)
        masked = writer.write()
        name, media_type = source.name, source.media_type
        if writer.without_macros:
            media_type = _WITH_MACROS.get(media_type.lower(), (media_type,))[0]
            name = _MACRO_NAME.sub(lambda found: found[0][:-1] + "x", name)
        return Source(name=name, data=masked, media_type=media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name what lies beside the members of the package, and parts that are not read."""
        book = self._book(masked)
        removable = book.parts.removable()
        left = removable.keys() - _KEPT_READABLE
        left |= {
            kind
            for kind, names in removable.items()
            if any(_is_packed(book, name) for name in names)
        }
        return (
            *book.package.tails(),
            *(Unread(code="UNKNOWN_PART", where=kind) for kind in sorted(left)),
        )

    def _book(self, source: Source) -> Book:
        return Book(Package(source, self._limits))


class _Embedded:
    """The pictures, cut to what is shown, and embedded files of a workbook, by their parts."""

    def __init__(self, book: Book, crops: Crops) -> None:
        self._book = book
        self._crops = crops
        gone = {name for names in book.parts.removable().values() for name in names}
        self._names = [
            name
            for name in book.package.names
            if name not in gone and book.parts.treatment(name).how == "embedded"
        ]

    def __iter__(self) -> Iterator[Embedded]:
        for name in self._names:
            content, media_type = self._crops.cut(name)
            source = Source(
                name=name.rpartition("/")[2],
                data=content,
                media_type=media_type or self._book.parts.type_of(name),
            )
            yield Embedded(name, source)


def _is_packed(book: Book, name: str) -> bool:
    """Say whether a part is stored XML that is base64: the queries of a workbook are a zip."""
    if book.parts.treatment(name).name != "custom XML":
        return False
    tail = b""
    for chunk in utf8(book.package.stream(name, book.package.size(name)), book.where):
        if _PACKED.search(tail + chunk):
            return True
        tail = chunk[-_PACKED_BYTES:]
    return False


def _uncut(book: Book, crops: Crops) -> Iterator[Unread]:
    """Name the parts that show a cropped picture which cannot be cut for good."""
    for name in crops.owners:
        if crops.leaves_hidden(name):
            yield Unread(code="CROPPED_PICTURE", where=book.parts.treatment(name).name)


def _unread(book: Book) -> Iterator[Unread]:
    """Name the parts nobody here understands, and names of parts that say something."""
    removable = {name for names in book.parts.removable().values() for name in names}
    for number, name in enumerate(sorted(book.package.names), start=1):
        if name in removable:
            continue
        treatment = book.parts.treatment(name)
        if treatment.how == "unknown" or _is_packed(book, name):
            yield Unread(code="UNKNOWN_PART", where=f"part {number}")
        if _TELLING_NAME.search(name):
            yield Unread(code="PART_NAME", where=f"part {number}")
