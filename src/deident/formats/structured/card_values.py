"""vCard and iCalendar: address books and appointments, masked in their own characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.structured.card_reading import items
from deident.formats.structured.handler import StructuredHandler

if TYPE_CHECKING:
    from deident.formats import Limits

_MEDIA_TYPES = frozenset({"text/vcard", "text/calendar"})


class CardHandler(StructuredHandler):
    """Cards and appointments, one or many."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, _MEDIA_TYPES, items)
