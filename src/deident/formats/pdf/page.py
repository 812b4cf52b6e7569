"""One page as pdfium has it: its lines, its rules, its pictures, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from deident.formats.pdf.drawn import drawn, is_box, is_invisible, text_orders
from deident.formats.pdf.honesty import is_doubtful
from deident.formats.pdf.lines import lines_of
from deident.formats.pdf.pdfium import UNMAPPED, characters, view_of
from deident.formats.pdf.pictures import is_scanned, looks, whole_page
from deident.formats.pdf.rules import grids_of, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.pdf.drawn import Drawn
    from deident.formats.pdf.lines import Line
    from deident.formats.pdf.pdfium import Characters, Rect, View
    from deident.formats.pdf.pictures import Look
    from deident.ocr.rules import Grid

_SMALLEST_COVER = 4.0  # points


@dataclass(frozen=True, slots=True)
class PageRead:
    """What one page holds. Nothing of it belongs to pdfium any more."""

    view: View
    lines: list[Line] = field(repr=False)
    grids: tuple[Grid, ...]
    looks: tuple[Look, ...]
    covered: tuple[Rect, ...]
    unmapped: int
    """Drawn glyphs of which nobody knows the character."""


def read_page_of(page: Any) -> PageRead:  # noqa: ANN401 - a pointer of pdfium
    """Read an open page. One whose characters are in doubt is looked at as a picture as well."""
    view = view_of(page)
    found = characters(page, view)
    things = list(drawn(page, view))
    texts = [thing for thing in things if thing.kind == "text"]
    hidden = bool(texts) and all(is_invisible(thing.handle) for thing in texts)
    level, plumb = rules_of(things, view)
    lines = lines_of(found, view, plumb)
    for line in lines:
        line.hidden = hidden
    scanned = is_scanned(view, things, visible_text=bool(lines) and not hidden)
    pictures = list(looks(page, view, things, scanned=scanned))
    unmapped = found.text.count(UNMAPPED)
    if not scanned and (unmapped or is_doubtful(page, found)):
        pictures.append(whole_page(page, view))
    return PageRead(
        view=view,
        lines=lines,
        grids=grids_of(level, plumb),
        looks=tuple(pictures),
        covered=tuple(covered(page, found, things)),
        unmapped=unmapped,
    )


def covered(page: Any, found: Characters, things: Sequence[Drawn]) -> Iterator[Rect]:  # noqa: ANN401 - a pointer of pdfium
    """Yield the boxes of text that lies under an opaque box: a redaction that failed.

    The rule is that of freelawproject/x-ray: a filled box, opaque, larger than a speck, drawn
    after the text that it covers.
    """
    covers = [thing for thing in things if _may_cover(thing)]
    if not covers or not len(found.text):
        return
    middle = (found.boxes[:, :2] + found.boxes[:, 2:]) / 2
    under: dict[int, int] = {}
    for cover in covers:
        left, top, right, bottom = cover.box
        inside = (middle[:, 0] > left) & (middle[:, 0] < right)
        inside &= (middle[:, 1] > top) & (middle[:, 1] < bottom)
        for at in np.flatnonzero(inside).tolist():
            # A star is what deident itself leaves where a value stood.
            if found.text[at] not in " *":
                under[at] = max(under.get(at, 0), cover.order)
    if not under:
        return
    orders = text_orders(page, found, under, things)
    for at, cover_order in under.items():
        if 0 <= orders[at] < cover_order:
            left, top, right, bottom = found.boxes[at].tolist()
            yield left, top, right, bottom


def _may_cover(thing: Drawn) -> bool:
    left, top, right, bottom = thing.box
    return (
        thing.kind == "path"
        and thing.opaque
        and min(right - left, bottom - top) > _SMALLEST_COVER
        and is_box(thing.handle)
    )
