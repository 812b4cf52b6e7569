"""The line: Source → Document → Findings → Decisions → MaskPlan → Source' → Residue → Clearance.

A document is walked twice: once to find and decide, once to find wherever else a value stands that
must go. Pages stream; what is kept between the walks holds no text, except the set of values that
must be gone, in memory. Nothing points left, and nothing loops.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from deident import __version__
from deident.clear import clear
from deident.decide import NO_RULINGS, Question, Rulings, decide, questions
from deident.formats import FormatHandler, Limits
from deident.mask import Pseudonyms, plan, settle
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
    Unread,
)
from deident.recognizers.packs import digest as packs_digest
from deident.spool import Spool
from deident.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from deident.detect import Detector, Found
    from deident.policy import Policy, Scene

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
_HELD = 60_000
_CHARACTERS = 100
# A KEEP for these reasons says only that nothing called for a mask; it is no duty to publish.
_NOT_A_DUTY = frozenset({"LABEL", "CHECKSUM", "SHAPE", "MASKED"})


class Judged:
    """One document's decisions and masks, page by page, and the values that must be gone."""

    def __init__(self, document: Document, line: Line) -> None:
        self._pages = document.pages
        self._line = line
        self._pseudonyms = Pseudonyms(line.detector.key)
        self.decisions: Spool[Decision] = Spool()
        self.values: dict[str, Finding] = {}
        self._kinds: dict[tuple[str, str, Evidence], Finding] = {}
        self._first_walk()
        if self.values:
            self._second_walk()

    def _first_walk(self) -> None:
        kept: set[str] = set()
        held: list[Page] | None = []
        size = 0
        for page in self._pages:
            size += len(page.segments) + sum(len(s.text) for s in page.segments) // _CHARACTERS
            held = [*held, page] if held is not None and size <= _HELD else None
            found = self._line.detector.page(page.segments)
            decisions = self._decided(page, found)
            self.decisions.append(decisions)
            for one, decision in zip(found, decisions, strict=True):
                if decision.action is Action.KEEP:
                    if decision.because not in _NOT_A_DUTY:
                        kept.add(one.value)
                elif self._line.detector.spreads(one):
                    self.values.setdefault(one.value, self._kind(one.finding))
        # A small document is not read again for the second walk; a large one streams again.
        self._pages = self._pages if held is None else held
        # What the office must publish, or a reviewer released, is not hidden elsewhere either.
        for value in kept & self.values.keys():
            del self.values[value]

    def _kind(self, finding: Finding) -> Finding:
        """Return one finding to stand for all of its kind: a million values share a few."""
        kind = (finding.entity_type, finding.recognizer, finding.evidence)
        return self._kinds.setdefault(kind, finding)

    def _decided(self, page: Page, found: Sequence[Found]) -> list[Decision]:
        texts = {segment.id: segment for segment in page.segments}
        findings = (one.finding for one in found)
        return settle(decide(findings, self._line.scene, self._line.rulings), texts)

    def _second_walk(self) -> None:
        """Find the values again wherever else they stand, whatever stood beside them there."""
        first, self.decisions = self.decisions, Spool()
        for page, before in zip(self._pages, first.batches(), strict=True):
            covered = _spans(d for d in before if d.action is not Action.KEEP)
            again = self._line.detector.again(page.segments, self.values, covered)
            if not again:
                self.decisions.append(before)
                continue
            also = _spans_of(again)
            stays = [d for d in before if d.action is not Action.KEEP or not _overlaps(d, also)]
            self.decisions.append([*stays, *self._decided(page, again)])

    def steps(self) -> Iterator[Mask | Region]:
        """Yield what is written and painted, in document order."""
        for page, decisions in zip(self._pages, self.decisions.batches(), strict=True):
            if any(decision.action is not Action.KEEP for decision in decisions):
                texts = {segment.id: segment for segment in page.segments}
                yield from plan(decisions, texts, self._pseudonyms)


def _spans(decisions: Iterable[Decision]) -> dict[str, list[tuple[int, int]]]:
    return _by_segment(place for d in decisions for place in d.finding.places)


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


def review(source: Source, line: Line, depth: int = 0) -> Review:
    """Mask one document, prove the copy, and say whether it may be published."""
    handler = line.handler_for(source)
    document = handler.read(source)
    judged = Judged(document, line)
    inner = {} if depth >= line.limits.depth else _inner(document, line, depth)
    unread = tuple(dict.fromkeys((*document.unread, *_too_deep(document, line, depth))))
    masked = handler.apply(source, _mask_plan(document, judged, inner))
    residue = verify(masked, handler, lambda page: _open(page, line), judged.values, line.limits)
    return Review(
        source=source,
        document=document,
        decisions=judged.decisions,
        unread=unread,
        masked=masked,
        residue=residue,
        clearance=_clearance(source, masked, line, judged, unread, residue, inner),
        inner=inner,
    )


def inspect(source: Source, line: Line) -> tuple[Judged, tuple[Unread, ...]]:
    """Find and decide without masking: what `scan` and `hook` ask."""
    document = line.handler_for(source).read(source)
    judged = Judged(document, line)
    return judged, tuple(dict.fromkeys(document.unread))


def _inner(document: Document, line: Line, depth: int) -> dict[str, Review]:
    reviews = {}
    for part, source in document.embedded:
        reviews[part] = review(source, line, depth + 1)
    return reviews


def _too_deep(document: Document, line: Line, depth: int) -> Iterator[Unread]:
    if depth >= line.limits.depth:
        for part, _ in document.embedded:
            yield Unread(code="TOO_DEEP", where=part)


def _mask_plan(document: Document, judged: Judged, inner: Mapping[str, Review]) -> MaskPlan:
    return MaskPlan(
        masks=(step for step in judged.steps() if isinstance(step, Mask)),
        regions=(step for step in judged.steps() if isinstance(step, Region)),
        removals={removable.id: True for removable in document.removables},
        replacements={part: inside.masked for part, inside in inner.items()},
    )


def _open(page: Page, line: Line) -> list[Finding]:
    """Return what the policy would still hide on a page of the masked copy."""
    texts = {segment.id: segment for segment in page.segments}
    findings = (one.finding for one in line.detector.page(page.segments))
    decisions = settle(decide(findings, line.scene, line.rulings), texts)
    return [decision.finding for decision in decisions if decision.action is not Action.KEEP]


def _clearance(
    source: Source, masked: Source, line: Line, judged: Judged, unread: Sequence[Unread],
    residue: Residue, inner: Mapping[str, Review],
) -> Clearance:  # fmt: skip
    asked = [
        Reason(
            code="QUESTION",
            where=str(q.places[0].segment_id),
            params=(q.entity_type, q.label, q.count),
        )
        for q in questions(judged.decisions)
    ]
    asked += [
        Reason(code=reason.code, where=f"{part}: {reason.where}", params=reason.params)
        for part, inside in inner.items()
        for reason in inside.clearance.reasons
    ]
    return clear(
        questions=asked,
        unread=unread,
        residue=residue,
        notes=_notes(line),
        disclosure=line.disclosure,
        digests=_digests(source, masked, line),
        versions=versions(line),
    )


def _notes(line: Line) -> Iterator[Reason]:
    """Say what was not looked for, so that nobody takes silence for a clean bill."""
    missing = line.policy.required_types(line.scene.name) - line.detector.entity_types
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
