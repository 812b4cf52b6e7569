"""Masks written into a workbook, part by part, in document order.

A masked cell becomes an inline string with the style it had. Its formula goes, because it would
compute the value again; so does a formula whose own text holds a value, and then the cell keeps
what it showed. A shared string that only masked cells used is blanked.
"""

from __future__ import annotations

import re
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, NamedTuple, cast

from deident.formats.markup import escape_attribute, escape_text
from deident.formats.package import PackageWriter
from deident.formats.xlsx.cells import StoredRow, scan_sheet
from deident.formats.xlsx.grid import extras_of
from deident.formats.xlsx.parts import CONTENT_TYPES, MACRO_MAIN, Unwanting
from deident.formats.xlsx.read import is_read, joins, other_parts, strings_of
from deident.formats.xlsx.strings import MASKED, Strings, entry_end, masked_runs, scan_entries
from deident.formats.xlsx.values import escape
from deident.formats.xlsx.write import (
    Edit,
    FieldIds,
    Masks,
    Written,
    field_edits,
    gone_edits,
    masks_of_field,
    rewrite_fields,
    scan_fields,
    spliced,
    write_over,
)

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.markup import Tape
    from deident.formats.xlsx.book import Book, Sheet
    from deident.formats.xlsx.cells import SheetReader
    from deident.formats.xlsx.fields import Field
    from deident.formats.xlsx.plain import StoredCell
    from deident.formats.xlsx.strings import EntryReader, Scanned, Spool
    from deident.model import MaskPlan

# What nobody reads and nobody misses goes from every masked copy, unless policy keeps it.
_GONE_UNASKED = frozenset({"orphan-parts", "printer-settings", "signatures", "thumbnail"})
_SPOOL_BYTES = 16 << 20
_SPACE = b' xml:space="preserve"'


class _Content(NamedTuple):
    """What a cell is rewritten to hold: the attribute `t` and the elements inside."""

    kind: str
    inside: bytes


