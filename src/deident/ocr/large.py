"""A picture too large to be looked at at once: read part by part, and put together again.

Only one part is unpacked at a time. Each is read as a page of its own (`deident.ocr.page`), so a
seal or faint print costs a second look where it is, and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from deident.model import Quads
from deident.ocr.ensemble import first_of
from deident.ocr.page import PageReading, prove_page, read_page, turn_of
from deident.ocr.quads import rectangle, unrotated
from deident.ocr.tiles import Tile, put_together, shifted, tiles
from deident.ocr.union import anew, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.ocr import OcrEngine, OcrLine, RgbImage
    from deident.ocr.doubts import Doubt

SIDE = 6000
OVERLAP = 1500
_EVEN = 12


class Sheet(Protocol):
    """A picture that hands out its parts, as it is displayed."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def looks(self, part: Tile) -> tuple[RgbImage, ...]:
        """Return a part as RGB; one with transparency in several looks."""

    def glance(self, side: int) -> RgbImage:
        """Return the whole, shrunk until its longer side is at most so long."""


def read_sheet(
    engine: OcrEngine, sheet: Sheet, before: PageReading | None = None, side: int = SIDE
) -> PageReading:
    """Read a large picture part by part, or prove its masked copy where it was read `before`."""
    across, down = sheet.size
    quarters = before.quarters if before else turn_of(first_of(engine).read(sheet.glance(2000)))
    wide, high = (down, across) if quarters % 2 else (across, down)
    passes = 0 if before else 1
    hard = False
    lines: list[tuple[Tile, tuple[OcrLine, ...]]] = []
    others: dict[int, list[tuple[Tile, tuple[OcrLine, ...]]]] = {}
    doubts: list[Doubt] = []
    for tile in tiles(wide, high, side, min(OVERLAP, side // 4)):
        looks = _upright(sheet, tile, quarters)
        if not any(_says_something(look) for look in looks):
            continue
        reading = _part(engine, looks, before, tile)
        passes += reading.passes
        hard = hard or reading.hard
        lines.append((tile, reading.lines))
        for number, other in enumerate(reading.others):
            others.setdefault(number, []).append((tile, other))
        doubts += (_moved(doubt, tile) for doubt in reading.doubts)
    together = put_together(lines, wide, high)
    again = tuple(put_together(parts, wide, high) for parts in others.values())
    return PageReading(
        lines=together,
        others=again,
        second=tuple(anew((line for other in again for line in other), together)),
        doubts=tuple(dict.fromkeys(doubts)),
        quarters=quarters,
        passes=passes,
        hard=hard,
    )


def _part(
    engine: OcrEngine, looks: tuple[RgbImage, ...], before: PageReading | None, tile: Tile
) -> PageReading:
    """Read a part; what lies on its side there is turned as the whole sheet stands."""
    if before is None:
        return _as_it_lies(read_page(engine, *looks), looks[0].shape[1], looks[0].shape[0])
    first, *others = looks
    known = replace(
        before,
        lines=tuple(_within(before.lines, tile)),
        others=tuple(tuple(_within(other, tile)) for other in before.others),
        quarters=0,
    )
    return prove_page(engine, first, known, *others)


def _upright(sheet: Sheet, tile: Tile, quarters: int) -> tuple[RgbImage, ...]:
    """Cut a part of the upright sheet out of the sheet as it is displayed."""
    across, down = sheet.size
    corners = unrotated(rectangle(*tile), quarters, across, down)
    part = Tile(
        round(min(corners[0::2])), round(min(corners[1::2])),
        round(max(corners[0::2])), round(max(corners[1::2])),
    )  # fmt: skip
    return tuple(np.ascontiguousarray(np.rot90(look, quarters)) for look in sheet.looks(part))


def _as_it_lies(reading: PageReading, width: int, height: int) -> PageReading:
    if not reading.quarters:
        return reading

    def lying(line: OcrLine) -> OcrLine:
        return replace(
            line,
            quads=Quads(unrotated(quad, reading.quarters, width, height) for quad in line.quads),
            box=unrotated(line.box, reading.quarters, width, height) if line.box else None,
            upright=False,
        )

    return replace(
        reading,
        lines=tuple(map(lying, reading.lines)),
        others=tuple(tuple(map(lying, other)) for other in reading.others),
        quarters=0,
    )


def _within(lines: tuple[OcrLine, ...], tile: Tile) -> Iterator[OcrLine]:
    for line in lines:
        place = place_of(line)
        middle_x, middle_y = (place.left + place.right) / 2, (place.top + place.bottom) / 2
        if tile.left <= middle_x <= tile.right and tile.top <= middle_y <= tile.bottom:
            yield shifted(line, -tile.left, -tile.top)


def _moved(doubt: Doubt, tile: Tile) -> Doubt:
    if len(doubt.params) < 3:
        return doubt
    score, x, y = doubt.params
    return doubt._replace(params=(score, int(x) + tile.left, int(y) + tile.top))


def _says_something(look: RgbImage) -> bool:
    return int(look.max()) - int(look.min()) > _EVEN
