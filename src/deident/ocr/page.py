"""One page read as well as it can be: upright, again where that helps, and honest about doubt.

A clean upright page takes one reading. A turned page is turned upright and read again, because
engines make more mistakes on their side. A seal over text, faint print or doubtful lines call for
the cleaned lightest channel, a seal or a watermark for the darkest ink alone, letters of a few
pixels for twice the size, and all of them for the engine's advisers. Nothing that one reading said
is dropped for another: what that says anew stands beside it, and what any of them finds is masked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.model import Quad, Quads
from deident.ocr.doubts import Doubt, could_say, doubts_of, is_inked, is_unsure
from deident.ocr.ensemble import first_of, is_strict, others_of
from deident.ocr.holes import holes
from deident.ocr.looks import cleaned, darkest, doubled, is_hard, is_sealed
from deident.ocr.quads import height
from deident.ocr.standing import (
    is_overprinted,
    mean_score,
    turn_of,
    upright,
    without_watermark,
)
from deident.ocr.union import anew, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.ocr import OcrEngine, OcrLine, RgbImage

__all__ = ["Doubt", "PageReading", "cleaned", "prove_page", "quads_of", "read_page", "turn_of"]

_MEAN_SCORE = 0.9
# Pixels of a line; below it a stroke is a pixel wide or less.
_TINY = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What a page says, in the coordinates of the page turned upright.

    `quarters` is how often the displayed page was turned counter-clockwise to stand upright.
    `others` are further readings of the same page that say something the first did not, each with
    all its lines; `second` holds the lines among them that are new. `passes` counts engine passes;
    `hard` says that a glance or a doubt called for more than one look, `overlaid` that a seal or a
    watermark lies over the print.
    """

    lines: tuple[OcrLine, ...]
    others: tuple[tuple[OcrLine, ...], ...] = ()
    second: tuple[OcrLine, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    quarters: int = 0
    passes: int = 1
    hard: bool = False
    overlaid: bool = False


class _Look(NamedTuple):
    """A picture of the upright page, how much larger than the page it is, and who looks at it."""

    pixels: RgbImage
    scale: float
    readers: tuple[OcrEngine, ...]


def read_page(engine: OcrEngine, image: RgbImage, *others: RgbImage) -> PageReading:
    """Read an RGB page the way it is displayed.

    `others` are other looks of the same page (a transparent picture on a black ground) that are
    read too, for what they say anew.
    """
    first, advisers = first_of(engine), others_of(engine)
    seen = upright(first, image)
    beside: list[tuple[OcrLine, ...]] = []
    if overprinted := is_overprinted(seen.lines):
        seen, with_it = without_watermark(first, seen)
        beside.append(with_it)
    standing = seen.page
    sealed = is_sealed(standing)
    # The letters of a seal or a watermark are no part of a line that was passed over.
    print_ = darkest(standing) if overprinted or sealed else standing
    lines = (*seen.lines, *holes(print_, seen.lines))
    hard = overprinted or sealed or _is_doubtful(lines) or is_hard(standing)
    hard = hard or (not lines and is_inked(standing))
    looks: list[_Look] = []
    if hard or is_strict(engine):
        looks += (_Look(standing, 1, advisers), _Look(cleaned(standing), 1, (first, *advisers[:1])))
    if sealed and not overprinted:
        looks.append(_Look(print_, 1, (first,)))
    if _is_tiny(lines) and hard:
        looks.append(_Look(doubled(standing), 2, (first,)))
    looks += (
        _Look(np.ascontiguousarray(np.rot90(other, seen.quarters)), 1, (first,)) for other in others
    )
    readings = [again for look in looks for again in _read(look)]
    return _united(
        PageReading(
            lines=lines,
            quarters=seen.quarters,
            passes=seen.passes + len(readings),
            hard=hard,
            overlaid=overprinted or sealed,
        ),
        [*beside, *readings],
        lines,
        standing,
    )


def prove_page(
    engine: OcrEngine, image: RgbImage, before: PageReading, *others: RgbImage
) -> PageReading:
    """Read the masked copy of a page that was read before, by the engine's advisers if it has any.

    Nothing but the paint is new on it, so what was surely read before answers a doubt now.
    """
    readers = others_of(engine) or (first_of(engine),)
    standing = np.rot90(image, before.quarters)
    looks = [_Look(np.ascontiguousarray(standing), 1, readers)]
    if before.hard or is_strict(engine):
        looks.append(_Look(cleaned(standing), 1, readers[:1]))
    looks += (
        _Look(np.ascontiguousarray(np.rot90(other, before.quarters)), 1, readers[:1])
        for other in others
    )
    if before.overlaid:
        looks.append(_Look(darkest(standing), 1, readers[:1]))
    lines, *readings = [again for look in looks for again in _read(look)]
    known = (*before.lines, *(line for reading in before.others for line in reading))
    return _united(
        PageReading(
            lines=lines,
            quarters=before.quarters,
            passes=1 + len(readings),
            hard=before.hard,
            overlaid=before.overlaid,
        ),
        readings,
        lines,
        standing,
        known,
    )


def _united(
    reading: PageReading,
    readings: Iterable[tuple[OcrLine, ...]],
    heard: tuple[OcrLine, ...],
    standing: RgbImage,
    known: tuple[OcrLine, ...] = (),
) -> PageReading:
    """Add to a reading what others of the same page say anew, and what none of them is sure of."""
    second: tuple[OcrLine, ...] = ()
    others: list[tuple[OcrLine, ...]] = []
    for again in readings:
        new = tuple(anew(again, (*reading.lines, *second)))
        heard += tuple(line for line in again if line.text)
        if new:
            second += new
            others.append(tuple(line for line in again if line.text))
    return replace(
        reading,
        lines=tuple(line for line in reading.lines if line.text),
        others=tuple(others),
        second=second,
        doubts=tuple(doubts_of((*reading.lines, *second), heard, standing, known)),
    )


def _read(look: _Look) -> Iterator[tuple[OcrLine, ...]]:
    for reader in look.readers:
        lines = (line for line in reader.read(look.pixels) if could_say(look.pixels, line))
        yield tuple(line if look.scale == 1 else _shrunk(line, look.scale) for line in lines)


def _shrunk(line: OcrLine, scale: float) -> OcrLine:
    def quad(large: Quad) -> Quad:
        return Quad(*(number / scale for number in large))

    return replace(
        line,
        quads=Quads(quad(one) for one in line.quads),
        box=quad(line.box) if line.box is not None else None,
    )


def _is_doubtful(lines: tuple[OcrLine, ...]) -> bool:
    return any(is_unsure(line) for line in lines) or (
        bool(lines) and mean_score(lines) < _MEAN_SCORE
    )


def _is_tiny(lines: tuple[OcrLine, ...]) -> bool:
    """Say whether most letters are too small to be sure of."""
    return not lines or median(height(quads_of(line)) for line in lines) < _TINY
