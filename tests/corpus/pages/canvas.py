"""Ink on paper: lines, paragraphs, vertical columns and rules. Places are in points.

Whatever is written remembers the box of its ink. Fonts come from Debian packages
(fonts-noto-cjk, fonts-wqy-zenhei, fonts-arphic-ukai).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont
from tests.corpus.pages.truth import Mark, Part, Sheet, box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.model import Quad

A4 = (595.0, 842.0)
INK = (20, 20, 24)

# File and face in it: the simplified Chinese one of each collection.
FACES = {
    "song": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "hei": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    "bold": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    "zhenghei": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    "kai": ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0),
}
_NEVER_FIRST = "，。：；、）》〕”！？"
_SLOT = re.compile(r"\{([a-z_0-9]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How text is written: face, size in points, colour."""

    face: str = "song"
    size: float = 12.0
    ink: tuple[int, int, int] = INK


def fill(template: str, **slots: Part | Sequence[Part] | str) -> list[Part]:
    """Cut a sentence at its {slots} and put parts in their places."""
    parts: list[Part] = []
    for index, piece in enumerate(_SLOT.split(template)):
        if index % 2 == 0:
            parts += [Part(text=piece)] if piece else []
            continue
        slot = slots[piece]
        if isinstance(slot, Part):
            parts.append(slot)
        elif isinstance(slot, str):
            parts.append(Part(text=slot))
        else:
            parts += slot
    return parts


@dataclass(frozen=True, slots=True)
class _Letter:
    """One character on its way to a line: which part it belongs to, by number."""

    character: str
    part: int


