"""True redaction of one page: what lies in the boxes is taken out of the file, not covered.

Glyphs leave the content stream and their room stays as a number; pictures and curves under a box
are painted over or dropped; forms are copied for the one place where they are drawn. Whatever
cannot be done for certain raises `CannotErase`, and then nothing of the page has changed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from deident.formats.pdf.content import Content, Fonts, Graphics, parsed
from deident.formats.pdf.geometry import Box, around, box_of
from deident.formats.pdf.resources import Resources
from deident.formats.pdf.seen import Sight, seen_on
from deident.formats.pdf.show import Aim, CannotErase
from deident.formats.pdf.verify import Comparison, verify_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

__all__ = ["CannotErase", "Comparison", "Eraser", "erase", "verify_page"]

BLACK = (0.0, 0.0, 0.0)
_SEAM = 0.1


class Eraser:
    """Erases on the pages of one document; what it learned of a font serves the next page too."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._fonts = Fonts()

    def erase(
        self,
        page_index: int,
        boxes: Sequence[tuple[float, float, float, float]],
        *,
        fill: bool,
        colour: tuple[float, float, float] = BLACK,
        witness: Sight | None = None,
    ) -> None:
        """Take everything in the boxes out of one page, and paint over them where `fill` says so.

        `boxes` are in user space, before /Rotate. `witness` is what pdfium sees on this page now
        (`pdf_seen.seen` with these boxes); where it is not given, a copy of the page is read.

        Raises:
            CannotErase: the page must be replaced by an image. It has not been changed.
        """
        import pikepdf

        targets = [box_of(*box) for box in boxes]
        if not targets:
            return
        try:
            self._erase(page_index, targets, colour if fill else None, witness)
        # Broken objects come out of pikepdf as nearly anything, and all of it means one thing.
        except (
            pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
            RecursionError,
        ):  # fmt: skip
            raise CannotErase("STREAM") from None

    def _erase(
        self,
        page_index: int,
        boxes: list[Box],
        colour: tuple[float, float, float] | None,
        witness: Sight | None,
    ) -> None:
        import pikepdf

        page = self._pdf.pages[page_index]
        sight = seen_on(_alone(page), 0, boxes) if witness is None else witness
        aim = Aim(boxes, sight)
        resources = Resources(page.obj.get("/Resources", pikepdf.Dictionary()))
        content = Content(self._pdf, resources, aim, self._fonts)
        written = pikepdf.unparse_content_stream(content.walk(parsed(page.obj), Graphics()))
        aim.check()
        over = b"" if colour is None else _filled(boxes, colour)
        page.obj.Contents = self._pdf.make_stream(b"q\n" + written + b"\nQ\n" + over)
        page.obj.Resources = resources.written()


def erase(
    pdf: pikepdf.Pdf,
    page_index: int,
    boxes: Sequence[tuple[float, float, float, float]],
    *,
    fill: bool,
) -> None:
    """Do `Eraser.erase` for one page of a document."""
    Eraser(pdf).erase(page_index, boxes, fill=fill)


def _alone(page: pikepdf.Page) -> bytes:
    """Return a document of this one page."""
    import pikepdf

    holder = pikepdf.Pdf.new()
    holder.pages.append(page)
    saved = io.BytesIO()
    holder.save(saved, compress_streams=False)
    return saved.getvalue()


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes side by side: seams between them would count the characters."""
    joined: list[Box] = []
    # Heights differ in the last digit; a line is still put in order from the left.
    for box in sorted(boxes, key=lambda one: (round(one.y0, 1), round(one.y1, 1), one.x0)):
        last = joined[-1] if joined else None
        level = last and max(abs(last.y0 - box.y0), abs(last.y1 - box.y1)) < _SEAM
        if last and level and last.x0 - _SEAM <= box.x1 and box.x0 <= last.x1 + _SEAM:
            joined[-1] = around([*last.corners, *box.corners])
        else:
            joined.append(box)
    return joined


def _filled(boxes: Sequence[Box], colour: tuple[float, float, float]) -> bytes:
    """Return the operators that paint rectangles, opaque because nothing else is set."""
    rectangles = "".join(
        f"{box.x0:.3f} {box.y0:.3f} {box.width:.3f} {box.height:.3f} re\n" for box in _joined(boxes)
    )
    red, green, blue = colour
    return f"q\n{red:g} {green:g} {blue:g} rg\n{rectangles}f\nQ\n".encode()
