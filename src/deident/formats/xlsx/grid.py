"""Rows of a worksheet turned into labelled segments: merged cells, headers, one digit to a cell."""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, cast

from deident.errors import UnreadableError
from deident.formats.chains import FEWEST_IN_CHAIN, chains
from deident.formats.split_numbers import SplitNumbers
from deident.formats.tables import Labelled, Row, label_grid
from deident.formats.xlsx.book import is_rounded
from deident.formats.xlsx.fields import Field
from deident.formats.xlsx.plain import More, PlainRow, StoredCell, stored
from deident.formats.xlsx.shapes import INLINE, MOST_COLUMNS
from deident.formats.xlsx.values import unescape
from deident.making import maker, unprinted
from deident.model import Cell, Kind, Locator, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deident.formats.xlsx.book import Book, Sheet
    from deident.formats.xlsx.cells import Item, StoredRow
    from deident.formats.xlsx.merges import Merge
    from deident.formats.xlsx.strings import Strings

_WIDEST_MERGE = 256
_SINGLE = (1, 1)
# Between two literals, or a literal and a number, that become one number.
_JOINT = re.compile(r'(?<=[0-9])"?\s*&\s*"?(?=[0-9])')
_LISTED = re.compile(r'(?<=[0-9])"?\s*[&,]\s*"?(?=[0-9])')
_segment, _locator, _cell = maker(Segment), maker(Locator), maker(Cell)
_row = partial(tuple.__new__, Row)


Extras = tuple[tuple[str, str, str], ...]


ShownCell = tuple[int, str, str, bool, Extras]
"""A cell's column and name, its text, whether that is a rounded number, and what it holds besides:
formula, reading aid, other text."""


class _Origin(NamedTuple):
    row: StoredRow | PlainRow
    cells: list[ShownCell]
    spans: dict[int, tuple[int, int]]

    def __repr__(self) -> str:
        return unprinted(self)


_origin = partial(tuple.__new__, _Origin)


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
        (":f", "formula", _joined(more.formula or "")),
        (":x", "other text", cell.value if is_inline else "".join(more.inline)),
        (":ph", "reading aid", "".join(more.phonetic)),
    )
    return tuple(
        (end, part, unescape(text)) for end, part, text in found if text and not text.isspace()
    )


def _joined(formula: str) -> str:
    """Return a formula with the digits side by side that it puts side by side."""
    if '"' not in formula:
        return formula
    joint = _LISTED if "CONCAT" in formula.upper() else _JOINT
    return joint.sub("", formula)


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
        of_field: Callable[[Field], list[Segment]],
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._prefix = f"s{sheet.number}!"
        self._strings = strings
        self._merges = _Merges(merges, book.where)
        self._of_field = of_field
        self._split = SplitNumbers()
        self.hidden_columns = b""

    def segments(self, items: Iterator[Item]) -> Iterator[list[Segment]]:
        """Yield the segments of each row, and of each field between the rows."""
        for are_rows, group in groupby(items, key=_is_row):
            if are_rows:
                rows = cast("Iterator[StoredRow | PlainRow]", group)
                yield from map(self._of_row, label_grid(map(self._row, rows)))
            else:
                yield from (self._of_field(item) for item in group if isinstance(item, Field))

    def _row(self, row: StoredRow | PlainRow) -> Row[_Origin]:
        cells = self._plain(row) if isinstance(row, PlainRow) else self._stored(row)
        texts = {cell[0]: cell[2] for cell in cells if cell[2]}
        count = len(texts)
        spans = self._merges.cover(row.number, texts)
        if len(texts) != count or not isinstance(row, PlainRow):
            texts = dict(sorted(texts.items()))
        return _row((row[0], texts, _origin((row, cells, spans))))

    def _plain(self, row: PlainRow) -> list[ShownCell]:
        """Return what the cells of a plain row show, without those that show nothing."""
        name, texts = row.name, row.texts
        cells: list[ShownCell] = []
        for at, text in enumerate(self._book.shown_plain(row, self._strings)):
            if text and not text.isspace():
                cell, value = row.shape.cells[at], texts[at]
                column, letters, _, kind, _, _ = cell
                rounded = (
                    kind != INLINE
                    and bool(value)
                    and not value.isdecimal()
                    and is_rounded(stored(row, at))
                )
                cells.append((column, letters + name, text, rounded, ()))
        return cells

    def _stored(self, row: StoredRow) -> list[ShownCell]:
        cells: list[ShownCell] = []
        for cell in row.cells:
            text = self._book.shown(cell, self._strings)
            text = "" if text.isspace() else text
            extras = extras_of(cell)
            if text or extras:
                cells.append((cell.column, cell.name, text, is_rounded(cell), extras))
        return cells

    def _of_row(self, labelled: Labelled[_Origin]) -> list[Segment]:
        row, cells, spans = labelled.row.origin
        segments = [segment for field in row.fields for segment in self._of_field(field)]
        linked = self._chains(cells, labelled) if _may_be_spelt(cells) else {}
        if split := self._split.links(labelled, labelled.row.cells):
            linked |= self._named(cells, split)
        sheet, at, prefix = self._sheet.number, row.number, self._prefix
        hidden = "hidden sheet" if self._sheet.hidden else "hidden row" if row.hidden else ""
        own, shared, otherwise = labelled.own, labelled.shared, labelled.otherwise
        add = segments.append
        for column, name, text, rounded, extras in cells:
            if text:
                part = hidden
                if rounded or self.hidden_columns:
                    part = self._part(hidden, column, rounded=rounded)
                locator = _locator(part, 0, sheet, at + 1, column + 1)
                down, across = spans.get(column, _SINGLE) if spans else _SINGLE
                labels = own.get(column) or shared.get(column, otherwise)
                follows = linked.get(name, "") if linked else ""
                where = _cell(sheet, at, column, down, across)
                own_id = prefix + name
                add(_segment(own_id, text, locator, Kind.CELL, labels, where, follows))
            for end, part, extra in extras:
                place = Locator(part=part, sheet=sheet, row=at + 1, column=column + 1)
                add(Segment(id=prefix + name + end, text=extra, locator=place, kind=Kind.HIDDEN))
        return segments

    def _part(self, part: str, column: int, *, rounded: bool) -> str:
        if not part and self.hidden_columns and self.hidden_columns[column]:
            part = "hidden column"
        if rounded:
            return f"{part}, rounded number" if part else "rounded number"
        return part

    def _chains(self, cells: list[ShownCell], labelled: Labelled[_Origin]) -> dict[str, str]:
        """Find numbers written one character to a cell; return what each cell's segment follows."""
        filled = [(column, name, text) for column, name, text, _, _ in cells if text]
        spans = labelled.row.origin.spans
        found = chains(
            ((column, spans.get(column, _SINGLE)[1], text) for column, _, text in filled),
            lambda column: labelled.of(column).column,
            heads=labelled.header,
        )
        return self._named(cells, found)

    def _named(self, cells: list[ShownCell], links: dict[int, int]) -> dict[str, str]:
        names = {column: name for column, name, text, _, _ in cells if text}
        return {
            names[at]: self._prefix + names[before]
            for at, before in links.items()
            if at in names and before in names
        }


def _may_be_spelt(cells: list[ShownCell]) -> bool:
    """Say whether a row may hold a word one character to a cell: nearly none does."""
    return len(cells) >= FEWEST_IN_CHAIN and len([1 for cell in cells if len(cell[2]) == 1]) > 1


def _is_row(item: Item) -> bool:
    return not isinstance(item, Field)
