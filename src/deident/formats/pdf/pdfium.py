"""pdfium, under one lock: opening, the characters of a page, what is drawn on it, its pixels.

pdfium is not thread-safe: four threads aborted the process (formats.md). A page is open only while
`LOCK` is held, and nothing that belongs to it outlives it. Boxes are in points of the page as it is
displayed: after /Rotate, from the top left corner of the visible page, y downwards.
"""

from __future__ import annotations

import ctypes
import math
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import compress
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from deident.errors import UnreadableError
from deident.formats.pdf.calls import cells_of, codes_of
from deident.formats.pdf.radicals import RADICALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from deident.ocr import RgbImage


LOCK = RLock()

_ERRORS = {
    2: ("MALFORMED", "pdfium finds no file"),
    3: ("MALFORMED", "it is not a PDF, or damaged"),
    4: ("ENCRYPTED", "it is protected by a password"),
    5: ("ENCRYPTED", "its protection is of an unknown kind"),
}
UNMAPPED = "\ufffd"
"""Stands for a drawn glyph of which nobody knows which character it is."""

_SPACES = frozenset((0x20, 0x0D, 0x0A))
_BLANK = 0x20
# In heights of the line; what is further away is another cell or column.
_WIDEST_BLANK = 0.75
_HYPHENS = frozenset((0x02, 0xFFFE))
_LARGEST_SIDE = 6000.0

Rect = tuple[float, float, float, float]


