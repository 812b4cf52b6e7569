"""The words that govern a cell are found wherever people put them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.formats.tables import Labelled, Row, label_grid, looks_like_header, normalise

ID = "149999199003070018"
MOBILE = "13800000000"


def grid(*lines: tuple[str, ...]) -> list[Labelled[None]]:
    """Label a small grid of texts; blank texts are blank cells."""
    rows = (
        Row(number, {at: text for at, text in enumerate(line) if text}, None)
        for number, line in enumerate(lines)
    )
    return list(label_grid(rows))


def columns(labelled: Labelled[None], width: int) -> list[str]:
    """Read the column labels of one row."""
    return [labelled.of(at).column for at in range(width)]


def test_a_header_in_the_first_row_governs_every_row_below() -> None:
    """The plain case."""
    rows = grid(("姓名", "身份证号"), ("张某", ID), ("李某", ID), ("王某", "号码不详"))
    assert rows[0].header
    assert columns(rows[3], 2) == ["姓名", "身份证号"]


def test_titles_and_notes_above_the_header_are_the_caption() -> None:
    """The header is seldom in the first row."""
    rows = grid(
        ("2022年农村低保对象公示表", "", ""),
        ("填报单位：某镇人民政府", "", "单位：元"),
        ("序号", "姓名", "补贴金额"),
        ("1", "张某", "300"),
    )
    assert columns(rows[3], 3) == ["序号", "姓名", "补贴金额"]
    assert rows[3].of(0).caption.startswith("2022年农村低保对象公示表")


def test_labels_lose_their_inner_blanks_and_marks() -> None:
    """身份证 and 号码 on two lines are one label."""
    assert normalise(" 身份证\n号 码： ") == "身份证号码"
    assert normalise("**姓\u3000\u3000名**") == "姓名"
    rows = grid(("姓    名", "身份证\n号码"), ("张某", ID))
    assert columns(rows[1], 2) == ["姓名", "身份证号码"]


def test_merged_headers_are_joined_from_the_top() -> None:
    """Expanded merges repeat their text."""
    rows = grid(
        ("序号", "户主", "户主", "银行账号"),
        ("序号", "姓名", "身份证号", "银行账号"),
        ("1", "张某", ID, "1402000000000000"),
    )
    assert rows[1].header
    assert columns(rows[2], 4) == ["序号", "户主/姓名", "户主/身份证号", "银行账号"]


def test_merged_headers_of_a_csv_leave_blanks() -> None:
    """A merged cell saved as CSV has its text in the first column only."""
    rows = grid(
        ("序号", "基本情况", "", "备注"),
        ("", "姓名", "联系电话", ""),
        ("1", "张某", MOBILE, "无"),
    )
    assert columns(rows[2], 4) == ["序号", "基本情况/姓名", "基本情况/联系电话", "备注"]


def test_three_header_rows_are_one_header() -> None:
    """More than three are not seen in practice."""
    rows = grid(
        ("序号", "家庭情况", "家庭情况", "家庭情况"),
        ("序号", "户主", "户主", "联系方式"),
        ("序号", "姓名", "证件号码", "联系方式"),
        ("1", "张某", ID, MOBILE),
    )
    assert columns(rows[3], 4)[1:] == [
        "家庭情况/户主/姓名",
        "家庭情况/户主/证件号码",
        "家庭情况/联系方式",
    ]


def test_a_header_of_unknown_words_stands_out_over_numbers() -> None:
    """No word list knows what every office calls a column."""
    rows = grid(("甲方", "卡折信息"), ("张某", "6222000000000000000"), ("李某", "6222000000000001"))
    assert columns(rows[2], 2) == ["甲方", "卡折信息"]


def test_a_repeated_header_is_a_header_again() -> None:
    """Lists printed page by page repeat their header."""
    head = ("姓名", "电话")
    rows = grid(head, ("张某", MOBILE), head, ("李某", MOBILE))
    assert [row.header for row in rows] == [True, False, True, False]
    assert columns(rows[3], 2) == ["姓名", "电话"]


def test_a_second_table_below_brings_its_own_header() -> None:
    """The old header ends where the new one begins."""
    rows = grid(
        ("姓名", "身份证号"),
        ("张某", ID),
        ("",),
        ("二、车辆", ""),
        ("车牌号", "所有人"),
        ("晋M00000", "某局"),
    )
    assert columns(rows[5], 2) == ["车牌号", "所有人"]
    assert "二、车辆" in rows[5].of(0).caption


def test_a_section_title_does_not_end_the_header() -> None:
    """Village names between the rows of a list are usual."""
    rows = grid(
        ("公示表", ""),
        ("姓名", "身份证号"),
        ("东街村", ""),
        ("张某", ID),
        ("西街村", ""),
        ("李某", ID),
    )
    assert columns(rows[5], 2) == ["姓名", "身份证号"]
    assert rows[5].of(1).caption == "公示表 西街村"


def test_side_by_side_halves_are_labelled_by_column() -> None:
    """Two lists beside each other save paper."""
    rows = grid(("姓名", "电话", "", "姓名", "电话"), ("张某", MOBILE, "", "李某", MOBILE))
    assert columns(rows[1], 5) == ["姓名", "电话", "", "姓名", "电话"]


def test_a_form_is_labelled_from_the_left() -> None:
    """In a form the label stands beside its value, not above."""
    rows = grid(
        ("申请表", "", "", ""),
        ("姓名", "张某", "性别", "男"),
        ("身份证号", ID, "联系电话", MOBILE),
        ("卡折信息", "6222000000000000", "", ""),
    )
    assert (rows[1].of(1).row, rows[1].of(3).row) == ("姓名", "性别")
    assert (rows[2].of(1).row, rows[2].of(3).row) == ("身份证号", "联系电话")
    assert rows[3].of(1).row == "卡折信息"
    assert not any(row.of(1).column for row in rows)


def test_a_list_inside_a_form_keeps_both_kinds_of_labels() -> None:
    """The line of the form above the list is no part of the list's header."""
    rows = grid(
        ("申请表", "申请表", "申请表", "申请表"),
        ("申请人", "张某", "联系电话", MOBILE),
        ("家庭住址", "东街村一组3号", "", ""),
        ("家庭成员", "姓名", "关系", "身份证号"),
        ("", "张某甲", "子", ID),
    )
    assert [(rows[1].of(at).row, rows[1].of(at).column) for at in (1, 3)] == [
        ("申请人", ""),
        ("联系电话", ""),
    ]
    assert rows[2].of(1).row == "家庭住址"
    assert columns(rows[4], 4)[1:] == ["姓名", "关系", "身份证号"]


