"""The line: Source → Document → Findings → Decisions → MaskPlan → Source' → Residue → Clearance.

A document is walked twice: once to find and decide, once to find wherever else a value stands that
must go. Pages stream; what is kept between the walks holds no text, except the set of values that
must be gone, in memory. Nothing points left, and nothing loops.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from deident import __version__
from deident.clear import clear
from deident.decide import Question, decide, questions
from deident.errors import ClassifiedError, UnreadableError
from deident.formats import Limits, Remarker, Seeing
from deident.formats.kinds import media_type, misnamed, suffix
from deident.judged import Judged, Line, seldom_collected
from deident.labels import Markings, Verdict, verdict
from deident.labels import read as read_labels
from deident.mask import settle
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
    Reason,
    Region,
    Residue,
    Source,
    Status,
    Unread,
)
from deident.naming import in_name
from deident.recognizers.packs import digest as packs_digest
from deident.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from deident.formats import FormatHandler
    from deident.policy import Scene
    from deident.recognizers.hits import Hit

NO_RESIDUE = Residue()


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
    with seldom_collected():
        return _masked(_judged_together(source, line, masking=True), line)


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    """Where in a nest of documents one stands, and the attribute declared for it."""

    declared: str
    budget: _Budget
    depth: int = 0

    def inside(self, attribute: str) -> _Whereabouts:
        """Return the place of what is embedded here: it inherits the attribute."""
        return _Whereabouts(attribute, self.budget, self.depth + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A document that was found and decided, and all that is embedded in it."""

    source: Source
    handler: FormatHandler
    document: Document
    judged: Judged
    said: Verdict
    unread: list[Unread]
    inner: dict[str, _Part] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    depth: int

    def all(self) -> Iterator[_Part]:
        """Yield this document and everything in it."""
        yield self
        for inside in self.inner.values():
            yield from inside.all()


def _judged(source: Source, line: Line, here: _Whereabouts, *, masking: bool) -> _Part:
    """Find and decide in a document and in everything embedded in it."""
    handler = line.handler_for(source)
    document = handler.read(source)
    judged = Judged(document, line, masking=masking)
    said = _said(judged.markings, line, here, judged.noticed.reasons)
    unread = [*document.unread]
    inner: dict[str, _Part] = {}
    names: set[str] = set()
    for name, inside in document.embedded:
        names.add(name)
        with _noted(unread, name):
            _admit(inside, line, here)
            inner[name] = _judged(inside, line, here.inside(said.attribute), masking=masking)
    return _Part(
        source=source, handler=handler, document=document, judged=judged, said=said,
        unread=unread, inner=inner, names=frozenset(names), depth=here.depth,
    )  # fmt: skip


def _judged_together(source: Source, line: Line, *, masking: bool) -> _Part:
    """Find and decide, and let what one document made known be hidden in all that travels with it.

    A name that stands behind its label in a form stands alone in the list beside it.
    """
    here = _Whereabouts(line.disclosure, _Budget(line.limits))
    whole = _judged(source, line, here, masking=masking)
    parts = [*whole.all()]
    if len(parts) > 1:
        kept = {value for part in parts for value in part.judged.kept}
        known = {
            value: finding
            for part in parts
            for value, finding in part.judged.values.items()
            if value not in kept
        }
        published = {name for part in parts for name in part.judged.published}
        for part in parts:
            part.judged.also(known, published)
    return whole


def _masked(part: _Part, line: Line) -> Review:
    """Write the masked copies from the inside out, and prove each."""
    source, document, judged = part.source, part.document, part.judged
    inner: dict[str, Review] = {}
    unread = [*part.unread]
    for name, inside in part.inner.items():
        with _noted(unread, name):
            inner[name] = _masked(inside, line)
    once = tuple(dict.fromkeys(unread))
    lost = part.names - inner.keys()
    handler = part.handler
    masked = handler.apply(source, _mask_plan(document, judged, inner, lost))
    # A converted document is proved by the handler of what it became.
    proof = handler if masked.name == source.name else line.handler_for(masked)
    residue = verify(
        masked,
        proof,
        lambda page: _open(page, line),
        judged.values,
        line.limits,
        judged.longer_names(),
    )
    engine = _engine(handler, inner.values())
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
            part.said,
            part.depth,
            _removals(document, inner.values()),
            handler.notes(masked) if isinstance(handler, Remarker) else (),
            {"ocr": engine} if engine else {},
        ),
        said=part.said,
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
    return _inspected(_judged_together(source, line, masking=False), "")


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


def _inspected(part: _Part, name: str) -> Iterator[Inspected]:
    once = tuple(dict.fromkeys(part.unread))
    yield Inspected(
        name=name, document=part.document, judged=part.judged, unread=once, said=part.said
    )
    for inside, its in part.inner.items():
        yield from _inspected(its, f"{name}{inside}/")


def _said(
    markings: Markings, line: Line, here: _Whereabouts, noticed: tuple[Reason, ...] = ()
) -> Verdict:
    """Judge the document's labels, with what else was noticed. A mark ends everything here."""
    if markings.classified:
        raise ClassifiedError
    # Only the outermost document is asked about; what it holds inherits the answer.
    demand = line.scene.disclosure
    if here.depth and demand == "all":
        demand = "official"
    said = verdict(markings, declared=here.declared, demand=demand)
    return said._replace(asks=(*said.asks, *noticed)) if noticed else said


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
    removed: Sequence[Reason], remarks: Sequence[Reason], engine: Mapping[str, str],
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
        notes=(*removed, *remarks, *_conversion(source, masked), *notes(source, line)),
        disclosure=said.attribute,
        digests=_digests(source, masked, line),
        versions={**versions(line), **engine},
    )


def _engine(handler: FormatHandler, inner: Iterable[Review]) -> str:
    """Return which OCR engine read a document's pictures, those embedded in it too."""
    own = handler.engine_version if isinstance(handler, Seeing) else ""
    return own or next(filter(None, (one.clearance.versions.get("ocr") for one in inner)), "")


def _removals(document: Document, inner: Iterable[Review]) -> tuple[Reason, ...]:
    """Say what was taken out of the copy whole, here and in what is embedded."""
    kinds = {removable.kind for removable in document.removables}
    for inside in inner:
        kinds |= {removable.kind for removable in inside.document.removables}
    return tuple(
        Reason(code="SIGNATURE_REMOVED")
        if kind == "signatures"
        else Reason(code="TAKEN_OUT", params=(kind,))
        for kind in sorted(kinds)
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
        **({"checks": _checks_digest(line)} if line.checks else {}),
    }


def _checks_digest(line: Line) -> str:
    return hashlib.sha256("".join(one.digest for one in line.checks).encode()).hexdigest()[:16]
