"""护照号, the number of a passport of China, Hong Kong or Macau (8 or 9 characters, ICAO 9303).

    ordinary        E and 8 digits, E letter (no I O) 7 digits; old: G and 8, 14 or 15 and 7
    diplomatic      D, DE     service   S, SE     public_affairs   P, PE     and 7 or 8 digits
    hong_kong       K, H and 8 digits, KJ, HJ and 7 digits
    macau           M and 8 digits, MA, MB and 7 digits

No check digit on the face of it, and 国药准字H and product codes look alike: a label has to
speak.

>>> validate("e99990001"), kind("EA9990001"), kind("KJ9990001")
('E99990001', 'ordinary', 'hong_kong')
"""

from __future__ import annotations

import re

from deident.errors import InvalidComponentError, InvalidFormatError, InvalidLengthError
from deident.identifiers.writing import squeeze

_KINDS = re.compile(
    r"(?P<ordinary>E(?:[0-9]|[A-HJ-NP-Z])[0-9]{7}|G[0-9]{8}|1[45][0-9]{7})"
    r"|(?P<diplomatic>D[0-9]{7,8}|DE[0-9]{7})"
    r"|(?P<service>S[0-9]{7,8}|SE[0-9]{7})"
    r"|(?P<public_affairs>P[0-9]{7,8}|PE[0-9]{7})"
    r"|(?P<hong_kong>[KH][0-9]{8}|[KH]J[0-9]{7})"
    r"|(?P<macau>M[0-9]{8}|M[AB][0-9]{7})"
)


def compact(number: str) -> str:
    """Return the number without separators, in capitals."""
    return squeeze(number)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    return _read(number).group()


def is_valid(number: str) -> bool:
    """Say whether it has the shape of a passport number."""
    return _KINDS.fullmatch(compact(number)) is not None


def kind(number: str) -> str:
    """Return ordinary, diplomatic, service, public_affairs, hong_kong or macau."""
    return _read(number).lastgroup or ""


def _read(number: str) -> re.Match[str]:
    """Match the compact number, or raise the reason it does not."""
    number = compact(number)
    if not (number.isascii() and number.isalnum()):
        raise InvalidFormatError("expected letters and digits only")
    if len(number) not in (8, 9):
        raise InvalidLengthError("expected 8 or 9 characters")
    match = _KINDS.fullmatch(number)
    if match is None:
        raise InvalidComponentError("no kind of passport begins like this")
    return match
