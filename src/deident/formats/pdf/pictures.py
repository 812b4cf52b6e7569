"""The pictures of a page through the OCR line, with their boxes on the page.

A page that is only a picture is drawn at the picture's own resolution and read whole. On a page
with text of its own each picture is read by itself, with all its pixels, also those that are
clipped away: a viewer hides them and a copier does not.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.formats.pdf.drawn import picture_size, rendered
from deident.formats.pdf.geometry import placed
from deident.formats.pdf.pdfium import picture_pixels
from deident.model import Kind, Labels, Locator, Quad, Quads, Segment, Unread
from deident.ocr.layout import arrange
from deident.ocr.page import quads_of, read_page
from deident.ocr.quads import grown, height, unrotated
from deident.ocr.seen import CODE
from deident.ocr.seen.look import Looker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from deident.formats.pdf.drawn import Drawn
    from deident.formats.pdf.geometry import Matrix
    from deident.formats.pdf.pdfium import Rect, View
    from deident.ocr import OcrEngine, RgbImage
    from deident.ocr.layout import Run
    from deident.ocr.page import PageReading
    from deident.ocr.seen import Sight
    from deident.ocr.seen.look import Looked

_POINTS_PER_INCH = 72
_LEAST_DPI, _MOST_DPI = 150, 400
_DPI = 200
_MOST_PIXELS = 60_000_000
_SMALLEST_SIDE = 40
_WHOLE_PAGE = 0.5
_UNIFORM = 12
_INKED = 60  # shades between paper and ink
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


def looks(
    page: Any,  # noqa: ANN401 - a pointer of pdfium
    view: View,
    drawn: Sequence[Drawn],
    *,
    scanned: bool,
) -> tuple[list[Look], int]:
    """Return what must be read by OCR, and how many pictures nobody can; the page must be open."""
    # However small it is shown: whoever copies it out has all its pixels.
    pictures = [
        thing
        for thing in drawn
        if thing.kind == "picture" and min(picture_size(thing.handle)) >= _SMALLEST_SIDE
    ]
    found: list[Look] = []
    undecoded = 0
    for thing in pictures:
        pixels = picture_pixels(thing.handle)
        if pixels is None:
            undecoded += 1
        elif not scanned and _says_something(pixels):
            found.append(_placed(pixels, thing.matrix, view))
    if scanned:
        found.append(whole_page(page, view, _scale(pictures)))
    return found, undecoded


def whole_page(page: Any, view: View, scale: float = _DPI / _POINTS_PER_INCH) -> Look:  # noqa: ANN401 - a pointer of pdfium
    """Draw a page and look at all of it."""
    most = math.sqrt(_MOST_PIXELS / max(1.0, view.width * view.height))
    pixels = rendered(page, view, min(scale, most))
    return Look(pixels, (0.0, 0.0), (view.width, 0.0), (0.0, view.height), whole=True)


def parts_of(page: Any, view: View, boxes: Sequence[Rect]) -> Iterator[Look]:  # noqa: ANN401 - a pointer of pdfium
    """Draw a page and look at some parts of it."""
    if not boxes:
        return
    sheet = whole_page(page, view)
    high, wide = sheet.pixels.shape[:2]
    across, down = wide / max(1.0, view.width), high / max(1.0, view.height)
    for box in boxes:
        left, right = (min(max(0, round(x * across)), wide) for x in (box[0], box[2]))
        top, bottom = (min(max(0, round(y * down)), high) for y in (box[1], box[3]))
        pixels = np.ascontiguousarray(sheet.pixels[top:bottom, left:right])
        if min(right - left, bottom - top) > 1 and _says_something(pixels):
            x0, y0, x1, y1 = left / across, top / down, right / across, bottom / down
            yield Look(pixels, (x0, y0), (x1, y0), (x0, y1), whole=True)


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


class Seen(NamedTuple):
    """What a picture says, and what it shows besides lines."""

    reading: PageReading
    looked: Looked


def says_within(thing: Drawn, view: View, box: Rect) -> bool:
    """Say whether a picture has more than one shade in a part of the displayed page."""
    pixels = picture_pixels(thing.handle)
    if pixels is None:
        return False
    look = _placed(pixels, thing.matrix, view)
    (x0, y0), (x1, y1), (x2, y2) = look.origin, look.right, look.down
    high, wide = look.pixels.shape[:2]
    if abs(y1 - y0) + abs(x2 - x0) > 1 or x1 <= x0 or y2 <= y0:
        return _says_something(look.pixels)  # it lies askew: all of it counts
    left, right = ((x - x0) / (x1 - x0) * wide for x in (box[0], box[2]))
    top, bottom = ((y - y0) / (y2 - y0) * high for y in (box[1], box[3]))
    part = look.pixels[max(0, int(top) + 1) : int(bottom), max(0, int(left) + 1) : int(right)]
    return bool(part.size) and int(part.max()) - int(part.min()) > _INKED


class Reader:
    """Reads pictures with one engine, which is made when the first picture comes."""

    def __init__(self, engine: Callable[[], OcrEngine]) -> None:
        self._make = engine
        self._engine: OcrEngine | None = None
        self._readings: OrderedDict[bytes, Seen] = OrderedDict()
        self._lock = Lock()

    @property
    def engine_version(self) -> str:
        """The version of the engine, with its models'; "" where no picture came."""
        return self._engine.version if self._engine else ""

    def read(self, pixels: RgbImage) -> Seen:
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
        standing = np.ascontiguousarray(np.rot90(pixels, reading.quarters))
        looked = Looker(engine).look(standing, (*reading.lines, *reading.second))
        seen = Seen(reading, looked)
        with self._lock:
            self._readings[key] = seen
            while len(self._readings) > _KEPT:
                self._readings.popitem(last=False)
        return seen


