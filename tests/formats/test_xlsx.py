"""A workbook is read in full, masked cell by cell, and otherwise left alone."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import openpyxl
import pytest
from fixtures.hostile_spreadsheets import HOSTILE
from fixtures.spreadsheets import (
    PLAIN_PLACES,
    SPLIT_RUNS,
    Workbook,
)
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.workbooks import (
    EVERYWHERE,
    HANDLER,
    VALUE,
    cells,
    masked,
    over,
    parts,
    read,
    source,
    written,
)

from deident.errors import UnreadableError
from deident.model import Kind, Mask, MaskPlan, Place, Span

if TYPE_CHECKING:
    import xlsxwriter

every_place = pytest.mark.parametrize("place", list(EVERYWHERE))


@every_place
def test_a_value_is_read_once_wherever_it_stands(place: str) -> None:
    """Each value lives in one segment."""
    found = read(EVERYWHERE[place](VALUE))
    assert sum(segment.text.count(VALUE) for segment in found) == 1


@every_place
def test_a_masked_value_is_in_no_part(place: str) -> None:
    """In no encoding; and the workbook still opens."""
    content = masked(EVERYWHERE[place](VALUE))
    for name, part in parts(content).items():
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            assert VALUE.encode(encoding) not in part, name
    openpyxl.load_workbook(io.BytesIO(content))


@every_place
def test_a_masked_copy_hides_nothing(place: str) -> None:
    """What no part leads to went; nothing lies beside the members."""
    assert not HANDLER.unseen(source(masked(EVERYWHERE[place](VALUE))))


@pytest.mark.parametrize("place", list(PLAIN_PLACES))
def test_parts_without_a_mask_keep_their_bytes(place: str) -> None:
    """Only the part that holds the value changes, and the strings it used."""
    before = EVERYWHERE[place](VALUE).pieces()
    after = parts(masked(EVERYWHERE[place](VALUE)))
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {name for name in before if VALUE.encode() in before[name]} | {
        "xl/worksheets/sheet1.xml"
    }


@every_place
def test_an_empty_plan_changes_no_part(place: str) -> None:
    """Not a byte of any part."""
    before = EVERYWHERE[place](VALUE)
    after = parts(bytes(HANDLER.apply(source(before), MaskPlan()).data))
    if place != "sheet in UTF-16":
        assert after == before.pieces()


def test_every_kind_of_cell_is_shown_as_a_reader_sees_it() -> None:
    """Numbers in full, dates as dates, truth values and errors not at all."""
    row = (
        '<c r="A1"><v>13800000000</v></c><c r="B1"><v>1.4082119761222E+17</v></c>'
        '<c r="C1" s="1"><v>32939</v></c><c r="D1" s="2"><v>32939.5</v></c>'
        '<c r="E1" t="b"><v>1</v></c><c r="F1" t="e"><v>#N/A</v></c>'
        '<c r="G1" t="str"><f>A1&amp;""</f><v>文</v></c><c r="H1"><v>0.30000000000000004</v></c>'
        '<c r="I1" t="d"><v>1990-03-07</v></c><c r="J1" s="3"><v>3591234567</v></c>'
        '<c r="K1" t="inlineStr"><is><t> </t></is></c><c r="L1" s="1"><v>138000000</v></c>'
    )
    book = Workbook(
        rows=f'<row r="1">{row}</row>',
        formats='<numFmt numFmtId="165" formatCode="000000000000"/>',
    )
    found = cells(book)
    assert {name: segment.text for name, segment in found.items()} == {
        "A1": "13800000000",
        "B1": "140821197612220000",
        "C1": "1990-03-07",
        "D1": "1990-03-07 12:00:00",
        "G1": "文",
        "H1": "0.3",
        "I1": "1990-03-07",
        "J1": "003591234567",
        "L1": "138000000",
    }
    assert found["B1"].locator.part == "rounded number"
    formula = next(segment for segment in read(book) if segment.id == "s1!G1:f")
    assert (formula.text, formula.kind) == ('A1&""', Kind.HIDDEN)


def test_headers_label_the_cells_below_also_when_merged() -> None:
    """Merged cells stand after the rows in the file."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "某村低保对象名单")
        sheet.merge_range("A2:A3", "姓名")
        sheet.merge_range("B2:C2", "联系方式")
        sheet.write("B3", "手机号")
        sheet.write("C3", "住址")
        for row in range(3, 6):
            sheet.write_row(row, 0, ["张某", 13800000000 + row, "东街村"])

    found = cells(written(fill))
    assert found["B4"].labels.column == "联系方式/手机号"
    assert found["A6"].labels.column == "姓名"
    assert found["A6"].labels.caption == "某村低保对象名单"
    assert found["A2"].cell is not None
    assert (found["A2"].cell.row_span, found["B2"].cell.column_span if found["B2"].cell else 0) == (
        2,
        2,
    )


