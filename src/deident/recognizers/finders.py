"""Recognizers that need code: what no label and no pattern shows (names, addresses in free text).

A finder reads a whole reading and claims spans, as the packs do; who owns a span is settled for all
of them together. A finder belongs to a pack, which carries its entity type, title and basis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading


class Finder(Protocol):
    """Claims spans of a reading's folded text."""

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims. `hits` is what labels, tables and patterns already claimed."""


# Pack → the class that finds what its labels and patterns cannot. Made with all packs by name.
_FINDERS: Mapping[str, str] = {
    "person": "persons:PersonFinder",
    "cn-home-address": "addresses:AddressFinder",
    "birth-date": "births:BirthFinder",
    "property-status": "holdings:PropertyFinder",
    "health-status": "health:HealthFinder",
    "itinerary": "itinerary:ItineraryFinder",
    "cn-exam-ticket": "tickets:TicketFinder",
    "look-generic-code": "codes:CodeFinder",
}


def finders(packs: Iterable[Pack]) -> tuple[Finder, ...]:
    """Return the finders that belong to some packs."""
    by_name = {pack.name: pack for pack in packs}
    return tuple(_made(path, by_name) for name, path in _FINDERS.items() if name in by_name)


def _made(path: str, packs: Mapping[str, Pack]) -> Finder:
    module, _, name = path.partition(":")
    made: Finder = getattr(import_module(f"deident.recognizers.{module}"), name)(packs)
    return made
