"""车辆识别代号, the vehicle identification number (GB 16735-2019, ISO 3779), seventeen characters.

    1-3    manufacturer
    4-8    type of vehicle
    9      check, 0-9 or X: the weighted sum modulo 11, letters counted A1 … H8 J1 … R9 S2 … Z9
    10     model year
    11     plant
    12-17  serial; the last four are digits

No I, O and Q. Cars from Europe do not keep to the check digit; `is_plausible` takes them.

>>> validate("LZZ99999299990001")
'LZZ99999299990001'
>>> is_plausible("LZZ99999099990001"), manufacturer("LZZ99999299990001")
(True, 'LZZ')
"""

from __future__ import annotations

import re
from operator import mul

from deident.errors import InvalidChecksumError, InvalidFormatError, InvalidLengthError
from deident.identifiers.writing import squeeze

_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = bytes.maketrans(
    b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ",
    bytes((*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10))),
)
# Seventeen digits are a time stamp, not a vehicle.
_SHAPE = re.compile(r"(?=[0-9]*[A-Z])[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{4}[0-9]{4}")


def compact(number: str) -> str:
    """Return the number without separators, in capitals."""
    return squeeze(number)


def check_character(number: str) -> str:
    """Compute what the ninth of seventeen characters has to be."""
    remainder = sum(map(mul, _WEIGHTS, number.encode().translate(_VALUES))) % 11
    return "0123456789X"[remainder]


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    if len(number) != 17:
        raise InvalidLengthError("expected 17 characters")
    if not _SHAPE.fullmatch(number):
        raise InvalidFormatError("expected letters but I O Q, and four digits at the end")
    if number[8] != check_character(number):
        raise InvalidChecksumError("the ninth character does not fit the others")
    return number


def is_valid(number: str) -> bool:
    """Say whether it has the shape and the check character fits."""
    number = compact(number)
    return _SHAPE.fullmatch(number) is not None and number[8] == check_character(number)


def is_plausible(number: str) -> bool:
    """Say whether it has the shape, whatever the check character."""
    return _SHAPE.fullmatch(compact(number)) is not None


def manufacturer(number: str) -> str:
    """Return the world manufacturer identifier, three characters."""
    return validate(number)[:3]
