"""A workbook is read in full, masked cell by cell, and otherwise left alone."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from fixtures.hostile_spreadsheets import HOSTILE
from fixtures.spreadsheets import (
    MEANINGFUL_PLACES,
    PLAIN_PLACES,
    SPLIT_RUNS,
    Part,
    Workbook,
    package,
)
from hypothesis import given
from hypothesis import strategies as st

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.xlsx import XlsxHandler
from deident.formats.xlsx_values import escape, shown_date, shown_number, unescape
from deident.model import Kind, Mask, MaskPlan, Place, Segment, Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from deident.model import Document

VALUE = "149999190001019999"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HANDLER = XlsxHandler(Limits())
EVERYWHERE = {**PLAIN_PLACES, **MEANINGFUL_PLACES}
every_place = pytest.mark.parametrize("place", list(EVERYWHERE))


def source(content: bytes | Workbook) -> Source:
    """Wrap a workbook."""
    data = content.bytes() if isinstance(content, Workbook) else content
    return Source(name="a.xlsx", data=data, media_type=XLSX)


def segments(document: Document) -> list[Segment]:
    """Read all segments."""
    return [segment for page in document.pages for segment in page.segments]


def read(content: bytes | Workbook) -> list[Segment]:
    """Read all segments of a workbook."""
    return segments(HANDLER.read(source(content)))


def cells(content: bytes | Workbook) -> dict[str, Segment]:
    """Read the cells, by name."""
    return {
        segment.id.partition("!")[2]: segment
        for segment in read(content)
        if segment.kind is Kind.CELL
    }


def over(found: Iterable[Segment], value: str, replacement: str = "*") -> list[Mask]:
    """Cover every occurrence of a value."""
    return [
        Mask(Place(segment.id, Span(at, at + len(value))), replacement * len(value))
        for segment in found
        for at in range(len(segment.text))
        if segment.text.startswith(value, at)
    ]


def masked(content: bytes | Workbook, value: str = VALUE) -> bytes:
    """Mask a value wherever it is read."""
    given_ = source(content)
    plan = MaskPlan(masks=iter(over(read(content), value)))
    return bytes(HANDLER.apply(given_, plan).data)


def parts(content: bytes) -> dict[str, bytes]:
    """Unpack a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Let xlsxwriter write a workbook."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        fill(book)
    return held.getvalue()


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


def test_a_calculation_chain_goes_with_the_formulas() -> None:
    """Excel repairs a workbook whose chain names a cell without a formula."""
    book = PLAIN_PLACES["number"](VALUE)
    book.parts.append(
        Part(
            name="xl/calcChain.xml",
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
            content='<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
            owner="xl/workbook.xml",
            relation="calcChain",
        )
    )
    after = parts(masked(book))
    assert "xl/calcChain.xml" not in after
    assert not any(b"calcChain" in content for content in after.values())
    assert "xl/calcChain.xml" in parts(bytes(HANDLER.apply(source(book), MaskPlan()).data))


def with_printer() -> Workbook:
    """Make a workbook that knows its printer."""
    return Workbook(
        after='<pageSetup paperSize="9" r:id="rId1"/>',
        parts=[
            Part(
                name="xl/printerSettings/printerSettings1.bin",
                content_type="application/vnd.openxmlformats-officedocument.spreadsheetml."
                "printerSettings",
                content=b"\0p\0r",
                relation="printerSettings",
            )
        ],
    )


def test_settings_of_printers_are_removed_with_what_points_to_them() -> None:
    """They are binary and hold the names of machines."""
    document = HANDLER.read(source(with_printer()))
    assert not list(document.unread)
    assert [removable.id for removable in document.removables] == ["printer-settings"]
    removals = {"printer-settings": True}
    after = parts(bytes(HANDLER.apply(source(with_printer()), MaskPlan(removals=removals)).data))
    assert not any("printer" in name for name in after)
    assert b'<pageSetup paperSize="9"/>' in after["xl/worksheets/sheet1.xml"]
    assert b"rId1" not in after["xl/worksheets/_rels/sheet1.xml.rels"]
    kept = HANDLER.apply(source(with_printer()), MaskPlan(removals={"printer-settings": False}))
    assert [left.where for left in HANDLER.unseen(kept)] == ["printer-settings"]


def test_macros_are_removed_and_the_workbook_is_one_without_macros() -> None:
    """Its type and its name change with it."""
    book = Workbook(
        parts=[
            Part(
                name="xl/vbaProject.bin",
                content_type="application/vnd.ms-office.vbaProject",
                content=b"code",
                owner="xl/workbook.xml",
                relation="http://schemas.microsoft.com/office/2006/relationships/vbaProject",
            )
        ]
    )
    pieces = book.pieces()
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = XLSX.encode() + b".main+xml"
    pieces["[Content_Types].xml"] = pieces["[Content_Types].xml"].replace(plain, macro)
    given_ = Source(
        name="a.xlsm",
        data=package(pieces),
        media_type="application/vnd.ms-excel.sheet.macroEnabled.12",
    )
    assert [removable.kind for removable in HANDLER.read(given_).removables] == ["macros"]
    after = HANDLER.apply(given_, MaskPlan(removals={"macros": True}))
    assert (after.name, after.media_type) == ("a.xlsx", XLSX)
    assert "xl/vbaProject.bin" not in parts(bytes(after.data))
    assert plain in parts(bytes(after.data))["[Content_Types].xml"]
    assert not HANDLER.unseen(after)
    assert [left.where for left in HANDLER.unseen(given_)] == ["macros"]


