"""公民身份号码, the identity number of residents (GB 11643-1999), eighteen characters.

    1-6    county of first registration (GB/T 2260); the first two are the province
    7-14   birth date, YYYYMMDD
    15-17  order among those born there that day: odd for men, even for women
    18     check character, 0-9 or X (ISO 7064 MOD 11-2)

Residence permits of people from Hong Kong, Macau and Taiwan carry 81, 82 and 83. Only the
province is checked: counties appear and vanish, and a person keeps the code of the year of birth.

>>> validate("110199 1949-1231 002x")
'11019919491231002X'
>>> birth_date("11019919491231002X")
datetime.date(1949, 12, 31)
>>> is_male("11019919491231002X")
False
>>> is_valid("110199194912310024"), is_plausible("110199194912310024")
(False, True)
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
from deident.identifiers.mod_11_2 import check_character
from deident.identifiers.parts import PROVINCES, calendar_day, can_be_birth
from deident.identifiers.writing import is_digits, squeeze_dots

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "birth_date",
    "check_character",
    "compact",
    "is_male",
    "is_plausible",
    "is_valid",
    "region",
    "validate",
]


def compact(number: str) -> str:
    """Return the number without separators, its X a capital; × is an X in the last place only."""
    number = squeeze_dots(number)
    if len(number) == 18 and number[17] in "×✕":
        return f"{number[:17]}X"
    return number


def validate(number: str, *, latest: dt.date | None = None) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number, _ = _read(number, latest)
    if number[17] != check_character(number[:17]):
        raise InvalidChecksumError("the check character does not fit the first seventeen digits")
    return number


def is_valid(number: str, *, latest: dt.date | None = None) -> bool:
    """Say whether all parts exist and the check character fits."""
    try:
        validate(number, latest=latest)
    except ValidationError:
        return False
    return True


def is_plausible(number: str, *, latest: dt.date | None = None) -> bool:
    """Say whether all parts exist, whatever the check character.

    Beside a label this is somebody's number with one character mistyped or misread.
    """
    try:
        _read(number, latest)
    except ValidationError:
        return False
    return True


def region(number: str) -> str:
    """Return the county code, six digits."""
    return _read(number)[0][:6]


def birth_date(number: str) -> dt.date:
    """Return the day of birth, or raise the reason there is none."""
    return _read(number)[1]


def is_male(number: str) -> bool:
    """Say whether the order number is odd."""
    return int(_read(number)[0][16]) % 2 == 1


def _read(number: str, latest: dt.date | None = None) -> tuple[str, dt.date]:
    """Return the compact number and its day if everything but the check character can be."""
    number = compact(number)
    if len(number) != 18:
        raise InvalidLengthError("expected 18 characters")
    if not is_digits(number[:17]) or number[17] not in "0123456789X":
        raise InvalidFormatError("expected 17 digits and a check character")
    if number[:2] not in PROVINCES:
        raise InvalidComponentError("no province has this code")
    day = calendar_day(number[6:14])
    if day is None or not can_be_birth(day, latest):
        raise InvalidComponentError("nobody can be born on this date")
    return number, day
