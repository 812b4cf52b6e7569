"""固定电话号码, the number of a fixed line in mainland China.

    area code   010, 02x, or 0 and three digits (03xx to 09xx)
    subscriber  seven or eight digits, the first 2 to 8
    extension   one to six digits behind 转, 分机, a hyphen …

No check digit. The table of area codes holds the codes in use and those given up since 1990,
which stand in old documents. The compact form is `area code + subscriber`, then `-` and the
extension if there is one.

>>> validate("（0359）562 0099 转 801")
'03595620099-801'
>>> area_code("+86-10-6200-0099"), extension("0359-5620099-801")
('010', '801')
>>> is_local("5620099")
True
"""

from __future__ import annotations

import re

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers.writing import fold, is_digits, squeeze_dots

# One line per region of the numbering plan; (first, last), both included.
_AREA_RANGES = (
    *((310, 319), (335, 335), (349, 359), (370, 379), (391, 398)),
    *((410, 419), (421, 421), (427, 427), (429, 429), (431, 440), (448, 448)),
    *((451, 459), (464, 464), (467, 469), (470, 479), (482, 483)),
    *((510, 521), (523, 523), (527, 527), (530, 539), (543, 543), (546, 546)),
    *((550, 559), (561, 566), (570, 580), (591, 599)),
    *((631, 635), (660, 660), (662, 663), (668, 668), (691, 692)),
    *((701, 701), (710, 719), (722, 722), (724, 724), (728, 728), (730, 739), (743, 746)),
    *((750, 760), (762, 763), (765, 766), (768, 769), (770, 779), (790, 799)),
    *((810, 819), (825, 827), (830, 840), (851, 859)),
    *((870, 879), (881, 881), (883, 883), (886, 888), (890, 899)),
    *((901, 903), (906, 906), (908, 919), (930, 939), (941, 941), (943, 943)),
    *((951, 955), (970, 979), (990, 999)),
)
AREA_CODES = frozenset(
    (
        *("010", "020", "021", "022", "023", "024", "025", "027", "028", "029"),
        *(f"0{code}" for first, last in _AREA_RANGES for code in range(first, last + 1)),
    )
)

_BRACKETS = dict.fromkeys(map(ord, "()[]"))
_EXTENSION = re.compile(r"(?:转|轉|分机|EXT\.?|[-—#,，、*/ ])+([0-9]{1,6})$")
_WHOLE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}")


def compact(number: str) -> str:
    """Return area code and subscriber number, then `-` and the extension if there is one."""
    written = fold(number).translate(_BRACKETS).strip().upper()
    match = _EXTENSION.search(written)
    if match and _WHOLE.fullmatch(main := _dialled(written[: match.start()])):
        return f"{main}-{match.group(1)}"
    return _dialled(written)


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    main, _, tail = number.partition("-")
    if not is_digits(main) or (tail and not is_digits(tail)):
        raise InvalidFormatError("expected digits only")
    if not 10 <= len(main) <= 12:
        raise InvalidLengthError("expected an area code and seven or eight digits")
    if main[: _area_length(main)] not in AREA_CODES:
        raise InvalidComponentError("no area has this code")
    if not _WHOLE.fullmatch(main):
        raise InvalidComponentError("a subscriber number has 7 or 8 digits, the first 2 to 8")
    return number


def is_valid(number: str) -> bool:
    """Say whether area code and subscriber number can be."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def is_local(number: str) -> bool:
    """Say whether it can be a subscriber number without its area code.

    Seven or eight digits are many things; a word for telephone has to stand beside them.
    """
    number = squeeze_dots(number)
    return len(number) in (7, 8) and is_digits(number) and "2" <= number[0] <= "8"


def area_code(number: str) -> str:
    """Return the area code with its 0."""
    number = validate(number)
    return number[: _area_length(number)]


def extension(number: str) -> str:
    """Return the extension, or an empty string."""
    return validate(number).partition("-")[2]


def _area_length(main: str) -> int:
    return 3 if main[1] in "12" else 4


def _dialled(written: str) -> str:
    """Return the digits to dial inside China: +86 10 becomes 010."""
    digits = squeeze_dots(written)
    for prefix in ("+86", "0086", "86"):
        # Eight digits that begin with 86 are a local number.
        if digits.startswith(prefix) and len(digits) > 8 + len(prefix):
            return "0" + digits[len(prefix) :].lstrip("0")
    return digits
