"""Tables typed into plain text: told by their separators, read as cells under their headers."""

from __future__ import annotations

import re

import pytest

from deident import mask_text
from deident.formats.typed_tables import TypedTable, find_tables, may_hold_table

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ID = "149999199003071236"


def _tables(text: str) -> list[tuple[TypedTable, list[list[str]]]]:
    lines = _LINE.findall(text)
    return [
        (
            table,
            [
                [lines[row.start][first:stop] for _, first, stop in table.fields(lines[row.start])]
                for row in table.rows(lines, at, table.end(lines, at))
            ],
        )
        for at, table in find_tables(lines, 0, last=True)
        if table is not None
    ]


@pytest.mark.parametrize(
    "separator", ["|", "｜", "│", "\t", "  ", " ", ",", "，", ";", "；", "、", "/"]
)
def test_words_over_values_are_a_table_whatever_parts_them(separator: str) -> None:
    """Header words over values are a table, whatever stands between the columns."""
    rows = [["姓名", "残疾类别", "银行账号"], ["张三", "肢体", "60001"], ["李四", "听力", "60002"]]
    text = "公示\n" + "\n".join(map(separator.join, rows)) + "\n特此公示\n"
    assert may_hold_table(text)
    assert [found for _, found in _tables(text)] == [rows]


def test_one_row_under_a_header_of_words_is_a_table() -> None:
    """Two lines are enough where the first holds header words only."""
    ((_, rows),) = _tables("姓名\t残疾类别\t残疾等级\n廖某某\t肢体\t二级\n")
    assert rows[1] == ["廖某某", "肢体", "二级"]


@pytest.mark.parametrize(
    "text",
    [
        "近年来，全县上下，深入贯彻，\n全县上下，深入贯彻，落实工作。\n",
        "姓名：张三  性别：男\n住址：河西镇  电话：无\n",
        "首页 > 政务公开 > 公示\n字号 大 中 小\n打印 关闭 收藏\n",
        "申请时交身份证、户口簿、银行卡号\n领取时交身份证、申请表、银行卡号\n",
        "姓名、性别、年龄\n",
        "2021/3/4\n2021/3/5\n2021/3/6\n",
    ],
)
def test_sentences_and_forms_stay_text(text: str) -> None:
    """What only looks like a table from afar is left alone."""
    assert _tables(text) == []


def test_borders_belong_to_the_row_above_them() -> None:
    """Drawn borders make no rows."""
    ((_, rows),) = _tables(
        "┌──┬───┐\n│姓名│联系电话│\n├──┼───┤\n│张三│1380│\n├──┼───┤\n│李四│1390│\n└──┴───┘\n"
    )
    assert rows == [["姓名", "联系电话"], ["张三", "1380"], ["李四", "1390"]]


def test_a_table_goes_on_behind_a_line_that_breaks_into_it() -> None:
    """The header reaches the rows behind the break, and the rest of the cell is not lost."""
    text = (
        "序号  姓名  身份证号  一卡通账号\n"
        f"1  张建军  {_ID}  62218809028\n"
        "36859460\n"
        "2  李爱国  149999199003071237  6221880902836\n"
        "（以上为第一批）\n"
        f"3  王红梅  {_ID}  6221880902837\n"
    )
    ((_, rows),) = _tables(text)
    assert [row[0] for row in rows] == ["序号", "1", "2", "3"]
    masked = mask_text(text).text
    assert "36859460" not in masked
    assert "149999199003071237" not in masked
    assert masked.count("\n") == text.count("\n")


def test_a_line_that_breaks_in_is_read() -> None:
    """A note between two rows is a text of its own."""
    text = "姓名|补贴金额\n张三|300\n联系人赵钱孙，手机13800000001\n李四|400\n"
    assert "13800000001" not in mask_text(text).text


def test_a_column_of_a_space_apart_table_is_typed_by_its_header() -> None:
    """A header governs its column across single blanks."""
    text = f"序号 户主 身份证号 家庭住址\n1 张建军 {_ID} 河西镇东关村3组\n"
    assert mask_text(text).text.splitlines()[1] == "1 张** 14*************236 河西镇***"


def test_the_blank_of_a_form_is_no_part_of_a_value() -> None:
    """Values written on a line of underscores are found, and the line stays."""
    masked = mask_text(
        "姓名：_王建国_ 家庭住址：＿＿河西镇东关村3组12号＿＿ 电话：__________\n"
    ).text
    assert masked == "姓名：_王**_ 家庭住址：＿＿河西镇***＿＿ 电话：__________\n"
