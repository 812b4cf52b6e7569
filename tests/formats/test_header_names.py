"""Names tell headers from values: what stands over them, beside them and below them."""

from __future__ import annotations

import time

import pytest
from tests.formats.test_tables import ID, MOBILE, columns, grid

NAMES = ("王建国", "李秀英", "赵丽", "陈强", "孙文", "周平", "吴海燕", "郑晓东")


@pytest.mark.parametrize("word", ["申请理由", "帮扶举措", "爱好", "高度", "强项", "住房面貌"])
def test_a_word_that_we_do_not_know_heads_a_column_beside_names(word: str) -> None:
    """姓名 stands over names: the row is a header whatever the other word is."""
    rows = grid(("姓名", word), ("王建国", "住房困难"), ("李秀英", "收入低"))
    assert rows[0].header
    assert columns(rows[2], 2) == ["姓名", word]


def test_a_form_with_words_that_we_do_not_know_has_no_header() -> None:
    """Words below 姓名 are no names."""
    rows = grid(("姓名", "王建国"), ("爱好", "书法"), ("荣誉", "模范"))
    assert not any(row.header for row in rows)


@pytest.mark.parametrize("persons", range(2, 9))
@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("出生年月日", "1954.5.11"),
        ("公历诞辰", "1954.5.11"),
        ("公民号码", ID),
        ("随访用机", MOBILE),
    ],
)
def test_a_table_on_its_side_has_its_labels_on_the_left(
    persons: int, label: str, value: str
) -> None:
    """Names to the right of 姓名 head nothing, and a row's first cell labels all of its values."""
    names = NAMES[:persons]
    rows = grid(("姓名", *names), (label, *[value] * persons))
    assert not any(row.header for row in rows)
    assert {rows[0].of(at + 1).row for at in range(persons)} == {"姓名"}
    assert {rows[1].of(at + 1).row for at in range(persons)} == {label}


def test_columns_of_one_kind_each_have_a_header() -> None:
    """Words beside 姓名 over figures and dates are no names."""
    rows = grid(
        ("姓名", "基础分", "入会于"),
        ("王建国", "12", "2019年3月"),
        ("李秀英", "15", "2021年4月"),
    )
    assert columns(rows[2], 3) == ["姓名", "基础分", "入会于"]


@pytest.mark.parametrize(
    "note",
    [
        "单位电话 0359-5620001",
        "监督电话0359-5620001",
        "某县民政局 0359-5620001",
        "填表日期 2026年3月5日",
        "制表人 王建国 2026.3.5",
        "服务热线12345",
        "以上人员符合条件",
        "二、车辆",
    ],
)
@pytest.mark.parametrize("covers", [1, 3])
def test_a_note_below_a_list_is_no_name(note: str, covers: int) -> None:
    """It stands alone in its row, merged or not."""
    rows = grid(
        ("姓名", "身份证号", "手机"),
        ("王建国", ID, MOBILE),
        (note, *[note] * (covers - 1), *[""] * (3 - covers)),
    )
    assert columns(rows[2], 1) == [""]


@pytest.mark.parametrize(
    "name",
    [
        "李秀英",
        "李 英",
        "欧阳娜娜",
        "买买提·吐尔逊",
        "李秀英（户主）",
        "李秀英、王强",
        "李秀英：王强",
        "李秀英1",
        "张**",
    ],
)
def test_a_name_alone_in_its_row_is_one(name: str) -> None:
    """Nothing else of the person was written down."""
    rows = grid(("姓名", "身份证号", "手机"), ("王建国", ID, MOBILE), (name, "", ""))
    assert columns(rows[2], 1) == ["姓名"]


def test_a_second_number_alone_in_its_row_keeps_its_header() -> None:
    """So is the next account of the same person written."""
    rows = grid(("姓名", "手机"), ("王建国", MOBILE), ("", "电话 13800000001"))
    assert columns(rows[2], 2)[1] == "手机"


@pytest.mark.parametrize("text", ["王小" * 20_000, "王小、" * 15_000, "：" * 40_000])
def test_a_long_text_below_a_list_is_looked_at_once(text: str) -> None:
    """A mark is not looked for again from each of its characters."""
    begun = time.process_time()
    grid(("姓名", "手机"), ("王建国", MOBILE), (text, ""))
    assert time.process_time() - begun < 1
