"""What a text gives a person to read: the values that are masked or asked about."""

from __future__ import annotations

from deident.api import mask_text
from deident.model import Action


def raised(text: str, *entity_types: str) -> list[str]:
    """Return the values that do not stay, in the order of the decisions; names if not said."""
    entity_types = entity_types or ("PERSON",)
    return [
        text[place.span.start : place.span.end]
        for decision in mask_text(text).decisions
        if decision.finding.entity_type in entity_types and decision.action is not Action.KEEP
        for place in decision.finding.places
    ]
