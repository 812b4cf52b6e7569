"""公民身份号码 of the first generation."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from tests.identifiers import strategies

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import resident_id, resident_id_15


@given(strategies.old_resident_ids)
def test_it_is_the_same_person_as_the_eighteen_characters(number: str) -> None:
    """The longer number is valid and says the same."""
    longer = resident_id_15.as_resident_id(number)
    assert resident_id.birth_date(longer) == resident_id_15.birth_date(number)
    assert resident_id.is_male(longer) == resident_id_15.is_male(number)


def test_the_year_is_of_the_twentieth_century() -> None:
    """None was issued later."""
    assert resident_id_15.birth_date("140199010203001") == dt.date(1901, 2, 3)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("14019950123100", InvalidLengthError),
        ("14019950123100X", InvalidFormatError),
        ("990199501231002", InvalidComponentError),
        ("140199501331002", InvalidComponentError),
        ("140199000229002", InvalidComponentError),
    ],
)
def test_the_wrong_part_is_named(number: str, reason: type[ValidationError]) -> None:
    """1900 was no leap year."""
    with pytest.raises(reason):
        resident_id_15.validate(number)
