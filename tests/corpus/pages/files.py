"""Pages as files: the modes and containers in which pictures reach an office."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from tests.corpus.pages.geometry import quarter_turned

if TYPE_CHECKING:
    from random import Random

    from tests.corpus.pages.truth import Sheet

_ORIENTATION = 0x0112
# How often the stored picture must be turned clockwise to be displayed, by EXIF orientation.
_TURNS = {3: 2, 6: 1, 8: 3}


def png(sheet: Sheet, _rng: Random) -> bytes:
    """Write lossless colour."""
    return _saved(sheet.image, "PNG", sheet.dpi)


def grey(sheet: Sheet, _rng: Random) -> bytes:
    """Write 256 greys."""
    return _saved(sheet.image.convert("L"), "PNG", sheet.dpi)


def palette(sheet: Sheet, rng: Random) -> bytes:
    """Write a palette of few colours, as a GIF or a PNG."""
    few = sheet.image.quantize(rng.choice((16, 64, 256)))
    return _saved(few, rng.choice(("PNG", "GIF")), sheet.dpi)


def sixteen(sheet: Sheet, _rng: Random) -> bytes:
    """Write 16 bits of grey, as medical and archive scanners do."""
    deep = np.asarray(sheet.image.convert("L"), dtype=np.uint16) * 257
    return _saved(Image.fromarray(deep), "TIFF", sheet.dpi)


def cmyk(sheet: Sheet, _rng: Random) -> bytes:
    """Write the colours of a printing shop."""
    return _saved(sheet.image.convert("CMYK"), "TIFF", sheet.dpi)


def alpha(sheet: Sheet, _rng: Random) -> bytes:
    """Write ink on a transparent ground."""
    ink = 255 - np.asarray(sheet.image.convert("L"))
    pixels = np.dstack([np.asarray(sheet.image), ink])
    return _saved(Image.fromarray(pixels), "PNG", sheet.dpi)


def jpeg(sheet: Sheet, rng: Random) -> bytes:
    """Write a photograph's JPEG."""
    return _saved(sheet.image, "JPEG", sheet.dpi, quality=rng.randint(72, 92))


def exif_turned(sheet: Sheet, rng: Random) -> bytes:
    """Write a JPEG whose pixels lie on their side and whose EXIF says how to turn them."""
    orientation = rng.choice(tuple(_TURNS))
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    stored = quarter_turned(sheet, -_TURNS[orientation]).image
    return _saved(stored, "JPEG", sheet.dpi, quality=88, exif=exif.tobytes())


def bilevel(sheet: Sheet, _rng: Random) -> bytes:
    """Write black and white only, as a fax does."""
    return _saved(sheet.image.convert("1"), "TIFF", sheet.dpi, compression="group4")


def multi_page(sheets: list[Sheet]) -> bytes:
    """Write several pages into one TIFF."""
    written = BytesIO()
    first, *others = (sheet.image for sheet in sheets)
    first.save(written, "TIFF", save_all=True, append_images=others, dpi=(sheets[0].dpi,) * 2,
               compression="tiff_lzw")  # fmt: skip
    return written.getvalue()


def _saved(image: Image.Image, container: str, dpi: int, **options: object) -> bytes:
    written = BytesIO()
    if container != "GIF":
        options["dpi"] = (dpi, dpi)
    image.save(written, container, **options)
    return written.getvalue()
