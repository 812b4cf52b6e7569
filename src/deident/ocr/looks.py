"""Other looks of a page: the cleaned red channel, and twice its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter, ImageOps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from deident.ocr import RgbImage

_CONTRAST = 90
_MIXED_CELLS = 12
_REDNESS = 20
_CELL = 8
_GLANCE = 1200


def cleaned(image: RgbImage) -> RgbImage:
    """Return the red channel without specks and stretched: red seals and faint print."""
    red = Image.fromarray(np.ascontiguousarray(image[:, :, 0]))
    grey = ImageOps.autocontrast(red.filter(ImageFilter.MedianFilter(3)), cutoff=1)
    return in_rgb(np.asarray(grey))


def doubled(image: RgbImage) -> RgbImage:
    """Return the picture at twice its size, for letters of a few pixels."""
    down, across = image.shape[:2]
    larger = Image.fromarray(np.ascontiguousarray(image)).resize(
        (2 * across, 2 * down), Image.Resampling.BICUBIC
    )
    return np.asarray(larger)


def in_rgb(grey: NDArray[np.uint8]) -> RgbImage:
    """Show a grey picture as RGB without three copies of it."""
    return np.broadcast_to(grey[:, :, None], (*grey.shape, 3))


def is_hard(image: RgbImage) -> bool:
    """Say whether print is faint, or a seal stands over it."""
    step = -(-max(image.shape[:2]) // _GLANCE)
    small = image[::step, ::step]
    return _faint(small) or _sealed(small)


def _faint(image: RgbImage) -> bool:
    # Text covers a few per cent of a page at most, so its darkness shows in the last thousandths.
    light, dark = np.percentile(image[:, :, 1], (90, 0.2))
    return bool(30 < abs(light - dark) < _CONTRAST)


def _sealed(image: RgbImage) -> bool:
    """Say whether red ink and dark ink meet: a seal over text, not a red letterhead."""
    red = image[:, :, 0].astype(np.int16)
    redness = red - np.maximum(image[:, :, 1], image[:, :, 2])
    seal = redness - int(np.median(redness[::4, ::4])) > _REDNESS
    if np.count_nonzero(seal) < _MIXED_CELLS * _CELL:
        return False
    # A seal is nearly as light as paper in the red channel; the text below it is not.
    ground, ink = np.percentile(red[::2, ::2], (80, 0.5))
    dark = red < ground - 0.4 * (ground - ink)
    mixed = (_shares(seal) > 0.05) & (_shares(dark) > 0.05)
    return int(np.count_nonzero(mixed)) >= _MIXED_CELLS


def _shares(marks: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows, columns = marks.shape[0] // _CELL, marks.shape[1] // _CELL
    cells = marks[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL)
    shares: NDArray[np.float64] = cells.mean(axis=(1, 3))
    return shares
