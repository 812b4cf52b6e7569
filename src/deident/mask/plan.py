"""The plan of one page: what is written where, and what is painted over."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from deident.making import maker
from deident.mask.captions import CAPTIONS
from deident.mask.pseudonyms import is_stand_in
from deident.mask.writing import visible
from deident.model import Action, Kind, Mask, Place, Quad, Region, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from deident.mask.pseudonyms import Pseudonyms
    from deident.model import Cell, Decision, Quads, Segment


_mask = maker(Mask)


@cache
def _presidio() -> ModuleType:
    """Import Presidio's operators when the first value is written over, not before."""
    from deident.mask import operators

    return operators


@cache
def _writer(operator: str, style: str, entity_type: str) -> Callable[[str], str]:
    """Return what writes over values of one kind in one way."""
    params = {"style": style, "entity_type": entity_type}
    writer: Callable[[str], str] = _presidio().OPERATORS[operator].writer(params)
    return writer


def replacement(text: str, decision: Decision, pseudonyms: Pseudonyms | None = None) -> str:
    """Return what is written over one whole value."""
    finding = decision.finding
    # Without a style nothing says what may stay.
    style, operator = decision.style or "whole", decision.operator or "cn_mask"
    if operator != "cn_pseudonym":
        return _writer(operator, style, finding.entity_type)(text)
    if pseudonyms is None:
        raise ValueError("cn_pseudonym needs the document's pseudonyms")
    params: dict[str, object] = {
        "style": style,
        "entity_type": finding.entity_type,
        "pseudonyms": pseudonyms,
        "fingerprint": finding.fingerprint,
    }
    written: str = _presidio().OPERATORS[operator].operate(text, params)
    return written


def plan(
    decisions: Iterable[Decision],
    texts: Mapping[str, Segment],
    pseudonyms: Pseudonyms | None = None,
    *,
    captioned: bool = False,
) -> Iterator[Mask | Region]:
    """Yield the masks and regions of one page in document order.

    `texts` holds the page's segments by id, in order. ASK is masked like MASK. Two masks that
    overlap are refused, because one of them would be written over the other's stars. Where
    `captioned`, regions name the kind of value that they hide.
    """
    order = {segment_id: number for number, segment_id in enumerate(texts)}
    hidden = [decision for decision in decisions if decision.action is not Action.KEEP]
    emptied = _emptied(hidden, texts)
    written: list[tuple[int, int, int, Mask | Region]] = [
        (order[segment_id], 0, mask.place.span.end, mask) for segment_id, mask in emptied.items()
    ]
    for decision in hidden:
        places = decision.finding.places
        place = places[0]
        segment, span = texts.get(place.segment_id), place.span
        if (
            segment is not None
            and segment.boxes is None
            and len(places) == 1
            and span.end <= len(segment.text)
        ):
            # Nearly every value of nearly every document.
            start, end = span.start, span.end
            over = replacement(segment.text[start:end], decision, pseudonyms)
            if segment.id not in emptied:
                written.append((order[segment.id], start, end, _mask(place, over)))
            continue
        for place, step in _shared_out(decision, texts, pseudonyms):
            if captioned and isinstance(step, Region):
                step = replace(step, caption=CAPTIONS.get(decision.finding.entity_type, ""))
            if place.segment_id not in emptied:
                span = place.span
                written.append((order[place.segment_id], span.start, span.end, step))
    written.sort(key=itemgetter(0, 1, 2))
    for (number, _, reached, _), (other, start, _, _) in pairwise(written):
        if number == other and start < reached:
            raise ValueError(f"two masks overlap in segment number {number + 1} of the page")
    for _, _, _, step in written:
        yield step


def settle(decisions: Iterable[Decision], texts: Mapping[str, Segment]) -> list[Decision]:
    """Return the decisions, with KEEP where masking would put the same thing there again.

    `decide` knows only the shape of a partly hidden value, and a stand-in has no such shape. Here
    the text is known, so that our own output is recognised as done.
    """
    return [
        replace(decision, action=Action.KEEP, because="MASKED", group="")
        if decision.action is not Action.KEEP and _is_done(decision, texts)
        else decision
        for decision in decisions
    ]


