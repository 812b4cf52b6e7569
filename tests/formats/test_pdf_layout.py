"""Cells get the headers that stand over them, whoever drew the table and however it is broken."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixtures.pdf_traps import BOXED_FONT, register
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

from deident.formats import Limits
from deident.formats.pdf.handler import MEDIA_TYPE, PdfHandler
from deident.formats.pdf.lines import Line, joined
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.model import Segment
    from deident.ocr import OcrEngine

HEADER = ("序号", "姓名", "身份证号", "联系电话", "备注")


def segments(data: bytes) -> list[Segment]:
    """Read a document without pictures."""

    def nobody() -> OcrEngine:
        raise AssertionError("there is no picture on these pages")

    source = Source(name="a.pdf", data=data, media_type=MEDIA_TYPE)
    pages = PdfHandler(nobody, Limits()).read(source).pages
    return [segment for page in pages for segment in page.segments]


def number(at: int) -> str:
    """Return a number of nobody."""
    return f"14999919900101{at:03d}X"


def roster(count: int, *, ruled: bool, repeated: bool, remark: str = "无") -> bytes:
    """Draw a table of persons over as many pages as it takes."""
    register()
    style: list[tuple[object, ...]] = [("FONT", (0, 0), (-1, -1), BOXED_FONT, 10)]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    cell = ParagraphStyle("cell", fontName=BOXED_FONT, fontSize=10, leading=14, wordWrap="CJK")
    rows: list[Sequence[object]] = [HEADER]
    rows += [
        (str(at), f"张某{at}", number(at), f"1390000{at:04d}", Paragraph(remark, cell))
        for at in range(1, count + 1)
    ]
    table = LongTable(
        rows, colWidths=(40, 70, 160, 110, 100), repeatRows=int(repeated), style=TableStyle(style)
    )
    held = io.BytesIO()
    SimpleDocTemplate(held, pagesize=A4, invariant=1).build([table])
    return held.getvalue()


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "bare"])
@pytest.mark.parametrize("repeated", [True, False], ids=["header again", "header once"])
@pytest.mark.parametrize(
    "remark", ["无", "因病致贫家庭主要劳动力丧失劳动能力多年"], ids=["short", "wrapped"]
)
def test_a_header_governs_every_row_on_every_page(ruled: bool, repeated: bool, remark: str) -> None:
    """Also on the next page, with the header drawn again there or not."""
    found = segments(roster(90, ruled=ruled, repeated=repeated, remark=remark))
    typed = [one for one in found if one.labels.column == "身份证号"]
    assert [one.text for one in typed] == [number(at) for at in range(1, 91)]
    assert max(one.locator.page for one in typed) > 1
    rows = [one.cell.row for one in typed if one.cell is not None]
    assert rows == sorted(set(rows)), "a row is one person"


def test_lines_of_one_cell_continue_each_other() -> None:
    """A number that is broken inside its cell is met whole."""
    found = segments(
        roster(3, ruled=True, repeated=False, remark="卡号6222020000000000016已停用请核对")
    )
    names = {one.id: one for one in found}
    wrapped = [one for one in found if one.follows and one.labels.column == "备注"]
    assert wrapped
    assert all(names[one.follows].cell == one.cell for one in wrapped)


def test_a_form_is_labelled_from_the_left() -> None:
    """In a form the word to the left says what a value is."""
    register()
    rows = [("姓名", "张某", "性别", "女"), ("身份证号", number(1), "联系电话", "13900000001")]
    table = LongTable(
        rows,
        colWidths=(80, 150, 80, 120),
        style=TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), BOXED_FONT, 10),
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ]
        ),
    )
    held = io.BytesIO()
    SimpleDocTemplate(held, pagesize=A4, invariant=1).build([table])
    labels = {one.text: one.labels.row for one in segments(held.getvalue())}
    assert labels[number(1)] == "身份证号"
    assert labels["13900000001"] == "联系电话"


def test_one_digit_to_a_box_is_one_number() -> None:
    """Each box is a cell; the cells are a chain."""
    from fixtures import pdf_traps

    found = segments(pdf_traps.boxed(number(1)))
    digits = [one for one in found if one.cell is not None]
    assert "".join(one.text for one in digits) == number(1)
    assert all(after.follows == before.id for before, after in pairwise(digits))


def test_two_columns_of_prose_stay_apart() -> None:
    """The lines of a column follow one another, never those beside them."""
    from reportlab.pdfgen.canvas import Canvas

    register()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    canvas.setFont(BOXED_FONT, 11)
    for at in range(8):
        canvas.drawString(60, 760 - 18 * at, "左" * 22)
        canvas.drawString(320, 760 - 18 * at, "右" * 22)
    canvas.save()
    names = {one.id: one for one in segments(held.getvalue())}
    linked = [one for one in names.values() if one.follows]
    assert len(linked) == 14
    assert all(names[one.follows].text == one.text for one in linked)
    assert all(one.cell is None for one in names.values())


@pytest.mark.parametrize(
    ("upper", "lower", "goes_on"),
    [
        ("施工许可证编号：", "149999202311056801", True),
        ("联系地址：", "某省某市某路九号", True),
        ("姓名：", "性别：女", False),
        ("现将名单公布如下：", "1.张某", False),
        ("特此通知。", "149999202311056801", False),
    ],
)
def test_what_a_label_at_the_end_of_a_line_asks_for_stands_below(
    upper: str, lower: str, goes_on: bool
) -> None:
    """Word wraps a long number whole: the line with its label is not full."""
    from reportlab.pdfgen.canvas import Canvas

    register()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    canvas.setFont(BOXED_FONT, 11)
    for at, line in enumerate(("某" * 40, "某" * 16 + "，" + upper, lower, "某" * 40)):
        canvas.drawString(60, 760 - 16 * at, line)
    canvas.save()
    names = {one.id: one for one in segments(held.getvalue())}
    (found,) = (one for one in names.values() if one.text == lower)
    assert bool(found.follows) is goes_on
    assert not goes_on or names[found.follows].text.endswith(upper)


def test_runs_of_nothing_but_blanks_make_an_empty_line() -> None:
    """They keep their places and hold no character."""
    nothing = np.zeros((0, 4), dtype=np.float32)
    runs = [Line("", nothing, left, 0.0, left + 5, 10.0) for left in (0.0, 5.0)]
    assert joined(runs).text == ""


def test_a_label_spread_to_the_width_of_others_is_one_line_with_its_value() -> None:
    """住   址： is one label; a column of its own, 男, is none."""
    from reportlab.pdfgen.canvas import Canvas

    register()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    canvas.setFont(BOXED_FONT, 11)
    for at, (first, rest) in enumerate((("住", "址：某路九号"), ("男", "某路九号"))):
        canvas.drawString(60, 760 - 60 * at, first)
        canvas.drawString(100, 760 - 60 * at, rest)
    canvas.save()
    texts = [one.text for one in segments(held.getvalue())]
    assert "住 址：某路九号" in texts
    assert "某路九号" in texts
