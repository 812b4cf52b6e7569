"""Document × recognizers → findings.

`Detector.page` reads a page; `Detector.again` looks through it once more for values that were found
anywhere in the document. Values stay in memory and in these two modules' hands only: a `Found`
prints nothing, a `Finding` holds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deident.keys import Key
from deident.model import Evidence, Finding, Place, Segment
from deident.recognizers import packs as pack_files
from deident.recognizers.reading import Reading, batches, read
from deident.recognizers.scan import Scanner
from deident.recognizers.shadow import compact
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from deident.recognizers.analyzer import Analyzer
    from deident.recognizers.hits import Hit
    from deident.recognizers.packs import Pack

_NUMBER = re.compile(r"[0-9](?:[ \-]?[0-9]){5,}(?:[ \-]?[Xx×])?")
_ALPHANUMERIC = re.compile(r"[^0-9A-Za-z×]")
_NUMERIC = re.compile(r"[0-9]{6,}X?")
_WORD = re.compile(
    r"[一-龥](?:[A-Za-z][ ·.\-]?[0-9A-Za-z]{4,7}[一-龥]?)|[0-9A-Za-z._%+\-@]{5,}|[一-龥·]{2,}"
)
_MOST_WORDS = 20_000
_SHORTEST_WORD = 3
_INSIDE = 11


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its compact value. The value is for this process's memory alone."""

    finding: Finding
    value: str = field(repr=False)


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

    @property
    def entity_types(self) -> frozenset[str]:
        """The entity types that anything installed here finds."""
        ours = {pack.entity_type for pack in self.packs}
        theirs = {
            kind for recognizer in self._third_party for kind in recognizer.supported_entities
        }
        return frozenset(ours | theirs)

    @property
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
        found: list[Found] = []
        for batch in batches(segments):
            reading = read(batch)
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
        taken: list[tuple[int, int]] = []
        for result in sorted(results, key=lambda r: (r.start, -r.score, -r.end)):
            if taken and result.start < taken[-1][1]:
                continue
            taken.append((result.start, result.end))
            name = result.recognition_metadata["recognizer_name"]
            yield self._found(
                reading,
                result.start,
                result.end,
                result.entity_type,
                result.score,
                name,
                evidence_of(result),
            )

    def _found(
        self, reading: Reading, start: int, end: int, entity_type: str, score: float,
        recognizer: str, evidence: Evidence,
    ) -> Found:  # fmt: skip
        value = compact(reading.text[start:end], folded=True)
        finding = Finding(
            places=reading.places(start, end),
            entity_type=entity_type,
            score=score,
            recognizer=recognizer,
            evidence=evidence,
            fingerprint=self.key.fingerprint(entity_type, value),
        )
        return Found(finding, value)

    def spreads(self, found: Found) -> bool:
        """Tell whether a value, once found, is looked for in the whole document."""
        if found.finding.entity_type not in self._everywhere or "*" in found.value:
            return False
        return len(found.value) >= (6 if found.value.isascii() else _SHORTEST_WORD)

    def again(
        self,
        segments: Iterable[Segment],
        known: Mapping[str, Finding],
        covered: Mapping[str, Sequence[tuple[int, int]]],
    ) -> list[Found]:
        """Find known values (compact → the finding that made them known) wherever else they stand.

        `covered` holds, by segment, the spans that are masked already.
        """
        seeker = Seeker(known)
        found: list[Found] = []
        for batch in batches(segments):
            reading = read(batch)
            for start, end, value in seeker.spans(_uncovered(reading, covered)):
                places = reading.places(start, end)
                if not all(_inside(place, covered) for place in places):
                    found.append(self._known(reading, start, end, known[value]))
        return found

    def _known(self, reading: Reading, start: int, end: int, first: Finding) -> Found:
        return self._found(
            reading, start, end, first.entity_type, first.score, first.recognizer, first.evidence
        )


def _uncovered(reading: Reading, covered: Mapping[str, Sequence[tuple[int, int]]]) -> str:
    """Blank out what is masked already, so that only the rest is looked through."""
    text = reading.text
    if reading.shadow.offsets is not None:
        return text  # invisible characters shifted the offsets; `_inside` sorts it out
    pieces: list[str] = []
    at = 0
    for segment, begin in zip(reading.segments, reading.starts, strict=True):
        for low, high in covered.get(segment.id, ()):
            pieces += (text[at : begin + low], "\x1f" * (high - low))
            at = begin + high
    return "".join((*pieces, text[at:]))


def _inside(place: Place, covered: Mapping[str, Sequence[tuple[int, int]]]) -> bool:
    """Tell whether a place touches a span that is masked already. Spans come in order."""
    spans = covered.get(place.segment_id, ())
    index = bisect_left(spans, (place.span.end,)) - 1
    return index >= 0 and place.span.start < spans[index][1]


class Seeker:
    """Known values, prepared for looking through much text.

    Words (plates, addresses, names) are searched anywhere in the text; where there are too many of
    them for that, as whole words only.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._values = known
        numbers: set[int] = set()
        words: list[str] = []
        for value in known:
            if _NUMERIC.fullmatch(value):
                numbers.add(len(value))
            elif len(words) <= _MOST_WORDS:
                words.append(value)
        self._numeric = bool(numbers)
        # Inside a longer number a short one is chance: 5620000 in 13856200001.
        self._lengths = sorted(length for length in numbers if length >= _INSIDE)
        if len(words) > _MOST_WORDS:
            self._words: re.Pattern[str] | None = _WORD
        else:
            self._words = re.compile(trie(words), re.IGNORECASE) if words else None

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and compact value of every known value in a folded text."""
        if self._numeric:
            yield from self._numbers(text)
        if self._words is not None:
            for word in self._words.finditer(text):
                value = compact(word.group(), folded=True)
                if value in self._values:
                    yield *word.span(), value

    def _numbers(self, text: str) -> Iterator[tuple[int, int, str]]:
        for run in _NUMBER.finditer(text):
            value = _ALPHANUMERIC.sub("", run.group()).upper().replace("×", "X")
            if value in self._values:
                yield *run.span(), value
                continue
            for length in self._lengths:
                if length >= len(value):
                    break
                for start in range(len(value) - length + 1):
                    if value[start : start + length] in self._values:
                        low, high = _stretch(run.group(), start, length)
                        yield run.start() + low, run.start() + high, value[start : start + length]


def _stretch(run: str, start: int, length: int) -> tuple[int, int]:
    """Map a span of a run's digits back to the run with its blanks and hyphens."""
    places = [i for i, c in enumerate(run) if c.isalnum() or c == "×"]
    return places[start], places[start + length - 1] + 1


def registry(packs: Sequence[Pack] | None = None) -> Any:  # noqa: ANN401 - Presidio is untyped here
    """Return a Presidio registry with one recognizer for each entity type of our packs."""
    from deident.recognizers.analyzer import registry as make

    return make(Scanner(pack_files.built_in() if packs is None else packs))
