"""服务热线, short and free numbers of public services: never personal.

    110 112 119 120 122 999    emergencies; 114 directory
    12110 12117 12121 123xx    services of the state; 12345 is the government's own
    100xx 1258x                telephone operators
    95xxx to 95xxxxxx          customer service, whole country
    96xxx 96xxxx               services of one province
    400 and 800, then seven    paid by the called
    1065 1066 1068 1069 …      sender of text messages, 8 to 20 digits in all

Rules: telephone numbering plan of MIIT; the list is facts/hotlines.tsv. 123xx, 12110 … and 96xxx
may stand behind an area code.

>>> validate("400-000-9900"), kind("12345"), kind("0359-12345")
('4000009900', 'service', 'service')
>>> is_hotline("13800009900")
False
"""

from __future__ import annotations

import re

from deident.errors import InvalidComponentError, InvalidFormatError
from deident.identifiers.writing import is_digits, squeeze_dots

_KINDS = re.compile(
    r"(?P<emergency>11[029]|12[02]|999)"
    r"|(?P<service>114"
    r"|(?:0(?:10|2[0-9]|[3-9][0-9]{2}))?(?:12110|12117|12121|123[0-9]{2}|96[0-9]{3,4})"
    r"|1258[0-9]|95[0-9]{3,6})"
    r"|(?P<operator>100[0-9]{2})"
    r"|(?P<free>[48]00[0-9]{7})"
    r"|(?P<sms>106[5689][0-9]{4,16})"
)


def compact(number: str) -> str:
    """Return the digits without separators."""
    return squeeze_dots(number)


def validate(number: str) -> str:
    """Return the digits, or raise the reason they are not a hotline."""
    return _read(number).group()


def is_valid(number: str) -> bool:
    """Say whether a public service answers under this number."""
    return _KINDS.fullmatch(compact(number)) is not None


def is_hotline(number: str) -> bool:
    """Say whether a public service answers under this number."""
    return is_valid(number)


def kind(number: str) -> str:
    """Return emergency, service, operator, free or sms, or raise ValidationError."""
    return _read(number).lastgroup or ""


def _read(number: str) -> re.Match[str]:
    """Match the compact number, or raise the reason it does not."""
    number = compact(number)
    if not is_digits(number):
        raise InvalidFormatError("expected digits only")
    match = _KINDS.fullmatch(number)
    if match is None:
        raise InvalidComponentError("no public service has this number")
    return match
