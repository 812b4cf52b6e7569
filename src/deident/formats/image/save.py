"""Pictures into bytes: painted over, built from new pixels, and nothing but pixels.

The file that was opened is never saved again: its EXIF, thumbnails, comments and profiles would
come along. Every frame is built from an array of its own.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw

from deident.formats.image.load import INVISIBLE
from deident.formats.image.views import STRIP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deident.formats.image.load import Picture
    from deident.model import Quad

_BLACK: dict[str, tuple[int, ...]] = {
    "RGBA": (0, 0, 0, 255),
    "LA": (0, 255),
    "CMYK": (0, 0, 0, 255),
}
_QUALITY = 95


def painted(frame: Image.Image, quads: Iterable[Quad]) -> Image.Image:
    """Fill the quads in opaque black and return the frame without anything but its pixels.

    The frame itself is painted: a large one exists once. The fill never depends on what is below
    it. Pixels that are fully transparent lose their hidden colour.
    """
    bare = _bare(frame)
    fill = black(frame.mode)
    if frame.mode in {"RGBA", "LA"}:
        _forget_hidden(bare)
    if frame.mode == "P":
        bare, fill = _with_black(bare, frame)
    draw = ImageDraw.Draw(bare)
    for quad in quads:
        corners = [(quad[index], quad[index + 1]) for index in range(0, 8, 2)]
        draw.polygon(corners, fill=fill, outline=fill)
    return bare


def black(mode: str) -> Any:  # noqa: ANN401 (a number or several, as the mode has it)
    """Return opaque black in a mode without a palette."""
    return _BLACK.get(mode, 0)


def _bare(frame: Image.Image) -> Image.Image:
    """Return the frame's pixels as an image that knows nothing of the file they came from."""
    # What Pillow's own filters make their outputs with; the only way without a second copy.
    bare = frame._new(frame.im)  # noqa: SLF001
    transparency = frame.info.get("transparency")
    bare.info = {} if transparency is None else {"transparency": transparency}
    return bare


def _forget_hidden(frame: Image.Image) -> None:
    across, down = frame.size
    for top in range(0, down, STRIP):
        place = (0, top, across, min(down, top + STRIP))
        pixels = np.array(frame.crop(place))
        hidden = (pixels[..., -1] <= INVISIBLE) & (pixels > 0).any(axis=-1)
        if hidden.any():
            pixels[hidden] = 0
            frame.paste(Image.fromarray(pixels, frame.mode), place)


def _with_black(bare: Image.Image, frame: Image.Image) -> tuple[Image.Image, int]:
    """Return a palette frame that has an opaque black, and the number of that entry."""
    palette, clear = _palette(frame)
    if clear:
        bare = _bare(bare.point([clear[0] if at in clear else at for at in range(256)]))
        bare.info["transparency"] = frame.info["transparency"]
    used = {at for at, count in enumerate(bare.histogram()) if count}
    fill = _black_entry(used, palette, clear)
    bare.putpalette(palette, "RGB")
    return bare, fill


def _palette(frame: Image.Image) -> tuple[list[int], list[int]]:
    """Return a palette frame's colours, and its entries that are fully transparent."""
    transparency = frame.info.get("transparency")
    if isinstance(transparency, int):
        clear = [transparency]
    else:
        clear = [index for index, alpha in enumerate(transparency or b"") if alpha <= INVISIBLE]
    return list(frame.getpalette("RGB") or []), clear


def _black_entry(used: set[int], palette: list[int], clear: list[int]) -> int:
    """Return the palette's opaque black, made of a free entry where there is none."""
    entries = [tuple(palette[index : index + 3]) for index in range(0, len(palette), 3)]
    for index, entry in enumerate(entries):
        if entry == (0, 0, 0) and index not in clear:
            return index
    free = next((index for index in range(256) if index not in used | {*clear}), None)
    if free is None:
        # Every colour is in use; the darkest is as opaque as black.
        return min(
            (sum(entry), index) for index, entry in enumerate(entries) if index not in clear
        )[1]
    palette.extend([0] * (3 * (free + 1) - len(palette)))
    palette[3 * free : 3 * free + 3] = [0, 0, 0]
    return free


def encode(picture: Picture, frames: list[Image.Image]) -> bytes:
    """Write frames in the picture's container: same size, resolution and timing, no metadata."""
    options = _options(picture, frames)
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
        if picture.durations:
            options["duration"] = list(picture.durations)
        if picture.loop is not None:
            options["loop"] = picture.loop
    written = io.BytesIO()
    frames[0].save(written, format=picture.container, **options)
    return written.getvalue()


def _options(picture: Picture, frames: list[Image.Image]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if picture.dpi is not None and picture.container != "WEBP":
        options["dpi"] = picture.dpi
    if picture.container == "JPEG":
        options |= {"quality": _QUALITY, "subsampling": 0}
    elif picture.container == "TIFF":
        bilevel = all(frame.mode == "1" for frame in frames)
        options["compression"] = "group4" if bilevel else "tiff_adobe_deflate"
    elif picture.container == "WEBP":
        options |= {"lossless": picture.lossless, "quality": _QUALITY, "exact": picture.lossless}
    elif picture.container == "GIF":
        options |= {"optimize": False, "disposal": 2}
    if "transparency" in frames[0].info:
        options["transparency"] = frames[0].info["transparency"]
    return options
