"""固定电话号码."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.identifiers import strategies

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import landline


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0359-5620099", "03595620099"),
        ("(0359)5620099", "03595620099"),
        ("（0359）562 0099", "03595620099"),
        ("0359—5620099", "03595620099"),
        ("010 6200 0099", "01062000099"),
        ("010-6200-0099", "01062000099"),
        ("+86 10 6200 0099", "01062000099"),
        ("+86-(0)359-5620099", "03595620099"),
        ("0086-359-5620099", "03595620099"),
        ("0359-5620099-801", "03595620099-801"),
        ("0359-5620099转801", "03595620099-801"),
        ("0359-5620099 转 801", "03595620099-801"),
        ("0359-5620099（分机801）", "03595620099-801"),
        ("0359-5620099 ext.8", "03595620099-8"),
    ],
)
def test_every_way_to_write_it_is_the_same_number(written: str, number: str) -> None:
    """Brackets, dashes, country code; the extension stays apart."""
    assert landline.validate(written) == number


@given(strategies.landlines)
def test_the_area_is_read_from_the_front(number: str) -> None:
    """Three digits for the oldest cities, four elsewhere."""
    assert landline.area_code(number) in landline.AREA_CODES
    assert number.startswith(landline.area_code(number))


def test_the_extension_is_read_from_the_end() -> None:
    """An empty one where there is none."""
    assert landline.extension("0359-5620099转801") == "801"
    assert landline.extension("0359-5620099") == ""


@pytest.mark.parametrize("code", ["010", "021", "0311", "0359", "0565", "0951", "0852", "0898"])
def test_areas_in_use_and_given_up_are_known(code: str) -> None:
    """Old documents hold old numbers."""
    assert code in landline.AREA_CODES


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("5620099", InvalidLengthError),
        ("0359-562009", InvalidComponentError),
        ("0359-562009900", InvalidLengthError),
        ("0359-56200A9", InvalidFormatError),
        ("026-56200990", InvalidComponentError),
        ("0600-5620099", InvalidComponentError),
        ("0359-1620099", InvalidComponentError),
        ("0359-9620099", InvalidComponentError),
    ],
)
def test_the_wrong_part_is_named(number: str, reason: type[ValidationError]) -> None:
    """Length, characters, area, first digit of the subscriber."""
    with pytest.raises(reason):
        landline.validate(number)


def test_without_area_seven_or_eight_digits_may_be_a_number() -> None:
    """A word beside them decides."""
    assert landline.is_local("562-0099")
    assert landline.is_local("86200099")
    assert not landline.is_local("1620099")
    assert not landline.is_local("562009")
