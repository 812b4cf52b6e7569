"""Made-up numbers that obey their standard's arithmetic and belong to nobody we know of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.corpus.listed import listed

if TYPE_CHECKING:
    from random import Random

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_PROVINCES = listed(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
)
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MOBILE_PREFIXES = listed(
    "130 131 132 133 134 135 136 137 138 139 145 147 149 150 151 152 153 155 156 157 158 "
    "159 162 165 166 167 170 171 172 173 175 176 177 178 180 181 182 183 184 185 186 187 "
    "188 189 190 191 192 193 195 196 197 198 199"
)
_CARD_PREFIXES = listed(
    "621226 621661 621700 621799 622202 622488 622568 622609 622848 623052 623091 623668 625912"
)
AREA_CODES = listed(
    "010 020 021 0311 0351 0359 0371 0431 0451 0531 0555 0571 0578 0591 0731 0771 0851 "
    "0871 0931 0951 0954 0991"
)


def digits(rng: Random, length: int) -> str:
    """Draw decimal digits."""
    return "".join(rng.choice("0123456789") for _ in range(length))


def serial(rng: Random, length: int) -> str:
    """Draw digits of which the first is not zero."""
    return rng.choice("123456789") + digits(rng, length - 1)


def luhn_digit(body: str) -> str:
    """Compute the digit that makes `body` plus it divisible by ten."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def id_check(body: str) -> str:
    """Compute the last character of a resident number from the first seventeen (MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, body, strict=True))
    return _ID_CHECKS[total % 11]


def is_id(number: str) -> bool:
    """Say whether eighteen characters pass as a resident number."""
    if len(number) != 18 or not number[:17].isdecimal():
        return False
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return number[17] == id_check(number[:17])


def birth(rng: Random, first: int = 1936, last: int = 2016) -> dt.date:
    """Draw a birth date."""
    return dt.date(rng.randint(first, last), 1, 1) + dt.timedelta(days=rng.randrange(365))


def region(rng: Random, province: str = "") -> str:
    """Draw a county that does not exist: a real province, some prefecture, then 99."""
    city = rng.choice(("01", "02", "03", "06", "08", "10", "12", "23", "25", "99"))
    return (province or rng.choice(_PROVINCES)) + city + "99"


def resident_id(
    rng: Random, *, province: str = "", area: str = "", first: int = 1936, last: int = 2016
) -> str:
    """Draw an eighteen-character resident number with a correct check character."""
    day = birth(rng, first, last)
    body = f"{area or region(rng, province)}{day:%Y%m%d}{rng.randint(1, 999):03d}"
    return body + id_check(body)


def resident_id_ending_in_x(rng: Random) -> str:
    """Draw a resident number whose check character is X."""
    while True:
        if (number := resident_id(rng)).endswith("X"):
            return number


def old_resident_id(rng: Random) -> str:
    """Draw a fifteen-digit number of the first generation."""
    return f"{region(rng)}{birth(rng, 1930, 1984):%y%m%d}{rng.randint(1, 999):03d}"


def mistyped_id(rng: Random) -> str:
    """Draw a resident number whose last character is wrong."""
    number = resident_id(rng)
    return number[:17] + rng.choice([c for c in "0123456789" if c != number[17]])


def mobile(rng: Random) -> str:
    """Draw a mobile number of an allocated segment; the tail shows that it is made up."""
    return rng.choice(_MOBILE_PREFIXES) + digits(rng, 4) + rng.choice(("00", "99")) + digits(rng, 2)


def local_number(rng: Random, length: int = 7) -> str:
    """Draw a subscriber number of a fixed line."""
    return rng.choice("2345678") + digits(rng, length - 1)


def landline(rng: Random) -> tuple[str, str]:
    """Draw an area code and a subscriber number."""
    area = rng.choice(AREA_CODES)
    return area, local_number(rng, 8 if len(area) == 3 or rng.random() < 0.3 else 7)


def card(rng: Random, length: int, *, prefix: str = "", luhn: bool = True) -> str:
    """Draw a card number of that length that does (or does not) pass Luhn."""
    head = prefix or rng.choice(_CARD_PREFIXES)
    while True:
        body = head + digits(rng, length - len(head) - 1)
        check = luhn_digit(body)
        last = check if luhn else rng.choice([c for c in "0123456789" if c != check])
        if not is_id(body + last):
            return body + last


def account(rng: Random, length: int) -> str:
    """Draw a passbook or cooperative account: no issuer prefix, no Luhn."""
    while True:
        body = rng.choice(("10", "14", "20", "25", "30", "40", "05", "06", "80")) + digits(
            rng, length - 2
        )
        if luhn_digit(body[:-1]) != body[-1] and not is_id(body):
            return body


def uscc(rng: Random, kind: str = "", *, area: str = "", numeric: bool = False) -> str:
    """Draw a unified social credit code with correct check characters."""
    kind = kind or rng.choice(("91", "91", "91", "92", "93", "11", "12", "51", "52", "54"))
    letters = "" if numeric else "MA"
    body = letters + "".join(
        rng.choice("0123456789" if numeric else _USCC_ALPHABET) for _ in range(8 - len(letters))
    )
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(
        w * (int(c) if c.isdecimal() else ord(c) - 55) for w, c in zip(weights, body, strict=True)
    )
    check = "0X987654321"[(total % 11)]
    code = kind + (area or region(rng)) + body + check
    value = sum(_USCC_ALPHABET.index(c) * 3**i % 31 for i, c in enumerate(code))
    return code + _USCC_ALPHABET[-value % 31]


def construction_permit(rng: Random, *, passes: bool) -> str:
    """Draw a 施工许可证编号: ID-shaped, and if asked, passing MOD 11-2."""
    while True:
        day = birth(rng, 2009, 2024)
        body = f"{region(rng)}{day:%Y%m%d}{rng.randint(1, 30):02d}0"
        if not passes:
            number = body + "1"
            if not is_id(number):
                return number
        elif (check := id_check(body)) != "X":
            return body + check


def parcel(rng: Random) -> str:
    """Draw a 宗地代码."""
    kind = rng.choice("GJ") + rng.choice("BCDFHSWX")
    return f"{region(rng)}{digits(rng, 6)}{kind}{digits(rng, 5)}"


def real_estate_unit(rng: Random) -> str:
    """Draw a 不动产单元号."""
    return f"{parcel(rng)}{rng.choice('FLW')}{digits(rng, 8)}"


def imei(rng: Random) -> str:
    """Draw an IMEI."""
    body = "86" + digits(rng, 12)
    return body + luhn_digit(body)
