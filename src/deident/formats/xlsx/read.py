"""The segments of a workbook, in document order: list of types, sheets, strings, other parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.ooxml.declared import CONTENT_TYPES
from deident.formats.ooxml.edits import DROPPED_PROPERTIES
from deident.formats.paging import in_pages
from deident.formats.xlsx.cells import scan_sheet
from deident.formats.xlsx.fields import RUNS
from deident.formats.xlsx.grid import GridReader
from deident.formats.xlsx.merges import find_merges
from deident.formats.xlsx.strings import SEEN, Spool, Strings, scan_entries
from deident.formats.xlsx.write import FieldIds, scan_fields
from deident.model import Kind, Locator, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.xlsx.book import Book, Sheet
    from deident.formats.xlsx.cells import Item
    from deident.formats.xlsx.fields import Field
    from deident.formats.xlsx.parts import Treatment
    from deident.model import Page

_HEADERS = ("Header", "Footer")
_DROPPED = frozenset(name.partition(":")[2] for name in DROPPED_PROPERTIES) | {"lpstr"}


class Pages:
    """The segments of a workbook in pages; a row is never cut in two unless it fills a page."""

    def __init__(self, book: Book, limits: Limits) -> None:
        self._book = book
        self._limits = limits

    def __iter__(self) -> Iterator[Page]:
        return in_pages(WorkbookReader(self._book, self._limits).segments())


def is_read(treatment: Treatment, name: str) -> bool:
    """Say whether a part is read for its fields: known ones, and unknown ones that are XML."""
    if treatment.how == "unknown":
        return name.lower().endswith((".xml", ".rels", ".vml"))
    return treatment.how == "fields"


def other_parts(book: Book) -> Iterator[tuple[int, str]]:
    """Yield the parts that are read after the sheets and strings, with their numbers.

    The numbers are those of the sorted names, so that a copy has the same.
    """
    apart = {sheet.part for sheet in book.sheets} | {book.strings_part, CONTENT_TYPES}
    for number, name in enumerate(sorted(book.package.names), start=1):
        if name not in apart:
            yield number, name


def joins(name: str) -> frozenset[str]:
    """Return the elements whose texts are one: nobody knows them in XML of strangers."""
    return frozenset() if name in ("custom XML", "part") else RUNS


def strings_of(book: Book, limits: Limits, spool: Spool | None = None) -> Strings | None:
    """Read the shared strings, if the workbook has any."""
    if not book.strings_part:
        return None
    chunks = book.package.stream(book.strings_part, limits.streamed_member_bytes)
    return Strings.load(chunks, book.where, spool)


class WorkbookReader:
    """Reads one workbook once."""

    def __init__(self, book: Book, limits: Limits) -> None:
        self._book = book
        self._limits = limits

    def segments(self) -> Iterator[list[Segment]]:
        """Yield every segment, those in one list that belong on one page."""
        yield from self._part(0, CONTENT_TYPES)
        strings = strings_of(self._book, self._limits)
        for sheet in self._book.sheets:
            yield from self._sheet(sheet, strings)
        if strings is not None:
            yield from self._strings(strings)
        for number, name in other_parts(self._book):
            yield from self._part(number, name)

    def _sheet(self, sheet: Sheet, strings: Strings | None) -> Iterator[list[Segment]]:
        where = self._book.where
        merges = find_merges(self._chunks(sheet), where)
        ids = FieldIds(f"s{sheet.number}")

        def of_field(field: Field) -> list[Segment]:
            header = field.element.endswith(_HEADERS)
            kind = Kind.HEADER if header else Kind.HIDDEN
            locator = Locator(
                part="page header" if header else "sheet settings", sheet=sheet.number
            )
            return field_segments(field, ids, locator, kind)

        grid = GridReader(self._book, sheet, strings, merges, of_field)
        return grid.segments(_sheet_items(self._chunks(sheet), where, grid))

    def _chunks(self, sheet: Sheet) -> Iterator[bytes]:
        return self._book.package.stream(sheet.part, self._limits.streamed_member_bytes)

    def _strings(self, strings: Strings) -> Iterator[list[Segment]]:
        if not strings.remarkable and strings.flags.find(0) < 0:
            return
        ids = FieldIds("sst")
        number = 0
        limit = self._limits.streamed_member_bytes
        chunks = self._book.package.stream(self._book.strings_part, limit)
        for scanned, _ in scan_entries(chunks, self._book.where):
            for entry in scanned.entries:
                if not strings.flags[number] & SEEN and entry.text.strip():
                    yield [_hidden(f"sst!{number + 1}", entry.text, "unused string")]
                if entry.phonetic.strip():
                    yield [_hidden(f"sst!{number + 1}:ph", entry.phonetic, "reading aid")]
                number += 1
            for field in scanned.fields:
                locator = Locator(part="shared strings")
                yield field_segments(field, ids, locator, Kind.HIDDEN)
            scanned.tape.take(scanned.until)

    def _part(self, number: int, name: str) -> Iterator[list[Segment]]:
        treatment = self._book.parts.treatment(name)
        if not is_read(treatment, name):
            return
        ids = FieldIds(f"p{number}")
        locator = Locator(part=treatment.name)
        parts = self._book.parts
        gone = parts.removal(name)
        properties = "document-properties" if parts.tells_of_itself(name) else ""
        chunks = self._book.package.stream(name, self._limits.member_bytes)
        for fields, _, tape, until in scan_fields(
            chunks, self._book.where, joined=joins(treatment.name)
        ):
            for field in fields:
                goes = gone or (properties if field.element in _DROPPED else "")
                yield field_segments(field, ids, locator, treatment.kind, goes)
            tape.take(until)


def _sheet_items(chunks: Iterator[bytes], where: str, grid: GridReader) -> Iterator[Item]:
    for piece, reader in scan_sheet(chunks, where):
        grid.hidden_columns = reader.hidden_columns
        yield from piece.items
        piece.tape.take(piece.until)


def _hidden(segment_id: str, text: str, part: str) -> Segment:
    return Segment(id=segment_id, text=text, locator=Locator(part=part), kind=Kind.HIDDEN)


def field_segments(
    field: Field, ids: FieldIds, locator: Locator, kind: Kind, removable: str = ""
) -> list[Segment]:
    """Return the segments of a field."""
    text = field.text
    segments: list[Segment] = []
    for view, segment_id in zip(field.views, ids.of(field), strict=True):
        segments.append(
            Segment(
                id=segment_id,
                text=text[view.start : view.end],
                locator=locator,
                kind=kind,
                follows=segments[-1].id if view.follows else "",
                removable=removable,
            )
        )
    return segments
