"""Pages drawn as they lie in user space, before /Rotate, for painting and for comparing."""

from __future__ import annotations

import ctypes
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from deident.formats.pdf.pdfium import LOCK, opened, opened_page

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from deident.ocr import RgbImage


PICTURE_MARK = "PagePicture"
"""The mark around the picture that stands for a page."""


def picture_of(data: bytes, page_index: int, scale: float) -> RgbImage:
    """Draw one page of a document in memory, upright in user space, in colour."""
    with LOCK, opened(data) as document, opened_page(document, page_index) as page:
        pixels = _drawn(page, scale, 4)
    rgb: RgbImage = np.ascontiguousarray(pixels[:, :, :3])
    return rgb


def shade_of(page: Any, scale: float) -> NDArray[np.uint8]:  # noqa: ANN401 - a pointer of pdfium
    """Draw a loaded page, upright in user space, in grey."""
    return _drawn(page, scale, 1)[:, :, 0]


def _drawn(page: Any, scale: float, depth: int) -> NDArray[np.uint8]:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    turned = pdfium.FPDFPage_GetRotation(page) % 4
    across, up = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if turned % 2:
        across, up = up, across
    width, height = max(1, math.ceil(across * scale)), max(1, math.ceil(up * scale))
    stride = -(-width * depth // 4) * 4
    rows = np.full((height, stride), 255, dtype=np.uint8)
    kind = pdfium.FPDFBitmap_BGRx if depth == 4 else pdfium.FPDFBitmap_Gray
    held = rows.ctypes.data_as(ctypes.c_void_p)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, kind, held, stride)
    try:
        flags = pdfium.FPDF_REVERSE_BYTE_ORDER if depth == 4 else pdfium.FPDF_GRAYSCALE
        back = (4 - turned) % 4
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, back, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return rows[:, : width * depth].reshape(height, width, depth)


def first_picture(page: Any) -> NDArray[np.uint8] | None:  # noqa: ANN401 - a pointer of pdfium
    """Return the first channel of the picture a loaded page begins with, None if it has none."""
    import pypdfium2.raw as pdfium

    bitmap = pdfium.FPDFImageObj_GetBitmap(pdfium.FPDFPage_GetObject(page, 0))
    if not bitmap:
        return None
    try:
        width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        stride, kind = pdfium.FPDFBitmap_GetStride(bitmap), pdfium.FPDFBitmap_GetFormat(bitmap)
        depth = _BYTES.get(kind, 0)
        if not depth or not width or not height:
            return None
        raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(height, stride)
    return rows[:, : width * depth : depth]


# Bytes to a pixel of pdfium's bitmap formats: grey, BGR, BGRx, BGRA, premultiplied BGRA.
_BYTES = {1: 1, 2: 3, 3: 4, 4: 4, 5: 4}
