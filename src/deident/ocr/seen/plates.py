"""Vehicle plates: found by the colour of their field or by a line that reads like one.

Engines lose the province of a plate in a photograph, turn it upside down or do not see a small one
at all. So every field that could be a plate is cut out, straightened and read by itself, and where
the place says plate a letter and five or six characters are enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.identifiers import vehicle_plate
from deident.ocr.quads import angle, bounds, common, grown, height, length, slice_of, turned
from deident.ocr.seen import PLATE, Sight
from deident.ocr.seen.fields import fields, filled, is_paper, on_field
from deident.ocr.seen.strips import NOTHING, straightened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deident.model import Quad
    from deident.ocr import OcrLine, RgbImage
    from deident.ocr.seen.strips import Said, StripReader

LABEL = "车牌号"
_PROVINCES = vehicle_plate.PROVINCE_CHARACTERS
_CORE = re.compile(r"[A-Z0-9\u4e00-\u9fff]")
_LIKE = re.compile(
    r"[\u4e00-\u9fffWJ]{0,2}[A-Z][A-Z0-9]{4,6}[学警港澳挂领使]?|使[0-9]{6}|[0-9]{6}使"
)
_PART = re.compile(r"[\u4e00-\u9fff]?[A-Z0-9]{4,8}[\u4e00-\u9fff]?")
# Whose plates these are their form says, so the policy is asked without the label of a private car.
_OFFICIAL = frozenset({"police", "consulate", "embassy", "emergency", "armed_police", "military",
                       "civil_aviation", "coach"})  # fmt: skip
# What stands in charts: a share, a sum, a day.
_FIGURE = re.compile(r"[0-9][.:,][0-9]|[%，元年月日]")
_LEAST_SCORE = 0.5
_FULL = 0.62
_TWO_ROWS = 2.45
_INSIDE = 0.55
_SAME = 0.4
_MARGIN = 0.06
# A plate in two rows, in the height of the lower one.
_HIGHEST = 3.2


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place that may be a plate, what a line there said, and whether its colour says so too."""

    quad: Quad
    said: str
    coloured: bool


def plates(image: RgbImage, lines: Sequence[OcrLine], read: StripReader) -> list[Sight]:
    """Find the plates of an upright picture."""
    places = _candidates(image, lines)
    strips = [straightened(image, grown(one.quad, _MARGIN * height(one.quad))) for one in places]
    rows = [straightened(image, row) for one in places for row in _rows(one.quad)]
    answers = read([*strips, *rows])
    below = iter(answers[len(strips) :])
    sights: list[Sight] = []
    for one, strip, said in zip(places, strips, answers, strict=False):
        two = [next(below) for _ in _rows(one.quad)]
        sight = _judged(one, said, two, filled(strip), white=is_paper(image, one.quad))
        if sight is not None and not any(_same(sight.quads[0], other.quads[0]) for other in sights):
            sights.append(sight)
    return sights


def _candidates(image: RgbImage, lines: Sequence[OcrLine]) -> list[_Candidate]:
    coloured = [
        _Candidate(field.quad, _said_in(field.quad, lines), coloured=True)
        for field in fields(image)
        if filled(straightened(image, field.quad)) > 0.4
    ]
    coloured.sort(key=lambda one: -len(one.said))
    written = [
        _Candidate(_whole(box), line.text, coloured=False)
        for line in lines
        if line.box is not None
        and _could_be(line.text)
        and 1.2 < length(line.box) / max(1.0, height(line.box)) < 6.5
        and _stands_out(image, line.text, box := _rightwards(line.box))
        and not any(_inside(box, one.quad) and _as_large(one.quad, box) for one in coloured)
    ]
    return [*coloured, *written]


def _stands_out(image: RgbImage, text: str, box: Quad) -> bool:
    """Say whether a line's ground is a plate's: a field, or no paper where the words say plate."""
    if on_field(image, box):
        return True
    return _LIKE.fullmatch(_core(text)) is not None and not is_paper(image, box)