def test_one_digit_to_a_cell_is_one_number() -> None:
    """Each cell follows the one before it."""
    digits = "".join(f'<c r="{chr(66 + at)}2"><v>{digit}</v></c>' for at, digit in enumerate(VALUE))
    head = '<row r="1"><c r="A1" t="str"><v>姓名</v></c><c r="B1" t="str"><v>身份证号</v></c></row>'
    book = Workbook(rows=f'{head}<row r="2"><c r="A2" t="str"><v>张某</v></c>{digits}</row>')
    found = cells(book)
    chain, at = [], found["S2"]
    while at.follows:
        chain.append(at.text)
        at = found[at.follows.removeprefix("s1!")]
    assert "".join(reversed([*chain, at.text])) == VALUE
    assert at.id == "s1!B2"


def test_marks_side_by_side_are_no_number() -> None:
    """Twelve columns of marks from 1 to 5 have twelve headers."""
    head = "".join(f'<c r="{chr(65 + at)}1" t="str"><v>第{at}题得分</v></c>' for at in range(12))
    marks = "".join(f'<c r="{chr(65 + at)}2"><v>{at % 5}</v></c>' for at in range(12))
    book = Workbook(rows=f'<row r="1">{head}</row><row r="2">{marks}</row>')
    assert not any(segment.follows for segment in cells(book).values())


def test_openpyxl_sees_the_masks_and_unchanged_neighbours() -> None:
    """Values, styles and formulas around the masks stay."""

    def fill(book: xlsxwriter.Workbook) -> None:
        bold = book.add_format({"bold": True, "bg_color": "#FFFF00"})
        sheet = book.add_worksheet("公示")
        sheet.write_row(0, 0, ["姓名", "身份证号", "电话", "金额", "合计"])
        for row in range(1, 40):
            sheet.write(row, 0, "张某")
            sheet.write(row, 1, VALUE if row % 2 else "无", bold)
            sheet.write(row, 2, 13800000000, bold)
            sheet.write(row, 3, row)
            sheet.write_formula(row, 4, f"=D{row + 1}*2", value=row * 2)
        sheet.set_column(1, 1, 30)
        sheet.autofilter("A1:E40")

    content = written(fill)
    plan = over(read(content), VALUE) + over(read(content), "13800000000", "x")
    order = [segment.id for segment in read(content)]
    plan.sort(key=lambda mask: order.index(mask.place.segment_id))
    after = bytes(HANDLER.apply(source(content), MaskPlan(masks=plan)).data)
    old = openpyxl.load_workbook(io.BytesIO(content))["公示"]
    new = openpyxl.load_workbook(io.BytesIO(after))["公示"]
    for before, now in zip(old.iter_rows(), new.iter_rows(), strict=True):
        for was, cell in zip(before, now, strict=True):
            assert cell.style_id == was.style_id
            masks = {VALUE: "*" * 18, 13800000000: "x" * 11}
            assert cell.value == masks.get(was.value, was.value)
    assert VALUE.encode() not in parts(after)["xl/sharedStrings.xml"]
    assert "张某".encode() in parts(after)["xl/sharedStrings.xml"]


def test_a_string_that_an_unmasked_cell_uses_stays() -> None:
    """Whether a cell is masked may depend on its column."""
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>'
    book = Workbook(rows=rows, strings=["<t>男</t>"])
    plan = MaskPlan(masks=[Mask(Place("s1!A1", Span(0, 1)), "*")])
    after = bytes(HANDLER.apply(source(book), plan).data)
    assert [segment.text for segment in cells(after).values()] == ["*", "男"]


