"""PDF: what its pages show, what lies hidden in it, and a public copy in which it is gone.

Reading: every page line by line with one box per character, in points of the page as it is
displayed (after /Rotate, from the top left corner of its visible part, y downwards); cells and
headers of its tables; its pictures through the OCR line. What is drawn is read from a copy that is
prepared the way the public one is, so that what a form shows is page text. What the preparation
takes out (properties, comments, scripts, old versions, text that does not show …) is read from the
original, in segments that name the `Removable` they go with.

Writing: glyphs, pictures and curves under a mask are taken out of the page; a page of which
that cannot be proved becomes a picture of itself. An empty plan still gives the prepared copy.
A signature does not survive any of this and is taken out.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.pdf.hidden import beside, listed
from deident.formats.pdf.layout import Layout
from deident.formats.pdf.open import bytes_of, original
from deident.formats.pdf.page import PageRead, read_page_of
from deident.formats.pdf.pdfium import opened, opened_page, page_count, plain_text
from deident.formats.pdf.pictures import Reader, segments_of, without
from deident.formats.pdf.raster import RASTERISED
from deident.formats.pdf.revisions import around, missing_lines
from deident.model import (
    PAGE_SEGMENTS,
    Document,
    Kind,
    Locator,
    Page,
    Reason,
    Removable,
    Segment,
    Unread,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from deident.formats import Limits
    from deident.formats.pdf.hidden import Said
    from deident.formats.pdf.lines import Line
    from deident.formats.pdf.pictures import Look
    from deident.formats.pdf.prepare import Prepared
    from deident.model import Embedded, MaskPlan, Source
    from deident.ocr import OcrEngine

MEDIA_TYPE = "application/pdf"
FAILED_REDACTION = "FAILED_REDACTION"
PDF_A = "PDF_A"
# What was repaired may not be all there was.
_DAMAGE = {"REPAIRED": "PDF_REPAIRED", "DAMAGED_STREAM": "PDF_DAMAGED_STREAM"}
_CALLED = {
    "metadata": "document-properties",
    "annotations": "comments",
    "form-fields": "form-data",
    "structure": "tags",
}
_KEPT = 2
# So many characters are kept between walks; a segment weighs as much as so many.
_HELD = 1_000_000
_HEAVY = 20
_HIDDEN_TEXT = "hidden-text"


@dataclass(frozen=True, slots=True)
class _Opened:
    """One document: its prepared copy, and everything that is not on the pages of that."""

    prepared: bytes = field(repr=False)
    said: tuple[tuple[int, Said], ...] = ()
    embedded: tuple[Embedded, ...] = ()
    removables: tuple[Removable, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[Reason, ...] = ()
    doubtful: frozenset[int] = frozenset()
    walked: list[_Walked] = field(default_factory=list, repr=False)
    """What the first walk read of the prepared pages, where that is little enough to be kept."""


class _Walked(NamedTuple):
    pages: tuple[Page, ...]
    unread: tuple[Unread, ...]


class PdfHandler:
    """Reads and masks PDF files; the OCR engine is made when the first picture comes."""

    def __init__(self, engine: Callable[[], OcrEngine], limits: Limits) -> None:
        self._reader = Reader(engine)
        self._limits = limits
        self._kept: OrderedDict[bytes, _Opened] = OrderedDict()
        self._notes: OrderedDict[bytes, tuple[Reason, ...]] = OrderedDict()
        self._lock = Lock()

    @property
    def engine_version(self) -> str:
        """Which engine read the pictures; "" where there were none."""
        return self._reader.engine_version

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return frozenset({MEDIA_TYPE})

    def read(self, source: Source) -> Document:
        """Return every page, and everything in the file that no page shows."""
        document = self._opened(source)
        pages = _Pages(document, self._reader)
        return Document(
            pages=pages,
            embedded=document.embedded,
            removables=document.removables,
            unread=pages.unread,
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the prepared copy without what the plan takes out."""
        from deident.formats.pdf.apply import applied

        document = self._opened(source)
        pages = _Pages(document, self._reader)
        data, notes = applied(document.prepared, plan, pages, document.doubtful)
        with self._lock:
            self._notes[_digest(data)] = (*document.notes, *notes)
            while len(self._notes) > _KEPT:
                self._notes.popitem(last=False)
        return replace(source, data=data)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name what is in the file besides its pages."""
        from deident.formats.pdf.proof import unseen

        return unseen(bytes(masked.data))

    def decoded(self, masked: Source) -> Iterator[bytes]:
        """Yield everything a value could stand in: decoded streams, strings, a second reading."""
        from deident.formats.pdf.proof import decoded

        return decoded(bytes(masked.data))

    def notes(self, masked: Source) -> tuple[Reason, ...]:
        """Say what a reader of this copy must know and what does not hold the gate shut."""
        with self._lock:
            return self._notes.get(_digest(bytes(masked.data)), ())

    def _opened(self, source: Source) -> _Opened:
        data = bytes_of(source, self._limits)
        key = _digest(data)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        document = self._prepared(data) or _open(replace(source, data=data), data, self._limits)
        with self._lock:
            self._kept[key] = document
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return document

    def _prepared(self, data: bytes) -> _Opened | None:
        """Return what was read of these very bytes: a copy in which nothing was masked."""
        with self._lock:
            for known in self._kept.values():
                if known.prepared == data:
                    return _Opened(prepared=data, doubtful=known.doubtful, walked=known.walked)
        return None


def _digest(data: bytes) -> bytes:
    # It stays in memory: a digest of the input gives hidden digits away.
    return hashlib.sha256(data).digest()


def _open(source: Source, data: bytes, limits: Limits) -> _Opened:
    from deident.formats.pdf.prepare import prepare

    with original(data, limits) as document:
        found = beside(document)
        numbers = listed(document)
    past = around(data, numbers)
    prepared = prepare(source, limits)
    hidden = tuple(_not_shown(data, prepared))
    found.removable |= {one.removable for one in past.said}
    found.removable |= {_CALLED.get(kind, kind) for kind in prepared.removed}
    found.removable |= {_HIDDEN_TEXT} if hidden else set()
    damage = [Unread(code=_DAMAGE[note]) for note in prepared.notes if note in _DAMAGE]
    return _Opened(
        prepared=prepared.data,
        said=(*hidden, *((0, one) for one in (*found.said, *past.said))),
        embedded=tuple(found.embedded),
        removables=found.removables(),
        unread=(*past.unread, *damage),
        notes=tuple(_notes(prepared)),
        doubtful=prepared.doubtful,
    )


def _notes(prepared: Prepared) -> Iterator[Reason]:
    if PDF_A in prepared.notes:
        yield Reason(code=PDF_A)
    for index in prepared.pictured:
        yield Reason(code=RASTERISED, where=str(Locator(page=index + 1)))


def _not_shown(data: bytes, prepared: Prepared) -> Iterator[tuple[int, Said]]:
    """Yield what the original's pages say and the prepared ones do not: text that does not show."""
    from deident.formats.pdf.hidden import Said

    if not prepared.changed:
        return
    with opened(data) as before, opened(prepared.data) as after:
        for index in prepared.changed:
            with opened_page(before, index) as page:
                text = plain_text(page)
            with opened_page(after, index) as page:
                shown = plain_text(page)
            for line in missing_lines(text, shown):
                yield index + 1, Said(Kind.HIDDEN, _HIDDEN_TEXT, line)


