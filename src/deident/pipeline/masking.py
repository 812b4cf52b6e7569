"""Masked copies, written from the inside out, and the proof of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from deident.decide import Question, decide, questions
from deident.formats import Remarker
from deident.judged import Judged, Line, seldom_collected
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
    Region,
    Residue,
    Source,
    Unread,
)
from deident.pipeline.clearance import clearance_of, engine_of, removals
from deident.pipeline.parts import Part, judged_together, noted
from deident.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from deident.aggregate import Understood
    from deident.labels import Verdict
    from deident.policy import Scene
    from deident.recognizers.hits import Hit


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


def review(source: Source, line: Line) -> Review:
    """Mask one document, prove the copy, and say whether it may be published."""
    with seldom_collected():
        return _masked(judged_together(source, line, masking=True), line)


def _masked(part: Part, line: Line) -> Review:
    """Write the masked copies from the inside out, and prove each."""
    source, document, judged = part.source, part.document, part.judged
    inner: dict[str, Review] = {}
    unread = [*part.unread]
    for name, inside in part.inner.items():
        with noted(unread, name):
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
        lambda page: _open(page, line, judged.understood),
        judged.values,
        line.limits,
        judged.longer_names(),
    )
    engine = engine_of(handler, inner.values())
    return Review(
        source=source,
        document=document,
        decisions=judged.decisions,
        unread=once,
        masked=masked,
        residue=residue,
        clearance=clearance_of(
            source,
            masked,
            line,
            judged,
            once,
            residue,
            inner,
            part.said,
            part.depth,
            removals(document, inner.values()),
            handler.notes(masked) if isinstance(handler, Remarker) else (),
            {"ocr": engine} if engine else {},
        ),
        said=part.said,
        inner=inner,
    )


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


def _open(page: Page, line: Line, understood: Understood) -> list[Finding]:
    """Return what the policy would still hide on a page of the masked copy."""
    found = line.detector.page(page.segments, None if line.rulings else _hides(line.scene))
    if not found:
        return []
    texts = {segment.id: segment for segment in page.segments}
    findings = (one.finding for one in understood.applied(found, line.detector.key))
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
