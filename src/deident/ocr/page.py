"""One page read as well as it can be: upright, twice where that helps, and honest about doubt.

A clean upright page takes one reading. A turned page is turned upright and read again, because
engines make more mistakes on their side. A seal over text, faint print or doubtful lines call for
a second reading of the cleaned red channel. Nothing that the first reading said is dropped for
it: what the second says anew stands beside it, and what either finds is masked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from deident.ocr.ink import BAR, lettered
from deident.ocr.quads import angle, bounds, common, height, length, slice_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from deident.model import Params, Quad
    from deident.ocr import OcrEngine, OcrLine, RgbImage
    from deident.ocr.quads import Bounds

UNSURE = 0.6
UNSURE_DIGITS = 0.8
_DIGITS = 4
# A second reading that is less sure than this invents text in noise.
_WORTHLESS = 0.5
_MEAN_SCORE = 0.9
_CONTRAST = 90
_MIXED_CELLS = 12
_REDNESS = 20
_CELL = 8
_GLANCE = 1200
_SAME_PLACE = 0.3
_ANSWERED = 0.5
_READABLE_SIDE = 8
_BAR_SHARE = 0.3
_EVEN_SHARE = 0.85
_BUSY_CELLS = 6
_BUSY_SHARE = 0.001


class Doubt(NamedTuple):
    """A place of a page that was not, or not surely, read. It holds no text."""

    code: str
    line: int
    params: Params


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What a page says, in the coordinates of the page turned upright.

    `quarters` is how often the displayed page was turned counter-clockwise to stand upright.
    `second` holds lines of the second reading that say something the first did not.
    """

    lines: tuple[OcrLine, ...]
    second: tuple[OcrLine, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    quarters: int = 0
    passes: int = 1


def read_page(engine: OcrEngine, image: RgbImage, *others: RgbImage) -> PageReading:
    """Read an RGB page the way it is displayed.

    `others` are other looks of the same page (a transparent picture on a black ground) that are
    read too, for what they say anew.
    """
    found, quarters, passes = _upright(engine, image)
    standing = np.rot90(image, quarters)
    lines = tuple(line for line in found if _could_say(standing, line))
    looks = [np.ascontiguousarray(np.rot90(other, quarters)) for other in others]
    if _wants_second(standing, lines):
        looks.append(cleaned(standing))
    second: tuple[OcrLine, ...] = ()
    both = lines
    for look in looks:
        again = [line for line in engine.read(look) if _could_say(look, line)]
        second += tuple(_anew(again, (*lines, *second)))
        both += tuple(line for line in again if line.text)
    return PageReading(
        lines=tuple(line for line in lines if line.text),
        second=second,
        doubts=tuple(_doubts(lines, both, second, standing)),
        quarters=quarters,
        passes=passes + len(looks),
    )


def _upright(engine: OcrEngine, image: RgbImage) -> tuple[tuple[OcrLine, ...], int, int]:
    lines = engine.read(image)
    quarters = _turn_of(lines)
    if not quarters:
        return lines, 0, 1
    again = engine.read(np.ascontiguousarray(np.rot90(image, quarters)))
    # Upright vertical text looks like a turned page; the better reading of the two is kept.
    if _mean(again) + 0.05 < _mean(lines):
        return lines, 0, 2
    return again, quarters, 2


def _turn_of(lines: Iterable[OcrLine]) -> int:
    """Return in which quarter most of the text runs: 1 is downwards, as on a page turned right."""
    votes = [0.0, 0.0, 0.0, 0.0]
    for line in lines:
        if line.box is not None and line.text and length(line.box) > 2 * height(line.box):
            votes[round(angle(line.box) / 90) % 4] += length(line.box)
    most = max(range(4), key=votes.__getitem__)
    return most if votes[most] > 0.6 * sum(votes) else 0


def cleaned(image: RgbImage) -> RgbImage:
    """Return the red channel without specks and stretched: red seals and faint print."""
    red = Image.fromarray(np.ascontiguousarray(image[:, :, 0]))
    grey = ImageOps.autocontrast(red.filter(ImageFilter.MedianFilter(3)), cutoff=1)
    return np.repeat(np.asarray(grey)[:, :, None], 3, axis=2)


def _wants_second(image: RgbImage, lines: tuple[OcrLine, ...]) -> bool:
    if any(_unsure(line) for line in lines) or (lines and _mean(lines) < _MEAN_SCORE):
        return True
    step = -(-max(image.shape[:2]) // _GLANCE)
    small = image[::step, ::step]
    return _faint(small) or _sealed(small)


def _faint(image: RgbImage) -> bool:
    # Text covers a few per cent of a page at most, so its darkness shows in the last thousandths.
    light, dark = np.percentile(image[:, :, 1], (90, 0.2))
    return bool(30 < abs(light - dark) < _CONTRAST)


def _sealed(image: RgbImage) -> bool:
    """Say whether red ink and dark ink meet: a seal over text, not a red letterhead."""
    red = image[:, :, 0].astype(np.int16)
    redness = red - np.maximum(image[:, :, 1], image[:, :, 2])
    seal = redness - int(np.median(redness[::4, ::4])) > _REDNESS
    if np.count_nonzero(seal) < _MIXED_CELLS * _CELL:
        return False
    # A seal is nearly as light as paper in the red channel; the text below it is not.
    ground, ink = np.percentile(red[::2, ::2], (80, 0.5))
    dark = red < ground - 0.4 * (ground - ink)
    mixed = (_shares(seal) > 0.05) & (_shares(dark) > 0.05)
    return int(np.count_nonzero(mixed)) >= _MIXED_CELLS


def _shares(marks: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows, columns = marks.shape[0] // _CELL, marks.shape[1] // _CELL
    cells = marks[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL)
    shares: NDArray[np.float64] = cells.mean(axis=(1, 3))
    return shares


def _anew(second: Iterable[OcrLine], first: tuple[OcrLine, ...]) -> Iterator[OcrLine]:
    for line in second:
        if line.score < _WORTHLESS or not line.text:
            continue
        there = "".join(_core(other.text) for other in first if _overlap(line, other) > _SAME_PLACE)
        if _core(line.text) and _core(line.text) not in there:
            yield line


def _core(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _unsure(line: OcrLine) -> bool:
    digits = len(re.findall("[0-9]", line.text))
    return line.score < (UNSURE_DIGITS if digits >= _DIGITS else UNSURE)


def _doubts(
    first: tuple[OcrLine, ...],
    both: tuple[OcrLine, ...],
    second: tuple[OcrLine, ...],
    image: RgbImage,
) -> Iterator[Doubt]:
    """Name the lines that no reading was sure of, and a page full of ink that says nothing."""
    for number, line in enumerate((*first, *second), start=1):
        if not _unsure(line):
            continue
        if any(not _unsure(other) and _covered(line, other) > _ANSWERED for other in both):
            continue
        yield Doubt("OCR_UNSURE", number, (round(line.score * 100), *_corner(line)))
    if not any(line.text for line in both) and not first and _inked(image):
        yield Doubt("OCR_NOTHING_READ", 0, ())


def _corner(line: OcrLine) -> tuple[int, int]:
    place = _place(line)
    return round(place.left), round(place.top)


def _place(line: OcrLine) -> Bounds:
    return bounds((line.box,) if line.box is not None else line.quads)


def _overlap(line: OcrLine, other: OcrLine) -> float:
    """Return the share of the smaller line that lies in the other."""
    one, two = _place(line), _place(other)
    return common(one, two) / max(1.0, min(one.area, two.area))


def _covered(line: OcrLine, other: OcrLine) -> float:
    """Return the share of a line that lies in the other."""
    place = _place(line)
    return common(place, _place(other)) / max(1.0, place.area)


def _could_say(image: RgbImage, line: OcrLine) -> bool:
    """Say whether a line is more than a painted bar or, where it has no text, a speck."""
    quad = quads_of(line)
    inside = _sampled(image, quad)
    if _is_bar(inside):
        return False
    if line.text:
        return True
    ranges = int(inside.max()) - int(inside.min())
    return min(length(quad), height(quad)) >= _READABLE_SIDE and ranges > _CONTRAST / 2


def _sampled(image: RgbImage, quad: Quad) -> RgbImage:
    """Return the inside of a quad as an upright picture, however the quad leans."""
    inner = slice_of(quad, 0.1, 0.9)
    down = np.linspace(0.1, 0.9, max(8, round(height(quad))))[:, None, None]
    right = np.linspace(0.0, 1.0, max(8, round(length(quad))))[None, :, None]
    left_top, right_top, right_low, left_low = (np.array(inner[at : at + 2]) for at in (0, 2, 4, 6))
    top = left_top + (right_top - left_top) * right
    low = left_low + (right_low - left_low) * right
    points = top + (low - top) * down
    columns = np.clip(points[..., 0].round().astype(int), 0, image.shape[1] - 1)
    rows = np.clip(points[..., 1].round().astype(int), 0, image.shape[0] - 1)
    sampled: RgbImage = image[rows, columns]
    return sampled


def _is_bar(part: RgbImage) -> bool:
    """Say whether a part is solid black, but for its edges and ruled lines beside it.

    White letters on black leave rows that are neither black nor even.
    """
    for axis in (0, 1):
        high, low = part.max(axis=(axis, 2)), part.min(axis=(axis, 2))
        even = high.astype(np.int16) - low <= BAR
        if even.mean() > _EVEN_SHARE and (high <= BAR).mean() > _BAR_SHARE:
            return True
    return False


def _inked(image: RgbImage) -> bool:
    """Say whether there is something to see besides even ground, rules and painted bars."""
    marks = lettered(image)
    if not marks.size:
        return int(image.max()) - int(image.min()) > _CONTRAST / 2
    return bool(np.count_nonzero(marks) > max(_BUSY_CELLS, _BUSY_SHARE * marks.size))


def _mean(lines: Iterable[OcrLine]) -> float:
    scores = [line.score for line in lines if line.text]
    return sum(scores) / len(scores) if scores else 0.0


def quads_of(line: OcrLine) -> Quad:
    """Return the whole line's quad."""
    return line.box if line.box is not None else line.quads[0]
