"""香港身份证号码, the number of a Hong Kong identity card, eight or nine characters.

    one or two letters, six digits, and a check in brackets, 0-9 or A

Letters count A = 10 … Z = 35, a missing first letter 36; with weights 9 to 1 the sum is a
multiple of 11.

>>> validate("z999001（2）")
'Z9990012'
>>> is_valid("Z999001(0)")
False
"""

from __future__ import annotations

import re
from operator import mul

from deident.errors import InvalidChecksumError, InvalidFormatError, InvalidLengthError
from deident.identifiers.writing import squeeze

_SHAPE = re.compile(r"[A-Z]{1,2}[0-9]{6}[0-9A]")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, 1)
_VALUES = bytes.maketrans(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ", bytes(range(37)))
_BRACKETS = dict.fromkeys(map(ord, "()"))


def compact(number: str) -> str:
    """Return the number without separators and brackets, in capitals."""
    return squeeze(number).translate(_BRACKETS)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    if len(number) not in (8, 9):
        raise InvalidLengthError("expected 8 or 9 characters")
    if not _SHAPE.fullmatch(number):
        raise InvalidFormatError("expected letters, six digits and a check character")
    if not _adds_up(number):
        raise InvalidChecksumError("the check character does not fit the others")
    return number


def is_valid(number: str) -> bool:
    """Say whether the check character fits."""
    number = compact(number)
    return _SHAPE.fullmatch(number) is not None and _adds_up(number)


def _adds_up(number: str) -> bool:
    values = number.rjust(9).encode().translate(_VALUES)
    total: int = sum(map(mul, _WEIGHTS, values))
    return total % 11 == 0
