"""Words that head a column, and those that do not."""

from __future__ import annotations

import pytest

from deident.ocr.headings import is_header_row, is_label


@pytest.mark.parametrize("text", ["姓名", "申请人姓名", "联系电话：", "补贴金额（元）", "开户银行"])
def test_labels(text: str) -> None:
    """As forms and tables print them."""
    assert is_label(text)


@pytest.mark.parametrize(
    "text", ["赵小山", "农村商业银行", "柳林坪村3组27号", "13900000123", "经审核，情况属实"]
)
def test_values_are_no_labels(text: str) -> None:
    """Nor is a bank's name, though 开户银行 is."""
    assert not is_label(text)


@pytest.mark.parametrize(
    ("texts", "heads"),
    [
        (["序号", "姓名", "身份证号", "金额"], True),
        (["姓名", "赵小山", "性别", "男"], False),
        (["1", "3", "9", "0"], False),
        (["1", "钱大海", "149999196001010010"], False),
        (["宗地", "四至", "权属"], True),
    ],
)
def test_header_rows(texts: list[str], heads: bool) -> None:
    """Labels side by side head columns; every second one stands before its value."""
    assert is_header_row(texts) is heads
