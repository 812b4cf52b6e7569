"""Sheets whose rows are too low for their cells: every cell is read, and its row is found."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from fixtures.pdf_traps import BOXED_FONT, register
from reportlab.pdfgen.canvas import Canvas
from tests.formats.test_pdf_bare import columns
from tests.formats.test_pdf_layout import number, segments

from deident.formats import Limits
from deident.formats.pdf.handler import MEDIA_TYPE, PdfHandler
from deident.model import Mask, MaskPlan, Place, Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.ocr import OcrEngine

NAMES = ("张某", "李某", "王某", "赵某", "陈某", "孙某")
PLACES = (40.0, 80.0, 150.0, 250.0)
HEADER = ("姓名", "身份证号", "住址", "备注")
SIZE, STEP, TOP = 10.0, 13.0, 760.0


def nobody() -> OcrEngine:
    """Stand for an engine that nobody needs."""
    raise AssertionError


def home(at: int) -> str:
    """Return an address of four lines."""
    return f"某某省某某县某某镇某某路{at}号某某家园{at}号楼{at}单元{at}室"


def parts(text: str, most: int) -> list[str]:
    """Break a text as a narrow cell does."""
    return [text[at : at + most] for at in range(0, len(text), most)]


def sheet(high: float, stand: str, *, ruled: bool = False) -> bytes:
    """Draw a sheet as LibreOffice does: cells of one line first, then all that wrap."""
    register()
    held = io.BytesIO()
    canvas = Canvas(held, invariant=1)
    canvas.setFont(BOXED_FONT, SIZE)

    def cell(row: int, column: int, lines: Sequence[str]) -> None:
        spare = high - STEP * len(lines)
        down = {"top": 0.0, "middle": spare / 2, "bottom": spare}[stand]
        for at, line in enumerate(lines):
            canvas.drawString(PLACES[column] + 2, TOP - row * high - down - at * STEP - SIZE, line)

    for at, word in enumerate(HEADER):
        cell(-1, at, [word])
    for row, name in enumerate(NAMES):
        cell(row, 0, [name])
        cell(row, 3, ["已核实"])
    for row in range(len(NAMES)):
        cell(row, 1, parts(number(row + 1), 10))
        cell(row, 2, parts(home(row + 1), 8))
    if ruled:
        ends = [TOP + high, *(TOP - row * high for row in range(len(NAMES) + 1))]
        for end in ends:
            canvas.line(PLACES[0], end, 320, end)
        for place in (*PLACES, 320):
            canvas.line(place, ends[0], place, ends[-1])
    canvas.save()
    return held.getvalue()


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("stand", ["top", "middle", "bottom"])
@pytest.mark.parametrize("high", [20.0, 28.0, 31.0])
def test_lines_that_reach_into_other_rows_stay_in_their_cell(
    high: float, stand: str, *, ruled: bool
) -> None:
    """However close they come to their neighbours' lines, or lie over them."""
    found = segments(sheet(high, stand, ruled=ruled))
    assert columns(found, "姓名") == list(NAMES)
    assert columns(found, "身份证号") == [number(at + 1) for at in range(len(NAMES))]
    assert columns(found, "住址") == [home(at + 1) for at in range(len(NAMES))]


def test_a_column_drawn_after_all_others_is_no_cell() -> None:
    """Cells of one line may come in a second round too, one column alone."""
    register()
    held = io.BytesIO()
    canvas = Canvas(held, invariant=1)
    canvas.setFont(BOXED_FONT, SIZE)
    rows = [HEADER[:3], *((name, number(at), home(at)) for at, name in enumerate(NAMES, start=1))]
    for some in ((0, 1), (2,)):
        for at, row in enumerate(rows):
            for column in some:
                canvas.drawString(PLACES[column] + 25 * column, TOP - at * STEP, row[column])
    canvas.save()
    found = segments(held.getvalue())
    assert columns(found, "住址") == [home(at + 1) for at in range(len(NAMES))]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
@pytest.mark.parametrize("step", [STEP, 24.0])
@pytest.mark.parametrize("ruled", [False, True])
def test_rows_of_a_page_drawn_column_by_column(
    order: tuple[int, ...], step: float, *, ruled: bool
) -> None:
    """Are put together by where their cells stand."""
    register()
    held = io.BytesIO()
    canvas = Canvas(held, invariant=1)
    canvas.setFont(BOXED_FONT, SIZE)
    rows = [HEADER[:3], *((name, number(at), f"某某镇{at}村") for at, name in enumerate(NAMES, 1))]
    places = (40.0, 90.0, 230.0, 320.0)
    for column in order:
        for at, row in enumerate(rows):
            canvas.drawString(places[column] + 4, TOP - at * step, row[column])
    if ruled:
        ends = [TOP + SIZE - at * step for at in range(len(rows) + 1)]
        for end in ends:
            canvas.line(places[0], end, places[-1], end)
        for place in places:
            canvas.line(place, ends[0], place, ends[-1])
    canvas.save()
    found = segments(held.getvalue())
    assert columns(found, "姓名") == list(NAMES)
    assert columns(found, "身份证号") == [number(at + 1) for at in range(len(NAMES))]
    assert columns(found, "住址") == [f"某某镇{at + 1}村" for at in range(len(NAMES))]


@pytest.mark.parametrize("stand", ["top", "middle", "bottom"])
def test_a_masked_sheet_is_read_in_the_same_rows(stand: str) -> None:
    """What the masks let stand is still found in the cells of its own row."""
    handler = PdfHandler(nobody, Limits())
    source = Source(name="a.pdf", data=sheet(28.0, stand), media_type=MEDIA_TYPE)
    masks = [
        Mask(place=Place(one.id, Span(1, len(one.text))), replacement="*" * (len(one.text) - 1))
        for page in handler.read(source).pages
        for one in page.segments
        if one.labels.column == "姓名"
    ]
    assert len(masks) == len(NAMES)
    copy = handler.apply(source, MaskPlan(masks=tuple(masks)))
    found = segments(bytes(copy.data))
    assert columns(found, "姓名") == [name[0] + "*" for name in NAMES]
    assert columns(found, "身份证号") == [number(at + 1) for at in range(len(NAMES))]
