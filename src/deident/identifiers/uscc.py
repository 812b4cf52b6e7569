"""统一社会信用代码, the unified social credit code of organisations (GB 32100-2015).

Eighteen characters:

    1      registrar: 1 编办, 5 民政, 9 市场监管, A 军队, N 农业农村, Y other …
    2      kind of organisation under that registrar (in 92 a sole trader, 个体工商户)
    3-8    region of the registrar (GB/T 2260), digits
    9-17   组织机构代码 with its own check character
    18     check: 31 less the sum (weights 3**i modulo 31) modulo 31

Alphabet: digits and capital letters but I O S V Z. Public for every organisation, sole traders
too. A resident number can pass the last check by chance (one in 31), so the inner one and the
region are demanded as well.

>>> validate("91 149999 MA000000-7 y")
'91149999MA0000007Y'
>>> organisation_code("91149999MA0000007Y"), registrar("91149999MA0000007Y")
('MA0000007', '9')
"""

from __future__ import annotations

from operator import mul

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import organisation_code as organisation
from deident.identifiers.parts import PROVINCES
from deident.identifiers.writing import is_digits, squeeze

_ALPHABET = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_CHARACTERS = frozenset(_ALPHABET.decode())
_VALUES = bytes.maketrans(_ALPHABET, bytes(range(31)))
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_REGISTRARS = frozenset("123456789ANY")
# 66 and 99 are written by registrars of the Xinjiang corps; 100000 is the centre.
_REGIONS = PROVINCES | {"66", "99"}


def compact(number: str) -> str:
    """Return the code without separators, in capitals."""
    return squeeze(number)


def check_character(body: str) -> str:
    """Compute the last character from the first seventeen, of the alphabet above."""
    total = sum(map(mul, _WEIGHTS, body.encode().translate(_VALUES)))
    return chr(_ALPHABET[-total % 31])


def validate(number: str) -> str:
    """Return the compact code, or raise the reason it is not one."""
    number = compact(number)
    if len(number) != 18:
        raise InvalidLengthError("expected 18 characters")
    if not _CHARACTERS.issuperset(number) or not is_digits(number[2:8]):
        raise InvalidFormatError(
            "expected digits and letters but I O S V Z, digits in places 3 to 8"
        )
    if number[0] not in _REGISTRARS or number[1] not in "123456789":
        raise InvalidComponentError("no registrar has this code")
    if number[2:4] not in _REGIONS and number[2:8] != "100000":
        raise InvalidComponentError("no region has this code")
    if number[17] != check_character(number[:17]):
        raise InvalidChecksumError("the check character does not fit the first seventeen")
    if number[16] != organisation.check_character(number[8:16]):
        raise InvalidChecksumError("the check character of the organisation code does not fit")
    return number


def is_valid(number: str) -> bool:
    """Say whether all parts exist and both check characters fit."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def organisation_code(number: str) -> str:
    """Return the 组织机构代码 inside."""
    return validate(number)[8:17]


def registrar(number: str) -> str:
    """Return the code of the authority that registered the organisation."""
    return validate(number)[0]


def region(number: str) -> str:
    """Return the region code of the registrar, six digits."""
    return validate(number)[2:8]
