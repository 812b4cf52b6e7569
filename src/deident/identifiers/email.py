"""电子邮箱, the part of RFC 5322 that people write: ASCII, dots between atoms, a domain with a dot.

    local part  atoms of letters, digits and !#$%&'*+/=?^_`{|}~- between single dots, at most 64
    domain      labels of letters, digits and inner hyphens, the last from a letter on, at most 253

No quoted local parts, no comments and no address literals; Chinese beside the address is never
part of it.

>>> validate("Zhang.San＠Example.COM")
'zhang.san@example.com'
>>> domain("nobody@mail.example.cn"), is_valid("邮箱nobody@example.cn")
('mail.example.cn', False)
"""

from __future__ import annotations

import re

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.writing import fold

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")


def compact(number: str) -> str:
    """Return the address without spaces at its ends, ASCII, in small letters."""
    folded = fold(number).strip(" ")
    return folded.lower() if folded.isascii() else folded


def validate(number: str) -> str:
    """Return the compact address, or raise the reason it is not one."""
    number = compact(number)
    local, at, host = number.rpartition("@")
    if not at:
        raise InvalidFormatError("expected one @")
    if len(local) > 64 or len(host) > 253:
        raise InvalidLengthError("at most 64 characters before the @ and 253 behind it")
    if not _LOCAL.fullmatch(local):
        raise InvalidFormatError("expected ASCII letters, digits and single dots before the @")
    if not _DOMAIN.fullmatch(host):
        raise InvalidComponentError("no domain is written like this")
    return number


def is_valid(number: str) -> bool:
    """Say whether it is an address that people write."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def domain(number: str) -> str:
    """Return what stands behind the @."""
    return validate(number).rpartition("@")[2]
