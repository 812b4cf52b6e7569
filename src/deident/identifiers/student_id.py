"""学籍号, the number of a pupil's school record, nineteen characters.

    1      G: the pupil's own 公民身份号码 follows; J, L: a number of that shape in its place
    2-19   eighteen characters

A pupil is a minor as a rule, and behind G stands the identity number in full.

>>> validate("g11019919491231002x")
'G11019919491231002X'
>>> holder("G11019919491231002X"), holder("L110199194912310020")
('11019919491231002X', None)
"""

from __future__ import annotations

from deident.errors import InvalidFormatError, InvalidLengthError, ValidationError
from deident.identifiers import resident_id
from deident.identifiers.writing import is_digits, squeeze_dots


def compact(number: str) -> str:
    """Return the number without separators, in capitals; × is an X in the last place only."""
    number = squeeze_dots(number)
    return number[:1] + resident_id.compact(number[1:])


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    if len(number) != 19:
        raise InvalidLengthError("expected 19 characters")
    if number[0] not in "GJL" or not is_digits(number[1:18]) or number[18] not in "0123456789X":
        raise InvalidFormatError("expected G, J or L, seventeen digits and a last character")
    if number[0] == "G":
        resident_id.validate(number[1:])
    return number


def is_valid(number: str) -> bool:
    """Say whether it has the shape and, behind G, a valid identity number."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def holder(number: str) -> str | None:
    """Return the pupil's 公民身份号码, or None where a number stands in its place."""
    number = validate(number)
    return number[1:] if resident_id.is_valid(number[1:]) else None
