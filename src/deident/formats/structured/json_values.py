"""JSON, JSON Lines and GeoJSON, read and masked in their own characters.

Every string, number, key and comment is read; a page, JSON or a picture inside a string goes
through the line by itself. Lenient where programs are (comments, a comma too many, NaN, several
values one after the other), because what they read, people publish. A number that is masked becomes
a string: a star is no digit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.structured.handler import StructuredHandler
from deident.formats.structured.json_reading import items

if TYPE_CHECKING:
    from deident.formats import Limits

_MEDIA_TYPES = frozenset({"application/json", "application/x-ndjson"})


class JsonHandler(StructuredHandler):
    """JSON, one value or many."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, _MEDIA_TYPES, items)
