"""One document's decisions and masks, page by page, and the values that must be gone."""

from __future__ import annotations

import datetime as dt
import gc
import threading
from array import array
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from deident.aggregate import Together, asks
from deident.aggregate.published import NOT_A_DUTY, Published
from deident.checks import Noticed
from deident.decide import (
    NO_RULINGS,
    Question,
    Rulings,
    decide,
    joined,
    questions,
    without_asking,
)
from deident.detect import Seeker
from deident.formats import FormatHandler, Limits
from deident.labels import Markings
from deident.mask import DECISIONS, STEPS, Pseudonyms, plan, settle
from deident.model import (
    Action,
    Decision,
    Document,
    Finding,
    Mask,
    Page,
    Place,
    Region,
    Segment,
    Source,
)
from deident.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from deident.checks import Check
    from deident.detect import Detector, Found
    from deident.policy import Policy, Scene
    from deident.recognizers.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Everything the line needs and no document brings along."""

    handler_for: Callable[[Source], FormatHandler]
    detector: Detector
    policy: Policy
    scene: Scene
    rulings: Rulings = NO_RULINGS
    limits: Limits = field(default_factory=Limits)
    disclosure: str = ""
    today: dt.date | None = None
    """Who is a minor is reckoned on this day where a document gives none; None is the clock's."""
    checks: tuple[Check, ...] = ()
    """What else is looked for before publication, beside personal information."""

    def together(self) -> Together:
        """Return what looks at the rows of one document."""
        today = self.today or dt.datetime.now(dt.UTC).date()
        return Together(self.detector.key, today, self.detector.look_alikes)


# A document of so many segments (or hundreds of characters) is held between the walks.
_HELD = 20_000
_CHARACTERS = 100
# So much uncovered text of a larger one, in memory only.
_REST_CHARACTERS = 24_000_000


