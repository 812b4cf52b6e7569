"""Words that are drawn and not written, and pixels under a box."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import pytest
from fixtures.pdf_sheets import A4, Sheet, drawn, pictured
from pikepdf import Array, Dictionary, Name

from deident.errors import UnreadableError
from deident.formats.pdf.drawn import drawn as drawn_on
from deident.formats.pdf.outlines import outlined
from deident.formats.pdf.page import read_page_of
from deident.formats.pdf.pdfium import opened, opened_page, view_of

if TYPE_CHECKING:
    from deident.formats.pdf.page import PageRead

VALUE = "14999923001017264"
_ZEN_HEI = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"


def _outlines(text: str) -> list[str]:
    """Return the operators that draw each character of a text as a filled curve."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTCollection

    font = TTCollection(_ZEN_HEI)[0]
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale, at, shapes = 20 / font["head"].unitsPerEm, 72.0, []
    for character in text:
        pen = DecomposingRecordingPen(glyphs)
        glyphs[names[ord(character)]].draw(TransformPen(pen, (scale, 0, 0, scale, at, 600)))
        shapes.append(" ".join(_operator(*step) for step in pen.value) + " f")
        at += glyphs[names[ord(character)]].width * scale
    return shapes


def _operator(kind: str, points: tuple[Any, ...]) -> str:
    if kind == "closePath":
        return "h"
    ends = points if kind == "qCurveTo" else points[-1:]
    word = "m" if kind == "moveTo" else "l"
    return " ".join(f"{x:.2f} {y:.2f} {word}" for x, y in ends)


def _read(sheet: Sheet) -> PageRead:
    with opened(sheet.bytes()) as document, opened_page(document, 0) as page:
        return read_page_of(document, page)


def _boxes(*operators: str) -> int:
    sheet = Sheet()
    sheet.content += operators
    with opened(sheet.bytes()) as document, opened_page(document, 0) as page:
        return len(list(outlined(list(drawn_on(page, view_of(page))))))


def test_a_number_drawn_as_curves_is_looked_at() -> None:
    """One curve for each digit, or one for all of them."""
    shapes = _outlines(VALUE)
    assert _boxes(*shapes) == 1
    assert _boxes(" ".join(shape.removesuffix("f") for shape in shapes) + "f") == 1


def test_a_number_drawn_behind_a_hatching_is_looked_at() -> None:
    """However many lines were drawn before it."""
    hatching = "".join(f"{at % 500} {at // 500} m 1 1 l S\n" for at in range(21_000))
    assert _boxes(hatching, *_outlines(VALUE)) == 1


@pytest.mark.parametrize("deep", [1, 13, 40])
def test_a_picture_is_read_however_deep_the_forms_lie_that_draw_it(deep: int) -> None:
    """As deep as pdfium draws them."""
    assert len(_read(_nested(deep)).looks) == 1


def test_what_lies_deeper_than_it_can_be_read_is_refused() -> None:
    """Other readers show it; pdfium says that there is nothing."""
    with pytest.raises(UnreadableError) as caught:
        _read(_nested(41))
    assert caught.value.reason == "TOO_DEEP"


def _nested(deep: int) -> Sheet:
    """Draw a picture in a form in a form in a form …."""
    sheet = Sheet()
    inner, content = pictured(sheet, drawn(VALUE)), "450 0 0 150 72 500 cm /X0 Do"
    for _ in range(deep):
        inner = sheet.stream(
            content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(A4),
            Resources=Dictionary(XObject=Dictionary({"/X0": inner})),
        )  # fmt: skip
        content = "/X0 Do"
    sheet.xobjects["/X0"] = inner
    sheet.content.append(f"q {content} Q")
    return sheet


@pytest.mark.parametrize(
    "shape",
    [
        "{x} 600 m {x} 610 l {e} 610 l {e} 600 l h S",
        "{x} 600 m {x} 606 l {x} 610 {e} 610 {e} 606 c {e} 600 l h f",
    ],
    ids=["squares of a form", "markers of a chart"],
)
def test_a_row_of_equal_shapes_is_no_word(shape: str) -> None:
    """Nobody writes with one letter."""
    assert _boxes(*(shape.format(x=72 + 20 * at, e=82 + 20 * at) for at in range(18))) == 0


def test_a_picture_that_is_the_shape_of_its_mask_is_looked_at() -> None:
    """Its own pixels are black all over."""
    sheet = Sheet()
    shades = drawn(VALUE).convert("L").point(lambda shade: 255 - shade)
    mask = pictured(sheet, shades)
    sheet.xobjects["/Im1"] = sheet.stream(
        zlib.compress(bytes(900 * 300)), Type=Name.XObject, Subtype=Name.Image, Width=900,
        Height=300, ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.FlateDecode,
        SMask=mask,
    )  # fmt: skip
    sheet.content.append("q 450 0 0 150 72 500 cm /Im1 Do Q")
    assert len(_read(sheet).looks) == 1


def test_a_picture_is_read_however_small_it_is_shown() -> None:
    """All its pixels are in the file."""
    sheet = Sheet()
    sheet.xobjects["/Im1"] = pictured(sheet, drawn(VALUE))
    sheet.content.append("q 4 0 0 1 72 500 cm /Im1 Do Q")
    assert len(_read(sheet).looks) == 1


@pytest.mark.parametrize(("box", "hidden"), [("72 500 450 150", 1), ("72 640 450 9", 0)])
def test_pixels_under_a_black_box_are_a_failed_redaction(box: str, hidden: int) -> None:
    """Where there is ink below it; blank paper hides nothing."""
    sheet = Sheet()
    sheet.xobjects["/Im1"] = pictured(sheet, drawn(VALUE))
    sheet.content += ["q 450 0 0 150 72 500 cm /Im1 Do Q", f"0 g {box} re f"]
    assert len(_read(sheet).covered) == hidden
