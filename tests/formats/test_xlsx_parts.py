"""The parts beside the cells: handed on, removed, unread, or left alone."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from fixtures.spreadsheets import (
    DRAWING,
    OFFICE,
    PLAIN_PLACES,
    SHEET_DRAWING,
    Part,
    Workbook,
    package,
)
from PIL import Image, ImageFile
from tests.formats.workbooks import (
    HANDLER,
    VALUE,
    XLSX,
    masked,
    over,
    parts,
    read,
    segments,
    source,
    written,
)

from deident.formats.xlsx.fields import is_free
from deident.model import MaskPlan, Source

if TYPE_CHECKING:
    import xlsxwriter


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


def test_properties_go_and_the_title_and_the_program_stay() -> None:
    """Programs draw a workbook by the habits of the one that wrote it."""
    book = PLAIN_PLACES["title"](VALUE)
    core = book.parts[0]
    author = core.content.replace("</cp:", "<dc:creator>张某</dc:creator></cp:")  # type: ignore[arg-type]
    book.parts = [replace(core, content=author), program()]
    book.parts += PLAIN_PLACES["custom property"]("无").parts
    document = HANDLER.read(source(book))
    assert [one.kind for one in document.removables] == ["document-properties"]
    going = {one.text for one in segments(document) if one.removable == "document-properties"}
    assert going == {"张某", "某局", "公示", "经办", "无"}
    plan = MaskPlan(masks=over(segments(document), VALUE), removals={"document-properties": True})
    copy = HANDLER.apply(source(book), plan)
    after = parts(bytes(copy.data))
    assert "docProps/custom.xml" not in after
    told = after["docProps/core.xml"] + after["docProps/app.xml"]
    assert "张某".encode() not in told
    assert VALUE.encode() not in told
    assert "某局".encode() not in told
    assert b"<dc:title>" in told
    assert b"<Application>Microsoft Excel</Application>" in told
    assert not HANDLER.read(copy).removables
    openpyxl.load_workbook(io.BytesIO(bytes(copy.data)))


def program() -> Part:
    """Return what a workbook says of the program that wrote it, and more."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    return Part(
        name="docProps/app.xml",
        content_type="application/vnd.openxmlformats-officedocument.extended-properties+xml",
        content=(
            f'<Properties xmlns="{space}/extended-properties" xmlns:vt="{space}/docPropsVTypes">'
            "<Application>Microsoft Excel</Application><Company>某局</Company><TitlesOfParts>"
            '<vt:vector size="1" baseType="lpstr"><vt:lpstr>公示</vt:lpstr></vt:vector>'
            "</TitlesOfParts></Properties>"
        ),
        owner="",
        relation="extended-properties",
    )


NOTE = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shape id="a"><x:ClientData ObjectType="{}"/></v:shape></xml>'
)


@pytest.mark.parametrize(("kind", "goes"), [("Note", True), ("Button", False)])
def test_comments_go_with_their_authors_and_their_boxes(kind: str, goes: bool) -> None:
    """An old drawing that holds more than the boxes of comments stays."""
    book = PLAIN_PLACES["comment"](VALUE)
    book.after = '<legacyDrawing r:id="rId3"/>'
    book.parts += PLAIN_PLACES["threaded comment"](VALUE).parts
    book.parts.append(replace(PLAIN_PLACES["old drawing"]("").parts[0], content=NOTE.format(kind)))
    document = HANDLER.read(source(book))
    assert [one.kind for one in document.removables] == ["comments"]
    assert {one.removable for one in segments(document) if VALUE in one.text} == {"comments"}
    copy = HANDLER.apply(source(book), MaskPlan(removals={"comments": True}))
    after = parts(bytes(copy.data))
    assert not any(VALUE.encode() in content for content in after.values())
    assert not any("omments" in name for name in after)
    assert ("xl/drawings/vmlDrawing1.vml" not in after) is goes
    assert (b"legacyDrawing" not in after["xl/worksheets/sheet1.xml"]) is goes
    openpyxl.load_workbook(io.BytesIO(bytes(copy.data)))


@pytest.mark.parametrize(
    "formula",
    [
        '"149999"&amp;"190001"&amp;"019999"',
        'CONCATENATE("1499991900","01019999")',
        '14999919000&amp;"1019999"',
    ],
)
def test_digits_that_a_formula_puts_together_are_read(formula: str) -> None:
    """A program that never computed it stored no value; whoever opens the workbook sees one."""
    book = source(Workbook(rows=f'<row r="1"><c r="A1"><f>{formula}</f></c></row>'))
    told = [one for one in segments(HANDLER.read(book)) if VALUE in one.text]
    assert [one.locator.part for one in told] == ["formula"]
    copy = HANDLER.apply(book, MaskPlan(masks=over(told, VALUE)))
    assert b"<f>" not in parts(bytes(copy.data))["xl/worksheets/sheet1.xml"]