_COLLECTING = threading.Lock()
_collected_seldom = 0
_threshold_before = gc.get_threshold()
# Millions of values are made here and none of them points in a circle: looking for circles among
# them after every seven hundred costs a third of all time.
_THRESHOLD = 200_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for circles of garbage less often, until the last line has run."""
    global _collected_seldom, _threshold_before
    with _COLLECTING:
        if not _collected_seldom:
            _threshold_before = gc.get_threshold()
            if _threshold_before[0]:
                gc.set_threshold(max(_THRESHOLD, _threshold_before[0]), *_threshold_before[1:])
        _collected_seldom += 1
    try:
        yield
    finally:
        with _COLLECTING:
            _collected_seldom -= 1
            if not _collected_seldom:
                gc.set_threshold(*_threshold_before)


class Judged:
    """One document's decisions and masks, page by page, and the values that must be gone.

    A small document is held between the walks. Of a large one is kept what is written over it
    (where it is to be masked) and the text that nothing covers, in which values are looked for.
    """

    def __init__(self, document: Document, line: Line, *, masking: bool = False) -> None:
        self._pages = document.pages
        self._removes = bool(document.removables)
        self._line = line
        self._pseudonyms = Pseudonyms(line.detector.key)
        self.decisions: Spool[Decision] = Spool(packing=DECISIONS)
        self.values: dict[str, Finding] = {}
        self.kept: set[str] = set()
        self.markings = Markings()
        self.noticed = Noticed(line.checks)
        self._kinds: dict[tuple[str, str, int], Finding] = {}
        self._steps: Spool[Mask | Region] | None = Spool(packing=STEPS) if masking else None
        self._rests: _Rests | None = _Rests()
        self._asking: dict[int, tuple[Question, ...]] = {}
        self._seals: list[array[int]] = []
        self._segments: tuple[Page, Mapping[str, Segment]] | None = None
        self._published = Published(line.scene)
        self._together = line.together()
        with seldom_collected():
            self._first_walk()
            if self.values:
                self._second_walk()
            if self._together.uneven:
                self._even_out()

    def _first_walk(self) -> None:
        held: list[Page] | None = []
        size = 0
        for number, page in enumerate(self._pages):
            self.markings.look(page)
            self.noticed.look(page)
            readings = self._line.detector.readings(page.segments)
            found = self._together.gathered(page, self._line.detector.found(readings))
            decisions = self._decided(page, found)
            self._together.weigh(number, page, decisions)
            self.decisions.append(decisions)
            self._seals.append(_seals(decisions))
            self._note(number, decisions)
            self._gather(page, found, decisions)
            if held is None:
                self._prepare(page, decisions, readings)
                continue
            size += len(page.segments) + sum(len(s.text) for s in page.segments) // _CHARACTERS
            if size <= _HELD:
                held.append(page)
            else:
                for waiting, before in zip([*held, page], self.decisions.batches(), strict=True):
                    self._prepare(waiting, before)
                held = None
        if held is not None:
            self._pages, self._steps, self._rests = held, None, None
        for number, risk in self._together.risks():
            asked = decide([risk.finding], self._line.scene, self._line.rulings)
            self._replace(number, [*self.decisions.batch(number), *asked])
        # What the office must publish, or a reviewer released, is not hidden elsewhere either.
        for value in self.kept & self.values.keys():
            del self.values[value]

    def _gather(self, page: Page, found: Sequence[Found], decisions: Sequence[Decision]) -> None:
        """Remember the values that must be gone, and those that must stay."""
        spreads, kept = self._line.detector.spreads, self.kept
        own = self._published.in_rows(self._texts(page), decisions)
        for one, decision in zip(found, decisions, strict=True):
            if decision.action is Action.KEEP:
                if decision.finding.segment_id in own:
                    kept.add(one.value)
                    self._published.note(one.value)
                elif decision.because not in NOT_A_DUTY:
                    kept.add(one.value)
            elif one.value not in self.values and spreads(one):
                self.values[one.value] = self._kind(one.finding)

    def _settled(self, page: Page, decisions: Sequence[Decision]) -> _Spans:
        """Return what need not be looked through again: what is hidden, and names in their rows."""
        return _spans(
            [
                *(d for d in decisions if d.action is not Action.KEEP),
                *self._published.in_rows(self._texts(page), decisions).values(),
            ]
        )

    def longer_names(self) -> frozenset[str]:
        """Return the names that stay, in which a value that must be gone is only a part."""
        return self._published.longer_than(self.values)

    @property
    def published(self) -> set[str]:
        """The names that are shown by duty in rows of their own."""
        return self._published.names

    def _kind(self, finding: Finding) -> Finding:
        """Return one finding to stand for all of its kind: a million values share a few."""
        # By identity: the finding that stands for a kind keeps its evidence alive.
        kind = (finding.entity_type, finding.recognizer, id(finding.evidence))
        return self._kinds.setdefault(kind, finding)

    def _decided(self, page: Page, found: Sequence[Found]) -> list[Decision]:
        texts = self._texts(page)
        findings = (one.finding for one in found)
        decisions = decide(findings, self._line.scene, self._line.rulings)
        decisions = settle(self._together.hidden(decisions), texts)
        return without_asking(decisions, _in_removables(page)) if self._removes else decisions

    def _note(self, number: int, decisions: Sequence[Decision]) -> None:
        """Remember what a page asks, and that stand-ins are numbered in their order."""
        asked = questions(decisions)
        if asked:
            self._asking[number] = asked
        else:
            self._asking.pop(number, None)
        if any(decision.operator == "cn_pseudonym" for decision in decisions):
            self._steps = None

    def _replace(self, number: int, decisions: Sequence[Decision]) -> None:
        self.decisions.replace(number, decisions)
        self._note(number, decisions)

    def _prepare(
        self, page: Page, decisions: Sequence[Decision], readings: Sequence[Reading] = ()
    ) -> None:
        """Keep of a page what is needed when it has gone by."""
        if self._steps is not None:
            self._steps.append(list(self._planned(page, decisions)))
        if self._rests is not None:
            covered = self._settled(page, decisions)
            detector = self._line.detector
            readings = readings or detector.readings(page.segments)
            kept = self._rests.keep(detector.rest(readings, covered))
            self._rests = self._rests if kept else None

    def _second_walk(self) -> None:
        """Find the values again wherever else they stand, whatever stood beside them there."""
        seeker = Seeker(self.values)
        wanted = None if self._rests is None else self._rests.holding(seeker)
        self._rests = None
        for number, page in self._again(wanted):
            self._look_again(number, page, seeker)

    def _again(self, wanted: Collection[int] | None) -> Iterator[tuple[int, Page]]:
        """Yield some pages once more, and read no further than the last of them."""
        if wanted is None:
            yield from enumerate(self._pages)
        elif wanted:
            pages = enumerate(islice(self._pages, max(wanted) + 1))
            yield from ((number, page) for number, page in pages if number in wanted)

    def _look_again(self, number: int, page: Page, seeker: Seeker) -> None:
        before = self.decisions.batch(number)
        covered = self._settled(page, before)
        names = _spans(self._published.in_sentences(self._texts(page), before))
        again = [
            one
            for one in self._line.detector.again(page.segments, seeker, covered)
            if not _is_part(one.finding, names)
        ]
        if not again:
            return
        also = _spans_of(again)
        stays = [d for d in before if d.action is not Action.KEEP or not _overlaps(d, also)]
        # Where the policy alone would show it, it is hidden for whose it is: a minor's.
        hidden = self._together.whole(self._decided(page, again))
        decisions = [*stays, *hidden]
        self._replace(number, decisions)
        if self._steps is not None:
            self._steps.replace(number, list(self._planned(page, decisions)))

    def _even_out(self) -> None:
        """Hide whole everywhere what is hidden whole in the row of a minor."""
        uneven: set[int] = set()
        for number in self._together.with_minors(self._seals):
            before = self.decisions.batch(number)
            decisions = self._together.alike(before)
            if decisions != before:
                self._replace(number, decisions)
                uneven.add(number)
        if self._steps is not None:
            for number, page in self._again(uneven):
                planned = self._planned(page, self.decisions.batch(number))
                self._steps.replace(number, list(planned))

    def _planned(self, page: Page, decisions: Sequence[Decision]) -> Iterator[Mask | Region]:
        hidden = [d for d in decisions if d.action is not Action.KEEP and not asks(d.finding)]
        captioned = self._line.policy.captions
        return plan(hidden, self._texts(page), self._pseudonyms, captioned=captioned)

    def _texts(self, page: Page) -> Mapping[str, Segment]:
        """Return the segments of a page by their ids, which much of its judging asks for."""
        known = self._segments
        if known is None or known[0] is not page:
            known = self._segments = page, {segment.id: segment for segment in page.segments}
        return known[1]

    def also(self, known: Mapping[str, Finding], published: Collection[str]) -> None:
        """Hide too what another document made known that travels with this one.

        `published` are the names that some of them show in rows of their own.
        """
        own = self.values
        self.published.update(published)
        self.values = {value: one for value, one in known.items() if value not in own}
        if self.values and not self.kept.issuperset(self.values):
            with seldom_collected():
                self._second_walk()
        self.values = own | self.values

    def steps(self) -> Iterator[Mask | Region]:
        """Yield what is written and painted, in document order."""
        if self._steps is not None:
            yield from self._steps
            return
        for page, decisions in zip(self._pages, self.decisions.batches(), strict=True):
            yield from self._planned(page, decisions)

    def asked(self) -> tuple[Question, ...]:
        """Return what a person must answer."""
        return joined(self._asking[page] for page in sorted(self._asking))


class _Rests:
    """The text of each page that nothing covers, while it is little enough to be held."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._room = _REST_CHARACTERS

    def keep(self, text: str) -> bool:
        """Keep a page's text; False where that is too much."""
        self._texts.append(text)
        self._room -= len(text)
        return self._room >= 0

    def holding(self, seeker: Seeker) -> frozenset[int]:
        """Return the numbers of the pages in which a value stands once more."""
        return frozenset(
            number
            for number, text in enumerate(self._texts)
            if next(seeker.spans(text), None) is not None
        )