def test_document_properties_can_be_removed_although_they_were_masked() -> None:
    """The masks of a part that goes are not written anywhere."""
    book = source(PLAIN_PLACES["title"](VALUE))
    plan = MaskPlan(
        masks=over(segments(HANDLER.read(book)), VALUE), removals={"document-properties": True}
    )
    after = parts(bytes(HANDLER.apply(book, plan).data))
    assert "docProps/core.xml" not in after
    assert b"core" not in after["_rels/.rels"]


def test_pictures_are_handed_on_and_written_back() -> None:
    """A handler never reads a picture itself."""
    book = source(
        Workbook(
            parts=[
                Part(
                    name="xl/media/image1.png",
                    content_type="image/png",
                    content=b"old",
                    relation="image",
                )
            ]
        )
    )
    document = HANDLER.read(book)
    assert [(item.id, item.source.media_type) for item in document.embedded] == [
        ("xl/media/image1.png", "image/png")
    ]
    new = Source(name="image1.png", data=b"new", media_type="image/png")
    after = HANDLER.apply(book, MaskPlan(replacements={"xl/media/image1.png": new}))
    assert parts(bytes(after.data))["xl/media/image1.png"] == b"new"


def test_a_part_nobody_knows_is_unread() -> None:
    """Also when it is not XML; it says which part, not its name."""
    book = Workbook(
        parts=[Part(name="xl/a.bin", content_type="x/y", content=b"?", relation="mystery")]
    )
    unread = list(HANDLER.read(source(book)).unread)
    assert [part.code for part in unread] == ["UNKNOWN_PART"]
    assert "a.bin" not in unread[0].where


def test_a_package_inside_custom_xml_is_unread() -> None:
    """The queries of a workbook are a zip in base64, in UTF-16."""
    content = f"<?xml version='1.0' encoding='utf-16'?><a>{'UEsDBBQA' * 50}</a>".encode("utf-16")
    part = Part(
        name="customXml/item1.xml",
        content_type="",
        content=content,
        owner="xl/workbook.xml",
        relation="customXml",
    )
    unread = list(HANDLER.read(source(Workbook(parts=[part]))).unread)
    assert [part.code for part in unread] == ["UNKNOWN_PART"]


def test_the_name_of_a_part_that_says_something_is_unread() -> None:
    """张三.png is personal too."""
    book = Workbook(
        parts=[
            Part(name="xl/media/张某.png", content_type="image/png", content=b"", relation="image")
        ]
    )
    assert [part.code for part in HANDLER.read(source(book)).unread] == ["PART_NAME"]


def rich(book: xlsxwriter.Workbook) -> None:
    """Use what xlsxwriter can do."""
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名", "金额"])
    for row in range(1, 9):
        sheet.write_row(row, 0, ["张某", row])
    sheet.write_rich_string("D1", "甲", book.add_format({"bold": True}), "乙")
    sheet.write_comment("A1", "批注", {"author": "经办"})
    sheet.write_url("E1", "https://example.gov.cn/a", string="链接", tip="提示")
    sheet.data_validation("B2:B9", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format("B2:B9", {"type": "data_bar"})
    sheet.insert_textbox("F1", "文本框")
    sheet.set_header("&C名单&R第&P页")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=名单!$B$2:$B$9", "categories": "=名单!$A$2:$A$9"})
    sheet.insert_chart("G1", chart)
    sheet.add_sparkline("H1", {"range": "名单!B2:B9"})
    sheet.set_column(2, 2, None, None, {"hidden": True})
    other = book.add_worksheet("表")
    other.add_table("A1:B3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    other.hide()
    other.write_dynamic_array_formula("D1", "=SORT(A1:A3)", value="甲")
    book.define_name("范围", "=名单!$A$1:$B$9")
    book.set_properties({"title": "标题", "author": "作者"})
    book.set_custom_property("编号", "1")
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": "=名单!$B$2:$B$9"})
    book.add_chartsheet().set_chart(pie)


def by_openpyxl() -> bytes:
    """Let openpyxl write a workbook."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("二")
    sheet["A1"] = "姓名"
    sheet["B1"] = "=A1"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("content", [written(rich), by_openpyxl()], ids=["xlsxwriter", "openpyxl"])
def test_an_ordinary_workbook_is_read_in_full(content: bytes) -> None:
    """Nothing of it is unread, and masking nothing changes no part."""
    document = HANDLER.read(source(content))
    assert segments(document)
    assert not list(document.unread)
    assert parts(bytes(HANDLER.apply(source(content), MaskPlan()).data)) == parts(content)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_rich_workbook_opens_after_masking() -> None:
    """Names of sheets, charts and tables included."""
    content = written(rich)
    plan = over(read(content), "张某") + over(read(content), "名单") + over(read(content), "甲")
    order = [segment.id for segment in read(content)]
    plan.sort(key=lambda mask: (order.index(mask.place.segment_id), mask.place.span))
    after = bytes(HANDLER.apply(source(content), MaskPlan(masks=plan)).data)
    for word in ("张某", "名单", "甲"):
        assert not any(word.encode() in part for part in parts(after).values())
    book = openpyxl.load_workbook(io.BytesIO(after))
    assert book.sheetnames[0] == "__"


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


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaping_is_undone(text: str) -> None:
    """Any text a cell can show comes back from the file."""
    assert unescape(escape(text)) == text


@given(st.integers(1, 10**20))
def test_integers_are_shown_in_full(number: int) -> None:
    """However a file writes them."""
    assert shown_number(str(number)) == str(number)
    assert shown_number(f"{number}.0") == str(number)


def test_both_calendars_are_known() -> None:
    """A Macintosh began in 1904; 1900 had no 29 February."""
    assert shown_date(1.0, False) == "1900-01-01"
    assert shown_date(61.0, False) == "1900-03-01"
    assert shown_date(0.0, True) == "00:00:00"
    assert shown_date(1.0, True) == "1904-01-02"
    assert shown_date(0.5, False) == "12:00:00"


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
