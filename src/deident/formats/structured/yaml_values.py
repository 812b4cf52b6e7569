"""YAML: every scalar, key, comment, anchor, tag and directive; aliases are never followed.

PyYAML says what the scalars are and where they stand. A block or a quoted line is masked character
by character; where the source's characters cannot be told one by one (folded quotes, plain words,
which a star would turn into an alias), a scalar that changes is written anew in quotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.structured.handler import StructuredHandler
from deident.formats.structured.yaml_reading import items

if TYPE_CHECKING:
    from deident.formats import Limits

_MEDIA_TYPES = frozenset({"application/yaml"})


class YamlHandler(StructuredHandler):
    """YAML, one document or many."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, _MEDIA_TYPES, items)
