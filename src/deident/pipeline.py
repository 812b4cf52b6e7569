"""The line: Source → Document → Findings → Decisions → MaskPlan → Source' → Residue → Clearance.

A document is walked twice: once to find and decide, once to find wherever else a value stands that
must go. Pages stream; what is kept between the walks holds no text, except the set of values that
must be gone, in memory. Nothing points left, and nothing loops.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from deident import __version__
from deident.aggregate import Together, asks
from deident.clear import clear
from deident.decide import NO_RULINGS, Question, Rulings, decide, questions, without_asking
from deident.detect import Seeker
from deident.errors import ClassifiedError, UnreadableError
from deident.formats import FormatHandler, Limits, Remarker
from deident.formats.kinds import media_type, misnamed, suffix
from deident.labels import Markings, Verdict, verdict
from deident.labels import read as read_labels
from deident.mask import DECISIONS, STEPS, Pseudonyms, plan, settle
from deident.model import (
    Action,
    Clearance,
    Decision,
    Document,
    Evidence,
    Finding,
    Mask,
    MaskPlan,
    Page,
    Place,
    Reason,
    Region,
    Residue,
    Source,
    Status,
    Unread,
)
from deident.naming import in_name
from deident.recognizers.packs import digest as packs_digest
from deident.spool import Spool
from deident.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from deident.detect import Detector, Found
    from deident.policy import Policy, Scene
    from deident.recognizers.hits import Hit

NO_RESIDUE = Residue()


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

    def together(self) -> Together:
        """Return what looks at the rows of one document."""
        today = self.today or dt.datetime.now(dt.UTC).date()
        return Together(self.detector.key, today, self.detector.look_alikes)


@dataclass(frozen=True, kw_only=True)
class Review:
    """What the line learned about one document, and its masked copy. It prints no text."""

    source: Source = field(repr=False)
    document: Document = field(repr=False)
    decisions: Sequence[Decision] = field(repr=False)
    unread: tuple[Unread, ...]
    masked: Source = field(repr=False)
    residue: Residue
    clearance: Clearance
    said: Verdict
    inner: Mapping[str, Review] = field(default_factory=dict, repr=False)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, look-alikes too."""
        return tuple(decision.finding for decision in self.decisions)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What a person must still answer."""
        return questions(self.decisions)

    @cached_property
    def counts(self) -> Mapping[Action, Counter[str]]:
        """How many findings of each entity type were kept, asked about and masked."""
        counts: dict[Action, Counter[str]] = {action: Counter() for action in Action}
        for decision in self.decisions:
            counts[decision.action][decision.finding.entity_type] += 1
        return counts


# A document of so many segments (or hundreds of characters) is held between the walks.
_HELD = 20_000
_CHARACTERS = 100
# So much uncovered text of a larger one, in memory only.
_REST_CHARACTERS = 24_000_000
# A KEEP for these reasons says only that nothing called for a mask; it is no duty to publish.
_NOT_A_DUTY = frozenset({"LABEL", "CHECKSUM", "SHAPE", "MASKED"})


_COLLECTING = threading.Lock()
_collected_seldom = 0
_threshold_before = gc.get_threshold()
# Millions of values are made here and none of them points in a circle: looking for circles among
# them after every seven hundred costs a third of all time.
_THRESHOLD = 200_000


@contextmanager
def _seldom_collected() -> Iterator[None]:
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
        self.markings = Markings()
        self._kinds: dict[tuple[str, str, int], Finding] = {}
        self._steps: Spool[Mask | Region] | None = Spool(packing=STEPS) if masking else None
        self._rests: _Rests | None = _Rests()
        self._asking: set[int] = set()
        self._together = line.together()
        with _seldom_collected():
            self._first_walk()
            if self.values:
                self._second_walk()
            if self._together.uneven:
                self._even_out()

    def _first_walk(self) -> None:
        kept: set[str] = set()
        held: list[Page] | None = []
        size = 0
        for number, page in enumerate(self._pages):
            self.markings.look(page)
            found = self._together.gathered(page, self._line.detector.page(page.segments))
            decisions = self._decided(page, found)
            self._together.weigh(number, page, decisions)
            self.decisions.append(decisions)
            self._note(number, decisions)
            self._gather(found, decisions, kept)
            if held is None:
                self._prepare(page, decisions)
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
            self.decisions.replace(number, [*self.decisions.batch(number), *asked])
            self._note(number, asked)
        # What the office must publish, or a reviewer released, is not hidden elsewhere either.
        for value in kept & self.values.keys():
            del self.values[value]

    def _gather(
        self, found: Sequence[Found], decisions: Sequence[Decision], kept: set[str]
    ) -> None:
        """Remember the values that must be gone, and those that must stay."""
        spreads = self._line.detector.spreads
        for one, decision in zip(found, decisions, strict=True):
            if decision.action is Action.KEEP:
                if decision.because not in _NOT_A_DUTY:
                    kept.add(one.value)
            elif one.value not in self.values and spreads(one):
                self.values[one.value] = self._kind(one.finding)

    def _kind(self, finding: Finding) -> Finding:
        """Return one finding to stand for all of its kind: a million values share a few."""
        # By identity: the finding that stands for a kind keeps its evidence alive.
        kind = (finding.entity_type, finding.recognizer, id(finding.evidence))
        return self._kinds.setdefault(kind, finding)

    def _decided(self, page: Page, found: Sequence[Found]) -> list[Decision]:
        texts = {segment.id: segment for segment in page.segments}
        findings = (one.finding for one in found)
        decisions = decide(findings, self._line.scene, self._line.rulings)
        decisions = settle(self._together.hidden(decisions), texts)
        return without_asking(decisions, _in_removables(page)) if self._removes else decisions

    def _note(self, number: int, decisions: Iterable[Decision]) -> None:
        """Remember which pages hold questions, and that stand-ins are numbered in their order."""
        for decision in decisions:
            if decision.action is Action.ASK:
                self._asking.add(number)
            if decision.operator == "cn_pseudonym":
                self._steps = None

    def _prepare(self, page: Page, decisions: Sequence[Decision]) -> None:
        """Keep of a page what is needed when it has gone by."""
        if self._steps is not None:
            self._steps.append(list(self._planned(page, decisions)))
        if self._rests is not None:
            covered = _spans(d for d in decisions if d.action is not Action.KEEP)
            kept = self._rests.keep(self._line.detector.rest(page.segments, covered))
            self._rests = self._rests if kept else None

    def _second_walk(self) -> None:
        """Find the values again wherever else they stand, whatever stood beside them there."""
        seeker = Seeker(self.values)
        wanted = self._rests and self._rests.holding(seeker)
        self._rests = None
        if wanted is not None and not wanted:
            return
        for number, page in enumerate(self._pages):
            if wanted is None or number in wanted:
                self._look_again(number, page, seeker)

    def _look_again(self, number: int, page: Page, seeker: Seeker) -> None:
        before = self.decisions.batch(number)
        covered = _spans(d for d in before if d.action is not Action.KEEP)
        again = self._line.detector.again(page.segments, seeker, covered)
        if not again:
            return
        also = _spans_of(again)
        stays = [d for d in before if d.action is not Action.KEEP or not _overlaps(d, also)]
        decisions = [*stays, *self._decided(page, again)]
        self.decisions.replace(number, decisions)
        self._note(number, decisions)
        if self._steps is not None:
            self._steps.replace(number, list(self._planned(page, decisions)))

    def _even_out(self) -> None:
        """Hide whole everywhere what is hidden whole in the row of a minor."""
        for number, page in enumerate(self._pages):
            before = self.decisions.batch(number)
            decisions = self._together.alike(before)
            if decisions != before:
                self.decisions.replace(number, decisions)
                if self._steps is not None:
                    self._steps.replace(number, list(self._planned(page, decisions)))

    def _planned(self, page: Page, decisions: Sequence[Decision]) -> Iterator[Mask | Region]:
        hidden = [d for d in decisions if d.action is not Action.KEEP and not asks(d.finding)]
        return plan(hidden, {s.id: s for s in page.segments}, self._pseudonyms)

    def steps(self) -> Iterator[Mask | Region]:
        """Yield what is written and painted, in document order."""
        if self._steps is not None:
            yield from self._steps
            return
        for page, decisions in zip(self._pages, self.decisions.batches(), strict=True):
            yield from self._planned(page, decisions)

    def asked(self) -> tuple[Question, ...]:
        """Return what a person must answer."""
        pages = sorted(self._asking)
        return questions(decision for page in pages for decision in self.decisions.batch(page))


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


def _in_removables(page: Page) -> frozenset[str]:
    """Return the segments of a page that are taken out of the copy whole."""
    return frozenset(segment.id for segment in page.segments if segment.removable)


def _spans(decisions: Iterable[Decision]) -> dict[str, list[tuple[int, int]]]:
    hidden = (d.finding for d in decisions if not asks(d.finding))
    return _by_segment(place for finding in hidden for place in finding.places)


def _spans_of(found: Iterable[Found]) -> dict[str, list[tuple[int, int]]]:
    return _by_segment(place for one in found for place in one.finding.places)


def _by_segment(places: Iterable[Place]) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for place in places:
        spans.setdefault(place.segment_id, []).append((place.span.start, place.span.end))
    return {segment: sorted(own) for segment, own in spans.items()}


def _overlaps(decision: Decision, spans: Mapping[str, list[tuple[int, int]]]) -> bool:
    return any(
        low < place.span.end and place.span.start < high
        for place in decision.finding.places
        for low, high in spans.get(place.segment_id, ())
    )


class _Budget:
    """How much all that is embedded in one document, at any depth, may come to."""

    def __init__(self, limits: Limits) -> None:
        self._left = self._most = limits.total_bytes

    def spend(self, source: Source) -> None:
        """Count one embedded document; refuse it where the sum is too much."""
        self._left -= len(source.data)
        if self._left < 0:
            why = "all that is embedded is larger than the limit"
            raise UnreadableError("embedded", "TOO_LARGE", why, limit=self._most)


def review(source: Source, line: Line) -> Review:
    """Mask one document, prove the copy, and say whether it may be published."""
    with _seldom_collected():
        return _review(source, line, _Whereabouts(line.disclosure, _Budget(line.limits)))


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    """Where in a nest of documents one stands, and the attribute declared for it."""

    declared: str
    budget: _Budget
    depth: int = 0

    def inside(self, attribute: str) -> _Whereabouts:
        """Return the place of what is embedded here: it inherits the attribute."""
        return _Whereabouts(attribute, self.budget, self.depth + 1)


def _review(source: Source, line: Line, here: _Whereabouts) -> Review:
    handler = line.handler_for(source)
    document = handler.read(source)
    judged = Judged(document, line, masking=True)
    said = _said(judged.markings, line, here)
    inner: dict[str, Review] = {}
    unread = [*document.unread]
    parts: set[str] = set()
    for part, inside in document.embedded:
        parts.add(part)
        with _noted(unread, part):
            _admit(inside, line, here)
            inner[part] = _review(inside, line, here.inside(said.attribute))
    once = tuple(dict.fromkeys(unread))
    lost = frozenset(parts - inner.keys())
    masked = handler.apply(source, _mask_plan(document, judged, inner, lost))
    # A converted document is proved by the handler of what it became.
    proof = handler if masked.name == source.name else line.handler_for(masked)
    residue = verify(masked, proof, lambda page: _open(page, line), judged.values, line.limits)
    return Review(
        source=source,
        document=document,
        decisions=judged.decisions,
        unread=once,
        masked=masked,
        residue=residue,
        clearance=_clearance(
            source,
            masked,
            line,
            judged,
            once,
            residue,
            inner,
            said,
            here.depth,
            handler.notes(masked) if isinstance(handler, Remarker) else (),
        ),
        said=said,
        inner=inner,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A document, or one embedded in it (`name` says where), found and decided but not masked."""

    name: str
    document: Document
    judged: Judged
    unread: tuple[Unread, ...]
    said: Verdict