class View(NamedTuple):
    """The visible part of a page in user space, and how often it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def width(self) -> float:
        """Return the width as displayed."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Return the height as displayed."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """Map a point of user space to the displayed page."""
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        if self.quarters == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def user(self, x: float, y: float) -> tuple[float, float]:
        """Map a point of the displayed page to user space."""
        if self.quarters == 1:
            return y + self.left, x + self.bottom
        if self.quarters == 2:
            return self.right - x, y + self.bottom
        if self.quarters == 3:
            return self.right - y, self.top - x
        return x + self.left, self.top - y

    def shown_rect(self, rect: Rect) -> Rect:
        """Map a rectangle of user space; the answer's corners are in order again."""
        return _ordered(*self.shown(rect[0], rect[1]), *self.shown(rect[2], rect[3]))

    def user_rect(self, rect: Rect) -> Rect:
        """Map a rectangle of the displayed page to user space."""
        return _ordered(*self.user(rect[0], rect[1]), *self.user(rect[2], rect[3]))


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of one page in stream order; of what pdfium made up, blanks between words.

    `boxes` has one row (left, top, right, bottom) per character, displayed; `turns` says in which
    quarter each is written (0 level, 1 upwards …) or -1 where it leans.
    """

    text: str = field(repr=False)
    boxes: NDArray[np.float32] = field(repr=False)
    turns: NDArray[np.int8] = field(repr=False)
    indices: tuple[int, ...] = field(repr=False)


def _ordered(x0: float, y0: float, x1: float, y1: float) -> Rect:
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """Open a document with pdfium and close it again; the lock is held only meanwhile.

    Raises:
        UnreadableError: pdfium cannot open it, or asks for a password.
    """
    import pypdfium2.raw as pdfium

    with LOCK:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        failed = 0 if document else pdfium.FPDF_GetLastError()
    if not document:
        reason, why = _ERRORS.get(failed, _ERRORS[3])
        raise UnreadableError("the file", reason, why)
    try:
        yield document
    finally:
        with LOCK:
            pdfium.FPDF_CloseDocument(document)


def page_count(document: Any) -> int:  # noqa: ANN401 - a pointer of pdfium
    """Return how many pages pdfium sees."""
    import pypdfium2.raw as pdfium

    with LOCK:
        return int(pdfium.FPDF_GetPageCount(document))


@contextmanager
def opened_page(document: Any, index: int) -> Iterator[Any]:  # noqa: ANN401 - a pointer of pdfium
    """Load one page (counted from 0), hold the lock, and close the page again."""
    import pypdfium2.raw as pdfium

    with LOCK:
        page = pdfium.FPDF_LoadPage(document, index)
        if not page:
            raise UnreadableError(f"page {index + 1}", "MALFORMED", "the page cannot be loaded")
        try:
            yield page
        finally:
            pdfium.FPDF_ClosePage(page)


def view_of(page: Any) -> View:  # noqa: ANN401 - a pointer of pdfium
    """Return what of a page is visible.

    Raises:
        UnreadableError: the page is larger than any paper (200 inches is the format's own limit).
    """
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    sides = _ordered(box.left, box.bottom, box.right, box.top)
    if not all(map(math.isfinite, sides)):
        raise UnreadableError("page", "MALFORMED", "the page has no size")
    if max(sides[2] - sides[0], sides[3] - sides[1]) > 10 * _LARGEST_SIDE:
        raise UnreadableError("page", "TOO_LARGE", "the page is larger than any paper", limit=60000)
    return View(*sides, pdfium.FPDFPage_GetRotation(page) % 4)


def plain_text(page: Any) -> str:  # noqa: ANN401 - a pointer of pdfium
    """Return a page's text in stream order, as pdfium writes it: fast, and without places."""
    import pypdfium2.raw as pdfium

    with open_text(page) as text:
        count = pdfium.FPDFText_CountChars(text)
        held = (ctypes.c_ushort * (2 * count + 2))()
        written = pdfium.FPDFText_GetText(text, 0, count, held) if count > 0 else 0
        raw = bytes(held)[: max(0, 2 * (written - 1))]
    return raw.decode("utf-16-le", "replace")


@contextmanager
def open_text(page: Any) -> Iterator[Any]:  # noqa: ANN401 - a pointer of pdfium
    """Open the text of an open page, and close it again."""
    import pypdfium2.raw as pdfium

    text = pdfium.FPDFText_LoadPage(page)
    try:
        yield text
    finally:
        pdfium.FPDFText_ClosePage(text)


def characters(page: Any, view: View) -> Characters:  # noqa: ANN401 - a pointer of pdfium
    """Read every character of a page with its box: as high as its line, as wide as its advance."""
    import pypdfium2.raw as pdfium

    with open_text(page) as text:
        codes, kept, made_up = _codes(text)
        user, angle = cells_of(text, kept), pdfium.FPDFText_GetCharAngle
        _share_ligatures(user)
        angles = np.zeros(len(kept))
        for at in np.flatnonzero(~_plainly_level(user)):
            angles[at] = angle(text, kept[at])
    if not made_up:
        turns = _turns(angles, view)
        return Characters("".join(codes), _shown(user, view), turns, tuple(kept))
    placed_blanks, stays = _blanks(user, made_up)
    return Characters(
        "".join(compress(codes, stays)),
        _shown(placed_blanks[stays], view),
        _turns(angles, view)[stays],
        tuple(np.array(kept, dtype=np.int64)[stays].tolist()),
    )


def _share_ligatures(boxes: NDArray[np.float32]) -> None:
    """Give each character of a glyph that stands for several its share of the glyph's box.

    Else they lie on one another, and a number that one glyph stands for falls into pieces.
    """
    same = np.concatenate(([False], (boxes[1:] == boxes[:-1]).all(axis=1), [False]))
    edges = np.flatnonzero(np.diff(same.astype(np.int8)))
    for start, end in zip(edges[::2].tolist(), (edges[1::2] + 1).tolist(), strict=True):
        left, right = boxes[start, 0], boxes[start, 2]
        cuts = np.linspace(left, right, end - start + 1)
        boxes[start:end, 0], boxes[start:end, 2] = cuts[:-1], cuts[1:]


def _blanks(
    boxes: NDArray[np.float32], made_up: list[int]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Put the blanks that pdfium makes up between words where they are seen; drop the others."""
    boxes, stays = boxes.copy(), np.ones(len(boxes), dtype=np.bool_)
    for at in made_up:
        stays[at] = False
        if not 0 < at < len(boxes) - 1:
            continue
        (left, top, right, bottom), after = boxes[at - 1], boxes[at + 1]
        high = max(1.0, top - bottom)
        level = abs((top + bottom) - (after[1] + after[3])) < high
        if level and 0 < after[0] - right < _WIDEST_BLANK * high and after[0] > left:
            boxes[at] = right, top, after[0], bottom
            stays[at] = True
    return boxes, stays


def _plainly_level(boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell which characters need not be asked for their angle: the next stands to their right."""
    level = np.zeros(len(boxes), dtype=np.bool_)
    if len(boxes) > 1:
        left, top, right, bottom = (boxes[:, at] for at in range(4))
        high = np.minimum(top[1:] - bottom[1:], top[:-1] - bottom[:-1])
        even = np.abs(np.diff(top + bottom)) < 0.1 * high
        after = left[1:] - right[:-1]
        level[:-1] = even & (after > -0.2 * high) & (after < high)
        level[1:] |= level[:-1]
    return level


def _codes(text: Any) -> tuple[list[str], list[int], list[int]]:  # noqa: ANN401 - a pointer of pdfium
    import pypdfium2.raw as pdfium

    generated, codes = pdfium.FPDFText_IsGenerated, codes_of(text)
    signs = {code: _character(code) for code in set(codes)}
    blanks = [at for at, code in enumerate(codes) if code in _SPACES]
    invented = {at for at in blanks if generated(text, at) == 1}
    kept = [at for at, code in enumerate(codes) if at not in invented or code == _BLANK]
    made_up = [number for number, at in enumerate(kept) if at in invented]
    return [signs[codes[at]] for at in kept], kept, made_up


def _character(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code == 0 or 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF:
        return UNMAPPED
    return RADICALS.get(code) or (chr(code) if code >= 0x20 else " ")


def _shown(user: NDArray[np.float32], view: View) -> NDArray[np.float32]:
    left, top, right, bottom = (user[:, at] for at in range(4))
    one, other = view.shown(left, top), view.shown(right, bottom)  # type: ignore[arg-type]
    corners = np.stack((*one, *other), axis=1) if len(user) else np.zeros((0, 4))
    corners = np.nan_to_num(corners, posinf=0.0, neginf=0.0)
    low = np.minimum(corners[:, :2], corners[:, 2:])
    high = np.maximum(corners[:, :2], corners[:, 2:])
    boxes: NDArray[np.float32] = np.concatenate((low, high), axis=1).astype(np.float32)
    return boxes


def _turns(angles: NDArray[np.float64], view: View) -> NDArray[np.int8]:
    # pdfium counts angles clockwise.
    quarters = -angles / (math.pi / 2) - view.quarters
    whole = np.round(quarters)
    sure = np.abs(quarters - whole) < 0.1
    turns: NDArray[np.int8] = np.where(sure, whole % 4, -1).astype(np.int8)
    return turns


def mask_of(document: Any, page: Any, handle: Any) -> NDArray[np.uint8] | None:  # noqa: ANN401 - pointers of pdfium
    """Return how much of a picture shows where, one sample to a point; None if nobody can say."""
    import pypdfium2.raw as pdfium

    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, handle)
    if not bitmap:
        return None
    try:
        if pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
            return None
        width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(height, stride)[:, : width * 4]
    shows = rows.reshape(height, width, 4)[1:-1, 1:-1, 3]
    return shows if shows.size else None


def picture_pixels(handle: Any) -> RgbImage | None:  # noqa: ANN401 - a pointer of pdfium
    """Return all pixels of a picture, also those a clip hides; None where pdfium has none."""
    import pypdfium2.raw as pdfium

    bitmap = pdfium.FPDFImageObj_GetBitmap(handle)
    if not bitmap:
        return None
    try:
        width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        stride, kind = pdfium.FPDFBitmap_GetStride(bitmap), pdfium.FPDFBitmap_GetFormat(bitmap)
        depth = {1: 1, 2: 3, 3: 4, 4: 4, 5: 4}.get(kind, 0)
        if not depth or not width or not height:
            return None
        raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(height, stride)[:, : width * depth]
    pixels = rows.reshape(height, width, depth)
    if depth == 1:
        grey: RgbImage = np.repeat(pixels, 3, axis=2)
        return grey
    colour: RgbImage = np.ascontiguousarray(pixels[:, :, 2::-1])
    return colour
