"""How lines of several readings of one page stand to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from deident.ocr.quads import bounds, common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    there = [(place_of(line), _core(line.text)) for line in first]
    for line in second:
        said = _core(line.text)
        if line.score < WORTHLESS or not said:
            continue
        place = place_of(line)
        if said not in "".join(text for other, text in there if _overlap(place, other)):
            yield line


def _core(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _overlap(place: Bounds, other: Bounds) -> bool:
    least = max(1.0, min(place.area, other.area))
    return common(place, other) > _SAME_PLACE * least
