"""Where findings stand and how their places compare, and what else a page is remembered by."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from deident.aggregate import asks
from deident.model import Action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deident.detect import Found
    from deident.model import Decision, Finding, Page

Spans = dict[str, list[tuple[int, int]]]
"""Half-open ranges of characters, by segment, in order."""


def is_part(finding: Finding, names: Spans) -> bool:
    """Tell whether a value stands inside something longer."""
    start, end = finding.start, finding.end
    return len(finding.places) == 1 and any(
        low <= start and end <= high and end - start < high - low
        for low, high in names.get(finding.segment_id, ())
    )


def hidden_spans(decisions: Iterable[Decision]) -> Spans:
    """Return where some decisions stand, but for those that only ask."""
    return _by_segment([d.finding for d in decisions if not asks(d.finding)])


def spans_of(found: Iterable[Found]) -> Spans:
    """Return where something was found."""
    return _by_segment(one.finding for one in found)


def _by_segment(findings: Iterable[Finding]) -> Spans:
    spans: Spans = {}
    for finding in findings:
        for place in finding.places:
            span = place.span
            spans.setdefault(place.segment_id, []).append((span.start, span.end))
    for own in spans.values():
        if len(own) > 1:
            own.sort()
    return spans


def overlaps(decision: Decision, spans: Spans) -> bool:
    """Tell whether a decision shares a character with one of some spans."""
    return any(
        low < place.span.end and place.span.start < high
        for place in decision.finding.places
        for low, high in spans.get(place.segment_id, ())
    )


def seals_of(decisions: Iterable[Decision]) -> array[int]:
    """Return the hashes of what is hidden for its own sake and may still be hidden whole."""
    seals = [
        hash(decision.finding.fingerprint)
        for decision in decisions
        if decision.action is not Action.KEEP and decision.because != "MINOR_ROW"
    ]
    return array("q", seals)


def in_removables(page: Page) -> frozenset[str]:
    """Return the segments of a page that are taken out of the copy whole."""
    return frozenset(segment.id for segment in page.segments if segment.removable)
