"""Plain text and Markdown: blocks cut at line ends, and the tables people type or paste into text.

A block keeps its line breaks, so that a number broken over two lines is found. Tables (Markdown
pipes, columns apart by tabs or by two spaces) become cells, because a header governs its column.
The blocks and cells are pieces that add up to the text; see `pieces`.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.encoding import Decoded, decode
from deident.formats.pieces import Pages, Piece, rewrite
from deident.formats.tables import Row, label_grid
from deident.formats.typed_tables import find_tables, may_hold_table
from deident.making import unprinted
from deident.model import Cell, Document, Kind, Locator, Segment, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.typed_tables import Table
    from deident.model import MaskPlan

_MEDIA_TYPES = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_LINES_TRIED = 40
_LONGEST_CUT = 4
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ENDS = "。；！？;!?"
# A value may go on over these: no cut between two of them.
_RUN = (
    r"0-9A-Za-z０-９Ａ-Ｚａ-ｚ \t\u00a0\u3000\u00ad\u200b-\u200f\u2060\ufeff\-‐-―－−"  # noqa: RUF001
    r"*＊×·•.,_+/@()（）〇零一二三四五六七八九十幺两①-⑳\r"
)
_SAFE = re.compile(f"[^{_RUN}](?=.)|[{_RUN}](?=[^{_RUN}])", re.DOTALL)
_IN_RUN = re.compile(f"[{_RUN}]")
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
        decoded = self._decode(source)
        return Document(pages=Pages(lambda: self._pieces(decoded)), unread=_Pictures(decoded))

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the text with the masks written, in the encoding that was found."""
        decoded = self._decode(source)
        masked = rewrite(decoded, lambda: self._pieces(decoded), plan.masks)
        return Source(name=source.name, data=masked, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: a text has no second layer."""
        return ()

    def _decode(self, source: Source) -> Decoded:
        if len(source.data) > self._limits.file_bytes:
            raise UnreadableError(
                source.name,
                "TOO_LARGE",
                "it is larger than the limit",
                limit=self._limits.file_bytes,
            )
        return decode(source.name, source.data)

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
        enough = (_LONGEST_CUT + 1) * self._size
        while not self._ended and len(self._buffer) - self._at < enough:
            more = next(self._source, None)
            self._ended = more is None
            self._buffer = self._buffer[self._at :] + (more or "")
            self._at = 0


def cut(text: str, at: int, size: int, *, ended: bool) -> tuple[int, bool, bool]:
    """Find where the block that begins at `at` may end.

    Returns the end, whether a line ends there, and whether a value could go on behind it.
    """
    hard = min(at + size, len(text))
    if end := _cut_at_line(text, at, hard):
        return end, True, _goes_on(text, end)
    if end := max(text.rfind(mark, at + 1, hard) for mark in _ENDS) + 1:
        return end, False, True
    if end := _last_safe(text, at, hard):
        return end, False, True
    return _cut_beyond(text, hard, at + _LONGEST_CUT * size, ended=ended)


def _cut_at_line(text: str, at: int, hard: int) -> int:
    """Prefer a line that ends a sentence, then one that ends no value, then any; 0 for none."""
    mark = "\n" if text.find("\n", at, hard) >= 0 else "\r"
    first = fallback = 0
    before = hard
    for _ in range(_LINES_TRIED):
        found = text.rfind(mark, at, before)
        if found < 0:
            break
        before = found
        if mark == "\r" and text[found + 1 : found + 2] in ("", "\n"):
            continue
        last = text[max(at, found - 2) : found].rstrip("\r")[-1:]
        if not last or last in _ENDS or last in "\n\r":
            return found + 1
        first = first or found + 1
        if not fallback and not _goes_on(text, found + 1):
            fallback = found + 1
    return fallback or first


def _goes_on(text: str, end: int) -> bool:
    """Say whether the line before `end` breaks off in what could be a number or a name."""
    before = text[max(0, end - 3) : end].rstrip("\r\n")[-1:]
    return bool(_IN_RUN.match(before) and _IN_RUN.match(text[end : end + 1]))


def _last_safe(text: str, at: int, hard: int) -> int:
    """Find the last place before `hard` that divides no run of digits, letters or spaces."""
    for end in range(min(hard, len(text) - 1), at, -1):
        if not (_IN_RUN.match(text[end - 1]) and _IN_RUN.match(text[end])):
            return end
    return 0


def _cut_beyond(text: str, hard: int, limit: int, *, ended: bool) -> tuple[int, bool, bool]:
    found = _SAFE.search(text, hard - 1, min(limit, len(text)))
    if found:
        end = found.end()
        return end, text[end - 1] == "\n", text[end - 1] != "\n"
    if ended and len(text) <= limit:
        return len(text), True, False
    raise UnreadableError("text", "LINE_TOO_LONG", "a line has no place where it may be divided")


def pieces_of(text: str, limits: Limits) -> Iterator[Piece]:
    """Cut a text that is in memory already, as a document's text would be cut.

    A lone surrogate has no bytes and is read as a question mark; lengths stay the same.
    """
    raw = text.encode("utf-8", "replace")
    return PlainTextHandler(limits)._pieces(Decoded(raw=raw, codec="utf-8"))  # noqa: SLF001 - our own
