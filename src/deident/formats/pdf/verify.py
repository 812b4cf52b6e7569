"""A cleaned page compared with what it was: boxes empty, nothing changed elsewhere."""

from __future__ import annotations

import ctypes
import io
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from deident.formats.pdf.geometry import Box, box_of
from deident.formats.pdf.pdfium import LOCK, opened, opened_page
from deident.formats.pdf.render import PICTURE_MARK, shade_of
from deident.formats.pdf.seen import Sight, Witness, seen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from numpy.typing import NDArray

    Shade = NDArray[np.uint8]

LEFT, LEFT_ELSEWHERE, LOST, CHANGED = "TEXT_LEFT", "TEXT_LEFT_2", "TEXT_LOST", "PAGE_CHANGED"

_SCALE = 1.0
_MOST_PIXELS = 4_000_000
# A viewer that cuts widths to whole thousandths moves what follows a removed glyph by a fraction
# of a pixel: a pixel is only another one where it is outside what its neighbours were.
_SHADE = 48
_CHANGED_SHARE = 0.002
_MARGIN = 2.0
_MOVED = 0.75
# Fewer characters than this occur anywhere by chance.
_SHORTEST = 4
_BLOCK, _BLOCK_SHADE, _BLOCK_SHARE = 8, 28.0, 0.01


class Comparison:
    """Two states of one document, each opened once, to be compared page by page.

    The lock of pdfium is held between entering and leaving. `second_reader` is for a caller who
    reads the whole copy with pypdf anyway.
    """

    def __init__(self, before: bytes, after: bytes, *, second_reader: bool = True) -> None:
        self._second_reader = second_reader
        self._before = before
        self._after = after
        self._stack = ExitStack()
        self._documents: tuple[Any, Any] = (None, None)
        self._reader: Any = None

    def __enter__(self) -> Self:
        self._stack.enter_context(LOCK)
        self._documents = (
            self._stack.enter_context(opened(self._before)),
            self._stack.enter_context(opened(self._after)),
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, raised, _)

    def page(
        self,
        page_index: int,
        boxes: Sequence[tuple[float, float, float, float]],
        was: Sight | None = None,
    ) -> tuple[str, ...]:
        """Return what is wrong with a cleaned page; nothing, if it is well.

        TEXT_LEFT: pdfium still sees a character in a box. TEXT_LEFT_2: pypdf still reads what stood
        there. TEXT_LOST: a character outside the boxes is gone or has moved. PAGE_CHANGED: more
        than 0.2 % of the pixels outside the boxes differ. A page that `pdf_raster` made a picture
        of may lose text, and is compared blurred. `was` is what was seen before, where it is known.
        """
        targets = [box_of(*box) for box in boxes]
        before, after = self._documents
        with opened_page(before, page_index) as old, opened_page(after, page_index) as new:
            was, now = was or seen(old, targets), seen(new, targets)
            is_picture = _is_picture(new)
            codes = [*_text_codes(was, now, whole=not is_picture)]
            if not codes and self._still_read(page_index, was, now):
                codes.append(LEFT_ELSEWHERE)
            if _changed(old, new, targets, blurred=is_picture):
                codes.append(CHANGED)
        return tuple(codes)

    def _still_read(self, page_index: int, was: Sight, now: Sight) -> bool:
        """Say whether pypdf reads more of the masked strings than pdfium leaves on the page."""
        gone = {text for text in was.runs() if len(text) >= _SHORTEST}
        if not gone or not self._second_reader:
            return False
        read, rest = "".join(self._second_reading(page_index).split()), now.text()
        return any(read.count(text) > rest.count(text) for text in gone)

    def _second_reading(self, page_index: int) -> str:
        import logging

        from pypdf import PdfReader

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        if self._reader is None:
            self._reader = PdfReader(io.BytesIO(self._after))
        try:
            return str(self._reader.pages[page_index].extract_text())
        # pypdf raises nearly anything on odd fonts; pdfium has read the page, and the text is gone.
        except Exception:  # noqa: BLE001
            return ""


def verify_page(
    before: bytes,
    after: bytes,
    page_index: int,
    boxes: Sequence[tuple[float, float, float, float]],
) -> tuple[str, ...]:
    """Do `Comparison.page` for one page."""
    with Comparison(before, after) as comparison:
        return comparison.page(page_index, boxes)


