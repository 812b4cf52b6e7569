"""The values of the corpus: documents and rosters whose truth is known because we wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field

CellValue = str | int | float | None
"""What a roster's cell holds; a number is stored as a number in XLSX."""


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A range of characters that must be covered, and what stands there."""

    start: int
    end: int
    entity_type: str
    variant: str

    def __post_init__(self) -> None:
        """Refuse empty and backward ranges."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a label needs 0 <= start < end, got {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One prose document.

    `kind` is "positive" (nothing but ordinary words beside the labels), "mixed" (labels among
    look-alike numbers), "hard_negative" or "ordinary". `templates` names the frames it was made
    from, the one chosen for its variant first.
    """

    id: str
    register: str
    text: str = field(repr=False)
    labels: tuple[Label, ...]
    kind: str
    templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTruth:
    """What a roster's column is: an entity type, or "" for a column that must stay readable."""

    entity_type: str
    header: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTruth:
    """The labels of one cell. Rows and columns of the grid count from 0.

    The offsets are those of `cell_text`; a number must be covered whole, however it is shown.
    """

    row: int
    column: int
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merged block of cells; its value is that of the top left one."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One table as it lies on a sheet, with the truth of every cell.

    `columns` is the logical table (before halves are laid side by side or digits spread over
    cells); `rows` is the sheet itself, titles, headers, totals and notes included. `people` counts
    the records. `hidden` names the sheet's hidden columns.
    """

    id: str
    scene: str
    layout: str
    people: int
    columns: tuple[ColumnTruth, ...]
    rows: tuple[tuple[CellValue, ...], ...] = field(repr=False)
    truth: tuple[CellTruth, ...] = field(repr=False)
    merges: tuple[Merge, ...] = ()
    hidden: tuple[int, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The header words of the logical table."""
        return tuple(column.header for column in self.columns)


def cell_text(value: CellValue) -> str:
    """Show a cell the way CSV shows it."""
    return "" if value is None else str(value)