def inspect(source: Source, line: Line) -> Iterator[Inspected]:
    """Find and decide without masking, in a document and in everything embedded in it."""
    return _inspect(source, line, "", _Whereabouts(line.disclosure, _Budget(line.limits)))


def labelled(source: Source, line: Line) -> Iterator[tuple[str, Verdict, tuple[Unread, ...]]]:
    """Read only the labels of a document and of everything embedded in it; `str` says where."""
    return _labelled(source, line, "", _Whereabouts(line.disclosure, _Budget(line.limits)))


def _labelled(
    source: Source, line: Line, name: str, here: _Whereabouts
) -> Iterator[tuple[str, Verdict, tuple[Unread, ...]]]:
    document = line.handler_for(source).read(source)
    said = _said(read_labels(document.pages), line, here)
    unread = [*document.unread]
    inner: list[tuple[str, Verdict, tuple[Unread, ...]]] = []
    for part, inside in document.embedded:
        with _noted(unread, part):
            _admit(inside, line, here)
            inner += _labelled(inside, line, f"{name}{part}/", here.inside(said.attribute))
    yield name, said, tuple(dict.fromkeys(unread))
    yield from inner


def _inspect(source: Source, line: Line, name: str, here: _Whereabouts) -> Iterator[Inspected]:
    document = line.handler_for(source).read(source)
    judged = Judged(document, line)
    said = _said(judged.markings, line, here)
    unread = [*document.unread]
    inner: list[Inspected] = []
    for part, inside in document.embedded:
        with _noted(unread, part):
            _admit(inside, line, here)
            inner += _inspect(inside, line, f"{name}{part}/", here.inside(said.attribute))
    once = tuple(dict.fromkeys(unread))
    yield Inspected(name=name, document=document, judged=judged, unread=once, said=said)
    yield from inner


