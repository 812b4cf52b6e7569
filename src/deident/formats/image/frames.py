"""The frames of a picture as pages: what stands on each, where, and what was not read.

Large frames are read part by part. A further reading of a difficult page stands in segments of its
own whose locator says so: it looks at the same place once more, so a value may be found twice
(with one fingerprint), and both places are masked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from deident.formats.image.cut_short import cut_short
from deident.formats.image.sights import (
    answers,
    look,
    segments_of,
    taken_of,
    under,
    unread_of,
    without,
)
from deident.formats.image.views import View
from deident.model import Kind, Locator, Page, Quads, Segment, Unread
from deident.ocr import OcrLine
from deident.ocr.large import read_sheet
from deident.ocr.layout import arrange_in, lean_of, table_scale, tables_of
from deident.ocr.page import prove_page, quads_of, read_page
from deident.ocr.quads import characters, height, length, unrotated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from deident.formats.image.captions import Caption
    from deident.formats.image.load import Picture
    from deident.formats.image.sights import Taken
    from deident.model import Quad
    from deident.ocr import OcrEngine, RgbImage
    from deident.ocr.layout import Run
    from deident.ocr.page import PageReading
    from deident.ocr.rules import Grid
    from deident.ocr.seen.look import Looked

SECOND_READING = "second reading"
# A4 at 600 dpi is 35 million pixels.
_WHOLE_PIXELS = 40_000_000
_PAINTED = "█"


@dataclass(frozen=True, slots=True)
class Line:
    """A line on the displayed page: which characters of its segment it holds."""

    start: int
    end: int
    quad: Quad
    upright: bool


@dataclass(frozen=True, slots=True)
class FrameReading:
    """One frame as it was read: its page, the lines of each segment, and what was not read."""

    page: Page
    lines: dict[str, tuple[Line, ...]] = field(repr=False)
    unread: tuple[Unread, ...]
    seen: Seen = field(repr=False)
    taken: dict[str, Taken] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read, the ruled tables around it, and the runs that every reading of it makes."""

    reading: PageReading
    tables: tuple[Grid, ...]
    lean: float
    runs: list[Run]
    again: tuple[list[Run], ...]
    looked: Looked


@dataclass(frozen=True, slots=True)
class Before:
    """How a masked copy came about: the readings of its original, and the paint on each page.

    `captions` are the words that were written on the paint.
    """

    readings: tuple[FrameReading, ...]
    paint: Mapping[int, tuple[Quad, ...]]
    captions: Mapping[int, Sequence[Caption]] = field(default_factory=dict)


def read_frames(
    engine: OcrEngine, picture: Picture, before: Before | None = None
) -> Iterator[FrameReading]:
    """Read every frame, or prove the frames of a masked copy whose original was read `before`."""
    # The frames of an animation are often the same; each picture is read once, and proved once.
    known: dict[tuple[bytes, int, tuple[Quad, ...]], Seen] = {}
    for number, frame in enumerate(picture.frames, start=1):
        view = View(frame)
        first = before.readings[number - 1].seen if before is not None else None
        paint = before.paint.get(number, ()) if before is not None else ()
        key = view.digest() if len(picture.frames) > 1 else b"", id(first), paint
        if key not in known:
            known[key] = (
                _seen(engine, view) if first is None else _proved(engine, view, first, paint)
            )
        yield _frame(number, frame.size, known[key], first.looked if first is not None else None)


def _seen(engine: OcrEngine, view: View) -> Seen:
    across, down = view.size
    scale = 1
    first: RgbImage | None = None
    if across * down > _WHOLE_PIXELS:
        reading = read_sheet(engine, view)
        scale = table_scale(reading.lines, max(across, down))
        grey = view.darkest(scale)
    else:
        first, *others = view.looks()
        reading = read_page(engine, first, *others)
        # Green stands for grey: rules are black or red, both dark in it.
        grey = first[:, :, 1]
    tables = tables_of(reading.lines, np.rot90(grey, reading.quarters), scale)
    looked = look(engine, view, reading, first)
    return _arranged(reading, tables, lean_of(reading.lines), looked)


def _proved(engine: OcrEngine, view: View, before: Seen, paint: Iterable[Quad]) -> Seen:
    """Read a masked copy, its bars in the place of what stood there.

    Without them the columns and labels of the page would be taken for others.
    """
    across, down = view.size
    quarters = before.reading.quarters
    wide, high = (down, across) if quarters % 2 else (across, down)
    middles = _middles(before.reading.lines)
    bars = tuple(_bar(unrotated(quad, -quarters, wide, high), middles) for quad in paint)
    # A bar is as sure as what was read: nobody has to say what is on it.
    known = replace(before.reading, others=(*before.reading.others, bars))
    first: RgbImage | None = None
    if across * down > _WHOLE_PIXELS:
        reading = read_sheet(engine, view, known)
    else:
        first, *others = view.looks()
        reading = prove_page(engine, first, known, *others)
    looked = look(engine, view, reading, first, bars)
    return _arranged(reading, before.tables, before.lean, looked, bars)


