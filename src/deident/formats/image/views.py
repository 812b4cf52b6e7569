"""How a frame looks: as RGB, whole or in parts, on every ground that shows something else."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from deident.formats.image.load import DEEP
from deident.ocr.looks import in_rgb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from deident.ocr import RgbImage
    from deident.ocr.tiles import Tile

STRIP = 256
_GREY = frozenset({"1", "L"})


class View:
    """A frame as it is displayed. Parts are unpacked when they are asked for, one at a time."""

    def __init__(self, frame: Image.Image) -> None:
        self._frame = frame

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._frame.size

    def digest(self) -> bytes:
        """Return a digest of what the frame looks like; it must stay in memory."""
        frame = self._frame
        digest = hashlib.sha256(repr((frame.mode, frame.size, frame.getpalette())).encode())
        across, down = frame.size
        for top in range(0, down, STRIP):
            digest.update(frame.crop((0, top, across, min(down, top + STRIP))).tobytes())
        return digest.digest()

    def looks(self, part: Tile | None = None) -> tuple[RgbImage, ...]:
        """Return the frame or a part of it as RGB; one with transparency on white and on black.

        White letters on a transparent ground show on black only.
        """
        frame = self._frame if part is None else self._frame.crop(part)
        if frame.mode in DEEP:
            return (in_rgb(self._stretched(frame)),)
        if not frame.has_transparency_data:
            return (_rgb(frame),)
        clear = frame.convert("RGBA")
        if clear.getchannel("A").getextrema() == (255, 255):
            return (np.asarray(clear.convert("RGB")),)
        return tuple(
            np.asarray(
                Image.alpha_composite(Image.new("RGBA", clear.size, ground), clear).convert("RGB")
            )
            for ground in ("white", "black")
        )

    def glance(self, side: int) -> RgbImage:
        """Return the whole, shrunk until its longer side is at most so long."""
        step = -(-max(self.size) // side)
        if self._frame.mode in DEEP:
            shrunk = self._frame.resize((self.size[0] // step, self.size[1] // step))
            return View(shrunk).looks()[0]
        flat = {"1": "L", "P": "RGB"}.get(self._frame.mode)
        frame = self._frame.convert(flat) if flat else self._frame
        return View(frame.reduce(step)).looks()[0]

    def darkest(self, step: int) -> NDArray[np.uint8]:
        """Return a grey copy with the darkest pixel of every square of so many, strip by strip."""
        return np.concatenate([_least(strip, step) for strip in self._strips(step)])

    def _strips(self, step: int) -> Iterator[RgbImage]:
        from deident.ocr.tiles import Tile

        across, down = self.size
        high = STRIP // step * step
        for top in range(0, down // step * step, high):
            yield self.looks(Tile(0, top, across, min(top + high, down // step * step)))[0]

    @cached_property
    def _range(self) -> tuple[float, float]:
        across, down = self.size
        lows, highs = [], []
        for top in range(0, down, STRIP):
            strip = np.asarray(self._frame.crop((0, top, across, min(down, top + STRIP))))
            sound = strip[np.isfinite(strip)] if strip.dtype.kind == "f" else strip
            if sound.size:
                lows.append(float(sound.min()))
                highs.append(float(sound.max()))
        return min(lows, default=0.0), max(highs, default=0.0)

    def _stretched(self, frame: Image.Image) -> NDArray[np.uint8]:
        # Scanners put 10 or 12 bits into 16; what is displayed depends on the range that is used.
        low, high = self._range
        values = np.nan_to_num(np.asarray(frame).astype(np.float32), posinf=high, neginf=low)
        return ((values - low) / ((high - low) or 1.0) * 255).astype(np.uint8)


def _rgb(frame: Image.Image) -> RgbImage:
    """Return a frame as RGB; one without colour in a third of the memory."""
    return (
        in_rgb(np.asarray(frame.convert("L")))
        if frame.mode in _GREY
        else np.asarray(frame.convert("RGB"))
    )


def _least(strip: RgbImage, step: int) -> NDArray[np.uint8]:
    # Green stands for grey: rules are black or red, both dark in it.
    rows, columns = strip.shape[0] // step, strip.shape[1] // step
    green = strip[: rows * step, : columns * step, 1]
    least: NDArray[np.uint8] = green.reshape(rows, step, columns, step).min(axis=(1, 3))
    return least
