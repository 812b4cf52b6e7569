"""What the handlers of structured text share: decode, walk the items, write them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.structured.items import Reading, decoded, encoded, masked
from deident.model import Document, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deident.formats import Limits
    from deident.formats.encoding import Decoded
    from deident.formats.structured.items import Item
    from deident.model import MaskPlan


class StructuredHandler:
    """Text of one structured kind; `items` yields what stands in it, the same every time."""

    def __init__(
        self, limits: Limits, media_types: frozenset[str], items: Callable[[str], Iterator[Item]]
    ) -> None:
        self._limits = limits
        self._media_types = media_types
        self._items = items

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return self._media_types

    def read(self, source: Source) -> Document:
        """Return everything that says something, in the order it stands in."""
        origin, text = self._opened(source)
        return self._reading(text, origin.shown).document()

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the same text with the masks written where the values stood."""
        origin, text = self._opened(source)
        written = masked(text, self._reading(text, origin.shown), plan)
        return Source(name=source.name, data=encoded(origin, written), media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: such a text has no second layer."""
        return ()

    def _opened(self, source: Source) -> tuple[Decoded, str]:
        """Return the source decoded, and its text; a kind that must be proved first does so."""
        origin = decoded(source, self._limits)
        return origin, origin.text()

    def _reading(self, text: str, shown: Callable[[str], str]) -> Reading:
        return Reading(lambda: self._items(text), shown, self._limits.window_characters)
