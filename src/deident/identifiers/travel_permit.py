"""出入境通行证号, the permits for travel between the mainland, Hong Kong, Macau and Taiwan.

    hk_macau      往来港澳通行证        C and 8 digits, C letter 7 digits, W and 8 digits (old)
    taiwan        大陆居民往来台湾通行证  L and 8 digits, T and 8 digits (old)
    home_return   回乡证 of people from Hong Kong (H) or Macau (M): 8 digits, or 10 (old)
    compatriot    台胞证                8 digits; 10 digits and a letter (old)

No check digit, and eight digits are a date or a telephone as well: a label has to speak.

>>> validate("c9999 0001"), kind("H99990001"), kind("0199990001(B)")
('C99990001', 'home_return', 'compatriot')
"""

from __future__ import annotations

import re

from deident.errors import InvalidComponentError, InvalidFormatError, InvalidLengthError
from deident.identifiers.writing import squeeze

_KINDS = re.compile(
    r"(?P<hk_macau>C[A-Z0-9][0-9]{7}|W[0-9]{8})"
    r"|(?P<taiwan>[LT][0-9]{8})"
    r"|(?P<home_return>[HM](?:[0-9]{8}|[0-9]{10}))"
    r"|(?P<compatriot>[0-9]{8}|[0-9]{10}[A-Z])"
)
_BRACKETS = dict.fromkeys(map(ord, "()"))


def compact(number: str) -> str:
    """Return the number without separators and brackets, in capitals."""
    return squeeze(number).translate(_BRACKETS)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    return _read(number).group()


def is_valid(number: str) -> bool:
    """Say whether it has the shape of a permit."""
    return _KINDS.fullmatch(compact(number)) is not None


def kind(number: str) -> str:
    """Return hk_macau, taiwan, home_return or compatriot."""
    return _read(number).lastgroup or ""


def _read(number: str) -> re.Match[str]:
    """Match the compact number, or raise the reason it does not."""
    number = compact(number)
    if not (number.isascii() and number.isalnum()):
        raise InvalidFormatError("expected letters and digits only")
    if len(number) not in (8, 9, 11):
        raise InvalidLengthError("expected 8, 9 or 11 characters")
    match = _KINDS.fullmatch(number)
    if match is None:
        raise InvalidComponentError("no kind of permit has these parts in this order")
    return match
