"""Codes are cut and widths looked up as the fonts say, or refused."""

from __future__ import annotations

import pikepdf
import pytest
from fixtures.pdfs_by_hand import Sheet
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from deident.formats.pdf.cmaps import UnknownCMapError, embedded, predefined
from deident.formats.pdf.fonts import UnknownFontError, font

NAMES = (
    "Identity-H", "Identity-V", "UniGB-UCS2-H", "UniGB-UTF16-V", "GBK-EUC-H", "GB-EUC-H",
    "GBKp-EUC-H", "GBK2K-H", "UniCNS-UTF16-H", "UniJIS-UCS2-H", "90ms-RKSJ-H", "ETen-B5-H",
    "KSCms-UHC-H",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@given(text=st.binary(max_size=40))
def test_every_byte_is_in_exactly_one_code(name: str, text: bytes) -> None:
    """Cutting loses nothing: a byte lost would be a glyph lost."""
    assert b"".join(code.raw for code in predefined(name).codes(text)) == text


@pytest.mark.parametrize(
    ("name", "text", "cids"),
    [
        ("UniGB-UCS2-H", "1".encode("utf-16-be"), [18]),
        ("GBK-EUC-H", b"1\xb0\xa1", [830, 940]),
        ("GBKp-EUC-H", b"1\xb0\xa1", [18, 940]),
        ("Identity-H", b"\x01\x02", [258]),
    ],
)
def test_a_code_has_the_cid_adobe_gave_it(name: str, text: bytes, cids: list[int]) -> None:
    """GBK-EUC has half-width digits, the CMaps for Unicode proportional ones."""
    assert [code.cid for code in predefined(name).codes(text)] == cids


@pytest.mark.parametrize("name", ["Nobody-H", "H", "EUC-H", "UniGB-UCS2", ""])
def test_an_unknown_cmap_is_refused(name: str) -> None:
    """A code's length is never guessed."""
    with pytest.raises(UnknownCMapError):
        predefined(name)


def test_a_cmap_without_codespace_is_refused() -> None:
    """So is one whose codes nobody can cut."""
    pdf = pikepdf.new()
    with pytest.raises(UnknownCMapError, match="no codespace"):
        embedded(pikepdf.Stream(pdf, b"1 begincidrange <00> <ff> 0 endcidrange"))


def test_widths_come_from_the_font_or_the_standard() -> None:
    """Helvetica's digits are 556 wide whether the font says so or not."""
    sheet = Sheet()
    bare = font(sheet.helvetica())
    said = font(sheet.helvetica(FirstChar=48, Widths=Array([600, 500])))
    assert [glyph.advance for glyph in bare.glyphs(b"0i")] == [0.556, 0.222]
    assert [glyph.advance for glyph in said.glyphs(b"012")] == [0.6, 0.5, 0.0]


@pytest.mark.parametrize("name", ["ArialMT", "Arial,Bold", "TimesNewRomanPS-BoldMT", "CourierNew"])
def test_familiar_names_have_standard_widths(name: str) -> None:
    """Viewers know these without widths, and so do we."""
    sheet = Sheet()
    assert all(glyph.advance > 0 for glyph in font(sheet.helvetica(name)).glyphs(b"0Az"))


def test_a_font_without_widths_is_refused() -> None:
    """Nobody knows how wide the glyphs of an unheard-of font are."""
    sheet = Sheet()
    with pytest.raises(UnknownFontError, match="no widths"):
        font(sheet.helvetica("Unheard-Of"))


def test_vertical_glyphs_move_down_by_their_own_measure() -> None:
    """W2 wins over DW2, DW2 over the standard."""
    sheet = Sheet()
    made = sheet.composite("UniGB-UCS2-V")
    made.DescendantFonts[0].W2 = pikepdf.Object.parse(b"[18 [-700 250 800]]")
    one, other = font(made).glyphs("1国".encode("utf-16-be"))
    assert (one.advance, one.left, one.lift) == (-0.7, -0.25, -0.8)
    assert (other.advance, other.left, other.lift) == (-1.0, -0.5, -0.88)


@pytest.mark.parametrize("program", [b"BT /F 1 Tf (139) Tj ET", b"600 0 d0 /X Do"])
def test_a_glyph_that_shows_text_or_pictures_is_refused(program: bytes) -> None:
    """A Type 3 glyph can hold a whole number."""
    pdf = pikepdf.new()
    odd = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1, 1]), FirstChar=49,
        FontMatrix=pikepdf.Object.parse(b"[0.001 0 0 0.001 0 0]"), Widths=Array([600]),
        CharProcs=Dictionary(one=pdf.make_stream(program)), Encoding=Dictionary(),
    )  # fmt: skip
    with pytest.raises(UnknownFontError, match="odd glyphs"):
        font(pdf.make_indirect(odd))
