"""Rooms of the format that nobody would look into, and pages that show what they do not say."""

from __future__ import annotations

import io

import pikepdf
import pytest
from fixtures import pdf_hiding, pdf_traps
from fixtures.pdf_sheets import Sheet, helvetica, line
from tests.formats.pdf_words import in_streams

from deident.formats import Limits
from deident.formats.pdf import probe
from deident.formats.pdf.honesty import is_doubtful
from deident.formats.pdf.pdfium import characters, opened, opened_page, view_of
from deident.formats.pdf.prepare import Prepared, prepare
from deident.formats.pdf.second import second_reading
from deident.formats.pdf.seen import seen_on
from deident.model import Source

VALUE = "149999190001019999"
# pikepdf does not undo what is packed around a photograph.
_PACKED_TWICE = ("note in a wrapped photograph",)
FIGURES = "14999923001017264"
KEPT = "".join(pdf_traps.KEPT.split())


def prepared(data: bytes) -> Prepared:
    """Prepare bytes."""
    return prepare(Source(name="a.pdf", data=data), Limits())


def said(data: bytes) -> str:
    """Return what the second reader reads."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return "".join("".join(second_reading(document, data)).split())


def names(data: bytes) -> str:
    """Return every object, spelled."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return "".join(repr(thing) for thing in document.objects)


@pytest.mark.parametrize("name", pdf_hiding.GONE)
def test_what_no_page_shows_is_in_no_stream_of_the_copy(name: str) -> None:
    """Neither as it is written nor in the code of a character map."""
    before = pdf_hiding.GONE[name](VALUE)
    after = prepared(before).data
    hexed = VALUE.encode("utf-16-be").hex()
    for held in (VALUE, hexed, VALUE.encode().hex()):
        assert not in_streams(after, held)
        assert held not in names(after)
    assert VALUE not in said(after)
    assert KEPT in seen_on(after, 0).text()
    assert (
        name in _PACKED_TWICE
        or VALUE in names(before)
        or any(in_streams(before, held) for held in (VALUE, hexed))
    )


@pytest.mark.parametrize("name", pdf_hiding.GONE)
def test_a_copy_of_a_copy_is_the_same(name: str) -> None:
    """Nothing is left to take out."""
    once = prepared(pdf_hiding.GONE[name](VALUE)).data
    assert prepared(once).data == once


@pytest.mark.parametrize("name", pdf_hiding.UNSAID)
def test_a_page_that_shows_what_it_does_not_say_becomes_a_picture(name: str) -> None:
    """The rest of its text stays searchable."""
    out = prepared(pdf_hiding.UNSAID[name](VALUE))
    assert out.pictured == (0,)
    assert not in_streams(out.data, VALUE)
    assert KEPT in seen_on(out.data, 0).text()


@pytest.mark.parametrize("name", sorted({*pdf_traps.ON_PAGES, "picture"} - {"lying"}))
def test_an_honest_page_stays_what_it_is(name: str) -> None:
    """No picture, and no doubt."""
    out = prepared(pdf_traps.TRAPS[name](VALUE))
    assert out.pictured == ()
    assert out.doubtful == frozenset()


@pytest.mark.parametrize("name", pdf_hiding.LYING)
def test_a_font_that_draws_other_figures_than_it_says_is_doubted(name: str) -> None:
    """Whatever it claims they are."""
    out = prepared(pdf_hiding.LYING[name](FIGURES))
    assert FIGURES not in seen_on(out.data, 0).text()
    assert out.doubtful == frozenset({0})


def test_a_font_that_is_not_looked_at_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come before it."""
    document = pdf_hiding.LYING[min(pdf_hiding.LYING)](FIGURES)
    monkeypatch.setattr(probe, "_lying", lambda *_: set())
    assert prepared(document).doubtful == frozenset()
    monkeypatch.setattr(probe, "_MOST_GLYPHS", 0)
    assert prepared(document).doubtful == frozenset({0})


@pytest.mark.parametrize(("number", "doubted"), [("", False), ("abcdefghijabc", True)])
def test_a_number_behind_a_page_of_words_is_measured(number: str, *, doubted: bool) -> None:
    """However many words stand before it; the font of this one says that its letters are digits."""
    sheet = Sheet()
    said = "".join(f"<{ord('a') + at:02x}> <{0x30 + at:04x}>\n" for at in range(10))
    table = f"1 begincodespacerange <00> <ff> endcodespacerange 10 beginbfchar\n{said}endbfchar"
    sheet.fonts["/F9"] = helvetica()
    sheet.fonts["/F9"].ToUnicode = sheet.stream(table)
    sheet.content += [line("regulations " * 5, 72, 740 - 12 * at) for at in range(12)]
    sheet.content.append(f"BT /F9 12 Tf 72 100 Td ({number}) Tj ET")
    with opened(sheet.bytes()) as document, opened_page(document, 0) as page:
        assert is_doubtful(page, characters(page, view_of(page))) is doubted
