"""YAML: every scalar, key, comment, anchor, tag and directive; aliases are never followed.

PyYAML says what the scalars are and where they stand. A block or a quoted line is masked character
by character; where the source's characters cannot be told one by one (folded quotes, plain words,
which a star would turn into an alias), a scalar that changes is written anew in quotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.structured.items import Reading, decoded, encoded, masked
from deident.formats.structured.yaml_reading import items
from deident.model import Document, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.formats import Limits
    from deident.model import MaskPlan

_MEDIA_TYPES = frozenset({"application/yaml"})


class YamlHandler:
    """YAML, one document or many."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return everything that says something, in the order it stands in."""
        origin = decoded(source, self._limits)
        return self._reading(origin.text(), origin.shown).document()

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the same YAML with the masks written into its scalars."""
        origin = decoded(source, self._limits)
        text = origin.text()
        written = masked(text, self._reading(text, origin.shown), plan)
        return Source(name=source.name, data=encoded(origin, written), media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: YAML has no second layer."""
        return ()

    def _reading(self, text: str, shown: Callable[[str], str]) -> Reading:
        return Reading(lambda: items(text), shown, self._limits.window_characters)
