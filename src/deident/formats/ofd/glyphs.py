"""Where every character of a page stands.

A character's place is its object's CTM applied to (X + the sum of DeltaX, Y + the sum of DeltaY),
moved to the corner of the object's Boundary. Sizes and places are in millimetres from the upper
left corner of the page as it is displayed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from deident.model import Quad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

_ASCENT, _DESCENT = 0.86, 0.14
_DEFAULT_SIZE = 3.5
_WIDEST = 1e6
_LONGEST_COUNT = 6
LINE_ENDS = "\r\n\t"
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_OFF = frozenset({"false", "0"})

Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Glyph:
    """One character of a text code: which, where, how large, and whether anybody sees it.

    `twins` are the same character drawn again in the same place.
    """

    __slots__ = ("at", "char", "code", "hidden", "quad", "size", "twins")

    def __init__(
        self, char: str, code: etree._Element, at: int, quad: Quad, size: float, hidden: str
    ) -> None:
        self.char = char
        self.code = code
        self.at = at
        self.quad = quad
        self.size = size
        self.hidden = hidden
        self.twins: list[Glyph] = []


class Area(NamedTuple):
    """The page as displayed: the corner its coordinates are counted from, and its size."""

    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0


NOWHERE = Area()
"""An area without a size: nothing lies outside it."""


def numbers(value: str | None) -> list[float]:
    """Return the numbers of an attribute; what is none, or beyond all paper, counts as 0."""
    if not value:
        return []
    found = []
    for word in value.split():
        number = float(word) if _NUMBER.fullmatch(word) else 0.0
        found.append(number if abs(number) < _WIDEST else 0.0)
    return found


def number(value: str | None, otherwise: float) -> float:
    """Return the first number of an attribute."""
    found = numbers(value)
    return found[0] if found else otherwise


def area_of(value: str | None) -> Area | None:
    """Read a box: x, y, width, height."""
    found = numbers(value)
    return Area(*found[:4]) if len(found) >= 4 and found[2] > 0 and found[3] > 0 else None


def spread(value: str | None, count: int) -> list[float]:
    """Return at most `count` steps; "g n d" stands for n times d."""
    words = (value or "").split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < count:
        if words[at].lower() == "g" and at + 2 < len(words):
            steps += [number(words[at + 2], 0)] * _repeats(words[at + 1], count)
            at += 3
        else:
            steps.append(number(words[at], 0))
            at += 1
    return steps[:count]


def _repeats(word: str, most: int) -> int:
    if not (word.isascii() and word.isdecimal()):
        return 0
    # A forged count may be longer than any number that is worth making.
    return most if len(word) > _LONGEST_COUNT else min(int(word), most)


def text_of(code: etree._Element) -> str:
    """Return the characters of a text code, those after a comment too."""
    return (code.text or "") + "".join(child.tail or "" for child in code)


def is_wide(char: str) -> bool:
    """Say whether a character takes a full square."""
    return unicodedata.east_asian_width(char) in "WF" or ord(char) > 0x2E7F


def moved(matrix: Matrix, node: etree._Element) -> Matrix:
    """Return the matrix from an object's own space to that of its page."""
    own = numbers(node.get("CTM"))
    a, b, c, d, e, f = own[:6] if len(own) >= 6 else PLAIN
    x, y = (*numbers(node.get("Boundary")), 0.0, 0.0)[:2]
    inner = (a, b, c, d, e + x, f + y)
    return times(inner, matrix)


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Apply one matrix, then the other."""
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return (
        a * k + b * n, a * m + b * o,
        c * k + d * n, c * m + d * o,
        e * k + f * n + p, e * m + f * o + q,
    )  # fmt: skip


class _Space(NamedTuple):
    """What holds for everything in one element: its matrix, and whether it is switched off."""

    matrix: Matrix
    hidden: bool


def text_objects(root: etree._Element, area: Area = NOWHERE) -> Iterator[list[Glyph]]:
    """Yield the characters of every text object of a tree, in the order of the document."""
    spaces: dict[etree._Element | None, _Space] = {
        None: _Space((1.0, 0.0, 0.0, 1.0, -area.left, -area.top), False)
    }
    parent = None
    codes: list[etree._Element] = []
    for code in root.iter("{*}TextCode"):
        if code.getparent() is not parent and codes:
            yield _glyphs(parent, codes, area, _inside(parent, spaces))
            codes = []
        parent = code.getparent()
        codes.append(code)
    if codes:
        yield _glyphs(parent, codes, area, _inside(parent, spaces))


def hidden_by(node: etree._Element) -> bool:
    """Say whether an object, or what it lies in, is switched off or wholly transparent."""
    return _is_unfilled(node) or any(map(is_off, (node, *node.iterancestors())))


def _inside(node: etree._Element, spaces: dict[etree._Element | None, _Space]) -> _Space:
    """Return the space of what lies in an object; what it lies in is looked at once."""
    around = node.getparent()
    outer = spaces.get(around)
    if outer is None:
        outer = spaces[around] = _inside(around, spaces)
    placed = "Boundary" in node.attrib or "CTM" in node.attrib
    matrix = moved(outer.matrix, node) if placed else outer.matrix
    return _Space(matrix, outer.hidden or is_off(node))


def is_off(node: etree._Element) -> bool:
    """Say whether an object by itself is switched off or wholly transparent."""
    shown = node.get("Visible")
    if shown is not None and shown.strip().lower() in _OFF:
        return True
    alpha = node.get("Alpha")
    return alpha is not None and number(alpha, 255) == 0


def _is_unfilled(node: etree._Element) -> bool:
    if (node.get("Fill") or "").strip().lower() in _OFF:
        return (node.get("Stroke") or "").strip().lower() not in ("true", "1")
    colour = next(node.iterchildren("{*}FillColor"), None)
    return colour is not None and number(colour.get("Alpha"), 255) == 0


def _glyphs(
    parent: etree._Element, codes: Sequence[etree._Element], area: Area, space: _Space
) -> list[Glyph]:
    size = number(parent.get("Size"), _DEFAULT_SIZE) or _DEFAULT_SIZE
    scale = number(parent.get("HScale"), 1.0) or 1.0
    switched_off = "switched off" if space.hidden or _is_unfilled(parent) else ""
    found: list[Glyph] = []
    x = y = 0.0
    for code in codes:
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        for char, at, left, base, width in _places(code, x, y, size, scale):
            quad = _quad(space.matrix, left, base, width, size)
            hidden = switched_off or ("" if _is_on(quad, area) else "outside the page")
            found.append(Glyph(char, code, at, quad, _height(quad), hidden))
    return found


def _places(
    code: etree._Element, x: float, y: float, size: float, scale: float
) -> Iterator[tuple[str, int, float, float, float]]:
    """Yield each character with its index, its place and its width in the object's space."""
    text = text_of(code)
    shown = [(char, at) for at, char in enumerate(text) if char not in LINE_ENDS]
    across = spread(code.get("DeltaX"), len(shown))
    down = spread(code.get("DeltaY"), len(shown))
    upright = bool(across) or not down
    for place, (char, at) in enumerate(shown):
        width = (1.0 if is_wide(char) else 0.5) * size * scale
        step = across[place] if place < len(across) else 0.0
        fall = down[place] if place < len(down) else 0.0
        if place >= max(len(across), len(down)):
            # The list is shorter than the text: programs go on by the width of the character.
            step, fall = (width, 0.0) if upright else (0.0, size)
        if 0 < step < 1.3 * width and fall == 0:
            width = step
        yield char, at, x, y, width
        x, y = x + step, y + fall


def _quad(matrix: Matrix, x: float, y: float, width: float, size: float) -> Quad:
    a, b, c, d, e, f = matrix
    top, bottom = y - _ASCENT * size, y + _DESCENT * size
    corners = ((x, top), (x + width, top), (x + width, bottom), (x, bottom))
    return Quad(*(n for u, v in corners for n in (a * u + c * v + e, b * u + d * v + f)))


def _height(quad: Quad) -> float:
    return max(math.hypot(quad.x3 - quad.x0, quad.y3 - quad.y0), 0.1)


def middle(quad: Quad) -> tuple[float, float]:
    """Return the middle of a quad."""
    return sum(quad[0::2]) / 4, sum(quad[1::2]) / 4


def _is_on(quad: Quad, area: Area) -> bool:
    if not area.width:
        return True
    x, y = middle(quad)
    return 0 <= x <= area.width and 0 <= y <= area.height
