"""Other looks of a page: the lightest channel cleaned, and twice its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from deident.ocr.ink import CELL, ruled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from deident.ocr import RgbImage

_CONTRAST = 90
_DARK_SHARE = 0.55
_MIXED_CELLS = 12
_REDNESS = 20
_GLANCE = 1200


def cleaned(image: RgbImage) -> RgbImage:
    """Return the lightest channel without specks and stretched: seals and faint print.

    A red seal is light in red and a blue one in blue, where the black print below stays dark.
    """
    light = _without_specks(_lightest(image))
    return in_rgb(np.asarray(ImageOps.autocontrast(Image.fromarray(light), cutoff=1)))


def _lightest(image: RgbImage) -> NDArray[np.uint8]:
    """Return the lightest channel of every pixel."""
    red, green, blue = (image[:, :, channel] for channel in range(3))
    return np.ascontiguousarray(np.maximum(np.maximum(red, green), blue))


def _without_specks(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the median of each pixel and the eight around it, edges repeated.

    Pillow's filter gives the same and takes four times as long.
    """
    around = np.pad(grey, 1, mode="edge")
    # Each column of three in order; then the median of the nine is the median of the greatest of
    # the least, the middle of the middle ones and the least of the greatest (Devillard).
    low, middle, high = _ordered(around[:-2], around[1:-1], around[2:])
    left, centre, right = (slice(at, at + grey.shape[1]) for at in range(3))
    least = np.maximum(np.maximum(low[:, left], low[:, centre]), low[:, right])
    most = np.minimum(np.minimum(high[:, left], high[:, centre]), high[:, right])
    _, between, _ = _ordered(middle[:, left], middle[:, centre], middle[:, right])
    return _ordered(least, between, most)[1]


def _ordered(
    one: NDArray[np.uint8], two: NDArray[np.uint8], three: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the least, the middle and the greatest of three, pixel by pixel."""
    low, high = np.minimum(one, two), np.maximum(one, two)
    low, middle = np.minimum(low, three), np.maximum(low, np.minimum(high, three))
    return low, middle, np.maximum(high, three)


def darkest(image: RgbImage) -> RgbImage:
    """Return the darkest ink alone: watermarks, stains and grounds are lighter than print."""
    light = _lightest(image)
    ground, ink = (float(one) for one in np.percentile(light[::2, ::2], (90, 0.3)))
    shades = np.arange(256, dtype=np.float32)
    stretched = (shades - ink) / max(1.0, _DARK_SHARE * (ground - ink)) * 255
    return in_rgb(np.clip(stretched, 0, 255).astype(np.uint8)[light])


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
    small = _glanced(image)
    return _faint(small) or _sealed(small)


def is_sealed(image: RgbImage) -> bool:
    """Say whether a red or blue seal stands over print."""
    return _sealed(_glanced(image))


def _glanced(image: RgbImage) -> RgbImage:
    step = -(-max(image.shape[:2]) // _GLANCE)
    return image[::step, ::step]


def _faint(image: RgbImage) -> bool:
    # Text covers a few per cent of a page at most, so its darkness shows in the last thousandths.
    light, dark = np.percentile(image[:, :, 1], (90, 0.2))
    return bool(30 < abs(light - dark) < _CONTRAST)


def _sealed(image: RgbImage) -> bool:
    """Say whether red or blue ink and dark ink meet: a seal over text, not a letterhead."""
    return any(_meets(image, colour) for colour in (0, 2))


def _meets(image: RgbImage, colour: int) -> bool:
    """Say whether ink of the colour of one channel meets dark ink."""
    channel = image[:, :, colour].astype(np.int16)
    excess = channel - np.maximum(image[:, :, 1], image[:, :, 2 - colour])
    coloured = excess - int(np.median(excess[::4, ::4])) > _REDNESS
    if np.count_nonzero(coloured) < _MIXED_CELLS * CELL:
        return False
    # A seal is nearly as light as paper in its own channel; the print below it is not, and has no
    # colour. What is printed or written in dark blue is neither.
    ground, ink = np.percentile(channel[::2, ::2], (80, 0.5))
    dark = channel < ground - 0.4 * (ground - ink)
    mixed = (_shares(coloured & ~dark) > 0.05) & (_shares(dark & ~coloured) > 0.05)
    # Nor is the coloured ground of a row of headers, with rules around it.
    mixed &= ~ruled(dark)
    return int(np.count_nonzero(mixed)) >= _MIXED_CELLS


def _shares(marks: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows, columns = marks.shape[0] // CELL, marks.shape[1] // CELL
    cells = marks[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL)
    shares: NDArray[np.float64] = cells.mean(axis=(1, 3))
    return shares
