r"""Which words govern a cell: the header above it, the label to its left, the title over the table.

Any grid of cells can be labelled, wherever it comes from: a worksheet, a CSV file, a table in a
text. Rows stream through with a look-ahead of at most `LOOKAHEAD`:

    >>> grid = [("低保对象公示表",), ("姓 名", "联系\n电话"), ("张某", "13800000000")]
    >>> rows = (Row(number, dict(enumerate(cells)), None) for number, cells in enumerate(grid))
    >>> last = list(label_grid(rows))[-1]
    >>> last.of(1).column, last.of(1).caption
    ('联系电话', '低保对象公示表')

A header holds for all rows below it until another header comes: a label too many costs a question,
a label too few costs somebody's number. A header need not use words we know: short cells without
numbers above cells with numbers are a header too.
"""

from __future__ import annotations

import re
from collections import deque
from functools import partial
from itertools import islice, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from deident.formats.header_names import is_note, is_of_names, lead, names_below, names_beside
from deident.formats.header_words import (
    BLANKS,
    LONG_NUMBER,
    NUMERIC,
    SENTENCE,
    is_header_like,
    is_header_word,
    is_number,
    normalise,
)
from deident.making import unprinted
from deident.model import NO_LABELS, Labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = [
    "LOOKAHEAD",
    "Labelled",
    "Row",
    "is_header_like",
    "is_header_word",
    "label_grid",
    "looks_like_header",
    "normalise",
]

LOOKAHEAD = 30
"""How many rows are held back before the first of them is labelled."""

_CAPTION_CHARACTERS = 300
_HEADER_ROWS = 3
_SAMPLE_ROWS = 10

T = TypeVar("T")


class Row(NamedTuple, Generic[T]):
    """One row of a grid: its number (from 0), its filled cells by column, and whose row it is.

    Columns ascend and blank cells are left out. A merged cell is given in every row and column
    it covers. `origin` is handed back untouched.
    """

    number: int
    cells: Mapping[int, str]
    origin: T

    def __repr__(self) -> str:
        return unprinted(self)


class Labelled(NamedTuple, Generic[T]):
    """A row with the labels of its cells. `header` is True for a header or a title row."""

    row: Row[T]
    header: bool
    own: Mapping[int, Labels]
    shared: Mapping[int, Labels]
    otherwise: Labels

    def of(self, column: int) -> Labels:
        """Return the labels that govern the cell in this column."""
        if self.own and column in self.own:
            return self.own[column]
        return self.shared.get(column, self.otherwise)


_labelled = partial(tuple.__new__, Labelled)

_MAY_BE_SENTENCE = re.compile("[。；！？!;：:]")


