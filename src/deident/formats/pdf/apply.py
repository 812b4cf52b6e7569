"""Masks on the pages of a prepared PDF: erased, proved gone, or the page made a picture."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from deident.errors import UnreadableError
from deident.formats.pdf.drawn import drawn
from deident.formats.pdf.geometry import box_of
from deident.formats.pdf.masks import Erased, of_masks, of_regions
from deident.formats.pdf.page import covered
from deident.formats.pdf.pdfium import characters, opened, opened_page, page_count, view_of
from deident.formats.pdf.raster import RASTERISED
from deident.formats.pdf.stamp import stamp
from deident.model import Locator, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from deident.formats.pdf.pdfium import Rect, View
    from deident.formats.pdf.seen import Sight
    from deident.model import MaskPlan, Page

_DPI = 200
# What was seen on so many pages is kept from the erasing to the proof.
_MOST_SIGHTS = 200

Boxes = list["Rect"]


def applied(
    prepared: bytes, plan: MaskPlan, pages: Iterable[Page], doubtful: frozenset[int]
) -> tuple[bytes, tuple[Reason, ...]]:
    """Return the copy without what the plan takes out, and which pages became pictures.

    `doubtful` are the pages, from 0, whose characters may be other than they are said to be.
    """
    with opened(prepared) as document:
        found = of_regions(plan.regions, page_count(document))
        of_masks(tuple(plan.masks), pages, found)
        views, under = _views(document, found)
    if not found and not under:
        return prepared, ()
    boxes = {page: [views[page].user_rect(box) for box in found[page].boxes] for page in found}
    hidden = {page: [views[page].user_rect(box) for box in some] for page, some in under.items()}
    return _written(prepared, boxes, hidden, found, views, doubtful)


def _views(
    document: Any,  # noqa: ANN401 - a pointer of pdfium
    found: Mapping[int, Erased],
) -> tuple[dict[int, View], dict[int, Boxes]]:
    """Return how pages lie, and the text that an opaque box of the original failed to hide."""
    views: dict[int, View] = {}
    under: dict[int, Boxes] = {}
    for index in range(page_count(document)):
        with opened_page(document, index) as page:
            view = view_of(page)
            things = list(drawn(page, view))
            if any(thing.opaque for thing in things):
                boxes = list(covered(page, view, characters(page, view), things))
                if boxes:
                    under[index + 1] = boxes
        if index + 1 in found or index + 1 in under:
            views[index + 1] = view
    return views, under


def _written(
    prepared: bytes,
    boxes: Mapping[int, Boxes],
    hidden: Mapping[int, Boxes],
    found: Mapping[int, Erased],
    views: Mapping[int, View],
    doubtful: frozenset[int],
) -> tuple[bytes, tuple[Reason, ...]]:
    import pikepdf

    touched = sorted({*boxes, *hidden})
    everything = {page: [*boxes.get(page, ()), *hidden.get(page, ())] for page in touched}
    with pikepdf.open(BytesIO(prepared)) as pdf:
        failing, sights = _erase(pdf, prepared, boxes, hidden, touched)
        after = _saved(pdf)
        failing |= _unproved(prepared, after, everything, set(touched) - failing, sights)
        _rasterise(pdf, prepared, everything, failing, doubtful)
        if failing:
            after = _saved(pdf)
            if left := _unproved(prepared, after, everything, failing, sights):
                raise UnreadableError(
                    f"page {min(left)}", "NOT_ERASED", "a value could not be taken out for certain"
                )
        if any(found[page].stamps for page in found):
            for page, erased in found.items():
                stamp(pdf, page - 1, views[page], erased.stamps)
            after = _saved(pdf)
    notes = (Reason(code=RASTERISED, where=str(Locator(page=page))) for page in sorted(failing))
    return after, tuple(notes)


def _erase(
    pdf: Any,  # noqa: ANN401 - pikepdf.Pdf
    prepared: bytes,
    boxes: Mapping[int, Boxes],
    hidden: Mapping[int, Boxes],
    touched: Iterable[int],
) -> tuple[set[int], dict[int, Sight]]:
    """Erase on every page; return those on which it cannot be done for certain.

    What was seen on some of the others comes back too, for the proof.
    """
    from deident.formats.pdf.erase import CannotErase, Eraser

    eraser = Eraser(pdf)
    failing: set[int] = set()
    sights: dict[int, Sight] = {}
    with opened(prepared) as document:
        for page in touched:
            try:
                if page in hidden:
                    eraser.erase(page - 1, hidden[page], fill=False)
                    # The page is another one now: it is looked at anew.
                    sight = None
                else:
                    sight = _seen(document, page, boxes[page])
                if page in boxes:
                    eraser.erase(page - 1, boxes[page], fill=True, witness=sight)
            except CannotErase:
                failing.add(page)
                continue
            if sight and len(sights) < _MOST_SIGHTS:
                sights[page] = sight
    return failing, sights


def _seen(document: Any, page: int, boxes: Boxes) -> Sight:  # noqa: ANN401 - a pointer of pdfium
    from deident.formats.pdf.seen import seen

    with opened_page(document, page - 1) as before:
        return seen(before, [box_of(*box) for box in boxes])


def _unproved(
    before: bytes,
    after: bytes,
    boxes: Mapping[int, Boxes],
    pages: Iterable[int],
    sights: Mapping[int, Sight],
) -> set[int]:
    """Return the pages on which something is left, lost or changed.

    pypdf is not asked: the proof of the whole copy reads it with pypdf.
    """
    from deident.formats.pdf.verify import Comparison

    with Comparison(before, after, second_reader=False) as comparison:
        return {page for page in pages if comparison.page(page - 1, boxes[page], sights.get(page))}


def _rasterise(
    pdf: Any,  # noqa: ANN401 - pikepdf.Pdf
    prepared: bytes,
    boxes: Mapping[int, Boxes],
    failing: Iterable[int],
    doubtful: frozenset[int],
) -> None:
    if not failing:
        return
    from deident.formats.pdf.raster import rasterise, searchable

    with opened(prepared) as document:
        kept = {
            page: searchable(document, page - 1, doubtful=page - 1 in doubtful) for page in failing
        }
    for page in sorted(failing):
        rasterise(pdf, page - 1, prepared, boxes[page], dpi=_DPI, keep_text=kept[page])


def _saved(pdf: Any) -> bytes:  # noqa: ANN401 - pikepdf.Pdf
    held = BytesIO()
    pdf.save(held, deterministic_id=True)
    return held.getvalue()
