"""How far an address reaches, and where it goes on that a bracket or a line's end cut short."""

from __future__ import annotations

import re

from deident.recognizers.address_grammar import Address, Level, address_at, group_at

_LONGEST = 90
_WRAP = re.compile(r"[ ]?\r?\n[ ]{0,4}")
_DOORS = "0123456789号室户组栋幢元队社屯层楼房"
_STOPS = frozenset({"", "\r", "\n", "，", "。", "；", " ", "）", ")"})
# …18栋8 ‖ 60室: the line's end cuts the number of a door.
_REST_OF_NUMBER = re.compile("[0-9]{1,4}(?:号楼|[号室户栋幢组楼层]|单元)")


def limit_of(text: str, start: int) -> int:
    """Return how far an address that begins at a place may reach at the most."""
    return min(len(text), start + _LONGEST)


def further(text: str, end: int) -> int:
    """Return where an address ends that was cut short at a bracket or a line's end."""
    while (more := _next_piece(text, end)) is not None:
        end = more
    return end


def _next_piece(text: str, end: int) -> int | None:
    wrap = _WRAP.match(text, end)
    begin = wrap.end() if wrap else end
    if wrap and text[end - 1].isdecimal() and (rest := _REST_OF_NUMBER.match(text, begin)):
        return rest.end()
    limit = limit_of(text, begin)
    more = address_at(text, begin, limit) or group_at(text, begin, limit)
    if more is None:
        return None
    if wrap is None:
        return more.end
    if text[more.end : more.end + 1] not in _STOPS:
        return None
    # A line of its own, coarse or not, goes on with the address where that broke off.
    open_end = text[end - 1] not in _DOORS
    goes_on = more.has(Level.FINE) or (open_end and more.level > Level.ADMIN)
    return more.end if goes_on else None


def wrapped(text: str, address: Address) -> Address:
    """Go on with an address that a line's end cuts."""
    wrap = _WRAP.match(text, address.end)
    if wrap is None:
        return address
    end = further(text, address.end)
    return Address(address.start, end, address.pieces)
