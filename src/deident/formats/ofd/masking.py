"""Masks written into text codes, so that neither characters nor glyph numbers draw the value."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from deident.formats.ofd.glyphs import LINE_ENDS, is_wide, number, spread, text_of
from deident.formats.ofd.glyphs import middle as middle_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

    from deident.formats.ofd.glyphs import Glyph
    from deident.formats.ofd.lines import Line
    from deident.formats.ofd.words import Loose
    from deident.model import Mask, Quad

STAR = "*"
_DEFAULT_SIZE = 3.5


class Edits:
    """What is written over which characters of one part's text codes."""

    def __init__(self) -> None:
        self._codes: dict[etree._Element, dict[int, str]] = {}

    def __bool__(self) -> bool:
        return bool(self._codes)

    def cover(self, glyph: Glyph, written: str) -> None:
        """Write over one character, and over what is drawn in the same place."""
        for one in (glyph, *glyph.twins):
            self._codes.setdefault(one.code, {})[one.at] = written

    def write(self) -> None:
        """Change the text codes, and take the glyph numbers out of their objects."""
        for code, written in self._codes.items():
            _write(code, written)
        for parent in {code.getparent() for code in self._codes}:
            for transform in list(parent.iterchildren("{*}CGTransform")):
                parent.remove(transform)


def mask_line(edits: Edits, line: Line, masks: Sequence[Mask]) -> None:
    """Write masks over a line; a blank that nobody wrote takes no part."""
    done = 0
    for mask in sorted(masks, key=lambda mask: mask.place.span):
        start, end = mask.place.span.start, mask.place.span.end
        if not done <= start < end <= len(line.text):
            raise ValueError("masks overlap or reach beyond the segment")
        done = end
        if len(mask.replacement) == end - start:
            pairs = zip(line.glyphs[start:end], mask.replacement, strict=True)
            pieces = [(glyph, char) for glyph, char in pairs if glyph is not None]
        else:
            glyphs = [glyph for glyph in line.glyphs[start:end] if glyph is not None]
            pieces = list(zip(glyphs, shared(mask.replacement, len(glyphs)), strict=True))
        for glyph, written in pieces:
            edits.cover(glyph, written)


def shared(text: str, count: int) -> list[str]:
    """Share a text out over so many places: one each, or evenly where there are too few."""
    if len(text) <= count:
        return [*text, *[""] * (count - len(text))]
    cuts = [round(len(text) * at / count) for at in range(count + 1)]
    return [text[start:end] for start, end in pairwise(cuts)]


def mask_loose(loose: Loose, masks: Sequence[Mask]) -> None:
    """Write masks over a text outside the pages."""
    parts: list[str] = []
    at = 0
    for mask in sorted(masks, key=lambda mask: mask.place.span):
        span = mask.place.span
        if not at <= span.start < span.end <= len(loose.text):
            raise ValueError("masks overlap or reach beyond the segment")
        parts += (loose.text[at : span.start], mask.replacement)
        at = span.end
    loose.write("".join((*parts, loose.text[at:])))


def paint(edits: Edits, objects: Iterable[Sequence[Glyph]], quads: Sequence[Quad]) -> None:
    """Write a star over every character whose middle lies in one of the quads."""
    for glyphs in objects:
        for glyph in glyphs:
            if not glyph.char.isspace() and any(_holds(quad, glyph) for quad in quads):
                edits.cover(glyph, STAR)


def _holds(quad: Quad, glyph: Glyph) -> bool:
    x, y = middle_of(glyph.quad)
    corners = [(quad[at], quad[at + 1]) for at in range(0, 8, 2)]
    turns = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True)
    ]
    # A quad is stored with less precision than a glyph is placed.
    return all(turn >= -0.05 for turn in turns) or all(turn <= 0.05 for turn in turns)


def _write(code: etree._Element, written: dict[int, str]) -> None:
    text = text_of(code)
    chars = [written.get(at, char) for at, char in enumerate(text)]
    if any(len(char) != 1 for char in chars):
        _place(code, text, chars)
    code.text = "".join(chars) or " "
    for child in code:
        child.tail = None


def _place(code: etree._Element, text: str, chars: list[str]) -> None:
    """Give every character its place anew: what stays does not move, what is new shares a place."""
    parent = code.getparent()
    size = number(parent.get("Size"), _DEFAULT_SIZE) or _DEFAULT_SIZE
    scale = number(parent.get("HScale"), 1.0) or 1.0
    shown = [(char, new) for char, new in zip(text, chars, strict=True) if char not in LINE_ENDS]
    across = spread(code.get("DeltaX"), len(shown))
    down = spread(code.get("DeltaY"), len(shown))
    upright = bool(across) or not down
    places: list[tuple[float, float]] = []
    x = y = 0.0
    for at, (char, written) in enumerate(shown):
        width = (1.0 if is_wide(char) else 0.5) * size * scale
        step = across[at] if at < len(across) else 0.0
        fall = down[at] if at < len(down) else 0.0
        if at >= max(len(across), len(down)):
            step, fall = (width, 0.0) if upright else (0.0, size)
        new = len(written)
        places += [(x + step * part / new, y + fall * part / new) for part in range(new)]
        x, y = x + step, y + fall
    if not places:
        return
    for name, first in zip("XY", places[0], strict=True):
        if first:
            code.set(name, _written(_inherited(code, name) + first))
    steps = list(pairwise(places))
    for name, axis in (("DeltaX", 0), ("DeltaY", 1)):
        deltas = [two[axis] - one[axis] for one, two in steps]
        if any(deltas):
            code.set(name, " ".join(map(_written, deltas)))
        else:
            code.attrib.pop(name, None)


def _inherited(code: etree._Element, name: str) -> float:
    """Return where a text code begins; one that does not say begins where the last one did."""
    for own in (code, *code.itersiblings("{*}TextCode", preceding=True)):
        if own.get(name):
            return number(own.get(name), 0.0)
    return 0.0


def _written(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
