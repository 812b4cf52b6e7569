"""Which way the text of a page leans, and which lines of it run askew, as a watermark does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.ocr.quads import angle, height, length
from deident.ocr.union import quads_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deident.ocr import OcrLine

# Degrees between a watermark and the text below it, and between words of one watermark.
_ASKEW = (12, 78)
_ALIKE = 12
# In its height: how long a line is whose box tells which way it runs.
_LONG = 2.0


def lean_of(lines: Iterable[OcrLine]) -> float:
    """Return by how many degrees most of the text leans: the angle of a short line says little."""
    level = [quads_of(line) for line in lines if line.upright]
    half = sum(map(length, level)) / 2
    for quad in sorted(level, key=angle):
        half -= length(quad)
        if half <= 0:
            return angle(quad)
    return 0.0


def askew(lines: Iterable[OcrLine], lean: float) -> list[OcrLine]:
    """Return the lines that run neither along nor across a page that leans by so many degrees.

    The box of a single letter may lean by chance, so a short line is askew with a long one only.
    """
    off = [(line, (angle(quads_of(line)) - lean) % 90) for line in lines]
    off = [(line, by) for line, by in off if _ASKEW[0] < by < _ASKEW[1]]
    ways = [by for line, by in off if _is_long(line)]
    return [line for line, by in off if any(abs(by - way) < _ALIKE for way in ways)]


def _is_long(line: OcrLine) -> bool:
    quad = quads_of(line)
    return length(quad) > _LONG * height(quad)
