"""The words around a finding, as the masked copy has them: shown only to whoever asks for them.

Everything the policy masks or asks about is written over here as it is there, so that the words
around one value do not give away the next. In a table the cells of the row are the surroundings.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from deident.aggregate import asks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from deident.model import Decision, Place, Segment

_STAR, _CUT, _BESIDE = "*", "…", " | "

Piece = tuple[int, int, str]


class Surroundings:
    """One page with its masks. `wide` is how many characters are shown on either side."""

    def __init__(
        self, segments: Mapping[str, Segment], decisions: Iterable[Decision],
        written: Callable[[Decision], str], wide: int,
    ) -> None:  # fmt: skip
        """Take what is hidden on a page; `written` is what stands in its place."""
        self._segments, self._wide = segments, wide
        self._pieces: dict[str, list[Piece]] = defaultdict(list)
        for decision in decisions if wide else ():
            places = decision.finding.places
            for place in () if asks(decision.finding) else places:
                length = place.span.end - place.span.start
                shown = written(decision) if len(places) == 1 else _STAR * length
                self._pieces[place.segment_id].append((place.span.start, place.span.end, shown))
        for pieces in self._pieces.values():
            pieces.sort()
        self._rows: dict[tuple[int, int], list[Segment]] = defaultdict(list)
        for segment in segments.values() if wide else ():
            if segment.cell is not None:
                self._rows[segment.cell.table, segment.cell.row].append(segment)

    def around(self, place: Place) -> str:
        """Return what stands around a place in the masked copy; "" where nobody asked for it."""
        if not self._wide:
            return ""
        segment = self._segments[place.segment_id]
        start, end = place.span.start - self._wide, place.span.end + self._wide
        said = self._masked(segment, max(start, 0), min(end, len(segment.text)))
        if segment.cell is not None:
            row = self._rows[segment.cell.table, segment.cell.row]
            return self._beside(said, segment, row)
        return f"{_CUT * (start > 0)}{said}{_CUT * (end < len(segment.text))}"

    def _masked(self, segment: Segment, start: int, end: int) -> str:
        """Return a range of a segment with its masks written; none of them is cut."""
        shown, at = [], start
        for first, last, instead in self._pieces.get(segment.id, ()):
            if last <= at or first >= end:
                continue
            shown += [segment.text[at:first], instead]
            at = max(at, last)
        return " ".join("".join((*shown, segment.text[at:end])).split())

    def _beside(self, said: str, segment: Segment, row: Sequence[Segment]) -> str:
        """Add the cells on either side, until there are characters enough."""
        cells = [said if one is segment else self._masked(one, 0, len(one.text)) for one in row]
        first = last = row.index(segment)
        while first > 0 and len(_BESIDE.join(cells[first:last])) < self._wide:
            first -= 1
        own = last
        while last + 1 < len(cells) and len(_BESIDE.join(cells[own + 1 : last + 1])) < self._wide:
            last += 1
        shown = _BESIDE.join(cells[first : last + 1])
        return f"{_CUT * (first > 0)}{shown}{_CUT * (last + 1 < len(cells))}"
