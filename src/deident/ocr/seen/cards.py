"""Bank cards: embossed numbers in groups of four, light on light.

An engine reads embossed digits badly and sometimes upside down. Where digits in groups stand on
something that is no paper and do not add up, their strip is cut out, stretched and read again, and
the place itself says whose number it is: a card's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from deident.identifiers import luhn, resident_id
from deident.ocr.quads import angle, grown, height, length, span_of, turned
from deident.ocr.seen import BANK_CARD, Sight
from deident.ocr.seen.fields import is_paper
from deident.ocr.seen.strips import straightened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.model import Quad
    from deident.ocr import OcrLine, RgbImage
    from deident.ocr.seen.strips import Said, StripReader

LABEL = "银行卡号"
_DIGIT = re.compile("[0-9OoQDIl|ZSBGb]")
_FEWEST = 9
_WHOLE = 12
_STRAY = 2
_LENGTHS = frozenset(range(15, 20))
_LARGEST = max(_LENGTHS)
# Of a message or a table: a name beside its number, a sum.
_ELSE = re.compile("[\u4e00-\u9fff]{2}|[0-9][.,][0-9]{2}$")
_GROUPS = re.compile(r"[0-9]{4}([ ]?[0-9]{4}){2,3}([ ]?[0-9]{1,4})?")
_SURE = 0.9
_LEAST_SCORE = 0.4
_SLIM = 7.0
_GAP = 3.0
_MARGIN = 0.12


def bank_cards(image: RgbImage, lines: Sequence[OcrLine], read: StripReader) -> list[Sight]:
    """Find the numbers of bank cards in an upright picture that reading alone did not settle."""
    places = [
        (quad, said)
        for quad, said, score in _rows(lines)
        if length(quad) > _SLIM * height(quad)
        and not (score >= _SURE and _adds_up(_digits(said)))
        and not is_paper(image, quad)
    ]
    strips = [strip for quad, _ in places for strip in _looks(image, quad)]
    answers = iter(read(strips))
    return [
        sight
        for quad, said in places
        for sight in [_judged(quad, said, [next(answers) for _ in range(3)])]
        if sight is not None
    ]


def _rows(lines: Sequence[OcrLine]) -> Iterator[tuple[Quad, str, float]]:
    """Yield each row of digits, its boxes joined: where, what it said and the lowest score."""
    boxes = [(_rightwards(line.box), line) for line in lines if line.box is not None]
    boxes = [(box, line) for box, line in boxes if _is_digits(line.text)]
    boxes.sort(key=lambda pair: pair[0].x0)
    while boxes:
        row = [boxes.pop(0)]
        for pair in list(boxes):
            count = len(_DIGIT.findall("".join(line.text for _, line in (*row, pair))))
            if count <= _LARGEST + _STRAY and _goes_on(row[-1][0], pair[0]):
                row.append(pair)
                boxes.remove(pair)
        said = " ".join(line.text for _, line in row)
        if _FEWEST <= len(_DIGIT.findall(said)) <= _LARGEST + _STRAY:
            yield span_of(row[0][0], row[-1][0]), said, min(line.score for _, line in row)


def _rightwards(box: Quad) -> Quad:
    return turned(box, -(round(angle(box) / 90) % 4))


def _is_digits(text: str) -> bool:
    core = re.sub(r"[ \-.·]", "", text)
    if len(core) < 3 or _ELSE.search(text.strip()) or resident_id.is_valid(core):
        return False
    return len(_DIGIT.findall(core)) >= 0.8 * len(core)


def _goes_on(one: Quad, other: Quad) -> bool:
    high = max(1.0, min(height(one), height(other)))
    level = abs((other.y0 + other.y3) - (one.y1 + one.y2)) / 2 < 0.6 * high
    return level and -0.5 * high < other.x0 - one.x1 < _GAP * high


def _looks(image: RgbImage, quad: Quad) -> tuple[RgbImage, RgbImage, RgbImage]:
    """Return the strip as it is, stretched, and its edges without the ground below them."""
    strip = straightened(image, grown(quad, _MARGIN * height(quad)))
    grey = strip.astype(np.float32).mean(axis=2)
    low, high = np.percentile(grey, (2, 98))
    stretched = np.clip((grey - low) / max(1.0, float(high - low)) * 255, 0, 255)
    relief = np.abs(grey - np.median(grey, axis=1, keepdims=True))
    relief = 255 - np.clip(relief / max(1.0, float(np.percentile(relief, 98))) * 255, 0, 255)
    return strip, _rgb(stretched), _rgb(relief)


def _rgb(grey: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> RgbImage:
    return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)


def _digits(text: str) -> str:
    return "".join(re.findall("[0-9]", text))


def _adds_up(digits: str) -> bool:
    return len(digits) in _LENGTHS and luhn.passes(digits)


def _judged(quad: Quad, said: str, again: Sequence[Said]) -> Sight | None:
    readings = [one.text for one in again if one.score >= _LEAST_SCORE]
    proven = next((text for text in (*readings, said) if _adds_up(_digits(text))), "")
    if proven:
        return Sight(kind=BANK_CARD, quads=(quad,), text=_digits(proven), label=LABEL)
    best = max((said, *readings), key=lambda text: len(_digits(text)))
    grouped = any(_GROUPS.fullmatch(text.strip()) for text in (said, *readings))
    if grouped or (len(_digits(best)) >= _WHOLE and _apart(said, readings)):
        # A number that nobody read surely is not left to a recognizer.
        return Sight(kind=BANK_CARD, quads=(quad,), text=_digits(best), label=LABEL, painted=True)
    return None


def _apart(said: str, readings: Sequence[str]) -> bool:
    """Say whether the digits stand in groups."""
    return any(len(text.split()) >= 3 for text in (said, *readings))
