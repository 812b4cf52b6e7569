"""Tables typed into plain text: told by their separators, read as cells under their headers."""

from __future__ import annotations

import re
import time

import pytest

from deident import mask_text
from deident.formats.typed_tables import Table, find_tables, may_hold_table

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ID = "149999199003071236"


def _tables(text: str) -> list[tuple[Table, list[list[str]]]]:
    lines = _LINE.findall(text)
    return [
        (
            table,
            [
                [
                    "".join(lines[row.start : row.loose])[first:stop]
                    for _, first, stop in table.cells(lines[row.start : row.loose])
                ]
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


@pytest.mark.parametrize(
    ("header", "rows", "cells"),
    [
        (
            "序号 姓名 身份证号 手机号码 金额",
            [
                "1 张建军 149999199003071236 13800000001 30",
                "2 李爱 1499 9919 9003 0712 36 138 0000 0002 40",
            ],
            ["2", "李爱", "1499 9919 9003 0712 36", "138 0000 0002", "40"],
        ),
        (
            "序号 姓名 性别 成绩",
            ["1 张建军 男 80", "2 李 英 女 79"],
            ["2", "李 英", "女", "79"],
        ),
        (
            "序号  姓名  性别  成绩",
            ["1  张建军  男  80", "2  李  英  女  79"],
            ["2", "李  英", "女", "79"],
        ),
        (
            "户号 户名 手机号码 地址 表号",
            ["0901 张建军 13800000001 寺后村 2023", "0902 李爱 1 3 8 0 0 0 0 0 0 0 2 寺后村 2024"],
            ["0902", "李爱", "1 3 8 0 0 0 0 0 0 0 2", "寺后村", "2024"],
        ),
        (
            "姓名,医保编号,住院号,诊断,总费用",
            ["张建军,9901,8801,脑梗死,7564", "李爱,9902,8802,脑梗死,99,211,700.00"],
            ["李爱", "9902", "8802", "脑梗死", "99,211,700.00"],
        ),
        (
            '"序号","户主","账户","金额"',
            ['"1","张建军","990001","916.00"', '"2","李爱，代领","990002","916.00"'],
            ["2", "李爱，代领", "990002", "916.00"],
        ),
    ],
)
def test_what_parts_columns_may_stand_in_a_value(
    header: str, rows: list[str], cells: list[str]
) -> None:
    """Numbers in groups, amounts and what is quoted stay whole where the row needs it."""
    ((_, found),) = _tables("\n".join([header, *rows]) + "\n")
    assert found[2] == cells


def test_most_rows_have_no_remark() -> None:
    """The column of remarks may end a row early."""
    ((_, rows),) = _tables(
        "姓名 类别 编号 备注\n张三 肢体 6001\n李四 视力 6002 已迁出\n王五 听力 6003\n"
    )
    assert [len(row) for row in rows] == [4, 3, 4, 3]


def test_words_that_nobody_knows_head_columns_of_numbers_too() -> None:
    """Half of the words known, and numbers below, in every row equally many columns."""
    text = (
        "日期 带班领导 值班员 值班电话 手机\n"
        "6月5日 张建军 李爱国 0358-5069614 15200000473\n"
        "6月12日 王红梅 赵和平 0357-8969738 15100000623\n"
    )
    ((_, rows),) = _tables(text)
    assert rows[2][1] == "王红梅"
    assert (
        _tables("主要成果 重大项目 进展情况 下步安排\n各项 工作 稳步 推进\n各项 工作 稳步 推进\n")
        == []
    )


@pytest.mark.parametrize("text", ["---|---\n" * 6000, "---|---\n" * 6000 + "x", "+--+--+\n" * 6000])
def test_borders_alone_are_looked_at_once(text: str) -> None:
    """However many there are: a drawing may be made of nothing else."""
    begun = time.process_time()
    _tables(text)
    assert time.process_time() - begun < 1
