"""The straight lines that a page draws, as pixels, so that ruled tables are found in them.

Characters drawn as outlines rather than written are told apart from lines here as well.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from deident.formats.ofd.book import local
from deident.formats.ofd.glyphs import PLAIN, moved, number
from deident.formats.ofd.lines import SCALE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree
    from numpy.typing import NDArray

    from deident.formats.ofd.glyphs import Area

    Point = tuple[float, float]

_STEP = re.compile(r"[MLQBACS]|[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
_COUNT = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_FEWEST_RULES = 4
_STRAIGHT = 0.3
_WIDEST_SIDE = 3000
_EMPTY_SIDE = 16
_PAPER = 255
_SMALLEST, _LARGEST = 1.2, 12.0
_STROKES = 4
_DRAWN = 11


def rules_of(roots: Sequence[etree._Element], area: Area) -> NDArray[np.uint8]:
    """Draw the level and plumb lines of a page and its templates; white where there are few."""
    pairs = [pair for root in roots for pair in _segments(root, area)]
    level = [pair for pair in pairs if _is_straight(*pair)]
    if len(level) < _FEWEST_RULES:
        return np.full((_EMPTY_SIDE, _EMPTY_SIDE), _PAPER, np.uint8)
    right = max(max(one[0], two[0]) for one, two in level)
    bottom = max(max(one[1], two[1]) for one, two in level)
    page = np.full((_side(bottom), _side(right)), _PAPER, np.uint8)
    for (x0, y0), (x1, y1) in level:
        left, across = sorted((_pixel(x0), _pixel(x1)))
        top, down = sorted((_pixel(y0), _pixel(y1)))
        page[top : down + 1, left : across + 1] = 0
    return page


def has_drawn_text(root: etree._Element) -> bool:
    """Say whether outlines stand in a row as characters do: nobody can read these."""
    rows: dict[int, int] = {}
    for node in root.iter("{*}PathObject"):
        for points in _outlines(node):
            left, right = min(x for x, _ in points), max(x for x, _ in points)
            top, bottom = min(y for _, y in points), max(y for _, y in points)
            high, wide = bottom - top, right - left
            if _SMALLEST < high < _LARGEST and wide < 1.3 * high and len(points) >= _STROKES:
                base = round(bottom / 0.5)
                rows[base] = rows.get(base, 0) + 1
    return any(count + rows.get(base + 1, 0) >= _DRAWN for base, count in rows.items())


def _side(end: float) -> int:
    return int(min(max(end * SCALE + 12, _EMPTY_SIDE), _WIDEST_SIDE))


def _pixel(at: float) -> int:
    return int(min(max(at, 0) * SCALE, _WIDEST_SIDE))


def _is_straight(one: Point, two: Point) -> bool:
    return abs(one[0] - two[0]) < _STRAIGHT or abs(one[1] - two[1]) < _STRAIGHT


def _segments(root: etree._Element, area: Area) -> Iterator[tuple[Point, Point]]:
    for node in root.iter("{*}PathObject"):
        a, b, c, d, e, f = moved((1, 0, 0, 1, -area.left, -area.top), node)
        if any(local(around) == "Clips" for around in node.iterancestors()):
            continue
        for outline in _parsed(_path(node), curves=False):
            placed = [(a * x + c * y + e, b * x + d * y + f) for x, y in outline]
            yield from pairwise(placed)


def _outlines(node: etree._Element) -> Iterator[list[Point]]:
    """Yield the closed shapes of a path that are no rectangles, in the page's space."""
    a, b, c, d, e, f = moved(PLAIN, node)
    for outline in _parsed(_path(node), curves=True):
        levels = {x for x, _ in outline}, {y for _, y in outline}
        if len(outline) > _STROKES and min(map(len, levels)) > 2:
            yield [(a * x + c * y + e, b * x + d * y + f) for x, y in outline]


def _path(node: etree._Element) -> str:
    child = next(node.iterchildren("{*}AbbreviatedData"), None)
    return (child.text or "") if child is not None else ""


def _parsed(path: str, *, curves: bool) -> Iterator[list[Point]]:
    """Yield the points of every outline; without curves, a curve ends one and begins another."""
    outline: list[Point] = []
    words = _STEP.findall(path)
    at = 0
    while at < len(words):
        step, count = words[at], _COUNT.get(words[at], 0)
        values = [number(word, 0) for word in words[at + 1 : at + 1 + count]]
        at += 1 + count
        if len(values) < count or step not in _COUNT:
            continue
        if step in "MS" or (step in "QBA" and not curves):
            if len(outline) > 1:
                yield outline
            outline = [(values[-2], values[-1])]
        elif step == "C":
            outline += outline[:1]
        else:
            outline.append((values[-2], values[-1]))
    if len(outline) > 1:
        yield outline
