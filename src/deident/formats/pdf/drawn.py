"""What is drawn on a page, in drawing order, and its pixels, as pdfium has them."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from deident.errors import UnreadableError
from deident.formats.pdf.geometry import UNIT, Matrix, placed, times
from deident.formats.pdf.pdfium import open_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats.pdf.pdfium import Characters, Rect, View
    from deident.ocr import RgbImage

_INVISIBLE = 3  # text render mode
_DEEPEST_FORM = 40  # pdfium reads and draws no deeper; other readers do


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing drawn on a page, in drawing order; `handle` lives as long as its page."""

    kind: str
    box: Rect
    order: int
    handle: Any = field(repr=False)
    opaque: bool = False
    stroked: bool = False
    matrix: Matrix = UNIT


def drawn(page: Any, view: View) -> Iterator[Drawn]:  # noqa: ANN401 - a pointer of pdfium
    """Yield pictures, paths and texts in drawing order, those inside forms too.

    Raises `UnreadableError` (TOO_DEEP) for forms within forms of which pdfium shows nothing.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page)
    handles = (pdfium.FPDFPage_GetObject(page, index) for index in range(count))
    for order, (handle, matrix) in enumerate(_within(handles, UNIT, 0)):
        kind = _KINDS.get(pdfium.FPDFPageObj_GetType(handle))
        if kind is None:
            continue
        box = _bounds(handle, matrix)
        if box is None:
            continue
        opaque, stroked = _look(handle) if kind == "path" else (False, False)
        own = matrix if kind == "text" else times(_matrix(handle), matrix)
        yield Drawn(kind, view.shown_rect(box), order, handle, opaque, stroked, own)


_KINDS = {1: "text", 2: "path", 3: "picture", 4: "shading"}
_FORM = 5


def _within(handles: Iterator[Any], matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    import pypdfium2.raw as pdfium

    for handle in handles:
        if pdfium.FPDFPageObj_GetType(handle) != _FORM:
            yield handle, matrix
        elif depth >= _DEEPEST_FORM:
            raise UnreadableError("a page", "TOO_DEEP", "what it draws is nested too deeply")
        else:
            count = pdfium.FPDFFormObj_CountObjects(handle)
            inner = (pdfium.FPDFFormObj_GetObject(handle, index) for index in range(count))
            yield from _within(inner, times(_matrix(handle), matrix), depth + 1)


def _matrix(handle: Any) -> Matrix:  # noqa: ANN401 - a pointer of pdfium
    import pypdfium2.raw as pdfium

    held = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, held)
    return held.a, held.b, held.c, held.d, held.e, held.f


def _bounds(handle: Any, matrix: Matrix) -> Rect | None:  # noqa: ANN401 - a pointer of pdfium
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    corners = [
        placed(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)
    ]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    if not all(map(math.isfinite, (*across, *down))):
        return None
    return min(across), min(down), max(across), max(down)


def _look(handle: Any) -> tuple[bool, bool]:  # noqa: ANN401 - a pointer of pdfium
    """Say whether a path is filled with an opaque colour, and whether its outline is drawn."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    opaque = alpha.value == 255 and not pdfium.FPDFPageObj_HasTransparency(handle)
    return bool(fill.value) and opaque, bool(stroke.value)


def is_box(handle: Any) -> bool:  # noqa: ANN401 - a pointer of pdfium
    """Say whether a path has straight sides and about four corners."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(handle)
    if not 4 <= count <= 6:
        return False
    curve = 1  # FPDF_SEGMENT_BEZIERTO
    return all(
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(handle, index)) != curve
        for index in range(count)
    )


def text_orders(
    page: Any,  # noqa: ANN401 - a pointer of pdfium
    found: Characters,
    some: Iterable[int],
    drawn: Iterable[Drawn],
) -> dict[int, int]:
    """Return, for some of the characters of a page, when their text was drawn."""
    import pypdfium2.raw as pdfium

    orders = {_address(thing.handle): thing.order for thing in drawn if thing.kind == "text"}
    with open_text(page) as text:
        return {
            at: orders.get(_address(pdfium.FPDFText_GetTextObject(text, found.indices[at])), -1)
            for at in some
        }


def _address(handle: Any) -> int | None:  # noqa: ANN401 - a pointer of pdfium
    return ctypes.cast(handle, ctypes.c_void_p).value


def is_invisible(handle: Any) -> bool:  # noqa: ANN401 - a pointer of pdfium
    """Say whether a text is in the file but not drawn (the text layer of a scan)."""
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFTextObj_GetTextRenderMode(handle) == _INVISIBLE)


def rendered(page: Any, view: View, scale: float) -> RgbImage:  # noqa: ANN401 - a pointer of pdfium
    """Draw a page as displayed, so many pixels to a point, on white."""
    import pypdfium2.raw as pdfium

    width = max(1, math.ceil(view.width * scale))
    height = max(1, math.ceil(view.height * scale))
    pixels = np.full((height, width, 4), 255, dtype=np.uint8)
    bitmap = pdfium.FPDFBitmap_CreateEx(
        width, height, pdfium.FPDFBitmap_BGRx, pixels.ctypes.data_as(ctypes.c_void_p), width * 4
    )
    try:
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    rgb: RgbImage = np.ascontiguousarray(pixels[:, :, :3])
    return rgb


def picture_size(handle: Any) -> tuple[int, int]:  # noqa: ANN401 - a pointer of pdfium
    """Return a picture's own size in pixels."""
    import pypdfium2.raw as pdfium

    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(handle, width, height)
    return width.value, height.value
