"""Decisions and masks packed by columns, for a `Spool`: what is the same for many is kept once.

Four million decisions as objects fill a machine; as columns they are forty bytes each.
"""

from __future__ import annotations

import pickle
from array import array
from typing import TYPE_CHECKING, NamedTuple

from deident.making import maker
from deident.model import Action, Decision, Evidence, Finding, Mask, Place, Region, Span
from deident.spool import Packing

if TYPE_CHECKING:
    from collections.abc import Sequence

_mask, _place, _span = maker(Mask), maker(Place), maker(Span)


class _Sort(NamedTuple):
    """What many decisions share."""

    entity_type: str
    score: float
    recognizer: str
    evidence: Evidence
    action: Action
    operator: str
    style: str
    because: str
    by: str
    basis: str


class _Places(NamedTuple):
    """Places by columns."""

    ids: list[str]
    starts: array[int]
    ends: array[int]


def _packed_places(places: Sequence[Place]) -> _Places:
    spans = [place.span for place in places]
    return _Places(
        [place.segment_id for place in places],
        array("q", [span.start for span in spans]),
        array("q", [span.end for span in spans]),
    )


def _unpacked_places(packed: _Places) -> list[Place]:
    return [
        _place(segment_id, _span(start, end))
        for segment_id, start, end in zip(packed.ids, packed.starts, packed.ends, strict=True)
    ]


def _sorts(decisions: Sequence[Decision]) -> tuple[list[_Sort], array[int]]:
    """Return the different sorts of some decisions, and which of them each decision is."""
    known: dict[tuple[object, ...], int] = {}
    sorts: list[_Sort] = []
    numbers = array("l")
    for decision in decisions:
        found = decision.finding
        # By identity: what is equal and not the same is a second sort, and no harm is done.
        key = (
            found.entity_type, found.recognizer, found.score, id(found.evidence),
            id(decision.action), decision.operator, decision.style, decision.because,
            decision.by, decision.basis,
        )  # fmt: skip
        number = known.get(key)
        if number is None:
            number = known[key] = len(sorts)
            sorts.append(_sort(decision))
        numbers.append(number)
    return sorts, numbers


def _sort(decision: Decision) -> _Sort:
    found = decision.finding
    return _Sort(
        found.entity_type, found.score, found.recognizer, found.evidence, decision.action,
        decision.operator, decision.style, decision.because, decision.by, decision.basis,
    )  # fmt: skip


def _pack_decisions(decisions: Sequence[Decision]) -> bytes:
    if not decisions:
        return b""
    findings = [decision.finding for decision in decisions]
    columns = (
        _sorts(decisions),
        _packed_places([place for finding in findings for place in finding.places]),
        array("l", [len(finding.places) for finding in findings]),
        [finding.fingerprint for finding in findings],
        [decision.group for decision in decisions] if any(d.group for d in decisions) else None,
    )
    return pickle.dumps(columns, protocol=pickle.HIGHEST_PROTOCOL)


def _unpack_decisions(packed: bytes) -> list[Decision]:
    if not packed:
        return []
    (sorts, numbers), places, counts, fingerprints, groups = pickle.loads(packed)  # noqa: S301 - our own unnamed file
    every = iter(_unpacked_places(places))
    return [
        _decision(sorts[number], tuple(next(every) for _ in range(count)), fingerprint, group)
        for number, count, fingerprint, group in zip(
            numbers, counts, fingerprints, groups or [""] * len(counts), strict=True
        )
    ]


def _decision(sort: _Sort, places: tuple[Place, ...], fingerprint: str, group: str) -> Decision:
    return Decision(
        finding=Finding(
            places=places,
            entity_type=sort.entity_type,
            score=sort.score,
            recognizer=sort.recognizer,
            evidence=sort.evidence,
            fingerprint=fingerprint,
        ),
        action=sort.action,
        operator=sort.operator,
        style=sort.style,
        because=sort.because,
        by=sort.by,
        basis=sort.basis,
        group=group,
    )


def _pack_steps(steps: Sequence[Mask | Region]) -> bytes:
    masks = [step for step in steps if isinstance(step, Mask)]
    if len(masks) < len(steps):
        return pickle.dumps((None, list(steps)), protocol=pickle.HIGHEST_PROTOCOL)
    if not masks:
        return b""
    columns = (
        _packed_places([mask.place for mask in masks]),
        [mask.replacement for mask in masks],
    )
    return pickle.dumps(columns, protocol=pickle.HIGHEST_PROTOCOL)


def _unpack_steps(packed: bytes) -> Sequence[Mask | Region]:
    if not packed:
        return []
    places, rest = pickle.loads(packed)  # noqa: S301 - our own unnamed file
    if places is None:
        steps: list[Mask | Region] = rest
        return steps
    return list(map(_mask, _unpacked_places(places), rest))


DECISIONS: Packing[Decision] = Packing(_pack_decisions, _unpack_decisions)
STEPS: Packing[Mask | Region] = Packing(_pack_steps, _unpack_steps)
