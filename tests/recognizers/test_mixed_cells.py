"""What a cell holds beside what its column promises."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims, table

ID, MOBILE = "149999199003070018", "13800001234"
PERSONS, IDS, MOBILES = Claims("PERSON"), Claims("CN_RESIDENT_ID"), Claims("CN_MOBILE")
ADDRESSES, HEALTH = Claims("CN_HOME_ADDRESS"), Claims("HEALTH_STATUS")


@pytest.mark.parametrize("cell", ["王建国（{}/{}）", "王建国 {} {}", "王建国，{}，{}"])
def test_a_name_with_its_numbers_are_three_values(cell: str) -> None:
    """Each is claimed as what it is."""
    rows = table(("户主（身份证号/电话）", "备注"), (cell.format(ID, MOBILE), "首次"))
    assert PERSONS.in_segments(*rows) == ["王建国"]
    assert IDS.in_segments(*rows) == [ID]
    assert MOBILES.in_segments(*rows) == [MOBILE]


def test_a_malformed_number_is_claimed_without_the_name_before_it() -> None:
    """The name is claimed by its own rules."""
    rows = table(("户主/身份证号", "备注"), ("王建国（14999919900307001）", "首次"))
    assert IDS.in_segments(*rows) == ["14999919900307001"]
    assert PERSONS.in_segments(*rows) == ["王建国"]


def test_a_number_before_a_bracket_is_the_cells() -> None:
    """1380000123（旧） was mistyped; what the bracket says of it is no number."""
    rows = table(("姓名", "手机"), ("王建国", "1380000123（A1）"))
    assert any("1380000123" in found for found in MOBILES.in_segments(*rows))


@pytest.mark.parametrize("home", ["某厂家属区", "锦绣苑北区", "矿务局生活区"])
def test_where_people_live_together_is_no_district(home: str) -> None:
    """Though its name ends like one."""
    rows = table(("姓名", "家庭住址"), ("王建国", home))
    assert ADDRESSES.in_segments(*rows) == [home]


def test_the_masked_copy_holds_no_other_number() -> None:
    """A mobile number that is masked is no ID beside one."""
    rows = table(
        ("户主（身份证号/电话）", "备注"), ("王**（14*************018/138****1234）", "首次")
    )
    assert IDS.in_segments(*rows) == ["14*************018"]


@pytest.mark.parametrize("note", ["单位电话 0359-5620001", "监督电话0359-5620001"])
def test_a_cell_that_says_what_is_in_it_is_no_name(note: str) -> None:
    """The office's telephone stays."""
    rows = table(("姓名", "手机"), ("王建国", MOBILE), (note, ""))
    assert PERSONS.in_segments(*rows) == ["王建国"]
    assert Claims("CN_LANDLINE").in_segments(*rows) == []


def test_an_address_in_a_column_of_names_is_an_address() -> None:
    """Somebody wrote it below a label of its own."""
    home = "某省某县甲乙镇丙村6组21号"
    rows = table(("姓名", "备注"), ("王建国", "首次"), ("户籍地址", "二次"), (home, "三次"))
    assert ADDRESSES.in_segments(*rows) == [home]
    assert PERSONS.in_segments(*rows) == ["王建国"]


@pytest.mark.parametrize("place", ["甲乙镇", "某县甲乙镇", "某省某市某县", "东城街道"])
def test_what_a_mask_would_leave_of_an_address_is_left(place: str) -> None:
    """乡镇 in a column of its own is nobody's home; a village and an estate are."""
    rows = table(("姓名", "家庭住址/乡镇", "家庭住址/村"), ("王建国", place, "丙村"))
    assert ADDRESSES.in_segments(*rows) == ["丙村"]
    rows = table(("姓名", "家庭住址"), ("王建国", "锦绣小区"))
    assert ADDRESSES.in_segments(*rows) == ["锦绣小区"]


@pytest.mark.parametrize("word", ["原因", "方式", "申请理由", "路名", "安置点", "满意度", "祝福语"])
def test_a_heading_beside_the_names_heading_is_no_name(word: str) -> None:
    """原 and 申 are surnames too."""
    rows = table(("姓名", word), ("王建国", "首次"), ("李秀英", "二次"))
    assert PERSONS.in_segments(*rows) == ["王建国", "李秀英"]


@pytest.mark.parametrize("header", ["原因", "申请理由", "致贫原因", "救助情况/原因", "请假事由"])
@pytest.mark.parametrize("illness", ["尿毒症", "脑梗死", "重度抑郁症", "肺癌晚期", "肝硬化"])
def test_a_reason_that_is_an_illness_is_found(header: str, illness: str) -> None:
    """By its name, also where nobody says that he suffers from it."""
    rows = table(("姓名", header), ("王建国", illness), ("李秀英", "住房困难"))
    assert HEALTH.in_segments(*rows) == [illness]


@pytest.mark.parametrize(
    "reason", ["火灾", "道路硬化", "收入低", "子女上学", "炎陵县户籍", "症结不明"]
)
def test_other_reasons_stay(reason: str) -> None:
    """Neither losses nor works are illnesses."""
    rows = table(("姓名", "原因"), ("王建国", reason), ("李秀英", "住房困难"))
    assert HEALTH.in_segments(*rows) == []
