"""Quads: how character boxes are cut from a line, turned with a page and grown into paint.

A quad's corners run clockwise from the reader's top left, so its first edge points the way the
line is read, whichever way the page lies.
"""

from __future__ import annotations

from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, NamedTuple

from deident.model import Quad, Quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Bounds(NamedTuple):
    """An upright rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Its area, 0 for one that is turned inside out."""
        return max(0.0, self.width) * max(0.0, self.height)


def rectangle(left: float, top: float, right: float, bottom: float) -> Quad:
    """Make an upright quad."""
    return Quad(left, top, right, top, right, bottom, left, bottom)


def bounds(quads: Iterable[Quad]) -> Bounds:
    """Return the upright rectangle around all quads."""
    corners = list(quads)
    return Bounds(
        min(min(quad[0::2]) for quad in corners),
        min(min(quad[1::2]) for quad in corners),
        max(max(quad[0::2]) for quad in corners),
        max(max(quad[1::2]) for quad in corners),
    )


def common(one: Bounds, other: Bounds) -> float:
    """Return the area two rectangles share."""
    return Bounds(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    ).area


def centre(quad: Quad) -> tuple[float, float]:
    """Return the middle of a quad's corners."""
    return sum(quad[0::2]) / 4, sum(quad[1::2]) / 4


def length(quad: Quad) -> float:
    """Return how long a quad is in reading direction."""
    return hypot(quad.x1 - quad.x0, quad.y1 - quad.y0)


def height(quad: Quad) -> float:
    """Return how high a quad is across the reading direction."""
    return hypot(quad.x3 - quad.x0, quad.y3 - quad.y0)


def angle(quad: Quad) -> float:
    """Return the reading direction in degrees: 0 to the right, 90 downwards."""
    return degrees(atan2(quad.y1 - quad.y0, quad.x1 - quad.x0))


def turned(quad: Quad, quarters: int) -> Quad:
    """Name the same four corners from another quarter: 1 begins at the top right."""
    shift = 2 * (quarters % 4)
    return Quad(*quad[shift:], *quad[:shift])


def slice_of(line: Quad, start: float, end: float) -> Quad:
    """Cut the part between two fractions of a line's length, at full height."""

    def along(near: int, far: int, share: float) -> tuple[float, float]:
        return (
            line[near] + (line[far] - line[near]) * share,
            line[near + 1] + (line[far + 1] - line[near + 1]) * share,
        )

    return Quad(*along(0, 2, start), *along(0, 2, end), *along(6, 4, end), *along(6, 4, start))


def characters(line: Quad, edges: Sequence[tuple[float, float]]) -> Quads:
    """Cut a line into one quad per pair of fractions."""
    return Quads(slice_of(line, start, end) for start, end in edges)


def span_of(first: Quad, last: Quad) -> Quad:
    """Return the quad from one character's near edge to another's far edge on the same line."""
    return Quad(*first[0:2], *last[2:6], *first[6:8])


def grown(quad: Quad, margin: float) -> Quad:
    """Return the quad with its four sides moved outwards by so many pixels."""
    return lengthened(quad, margin, margin, margin)


def lengthened(quad: Quad, before: float, behind: float, across: float) -> Quad:
    """Return the quad with its ends moved outwards by so many pixels each, and its long sides."""
    long, high = length(quad) or 1.0, height(quad) or 1.0
    ux, uy = (quad.x1 - quad.x0) / long, (quad.y1 - quad.y0) / long
    vx, vy = (quad.x3 - quad.x0) / high * across, (quad.y3 - quad.y0) / high * across
    return Quad(
        quad.x0 - ux * before - vx,
        quad.y0 - uy * before - vy,
        quad.x1 + ux * behind - vx,
        quad.y1 + uy * behind - vy,
        quad.x2 + ux * behind + vx,
        quad.y2 + uy * behind + vy,
        quad.x3 - ux * before + vx,
        quad.y3 - uy * before + vy,
    )


def moved(quad: Quad, right: float, down: float) -> Quad:
    """Return the quad shifted by so many pixels."""
    return Quad(*(number + (down if index % 2 else right) for index, number in enumerate(quad)))


def unrotated(quad: Quad, quarters: int, width: int, height: int) -> Quad:
    """Map a quad back from a page that was turned counter-clockwise by so many quarters.

    `width` and `height` are those of the page before it was turned (`numpy.rot90`).
    """
    quarters %= 4
    if not quarters:
        return quad
    corners = [(quad[index], quad[index + 1]) for index in range(0, 8, 2)]
    if quarters == 1:
        corners = [(width - y, x) for x, y in corners]
    elif quarters == 2:
        corners = [(width - x, height - y) for x, y in corners]
    elif quarters == 3:
        corners = [(y, height - x) for x, y in corners]
    return Quad(*(number for corner in corners for number in corner))
