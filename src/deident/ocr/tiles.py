"""Large pictures in overlapping tiles, because engines shrink what is larger than they like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from deident.model import Quads
from deident.ocr.quads import bounds, common, moved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.ocr import OcrLine
    from deident.ocr.quads import Bounds

_EDGE = 4
_SAME = 0.6


class Tile(NamedTuple):
    """A part of a picture in whole pixels."""

    left: int
    top: int
    right: int
    bottom: int


def tiles(width: int, height: int, side: int, overlap: int) -> list[Tile]:
    """Cover a picture with tiles of at most `side` pixels that overlap, row by row."""
    return [
        Tile(left, top, right, bottom)
        for top, bottom in _parts(height, side, overlap)
        for left, right in _parts(width, side, overlap)
    ]


def _parts(whole: int, side: int, overlap: int) -> Iterator[tuple[int, int]]:
    if whole <= side:
        yield 0, whole
        return
    count = -(-(whole - overlap) // (side - overlap))
    for number in range(count):
        start = round(number * (whole - side) / (count - 1))
        yield start, start + side


def put_together(
    read: Iterable[tuple[Tile, tuple[OcrLine, ...]]], width: int, height: int
) -> tuple[OcrLine, ...]:
    """Join the lines of all tiles; a line that two tiles saw is kept once, where it is whole.

    A line cut by a tile's edge stays where no other tile saw more of it: a line longer than the
    overlap is kept in parts, never lost.
    """
    whole: list[tuple[OcrLine, Bounds]] = []
    cut: list[tuple[OcrLine, Bounds]] = []
    for tile, lines in read:
        for line in lines:
            shifted = _moved(line, tile)
            place = bounds((shifted.box,) if shifted.box else shifted.quads)
            (cut if _is_cut(place, tile, width, height) else whole).append((shifted, place))
    kept: list[tuple[OcrLine, Bounds]] = []
    for line, place in (*_largest_first(whole), *_largest_first(cut)):
        if all(common(place, other) < _SAME * place.area for _, other in kept):
            kept.append((line, place))
    return tuple(line for line, _ in sorted(kept, key=lambda pair: (pair[1].top, pair[1].left)))


def _largest_first(lines: list[tuple[OcrLine, Bounds]]) -> list[tuple[OcrLine, Bounds]]:
    return sorted(lines, key=lambda pair: (bool(pair[0].text), pair[1].area), reverse=True)


def _moved(line: OcrLine, tile: Tile) -> OcrLine:
    return replace(
        line,
        quads=Quads(moved(quad, tile.left, tile.top) for quad in line.quads),
        box=moved(line.box, tile.left, tile.top) if line.box else None,
    )


def _is_cut(place: Bounds, tile: Tile, width: int, height: int) -> bool:
    return (
        (tile.left > 0 and place.left < tile.left + _EDGE)
        or (tile.top > 0 and place.top < tile.top + _EDGE)
        or (tile.right < width and place.right > tile.right - _EDGE)
        or (tile.bottom < height and place.bottom > tile.bottom - _EDGE)
    )
