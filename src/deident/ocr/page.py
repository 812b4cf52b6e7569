"""One page read as well as it can be: upright, again where that helps, and honest about doubt.

A clean upright page takes one reading. A turned page is turned upright and read again, because
engines make more mistakes on their side. A seal over text, faint print or doubtful lines call for
the cleaned red channel, a watermark for the darkest ink alone, letters of a few pixels for twice
the size, and all of them for the engine's advisers. Nothing that the first reading said is dropped
for them: what another says anew stands beside it, and what any of them finds is masked.
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
from deident.ocr.looks import cleaned, darkest, doubled, is_hard
from deident.ocr.quads import angle, height, length, unrotated
from deident.ocr.union import anew, covered_by, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.ocr import OcrEngine, OcrLine, RgbImage

__all__ = ["Doubt", "PageReading", "cleaned", "prove_page", "quads_of", "read_page", "turn_of"]

_MEAN_SCORE = 0.9
# Pixels of a line; below it a stroke is a pixel wide or less.
_TINY = 13
_LEVEL = 45
# Degrees between a watermark and the text below it, and how many words of it are one.
_ASKEW, _WORDS, _FEW = (12, 78), 2, 6
_LOST = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What a page says, in the coordinates of the page turned upright.

    `quarters` is how often the displayed page was turned counter-clockwise to stand upright.
    `others` are further readings of the same page that say something the first did not, each with
    all its lines; `second` holds the lines among them that are new. `passes` counts engine passes;
    `hard` says that a glance or a doubt called for more than one look.
    """

    lines: tuple[OcrLine, ...]
    others: tuple[tuple[OcrLine, ...], ...] = ()
    second: tuple[OcrLine, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    quarters: int = 0
    passes: int = 1
    hard: bool = False


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
    found, standing, quarters, passes = _upright(first, image)
    lines = tuple(line for line in found if could_say(standing, line))
    lines += tuple(holes(standing, lines))
    overprinted = _is_overprinted(lines)
    hard = overprinted or _is_doubtful(lines) or is_hard(standing)
    hard = hard or (not lines and is_inked(standing))
    looks: list[_Look] = []
    if hard or is_strict(engine):
        looks += (_Look(standing, 1, advisers), _Look(cleaned(standing), 1, (first, *advisers[:1])))
    if overprinted:
        looks.append(_Look(darkest(standing), 1, (first,)))
    if _is_tiny(lines) and hard:
        looks.append(_Look(doubled(standing), 2, (first,)))
    looks += (
        _Look(np.ascontiguousarray(np.rot90(other, quarters)), 1, (first,)) for other in others
    )
    readings = [again for look in looks for again in _read(look)]
    return _united(
        PageReading(lines=lines, quarters=quarters, passes=passes + len(readings), hard=hard),
        readings,
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
    lines, *readings = [again for look in looks for again in _read(look)]
    known = (*before.lines, *(line for reading in before.others for line in reading))
    return _united(
        PageReading(
            lines=lines, quarters=before.quarters, passes=1 + len(readings), hard=before.hard
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


def _upright(engine: OcrEngine, image: RgbImage) -> tuple[tuple[OcrLine, ...], RgbImage, int, int]:
    """Return the lines, the page on which they stand, its turn, and how many passes that took."""
    lines = engine.read(image)
    quarters = turn_of(lines)
    if not quarters:
        return lines, image, 0, 1
    standing = np.ascontiguousarray(np.rot90(image, quarters))
    again = engine.read(standing)
    # Upright vertical text looks like a turned page; the better reading of the two is kept.
    if _mean(again) + 0.05 < _mean(lines):
        return lines, image, 0, 2
    lost = _lost(lines, again, quarters, (image.shape[1], image.shape[0]))
    return (*again, *lost), standing, quarters, 2


def _lost(
    lines: Iterable[OcrLine], again: Sequence[OcrLine], quarters: int, size: tuple[int, int]
) -> Iterator[OcrLine]:
    """Yield what was read of a page on its side where nothing was found once it stood upright.

    A column of figures among columns of text is seen from one side only.
    """
    across, down = size[::-1] if quarters % 2 else size
    for line in lines:
        if line.box is None or not line.text or is_unsure(line):
            continue
        box = unrotated(line.box, -quarters, across, down)
        quads = Quads(unrotated(quad, -quarters, across, down) for quad in line.quads)
        standing = replace(line, quads=quads, box=box, upright=abs(angle(box)) < _LEVEL)
        if covered_by(standing, again) < _LOST:
            yield standing


def turn_of(lines: Iterable[OcrLine]) -> int:
    """Return in which quarter most of the text runs: 1 is downwards, as on a page turned right."""
    votes = [0.0, 0.0, 0.0, 0.0]
    for line in lines:
        if line.box is not None and line.text and length(line.box) > 2 * height(line.box):
            votes[round(angle(line.box) / 90) % 4] += length(line.box)
    most = max(range(4), key=votes.__getitem__)
    return most if votes[most] > 0.6 * sum(votes) else 0


def _is_doubtful(lines: tuple[OcrLine, ...]) -> bool:
    return any(is_unsure(line) for line in lines) or (bool(lines) and _mean(lines) < _MEAN_SCORE)


def _is_tiny(lines: tuple[OcrLine, ...]) -> bool:
    """Say whether most letters are too small to be sure of."""
    return not lines or median(height(quads_of(line)) for line in lines) < _TINY


def _is_overprinted(lines: Iterable[OcrLine]) -> bool:
    """Say whether some text runs askew across the rest: a watermark, which parts other lines."""
    leans = [angle(line.box) for line in lines if line.box is not None and line.text]
    if len(leans) < _FEW:
        return False
    lean = median(leans)
    return sum(_ASKEW[0] < abs(one - lean) < _ASKEW[1] for one in leans) >= _WORDS


def _mean(lines: Iterable[OcrLine]) -> float:
    scores = [line.score for line in lines if line.text]
    return sum(scores) / len(scores) if scores else 0.0
