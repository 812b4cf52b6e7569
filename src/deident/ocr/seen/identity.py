"""The identity card (居民身份证) as a form: its number gives the place of everything else.

Where a line with eighteen digits has the words of the card above it, the name, the date of birth,
the address, the number and the portrait are painted where the card has them, whether their lines
were read well, badly or not at all. The card is 85.6 mm wide; the shares below are measured along
its left column of words and along its number, so that neither perspective nor size matters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.model import Quad
from deident.ocr.quads import grown, height, length, slice_of
from deident.ocr.seen import IDENTITY_CARD, Sight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.ocr import OcrLine

_WORDS = {
    "name": re.compile("姓[ ]?名"),
    "sex": re.compile("性[ ]?[别別]"),
    "birth": re.compile("出[ ]?生"),
    "address": re.compile("住[ ]?址"),
    "number": re.compile("公民身份|身份号码"),
}
LABEL = "公民身份号码"
_WHOLE = re.compile("(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9Xx])")
_NUMBER = re.compile("[0-9]{15,18}[0-9Xx]?")
_LOOKS_LIKE = str.maketrans("OoQDIl|ZSBGq", "000011125869")
_FEWEST = 2
# In lengths of the number: how far above it each word can stand, and how far to its left all do.
# The card has 0.85, 0.7, 0.57, 0.43 and 0, and half a length; a leaning one a third more or less.
_STANDS = {
    "name": (0.5, 1.4), "sex": (0.4, 1.2), "birth": (0.33, 1.0), "address": (0.2, 0.8),
    "number": (-0.2, 0.2),
}  # fmt: skip
_COLUMN = (-0.95, -0.25)
_STEP = 0.06
# Shares of the way from the column of words to the end of the number, and of that from the name
# down to the number: the card drawn by GA 490-2013, with room for a card cut or laid askew.
_FROM, _TO = 0.11, 0.70
_PORTRAIT = (0.68, -0.16, 1.17, 0.86)
_ROWS = {"name": (-0.09, 0.08), "birth": (0.25, 0.41), "address": (0.41, 0.82)}
# The number takes this share of the way; where no word stands at its left, it tells the rest.
_NUMBER_SHARE = 0.64
_HIGH = 0.62
_ROW = 0.25


@dataclass(frozen=True, slots=True)
class _Card:
    """A card in the picture: where the name's row begins, and the steps across and down."""

    left: float
    top: float
    across: tuple[float, float]
    down: tuple[float, float]

    def box(self, left: float, top: float, right: float, bottom: float) -> Quad:
        """Return a box given in shares of the card."""
        corners = (left, top), (right, top), (right, bottom), (left, bottom)
        return Quad(*(number for share in corners for number in self._at(*share)))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (
            self.left + self.across[0] * x + self.down[0] * y,
            self.top + self.across[1] * x + self.down[1] * y,
        )


def identity_cards(lines: Sequence[OcrLine]) -> list[Sight]:
    """Find the identity cards of an upright page by their numbers and words."""
    return [
        Sight(
            kind=IDENTITY_CARD,
            quads=tuple(_places(place, words)),
            label=LABEL,
            painted=True,
            value=_value(number.text),
        )
        for number in lines
        if number.box is not None and _is_number(number.text)
        for place in [_digits_of(number.text, number.box)]
        for words in [_words_above(place, lines)]
        if _is_card(words)
    ]


def _is_number(text: str) -> bool:
    text = re.sub(r"[^0-9A-Za-z|]", "", text.partition("号码")[2] or text).translate(_LOOKS_LIKE)
    return _NUMBER.fullmatch(text) is not None


def _value(text: str) -> str:
    """Return the number where all of it was read."""
    found = _WHOLE.search(text.replace(" ", ""))
    return found.group() if found else ""


def _is_card(words: dict[str, Quad]) -> bool:
    """Say whether enough of the card's words stand where they stand on a card.

    Two beside the number's own, or three: a table has the same words side by side.
    """
    return len(words.keys() - {"number"}) >= (_FEWEST if "number" in words else _FEWEST + 1)


