"""How many values or people are left when a mask has hidden part of a number.

The model is arithmetic, not a register: it counts what the hidden positions could be, given what
the row shows beside them. It names no bound that depends on secrets; whoever knows more (the
county is usually the publisher's own) is left with fewer, and reports say so.

* A resident ID is six digits of a county, eight of a birth day, three of order (odd: male) and a
  check character that fits one in eleven of all bodies. A province has 121 counties on average
  (Shanxi), the birth days span a century of 36,525 days.
* A mobile number's digits 4 to 11 are free; of its first three we count what shows.
* A village has 1,000 people, a county 400,000; two people share a surname once in 38 pairs, a
  year of age once in 80, a sex once in two, a kind of disability once in 100.

>>> resident_id("######********####", year=True), resident_id("######********####")
(33, 3320)
>>> resident_id("##*************###")
4017750
"""

from __future__ import annotations

from dataclasses import dataclass

DAYS_IN_CENTURY, DAYS_IN_YEAR, DAYS_IN_MONTH = 36_525, 365, 30
COUNTIES_OF_PROVINCE, PROVINCES = 121, 34
CHECKS = 11
VILLAGE, COUNTY = 1_000, 400_000
SURNAME, AGE, SEX, KIND = 38, 80, 2, 100

FEW = 1_000
"""Fewer values than this are tried in an afternoon at any counter that answers yes or no."""

_LENGTH = 18


def resident_id(
    shape: str, *, year: bool = False, day: bool = False, sex: bool = False, county: bool = False
) -> int:
    """Count the resident IDs that a shape (# shown, * hidden) leaves, at least one.

    `year`, `day` (the whole birth day), `sex` and `county` say what the row or the publisher
    shows beside it.
    """
    if len(shape) != _LENGTH:
        raise ValueError(f"a resident ID has {_LENGTH} characters, got {len(shape)}")
    hidden = [mark == "*" for mark in shape]
    counted = _regions(hidden, known=county) * _birth_days(hidden, year=year, day=day)
    counted *= _orders(hidden, sex=sex)
    if hidden[_LENGTH - 1]:
        return max(counted, 1)
    # The check character that shows fits one in eleven of what is left.
    return max(round(counted / CHECKS), 1) if any(hidden) else 1


def _power(hidden: list[bool]) -> int:
    """Return how many ways there are to write the hidden digits."""
    return int(10 ** sum(hidden))


def _regions(hidden: list[bool], *, known: bool) -> int:
    if known or not any(hidden[:6]):
        return 1
    if not any(hidden[:2]):
        return min(COUNTIES_OF_PROVINCE, _power(hidden[2:6]))
    return min(PROVINCES * COUNTIES_OF_PROVINCE, _power(hidden[:6]))


def _birth_days(hidden: list[bool], *, year: bool, day: bool) -> int:
    if day or not any(hidden[6:14]):
        return 1
    months = sum(hidden[10:14])
    left = {0: 1, 1: 10, 2: DAYS_IN_MONTH if not any(hidden[10:12]) else 12}
    in_year = left.get(months, DAYS_IN_YEAR)
    years = 1 if year or not any(hidden[6:10]) else min(100, _power(hidden[6:10]))
    if years == 100 and in_year == DAYS_IN_YEAR:
        return DAYS_IN_CENTURY
    return years * in_year


def _orders(hidden: list[bool], *, sex: bool) -> int:
    count = _power(hidden[14:17])
    return count // 2 if sex and hidden[16] else count


def digits(shape: str) -> int:
    """Count the numbers of free digits (mobiles, accounts) that a shape leaves.

    >>> digits("###****####")
    10000
    """
    return _power([mark == "*" for mark in shape])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a row shows of a person whose name is hidden."""

    surname: bool = False
    village: bool = False
    age: bool = False
    sex: bool = False
    kind: bool = False


def people(shown: Shown) -> float:
    """Return how many people one expects to fit a row; below one, it is one person.

    >>> people(Shown(surname=True, village=True)) > 5 > people(
    ...     Shown(surname=True, village=True, age=True)
    ... )
    True
    """
    left: float = VILLAGE if shown.village else COUNTY
    for known, share in (
        (shown.surname, SURNAME), (shown.age, AGE), (shown.sex, SEX), (shown.kind, KIND),
    ):  # fmt: skip
        left /= share if known else 1
    return left


def shape_of(shown: int, hidden: int, behind: int) -> str:
    """Write a shape: so many characters show, so many are hidden, so many show again."""
    return "#" * shown + "*" * hidden + "#" * behind
