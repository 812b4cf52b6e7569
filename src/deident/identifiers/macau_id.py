"""澳门身份证号码, the number of a Macau identity card, eight digits, `1234567(8)`.

    1     1, 5 or 7, by the time and place of the first card
    2-7   serial
    8     check

How the check is computed is not public: the shape is all. Without its brackets a label has to
speak.

>>> validate("1999001(2)")
'19990012'
"""

from __future__ import annotations

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.writing import is_digits, squeeze

_BRACKETS = dict.fromkeys(map(ord, "()"))


def compact(number: str) -> str:
    """Return the digits without separators and brackets."""
    return squeeze(number).translate(_BRACKETS)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    if len(number) != 8:
        raise InvalidLengthError("expected 8 digits")
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    if number[0] not in "157":
        raise InvalidComponentError("a Macau card begins with 1, 5 or 7")
    return number


def is_valid(number: str) -> bool:
    """Say whether it has the shape of a Macau card."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True
