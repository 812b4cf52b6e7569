"""Tables that lost their columns: copied out of a document, every cell stands on a line of its own.

Copied row by row, the header words come first, one to a line, and then as many lines for each
row. Copied column by column, each word stands over its own values. Lists of words look like that
too: only two rows whose cells are what the words say (an ID under 身份证号) make a table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from deident.formats.tables import is_header_word, normalise
from deident.formats.typed_lines import BLANK, RowLines
from deident.formats.typed_words import (
    LONGEST_CELL,
    NUMBERING,
    NUMBERS,
    PERSONAL,
    REMARKS,
    asks,
    fit_all,
    fits,
    is_word_alone,
    may_head,
    tells,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from deident.formats.typed_lines import Fields

_ROWS_LOOKED_AT = 2
_WIDEST = 16
_LABELS_NEEDED = 3


@dataclass(frozen=True, slots=True)
class StackedTable:
    """A table of which every cell has its own line, row by row under these words."""

    header: tuple[str, ...] = field(repr=False)

    def end(self, lines: Sequence[str], start: int) -> int:
        """Find the line behind the last row of the table that begins (or goes on) here."""
        at = start
        while row := self._next(lines, at):
            at = row[-1] + 1
        return at

    def rows(self, lines: Sequence[str], start: int, end: int) -> Iterator[RowLines]:
        """Yield every row with the lines that belong to it."""
        row = self._next(lines, start)
        if row and start < row[0] < end:
            yield RowLines(start, start, row[0])
        while row and row[-1] < end:
            behind = row[-1] + 1
            following = self._next(lines, behind) if behind < end else []
            stop = following[0] if following and following[-1] < end else end
            yield from self._behind(lines, row[0], behind, stop)
            row = following

    def _behind(
        self, lines: Sequence[str], start: int, behind: int, stop: int
    ) -> Iterator[RowLines]:
        """Yield a row and what stands between it and the next: nothing, a short row or a note."""
        between = _filled(lines, behind, stop - behind)
        between = between[: sum(number < stop for number in between)]
        if not between:
            yield RowLines(start, stop, stop)
        elif len(between) < len(self.header) and lines[between[0]].strip(BLANK).isdecimal():
            yield RowLines(start, between[0], between[0])
            yield RowLines(between[0], stop, stop)
        else:
            yield RowLines(start, behind, stop)

    def cells(self, lines: Sequence[str]) -> Fields:
        """Find the cells of a row: its lines in order, under the words that they fit."""
        found = tuple(_fields(lines))
        missing = len(self.header) - len(found)
        if missing <= 0 or (missing == 1 and self.header[-1] in REMARKS):
            return found
        text, last, placed = "".join(lines), -1, []
        for number, (_, start, end) in enumerate(found):
            last = self._column(text[start:end], last + 1, number + missing)
            placed.append((last, start, end))
        return tuple(placed)

    def _column(self, text: str, low: int, high: int) -> int:
        """Find the column of a cell in a row that lacks some: the first that asks for such."""
        may = range(low, high + 1)
        told = (at for at in may if asks(self.header[at]) and fits(self.header[at], text))
        free = (at for at in may if asks(self.header[at]) is None)
        return next(told, next(free, low))

    def unfinished(self, lines: Sequence[str], at: int) -> bool:
        """Say whether less than a row is left."""
        return len(_filled(lines, at, len(self.header))) < len(self.header)

    def rows_from(self, lines: Sequence[str], at: int) -> Iterator[list[int]]:
        """Yield the lines of the rows that follow one another from here on."""
        while row := self._row(lines, at):
            yield row
            at = row[-1] + 1

    def _next(self, lines: Sequence[str], at: int) -> list[int]:
        """Return the lines of the next row; behind one that lacks a cell a new number begins it."""
        if row := self._row(lines, at):
            return row
        if not self._numbered:
            return []
        for begin in _filled(lines, at, 2 * len(self.header) + 1)[1:]:
            if lines[begin].strip(BLANK).isdecimal() and (row := self._row(lines, begin)):
                return row
        return []

    def _row(self, lines: Sequence[str], at: int) -> list[int]:
        """Return the lines of the row that begins here; it may be the header once more."""
        row = _filled(lines, at, len(self.header))
        texts = [lines[number].strip(BLANK) for number in row]
        if not row or _is_header(texts, self.header):
            return row
        if self.header[-1] in REMARKS and self._numbered and _goes_on_behind(texts):
            row, texts = row[: len(self.header) - 1], texts[: len(self.header) - 1]
        elif len(row) < len(self.header) - (self.header[-1] in REMARKS):
            return []
        return row if fit_all(self.header[: len(texts)], texts) else []

    @property
    def _numbered(self) -> bool:
        return self.header[0] in NUMBERING


@dataclass(frozen=True, slots=True)
class StackedColumn:
    """A word on a line of its own, and so many values below it."""

    word: str
    count: int

    def end(self, lines: Sequence[str], start: int) -> int:
        """Find the line behind the last value of the column that begins here."""
        column = _filled(lines, start, self.count + 1)
        if not column or normalise(lines[column[0]]) != self.word:
            return start
        return column[-1] + 1

    def rows(self, lines: Sequence[str], start: int, end: int) -> Iterator[RowLines]:
        """Yield the word and every value."""
        at = start
        for number in _filled(lines, start, end - start):
            if number < end:
                yield RowLines(at, number + 1, number + 1)
                at = number + 1

    def cells(self, lines: Sequence[str]) -> Fields:
        """Find the one cell of a row."""
        return tuple(_fields(lines))

    def unfinished(self, lines: Sequence[str], at: int) -> bool:  # noqa: ARG002 as of its like
        """Say no: how many values there are was counted."""
        return False


@dataclass(frozen=True, slots=True)
class StackedForm:
    """A form: every label on a line of its own, and its value on the next."""

    def end(self, lines: Sequence[str], start: int) -> int:
        """Find the line behind the last value of the form that begins (or goes on) here."""
        return max((pair[1] + 1 for pair in _pairs(lines, start) if len(pair) > 1), default=start)

    def rows(self, lines: Sequence[str], start: int, end: int) -> Iterator[RowLines]:
        """Yield every label with its value."""
        at = start
        for pair in _pairs(lines, start):
            if pair[-1] < end:
                yield RowLines(at, pair[-1] + 1, pair[-1] + 1)
                at = pair[-1] + 1

    def cells(self, lines: Sequence[str]) -> Fields:
        """Find the label and the value of a row."""
        return tuple(_fields(lines))

    def unfinished(self, lines: Sequence[str], at: int) -> bool:
        """Say whether a label is left without the line behind it."""
        return len(_filled(lines, at, 2)) == 1 and is_word_alone(lines[_filled(lines, at, 1)[0]])


Stack = StackedTable | StackedColumn | StackedForm


def find_stacks(lines: Sequence[str], at: int) -> Sequence[Stack]:
    """Find what begins here: a table row by row, its columns one below the other, or a form."""
    if all(is_word_alone(lines[number]) for number in _filled(lines, at, _WIDEST + 1)):
        return []
    stack = _find_table(lines, at)
    if stack:
        return [stack]
    return _find_columns(lines, at) or ([StackedForm()] if _is_form(lines, at) else [])


def may_become_stack(lines: Sequence[str], at: int) -> bool:
    """Say whether words end these lines, so that the next ones decide."""
    if len(lines) - at > _WIDEST * (_ROWS_LOOKED_AT + 1) or not is_word_alone(lines[at]):
        return False
    return sum(map(is_word_alone, lines[at : at + _WIDEST])) > 1


def _find_table(lines: Sequence[str], at: int) -> StackedTable | None:
    """Find the table whose header begins here, one word to a line."""
    first = _filled(lines, at, _WIDEST + 1)
    words = [is_word_alone(lines[number]) for number in first]
    header: tuple[str, ...] = ()
    for columns, (number, behind) in enumerate(pairwise(first), start=1):
        text = lines[number].strip(BLANK)
        if not may_head(text):
            return None
        header = (*header, normalise(text))
        # Below the last word the first row begins.
        if words[columns] or columns == 1 or sum(words[:columns]) * 3 < columns * 2:
            continue
        if tells(header) and _has_rows(StackedTable(header), lines, behind):
            return StackedTable(header)
    return None


def _has_rows(table: StackedTable, lines: Sequence[str], at: int) -> bool:
    rows = list(islice(table.rows_from(lines, at), _ROWS_LOOKED_AT))
    return len(rows) == _ROWS_LOOKED_AT and all(_is_body(lines, row) for row in rows)


def _is_body(lines: Sequence[str], row: Sequence[int]) -> bool:
    """Say whether a row holds cells, and no further words."""
    return sum(is_header_word(lines[number].strip(BLANK)) for number in row) * 2 <= len(row)


def _find_columns(lines: Sequence[str], at: int) -> list[StackedColumn]:
    """Find the columns that begin here, one below the other, equally long."""
    found: list[StackedColumn] = []
    while (head := _filled(lines, at, 1)) and is_word_alone(lines[head[0]]):
        word = normalise(lines[head[0]])
        longest = found[0].count if found else len(lines)
        values = list(islice(_values(lines, head[0] + 1, word), longest))
        if len(values) < _ROWS_LOOKED_AT or (found and len(values) < longest):
            break
        found.append(StackedColumn(word, len(values)))
        at = values[-1] + 1
    told = [column for column in found if asks(column.word) is NUMBERS]
    return found if told and len(found) > 1 else []


def _is_form(lines: Sequence[str], at: int) -> bool:
    """Say whether labels begin here that have the values they ask for below them."""
    said: list[re.Pattern[str] | None] = []
    wrong = 0
    for pair in islice(_pairs(lines, at), _WIDEST):
        if len(pair) > 1:
            word, text = (lines[number].strip(BLANK) for number in pair)
            fitting = fits(normalise(word), text)
            wrong += not fitting
            said.append(asks(normalise(word)) if fitting else None)
    told = len(said) - said.count(None)
    return len(said) >= _LABELS_NEEDED and told > max(1, wrong) and bool({*said} & PERSONAL)


def _pairs(lines: Sequence[str], at: int) -> Iterator[list[int]]:
    """Yield the lines of each label and, where it has one, of its value."""
    while (pair := _filled(lines, at, 2)) and is_word_alone(lines[pair[0]]):
        if len(pair) > 1 and (
            is_word_alone(lines[pair[1]]) or len(lines[pair[1]].strip(BLANK)) > LONGEST_CELL
        ):
            pair = pair[:1]
        yield pair
        at = pair[-1] + 1


def _values(lines: Sequence[str], at: int, word: str) -> Iterator[int]:
    """Yield the lines that hold what a word says, up to the next word."""
    asked = asks(word)
    for number in range(at, len(lines)):
        text = lines[number].strip(BLANK)
        if not text:
            continue
        if asked is None or is_word_alone(text) or not asked.fullmatch(text):
            return
        yield number


def _is_header(texts: Sequence[str], header: Sequence[str]) -> bool:
    return len(texts) == len(header) and all(map(str.__eq__, map(normalise, texts), header))


def _goes_on_behind(texts: Sequence[str]) -> bool:
    """Say whether the last of these lines is the number of the next row."""
    return texts[0].isdecimal() and texts[-1] == str(int(texts[0]) + 1)


def _filled(lines: Sequence[str], at: int, count: int) -> list[int]:
    """Return up to so many lines, from one on, that are not blank."""
    return list(
        islice((number for number in range(at, len(lines)) if lines[number].strip(BLANK)), count)
    )


def _fields(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    column = start = 0
    for line in lines:
        if text := line.strip(BLANK):
            first = start + line.index(text)
            yield column, first, first + len(text)
            column += 1
        start += len(line)
