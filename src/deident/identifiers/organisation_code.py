"""组织机构代码, the code of organisations (GB 11714-1997), nine characters, `XXXXXXXX-X`.

    1-8  digits or capital letters
    9    check: 11 less the weighted sum modulo 11; 10 is X, 11 is 0
         (weights 3 7 9 10 5 8 4 2, letters A = 10 … Z = 35)

Public, and since 2015 places 9 to 17 of the 统一社会信用代码.

>>> validate("MA000000-7")
'MA0000007'
>>> check_character("MA000000")
'7'
"""

from __future__ import annotations

from operator import mul

from deident.errors import (
    InvalidChecksumError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.writing import squeeze

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "0X987654321"
_VALUES = bytes.maketrans(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", bytes(range(36)))


def compact(number: str) -> str:
    """Return the code without its hyphen, in capitals."""
    return squeeze(number)


def check_character(body: str) -> str:
    """Compute the last character from the first eight, ASCII digits and capitals."""
    return _CHECK[sum(map(mul, _WEIGHTS, body.encode().translate(_VALUES))) % 11]


def validate(number: str) -> str:
    """Return the compact code, or raise the reason it is not one."""
    number = compact(number)
    if len(number) != 9:
        raise InvalidLengthError("expected 9 characters")
    if not (number.isascii() and number.isalnum()) or number[8] not in "0123456789X":
        raise InvalidFormatError("expected 8 digits or letters and a check character")
    if number[8] != check_character(number[:8]):
        raise InvalidChecksumError("the check character does not fit the first eight")
    return number


def is_valid(number: str) -> bool:
    """Say whether the check character fits."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True
