"""Lines of a page from its characters: in stream order where the eye agrees, else by place.

Characters that follow one another in the stream, on one baseline, from left to right, are a run.
Runs on one baseline are put in order by place and joined where no wide gap and no ruled line
parts them. So a number drawn digit by digit in any order is read as the eye reads it, and text that
the stream holds in order is never torn apart by a neighbour that overlaps it. Each character is in
one line only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from deident.formats.pdf.seams import Seams, opened
from deident.formats.pdf.stars import put_back
from deident.model import NO_LABELS, Cell, Labels, Quad, Quads
from deident.ocr.quads import unrotated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from deident.formats.pdf.pdfium import Characters, View
    from deident.ocr.rules import Rule

    Boxes = NDArray[np.float32]

# All in heights of the line, which pdfium gives with ascent and descent: 1 to 1.5 em.
_SAME_BASE = 0.5
_JOIN = 0.75
_BLANK = 0.2
_BACK = 0.3
_OVERLAP = 0.5
_COLUMN_STEP = 1.3
_COLUMN_FEWEST = 3
_LEANING_STEP = 3.0
_SPREAD = re.compile(r"(?:\S ){3,}\S")
# 住   址：and 姓   名： are spread to the width of 身份证号：.
_LABELS_WIDTH = 6.0
_LABELS_END = re.compile(r"[一-龥]\s?[：:]")


class _Quads(Quads):
    """Quads taken over whole from a row of eight numbers per character: pages hold many."""

    __slots__ = ()

    def __init__(self, corners: Boxes) -> None:
        super().__init__()
        self._floats.frombytes(corners.astype(np.float32).tobytes())


@dataclass(slots=True, eq=False)
class Line:
    """A line of text in the space in which it is level (see `turn`), and what governs it.

    `turn` is how often the displayed page is turned counter-clockwise to make the line level.
    `order` is the place of its first character in the stream; `joints` say for a line of several
    runs at which character each begins, and its place.
    """

    text: str = field(repr=False)
    boxes: Boxes = field(repr=False)
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0
    order: int = 0
    joints: tuple[tuple[int, int], ...] = ()
    hidden: bool = False
    cell: Cell | None = None
    labels: Labels = NO_LABELS
    follows: Line | None = None

    @property
    def high(self) -> float:
        """Return its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return (self.top + self.bottom) / 2

    def order_at(self, at: int) -> int:
        """Return the place in the stream of a character, as far as its run tells."""
        start, order = max(
            (joint for joint in self.joints if joint[0] <= at), default=(0, self.order)
        )
        return order + at - start

    def quads(self, view: View) -> Quads:
        """Return one quad per character on the displayed page."""
        left, top, right, bottom = (self.boxes[:, at] for at in range(4))
        corners = np.stack((left, top, right, top, right, bottom, left, bottom), axis=1)
        if self.turn:
            width, height = round(view.width), round(view.height)
            corners = np.array(
                [unrotated(Quad(*row), self.turn, width, height) for row in corners.tolist()]
            )
        return _Quads(corners)


def lines_of(found: Characters, view: View, plumb: Sequence[Rule] = ()) -> list[Line]:
    """Put all characters of a page into lines, in reading order. `plumb` are upright rules."""
    lines: list[Line] = []
    for turn in np.unique(found.turns):
        places = np.flatnonzero(found.turns == turn)
        whole = len(places) == len(found.text)
        text = found.text if whole else "".join(found.text[at] for at in places)
        quarters = -int(turn) % 4 if turn > 0 else 0
        boxes = levelled(found.boxes[places], quarters, view)
        if turn < 0:
            lines += _leaning(text, boxes, places)
            continue
        upright = plumb if quarters == 0 else ()
        runs = [
            part
            for run, at in opened(list(_runs(text, boxes, places, upright)))
            for part in _halves(run, at)
        ]
        if "*" in text:
            runs = put_back(runs, joined)
        seams = Seams(runs)
        columns, runs = _columns(runs)
        for line in (*columns, *_joined_rows(runs, upright, seams)):
            line.turn = quarters
            lines.append(line)
    return [line for line in lines if line.text.strip()]


