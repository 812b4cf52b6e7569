"""Stored values become what a reader sees."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deident.formats.xlsx.values import escape, shown_date, shown_number, unescape


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaping_is_undone(text: str) -> None:
    """Any text a cell can show comes back from the file."""
    assert unescape(escape(text)) == text


@given(st.integers(1, 10**20))
def test_integers_are_shown_in_full(number: int) -> None:
    """However a file writes them."""
    assert shown_number(str(number)) == str(number)
    assert shown_number(f"{number}.0") == str(number)


def test_both_calendars_are_known() -> None:
    """A Macintosh began in 1904; 1900 had no 29 February."""
    assert shown_date(1.0, False) == "1900-01-01"
    assert shown_date(61.0, False) == "1900-03-01"
    assert shown_date(0.0, True) == "00:00:00"
    assert shown_date(1.0, True) == "1904-01-02"
    assert shown_date(0.5, False) == "12:00:00"
