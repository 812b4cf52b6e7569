"""Illness and disability of a person; policies and statistics stay."""

from __future__ import annotations

import pytest

from deident.model import Cell, Labels, Role, Segment
from deident.recognizers.packs import built_in
from deident.recognizers.reading import read
from deident.recognizers.scan import Scanner

SCANNER = Scanner(built_in())


def found(text: str) -> list[str]:
    """Return what is claimed of the type in a text, an office's left out."""
    return in_segments(Segment(id="s", text=text))


def in_segments(*segments: Segment) -> list[str]:
    """Return what is claimed of the type in some segments."""
    reading = read(segments)
    return [
        reading.text[hit.start : hit.end]
        for hit in SCANNER.scan(reading)
        if hit.pack.entity_type == "HEALTH_STATUS" and hit.evidence.role is not Role.OFFICE
    ]


def table(*rows: tuple[str, ...]) -> tuple[Segment, ...]:
    """Return the cells of a table whose first row is its header."""
    header, *body = rows
    cells = [
        Segment(id=f"0.{c}", text=text, cell=Cell(table=0, row=0, column=c))
        for c, text in enumerate(header)
    ]
    cells += [
        Segment(
            id=f"{r}.{c}",
            text=text,
            cell=Cell(table=0, row=r, column=c),
            labels=Labels(column=header[c]),
        )
        for r, row in enumerate(body, 1)
        for c, text in enumerate(row)
    ]
    return tuple(cells)


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
