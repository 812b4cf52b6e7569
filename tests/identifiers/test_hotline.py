"""服务热线."""

from __future__ import annotations

import pytest

from deident.errors import InvalidComponentError, InvalidFormatError
from deident.identifiers import hotline


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("110", "emergency"),
        ("119", "emergency"),
        ("120", "emergency"),
        ("122", "emergency"),
        ("114", "service"),
        ("12345", "service"),
        ("12388", "service"),
        ("0359-12345", "service"),
        ("12110", "service"),
        ("95588", "service"),
        ("955180", "service"),
        ("96123", "service"),
        ("961234", "service"),
        ("10086", "operator"),
        ("400-000-9900", "free"),
        ("800 000 9900", "free"),
        ("1065 0000 9900", "sms"),
    ],
)
def test_public_services_are_known(number: str, kind: str) -> None:
    """They are published on purpose."""
    assert hotline.is_hotline(number)
    assert hotline.kind(number) == kind


@pytest.mark.parametrize(
    "number",
    ["111", "1234", "13800009900", "5620099", "0359-5620099", "40000099001", "1064800009900"],
)
def test_other_numbers_are_no_hotlines(number: str) -> None:
    """A hotline is kept, so nothing else may pass as one."""
    assert not hotline.is_hotline(number)
    with pytest.raises(InvalidComponentError):
        hotline.validate(number)


def test_letters_are_no_hotline() -> None:
    """12345X is something else."""
    with pytest.raises(InvalidFormatError):
        hotline.kind("12345X")
