"""What the handlers of pages and drawings share: one walk for reading and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from deident.errors import UnreadableError
from deident.model import Source

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.formats.web.document import Markup
    from deident.model import Document, MaskPlan, Unread


class Walk(Protocol):
    """Walks a source that is small enough, or refuses it."""

    def __call__(self, source: Source, window_characters: int) -> Markup:
        """Return every text of the source, with where it stands."""


class MarkupHandler:
    """Text with tags, in the encoding it came in, written back outside the masks as it was."""

    def __init__(self, limits: Limits, media_types: frozenset[str], walk: Walk) -> None:
        self._limits = limits
        self._media_types = media_types
        self._walk = walk
        self._last: tuple[object, Markup] | None = None

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return self._media_types

    def read(self, source: Source) -> Document:
        """Return every text, shown or not, and the documents and pictures written into it."""
        return self._markup(source).document()

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the source with the masks written and every other character as it was."""
        masked = self._markup(source).masked(plan)
        return Source(name=source.name, data=masked, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: there is no second layer that reading it would not show."""
        return ()

    def _markup(self, source: Source) -> Markup:
        """Return the walked source; writing comes after reading, and need not walk again."""
        last = self._last
        if last is None or last[0] is not source.data:
            # It is held in memory whole.
            most = min(self._limits.file_bytes, self._limits.member_bytes)
            if len(source.data) > most:
                raise UnreadableError(
                    source.name, "TOO_LARGE", "it is larger than the limit", limit=most
                )
            markup = self._walk(source, self._limits.window_characters)
            self._last = last = source.data, markup
        return last[1]
