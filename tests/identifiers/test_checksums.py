"""MOD 11-2 and Luhn notice what they promise to notice."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.identifiers import strategies

from deident.identifiers import luhn, mod_11_2


def _changed(number: str, index: int, shift: int) -> str:
    digit = (int(number[index]) + shift) % 10
    return f"{number[:index]}{digit}{number[index + 1 :]}"


def _swapped(number: str, index: int) -> str:
    return f"{number[:index]}{number[index + 1]}{number[index]}{number[index + 2 :]}"


@given(strategies.digits(17), st.integers(0, 16), st.integers(1, 9))
def test_mod_11_2_notices_one_wrong_digit(body: str, index: int, shift: int) -> None:
    """No two bodies that differ in one place share a check character."""
    wrong = _changed(body, index, shift)
    assert mod_11_2.check_character(body) != mod_11_2.check_character(wrong)


@given(strategies.digits(17), st.integers(0, 15))
def test_mod_11_2_notices_two_neighbours_swapped(body: str, index: int) -> None:
    """No two bodies that differ by a swap share a check character."""
    assume(body[index] != body[index + 1])
    assert mod_11_2.check_character(body) != mod_11_2.check_character(_swapped(body, index))


@given(strategies.bank_cards, st.data(), st.integers(1, 9))
def test_luhn_notices_one_wrong_digit(number: str, data: st.DataObject, shift: int) -> None:
    """Wherever it stands."""
    index = data.draw(st.integers(0, len(number) - 1))
    assert not luhn.passes(_changed(number, index, shift))


@given(strategies.bank_cards, st.data())
def test_luhn_notices_two_neighbours_swapped(number: str, data: st.DataObject) -> None:
    """All but 09 and 90, which it cannot tell apart."""
    index = data.draw(st.integers(0, len(number) - 2))
    pair = {number[index], number[index + 1]}
    assume(len(pair) == 2)
    assert luhn.passes(_swapped(number, index)) == (pair == {"0", "9"})


def test_luhn_example_of_the_standard() -> None:
    """The number that ISO/IEC 7812-1 computes in its annex."""
    assert luhn.check_digit("7992739871") == "3"
