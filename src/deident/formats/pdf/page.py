"""One page as pdfium has it: its lines, its rules, its pictures, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from deident.formats.pdf.drawn import drawn, is_box, is_invisible, text_orders
from deident.formats.pdf.honesty import is_doubtful
from deident.formats.pdf.lines import lines_of
from deident.formats.pdf.outlines import outlined
from deident.formats.pdf.pdfium import UNMAPPED, characters, mask_of, view_of
from deident.formats.pdf.pictures import is_scanned, looks, parts_of, says_within, whole_page
from deident.formats.pdf.rules import grids_of, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.pdf.drawn import Drawn
    from deident.formats.pdf.lines import Line
    from deident.formats.pdf.pdfium import Characters, Rect, View
    from deident.formats.pdf.pictures import Look
    from deident.ocr.rules import Grid

_SMALLEST_COVER = 4.0  # points
_MASKED = 24  # shades


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
    undecoded: int
    """Pictures that pdfium cannot decode; another program may."""


def read_page_of(document: Any, page: Any, *, doubtful: bool = False) -> PageRead:  # noqa: ANN401 - pointers of pdfium
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
    pictures, undecoded = looks(page, view, things, scanned=scanned)
    unmapped = found.text.count(UNMAPPED)
    if not scanned and (unmapped or doubtful or is_doubtful(page, found)):
        pictures.append(whole_page(page, view))
    elif not scanned:
        unsaid = [*outlined(things), *(one.box for one in things if is_masked(document, page, one))]
        pictures += parts_of(page, view, unsaid)
    return PageRead(
        view=view,
        lines=lines,
        grids=grids_of(level, plumb),
        looks=tuple(pictures),
        covered=tuple(covered(page, view, found, things)),
        unmapped=unmapped,
        undecoded=undecoded,
    )


def is_masked(document: Any, page: Any, thing: Drawn) -> bool:  # noqa: ANN401 - pointers of pdfium
    """Say whether a picture shows through a mask that is a picture in its own right."""
    if thing.kind != "picture":
        return False
    mask = mask_of(document, page, thing.handle)
    return mask is not None and int(mask.max()) - int(mask.min()) > _MASKED


def covered(page: Any, view: View, found: Characters, things: Sequence[Drawn]) -> Iterator[Rect]:  # noqa: ANN401 - a pointer of pdfium
    """Yield the boxes of text and of pixels under an opaque box: a redaction that failed.

    The rule is that of freelawproject/x-ray: a filled box, opaque, larger than a speck, drawn
    after what it covers.
    """
    covers = [thing for thing in things if _may_cover(thing)]
    if not covers:
        return
    inside = [_inside(found, cover.box) for cover in covers]
    places = sorted({at for some in inside for at in some})
    orders = text_orders(page, found, places, things) if places else {}
    over = {
        at: max(cover.order for cover, some in zip(covers, inside, strict=True) if at in some)
        for at in places
    }
    for at in places:
        # A star is what deident itself leaves where a value stood.
        if found.text[at] not in " *" and 0 <= orders[at] < over[at]:
            left, top, right, bottom = found.boxes[at].tolist()
            yield left, top, right, bottom
    for cover, some in zip(covers, inside, strict=True):
        if not any(orders[at] > cover.order for at in some):
            yield from _pixels_under(cover, things, view)


def _inside(found: Characters, box: Rect) -> frozenset[int]:
    """Return the characters whose middle lies in a box."""
    middle = (found.boxes[:, :2] + found.boxes[:, 2:]) / 2
    left, top, right, bottom = box
    inside = (middle[:, 0] > left) & (middle[:, 0] < right)
    inside &= (middle[:, 1] > top) & (middle[:, 1] < bottom)
    return frozenset(np.flatnonzero(inside).tolist())


def _pixels_under(cover: Drawn, things: Sequence[Drawn], view: View) -> Iterator[Rect]:
    """Yield what a box hides of the pictures below it, where nothing is drawn on the box."""
    below = [one for one in things if one.kind == "picture" and one.order < cover.order]
    shared = [(one, part) for one in below if (part := _shared(one.box, cover.box))]
    if not shared or any(
        one.order > cover.order and one.kind != "text" and _shared(one.box, cover.box)
        for one in things
    ):
        return
    yield from (part for one, part in shared if says_within(one, view, part))


def _shared(one: Rect, other: Rect) -> Rect | None:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    wide_enough = min(right - left, bottom - top) > _SMALLEST_COVER
    return (left, top, right, bottom) if wide_enough else None


def _may_cover(thing: Drawn) -> bool:
    left, top, right, bottom = thing.box
    return (
        thing.kind == "path"
        and thing.opaque
        and min(right - left, bottom - top) > _SMALLEST_COVER
        and is_box(thing.handle)
    )
