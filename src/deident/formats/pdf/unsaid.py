"""Drawings that show a text which no reader of the page is told: tiles, masks, odd glyphs.

Nothing that extracts text looks into the tiles of a pattern, into the group of a soft mask or into
the little drawing that a font has for a letter. A page that uses one of these to show words or
pictures becomes a picture of itself, and is read as a scan is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import pikepdf

    ObjectId = tuple[int, int]

_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_WRITES = re.compile(rb"(?<![^\s\])>])(?:Tj|TJ|'|\")(?![^\s/\[(<%])")
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]*)\s+Do\b")
_INLINE = re.compile(rb"(?<!\S)BI\s(.*?)\sID\s", re.DOTALL)
_SIDE = re.compile(rb"/(W|Width|H|Height)\s+([0-9]+)")
_NUMBER = rb"[-+]?[0-9]*\.?[0-9]+"
_POINT = re.compile(rb"(" + _NUMBER + rb")\s+(" + _NUMBER + rb")\s+(?:[mlcvy]|re)\b")
_FEWEST_POINTS = 40
_SMALLEST_SIDE = 40
_LOWEST_INLINE = 12
# One letter is never so much wider than high, a dash aside.
_WIDEST = 2.5
_DEEPEST = 12


class Unsaid:
    """The tiles, masks and glyphs of one document that show more than they say."""

    def __init__(self, decoded: Callable[[pikepdf.Object], bytes]) -> None:
        self._decoded = decoded
        self._found: set[ObjectId] = set()

    def tile(self, pattern: pikepdf.Object, content: bytes) -> None:
        """Judge a tiling pattern."""
        self._judge(pattern, content, pattern.get("/Resources"))

    def mask(self, state: pikepdf.Object) -> None:
        """Judge the soft mask of a graphics state."""
        import pikepdf

        mask = state.get("/SMask")
        group = mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None
        if isinstance(group, pikepdf.Stream):
            self._judge(group, self._decoded(group), group.get("/Resources"))

    def glyph(self, program: pikepdf.Object, content: bytes) -> None:
        """Judge the drawing of one letter."""
        plain = _STRINGS.sub(b"()", content)
        if _WRITES.search(plain) or _DRAWS.search(plain) or _is_a_row(plain):
            self._found.add(program.objgen)

    def shown_by(self, resources: Any) -> bool:  # noqa: ANN401 - pikepdf.Dictionary
        """Say whether a page with these resources draws any of it."""
        return reaches(resources, self._found)

    def _judge(self, stream: pikepdf.Object, content: bytes, resources: Any) -> None:  # noqa: ANN401
        if self._shows(content, resources, 0):
            self._found.add(stream.objgen)

    def _shows(self, content: bytes, resources: Any, depth: int) -> bool:  # noqa: ANN401
        import pikepdf

        plain = _STRINGS.sub(b"()", content)
        if _WRITES.search(plain) or any(_sides(one) for one in _INLINE.findall(plain)):
            return True
        drawn = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(drawn, pikepdf.Dictionary) or depth > _DEEPEST:
            return depth > _DEEPEST
        names = {"/" + name.decode("latin-1") for name in _DRAWS.findall(plain)}
        return any(self._holds(drawn.get(name), resources, depth) for name in names)

    def _holds(self, thing: Any, resources: Any, depth: int) -> bool:  # noqa: ANN401
        if thing is None:
            return False
        if str(thing.get("/Subtype")) == "/Image":
            return min(int(thing.get("/Width", 0)), int(thing.get("/Height", 0))) >= _SMALLEST_SIDE
        own = thing.get("/Resources", resources)
        return self._shows(self._decoded(thing), own, depth + 1)


def reaches(resources: Any, some: Collection[ObjectId]) -> bool:  # noqa: ANN401 - pikepdf.Dictionary
    """Say whether what a page draws with leads to one of some objects."""
    return bool(some) and _reaches(resources, some, set(), 0)


def _reaches(thing: Any, some: Collection[ObjectId], seen: set[ObjectId], depth: int) -> bool:  # noqa: ANN401
    import pikepdf

    number = getattr(thing, "objgen", (0, 0))
    if number in some:
        return True
    if number in seen or depth > 4 * _DEEPEST:
        return False
    if number != (0, 0):
        seen.add(number)
    if isinstance(thing, pikepdf.Array):
        return any(_reaches(part, some, seen, depth + 1) for part in thing)
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        parts = (part for name, part in thing.items() if name != "/Parent")
        return any(_reaches(part, some, seen, depth + 1) for part in parts)
    return False


def _sides(inline: bytes) -> tuple[int, int] | None:
    """Return width and height of a picture in the stream that is large enough to say something."""
    sides = {name[:1]: int(number) for name, number in _SIDE.findall(inline)}
    wide, high = sides.get(b"W", 0), sides.get(b"H", 0)
    return (wide, high) if min(wide, high) >= _LOWEST_INLINE else None


def _is_a_row(content: bytes) -> bool:
    """Say whether a glyph is drawn like a row of letters: several pictures, or one far too wide."""
    pictures = [sides for one in _INLINE.findall(content) if (sides := _sides(one))]
    if len(pictures) > 1 or any(wide > _WIDEST * high for wide, high in pictures):
        return True
    points = _POINT.findall(content) if not pictures else []
    if len(points) < _FEWEST_POINTS:
        return False
    across, up = [float(x) for x, _ in points], [float(y) for _, y in points]
    return max(across) - min(across) > _WIDEST * (max(up) - min(up))