def looks_like_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a row of cells heads the rows below it."""
    rows = [_row(number, cells) for number, cells in enumerate((first, *below))]
    return _heads(rows[0].cells, rows[1:])


def label_grid(rows: Iterable[Row[T]]) -> Iterator[Labelled[T]]:
    """Yield every row, in order, with the labels of its cells."""
    source = iter(rows)
    ahead = deque(islice(source, LOOKAHEAD))
    labeller: _Labeller[T] = _Labeller()
    while ahead:
        labelled = labeller.take(ahead)
        for _ in labelled:
            ahead.popleft()
        yield from labelled
        ahead.extend(islice(source, len(labelled)))


def _row(number: int, cells: Sequence[str]) -> Row[None]:
    return Row(number, {at: text for at, text in enumerate(cells) if text.strip()}, None)


class _Labeller(Generic[T]):
    """What is known about the table so far: its titles, its header, its shared labels."""

    def __init__(self) -> None:
        self._titles: list[str] = []
        self._main = ""
        self._section = ""
        self._header: dict[int, str] = {}
        self._header_rows: frozenset[tuple[str, ...]] = frozenset()
        self._named = -1
        self._unheaded = 0
        self._shared: Mapping[int, Labels] = {}
        self._otherwise = NO_LABELS
        self._fresh = True

    def take(self, ahead: deque[Row[T]]) -> list[Labelled[T]]:
        """Label the first row, or all rows of the header that begins there."""
        row = ahead[0]
        if not row.cells:
            self._fresh = True
            return [self._emit(row)]
        if self._repeats(row):
            return [self._emit(row, header=True)]
        worded = any(map(is_header_word, row.cells.values()))
        if (worded or self._fresh) and (count := self._header_at(ahead)):
            rows = list(islice(ahead, count + _SAMPLE_ROWS))
            return self._open(rows[:count], rows[count:])
        if _is_title(ahead):
            return [self._title(row)]
        self._close_titles()
        self._fresh = False
        if self._named >= 0 and self._is_note(row):
            return [self._emit(row, own=dict.fromkeys(row.cells, self._otherwise))]
        return [self._emit(row, own=self._own(row) if worded or not self._header else _NONE)]

    def _emit(
        self, row: Row[T], *, header: bool = False, own: Mapping[int, Labels] | None = None
    ) -> Labelled[T]:
        if header:
            return Labelled(row, True, {}, {}, self._otherwise)
        return _labelled((row, False, own or _NONE, self._shared, self._otherwise))

    def _repeats(self, row: Row[T]) -> bool:
        return bool(self._header_rows) and tuple(row.cells.values()) in self._header_rows

    def _is_note(self, row: Row[T]) -> bool:
        """Say whether one text alone, and no name, stands in a row below 姓名 and other words."""
        first = next(iter(row.cells))
        text = row.cells[first]
        return (
            first == self._named
            and all(other == text for other in row.cells.values())
            and is_note(text)
        )

    def _header_at(self, ahead: deque[Row[T]]) -> int:
        """Count the rows of the header that begins with the first row; 0 where none does."""
        rows = [row for row in islice(ahead, _HEADER_ROWS + _SAMPLE_ROWS) if row.cells]
        for count in range(min(_HEADER_ROWS, len(rows)), 0, -1):
            block, below = rows[:count], rows[count:]
            if [row.number for row in block] != [row.number for row in islice(ahead, count)]:
                continue
            if _is_header_block([row.cells for row in block], below, fresh=self._fresh):
                return count
        return 0

    def _open(self, block: list[Row[T]], below: list[Row[T]]) -> list[Labelled[T]]:
        self._main = " ".join(self._titles) or self._main
        self._titles, self._section = [], ""
        self._header = _stretched(_joined([row.cells for row in block]), below)
        self._header_rows = frozenset(tuple(row.cells.values()) for row in block)
        first = next(iter(self._header), -1)
        of_names = len(self._header) > 1 and is_of_names(self._header[first])
        self._named = first if of_names else -1
        self._unheaded = 0
        self._fresh = False
        self._share()
        return [self._emit(row, header=True) for row in block]

    def _title(self, row: Row[T]) -> Labelled[T]:
        own = dict.fromkeys(row.cells, self._otherwise) if self._is_note(row) else _NONE
        labelled = Labelled(row, True, own, self._shared, self._otherwise)
        text = " ".join(BLANKS.sub(" ", text).strip() for text in _distinct(row.cells))
        if not self._header or not LONG_NUMBER.search(text):
            self._titles.append(text[:_CAPTION_CHARACTERS])
            self._fresh = True
        return labelled

    def _close_titles(self) -> None:
        """Titles that no header follows name a section of the table that goes on."""
        if not self._titles:
            return
        title = " ".join(self._titles)
        if self._header:
            self._section = title
        else:
            self._main = title
        self._titles = []
        self._share()

    def _share(self) -> None:
        caption = " ".join(filter(None, (self._main, self._section)))[:_CAPTION_CHARACTERS]
        self._otherwise = Labels(caption=caption) if caption else NO_LABELS
        self._shared = MappingProxyType(
            {at: Labels(column=word, caption=caption) for at, word in self._header.items()}
        )

    def _own(self, row: Row[T]) -> Mapping[int, Labels]:
        """Give a cell the label to its left, where there is one."""
        own: dict[int, Labels] = {}
        known = beside = ""
        self._unheaded += not self._header
        # A table on its side has few rows.
        first = lead(row.cells) if 0 < self._unheaded <= LOOKAHEAD else ""
        for at, text in row.cells.items():
            if is_header_word(text):
                known = beside = normalise(text)
                continue
            if label := (beside or known) if LONG_NUMBER.search(text) else known:
                above = self._shared.get(at, self._otherwise)
                own[at] = Labels(column=above.column, row=label, caption=above.caption)
                if above.column:
                    known = ""  # 证件类型 身份证: what stands further on has a word of its own
            like = not self._header and is_header_like(text) and not is_number(text)
            beside = normalise(text) if like else ""
            known, first = known or first, ""
        return own


_NONE: Mapping[int, Labels] = MappingProxyType({})


def _distinct(cells: Mapping[int, str]) -> list[str]:
    return list(dict.fromkeys(cells.values()))


def _is_title(ahead: deque[Row[T]]) -> bool:
    """Say whether one text alone, or a line of notes, stands over a wider table."""
    words = iter(ahead[0].cells.values())
    first = next(words)
    wide = next(words, first) != first or any(word != first for word in words)
    if wide and not _MAY_BE_SENTENCE.search(first):
        return False
    texts = _distinct(ahead[0].cells)
    if len(texts) == 1:
        told = not is_number(texts[0])
    else:
        told = all(SENTENCE.search(normalise(text)) for text in texts)
    return told and any(len(_distinct(row.cells)) > len(texts) for row in islice(ahead, 1, 6))


def _is_header_block(
    block: Sequence[Mapping[int, str]], below: Sequence[Row[T]], *, fresh: bool
) -> bool:
    if not all(_may_head(cells) for cells in block):
        return False
    if len(block) > 1:
        return (
            all(len(_distinct(cells)) > 1 for cells in block)
            and all(_stacked(top, bottom) for top, bottom in pairwise(block))
            and _heads(_bottom(block), below)
        )
    return _worded(block[0], below) or (fresh and _heads(block[0], below))


def _bottom(block: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Return the lowest word over each column."""
    return dict(sorted({at: text for cells in block for at, text in cells.items()}.items()))


