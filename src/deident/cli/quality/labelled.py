"""Read documents whose values somebody has labelled: one JSON object to a line.

A text is `{"text": …, "labels": [[start, end, TYPE], …]}`, a table `{"rows": [[…], …],
"labels": [[row, column, TYPE] or [row, column, start, end, TYPE], …]}`, with `"header": […]` above
the rows where there is one. A label may end in a tag of its own. Further keys, all optional:
`either` (spans or cells that may be masked or kept), `flags` (TYPE that the text, [row, TYPE] that
a row must raise), `tags`, `scene`, `id`. What is wrong is told by line, never by its text.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from deident.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Spot(NamedTuple):
    """A range of characters in a text (row and column 0) or in a cell of a table."""

    row: int
    column: int
    start: int
    end: int

    def touches(self, other: Spot) -> bool:
        """Tell whether the two have a character in common."""
        return self[:2] == other[:2] and self.start < other.end and other.start < self.end


class Label(NamedTuple):
    """A value that must not stay readable."""

    spot: Spot
    entity_type: str
    tag: str = ""


class Flag(NamedTuple):
    """What a row (of a table) or the whole text (row 0) must be pointed out as."""

    row: int
    entity_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One text or table with its truth; rows of a table count from 0 below its header."""

    id: str
    cells: tuple[tuple[str, ...], ...] = field(repr=False)
    table: bool = False
    header: tuple[str, ...] = field(default=(), repr=False)
    labels: tuple[Label, ...] = ()
    either: tuple[Spot, ...] = ()
    flags: frozenset[Flag] = frozenset()
    tags: tuple[str, ...] = ()
    scene: str = ""

    @property
    def text(self) -> str:
        """The text, where it is one."""
        return self.cells[0][0]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table as it lies on the sheet, its header first."""
        return (self.header, *self.cells) if self.header else self.cells

    @property
    def csv(self) -> bytes:
        """The table as a file."""
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(self.rows)
        return stream.getvalue().encode()

    def said(self, spot: Spot) -> str:
        """Return what stands there."""
        return self.cells[spot.row][spot.column][spot.start : spot.end]


def documents(path: Path) -> Iterator[Labelled]:
    """Yield the documents of a JSONL file, or raise a UsageError that names the line."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _document(line, f"{path.name}, line {number}", str(number))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name}: cannot be read as UTF-8 ({type(error).__name__})") from None


def _document(line: str, where: str, number: str) -> Labelled:
    try:
        return document(json.loads(line), number)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise UsageError(
            f"{where}: not a labelled text or table ({type(error).__name__}); "
            "see docs/how-to/measure-quality.md"
        ) from None


def document(entry: dict[str, Any], number: str = "") -> Labelled:
    """Make a labelled document of what its line says."""
    table = "rows" in entry
    cells = (
        tuple(tuple("" if cell is None else str(cell) for cell in row) for row in entry["rows"])
        if table
        else ((str(entry["text"]),),)
    )
    labels = tuple(_label(one, cells, table=table) for one in entry["labels"])
    return Labelled(
        id=str(entry.get("id", number)),
        cells=cells,
        table=table,
        header=tuple(map(str, entry.get("header", ()))),
        labels=labels,
        either=tuple(_spot(one, cells, table=table) for one in entry.get("either", ())),
        flags=frozenset(
            Flag(int(one[0]), str(one[1])) if table else Flag(0, str(one))
            for one in entry.get("flags", ())
        ),
        tags=tuple(map(str, entry.get("tags", ()))),
        scene=str(entry.get("scene", "")),
    )


def _label(given: Sequence[Any], cells: tuple[tuple[str, ...], ...], *, table: bool) -> Label:
    at = next((at for at, part in enumerate(given) if isinstance(part, str)), len(given))
    kind = given[at]
    tag = str(given[at + 1]) if len(given) > at + 1 else ""
    return Label(_spot(given[:at], cells, table=table), kind, tag)


def _spot(given: Sequence[int], cells: tuple[tuple[str, ...], ...], *, table: bool) -> Spot:
    """Return the place, or raise where there is no such one."""
    row, column = (given[0], given[1]) if table else (0, 0)
    within = given[2:] if table else given
    whole = len(cells[row][column])
    start, end = within or (0, whole)
    if not (0 <= start < end <= whole and row >= 0 and column >= 0):
        raise ValueError(whole)
    return Spot(row, column, start, end)
