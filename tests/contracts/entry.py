"""What one format handler brings to its contract test.

A new handler joins the contract by a module in `tests/contracts/places` that names its `ENTRIES`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deident.formats import FormatHandler, Limits

SENTINEL = "149999190001019999"
"""A number of nobody: the county does not exist."""

Plant = Callable[[str], Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One handler under contract.

    `places` plants a text in one kind of place each. `hostile` holds documents that nobody can
    read in full. `plain`, for formats that are nothing but text, turns any text into a document:
    there an empty plan changes no byte.
    """

    name: str
    handler: Callable[[Limits], FormatHandler]
    places: Mapping[str, Plant]
    hostile: Mapping[str, Source]
    plain: Callable[[str], Source] | None = None


def noise(length: int) -> bytes:
    """Make bytes that look encrypted, the same ones every time."""
    blocks = (hashlib.sha256(str(number).encode()).digest() for number in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def broken(data: bytes, media_type: str = "text/plain") -> Source:
    """Name bytes that nobody can read in full."""
    return Source(name="broken", data=data, media_type=media_type)