def _said(markings: Markings, line: Line, here: _Whereabouts) -> Verdict:
    """Judge the document's labels. A classification mark ends everything here."""
    if markings.classified:
        raise ClassifiedError
    # Only the outermost document is asked about; what it holds inherits the answer.
    demand = line.scene.disclosure
    if here.depth and demand == "all":
        demand = "official"
    return verdict(markings, declared=here.declared, demand=demand)


def _admit(inside: Source, line: Line, here: _Whereabouts) -> None:
    """Refuse what lies too deep or is too much."""
    if here.depth >= line.limits.depth:
        raise UnreadableError("embedded", "TOO_DEEP", "it lies too deep")
    here.budget.spend(inside)


@contextmanager
def _noted(unread: list[Unread], part: str) -> Iterator[None]:
    """Note that an embedded document was not read; the one around it is still dealt with."""
    try:
        yield
    except UnreadableError as refusal:
        params = tuple(refusal.params.values())
        unread.append(Unread(code=refusal.reason, where=part, params=params))


def _mask_plan(
    document: Document, judged: Judged, inner: Mapping[str, Review], lost: frozenset[str]
) -> MaskPlan:
    return MaskPlan(
        masks=(step for step in judged.steps() if isinstance(step, Mask)),
        regions=(step for step in judged.steps() if isinstance(step, Region)),
        removals={removable.id: True for removable in document.removables},
        replacements={part: inside.masked for part, inside in inner.items()},
        unread=lost,
    )


