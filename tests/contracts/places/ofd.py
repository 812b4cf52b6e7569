"""Places of OFD documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures import ofd_places, ofds
from fixtures.hostile_ofds import HOSTILE
from tests.contracts.entry import Entry, Plant, broken

from deident.formats.ofd.handler import OfdHandler
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable

_OFD = "application/ofd"


def _document(build: Callable[[str], ofds.Ofd]) -> Plant:
    return lambda value: Source(name="a.ofd", data=build(value).bytes(), media_type=_OFD)


ENTRIES = (
    Entry(
        name="ofd",
        handler=OfdHandler,
        places={name: _document(build) for name, build in ofd_places.PLACES.items()},
        hostile={name: broken(data, _OFD) for name, (data, _) in HOSTILE.items()},
    ),
)