def _middles(lines: Iterable[OcrLine]) -> NDArray[np.float64]:
    """Return the middle of every character that was read, a row of x and y each."""
    corners = np.array([quad for line in lines for quad in line.quads], dtype=np.float64)
    middles: NDArray[np.float64] = corners.reshape(-1, 4, 2).mean(axis=1)
    return middles


def _bar(quad: Quad, middles: NDArray[np.float64]) -> OcrLine:
    """Return a bar as a line as long in characters as what is below it.

    A column of bars with fewer would be taken for a column of a table where it was one of prose.
    """
    origin, along, across = (np.array(quad[at : at + 2]) for at in (0, 2, 6))
    along, across = along - origin, across - origin
    steps = (middles - origin) @ np.stack([along, across]).T
    inside = (steps > 0) & (steps < [along @ along, across @ across])
    # Never one alone: that would be taken for a box of a number written one digit to a box.
    count = max(2, round(length(quad) / (height(quad) or 1.0)), int(inside.all(axis=1).sum()))
    shares = [(at / count, (at + 1) / count) for at in range(count)]
    return OcrLine(text=_PAINTED * count, quads=characters(quad, shares), score=1.0, box=quad)


def _arranged(
    reading: PageReading,
    tables: tuple[Grid, ...],
    lean: float,
    looked: Looked,
    bars: tuple[OcrLine, ...] = (),
) -> Seen:
    new = {id(line) for line in reading.second}

    def arranged(lines: tuple[OcrLine, ...]) -> list[Run]:
        return arrange_in(tables, (*without(lines, looked), *bars), lean)

    again = tuple(_saying_anew(arranged(other), new) for other in reading.others)
    return Seen(reading, tables, lean, arranged(reading.lines), again, looked)


def _saying_anew(runs: list[Run], new: set[int]) -> list[Run]:
    """Keep the runs that hold a new line, and those they continue or that continue them."""
    kept = {id(run) for run in runs if any(id(line) in new for line in run.lines)}
    beside = {id(run.follows) for run in runs if id(run) in kept and run.follows}
    beside |= {id(run) for run in runs if run.follows and id(run.follows) in kept}
    return [run for run in runs if id(run) in kept | beside]


def _frame(
    number: int, size: tuple[int, int], seen: Seen, before: Looked | None = None
) -> FrameReading:
    reading = seen.reading

    def displayed(quad: Quad) -> Quad:
        return unrotated(quad, reading.quarters, *size)

    taken = dict(taken_of(number, seen.looked, displayed))
    segments: list[Segment] = []
    lines: dict[str, tuple[Line, ...]] = {}
    again = count(1)
    named = [("", [(run, f"p{number}.s{at}") for at, run in enumerate(seen.runs, start=1)])]
    named += [
        (SECOND_READING, [(run, f"p{number}.r{next(again)}") for run in runs])
        for runs in seen.again
    ]
    for part, some in named:
        names = {id(run): name for run, name in some}
        for at, (run, name) in enumerate(some, start=1):
            boxes = Quads(displayed(quad) for quad in run.quads)
            segments.append(
                Segment(
                    id=name,
                    text=run.text,
                    locator=Locator(part=part, page=number, line=at),
                    kind=Kind.OCR,
                    labels=run.labels,
                    cell=run.cell,
                    follows=names.get(id(run.follows), ""),
                    boxes=boxes,
                    removable=under(boxes, taken),
                )
            )
            lines[name] = tuple(
                Line(start, end, displayed(quads_of(line)), line.upright)
                for start, end, line in run.pieces
            )
    for segment, quad in segments_of(number, seen.looked, displayed):
        segments.append(segment)
        lines[segment.id] = (Line(0, len(segment.text), quad, upright=False),)
    unread = (
        *(
            Unread(code=doubt.code, where=str(Locator(page=number)), params=doubt.params)
            for doubt in reading.doubts
            if not answers((seen.looked, before), doubt)
        ),
        *unread_of(number, seen.looked),
        *cut_short(number, segments),
    )
    return FrameReading(Page(number=number, segments=tuple(segments)), lines, unread, seen, taken)
