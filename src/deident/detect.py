"""Document × recognizers → findings.

`Detector.page` reads a page; `Detector.again` looks through it once more for values that were found
anywhere in the document. Values stay in memory and in a few modules' hands only: a `Found`
prints nothing, a `Finding` holds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from deident.keys import Key
from deident.making import maker, quickly_made
from deident.model import Evidence, Finding, Place, Segment
from deident.recognizers import packs as pack_files
from deident.recognizers.reading import Reading, batches, read
from deident.recognizers.scan import Scanner
from deident.recognizers.shadow import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from deident.recognizers.analyzer import Analyzer
    from deident.recognizers.hits import Hit
    from deident.recognizers.packs import Pack
    from deident.recognizers.seeker import Seeker

_SHORTEST_WORD = 3
# Masked already, or between two segments: no value goes across it.
_NOTHING_LEFT = re.compile("[\x1e\x1f][\x1e\x1f\n]*")


@quickly_made
@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its compact value. The value is for this process's memory alone."""

    finding: Finding
    value: str = field(repr=False)


_finding, _made_found = maker(Finding), maker(Found)
_START = attrgetter("start")


class Detector:
    """Packs, a key and Presidio, ready for any number of pages."""

    def __init__(
        self,
        packs: Sequence[Pack] | None = None,
        key: Key | None = None,
        *,
        third_party: Sequence[Any] = (),
        nlp_engine: Any = None,  # noqa: ANN401 - a Presidio NlpEngine; not imported for nothing
    ) -> None:
        self.packs = pack_files.built_in() if packs is None else tuple(packs)
        self.key = key or Key.ephemeral()
        self._scanner = Scanner(self.packs)
        self._third_party = tuple(third_party)
        self._nlp_engine = nlp_engine
        self._analyzer: Analyzer | None = None
        self._everywhere = {pack.entity_type for pack in self.packs if pack.everywhere}

    @cached_property
    def packs_digest(self) -> str:
        """A digest of what the packs say, for the clearance."""
        return pack_files.digest(self.packs)

    @cached_property
    def entity_types(self) -> frozenset[str]:
        """The entity types that anything installed here finds."""
        ours = {pack.entity_type for pack in self.packs}
        theirs = {
            kind for recognizer in self._third_party for kind in recognizer.supported_entities
        }
        return frozenset(ours | theirs)

    @cached_property
    def look_alikes(self) -> frozenset[str]:
        """The entity types that are not personal and only own their spans."""
        return frozenset(pack.entity_type for pack in self.packs if pack.look_alike)

    def page(
        self, segments: Iterable[Segment], matters: Callable[[Hit], bool] | None = None
    ) -> list[Found]:
        """Find everything on a page, in order.

        With `matters`, a batch in which no hit matters is done without Presidio; that is how a
        clean file is passed in milliseconds. A third party's recognizer is always asked.
        """
        return self.found(self.readings(segments), matters)

    @staticmethod
    def readings(segments: Iterable[Segment]) -> Sequence[Reading]:
        """Return a page as it is read: once for all that is asked of it."""
        return [read(batch) for batch in batches(segments)]

    def found(
        self, readings: Iterable[Reading], matters: Callable[[Hit], bool] | None = None
    ) -> list[Found]:
        """Find everything in what was read, in order, as `page` does."""
        found: list[Found] = []
        for reading in readings:
            hits = self._scanner.scan(reading)
            if not self._third_party and not any(map(matters or bool, hits)):
                continue
            found += self._through_presidio(reading, hits)
        return found

    def _through_presidio(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Found]:
        if self._analyzer is None:
            from deident.recognizers.analyzer import Analyzer

            self._analyzer = Analyzer(self._scanner, self._third_party, self._nlp_engine)
        from deident.recognizers.analyzer import evidence_of

        results = self._analyzer.analyze(reading, hits)
        # The engine hands them over by score and length: those of one place stay in that order.
        results.sort(key=_START)
        reached = -1
        for result in results:
            start, end = result.start, result.end
            if start < reached:
                continue
            reached = end
            name = result.recognition_metadata["recognizer_name"]
            yield self._found(
                reading, start, end, result.entity_type, result.score, name, evidence_of(result)
            )

    def _found(
        self, reading: Reading, start: int, end: int, entity_type: str, score: float,
        recognizer: str, evidence: Evidence,
    ) -> Found:  # fmt: skip
        value = reading.text[start:end]
        if not (value.isascii() and value.isdecimal()):
            value = compact(value, folded=True)
        places = reading.places(start, end)
        seal = self.key.fingerprint(entity_type, value)
        finding = _finding(places, entity_type, score, recognizer, evidence, seal)
        return _made_found(finding, value)

    def spreads(self, found: Found) -> bool:
        """Tell whether a value, once found, is looked for in the whole document."""
        if found.finding.entity_type not in self._everywhere or "*" in found.value:
            return False
        return len(found.value) >= (6 if found.value.isascii() else _SHORTEST_WORD)

    def again(
        self,
        readings: Iterable[Reading],
        seeker: Seeker,
        covered: Mapping[str, Sequence[tuple[int, int]]],
    ) -> list[Found]:
        """Find known values wherever else they stand on a page.

        `covered` holds, by segment, the spans that are masked already.
        """
        found: list[Found] = []
        for reading in readings:
            for start, end, value in _apart(seeker.spans(_uncovered(reading, covered))):
                places = reading.places(start, end)
                if not all(_inside(place, covered) for place in places):
                    found.append(self._known(reading, start, end, seeker.known[value]))
        return found

    @staticmethod
    def rest(readings: Iterable[Reading], covered: Mapping[str, Sequence[tuple[int, int]]]) -> str:
        """Return what a `Seeker` would look through on a page, in little room.

        Where it finds nothing here, `again` finds nothing either.
        """
        texts = (_uncovered(reading, covered) for reading in readings)
        return "\x1e".join(_NOTHING_LEFT.sub("\x1e", text) for text in texts)

    def _known(self, reading: Reading, start: int, end: int, first: Finding) -> Found:
        return self._found(
            reading, start, end, first.entity_type, first.score, first.recognizer, first.evidence
        )


