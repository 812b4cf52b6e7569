"""银行卡号."""

from __future__ import annotations

import pytest

from deident.errors import (
    InvalidChecksumError,
    InvalidComponentError,
    InvalidFormatError,
    InvalidLengthError,
    ValidationError,
)
from deident.identifiers import bank_account, bank_card, luhn


@pytest.mark.parametrize(
    ("prefix", "length"),
    [
        *(("62", 16), ("62", 19), ("43", 16), ("55", 16), ("35", 16), ("37", 15), ("60", 19)),
        *(("69", 15), ("68", 19), ("95", 19), ("10", 19)),
    ],
)
def test_every_network_of_the_mainland_is_known(prefix: str, length: int) -> None:
    """UnionPay, the international ones, and the cards of single banks from before."""
    body = f"{prefix}99990000000000000"[: length - 1]
    number = body + luhn.check_digit(body)
    assert bank_card.is_valid(number)
    assert bank_card.has_iin_shape(number)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("622299000000", InvalidLengthError),
        ("62229900000000000000", InvalidLengthError),
        ("622299000000000", InvalidLengthError),
        ("6222990000000000.00", InvalidFormatError),
        ("2022990000000000", InvalidComponentError),
        ("918888888888888888", InvalidLengthError),
        ("6222029999000000005", InvalidChecksumError),
    ],
)
def test_the_wrong_part_is_named(number: str, reason: type[ValidationError]) -> None:
    """Length, characters, network, check digit."""
    with pytest.raises(reason):
        bank_card.validate(number)
    assert not bank_card.is_valid(number)


def test_a_card_that_fails_luhn_keeps_its_shape() -> None:
    """Beside a label it is somebody's card all the same."""
    assert bank_card.has_iin_shape("6222 0299 9900 0000 005")


def test_any_account_is_only_a_shape() -> None:
    """Passbooks have no check digit."""
    assert bank_account.is_valid("40-123456789012345")
    with pytest.raises(InvalidLengthError):
        bank_account.validate("1234567")
    with pytest.raises(InvalidFormatError):
        bank_account.validate("12,345,678")