def _text_codes(was: Sight, now: Sight, *, whole: bool) -> list[str]:
    codes = []
    if bool((now.inside & ~now.blank).any()):
        codes.append(LEFT)
    if whole and _lost(was, now):
        codes.append(LOST)
    return codes


def _lost(was: Sight, now: Sight) -> bool:
    """Say whether a character that should have stayed is gone or has moved."""
    stays, there = ~was.inside & ~was.blank, ~now.inside & ~now.blank
    codes, corners = was.codes[stays], was.cells[stays, :2]
    if np.array_equal(codes, now.codes[there]):
        moved = np.abs(corners - now.cells[there, :2]).max(initial=0.0)
        if moved <= _MOVED:
            return False
    witness = Witness(now.cells[:, :2], ~now.blank)
    return not all(
        any(now.codes[index] == code for index in witness.at((x, y), _MOVED))
        for code, (x, y) in zip(codes, corners.tolist(), strict=True)
    )


def _is_picture(page: Any) -> bool:  # noqa: ANN401 - a pointer of pdfium
    """Say whether the page is one of `pdf_raster`, which marks its picture."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDFPage_CountObjects(page) < 1:
        return False
    first = pdfium.FPDFPage_GetObject(page, 0)
    if pdfium.FPDFPageObj_CountMarks(first) != 1:
        return False
    mark = pdfium.FPDFPageObj_GetMark(first, 0)
    held, size = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, held, ctypes.sizeof(held), size)
    name = bytes(held)[: max(0, size.value - 2)].decode("utf-16-le", "replace")
    return name == PICTURE_MARK


def _changed(old: Any, new: Any, boxes: Sequence[Box], *, blurred: bool) -> bool:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(old, bounds)
    crop = box_of(bounds.left, bounds.bottom, bounds.right, bounds.top)
    scale = min(_SCALE, (_MOST_PIXELS / max(1.0, crop.width * crop.height)) ** 0.5)
    was, now = shade_of(old, scale), shade_of(new, scale)
    if was.shape != now.shape:
        return True
    across, up = was.shape[1] / crop.width, was.shape[0] / crop.height
    for box in boxes:
        wide = box.grown(_MARGIN)
        left, right = (max(0, int((x - crop.x0) * across)) for x in (wide.x0, wide.x1))
        top, bottom = (max(0, int((crop.y1 - y) * up)) for y in (wide.y1, wide.y0))
        was[top : bottom + 1, left : right + 1] = now[top : bottom + 1, left : right + 1]
    if blurred:
        return float((np.abs(_blocks(was) - _blocks(now)) > _BLOCK_SHADE).mean()) > _BLOCK_SHARE
    return float(_differs(was, now).mean()) > _CHANGED_SHARE


def _differs(was: Shade, now: Shade) -> NDArray[np.bool_]:
    """Say which pixels, of either picture, are no neighbour's shade in the other one."""
    flags = np.zeros(was.shape, dtype=np.bool_)
    rows = np.flatnonzero((was != now).any(axis=1))
    if len(rows):
        some = slice(max(0, int(rows[0]) - 1), int(rows[-1]) + 2)
        flags[some] = _beyond(was[some], now[some]) | _beyond(now[some], was[some])
    return flags


def _beyond(one: Shade, other: Shade) -> NDArray[np.bool_]:
    """Say which pixels of one picture are darker or lighter than all around them in the other."""
    padded = np.pad(other, 1, mode="edge")
    low, high = other.copy(), other.copy()
    height, width = other.shape
    for down in range(3):
        for across in range(3):
            shifted = padded[down : down + height, across : across + width]
            np.minimum(low, shifted, out=low)
            np.maximum(high, shifted, out=high)
    shades = one.astype(np.int16)
    flags: NDArray[np.bool_] = shades < low - np.int16(_SHADE)
    flags |= shades > high + np.int16(_SHADE)
    return flags


def _blocks(shade: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the mean shade of every square of so many pixels."""
    height, width = (side // _BLOCK * _BLOCK for side in shade.shape)
    squares = shade[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    means: NDArray[np.float64] = squares.mean(axis=(1, 3), dtype=np.float64)
    return means if means.size else np.zeros((1, 1))
