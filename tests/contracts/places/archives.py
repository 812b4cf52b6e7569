"""Places of archives: what stands in names and comments. Members are documents of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures import archives
from tests.contracts.entry import Entry, Plant, broken

from deident.formats.archive.handler import ArchiveHandler
from deident.formats.archive.unpack import is_installed
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable


def _archive(build: Callable[[str], bytes]) -> Plant:
    return lambda value: Source(name="a.zip", data=build(value))


_PLACES = {**archives.PLACES, **(archives.UNPACKED_PLACES if is_installed() else {})}
_HOSTILE = {**archives.HOSTILE, **(archives.UNPACKED_HOSTILE if is_installed() else {})}

ENTRIES = (
    Entry(
        name="archive",
        handler=ArchiveHandler,
        places={name: _archive(build) for name, build in _PLACES.items()},
        hostile={name: broken(data, "application/zip") for name, (data, _) in _HOSTILE.items()},
    ),
)
