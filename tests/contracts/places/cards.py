"""Places of vCard and iCalendar."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from tests.contracts.entry import Entry, Plant, broken

from deident.formats.structured.card_values import CardHandler
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable

_CARD = "text/vcard"


def _card(line: Callable[[str], str]) -> Plant:
    def plant(value: str) -> Source:
        card = f"BEGIN:VCARD\r\nVERSION:3.0\r\n{line(value)}\r\nEND:VCARD\r\n"
        return Source(name="a.vcf", data=card.encode(), media_type=_CARD)

    return plant


def _quoted(value: str) -> str:
    return "".join(f"={octet:02X}" for octet in value.encode())


def _folded(value: str) -> str:
    return f"{value[:5]}\r\n {value[5:]}"


ENTRIES = (
    Entry(
        name="cards",
        handler=CardHandler,
        places={
            "note": _card(lambda value: f"NOTE:{value}"),
            "folded line": _card(lambda value: f"NOTE:{_folded(value)}"),
            "quoted-printable": _card(
                lambda value: f"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{_quoted(value)}"
            ),
            "part of a name": _card(lambda value: f"N:;;;{value};"),
            "part of an address": _card(lambda value: f"ADR;HOME:;;{value};;;;"),
            "country of an address": _card(lambda value: f"ADR;HOME:;;;;;;{value}"),
            "setting": _card(lambda value: f"ATTENDEE;CN={value}:mailto:a@example.gov.cn"),
            "unknown property": _card(lambda value: f"X-ANY:{value}"),
            "line that is none": _card(lambda value: f"{value}"),
        },
        hostile={
            "no encoding": broken(b"BEGIN:VCARD\nFN:\xff\xfe\xfd\0\nEND:VCARD", _CARD),
            "empty": broken(b"", _CARD),
            "unknown bytes": broken(
                b"BEGIN:VCARD\nNOTE;ENCODING=B:"
                + base64.b64encode(bytes(range(256)))
                + b"\xff\xff\nEND:VCARD",
                _CARD,
            ),
        },
    ),
)
