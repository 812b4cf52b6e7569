"""残疾人证号, the number of a disability certificate, twenty characters.

    1-18   公民身份号码 of the holder
    19     kind of disability: 1 视力, 2 听力, 3 言语, 4 肢体, 5 智力, 6 精神, 7 多重
    20     grade, 1 (gravest) to 4
    then   B and a digit on a replacement

The last two places are health information: whoever masks this number masks them too.

>>> validate("11019919491231002X 43")
'11019919491231002X43'
>>> holder("11019919491231002X43B1")
'11019919491231002X'
>>> category("11019919491231002X43"), grade("11019919491231002X43")
(4, 3)
"""

from __future__ import annotations

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import resident_id
from deident.identifiers.writing import squeeze_dots


def compact(number: str) -> str:
    """Return the number without separators, in capitals; × is an X in the check place only."""
    number = squeeze_dots(number)
    return resident_id.compact(number[:18]) + number[18:]


def validate(number: str) -> str:
    """Return the compact number, or raise the reason it is not one."""
    number = compact(number)
    tail = number[20:]
    if len(number) not in (20, 22):
        raise InvalidLengthError("expected 20 characters, or 22 on a replacement")
    if tail and not (tail[0] == "B" and tail[1] in "0123456789"):
        raise InvalidFormatError("expected B and a digit at the end of a replacement")
    resident_id.validate(number[:18])
    if number[18] not in "1234567":
        raise InvalidComponentError("no kind of disability has this code")
    if number[19] not in "1234":
        raise InvalidComponentError("a grade is 1 to 4")
    return number


def is_valid(number: str) -> bool:
    """Say whether the holder's number, kind and grade are valid."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def holder(number: str) -> str:
    """Return the holder's 公民身份号码."""
    return validate(number)[:18]


def category(number: str) -> int:
    """Return the kind of disability, 1 to 7."""
    return int(validate(number)[18])


def grade(number: str) -> int:
    """Return the grade, 1 to 4."""
    return int(validate(number)[19])
