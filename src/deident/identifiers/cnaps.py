"""联行号, the number of a bank branch in the payment system CNAPS, twelve digits.

    1-3    bank (102 工商, 103 农业, 402 农信社, 403 邮储 …)
    4-7    city
    8-11   branch
    12     check

Public. No published rule for the check was found, so the shape is all; a label (联行号, 行号) has
to speak.

>>> validate("102 9999 0000 1")
'102999900001'
"""

from __future__ import annotations

from deident.errors import InvalidFormatError, InvalidLengthError, ValidationError
from deident.identifiers.writing import is_digits, squeeze


def compact(number: str) -> str:
    """Return the digits without separators."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the digits, or raise the reason they are not the number of a branch."""
    number = compact(number)
    if len(number) != 12:
        raise InvalidLengthError("expected 12 digits")
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    return number


def is_valid(number: str) -> bool:
    """Say whether it has the shape of a branch number."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True
