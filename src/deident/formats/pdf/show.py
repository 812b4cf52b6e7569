"""Text showing: where every glyph of a string stands, and the string without those that must go."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from deident.formats.pdf.geometry import UNIT, Box, Matrix, Point, around, placed, times
from deident.formats.pdf.seen import Sight, Witness, near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.formats.pdf.fonts import Font, Glyph

# How far our origin of a glyph may lie from pdfium's: pdfium cuts widths to whole thousandths.
_TOLERANCE = 0.12
_LEAST_TOLERANCE = 0.3
_CLIPPING = 4
_LEEWAY = 0.2
_CELL_ROUNDING = 0.01
_ROUNDED = 0.05


class CannotErase(Exception):  # noqa: N818 - the name is the interface's
    """What stands in the boxes cannot be taken out with certainty; the page must be an image.

    `code` says why: FONT, POSITION, STREAM, IMAGE, CLIP, PATTERN, TYPE3, DEEP.
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"the page cannot be cleaned glyph by glyph ({code})")
        self.code = code


@dataclass(slots=True)
class TextState:
    """The part of the graphics state that places text."""

    font: Font | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


class Pen:
    """Where the next glyph goes: the text matrix and that of the line's beginning."""

    __slots__ = ("_line", "_matrix", "_owed")

    def __init__(self) -> None:
        self._matrix = self._line = UNIT
        self._owed: tuple[Sequence[Any], TextState] | None = None

    @property
    def matrix(self) -> Matrix:
        """Return the text matrix, past everything that was shown."""
        if self._owed is not None:
            items, state = self._owed
            self.advance(_extent(cut(items, state), state)[2], state)
        return self._matrix

    def move(self, x: float, y: float) -> None:
        """Begin a line so far from the beginning of the last."""
        self.put(times((1, 0, 0, 1, x, y), self._line))

    def put(self, matrix: Matrix) -> None:
        """Begin a line at a matrix."""
        self._line = self._matrix = matrix
        self._owed = None

    def advance(self, at: float, state: TextState) -> None:
        """Go along the line."""
        self._owed = None
        upright = state.font is not None and state.font.vertical
        across, up = (0.0, at) if upright else (at * state.scale, 0.0)
        self._matrix = times((1, 0, 0, 1, across, up), self._matrix)

    def owe(self, items: Sequence[Any], state: TextState) -> None:
        """Go past what is shown once somebody asks how far: mostly a new line begins before."""
        self._owed = items, replace(state)


class Reach(NamedTuple):
    """What of a string of text may have to go: the boxes it meets, and where targets begin."""

    boxes: list[Box]
    low: float
    high: float

    def touches(self, origin: float, middle: float) -> bool:
        """Say whether a glyph of a level line that begins and has its middle here may have to."""
        return self.low <= origin <= self.high or any(
            box.x0 <= middle <= box.x1 for box in self.boxes
        )


class Aim:
    """What must go from a page, and the witness who says which glyphs that is."""

    def __init__(self, boxes: Sequence[Box], sight: Sight) -> None:
        self.boxes = boxes
        self._witness = Witness(sight.origins, near(sight.cells, boxes))
        self._starts = sight.origins[sight.inside]
        self._targets = frozenset(np.flatnonzero(sight.inside).tolist())
        self._shown = frozenset(np.flatnonzero(sight.inside & ~sight.blank).tolist())
        self._heights = sorted({round(y, 1) for y in self._starts[:, 1].tolist()})
        self._erased: set[int] = set()

    def is_far(self, origin: float, middle: float, em: float) -> bool:
        """Say whether a level line of text at these heights loses nothing, however long it is."""
        wide = _slack(em) + _ROUNDED
        at = bisect_left(self._heights, origin - wide)
        if at < len(self._heights) and self._heights[at] <= origin + wide:
            return False
        reach = _LEEWAY * em
        return not any(box.y0 - reach < middle < box.y1 + reach for box in self.boxes)

    def reach(self, origins: Box, middles: Box, em: float) -> Reach | None:
        """Return what a line of text that begins and has its middles here may have to lose."""
        boxes = [box for box in self.boxes if box.meets(middles)]
        slack = _slack(em)
        wide = origins.grown(slack)
        x, y = self._starts[:, 0], self._starts[:, 1]
        here = x[(x >= wide.x0) & (x <= wide.x1) & (y >= wide.y0) & (y <= wide.y1)]
        if not boxes and not len(here):
            return None
        low, high = here.min(initial=math.inf), here.max(initial=-math.inf)
        return Reach(boxes, float(low) - slack, float(high) + slack)

    def hits(self, origin: Point, middle: Point, em: float) -> bool:
        """Say whether the glyph that begins here must go, and remember what pdfium calls it."""
        found = self._witness.at(origin, max(_LEAST_TOLERANCE, em * _TOLERANCE))
        if not found:
            return any(box.holds(middle) for box in self.boxes)
        if self._targets.isdisjoint(found):
            return False
        self._erased.update(found)
        return True

    def check(self) -> None:
        """Refuse where pdfium sees a character in a box that no removed glyph stands for."""
        if self._shown - self._erased:
            raise CannotErase("POSITION")


