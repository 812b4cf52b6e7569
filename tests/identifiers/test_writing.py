"""How numbers are written."""

from __future__ import annotations

import pytest

from deident.identifiers import writing


@pytest.mark.parametrize("space", ["\t", "\u00a0", "\u2003", "\u3000", "\u202f", "\r\n"])
def test_spaces_go(space: str) -> None:
    """Every space that a table or a web page uses."""
    assert writing.squeeze(f"12{space}34") == "1234"


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uff0d"])
def test_dashes_go_or_become_hyphens(dash: str) -> None:
    """Nobody can tell them apart."""
    assert writing.squeeze(f"12{dash}34") == "1234"
    assert writing.fold(f"12{dash}34") == "12-34"


@pytest.mark.parametrize("nothing", ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060"])
def test_what_has_no_width_goes(nothing: str) -> None:
    """Web editors leave it behind."""
    assert writing.squeeze(f"12{nothing}34") == "1234"
    assert writing.fold(f"12{nothing}34") == "1234"


def test_a_dot_stays_unless_it_is_asked_to_go() -> None:
    """In an amount the dot means something."""
    assert writing.squeeze("1234.50") == "1234.50"
    assert writing.squeeze_dots("138.0000·99_00") == "13800009900"


def test_only_ascii_letters_become_capitals() -> None:
    """A long s is no S, a circled one is no 1."""
    assert writing.squeeze("\u017f\u00df\u2460a") == "\u017f\u00df\u2460A"
