"""The `FormatHandler` protocol: everything deident needs to know about one family of formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.model import Document, MaskPlan, Reason, Source, Unread

MB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a document is read before it is refused. Bytes, pixels and counts.

    Source for the archive and picture figures: measurements recorded in docs/decisions/limits.md.
    """

    file_bytes: int = 4096 * MB
    member_bytes: int = 200 * MB
    streamed_member_bytes: int = 2048 * MB
    total_bytes: int = 4096 * MB
    ratio: int = 200
    ratio_floor: int = 10 * MB
    members: int = 5000
    depth: int = 4
    pixels: int = 450_000_000
    embedded_pixels: int = 80_000_000
    frames: int = 200
    window_characters: int = 1 << 16


class FormatHandler(Protocol):
    """One family of formats: read it, write masks into it, say what reading would not show.

    The obligations are in tests/contracts/test_format_handlers.py.
    """

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""

    def read(self, source: Source) -> Document:
        """Return every place text can hide, or say what could not be read."""

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return new bytes with the masks written and nothing else changed."""

    def unseen(self, masked: Source) -> tuple[Unread, ...]:
        """Name what reading the masked bytes again would not show."""


@runtime_checkable
class Decoder(Protocol):
    """A handler whose documents pack their text in ways that nobody else can undo."""

    def decoded(self, masked: Source) -> Iterator[bytes]:
        """Yield everything a value could stand in, unpacked, as UTF-8 where it is text."""


@runtime_checkable
class Seeing(Protocol):
    """A handler that reads pictures."""

    @property
    def engine_version(self) -> str:
        """Which OCR engine read them, with the digests of its models; "" where none was needed."""


@runtime_checkable
class Remarker(Protocol):
    """A handler that has something to say of a copy it made."""

    def notes(self, masked: Source) -> tuple[Reason, ...]:
        """Return what a reader of the copy must know and what does not hold the gate shut."""