def without(reading: PageReading, looked: Looked) -> PageReading:
    """Return a reading without the lines that a plate or card says better."""
    return replace(
        reading,
        lines=tuple(line for line in reading.lines if not looked.replaces(line)),
        second=tuple(line for line in reading.second if not looked.replaces(line)),
    )


def segments_of(look: Look, seen: Seen, page: int, name: str) -> tuple[list[Segment], list[Unread]]:
    """Turn what was read into segments whose boxes lie on the page, and say what was not read."""
    reading = seen.reading
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
    unread += (Unread(code="CODE_UNREAD", where=where, params=(0, 0)) for _ in seen.looked.unread)
    unread += (
        Unread(code="NOT_LOOKED_FOR_HERE", where=where, params=(package,))
        for package in seen.looked.missing
    )
    for number, sight in enumerate(seen.looked.sights, start=1):
        found += _shown(
            look, reading, sight, Locator(part=sight.kind, page=page, line=number), name
        )
        if sight.painted and not sight.value and sight.kind != CODE:
            # A page's pictures are read when their turn comes, so nothing asks to paint them whole.
            unread.append(Unread(code="THING_UNREAD", where=where, params=(sight.kind,)))
    return found, unread


def _shown(
    look: Look, reading: PageReading, sight: Sight, locator: Locator, name: str
) -> Iterator[Segment]:
    """Yield what a code, plate or card says, once for every place that goes with it."""
    high, wide = look.pixels.shape[:2]
    text = sight.text or sight.value
    quads = sight.quads if sight.value else sight.quads[:1]
    for at, quad in enumerate(quads if text else (), start=1):
        box = look.shown(unrotated(quad, reading.quarters, wide, high))
        yield Segment(
            id=f"{name}.c{locator.line}.{at}",
            text=text,
            locator=locator,
            kind=Kind.OCR,
            labels=Labels(row=sight.label),
            boxes=Quads([box] * len(text)),
        )


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
