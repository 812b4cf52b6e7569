"""Plain text and Markdown: blocks cut at line ends, and the tables people type or paste into text.

A block keeps its line breaks, so that a number broken over two lines is found. Tables (Markdown
pipes, columns apart by tabs or by two spaces) become cells, because a header governs its column.
The blocks and cells are pieces that add up to the text; see `pieces`.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.encoding import Decoded, decode_within
from deident.formats.pieces import Pages, Piece, rewrite
from deident.formats.tables import Row, label_grid
from deident.formats.text_cuts import LONGEST_CUT, cut
from deident.formats.typed_tables import find_tables, may_hold_table
from deident.making import unprinted
from deident.model import Cell, Document, Kind, Locator, Segment, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.typed_tables import Table
    from deident.model import MaskPlan

_MEDIA_TYPES = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# A line that breaks into a table and may be the rest of its last cell.
_REST = re.compile(r"[ \t\u3000]*[^\s：:，,。；;]{1,24}[ \t\r\u3000]*(?:\n|$)")
_PICTURE = re.compile(r"data:[a-z]+/[^,\s]{0,80};base64,", re.IGNORECASE)


class PlainTextHandler:
    """Text as people type it, in the encoding it came in."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every block and cell; the text is decoded once in full before anything is."""
        decoded = decode_within(source, self._limits.file_bytes)
        return Document(pages=Pages(lambda: self._pieces(decoded)), unread=_Pictures(decoded))

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the text with the masks written, in the encoding that was found."""
        decoded = decode_within(source, self._limits.file_bytes)
        masked = rewrite(decoded, lambda: self._pieces(decoded), plan.masks)
        return Source(name=source.name, data=masked, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: a text has no second layer."""
        return ()

    def _pieces(self, decoded: Decoded) -> Iterator[Piece]:
        numbers = _Numbers()
        parts = _parts(decoded, self._limits.window_characters)
        for table, run in groupby(parts, key=lambda part: part.table):
            if table:
                yield from _cells(decoded, table, run)
                numbers.broken = False
            else:
                yield from (numbers.block(decoded, part) for part in run)


class _Pictures:
    """Names the pictures written into the text as base64, which nobody reads here."""

    def __init__(self, decoded: Decoded) -> None:
        self._decoded = decoded

    def __iter__(self) -> Iterator[Unread]:
        carry = ""
        count = 0
        for window in self._decoded.windows():
            text = carry + window
            carry = ""
            if ";base64," in text:
                count += sum(1 for _ in _PICTURE.finditer(text))
            elif "data:" in text[-120:]:
                carry = text[-120:]
        if count:
            yield Unread(code="PICTURE_IN_TEXT", where="text", params=(count,))


class _Part(NamedTuple):
    """A block of text (table 0), or one row of a table and, behind it, the text from `loose` on."""

    text: str
    line: int
    table: int = 0
    fields: tuple[tuple[int, int, int], ...] = ()
    loose: int = 0
    broken: bool = False

    def __repr__(self) -> str:
        return unprinted(self)


class _Numbers:
    """Numbers the blocks, and remembers whether the last one broke off."""

    def __init__(self) -> None:
        self._count = 0
        self.broken = False

    def block(self, decoded: Decoded, part: _Part) -> Piece:
        follows = f"b{self._count}" if self.broken else ""
        self._count += 1
        self.broken = part.broken
        segment = Segment(
            id=f"b{self._count}",
            text=decoded.shown(part.text),
            locator=Locator(line=part.line),
            follows=follows,
        )
        return Piece("", part.text, "", segment.id, segment)


def _cells(decoded: Decoded, table: int, parts: Iterator[_Part]) -> Iterator[Piece]:
    rows = (
        Row(number, {at: part.text[start:end] for at, start, end in part.fields}, part)
        for number, part in enumerate(parts)
    )
    for labelled in label_grid(rows):
        part, number, done = labelled.row.origin, labelled.row.number, 0
        for column, start, end in part.fields:
            segment = Segment(
                id=f"t{table}r{number + 1}c{column + 1}",
                text=decoded.shown(part.text[start:end]),
                locator=Locator(line=part.line, row=number + 1, column=column + 1),
                kind=Kind.CELL,
                labels=labelled.of(column),
                cell=Cell(table=table, row=number, column=column),
            )
            yield Piece(part.text[done:start], part.text[start:end], "", segment.id, segment)
            done = end
        yield from _behind(decoded, part, number, done)


