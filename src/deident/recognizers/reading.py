"""One batch of segments as recognizers read it: joined, folded, and mapped back.

A page's segments are joined with a separator that no pattern crosses, because one call per cell is
ten to twenty times slower. A segment that continues another is joined to it directly (cells
of one digit, wrapped lines); between the digits of two lines of a picture a line break stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.making import maker
from deident.model import Kind, Place, Segment, Span
from deident.recognizers.field_keys import spoken
from deident.recognizers.shadow import Shadow, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SEPARATOR = "\n\x1e\n"
BATCH_CHARACTERS = 250_000
_TAIL, _HEAD = re.compile("[0-9]+$"), re.compile("[0-9]+")
_WHOLE = re.compile("1[3-9][0-9]{9}|[0-9]{16}|[0-9]{18,19}")
_MOBILE = re.compile("1[3-9][0-9]{9}")
_LONG = 7
_place, _span = maker(Place), maker(Span)


@dataclass(frozen=True, slots=True)
class Reading:
    """Folded text of some segments, where each begins in it, and the way back.

    `starts[i]` is where segment i begins in the joined text, before invisible characters were
    removed; `shadow` leads from the folded text to the joined one.
    """

    shadow: Shadow = field(repr=False)
    segments: Sequence[Segment]
    starts: tuple[int, ...]

    @property
    def text(self) -> str:
        """The folded text."""
        return self.shadow.text

    def index_at(self, offset: int) -> int:
        """Return the number of the segment that holds a character of the folded text."""
        return bisect_right(self.starts, self.shadow.start(offset)) - 1

    def places(self, start: int, end: int) -> tuple[Place, ...]:
        """Map a span of the folded text back to places in segments."""
        low, high = start, end
        if self.shadow.offsets is not None:
            low, high = self.shadow.start(start), self.shadow.end(end)
        index = bisect_right(self.starts, low) - 1
        begin, segment = self.starts[index], self.segments[index]
        if high - begin <= len(segment.text):
            return (_place(segment.id, _span(low - begin, high - begin)),)
        places = []
        while index < len(self.starts) and self.starts[index] < high:
            begin, segment = self.starts[index], self.segments[index]
            left, right = max(low - begin, 0), min(high - begin, len(segment.text))
            if left < right:
                places.append(Place(segment.id, Span(left, right)))
            index += 1
        return tuple(places)


def _joint(before: Segment | None, segment: Segment) -> str:
    if before is None:
        return ""
    if segment.follows and segment.follows == before.id:
        return "\n" if segment.kind is Kind.OCR and _may_be_two(before, segment) else ""
    return SEPARATOR


def _may_be_two(before: Segment, segment: Segment) -> bool:
    """Tell whether two lines of a picture may be two numbers: patterns know one that is broken.

    A long tail, or a head that is a whole number, keeps its line break; 12 ‖ 8号 is one door, and
    a mobile number's eleven digits are one number wherever the line ends between them.
    """
    tail, head = _TAIL.search(before.text), _HEAD.match(segment.text)
    if tail is None or head is None or _MOBILE.fullmatch(tail[0] + head[0]):
        return False
    return len(tail[0]) >= _LONG or _WHOLE.fullmatch(head[0]) is not None


def read(segments: Sequence[Segment]) -> Reading:
    """Join and fold segments into one reading, in which keys of databases are labels too."""
    segments = spoken(segments)
    pieces: list[str] = []
    starts: list[int] = []
    offset, before = 0, None
    for segment in segments:
        joint = _joint(before, segment)
        pieces += (joint, segment.text.replace("\x1e", " "))
        offset += len(joint)
        starts.append(offset)
        offset += len(segment.text)
        before = segment
    return Reading(fold("".join(pieces)), segments, tuple(starts))


def batches(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Cut segments into batches of a size that patterns run through quickly.

    A segment stays with the one it follows, unless a line has no end.
    """
    batch: list[Segment] = []
    size = 0
    for segment in segments:
        full = size + len(segment.text) > BATCH_CHARACTERS
        if batch and full and (not segment.follows or size > 4 * BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(segment)
        size += len(segment.text)
    if batch:
        yield batch
