"""手机号码, the number of a mobile telephone in mainland China, eleven digits.

    1-3    network segment: 13x 14x 15x 16x 17x 18x 19x (in 161 and 174 the fourth digit counts too)
    4-7    switch, which tells the city
    8-11   subscriber

No check digit. Segments: telephone numbering plan of MIIT as libphonenumber 9.0.43 knows it. New
ones open every few years, so `is_plausible` takes every 1[3-9]; `validate` wants an allocated
one. A country code (+86, 0086, 86) or a trunk 0 in front is dropped. Thirteen-digit numbers of
devices (IoT) are refused.

>>> validate("+86 138-0000-9900")
'13800009900'
>>> is_valid("14000009900"), is_plausible("14000009900")
(False, True)
>>> is_iot("1064800009900")
True
"""

from __future__ import annotations

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.writing import is_digits, squeeze_dots

_SEGMENTS = frozenset(
    (
        *("130", "131", "132", "133", "134", "135", "136", "137", "138", "139"),
        *("145", "147", "149"),
        *("150", "151", "152", "153", "155", "156", "157", "158", "159"),
        *("162", "165", "166", "167"),
        *("170", "171", "172", "173", "175", "176", "177", "178"),
        *("180", "181", "182", "183", "184", "185", "186", "187", "188", "189"),
        *("190", "191", "192", "193", "195", "196", "197", "198", "199"),
    )
)
_NARROW_SEGMENTS = frozenset(("1610", "1740"))
_IOT = ("10646", "10647", "10648", "10649", "1410", "144", "146", "148")
_BRACKETS = dict.fromkeys(map(ord, "()+（）＋"))


def compact(number: str) -> str:
    """Return the eleven digits without separators, country code and trunk 0."""
    digits = squeeze_dots(number)
    if len(digits) == 11:
        return digits
    digits = digits.translate(_BRACKETS)
    # Cut only where eleven digits remain: nothing else that begins with 86 or 0 is shortened.
    for prefix in ("0086", "860", "86", "0"):
        if len(digits) == 11 + len(prefix) and digits.startswith(prefix + "1"):
            return digits[len(prefix) :]
    return digits


def validate(number: str) -> str:
    """Return the eleven digits, or raise the reason they are not a mobile number."""
    number = _shaped(number)
    if not _is_allocated(number):
        raise InvalidComponentError("no network has this segment")
    return number


def is_valid(number: str) -> bool:
    """Say whether it has eleven digits and an allocated segment."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def is_plausible(number: str) -> bool:
    """Say whether it has the shape, be the segment allocated or not."""
    try:
        _shaped(number)
    except ValidationError:
        return False
    return True


def is_allocated(number: str) -> bool:
    """Say whether the segment at the front is one that networks use, whatever follows."""
    return _is_allocated(compact(number))


def is_iot(number: str) -> bool:
    """Say whether it is the thirteen-digit number of a device."""
    number = squeeze_dots(number)
    return len(number) == 13 and is_digits(number) and number.startswith(_IOT)


def _is_allocated(number: str) -> bool:
    return number[:3] in _SEGMENTS or number[:4] in _NARROW_SEGMENTS


def _shaped(number: str) -> str:
    """Return the eleven digits if they can be a mobile number of some segment."""
    number = compact(number)
    if len(number) != 11:
        raise InvalidLengthError("expected 11 digits")
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    if number[0] != "1" or number[1] not in "3456789":
        raise InvalidComponentError("a mobile number begins with 13 to 19")
    return number
