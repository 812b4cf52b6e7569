"""A page replaced by its picture, for pages that cannot be cleaned glyph by glyph.

The picture shows the visible part of the page with the boxes painted black before anything is
encoded. The characters that may stay can be laid under it, invisibly, so that the page can still be
searched and read aloud.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from deident.formats.pdf.geometry import Box, box_of
from deident.formats.pdf.honesty import is_doubtful
from deident.formats.pdf.pdfium import UNMAPPED, characters, opened_page, view_of
from deident.formats.pdf.render import PICTURE_MARK, picture_of
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

    from deident.ocr import RgbImage

RASTERISED = "PDF_PAGE_IS_PICTURE"
DPI = 200
_MOST_PIXELS = 60_000_000
_QUALITY = 85
# Lossless is kept while it costs no more than this times the JPEG: text stays crisp.
_LOSSLESS_AT_MOST = 2.0
_HALF_WIDTH = 0.5


class KeptChar(NamedTuple):
    """One character that may stay searchable, and its box in user space."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    def __repr__(self) -> str:
        return unprinted(self)


def searchable(document: Any, page_index: int, *, doubtful: bool) -> list[KeptChar]:  # noqa: ANN401 - a pointer of pdfium
    """Return what may stay searchable on a page that becomes a picture.

    Nothing stays of a page whose characters are in doubt.
    """
    if doubtful:
        return []
    with opened_page(document, page_index) as page:
        view = view_of(page)
        found = characters(page, view)
        if UNMAPPED in found.text or is_doubtful(page, found):
            return []
    return [
        KeptChar(character, *view.user_rect((left, top, right, bottom)))
        for character, (left, top, right, bottom) in zip(
            found.text, found.boxes.tolist(), strict=True
        )
        if not character.isspace()
    ]


def rasterise(
    pdf: pikepdf.Pdf,
    page_index: int,
    data: bytes,
    boxes: Sequence[tuple[float, float, float, float]],
    dpi: int = DPI,
    keep_text: Sequence[KeptChar] = (),
) -> None:
    """Replace a page of `pdf` by the picture of the same page in `data`, of the same size.

    Characters of `keep_text` whose middle lies in a box are not kept.
    """
    import pikepdf

    targets = [box_of(*box) for box in boxes]
    page = pdf.pages[page_index]
    crop = box_of(*(float(number) for number in page.cropbox))
    scale = min(dpi / 72, (_MOST_PIXELS / (crop.width * crop.height)) ** 0.5)
    pixels = picture_of(data, page_index, scale)
    _blacken(pixels, targets, crop)
    image = _encoded(pdf, pixels)
    place = f"{crop.width:.4f} 0 0 {crop.height:.4f} {crop.x0:.4f} {crop.y0:.4f} cm"
    drawn = f"/{PICTURE_MARK} BMC\nq {place} /Page Do Q\nEMC\n"
    resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image))
    kept = [one for one in keep_text if not _goes(one, targets)]
    if kept:
        from deident.formats.pdf.fields import song

        resources.Font = pikepdf.Dictionary(F=song(pdf))
    for key in page.obj.keys() & {"/Group", "/Annots"}:
        del page.obj[key]
    page.obj.Resources = resources
    page.obj.Contents = pdf.make_stream(drawn.encode() + _invisible(kept))


def _blacken(pixels: RgbImage, boxes: Sequence[Box], crop: Box) -> None:
    height, width = pixels.shape[:2]
    across, up = width / crop.width, height / crop.height
    for box in boxes:
        left = max(0, int((box.x0 - crop.x0) * across))
        right = max(0, int(np.ceil((box.x1 - crop.x0) * across)))
        top = max(0, int((crop.y1 - box.y1) * up))
        bottom = max(0, int(np.ceil((crop.y1 - box.y0) * up)))
        pixels[top:bottom, left:right] = 0


def _encoded(pdf: pikepdf.Pdf, pixels: RgbImage) -> pikepdf.Object:
    """Return the smallest picture that is good enough: black and white, grey, or colour."""
    import pikepdf

    height, width = pixels.shape[:2]
    grey = bool((pixels == pixels[:, :, :1]).all())
    samples = pixels[:, :, 0] if grey else pixels
    if grey and bool(((samples == 0) | (samples == 255)).all()):
        return _image(pdf, np.packbits(samples > 0, axis=1).tobytes(), (width, height), "Gray", 1)
    jpeg = _jpeg(samples)
    lossless = zlib.compress(np.ascontiguousarray(samples).tobytes(), 6)
    space = "Gray" if grey else "RGB"
    if len(lossless) <= _LOSSLESS_AT_MOST * len(jpeg):
        image = _image(pdf, b"", (width, height), space, 8)
        image.write(lossless, filter=pikepdf.Name.FlateDecode)
    else:
        image = _image(pdf, b"", (width, height), space, 8)
        image.write(jpeg, filter=pikepdf.Name.DCTDecode)
    return image


def _jpeg(samples: RgbImage) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(samples).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _image(
    pdf: pikepdf.Pdf, samples: bytes, size: tuple[int, int], space: str, bits: int
) -> pikepdf.Object:
    import pikepdf

    image = pdf.make_stream(samples)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = size
    image.ColorSpace = pikepdf.Name("/Device" + space)
    image.BitsPerComponent = bits
    return image


def _goes(one: KeptChar, boxes: Sequence[Box]) -> bool:
    box = box_of(*one[1:])
    return any(target.holds(box.centre) for target in boxes)


def _invisible(kept: Sequence[KeptChar]) -> bytes:
    """Return the operators that lay characters under the picture, each where it stood."""
    if not kept:
        return b""
    shown = ["q\nBT\n3 Tr\n"]
    for text, *sides in kept:
        box = box_of(*sides)
        code = text.encode("utf-16-be", "replace")
        if len(code) != 2 or not text.isprintable() or text.isspace() or box.height <= 0:
            continue
        size = box.height
        own = (_HALF_WIDTH if 0x20 < ord(text) < 0x7F else 1.0) * size
        stretch = max(1.0, 100 * box.width / own) if own else 100.0
        place = f"1 0 0 1 {box.x0:.3f} {box.y0 + 0.12 * size:.3f} Tm"
        shown.append(f"/F {size:.2f} Tf {stretch:.1f} Tz {place} <{code.hex()}> Tj\n")
    return ("".join(shown) + "ET\nQ\n").encode()
