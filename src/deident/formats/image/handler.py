"""Pictures: scanned pages, photographs, screenshots (PNG, JPEG, TIFF, BMP, GIF, WebP).

Reading: every frame is a page; every run of text on it is a segment with one box per character,
its table cell and the headers over it where it has them. A second reading of a difficult page (see
`deident.ocr.page`) stands in segments of its own whose locator says so. They look at the same
place once more: the same ink is never reported twice with the same words, so no value is counted
twice, but a place may have two readings and both are masked.

Writing: the whole value is painted in opaque black, grown by a fifth of its line's height and never
by less than the line is high; where the order of the characters is in doubt, the whole line. The
output is built from new pixels. An empty plan changes no visible pixel of a lossless picture and
removes all metadata all the same, because nobody sees it before publication. EXIF orientation is
carried out on the pixels.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from deident.formats.image.leftovers import leftovers
from deident.formats.image.load import load, looks
from deident.formats.image.save import encode, painted
from deident.model import Document, Kind, Locator, Page, Quad, Quads, Segment, Unread
from deident.ocr.layout import arrange
from deident.ocr.page import quads_of, read_page
from deident.ocr.quads import (
    bounds,
    common,
    grown,
    height,
    length,
    slice_of,
    span_of,
    unrotated,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from deident.formats import Limits
    from deident.formats.image.load import Picture
    from deident.model import Mask, MaskPlan, Region, Source, Span
    from deident.ocr import OcrEngine
    from deident.ocr.layout import Run
    from deident.ocr.page import PageReading

SECOND_READING = "second reading"
_MARGIN = 0.2
_WHOLE_LINE = 0.85
_TOUCHED = 0.3
_KEPT_READINGS = 4
_METADATA = "metadata"
_MEDIA_TYPES = frozenset(
    f"image/{kind}" for kind in ("png", "jpeg", "tiff", "bmp", "x-ms-bmp", "gif", "webp")
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line on the displayed page: which characters of its segment it holds."""

    start: int
    end: int
    quad: Quad
    upright: bool


@dataclass(frozen=True, slots=True)
class _FrameReading:
    """One frame as it was read: its page, the lines of each segment, and what was not read."""

    page: Page
    lines: dict[str, tuple[_Line, ...]]
    unread: tuple[Unread, ...]


