"""Names that a role right before them shows, whatever the tagger sees there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.recognizers import (
    person_edges,
    person_evidence,
    person_labels,
    person_places,
    person_shapes,
    person_told,
)
from deident.recognizers.person_enough import CROWDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Span = tuple[int, int]


def by_role(text: str, roles: Mapping[int, str]) -> Iterator[tuple[Span, str | None]]:
    """Yield names with the role they rest on, None where none does; `roles` by where they end."""
    for start, role in roles.items():
        blank = text[start - 1] in person_labels.BLANKS
        if not blank and not person_told.opens(text[start : start + 1]):
            continue
        clear = person_labels.clear_name(text, start)
        if clear:
            clear = clear[0], person_edges.settled(text, *clear)
        if clear is None and blank:
            strange = person_labels.strange_name(text, start)
            if strange is not None:
                yield strange, None
        told = person_told.told(text, start, role)
        if (
            told
            and person_labels.stands_alone(text, start, role)
            and not person_places.is_place(text, told[1])
        ):
            yield told, role
        if (
            clear
            and not _is_word(text, clear)
            and person_labels.stands_alone(text, start, role)
            and not (role in CROWDS and person_evidence.is_of_words(text, *clear))
        ):
            yield clear, role


def _is_word(text: str, span: Span) -> bool:
    value = text[slice(*span)]
    return (
        person_shapes.is_ordinary(value)
        or person_told.is_joined(value)
        or person_shapes.is_word(value[:2])
        or person_places.is_firm(text, span[1])
    )