def without(
    items: Sequence[Any], state: TextState, pen: Pen, ctm: Matrix, aim: Aim
) -> list[bytes | float] | None:
    """Move the pen over a TJ array; return it without the glyphs in a box, None if there are none.

    The room of a removed glyph stays, as a number.
    """
    if state.font is None:
        raise CannotErase("FONT")
    base = times(pen.matrix, ctm)
    if _passes_by(state, base, aim):
        pen.owe(items, state)
        return None
    pieces = cut(items, state)
    low, high, at = _extent(pieces, state)
    reach = aim.reach(*_line(state, base, low, high))
    kept = _filtered(pieces, state, base, aim, reach) if reach else None
    pen.advance(at, state)
    if kept is not None and state.mode >= _CLIPPING:
        raise CannotErase("CLIP")
    return kept


def cut(items: Sequence[Any], state: TextState) -> list[list[Glyph] | float]:
    """Cut the strings of a TJ array into glyphs."""
    if state.font is None:
        return []
    return [list(state.font.glyphs(one)) if isinstance(one, bytes) else one for one in items]


def _passes_by(state: TextState, base: Matrix, aim: Aim) -> bool:
    """Say quickly of a level line of text whether it stands above or below all that must go."""
    font = state.font
    if font is None or font.vertical or base[1]:
        return False
    origin = base[3] * state.rise + base[5]
    middle = origin + base[3] * font.middle * state.size
    return aim.is_far(origin, middle, _em(state, base))


def _em(state: TextState, base: Matrix) -> float:
    return abs(state.size) * max(map(abs, base[:4])) * max(1.0, abs(state.scale))


def _slack(em: float) -> float:
    """Return how far our origin of a glyph may lie from pdfium's."""
    return max(_LEAST_TOLERANCE, em * _TOLERANCE) + _CELL_ROUNDING


def _step(glyph: Glyph, state: TextState) -> float:
    step = glyph.advance * state.size + state.character_space
    return step + state.word_space if glyph.takes_word_space else step


def _extent(pieces: Sequence[list[Glyph] | float], state: TextState) -> tuple[float, float, float]:
    """Return how far along its line a string goes back and ahead, and where it ends."""
    low = high = at = 0.0
    for one in pieces:
        if isinstance(one, float):
            at -= one / 1000 * state.size
        else:
            for glyph in one:
                at += _step(glyph, state)
        low, high = min(low, at), max(high, at)
    return low, high, at


def _line(state: TextState, base: Matrix, low: float, high: float) -> tuple[Box, Box, float]:
    """Return where the glyphs of a string may begin, and where their middles may lie."""
    font, em = state.font, _em(state, base)
    if font is None or font.vertical:
        ends = [placed(base, 0.0, state.rise + up) for up in (low, high)]
        wide = around(ends).grown(2 * em + 1)
        return wide, wide, em
    middle = state.rise + font.middle * state.size
    starts = around([placed(base, x * state.scale, state.rise) for x in (low, high)])
    middles = around([placed(base, x * state.scale, middle) for x in (low, high)])
    return starts.grown(_LEEWAY * em), middles.grown(_LEEWAY * em), em


def _filtered(
    pieces: Sequence[list[Glyph] | float], state: TextState, base: Matrix, aim: Aim, reach: Reach
) -> list[bytes | float] | None:
    at = 0.0
    kept = _Kept()
    for item in pieces:
        if isinstance(item, float):
            at -= item / 1000 * state.size
            kept.number(item)
            continue
        for glyph in item:
            step = _step(glyph, state)
            if _hit(glyph, at, state, base, aim, reach):
                kept.drop(-1000 * step / state.size)
            else:
                kept.glyph(glyph.raw)
            at += step
    return kept.items if kept.dropped else None


def _hit(glyph: Glyph, at: float, state: TextState, base: Matrix, aim: Aim, reach: Reach) -> bool:
    font, size, scale = state.font, state.size, state.scale
    if font is None or size == 0:
        return False
    across, up = (0.0, at) if font.vertical else (at * scale, 0.0)
    x, y = across + glyph.left * size * scale, up + glyph.lift * size + state.rise
    half = glyph.width / 2 * size * scale
    if not base[2] and not reach.touches(base[0] * x + base[4], base[0] * (x + half) + base[4]):
        return False
    middle = placed(base, x + half, y + font.middle * size)
    em = abs(size) * max(abs(base[0]), abs(base[1]), abs(base[2]), abs(base[3]))
    return aim.hits(placed(base, x, y), middle, em)


class _Kept:
    """A TJ array being put together again."""

    def __init__(self) -> None:
        self.items: list[bytes | float] = []
        self.dropped = False

    def glyph(self, raw: bytes) -> None:
        if self.items and isinstance(last := self.items[-1], bytes):
            self.items[-1] = last + raw
        else:
            self.items.append(raw)

    def number(self, number: float) -> None:
        if self.items and not isinstance(last := self.items[-1], bytes):
            self.items[-1] = last + number
        else:
            self.items.append(number)

    def drop(self, number: float) -> None:
        self.dropped = True
        self.number(number)
