"""Cells that wrap, touch or hold one character are read as their reader sees them."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from fixtures.pdf_traps import BOXED_FONT, register
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle
from tests.formats.test_pdf_layout import number, segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.model import Segment

HEADER = ("序号", "姓名", "身份证号", "住址")
NAMES = ("张某", "李某某", "王某")
HOME = "某某省某某县某某镇某某路一号某某家园二号楼三单元四室"


def wrapped(align: str, place: str, count: int = 3) -> bytes:
    """Draw a narrow table without rules, its cells as close as characters."""
    register()
    style = ParagraphStyle("cell", fontName=BOXED_FONT, fontSize=9, leading=12, wordWrap="CJK")
    style.alignment = {"left": 0, "center": 1, "right": 2}[align]
    rows: list[Sequence[str]] = [HEADER]
    rows += [(str(at + 1), NAMES[at % len(NAMES)], number(at + 1), HOME) for at in range(count)]
    near = [(f"{side}PADDING", (0, 0), (-1, -1), 1) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    table = LongTable(
        [[Paragraph(text, style) for text in row] for row in rows],
        colWidths=(30, 40, 60, 90),
        style=TableStyle([*near, ("VALIGN", (0, 0), (-1, -1), place)]),
    )
    held = io.BytesIO()
    SimpleDocTemplate(held, pagesize=A4, invariant=1).build([table])
    return held.getvalue()


def columns(found: Sequence[Segment], word: str) -> list[str]:
    """Return the cells under a word, the lines of each joined."""
    cells: dict[tuple[int, int], str] = {}
    for one in found:
        if one.cell is not None and one.labels.column == word:
            key = (one.cell.table, one.cell.row)
            cells[key] = cells.get(key, "") + one.text
    return list(cells.values())


@pytest.mark.parametrize("place", ["TOP", "MIDDLE", "BOTTOM"])
@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_cell_that_wraps_is_one_cell(align: str, place: str) -> None:
    """Wherever its lines stand beside those of its neighbours."""
    found = segments(wrapped(align, place))
    assert columns(found, "姓名") == list(NAMES)
    assert columns(found, "身份证号") == [number(at) for at in (1, 2, 3)]
    assert columns(found, "住址") == [HOME] * 3


def test_lines_of_a_wrapped_cell_follow_one_another() -> None:
    """A number in two lines is met whole, and no name stands between."""
    found = segments(wrapped("left", "MIDDLE"))
    typed = [one for one in found if one.labels.column == "身份证号"]
    assert len(typed) > 3
    for before, after in pairwise(typed):
        same = before.cell == after.cell
        assert after.follows == (before.id if same else "")


def test_a_cell_that_breaks_over_pages_keeps_its_column() -> None:
    """The next page has no header, and its rows are read as those of the page before."""
    found = segments(wrapped("left", "MIDDLE", 60))
    assert columns(found, "身份证号") == [number(at) for at in range(1, 61)]
    assert max(one.locator.page for one in found) > 1


@pytest.mark.parametrize("order", ["by rows", "by columns", "backwards"])
@pytest.mark.parametrize("leading", [12, 16, 20, 28])
@pytest.mark.parametrize("persons", [1, 2, 5])
def test_a_table_is_one_in_whatever_order_it_is_drawn(
    order: str, leading: int, persons: int
) -> None:
    """Frames of text are drawn column by column; their lines are no cell of several lines."""
    register()
    rows = [("姓名", "身份证号", "户主")]
    rows += [(NAMES[at % 3], number(at + 1), NAMES[at % 2]) for at in range(persons)]
    cells = [(at, column) for at in range(len(rows)) for column in range(3)]
    if order == "by columns":
        cells.sort(key=lambda cell: cell[::-1])
    elif order == "backwards":
        cells.reverse()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    canvas.setFont(BOXED_FONT, 10)
    for at, column in cells:
        canvas.drawString(60 + 150 * column, 760 - leading * at, rows[at][column])
    canvas.save()
    found = segments(held.getvalue())
    assert columns(found, "身份证号") == [number(at + 1) for at in range(persons)]
    assert not any(one.follows for one in found)


def spread(pitch: float, size: float, label: str, value: str) -> list[Segment]:
    """Draw a label, and a value one character to a box that is not drawn."""
    register()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    canvas.setFont(BOXED_FONT, size)
    canvas.drawString(40, 700, label)
    for at, character in enumerate(value):
        canvas.drawString(110 + pitch * at, 700, character)
    canvas.save()
    return segments(held.getvalue())


@pytest.mark.parametrize("pitch", [12, 16, 20, 26, 34])
def test_a_number_in_boxes_is_one_number(pitch: float) -> None:
    """However wide the boxes are; the label governs all of it."""
    found = spread(pitch, 11, "手机", "13900000001")
    digits = [one for one in found if one.labels.row == "手机"]
    assert "".join(one.text for one in digits) == "13900000001"
    assert all(after.follows == before.id for before, after in pairwise(digits))


def test_a_few_marks_in_a_row_are_no_number() -> None:
    """Counts under one another's neighbours stay what they are."""
    found = spread(20, 11, "合计", "12345")
    assert not any(one.follows for one in found)


def test_digits_far_apart_are_no_number() -> None:
    """Nobody reads them as one."""
    assert not any(one.follows for one in spread(48, 8, "合计", "13900000"))


def test_cells_that_are_cut_off_at_the_next_are_cells() -> None:
    """A sheet prints what does not fit up to the next cell; telephones keep their column."""
    register()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    canvas.setFont(BOXED_FONT, 10)
    rows = [("建设单位", "许可证", "联系电话")]
    rows += [("某某县住房和城", f"14999920{at}", f"0359-80000{at}1") for at in range(3)]
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.drawString((50, 117, 162)[column], 700 - 15 * at, text)
    canvas.showPage()
    canvas.setFont(BOXED_FONT, 10)
    for at, row in enumerate(rows[1:], start=1):
        canvas.drawString(-4, 700 - 15 * at, row[2])
    canvas.save()
    found = segments(held.getvalue())
    assert columns(found, "联系电话") == [row[2] for row in rows[1:]]
    over = [one for one in found if one.locator.page == 2]
    assert [one.labels.column for one in over] == ["联系电话"] * 3
    assert not any(one.follows for one in over)
