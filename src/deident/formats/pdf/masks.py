"""From masks and regions to the boxes that are erased, in user space of each page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted
from deident.ocr.quads import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deident.formats.pdf.pdfium import Rect
    from deident.model import Mask, Page, Quad, Region, Segment

_STAR = "*"
# It is no character of any page, so it never lets one stand.
_NOTHING = "\x1f"


class Stamp(NamedTuple):
    """What is written, unseen, where something was taken out."""

    text: str
    box: Rect

    def __repr__(self) -> str:
        return unprinted(self)


@dataclass(slots=True)
class Erased:
    """What is taken out of one page, on the displayed page."""

    boxes: list[Rect] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)


def of_regions(regions: Iterable[Region], pages: int) -> dict[int, Erased]:
    """Return what the regions take out, by page from 1."""
    found: dict[int, Erased] = {}
    for region in regions:
        if not 1 <= region.page <= pages:
            raise ValueError(f"there is no page {region.page}")
        found.setdefault(region.page, Erased()).boxes.append(rect_of(region.quad))
    return found


def of_masks(masks: Sequence[Mask], pages: Iterable[Page], found: dict[int, Erased]) -> None:
    """Add what the masks take out; one that names nothing that is there is refused."""
    waiting: dict[str, list[Mask]] = {}
    for mask in masks:
        waiting.setdefault(mask.place.segment_id, []).append(mask)
    for page in pages if waiting else ():
        for segment in page.segments:
            for mask in waiting.pop(segment.id, ()):
                _add(mask, segment, found)
        if not waiting:
            break
    if waiting:
        raise ValueError("a mask names a segment that does not exist")


def _add(mask: Mask, segment: Segment, found: dict[int, Erased]) -> None:
    span = mask.place.span
    if span.end > len(segment.text):
        raise ValueError("a mask covers characters beyond its segment")
    if segment.boxes is None:
        return  # It goes with what it lies in.
    erased = found.setdefault(max(segment.locator.page, 1), Erased())
    old = segment.text[span.start : span.end]
    boxes = [rect_of(segment.boxes[at]) for at in range(span.start, span.end)]
    gone: list[Rect] = []
    for before, after, box in zip(old, _fitted(mask.replacement, old), boxes, strict=True):
        # What the mask lets stand is not touched.
        if before == after:
            continue
        if gone and _beside(gone[-1], box):
            gone[-1] = _around(gone[-1], box)
        else:
            gone.append(box)
        if not after.isspace():
            plain = after.isascii() and after.isprintable()
            erased.stamps.append(Stamp(after if plain else _STAR, box))
    erased.boxes += gone


def _fitted(new: str, old: str) -> str:
    """Return a replacement as long as what it replaces: what both begin and end with stays.

    What is taken out and leaves nothing is filled up.
    """
    if len(new) == len(old):
        return new
    shorter = min(len(new), len(old))
    head = next((at for at in range(shorter) if new[at] != old[at]), shorter)
    most = shorter - head
    tail = next((at for at in range(most) if new[-1 - at] != old[-1 - at]), most)
    room = len(old) - head - tail
    middle = new[head : len(new) - tail][:room].ljust(room, _NOTHING)
    return old[:head] + middle + old[len(old) - tail :]


def _beside(one: Rect, other: Rect) -> bool:
    """Say whether two boxes stand side by side on one line."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    near = abs(other[0] - one[2]) < 0.3 * (one[3] - one[1])
    return near and shared > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _around(one: Rect, other: Rect) -> Rect:
    return (
        min(one[0], other[0]), min(one[1], other[1]),
        max(one[2], other[2]), max(one[3], other[3]),
    )  # fmt: skip


def rect_of(quad: Quad) -> Rect:
    """Return the upright rectangle around a quad."""
    around = bounds((quad,))
    return around.left, around.top, around.right, around.bottom
