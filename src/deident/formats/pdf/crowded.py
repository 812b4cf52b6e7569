"""Cells that reach into the rows above and below: which lines make a cell, and which a row.

A sheet whose rows are too low for what its cells hold prints the lines of neighbouring rows close
to one another or over one another. Then no room between lines tells rows apart. But programs draw
the lines of a cell one after the other, and the cells of a row stand level by their upper sides,
their middles or their lower sides.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from deident.formats.pdf.stars import is_mask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from deident.formats.pdf.lines import Line

    Block = list[Line]

# All in heights of a line.
IN_CELL = 1.0
# Lines of figures are set closer than others in the same cell.
_WRAPPED = 0.4
_LEVEL = 0.5
_NARROW = 0.5
_NEXT_LINE = 2.0
_USUAL, _STRAY, _SELDOM = 1.4, 0.4, 0.05
_MOST_AMISS, _MOST_LEVEL = 0.1, 0.8
_SAME_LEVEL, _SORTED = 0.3, 0.8
_MOST_SORTED = 8  # lines
_SAME_PLACE = 2.0  # points


def layered(rows: list[list[Line]]) -> list[list[Line]]:
    """Part the lines of a row that lie over one another: they belong to cells of several rows."""
    return [layer for row in rows for layer in _layers(row)]


def _layers(row: list[Line]) -> list[list[Line]]:
    if not any(one.right > other.left and _is_over(one, other) for one, other in pairwise(row)):
        return [row]
    layers: list[list[Line]] = []
    for line in sorted(row, key=_middle):
        free = (one for one in layers if not any(_is_over(line, other) for other in one))
        layer = next(free, None)
        if layer is None:
            layers.append([line])
        else:
            layer.append(line)
    return [sorted(layer, key=lambda line: line.left) for layer in layers]


def _is_over(one: Line, other: Line) -> bool:
    """Say whether two lines of nearly the same height belong to one column.

    A text that runs on under the next column is set as its own column is.
    """
    shared = min(one.right, other.right) - max(one.left, other.left)
    if shared <= _NARROW * min(one.right - one.left, other.right - other.left):
        return False
    left, right = one.left - other.left, one.right - other.right
    return min(abs(left), abs(right), abs(left + right) / 2) < _SAME_PLACE


def cells_of(lines: Iterable[Line], place: dict[int, int]) -> list[Block]:
    """Put together the lines of each cell, one below the other, as the stream has them."""
    order = sorted(lines, key=lambda line: line.order)
    own = restored([line for line in order if not is_mask(line)], place)
    # A mask is drawn after everything else.
    stars = [line for line in order if is_mask(line)]
    found = cells(remasked(own, cells(stars, place), place), place)
    columns: dict[int, list[Block]] = {}
    for cell in found:
        columns.setdefault(place[id(cell[0])], []).append(cell)
    return [
        part
        for cell in found
        for part in (_lines_of(cell) if _is_column(cell, columns, place) else [cell])
    ]


def _lines_of(cell: Block) -> list[Block]:
    return [[line] for line in cell]


def _is_column(cell: Block, columns: dict[int, list[Block]], place: dict[int, int]) -> bool:
    """Say whether lines are cells of one column that the stream has in a row.

    They are where each stands level with another cell of one other column, and alone.
    """
    if len(cell) < 2:
        return False
    own = place[id(cell[0])]
    if any(one is not cell and _interleaved(one, cell) for one in columns[own]):
        return False
    return any(
        _levels(cell, others) >= _MOST_LEVEL * len(cell)
        for column, others in columns.items()
        if column != own
    )


def _interleaved(one: Block, other: Block) -> bool:
    return min(one[-1].bottom, other[-1].bottom) - max(one[0].top, other[0].top) > 0


def _levels(cell: Block, others: list[Block]) -> int:
    """Count the lines that stand level with a cell of one line."""
    single = [other[0] for other in others if len(other) == 1]
    return sum(
        any(abs(line.middle - one.middle) < _SAME_LEVEL * line.high for one in single)
        for line in cell
    )


def cells(lines: Sequence[Line], place: dict[int, int], loose: float = _WRAPPED) -> list[Block]:
    """Put together what the stream draws line by line in one column, as close as lines are."""
    tight = tightest(pairwise(lines), place)
    found: list[Block] = []
    for before, line in pairwise([*lines[:1], *lines]):
        in_cell = found and place[id(before)] == place[id(line)]
        if in_cell and -IN_CELL < room(before, line) < tight + loose:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def tightest(pairs: Iterable[tuple[Line, Line]], place: dict[int, int]) -> float:
    """Return how little room there is between two lines of one column, in heights."""
    rooms = (room(upper, lower) for upper, lower in pairs if place[id(upper)] == place[id(lower)])
    return min((one for one in rooms if one < IN_CELL), default=0.0)


def room(upper: Line, lower: Line) -> float:
    """Return the room between a line and the one below, in heights."""
    return (lower.top - upper.bottom) / max(1.0, min(upper.high, lower.high))


def restored(lines: Sequence[Line], place: dict[int, int]) -> list[Line]:
    """Undo what pdfium does to the order of the stream: it sorts by place what shares a baseline.

    So the last line of a row's last cell comes behind what the next row begins with.
    """
    order: list[Line] = []
    for line in lines:
        at = len(order)
        while at and len(order) - at < _MOST_SORTED and _is_beside(order[at - 1], line):
            at -= 1
        goes_on = 0 < at < len(order) and _goes_on(order[at - 1], line, place)
        # Rows of one line each are in order: both cells have one above them.
        goes_on = goes_on and not (at > 1 and _goes_on(order[at - 2], order[at], place))
        order.insert(at if goes_on else len(order), line)
    return order


def _is_beside(one: Line, other: Line) -> bool:
    """Say whether pdfium takes a line for the left part of another, which is of another row."""
    return one.left < other.left and abs(one.middle - other.middle) < _SORTED * other.high


def _goes_on(upper: Line, lower: Line, place: dict[int, int]) -> bool:
    """Say whether a line stands below another in one column, as close as the lines of a cell."""
    return place[id(upper)] == place[id(lower)] and is_next_line(upper, lower)


def is_next_line(upper: Line, lower: Line) -> bool:
    """Say whether a line stands below another as close as the lines of a cell do."""
    return _LEVEL < _step(upper, lower) < _NEXT_LINE


def remasked(own: Sequence[Line], masks: Sequence[Block], place: dict[int, int]) -> list[Line]:
    """Put stars back into the order of the stream, beside the line of their cell that is left."""
    if not masks:
        return list(own)
    steps = [_step(*pair) for pair in pairwise(own) if _goes_on(*pair, place)]
    steps += [_step(*pair) for mask in masks for pair in pairwise(mask)]
    usual = median(steps) if steps else _USUAL
    after = {id(line) for line, lower in pairwise(own) if _goes_on(line, lower, place)}
    before = {id(line) for upper, line in pairwise(own) if _goes_on(upper, line, place)}
    heads = _by_column((line for line in own if id(line) not in after), place)
    tails = _by_column((line for line in own if id(line) not in before), place)
    behind: dict[int, Block] = {}
    ahead: dict[int, Block] = {}
    alone: list[Line] = []
    for mask in masks:
        column = place[id(mask[0])]
        above = ((_off(line, mask[0], usual), line) for line in heads.get(column, ()))
        below = ((_off(mask[-1], line, usual), line) for line in tails.get(column, ()))
        upper = min((*above, (_STRAY, None)), key=lambda one: one[0])
        lower = min((*below, (_STRAY, None)), key=lambda one: one[0])
        if upper[1] is not None and upper[0] <= lower[0]:
            behind.setdefault(id(upper[1]), []).extend(mask)
        elif lower[1] is not None:
            ahead.setdefault(id(lower[1]), []).extend(mask)
        else:
            alone += mask
    order: list[Line] = []
    for line in own:
        order += [*ahead.get(id(line), ()), line, *behind.get(id(line), ())]
    return order + alone


def _by_column(lines: Iterable[Line], place: dict[int, int]) -> dict[int, list[Line]]:
    columns: dict[int, list[Line]] = {}
    for line in lines:
        columns.setdefault(place[id(line)], []).append(line)
    return columns


def _off(upper: Line, lower: Line, usual: float) -> float:
    """Return by how much one line stands too near or too far above another of the same cell.

    What a mask lets stand is at the beginning or end of the value, seldom a whole line.
    """
    off = abs(_step(upper, lower) - usual)
    if not upper.text.endswith("*"):
        off += _SELDOM
    if not lower.text.startswith("*"):
        off += _SELDOM if "*" not in lower.text else _STRAY
    return off


def _step(upper: Line, lower: Line) -> float:
    return (lower.middle - upper.middle) / max(1.0, min(upper.high, lower.high))


def level(some: Sequence[Block], place: dict[int, int]) -> list[Block] | None:
    """Put together the cells of each row by what they have in common; None where nothing is.

    No row has two cells in one column, and there are fewest rows where that side is chosen by
    which the cells were set.
    """
    ways = [list(_rows(some, side)) for side in (_middle_of, _top_of, _bottom_of)]
    rows, amiss = min(
        ((way, _amiss(way, place)) for way in ways), key=lambda one: len(one[0]) + 2 * one[1]
    )
    if amiss > _MOST_AMISS * len(some):
        return None
    return [[line for cell in row for line in cell] for row in rows]


def _rows(cells: Sequence[Block], side: Callable[[Block], float]) -> Iterator[list[Block]]:
    row: list[Block] = []
    for cell in sorted(cells, key=side):
        if row and side(cell) - side(row[-1]) > _LEVEL * min(cell[0].high, row[-1][0].high):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _amiss(rows: list[list[Block]], place: dict[int, int]) -> int:
    """Count the cells that share row and column with another one."""
    return sum(len(row) - len({place[id(cell[0])] for cell in row}) for row in rows)


def _middle(line: Line) -> float:
    return line.middle


def _top_of(cell: Block) -> float:
    return cell[0].top


def _middle_of(cell: Block) -> float:
    return (cell[0].top + cell[-1].bottom) / 2


def _bottom_of(cell: Block) -> float:
    return cell[-1].bottom
