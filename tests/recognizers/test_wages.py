"""What persons are paid and owe, in columns."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims, table

found = Claims("PROPERTY_STATUS").in_segments


@pytest.mark.parametrize(
    "header", ["应发工资", "实发工资", "基本工资", "欠薪", "欠薪金额", "借款余额", "欠款金额"]
)
def test_a_wage_or_debt_under_its_word_is_somebodys(header: str) -> None:
    """In a list of persons."""
    rows = table(("姓名", header), ("王建国", "4317.00"), ("李秀英", "4177.00"))
    assert found(*rows) == ["4317.00", "4177.00"]


def test_a_payroll_is_known_by_its_other_columns() -> None:
    """实发 alone says nothing; beside 工资 it is a wage."""
    rows = table(("姓名", "工资", "奖金", "实发"), ("王建国", "4000", "300", "4300"))
    assert found(*rows) == ["4000", "300", "4300"]


@pytest.mark.parametrize(
    "header",
    [
        ("姓名", "补贴标准", "应发金额", "实发金额"),
        ("姓名", "岗位补贴", "社保补贴", "实发金额"),
        ("户主", "低保金", "扣款", "实发金额"),
        ("单位", "应发工资", "扣款", "实发工资"),
    ],
)
def test_what_an_office_pays_by_rule_stays(header: tuple[str, ...]) -> None:
    """Allowances are published, and offices have no wages of their own."""
    rows = table(header, ("王建国", "300", "0", "300"), ("李秀英", "300", "0", "300"))
    assert found(*rows) == []
