"""Masks written into a workbook, part by part, in document order.

A shared string that only masked cells used is blanked.
"""

from __future__ import annotations

import re
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, cast

from deident.formats.markup import parse_tree, written_tree
from deident.formats.ooxml.declared import CONTENT_TYPES
from deident.formats.ooxml.edits import drop_properties
from deident.formats.ooxml.pictures import recount
from deident.formats.package import PackageWriter
from deident.formats.xlsx.cells import StoredRow, scan_sheet
from deident.formats.xlsx.editor import SheetEditor
from deident.formats.xlsx.parts import MACRO_MAIN, Unwanting
from deident.formats.xlsx.plain import PlainRow
from deident.formats.xlsx.read import is_read, joins, other_parts, strings_of
from deident.formats.xlsx.strings import MASKED, Strings, entry_end, masked_runs, scan_entries
from deident.formats.xlsx.write import (
    Edit,
    FieldIds,
    Masks,
    field_edits,
    gone_edits,
    masks_of_field,
    rewrite_fields,
    scan_fields,
    spliced,
)

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.ooxml.pictures import Crops
    from deident.formats.xlsx.book import Book, Sheet
    from deident.formats.xlsx.strings import EntryReader, Scanned, Spool
    from deident.model import MaskPlan

# What nobody reads and nobody misses goes from every masked copy, unless policy keeps it.
_GONE_UNASKED = frozenset({"orphan-parts", "printer-settings", "signatures", "thumbnail"})
_SPOOL_BYTES = 16 << 20


class WorkbookWriter:
    """Writes one workbook once."""

    def __init__(self, book: Book, limits: Limits, plan: MaskPlan) -> None:
        self._book = book
        self._limits = limits
        self._plan = plan
        self._masks = Masks(plan.masks)
        self._fallen = book.parts.fallen(self._removed())
        self._crops = book.crops(limits) if plan.replacements else None
        self._without_properties = plan.removals.get("document-properties", False)
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
                elif self._crops is not None and name in self._crops.owners:
                    writer.write(name, self._recropped(number, name, self._crops))
                elif self._without_properties and self._book.parts.tells_of_itself(name):
                    writer.write(name, self._properties(number, name))
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
        return self._pictures_declared(content)

    def _pictures_declared(self, content: bytes) -> bytes:
        """Declare the pictures that came back in another format."""
        parts = self._book.parts
        new = {
            name: replacement.media_type
            for name, replacement in self._plan.replacements.items()
            if name in self._book.package
            and name not in self._fallen
            and replacement.media_type.startswith("image/")
            and replacement.media_type != parts.type_of(name).replace("/jpg", "/jpeg")
        }
        if not new:
            return content
        root = parse_tree(content, self._book.where)
        space = root.tag.rpartition("}")[0] + "}"
        for node in [*root.iterchildren("{*}Override")]:
            if (node.get("PartName") or "").lstrip("/") in new:
                root.remove(node)
        for name, kind in sorted(new.items()):
            root.append(
                root.makeelement(f"{space}Override", {"PartName": f"/{name}", "ContentType": kind})
            )
        return written_tree(root)

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

    def _recropped(self, number: int, name: str, crops: Crops) -> bytes:
        """Return a drawing with the crops counted anew within the pictures that come back cut."""
        content = b"".join(self._part(number, name))
        root = parse_tree(content, self._book.where)
        changed = recount(root, crops.owners[name], crops.of(self._plan.replacements))
        return written_tree(root) if changed else content

    def _properties(self, number: int, name: str) -> bytes:
        """Return what the document says about itself, but for its title and its program."""
        root = parse_tree(b"".join(self._part(number, name)), self._book.where)
        drop_properties(root, frozenset())
        return written_tree(root)

    def _sheet(self, sheet: Sheet, strings: Strings | None) -> Iterator[bytes]:
        chunks = self._book.package.stream(sheet.part, self._limits.streamed_member_bytes)
        unwanted = Unwanting(self._book.parts, sheet.part, self._fallen)
        scanned = scan_sheet(chunks, self._book.where, unwanted or None)
        editor = SheetEditor(self._book, sheet, strings, self._masks)
        edits: list[Edit] = []
        for piece, reader in scanned:
            for item in piece.items:
                if isinstance(item, PlainRow):
                    edits += editor.plain(item, piece.tape)
                elif isinstance(item, StoredRow):
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
