"""Words of four characters that are cut by what looks like a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.recognizers.raised import raised
from training.make_sayings import table, words

from deident.recognizers import sayings


@pytest.mark.parametrize(
    "text",
    [
        "使舞台展现推陈出新的时代风貌。",
        "人云亦云的重复话不要再说。",
        "要因地制宜，集思广益。",
        "牢记使命，为国聚财，为民收税。",
        "以水为景，以景兴业。",
        "队列向左转、向右转、向后转、敬礼。",
    ],
)
def test_a_saying_holds_no_name(text: str) -> None:
    """A surname and two characters more are no name where a saying goes on around them."""
    assert raised(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("双方争吵，为王建国。", "王建国"),
        ("此事涉及王建国国道旁的门面。", "王建国"),
        ("王建国、李国栋铁路职工一家承租。", "李国栋"),
        ("陈秀芝花30万元买房。", "陈秀芝"),
    ],
)
def test_one_clause_or_one_road_does_not_hide_a_name(text: str, name: str) -> None:
    """A slogan has two clauses that begin alike; three characters alone name no road."""
    assert name in raised(text)


def test_a_name_that_runs_into_a_noun_is_one() -> None:
    """建设用地 is a word of four characters, and no saying."""
    assert raised("村民刘建设用地审批材料已收到。") == ["刘建设"]


@given(st.sampled_from(["推陈出新", "人云亦云", "因地制宜"]), st.text("，。、（）", max_size=6))
def test_what_holds_a_whole_saying_does_not_cut_it(saying: str, marks: str) -> None:
    """Only a span with one end inside it does."""
    text = marks + saying + marks
    assert not sayings.cut_by(text, 0, len(text))
    assert sayings.cut_by(text, len(marks) + 1, len(marks) + 4)


def test_the_table_holds_its_words_and_hardly_others() -> None:
    """Three bits to a word, and names of persons are left out."""
    lines = ["推陈出新 74 i", "王小明明 3 nr", "新 3 i", "热热闹闹 9 z", "broken"]
    assert [*words(lines)] == ["推陈出新", "热热闹闹"]
    bits = table(["推陈出新"])
    assert sum(map(int.bit_count, bits)) == len({*sayings.places("推陈出新")})
    chance = [f"{chr(a)}{chr(b)}甲乙" for a in range(0x4E00, 0x4E40) for b in range(0x5E00, 0x5E40)]
    assert sum(map(sayings.is_saying, chance)) < len(chance) // 500
