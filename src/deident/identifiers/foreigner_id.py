"""外国人永久居留身份证号码, the number on the permanent residence card of foreigners.

Since December 2023, eighteen characters:
    1      9
    2-3    province that issued the card
    4-6    nationality, ISO 3166-1 numeric
    7-14   birth date, YYYYMMDD
    15-17  order
    18     check character (ISO 7064 MOD 11-2)
Before, fifteen characters: nationality as three letters (ISO 3166-1), then twelve digits.

A company's 统一社会信用代码 of digits only begins with 9 as well; a number that passes as one is
refused here.

>>> validate("914840 19800101 001 6")
'914840198001010016'
>>> birth_date("914840198001010016")
datetime.date(1980, 1, 1)
>>> validate("zzz 110180010101"), is_old("ZZZ110180010101")
('ZZZ110180010101', True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import uscc
from deident.identifiers.mod_11_2 import check_character
from deident.identifiers.parts import PROVINCES, calendar_day, can_be_birth
from deident.identifiers.writing import is_digits, squeeze_dots

if TYPE_CHECKING:
    import datetime as dt


def compact(number: str) -> str:
    """Return the number without separators, in capitals; × is an X in the last place only."""
    number = squeeze_dots(number)
    if len(number) == 18 and number[17] in "×✕":
        return f"{number[:17]}X"
    return number


def validate(number: str, *, latest: dt.date | None = None) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    if len(number) == 15:
        return _validate_old(number)
    if len(number) == 18:
        return _validate_new(number, latest)
    raise InvalidLengthError("expected 18 or 15 characters")


def is_valid(number: str, *, latest: dt.date | None = None) -> bool:
    """Say whether it is a number of the present or of the old card."""
    try:
        validate(number, latest=latest)
    except ValidationError:
        return False
    return True


def is_old(number: str) -> bool:
    """Say whether a valid number is of the card before December 2023."""
    return len(validate(number)) == 15


def birth_date(number: str) -> dt.date | None:
    """Return the day of birth; None for the old card, whose digits no public rule explains."""
    number = validate(number)
    return None if len(number) == 15 else calendar_day(number[6:14])


def _validate_old(number: str) -> str:
    letters, digits = number[:3], number[3:]
    if not (letters.isascii() and letters.isalpha() and is_digits(digits)):
        raise InvalidFormatError("expected three letters and twelve digits")
    return number


def _validate_new(number: str, latest: dt.date | None) -> str:
    body, check = number[:17], number[17]
    if not is_digits(body) or check not in "0123456789X" or number[0] != "9":
        raise InvalidFormatError("expected a 9, sixteen digits and a check character")
    if number[1:3] not in PROVINCES:
        raise InvalidComponentError("no province has this code")
    day = calendar_day(number[6:14])
    if day is None or not can_be_birth(day, latest):
        raise InvalidComponentError("nobody can be born on this date")
    if check != check_character(body):
        raise InvalidChecksumError("the check character does not fit the first seventeen digits")
    if uscc.is_valid(number):
        raise InvalidComponentError("this is a unified social credit code")
    return number
