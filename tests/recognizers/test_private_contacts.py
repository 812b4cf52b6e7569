"""Whose contact and whose profession a private record names."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import SCANNER, Claims, table

from deident.model import Role
from deident.recognizers.reading import read

_CLAIMS = Claims("PERSON")
found = _CLAIMS.found
_ID = "149999199003071236"


@pytest.mark.parametrize(
    "text",
    [
        f"当事人王建国，身份证号{_ID}，住河西镇东关村3组，联系人李红梅，13800000001。",
        f"当事人：王建国\n证件号码：{_ID}\n联系人李红梅，13800000001。",
        "户籍地：河西镇东关村3组，工作单位：某县第一中学。\n联系人：李红梅，手机13800000001。",
    ],
)
def test_the_contact_in_a_private_record_is_private(text: str) -> None:
    """Behind somebody's ID or home a contact with a mobile is kin, as a rule."""
    assert "李红梅" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        f"居民王建国（男，身份证号{_ID}）来电，联系人李红梅，电话0359-5620001。",
        "公示期间有异议请反映，联系人：李红梅，13800000001。",
        "报名材料交县人社局，须填写身份证号，联系人：李红梅，13800000001。",
        "项目地址：河西镇东关村\n联系人：李红梅，13800000001",
    ],
)
def test_the_contact_of_an_office_stays(text: str) -> None:
    """A landline, or no record of anybody before it: an office's contact."""
    assert "李红梅" not in found(text)


def test_who_is_complained_about_with_his_mobile_is_no_contact() -> None:
    """A manager's name in a complaint is not published with the answer to it."""
    assert "李红梅" in found("市民来电反映物业停水，物业经理李红梅电话13800000001无人接听。")
    assert found("项目经理李红梅，电话13800000001。") == []


def test_a_teacher_at_home_is_a_private_person() -> None:
    """A profession is no office where birth and home stand behind the name."""
    assert found(f"教师王秀兰，1970年5月生，住河西镇东关村3组，身份证号{_ID}") == ["王秀兰"]
    assert found("授予教师王秀兰“先进个人”称号") == []


def test_who_is_to_be_appointed_is_an_official() -> None:
    """A table with 拟任职务 introduces candidates, their month of birth too."""
    rows = table(
        ("姓名", "性别", "出生年月", "现任职务", "拟任职务"),
        ("张建军", "男", "1975.03", "县财政局副局长", "县财政局局长"),
    )
    assert _CLAIMS.in_segments(*rows) == []


def test_a_landline_beside_a_post_is_an_offices() -> None:
    """Name, post and telephone: no list of homes. With an ID it is one."""
    header, row = ("姓名", "职务", "联系电话"), ("张建军", "副县长", "0359-5620001")
    assert _is_personal(header, row) is False
    assert _is_personal((*header, "身份证号"), (*row, _ID)) is True


def _is_personal(header: tuple[str, ...], row: tuple[str, ...]) -> bool:
    reading = read(table(header, row))
    return any(
        hit.evidence.role is Role.PERSONAL
        for hit in SCANNER.scan(reading)
        if hit.pack.entity_type == "CN_LANDLINE"
    )


@pytest.mark.parametrize(
    "header",
    [
        ("姓名", "入职日期", "紧急联系人"),
        ("姓名", "出生日期", "家属联系人"),
        ("学生姓名", "家庭住址", "联系人"),
        ("姓名", "联系人电话", "联系人"),
    ],
)
def test_the_contact_in_a_list_of_persons_is_private(header: tuple[str, ...]) -> None:
    """There he is somebody's kin."""
    rows = table(header, ("王建国", "", "李红梅"), ("赵大勇", "", "孙小兰"))
    assert {"李红梅", "孙小兰"} <= set(_CLAIMS.in_segments(*rows))


@pytest.mark.parametrize("unit", ["单位", "村名", "项目名称", "所属街道"])
def test_the_contact_in_a_list_of_offices_stays(unit: str) -> None:
    """He answers for the unit beside him."""
    rows = table(
        ("姓名", unit, "联系人"), ("王建国", "东关", "李红梅"), ("赵大勇", "西关", "孙小兰")
    )
    assert not {"李红梅", "孙小兰"} & set(_CLAIMS.in_segments(*rows))
