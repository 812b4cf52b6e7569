"""Why a value was missed: not read, misread, read but not found, or found and painted short.

Development only: what comes out of here names values, which are invented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.corpus.pages.score import Measured, Painted

    from deident.model import Page, Quad, Segment
    from deident.pipeline import Review

_NEAR = 0.34


class Miss(NamedTuple):
    """A missed value and what became of it."""

    cause: str
    """"unread", "misread", "rule" (read well, not found) or "geometry" (found, painted short)."""
    value: str
    entity_type: str
    share: float
    read: str
    """The whole segments in which something of it was read."""


def misses(measured: Measured, review: Review) -> Iterator[Miss]:
    """Explain every missed value of a file."""
    pages = tuple(review.document.pages)
    for one in measured.missed:
        yield _explained(one, pages, review)


def _explained(one: Painted, pages: Sequence[Page], review: Review) -> Miss:
    part = one.mark.part
    readings = [
        (segment, spots)
        for page in pages
        for segment in page.segments
        if segment.boxes is not None and segment.locator.page == one.frame
        if (spots := _spots(segment, one.mark.quads))
    ]
    wanted = _core(part.text)
    # The second reading stands apart from the first, and each may know the whole value.
    texts = {"", "second reading"}
    best = max(
        ("".join(_core(segment.text[at]) for segment, spots in readings
                 if segment.locator.part == reading for at in spots) for reading in sorted(texts)),
        key=lambda read: _alike(wanted, read),
    )  # fmt: skip
    found = any(
        place.segment_id == segment.id
        and any(place.span.start <= at < place.span.end for at in spots)
        for decision in review.decisions
        if decision.action
        for place in decision.finding.places
        for segment, spots in readings
    )
    if not best:
        cause = "unread"
    elif wanted not in best and _alike(wanted, best) < len(wanted):
        cause = "misread" + (", found in part" if found else "")
    else:
        cause = "geometry" if found else "rule"
    said = " ‖ ".join(segment.text for segment, _ in readings)
    return Miss(cause, part.text, part.entity_type, one.share, f"{best} in: {said}")


def _spots(segment: Segment, quads: Sequence[Quad]) -> list[int]:
    """Return which characters of a segment have their middle in one of the quads."""
    boxes = segment.boxes or ()
    return [
        at
        for at, character in enumerate(boxes)
        for x, y in ((sum(character[0::2]) / 4, sum(character[1::2]) / 4),)
        if any(_holds(quad, x, y) for quad in quads)
    ]


def _holds(quad: Quad, x: float, y: float) -> bool:
    short = min(max(quad[0::2]) - min(quad[0::2]), max(quad[1::2]) - min(quad[1::2]))
    room = _NEAR * short
    return (min(quad[0::2]) - room <= x <= max(quad[0::2]) + room
            and min(quad[1::2]) - room <= y <= max(quad[1::2]) + room)  # fmt: skip


def _core(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _alike(wanted: str, read: str) -> int:
    """Return how many characters of one come in the other in their order."""
    row = [0] * (len(read) + 1)
    for character in wanted:
        before = row[:]
        for at, other in enumerate(read, 1):
            row[at] = before[at - 1] + 1 if character == other else max(row[at - 1], before[at])
    return row[-1]