def test_runs_keep_their_formatting() -> None:
    """A mask over two runs is written into the first, with its look."""
    entry = f"<r><t>号码{VALUE[:9]}</t></r><r><rPr><b/></rPr><t>{VALUE[9:]}。</t></r>"
    book = Workbook(rows='<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=[entry])
    sheet = parts(masked(book))["xl/worksheets/sheet1.xml"].decode()
    assert "<r><t>号码******************</t></r><r><rPr><b/></rPr><t>。</t></r>" in sheet
    assert cells(masked(book))["A1"].text == "号码" + "*" * 18 + "。"


def test_a_number_over_two_runs_of_a_text_box_is_one_text() -> None:
    """Runs of a paragraph are joined."""
    content = masked(SPLIT_RUNS(VALUE))
    assert any("电话" + "*" * 18 in segment.text for segment in read(content))


def test_a_formula_goes_with_its_masked_value() -> None:
    """It would compute the value again; cells that share it keep what they showed."""
    rows = (
        '<row r="1"><c r="A1" t="str"><f t="shared" ref="A1:A2" si="0">B1</f>'
        f"<v>{VALUE}</v></c></row>"
        '<row r="2"><c r="A2" t="str"><f t="shared" si="0"/><v>无</v></c></row>'
        f'<row r="3"><c r="A3"><f>IF(B1="{VALUE}",1,2)</f><v>1</v></c></row>'
    )
    after = masked(Workbook(rows=rows))
    assert b"<f" not in parts(after)["xl/worksheets/sheet1.xml"]
    sheet = openpyxl.load_workbook(io.BytesIO(after)).active
    assert sheet is not None
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == ["*" * 18, "无", 1]


def test_a_cell_far_away_costs_nothing() -> None:
    """Sheets are never walked by the size they claim."""
    start = time.perf_counter()
    assert read(PLAIN_PLACES["row far away"](VALUE))
    assert time.perf_counter() - start < 1


def test_a_row_is_not_cut_between_pages() -> None:
    """Rows are judged whole."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row in range(3000):
            sheet.write_row(row, 0, ["甲", "乙", "丙", "丁", "戊", "己", "庚"])

    pages = list(HANDLER.read(source(written(fill))).pages)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    rows = [
        {segment.cell.row for segment in page.segments if segment.cell is not None}
        for page in pages
    ]
    assert not rows[0] & rows[1]


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_workbooks_are_refused(name: str) -> None:
    """Never an empty document; never a word of the document in the message."""
    content, reason = HOSTILE[name]
    with pytest.raises(UnreadableError) as refused:
        read(content)
    assert refused.value.reason == reason


def test_a_mask_that_names_nothing_is_refused() -> None:
    """Its value would stay."""
    lost = MaskPlan(masks=[Mask(Place("s1!Z9", Span(0, 1)), "*")])
    with pytest.raises(ValueError, match="segment"):
        HANDLER.apply(source(Workbook()), lost)


words = st.text("甲乙丙123 \n&<>\"'_x0041_", min_size=1, max_size=12)


@given(texts=st.lists(words, min_size=1, max_size=6), choices=st.data())
def test_masks_change_exactly_their_spans(texts: list[str], choices: st.DataObject) -> None:
    """Whatever the cells hold and wherever the masks are."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row, text in enumerate(texts):
            sheet.write_string(row, row % 3, text)

    content = written(fill)
    found = [segment for segment in read(content) if segment.kind is Kind.CELL]
    plan, expected = [], []
    for segment in found:
        text = segment.text
        if choices.draw(st.booleans()):
            start = choices.draw(st.integers(0, len(text) - 1))
            end = choices.draw(st.integers(start + 1, len(text)))
            plan.append(Mask(Place(segment.id, Span(start, end)), "█"))
            text = f"{text[:start]}█{text[end:]}"
        expected.append(text)
    after = bytes(HANDLER.apply(source(content), MaskPlan(masks=plan)).data)
    now = [segment for segment in read(after) if segment.kind is Kind.CELL]
    assert [segment.text for segment in now] == expected
