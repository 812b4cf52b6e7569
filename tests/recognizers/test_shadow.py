"""The shadow text: what it folds, what it leaves alone, and the way back."""

# ruff: noqa: RUF001 - full-width and mathematical digits are what is tested
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.recognizers.shadow import compact, fold, second_view

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


@given(st.text())
def test_every_character_of_the_shadow_knows_where_it_came_from(text: str) -> None:
    """Offsets rise, stay inside the text, and skip only characters without width."""
    shadow = fold(text)
    places = [shadow.start(i) for i in range(len(shadow.text))]
    assert places == sorted(set(places))
    assert all(0 <= place < len(text) for place in places)
    if not any(c in _INVISIBLE for c in text):
        assert len(shadow.text) <= len(text)


@given(st.text(alphabet="0123456789１２３身份证 　-－" + _INVISIBLE, min_size=1))
def test_a_span_of_the_shadow_covers_the_same_characters(text: str) -> None:
    """Folding the mapped span again gives the span itself."""
    shadow = fold(text)
    if shadow.text:
        start, end = shadow.start(0), shadow.end(len(shadow.text))
        assert fold(text[start:end]).text == shadow.text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１３８００００１２３４", "13800001234"),
        ("138\u200b0000\u20601234", "13800001234"),
        ("138－0000—1234", "138-0000-1234"),
        ("①13800001234", "①13800001234"),
        ("姓名：张三（男）", "姓名：张三（男）"),
        ("100㎡", "100㎡"),
    ],
)
def test_folding_is_one_to_one(text: str, folded: str) -> None:
    """A list mark stays a list mark; NFKC would glue it to the telephone."""
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("①③⑧⓪⓪⓪⓪①②③④", "13800001234"),
        ("𝟏𝟑𝟖𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒", "13800001234"),
        ("幺三八零零零零一二三四", "13800001234"),
        ("①、第一项；②、第二项", "①、第一项；②、第二项"),
        ("一三五规划，二〇二三年", "一三五规划，二〇二三年"),
    ],
)
def test_disguised_digits_are_seen_and_ordinary_ones_are_not(text: str, seen: str) -> None:
    """Three circled digits in a row, or eleven numerals: nobody writes these by chance."""
    view, places = second_view(text)
    assert view == seen
    assert bool(places) == (text != seen)


@pytest.mark.parametrize("text", ["138 0000 1234", "１３８-００００-１２３４", "138\u200b00001234"])
def test_all_spellings_of_a_value_compare_equal(text: str) -> None:
    """A fingerprint must not depend on how a number is written."""
    assert compact(text) == "13800001234"
