"""Two hundred rosters of three hundred rows: scenes in layouts, typed with care or without."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.corpus import numbers, words
from tests.corpus.model import ColumnTruth, Label, Roster
from tests.corpus.roster_cells import Cell, Person
from tests.corpus.roster_layouts import LAYOUTS, Sheet, Table
from tests.corpus.roster_scenes import COLUMNS, SCENES, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROSTERS = 200
ROWS = 300


def _stored_as_number(cell: Cell, rng: Random) -> Cell:
    """Store a short number as a number, as Excel does on typing."""
    text = cell.value
    if not isinstance(text, str) or not cell.labels or not (text.isascii() and text.isdecimal()):
        return cell
    if len(text) > 15 or text.startswith("0"):
        return cell
    return Cell(float(text) if rng.random() < 0.3 else int(text), cell.labels)


def _damaged(cell: Cell, rng: Random) -> Cell:
    """Lose what Excel loses of a long number: the last digits, or nearly all of it."""
    text = cell.value
    if not isinstance(text, str) or not (text.isascii() and text.isdecimal()) or len(text) < 16:
        return _stored_as_number(cell, rng)
    label = cell.labels[0] if cell.labels else None
    if label is None or label.end - label.start != len(text):
        return cell
    if rng.random() < 0.2:
        shown = f"{float(text):.5E}"
        return Cell(shown, (Label(0, len(shown), label.entity_type, "cell_excel_scientific"),))
    kept = int(text[:15] + "0" * (len(text) - 15))
    damaged = Label(0, len(text), label.entity_type, "cell_excel_trailing_zeros")
    return Cell(kept, (damaged,))


_STORAGE: tuple[Callable[[Cell, Random], Cell] | None, ...] = (
    None,
    None,
    _stored_as_number,
    _damaged,
)


def _people(rng: Random, dirt: float) -> Iterator[Person]:
    """Invent the people of a roster, some villages together."""
    villages = [words.village(rng) for _ in range(5)]
    for serial in range(1, ROWS + 1):
        yield Person(
            name=words.name(rng),
            number=numbers.resident_id(rng, first=1936, last=2004),
            village=villages[serial * 5 // (ROWS + 1)],
            dirt=dirt,
            serial=serial,
            rng=rng,
        )


def _table(rng: Random, scene: str, number: int) -> Table:
    """Write the logical table of a scene."""
    columns = tuple(COLUMNS[key] for key in SCENES[scene])
    store = _STORAGE[number // 5 % len(_STORAGE)]
    dirt = rng.choice((0.0, 0.05, 0.15, 0.3))
    rows = []
    for person in _people(rng, dirt):
        cells = [column.make(person) for column in columns]
        rows.append(tuple(store(cell, rng) if store else cell for cell in cells))
    return Table(
        title=f"{words.county(rng)}{rng.randint(2018, 2025)}年{rng.choice(TITLES[scene])}",
        columns=columns,
        headers=tuple(rng.choice(column.headers) for column in columns),
        rows=tuple(rows),
        rng=rng,
    )


def _roster(seed: int, number: int) -> Roster:
    """Write one roster."""
    rng = Random(f"{seed}:roster:{number}")
    scenes, layouts = tuple(SCENES), tuple(LAYOUTS)
    # 17 scenes and 15 layouts have no common divisor: no pair comes twice.
    scene = scenes[number % len(scenes)]
    layout = layouts[number % len(layouts)]
    table, sheet = _table(rng, scene, number), Sheet()
    LAYOUTS[layout](sheet, table)
    return Roster(
        id=f"roster-{number:03d}",
        scene=scene,
        layout=layout,
        people=len(table.rows),
        columns=tuple(
            ColumnTruth(entity_type=column.entity_type, header=header)
            for column, header in zip(table.columns, table.headers, strict=True)
        ),
        rows=sheet.grid(),
        truth=tuple(sheet.truth),
        merges=tuple(sheet.merges),
        hidden=tuple(sheet.hidden),
    )


def rosters(seed: int = 20240) -> Iterator[Roster]:
    """Yield the rosters; the same seed yields the same rosters."""
    return (_roster(seed, number) for number in range(ROSTERS))
