"""Tables of RTF: cells that end with a mark, rows that say afterwards how wide each cell was."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.chains import chained_lines, chains
from deident.formats.split_numbers import SplitNumbers
from deident.formats.tables import Row, label_grid
from deident.model import Cell, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.rtf.flow import Paragraph

_NEAR = 30
"""Edges of cells closer than this, in twentieths of a point, are one edge."""


class Edge(NamedTuple):
    """What a row says of a cell: where it ends, and whether it goes on another one."""

    right: int
    on_the_left: bool = False
    on_the_upper: bool = False


class _Box(NamedTuple):
    left: int
    right: int
    upper: bool
    paragraphs: list[Paragraph]


class Table:
    """Rows while they are being read."""

    def __init__(self) -> None:
        self._rows: list[list[_Box]] = []
        self._cells: list[list[Paragraph]] = []
        self._open: list[Paragraph] = []

    @property
    def is_open(self) -> bool:
        """Whether a cell or a row has begun and not ended."""
        return bool(self._cells or self._open)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of a table at all."""
        return not (self._rows or self.is_open)

    def paragraph(self, paragraph: Paragraph) -> None:
        """Add a paragraph to the cell."""
        self._open.append(paragraph)

    def end_cell(self) -> None:
        """End the cell."""
        self._cells.append(self._open)
        self._open = []

    def end_row(self, edges: Sequence[Edge]) -> None:
        """End the row, whose cells were as wide as these say."""
        if self._open:
            self.end_cell()
        known = list(edges)
        while len(known) < len(self._cells):
            known.append(Edge((known[-1].right if known else 0) + 10 * _NEAR))
        row: list[_Box] = []
        left = 0
        for edge, paragraphs in zip(known, self._cells, strict=False):
            if edge.on_the_left and row:
                row[-1] = row[-1]._replace(
                    right=edge.right, paragraphs=row[-1].paragraphs + paragraphs
                )
            else:
                row.append(_Box(left, edge.right, edge.on_the_upper, paragraphs))
            left = edge.right
        self._rows.append(row)
        self._cells = []

    def finish(self, number: int) -> None:
        """Give every paragraph its cell, its labels, and the digit it goes on from."""
        if self.is_open:
            self.end_row(())
        places = _places(self._rows)
        split = SplitNumbers()
        for labelled in label_grid(_grid(self._rows, places)):
            row = labelled.row.number
            texts = []
            for box in self._rows[row]:
                column = bisect_left(places, box.left)
                across = max(bisect_left(places, box.right) - column, 1)
                texts.append((column, across, _text(box).strip()))
                for paragraph in box.paragraphs:
                    paragraph.cell = Cell(table=number, row=row, column=column, column_span=across)
                    paragraph.labels = labelled.of(column)
                    if paragraph.kind is Kind.BODY:
                        paragraph.kind = Kind.CELL
                for after, before in chained_lines([one.text for one in box.paragraphs]):
                    box.paragraphs[after].follows = box.paragraphs[before].id
            links = chains(texts, lambda at: labelled.of(at).column, heads=labelled.header)  # noqa: B023 - used at once
            links |= split.links(labelled, {at for at, _, text in texts if text})
            self._chain(row, places, links)

    def _chain(self, row: int, places: Sequence[int], links: dict[int, int]) -> None:
        first = {bisect_left(places, box.left): box.paragraphs for box in self._rows[row]}
        for column, before in links.items():
            if first[column] and first[before]:
                first[column][0].follows = first[before][0].id


def _places(rows: list[list[_Box]]) -> list[int]:
    """Return the edges of all columns; those nearly the same become one."""
    edges = sorted({edge for row in rows for box in row for edge in (box.left, box.right)})
    places: list[int] = []
    for edge in edges:
        if not places or edge - places[-1] > _NEAR:
            places.append(edge)
    near = {edge: places[max(bisect_left(places, edge + 1) - 1, 0)] for edge in edges}
    for row in rows:
        row[:] = [box._replace(left=near[box.left], right=near[box.right]) for box in row]
    return places


def _text(box: _Box) -> str:
    return "\n".join(paragraph.text for paragraph in box.paragraphs if not paragraph.removable)


def _grid(rows: Sequence[Sequence[_Box]], places: Sequence[int]) -> Iterator[Row[None]]:
    above: dict[int, str] = {}
    for number, row in enumerate(rows):
        cells: dict[int, str] = {}
        for box in row:
            column = bisect_left(places, box.left)
            text = above.get(column, "") if box.upper else _text(box)
            end = max(bisect_left(places, box.right), column + 1)
            cells.update(dict.fromkeys(range(column, end), text))
        above = cells
        yield Row(number, {at: text for at, text in sorted(cells.items()) if text.strip()}, None)
