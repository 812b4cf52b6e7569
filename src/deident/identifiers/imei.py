"""IMEI, the number of a telephone set (3GPP TS 23.003), fifteen digits.

    1-2    reporting body: 01, 35, 86 (TAF, Beijing), 91, 98, 99
    3-8    type
    9-14   serial
    15     check, Luhn

>>> validate("86-999999-000000-5")
'869999990000005'
"""

from __future__ import annotations

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import luhn
from deident.identifiers.writing import is_digits, squeeze

# The bodies of the 1990s (44, 51, 52 …) are left out: they are provinces of old resident numbers.
_REPORTING_BODIES = frozenset(("01", "35", "86", "91", "98", "99"))


def compact(number: str) -> str:
    """Return the digits without separators."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the digits, or raise the reason they are not an IMEI."""
    number = compact(number)
    if len(number) != 15:
        raise InvalidLengthError("expected 15 digits")
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    if number[:2] not in _REPORTING_BODIES:
        raise InvalidComponentError("no reporting body has this code")
    if not luhn.passes(number):
        raise InvalidChecksumError("the check digit does not fit the other digits")
    return number


def is_valid(number: str) -> bool:
    """Say whether reporting body and check digit fit."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True
