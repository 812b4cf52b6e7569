"""Pictures from bytes: size first, pixels after, and every pixel the way it is displayed."""

from __future__ import annotations

import io
import math
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from deident.errors import UnreadableError
from deident.formats.image.text import texts_of
from deident.formats.image.whole import whole_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.image.text import MetadataText
    from deident.model import Source

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_LOCK = Lock()
_EIGHT_BIT = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "CMYK"})
DEEP = frozenset({"I;16", "I", "F"})
# Below this a pixel is invisible to a person and perfectly readable to a program.
INVISIBLE = 8
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A decoded picture: its frames as displayed, and what its container says about them."""

    container: str
    frames: tuple[Image.Image, ...]
    dpi: tuple[float, float] | None = None
    durations: tuple[int, ...] = ()
    loop: int | None = None
    lossless: bool = True
    metadata: tuple[MetadataText, ...] = ()


def load(source: Source, limits: Limits) -> Picture:
    """Decode all frames, or say why not; nothing is decoded before its size is known."""
    if not source.data:
        raise UnreadableError("picture", "EMPTY", "the file is empty")
    if len(source.data) > limits.file_bytes:
        raise UnreadableError(
            "picture", "TOO_LARGE", "more bytes than are allowed", limit=limits.file_bytes
        )
    with _LOCK, _pixel_limit(limits.pixels), warnings.catch_warnings():
        # Pillow warns of broken EXIF and large sizes; both are judged here, without its help.
        warnings.simplefilter("ignore")
        try:
            with whole_pictures():
                return _decode(bytes(source.data), limits)
        except UnreadableError:
            raise
        except Image.DecompressionBombError:
            raise _too_large(limits) from None
        except UnidentifiedImageError:
            raise UnreadableError(
                "picture", "NOT_A_PICTURE", "it is none of " + ", ".join(FORMATS)
            ) from None
        # Pillow's decoders raise nearly anything on broken bytes, and all of it means one thing.
        except Exception:  # noqa: BLE001
            raise UnreadableError(
                "picture", "DAMAGED", "it is truncated, damaged or compressed in an unknown way"
            ) from None


@contextmanager
def _pixel_limit(pixels: int) -> Iterator[None]:
    """Let Pillow open what we allow: its own limit is a setting of the whole process."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = pixels
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _too_large(limits: Limits) -> UnreadableError:
    return UnreadableError(
        "picture", "TOO_LARGE", "more pixels than are allowed", limit=f"{limits.pixels:,} px"
    )


def _decode(raw: bytes, limits: Limits) -> Picture:
    image = Image.open(io.BytesIO(raw), formats=FORMATS)
    if image.width * image.height > limits.pixels:
        raise _too_large(limits)
    container = "JPEG" if image.format == "MPO" else str(image.format)
    # The further pictures of a phone's JPEG are previews and depth maps of the first.
    count = 1 if container == "JPEG" else int(getattr(image, "n_frames", 1))
    if count > limits.frames:
        raise UnreadableError(
            "picture", "TOO_MANY_FRAMES", "more frames than are allowed", frames=count,
            limit=limits.frames,
        )  # fmt: skip
    if count * image.width * image.height > limits.pixels:
        raise _too_large(limits)
    frames: list[Image.Image] = []
    durations: list[int] = []
    metadata: list[MetadataText] = []
    for number in range(1, count + 1):
        if number > 1:
            image.seek(number - 1)
        if image.width * image.height > limits.pixels:
            raise _too_large(limits)
        image.load()
        metadata.extend(texts_of(image, number))
        durations.append(int(image.info.get("duration", 0) or 0))
        frames.append(_settled(_displayed(image, alone=count == 1)))
    return Picture(
        container=container,
        frames=tuple(frames),
        dpi=_dpi(image.info),
        durations=tuple(durations) if any(durations) else (),
        loop=image.info.get("loop"),
        lossless=container != "JPEG" and not (container == "WEBP" and b"VP8 " in raw[:64]),
        metadata=tuple(dict.fromkeys(metadata)),
    )


def _displayed(frame: Image.Image, *, alone: bool) -> Image.Image:
    """Return a frame as viewers show it. One that is `alone` is not copied for nothing."""
    # Broken EXIF is Pillow's to trip over; viewers then show the pixels as they lie, and so do we.
    with suppress(Exception):
        if frame.getexif().get(_ORIENTATION, 1) != 1:
            return ImageOps.exif_transpose(frame)
    return frame if alone else frame.copy()


def _settled(frame: Image.Image) -> Image.Image:
    """Return the frame in a mode that can be painted and written back."""
    if frame.mode in _EIGHT_BIT or frame.mode in DEEP:
        return frame
    if frame.mode.startswith("I;16"):
        deep = np.asarray(frame).astype("<u2")
        return Image.frombytes("I;16", frame.size, deep.tobytes())
    return frame.convert("RGBA" if frame.mode in {"RGBa", "La", "PA"} else "RGB")


def _dpi(info: dict[Any, Any]) -> tuple[float, float] | None:
    dpi = info.get("dpi")
    if not isinstance(dpi, tuple) or len(dpi) != 2:
        return None
    across, down = float(dpi[0]), float(dpi[1])
    sound = all(math.isfinite(number) and 1 <= number <= 1e5 for number in (across, down))
    return (across, down) if sound else None
