"""PDF from end to end: what is asked, what stays, what is refused, and what it takes."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from fixtures import pdf_traps
from pikepdf import Array, Dictionary, Name

from deident.api import Deidentifier
from deident.errors import MissingEngineError, UnreadableError
from deident.formats import Limits
from deident.formats.pdf.handler import FAILED_REDACTION, MEDIA_TYPE, PdfHandler
from deident.identifiers import resident_id
from deident.keys import Key
from deident.model import Kind, Mask, MaskPlan, Place, Quad, Region, Source, Span
from deident.pipeline import Review, review

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.model import Segment
    from deident.ocr import OcrEngine

_BODY = "14999919900101001"
ID = _BODY + resident_id.check_character(_BODY)


def _nobody() -> OcrEngine:
    raise MissingEngineError("none", "nothing")


def _source(data: bytes) -> Source:
    return Source(name="a.pdf", data=data, media_type=MEDIA_TYPE)


def _segments(data: bytes, handler: PdfHandler | None = None) -> list[Segment]:
    document = (handler or PdfHandler(_nobody, Limits())).read(_source(data))
    return [segment for page in document.pages for segment in page.segments]


def _review(data: bytes) -> Review:
    line = Deidentifier(key=Key(bytes(range(32)))).line()
    handler = PdfHandler(_nobody, line.limits)
    return review(_source(data), replace(line, handler_for=lambda _: handler))


def _text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text: str = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def _sheet(*lines: str, **keys: object) -> bytes:
    sheet = pdf_traps.Sheet()
    sheet.content += lines
    sheet.keys |= {f"/{name}": thing for name, thing in keys.items()}
    return sheet.bytes()


def test_nothing_is_asked_about_what_is_taken_out() -> None:
    """A comment goes with all it says."""
    seen = _review(pdf_traps.comment(ID))
    assert not seen.questions
    assert [removable.kind for removable in seen.document.removables] == ["comments"]


def test_a_failed_redaction_is_named_and_its_text_goes() -> None:
    """A black box over text hides it from nobody."""
    data = pdf_traps.covered("The name that was hidden")
    handler = PdfHandler(_nobody, Limits())
    document = handler.read(_source(data))
    assert any("hidden" in s.text for page in document.pages for s in page.segments)
    assert [part.code for part in document.unread] == [FAILED_REDACTION]
    masked = handler.apply(_source(data), MaskPlan())
    assert "hidden" not in _text(bytes(masked.data))


def test_shading_behind_text_is_no_redaction() -> None:
    """Only what is drawn after the text covers it."""
    data = _sheet("0.8 g 70 695 200 18 re f", pdf_traps.line("total 2022", 72, 700))
    handler = PdfHandler(_nobody, Limits())
    document = handler.read(_source(data))
    assert list(document.pages)
    assert not list(document.unread)


@pytest.mark.parametrize("quarters", [0, 90, 180, 270])
def test_boxes_lie_on_the_page_as_it_is_shown(quarters: int) -> None:
    """A region over a segment's boxes takes out exactly its text, however the page is turned."""
    lines = (pdf_traps.line("first 111", 100, 700), pdf_traps.line("second 222", 100, 680))
    data = _sheet(*lines, Rotate=quarters, CropBox=Array([50, 60, 500, 800]))
    handler = PdfHandler(_nobody, Limits())
    found = next(one for one in _segments(data, handler) if "111" in one.text)
    assert found.boxes is not None
    corners = [number for quad in found.boxes for number in quad]
    wide = Quad(
        min(corners[::2]), min(corners[1::2]), max(corners[::2]), min(corners[1::2]),
        max(corners[::2]), max(corners[1::2]), min(corners[::2]), max(corners[1::2]),
    )  # fmt: skip
    masked = handler.apply(_source(data), MaskPlan(regions=[Region(1, wide)]))
    text = _text(bytes(masked.data))
    assert "111" not in text
    assert "second 222" in text


def test_what_a_mask_lets_stand_stays() -> None:
    """The first three and the last four digits of a telephone may be published."""
    data = _sheet(pdf_traps.line("tel 13900001234", 72, 700))
    handler = PdfHandler(_nobody, Limits())
    found = next(one for one in _segments(data, handler) if "139" in one.text)
    mask = Mask(Place(found.id, Span(4, 15)), "139****1234")
    masked = handler.apply(_source(data), MaskPlan(masks=[mask]))
    assert "tel 139****1234" in [one.text for one in _segments(bytes(masked.data), handler)]
    assert b"00001234" not in bytes(masked.data)


