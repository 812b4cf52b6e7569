"""Bars: where a picture has the strokes of a bar code, whichever way they lie.

A reader of codes follows the rows and columns of a picture, and the rows of a code that lies askew
never cross all of its bars. Here its place is found by its gradients, which are strong, many and
all of one direction, and it is turned until its bars stand upright.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from deident.model import Quad
from deident.ocr.quads import bounds, grown, height, length, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Cells = NDArray[np.float32]
    Marks = NDArray[Any]

# Pixels of the longer side of the picture that is looked at, and of a cell of it.
_LOOKED_AT = 1200
_CELL = 4
_MOST = 8
_LEAST_SIDE = 24
# Squares of gradients: below, it is paper, its grain or a shadow.
_LIVELY = 1500
_AROUND = 7
# How far gradients agree on a direction, from 0 to 1: all of them in a code of one row, about half
# in one of many rows, whose ends are of one row; a third in Chinese, which has both directions.
_LOOSE, _ONE_WAY = 0.36, 0.6
_CORE = 16
_LEAST_CELLS = 60
_FILLED = 0.5
# In cells: nothing shorter can be read, and a column of words is higher than it is wide.
_LEAST_LONG, _SLENDER = 8, 0.7
_QUIET = 0.2
_LONGEST = 1600
_BEYOND = 0.05
_CALMED, _SPANNED, _EDGE = 12, 0.6, 0.05


class Turned(NamedTuple):
    """A part of a picture turned so that bars stand upright, and the way back.

    The bars are between `left` and `right`, `top` and `low`; `shown` is False where they go on
    beyond the edge of the picture.
    """

    grey: Grey
    back: Marks
    left: int
    top: int
    right: int
    low: int
    shown: bool

    def looks(self) -> Iterator[tuple[Grey, float]]:
        """Yield what a reader may try, and how much larger it is: as it is, calmed, doubled."""
        import cv2

        yield self.grey, 1.0
        # Along its bars a code says the same everywhere, and grain does not.
        calmed = cv2.blur(self.grey, (1, max(1, (self.low - self.top) // _CALMED)))
        yield calmed.astype(np.uint8), 1.0
        if self.grey.shape[1] < _LONGEST / 2:
            size = self.grey.shape[1] * 2, self.grey.shape[0] * 2
            yield cv2.resize(self.grey, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8), 2.0

    def is_spanned(self, quad: Quad) -> bool:
        """Say whether a quad of this part goes over most of the bars, and not over a few."""
        here = bounds((quad,))
        shared = min(here.right, self.right) - max(here.left, self.left)
        return shared > _SPANNED * (self.right - self.left)

    def whole(self, quad: Quad | None = None) -> Quad:
        """Return where the bars lie in the picture, and a quad that was read, with an edge."""
        bars = rectangle(self.left, self.top, self.right, self.low)
        box = bounds((bars, quad or bars))
        margin = _EDGE * (self.low - self.top)
        framed = grown(rectangle(*box), margin)
        points = np.c_[np.array(framed).reshape(4, 2), np.ones(4)] @ self.back.T
        return Quad(*(float(number) for number in points.flatten()))


class _Field(NamedTuple):
    """Sums of the squares and products of gradients in each cell."""

    across: Cells
    down: Cells
    both: Cells

    def agreed(self) -> Cells:
        """Return how far gradients agree on one direction, from 0 to 1."""
        strength: Cells = self.across + self.down + 1
        agreed: Cells = np.hypot(self.across - self.down, 2 * self.both) / strength
        return agreed


def bars(grey: Grey) -> list[Quad]:
    """Return the places that look like bars, the largest first; the first edge crosses the bars."""
    import cv2

    if min(grey.shape) < _LEAST_SIDE:
        return []
    field, step = _field(grey)
    wide = _Field(*(_cells(cv2.blur(part, (_AROUND, _AROUND))) for part in field))
    agreed = wide.agreed()
    core = (agreed > _ONE_WAY) & (wide.across + wide.down > _LIVELY)
    if np.count_nonzero(core) < _CORE:
        return []
    lively = (field.across + field.down > _LIVELY).astype(np.uint8)
    joined = cv2.morphologyEx(lively, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    solid: Marks = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    one_way = np.where(agreed > _LOOSE, solid, 0).astype(np.uint8)
    marks = cv2.morphologyEx(one_way, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    found = list(_places(marks, core, field))
    found.sort(key=lambda quad: -length(quad) * height(quad))
    return [Quad(*(number * step for number in quad)) for quad in found[:_MOST]]


def _field(grey: Grey) -> tuple[_Field, float]:
    """Return the gradients of a picture in cells, and how many of its pixels a cell is wide."""
    import cv2

    small, step = _looked_at(grey)
    size = small.shape[1] // _CELL, small.shape[0] // _CELL
    small = small[: size[1] * _CELL, : size[0] * _CELL]
    across, down = cv2.Sobel(small, cv2.CV_16S, 1, 0), cv2.Sobel(small, cv2.CV_16S, 0, 1)
    products = (
        cv2.multiply(one, other, dtype=cv2.CV_32F)
        for one, other in ((across, across), (down, down), (across, down))
    )
    cells = (_cells(cv2.resize(one, size, interpolation=cv2.INTER_AREA)) for one in products)
    return _Field(*cells), step * _CELL


def _looked_at(grey: Grey) -> tuple[Marks, float]:
    """Return the picture as large as it is looked at, and how many of its pixels one of it is."""
    import cv2

    small: Marks = grey
    halved = 1
    while max(small.shape) > 2 * _LOOKED_AT and min(small.shape) > _LEAST_SIDE:
        # Halves of an even number are fifty times as fast.
        high, wide = (side // 2 for side in small.shape)
        even = small[: 2 * high, : 2 * wide]
        small, halved = cv2.resize(even, (wide, high), interpolation=cv2.INTER_AREA), halved * 2
    step = max(1.0, max(small.shape) / _LOOKED_AT)
    size = max(_CELL, round(small.shape[1] / step)), max(_CELL, round(small.shape[0] / step))
    return cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), halved * step


def _cells(sums: Marks) -> Cells:
    return sums.astype(np.float32, copy=False)


def _places(marks: Marks, core: NDArray[np.bool_], field: _Field) -> Iterator[Quad]:
    """Yield the compact pieces of a map of cells, in cells."""
    import cv2

    count, named, sizes, _ = cv2.connectedComponentsWithStats(marks)
    for piece in range(1, count):
        left, top, wide, high, cells = sizes[piece]
        if cells < _LEAST_CELLS:
            continue
        part = slice(top, top + high), slice(left, left + wide)
        inside = named[part] == piece
        if np.count_nonzero(core[part] & inside) < _CORE:
            continue
        across, down, both = (float(sums[part][inside].sum()) for sums in field)
        rows, columns = np.nonzero(inside)
        direction = math.atan2(2 * both, across - down) / 2
        quad = _around(columns + left + 0.5, rows + top + 0.5, direction)
        wide, high = length(quad), height(quad)
        if cells > _FILLED * wide * high and wide > _LEAST_LONG and wide > _SLENDER * high:
            yield quad


def _around(x: NDArray[Any], y: NDArray[Any], direction: float) -> Quad:
    """Return the parallelogram around cells whose bars a line in a direction (radians) crosses."""
    cos, sin = math.cos(direction), math.sin(direction)
    along, aside = x * cos + y * sin, y * cos - x * sin
    # Seen from the side, a code's long edges do not stand square on its bars.
    slope = np.cov(along, aside)[0, 1] / along.var()
    level = aside - slope * along
    left, right = along.min() - 0.5, along.max() + 0.5
    top, low = level.min() - 0.5, level.max() + 0.5
    corners = ((left, top), (right, top), (right, low), (left, low))
    turned = ((u, v + slope * u) for u, v in corners)
    return Quad(*(float(one) for u, v in turned for one in (u * cos - v * sin, u * sin + v * cos)))


def upright(grey: Grey, quad: Quad) -> Turned:
    """Cut a place out with some quiet around it and turn it until its first edge is level."""
    import cv2

    margin = _QUIET * length(quad)
    whole = grown(quad, margin)
    scale = min(1.0, _LONGEST / length(whole))
    size = round(length(whole) * scale), round(height(whole) * scale)
    corners = np.array(whole, dtype=np.float32).reshape(4, 2)
    flat = np.array(((0, 0), (size[0], 0), size), dtype=np.float32)
    there = cv2.getAffineTransform(corners[:3], flat)
    part: Marks = cv2.warpAffine(
        grey, there, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    back: Marks = cv2.invertAffineTransform(there)
    edge = round(margin * scale)
    box = edge, edge, size[0] - edge, size[1] - edge
    return Turned(part.astype(np.uint8), back, *box, _shown(quad, grey.shape))


def _shown(quad: Quad, shape: tuple[int, ...]) -> bool:
    """Say whether no corner of a place lies far outside of the picture."""
    slack = _BEYOND * height(quad)
    return all(-slack < x < shape[1] + slack for x in quad[0::2]) and all(
        -slack < y < shape[0] + slack for y in quad[1::2]
    )
