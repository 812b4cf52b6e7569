"""手机号码."""

from __future__ import annotations

import pytest

from deident.errors import (
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import mobile


@pytest.mark.parametrize(
    "written",
    [
        "138 0000 9900",
        "138-0000-9900",
        "1380-000-9900",
        "+86 13800009900",
        "(+86)138 0000 9900",
        "（＋86）13800009900",
        "+86-13800009900",
        "008613800009900",
        "8613800009900",
        "013800009900",
        "0 138 0000 9900",
        "138.0000.9900",
    ],
)
def test_every_way_to_write_it_is_the_same_number(written: str) -> None:
    """Country code, trunk 0 and separators carry nothing."""
    assert mobile.validate(written) == "13800009900"


@pytest.mark.parametrize(
    "segment", ["1340", "1450", "1490", "1620", "1670", "1740", "1610", "1920", "1990"]
)
def test_allocated_segments_are_valid(segment: str) -> None:
    """Networks use them."""
    assert mobile.is_valid(f"{segment}0009900")
    assert mobile.is_allocated(f"{segment}0009900")


@pytest.mark.parametrize(
    "segment", ["1400", "1440", "1460", "1480", "1540", "1600", "1611", "1741", "1790", "1940"]
)
def test_other_segments_are_only_plausible(segment: str) -> None:
    """They may open tomorrow: a label decides."""
    number = f"{segment}0009900"
    assert mobile.is_plausible(number)
    with pytest.raises(InvalidComponentError):
        mobile.validate(number)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("1380000990", InvalidLengthError),
        ("138000099000", InvalidLengthError),
        ("1380000990A", InvalidFormatError),
        ("138****9900", InvalidFormatError),
        ("12800009900", InvalidComponentError),
        ("23800009900", InvalidComponentError),
    ],
)
def test_the_wrong_part_is_named(number: str, reason: type[ValidationError]) -> None:
    """Length, characters, segment."""
    with pytest.raises(reason):
        mobile.validate(number)
    assert not mobile.is_plausible(number)


@pytest.mark.parametrize("number", ["1064800009900", "1410000009900", "1440000009900"])
def test_numbers_of_devices_are_refused(number: str) -> None:
    """Nobody carries a water meter."""
    assert mobile.is_iot(number)
    assert not mobile.is_plausible(number)


def test_a_telephone_is_no_device() -> None:
    """Thirteen digits with a country code are still eleven."""
    assert not mobile.is_iot("8613800009900")
