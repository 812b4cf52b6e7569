"""Numbers of things, which nobody need be asked about."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims, table

_UNEXPLAINED = Claims("UNEXPLAINED_NUMBER")


@pytest.mark.parametrize("header", ["编号", "职权编码", "隐患点编号", "设施代码", "古树名木编码"])
def test_a_column_of_codes_of_things_is_explained(header: str) -> None:
    """No person stands in the table."""
    rows = table(
        (header, "位置"), ("149999010017", "石门乡东沟"), ("3200-A-00300-149999", "石门乡西沟")
    )
    assert _UNEXPLAINED.in_segments(*rows) == []


@pytest.mark.parametrize(
    "rows",
    [
        (("编号", "姓名", "电话"), ("149999010017", "王建国", "13800000001")),
        (("人员编号", "位置"), ("149999010017", "石门乡东沟")),
        (("档案编号", "位置"), ("149999010017", "石门乡东沟")),
    ],
)
def test_what_may_be_somebodys_number_is_asked_about(rows: tuple[tuple[str, ...], ...]) -> None:
    """Beside a name, or under a word for a person."""
    assert _UNEXPLAINED.in_segments(*table(*rows)) == ["149999010017"]


@pytest.mark.parametrize("number", ["149999199003071236", "13800000001", "6222029900000000018"])
def test_a_personal_number_is_no_code_wherever_it_stands(number: str) -> None:
    """Its shape is stronger than a bare word."""
    rows = table(("编号", "位置"), (number, "石门乡东沟"), ("0017", "石门乡西沟"))
    found = [
        value
        for kind in ("CN_RESIDENT_ID", "CN_MOBILE", "CN_BANK_CARD", "UNEXPLAINED_NUMBER")
        for value in Claims(kind).in_segments(*rows)
    ]
    assert found == [number]


@pytest.mark.parametrize(
    "text",
    [
        "采伐证号14999926110117",
        "犬名：旺财，免疫证号659999117733",
        '"ts":1794312345678',
        "createTime=1794312345678",
        "orderId=2026111017330100117",
        "requestId: 2026111017330100117",
        "单位公积金账号：200312345678",
        "单位社保编号：14999945678901",
    ],
)
def test_certificates_of_things_times_and_orders_need_no_question(text: str) -> None:
    """Their words say what they are."""
    assert _UNEXPLAINED.found(text) == []
    assert Claims("CN_SOCIAL_SECURITY").found(text) == []


def test_persons_who_answer_for_things_own_no_code() -> None:
    """Rows that are things by name: hazards, each with who is responsible."""
    rows = table(
        ("编号", "隐患点名称", "防灾责任人", "职务"),
        ("149999010017", "东沟北坡崩塌", "王建国", "副镇长"),
        ("149999010018", "石林沟泥石流", "李红梅", "武装部长"),
    )
    assert _UNEXPLAINED.in_segments(*rows) == []
    rows = table(("编号", "客户名称", "职务"), ("149999010017", "王建国", "经理"))
    assert _UNEXPLAINED.in_segments(*rows) == ["149999010017"]
    # What somebody receives names no row.
    rows = table(("代码", "补贴名称", "申领对象"), ("14999901001212", "农机", "王建国"))
    assert _UNEXPLAINED.in_segments(*rows) == ["14999901001212"]


def test_the_times_of_records_are_times() -> None:
    """Also beside persons."""
    rows = table(("name", "mobile", "createTime"), ("王建国", "13800000001", "1794312345678"))
    assert _UNEXPLAINED.in_segments(*rows) == []


def test_a_persons_own_fund_account_goes() -> None:
    """Only the unit's stays."""
    assert Claims("CN_SOCIAL_SECURITY").found("个人公积金账号：200312345678") == ["200312345678"]
