"""Illness and disability of a person; policies and statistics stay."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims, table

_CLAIMS = Claims("HEALTH_STATUS")
found, in_segments = _CLAIMS.found, _CLAIMS.in_segments


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("张某，身患尿毒症，妻子系肢体二级残疾。", ["身患尿毒症", "肢体二级残疾"]),
        ("该户因病致贫，纳入低保。", ["因病致贫"]),
        ("王某怀孕6个月，患妊娠期高血压。", ["怀孕6个月", "患妊娠期高血压"]),
        ("致贫原因：因残", ["因残"]),
        ("其父患脑梗、高血压多年，母亲视力一级残疾。", ["患脑梗、高血压多年", "视力一级残疾"]),
        ("陈某（精神残疾二级）走失，", ["精神残疾二级"]),
    ],
)
def test_illness_of_somebody_is_found(text: str, values: list[str]) -> None:
    """Diagnosis, disability, pregnancy and 因病 of a particular person."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "完善重大疾病医疗保险制度，减轻患者负担。",
        "残疾人两项补贴：一级、二级重度残疾人每人每月100元。",
        "对患大病的困难群众给予救助。",
        "加强艾滋病、结核病防治。",
        "癌症筛查项目覆盖35岁至64岁妇女。",
        "二级甲等医院、三级医院诊断证明",
        "对因病、因残、因学致贫的家庭分类施策。",
    ],
)
def test_policy_about_illness_stays(text: str) -> None:
    """Insurance, prevention, rules and counts are nobody's illness."""
    assert found(text) == []


def test_a_column_of_persons_is_read_and_one_of_standards_is_not() -> None:
    """残疾等级 beside 姓名 is somebody's; beside 补贴标准 it is a rule. 缺技术 is no illness."""
    people = table(
        ("姓名", "残疾等级", "致贫原因"), ("赵某", "二级", "因病"), ("钱某", "三级", "缺技术")
    )
    assert in_segments(*people) == ["二级", "因病", "三级"]
    assert in_segments(*table(("残疾等级", "补贴标准"), ("一级", "100元"))) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("救助对象：王某，患有股骨头坏死，生活困难。", "股骨头坏死"),
        ("王某因腰椎间盘突出花费3万元。", "腰椎间盘突出"),
        ("病例3，女，24岁，系病例1的妻子，有肝硬化病史。", "肝硬化"),
        ("我父亲今年72岁，患有白血病，能否申请特殊病种门诊？", "白血病"),
    ],
)
def test_what_somebody_suffers_from_in_other_words(text: str, value: str) -> None:
    """A part of the body and what became of it is a disease."""
    assert value in "".join(found(text))


def test_a_grade_beside_a_kind_of_disability() -> None:
    """等级 alone names nothing; beside 残疾类型 it does."""
    rows = table(
        ("残疾人姓名", "残疾类型", "等级", "住址"),
        ("王建国", "视力", "一级", "虚构县城关镇东街村3组"),
    )
    assert in_segments(*rows) == ["视力", "一级"]


def test_who_is_entitled_to_an_allowance_is_nobody() -> None:
    """A rule has a label too."""
    assert found("残疾等级为一级、二级的重度残疾人，每月发放护理补贴569元。") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("熊全喜，149999199003072316，冠心病，合格", ["冠心病"]),
        ("李大明，149999199003072316，急性脑梗死，自付8000元", ["急性脑梗死"]),
        ("其妻王芳全身烧伤面积达40%", ["全身烧伤面积达40%"]),
        ("我母亲今年82岁，上周摔伤，右髋骨骨折住院", ["右髋骨骨折", "住院"]),
        ("户主王芳，身患有红斑狼疮，无业", ["身患有红斑狼疮"]),
        ("李大明，149999199003072316，二级残疾（肢体）", ["二级残疾（肢体）"]),
    ],
)
def test_a_disease_beside_somebody_needs_no_word_of_suffering(text: str, values: list[str]) -> None:
    """An item of a row, an injury of a part of the body, and what anybody suffers from."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "主治医师王某某，擅长脑梗死、高血压的诊治",
        "李某某介绍，冠心病、高血压、糖尿病纳入门诊慢特病病种",
        "水稻新品种由张某某选育，还具有抗病、抗倒的特性",
        "医院开展骨折手术120例，负责人李某某",
    ],
)
def test_specialities_and_programmes_stay(text: str) -> None:
    """A doctor has no disease that he treats."""
    assert found(text) == []
