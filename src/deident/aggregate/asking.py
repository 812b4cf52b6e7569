"""Questions about a row, a table or a document as a whole.

Such a question is a finding like any other, so that every report, ruling and clearance knows it;
but its place only says where to look. Nothing is written over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.detect import Found
from deident.model import Evidence, Finding, Place, Role, Span, Tier

if TYPE_CHECKING:
    from deident.keys import Key
    from deident.model import Segment

RECOGNIZER = "aggregate"
"""Who asks. Findings of this recognizer are never written over."""

RISK, MINOR = "AGGREGATION_RISK", "MINOR"


def asks(finding: Finding) -> bool:
    """Tell whether a finding only asks."""
    return finding.recognizer == RECOGNIZER


def place_of(segment: Segment) -> Place:
    """Return the whole of a segment."""
    return Place(segment.id, Span(0, len(segment.text)))


def question(
    place: Place, entity_type: str, label: str, subject: str, key: Key, tier: Tier = Tier.LABEL
) -> Found:
    """Ask about what stands around a place. Equal subjects under equal labels are one question.

    Neither label nor subject holds text of the document.
    """
    return Found(
        Finding(
            places=(place,),
            entity_type=entity_type,
            score=0.9,
            recognizer=RECOGNIZER,
            evidence=Evidence(tier, label, Role.PERSONAL),
            fingerprint=key.fingerprint(entity_type, f"{label}\0{subject}"),
        ),
        "",
    )
