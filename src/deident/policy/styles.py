"""Styles: how much of a value of each kind a mask leaves visible.

They are data, in `policies/styles.toml`, and part of every policy's digest. A value that is already
masked is graded by the subset rule: it may show what the style would leave visible and nothing
else, so that two masked forms of one value never complete each other.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent.parent / "policies"
_FILE = FOLDER / "styles.toml"

_ENDS = re.compile(r"(#*)(\**)(#*)")
# What may stand before the eleven digits of a mobile number: 0, 86, 0086.
_PREFIXED = {12: 1, 13: 2, 15: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What one kind of value still shows.

    `kind` names the way of writing (`ends`, `mobile`, `landline`, `name`, `email`, `year`,
    `address`, `gone`). `first` and `last` characters stay, if the value has `at_least` characters
    and `hide` of them disappear; otherwise nothing stays.
    """

    kind: str = "ends"
    first: int = 0
    last: int = 0
    hide: int = 1
    at_least: int = 0

    def shown(self, length: int) -> tuple[int, int]:
        """Return how many characters stay at the front and at the end of a value."""
        if length < max(self.at_least, self.first + self.last + self.hide):
            return 0, 0
        return self.first, self.last

    def covers(self, shape: str) -> bool:
        """Tell whether a shape (# shown, * hidden) shows no more than this style would.

        Where the shape alone cannot tell (an e-mail address, a place name), the answer is no; the
        text decides later, in `mask.settle`.
        """
        ends = _ENDS.fullmatch(shape)
        if ends is None or not ends[2]:
            return False
        front, back = len(ends[1]), len(ends[3])
        first, last = self._allowed(len(shape))
        return front <= first and back <= last

    def _allowed(self, length: int) -> tuple[int, int]:
        if length < self.at_least:
            return 0, 0
        if self.kind == "mobile":
            return self.first + (_PREFIXED.get(length, 0) if self.first else 0), self.last
        if self.kind == "landline":
            # An area code needs ten digits; with fewer the number is a local one.
            return (4 if length >= 10 else 0), self.last
        if self.kind in {"ends", "name"}:
            return self.first, self.last
        return 0, 0


HIDDEN = Style()
"""Nothing stays: the style of every kind that the table does not name."""


@cache
def table() -> Mapping[str, Mapping[str, Style]]:
    """Return every style by name and entity type."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: {entity_type: Style(**row) for entity_type, row in rows.items()}
        for name, rows in raw.items()
    }


def style(name: str, entity_type: str) -> Style:
    """Return what the named style leaves visible of a kind of value."""
    return table()[name].get(entity_type, HIDDEN)


@cache
def digest() -> str:
    """Return a digest of the table."""
    rows = {
        name: {kind: repr(row) for kind, row in sorted(rows.items())}
        for name, rows in sorted(table().items())
    }
    return hashlib.sha256(repr(rows).encode()).hexdigest()
