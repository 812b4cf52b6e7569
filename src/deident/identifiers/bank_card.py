"""银行卡号, the number embossed on a bank card (ISO/IEC 7812-1, JR/T 0008), 15 to 19 digits.

    issuer   the first digits: 62 (UnionPay), 4, 5, 35, 37, 60 (international networks),
             68, 69, 9x, 10 (cards of single banks from before UnionPay)
    account  the rest
    check    last digit, Luhn

    62, 9x, 10  16 to 19 digits         4, 5, 60  15, 16 or 19 digits
    68, 69      15 to 19 digits         35, 37    15 or 16 digits

91, 92 and 93 with 18 digits are left to the 统一社会信用代码. Which bank, the public lists tell
too badly to be used. Passbooks, accounts of rural cooperatives and some old cards fail Luhn: see
`bank_account`.

>>> validate("6222 0299 9900 0000 004")
'6222029999000000004'
>>> is_valid("6222029999000000005"), has_iin_shape("6222029999000000005")
(False, True)
"""

from __future__ import annotations

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
)
from deident.identifiers import luhn
from deident.identifiers.writing import is_digits, squeeze

_LENGTHS: dict[str, tuple[int, ...]] = {
    "10": (16, 17, 18, 19),
    "35": (15, 16),
    "37": (15, 16),
    "60": (15, 16, 19),
    "62": (16, 17, 18, 19),
    "68": (15, 16, 17, 18, 19),
    "69": (15, 16, 17, 18, 19),
    **{f"{network}{second}": (15, 16, 19) for network in "45" for second in range(10)},
    **{f"9{second}": (16, 17, 18, 19) for second in (0, 4, 5, 6, 7, 8, 9)},
    **{f"9{second}": (16, 17, 19) for second in (1, 2, 3)},
}


def compact(number: str) -> str:
    """Return the digits without spaces and hyphens; a dot is kept, it belongs to an amount."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the digits, or raise the reason they are not a card number."""
    number = _shaped(number)
    if not luhn.passes(number):
        raise InvalidChecksumError("the check digit does not fit the other digits")
    return number


def is_valid(number: str) -> bool:
    """Say whether issuer, length and check digit fit."""
    number = compact(number)
    return len(number) in _LENGTHS.get(number[:2], ()) and is_digits(number) and luhn.passes(number)


def has_iin_shape(number: str) -> bool:
    """Say whether issuer and length fit, whatever the check digit."""
    number = compact(number)
    return len(number) in _LENGTHS.get(number[:2], ()) and is_digits(number)


def _shaped(number: str) -> str:
    """Return the digits if issuer and length fit each other."""
    number = compact(number)
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    if not 13 <= len(number) <= 19:
        raise InvalidLengthError("expected 13 to 19 digits")
    lengths = _LENGTHS.get(number[:2])
    if lengths is None:
        raise InvalidComponentError("no card network has this prefix")
    if len(number) not in lengths:
        raise InvalidLengthError("this card network uses another length")
    return number
