"""What an archive holds: its members, what they are called, and which of them nobody could read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from deident.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats import Limits
    from deident.model import Unread

WHERE = "the file"
"""What errors call the archive: its own name may be personal."""

CHUNK = 1 << 16
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# A name with * in it cannot be unpacked on Windows; its full-width form can.
_STAR, _WIDE_STAR = "*", "＊"
_SYSTEM_FOLDERS = frozenset({"__macosx", ".spotlight-v100", ".trashes", ".fseventsd"})
_SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One entry of an archive, by its number (from 1) in the archive's own order.

    `problem` says why its content was not read; such a member is not in the copy.
    """

    number: int
    name: str = field(repr=False)
    size: int = 0
    is_folder: bool = False
    comment: str = field(default="", repr=False)
    problem: Unread | None = None

    @property
    def id(self) -> str:
        """What plans and reports call it: its name may be personal."""
        return f"member {self.number}"

    @property
    def is_system(self) -> bool:
        """Say whether an operating system put it there: thumbnails, positions of icons."""
        *folders, own = self.name.casefold().rstrip("/").split("/")
        return (
            own in _SYSTEM_NAMES
            or own.startswith("._")
            or not _SYSTEM_FOLDERS.isdisjoint((*folders, own))
        )

    @property
    def is_read(self) -> bool:
        """Say whether it holds something and this could be taken out of the archive."""
        return not self.is_folder and self.problem is None


class Archive(Protocol):
    """An archive of any kind, every member of which has been unpacked once."""

    @property
    def members(self) -> Sequence[Member]:
        """All members, in order."""

    @property
    def comment(self) -> str:
        """The comment of the archive as a whole."""

    @property
    def hides_comment(self) -> bool:
        """Say whether it has a comment that nobody here can read, which no copy holds."""

    def pieces(self, member: Member) -> Iterator[bytes]:
        """Yield the content of a member that was read."""


def decoded(raw: bytes) -> str:
    """Decode a name or comment whose encoding nobody wrote down.

    Programs in China write GBK, those elsewhere UTF-8 or code page 437, which reads everything.
    """
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def shown(name: str) -> str:
    """Return a member's name as a relative path with slashes, all of its text in it.

    Raises `UnreadableError` (BAD_PATH) for a name that leads out of the archive.
    """
    name = _CONTROL.sub("_", _DRIVE.sub("", name.replace("\\", "/"))).replace(_WIDE_STAR, _STAR)
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise UnreadableError(WHERE, "BAD_PATH", "the name of a member leads out of it")
    return "/".join(parts) or "_"


class Names:
    """Names for the copy: legal everywhere, and no two of them the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, name: str) -> str:
        """Return a name for a file; one that is taken gets a number before its ending."""
        clean = _legal(name)
        stem, dot, ending = clean.rpartition(".")
        if not dot or "/" in ending:
            stem, ending = clean, ""
        number = 1
        while (given := stem + (f"({number})" if number > 1 else "") + dot * bool(ending) + ending
               ).casefold() in self._taken:  # fmt: skip
            number += 1
        self._taken.add(given.casefold())
        return given

    def give_folder(self, name: str) -> str:
        """Return a name for a folder, or "" where there is one of that name already."""
        given = _legal(name) + "/"
        if given.casefold() in self._taken:
            return ""
        self._taken.add(given.casefold())
        return given


def _legal(name: str) -> str:
    parts = _CONTROL.sub("_", name.replace(_STAR, _WIDE_STAR).replace("\\", "_")).split("/")
    return "/".join(part if part.strip(" .") else "_" for part in parts)


class Weight:
    """Counts what comes out of an archive, and says when it is too much."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._total = 0
        self._count = 0

    def admit(self) -> None:
        """Count one member."""
        self._count += 1
        if self._count > self._limits.members:
            most = self._limits.members
            raise UnreadableError(WHERE, "TOO_LARGE", "it has too many members", limit=most)

    def add(self, length: int) -> None:
        """Count bytes that came out; refuse the archive where all of them are too many."""
        self._total += length
        if self._total > self._limits.total_bytes:
            most = self._limits.total_bytes
            raise UnreadableError(WHERE, "TOO_LARGE", "its members are too large", limit=most)

    def too_tight(self, unpacked: int, packed: int) -> bool:
        """Say whether something was packed too tightly to be a document."""
        limits = self._limits
        return unpacked > limits.ratio_floor and unpacked > limits.ratio * max(packed, 1)
