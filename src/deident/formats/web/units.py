"""What becomes a segment: runs of characters that a reader sees as one text, and how to write them.

A number may be divided by tags and written with references. Its characters know their places one
by one, so a mask goes over the characters and leaves everything between them as it is.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.pieces import write_masks
from deident.formats.written import Edit
from deident.making import maker, unprinted
from deident.model import NO_LABELS, Cell, Kind, Labels, Locator, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from deident.formats.web.layers import Layer
    from deident.model import Mask

_cell: Callable[..., Cell] = maker(Cell)
_locator: Callable[..., Locator] = maker(Locator)
_segment: Callable[..., Segment] = maker(Segment)
_WIDTHLESS = frozenset({"Cf", "Mn", "Me"})
# A value may go on over these: no cut between two of them.
_RUN = frozenset("0123456789０１２３４５６７８９*＊-－—– \n.xX×")  # noqa: RUF001 full-width digits
_CUT_SEARCH = 1 << 12


class Run(NamedTuple):
    """Characters that stand one after the other in a layer, from `start` on."""

    text: str
    layer: Layer
    start: int = 0

    def __repr__(self) -> str:
        return unprinted(self)

    def part(self, start: int, end: int) -> Run:
        """Return some of the characters."""
        return Run(self.text[start:end], self.layer, self.start + start)

    def turned(self) -> list[Run]:
        """Return the characters one by one, from the last to the first."""
        return [self.part(index, index + 1) for index in reversed(range(len(self.text)))]

    def span(self, index: int) -> tuple[int, int]:
        """Return where in the source a character stands; a `<br>` has no width."""
        return self.layer.at(self.start + index), self.layer.at(self.start + index + 1)


class Written(NamedTuple):
    """Where in the source a text stands in a writing that is one whole, and how to write it so."""

    start: int
    end: int
    write: Callable[[str], str]

    def __repr__(self) -> str:
        return unprinted(self)


class Box:
    """A cell of a table while it is being read. Rows and columns count from 0."""

    __slots__ = (
        "column",
        "column_span",
        "labels",
        "named",
        "outer",
        "row",
        "row_span",
        "table",
        "text",
        "units",
    )

    def __init__(self, table: int, row: int, column: int, spans: tuple[int, int]) -> None:
        self.table, self.row, self.column = table, row, column
        self.row_span, self.column_span = spans
        self.units: list[Unit] = []
        self.text = ""
        self.named = 0
        self.labels: Labels = NO_LABELS
        self.outer: Box | None = None

    @property
    def cell(self) -> Cell:
        """The place in the table."""
        return _cell(self.table, self.row, self.column, self.row_span, self.column_span)


class Unit:
    """A segment while it is being made."""

    __slots__ = (
        "bare", "box", "follows", "id", "kind", "labels", "part", "removable", "runs", "text",
        "written",
    )  # fmt: skip

    def __init__(
        self,
        runs: list[Run],
        kind: Kind = Kind.BODY,
        part: str = "",
        *,
        labels: Labels = NO_LABELS,
        removable: str = "",
        box: Box | None = None,
    ) -> None:
        self.runs = runs
        self.text = runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)
        self.kind, self.part, self.labels, self.removable = kind, part, labels, removable
        self.box = box
        self.id = ""
        self.follows: Unit | None = None
        self.bare = False
        self.written: Written | None = None

    @property
    def start(self) -> int:
        """Where in the source it begins."""
        return self.runs[0].span(0)[0]

    def segment(self, shown: Callable[[str], str], number: int, line: int) -> Segment:
        """Return the segment; `number` counts the paragraphs."""
        box = self.box
        if box is not None:
            locator = _locator("table", 0, 0, box.row + 1, box.column + 1)
        else:
            locator = _locator(self.part, 0, 0, 0, 0, number, line)
        cell = box.cell if box is not None else None
        follows = self.follows.id if self.follows is not None else ""
        return _segment(
            self.id, shown(self.text), locator, self.kind, self.labels, cell, follows, None,
            self.removable,
        )  # fmt: skip


def divided(unit: Unit, size: int) -> Iterator[Unit]:
    """Yield a unit in parts no longer than `size`, cut where no value stands if there is one."""
    text = unit.text
    if len(text) <= size:
        yield unit
        return
    starts = _starts(unit.runs)
    before: Unit | None = None
    at, goes_on = 0, False
    while at < len(text):
        end, stays = _cut(text, at, size) if len(text) - at > size else (len(text), True)
        part = Unit(
            _sliced(unit.runs, starts, at, end), unit.kind, unit.part,
            labels=unit.labels, removable=unit.removable, box=unit.box,
        )  # fmt: skip
        part.follows = before if goes_on else None
        yield part
        before, at, goes_on = part, end, not stays


def _starts(runs: Sequence[Run]) -> list[int]:
    return list(accumulate((len(run.text) for run in runs), initial=0))


def _sliced(runs: Sequence[Run], starts: Sequence[int], start: int, end: int) -> list[Run]:
    """Return the characters from `start` to `end` of some runs."""
    found = []
    for number in range(bisect_right(starts, start) - 1, bisect_left(starts, end)):
        run, at = runs[number], starts[number]
        found.append(run.part(max(start - at, 0), min(end - at, len(run.text))))
    return [run for run in found if run.text]


def _cut(text: str, at: int, size: int) -> tuple[int, bool]:
    """Find where a part may end; say whether it is sure that no value goes on behind it."""
    hard = at + size
    low = max(at + 1, hard - _CUT_SEARCH)
    ends = [text.rfind(mark, low, hard) + 1 for mark in "。；\n"]
    if max(ends):
        return max(ends), text[max(ends) - 1] != "\n"
    for end in range(hard, low, -1):
        if text[end - 1] not in _RUN and text[end] not in _RUN:
            return end, True
    return hard, False


def edits(unit: Unit, masks: Iterable[Mask]) -> Iterator[Edit]:
    """Yield what masks, given by rising start, change in the source."""
    if (whole := unit.written) is not None:
        yield Edit(whole.start, whole.end, whole.write(write_masks(unit.text, masks)))
        return
    starts = _starts(unit.runs)
    at = number = 0
    changed = False
    for mask in masks:
        span = mask.place.span
        if not at <= span.start < span.end <= len(unit.text):
            raise ValueError("masks overlap, come out of order or reach beyond the segment")
        at = span.end
        while starts[number + 1] <= span.start:
            number += 1
        run, begin = unit.runs[number], starts[number]
        as_long = len(mask.replacement) == span.end - span.start
        if as_long and span.end <= starts[number + 1] and run.layer.offsets is None:
            changed = True
            yield _written_plainly(run, span.start - begin, span.end - begin, mask.replacement)
            continue
        places = []
        for index in range(span.start, span.end):
            while starts[number + 1] <= index:
                number += 1
            places.append((unit.runs[number], index - starts[number]))
        for edit in _written(unit.text[span.start : span.end], mask.replacement, places):
            changed = True
            yield edit
    if unit.bare and changed:
        # A number of a script with a star in it is no number: it becomes a string.
        layer = unit.runs[0].layer
        for place in (unit.start, unit.runs[-1].span(len(unit.runs[-1].text) - 1)[1]):
            yield Edit(place, place, layer.escape('"'))


def _written_plainly(run: Run, start: int, end: int, new: str) -> Edit:
    """Write over characters that stand side by side in the source, each as itself."""
    old, escape = run.text[start:end], run.layer.escape
    written = [was if was == now else escape(now) for was, now in zip(old, new, strict=True)]
    return Edit(run.span(start)[0], run.span(end - 1)[1], "".join(written))


def _written(old: str, new: str, places: Sequence[tuple[Run, int]]) -> Iterator[Edit]:
    spans = [run.span(index) for run, index in places]
    real = [start < end for start, end in spans]
    for was, now, (start, end), (run, _) in zip(
        old, _aligned(old, new, real), spans, places, strict=True
    ):
        if was != now and start < end:
            yield Edit(start, end, run.layer.escape(now))


def _aligned(old: str, new: str, real: Sequence[bool]) -> list[str]:
    """Say what is written over each character: star for digit if the lengths agree."""
    if len(new) == len(old):
        return list(new)
    visible = [unicodedata.category(character) not in _WIDTHLESS for character in old]
    if len(new) == sum(visible):
        characters = iter(new)
        return [next(characters) if seen else "" for seen in visible]
    first = next((index for index, there in enumerate(real) if there), 0)
    return ["" if index != first else new for index in range(len(old))]
