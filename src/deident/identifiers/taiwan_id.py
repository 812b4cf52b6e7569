"""台湾身份证统一编号, the number of a Taiwan identity card or residence certificate.

    1     (of ten) county of first registration, a letter that is two digits (A 10 … I 34, O 35)
    2     1 man, 2 woman; residence certificates 8, 9, before 2021 A, B, C, D
    3-9   serial
    10    check: weights 1 9 8 7 6 5 4 3 2 1 1, the sum a multiple of 10

>>> validate("a1 9999 0003")
'A199990003'
>>> is_male("A199990003")
True
"""

from __future__ import annotations

import re
from operator import mul

from deident.errors import InvalidChecksumError, InvalidFormatError, InvalidLengthError
from deident.identifiers.writing import squeeze

_SHAPE = re.compile(r"[A-Z][1289A-D][0-9]{8}")
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_COUNTIES = {letter: str(10 + i) for i, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}
_SECOND = str.maketrans("ABCD", "0123")


def compact(number: str) -> str:
    """Return the number without separators, in capitals."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    if len(number) != 10:
        raise InvalidLengthError("expected 10 characters")
    if not _SHAPE.fullmatch(number):
        raise InvalidFormatError("expected a letter, the digit of the sex and eight digits")
    if not _adds_up(number):
        raise InvalidChecksumError("the check digit does not fit the others")
    return number


def is_valid(number: str) -> bool:
    """Say whether the check digit fits."""
    number = compact(number)
    return _SHAPE.fullmatch(number) is not None and _adds_up(number)


def is_male(number: str) -> bool:
    """Say whether the second character is one that men carry."""
    return validate(number)[1] in "18AC"


def _adds_up(number: str) -> bool:
    digits = _COUNTIES[number[0]] + number[1:].translate(_SECOND)
    total: int = sum(map(mul, _WEIGHTS, map(int, digits)))
    return total % 10 == 0