def levelled(boxes: Boxes, quarters: int, view: View) -> Boxes:
    """Map boxes of the displayed page to the page turned counter-clockwise by quarters."""
    if not quarters:
        return boxes
    width, height = round(view.width), round(view.height)
    left, top, right, bottom = (boxes[:, at] for at in range(4))
    if quarters == 1:
        turned = (top, width - right, bottom, width - left)
    elif quarters == 2:
        turned = (width - right, height - bottom, width - left, height - top)
    else:
        turned = (height - bottom, left, height - top, right)
    mapped: Boxes = np.stack(turned, axis=1)
    return mapped


def _line(text: str, boxes: Boxes, order: int) -> Line:
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return Line(text, boxes, left, top, right, bottom, order=order)


def _runs(
    text: str, boxes: Boxes, places: NDArray[np.intp], plumb: Sequence[Rule]
) -> Iterator[Line]:
    """Cut the stream wherever the next character does not stand just to the right."""
    if not len(boxes):
        return
    left, top, right, bottom = (boxes[:, at] for at in range(4))
    high = np.maximum(1.0, np.minimum((bottom - top)[1:], (bottom - top)[:-1]))
    gap = left[1:] - right[:-1]
    apart = np.abs(np.diff(top + bottom)) / 2 > _SAME_BASE * high
    apart |= (gap > _JOIN * high) | (gap < -_BACK * high) | (left[1:] < left[:-1])
    apart |= np.diff(places) != 1
    for rule in plumb:
        middle = (left + right) / 2
        level = (top + bottom) / 2
        beside = (middle[:-1] < rule.at) & (middle[1:] > rule.at)
        apart |= beside & (level[1:] > rule.start) & (level[1:] < rule.end)
    cuts = [0, *(np.flatnonzero(apart) + 1).tolist(), len(boxes)]
    lows = np.minimum.reduceat(boxes[:, :2], cuts[:-1], axis=0).tolist()
    highs = np.maximum.reduceat(boxes[:, 2:], cuts[:-1], axis=0).tolist()
    for (start, end), (low, first), (far, last) in zip(pairwise(cuts), lows, highs, strict=True):
        # A blank at the end would reach over the rule or gap behind it.
        run = text[start:end].rstrip()
        own = boxes[start : start + len(run)]
        if run and len(run) < end - start:
            far, last = own[:, 2:].max(axis=0).tolist()
        if _SPREAD.fullmatch(run):
            # Evenly spread characters are one word.
            run, own = run[::2], own[::2]
        yield Line(run, own, low, first, far, last, order=int(places[start]))


def _halves(run: Line, at: int) -> tuple[Line, ...]:
    """Cut a run before a character; blanks before it are dropped. It stays whole at 0."""
    if not at:
        return (run,)
    before = run.text[:at].rstrip()
    return (
        _line(before, run.boxes[: len(before)], run.order),
        _line(run.text[at:], run.boxes[at:], run.order + at),
    )


