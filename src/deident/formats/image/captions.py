"""A word in a painted box that says what kind of value it hides.

White on the opaque fill, in the middle of the box, along its line, and only where it fits. It says
身份证号已隐去, because a bare 身份证号 would name whatever stands behind the box to those who read
the copy again; only where there is no room for it, the word alone. What is drawn depends on the box
and the word, never on what is below. Chinese needs a font of this computer; without one the boxes
stay plain.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from deident.ocr.quads import angle, bounds, common, height, length
from deident.ocr.tiles import Tile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from deident.formats.image.views import View
    from deident.model import Quad

# Which font of a file, as these are installed on Debian, Kylin, UOS and Windows. Pillow looks for
# them in the folders of the system.
_FONTS = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("SourceHanSansCN-Regular.otf", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
    ("simsun.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
    ("DroidSansFallback.ttf", 0),
    ("uming.ttc", 0),
    ("gbsn00lp.ttf", 0),
)
# White in each mode a word is written in. A palette may have no white, and deep modes no scale.
_WHITE: dict[str, Any] = {
    "1": 255,
    "L": 255,
    "LA": (255, 255),
    "RGB": (255, 255, 255),
    "RGBA": (255, 255, 255, 255),
    "CMYK": (0, 0, 0, 0),
}
_GONE = "已隐去"
# Of the box's height and length; letters lower than so many pixels are not read.
_HIGH, _LONG = 0.62, 0.9
_LOWEST, _HIGHEST = 11, 64
# A long word may be so much smaller than the box would have it.
_SMALLER = 0.6
_LEANS = 8.0
# What is left around the letters for JPEG to smear.
_AROUND = 6
# How far a pixel of a written word may be from what was written: not at all, or after JPEG.
_EXACT, _LOSSY = 2, 72


class Caption(NamedTuple):
    """A word on the page: where its field is, and how white each of the field's pixels is."""

    place: Tile
    whiteness: NDArray[np.uint8]


def captions(boxes: Iterable[tuple[Quad, str]], frame: Image.Image) -> list[Caption]:
    """Return the words that fit into their boxes, one for each place of the frame.

    Two readings of a line make two boxes in one place; the first has its word.
    """
    if frame.mode not in _WHITE or _font_file() is None:
        return []
    written: list[Caption] = []
    for quad, word in boxes:
        caption = _fitted(quad, word + _GONE, _SMALLER) or _fitted(quad, word)
        if caption is None or not _inside(caption.place, frame.size):
            continue
        place = bounds((quad,))
        if not any(common(place, bounds((_corners(one.place),))) for one in written):
            written.append(caption)
    return written


def write(frame: Image.Image, caption: Caption) -> None:
    """Write a word into a frame whose box is painted."""
    whiteness = caption.whiteness
    if frame.mode == "1":
        whiteness = np.where(whiteness > 127, 255, 0).astype(np.uint8)
    frame.paste(_WHITE[frame.mode], caption.place, Image.fromarray(whiteness))


def is_written(view: View, caption: Caption, *, lossless: bool) -> bool:
    """Say whether the field of a word shows the word and nothing else."""
    shown = view.looks(caption.place)[-1].astype(np.int16)
    wanted = caption.whiteness[:, :, None].astype(np.int16)
    off = np.abs(shown - wanted)
    # One bit has no grey.
    black_and_white = bool(np.isin(shown, (0, 255)).all())
    return bool(off.max() <= (128 if black_and_white else _EXACT if lossless else _LOSSY))


def take_off(frame: Image.Image, captions_: Iterable[Caption], black: Any) -> None:  # noqa: ANN401 (a colour of any mode)
    """Paint over words again, so that whoever reads the copy sees plain boxes."""
    for caption in captions_:
        frame.paste(black, caption.place)


@cache
def _font_file() -> tuple[str, int] | None:
    """Return a Chinese font of this computer, or None."""
    for name, index in _FONTS:
        try:
            found = ImageFont.truetype(name, 16, index=index)
        except OSError:
            continue
        return str(found.path), index
    return None


@cache
def _letters(word: str, size: int) -> NDArray[np.uint8]:
    """Draw a word, white on black, and nothing around it."""
    file = _font_file()
    if file is None:
        return np.zeros((0, 0), dtype=np.uint8)
    font = ImageFont.truetype(file[0], size, index=file[1])
    left, top, right, bottom = font.getbbox(word)
    drawn = Image.new("L", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(drawn).text((-left, -top), word, fill=255, font=font)
    return np.asarray(drawn)


def _fitted(quad: Quad, word: str, least: float = 0.0) -> Caption | None:
    """Lay a word into the middle of a box, along its line, as large as fits.

    None where that is smaller than `least`, as a share of what the box's height allows.
    """
    quarters = round(angle(quad) / 90)
    if abs(angle(quad) - 90 * quarters) > _LEANS:
        return None
    most = min(_HIGHEST, int(_HIGH * height(quad)))
    if most < _LOWEST:
        return None
    wide = _letters(word, most).shape[1]
    size = min(most, int(most * _LONG * length(quad) / wide))
    if size < max(_LOWEST, least * most):
        return None
    letters = np.rot90(np.pad(_letters(word, size), _AROUND), -quarters)
    middle_x, middle_y = sum(quad[0::2]) / 4, sum(quad[1::2]) / 4
    down, across = letters.shape
    left, top = round(middle_x - across / 2), round(middle_y - down / 2)
    place = Tile(left, top, left + across, top + down)
    if not all(_holds(quad, x, y) for x, y in _points(place)):
        return None
    return Caption(place, np.ascontiguousarray(letters))


def _points(place: Tile) -> Iterator[tuple[float, float]]:
    yield from ((x, y) for x in (place.left, place.right) for y in (place.top, place.bottom))


def _corners(place: Tile) -> Quad:
    from deident.ocr.quads import rectangle

    return rectangle(*place)


def _holds(quad: Quad, x: float, y: float) -> bool:
    """Say whether a point lies in a quad, whichever way its corners are named."""
    sides = [
        (quad[at - 2] - quad[at]) * (y - quad[at + 1])
        - (quad[at - 1] - quad[at + 1]) * (x - quad[at])
        for at in range(0, 8, 2)
    ]
    return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)


def _inside(place: Tile, size: tuple[int, int]) -> bool:
    return place.left >= 0 and place.top >= 0 and place.right <= size[0] and place.bottom <= size[1]
