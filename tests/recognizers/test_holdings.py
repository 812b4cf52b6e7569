"""What a person earns, owns and owes; benefits and budgets stay."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims, table

_CLAIMS = Claims("PROPERTY_STATUS")
found, in_segments = _CLAIMS.found, _CLAIMS.in_segments


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("申请人家庭年收入12000元，人均收入低于标准。", ["12000元"]),
        (
            "张某名下有房产两套、小轿车一辆，欠外债3.2万元。",
            ["房产两套、小轿车一辆，欠外债3.2万元"],
        ),
        (
            "该户有三轮车一辆，无存款，全家4口人，年收入约2万元。",
            ["三轮车一辆", "无存款", "约2万元"],
        ),
        ("王某欠款5万元尚未归还。", ["欠款5万元"]),
        ("户主周某在外打工，每月工资4000余元。", ["每月工资4000余元"]),
        ("家里欠下十几万元外债", ["欠下十几万元外债"]),
    ],
)
def test_property_of_somebody_is_found(text: str, values: list[str]) -> None:
    """Income, savings, houses, cars and debts in a sentence about a person."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "全县财政收入12000万元，居民人均可支配收入3万元。",
        "家庭年收入低于1万元的可以申请低保。",
        "名下有两套及以上住房的不得申请。",
        "发放临时救助金1200元给张某。",
        "李某驾驶小型轿车与一辆三轮车相撞。",
        "公司注册资本500万元，负债率60%。",
        "处罚款人民币贰万元整，没收违法所得3560元。",
    ],
)
def test_benefits_budgets_and_rules_stay(text: str) -> None:
    """What offices pay, earn and demand is public."""
    assert found(text) == []


def test_possessions_in_columns_of_persons() -> None:
    """一套 is a possession where the header says of what."""
    rows = table(
        ("姓名", "身份证号", "自有住房情况", "名下车辆"),
        ("王建国", "149999199003071236", "一套", "农用三轮车一辆"),
    )
    assert in_segments(*rows) == ["一套", "农用三轮车一辆"]


@pytest.mark.parametrize(
    "text",
    [
        "单位资产总额36254.58元，负债84473.11元，固定资产57974元。",
        "虚构种植农场拖欠工程款38522元，已列入清偿计划。",
    ],
)
def test_what_firms_own_and_owe_stays(text: str) -> None:
    """Firms have no privacy."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("文丽娟欠银行贷款12万元", ["欠银行贷款12万元"]),
        ("李大明月工资3200元", ["3200元"]),
        ("户主：李大明 收入：务工18000元", ["18000元"]),
        ("申请人李某某，已花费医疗费用11.6万元", ["11.6万元"]),
        ("经核查，你户名下有工商注册企业，不再符合低保条件", ["名下有工商注册企业"]),
        ("李某某家：有小轿车一辆（晋E17B62），不符合条件", ["小轿车一辆"]),
        ("其子在太原打工，年收入3万元", ["3万元"]),
        ("家庭年人均收入：_4260元_", ["4260元"]),
    ],
)
def test_what_somebody_has_is_said_in_many_ways(text: str, values: list[str]) -> None:
    """Debts and wages right behind a name, costs of a sickness, a firm in one's name."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "购置小轿车一辆用于公务，经办人李某某",
        "县医院购买救护车3辆，验收人李某某",
        "单位欠款12万元，由财务科催收",
        "该公司名下有子公司三家",
        "项目花费医疗设备购置费12万元",
    ],
)
def test_what_offices_and_firms_buy_and_owe_stays(text: str) -> None:
    """The name of a clerk in the sentence changes nothing."""
    assert found(text) == []