def _open(page: Page, line: Line) -> list[Finding]:
    """Return what the policy would still hide on a page of the masked copy."""
    found = line.detector.page(page.segments, None if line.rulings else _hides(line.scene))
    if not found:
        return []
    texts = {segment.id: segment for segment in page.segments}
    findings = (one.finding for one in found)
    decisions = settle(decide(findings, line.scene, line.rulings), texts)
    return [decision.finding for decision in decisions if decision.action is not Action.KEEP]


def _hides(scene: Scene) -> Callable[[Hit], bool]:
    """Return what tells of a hit, before anything is made of it, whether the policy hides it."""
    known: dict[tuple[str, int], tuple[bool, Evidence]] = {}

    def hides(hit: Hit) -> bool:
        kind, evidence = hit.pack.entity_type, hit.evidence
        answer = known.get((kind, id(evidence)))
        if answer is None:
            action = scene.row(kind).rule(evidence).action
            # The evidence is kept, so that its identity stays its own.
            answer = known[kind, id(evidence)] = action is not Action.KEEP, evidence
        return answer[0]

    return hides


def _clearance(
    source: Source, masked: Source, line: Line, judged: Judged, unread: Sequence[Unread],
    residue: Residue, inner: Mapping[str, Review], said: Verdict, depth: int,
    remarks: Sequence[Reason],
) -> Clearance:  # fmt: skip
    asked: list[Reason] = [*said.asks]
    if not depth:
        # What is embedded has its name from the document around it, which reads it as text.
        asked += in_name(source.name, line.detector, line.scene, line.rulings).reasons
    asked += [
        Reason(
            code="QUESTION",
            where=str(q.places[0].segment_id),
            params=(q.entity_type, q.label, q.count),
        )
        for q in judged.asked()
    ]
    blocks = [*said.blocks]
    for part, inside in inner.items():
        shut = blocks if inside.clearance.status is Status.BLOCKED else asked
        shut += [
            Reason(code=reason.code, where=f"{part}: {reason.where}", params=reason.params)
            for reason in inside.clearance.reasons
        ]
    return clear(
        blocks=blocks,
        questions=asked,
        unread=unread,
        residue=residue,
        notes=(*remarks, *_conversion(source, masked), *notes(source, line)),
        disclosure=said.attribute,
        digests=_digests(source, masked, line),
        versions=versions(line),
    )