def _may_head(cells: Mapping[int, str]) -> bool:
    return all(is_header_like(text) for text in cells.values())


def _heads(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    return _may_head(cells) and (
        _worded(cells, below) or _stands_out(cells, below) or names_below(cells, _sample(below))
    )


def _worded(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether most cells are header words, and this is not the first line of a form."""
    texts = _distinct(cells)
    words = sum(map(is_header_word, texts))
    if len(texts) == 1:
        return words == 1 and bool(below) and all(len(row.cells) == 1 for row in below)
    return words * 2 > len(texts) and not _is_form(cells, below)


def _sample(below: Sequence[Row[T]]) -> list[Mapping[int, str]]:
    return [row.cells for row in below[:_SAMPLE_ROWS]]


def _is_form(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether the labels stand to the left of their values: a word under a word."""
    if not below:
        return False
    under = below[0].cells
    words = [at for at, text in cells.items() if is_header_word(text)]
    stacked = sum(at in under and is_header_word(under[at]) for at in words)
    return stacked * 2 > len(words) and under != cells


def _stands_out(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether words without numbers stand above a column of numbers."""
    if len(_distinct(cells)) < 2 or any(map(is_number, cells.values())):
        return False
    if (
        _is_form(cells, below)
        or _is_transposed(cells, below)
        or names_beside(cells, _sample(below))
    ):
        return False
    sample = below[:_SAMPLE_ROWS]
    return any(_numbers_under(at, sample) for at in cells)


def _is_transposed(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether the labels stand in the first column."""
    first = min(cells)
    column = [cells[first], *(row.cells.get(first, "") for row in below[:_SAMPLE_ROWS])]
    words = sum(map(is_header_word, column))
    return words > 1 and words * 2 > len(column)


def _numbers_under(at: int, sample: Sequence[Row[T]]) -> bool:
    # The last piece of an ID may end in X.
    texts = [row.cells[at].strip("'\t =\"").rstrip("Xx") for row in sample if at in row.cells]
    numbers = sum(bool(NUMERIC.fullmatch(text) or LONG_NUMBER.search(text)) for text in texts)
    return bool(texts) and numbers * 3 >= len(texts) * 2


def _stacked(top: Mapping[int, str], bottom: Mapping[int, str]) -> bool:
    """Say whether cells of the upper row span several of the lower row.

    A cell that spans one column must go on below it, as the same text or as a blank; else the
    upper row is a line of a form.
    """
    spans = 0
    columns = sorted(top.keys() | bottom.keys())
    for left, right in zip(columns, [*columns[1:], -1], strict=True):
        if left not in top or (left > 0 and top.get(left - 1) == top[left]):
            continue
        if right >= 0 and top.get(right, top[left]) == top[left] and right in bottom:
            spans += bottom[right] != top[left]
        elif bottom.get(left, top[left]) != top[left]:
            return False
    return spans > 0


def _joined(block: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Join the words over each column from the top down; an upper word covers blanks after it."""
    words: dict[int, list[str]] = {at: [] for at in sorted({at for row in block for at in row})}
    for depth, cells in enumerate(block):
        above = ""
        for at, heard in words.items():
            covered = any(at in lower for lower in block[depth + 1 :])
            above = cells.get(at, above if covered else "")
            word = normalise(above)
            if word and word not in heard[-1:]:
                heard.append(word)
    return {at: "/".join(heard) for at, heard in words.items() if heard}


def _stretched(header: dict[int, str], below: Sequence[Row[T]]) -> dict[int, str]:
    """Let a header without a right-hand neighbour head the numbers in the nameless column too.

    A number written in two cells stands under one header; so does a merged header in CSV.
    """
    filled = {at for row in below for at in row.cells}
    for at in sorted(filled - header.keys()):
        if at - 1 in header and _numbers_under(at, below[:_SAMPLE_ROWS]):
            header[at] = header[at - 1]
    return dict(sorted(header.items()))
