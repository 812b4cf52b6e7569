"""JSON, JSON Lines and GeoJSON, read and masked in their own characters.

Every string, number, key and comment is read; a page, JSON or a picture inside a string goes
through the line by itself. Lenient where programs are (comments, a comma too many, NaN, several
values one after the other), because what they read, people publish. A number that is masked becomes
a string: a star is no digit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.structured.items import Reading, decoded, encoded, masked
from deident.formats.structured.json_reading import items
from deident.model import Document, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.formats import Limits
    from deident.model import MaskPlan

_MEDIA_TYPES = frozenset({"application/json", "application/x-ndjson"})


class JsonHandler:
    """JSON, one value or many."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every string, number, key and comment, in the order they stand in."""
        origin = decoded(source, self._limits)
        return self._reading(origin.text(), origin.shown).document()

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the same JSON with the masks written into its strings."""
        origin = decoded(source, self._limits)
        text = origin.text()
        written = masked(text, self._reading(text, origin.shown), plan)
        return Source(name=source.name, data=encoded(origin, written), media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: JSON has no second layer."""
        return ()

    def _reading(self, text: str, shown: Callable[[str], str]) -> Reading:
        return Reading(lambda: items(text), shown, self._limits.window_characters)