class _Pages:
    """The pages of one document; every walk reads them again, one at a time."""

    def __init__(self, document: _Opened, reader: Reader) -> None:
        self._document = document
        self._reader = reader
        self.unread: list[Unread] = list(document.unread)

    def __iter__(self) -> Iterator[Page]:
        self.unread[:] = self._document.unread
        number = 0
        for page in self._shown():
            number = page.number
            yield page
        for some in _parts(_hidden(self._document.said), least=0):
            number += 1
            yield Page(number=number, segments=some)

    def _shown(self) -> Iterator[Page]:
        walked = self._document.walked
        if walked:
            self.unread += walked[0].unread
            yield from walked[0].pages
            return
        held: list[Page] | None = []
        left = _HELD
        for page in self._walk():
            left -= sum(len(segment.text) + _HEAVY for segment in page.segments)
            if held is not None:
                held.append(page)
            if left < 0:
                held = None
            yield page
        if held is not None and not walked:
            found = self.unread[len(self._document.unread) :]
            walked.append(_Walked(tuple(held), tuple(found)))

    def _walk(self) -> Iterator[Page]:
        layout = Layout()
        number = 0
        with opened(self._document.prepared) as document:
            for index in range(page_count(document)):
                with opened_page(document, index) as page:
                    doubtful = index in self._document.doubtful
                    read = read_page_of(document, page, doubtful=doubtful)
                for some in _parts(self._segments(index + 1, read, layout)):
                    number += 1
                    yield Page(number=number, segments=some)

    def _segments(self, page: int, read: PageRead, layout: Layout) -> Iterator[Segment]:
        lines = layout.arrange(read.lines, read.grids)
        names = {id(line): f"p{page}.s{number}" for number, line in enumerate(lines, start=1)}
        for number, line in enumerate(lines, start=1):
            yield _segment(line, page, number, names, read)
        # A text layer under a scan only roughly lies where the pixels do: both are read and masked.
        shown = "".join(line.text for line in lines if not line.hidden) if read.looks else ""
        said = _core(shown)
        for number, look in enumerate(read.looks, start=1):
            yield from self._pictured(look, page, number, said)
        where = str(Locator(page=page))
        if read.undecoded:
            self.unread.append(
                Unread(code="PICTURE_UNDECODED", where=where, params=(read.undecoded,))
            )
        if read.covered:
            self.unread.append(
                Unread(code=FAILED_REDACTION, where=where, params=(len(read.covered),))
            )

    def _pictured(self, look: Look, page: int, number: int, said: str) -> Iterator[Segment]:
        seen = self._reader.read(look.pixels)
        reading = without(seen.reading, seen.looked)
        if look.whole and said:
            # The text was read already; only what it does not say is new.
            reading = replace(
                reading,
                lines=tuple(line for line in reading.lines if not _is_said(line.text, said)),
                second=tuple(line for line in reading.second if not _is_said(line.text, said)),
            )
        segments, unread = segments_of(
            look, seen._replace(reading=reading), page, f"p{page}.i{number}"
        )
        self.unread.extend(unread)
        yield from segments


def _is_said(text: str, said: str) -> bool:
    return _core(text) in said


def _core(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _segment(line: Line, page: int, number: int, names: dict[int, str], read: PageRead) -> Segment:
    kind = Kind.HIDDEN if line.hidden else Kind.BODY if line.cell is None else Kind.CELL
    return Segment(
        id=names[id(line)],
        text=line.text,
        locator=Locator(page=page, line=number),
        kind=kind,
        labels=line.labels,
        cell=line.cell,
        follows=names.get(id(line.follows), ""),
        boxes=line.quads(read.view),
    )


def _hidden(said: Iterable[tuple[int, Said]]) -> Iterator[Segment]:
    for number, (page, one) in enumerate(said, start=1):
        yield Segment(
            id=f"h{number}",
            text=one.text,
            locator=Locator(part=one.removable.replace("-", " "), page=page),
            kind=one.kind,
            removable=one.removable,
        )


def _parts(segments: Iterator[Segment], least: int = 1) -> Iterator[tuple[Segment, ...]]:
    """Cut the segments of a page into pages that are small enough; an empty page is one too."""
    count = 0
    while some := tuple(islice(segments, PAGE_SEGMENTS)):
        count += 1
        yield some
    if count < least:
        yield ()
