"""公民身份号码, first generation (GB 11643-1989), fifteen digits, issued until 1999.

    1-6    county; the first two are the province
    7-12   birth date, YYMMDD, of the twentieth century
    13-15  order: odd for men, even for women

There is no check character, and 1.3 % of random digits pass: a label or a column header has to
speak too.

>>> validate("140199 501231 002")
'140199501231002'
>>> birth_date("140199501231002")
datetime.date(1950, 12, 31)
>>> as_resident_id("140199501231002")
'140199195012310024'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.mod_11_2 import check_character
from deident.identifiers.parts import PROVINCES, calendar_day
from deident.identifiers.writing import is_digits, squeeze_dots

if TYPE_CHECKING:
    import datetime as dt


def compact(number: str) -> str:
    """Return the number without separators."""
    return squeeze_dots(number)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    return _read(number)[0]


def is_valid(number: str) -> bool:
    """Say whether province and date exist."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def birth_date(number: str) -> dt.date:
    """Return the day of birth, or raise the reason there is none."""
    return _read(number)[1]


def is_male(number: str) -> bool:
    """Say whether the order number is odd."""
    return int(validate(number)[14]) % 2 == 1


def as_resident_id(number: str) -> str:
    """Return the eighteen characters that the same person carries since 1999."""
    number = validate(number)
    body = f"{number[:6]}19{number[6:]}"
    return body + check_character(body)


def _read(number: str) -> tuple[str, dt.date]:
    """Return the compact number and its day, or raise the reason there is none."""
    number = compact(number)
    if len(number) != 15:
        raise InvalidLengthError("expected 15 digits")
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    if number[:2] not in PROVINCES:
        raise InvalidComponentError("no province has this code")
    day = calendar_day(f"19{number[6:12]}")
    if day is None:
        raise InvalidComponentError("nobody can be born on this date")
    return number, day
