"""Ink that could be letters: what an engine should have something to say about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from deident.ocr.quads import Bounds, bounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from deident.ocr import OcrLine, RgbImage

    Marks = NDArray[np.bool_]

CELL = 8
# As black as a painted bar still is after JPEG.
BAR = 24
_CONTRAST = 45
_LEAST_SHARE = 0.06
_MARGIN = 0.5
_RULE_CELLS = 6


def lettered(image: RgbImage) -> Marks:
    """Mark the cells of 8×8 pixels whose ink may belong to letters.

    Neither even ground nor ruled lines nor painted bars and their edges are marked.
    """
    green = image[:, :, 1]
    rows, columns = green.shape[0] // CELL, green.shape[1] // CELL
    cells = green[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL)
    high, low = cells.max(axis=(1, 3)).astype(np.int16), cells.min(axis=(1, 3)).astype(np.int16)
    # Within a ruled line every row of a cell, or every column, is even.
    level = (cells.max(axis=3) - cells.min(axis=3)).max(axis=1) <= _CONTRAST
    plumb = (cells.max(axis=1) - cells.min(axis=1)).max(axis=2) <= _CONTRAST
    middle = ((high + low) // 2).astype(np.uint8)[:, None, :, None]
    dark = (cells < middle).mean(axis=(1, 3))
    inked = (dark > _LEAST_SHARE) & (dark < 1 - _LEAST_SHARE)
    busy = high - low > _CONTRAST
    ruled = _runs(busy & level) | _runs((busy & plumb).T).T
    # Where rules cross, a cell looks like a letter.
    marks: Marks = busy & ~level & ~plumb & inked & ~_beside(ruled | (high <= BAR))
    return marks


def ruled(dark: Marks) -> Marks:
    """Mark the cells of 8×8 pixels on or beside straight rules of dark pixels."""
    rows, columns = dark.shape[0] // CELL, dark.shape[1] // CELL
    cells = dark[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL)
    level: Marks = np.any(cells.all(axis=3), axis=1)
    plumb: Marks = np.any(cells.all(axis=1), axis=2)
    return _beside(_runs(level) | _runs(plumb.T).T)


def _runs(marks: Marks) -> Marks:
    """Keep the marks that lie in a row of at least so many as no stroke of a letter fills."""
    runs = np.zeros_like(marks)
    if marks.shape[1] < _RULE_CELLS:
        return runs
    span = marks.shape[1] - _RULE_CELLS + 1
    whole = np.logical_and.reduce([marks[:, at : at + span] for at in range(_RULE_CELLS)])
    for at in range(_RULE_CELLS):
        runs[:, at : at + span] |= whole
    return runs


def _beside(marks: Marks) -> Marks:
    """Return marks and all cells that touch one."""
    wide = np.pad(marks, 1)
    grown = np.zeros_like(marks)
    rows, columns = marks.shape
    for down in range(3):
        for across in range(3):
            grown |= wide[down : down + rows, across : across + columns]
    return grown


def unclaimed(image: RgbImage, lines: Iterable[OcrLine], least: int) -> Bounds | None:
    """Return the place of lettered ink that no line lies over, if there are so many cells of it."""
    marks = lettered(image)
    for line in lines:
        place = bounds((line.box,) if line.box else line.quads)
        margin = _MARGIN * min(place.width, place.height)
        top, bottom = (round(y / CELL) for y in (place.top - margin, place.bottom + margin))
        left, right = (round(x / CELL) for x in (place.left - margin, place.right + margin))
        marks[max(0, top) : bottom + 1, max(0, left) : right + 1] = False
    if int(np.count_nonzero(marks)) < least:
        return None
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    return Bounds(
        float(columns[0] * CELL),
        float(rows[0] * CELL),
        float((columns[-1] + 1) * CELL),
        float((rows[-1] + 1) * CELL),
    )
