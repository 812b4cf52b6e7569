"""Characters put together to words, by where they stand.

One character to a text object is normal, in any order. Characters of one object that stand side by
side are a word; words that touch on one baseline are joined, whatever their order in the file.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from deident.formats.chains import SHORTEST_CHAIN
from deident.formats.ofd.glyphs import middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.formats.ofd.glyphs import Glyph
    from deident.model import Quad

# In sizes of a character, angles in degrees.
_GAP = 0.4
_STAR_GAP = 0.7
_OVERLAP = 0.35
_SAME_BASE = 0.35
_TWIN = 0.2
_PITCH = 3.0
_EVEN = 0.12
_DOWN = 1.35
_FEWEST_DOWN = 4
_LEVEL = 2.0
_AROUND = tuple((dx, dy) for dx in (0, -1, 1) for dy in (0, -1, 1))


@dataclass(slots=True, eq=False)
class Word:
    """Characters side by side. `ghost` words stand on the page but are read elsewhere."""

    glyphs: list[Glyph]
    ghost: bool = False
    level: bool = True

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def first(self) -> Quad:
        """The box of its first character."""
        return self.glyphs[0].quad

    @property
    def last(self) -> Quad:
        """The box of its last character."""
        return self.glyphs[-1].quad


def words_of(objects: Iterable[Sequence[Glyph]]) -> list[Word]:
    """Put the characters of a page together to words, hidden ones apart from visible ones."""
    pieces = [Word(list(piece)) for glyphs in objects for piece in _pieces(glyphs)]
    pieces = _without_twins(pieces)
    words: list[Word] = []
    for hidden in (False, True):
        own = [word for word in pieces if bool(word.glyphs[0].hidden) == hidden]
        words += _joined(_chained_down(own))
    return words


def _pieces(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Cut the characters of one object where they do not stand side by side."""
    piece: list[Glyph] = []
    for glyph in glyphs:
        if piece and not _beside(piece, glyph):
            yield from _trimmed(piece)
            piece = []
        piece.append(glyph)
    yield from _trimmed(piece)


def _trimmed(piece: list[Glyph]) -> Iterator[list[Glyph]]:
    while piece and piece[-1].char.isspace():
        piece.pop()
    while piece and piece[0].char.isspace():
        piece.pop(0)
    if piece:
        yield piece


def _beside(piece: list[Glyph], glyph: Glyph) -> bool:
    before = piece[-1]
    gap, shift = _gap(before.quad, glyph.quad, before.size)
    if abs(shift) < _SAME_BASE and -_OVERLAP < gap < _reach(before, glyph):
        return True
    # Vertical writing: the next character stands below.
    down, aside = _fall(before, glyph)
    runs_down = len(piece) == 1 or abs(_fall(piece[-2], before)[0]) > _SAME_BASE
    return runs_down and 0.5 < down < _DOWN and aside < _SAME_BASE


def _gap(one: Quad, two: Quad, size: float) -> tuple[float, float]:
    """Return the gap and the shift from one box to the next along the first, in its size."""
    along = math.hypot(one.x1 - one.x0, one.y1 - one.y0) or 1.0
    ux, uy = (one.x1 - one.x0) / along, (one.y1 - one.y0) / along
    dx, dy = two.x3 - one.x2, two.y3 - one.y2
    return (dx * ux + dy * uy) / size, (dy * ux - dx * uy) / size


def _reach(one: Glyph, two: Glyph) -> float:
    """Return how wide a gap may be. A star stands where a wider character stood."""
    return _STAR_GAP if "*" in (one.char, two.char) else _GAP


def _fall(one: Glyph, two: Glyph) -> tuple[float, float]:
    (x0, y0), (x1, y1) = middle(one.quad), middle(two.quad)
    return (y1 - y0) / one.size, abs(x1 - x0) / one.size