_Spans = dict[str, list[tuple[int, int]]]


def _is_part(finding: Finding, names: Mapping[str, list[tuple[int, int]]]) -> bool:
    """Tell whether a value stands inside something longer."""
    start, end = finding.start, finding.end
    return len(finding.places) == 1 and any(
        low <= start and end <= high and end - start < high - low
        for low, high in names.get(finding.segment_id, ())
    )


def _seals(decisions: Iterable[Decision]) -> array[int]:
    """Return the hashes of what is hidden for its own sake and may still be hidden whole."""
    seals = (
        hash(decision.finding.fingerprint)
        for decision in decisions
        if decision.action is not Action.KEEP and decision.because != "MINOR_ROW"
    )
    return array("q", seals)


def _in_removables(page: Page) -> frozenset[str]:
    """Return the segments of a page that are taken out of the copy whole."""
    return frozenset(segment.id for segment in page.segments if segment.removable)


def _spans(decisions: Iterable[Decision]) -> _Spans:
    hidden = (d.finding for d in decisions if not asks(d.finding))
    return _by_segment(place for finding in hidden for place in finding.places)


def _spans_of(found: Iterable[Found]) -> dict[str, list[tuple[int, int]]]:
    return _by_segment(place for one in found for place in one.finding.places)


def _by_segment(places: Iterable[Place]) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for place in places:
        spans.setdefault(place.segment_id, []).append((place.span.start, place.span.end))
    for own in spans.values():
        if len(own) > 1:
            own.sort()
    return spans


def _overlaps(decision: Decision, spans: Mapping[str, list[tuple[int, int]]]) -> bool:
    return any(
        low < place.span.end and place.span.start < high
        for place in decision.finding.places
        for low, high in spans.get(place.segment_id, ())
    )
