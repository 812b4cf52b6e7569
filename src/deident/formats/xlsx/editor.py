"""Masks written into the cells of one worksheet.

A masked cell becomes an inline string with the style it had. Its formula goes, because it would
compute the value again; so does a formula whose own text holds a value, and then the cell keeps
what it showed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.formats.markup import escape_attribute, escape_text
from deident.formats.xlsx.grid import extras_of
from deident.formats.xlsx.plain import ROW_END, stored
from deident.formats.xlsx.shapes import INLINE
from deident.formats.xlsx.strings import Strings, masked_runs
from deident.formats.xlsx.values import escape
from deident.formats.xlsx.write import (
    Edit,
    FieldIds,
    Masks,
    Written,
    field_edits,
    masks_of_field,
    write_over,
)
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats.markup import Tape
    from deident.formats.xlsx.book import Book, Sheet
    from deident.formats.xlsx.cells import SheetReader, StoredRow
    from deident.formats.xlsx.fields import Field
    from deident.formats.xlsx.plain import PlainRow, StoredCell

_SPACE = ' xml:space="preserve"'


class _Content(NamedTuple):
    """What a cell is rewritten to hold: the attribute `t` and the elements inside."""

    kind: str
    inside: bytes

    def __repr__(self) -> str:
        return unprinted(self)


class SheetEditor:
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

    def plain(self, row: PlainRow, tape: Tape) -> Iterator[Edit]:
        """Yield the edits of a plain row, and note which shared strings its cells use."""
        for field in row.fields:
            yield from self.field(field, tape)
        strings = self._strings if row.shape.shares else None
        masks, prefix, name = self._masks, self._prefix, row.name
        due = first = masks.next_id
        if strings is None and not due.endswith(name):
            return
        written = [row.opening]
        for at, (cell, text) in enumerate(zip(row.shape.cells, row.texts, strict=True)):
            _, letters, _, kind, head, tail = cell
            masked = prefix + letters + name == due
            if strings is not None and kind == "s" and text:
                strings.use(strings.number(text.strip()), masked=masked)
            if masked:
                written.append(self._masked_plain(row, at, masks.take(due)))
                due = masks.next_id
            else:
                written.append(f'<c r="{letters}{name}"{head}{text}{tail}')
        if due != first:
            yield Edit(row.start, row.end, "".join(written).encode() + ROW_END)

    def _masked_plain(self, row: PlainRow, at: int, found: list[Written]) -> str:
        """Return a cell of a plain row with its text masked."""
        cell, text = row.shape.cells[at], row.texts[at]
        style = f' s="{cell.style}"' if cell.style else ""
        inside = self._masked_runs(text, found).decode() if cell.kind == "s" else ""
        if not inside:
            shown = text
            if cell.kind != INLINE or "_x" in text:
                shown = self._book.shown(stored(row, at), self._strings, masking=True)
            (written,) = write_over([shown], found)
            inside = _inline(written, "")
        return f'<c r="{cell.letters}{row.name}"{style} t="{INLINE}">{inside}</c>'

    def _masked_runs(self, value: str, found: list[Written]) -> bytes:
        """Return a shared string of several runs, masked; nothing for a plain one."""
        strings = self._strings
        runs = strings.runs(strings.number(value.strip())) if strings is not None else b""
        if strings is None or not runs:
            return b""
        return masked_runs(runs, strings.declarations, "is", found)

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
        if kind == "s" and (inside := self._masked_runs(cell.value or "", found)):
            return _Content(INLINE, inside)
        if kind == INLINE and cell.more and cell.more.rich:
            end = tape.after(cell.end, b">")
            raw = tape.slice(cell.start, end)
            return _Content(INLINE, masked_runs(raw, reader.declarations, "is", found, within="is"))
        (text,) = write_over([self._book.shown(cell, self._strings, masking=True)], found)
        return _Content(INLINE, _inline(text, reader.prefix).encode())

    def _kept(self, cell: StoredCell, prefix: str) -> _Content:
        """Return what a cell showed, without the formula it came from."""
        kind = cell.attributes.get("t", "n")
        if kind in ("str", INLINE):
            shown = self._book.shown(cell, self._strings)
            return _Content(INLINE, _inline(shown, prefix).encode())
        if cell.value is None:
            return _Content(kind, b"")
        tag = prefix.encode() + b"v"
        return _Content(kind, b"<%b>%b</%b>" % (tag, escape_text(cell.value), tag))


def _inline(text: str, prefix: str) -> str:
    space = _SPACE if text != text.strip() else ""
    # Most of what is written: letters, digits and stars need no escape.
    plain = text.replace("*", "").isalnum()
    written = text if plain else escape_text(escape(text)).decode()
    return f"<{prefix}is><{prefix}t{space}>{written}</{prefix}t></{prefix}is>"


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
