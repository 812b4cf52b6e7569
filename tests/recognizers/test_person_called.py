"""Names that what stands around them shows, whatever the surname."""

from __future__ import annotations

import pytest
from tests.recognizers.raised import raised

from deident.api import review


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("反映人：折小满，男，住虚构镇。", ["折小满"]),
        ("委托人：岩香罕　　性别：女", ["岩香罕"]),
        ("申诉人 折小满\n电 话 13500001123", ["折小满"]),
        ("被核对人：遇小满　电话：", ["遇小满"]),
        ("被申请人：练习明，男，1970年3月生", ["练习明"]),
        ("外婆：折小满，现住虚构镇。", ["折小满"]),
        ("服务对象：折小满，女，", ["折小满"]),
        ("申请公租房人员：江山、文静、平安。", ["江山", "文静", "平安"]),
        ("帮扶对象：赵永福、平安、陈大山。", ["赵永福", "平安", "陈大山"]),
        ("续秀山：\n您好！您反映的问题收悉。", ["续秀山"]),
        ("图娅娜仁女士：\n本机关于3月1日收到您的申请。", ["图娅娜仁"]),
        ("关于续秀山同志信访事项的答复", ["续秀山"]),
        ("老师您好，我是司空晓的妈妈，孩子今天请假。", ["司空晓"]),
        ("申请将姓名变更为那拉春梅，请予办理。", ["那拉春梅"]),
        ("姓名：赵永福（又名赵来福）", ["赵永福", "赵来福"]),
        ("领款人：王得水（代赵大山）", ["王得水", "赵大山"]),
        ("经查，厂房承租人为朱永红，已停产。", ["朱永红"]),
        ("租客①王小山，籍贯虚构县", ["王小山"]),
        ("其女李秀山（市三中教师）一同来访。", ["李秀山"]),
        ("子女王小山为财政供养人员。", ["王小山"]),
        ("入住名单：3号楼；于山，97岁，孤寡。", ["于山"]),
        ("女方司马光山，1985年生", ["司马光山"]),
        ("张村长：李永福家那个低保材料还差一份。", ["李永福"]),
        ("户主雷娟与人口角，后被打，将雷娟左额打伤。", ["雷娟", "雷娟"]),
    ],
)
def test_a_name_needs_no_listed_surname(text: str, names: list[str]) -> None:
    """A label, a greeting or a bracket shows it."""
    assert sorted(raised(text)) == sorted(names)


@pytest.mark.parametrize(
    "text",
    [
        "各位居民：\n您好！明日停水。",
        "网友：\n您好！您的留言收悉。",
        "李主任：您好！",
        "投诉单位：\n您好！",
        "第三人：无",
        "委托人：建设方\n受托人：施工方",
        "权利人：集体\n使用权人：国有农场",
        "供货人：建筑材料\n采购人：建设集团",
        "责任人：各村民组",
        "服务对象：小微企业",
        "别名：狗尾草\n",
        "适用人：高层次人才",
        "职工：老师好",
        "业主 委员会 电话 0359-5620001",
        "患者 就诊科室 联系电话",
        "我是孩子的妈妈，想咨询入学。",
        "古树名木；古树，300岁，挂牌保护。",
        "村民议事会成员名单（张榜）",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    """Crowds, offices, fillers and things stand behind colons, too."""
    assert raised(text) == []


def test_the_cell_beside_a_name_is_one_whoever_bears_it() -> None:
    """A file of keys and values names its person in the second cell of a row."""
    paper = "姓名,员秀英\n证件号,140199199601012043\n联系电话,13900001111\n".encode()
    kinds = [one.finding.entity_type for one in review(paper, name="a.csv").decisions]
    assert "PERSON" in kinds
