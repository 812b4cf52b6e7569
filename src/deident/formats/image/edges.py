"""Where a value ends in ink: the blank between it and its neighbour, so that paint stops there.

Boxes of characters are an engine's estimate. Paint grows beyond them to be sure, and would take the
comma behind a number with it; where blank paper is seen on the way, it stops in that. A box that
ends in blank paper, as beside a full-width colon, is given back as far as the paper is without a
shade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from deident.ocr.quads import height, length, slice_of
from deident.ocr.tiles import Tile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from deident.formats.image.views import View
    from deident.model import Quad

# Of the difference between paper and ink; what noise leaves is no blank.
_INK = 0.25
_LEAST_INK = 40
# What a pen writes beside black print is ink too, so paper that is given back has none of this.
_SHADE = 0.1
_LEAST_SHADE = 16
# In heights of the line: what a blank takes at least, how far into it paint goes, how far to look
# for what is paper and what is ink, and which rows of the line hold its letters.
_BLANK = 0.05
_INTO = 0.1
_AROUND = 1.0
# How much of a box may be given back: less than a digit takes.
_GIVEN_BACK = 0.35
_ROWS = (0.15, 0.85)


def reaches(view: View, value: Quad, line: Quad, most: float) -> tuple[float, float]:
    """Return how far before and behind a value paint goes: at most so many pixels.

    Less than nothing where the value's box ends in blank paper.
    """
    return _reach(view, _back(value), _back(line), most), _reach(view, value, line, most)


def _back(quad: Quad) -> Quad:
    """Return a quad as if it were read from its end."""
    return type(quad)(*quad[2:4], *quad[0:2], *quad[6:8], *quad[4:6])


def _reach(view: View, value: Quad, line: Quad, most: float) -> float:
    high, long = height(line), length(value) or 1.0
    before, behind = _AROUND * high / long, max(most, _AROUND * high) / long
    grey = _sampled(view, slice_of(value, 1 - before, 1 + behind))
    if grey is None:
        return most
    whole = np.abs(grey.astype(np.int16) - float(np.median(grey)))
    top, bottom = (round(share * grey.shape[0]) for share in _ROWS)
    far = whole[top:bottom]
    ink = float(np.percentile(far, 98))
    if ink < _LEAST_INK:
        return most
    # One column of the sample stands for this many pixels.
    step = (before + behind) * long / grey.shape[1]
    first = round(before * long / step)
    # The last stroke of 敏 ends below those rows.
    spare = _spare(whole[:, : first + 1], ink, round(_GIVEN_BACK * high / step)) * step
    if spare > _INTO * high:
        return float(_INTO * high - spare)
    blank = ~(far[:, first : first + round(most / step) + 1] > _INK * ink).any(axis=0)
    least = max(2, round(_BLANK * high / step))
    for start in range(len(blank) - least + 1):
        if blank[start : start + least].all():
            end = start + int(np.argmin(np.append(blank[start:], False)))
            return float(min(most, (start + min((end - start) / 2, _INTO * high / step)) * step))
    return most


def _spare(far: NDArray[np.int16], ink: float, most: int) -> int:
    """Return how many columns at the right are blank, or 0 where no ink ends so many or fewer."""
    dark = far[:, ::-1][:, : most + 1] > max(_LEAST_SHADE, _SHADE * ink)
    shades: NDArray[np.bool_] = np.any(dark, axis=0)
    return int(np.argmax(shades)) if shades.any() else 0


def _sampled(view: View, quad: Quad) -> NDArray[np.uint8] | None:
    """Return a quad as an upright grey picture, or None outside the page."""
    across, down = view.size
    along = np.linspace(0, 1, max(8, round(length(quad))))[None, :, None]
    over = np.linspace(0, 1, max(8, round(height(quad))))[:, None, None]
    corners = np.array(quad).reshape(4, 2)
    top = corners[0] + (corners[1] - corners[0]) * along
    low = corners[3] + (corners[2] - corners[3]) * along
    points = np.rint(top + (low - top) * over).astype(int)
    left, right = max(0, points[..., 0].min()), min(across, points[..., 0].max() + 1)
    upper, lower = max(0, points[..., 1].min()), min(down, points[..., 1].max() + 1)
    if left >= right or upper >= lower:
        return None
    # Green stands for grey: letters are black or red, both dark in it.
    part = view.looks(Tile(int(left), int(upper), int(right), int(lower)))[0][:, :, 1]
    columns = np.clip(points[..., 0] - left, 0, part.shape[1] - 1)
    rows = np.clip(points[..., 1] - upper, 0, part.shape[0] - 1)
    sampled: NDArray[np.uint8] = part[rows, columns]
    return sampled