class WorkbookWriter:
    """Writes one workbook once."""

    def __init__(self, book: Book, limits: Limits, plan: MaskPlan) -> None:
        self._book = book
        self._limits = limits
        self._plan = plan
        self._masks = Masks(plan.masks)
        self._fallen = book.parts.fallen(self._removed())
        self.without_macros = "macros" in {
            book.parts.treatment(name).name for name in self._fallen if name in book.package
        }

    def _removed(self) -> frozenset[str]:
        plan, parts = self._plan, self._book.parts
        if not (self._masks.next_id or plan.removals or plan.replacements):
            return frozenset()
        removed = {
            name
            for kind, names in parts.removable().items()
            if plan.removals.get(kind, kind in _GONE_UNASKED)
            for name in names
        }
        # A chain that names a cell without a formula is damage to Excel; it makes a new one.
        removed |= {
            name
            for name in self._book.package.names
            if parts.treatment(name).how == "quiet" and self._masks.next_id
        }
        return frozenset(removed)

    def write(self) -> bytes | mmap.mmap:
        """Return the new package."""
        package = self._book.package
        with PackageWriter() as writer, SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
            strings = strings_of(self._book, self._limits, cast("Spool", spool))
            writer.write(CONTENT_TYPES, self._content_types())
            for sheet in self._book.sheets:
                pieces = self._sheet(sheet, strings)
                writer.write(sheet.part, pieces, package.size(sheet.part))
            if strings is not None:
                name = self._book.strings_part
                writer.write(name, self._strings(strings), package.size(name))
            for number, name in other_parts(self._book):
                if name in self._fallen:
                    self._masks.skip(f"p{number}#")
                else:
                    writer.write(name, self._part(number, name), package.size(name))
            self._masks.finish()
            return writer.finish()

    def _content_types(self) -> bytes:
        content = b"".join(self._part(0, CONTENT_TYPES))
        if self.without_macros:
            for macro, plain in MACRO_MAIN.items():
                pattern = re.compile(re.escape(macro).encode(), re.IGNORECASE)
                content = pattern.sub(plain.encode(), content)
        return content

    def _part(self, number: int, name: str) -> Iterator[bytes]:
        """Yield a part, untouched where nothing in it is masked or removed."""
        package, where = self._book.package, self._book.where
        treatment = self._book.parts.treatment(name)
        chunks = package.stream(name, self._limits.member_bytes)
        unwanted = Unwanting(self._book.parts, name, self._fallen)
        if replacement := self._plan.replacements.get(name):
            return iter((bytes(replacement.data),))
        if not is_read(treatment, name) or not (
            unwanted or self._masks.next_id.startswith(f"p{number}#")
        ):
            return chunks
        scanned = scan_fields(chunks, where, unwanted, joins(treatment.name))
        return rewrite_fields(scanned, f"p{number}", self._masks, self._book.sheet_names)

    def _sheet(self, sheet: Sheet, strings: Strings | None) -> Iterator[bytes]:
        chunks = self._book.package.stream(sheet.part, self._limits.streamed_member_bytes)
        unwanted = Unwanting(self._book.parts, sheet.part, self._fallen)
        scanned = scan_sheet(chunks, self._book.where, unwanted or None)
        editor = _SheetEditor(self._book, sheet, strings, self._masks)
        edits: list[Edit] = []
        for piece, reader in scanned:
            for item in piece.items:
                if isinstance(item, StoredRow):
                    edits += editor.row(item, piece.tape, reader)
                else:
                    edits += editor.field(item, piece.tape)
            edits += gone_edits(reader.fields.gone, piece.tape)
            yield spliced(piece.tape, edits, piece.until)

    def _strings(self, strings: Strings) -> Iterator[bytes]:
        ids = FieldIds("sst")
        edits: list[Edit] = []
        number = 0
        chunks = self._book.package.stream(
            self._book.strings_part, self._limits.streamed_member_bytes
        )
        for scanned, reader in scan_entries(chunks, self._book.where):
            edits += self._entries(strings, number, scanned, reader)
            number += len(scanned.entries)
            for field in scanned.fields:
                found = masks_of_field(field, ids.of(field), self._masks)
                edits += field_edits(field, found, scanned.tape, self._book.sheet_names)
            yield spliced(scanned.tape, edits, scanned.until)

    def _entries(
        self, strings: Strings, number: int, scanned: Scanned, reader: EntryReader
    ) -> Iterator[Edit]:
        masks, tape = self._masks, scanned.tape
        blank = f"<{reader.prefix}si><{reader.prefix}t/></{reader.prefix}si>".encode()
        for entry in scanned.entries:
            flags = strings.flags[number]
            number += 1
            due = masks.next_id.startswith("sst!")
            if not due and flags != MASKED:
                continue
            text = masks.take(f"sst!{number}") if due else []
            aid = masks.take(f"sst!{number}:ph") if due else []
            if flags == MASKED:
                yield Edit(entry.start, entry_end(entry, tape), blank)
            elif text or aid:
                end = entry_end(entry, tape)
                raw = tape.slice(entry.start, end)
                yield Edit(entry.start, end, masked_runs(raw, reader.declarations, "si", text, aid))