def _words_above(number: Quad, lines: Iterable[OcrLine]) -> dict[str, Quad]:
    """Return where each of the card's words begins that stands at its place above the number."""
    long = max(1.0, length(number))
    ux, uy = (number.x1 - number.x0) / long, (number.y1 - number.y0) / long
    found: dict[str, tuple[float, Quad]] = {}
    for line in lines:
        for word, pattern in _WORDS.items():
            match = pattern.match(line.text)
            if match is None or line.box is None:
                continue
            quad = slice_of(line.box, 0.0, match.end() / len(line.text))
            x, y = quad.x0 - number.x0, quad.y0 - number.y0
            along, up = (x * ux + y * uy) / long, -(y * ux - x * uy) / long
            low, high = _STANDS[word]
            if low < up < high and _COLUMN[0] < along < _COLUMN[1]:
                found.setdefault(word, (up, quad))
    return dict(_in_order(found))


def _in_order(found: dict[str, tuple[float, Quad]]) -> Iterator[tuple[str, Quad]]:
    """Yield the words from the name down to the number that each stand below the one before."""
    above = float("inf")
    for word in _WORDS:
        if word in found and found[word][0] < above - _STEP:
            above, quad = found[word]
            yield word, quad


def _digits_of(text: str, box: Quad) -> Quad:
    """Return the part of a line that the digits take: its word may stand before them."""
    digits = re.search("[0-9]", text)
    return slice_of(box, digits.start() / len(text) if digits else 0.0, 1.0)


def _places(number: Quad, words: dict[str, Quad]) -> Iterator[Quad]:
    """Yield the boxes that are painted: those of the words' rows where they were read."""
    card = _card(number, words)
    yield grown(number, 0.1 * height(number))
    yield card.box(*_PORTRAIT)
    for word, (top, bottom) in _ROWS.items():
        yield card.box(_FROM, top, _TO, bottom)
        if word in words:
            yield _row(words[word], card)


def _row(word: Quad, card: _Card) -> Quad:
    """Return the row from behind a word to where the portrait begins."""
    ux, uy = card.across
    wide = (ux * ux + uy * uy) ** 0.5 * (_TO - _FROM)
    share = wide / max(1.0, length(word))
    return grown(slice_of(word, 1.1, 1.0 + share), _ROW * height(word))


def _card(number: Quad, words: dict[str, Quad]) -> _Card:
    ux, uy = number.x1 - number.x0, number.y1 - number.y0
    ends = _middle_right(number)
    foot = _foot(number, words, ends)
    across = ends[0] - foot[0], ends[1] - foot[1]
    name = words.get("name")
    if name is not None:
        head = (name.x0 + name.x3) / 2, (name.y0 + name.y3) / 2
    else:
        # The card's height follows from its width; down is to the right of across, turned.
        high = _HIGH * (ux * ux + uy * uy) ** 0.5 / _NUMBER_SHARE
        long = max(1.0, (across[0] ** 2 + across[1] ** 2) ** 0.5)
        head = foot[0] + across[1] / long * high, foot[1] - across[0] / long * high
    return _Card(*head, across, (foot[0] - head[0], foot[1] - head[1]))


def _middle_right(quad: Quad) -> tuple[float, float]:
    return (quad.x1 + quad.x2) / 2, (quad.y1 + quad.y2) / 2


def _foot(number: Quad, words: dict[str, Quad], ends: tuple[float, float]) -> tuple[float, float]:
    """Return where the column of words meets the number's line."""
    word = words.get("number")
    if word is not None:
        return (word.x0 + word.x3) / 2, (word.y0 + word.y3) / 2
    starts = (number.x0 + number.x3) / 2, (number.y0 + number.y3) / 2
    return (
        ends[0] - (ends[0] - starts[0]) / _NUMBER_SHARE,
        ends[1] - (ends[1] - starts[1]) / _NUMBER_SHARE,
    )
