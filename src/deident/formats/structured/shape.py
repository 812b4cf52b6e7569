"""Where a value stands among objects and arrays, and which words govern it.

An array of objects is a table: its keys head the columns. An array of arrays is a table whose first
row may be its header. In a single object the key is the label beside the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.formats.tables import normalise
from deident.making import unprinted
from deident.model import NO_LABELS, Cell, Labels

if TYPE_CHECKING:
    from deident.formats.structured.items import Named

_NAMES = 3
# Keys under which exports keep the words that head the rows of a sibling.
_HEADERS = frozenset(
    {"columns", "cols", "header", "headers", "head", "fields", "titles", "thead", "表头", "列名"}
)
_MOST_HEADERS = 500
_MOST_COLUMNS = 10_000


class Slot(NamedTuple):
    """The place of a value: its labels, its cell, and the grid it is part of."""

    labels: Labels = NO_LABELS
    cell: Cell | None = None
    grid: int = 0
    header: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return unprinted(self)


class _Frame:
    """An object or an array that is open."""

    __slots__ = (
        "columns", "header", "index", "key", "name", "names", "record", "row", "table", "words",
    )  # fmt: skip

    def __init__(self, table: int, name: str, around: _Frame | None) -> None:
        self.table = table
        self.name = name
        self.names: tuple[str, ...] = ()
        self.key = ""
        self.index = -1
        self.columns: dict[str, int] = {}
        self.record: _Frame | None = None
        self.row = 0
        self.header: tuple[str, ...] = around.header if around and not around.table else ()
        self.words: list[str] | None = None


class Shape:
    """Follows a structure as it is read. `table` of a frame is 0 for an object."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._frames: list[_Frame] = []
        self._tables = 0

    @property
    def depth(self) -> int:
        """How many objects and arrays are open."""
        return len(self._frames)

    @property
    def in_object(self) -> bool:
        """Whether what comes next belongs to an object."""
        return bool(self._frames) and not self._frames[-1].table

    def open_object(self) -> None:
        """Go into an object."""
        around = self._step()
        frame = _Frame(0, "", around)
        if around is not None:
            if around.table:
                frame.record, frame.row, frame.name = around, around.index, around.name
            else:
                frame.record, frame.row, frame.name = around.record, around.row, around.name
                frame.names = (*around.names, around.key)[-_NAMES:]
        frame.header = ()
        self._frames.append(frame)

    def open_array(self) -> None:
        """Go into an array."""
        around = self._step()
        self._tables += 1
        name = "" if around is None else around.name if around.table else around.key
        frame = _Frame(self._tables, name, around)
        if around is not None and not around.table and name.lower() in _HEADERS:
            frame.words = []
        self._frames.append(frame)

    def close(self) -> None:
        """Leave the object or array that was opened last."""
        frame = self._frames.pop()
        if frame.words and self._frames:
            self._frames[-1].header = tuple(frame.words)

    def key(self, text: str) -> tuple[int, str] | None:
        """Note the key of the next value; return its table and column where it is in a record."""
        frame = self._frames[-1]
        frame.key = normalise(text)
        if frame.record is None:
            return None
        return frame.record.table, "/".join(frame.names)

    def value(self, text: str) -> Slot:
        """Return the place of the value that comes next."""
        frame = self._step()
        if frame is None:
            return Slot()
        if not frame.table:
            return self._in_object(frame)
        if frame.words is not None and len(frame.words) < _MOST_HEADERS:
            frame.words.append(text)
        around = self._frames[-2] if len(self._frames) > 1 else None
        if around is not None and around.table:
            cell = Cell(table=around.table, row=around.index, column=frame.index)
            return Slot(NO_LABELS, cell, around.table, around.header)
        cell = Cell(table=frame.table, row=frame.index, column=0)
        return Slot(self._named.labels(column=frame.name), cell)

    def _in_object(self, frame: _Frame) -> Slot:
        name = "/".join((*frame.names, frame.key))
        if frame.record is None:
            caption = frame.names[-1] if frame.names else frame.name
            return Slot(self._named.labels(row=name, caption=caption))
        column = self._column(frame.record, name)
        labels = self._named.labels(column=name, caption=frame.record.name)
        return Slot(labels, Cell(table=frame.record.table, row=frame.row, column=column))

    @staticmethod
    def _column(record: _Frame, name: str) -> int:
        if len(record.columns) >= _MOST_COLUMNS:
            return record.columns.get(name, _MOST_COLUMNS)
        return record.columns.setdefault(name, len(record.columns))

    def _step(self) -> _Frame | None:
        if not self._frames:
            return None
        frame = self._frames[-1]
        if frame.table:
            frame.index += 1
        return frame
