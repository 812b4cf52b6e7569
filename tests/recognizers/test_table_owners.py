"""Whose accounts and telephones a table holds, by the columns beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.recognizers.claims import Claims, table

if TYPE_CHECKING:
    from deident.model import Segment

_ACCOUNTS = Claims("CN_BANK_ACCOUNT")


@pytest.mark.parametrize("payee", ["报销人", "领款人", "收款人", "户名", "经办人"])
def test_who_is_paid_makes_an_account_personal(payee: str) -> None:
    """His department is his, and no owner of the account."""
    rows = table(
        (payee, "部门", "金额", "收款账号"),
        ("王建国", "综合股", "200.00", "14990123456789012"),
        ("李秀英", "项目股", "300.00", "14990123456789013"),
    )
    assert _ACCOUNTS.in_segments(*rows) == ["14990123456789012", "14990123456789013"]


@pytest.mark.parametrize(
    "header", [("单位名称", "经办人"), ("收款单位", "负责人"), ("单位名称", "户名")]
)
def test_the_account_of_an_office_stays(header: tuple[str, str]) -> None:
    """A clerk who sees to the payment does not own it, nor does an office's name."""
    second = "县水利局" if header[1] == "户名" else "王建国"
    rows = table(
        (*header, "账号"),
        ("县水利局", second, "14990123456789012"),
        ("县教育局", second, "14990123456789013"),
    )
    assert _ACCOUNTS.in_segments(*rows) == []


@pytest.mark.parametrize(
    "header", ["承办电话", "办理电话", "部门电话", "责任单位电话", "咨询电话", "处理单位联系电话"]
)
def test_in_a_list_of_complaints_the_offices_telephone_stays(header: str) -> None:
    """That of whoever complains goes, whatever its shape."""
    rows = table(
        ("投诉人", "联系电话", "投诉内容", header),
        ("王建国", "0359-5620001", "路灯不亮", "0359-5620002"),
        ("李秀英", "13800000001", "噪声", "0359-5620003"),
    )
    assert Claims("CN_LANDLINE").in_segments(*rows) == ["0359-5620001"]


def _lists(gap: int) -> tuple[Segment, ...]:
    """Return a list of offices and, some rows below it, one of persons in the same sheet."""
    offices = table(("单位", "电话"), ("县水利局", "0359-5620001"), ("县教育局", "0359-5620002"))
    persons = table(("姓名", "身份证号"), ("王建国", "149999199003070018"))
    moved = [
        replace(one, id=f"b{one.id}", cell=replace(one.cell, row=one.cell.row + 2 + gap))
        for one in persons
        if one.cell is not None
    ]
    return (*offices, *moved)


def test_a_list_of_offices_stays_one_above_a_list_of_persons() -> None:
    """Each list has its title and its header, and says itself whose its telephones are."""
    assert Claims("CN_LANDLINE").in_segments(*_lists(gap=3)) == []


def test_two_halves_of_one_form_are_one_list() -> None:
    """A second row of headers alone begins no other list."""
    assert len(Claims("CN_LANDLINE").in_segments(*_lists(gap=1))) == 2