def _without_twins(words: list[Word]) -> list[Word]:
    """Take out what is drawn a second time in the same place: bold type without a bold font."""
    seen: dict[tuple[str, bool, float, int, int], Word] = {}
    kept = []
    for word in words:
        size = word.glyphs[0].size
        x, y = middle(word.first)
        key = (word.text, bool(word.glyphs[0].hidden), round(size, 1))
        # A field is as wide as twins may be apart, so that they stand in fields side by side.
        column, row = round(x / (_TWIN * size)), round(y / (_TWIN * size))
        twin = next(
            (seen[place] for dx, dy in _AROUND if (place := (*key, column + dx, row + dy)) in seen),
            None,
        )
        if twin is None:
            seen[*key, column, row] = word
            kept.append(word)
        else:
            for glyph, other in zip(twin.glyphs, word.glyphs, strict=True):
                glyph.twins += (other, *other.twins)
    return kept


def _chained_down(words: list[Word]) -> list[Word]:
    """Join single characters that follow one another downwards, at least four of them."""
    chained: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not (len(word.glyphs) == 1 and _is_below(run[-1], word)):
            chained += _one_if_long(run)
            run = []
        run.append(word)
    return chained + _one_if_long(run)


def _is_below(one: Word, two: Word) -> bool:
    if len(one.glyphs) > 1:
        return False
    down, aside = _fall(one.glyphs[0], two.glyphs[0])
    return 0.8 < down < _DOWN and aside < _TWIN


def _one_if_long(run: list[Word]) -> list[Word]:
    if len(run) < _FEWEST_DOWN:
        return run
    return [Word([glyph for word in run for glyph in word.glyphs])]


def _joined(words: list[Word]) -> list[Word]:
    """Join words that touch on one baseline, and single characters set at an even distance."""
    for word in words:
        word.level = _is_level(word)
    level = sorted((word for word in words if word.level), key=lambda w: middle(w.first)[1])
    rows: list[list[Word]] = []
    for word in level:
        base = word.first.y3
        row = rows[-1] if rows else None
        if row and abs(base - row[0].first.y3) < _SAME_BASE * word.glyphs[0].size:
            row.append(word)
        else:
            rows.append([word])
    joined = [word for row in rows for word in _even(_touching(row))]
    return joined + [word for word in words if not word.level]


def _is_level(word: Word) -> bool:
    quad = word.first
    lean = abs(math.degrees(math.atan2(quad.y1 - quad.y0, quad.x1 - quad.x0)))
    if lean > _LEVEL:
        return False
    return len(word.glyphs) == 1 or _fall(word.glyphs[0], word.glyphs[1])[0] < _SAME_BASE


def _touching(row: list[Word]) -> list[Word]:
    joined: list[Word] = []
    for word in sorted(row, key=lambda word: word.first.x0):
        before = joined[-1] if joined else None
        if before is not None:
            size = before.glyphs[-1].size
            gap, _ = _gap(before.last, word.first, size)
            if (
                -_OVERLAP < gap < _reach(before.glyphs[-1], word.glyphs[0])
                and 0.6 < word.glyphs[0].size / size < 1.7
            ):
                before.glyphs += word.glyphs
                continue
        joined.append(word)
    return joined


def _even(row: list[Word]) -> list[Word]:
    """Join single digits that stand at one distance: a number with its digits spread."""
    joined: list[Word] = []
    for is_single, group in groupby(row, key=_is_digit):
        words = list(group)
        joined += _spread_number(words) if is_single else words
    return joined


def _is_digit(word: Word) -> bool:
    return len(word.glyphs) == 1 and (word.text.isdigit() or word.text in "Xx*")


def _spread_number(words: list[Word]) -> list[Word]:
    if len(words) < SHORTEST_CHAIN:
        return words
    steps = [two.first.x0 - one.first.x0 for one, two in pairwise(words)]
    size = words[0].glyphs[0].size
    if max(steps) - min(steps) > _EVEN * size or max(steps) > _PITCH * size:
        return words
    return [Word([glyph for word in words for glyph in word.glyphs])]
