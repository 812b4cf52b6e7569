"""All that somebody owns in one breath, debts behind a name; firms and villages stay."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims

found = Claims("PROPERTY_STATUS").found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("张某家中现有存款3000元，外债4.6万元。", ["存款3000元，外债4.6万元"]),
        ("李某家中现有两间土坯房，无存款。", ["两间土坯房，无存款"]),
        ("被告名下有长安牌面包车一辆。", ["长安牌面包车一辆"]),
        (
            "被执行人王某名下有位于县城的房产两套和锦绣花园商铺一间。",
            ["位于县城的房产两套和锦绣花园商铺一间"],
        ),
        ("村民宋旭欠村集体承包费1950元。", ["欠村集体承包费1950元"]),
    ],
)
def test_a_list_of_possessions_is_claimed_as_a_whole(text: str, values: list[str]) -> None:
    """Its items tell of each other."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "公司名下有厂房三间、货车一辆，法定代表人王强。",
        "集体经济：村里现有存款20万元、门面房5间。",
        "申请低保的家庭，名下有两套住房、一辆轿车的，不予受理。",
        "家中有存款5万元以上的家庭不得申请。",
        "你母亲田某去世后冒领养老金3000元，限期退回。",
        "王强欠缴税款3200元。",
    ],
)
def test_firms_rules_and_benefits_taken_back_stay(text: str) -> None:
    """What is owned by others, forbidden, or collected by law."""
    assert found(text) == []


def test_doors_count_no_houses() -> None:
    """9栋2单元3层东户房屋 is an address."""
    assert found("权利人王某死亡，遗有康馨苑9栋2单元3层东户房屋。") == []
