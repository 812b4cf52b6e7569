"""How lines of several readings of one page stand to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from deident.ocr.quads import bounds, common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from deident.model import Quad
    from deident.ocr import OcrLine
    from deident.ocr.quads import Bounds

# A second reading that is less sure than this invents text in noise.
WORTHLESS = 0.5
_SAME_PLACE = 0.3
_POINTS = 64


def quads_of(line: OcrLine) -> Quad:
    """Return the whole line's quad."""
    return line.box if line.box is not None else line.quads[0]


def place_of(line: OcrLine) -> Bounds:
    """Return the upright rectangle around a line."""
    return bounds((line.box,) if line.box is not None else line.quads)


def covered_by(line: OcrLine, others: Iterable[OcrLine]) -> float:
    """Return the share of a line that lies in any of the others, to a few hundredths."""
    place = place_of(line)
    there = [other for other in map(place_of, others) if common(place, other)]
    if not there:
        return 0.0
    x = np.linspace(place.left, place.right, _POINTS)[None, :]
    y = np.linspace(place.top, place.bottom, _POINTS)[:, None]
    inside = np.zeros((_POINTS, _POINTS), dtype=bool)
    for left, top, right, bottom in there:
        inside |= (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    return float(inside.mean())


def anew(second: Iterable[OcrLine], first: Sequence[OcrLine]) -> Iterator[OcrLine]:
    """Yield the lines of another reading that say what the first did not at their place."""
    places = np.array([place_of(line) for line in first], dtype=np.float64).reshape(-1, 4)
    there = [_core(line.text) for line in first]
    for line in second:
        said = _core(line.text)
        if line.score < WORTHLESS or not said:
            continue
        heard = _overlapping(place_of(line), places)
        if said not in "".join(there[number] for number in heard):
            yield line


def _core(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _overlapping(place: Bounds, places: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the numbers of the places that share enough ground with this one."""
    left, top, right, bottom = places.T
    wide = np.minimum(right, place.right) - np.maximum(left, place.left)
    high = np.minimum(bottom, place.bottom) - np.maximum(top, place.top)
    shared = np.maximum(0.0, wide) * np.maximum(0.0, high)
    area = np.maximum(0.0, right - left) * np.maximum(0.0, bottom - top)
    return np.flatnonzero(shared > _SAME_PLACE * np.maximum(1.0, np.minimum(area, place.area)))
