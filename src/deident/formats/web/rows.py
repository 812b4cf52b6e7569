"""Tables that are made of other elements than tables: rows of `div`, lists of equal length.

A page says by its style sheets that they are tables; whoever reads its tags sees elements with
equally many parts, the first of which holds the words that head columns. Nothing is looked at more
closely unless two such words stand side by side.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.tables import is_header_word
from deident.formats.web import words as words
from deident.formats.web.parted import joined, part
from deident.formats.web.units import Box
from deident.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.web.gathered import Gathered
    from deident.formats.web.units import Unit

_TAG = re.compile(
    r"<!--(?:.*?-->|.*+)|<(?P<raw>script|style)(?=[\s>])(?:.*?</(?P=raw)|.*+)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)",
    re.DOTALL | re.IGNORECASE,
)
_BEFORE = 8
_MOST_COLUMNS, _FAR = 60, 60
_LONGEST_TITLE = 60
_ONE = (1, 1)


class _Element:
    """An element of the page: what it stands in, and as which of its parts."""

    __slots__ = ("_alike", "above", "index", "name", "parts")

    def __init__(self, name: str, above: _Element | None, index: int) -> None:
        self.name, self.above, self.index = name, above, index
        self.parts: list[_Element] = []
        self._alike: bool | None = None

    @property
    def is_even(self) -> bool:
        """Whether all its parts have equally many parts. Asked when the tree is whole."""
        if self._alike is None:
            self._alike = len({len(part.parts) for part in self.parts}) == 1
        return self._alike

    def around(self) -> list[_Element]:
        """Return the element and what it stands in, innermost first, as far as it matters."""
        found = [self]
        while (above := found[-1].above) is not None and len(found) < _FAR:
            found.append(above)
        return found


class _Tree:
    """Builds elements of tags; what was opened before the first one is known when it ends."""

    def __init__(self) -> None:
        self.at = self._root = _Element("", None, 0)

    def read(self, text: str, start: int, end: int) -> None:
        """Take the tags of a part of the page."""
        for found in _TAG.finditer(text, start, end):
            name = (found["name"] or "").lower()
            if not name or name in words.VOID:
                continue
            if found["end"]:
                self._close(name)
            else:
                self._open(name)

    def _open(self, name: str) -> None:
        if name in words.ENDING_EACH_OTHER and self.at.name == name and self.at.above:
            self.at = self.at.above
        inner = _Element(name, self.at, len(self.at.parts))
        self.at.parts.append(inner)
        self.at = inner

    def _close(self, name: str) -> None:
        inside = [one for one in self.at.around() if one is not self._root]
        for one in inside:
            if one.name == name:
                self.at = one.above or self._root
                return
        # What never ended cannot keep open what stands around it.
        if all(one.name in words.ENDING_EACH_OTHER for one in inside):
            known = self._root
            self.at = self._root = known.above = _Element("", None, 0)
            self._root.parts.append(known)


class _Placed(NamedTuple):
    """A text and the elements around it, innermost first."""

    unit: Unit
    around: list[_Element]

    def part_of(self, row: _Element) -> int:
        """Return in which part of a row the text stands; -1 outside its parts."""
        for inner, outer in pairwise(self.around):
            if outer is row:
                return inner.index
        return -1


def find_rows(gathered: Gathered, text: str) -> None:
    """Give the texts of such tables their cells; `text` is the page."""
    units = gathered.flow
    parted = part(units, text)
    first = next(_triggers(units, 0), -1)
    if first >= 0:
        _find(gathered, first, text)
    units[:] = joined(units, parted)


def _find(gathered: Gathered, first: int, text: str) -> None:
    units = gathered.flow
    placed = _placed(units, max(0, first - _BEFORE), text)
    done = 0
    tried: set[int] = set()
    for at in _triggers(units, first):
        if at < done:
            continue
        head = _head(placed, at)
        # What was no table around two words is none around two others.
        if head is None or id(head) in tried:
            continue
        tried.add(id(head))
        rows = _rows(placed, at, head)
        if len(rows) > 1:
            done = _box(gathered, placed, rows)


def _triggers(units: Sequence[Unit], at: int) -> Iterator[int]:
    """Yield the texts that head columns beside another one that does."""
    before = False
    for number in range(at, len(units)):
        unit = units[number]
        heads = unit.box is None and is_header_word(unit.text)
        if before and heads:
            yield number - 1
        before = heads


def _placed(units: Sequence[Unit], first: int, text: str) -> dict[int, _Placed]:
    """Return the texts from one on, by their numbers, with the elements they stand in."""
    tree = _Tree()
    at = units[first - 1].start if first else 0
    stands: list[tuple[int, _Element]] = []
    for number in range(first, len(units)):
        start = units[number].start
        if start >= at:
            tree.read(text, at, start)
            at = start
            stands.append((number, tree.at))
    tree.read(text, at, len(text))
    return {number: _Placed(units[number], one.around()) for number, one in stands}


def _head(placed: dict[int, _Placed], at: int) -> _Element | None:
    """Return the element that holds two texts side by side in parts of its own."""
    one, two = placed.get(at), placed.get(at + 1)
    if one is None or two is None:
        return None
    theirs = set(map(id, two.around))
    head = next((outer for outer in one.around if id(outer) in theirs), None)
    if head is None or min(sides := (one.part_of(head), two.part_of(head))) < 0:
        return None
    return None if sides[0] == sides[1] else head


def _rows(placed: dict[int, _Placed], at: int, head: _Element) -> list[list[tuple[int, int]]]:
    """Return the rows of the table whose header an element may be: text and column."""
    header = _of(placed, at, head)
    worded = sum(is_header_word(placed[number].unit.text) for number, _ in header)
    if worded * 2 <= len(header):
        flat = _flat(placed, at, head)
        if len(flat) > 1 or worded * 2 < len(header):
            return flat
    if len(header) > _MOST_COLUMNS:
        return []
    rows = [header]
    number = header[-1][0] + 1
    while (after := placed.get(number)) is not None and after.unit.box is None:
        row = _row(after.around, head)
        if row is None:
            break
        cells = _of(placed, number, row)
        if not cells or cells[0][0] != number:
            break
        rows.append(cells)
        number = cells[-1][0] + 1
    return rows


def _row(around: list[_Element], head: _Element) -> _Element | None:
    """Return what is a row as the header is one: with as many parts."""
    above = set(map(id, head.around()))
    width = len(head.parts)
    alike = [one for one in around[1:] if len(one.parts) == width and id(one) not in above]
    # A cell may have as many parts as a row, and a table as many rows: rows are like each other.
    for one in alike:
        if one.above is None or one.above.is_even:
            return one
    return alike[-1] if alike else None


def _of(placed: dict[int, _Placed], at: int, row: _Element) -> list[tuple[int, int]]:
    """Return the texts in the parts of a row, around one of them, with their columns."""
    while (before := placed.get(at - 1)) is not None and before.unit.box is None:
        if before.part_of(row) < 0:
            break
        at -= 1
    cells: list[tuple[int, int]] = []
    while (one := placed.get(at)) is not None and one.unit.box is None:
        column = one.part_of(row)
        if column < 0:
            break
        cells.append((at, column))
        at += 1
    return cells


def _flat(placed: dict[int, _Placed], at: int, grid: _Element) -> list[list[tuple[int, int]]]:
    """Return the rows of cells that stand side by side without rows: a grid wraps them."""
    low = placed[at].part_of(grid)
    width = 0
    while (one := placed.get(at + width)) is not None and is_header_word(one.unit.text):
        if one.part_of(grid) != low + width:
            return []
        width += 1
    if width < 2 or (len(grid.parts) - low) % width:
        return []
    rows: dict[int, list[tuple[int, int]]] = {}
    for number, column in _of(placed, at, grid):
        if column >= low:
            rows.setdefault((column - low) // width, []).append((number, (column - low) % width))
    return [*rows.values()]


def _box(gathered: Gathered, placed: dict[int, _Placed], rows: list[list[tuple[int, int]]]) -> int:
    """Make cells of the rows; return where the texts behind them begin."""
    boxes: list[Box] = []
    first = rows[0][0][0]
    before = gathered.flow[first - 1] if first else None
    title = before is not None and before.box is None and len(before.text) <= _LONGEST_TITLE
    for number, row in enumerate(rows):
        for at, column in row:
            unit = placed[at].unit
            if not boxes or (boxes[-1].row, boxes[-1].column) != (number, column):
                boxes.append(Box(len(gathered.tables), number, column, _ONE))
            unit.box = boxes[-1]
            unit.box.units.append(unit)
            if unit.kind is Kind.BODY:
                unit.kind = Kind.CELL
    gathered.tables.append(boxes)
    gathered.titles.append(before.text if title and before is not None else "")
    return rows[-1][-1][0] + 1
