"""宗地代码, the code of a parcel of land (GB/T 37346-2019), nineteen characters.

    1-6    county          7-9  cadastral district       10-12  cadastral sub-district
    13     ownership of the land: G 国家, J 集体, Z 争议
    14     kind of right, a letter
    15-19  serial

Public; the first nineteen characters of the 不动产单元号.

>>> validate("149999 001001 JC 00001")
'149999001001JC00001'
"""

from __future__ import annotations

import re

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.parts import PROVINCES
from deident.identifiers.writing import squeeze

_SHAPE = re.compile(r"[0-9]{12}[GJZ][A-Z][0-9]{5}")


def compact(number: str) -> str:
    """Return the code without separators, in capitals."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the compact code, or raise the reason it is not one."""
    number = compact(number)
    if len(number) != 19:
        raise InvalidLengthError("expected 19 characters")
    if not _SHAPE.fullmatch(number):
        raise InvalidFormatError("expected 12 digits, two letters and 5 digits")
    if number[:2] not in PROVINCES:
        raise InvalidComponentError("no province has this code")
    return number


def is_valid(number: str) -> bool:
    """Say whether shape and province fit."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True
