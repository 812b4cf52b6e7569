"""Fields of a plate's colour in a picture, and whether a line stands on a field of its own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from deident.model import Quad
from deident.ocr.quads import grown, height, length
from deident.ocr.seen.strips import straightened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from deident.ocr import RgbImage

_GLANCE = 1800
# Hue, saturation and value as OpenCV counts them (0–180, 0–255, 0–255).
_COLOURS: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "blue": ((98, 95, 26), (132, 255, 255)),
    "yellow": ((14, 105, 45), (36, 255, 255)),
    "green": ((38, 38, 40), (90, 255, 255)),
}
_LEAST = 26
_LARGEST = 0.25
_LONG, _SHORT = 6.2, 1.35
_FILLED = 0.72
_SIDES, _SIDES_LEAST = 25, 9
_LOWEST = 6
_PAPER, _TINT = 165, 40
# The upper part of a green plate is white.
_PALE = 0.34


class Field(NamedTuple):
    """A field of one colour: its name and its four corners."""

    colour: str
    quad: Quad


def fields(image: RgbImage) -> Iterator[Field]:
    """Find level rectangles in the colours of plates, of the shape of plates."""
    import cv2

    step = -(-max(image.shape[:2]) // _GLANCE)
    small = cv2.medianBlur(np.ascontiguousarray(image[::step, ::step]), 3)
    colours = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    for colour, (low, high) in _COLOURS.items():
        marks = cv2.inRange(colours, np.array(low), np.array(high))
        contours, _ = cv2.findContours(marks, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            quad = _quad_of(contour, marks.size)
            if quad is not None:
                whole = Quad(*((number + 0.5) * step for number in quad))
                yield Field(colour, _raised(whole) if colour == "green" else whole)


def _quad_of(contour: Any, size: int) -> Quad | None:  # noqa: ANN401 (ships no exact types)
    import cv2

    (_, (wide, high), _) = rectangle = cv2.minAreaRect(contour)
    if max(wide, high) < _LEAST or wide * high > _LARGEST * size or min(wide, high) < 8:
        return None
    hull = cv2.convexHull(contour)
    if not _SHORT <= max(wide, high) / min(wide, high) <= _LONG:
        return None
    if (
        cv2.contourArea(hull) < _FILLED * wide * high
        or cv2.contourArea(contour) < 0.5 * wide * high
    ):
        return None
    # In perspective a plate is no rectangle: the four corners of its outline fit it closer.
    four = cv2.approxPolyDP(hull, 0.06 * (wide + high), closed=True).reshape(-1, 2)
    return _level(four if len(four) == 4 else cv2.boxPoints(rectangle))


def _level(corners: Any) -> Quad | None:  # noqa: ANN401 (ships no exact types)
    """Name four corners from the top left on; None where the long side is not roughly level."""
    points = [(float(x), float(y)) for x, y in corners]
    middle = sum(x for x, _ in points) / 4, sum(y for _, y in points) / 4
    points.sort(key=lambda point: math.atan2(point[1] - middle[1], point[0] - middle[0]))
    sides = [math.dist(points[index], points[(index + 1) % 4]) for index in range(4)]
    if sides[0] + sides[2] < sides[1] + sides[3]:
        return None
    return Quad(*(number for point in points for number in point))


def _raised(quad: Quad) -> Quad:
    return Quad(
        quad.x0 + (quad.x0 - quad.x3) * _PALE, quad.y0 + (quad.y0 - quad.y3) * _PALE,
        quad.x1 + (quad.x1 - quad.x2) * _PALE, quad.y1 + (quad.y1 - quad.y2) * _PALE,
        *quad[4:],
    )  # fmt: skip


def on_field(image: RgbImage, quad: Quad) -> bool:
    """Say whether a line stands on a field that ends a little beyond it.

    A line on a page has the page all around it; the field of a plate is hardly higher than its
    characters, and a car begins behind it.
    """
    high = height(quad)
    if length(quad) < high or high < _LOWEST:
        return False
    around = straightened(image, grown(quad, 0.9 * high), 96)
    ground = ground_of(image, quad)
    edges = (around[:10], around[-10:], around[:, :10], around[:, -10:])
    middles = [np.median(edge.reshape(-1, 3), axis=0) for edge in edges]
    differ = [
        float(np.abs(middle - ground).max())
        > max(_SIDES_LEAST, min(_SIDES, 0.4 * float(max(middle.max(), ground.max()))))
        for middle in middles
    ]
    return sum(differ) >= 3


def is_paper(image: RgbImage, quad: Quad) -> bool:
    """Say whether a line stands on white or grey paper, and not on paint or in the dark."""
    ground = ground_of(image, quad)
    return bool(ground.max() > _PAPER and ground.max() - ground.min() < _TINT)


def ground_of(image: RgbImage, quad: Quad) -> NDArray[np.float64]:
    """Return the colour most of a line's box has: that of the ground, not of the letters."""
    inner = straightened(image, grown(quad, -0.16 * height(quad)), 48)
    return _ground(inner.reshape(-1, 3))


def _ground(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    grey = pixels.astype(np.int16).sum(axis=1)
    middle = (int(grey.min()) + int(grey.max())) / 2
    light, dark = pixels[grey >= middle], pixels[grey < middle]
    ground: NDArray[np.float64] = np.median(light if len(light) >= len(dark) else dark, axis=0)
    return ground


def filled(strip: RgbImage) -> float:
    """Return how much of a strip's width its ink spans, from 0 to 1."""
    inner = strip[round(strip.shape[0] * 0.2) : round(strip.shape[0] * 0.8)]
    grey = inner.astype(np.int16).sum(axis=2)
    low, high = np.percentile(grey, (3, 97))
    if high - low < 90:
        return 0.0
    dark = grey < (low + high) / 2
    ink = dark if dark.mean() < 0.5 else ~dark
    columns = np.flatnonzero(ink[:, 3:-3].any(axis=0))
    return float(columns[-1] - columns[0]) / ink.shape[1] if len(columns) else 0.0
