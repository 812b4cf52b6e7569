"""Whose a mailbox is, by the office or the person before it."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims

found = Claims("EMAIL_ADDRESS").found


@pytest.mark.parametrize(
    "text",
    [
        "意见请反馈至学生处，邮箱xsc2026@example.edu.cn。",
        "某县第二中学，联系电话0359-5620001，邮箱：bangong@example.com",
        "办公室电话：0359-5620001，电子邮箱：bangong@example.com",
        "材料电子版发教务科邮箱jwk2026@example.com",
    ],
)
def test_the_mailbox_of_an_institution_stays(text: str) -> None:
    """It stands beside the section, the school or the office's telephone."""
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "学生王小明，邮箱wang2009@example.com",
        "应聘者本科，邮箱wang2009@example.com",
        "投递人联系邮箱wang2009@example.com",
        "来信人（邮箱：wang2009@example.com）反映学生处办事慢",
    ],
)
def test_the_mailbox_of_a_person_goes(text: str) -> None:
    """联系邮箱 is no 系's, and 学生 is not 学生处."""
    assert found(text) == ["wang2009@example.com"]
