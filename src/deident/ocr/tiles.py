"""Large pictures in overlapping tiles, because engines shrink what is larger than they like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from deident.model import Quad, Quads
from deident.ocr import OcrLine
from deident.ocr.quads import common, height, length, moved, turned
from deident.ocr.union import place_of, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.ocr.quads import Bounds

_EDGE = 4
_SAME = 0.6
_WITHIN = 0.8


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

    A line longer than the overlap is cut by both tiles: its parts are spliced in the middle of what
    both saw, so that no number in it is broken.
    """
    whole: list[tuple[OcrLine, Bounds]] = []
    cut: list[tuple[OcrLine, Bounds]] = []
    for tile, lines in read:
        for line in lines:
            placed = shifted(line, tile.left, tile.top)
            place = place_of(placed)
            (cut if _is_cut(place, tile, width, height) else whole).append((placed, place))
    kept: list[tuple[OcrLine, Bounds]] = []
    for line, place in _largest_first(whole):
        if all(common(place, other) < _SAME * place.area for _, other in kept):
            kept.append((line, place))
    _add_cut(kept, _largest_first(cut))
    return tuple(line for line, _ in sorted(kept, key=lambda pair: (pair[1].top, pair[1].left)))


def _add_cut(kept: list[tuple[OcrLine, Bounds]], cut: list[tuple[OcrLine, Bounds]]) -> None:
    """Splice each cut line to the part of it that is kept already, or keep it as it is."""
    parts: list[tuple[OcrLine, Bounds]] = []
    for line, place in cut:
        if any(common(place, other) > _WITHIN * place.area for _, other in (*kept, *parts)):
            continue
        while True:
            part = next((one for one in parts if _goes_on(one[0], line)), None)
            if part is None:
                break
            parts.remove(part)
            line = _spliced(part[0], line)
        parts.append((line, place_of(line)))
    kept += parts


def _goes_on(one: OcrLine, other: OcrLine) -> bool:
    """Say whether two cut lines are parts of one: on one line, and overlapping."""
    if not one.text or not other.text:
        return False
    start, end = _reach(other, quads_of(one))
    low, high = _reach(other, turned(quads_of(one), 1))
    beside = min(high, height(quads_of(one))) - max(low, 0.0)
    least = min(height(quads_of(one)), high - low)
    together = min(end, length(quads_of(one))) - max(start, 0.0)
    return beside > _SAME * least and together > 0


def _reach(line: OcrLine, along: Quad) -> tuple[float, float]:
    """Return from where to where a line reaches, measured along the first edge of a quad."""
    places = [_along(quads_of(line)[at], quads_of(line)[at + 1], along) for at in range(0, 8, 2)]
    return min(places), max(places)


def _along(x: float, y: float, quad: Quad) -> float:
    long = length(quad) or 1.0
    return ((x - quad.x0) * (quad.x1 - quad.x0) + (y - quad.y0) * (quad.y1 - quad.y0)) / long


def _spliced(one: OcrLine, other: OcrLine) -> OcrLine:
    """Make one line of two parts: up to the middle of what both show, and on from there."""
    if _reach(other, quads_of(one))[0] < 0:
        one, other = other, one
    way = quads_of(one)
    start, end = _reach(other, way)
    middle = (start + min(end, length(way))) / 2
    before = [pair for pair in zip(one.text, one.quads, strict=True) if _at(pair[1], way) < middle]
    after = [
        pair for pair in zip(other.text, other.quads, strict=True) if _at(pair[1], way) >= middle
    ]
    ends = quads_of(other)
    return OcrLine(
        text="".join(character for character, _ in (*before, *after)),
        quads=Quads(quad for _, quad in (*before, *after)),
        score=min(one.score, other.score),
        upright=one.upright and other.upright,
        box=Quad(*way[0:2], *ends[2:6], *way[6:8]),
    )


def _at(quad: Quad, way: Quad) -> float:
    return _along(sum(quad[0::2]) / 4, sum(quad[1::2]) / 4, way)


def _largest_first(lines: list[tuple[OcrLine, Bounds]]) -> list[tuple[OcrLine, Bounds]]:
    return sorted(lines, key=lambda pair: (bool(pair[0].text), pair[1].area), reverse=True)


def shifted(line: OcrLine, right: float, down: float) -> OcrLine:
    """Return a line moved by so many pixels."""
    return replace(
        line,
        quads=Quads(moved(quad, right, down) for quad in line.quads),
        box=moved(line.box, right, down) if line.box else None,
    )


def _is_cut(place: Bounds, tile: Tile, width: int, height: int) -> bool:
    return (
        (tile.left > 0 and place.left < tile.left + _EDGE)
        or (tile.top > 0 and place.top < tile.top + _EDGE)
        or (tile.right < width and place.right > tile.right - _EDGE)
        or (tile.bottom < height and place.bottom > tile.bottom - _EDGE)
    )
