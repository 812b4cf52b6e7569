"""A quad of a page as an upright picture of its own, pixel for pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from deident.ocr.quads import height, length

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from deident.model import Quad
    from deident.ocr import RgbImage

_SMALLEST = 8


def sampled(image: RgbImage, quad: Quad, rows_from: float = 0.0, rows_to: float = 1.0) -> RgbImage:
    """Return a quad as it would stand upright, or its rows between two shares of its height."""
    down = np.linspace(rows_from, rows_to, max(_SMALLEST, round(height(quad))))[:, None]
    right = np.linspace(0.0, 1.0, max(_SMALLEST, round(length(quad))))[None, :]

    def pixels(start: int, most: int) -> NDArray[np.intp]:
        left_top, right_top, right_low, left_low = quad[start::2]
        top = left_top + (right_top - left_top) * right
        low = left_low + (right_low - left_low) * right
        return np.clip(np.rint(top + (low - top) * down).astype(np.intp), 0, most - 1)

    columns, rows = pixels(0, image.shape[1]), pixels(1, image.shape[0])
    upright: RgbImage = image[rows, columns]
    return upright