class _SheetEditor:
    """Finds what is to be written differently in one worksheet."""

    def __init__(self, book: Book, sheet: Sheet, strings: Strings | None, masks: Masks) -> None:
        self._book = book
        self._prefix = f"s{sheet.number}!"
        self._ids = FieldIds(f"s{sheet.number}")
        self._strings = strings
        self._masks = masks
        self._lost_formulas: set[str] = set()

    def field(self, field: Field, tape: Tape) -> Iterator[Edit]:
        """Yield the edits of a field beside the cells."""
        if found := masks_of_field(field, self._ids.of(field), self._masks):
            yield from field_edits(field, found, tape, self._book.sheet_names)

    def row(self, row: StoredRow, tape: Tape, reader: SheetReader) -> Iterator[Edit]:
        """Yield the edits of a row, and note which shared strings its cells use."""
        for field in row.fields:
            yield from self.field(field, tape)
        masks, strings = self._masks, self._strings
        due = masks.next_id
        for cell in row.cells:
            shared = cell.attributes.get("t") == "s" and cell.value is not None
            segment_id = self._prefix + cell.name
            new = None
            if due.startswith(segment_id) or self._lost_formulas:
                new = self._rewritten(segment_id, cell, tape, reader)
                due = masks.next_id
            if shared and strings is not None:
                gone = new is not None and new.kind != "s"
                strings.use(strings.number((cell.value or "").strip()), masked=gone)
            if new is not None:
                empty = cell.value is None and cell.more is None
                alone = empty and tape.tag(cell.start).endswith(b"/>")
                end = cell.end if alone else tape.after(cell.end, b">")
                yield Edit(cell.start, end, _cell(cell, new, reader.prefix))

    def _rewritten(
        self, segment_id: str, cell: StoredCell, tape: Tape, reader: SheetReader
    ) -> _Content | None:
        """Return what a cell is to hold, or None where it stays as it is."""
        found = self._masks.take(segment_id)
        extras = [bool(self._masks.take(segment_id + end)) for end, _, _ in extras_of(cell)]
        shared = cell.more.formula_attributes.get("si", "") if cell.more else ""
        if not (found or any(extras) or (shared and shared in self._lost_formulas)):
            return None
        if shared:
            self._lost_formulas.add(shared)
        if found:
            return self._masked(cell, found, tape, reader)
        return self._kept(cell, reader.prefix)

    def _masked(
        self, cell: StoredCell, found: list[Written], tape: Tape, reader: SheetReader
    ) -> _Content:
        kind = cell.attributes.get("t", "n")
        if kind == "s" and self._strings is not None:
            runs = self._strings.runs(self._strings.number((cell.value or "").strip()))
            if runs:
                names = self._strings.declarations
                return _Content("inlineStr", masked_runs(runs, names, "is", found))
        if kind == "inlineStr" and cell.more and cell.more.rich:
            end = tape.after(cell.end, b">")
            raw = tape.slice(cell.start, end)
            return _Content(
                "inlineStr", masked_runs(raw, reader.declarations, "is", found, within="is")
            )
        (text,) = write_over([self._book.shown(cell, self._strings, masking=True)], found)
        return _inline(text, reader.prefix)

    def _kept(self, cell: StoredCell, prefix: str) -> _Content:
        """Return what a cell showed, without the formula it came from."""
        kind = cell.attributes.get("t", "n")
        if kind in ("str", "inlineStr"):
            return _inline(self._book.shown(cell, self._strings), prefix)
        if cell.value is None:
            return _Content(kind, b"")
        tag = prefix.encode() + b"v"
        return _Content(kind, b"<%b>%b</%b>" % (tag, escape_text(cell.value), tag))


def _inline(text: str, prefix: str) -> _Content:
    space = _SPACE if text != text.strip() else b""
    p = prefix.encode()
    # Most of what is written: letters, digits and stars need no escape.
    plain = text.replace("*", "").isalnum()
    written = text.encode() if plain else escape_text(escape(text))
    inside = b"<%bis><%bt%b>%b</%bt></%bis>" % (p, p, space, written, p, p)
    return _Content("inlineStr", inside)


def _cell(cell: StoredCell, new: _Content, prefix: str) -> bytes:
    """Return a cell with its own attributes; those of a formula that is gone go with it."""
    kept = {name: value for name, value in cell.attributes.items() if name not in ("t", "cm", "vm")}
    if new.kind != "n":
        kept["t"] = new.kind
    attributes = b"".join(
        b' %b="%b"'
        % (name.encode(), value.encode() if value.isalnum() else escape_attribute(value))
        for name, value in kept.items()
    )
    tag = prefix.encode() + b"c"
    return b"<%b%b>%b</%b>" % (tag, attributes, new.inside, tag)
