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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from deident.formats.image.load import Picture
    from deident.model import Quad

_BLACK: dict[str, tuple[int, ...]] = {
    "RGBA": (0, 0, 0, 255),
    "LA": (0, 255),
    "CMYK": (0, 0, 0, 255),
}
_QUALITY = 95


def painted(frame: Image.Image, quads: Iterable[Quad]) -> Image.Image:
    """Return a new frame of the same mode with the quads filled in opaque black.

    The fill never depends on what is below it. Pixels that are fully transparent lose their
    hidden colour.
    """
    pixels = np.array(frame)
    palette, clear = _palette(frame)
    if frame.mode in {"RGBA", "LA"}:
        pixels[pixels[..., -1] <= INVISIBLE] = 0
    if clear:
        pixels[np.isin(pixels, clear)] = clear[0]
    fill: Any = _BLACK.get(frame.mode, 0)
    if palette is not None:
        fill = _black_entry(pixels, palette, clear)
    for quad in quads:
        _fill(pixels, quad, fill)
    return _built(frame, pixels, palette)


def _fill(pixels: NDArray[Any], quad: Quad, fill: Any) -> None:  # noqa: ANN401 (a number or a tuple)
    down, across = pixels.shape[:2]
    left, right = max(0, int(min(quad[0::2]))), min(across, int(max(quad[0::2])) + 2)
    top, bottom = max(0, int(min(quad[1::2]))), min(down, int(max(quad[1::2])) + 2)
    if left >= right or top >= bottom:
        return
    stencil = Image.new("L", (right - left, bottom - top))
    corners = [(quad[index] - left, quad[index + 1] - top) for index in range(0, 8, 2)]
    ImageDraw.Draw(stencil).polygon(corners, fill=255, outline=255)
    pixels[top:bottom, left:right][np.asarray(stencil) > 0] = fill


def _palette(frame: Image.Image) -> tuple[list[int] | None, list[int]]:
    """Return a palette frame's colours, and its entries that are fully transparent."""
    if frame.mode != "P":
        return None, []
    transparency = frame.info.get("transparency")
    if isinstance(transparency, int):
        clear = [transparency]
    else:
        clear = [index for index, alpha in enumerate(transparency or b"") if alpha <= INVISIBLE]
    return list(frame.getpalette("RGB") or []), clear


def _black_entry(pixels: NDArray[Any], palette: list[int], clear: list[int]) -> int:
    """Return the palette's opaque black, made of a free entry where there is none."""
    entries = [tuple(palette[index : index + 3]) for index in range(0, len(palette), 3)]
    for index, entry in enumerate(entries):
        if entry == (0, 0, 0) and index not in clear:
            return index
    used = {int(index) for index in np.unique(pixels)} | set(clear)
    free = next((index for index in range(256) if index not in used), None)
    if free is None:
        # Every colour is in use; the darkest is as opaque as black.
        return min(
            (sum(entry), index) for index, entry in enumerate(entries) if index not in clear
        )[1]
    palette.extend([0] * (3 * (free + 1) - len(palette)))
    palette[3 * free : 3 * free + 3] = [0, 0, 0]
    return free


def _built(frame: Image.Image, pixels: NDArray[Any], palette: list[int] | None) -> Image.Image:
    if frame.mode == "1":
        return Image.frombytes("1", frame.size, np.packbits(pixels, axis=1).tobytes())
    built = Image.frombytes(frame.mode, frame.size, pixels.tobytes())
    if palette is not None:
        built.putpalette(palette, "RGB")
    if frame.mode in {"1", "L", "P", "RGB"} and "transparency" in frame.info:
        built.info["transparency"] = frame.info["transparency"]
    return built


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
