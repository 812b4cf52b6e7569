"""Codes that are public and look like something personal."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from deident.identifiers import (
    cnaps,
    email,
    iccid,
    imei,
    isbn,
    parcel,
    project_code,
    real_estate_unit,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("validate", "number", "reason"),
    [
        (imei.validate, "86999999000000", InvalidLengthError),
        (imei.validate, "86999999000000A", InvalidFormatError),
        (imei.validate, "149999500101001", InvalidComponentError),
        (imei.validate, "869999990000009", InvalidChecksumError),
        (iccid.validate, "8986009999000000000", InvalidLengthError),
        (iccid.validate, "8986009999000000000X", InvalidFormatError),
        (iccid.validate, "89850099990000000000", InvalidComponentError),
        (isbn.validate, "978799990000", InvalidLengthError),
        (isbn.validate, "978799990000X", InvalidFormatError),
        (isbn.validate, "9777999900000", InvalidComponentError),
        (isbn.validate, "7-9999-0000-Y", InvalidFormatError),
        (cnaps.validate, "10299990000", InvalidLengthError),
        (cnaps.validate, "10299990000X", InvalidFormatError),
        (project_code.validate, "2023-149999-48-01", InvalidFormatError),
        (project_code.validate, "2023-999999-48-01-000001", InvalidComponentError),
        (parcel.validate, "149999001001JC0000", InvalidLengthError),
        (parcel.validate, "149999001001XC00001", InvalidFormatError),
        (parcel.validate, "999999001001JC00001", InvalidComponentError),
        (real_estate_unit.validate, "149999001001JC00001F0001000", InvalidLengthError),
        (real_estate_unit.validate, "149999001001JC00001X00010001", InvalidFormatError),
        (real_estate_unit.validate, "149999001001XC00001F00010001", InvalidFormatError),
        (email.validate, "nobody.example.cn", InvalidFormatError),
        (email.validate, "no..body@example.cn", InvalidFormatError),
        (email.validate, "张三@example.cn", InvalidFormatError),
        (email.validate, "nobody@example", InvalidComponentError),
        (email.validate, "nobody@-example.cn", InvalidComponentError),
        (email.validate, "nobody@example.cn。", InvalidComponentError),
        (email.validate, f"{'a' * 65}@example.cn", InvalidLengthError),
    ],
)
def test_the_wrong_part_is_named(
    validate: Callable[[str], str], number: str, reason: type[ValidationError]
) -> None:
    """One class for each part."""
    with pytest.raises(reason):
        validate(number)


@given(strategies.digits(9))
def test_one_check_fits_a_book(body: str) -> None:
    """Of either length."""
    assert sum(isbn.is_valid(body + check) for check in "0123456789X") == 1
    assert sum(isbn.is_valid(f"978{body}{check}") for check in range(10)) == 1


def test_a_wrong_check_of_a_book_is_noticed() -> None:
    """Both kinds say so."""
    right = next(c for c in "0123456789" if isbn.is_valid(f"978799990000{c}"))
    with pytest.raises(InvalidChecksumError):
        isbn.validate(f"978799990000{(int(right) + 1) % 10}")
    with pytest.raises(InvalidChecksumError):
        isbn.validate("7999900001" if not isbn.is_valid("7999900001") else "7999900002")


@given(strategies.units)
def test_a_unit_stands_on_a_parcel(number: str) -> None:
    """The first nineteen characters."""
    assert parcel.is_valid(real_estate_unit.parcel_code(number))


@pytest.mark.parametrize(
    "code",
    ["2023-149999-48-01-000001", "2023—149999—48—01—000001", "２０２３-149999-48-01-000001"],  # noqa: RUF001
)
def test_any_dash_frames_a_project_code(code: str) -> None:
    """Word processors put in long ones."""
    assert project_code.region(code) == "149999"


@pytest.mark.parametrize("region", ["000000", "100000"])
def test_projects_of_the_centre_are_known(region: str) -> None:
    """They have no province."""
    assert project_code.is_valid(f"2023-{region}-48-01-000001")


@pytest.mark.parametrize(
    "address",
    ["zhang_san+gov@mail.example.cn", "ZHANG@EXAMPLE.COM", "a@b-c.example.com", "1@qq.example"],
)
def test_addresses_people_write_are_valid(address: str) -> None:
    """And stay what they are, in small letters."""
    assert email.validate(address) == address.lower()
    assert email.domain(address).count("@") == 0