def _behind(decoded: Decoded, part: _Part, row: int, done: int) -> Iterator[Piece]:
    """Yield what stands behind the last cell of a row: blanks, borders and perhaps a text."""
    if part.loose < len(part.text):
        text = part.text[part.loose :]
        column = part.fields[-1][0] if part.fields else 0
        segment = Segment(
            id=f"t{part.table}r{row + 1}n",
            text=decoded.shown(text),
            locator=Locator(line=part.line + part.text.count("\n", 0, part.loose)),
            follows=f"t{part.table}r{row + 1}c{column + 1}" if _REST.match(text) else "",
        )
        yield Piece(part.text[done : part.loose], text, "", segment.id, segment)
    elif done < len(part.text):
        yield Piece(part.text[done:], "")


def _parts(decoded: Decoded, size: int) -> Iterator[_Part]:
    """Yield the text in order, as blocks and rows."""
    reader = _Reader(decoded, size)
    while window := reader.window():
        parts = list(reader.parts(window))
        yield from parts
        reader.advance(parts)


class _Window(NamedTuple):
    text: str
    line_end: bool
    broken: bool
    last: bool

    def __repr__(self) -> str:
        return unprinted(self)


class _Reader:
    """Walks the decoded text window by window; a table may be open from one to the next."""

    def __init__(self, decoded: Decoded, size: int) -> None:
        self._source = decoded.windows()
        self._size = size
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._line = 1
        self._tables = 0
        self._open: Table | None = None

    def window(self) -> _Window | None:
        """Return the next stretch of text that may be judged by itself, or None at the end."""
        self._fill()
        left = len(self._buffer) - self._at
        if not left:
            return None
        if self._ended and left <= self._size:
            return _Window(self._buffer[self._at :], True, False, True)
        end, line_end, broken = cut(self._buffer, self._at, self._size, ended=self._ended)
        text = self._buffer[self._at : end]
        return _Window(text, line_end, broken, self._ended and end == len(self._buffer))

    def parts(self, window: _Window) -> Iterator[_Part]:
        """Yield the window, or as much of it as can be judged, as blocks and rows."""
        if not window.line_end or not (self._open or may_hold_table(window.text)):
            self._open = None
            yield _Part(window.text, self._line, broken=window.broken)
            return
        lines = _LINE.findall(window.text)
        done = 0
        if self._open is not None:
            done = self._open.end(lines, 0)
            yield from self._rows(self._open, lines, 0, done)
        for start, table in find_tables(lines, done, last=window.last):
            if table is None and not start:
                break
            yield from self._block(lines, done, start)
            if table is None:
                self._open = None
                return
            done = table.end(lines, start)
            self._tables += 1
            yield from self._rows(table, lines, start, done)
            self._open = table
        if done and self._open and not window.last and self._open.unfinished(lines, done):
            return
        if done < len(lines) or window.last:
            self._open = None
        yield from self._block(lines, done, len(lines), broken=window.broken)

    def advance(self, parts: list[_Part]) -> None:
        """Go on behind the parts that were taken."""
        for part in parts:
            self._at += len(part.text)
            self._line += part.text.count("\n") or part.text.count("\r")

    def _rows(self, table: Table, lines: list[str], start: int, end: int) -> Iterator[_Part]:
        for row in table.rows(lines, start, end):
            text = "".join(lines[row.start : row.end])
            loose = sum(map(len, lines[row.start : row.loose]))
            fields = table.cells(lines[row.start : row.loose])
            yield _Part(text, self._line + row.start, self._tables, fields, loose)

    def _block(
        self, lines: list[str], start: int, end: int, *, broken: bool = False
    ) -> Iterator[_Part]:
        if start < end:
            yield _Part("".join(lines[start:end]), self._line + start, broken=broken)

    def _fill(self) -> None:
        enough = (LONGEST_CUT + 1) * self._size
        while not self._ended and len(self._buffer) - self._at < enough:
            more = next(self._source, None)
            self._ended = more is None
            self._buffer = self._buffer[self._at :] + (more or "")
            self._at = 0


def pieces_of(text: str, limits: Limits) -> Iterator[Piece]:
    """Cut a text that is in memory already, as a document's text would be cut.

    A lone surrogate has no bytes and is read as a question mark; lengths stay the same.
    """
    raw = text.encode("utf-8", "replace")
    return PlainTextHandler(limits)._pieces(Decoded(raw=raw, codec="utf-8"))  # noqa: SLF001 - our own