def _uncovered(reading: Reading, covered: Mapping[str, Sequence[tuple[int, int]]]) -> str:
    """Blank out what is masked already, so that only the rest is looked through."""
    text, offsets = reading.text, reading.shadow.offsets
    pieces: list[str] = []
    at = 0
    for segment, begin in zip(reading.segments, reading.starts, strict=True):
        for low, high in covered.get(segment.id, ()):
            start, end = begin + low, begin + high
            if offsets is not None:
                start, end = bisect_left(offsets, start), bisect_left(offsets, end)
            pieces += (text[at:start], "\x1f" * (end - start))
            at = end
    return "".join((*pieces, text[at:]))


def _inside(place: Place, covered: Mapping[str, Sequence[tuple[int, int]]]) -> bool:
    """Tell whether a place touches a span that is masked already. Spans come in order."""
    spans = covered.get(place.segment_id, ())
    index = bisect_left(spans, (place.span.end,)) - 1
    return index >= 0 and place.span.start < spans[index][1]


def _apart(spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Join the spans that overlap: in a long run of digits many values may stand at once."""
    reached, joined = -1, (0, 0, "")
    for start, end, value in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < reached:
            reached = max(reached, end)
            joined = (joined[0], reached, joined[2])
            continue
        if reached >= 0:
            yield joined
        reached, joined = end, (start, end, value)
    if reached >= 0:
        yield joined


def registry(packs: Sequence[Pack] | None = None) -> Any:  # noqa: ANN401 - Presidio is untyped here
    """Return a Presidio registry with one recognizer for each entity type of our packs."""
    from deident.recognizers.analyzer import registry as make

    return make(Scanner(pack_files.built_in() if packs is None else packs))
