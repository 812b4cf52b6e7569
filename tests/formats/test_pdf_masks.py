"""What a mask takes out and what it lets stand, on pages that lie in every way."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pypdfium2
import pytest
from fixtures import pdf_traps
from fixtures.pdf_traps import BOXED_FONT, register
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from deident.formats import Limits
from deident.formats.pdf.erase import _joined
from deident.formats.pdf.geometry import Box
from deident.formats.pdf.handler import MEDIA_TYPE, PdfHandler
from deident.formats.pdf.masks import _fitted
from deident.formats.pdf.pdfium import _character
from deident.model import Kind, Mask, MaskPlan, Place, Quad, Quads, Source, Span
from deident.ocr import OcrLine

if TYPE_CHECKING:
    from deident.model import Segment
    from deident.ocr import OcrEngine, RgbImage

ADDRESS = "某省虚构县城关镇东街村三组12号"
PHONE = "13900000123"


def _nobody() -> OcrEngine:
    raise AssertionError("there is no picture on these pages")


def _source(data: bytes) -> Source:
    return Source(name="a.pdf", data=data, media_type=MEDIA_TYPE)


def _segments(data: bytes) -> list[Segment]:
    pages = PdfHandler(_nobody, Limits()).read(_source(data)).pages
    return [segment for page in pages for segment in page.segments]


def _masked(data: bytes, old: str, new: str) -> tuple[bytes, int]:
    """Write `new` over `old`; say also how many remarks the copy got."""
    handler = PdfHandler(_nobody, Limits())
    segment = next(one for one in _segments(data) if old in one.text)
    start = segment.text.index(old)
    mask = Mask(Place(segment.id, Span(start, start + len(old))), new)
    copy = handler.apply(_source(data), MaskPlan(masks=(mask,)))
    return bytes(copy.data), len(handler.notes(copy))


def _drawn(*lines: str, font: str = BOXED_FONT, turned: int = 0) -> bytes:
    register()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(400, 300), invariant=1)
    canvas.translate(*{0: (0, 0), 90: (300, 0), 180: (400, 300), 270: (0, 400)}[turned])
    canvas.rotate(turned)
    canvas.setFont(font, 12)
    for number, text in enumerate(lines):
        canvas.drawString(40, 250 - 20 * number, text)
    canvas.showPage()
    canvas.save()
    if not turned:
        return held.getvalue()
    pdf = pikepdf.open(io.BytesIO(held.getvalue()))
    page = pdf.pages[0].obj
    page.MediaBox = pikepdf.Array([0, 0, 300, 400] if turned % 180 else [0, 0, 400, 300])
    page.Rotate = turned
    return pdf_traps.saved(pdf)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_what_is_upright_on_a_turned_page_is_read_as_the_eye_reads_it(turned: int) -> None:
    """Wide tables are drawn sideways on pages that are shown turned."""
    data = _drawn(f"电话：{PHONE} 待核", "下一行", turned=turned)
    assert [one.text for one in _segments(data) if one.boxes] == [f"电话：{PHONE} 待核", "下一行"]
    copy, remarks = _masked(data, PHONE, "139****0123")
    assert "电话：139****0123 待核" in {one.text for one in _segments(copy)}
    assert not remarks, "the page did not become a picture"


@pytest.mark.parametrize("up", [True, False])
def test_a_line_up_or_down_the_margin_is_not_read_backwards(*, up: bool) -> None:
    """A number at the edge of a page is written sideways."""
    sheet = pdf_traps.Sheet()
    matrix = "0 1 -1 0 200 100" if up else "0 -1 1 0 200 600"
    sheet.content.append(f"BT /F1 12 Tf {matrix} Tm (Phone {PHONE} end) Tj ET")
    assert f"Phone {PHONE} end" in {one.text for one in _segments(sheet.bytes())}


def test_what_a_shorter_replacement_begins_with_stays_on_the_page() -> None:
    """The town stays, the street goes, and all that went lies under the box."""
    data = _drawn(f"住址：{ADDRESS}，已核", "下一行不变")
    copy, remarks = _masked(data, ADDRESS, "某省虚构县城关镇***")
    text = "".join(one.text for one in _segments(copy))
    assert "住址：某省虚构县城关镇***" in text
    assert "，已核" in text
    assert "东街" not in text
    assert not remarks


def test_everything_that_is_erased_is_painted_over() -> None:
    """A reader sees that something is gone, and how much."""
    data = _drawn(f"住址：{ADDRESS}，已核")
    copy, _ = _masked(data, ADDRESS, "***")
    page = pypdfium2.PdfDocument(copy)[0]
    row = np.asarray(page.render(scale=2).to_pil().convert("L"))[2 * (300 - 254)]
    black = np.flatnonzero(row < 10)
    wide = 12 * 2 * (len(ADDRESS) - 1)
    assert len(black) >= wide
    assert black[-1] - black[0] == len(black) - 1


def test_what_follows_a_long_mask_stays_where_it_was_for_the_proof() -> None:
    """A font whose widths are no whole thousandths does not make the page a picture."""
    data = _drawn("身份证号14999919900101001X电话13900000123后面还有很多文字不能动", *["文字"] * 8)
    copy, remarks = _masked(data, "14999919900101001X电话13900000123", "*" * 31)
    assert not remarks
    assert "后面还有很多文字不能动" in "".join(one.text for one in _segments(copy))


@given(st.text("甲乙丙丁12*", max_size=12), st.text("甲乙丙丁12*", min_size=1, max_size=12))
def test_a_fitted_replacement_shows_nothing_that_the_replacement_does_not(
    new: str, old: str
) -> None:
    """Where a character stays, the replacement has it too, as often and in this order."""
    fitted = _fitted(new, old)
    assert len(fitted) == len(old)
    stays = "".join(one for one, other in zip(old, fitted, strict=True) if one == other)
    rest = iter(new)
    assert all(character in rest for character in stays)


@given(
    st.permutations([Box(10.0 * at, 100.0 + at % 3 * 1e-5, 10.0 * at + 10, 112) for at in range(9)])
)
def test_boxes_side_by_side_are_one_whatever_their_order(boxes: list[Box]) -> None:
    """Coordinates differ in the last digit, and still no box is left out."""
    joined = _joined(boxes)
    assert len(joined) == 1
    assert (joined[0].x0, joined[0].x1) == (0.0, 90.0)


def test_a_radical_is_read_as_the_character_it_looks_like() -> None:
    """Chromium writes the radical ⼩ where the page shows 小."""
    assert "".join(map(_character, map(ord, "赵⼩⼭⻩⻢"))) == "赵小山黄马"


def test_the_fields_of_a_form_keep_the_labels_beside_them() -> None:
    """Frames one below the other are no table of their own."""
    register()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(400, 300), invariant=1)
    canvas.setFont(BOXED_FONT, 11)
    pairs = (("姓名：", "张某某"), ("电话：", PHONE), ("住址：", "虚构县城关镇"))
    for number, (label, value) in enumerate(pairs):
        y = 250 - 36 * number
        canvas.drawString(30, y, label)
        canvas.rect(100, y - 6, 250, 22)
        canvas.drawString(108, y, value)
    canvas.save()
    texts = [one.text for one in _segments(held.getvalue()) if one.boxes]
    assert texts == [text for pair in pairs for text in pair]


class _Reads:
    """An engine that sees one line in the middle of every page, whatever is there."""

    name, version = "one line", "1"

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self, image: RgbImage) -> tuple[OcrLine, ...]:
        """Return the line, its characters evenly spread."""
        high, wide = image.shape[:2]
        step = wide * 0.6 / len(self._text)
        top, bottom = high * 0.5, high * 0.5 + wide * 0.03
        quads = [
            Quad(x, top, x + step, top, x + step, bottom, x, bottom)
            for x in (wide * 0.2 + step * at for at in range(len(self._text)))
        ]
        return (OcrLine(text=self._text, quads=Quads(quads), score=0.99),)


def test_a_scan_is_masked_where_its_pixels_are_and_not_only_where_its_text_layer_is() -> None:
    """The unseen text under a scan lies only roughly where the pixels do."""
    data = pdf_traps.scan_with_text(PHONE)
    handler = PdfHandler(lambda: _Reads(pdf_traps.labelled(PHONE)), Limits())
    pages = handler.read(_source(data)).pages
    kinds = {one.kind for page in pages for one in page.segments if PHONE in one.text}
    assert kinds == {Kind.HIDDEN, Kind.OCR}
