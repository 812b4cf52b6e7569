"""What stands on a page and where: values, look-alikes and other text, as quads in pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from deident.model import Quad

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

Point = tuple[float, float]


class Role(Enum):
    """What a piece of text is to the measurement."""

    VALUE = "value"
    """Personal: all of it must be painted."""
    NEGATIVE = "negative"
    """Looks personal and is not: none of it may be painted."""
    OTHER = "other"
    """Ordinary text: as little of it as possible may be painted."""
    SPARE = "spare"
    """Part of a value that the policy may leave (the township of an address): not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of text before it is drawn."""

    text: str = field(repr=False)
    role: Role = Role.OTHER
    entity_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A piece of text as it was drawn: one quad around its ink for every line (or box) it fills."""

    part: Part
    quads: tuple[Quad, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A drawn page: the picture as it is displayed, and what stands on it."""

    image: Image.Image
    marks: tuple[Mark, ...]
    layout: str
    dpi: int
    paragraphs: tuple[tuple[Part, ...], ...] = ()
    """The running text, as it was before it was broken into lines."""

    def of(self, role: Role) -> tuple[Mark, ...]:
        """Return the marks of one role."""
        return tuple(mark for mark in self.marks if mark.part.role is role)

    def moved(self, image: Image.Image, move: Callable[[Point], Point]) -> Sheet:
        """Return the sheet as another picture, in which every point has moved."""
        marks = tuple(
            replace(mark, quads=tuple(_moved(quad, move) for quad in mark.quads))
            for mark in self.marks
        )
        return replace(self, image=image, marks=marks)


def box(left: float, top: float, right: float, bottom: float) -> Quad:
    """Make an upright quad."""
    return Quad(left, top, right, top, right, bottom, left, bottom)


def _moved(quad: Quad, move: Callable[[Point], Point]) -> Quad:
    corners = (move((quad[at], quad[at + 1])) for at in range(0, 8, 2))
    return Quad(*(number for corner in corners for number in corner))
