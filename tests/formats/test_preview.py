"""Pages of office documents as pictures that open, drawn once."""

from __future__ import annotations

import io
from functools import cache

import pytest
from fixtures.documents import p, word
from PIL import Image

from deident.errors import UnreadableError
from deident.formats import Limits, soffice
from deident.formats.preview import OfficePages, PageRenderer
from deident.model import Source

pytestmark = pytest.mark.skipif(
    not OfficePages.is_available(), reason="LibreOffice or pdfium is missing"
)
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
TWO_PAGES = Source(name="a.docx", data=word(p("第一页") + BREAK + p("第二页")).bytes())


@cache
def renderer() -> PageRenderer:
    """Convert once for all tests."""
    return OfficePages(Limits())


def drawn(page: int, dpi: int) -> Image.Image:
    """Draw a page and open the picture."""
    picture = Image.open(io.BytesIO(renderer().render(TWO_PAGES, page, dpi)))
    assert picture.format == "PNG"
    picture.load()
    return picture


def test_a_page_is_as_large_as_its_paper() -> None:
    """A4 at 72 dpi is 595 by 842 pixels, and grows with the resolution."""
    assert renderer().pages(TWO_PAGES) == 2
    assert drawn(1, 72).size == pytest.approx((595, 842), abs=2)
    assert drawn(1, 144).size == pytest.approx((1190, 1684), abs=4)


def test_each_page_is_its_own() -> None:
    """They say different things, and none is blank."""
    first, second = drawn(1, 72).convert("L"), drawn(2, 72).convert("L")
    assert first.tobytes() != second.tobytes()
    assert min(first.tobytes()) < 128
    assert min(second.tobytes()) < 128


def test_no_picture_is_larger_than_a_screen_can_use() -> None:
    """Whatever resolution is asked for."""
    assert max(drawn(1, 6000).size) <= 4001


def test_a_document_is_converted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are asked for one by one."""
    first = renderer().render(TWO_PAGES, 1, 72)
    monkeypatch.setenv("DEIDENT_SOFFICE", "/nowhere/soffice")
    assert renderer().render(TWO_PAGES, 1, 72) is first
    assert renderer().render(TWO_PAGES, 2, 50)
    assert not soffice.is_installed()
    assert not OfficePages.is_available()


def test_a_page_that_is_not_there_is_refused() -> None:
    """Counted from 1."""
    for page in (0, 3):
        with pytest.raises(ValueError, match="no page"):
            renderer().render(TWO_PAGES, page, 72)


@pytest.mark.parametrize("content", [b"%PDF-1.4 nothing", b"PK\x03\x04 nothing"])
def test_what_nobody_can_draw_is_an_error(content: bytes) -> None:
    """Never an empty picture."""
    with pytest.raises(UnreadableError) as refused:
        renderer().render(Source(name="a.docx", data=content), 1, 72)
    assert refused.value.reason == "NOT_CONVERTED"


def test_what_is_too_large_is_not_tried() -> None:
    """The limit of a part holds here too."""
    with pytest.raises(UnreadableError) as refused:
        OfficePages(Limits(member_bytes=100)).render(TWO_PAGES, 1, 72)
    assert refused.value.reason == "TOO_LARGE"
