"""The sentences of a page that tell of a minor, and what of each nobody may read.

A sentence tells of one by a child it names, by a class beside a name, or by a birth day that
somebody in it has; what was found in it is then the minor's too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from deident.aggregate import children_told, classes
from deident.aggregate.asking import MINOR
from deident.aggregate.minors import WHO
from deident.making import unprinted
from deident.recognizers.somebody import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from deident.detect import Found
    from deident.model import Finding, Page, Place, Segment

    _Spans = Sequence[tuple[int, int]]

_PROSE = 12


class Told(NamedTuple):
    """A sentence about a minor: the names and schools that nothing found covers, and what was."""

    segment: Segment
    spans: Sequence[tuple[int, int]]
    found: Sequence[Finding]

    def __repr__(self) -> str:
        return unprinted(self)


def may_tell(segments: Sequence[Segment]) -> Collection[int]:
    """Return the numbers of the segments that may tell of a child; all are searched at once."""
    texts = [segment.text for segment in segments]
    joined = "\n".join(texts)
    if not children_told.may_tell(joined):
        return ()
    ends = [*accumulate(len(text) + 1 for text in texts)]
    return {bisect_right(ends, at) for at in children_told.hints(joined)}


def told_in(
    page: Page,
    found: Sequence[Found],
    segments: Collection[int],
    births: Sequence[Place],
    is_personal: Callable[[Finding], bool],
) -> Iterator[Told]:
    """Yield the sentences of a page that tell of a minor.

    `segments` are the numbers of those that may tell of a child, `births` the places outside of
    tables where a minor's birth day stands.
    """
    by_segment: dict[str, list[Finding]] = {}
    dated = {at.segment_id for at in births}
    born = {number for number, one in enumerate(page.segments) if dated and one.id in dated}
    for segment in map(page.segments.__getitem__, sorted(born.union(segments))):
        text = segment.text
        if len(text) < _PROSE or text.isascii() or (segment.cell and len(text) < 2 * _PROSE):
            continue
        own = [at.span.start for at in births if at.segment_id == segment.id]
        if not by_segment:
            for one in found:
                by_segment.setdefault(one.finding.segment_id, []).append(one.finding)
        personal = filter(is_personal, by_segment.get(segment.id, ()))
        yield from _in_segment(segment, own, sorted(personal, key=lambda one: one.start))


def _in_segment(
    segment: Segment, births: Sequence[int], personal: Sequence[Finding]
) -> Iterator[Told]:
    text = segment.text
    starts = [one.start for one in personal]
    pupils = classes.is_about_pupils(text)
    in_class = pupils or classes.may_name_class(text)
    hints = [*births, *children_told.hints(text), *(classes.school_hints(text) if pupils else ())]
    done: list[tuple[int, int]] = []
    for start, end in _sentences(text, hints):
        own = personal[bisect_left(starts, start) : bisect_left(starts, end)]
        spans = children_told.in_prose(text, start, end)
        if in_class:
            at_school = classes.of_pupils(text, start, end, own, about_pupils=pupils)
            spans = _united([*spans, *at_school]) if at_school else spans
        if (
            spans
            or _is_born(text, (start, end), births, own)
            or _is_a_childs(text, start, end, own)
        ):
            # A long sentence is read in parts that overlap.
            spans = _apart(spans or children_told.schools(text, start, end), done)
            done = [*(one for one in done if one[1] > start), *spans]
            yield Told(segment, _without(spans, own), own)


def _is_born(
    text: str, within: tuple[int, int], births: Sequence[int], own: Sequence[Finding]
) -> bool:
    """Tell whether a minor's birth day in a sentence is somebody's.

    Alone in its sentence a number that looks like an ID may be a permit's.
    """
    start, end = within
    return any(start <= at < end for at in births) and (
        any(one.evidence.label or one.entity_type == "PERSON" for one in own)
        or children_told.names_sex(text, start, end)
    )


def _is_a_childs(text: str, start: int, end: int, own: Sequence[Finding]) -> bool:
    """Tell whether a sentence names somebody, and something in it is a child's."""
    return any(one.entity_type in WHO for one in own) and any(
        children_told.is_childs(text, finding, start, end) for finding in own
    )


def _sentences(text: str, hints: Iterable[int]) -> Iterator[tuple[int, int]]:
    reached = -1
    for at in sorted(hints):
        if at >= reached:
            start, reached = sentence(text, at)
            yield start, reached


def _united(spans: _Spans) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap as one."""
    united: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if united and low < united[-1][1]:
            united[-1] = (united[-1][0], max(high, united[-1][1]))
        else:
            united.append((low, high))
    return united


def _apart(spans: _Spans, done: _Spans) -> list[tuple[int, int]]:
    """Return what of spans others, which were hidden before, leave free."""
    for low, high in done:
        spans = [
            piece
            for start, end in spans
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        ]
    return [*spans]


def _without(spans: _Spans, found: Iterable[Finding]) -> _Spans:
    """Return what of spans the findings leave free."""
    for finding in found:
        spans = [piece for span in spans for piece in _beside(span, finding)]
    return spans


def _beside(span: tuple[int, int], finding: Finding) -> Iterator[tuple[int, int]]:
    """Yield what of a span a finding leaves free."""
    start, end = span
    if end <= finding.start or finding.end <= start:
        yield span
    elif finding.entity_type == MINOR:
        # Of 四年级5班 a label may have shown but the end.
        if start < finding.start:
            yield start, finding.start
        if finding.end < end:
            yield finding.end, end