def _is_done(decision: Decision, texts: Mapping[str, Segment]) -> bool:
    if decision.operator == "cn_pseudonym":
        return is_stand_in("".join(_texts_of(decision, texts)))
    if decision.operator == "cn_replace" or decision.finding.evidence.masked:
        text = "".join(_texts_of(decision, texts))
        return replacement(text, decision) == text
    return False


def _emptied(decisions: Iterable[Decision], texts: Mapping[str, Segment]) -> dict[str, Mask]:
    """Return a mask for every cell of the columns that a decision empties whole."""
    columns = {
        (cell.table, cell.column): cell
        for decision in decisions
        if decision.operator == "cn_redact_column"
        for place in decision.finding.places
        if (cell := texts[place.segment_id].cell) is not None
    }
    return {
        mask.place.segment_id: mask
        for cell in columns.values()
        for mask in column_masks(texts.values(), cell)
    }


def column_masks(segments: Iterable[Segment], cell: Cell) -> Iterator[Mask]:
    """Yield masks that empty the whole column of a cell, its headers excepted.

    A cell is below a header when it is labelled by one.
    """
    for segment in segments:
        own = segment.cell
        if own is None or not segment.text or not segment.labels.column:
            continue
        if own.table == cell.table and own.column <= cell.column < own.column + own.column_span:
            yield Mask(Place(segment.id, Span(0, len(segment.text))), "")


def _texts_of(decision: Decision, texts: Mapping[str, Segment]) -> list[str]:
    """Return the text at each place of a finding; a place outside the page is refused."""
    parts = []
    for place in decision.finding.places:
        segment = texts.get(place.segment_id)
        if segment is None or place.span.end > len(segment.text):
            raise ValueError(f"no such place: {place}")
        parts.append(segment.text[place.span.start : place.span.end])
    return parts


def _shared_out(
    decision: Decision, texts: Mapping[str, Segment], pseudonyms: Pseudonyms | None
) -> Iterator[tuple[Place, Mask | Region]]:
    """Yield what is written or painted where a value is broken, or lies in a picture."""
    parts = _texts_of(decision, texts)
    places = decision.finding.places
    pieces = _distributed(parts, replacement("".join(parts), decision, pseudonyms))
    for place, piece in zip(places, pieces, strict=True):
        segment = texts[place.segment_id]
        # A reader of pictures only guesses where one character ends; elsewhere boxes are exact.
        if segment.boxes is None or segment.kind is not Kind.OCR:
            yield place, Mask(place, piece)
        else:
            quad = hull(segment.boxes, place.span)
            yield place, Region(max(segment.locator.page, 1), quad)


def _distributed(parts: Sequence[str], written: str) -> list[str]:
    """Cut a replacement along the places of the value; a shorter one leaves the last ones empty."""
    if len(parts) == 1:
        return [written]
    pieces = []
    for part in parts[:-1]:
        width = len(visible(part))
        pieces.append(written[:width])
        written = written[width:]
    return [*pieces, written]


def hull(boxes: Quads, span: Span) -> Quad:
    """Return the rectangle around a span's characters, turned as their line is turned."""
    quads = [boxes[i] for i in range(span.start, span.end)]
    if not all(math.isfinite(number) for quad in quads for number in quad):
        raise ValueError("a character box is not a number; nothing would be painted")
    along = sum(quad.x1 - quad.x0 for quad in quads), sum(quad.y1 - quad.y0 for quad in quads)
    length = math.hypot(*along)
    cos, sin = (along[0] / length, along[1] / length) if length else (1.0, 0.0)
    corners = [(quad[i], quad[i + 1]) for quad in quads for i in range(0, 8, 2)]
    forward = [x * cos + y * sin for x, y in corners]
    down = [y * cos - x * sin for x, y in corners]
    left, right, top, bottom = min(forward), max(forward), min(down), max(down)
    turned = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Quad(*(number for u, v in turned for number in (u * cos - v * sin, u * sin + v * cos)))
