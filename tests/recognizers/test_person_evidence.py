"""What speaks for a name, and against it."""

from __future__ import annotations

import pytest

from deident.api import Deidentifier


@pytest.fixture(scope="module")
def raised() -> Deidentifier:
    """One that is prepared once."""
    return Deidentifier()


def _names(deidentifier: Deidentifier, text: str) -> list[str]:
    return [
        text[place.span.start : place.span.end]
        for decision in deidentifier.mask_text(text).decisions
        if decision.finding.entity_type == "PERSON" and decision.action.name != "KEEP"
        for place in decision.finding.places
    ]


@pytest.mark.parametrize(
    "text",
    [
        "企业主管部门应当加强对改制工作的领导。",
        "第五条 行政处罚遵循公正、公开的原则。",
        "在居民区施工，机械作业晚上不超过十点。",
        "他把大衣让给了老人和孩子，自己冒雨回家。",
        "岳阳、株洲、邵阳、娄底、衡阳等市派员参加。",
        "阿富汗、乌克兰、黎巴嫩的代表发言。",
    ],
)
def test_words_and_places_are_no_names(raised: Deidentifier, text: str) -> None:
    """A surname that is part of a word begins no name, whatever stands before it."""
    assert _names(raised, text) == []


def test_who_is_introduced_by_his_office_stays_in_it(raised: Deidentifier) -> None:
    """区长 stands before the first mention only."""
    text = "区长程向明主持会议并讲话。\n程向明指出，要抓好落实。"
    assert _names(raised, text) == []


def test_two_who_are_told_of_together_are_both_found(raised: Deidentifier) -> None:
    """与 joins a doubtful name to a likely one."""
    assert _names(raised, "陈永福与李建设于去年登记结婚。") == ["陈永福", "李建设"]