def test_custom_xml_goes() -> None:
    """Nobody sees it; forms and servers keep the names of people in it."""
    book = source(PLAIN_PLACES["custom XML"](VALUE))
    document = HANDLER.read(book)
    assert [one.kind for one in document.removables] == ["custom-xml"]
    after = parts(bytes(HANDLER.apply(book, MaskPlan(removals={"custom-xml": True})).data))
    assert not any("customXml" in name for name in after)
    assert not any(b"customXml" in content for content in after.values())


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


def test_a_package_inside_custom_xml_is_unread_where_it_stays() -> None:
    """The queries of a workbook are a zip in base64, in UTF-16."""
    content = f"<?xml version='1.0' encoding='utf-16'?><a>{'UEsDBBQA' * 50}</a>".encode("utf-16")
    part = Part(
        name="customXml/item1.xml",
        content_type="",
        content=content,
        owner="xl/workbook.xml",
        relation="customXml",
    )
    book = source(Workbook(parts=[part]))
    assert "custom-xml" in [one.kind for one in HANDLER.read(book).removables]
    assert [(left.code, left.where) for left in HANDLER.unseen(book)] == [
        ("UNKNOWN_PART", "custom-xml")
    ]


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


def with_picture(content: bytes, kind: str, crop: str) -> Workbook:
    """Make a workbook that shows a cropped picture."""
    drawing = "xl/drawings/drawing1.xml"
    shown = (
        f'<xdr:wsDr xmlns:xdr="{SHEET_DRAWING}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}">'
        '<xdr:oneCellAnchor><xdr:pic><xdr:blipFill><a:blip r:embed="rId1"/>'
        f"<a:srcRect {crop}/></xdr:blipFill></xdr:pic></xdr:oneCellAnchor></xdr:wsDr>"
    )
    picture = Part(
        name="xl/media/image1.bin",
        content_type=kind,
        content=content,
        owner=drawing,
        relation="image",
    )
    return Workbook(
        after='<drawing r:id="rId1"/>',
        parts=[
            Part(
                name=drawing,
                content_type="application/vnd.openxmlformats-officedocument.drawing+xml",
                content=shown,
                relation="drawing",
            ),
            picture,
        ],
    )


def drawn(kind: str) -> bytes:
    """Draw a picture of eighty by forty."""
    held = io.BytesIO()
    Image.new("RGB", (80, 40), (255, 0, 0)).save(held, format=kind)
    return held.getvalue()


@pytest.mark.parametrize("kind", ["png", "jpeg", "bmp"])
def test_what_a_crop_hides_is_cut_off_for_good(kind: str) -> None:
    """The drawing shows all of what is left, and the list of types says what that is."""
    book = source(with_picture(drawn(kind), f"image/{kind}", 'l="25000" b="-5000"'))
    document = HANDLER.read(book)
    assert not list(document.unread)
    ((name, cut),) = document.embedded
    with Image.open(io.BytesIO(bytes(cut.data))) as picture:
        assert picture.size == (60, 40)
    copy = HANDLER.apply(book, MaskPlan(replacements={name: cut}))
    after = parts(bytes(copy.data))
    assert b'<a:srcRect b="-5000"/>' in after["xl/drawings/drawing1.xml"]
    assert after[name] == cut.data
    declared = b'"image/jpeg"' if kind == "jpeg" else b'"image/png"'
    assert declared in after["[Content_Types].xml"]
    assert b"image/bmp" not in after["[Content_Types].xml"]


@pytest.mark.parametrize("filling", [False, True])
def test_a_cropped_picture_that_cannot_be_cut_is_unread(
    filling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows what its hidden part shows, even if Pillow was told to fill up with grey."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", filling)
    book = source(with_picture(drawn("png")[:60], "image/png", 'l="25000"'))
    assert "CROPPED_PICTURE" in [one.code for one in HANDLER.read(book).unread]


def test_the_shape_of_a_typeface_is_no_number() -> None:
    """Excel describes the typefaces of every theme with ten small numbers."""
    assert not is_free("latin", "panose", "020F0302020204030204")
    assert not is_free("ea", "panose", "02010600030101010101")
    assert is_free("latin", "panose", "14999919000101999913")
