"""军官证、士兵证号, the number on the card of a member of the armed forces.

    one character of the service or rank (军, 士, 武, 海, 空 …), 字第, 4 to 8 digits or letters, 号

No check digit. Any other character before 字第 is a permit (许可证字第…号) and refused.

>>> validate("军字第 9999001 号")
'军字第9999001号'
>>> is_valid("证字第9999001号")
False
"""

from __future__ import annotations

import re

from deident.errors import InvalidComponentError, InvalidFormatError
from deident.identifiers.writing import squeeze

_SHAPE = re.compile(r"(.)字第?[0-9A-Z]{4,8}号?")
_SERVICES = frozenset("军官士兵文职武警海空火陆参政后装联沈北兰济南广成东西中藏疆院校学科国防")


def compact(number: str) -> str:
    """Return the number without spaces and hyphens, in capitals."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    match = _SHAPE.fullmatch(number)
    if match is None:
        raise InvalidFormatError("expected one character, 字第, four to eight characters and 号")
    if match.group(1) not in _SERVICES:
        raise InvalidComponentError("no service of the armed forces has this character")
    return number


def is_valid(number: str) -> bool:
    """Say whether it has the shape of a military card."""
    match = _SHAPE.fullmatch(compact(number))
    return match is not None and match.group(1) in _SERVICES
