"""The pictures of a page through the OCR line, with their boxes on the page.

A page that is only a picture is drawn at the picture's own resolution and read whole. On a page
with text of its own each picture is read by itself, with all its pixels, also those that are
clipped away: a viewer hides them and a copier does not.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from deident.formats.pdf.drawn import picture_size, rendered
from deident.formats.pdf.geometry import placed
from deident.formats.pdf.pdfium import picture_pixels
from deident.model import Kind, Locator, Quad, Quads, Segment, Unread
from deident.ocr.layout import arrange
from deident.ocr.page import quads_of, read_page
from deident.ocr.quads import grown, height, unrotated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from deident.formats.pdf.drawn import Drawn
    from deident.formats.pdf.geometry import Matrix
    from deident.formats.pdf.pdfium import View
    from deident.ocr import OcrEngine, RgbImage
    from deident.ocr.layout import Run
    from deident.ocr.page import PageReading

_POINTS_PER_INCH = 72
_LEAST_DPI, _MOST_DPI = 150, 400
_DPI = 200
_MOST_PIXELS = 60_000_000
_SMALLEST_SIDE = 40
_SMALLEST_POINTS = 10.0
_WHOLE_PAGE = 0.5
_UNIFORM = 12
_MARGIN = 0.2
_KEPT = 64
_RED = 40
_DARK = 110
_SECOND = "second reading"


@dataclass(frozen=True, slots=True)
class Look:
    """A picture to be read: its pixels, and the three corners that place it on the page."""

    pixels: RgbImage = field(repr=False)
    origin: tuple[float, float]
    right: tuple[float, float]
    down: tuple[float, float]
    whole: bool = False

    def shown(self, quad: Quad) -> Quad:
        """Map pixels of the picture to points of the displayed page."""
        high, wide = self.pixels.shape[:2]
        numbers: list[float] = []
        for at in range(0, 8, 2):
            u, v = quad[at] / wide, quad[at + 1] / high
            for axis in (0, 1):
                start = self.origin[axis]
                numbers.append(
                    start + u * (self.right[axis] - start) + v * (self.down[axis] - start)
                )
        return Quad(*numbers)


def looks(page: Any, view: View, drawn: Sequence[Drawn], *, scanned: bool) -> Iterator[Look]:  # noqa: ANN401 - a pointer of pdfium
    """Yield what must be read by OCR; the page must be open."""
    pictures = [thing for thing in drawn if thing.kind == "picture"]
    if scanned:
        yield whole_page(page, view, _scale(pictures))
        return
    for thing in pictures:
        wide, high = picture_size(thing.handle)
        left, top, right, bottom = thing.box
        if min(wide, high) < _SMALLEST_SIDE or min(right - left, bottom - top) < _SMALLEST_POINTS:
            continue
        pixels = picture_pixels(thing.handle)
        if pixels is not None and _says_something(pixels):
            yield _placed(pixels, thing.matrix, view)


def whole_page(page: Any, view: View, scale: float = _DPI / _POINTS_PER_INCH) -> Look:  # noqa: ANN401 - a pointer of pdfium
    """Draw a page and look at all of it."""
    most = math.sqrt(_MOST_PIXELS / max(1.0, view.width * view.height))
    pixels = rendered(page, view, min(scale, most))
    return Look(pixels, (0.0, 0.0), (view.width, 0.0), (0.0, view.height), whole=True)


def is_scanned(view: View, drawn: Iterable[Drawn], *, visible_text: bool) -> bool:
    """Say whether a page shows nothing but a picture."""
    if visible_text:
        return False
    page = view.width * view.height
    return any(
        (thing.box[2] - thing.box[0]) * (thing.box[3] - thing.box[1]) > _WHOLE_PAGE * page
        for thing in drawn
        if thing.kind == "picture"
    )


def _scale(pictures: Iterable[Drawn]) -> float:
    """Return the pixels to a point at which the finest large picture loses nothing."""
    finest = 0.0
    for thing in pictures:
        wide, high = picture_size(thing.handle)
        across, down = thing.box[2] - thing.box[0], thing.box[3] - thing.box[1]
        if min(across, down) > 0:
            finest = max(finest, min(max(wide, high) / max(across, down), _MOST_DPI))
    dots = min(max(finest * _POINTS_PER_INCH, _LEAST_DPI), _MOST_DPI)
    return dots / _POINTS_PER_INCH


def _says_something(pixels: RgbImage) -> bool:
    small = pixels[::3, ::3]
    return int(small.max()) - int(small.min()) > _UNIFORM


def _placed(pixels: RgbImage, matrix: Matrix, view: View) -> Look:
    origin, right, down = (view.shown(*placed(matrix, x, y)) for x, y in ((0, 1), (1, 1), (0, 0)))
    across = right[0] - origin[0], right[1] - origin[1]
    along = down[0] - origin[0], down[1] - origin[1]
    if across[0] * along[1] - across[1] * along[0] < 0:
        # A mirrored picture is shown mirrored: read what is seen.
        pixels = np.ascontiguousarray(pixels[:, ::-1])
        origin, right = right, origin
        down = down[0] + across[0], down[1] + across[1]
    return Look(pixels, origin, right, down)


class Reader:
    """Reads pictures with one engine, which is made when the first picture comes."""

    def __init__(self, engine: Callable[[], OcrEngine]) -> None:
        self._make = engine
        self._engine: OcrEngine | None = None
        self._readings: OrderedDict[bytes, PageReading] = OrderedDict()
        self._lock = Lock()

    def read(self, pixels: RgbImage) -> PageReading:
        """Read a picture; a logo on every page is read once."""
        # The digest stays in memory.
        key = hashlib.sha256(np.ascontiguousarray(pixels).data).digest()
        with self._lock:
            if key in self._readings:
                self._readings.move_to_end(key)
                return self._readings[key]
            if self._engine is None:
                self._engine = self._make()
            engine = self._engine
        reading = read_page(engine, pixels)
        with self._lock:
            self._readings[key] = reading
            while len(self._readings) > _KEPT:
                self._readings.popitem(last=False)
        return reading


def segments_of(
    look: Look, reading: PageReading, page: int, name: str
) -> tuple[list[Segment], list[Unread]]:
    """Turn what was read into segments whose boxes lie on the page, and say what was not read."""
    grey = np.rot90(look.pixels, reading.quarters)[:, :, 1]
    found: list[Segment] = []
    for part, lines, mark in (("", reading.lines, "s"), (_SECOND, reading.second, "r")):
        runs = arrange(lines, grey)
        names = {id(run): f"{name}.{mark}{number}" for number, run in enumerate(runs, start=1)}
        found += (
            Segment(
                id=names[id(run)],
                text=run.text,
                locator=Locator(part=part or "picture", page=page, line=number),
                kind=Kind.OCR,
                labels=run.labels,
                cell=run.cell,
                follows=names.get(id(run.follows), ""),
                boxes=_boxes(look, reading, run),
            )
            for number, run in enumerate(runs, start=1)
        )
    where = str(Locator(page=page))
    doubts = [] if not look.whole and is_seal(look.pixels) else reading.doubts
    unread = [Unread(code=doubt.code, where=where, params=doubt.params) for doubt in doubts]
    return found, unread


def _boxes(look: Look, reading: PageReading, run: Run) -> Quads:
    """Return generous boxes: an engine guesses where in its line a character stands."""
    high, wide = look.pixels.shape[:2]
    quads = list(run.quads)
    for start, end, line in run.pieces:
        whole = quads_of(line)
        for at in range(start, end):
            # Where the order of the boxes is in doubt, every character has the whole line.
            quads[at] = quads[at] if line.upright else whole
    return Quads(
        look.shown(unrotated(grown(quad, _MARGIN * height(quad)), reading.quarters, wide, high))
        for quad in quads
    )


def is_seal(pixels: RgbImage) -> bool:
    """Say whether a picture holds red ink and no dark ink, as the seal of an office does."""
    small = pixels[::2, ::2].astype(np.int16)
    red = small[:, :, 0] - np.maximum(small[:, :, 1], small[:, :, 2]) > _RED
    dark = small[:, :, 0] < _DARK
    inked = np.count_nonzero(red)
    return bool(inked > 0.005 * red.size and np.count_nonzero(dark & ~red) < 0.05 * inked)
