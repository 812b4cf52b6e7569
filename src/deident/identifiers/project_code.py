"""投资项目统一代码, the code of an investment project (GB/T 40058-2021), 24 characters.

    YYYY-RRRRRR-II-TT-SSSSSS: year, region (000000 the centre), industry, procedure, serial

The hyphens are what recognises it, so they stay: twenty digits without them may be an account.

>>> validate("2023-149999-48－01-000001")
'2023-149999-48-01-000001'
>>> is_valid("20231499994801000001")
False
"""

from __future__ import annotations

import re

from deident.errors import InvalidComponentError, InvalidFormatError
from deident.identifiers.parts import PROVINCES
from deident.identifiers.writing import fold

_SHAPE = re.compile(r"(?:19|20)[0-9]{2}-([0-9]{6})-[0-9]{2}-[0-9]{2}-[0-9]{6}")


def compact(number: str) -> str:
    """Return the code without spaces, every dash a hyphen."""
    return fold(number).replace(" ", "")


def validate(number: str) -> str:
    """Return the compact code, or raise the reason it is not one."""
    number = compact(number)
    match = _SHAPE.fullmatch(number)
    if match is None:
        raise InvalidFormatError("expected a year and 6, 2, 2 and 6 digits between hyphens")
    if not _is_region(match.group(1)):
        raise InvalidComponentError("no region has this code")
    return number


def is_valid(number: str) -> bool:
    """Say whether frame and region fit."""
    match = _SHAPE.fullmatch(compact(number))
    return match is not None and _is_region(match.group(1))


def region(number: str) -> str:
    """Return the region code, six digits."""
    return validate(number)[5:11]


def _is_region(code: str) -> bool:
    return code[:2] in PROVINCES or code in ("000000", "100000")
