"""Which cell of a ruled table each line stands in.

Mostly it is the one around it. But what a sheet prints of a cell that is too low for it reaches
into the cells above and below. Such lines go with the others of their own cell, which the stream
has one after the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from deident.formats.pdf.crowded import cells_of
from deident.ocr.rules import Frame, frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deident.formats.pdf.lines import Line
    from deident.ocr.rules import Grid

    Framed = dict[Frame, list[Line]]

# What reaches out of a table does so by no more than this, in heights of a line.
_REACH = 4.0


def by_frame(lines: Sequence[Line], tables: tuple[Grid, ...]) -> tuple[Framed, list[Line]]:
    """Sort lines into the cells of tables; the others stand free."""
    home = {
        id(line): frame_of((line.left + line.right) / 2, line.middle, tables) if tables else None
        for line in lines
    }
    for number, grid in enumerate(tables):
        counts = Counter(frame for frame in home.values() if frame and frame.table == number)
        if counts and max(counts.values()) > 1:
            home |= _overflowing(lines, home, tables, number, grid)
    framed: Framed = {}
    for line in lines:
        frame = home[id(line)]
        if frame is not None:
            framed.setdefault(frame, []).append(line)
    return framed, [line for line in lines if home[id(line)] is None]


def _overflowing(
    lines: Sequence[Line],
    home: dict[int, Frame | None],
    tables: tuple[Grid, ...],
    number: int,
    grid: Grid,
) -> dict[int, Frame | None]:
    """Return the cells of lines that stand in another cell than the rest of their text does."""
    near = [line for line in lines if _is_near(line, home[id(line)], grid, number)]
    place = {id(line): bisect_right(grid.columns, (line.left + line.right) / 2) for line in near}
    cells = cells_of(near, place)
    reach = [cell for cell in cells if len({home[id(line)] for line in cell}) > 1]
    if not reach or not _is_crowded(cells, reach, home):
        return {}
    ways = [
        {
            id(cell[0]): frame_of((cell[0].left + cell[0].right) / 2, side(cell), tables)
            or home[id(cell[0])]
            for cell in reach
        }
        for side in (_middle, _first, _last)
    ]
    still = {id(cell) for cell in reach}
    kept = [home[id(cell[0])] for cell in cells if id(cell) not in still]
    best = min(ways, key=lambda way: _shared([*kept, *way.values()]))
    return {id(line): best[id(cell[0])] for cell in reach for line in cell}


def _is_near(line: Line, frame: Frame | None, grid: Grid, number: int) -> bool:
    if frame is not None:
        return frame.table == number
    within = grid.columns[0] < (line.left + line.right) / 2 < grid.columns[-1]
    room = max(grid.rows[0] - line.middle, line.middle - grid.rows[-1])
    return within and room < _REACH * line.high


def _is_crowded(
    cells: list[list[Line]], reach: list[list[Line]], home: dict[int, Frame | None]
) -> bool:
    """Say whether some text reaches into a cell that has a text of its own."""
    own = Counter(frame for cell in cells for frame in {home[id(line)] for line in cell} if frame)
    return any(own[frame] > 1 for cell in reach for line in cell if (frame := home[id(line)]))


def _shared(frames: Iterable[Frame | None]) -> int:
    """Count the texts that share their cell with another one."""
    return sum(count - 1 for count in Counter(frames).values())


def _middle(cell: list[Line]) -> float:
    return (cell[0].top + cell[-1].bottom) / 2


def _first(cell: list[Line]) -> float:
    return cell[0].middle


def _last(cell: list[Line]) -> float:
    return cell[-1].middle
