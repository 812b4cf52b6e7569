"""Where the cells of a table stand, while the tags of a page go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.web.units import Box

if TYPE_CHECKING:
    from deident.formats.web.units import Unit

_LONGEST_TITLE = 60
_MOST_SPANNED = 1000


class _Table:
    """A table that is open: the row and column that come next, and what spans into them."""

    def __init__(self, number: int, boxes: list[Box], outer: Box | None) -> None:
        self.number, self.boxes, self.outer = number, boxes, outer
        self.row = -1
        self.column = 0
        self.box: Box | None = None
        self._spanned: dict[int, int] = {}

    def begin_row(self) -> None:
        """Go to the next row."""
        self.row, self.column, self.box = self.row + 1, 0, None

    def begin_cell(self, spans: tuple[int, int]) -> None:
        """Go to the next place that no cell above covers."""
        if self.row < 0:
            self.begin_row()
        while self._spanned.get(self.column, -1) >= self.row:
            self.column += 1
        rows, columns = spans
        self.box = Box(self.number, self.row, self.column, spans)
        self.box.outer = self.outer
        self.boxes.append(self.box)
        if rows > 1 and len(self._spanned) < _MOST_SPANNED:
            covered = range(self.column, self.column + columns)
            self._spanned.update(dict.fromkeys(covered, self.row + rows - 1))
        self.column += columns


class Grid:
    """The tables that are open, innermost last."""

    def __init__(self, tables: list[list[Box]], titles: list[str]) -> None:
        self._tables, self._titles = tables, titles
        self._open: list[_Table] = []

    @property
    def box(self) -> Box | None:
        """The cell that the next text stands in."""
        return self._open[-1].box if self._open else None

    def open(self, before: list[Unit]) -> None:
        """Begin a table; a short text before it is its title."""
        outer = self.box
        title = ""
        if before and before[-1].box is outer and len(before[-1].text) <= _LONGEST_TITLE:
            title = before[-1].text
        boxes: list[Box] = []
        self._tables.append(boxes)
        self._titles.append(title)
        self._open.append(_Table(len(self._tables) - 1, boxes, outer))

    def caption(self, text: str) -> None:
        """Take the table's own title."""
        if self._open and text:
            self._titles[self._open[-1].number] = text[:_LONGEST_TITLE]

    def close(self) -> None:
        """End a table."""
        if self._open:
            self._open.pop()

    def row(self) -> None:
        """Begin a row."""
        if self._open:
            self._open[-1].begin_row()

    def cell(self, spans: tuple[int, int]) -> None:
        """Begin a cell."""
        if self._open:
            self._open[-1].begin_cell(spans)

    def end_cell(self) -> None:
        """End a cell."""
        if self._open:
            self._open[-1].box = None
