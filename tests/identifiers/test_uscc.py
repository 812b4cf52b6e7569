"""统一社会信用代码 and the 组织机构代码 inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.identifiers import strategies

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import organisation_code, uscc

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(strategies.usccs, st.integers(0, 17), st.sampled_from(_ALPHABET))
def test_one_wrong_character_is_noticed(number: str, index: int, character: str) -> None:
    """The modulus 31 is prime and larger than any difference."""
    changed = f"{number[:index]}{character}{number[index + 1 :]}"
    assert uscc.is_valid(changed) == (changed == number)


@given(strategies.usccs)
def test_the_organisation_code_inside_is_valid(number: str) -> None:
    """Both standards hold at once."""
    assert organisation_code.is_valid(uscc.organisation_code(number))
    assert uscc.registrar(number) == number[0]
    assert uscc.region(number).endswith("99")


@given(strategies.resident_ids)
def test_a_resident_number_is_hardly_ever_one(number: str) -> None:
    """Where it is, the county code says so as well: 11, 13, 51 … again in third place."""
    if uscc.is_valid(number):
        assert number[2:4] in uscc._REGIONS


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("91149999MA0000007", InvalidLengthError),
        ("91149999MI0000007Y", InvalidFormatError),
        ("9114A999MA0000007Y", InvalidFormatError),
        ("01149999MA0000007Y", InvalidComponentError),
        ("9A149999MA0000007Y", InvalidComponentError),
        ("91019999MA0000007Y", InvalidComponentError),
        ("91149999MA0000007X", InvalidChecksumError),
        ("91149999MA0000008" + uscc.check_character("91149999MA0000008"), InvalidChecksumError),
    ],
)
def test_the_wrong_part_is_named(number: str, reason: type[ValidationError]) -> None:
    """Length, alphabet, registrar, region, either check."""
    with pytest.raises(reason):
        uscc.validate(number)


def test_central_offices_have_the_region_of_the_centre() -> None:
    """100000 is no province."""
    body = "11100000MA0000007"
    assert uscc.is_valid(body + uscc.check_character(body))


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("MA000000", InvalidLengthError),
        ("MA000000-Y", InvalidFormatError),
        ("MA000000-8", InvalidChecksumError),
    ],
)
def test_the_wrong_part_of_an_organisation_code_is_named(
    number: str, reason: type[ValidationError]
) -> None:
    """Length, characters, check."""
    with pytest.raises(reason):
        organisation_code.validate(number)
