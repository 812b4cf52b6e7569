"""Moving a page: projective maps of the plane, carried out on the picture and on its truth."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from tests.corpus.pages.truth import Point, Sheet

    Matrix = NDArray[np.float64]


def rotation(degrees: float, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """Turn a picture clockwise about its middle; also say how large the turned picture is."""
    width, height = size
    c, s = cos(radians(degrees)), sin(radians(degrees))
    wide = round(width * abs(c) + height * abs(s))
    high = round(width * abs(s) + height * abs(c))
    turn = np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)))
    return _shift(wide / 2, high / 2) @ turn @ _shift(-width / 2, -height / 2), (wide, high)


def onto(corners: Sequence[Point], places: Sequence[Point]) -> Matrix:
    """Return the projective map that takes four corners to four places."""
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, places, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float))
    return np.append(solved, 1.0).reshape(3, 3)


def warped(
    sheet: Sheet, matrix: Matrix, size: tuple[int, int], ground: tuple[int, int, int]
) -> Sheet:
    """Return the sheet seen through a map; `ground` is what lies around the paper."""
    back = np.linalg.inv(matrix)
    back /= back[2, 2]
    image = sheet.image.transform(
        size,
        Image.Transform.PERSPECTIVE,
        tuple(float(number) for number in back.reshape(9)[:8]),
        Image.Resampling.BICUBIC,
        fillcolor=ground,
    )

    def move(point: Point) -> Point:
        x, y, w = matrix @ (point[0], point[1], 1.0)
        return float(x / w), float(y / w)

    return sheet.moved(image, move)


def quarter_turned(sheet: Sheet, quarters: int) -> Sheet:
    """Turn a sheet clockwise by whole quarters; no pixel changes but its place."""
    for _ in range(quarters % 4):
        height = sheet.image.height
        turned = sheet.image.transpose(Image.Transpose.ROTATE_270)
        sheet = sheet.moved(turned, lambda point, high=height: (high - point[1], point[0]))  # type: ignore[misc]
    return sheet


def _shift(x: float, y: float) -> Matrix:
    return np.array(((1.0, 0.0, x), (0.0, 1.0, y), (0.0, 0.0, 1.0)))
