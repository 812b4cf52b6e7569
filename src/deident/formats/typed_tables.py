"""Tables that people type or paste into plain text, found line by line.

Columns stand apart by pipes (also ｜ and │), by tabs, by two or more blanks, or, under a line of
header words only, by one blank, a comma, a semicolon, 、 or a slash. A table is told by several
lines in a row with equally many columns, so that a sentence with a tab in it stays a sentence.
Lines of dashes and borders belong to the row above them; so does a line or two that breaks into
the table (the rest of a cell, a note), as a text of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.tables import is_header_like, is_header_word, looks_like_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROWS_NEEDED = 3
_HEADED_ROWS_NEEDED = 2
_SHOWN_ROWS = 10
_LOOSE_LINES = 2
_LONGEST_FIELD = 60
_DASHES = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t\r]*\n?")
_BORDER = re.compile(r"(?=[^\n]*[-=+─-╿])[-=+|｜: \t─-╿\r]+\n?")
_PIPES = "|｜│┃║∣￨"  # noqa: RUF001 full-width, and the borders of drawn tables
_PIPE = re.compile(rf"(?<!\\)[{_PIPES}]")
_SEPARATORS = {
    "|": _PIPE,
    "\t": re.compile(r"\t"),
    "  ": re.compile(r"[ \u3000]{2,}|\t[ \u3000\t]*"),
    " ": re.compile(r"[ \u3000\xa0]+"),
    ",": re.compile("[,，]"),
    ";": re.compile("[;；]"),
    "、": re.compile("、"),
    "/": re.compile("/"),
}
# What may stand apart so only under a line of words, and in the order in which it is tried.
_UNDER_WORDS = (",", ";", "、", "/", " ")
_BLANK = " \t\r\n\u3000\xa0"
# A word, one of the marks, another word: what a header looks like from afar.
_HEADER = re.compile(
    r"[ \u3000]*[^\s,，;；、/|]{1,14}[ \u3000\xa0,，;；、/]+[^\s,，;；、/|]{1,14}"
    r"[ ,，;；、/\u3000\xa0]"
)
_LONGEST_HEADER = 200
_SENTENCE = re.compile("[。：:！？]")

Fields = tuple[tuple[int, int, int], ...]
"""For every filled column of a line: the column, and where its text starts and ends."""


class RowLines(NamedTuple):
    """A row begins in line `start`; from `loose` on, up to `end`, its lines are other text."""

    start: int
    loose: int
    end: int


def may_hold_table(text: str) -> bool:
    """Say quickly whether a look at the lines is worth while. Indented paragraphs are not."""
    if "\t" in text or any(pipe in text for pipe in _PIPES):
        return True
    indented = text.replace("\n\u3000\u3000", "\n")
    if any(gap in indented for gap in ("  ", "\u3000\u3000", " \u3000", "\u3000 ")):
        return True
    lines = text.split("\n")
    return any(_words_apart(line) for line in lines if "。" not in line and "：" not in line)


@dataclass(frozen=True, slots=True)
class TypedTable:
    """What stands between the columns of a table, and how many columns it has.

    A width of 0 is Markdown's: every line with a pipe goes on with it.
    """

    kind: str
    width: int

    def fits(self, line: str) -> bool:
        """Say whether a line goes on with the table. Tabs at the end of a line get lost."""
        if self.kind == "|":
            return _pipes(line) == self.width if self.width else "|" in line
        if self.kind == "\t":
            return bool(line.strip(_BLANK)) and 0 < line.count("\t") < self.width
        if _width(self.kind, line) != self.width:
            return False
        return self.kind not in _UNDER_WORDS or not _SENTENCE.search(line)

    def fields(self, line: str) -> Fields:
        """Find the filled columns of a line; a line that is no row has none."""
        if not self.fits(line):
            return ()
        start = len(line) - len(line.lstrip(_BLANK))
        stop = len(line.rstrip(_BLANK))
        if self.kind == "\t":
            start = 0
        elif self.kind == "|":
            start += bool(_PIPE.match(line, start))
        return _split(line, _SEPARATORS[self.kind], start, stop)

    def end(self, lines: list[str], start: int) -> int:
        """Find the line after the last row of the table that starts (or goes on) here."""
        at = start
        while at < len(lines):
            follows = next((n for n in range(at, len(lines)) if not _is_border(lines[n])), at)
            loose = self._loose(lines, follows)
            if follows + loose >= len(lines) or not self.fits(lines[follows + loose]):
                return at
            at = follows + loose + 1
        return at

    def rows(self, lines: list[str], start: int, end: int) -> Iterator[RowLines]:
        """Yield every row with the lines that belong to it."""
        at = start
        while at < end:
            loose = at + self.fits(lines[at])
            while loose < end and _is_border(lines[loose]):
                loose += 1
            after = loose
            while after < end and not self.fits(lines[after]):
                after += 1
            yield RowLines(at, loose, after)
            at = after

    def _loose(self, lines: list[str], at: int) -> int:
        """Count the lines that break into the table, if it goes on behind them."""
        for count in range(_LOOSE_LINES + 1):
            if at + count >= len(lines) or not lines[at + count].strip(_BLANK):
                return 0
            if self.fits(lines[at + count]):
                return count
        return 0


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
        if shape is None:
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


def _is_border(line: str) -> bool:
    return bool(_BORDER.fullmatch(line))


def _run(lines: list[str], at: int, shape: TypedTable) -> int:
    end = at + 1
    while end < len(lines) and (_is_border(lines[end]) or _goes_on(shape, lines[end])):
        end += 1
    return end


def _goes_on(shape: TypedTable, line: str) -> bool:
    return shape.fits(line) if shape.kind in _UNDER_WORDS else _shape(line) == shape


def _shape(line: str) -> TypedTable | None:
    """Tell the kind and width of the table this line could be a row of."""
    body = line.strip(_BLANK)
    if not body:
        return None
    if "\t" in body:
        return TypedTable("\t", line.rstrip("\r\n").count("\t") + 1)
    if width := _pipes(line):
        return TypedTable("|", width) if not _is_border(line) else None
    if ("  " in body or "\u3000" in body) and (width := _width("  ", line)) > 1:
        return TypedTable("  ", width)
    return _words_apart(body)


def _words_apart(line: str) -> TypedTable | None:
    """Tell what stands between the words of a line that holds header words and nothing else."""
    if len(line) > _LONGEST_HEADER or _SENTENCE.search(line) or not _HEADER.match(line):
        return None
    body = line.strip(_BLANK)
    for kind in _UNDER_WORDS:
        words = [word.strip(_BLANK) for word in _SEPARATORS[kind].split(body)]
        if len(words) > 2 and _are_words(words):
            return TypedTable(kind, len(words))
    return None


def _are_words(words: Sequence[str]) -> bool:
    known = sum(map(is_header_word, words))
    return known * 3 >= len(words) * 2 and all(map(is_header_like, words))


def _is_table(shape: TypedTable, lines: list[str], start: int, end: int) -> bool:
    """Equally many tabs or pipes make a table by themselves; all else needs a header."""
    rows = [line for line in lines[start:end] if not _is_border(line)]
    if shape.kind in "\t|" and len(rows) >= _ROWS_NEEDED:
        return shape.kind == "\t" or shape.width > 1
    if shape.kind == "\t":
        rows = [line for line in lines[start : shape.end(lines, start)] if shape.fits(line)]
    texts = [_texts(shape, line) for line in rows[:_SHOWN_ROWS]]
    if not texts:
        return False
    words = shape.kind in _UNDER_WORDS or all(map(is_header_word, texts[0]))
    if words and len(texts[0]) > 1:
        return len(rows) >= _HEADED_ROWS_NEEDED and _is_row(texts[1])
    return len(rows) >= _ROWS_NEEDED and looks_like_header(texts[0], texts[1:])


def _is_row(texts: Sequence[str]) -> bool:
    """Say whether this can be the first row under a header, and not the next line of a form."""
    words = sum(map(is_header_word, texts))
    return words * 2 < len(texts) and all(len(text) <= _LONGEST_FIELD for text in texts)


def _texts(shape: TypedTable, line: str) -> list[str]:
    return [line[start:end] for _, start, end in shape.fields(line)]


def _width(kind: str, line: str) -> int:
    body = line.strip(_BLANK)
    return 1 + sum(1 for _ in _SEPARATORS[kind].finditer(body)) if body else 0


def _pipes(line: str) -> int:
    """Count the columns that pipes make; 0 where there is none."""
    body = line.strip(_BLANK)
    found = sum(1 for _ in _PIPE.finditer(body))
    if not found:
        return 0
    return found + 1 - bool(_PIPE.match(body)) - bool(_PIPE.match(body, len(body) - 1))


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