class ImageHandler:
    """Reads pictures with an OCR engine, which is made when the first picture comes."""

    def __init__(self, engine_factory: Callable[[], OcrEngine], limits: Limits) -> None:
        self._engine_factory = engine_factory
        self._limits = limits
        self._engine: OcrEngine | None = None
        self._readings: OrderedDict[bytes, tuple[_FrameReading, ...]] = OrderedDict()
        self._lock = Lock()

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every frame's text with its boxes, and the metadata's text."""
        picture = load(source, self._limits)
        frames = self._read_frames(source, picture)
        metadata = _metadata(picture)
        pages = [frame.page for frame in frames]
        if metadata:
            pages.append(Page(number=len(pages) + 1, segments=metadata))
        return Document(
            pages=tuple(pages), unread=tuple(part for frame in frames for part in frame.unread)
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the picture painted over and without metadata."""
        picture = load(source, self._limits)
        masks, regions = tuple(plan.masks), tuple(plan.regions)
        readings = self._read_frames(source, picture) if masks or regions else ()
        quads: dict[int, list[Quad]] = {}
        for number, quad in (*_of_masks(masks, readings), *_of_regions(regions, readings)):
            quads.setdefault(number, []).append(quad)
        frames = [
            painted(frame, quads.get(number, ()))
            for number, frame in enumerate(picture.frames, start=1)
        ]
        return replace(source, data=encode(picture, frames))

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name what is in the file besides the pixels that reading looks at."""
        return tuple(
            Unread(code="IMAGE_METADATA", where=part) for part in leftovers(bytes(masked.data))
        )

    def _read_frames(self, source: Source, picture: Picture) -> tuple[_FrameReading, ...]:
        """Read every frame once; `apply` after `read` finds the reading of the same bytes."""
        # The digest stays in memory: a digest of the input gives hidden digits away.
        key = hashlib.sha256(source.data).digest()
        with self._lock:
            if key in self._readings:
                self._readings.move_to_end(key)
                return self._readings[key]
            if self._engine is None:
                self._engine = self._engine_factory()
        readings = tuple(_frames(self._engine, picture))
        with self._lock:
            self._readings[key] = readings
            while len(self._readings) > _KEPT_READINGS:
                self._readings.popitem(last=False)
        return readings


def _frames(engine: OcrEngine, picture: Picture) -> Iterator[_FrameReading]:
    # The frames of an animation are often the same; each picture is read once.
    seen: dict[bytes, tuple[PageReading, list[Run], list[Run]]] = {}
    for number, frame in enumerate(picture.frames, start=1):
        first, *others = looks(frame)
        key = hashlib.sha256(np.ascontiguousarray(first).data).digest()
        if key not in seen:
            reading = read_page(engine, first, *others)
            # Green stands for grey: rules are black or red, both dark in it.
            grey = np.rot90(first, reading.quarters)[:, :, 1]
            seen[key] = reading, arrange(reading.lines, grey), arrange(reading.second, grey)
        yield _frame(number, frame.size, *seen[key])


def _frame(
    number: int, size: tuple[int, int], reading: PageReading, runs: list[Run], again: list[Run]
) -> _FrameReading:
    def displayed(quad: Quad) -> Quad:
        return unrotated(quad, reading.quarters, *size)

    names = {id(run): f"p{number}.s{index}" for index, run in enumerate(runs, start=1)}
    names |= {id(run): f"p{number}.r{index}" for index, run in enumerate(again, start=1)}
    segments = [
        Segment(
            id=names[id(run)],
            text=run.text,
            locator=Locator(part=part, page=number, line=index),
            kind=Kind.OCR,
            labels=run.labels,
            cell=run.cell,
            follows=names.get(id(run.follows), ""),
            boxes=Quads(displayed(quad) for quad in run.quads),
        )
        for part, some in (("", runs), (SECOND_READING, again))
        for index, run in enumerate(some, start=1)
    ]
    lines = {
        names[id(run)]: tuple(
            _Line(start, end, displayed(quads_of(line)), line.upright)
            for start, end, line in run.pieces
        )
        for run in (*runs, *again)
    }
    unread = tuple(
        Unread(code=doubt.code, where=str(Locator(page=number)), params=doubt.params)
        for doubt in reading.doubts
    )
    return _FrameReading(Page(number=number, segments=tuple(segments)), lines, unread)


def _metadata(picture: Picture) -> tuple[Segment, ...]:
    return tuple(
        Segment(
            id=f"{_METADATA}.{index}",
            text=field.text,
            locator=Locator(part=field.part, page=field.frame),
            kind=Kind.METADATA,
        )
        for index, field in enumerate(picture.metadata, start=1)
    )


def _of_masks(
    masks: Iterable[Mask], readings: tuple[_FrameReading, ...]
) -> Iterator[tuple[int, Quad]]:
    """Turn masked characters into paint; what is masked in metadata is dropped with all of it."""
    where = {segment.id: (frame, segment) for frame in readings for segment in frame.page.segments}
    for name, group in groupby(masks, key=lambda mask: mask.place.segment_id):
        if name.startswith(f"{_METADATA}."):
            continue
        if name not in where:
            raise ValueError("a mask names a segment that does not exist")
        frame, segment = where[name]
        for mask in group:
            for quad in _of_span(mask.place.span, segment, frame.lines[name]):
                yield frame.page.number, quad


def _of_span(span: Span, segment: Segment, lines: tuple[_Line, ...]) -> Iterator[Quad]:
    if segment.boxes is None or span.end > len(segment.text):
        raise ValueError("a mask covers characters that do not exist")
    for line in lines:
        start, end = max(span.start, line.start), min(span.end, line.end)
        if start >= end:
            continue
        value = span_of(segment.boxes[start], segment.boxes[end - 1])
        yield _paint(value, line)


def _paint(value: Quad, line: _Line) -> Quad:
    whole = not line.upright or length(value) > _WHOLE_LINE * length(line.quad)
    return grown(line.quad if whole else value, _MARGIN * height(line.quad))


def _of_regions(
    regions: Iterable[Region], readings: tuple[_FrameReading, ...]
) -> Iterator[tuple[int, Quad]]:
    """Paint each region itself, and the part of every line it touches at the line's full height."""
    for region in regions:
        if not 1 <= region.page <= len(readings):
            raise ValueError(f"there is no page {region.page}")
        yield region.page, grown(region.quad, _MARGIN * height(region.quad))
        for line in (one for some in readings[region.page - 1].lines.values() for one in some):
            if _touches(region.quad, line.quad):
                yield region.page, _paint(_part(region.quad, line.quad), line)


def _touches(quad: Quad, line: Quad) -> bool:
    one, other = bounds((quad,)), bounds((line,))
    return common(one, other) > _TOUCHED * max(1.0, min(one.area, other.area))


def _part(quad: Quad, line: Quad) -> Quad:
    """Return the part of a line that lies beside a quad, measured along the line."""
    long = length(line) or 1.0
    ux, uy = (line.x1 - line.x0) / long, (line.y1 - line.y0) / long
    shares = [
        ((quad[index] - line.x0) * ux + (quad[index + 1] - line.y0) * uy) / long
        for index in range(0, 8, 2)
    ]
    start, end = max(0.0, min(shares)), min(1.0, max(shares))
    return slice_of(line, start, max(start, end))
