"""Where paint goes: from masked characters and regions to quads on the displayed page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.formats.image.edges import reaches
from deident.making import unprinted
from deident.ocr.ink import BAR
from deident.ocr.quads import (
    angle,
    bounds,
    common,
    grown,
    height,
    length,
    lengthened,
    slice_of,
    span_of,
    turned,
)
from deident.ocr.tiles import Tile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.formats.image.frames import FrameReading, Line
    from deident.formats.image.views import View
    from deident.model import Mask, Quad, Region, Segment, Span
    from deident.ocr.quads import Bounds

METADATA = "metadata"
# In line heights: beyond a value's ends at most, and over and under it. A line's box is higher than
# its letters, and the lines over and under it are near.
_MARGIN = 0.2
_ACROSS = 0.08
_ROUNDED = 0.15
_WHOLE_LINE = 0.85
_TOUCHED = 0.3
_SIDEWAYS = (60, 120)
# Degrees between two lines of which neither stands in the other.
_CROSSING = 20
# Pixels at a bar's edge that belong half to the paper, and that JPEG makes lighter.
_EDGE = 4


class Bar(NamedTuple):
    """Paint on a page, counted from 1, and the word that may stand on it."""

    page: int
    quad: Quad
    caption: str = ""

    def __repr__(self) -> str:
        return unprinted(self)


def of_masks(
    masks: Iterable[Mask], readings: Sequence[FrameReading], views: Sequence[View]
) -> Iterator[Bar]:
    """Turn masked characters into paint; what is masked in metadata is dropped with all of it.

    `views` show the frames as they were before anything was painted.
    """
    where = {segment.id: (frame, segment) for frame in readings for segment in frame.page.segments}
    for name, group in groupby(masks, key=lambda mask: mask.place.segment_id):
        if name.startswith(f"{METADATA}."):
            continue
        if name not in where:
            raise ValueError("a mask names a segment that does not exist")
        frame, segment = where[name]
        for mask in group:
            view = views[frame.page.number - 1]
            for quad in _of_span(mask.place.span, segment, frame.lines[name], view):
                yield Bar(frame.page.number, quad)


def _of_span(span: Span, segment: Segment, lines: tuple[Line, ...], view: View) -> Iterator[Quad]:
    if segment.boxes is None or span.end > len(segment.text):
        raise ValueError("a mask covers characters that do not exist")
    for line in lines:
        start, end = max(span.start, line.start), min(span.end, line.end)
        if start >= end:
            continue
        value = span_of(segment.boxes[start], segment.boxes[end - 1])
        yield _paint(value, line, view)


def _paint(value: Quad, line: Line, view: View) -> Quad:
    margin = _MARGIN * height(line.quad)
    ordered = line.upright or _is_column(line.quad)
    if not ordered or length(value) > _WHOLE_LINE * length(line.quad):
        return grown(line.quad, margin)
    before, behind = reaches(view, value, line.quad, margin)
    return lengthened(value, before, behind, _ACROSS * height(line.quad))


def _is_column(quad: Quad) -> bool:
    """Say whether a line runs up or down the page, and its corners are named the way it runs."""
    return _SIDEWAYS[0] < abs(angle(quad)) < _SIDEWAYS[1] and length(quad) > height(quad)


def of_regions(
    regions: Iterable[Region], readings: Sequence[FrameReading], views: Sequence[View]
) -> Iterator[Bar]:
    """Paint each region, and the part of every line it touches at the line's full height.

    One that stands in a line is that part of it; any other is painted with a margin.
    """
    places: dict[int, list[tuple[Bounds, Line]]] = {}
    for region in regions:
        if not 1 <= region.page <= len(readings):
            raise ValueError(f"there is no page {region.page}")
        if region.page not in places:
            places[region.page] = list(_placed(readings[region.page - 1]))
        near = bounds((region.quad,))
        touched = [
            line
            for place, line in places[region.page]
            if common(near, place) and _touches(region.quad, line.quad)
        ]
        if not any(_stands_in(region.quad, line.quad) for line in touched):
            quad = grown(region.quad, _MARGIN * height(region.quad))
            yield Bar(region.page, quad, region.caption)
        for line in touched:
            quad = _paint(_part(region.quad, line.quad), line, views[region.page - 1])
            yield Bar(region.page, quad, region.caption)


def _placed(reading: FrameReading) -> Iterator[tuple[Bounds, Line]]:
    """Yield every line of a page with the upright rectangle around it."""
    for some in reading.lines.values():
        for line in some:
            yield bounds((line.quad,)), line


def _stands_in(quad: Quad, line: Quad) -> bool:
    """Say whether a quad is nowhere outside a line, but for what rounding and growing leave."""
    along, across = _shares(quad, line), _shares(quad, turned(line, 3))
    room = _ROUNDED * height(line) / (length(line) or 1.0)
    inside = along[0] > -room and along[1] < 1 + room
    return inside and across[0] > -_ROUNDED and across[1] < 1 + _ROUNDED


def _touches(quad: Quad, line: Quad) -> bool:
    """Say whether a quad and a line share ground, measured along the line and across it.

    One that crosses the other, as a watermark crosses text, is no part of it.
    """
    if _CROSSING < (angle(quad) - angle(line)) % 90 < 90 - _CROSSING:
        return False
    along, across = _shares(quad, line), _shares(quad, turned(line, 3))
    shared = _within(along) * _within(across)
    own = (along[1] - along[0]) * (across[1] - across[0])
    return shared > _TOUCHED * min(1.0, own)


def _within(shares: tuple[float, float]) -> float:
    return max(0.0, min(1.0, shares[1]) - max(0.0, shares[0]))


def _shares(quad: Quad, line: Quad) -> tuple[float, float]:
    """Return from where to where a quad reaches along a line, in the line's length."""
    long = length(line) or 1.0
    ux, uy = (line.x1 - line.x0) / long, (line.y1 - line.y0) / long
    shares = [
        ((quad[index] - line.x0) * ux + (quad[index + 1] - line.y0) * uy) / long
        for index in range(0, 8, 2)
    ]
    return min(shares), max(shares)