def _could_be(text: str) -> bool:
    """Say whether a line is as long as a plate and has digits as one has."""
    core = _core(text)
    digits = sum(character.isdigit() for character in core)
    return 4 <= len(core) <= 9 and digits >= 2 and not re.search(r"[0-9][.:%/][0-9]|[元%℃]", text)


def _core(text: str) -> str:
    return "".join(_CORE.findall(text.upper()))


def _rightwards(box: Quad) -> Quad:
    """Return the box as it lies on the page: plates do not stand on their heads."""
    quarters = round(angle(box) / 90) % 4
    return turned(box, -quarters)


def _whole(box: Quad) -> Quad:
    """Return the plate around its characters; the first of them is the one engines lose."""
    shift = 0.3 * height(box) / max(1.0, length(box))
    return grown(slice_of(box, -shift, 1 + shift), _MARGIN * height(box))


def _rows(quad: Quad) -> list[Quad]:
    """Return the two rows of a plate that is high enough to have two."""
    if length(quad) > _TWO_ROWS * height(quad):
        return []
    return [_level_slice(quad, 0.02, 0.42), _level_slice(quad, 0.36, 0.98)]


def _level_slice(quad: Quad, top: float, bottom: float) -> Quad:
    return turned(slice_of(turned(quad, 1), top, bottom), -1)


def _said_in(quad: Quad, lines: Iterable[OcrLine]) -> str:
    inside = [
        line
        for line in lines
        if line.box is not None and _inside(line.box, quad) and _as_large(quad, line.box)
    ]
    inside.sort(key=lambda line: (round(_middle(line) / max(1.0, height(quad)) * 2), _left(line)))
    return "".join(line.text for line in inside)


def _middle(line: OcrLine) -> float:
    return line.box.y0 + line.box.y2 if line.box is not None else 0.0


def _left(line: OcrLine) -> float:
    return line.box.x0 if line.box is not None else 0.0


def _judged(
    one: _Candidate, said: Said, rows: Sequence[Said], full: float, *, white: bool
) -> Sight | None:
    """Say what a place is: a plate that was read, one that must be painted, or none."""
    strip = said if said.score >= _LEAST_SCORE else NOTHING
    double = "".join(row.text for row in rows if row.score >= _LEAST_SCORE)
    readings = [_core(text) for text in (strip.text, one.said, double)]
    valid = next((text for text in readings if vehicle_plate.is_valid(text)), "")
    # On any other ground two letters and five digits are a plate whose province was lost.
    if valid and (white or vehicle_plate.kind(valid) != "military"):
        return _plate(one.quad, valid)
    likely = max((text for text in readings if _LIKE.fullmatch(text)), key=len, default="")
    if likely:
        # Without the right province no recognizer would know it, so it is not left to them.
        return _sight(one.quad, likely)
    partly = any(_PART.fullmatch(text) and _digits(text) >= 2 for text in readings)
    figure = any(_FIGURE.search(text) for text in (strip.text, one.said, double))
    if one.coloured and full > _FULL and partly and not figure:
        return _sight(one.quad)
    return None


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _sight(quad: Quad, text: str = "", label: str = LABEL, *, painted: bool = True) -> Sight:
    whole = grown(quad, 2 * _MARGIN * height(quad))
    return Sight(kind=PLATE, quads=(whole,), text=text, label=label, painted=painted)


def _plate(quad: Quad, number: str) -> Sight:
    label = "" if vehicle_plate.kind(number) in _OFFICIAL else LABEL
    return _sight(quad, number, label, painted=False)


def _inside(box: Quad, quad: Quad) -> bool:
    """Say whether most of a box lies in a quad."""
    place = bounds((box,))
    return common(place, bounds((quad,))) > _INSIDE * max(1.0, place.area)


def _as_large(quad: Quad, box: Quad) -> bool:
    """Say whether a field is no larger than the plate around a line: it may be the whole car."""
    return height(quad) < _HIGHEST * height(box)


def _same(quad: Quad, other: Quad) -> bool:
    one, two = bounds((quad,)), bounds((other,))
    return common(one, two) > _SAME * max(1.0, min(one.area, two.area))
