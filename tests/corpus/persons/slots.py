"""What a frame's slots are filled with; a labelled value comes in its brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import numbers
from tests.corpus.persons import people, places
from tests.corpus.persons.lexicon import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

_DIGITS = "〇一二三四五六七八九"


def _name(rng: Random) -> str:
    drawn = people.name(rng)
    return f"[P#{drawn.make}:{drawn.written}]"


def _open_name(rng: Random) -> str:
    return f"[?:{people.name(rng).written}]"


def _home(rng: Random) -> str:
    drawn = places.home(rng)
    return f"[?:{drawn.public}][A#{drawn.make}:{drawn.private}]"


def chinese_year(year: int) -> str:
    """Write a year in Chinese numerals, digit by digit."""
    return "".join(_DIGITS[int(digit)] for digit in str(year))


def chinese_number(number: int) -> str:
    """Write a number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def birth(rng: Random, first: int = 1935, last: int = 1995) -> str:
    """Draw a birth date in one of the ways it is written."""
    year, month, day = rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice((
        f"{year}年{month}月{day}日", f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}",
        f"{year}.{month}.{day}", f"{year}.{month:02}.{day:02}", f"{year}/{month}/{day}",
        f"{year}{month:02}{day:02}", f"{year}年{month:02}月{day:02}日",
        f"{chinese_year(year)}年{chinese_number(month)}月{chinese_number(day)}日",
    ))  # fmt: skip


def month_of_birth(rng: Random, first: int = 1950, last: int = 1996) -> str:
    """Draw year and month of birth."""
    year, month = rng.randint(first, last), rng.randint(1, 12)
    return rng.choice((
        f"{year}年{month}月", f"{year}.{month:02}", f"{year}-{month:02}", f"{year}{month:02}",
        f"{chinese_year(year)}年{chinese_number(month)}月",
    ))  # fmt: skip


def _spoken_birth(rng: Random) -> str:
    """Draw a birth date for a sentence, where it is never written without its units."""
    year, month, day = rng.randint(1938, 1995), rng.randint(1, 12), rng.randint(1, 28)
    if rng.random() < 0.12:
        return f"{chinese_year(year)}年{chinese_number(month)}月{chinese_number(day)}日"
    return f"{year}年{month}月{day}日"


def date(rng: Random) -> str:
    """Draw a day on which something happened."""
    year, month, day = rng.randint(2015, 2024), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (f"{year}年{month}月{day}日", f"{year}年{month}月{day}日", f"{month}月{day}日")
    )


def _amount(rng: Random) -> str:
    whole = rng.randint(800, 98000)
    return rng.choice((
        f"{rng.randint(3, 98) / 10}万元", f"{whole}元", f"{rng.randint(2, 60)}万元",
        f"{whole:,}元", f"{whole}.{rng.randint(10, 99)}元",
    ))  # fmt: skip


def _resident(rng: Random) -> str:
    return f"[I:{numbers.resident_id(rng, last=1995)}]"


def _mobile(rng: Random) -> str:
    return f"[T:{numbers.mobile(rng)}]"


def _from(words: str) -> Callable[[Random], str]:
    return lambda rng: rng.choice(WORDS[words])


SLOTS: Mapping[str, Callable[[Random], str]] = {
    "n": _name,
    "x": _open_name,
    "o": people.official,
    "m": people.masked,
    "home": _home,
    "vh": lambda rng: f"[A#village:{places.village_home(rng)}]",
    "eh": lambda rng: f"[A#estate:{places.estate_home(rng)}]",
    "off": places.office_address,
    "site": places.site,
    "b": lambda rng: f"[B:{birth(rng)}]",
    "bs": lambda rng: f"[B#sentence:{_spoken_birth(rng)}]",
    "bm": lambda rng: f"[B#month:{month_of_birth(rng)}]",
    "bk": lambda rng: f"[B#minor:{birth(rng, 2009, 2021)}]",
    "bo": lambda rng: f"{rng.randint(1962, 1990)}年{rng.randint(1, 12)}月",
    "d": date,
    "ym": lambda rng: f"{rng.randint(2012, 2024)}年{rng.randint(1, 12)}月",
    "md": lambda rng: f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
    "t": lambda rng: (
        f"{rng.randint(6, 21)}{rng.choice((':', '：', '时', '点'))}{rng.randint(10, 58)}"
    ),
    "y": lambda rng: str(rng.randint(2015, 2024)),
    "age": lambda rng: str(rng.randint(19, 88)),
    "kid": lambda rng: str(rng.randint(3, 16)),
    "num": lambda rng: str(rng.randint(2, 980)),
    "few": lambda rng: str(rng.randint(2, 9)),
    "big": lambda rng: str(rng.randint(1000, 98000)),
    "yuan": _amount,
    "id": _resident,
    "mob": _mobile,
    "tel": lambda rng: f"{rng.randint(2, 8)}{rng.randint(100000, 999999)}",
    "unit": places.unit,
    "co": places.company,
    "school": places.school,
    "grade": places.grade,
    "prov": _from("provinces"),
    "city": _from("cities"),
    "county": _from("counties"),
    "town": _from("towns"),
    "village": _from("villages"),
    "community": _from("communities"),
    "road": _from("roads"),
    "estate": _from("estates"),
    "ill": _from("illnesses"),
    "disability": _from("disabilities"),
    "nation": _from("nations"),
    "title": _from("titles"),
    "duty": _from("duties"),
    "v": _from("works"),
}