def _part(quad: Quad, line: Quad) -> Quad:
    """Return the part of a line that lies beside a quad, measured along the line."""
    start, end = _shares(quad, line)
    start = max(0.0, start)
    return slice_of(line, start, max(start, min(1.0, end)))


def is_painted(view: View, quad: Quad) -> bool:
    """Say whether a quad of a masked copy is one even colour, its edge left out."""
    across, down = view.size
    place = bounds((quad,))
    part = Tile(
        max(0, int(place.left)),
        max(0, int(place.top)),
        min(across, int(place.right) + 1),
        min(down, int(place.bottom) + 1),
    )
    inner = grown(quad, -_EDGE)
    if part.left >= part.right or part.top >= part.bottom or height(quad) <= 2 * _EDGE + 1:
        return True
    look = view.looks(part)[-1]
    shares = np.linspace(0, 1, 33)[:, None]
    corners = np.array(inner).reshape(4, 2)
    top = corners[0] + (corners[1] - corners[0]) * shares
    low = corners[3] + (corners[2] - corners[3]) * shares
    points = np.concatenate([top + (low - top) * share for share in (0.0, 0.25, 0.5, 0.75, 1.0)])
    columns = np.round(points[:, 0] - part.left).astype(int)
    rows = np.round(points[:, 1] - part.top).astype(int)
    inside = (columns >= 0) & (rows >= 0) & (columns < look.shape[1]) & (rows < look.shape[0])
    sampled = look[rows[inside], columns[inside]].astype(np.int16)
    return bool(sampled.size == 0 or np.ptp(sampled, axis=0).max() <= BAR)
