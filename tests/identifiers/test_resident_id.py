"""公民身份号码."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.identifiers import strategies

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import resident_id


@given(strategies.resident_ids, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number: str, index: int, shift: int) -> None:
    """MOD 11-2 catches every single-digit error."""
    digit = (int(number[index]) + shift) % 10
    assert not resident_id.is_valid(f"{number[:index]}{digit}{number[index + 1 :]}")


@given(strategies.resident_ids, st.integers(0, 16))
def test_two_neighbours_swapped_are_noticed(number: str, index: int) -> None:
    """The check character takes part in the swap too."""
    assume(number[index] != number[index + 1])
    swapped = f"{number[:index]}{number[index + 1]}{number[index]}{number[index + 2 :]}"
    assert not resident_id.is_valid(swapped)


@given(strategies.resident_ids, st.sampled_from("0123456789X"))
def test_a_wrong_check_character_is_plausible(number: str, check: str) -> None:
    """A mistyped number is still somebody's number."""
    typed = number[:17] + check
    assert resident_id.is_plausible(typed)
    assert resident_id.is_valid(typed) == (check == number[17])


@pytest.mark.parametrize(
    "written",
    [
        "110199 19491231 002x",
        "110199-19491231-002X",
        "１１０１９９１９４９１２３１００２Ｘ",  # noqa: RUF001 - full-width is the subject
        "11019919491231002×",
        "1 1 0 1 9 9 1 9 4 9 1 2 3 1 0 0 2 X",
        "110199194912\n31002X",
    ],
)
def test_every_way_to_write_it_is_the_same_number(written: str) -> None:
    """Seen in tables of benefits."""
    assert resident_id.validate(written) == "11019919491231002X"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("11019919491231002", InvalidLengthError),
        ("110199194912310020X", InvalidLengthError),
        ("1101991949123100AX", InvalidFormatError),
        ("11019919491231002K", InvalidFormatError),
        ("11019919491231×02X", InvalidFormatError),
        ("91019919491231002X", InvalidComponentError),
        ("11019919491331002X", InvalidComponentError),
        ("11019919490229002X", InvalidComponentError),
        ("11019918991231002X", InvalidComponentError),
        ("110199194912310024", InvalidChecksumError),
    ],
)
def test_the_wrong_part_is_named(number: str, reason: type[ValidationError]) -> None:
    """One class for each part."""
    with pytest.raises(reason):
        resident_id.validate(number)


@pytest.mark.parametrize("region", ["810000", "820000", "830000", "140171", "659099"])
def test_permits_and_odd_counties_are_valid(region: str) -> None:
    """Residence permits of Hong Kong, Macau and Taiwan; development zones; the Xinjiang corps."""
    body = f"{region}19900229002".replace("0229", "0228")
    assert resident_id.is_valid(body + resident_id.check_character(body))


def test_nobody_is_born_after_the_document() -> None:
    """The caller who knows the date of the document may say so."""
    number = "11019919491231002X"
    assert resident_id.is_valid(number, latest=dt.date(1949, 12, 31))
    assert not resident_id.is_valid(number, latest=dt.date(1949, 12, 30))


def test_nobody_is_born_in_the_next_century() -> None:
    """Without a date of the document, the year we are in is the last."""
    body = "11019921000101002"
    assert not resident_id.is_valid(body + resident_id.check_character(body))


@given(strategies.counties, strategies.days, strategies.digits(3))
def test_it_says_who_was_born_when_and_where(county: str, day: dt.date, order: str) -> None:
    """Region, day and sex are read from their places."""
    body = f"{county}{day:%Y%m%d}{order}"
    number = body + resident_id.check_character(body)
    assert resident_id.birth_date(number) == day
    assert resident_id.region(number) == county
    assert resident_id.is_male(number) == (order[2] in "13579")
