"""A table that goes on over the page: its headers hold there too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.formats.ofd.lines import Line

_ASIDE = 6.0
_FEWEST = 2


class _Column(NamedTuple):
    left: float
    right: float
    header: str

    def __repr__(self) -> str:
        return unprinted(self)


class Headers:
    """The headers of the last table of the page before."""

    def __init__(self) -> None:
        self._columns: tuple[_Column, ...] = ()

    def carry(self, lines: Sequence[Line]) -> None:
        """Give the first table of a page the headers it goes on under, and remember the last."""
        tables: dict[int, list[Line]] = {}
        for line in lines:
            if line.cell is not None and not line.hidden:
                tables.setdefault(line.cell.table, []).append(line)
        ordered = sorted(tables.values(), key=lambda table: min(one.quads[0].y0 for one in table))
        if ordered and self._columns and not any(line.labels.column for line in ordered[0]):
            self._give(ordered[0])
        for table in ordered[-1:]:
            self._columns = tuple(_columns(table)) or self._columns

    def _give(self, table: Sequence[Line]) -> None:
        own = {line.cell.column for line in table if line.cell}
        placed = {id(line): self._over(line) for line in table}
        if sum(map(bool, placed.values())) * 2 < len(table) or len(own) < _FEWEST:
            return
        for line in table:
            line.labels = replace(line.labels, column=placed[id(line)], row="")

    def _over(self, line: Line) -> str:
        left, right = line.quads[0].x0, line.quads[-1].x1
        for column in self._columns:
            if min(right, column.right) - max(left, column.left) > 0:
                return column.header
        near = [c for c in self._columns if abs((left + right - c.left - c.right) / 2) < _ASIDE]
        return near[0].header if near else ""


def _columns(table: Sequence[Line]) -> list[_Column]:
    found: dict[str, _Column] = {}
    for line in table:
        header = line.labels.column
        if header:
            left, right = line.quads[0].x0, line.quads[-1].x1
            known = found.get(header, _Column(left, right, header))
            found[header] = _Column(min(left, known.left), max(right, known.right), header)
    return list(found.values())
