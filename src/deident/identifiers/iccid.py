"""ICCID, the number printed on a SIM card (ITU-T E.118), in China twenty digits.

    1-4    8986: telecommunications, China
    5-6    operator: 00 02 04 07 08 移动, 01 06 09 联通, 03 11 电信, 15 广电
    7-20   the operator's own

The last digit is meant to be Luhn, but Chinese operators do not agree about it: only the shape is
checked.

>>> validate("8986 0099 9900 0000 0001")
'89860099990000000001'
"""

from __future__ import annotations

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.writing import is_digits, squeeze


def compact(number: str) -> str:
    """Return the digits without separators."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the digits, or raise the reason they are not an ICCID."""
    number = compact(number)
    if len(number) != 20:
        raise InvalidLengthError("expected 20 digits")
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    if not number.startswith("8986"):
        raise InvalidComponentError("a Chinese SIM card begins with 8986")
    return number


def is_valid(number: str) -> bool:
    """Say whether it has the shape of a Chinese ICCID."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True
