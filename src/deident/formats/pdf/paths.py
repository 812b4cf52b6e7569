"""Lines and curves: what is drawn inside a box is taken out, what only passes through it stays.

Digits can be drawn as curves. A part of a path that lies in a box, or is of a glyph's size with its
middle there, goes; table borders, backgrounds and underlines stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from deident.formats.pdf.geometry import Box, Matrix, Point, around, placed
from deident.formats.pdf.show import CannotErase

if TYPE_CHECKING:
    from collections.abc import Sequence

CONSTRUCTION = frozenset({"m", "l", "c", "v", "y", "h", "re"})
PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"})
FILLING = PAINTING - {"S", "s", "n"}
CLIPPING = frozenset({"W", "W*"})

# A part this much wider and higher than the box is no glyph of what the box holds.
_GLYPH_SIZE = 1.3
_EDGE = 0.5
_PLAIN_SEGMENTS = 5


class Part(NamedTuple):
    """One subpath: its instructions, the box around it, and whether only straight lines make it."""

    instructions: tuple[Any, ...]
    box: Box
    plain: bool


class Path:
    """A path under construction, in the coordinates of the page."""

    def __init__(self) -> None:
        self.instructions: list[Any] = []
        self.clips = False

    def add(self, instruction: Any) -> None:  # noqa: ANN401 - what pikepdf parses
        """Append a construction or clipping operator."""
        self.instructions.append(instruction)
        self.clips = self.clips or str(instruction.operator) in CLIPPING

    def box(self, ctm: Matrix) -> Box | None:
        """Return the box around the whole path, or None where it is empty."""
        points = [point for one in self.instructions for point in _points(one, ctm)]
        return around(points) if points else None

    def parts(self, ctm: Matrix) -> list[Part]:
        """Cut the path into its subpaths."""
        groups: list[list[Any]] = []
        for one in self.instructions:
            operator = str(one.operator)
            if operator in {"m", "re"} or not groups:
                groups.append([])
            groups[-1].append(one)
        return [part for group in groups if (part := _part(group, ctm)) is not None]

    def without(self, ctm: Matrix, boxes: Sequence[Box]) -> list[Any] | None:
        """Return the construction without the parts in a box; None where nothing goes.

        Raises:
            CannotErase: the path also clips, so that taking a part out would show more.
        """
        whole = self.box(ctm)
        if whole is None or not any(box.grown(_EDGE).meets(whole.grown(0.01)) for box in boxes):
            return None
        parts = self.parts(ctm)
        kept = [part for part in parts if not _goes(part, boxes)]
        if len(kept) == len(parts):
            return None
        if self.clips:
            if any(not part.plain for part in parts):
                raise CannotErase("CLIP")
            return None
        return [one for part in kept for one in part.instructions]


def _points(instruction: Any, ctm: Matrix) -> list[Point]:  # noqa: ANN401 - what pikepdf parses
    operator = str(instruction.operator)
    if operator in CLIPPING:
        return []
    numbers = [float(number) for number in instruction.operands]
    if operator == "re":
        x, y, width, height = numbers
        return [placed(ctm, x + i * width, y + j * height) for i in (0, 1) for j in (0, 1)]
    return [placed(ctm, *pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]


def _part(group: list[Any], ctm: Matrix) -> Part | None:
    points = [point for one in group for point in _points(one, ctm)]
    if not points:
        return None
    curved = any(str(one.operator) in {"c", "v", "y"} for one in group)
    return Part(tuple(group), around(points), not curved and len(group) <= _PLAIN_SEGMENTS)


def _goes(part: Part, boxes: Sequence[Box]) -> bool:
    for box in boxes:
        if box.grown(_EDGE).covers(part.box):
            return True
        small = (
            part.box.width <= _GLYPH_SIZE * box.width
            and part.box.height <= _GLYPH_SIZE * box.height
        )
        if small and not part.plain and box.holds(part.box.centre):
            return True
    return False
