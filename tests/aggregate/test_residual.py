"""The model of what is left against counting everything that could be."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.aggregate.residual import FEW, Shown, digits, people, resident_id
from deident.identifiers import resident_id as number

_FULL = "149999{day:%Y%m%d}{order:03}"


def _all_of(year: int) -> list[str]:
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(n) for n in range(365)]
    bodies = (_FULL.format(day=day, order=order) for day in days for order in range(1000))
    return [body + number.check_character(body) for body in bodies]


@pytest.fixture(scope="module")
def universe() -> list[str]:
    """Every resident ID of one county and one year: 365,000 of them."""
    return _all_of(1990)


def _tried(universe: list[str], shape: str) -> float:
    """How many IDs fit the masked form of one of them, on average over all."""
    shown = [i for i, mark in enumerate(shape) if mark == "#"]
    classes = Counter("".join(one[i] for i in shown) for one in universe)
    return sum(count * count for count in classes.values()) / len(universe)


@pytest.mark.parametrize(
    ("shape", "known"),
    [
        ("######********####", {"year": True}),
        ("######****########", {}),
        ("######********###*", {"year": True}),
        ("##############**##", {}),
        ("######********##**", {"year": True}),
    ],
)
def test_the_count_is_what_trying_them_all_gives(
    universe: list[str], shape: str, known: dict[str, bool]
) -> None:
    """On average; for one value the check digit has its way."""
    # One year only is in this universe, so a hidden year is known here.
    hidden_year = "*" in shape[6:10] and not known
    modelled = resident_id(shape, year=known.get("year", False) or hidden_year)
    assert _tried(universe, shape) == pytest.approx(modelled, rel=0.1, abs=1.1)


def test_the_ones_of_the_specification() -> None:
    """The numbers that `domain.md` states."""
    assert resident_id("######********####") == 3320
    assert resident_id("######********####", year=True) == 33
    assert resident_id("######********####", day=True) == 1
    assert resident_id("##*************###", year=True, county=True) == 332
    assert digits("###****####") == 10_000
    assert resident_id("##*************###") > 1_000 * FEW


@given(st.lists(st.booleans(), min_size=18, max_size=18), st.integers(0, 17))
def test_hiding_more_never_leaves_fewer(hidden: list[bool], index: int) -> None:
    """Stars only ever help, the check character aside, which only helps in the model's rounding."""
    more = [*hidden]
    more[index] = True
    shape, wider = ("".join("*" if h else "#" for h in each) for each in (hidden, more))
    assert resident_id(wider) >= resident_id(shape)


@given(*[st.booleans()] * 5)
def test_knowing_more_never_leaves_more(a: bool, b: bool, c: bool, d: bool, e: bool) -> None:
    """Whatever else a row shows, fewer people fit it."""
    some = people(Shown(surname=a, village=b, age=c, sex=d, kind=e))
    assert people(Shown(surname=True, village=True, age=True, sex=True, kind=True)) <= some


def test_a_wrong_length_is_refused() -> None:
    """Half an ID is not an ID."""
    with pytest.raises(ValueError, match="18"):
        resident_id("****")