@dataclass(slots=True)
class Canvas:
    """A page being written. Places are points; `dpi` makes pixels of them."""

    dpi: int
    size: tuple[float, float] = A4
    paper: tuple[int, int, int] = (255, 255, 255)
    image: Image.Image = field(init=False)
    _marks: list[Mark] = field(init=False, default_factory=list)
    _paragraphs: list[tuple[Part, ...]] = field(init=False, default_factory=list)
    _draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        """Lay out the paper."""
        width, height = (round(side * self.scale) for side in self.size)
        self.image = Image.new("RGB", (width, height), self.paper)
        self._draw = ImageDraw.Draw(self.image)

    @property
    def scale(self) -> float:
        """Pixels to a point."""
        return self.dpi / 72

    def sheet(self, layout: str) -> Sheet:
        """Return what was written so far."""
        return Sheet(image=self.image, marks=tuple(self._marks), layout=layout, dpi=self.dpi,
                     paragraphs=tuple(self._paragraphs))  # fmt: skip

    def width(self, text: str, pen: Pen) -> float:
        """Return how wide a text will be."""
        return self._font(pen).getlength(text) / self.scale

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.6) -> None:
        """Draw a straight line."""
        corners = tuple(value * self.scale for value in (x0, y0, x1, y1))
        self._draw.line(corners, fill=INK, width=max(1, round(thick * self.scale)))

    def frame(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.6) -> None:
        """Draw a rectangle."""
        corners = tuple(value * self.scale for value in (x0, y0, x1, y1))
        self._draw.rectangle(corners, outline=INK, width=max(1, round(thick * self.scale)))

    def tint(self, box: tuple[float, float, float, float], colour: tuple[int, int, int]) -> None:
        """Fill a rectangle, below what is written later."""
        self._draw.rectangle(tuple(value * self.scale for value in box), fill=colour)

    def line(self, x: float, y: float, parts: Sequence[Part], pen: Pen) -> float:
        """Write parts on one line whose top is `y`; return where it ends."""
        letters = _letters(parts)
        self._keep(parts, [(part, self._run(x, y, run, pen)) for x, part, run in
                           self._runs(x, letters, pen)])  # fmt: skip
        return x + self.width("".join(part.text for part in parts), pen)

    def centred(self, y: float, parts: Sequence[Part], pen: Pen, *, middle: float = 0.0) -> None:
        """Write parts around the middle of the page, or of somewhere else."""
        length = self.width("".join(part.text for part in parts), pen)
        self.line((middle or self.size[0] / 2) - length / 2, y, parts, pen)

    def flow(
        self, x: float, y: float, width: float, parts: Sequence[Part], pen: Pen,
        *, leading: float = 1.7, breaks: bool = False, indent: float = 0.0,
    ) -> float:  # fmt: skip
        """Write a paragraph; return the top of what may come next.

        Where `breaks`, a line may end within a number, as in narrow columns and cells.
        """
        self._paragraphs.append(tuple(parts))
        boxes: list[tuple[int, Quad]] = []
        at = indent * pen.size
        for line in self._lines(_letters(parts), width, pen, at, breaks=breaks):
            boxes += [
                (part, self._run(left, y, run, pen))
                for left, part, run in self._runs(x + at, line, pen)
            ]
            at, y = 0.0, y + leading * pen.size
        self._keep(parts, boxes)
        return y

    def down(self, x: float, y: float, bottom: float, parts: Sequence[Part], pen: Pen,
             *, leading: float = 1.8) -> float:  # fmt: skip
        """Write vertical columns from right to left, `x` the first one's middle; return the next.

        Every character stands upright in its square.
        """
        self._paragraphs.append(tuple(parts))
        boxes: dict[tuple[int, float], list[Quad]] = {}
        at = y
        for letter in _letters(parts):
            if at + pen.size > bottom:
                x, at = x - leading * pen.size, y
            left = x - self.width(letter.character, pen) / 2
            boxes.setdefault((letter.part, x), []).append(
                self._run(left, at, letter.character, pen)
            )
            at += pen.size * 1.08
        self._keep(parts, [(part, _around(quads)) for (part, _), quads in boxes.items()])
        return x - leading * pen.size

    def boxed(self, x: float, y: float, side: float, part: Part, pen: Pen) -> float:
        """Write a value one character to a box; return where the boxes end."""
        quads = []
        for index, character in enumerate(part.text):
            left = x + index * side
            self.frame(left, y, left + side, y + side, 0.5)
            inset = (side - self.width(character, pen)) / 2
            quads.append(self._run(left + inset, y + (side - pen.size) / 2, character, pen))
        self._marks.append(Mark(part=part, quads=tuple(quads)))
        return x + len(part.text) * side

    def _font(self, pen: Pen) -> ImageFont.FreeTypeFont:
        return _font(pen.face, round(pen.size * self.scale))

    def _run(self, x: float, y: float, text: str, pen: Pen) -> Quad:
        """Write a run and return the box of its ink."""
        font = self._font(pen)
        # On the baseline, so that digits and characters of one line stand on the same ground.
        place = x * self.scale, (y + 0.88 * pen.size) * self.scale
        self._draw.text(place, text, font=font, fill=pen.ink, anchor="ls")
        return box(*self._draw.textbbox(place, text, font=font, anchor="ls"))

    def _keep(self, parts: Sequence[Part], boxes: Iterable[tuple[int, Quad]]) -> None:
        of_part: dict[int, list[Quad]] = {}
        for part, quad in boxes:
            of_part.setdefault(part, []).append(quad)
        self._marks += [
            Mark(part=parts[part], quads=tuple(quads)) for part, quads in of_part.items()
        ]

    def _runs(
        self, x: float, letters: Sequence[_Letter], pen: Pen
    ) -> Iterator[tuple[float, int, str]]:
        for part, group in groupby(letters, key=lambda letter: letter.part):
            run = "".join(letter.character for letter in group)
            if run.strip():
                yield x, part, run
            x += self.width(run, pen)

    def _lines(
        self, letters: Sequence[_Letter], width: float, pen: Pen, at: float, *, breaks: bool
    ) -> Iterator[list[_Letter]]:
        line: list[_Letter] = []
        for word in _words(letters, breaks=breaks):
            wide = self.width("".join(letter.character for letter in word), pen)
            if line and at + wide > width + 0.01 and word[0].character not in _NEVER_FIRST:
                yield line
                line, at = [], 0.0
            line += word
            at += wide
        if line:
            yield line


@cache
def _font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    path, index = FACES[face]
    return ImageFont.truetype(path, pixels, index=index)


def _letters(parts: Sequence[Part]) -> list[_Letter]:
    return [_Letter(c, number) for number, part in enumerate(parts) for c in part.text]


def _words(letters: Sequence[_Letter], *, breaks: bool) -> Iterator[list[_Letter]]:
    """Keep Latin letters and digits together unless lines may end within them."""
    for latin, group in groupby(letters, key=lambda one: one.character.isascii()):
        if latin and not breaks:
            yield list(group)
        else:
            yield from ([letter] for letter in group)


def _around(quads: Sequence[Quad]) -> Quad:
    xs = [quad[at] for quad in quads for at in (0, 2, 4, 6)]
    ys = [quad[at] for quad in quads for at in (1, 3, 5, 7)]
    return box(min(xs), min(ys), max(xs), max(ys))