def test_months_under_a_merged_header_are_headers() -> None:
    """A header may hold short numbers."""
    rows = grid(("姓名", "补贴金额", "补贴金额"), ("姓名", "1月", "2月"), ("张某", "300", "300"))
    assert columns(rows[2], 3) == ["姓名", "补贴金额/1月", "补贴金额/2月"]


def test_a_transposed_table_is_labelled_from_its_first_column() -> None:
    """Every column is a person."""
    rows = grid(("姓名", "张某", "李某"), ("电话", MOBILE, MOBILE), ("身份证号", ID, ID))
    assert [rows[2].of(at).row for at in (1, 2)] == ["身份证号", "身份证号"]
    assert rows[1].of(2).row == "电话"


def test_a_label_in_the_middle_of_a_list_is_heard() -> None:
    """A telephone for complaints under a list."""
    rows = grid(("姓名", "身份证号", "金额"), ("张某", ID, "1"), ("监督电话", "0359-2000000", ""))
    assert rows[2].of(1).row == "监督电话"


def test_rows_without_a_header_have_no_labels() -> None:
    """Nothing is invented."""
    rows = grid(("张某", ID), ("李某", ID))
    assert not any(row.header for row in rows)
    assert columns(rows[1], 2) == ["", ""]


def test_a_single_column_may_have_a_header() -> None:
    """A list of numbers is a table too."""
    rows = grid(("手机号",), (MOBILE,), (MOBILE,))
    assert rows[2].of(0).column == "手机号"


def test_a_sentence_is_no_header() -> None:
    """Nor is a long number."""
    assert not looks_like_header(("附件如下：见附表。", "姓名"), [("1", "2")])
    assert not looks_like_header(("张某", ID), [("李某", ID)])


@given(
    st.lists(st.lists(st.sampled_from(["", "姓名", "张某", ID, "电话", "公示表", "3"]), max_size=5))
)
def test_every_row_comes_out_once_and_in_order(lines: list[list[str]]) -> None:
    """Labelling loses no row, whatever the table looks like."""
    rows = grid(*map(tuple, lines))
    assert [labelled.row.number for labelled in rows] == list(range(len(lines)))


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_seconds() -> None:
    """Labels must not cost more than reading."""
    rows = (
        Row(number, {0: "张某", 1: ID, 2: MOBILE}, None) if number else Row(0, {0: "姓名"}, None)
        for number in range(100_000)
    )
    started = time.perf_counter()
    assert sum(1 for _ in label_grid(rows)) == 100_000
    assert time.perf_counter() - started < 10
