"""Names that both their sides show, lists, strange surnames, and whose part somebody plays."""

from __future__ import annotations

import pytest
from tests.recognizers.raised import raised

from deident.api import Deidentifier
from deident.model import Action
from deident.recognizers import person_strange


def _names(text: str, scene: str, *, kept: bool) -> list[str]:
    """Return the names that stay in a scene, or those that do not."""
    return [
        text[place.span.start : place.span.end]
        for decision in Deidentifier(scene=scene).mask_text(text).decisions
        if decision.finding.entity_type == "PERSON" and (decision.action is Action.KEEP) is kept
        for place in decision.finding.places
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("户主已故，补偿款由子隗双喜代签。", ["隗双喜"]),
        ("养老金由女苦兆祥代领。", ["苦兆祥"]),
        ("该老人由妫丙戌照料。", ["妫丙戌"]),
        ("啜耀先终止妊娠情况已完成。", ["啜耀先"]),
        ("与郇志强、妫长林发生口角。", ["郇志强", "妫长林"]),
        ("李隗主任出席会议。", []),
    ],
)
def test_a_strange_surname_is_read_as_a_usual_one(text: str, names: list[str]) -> None:
    """No text taught the tagger 妫 or 啜; what stands around them is that of any name."""
    assert sorted(raised(text)) == sorted(names)


def test_a_place_is_no_strange_surname() -> None:
    """The text keeps its length, and its places and words their characters."""
    assert person_strange.as_usual("濮阳市与芮城县、啜泣") == "濮阳市与芮城县、啜泣".replace(
        "芮", person_strange.as_usual("芮城县")[0]
    )
    assert raised("濮阳市、芮城县、鄞州区的居民。") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("四至：东至俸志强家院墙，西至路，南至渠，北至江山家。", ["俸志强", "江山"]),
        ("东邻王建国宅，西邻李秀英承包地。", ["王建国", "李秀英"]),
        ("南至于春生，西至村道。", ["于春生"]),
        ("以王建国为户主的家庭，现有4口人。", ["王建国"]),
        ("由平安照料，由温改转赡养。", ["平安", "温改转"]),
        ("关于对温改转违法占地行为的处罚告知", ["温改转"]),
        ("限成满囤自公告之日起15日内到我局接受处理。", ["成满囤"]),
        ("本院受理黑玉兰诉诸葛静民间借贷纠纷一案。", ["黑玉兰", "诸葛静"]),
        ("犯罪嫌疑人李强伙同马强盗窃电动车三辆。", ["李强", "马强"]),
        ("登记在方圆名下。", ["方圆"]),
    ],
)
def test_both_sides_show_a_name(text: str, names: list[str]) -> None:
    """What only persons have, do or suffer ends a name that a leading word begins."""
    assert sorted(raised(text)) == sorted(names)


@pytest.mark.parametrize(
    "text",
    [
        "四至：东至路，西至河，南至高峰林场，北至水渠。",
        "做好民族宗教、人口和计划生育、统计、档案等工作。",
        "具体规定和应达到的要求。",
        "由查处举报案件的部门分别奖励。",
        "安口镇现有种植面积9000亩，安口镇东邻柳河县。",
        "第五条　醉酒的人实施袭警犯罪的，应当负刑事责任。",
        "驾驶人、乘客、行人应当遵守交通规则。",
        "继承人、受益人名单以公证书为准。",
    ],
)
def test_no_thing_is_framed(text: str) -> None:
    """Places, rules and words between the same words are nobody."""
    assert raised(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("涉及李建平、俸志强、江山等5户。", ["李建平", "俸志强", "江山"]),
        ("伤者王建国、李秀英已送县医院救治。", ["王建国", "李秀英"]),
        ("证人胡彩云、于立新出具证言。", ["胡彩云", "于立新"]),
    ],
)
def test_a_list_goes_on_with_names(text: str, names: list[str]) -> None:
    """Beside a known name an item that is shaped like one is one, whatever the surname."""
    assert sorted(raised(text)) == sorted(names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("包工头王建国拖欠工资。", "王建国"),
        ("班组长林爱莲　13930922184", "林爱莲"),
        ("债权人蒿秀兰、债务人黑玉兰未提异议。", "蒿秀兰"),
        ("借款人妫雪芹、保证人候永福至今未还款。", "候永福"),
        ("村医为王建国老人量血压。", "王建国"),
        ("报告人：王建国（死者之兄）", "王建国"),
        ("尉迟改转：\n    你于2022年3月擅自占用耕地建房。", "尉迟改转"),
    ],
)
def test_a_role_shows_a_private_person(text: str, name: str) -> None:
    """Gang leaders, parties of a debt, whom a doctor visits and whom a notice is served on."""
    assert name in raised(text)


@pytest.mark.parametrize(
    "text",
    [
        "现场放线人员：赵淑芬、尹春生（大营镇自然资源所）",
        "村干部：支书兼主任汤勇，会计侯世昌，监委会主任廖引弟。",
        "联系人：县儿童福利院韩雪芹；0350-4062647",
    ],
)
def test_who_acts_for_an_office_stays(text: str) -> None:
    """Surveyors of an office, a village's accountant, whom a home for children names to call."""
    assert raised(text) == []


@pytest.mark.parametrize(
    ("text", "scene", "name"),
    [
        ("姓名：邓红霞\n领取人：孙嘉怡（与死者关系：父子）", "subsidy", "孙嘉怡"),
        ("本人因故不能到场，由代领人马强代为领取。", "subsidy", "马强"),
        ("受送达人签收：蔺栓柱（同住成年家属）　电话13920734979", "penalty", "蔺栓柱"),
    ],
)
def test_who_stands_beside_the_party_is_hidden(text: str, scene: str, name: str) -> None:
    """A notice that names its party by law names nobody else."""
    assert name in _names(text, scene, kept=False)


def test_who_receives_a_subsidy_stays() -> None:
    """The list of who received what is the duty."""
    assert _names("领取人：孙嘉怡，金额1200元", "subsidy", kept=True) == ["孙嘉怡"]
