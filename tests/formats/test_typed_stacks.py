"""Tables whose cells each stand on a line of their own, as copying leaves them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident import mask_text
from deident.formats import Limits
from deident.formats.text import PlainTextHandler
from deident.formats.typed_stacks import find_stacks
from deident.formats.typed_tables import find_tables, may_hold_table
from deident.model import Source

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ROSTER = "序号\n姓名\n身份证号\n家庭住址\n手机号码\n"
_ROW = "{number}\n张建军\n149999199003071236\n河西镇东关村3组\n1380000{number:04}\n"


def _cells(text: str) -> list[list[tuple[int, str]]]:
    lines = _LINE.findall(text)
    rows = []
    for at, table in find_tables(lines, 0, last=True):
        assert table is not None
        for row in table.rows(lines, at, table.end(lines, at)):
            own = lines[row.start : row.loose]
            rows.append([(at, "".join(own)[low:high]) for at, low, high in table.cells(own)])
    return rows


def test_words_one_to_a_line_head_the_lines_below_them() -> None:
    """As many lines as there are words are a row."""
    text = "公示\n" + _ROSTER + _ROW.format(number=1) + _ROW.format(number=2) + "特此公示\n"
    assert may_hold_table(text)
    rows = _cells(text)
    assert [len(row) for row in rows] == [5, 5, 5]
    assert rows[2][1:3] == [(1, "张建军"), (2, "149999199003071236")]


def test_blank_lines_between_the_cells_are_nothing() -> None:
    """Some programs leave a blank line behind every cell."""
    text = (_ROSTER + _ROW.format(number=1) + _ROW.format(number=2)).replace("\n", "\n\n")
    assert [len(row) for row in _cells(text)] == [5, 5, 5]


def test_a_row_that_lacks_a_cell_keeps_the_others_under_their_words() -> None:
    """An empty cell leaves no line; the next number still begins the next row."""
    text = (
        _ROSTER
        + _ROW.format(number=1)
        + _ROW.format(number=2)
        + "3\n解效忠\n149999199003071236\n13800000003\n"
        + _ROW.format(number=4)
    )
    rows = _cells(text)
    assert rows[3] == [(0, "3"), (1, "解效忠"), (2, "149999199003071236"), (4, "13800000003")]
    assert rows[4][0] == (0, "4")


def test_columns_one_below_the_other_are_typed_by_their_words() -> None:
    """A word over as many values as the next word has is a column."""
    text = "姓名\n满仓\n马彩霞\n手机号码\n18599000001\n15500000002\n银行账号\n60131\n60132\n"
    assert [[cell for _, cell in row] for row in _cells(text)][:4] == [
        ["姓名"],
        ["满仓"],
        ["马彩霞"],
        ["手机号码"],
    ]
    masked = mask_text("姓名\n畅满仓\n马彩霞\n银行账号\n1402000000000001\n601300000000002\n").text
    assert masked.splitlines() == [
        "姓名",
        "畅**",
        "马**",
        "银行账号",
        "************0001",
        "***************",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "申请材料\n身份证\n户口簿\n银行卡号\n申请表\n联系电话\n",
        "姓名：张三\n身份证号：\n149999199003071236\n联系电话：\n13800000001\n",
        "姓名\n张三\n职务\n主任\n",
        "申请材料\n身份证\n户口簿\n办理时限\n5个工作日\n收费标准\n不收费\n联系电话\n0359-5620001\n",
        "单位名称\n县教育局\n县财政局\n负责人\n张三\n李四\n",
        "信息分类\n发文单位\n成文日期\n2022-05-06\n发布时间\n2022-05-07\n",
    ],
)
def test_lists_and_forms_are_no_tables(text: str) -> None:
    """Words below each other are a list, and a word over its one value is a form."""
    lines = _LINE.findall(text)
    assert not any(find_stacks(lines, at) for at in range(len(lines)))


@given(st.integers(2, 60), st.integers(200, 900))
def test_a_table_goes_on_wherever_the_text_is_cut(rows: int, window: int) -> None:
    """However long the table, every name stands in a cell under its word, and nothing is lost."""
    text = _ROSTER + "".join(_ROW.format(number=number) for number in range(1, rows + 1))
    handler = PlainTextHandler(Limits(window_characters=window))
    document = handler.read(Source(name="a.txt", data=text.encode()))
    segments = [segment for page in document.pages for segment in page.segments]
    named = [segment for segment in segments if segment.labels.column == "姓名"]
    assert [segment.text for segment in named] == ["张建军"] * rows


def test_a_form_has_its_values_below_its_labels() -> None:
    """Label, value, label, value: the label above types the line, and one may stand empty."""
    text = (
        "申请表\n姓名\n畅美玲\n身份证号\n149999199003071236\n户籍地址\n家庭住址\n河西镇东关村3组\n"
        "医保编号\n66349459\n以上情况属实。\n"
    )
    assert [[cell for _, cell in row] for row in _cells(text)] == [
        ["姓名", "畅美玲"],
        ["身份证号", "149999199003071236"],
        ["户籍地址"],
        ["家庭住址", "河西镇东关村3组"],
        ["医保编号", "66349459"],
    ]
    masked = mask_text(text).text.splitlines()
    assert masked[2] == "畅**"
    assert "66349459" not in masked


def test_most_rows_have_no_remark() -> None:
    """The number of the next row ends a row without its last cell; so does the end of the text."""
    row = "{0}\n张建军\n149999199003071236\n"
    text = (
        "序号\n姓名\n身份证号\n备注\n" + row.format(1) + row.format(2) + "已迁出\n" + row.format(3)
    )
    assert [len(cells) for cells in _cells(text)] == [4, 3, 4, 3]


def test_what_stands_in_a_stack_is_masked_as_in_a_table() -> None:
    """The words type the cells: a name that no list knows, an ID whose check fails."""
    text = _ROSTER.replace("手机号码", "残疾类别") + "".join(
        f"{number}\n畅某国\n14999919900307123{number}\n河西镇东关村3组\n肢体\n" for number in (1, 2)
    )
    assert mask_text(text).text.splitlines()[5:10] == [
        "1",
        "畅**",
        "14*************231",
        "河西镇***",
        "【已隐去】",
    ]


_LINES = (
    *("序号", "姓名", "姓  名", "身份证号", "备注", "家庭住址", "1", "2", "3", "张三", "李 英"),
    *("149999199003071236", "已迁出", "", "特此公示。", "姓名 金额 备注", "张三 500", "1\t2\t3"),
)


@given(st.lists(st.sampled_from(_LINES), max_size=40), st.sampled_from([8, 20, 60, 65_536]))
def test_whatever_lines_follow_each_other_nothing_is_lost(lines: list[str], window: int) -> None:
    """Every character stands in one segment, every segment has its own name."""
    text = "公示\n" + "\n".join(lines)
    document = PlainTextHandler(Limits(window_characters=window)).read(
        Source(name="a.txt", data=text.encode())
    )
    segments = [segment for page in document.pages for segment in page.segments]
    assert len({segment.id for segment in segments}) == len(segments)
    assert "".join("".join(segment.text.split()) for segment in segments) == "".join(text.split())
