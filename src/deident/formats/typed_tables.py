"""Tables that people type or paste into plain text, found line by line.

Three kinds: Markdown pipes under a line of dashes; columns apart by tabs; columns apart by two
or more spaces under a line that reads like a header. A kind is told by three lines in a row with
equally many columns, so that a sentence with a tab in it stays a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.formats.tables import looks_like_header

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS_NEEDED = 3
_SHOWN_ROWS = 10
_DASHES = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t\r]*\n?")
_GAP = re.compile(r"[ \u3000]{2,}|\t[ \u3000\t]*")
_PIPE = re.compile(r"(?<!\\)\|")
_TAB = re.compile(r"\t")
_BLANK = " \t\r\n\u3000\xa0"

Fields = tuple[tuple[int, int, int], ...]
"""For every filled column of a line: the column, and where its text starts and ends."""


def may_hold_table(text: str) -> bool:
    """Say quickly whether a look at the lines is worth while. Indented paragraphs are not."""
    if "\t" in text or "|" in text:
        return True
    text = text.replace("\n\u3000\u3000", "\n")
    return any(gap in text for gap in ("  ", "\u3000\u3000", " \u3000", "\u3000 "))


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A kind of table (`|`, tab or space) and how many columns it has."""

    kind: str
    width: int

    def fits(self, line: str) -> bool:
        """Say whether a line goes on with the table. Tabs at the end of a line get lost."""
        if self.kind == "|":
            return "|" in line
        if self.kind == "\t":
            return bool(line.strip(_BLANK)) and 0 < line.count("\t") < self.width
        return _spaced_width(line) == self.width

    def fields(self, line: str) -> Fields:
        """Find the filled columns of a line."""
        start = len(line) - len(line.lstrip(_BLANK))
        stop = len(line.rstrip(_BLANK))
        if self.kind == "\t":
            return _split(line, _TAB, 0, stop)
        if self.kind == " ":
            return _split(line, _GAP, start, stop)
        return _split(line, _PIPE, start + line.startswith("|", start), stop)

    def end(self, lines: list[str], start: int) -> int:
        """Find the line after the last row of the table that starts (or goes on) here."""
        at = start
        while at < len(lines) and self.fits(lines[at]):
            at += 1
        return at

    def rows(self, lines: list[str], start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where each row begins and how many lines it takes: dashes go with the header."""
        at = start
        while at < end:
            dashes = self.kind == "|" and at + 1 < end and _DASHES.fullmatch(lines[at + 1])
            count = 2 if dashes else 1
            yield at, count
            at += count


def find_tables(
    lines: list[str], start: int, *, last: bool
) -> Iterator[tuple[int, TypedTable | None]]:
    """Yield where each table begins; None stands for one that the next lines must decide."""
    at = start
    while at < len(lines):
        if "|" in lines[at] and at + 1 < len(lines) and _is_dashes(lines[at + 1]):
            table = TypedTable("|", 0)
            yield at, table
            at = table.end(lines, at)
            continue
        shape = _shape(lines[at])
        if shape is None or (shape.kind == "|" and (last or at + 1 < len(lines))):
            at += 1
            continue
        end = _run(lines, at, shape)
        if end == len(lines) and end - at < _ROWS_NEEDED and not last:
            yield at, None
            return
        if _is_table(shape, lines, at, end):
            yield at, shape
            end = shape.end(lines, at)
        at = end


def _is_dashes(line: str) -> bool:
    return "|" in line and "-" in line and bool(_DASHES.fullmatch(line))


def _run(lines: list[str], at: int, shape: TypedTable) -> int:
    end = at + 1
    while end < len(lines) and _shape(lines[end]) == shape:
        end += 1
    return end


def _shape(line: str) -> TypedTable | None:
    """Tell the kind and width of the table this line could be a row of."""
    body = line.strip(_BLANK)
    if not body:
        return None
    if "\t" in body:
        return TypedTable("\t", line.rstrip("\r\n").count("\t") + 1)
    if "|" in body:
        return TypedTable("|", 0)
    if "  " in body or "\u3000" in body:
        width = _spaced_width(line)
        return TypedTable(" ", width) if width > 1 else None
    return None


def _is_table(shape: TypedTable, lines: list[str], start: int, end: int) -> bool:
    """Equally many tabs make a table by themselves; fewer, or spaces, only under a header."""
    if shape.kind == "\t":
        if end - start >= _ROWS_NEEDED:
            return True
        end = shape.end(lines, start)
    if end - start < _ROWS_NEEDED:
        return False
    shown = lines[start : min(end, start + _SHOWN_ROWS)]
    texts = [[line[first:stop] for _, first, stop in shape.fields(line)] for line in shown]
    return looks_like_header(texts[0], texts[1:])


def _spaced_width(line: str) -> int:
    body = line.strip(_BLANK)
    return 1 + sum(1 for _ in _GAP.finditer(body)) if body else 0


def _split(line: str, separator: re.Pattern[str], start: int, stop: int) -> Fields:
    """Cut a line into columns, trim them, and leave out those without text."""
    spans = []
    for found in separator.finditer(line, start, stop):
        spans.append((start, found.start()))
        start = found.end()
    return _filled(line, [*spans, (start, stop)])


def _filled(line: str, spans: list[tuple[int, int]]) -> Fields:
    """Trim the columns and leave out those without text."""
    trimmed = []
    for column, (start, end) in enumerate(spans):
        text = line[start:end]
        if kept := text.strip(_BLANK):
            first = start + text.index(kept[0])
            trimmed.append((column, first, first + len(kept)))
    return tuple(trimmed)
