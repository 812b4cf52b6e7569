"""Who holds a post stays, by the paper that says so; whoever is only near one does not."""

from __future__ import annotations

import pytest
from tests.recognizers.raised import raised

from deident.api import Deidentifier


@pytest.mark.parametrize(
    "text",
    [
        "领导之窗\n县长　王永明\n王永明，男，汉族，1974年8月生，研究生学历，中共党员。",
        "王永明\n县委书记\n男，汉族，1974年8月生，大学学历",
        "任前公示\n姓名：王永明\n性别：男\n出生年月：1974.08\n现任职务：县教育局副局长\n"
        "拟任职务：县教育局局长\n",
        "包村干部签名：朱永福",
        "经办：教务处 石山",
        "询问人：赵永福　记录人：卞大山",
        "诊断医师：王永明",
        "执法人员：青山、泽仁扎西\n",
        "值班人员：乐山、王成山　0359-5620001",
        "国庆值班表\n日期 带班领导 值班人员 值班电话\n10月1日 王海山 赵山、孙永倩 0359-5620001",
        "县政协委员分组名单\n经济组（4人）：赵永福　常山　丁大山　郭山\n",
    ],
)
def test_people_in_office_stay(text: str) -> None:
    """Their names, and of a CV the month of birth."""
    assert raised(text, "PERSON", "BIRTH_DATE") == []


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("县长王永明。王永明，男，汉族，1974年8月生，身份证号149999197408051234。", "王永明"),
        ("被询问人：王永明　性别：男", "王永明"),
        ("被调查人：王永明，男", "王永明"),
        (
            "授课专家：王永明　职称：副教授\n身份证号：149999197408051234　"
            "银行卡号：6212261202007331074",
            "王永明",
        ),
        ("姓名：王小山\n身 份 证 号：□□□\n填表人（签字）：王永明　填表日期：", "王永明"),
        ("值班记录\n10月3日 群众王永明来电反映停水", "王永明"),
        ("拖欠工资登记\n班组长：王永明，13900001111，欠薪", "王永明"),
    ],
)
def test_a_private_person_near_an_office_does_not(text: str, gone: str) -> None:
    """Whose ID, card or complaint it is, is no official here."""
    assert gone in raised(text, "PERSON", "BIRTH_DATE")


@pytest.fixture(scope="module")
def penalty() -> Deidentifier:
    """The scene of penalty decisions."""
    return Deidentifier(scene="penalty")


@pytest.mark.parametrize(
    ("text", "gone", "stays"),
    [
        ("被处罚人陈大山殴打顾客王小山，有员工李秀山的笔录。", ["王小山", "李秀山"], ["陈大山"]),
        ("当事人：陈大山，男，1970年生。经查，陈大山以拳击打同学王小山。", ["王小山"], ["陈大山"]),
        ("经营者：陈大山。邻居王小山投诉，王小山称噪声扰民。", ["王小山"], ["陈大山"]),
        ("与雷娟口角，后将雷娟左额打伤，有被侵害人雷娟的陈述。", ["雷娟"], []),
        ("车主陈大山。当事人陈大山超载，陈大山承认。", [], ["陈大山"]),
    ],
)
def test_a_decision_names_its_party_only(
    penalty: Deidentifier, text: str, gone: list[str], stays: list[str]
) -> None:
    """Every other role goes, wherever the name stands; who is the party once stays everywhere."""
    copy = penalty.mask_text(text).text
    assert [name for name in gone if name in copy] == []
    assert [name for name in stays if copy.count(name) != text.count(name)] == []
