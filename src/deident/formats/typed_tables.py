"""Tables that people type or paste into plain text, found line by line.

Columns stand apart by pipes (also ｜ and │), by tabs, by two or more blanks, or, under a line of
header words only, by one blank, a comma, a semicolon, 、 or a slash. A table is told by several
lines in a row with equally many columns, so that a sentence with a tab in it stays a sentence.
Lines of dashes and borders belong to the row above them; so does a line or two that breaks into
the table (the rest of a cell, a note), as a text of its own. For tables with one cell to a line
see `typed_stacks`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.formats.tables import (
    is_header_like,
    is_header_word,
    looks_like_header,
    normalise,
)
from deident.formats.typed_lines import (
    BLANK,
    PIPES,
    UNDER_WORDS,
    RowLines,
    fields,
    pipes,
    width,
    words,
)
from deident.formats.typed_stacks import (
    Stack,
    find_stacks,
    may_become_stack,
)
from deident.formats.typed_words import REMARKS, is_word_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.typed_lines import Fields

_ROWS_NEEDED = 3
_HEADED_ROWS_NEEDED = 2
_SHOWN_ROWS = 10
_LOOSE_LINES = 2
# More borders without a row between them are a drawing, whatever follows.
_MOST_BORDERS = 16
_LONGEST_FIELD = 60
_FEWEST_BESIDE_REMARKS = 2
_DASHES = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t\r]*\n?")
_BORDER = re.compile(r"(?=[^\n]*[-=+─-╿])[-=+|｜: \t─-╿\r]+\n?")
# A word, one of the marks, another word: what a header looks like from afar.
_HEADER = re.compile(
    r"[ \u3000]*[^\s,，;；、/|]{1,14}[ \u3000\xa0,，;；、/]+[^\s,，;；、/|]{1,14}"
    r"[ ,，;；、/\u3000\xa0]"
)
_LONGEST_HEADER = 200
_SENTENCE = re.compile("[。：！？]|(?<![0-9]):|:(?![0-9])")


def may_hold_table(text: str) -> bool:
    """Say quickly whether a look at the lines is worth while. Indented paragraphs are not."""
    if "\t" in text or any(pipe in text for pipe in PIPES):
        return True
    indented = text.replace("\n\u3000\u3000", "\n")
    if any(gap in indented for gap in ("  ", "\u3000\u3000", " \u3000", "\u3000 ")):
        return True
    lines = [line for line in text.split("\n") if "。" not in line and "：" not in line]
    return sum(map(is_word_alone, lines)) > 1 or any(map(_words_apart, lines))


@dataclass(frozen=True, slots=True)
class TypedTable:
    """What stands between the columns of a table, and how many columns it has.

    A width of 0 is Markdown's: every line with a pipe goes on with it. Columns of remarks at the
    end may be missing.
    """

    kind: str
    width: int
    remarks: int = 0

    def fits(self, line: str) -> bool:
        """Say whether a line goes on with the table. Tabs at the end of a line get lost."""
        if self.kind == "|":
            return pipes(line) == self.width if self.width else "|" in line
        if self.kind == "\t":
            return bool(line.strip(BLANK)) and 0 < line.count("\t") < self.width
        if self.kind in UNDER_WORDS and _SENTENCE.search(line):
            return False
        return self._is_wide(width(self.kind, line)) or self._fits_whole(line)

    def _is_wide(self, columns: int) -> bool:
        return self.width - self.remarks <= columns <= self.width

    def _fits_whole(self, line: str) -> bool:
        columns = width(self.kind, line, whole=True)
        return self._is_wide(columns) and columns < width(self.kind, line)

    def fields(self, line: str) -> Fields:
        """Find the filled columns of a line; a line that is no row has none."""
        if not self.fits(line):
            return ()
        whole = self.kind not in "\t|" and not self._is_wide(width(self.kind, line))
        return fields(self.kind, line, whole=whole)

    def cells(self, lines: Sequence[str]) -> Fields:
        """Find the filled columns of a row and its borders."""
        return self.fields(lines[0])

    def unfinished(self, lines: Sequence[str], at: int) -> bool:  # noqa: ARG002 as of its like
        """Say no: a row is a line."""
        return False

    def end(self, lines: list[str], start: int) -> int:
        """Find the line after the last row of the table that starts (or goes on) here."""
        at = start
        while at < len(lines):
            near = range(at, min(at + _MOST_BORDERS, len(lines)))
            follows = next((n for n in near if not _is_border(lines[n])), at)
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
            if at + count >= len(lines) or not lines[at + count].strip(BLANK):
                return 0
            if self.fits(lines[at + count]):
                return count
        return 0


Table = TypedTable | Stack


def find_tables(lines: list[str], start: int, *, last: bool) -> Iterator[tuple[int, Table | None]]:
    """Yield where each table begins; None stands for one that the next lines must decide."""
    at = start
    while at < len(lines):
        if is_word_alone(lines[at]) and (stacks := find_stacks(lines, at)):
            for stack in stacks:
                yield at, stack
                at = stack.end(lines, at)
            continue
        if not last and may_become_stack(lines, at):
            yield at, None
            return
        if "|" in lines[at] and at + 1 < len(lines) and _is_dashes(lines[at + 1]):
            table = TypedTable("|", 0)
            # Two lines of dashes are no table: nothing stands in it.
            if (end := table.end(lines, at)) > at:
                yield at, table
                at = end
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
            end = max(at + 1, shape.end(lines, at))
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
    if shape.kind in UNDER_WORDS or (shape.kind == "  " and "\t" not in line):
        return shape.fits(line)
    return _shape(line) == shape


def _shape(line: str) -> TypedTable | None:
    """Tell the kind and width of the table this line could be a row of."""
    body = line.strip(BLANK)
    if not body:
        return None
    if "\t" in body:
        return TypedTable("\t", line.rstrip("\r\n").count("\t") + 1)
    if columns := pipes(line):
        return TypedTable("|", columns) if not _is_border(line) else None
    if ("  " in body or "\u3000" in body) and (columns := width("  ", line)) > 1:
        return TypedTable("  ", columns, _remarks(words("  ", body)))
    return _words_apart(body)


def _words_apart(line: str) -> TypedTable | None:
    """Tell what stands between the words of a line that holds header words and nothing else."""
    if len(line) > _LONGEST_HEADER or _SENTENCE.search(line) or not _HEADER.match(line):
        return None
    for kind in UNDER_WORDS:
        apart = words(kind, line)
        if len(apart) > 2 and _known(apart) * 2 >= len(apart) and all(map(is_header_like, apart)):
            return TypedTable(kind, len(apart), _remarks(apart))
    return None


def _remarks(heads: Sequence[str]) -> int:
    """Count the columns at the end that may stand empty."""
    return int(len(heads) > _FEWEST_BESIDE_REMARKS and normalise(heads[-1]) in REMARKS)


def _known(texts: Sequence[str]) -> int:
    return sum(map(is_header_word, texts))


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
    of_words = 2 if shape.kind in UNDER_WORDS else 3
    if len(texts[0]) > 1 and _known(texts[0]) * 3 >= len(texts[0]) * of_words:
        return len(rows) >= _HEADED_ROWS_NEEDED and _is_row(texts[1])
    return len(rows) >= _ROWS_NEEDED and looks_like_header(texts[0], texts[1:])


def _is_row(texts: Sequence[str]) -> bool:
    """Say whether this can be the first row under a header, and not the next line of a form."""
    return _known(texts) * 2 < len(texts) and all(len(text) <= _LONGEST_FIELD for text in texts)


def _texts(shape: TypedTable, line: str) -> list[str]:
    return [line[start:end] for _, start, end in shape.fields(line)]
