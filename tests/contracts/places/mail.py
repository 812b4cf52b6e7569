"""Places of mail: headers, names of attachments, plain texts, what lies between the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures import mail
from tests.contracts.entry import Entry, Plant, broken

from deident.formats.mail.handler import MailHandler
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable

_MAIL = "message/rfc822"


def _message(build: Callable[[str], bytes]) -> Plant:
    return lambda value: Source(name="a.eml", data=build(value), media_type=_MAIL)


ENTRIES = (
    Entry(
        name="mail",
        handler=MailHandler,
        places={name: _message(build) for name, build in mail.PLACES.items()},
        hostile={name: broken(data, _MAIL) for name, (data, _) in mail.HOSTILE.items()},
    ),
)
