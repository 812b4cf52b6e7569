"""Pictures: scanned pages, photographs, screenshots (PNG, JPEG, TIFF, BMP, GIF, WebP).

Reading: every frame is a page; every run of text on it is a segment with one box per character,
its table cell and the headers over it where it has them (`deident.formats.image.frames`).

Writing: the whole value is painted in opaque black, never less high than its line, and at its ends
up to the blank before the next character, a fifth of the line's height at most; where the order of
the characters is in doubt, the whole line. On the paint may stand the word for what is below it,
where the policy says so (`captions`). The output is built from pixels alone. An empty plan
changes no visible pixel of a lossless picture and removes all metadata all the same, because nobody
sees it before publication. EXIF orientation is carried out on the pixels.

Proving: a copy that this handler made is decoded from its bytes, its words are compared and taken
off, it is looked at where the paint must be, and read by the engine's advisers rather than by the
engine that read the original.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from contextlib import nullcontext
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from deident.formats.image.captions import captions, is_written, take_off, write
from deident.formats.image.frames import SECOND_READING, Before, read_frames
from deident.formats.image.leftovers import leftovers
from deident.formats.image.load import load
from deident.formats.image.paint import METADATA, Bar, is_painted, of_masks, of_regions
from deident.formats.image.save import black, encode, painted
from deident.formats.image.sights import painted as taken_out
from deident.formats.image.views import View
from deident.model import Document, Kind, Locator, Page, Reason, Segment, Unread
from deident.ocr.remembered import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from PIL import Image

    from deident.formats import Limits
    from deident.formats.image.captions import Caption
    from deident.formats.image.frames import FrameReading
    from deident.formats.image.load import Picture
    from deident.model import MaskPlan, Source
    from deident.ocr import OcrEngine

__all__ = ["SECOND_READING", "ImageHandler"]

_Kept = TypeVar("_Kept")
_KEPT_READINGS = 4
# Decoded pixels that wait for `apply`: A4 at 600 dpi.
_KEPT_PIXELS = 40_000_000
_MEDIA_TYPES = frozenset(
    f"image/{kind}" for kind in ("png", "jpeg", "tiff", "bmp", "x-ms-bmp", "gif", "webp")
)


class ImageHandler:
    """Reads pictures with an OCR engine, which is made when the first picture comes."""

    def __init__(self, engine_factory: Callable[[], OcrEngine], limits: Limits) -> None:
        self._engine_factory = engine_factory
        self._limits = limits
        self._engine: OcrEngine | None = None
        self._readings: OrderedDict[bytes, tuple[FrameReading, ...]] = OrderedDict()
        self._copies: OrderedDict[bytes, Before] = OrderedDict()
        self._opened: tuple[bytes, Picture] | None = None
        self._lock = Lock()

    @property
    def engine_version(self) -> str:
        """Which engine read the pictures; "" where there were none."""
        return self._engine.version if self._engine else ""

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every frame's text with its boxes, and the metadata's text."""
        picture = load(source, self._limits)
        self._keep_open(source, picture)
        spoilt = self._without_captions(source, picture)
        frames = self._read_frames(source, picture)
        unread = [part for frame in frames for part in frame.unread]
        unread += spoilt
        unread += self._unpainted(source, picture, frames)
        metadata = _metadata(picture)
        pages = [frame.page for frame in frames]
        if metadata:
            pages.append(Page(number=len(pages) + 1, segments=metadata))
        return Document(
            pages=tuple(pages),
            removables=tuple(one.removable for frame in frames for one in frame.taken.values()),
            unread=tuple(unread),
        )

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the picture painted over and without metadata."""
        picture = self._reopened(source) or load(source, self._limits)
        masks, regions = tuple(plan.masks), tuple(plan.regions)
        asked = masks or regions or any(plan.removals.values())
        readings = self._read_frames(source, picture) if asked else ()
        taken = (Bar(*one) for frame in readings for one in taken_out(plan, frame.taken))
        views = [View(frame) for frame in picture.frames]
        over = *of_masks(masks, readings, views), *of_regions(regions, readings, views)
        bars: dict[int, list[Bar]] = {}
        for bar in (*over, *taken):
            bars.setdefault(bar.page, []).append(bar)
        frames: list[Image.Image] = []
        words: dict[int, list[Caption]] = {}
        for number, frame in enumerate(picture.frames, start=1):
            bare = painted(frame, (bar.quad for bar in bars.get(number, ())))
            words[number] = _captioned(picture, bare, bars.get(number, ()))
            frames.append(bare)
        masked = replace(source, data=encode(picture, frames))
        if readings:
            paint = {number: tuple(bar.quad for bar in some) for number, some in bars.items()}
            with self._lock:
                _remember(self._copies, _digest(masked), Before(readings, paint, words))
        return masked

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name what is in the file besides the pixels that reading looks at."""
        return tuple(
            Unread(code="IMAGE_METADATA", where=part) for part in leftovers(bytes(masked.data))
        )

    def _read_frames(self, source: Source, picture: Picture) -> tuple[FrameReading, ...]:
        """Read every frame once; `apply` after `read` finds the reading of the same bytes."""
        key = _digest(source)
        with self._lock:
            if key in self._readings:
                self._readings.move_to_end(key)
                return self._readings[key]
            copy = self._copies.get(key)
            if self._engine is None:
                self._engine = self._engine_factory()
        if copy is not None and len(copy.readings) != len(picture.frames):
            copy = None
        with kept(self._engine) if len(picture.frames) > 1 else nullcontext():
            readings = tuple(read_frames(self._engine, picture, copy))
        with self._lock:
            _remember(self._readings, key, readings)
        return readings

    def _keep_open(self, source: Source, picture: Picture) -> None:
        """Keep the last picture that was read: it is usually the next one to be painted."""
        key = _digest(source)
        pixels = sum(frame.width * frame.height for frame in picture.frames)
        with self._lock:
            # A copy has lost its words, and nobody paints it again.
            keeps = pixels <= _KEPT_PIXELS and key not in self._copies
            self._opened = (key, picture) if keeps else None

    def _reopened(self, source: Source) -> Picture | None:
        """Hand out the picture that was read last, once: whoever paints it changes it."""
        with self._lock:
            opened, self._opened = self._opened, None
        return opened[1] if opened is not None and opened[0] == _digest(source) else None

    def _without_captions(self, source: Source, picture: Picture) -> list[Unread]:
        """Take the words off a copy's paint, and name the pages where they are spoilt.

        What is then read and looked at is the plain paint: the words are proved pixel by pixel.
        """
        copy = self._copies.get(_digest(source))
        spoilt = []
        for number, words in copy.captions.items() if copy else ():
            frame = picture.frames[number - 1]
            view = View(frame)
            if not all(is_written(view, word, lossless=picture.lossless) for word in words):
                spoilt.append(Unread(code="NOT_PAINTED", where=str(Locator(page=number))))
            take_off(frame, words, black(frame.mode))
        return spoilt

    def notes(self, masked: Source) -> tuple[Reason, ...]:
        """Say how many faces the copy still shows."""
        readings = self._readings.get(_digest(masked), ())
        left = sum(frame.seen.looked.faces for frame in readings)
        return (Reason(code="FACES_LEFT", params=(left,)),) if left else ()

    def _unpainted(
        self, source: Source, picture: Picture, frames: tuple[FrameReading, ...]
    ) -> Iterator[Unread]:
        """Name the pages of a copy on which paint does not cover what it must."""
        copy = self._copies.get(_digest(source))
        for frame in frames if copy else ():
            if frame.taken:
                yield Unread(code="NOT_PAINTED", where=str(Locator(page=frame.page.number)))
        for number, quads in copy.paint.items() if copy else ():
            view = View(picture.frames[number - 1])
            if not all(is_painted(view, quad) for quad in quads):
                yield Unread(code="NOT_PAINTED", where=str(Locator(page=number)))


def _captioned(picture: Picture, frame: Image.Image, bars: Iterable[Bar]) -> list[Caption]:
    """Write on the bars of a painted frame what they hide, where that is wanted and fits."""
    wanted = [(bar.quad, bar.caption) for bar in bars if bar.caption]
    # An animation is written with palettes of its own.
    if not wanted or picture.container == "GIF":
        return []
    words = captions(wanted, frame)
    for word in words:
        write(frame, word)
    return words


def _digest(source: Source) -> bytes:
    # It stays in memory: a digest of the input gives hidden digits away.
    return hashlib.sha256(source.data).digest()


def _remember(kept: OrderedDict[bytes, _Kept], key: bytes, value: _Kept) -> None:
    kept[key] = value
    while len(kept) > _KEPT_READINGS:
        kept.popitem(last=False)


def _metadata(picture: Picture) -> tuple[Segment, ...]:
    return tuple(
        Segment(
            id=f"{METADATA}.{index}",
            text=field.text,
            locator=Locator(part=field.part, page=field.frame),
            kind=Kind.METADATA,
        )
        for index, field in enumerate(picture.metadata, start=1)
    )
