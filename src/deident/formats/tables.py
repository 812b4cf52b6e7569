r"""Which words govern a cell: the header above it, the label to its left, the title over the table.

Any grid of cells can be labelled, wherever it comes from: a worksheet, a CSV file, a table in a
text. Rows stream through with a look-ahead of at most `LOOKAHEAD`:

    >>> grid = [("低保对象公示表",), ("姓 名", "联系\n电话"), ("张某", "13800000000")]
    >>> rows = (Row(number, dict(enumerate(cells)), None) for number, cells in enumerate(grid))
    >>> last = list(label_grid(rows))[-1]
    >>> last.of(1).column, last.of(1).caption
    ('联系电话', '低保对象公示表')

A header holds for all rows below it until another header comes: a label too many costs a question,
a label too few costs somebody's number. Which rows are a header is `header_rows`' to say.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from deident.formats.header_names import is_note, is_of_names, lead
from deident.formats.header_rows import (
    SAMPLE_ROWS,
    distinct,
    heads,
    is_header_block,
    is_title,
    joined,
    stretched,
)
from deident.formats.header_words import (
    BLANKS,
    LONG_NUMBER,
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


def looks_like_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a row of cells heads the rows below it."""
    rows = [_row(number, cells) for number, cells in enumerate((first, *below))]
    return heads(rows[0].cells, rows[1:])


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
            rows = list(islice(ahead, count + SAMPLE_ROWS))
            return self._open(rows[:count], rows[count:])
        if is_title(ahead):
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
        rows = [row for row in islice(ahead, _HEADER_ROWS + SAMPLE_ROWS) if row.cells]
        for count in range(min(_HEADER_ROWS, len(rows)), 0, -1):
            block, below = rows[:count], rows[count:]
            if [row.number for row in block] != [row.number for row in islice(ahead, count)]:
                continue
            if is_header_block([row.cells for row in block], below, fresh=self._fresh):
                return count
        return 0

    def _open(self, block: list[Row[T]], below: list[Row[T]]) -> list[Labelled[T]]:
        self._main = " ".join(self._titles) or self._main
        self._titles, self._section = [], ""
        self._header = stretched(joined([row.cells for row in block]), below)
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
        text = " ".join(BLANKS.sub(" ", text).strip() for text in distinct(row.cells))
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