def _conversion(source: Source, masked: Source) -> Iterator[Reason]:
    """Say that the copy is of another kind than the original."""
    if masked.name != source.name:
        yield Reason(code="CONVERTED", params=(suffix(masked.name),))


def notes(source: Source, line: Line) -> Iterator[Reason]:
    """Say what was not looked for, so that nobody takes silence for a clean bill."""
    kind = source.media_type or media_type(source)
    if misnamed(source, kind):
        yield Reason(code="MISNAMED", params=(kind,))
    looked_for = line.detector.entity_types | {"CLASSIFICATION_MARK", "AGGREGATION_RISK"}
    missing = line.policy.required_types(line.scene.name) - looked_for
    for kind in sorted(missing):
        yield Reason(code="NOT_LOOKED_FOR", params=(kind,))
    if line.scene.disclosure == "none":
        yield Reason(code="DISCLOSURE_NOT_CHECKED")
    if not line.detector.key.office:
        yield Reason(code="NO_OFFICE_KEY")


def _digests(source: Source, masked: Source, line: Line) -> dict[str, str]:
    digests = {"sha256": hashlib.sha256(masked.data).hexdigest()}
    if line.detector.key.office:
        # Keyed: a plain digest of the original gives hidden digits back by trying them all.
        digests["input"] = line.detector.key.digest(source.data)
    return digests


def versions(line: Line) -> dict[str, str]:
    """Return what a clearance rests on, for its record."""
    return {
        "deident": __version__,
        "policy": f"{line.policy.name} {line.policy.version}",
        "policy digest": line.policy.digest[:16],
        "scene": line.scene.name,
        "packs": packs_digest(line.detector.packs),
    }
