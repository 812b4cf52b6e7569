"""A document's own name: what it gives away, and a name that gives away nothing.

No mask helps there: whoever publishes the file publishes its name, so a person renames it.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from deident.decide import NO_RULINGS, Rulings, decide
from deident.mask import settle
from deident.model import Action, Kind, Reason, Segment
from deident.titles import TITLES

if TYPE_CHECKING:
    from deident.detect import Detector
    from deident.model import Decision
    from deident.policy import Scene

_ID = "name"


class InName(NamedTuple):
    """The kinds of information that a file's name gives away, and a name to use instead.

    `instead` still holds the rest of the name: show it, record it nowhere.
    """

    kinds: tuple[str, ...]
    instead: str

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why a document of that name is not cleared."""
        return tuple(Reason(code="IN_FILE_NAME", params=(kind,)) for kind in self.kinds)


def in_name(name: str, detector: Detector, scene: Scene, rulings: Rulings = NO_RULINGS) -> InName:
    """Say what a file's name gives away."""
    found = _found(name, detector, scene, rulings)
    kinds = tuple(dict.fromkeys(decision.finding.entity_type for decision in found))
    return InName(kinds, _without(name, found))


def _found(name: str, detector: Detector, scene: Scene, rulings: Rulings) -> list[Decision]:
    segment = Segment(id=_ID, text=name, kind=Kind.FILE_NAME)
    findings = (one.finding for one in detector.page([segment]))
    decisions = settle(decide(findings, scene, rulings), {_ID: segment})
    return [decision for decision in decisions if decision.action is not Action.KEEP]


def _without(name: str, found: list[Decision]) -> str:
    """Write the kind of each value where the value stood: such a name is legal on every system."""
    pieces: list[str] = []
    at = 0
    for decision in sorted(found, key=lambda one: one.finding.start):
        start, end = decision.finding.start, decision.finding.end
        if start < at:
            continue
        kind = decision.finding.entity_type
        pieces += (name[at:start], f"（{TITLES.get(kind, (kind,))[0]}）")
        at = end
    return PurePath("".join((*pieces, name[at:]))).name
