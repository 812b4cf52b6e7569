"""Two masked forms that together show a value."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from deident.aggregate.complementary import Complementary, Form, agreed, completes, joined

numbers = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
hidings = st.lists(st.booleans(), min_size=11, max_size=11)


def _masked(number: str, hidden: list[bool]) -> str:
    return "".join("*" if h else c for c, h in zip(number, hidden, strict=True))


@given(numbers, hidings, hidings)
def test_two_forms_of_one_value_never_contradict(
    number: str, one: list[bool], other: list[bool]
) -> None:
    """What both show is the same, and joined they hide what both hide."""
    both = joined(_masked(number, one), _masked(number, other))
    assert both == _masked(number, [a and b for a, b in zip(one, other, strict=True)])


@given(numbers, hidings)
def test_one_form_never_completes_itself(number: str, hidden: list[bool]) -> None:
    """Under one policy all forms of a value are alike."""
    form = _masked(number, hidden)
    assert completes(form, form) is None


@given(numbers, numbers, hidings, hidings)
def test_forms_that_differ_where_both_show_are_two_values(
    left: str, right: str, one: list[bool], other: list[bool]
) -> None:
    """A contradiction is never a pair."""
    first, second = _masked(left, one), _masked(right, other)
    differ = any(a != b and "*" not in (a, b) for a, b in zip(first, second, strict=True))
    assume(differ)
    assert joined(first, second) is None
    assert agreed(first, second) > 0


def _pairs(*forms: tuple[str, str, str]) -> int:
    seen = Complementary()
    for at, (kind, text, owner) in enumerate(forms):
        seen.add(Form(kind, text, owner), f"{at}.docx", f"row {at}")
    return len(list(seen.pairs()))


def test_a_name_brings_two_halves_together() -> None:
    """138****1234 in one notice, 1380013**** in another."""
    assert (
        _pairs(("CN_MOBILE", "138****1234", "赵钱孙"), ("CN_MOBILE", "1380013****", "赵钱孙")) == 1
    )


def test_halves_of_two_people_are_nothing() -> None:
    """Millions of numbers begin with 138."""
    forms = ("CN_MOBILE", "138****1234", "赵钱孙"), ("CN_MOBILE", "1380013****", "周吴郑")
    assert _pairs(*forms) == 0


def test_many_people_are_called_zhang() -> None:
    """A hidden name says little once there are three numbers under it."""
    forms = [("CN_MOBILE", f"138****{n:04}", "张*") for n in range(40)]
    assert _pairs(*forms, ("CN_MOBILE", "1380013****", "张*")) == 0


def test_halves_of_an_id_meet_without_a_name() -> None:
    """Ten digits that both show are no chance; four are."""
    left, right = "14999919900307****", "1499991990******23"
    assert _pairs(("CN_RESIDENT_ID", left, ""), ("CN_RESIDENT_ID", "*****91990*307123*", "")) == 1
    assert completes(left, right) == 2
    assert _pairs(("CN_RESIDENT_ID", "140*******", ""), ("CN_RESIDENT_ID", "*******123", "")) == 0


def test_different_kinds_and_lengths_never_meet() -> None:
    """A card is no telephone."""
    assert _pairs(("CN_MOBILE", "138****1234", "甲"), ("CN_BANK_CARD", "1380013****", "甲")) == 0
    assert completes("138****1234", "1380013***") is None
