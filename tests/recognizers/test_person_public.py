"""Who is no private person, and what is nobody: leaders, great men, officials, phrases."""

from __future__ import annotations

import pytest
from tests.recognizers.raised import raised


@pytest.mark.parametrize(
    "text",
    [
        "古镇诞生了陈廷敬、张慎言、吴秀英等一大批历史名人。",
        "这里孕育了陈永福、赵小山、吴秀英。",
        "境内有陈廷敬、赵小山等文化先贤的遗迹。",
        "朱镕基、李瑞环、李鹏、黄菊、李长春等出席闭幕会。",
        "李长春、刘云山、王岐山、张高丽等同志参加审议。",
    ],
)
def test_great_men_and_leaders_are_no_private_persons(text: str) -> None:
    """What closes, opens or fills a list says what its persons are."""
    assert raised(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我村诞生了陈永福、赵小山等致富带头人。", ["陈永福", "赵小山"]),
        ("走访了李鹏、陈永福、赵小山等农户。", ["李鹏", "陈永福", "赵小山"]),
        ("陈永福、赵小山等参观名人故居。", ["陈永福", "赵小山"]),
        ("陈永福、赵小山等3名学生获科学家奖学金。", ["陈永福", "赵小山"]),
        ("陈永福、李长春、赵小山三人到场。", ["陈永福", "李长春", "赵小山"]),
    ],
)
def test_persons_of_today_stay_private(text: str, names: list[str]) -> None:
    """One name that a leader bears too makes no list of leaders."""
    assert raised(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "石政发 （2019） 8号",
        "贺政办 [2019] 33号\n各县(市、区)人民政府:\n现印发给你们。",
        "做好高风险地区来许返许人员登记。",
        "喜气洋洋贺新春。",
        "新造经济林建设3200亩，管护公益林建设860亩。",
        "牢牢守住铁路隧道和杨斜x个县级卡口。",
        "珍稀植物有钟萼木、红豆杉等，动物有云豹等。",
        "撤县入州,属巩昌府。雍正七年属阶州。",
        "白龙江及其支流纵贯全境，白龙江年径流充沛。",
    ],
)
def test_a_phrase_of_offices_is_no_name(text: str) -> None:
    """Numbers of papers, cities' short names, woods, feasts, plants, rivers."""
    assert raised(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("村民贺国庆，男，因病住院。", ["贺国庆"]),
        ("村民林建设的3亩耕地被占。", ["林建设"]),
        ("林区药材有陈永福、赵小山等农户种植。", ["陈永福", "赵小山"]),
        ("承包人由吴秀英改为李天府，李天府已签字。", ["吴秀英", "李天府", "李天府"]),
        ("救治李天府等伤员，李天府已出院。", ["李天府", "李天府"]),
        ("吴晓江是境内河流管护员，昨日受伤。", ["吴晓江"]),
        ("户主杨斜三间房屋受损。", ["杨斜"]),
    ],
)
def test_persons_so_called_are_found(text: str, names: list[str]) -> None:
    """A role speaks for a name whatever it looks like."""
    assert raised(text) == names


def test_a_post_and_a_speech_close_an_officials_name() -> None:
    """在 is no part of it, and the name is his further down."""
    text = "县人民法院院长肖扬在作工作报告时说，审判质量提高。肖扬说，明年继续努力。"
    assert raised(text) == []


def test_contacts_on_lines_of_their_own_are_an_offices() -> None:
    """The line with 联系人 shows what those below it are."""
    above = "联系人：陈永福0359-2099901\n"
    assert raised(above + "赵小山0359-2099902\n吴秀英 0359-2099903\n") == []
    assert raised("赵小山0359-2099902\n") == ["赵小山"]


def test_norms_averages_and_offices_are_nobodys() -> None:
    """What a norm says of anybody, an average, the address of a committee."""
    norm = "第九条 对羁押期间突患疾病的被拘留人，应当送医，通知其家属或者单位。"
    assert raised(norm, "HEALTH_STATUS") == []
    told = "据其家属反映，长期患精神分裂症。"
    assert raised(told, "HEALTH_STATUS") == ["长期患精神分裂症"]
    assert raised("村民人均纯收入9800元，增长5%。", "PROPERTY_STATUS") == []
    assert raised("该户人均纯收入4800元。", "PROPERTY_STATUS") == ["4800元"]
    seat = "邮寄地址：虚构市湖滨路61号虚构市人大法制委员会"
    assert raised(seat, "CN_HOME_ADDRESS") == []
    home = "邮寄地址：虚构市湖滨路61号3号楼2单元301"
    assert raised(home, "CN_HOME_ADDRESS") == [home[5:]]
