"""What speaks for a name, and against it."""

from __future__ import annotations

import pytest
from tests.recognizers.raised import raised


@pytest.mark.parametrize(
    "text",
    [
        "企业主管部门应当加强对改制工作的领导。",
        "第五条 行政处罚遵循公正、公开的原则。",
        "在居民区施工，机械作业晚上不超过十点。",
        "他把大衣让给了老人和孩子，自己冒雨回家。",
        "岳阳、株洲、邵阳、娄底、衡阳等市派员参加。",
        "阿富汗、乌克兰、黎巴嫩的代表发言。",
        "推进杨家河、石门、郭家台、平山湖等煤矿建设。",
        "白鹤滩、金沙、罗望高速公路建成通车。",
        "做大做强茶叶、黄精、白芨、艾草等产业。",
        "独龙江、阳宗海入选美丽河湖优秀案例。",
        "“万企兴万村”行动深化拓展，“黄小西吃晚饭”等景区火爆。",
        "话剧《陈望道》获奖。",
        "启动长桥南街王槐亭宅修缮，完成王藕英老宅的修缮。",
        "推进油气增储上产和煤层气开发。",
        "加快满洲里、策克、满都拉等重点口岸提升工程。",
    ],
)
def test_words_and_places_are_no_names(text: str) -> None:
    """A surname that is part of a word begins no name, whatever stands before it."""
    assert raised(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("走访了陈大山、吴秀英、赵小山等农户。", ["陈大山", "吴秀英", "赵小山"]),
        ("陈永福、赵小山等企业职工反映工资未发。", ["陈永福", "赵小山"]),
        ("陈永福、李建设等项目负责人之外的村民获得补偿。", ["陈永福", "李建设"]),
    ],
)
def test_a_list_of_persons_stays_one(text: str, names: list[str]) -> None:
    """What persons work at does not make things of them."""
    assert raised(text) == names


def test_a_doubtful_name_needs_company_in_a_long_text() -> None:
    """Laws name nobody: what looks like a name there must look much like one."""
    doubtful = "提升了普洱景迈山文化景观的影响。"
    law = "第五条 行政处罚遵循公正、公开的原则，应当以事实为依据。\n" * 60
    assert raised(law + doubtful + law) == []
    assert raised(law + "昨日吴秀英来到现场。" + law) == ["吴秀英"]


def test_a_part_of_a_dotted_name_is_none() -> None:
    """Whatever becomes of the whole."""
    text = "自治区主席 艾尔肯·吐尼亚孜\n艾尔肯·吐尼亚孜代表自治区人民政府作报告。"
    assert "艾尔肯" not in raised(text)
    assert raised("模范龙吉克·卡德尔、布茹玛汗·毛勒朵到会。") == [
        "龙吉克·卡德尔",
        "布茹玛汗·毛勒朵",
    ]


def test_who_broke_the_rules_of_an_office_held_one() -> None:
    """严重违纪违法 is said of officials."""
    text = "深刻汲取赵钱孙、李周吴涉嫌严重违纪违法的教训。"
    assert raised(text) == []


def test_who_is_introduced_by_his_office_stays_in_it() -> None:
    """区长 stands before the first mention only."""
    text = "区长程向明主持会议并讲话。\n程向明指出，要抓好落实。"
    assert raised(text) == []


def test_two_who_are_told_of_together_are_both_found() -> None:
    """与 joins a doubtful name to a likely one."""
    assert raised("陈永福与李建设于去年登记结婚。") == ["陈永福", "李建设"]
