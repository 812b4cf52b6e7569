"""车辆识别代号."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.identifiers import strategies

from deident.errors import InvalidChecksumError, InvalidFormatError, InvalidLengthError
from deident.identifiers import vin


def test_seventeen_ones_add_up() -> None:
    """The example everybody computes; a letter is wanted here, so only the check is asked."""
    assert vin.check_character("1" * 17) == "1"


@given(strategies.vins, st.sampled_from("0123456789X"))
def test_a_wrong_check_is_noticed_and_plausible(number: str, check: str) -> None:
    """Imported cars do not keep to it."""
    typed = number[:8] + check + number[9:]
    assert vin.is_plausible(typed)
    assert vin.is_valid(typed) == (check == number[8])
    assert vin.manufacturer(number) == number[:3]


def test_the_wrong_part_is_named() -> None:
    """Length, alphabet, check; seventeen digits are a time stamp."""
    with pytest.raises(InvalidLengthError):
        vin.validate("LZZ9999919999000")
    with pytest.raises(InvalidFormatError):
        vin.validate("LZO99999199990001")
    with pytest.raises(InvalidFormatError):
        vin.validate("20230718110203123")
    number = "LZZ99999X99990001"
    wrong = "0" if vin.check_character(number) != "0" else "1"
    with pytest.raises(InvalidChecksumError):
        vin.validate(f"{number[:8]}{wrong}{number[9:]}")
