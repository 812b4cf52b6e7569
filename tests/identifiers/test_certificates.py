"""Passports, permits, the cards of Hong Kong, Macau and Taiwan, and numbers that carry an ID."""

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
from deident.identifiers import (
    disability_id,
    hong_kong_id,
    macau_id,
    military_id,
    passport,
    student_id,
    taiwan_id,
    travel_permit,
)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("E99990001", "ordinary"),
        ("EA9990001", "ordinary"),
        ("G99990001", "ordinary"),
        ("149990001", "ordinary"),
        ("DE9990001", "diplomatic"),
        ("SE9990001", "service"),
        ("PE9990001", "public_affairs"),
        ("K99990001", "hong_kong"),
        ("KJ9990001", "hong_kong"),
        ("MA9990001", "macau"),
    ],
)
def test_every_kind_of_passport_is_known(number: str, kind: str) -> None:
    """By its first letters."""
    assert passport.kind(number) == kind


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("E9999000", InvalidComponentError),
        ("EI9990001", InvalidComponentError),
        ("E9999", InvalidLengthError),
        ("E9999000*", InvalidFormatError),
    ],
)
def test_the_wrong_part_of_a_passport_is_named(number: str, reason: type[ValidationError]) -> None:
    """Letters, length, characters."""
    with pytest.raises(reason):
        passport.validate(number)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("C99990001", "hk_macau"),
        ("CA9990001", "hk_macau"),
        ("W99990001", "hk_macau"),
        ("L99990001", "taiwan"),
        ("H99990001", "home_return"),
        ("M9999000101", "home_return"),
        ("99990001", "compatriot"),
        ("0199990001（B）", "compatriot"),
    ],
)
def test_every_kind_of_permit_is_known(number: str, kind: str) -> None:
    """Present and old cards."""
    assert travel_permit.kind(number) == kind


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("Q99990001", InvalidComponentError),
        ("C9999000", InvalidComponentError),
        ("C999900012", InvalidLengthError),
        ("C9999000*", InvalidFormatError),
    ],
)
def test_the_wrong_part_of_a_permit_is_named(number: str, reason: type[ValidationError]) -> None:
    """Letters, length, characters."""
    with pytest.raises(reason):
        travel_permit.validate(number)


@given(st.text("ABCXYZ", min_size=1, max_size=2), strategies.digits(6))
def test_one_check_character_fits_a_hong_kong_card(letters: str, serial: str) -> None:
    """Modulo 11: exactly one of 0 to 9 and A."""
    cards = [f"{letters}{serial}({check})" for check in "0123456789A"]
    assert sum(map(hong_kong_id.is_valid, cards)) == 1


def test_the_hong_kong_example_everybody_computes() -> None:
    """A123456(3)."""
    assert hong_kong_id.validate("A123456(3)") == "A1234563"
    with pytest.raises(InvalidChecksumError):
        hong_kong_id.validate("A123456(4)")
    with pytest.raises(InvalidFormatError):
        hong_kong_id.validate("1123456(3)")
    with pytest.raises(InvalidLengthError):
        hong_kong_id.validate("A12345(3)")


@given(st.sampled_from("AFIOWXYZ"), st.sampled_from("1289ABCD"), strategies.digits(7))
def test_one_check_digit_fits_a_taiwan_card(county: str, sex: str, serial: str) -> None:
    """Modulo 10: exactly one of 0 to 9."""
    assert sum(taiwan_id.is_valid(f"{county}{sex}{serial}{check}") for check in range(10)) == 1


def test_the_taiwan_example_everybody_computes() -> None:
    """A123456789."""
    assert taiwan_id.is_male("A123456789")
    with pytest.raises(InvalidChecksumError):
        taiwan_id.validate("A123456788")
    with pytest.raises(InvalidFormatError):
        taiwan_id.validate("A323456789")
    with pytest.raises(InvalidLengthError):
        taiwan_id.validate("A12345678")


def test_a_macau_card_is_a_shape() -> None:
    """Eight digits from 1, 5 or 7 on."""
    assert macau_id.validate("5999001（2）") == "59990012"
    with pytest.raises(InvalidComponentError):
        macau_id.validate("2999001(2)")
    with pytest.raises(InvalidLengthError):
        macau_id.validate("599900(2)")
    with pytest.raises(InvalidFormatError):
        macau_id.validate("599900A(2)")


@pytest.mark.parametrize("number", ["军字第9999001号", "士字第 99990001", "海字9999001号"])
def test_military_cards_are_known(number: str) -> None:
    """With and without 第 and 号."""
    assert military_id.is_valid(number)


def test_a_permit_is_no_military_card() -> None:
    """许可证字第…号 names a permit."""
    with pytest.raises(InvalidComponentError):
        military_id.validate("证字第9999001号")
    with pytest.raises(InvalidFormatError):
        military_id.validate("军字第99号")


@given(strategies.disability_ids)
def test_a_disability_certificate_says_whose_and_what(number: str) -> None:
    """Holder, kind and grade; a replacement carries B and a digit."""
    assert disability_id.holder(number) == number[:18]
    assert disability_id.category(f"{number}B1") == int(number[18])
    assert disability_id.grade(number) == int(number[19])


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("11019919491231002X4", InvalidLengthError),
        ("11019919491231002X43A1", InvalidFormatError),
        ("11019919491231002X83", InvalidComponentError),
        ("11019919491231002X45", InvalidComponentError),
        ("11019919491231002143", InvalidChecksumError),
    ],
)
def test_the_wrong_part_of_a_disability_certificate_is_named(
    number: str, reason: type[ValidationError]
) -> None:
    """The holder's number is part of it."""
    with pytest.raises(reason):
        disability_id.validate(number)


@given(strategies.resident_ids)
def test_behind_g_stands_the_pupil(number: str) -> None:
    """The eighteen characters are the identity number."""
    assert student_id.holder(f"G{number}") == number


def test_behind_j_and_l_may_stand_anything() -> None:
    """A number in place of an identity number."""
    assert student_id.holder("J999999999999999999") is None
    with pytest.raises(InvalidComponentError):
        student_id.validate("G999999999999999999")
    with pytest.raises(InvalidFormatError):
        student_id.validate("H11019919491231002X")
    with pytest.raises(InvalidLengthError):
        student_id.validate("11019919491231002X")
