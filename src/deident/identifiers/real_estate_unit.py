"""不动产单元号, the code of a unit of real estate (GB/T 37346-2019), twenty-eight characters.

    1-19   宗地代码 of the land it stands on
    20     what it is: F 房屋, L 林木, Q other, W nothing but land
    21-28  building and door, eight digits

Public. It hides telephone-like digits: the longest match has to own the span.

>>> validate("149999 001001 JC00001 F00010001")
'149999001001JC00001F00010001'
>>> parcel_code("149999001001JC00001F00010001")
'149999001001JC00001'
"""

from __future__ import annotations

import re

from deident.errors import InvalidFormatError, InvalidLengthError, ValidationError
from deident.identifiers import parcel
from deident.identifiers.writing import squeeze

_TAIL = re.compile(r"[FLQW][0-9]{8}")


def compact(number: str) -> str:
    """Return the code without separators, in capitals."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the compact code, or raise the reason it is not one."""
    number = compact(number)
    if len(number) != 28:
        raise InvalidLengthError("expected 28 characters")
    if not _TAIL.fullmatch(number[19:]):
        raise InvalidFormatError("expected F, L, Q or W and 8 digits at the end")
    parcel.validate(number[:19])
    return number


def is_valid(number: str) -> bool:
    """Say whether the parcel and the tail fit."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def parcel_code(number: str) -> str:
    """Return the 宗地代码 in front."""
    return validate(number)[:19]
