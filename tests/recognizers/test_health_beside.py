"""Illness in rows, records, diagnoses and behind 致: no word of suffering stands there."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims, table

_CLAIMS = Claims("HEALTH_STATUS")
found, in_segments = _CLAIMS.found, _CLAIMS.in_segments


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("张大山 13900000001 独居 失明", ["失明"]),
        ("走失人员：刘志强，男，35岁，有智力障碍，不会说话。", ["有智力障碍"]),
        ("捡拾男婴一名，取名王福来，2022年4月15日出生（估），唇腭裂。", ["唇腭裂"]),
        ("捡拾女婴一名，取名王福来，唐氏综合征。", ["唐氏综合征"]),
        ("姓名：王福贵\n死亡日期：2023年1月2日\n备注：溺水\n", ["溺水"]),
        ("计划生育：王小芳已于5月落实上环措施。", ["上环"]),
        ("经检测，张伟甲基苯丙胺尿检结果为阳性。", ["甲基苯丙胺尿检结果为阳性"]),
        ("1 王福生 高血压Ⅲ期\n2 李贵英 糖尿病伴并发症", ["高血压Ⅲ期", "糖尿病伴并发症"]),
    ],
)
def test_a_field_of_somebodys_row_says_it(text: str, values: list[str]) -> None:
    """A whole field, a remark on a death, a word right behind a name."""
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("用酒瓶将王某头部打伤，致其头皮裂伤缝合7针。", ["头皮裂伤缝合7针"]),
        ("将李某打伤，致其左耳鼓膜穿孔。", ["左耳鼓膜穿孔"]),
        ("职工李某在车间操作时被绞伤，致右手食指、中指离断。", ["右手食指、中指离断"]),
    ],
)
def test_what_a_deed_left_with_somebody(text: str, values: list[str]) -> None:
    """The whole injury, with what was stitched."""
    assert [value for value in found(text) if value in values] == values


def test_numbered_diagnoses_are_somebodys() -> None:
    """Whose they are, the paper said before."""
    text = "职工姓名：卢大山，手机13900000001\n诊断为：1.腰2椎体压缩性骨折；2.头皮血肿。"
    assert found(text) == ["1.腰2椎体压缩性骨折", "头皮血肿"]


def test_a_positive_result_in_a_list_of_persons() -> None:
    """A column 结果 holds it; what is negative stays."""
    cells = table(("姓名", "手机", "结果"), ("王小丽", "13900000001", "阳性"))
    assert in_segments(*cells) == ["阳性"]
    cells = table(("样品名称", "采样点", "结果"), ("自来水", "东街", "阳性"))
    assert in_segments(*cells) == []


@pytest.mark.parametrize(
    "text",
    [
        "各村要重点排查偏瘫、失明、聋哑人员，确保转移。联系人：王强，13900000001",
        "县计生服务站免费开展上环、取环、结扎等手术。",
        "死亡原因统计：溺水12人，车祸30人。",
        "备注：溺水、车祸死亡的，须提供公安部门证明。",
        "水质检测大肠杆菌呈阳性，已责令王强经营的饭店停业。",
        "因交通事故致他人骨折、重伤的，依法追究刑事责任。",
        "县医院李明医生成功为一名急性心肌梗死患者实施手术。",
        "唇腭裂、先天性心脏病儿童可申请免费手术。",
    ],
)
def test_services_statistics_and_laws_stay(text: str) -> None:
    """Nobody in particular is meant."""
    assert found(text) == []


def test_a_policy_in_the_sentence_hides_no_relative() -> None:
    """得知其儿子患有…，叮嘱落实政策 tells of him all the same."""
    assert found("得知其儿子王某患有肝硬化，叮嘱落实好政策。") == ["患有肝硬化"]
