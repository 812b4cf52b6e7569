"""Findings, a scene and the reviewers' rulings become decisions. Pure: no files, no clock.

The policy decides; a ruling answers what it asks, and moves what it lets be moved. What a reviewer
may not move stays, and the decision says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from deident.errors import PolicyError
from deident.making import maker
from deident.model import Action, Decision, Finding, Place, Ruling

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from deident.policy import Row, Rule, Scene

_PLACES_SHOWN = 3
_decision = maker(Decision)


@dataclass(frozen=True, slots=True)
class Rulings:
    """The rulings in force on one day, by fingerprint and by question.

    Where two speak of the same thing, the one that hides more holds.
    """

    by_key: Mapping[tuple[str, str], Ruling] = field(default_factory=dict)

    @classmethod
    def of(cls, rulings: Iterable[Ruling], *, today: dt.date, office: bool = True) -> Rulings:
        """Index the rulings that have not expired. `office` says whether the key is the office's.

        Under a key of this run only, no fingerprint of an earlier run can match; taking such
        rulings in silence would look as if they had been heeded.
        """
        in_force: dict[tuple[str, str], Ruling] = {}
        for ruling in rulings:
            if not office:
                raise PolicyError("rulings need the office's key; run `deident init` first")
            if not ruling.fingerprint:
                raise PolicyError("a ruling names a fingerprint or a question")
            if ruling.expires and dt.date.fromisoformat(ruling.expires) < today:
                continue
            key = (ruling.entity_type, ruling.fingerprint)
            if key not in in_force or in_force[key].action < ruling.action:
                in_force[key] = ruling
        return cls(in_force)

    def on(self, finding: Finding, group: str) -> Ruling | None:
        """Return the ruling on this value, or else the one on its question."""
        kind = finding.entity_type
        by_value = self.by_key.get((kind, finding.fingerprint))
        by_value = by_value or self.by_key.get((kind, f"{kind}:{finding.fingerprint}"))
        return by_value or self.by_key.get((kind, group))

    def __bool__(self) -> bool:
        return bool(self.by_key)


NO_RULINGS = Rulings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing a person must answer: how often it occurs, and where first."""

    group: str
    entity_type: str
    label: str
    count: int
    places: tuple[Place, ...]


def decide(
    findings: Iterable[Finding], scene: Scene, rulings: Rulings = NO_RULINGS
) -> list[Decision]:
    """Return one decision for every finding, in the same order."""
    rows: dict[str, Row] = {}
    # By identity: the findings of one column share their evidence, and keep it alive here.
    rules: dict[tuple[str, int], Rule] = {}
    decisions = []
    for finding in findings:
        known = (finding.entity_type, id(finding.evidence))
        rule = rules.get(known)
        if rule is None:
            row = rows.get(finding.entity_type)
            if row is None:
                row = rows[finding.entity_type] = scene.row(finding.entity_type)
            rule = rules[known] = row.rule(finding.evidence)
        decision = _by_policy(finding, rule)
        decisions.append(_ruled(decision, rule, rulings) if rulings else decision)
    return decisions


def without_asking(decisions: Iterable[Decision], removed: Container[str]) -> list[Decision]:
    """Ask nothing about what stands only in segments that are taken out of the copy whole."""
    return [
        replace(decision, action=Action.MASK, because="REMOVED", group="")
        if decision.action is Action.ASK
        and all(place.segment_id in removed for place in decision.finding.places)
        else decision
        for decision in decisions
    ]


def _by_policy(finding: Finding, rule: Rule) -> Decision:
    asked = group(finding, rule.group) if rule.action is Action.ASK else ""
    return _decision(
        finding, rule.action, rule.operator, rule.style, rule.code, rule.id, rule.basis, asked
    )


def group(finding: Finding, by: str) -> str:
    """Return the question a finding belongs to: equal groups are one question."""
    if by == "value":
        return f"{finding.entity_type}:{finding.fingerprint}"
    if by == "label":
        return f"{finding.entity_type}:{finding.evidence.label}"
    return finding.entity_type


def _ruled(decision: Decision, rule: Rule, rulings: Rulings) -> Decision:
    """Apply the ruling on a decision, if there is one and it may be moved."""
    # What is masked unasked may be answered all the same, by the question it would have been.
    question = decision.group or group(decision.finding, rule.group)
    ruling = rulings.on(decision.finding, question)
    if ruling is None or ruling.action is decision.action:
        return decision
    if rule.must_keep:
        return _because(decision, "RULING_MUST_KEEP")
    if ruling.action < decision.action and not rule.may_rule:
        return _because(decision, "RULING_NOT_ALLOWED")
    return Decision(
        finding=decision.finding,
        action=ruling.action,
        operator=decision.operator,
        style=decision.style,
        because="RULING",
        by=ruling.reviewer,
        basis=ruling.legal_basis,
        group=decision.group,
    )


def _because(decision: Decision, code: str) -> Decision:
    return Decision(
        finding=decision.finding,
        action=decision.action,
        operator=decision.operator,
        style=decision.style,
        because=code,
        by=decision.by,
        basis=decision.basis,
        group=decision.group,
    )


def questions(decisions: Iterable[Decision]) -> tuple[Question, ...]:
    """Return the questions that are still open, in the order in which they first occur."""
    counts: dict[str, int] = {}
    first: dict[str, Decision] = {}
    places: dict[str, list[Place]] = {}
    for decision in decisions:
        if decision.action is not Action.ASK:
            continue
        key = decision.group
        if key not in counts:
            counts[key], first[key], places[key] = 0, decision, []
        counts[key] += 1
        if len(places[key]) < _PLACES_SHOWN:
            places[key].append(decision.finding.places[0])
    return tuple(
        Question(
            group=key,
            entity_type=first[key].finding.entity_type,
            label=first[key].finding.evidence.label,
            count=count,
            places=tuple(places[key]),
        )
        for key, count in counts.items()
    )


def joined(asked: Iterable[tuple[Question, ...]]) -> tuple[Question, ...]:
    """Return the questions of several pages as those of one document."""
    whole: dict[str, Question] = {}
    for question in chain.from_iterable(asked):
        known = whole.get(question.group)
        if known is not None:
            places = (*known.places, *question.places)[:_PLACES_SHOWN]
            question = replace(known, count=known.count + question.count, places=places)
        whole[question.group] = question
    return tuple(whole.values())
