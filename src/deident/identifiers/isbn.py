"""ISBN, the number of a book (ISO 2108), ten or thirteen characters.

    ten       nine digits and a check: weights 10 to 1, the sum a multiple of 11, X is ten
    thirteen  978 or 979, nine digits and a check: weights 1 3 1 3 …, the sum a multiple of 10

>>> validate("978-7-9999-0000-9")
'9787999900009'
>>> is_valid("7-9999-0000-1")
True
"""

from __future__ import annotations

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.writing import is_digits, squeeze


def compact(number: str) -> str:
    """Return the number without separators, its X a capital."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    if len(number) == 13:
        return _validate_13(number)
    if len(number) == 10:
        return _validate_10(number)
    raise InvalidLengthError("expected 10 or 13 characters")


def is_valid(number: str) -> bool:
    """Say whether it is an ISBN of either length."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def _validate_13(number: str) -> str:
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    if not number.startswith(("978", "979")):
        raise InvalidComponentError("a book begins with 978 or 979")
    if (sum(map(int, number[::2])) + 3 * sum(map(int, number[1::2]))) % 10:
        raise InvalidChecksumError("the check digit does not fit the other digits")
    return number


def _validate_10(number: str) -> str:
    if not is_digits(number[:9]) or number[9] not in "0123456789X":
        raise InvalidFormatError("expected nine digits and a check character")
    check = 10 if number[9] == "X" else int(number[9])
    if (sum((10 - i) * int(digit) for i, digit in enumerate(number[:9])) + check) % 11:
        raise InvalidChecksumError("the check character does not fit the other digits")
    return number