def test_a_region_on_no_page_is_refused() -> None:
    """It would be painted nowhere."""
    handler = PdfHandler(_nobody, Limits())
    region = Region(2, Quad(0, 0, 1, 0, 1, 1, 0, 1))
    with pytest.raises(ValueError, match="no page"):
        handler.apply(_source(pdf_traps.plain(ID)), MaskPlan(regions=[region]))


def test_a_masked_copy_is_found_done() -> None:
    """Our own output needs nothing more."""
    once = _review(pdf_traps.embedded_text(ID))
    again = _review(bytes(once.masked.data))
    assert not again.questions
    assert ID not in _text(bytes(again.masked.data))


def test_a_page_of_a_picture_needs_an_engine() -> None:
    """Without one the document is refused, never taken for empty."""
    with pytest.raises(MissingEngineError):
        _segments(pdf_traps.scan(ID))


def test_text_beside_no_page_names_what_it_goes_with() -> None:
    """Every segment without a box lies in a removable that the document lists."""
    for name, make in pdf_traps.BESIDE.items():
        document = PdfHandler(_nobody, Limits()).read(_source(make(ID)))
        kinds = {removable.id for removable in document.removables}
        for page in document.pages:
            for segment in page.segments:
                assert segment.boxes is not None or segment.removable in kinds, name


def test_the_layer_of_a_scan_is_hidden_text() -> None:
    """A reader does not see it, and a search does."""
    found = _segments(pdf_traps.unseen_mode(ID))
    assert {one.kind for one in found if ID in one.text} <= {Kind.BODY, Kind.HIDDEN}


def _many_objects() -> bytes:
    pdf = pdf_traps.Sheet().finish()
    pdf.Root.Many = Array([pdf.make_indirect(Dictionary(N=number)) for number in range(100_000)])
    return pdf_traps.saved(pdf)


def _endless() -> bytes:
    data = pdf_traps.plain(ID)
    return data.replace(b"/Length ", b"/Length 999999999 /Old ", 1)


def _huge_box() -> bytes:
    return _sheet(MediaBox=Array([0, 0, 10**9, 10**9]))


def _polyglot() -> bytes:
    return b"GIF89a;\n" + pdf_traps.plain(ID)


def _tail() -> bytes:
    return pdf_traps.plain(ID) + b"\0" * 100_000 + ID.encode()


@pytest.mark.parametrize(
    "make", [_many_objects, _endless, _huge_box, _polyglot, _tail], ids=lambda make: make.__name__
)
def test_a_hostile_file_is_read_in_full_or_refused(make: Callable[[], bytes]) -> None:
    """Either the number is found and gone, or nobody is told that the file is clean."""
    try:
        seen = _review(make())
    except UnreadableError as refused:
        assert refused.reason.isupper()  # noqa: PT017 either is right
        return
    assert ID.encode() not in bytes(seen.masked.data)
    assert ID not in _text(bytes(seen.masked.data))
    assert len(pikepdf.open(io.BytesIO(bytes(seen.masked.data))).pages) == 1


def test_pdfium_is_safe_from_many_threads() -> None:
    """Four readers at once abort a process that does not lock."""
    data = pdf_traps.embedded_text(ID)
    found: list[str] = []

    def read() -> None:
        found.extend("".join(one.text for one in _segments(data)) for _ in range(5))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1


def test_pages_can_be_left_half_read() -> None:
    """A walk that stops early leaves no lock and no document behind."""
    handler = PdfHandler(_nobody, Limits())
    pages = iter(handler.read(_source(pdf_traps.plain(ID))).pages)
    next(pages)
    del pages
    assert _segments(pdf_traps.plain(ID), handler)


def test_the_streams_of_a_document_show_what_is_packed() -> None:
    """The proof looks into these; what is not yielded is not proved."""
    handler = PdfHandler(_nobody, Limits())
    with pikepdf.open(io.BytesIO(pdf_traps.plain(ID))) as pdf:
        held = io.BytesIO()
        pdf.save(held, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert ID.encode() not in held.getvalue()
    assert any(ID.encode() in part for part in handler.decoded(_source(held.getvalue())))


def test_an_owner_password_is_no_hindrance() -> None:
    """Everybody may read it; the copy has no restrictions."""
    with pikepdf.open(io.BytesIO(pdf_traps.plain(ID))) as pdf:
        held = io.BytesIO()
        pdf.save(held, encryption=pikepdf.Encryption(owner="secret", user=""))
    seen = _review(held.getvalue())
    assert "encryption" in [removable.kind for removable in seen.document.removables]
    assert ID not in _text(bytes(seen.masked.data))
    assert Name.Encrypt not in pikepdf.open(io.BytesIO(bytes(seen.masked.data))).trailer
