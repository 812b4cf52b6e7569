"""What a worksheet cell says: names of cells, numbers and dates as a reader sees them.

>>> cell_name(4, 27), column_of("AB")
('AB5', 27)
>>> shown_number("1.4082119761222E+17"), shown_number("13800000000"), shown_number("0.1")
('140821197612220000', '13800000000', '0.1')
>>> is_date_format('yyyy"年"m"月"d"日"'), is_date_format('"d"0.00'), shown_date(32939.0, False)
(True, False, '1990-03-07')
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_LARGEST_EXPONENT = 40
_EXACT_DIGITS = 15
_SECONDS = 86_400
_LAST_SERIAL = 2_958_466
_LEAP_1900 = 60
_DATE_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 a workbook knows no time zone
_DATE_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 a workbook knows no time zone
# Built-in formats that show dates; 27 to 36 and 50 to 58 are those of Chinese editions.
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_COLUMNS: dict[str, int] = {}
_MOST_LETTERS = 3
_ZEROS = re.compile("0+")
_LITERAL = r'((?:"[^"]*"|\\.|[-+ ()])*)'
_WORDED = re.compile(rf"{_LITERAL}(0+|#|@|General){_LITERAL}", re.IGNORECASE)
_MARKS = re.compile(r'["\\]')


@lru_cache(maxsize=16_384)
def column_name(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell whose row and column are counted from 0."""
    return f"{column_name(column)}{row + 1}"


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_of(letters: str) -> int:
    """Return the column that letters name, counted from 0; -1 where they name none."""
    column = _COLUMNS.get(letters)
    if column is None:
        if not (0 < len(letters) <= _MOST_LETTERS and letters.isascii() and letters.isalpha()):
            return -1
        column = _COLUMNS[letters] = _column_number(letters)
    return column


def is_number(text: str) -> bool:
    """Say whether a text is a number as files write it."""
    return bool(_NUMBER.fullmatch(text))


def shown_number(raw: str) -> str:
    """Return a stored number as a reader sees it: integers in full, others to 15 digits."""
    if raw.isascii() and raw.isdecimal():
        return raw
    if not _NUMBER.fullmatch(raw):
        return raw
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        return raw
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{float(raw):.15g}"


def is_damaged(raw: str) -> bool:
    """Say whether a number is an integer that lost the digits after its fifteenth."""
    return ("E" in raw or "e" in raw) and len(shown_number(raw).lstrip("-")) > _EXACT_DIGITS


@lru_cache(maxsize=4096)
def is_date_format(code: str) -> bool:
    """Say whether a number format shows days, months, years or hours."""
    first = _LITERALS.sub("", code).split(";")[0].lower()
    return any(letter in first for letter in "ymdhs") and "general" not in first


@lru_cache(maxsize=4096)
def zeros_of_format(code: str) -> int:
    """Return how many digits a format of zeros alone fills up to; 0 for any other."""
    return len(code) if _ZEROS.fullmatch(code) else 0


@lru_cache(maxsize=4096)
def words_of_format(code: str) -> tuple[str, int, str] | None:
    """Return the digits a format writes before a number, how far it fills up, and those behind.

    >>> words_of_format('"138"00000000'), words_of_format('0"元"'), words_of_format("0.00")
    (('138', 8, ''), None, None)
    """
    found = _WORDED.fullmatch(code.split(";")[0])
    if found is None:
        return None
    before, after = (_MARKS.sub("", found[at]) for at in (1, 3))
    if not any(character.isdecimal() for character in before + after):
        return None
    return before, found[2].count("0"), after


@lru_cache(maxsize=65_536)
def shown_date(serial: float, from_1904: bool) -> str:
    """Return a serial number as an ISO date, with the time where there is one; "" for none."""
    if not 0 <= serial < _LAST_SERIAL:
        return ""
    days, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    time = dt.timedelta(seconds=seconds)
    if not from_1904 and 0 < days < _LEAP_1900:
        # The calendar of 1900 has a 29 February that never was.
        days += 1
    moment = (_DATE_1904 if from_1904 else _DATE_1900) + dt.timedelta(days=days) + time
    if not days:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d")


def unescape(text: str) -> str:
    """Return a stored text with its escaped characters (`_x0031_` is 1)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)), text)


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def escape(text: str) -> str:
    """Return a text as it is stored; the reverse of `unescape`."""
    if "_x" in text:
        text = _ESCAPED.sub(r"_x005F_x\1_", text)
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
