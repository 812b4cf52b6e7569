"""银行账号, the number of an account or a passbook, 8 to 25 digits.

Every bank has its own grammar and no check digit is common to them, so the shape proves nothing:
a label (账号, 开户行 …) or a column header has to speak. Written in groups: 1402 0123 0900 0012
345.

>>> validate("1402 9999 0900 0012 345")
'1402999909000012345'
>>> is_valid("12345678.90")
False
"""

from __future__ import annotations

from deident.errors import InvalidFormatError, InvalidLengthError
from deident.identifiers.writing import is_digits, squeeze


def compact(number: str) -> str:
    """Return the digits without spaces and hyphens; a dot is kept, it belongs to an amount."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the digits, or raise the reason they are not an account number."""
    number = compact(number)
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    if not 8 <= len(number) <= 25:
        raise InvalidLengthError("expected 8 to 25 digits")
    return number


def is_valid(number: str) -> bool:
    """Say whether it has the shape of an account number."""
    number = compact(number)
    return 8 <= len(number) <= 25 and is_digits(number)