def _leaning(text: str, boxes: Boxes, places: NDArray[np.intp]) -> Iterator[Line]:
    """Read text at an angle as the stream has it."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    step = np.abs(np.diff(middle, axis=0)).max(axis=1)
    size = np.maximum(1.0, (boxes[:, 2:] - boxes[:, :2]).max(axis=1))
    cuts = [0, *(np.flatnonzero(step > _LEANING_STEP * size[1:]) + 1).tolist(), len(boxes)]
    for start, end in pairwise(cuts):
        yield _line(text[start:end], boxes[start:end], int(places[start]))


def _columns(runs: list[Line]) -> tuple[list[Line], list[Line]]:
    """Take out upright columns: characters one below the other, as close as in writing."""
    columns: list[Line] = []
    others: list[Line] = []
    at = 0
    while at < len(runs):
        end = at + 1
        while end < len(runs) and _stacked(runs[end - 1], runs[end]):
            end += 1
        if end - at >= _COLUMN_FEWEST:
            some = runs[at:end]
            boxes = np.concatenate([run.boxes for run in some])
            columns.append(_line("".join(run.text for run in some), boxes, some[0].order))
        else:
            others += runs[at:end]
        at = end
    return columns, others


def _stacked(one: Line, other: Line) -> bool:
    if len(one.text) != 1 or len(other.text) != 1:
        return False
    wide = max(one.right - one.left, other.right - other.left)
    sideways = abs(one.left + one.right - other.left - other.right) / 2
    return sideways < 0.3 * wide and 0 < other.middle - one.middle < _COLUMN_STEP * wide


def baselines(lines: Iterable[Line], apart: float = _SAME_BASE) -> list[list[Line]]:
    """Sort lines into rows that share a baseline, each from left to right, top row first.

    Middles may lie so far apart, in heights of the lower line.
    """
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        row = rows[-1] if rows else None
        if row and line.middle - row[-1].middle < apart * min(line.high, row[-1].high):
            row.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _joined_rows(runs: list[Line], plumb: Sequence[Rule], seams: Seams) -> Iterator[Line]:
    for row in baselines(runs):
        waiting = row
        while waiting:
            waiting, over = _side_by_side(waiting)
            some = [waiting[0]]
            for run in waiting[1:]:
                near = _near(some[-1], run) or _is_rest_of_label(some, run)
                apart = seams.between(some[-1], run) or _ruled(some[-1], run, plumb)
                if near and not apart:
                    some.append(run)
                else:
                    yield joined(some)
                    some = [run]
            yield joined(some)
            waiting = over


def _side_by_side(row: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part runs that lie over one another; single characters between others are put in place."""
    kept, over = [row[0]], list[Line]()
    for run in row[1:]:
        shared = kept[-1].right - run.left
        least = min(run.right - run.left, kept[-1].right - kept[-1].left)
        (over if shared > _OVERLAP * max(1.0, least) else kept).append(run)
    return kept, over


def _near(one: Line, other: Line) -> bool:
    return other.left - one.right < _JOIN * min(one.high, other.high)


def _is_rest_of_label(before: Sequence[Line], run: Line) -> bool:
    """Tell whether a label's second character follows its first; blanks have no text."""
    if _LABELS_END.match(run.text) is None:
        return False
    first = next((one for one in reversed(before) if one.text), run)
    gap = run.left - first.right
    return len(first.text) == 1 and gap < _LABELS_WIDTH * min(first.high, run.high)


def _ruled(one: Line, other: Line, plumb: Sequence[Rule]) -> bool:
    low, high = (one.left + one.right) / 2, (other.left + other.right) / 2
    return any(low < rule.at < high and rule.start < other.middle < rule.end for rule in plumb)


def cut(line: Line, places: Sequence[float]) -> list[Line]:
    """Cut a line at places across it; blanks at the cuts are dropped."""
    inside = [place for place in places if line.left < place < line.right]
    if not inside:
        return [line]
    middle = (line.boxes[:, 0] + line.boxes[:, 2]) / 2
    ends = [0, *np.searchsorted(middle, inside).tolist(), len(line.text)]
    parts = []
    for start, end in pairwise(ends):
        text = line.text[start:end]
        kept = text.strip()
        start += len(text) - len(text.lstrip())
        if kept:
            part = _line(kept, line.boxes[start : start + len(kept)], line.order_at(start))
            part.turn, part.hidden = line.turn, line.hidden
            parts.append(part)
    return parts


def joined(runs: Sequence[Line]) -> Line:
    """Make one line of runs; a gap between them is a blank with a box of its own."""
    if len(runs) == 1 or not any(run.text for run in runs):
        return runs[0]
    # Spread-out single characters are one word: 姓　名, or a number with a wide pitch.
    single = len(runs) > 2 and all(len(run.text) == 1 for run in runs)
    text, boxes = runs[0].text, [runs[0].boxes]
    joints = [(0, runs[0].order)]
    for one, other in pairwise(runs):
        gap = other.left - one.right
        if not single and gap > _BLANK * min(one.high, other.high):
            blank = (one.right, max(one.top, other.top), other.left, min(one.bottom, other.bottom))
            text += " "
            boxes.append(np.array([blank], dtype=np.float32))
        joints.append((len(text), other.order))
        text += other.text
        boxes.append(other.boxes)
    line = _line(text, np.concatenate(boxes), min(run.order for run in runs))
    line.joints = tuple(joints)
    line.turn, line.hidden = runs[0].turn, all(run.hidden for run in runs)
    return line
