"""外国人永久居留身份证号码."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from tests.identifiers import strategies

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import foreigner_id, mod_11_2, uscc


@given(strategies.foreigner_ids)
def test_the_new_card_says_the_birth_date(number: str) -> None:
    """Where a resident number says it."""
    day = foreigner_id.birth_date(number)
    assert day is not None
    assert f"{day:%Y%m%d}" == number[6:14]
    assert not foreigner_id.is_old(number)


def test_the_old_card_says_none_for_certain() -> None:
    """Three letters and twelve digits."""
    assert foreigner_id.is_old("ZZZ149980010101")
    assert foreigner_id.birth_date("zzz 1499 8001 0101") is None


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("91484019800101001", InvalidLengthError),
        ("ZZ0149980010101", InvalidFormatError),
        ("114840198001010012", InvalidFormatError),
        ("999840198001010012", InvalidComponentError),
        ("914840198013010012", InvalidComponentError),
    ],
)
def test_the_wrong_part_is_named(number: str, reason: type[ValidationError]) -> None:
    """Length, shape, province, date."""
    with pytest.raises(reason):
        foreigner_id.validate(number)


def test_a_wrong_check_character_is_noticed() -> None:
    """MOD 11-2, as on the card of residents."""
    body = "91484019800101001"
    wrong = next(c for c in "01" if c != mod_11_2.check_character(body))
    with pytest.raises(InvalidChecksumError):
        foreigner_id.validate(body + wrong)


def test_a_company_is_no_foreigner() -> None:
    """Some codes of digits only would pass as both."""
    day = dt.date(1980, 1, 1)
    bodies = (f"91{region:02d}99{day:%Y%m%d}{n:03d}" for region in (11, 14) for n in range(1000))
    numbers = (body + mod_11_2.check_character(body) for body in bodies)
    both = [number for number in numbers if uscc.is_valid(number)]
    assert both
    assert not any(foreigner_id.is_valid(number) for number in both)
