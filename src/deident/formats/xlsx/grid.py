"""Rows of a worksheet turned into labelled segments: merged cells, headers, one digit to a cell."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.tables import SHORTEST_CHAIN, Labelled, Row, chains, label_grid
from deident.formats.xlsx.cells import StoredRow
from deident.formats.xlsx.plain import MOST_COLUMNS, More, StoredCell
from deident.formats.xlsx.values import unescape
from deident.making import maker
from deident.model import Cell, Kind, Locator, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from deident.formats.xlsx.book import Book, Sheet
    from deident.formats.xlsx.cells import Merge
    from deident.formats.xlsx.fields import Field
    from deident.formats.xlsx.strings import Strings

_WIDEST_MERGE = 256
_SINGLE = (1, 1)
_segment, _locator, _cell = maker(Segment), maker(Locator), maker(Cell)


Extras = tuple[tuple[str, str, str], ...]
ShownCell = tuple[StoredCell, str, Extras]
"""What one stored cell shows, and what it holds besides: formula, reading aid, other text."""


class _Origin(NamedTuple):
    row: StoredRow
    cells: list[ShownCell]
    spans: dict[int, tuple[int, int]]


def extras_of(cell: StoredCell) -> Extras:
    """Return what a cell holds beside the text it shows: (id's end, part's name, text)."""
    more = cell.more
    is_inline = cell.attributes.get("t") == "inlineStr"
    if more is None and not is_inline:
        return ()
    more = more or More()
    if is_inline and cell.value is None and more.formula is None and not more.phonetic:
        return ()
    found = (
        (":f", "formula", more.formula),
        (":x", "other text", cell.value if is_inline else "".join(more.inline)),
        (":ph", "reading aid", "".join(more.phonetic)),
    )
    return tuple(
        (end, part, unescape(text)) for end, part, text in found if text and not text.isspace()
    )


class _Merges:
    """The merged ranges that the rows pass through, from the top down."""

    def __init__(self, merges: list[Merge], where: str) -> None:
        self._merges = merges
        self._next = 0
        self._active: list[tuple[Merge, str]] = []
        self._where = where

    def cover(self, number: int, texts: dict[int, str]) -> dict[int, tuple[int, int]]:
        """Add the texts of merged cells to a row; return the spans of those that begin in it."""
        if self._next == len(self._merges) and not self._active:
            return {}
        self._active = [pair for pair in self._active if pair[0].bottom >= number]
        spans = {}
        while self._next < len(self._merges) and self._merges[self._next].top <= number:
            merge = self._merges[self._next]
            self._next += 1
            if merge.top == number:
                spans[merge.left] = (merge.bottom - number + 1, merge.right - merge.left + 1)
                self._active.append((merge, texts.get(merge.left, "")))
        if len(self._active) > MOST_COLUMNS:
            raise UnreadableError(self._where, "MALFORMED", "merged cells overlap")
        for merge, text in self._active:
            if text:
                for column in range(merge.left, min(merge.right, merge.left + _WIDEST_MERGE) + 1):
                    texts.setdefault(column, text)
        return spans


class GridReader:
    """Turns one worksheet's items into segments, in their order."""

    def __init__(
        self,
        book: Book,
        sheet: Sheet,
        strings: Strings | None,
        merges: list[Merge],
        of_field: Callable[[Field], Iterable[Segment]],
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._strings = strings
        self._merges = _Merges(merges, book.where)
        self._of_field = of_field
        self.hidden_columns = b""

    def segments(self, items: Iterator[StoredRow | Field]) -> Iterator[Segment | None]:
        """Yield the segments; None stands between two rows."""
        for are_rows, group in groupby(items, key=lambda item: isinstance(item, StoredRow)):
            if are_rows:
                rows = (self._row(row) for row in group if isinstance(row, StoredRow))
                for labelled in label_grid(rows):
                    yield from self._of_row(labelled)
                    yield None
            else:
                for item in group:
                    if not isinstance(item, StoredRow):
                        yield from self._of_field(item)

    def _row(self, row: StoredRow) -> Row[_Origin]:
        cells: list[ShownCell] = []
        texts: dict[int, str] = {}
        last = -1
        ordered = True
        show, strings = self._book.shown, self._strings
        for stored in row.cells:
            text = show(stored, strings)
            plain = stored.more is None and stored.attributes.get("t") != "inlineStr"
            cells.append((stored, text, () if plain else extras_of(stored)))
            if text and not text.isspace():
                column = stored.column
                texts[column] = text
                ordered = ordered and column > last
                last = column
        count = len(texts)
        spans = self._merges.cover(row.number, texts)
        if not ordered or len(texts) != count:
            texts = dict(sorted(texts.items()))
        return Row(row.number, texts, _Origin(row, cells, spans))

    def _of_row(self, labelled: Labelled[_Origin]) -> Iterator[Segment]:
        row, cells, spans = labelled.row.origin
        for field in row.fields:
            yield from self._of_field(field)
        linked = self._chains(cells, labelled) if len(cells) >= SHORTEST_CHAIN else {}
        sheet, at = self._sheet.number, row.number
        hidden = "hidden sheet" if self._sheet.hidden else "hidden row" if row.hidden else ""
        for cell, text, extras in cells:
            column = cell.column
            segment_id = f"s{sheet}!{cell.name}"
            if text and not text.isspace():
                part = hidden
                if self.hidden_columns or not (cell.value or "0").isdecimal():
                    part = self._part(hidden, cell)
                locator = _locator(part, 0, sheet, at + 1, column + 1)
                down, across = spans.get(column, _SINGLE) if spans else _SINGLE
                labels = labelled.of(column)
                follows = linked.get(cell.name, "") if linked else ""
                where = _cell(sheet, at, column, down, across)
                yield _segment(segment_id, text, locator, Kind.CELL, labels, where, follows)
            for end, part, extra in extras:
                place = Locator(part=part, sheet=sheet, row=at + 1, column=column + 1)
                yield Segment(id=segment_id + end, text=extra, locator=place, kind=Kind.HIDDEN)

    def _part(self, part: str, cell: StoredCell) -> str:
        if not part and self.hidden_columns and self.hidden_columns[cell.column]:
            part = "hidden column"
        if self._book.is_rounded(cell):
            return f"{part}, rounded number" if part else "rounded number"
        return part

    def _chains(self, cells: list[ShownCell], labelled: Labelled[_Origin]) -> dict[str, str]:
        """Find numbers written one character to a cell; return what each cell's segment follows."""
        spans = labelled.row.origin.spans
        names = {cell.column: cell.name for cell, text, _ in cells if text}
        found = chains(
            (
                (cell.column, spans.get(cell.column, _SINGLE)[1], text)
                for cell, text, _ in cells
                if text
            ),
            lambda column: labelled.of(column).column,
        )
        return {names[at]: f"s{self._sheet.number}!{names[before]}" for at, before in found.items()}
