"""One value planted in every place of a PDF, masked by the whole line, and looked for by others.

The extractor here shares no code with the handlers: pypdf, a regular expression over the raw file,
zlib, and tesseract on what pypdfium2 draws.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pypdfium2
import pytesseract
import pytest
from fixtures import pdf_traps
from tests.ocr.shared import engine

from deident.api import Deidentifier
from deident.formats.pdf.handler import MEDIA_TYPE, PdfHandler
from deident.identifiers import resident_id
from deident.keys import Key
from deident.model import Source
from deident.pipeline import Review, review

if TYPE_CHECKING:
    from collections.abc import Iterator

logging.getLogger("pypdf").setLevel(logging.CRITICAL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ENCODINGS = ("latin-1", "utf-16-be", "utf-16-le", "gb18030")
KEPT = pdf_traps.KEPT
_BODY = "14999919900101001"
RESIDENT_ID = _BODY + resident_id.check_character(_BODY)

every_trap = pytest.mark.parametrize("name", pdf_traps.TRAPS)


@cache
def reviewed(name: str) -> Review:
    """Mask one trap."""
    line = Deidentifier(key=Key(bytes(range(32)))).line()
    handler = PdfHandler(lambda: engine("rapidocr"), line.limits)
    source = Source(name="a.pdf", data=pdf_traps.TRAPS[name](RESIDENT_ID), media_type=MEDIA_TYPE)
    known = line.handler_for
    return review(
        source,
        replace(
            line, handler_for=lambda one: handler if one.media_type == MEDIA_TYPE else known(one)
        ),
    )


def raw_streams(data: bytes) -> Iterator[bytes]:
    """Yield the file and whatever its streams unpack to, without any PDF library."""
    yield data
    for match in _STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(match[1])
        except zlib.error:
            yield match[1]


def digits_drawn(stream: bytes) -> str:
    """Return the digits of a content stream in order, whatever stands between."""
    strings = re.findall(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f]{2,8})>", stream)
    shown = b"".join(plain or _unhexed(hexed) for plain, hexed in strings)
    return re.sub("[^0-9]", "", shown.decode("latin-1"))


def _unhexed(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode()[: len(digits) // 2 * 2])


def second_text(data: bytes) -> str:
    """Read all pages with pypdf, and everything that pypdf finds beside them."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    pages = [page.extract_text() for page in reader.pages]
    beside = [str(reader.metadata), str(reader.outline), str(reader.attachments)]
    beside += [str(reader.named_destinations), str(reader.get_fields()), str(reader.page_labels)]
    return "".join("".join((*pages, *beside)).split())


@every_trap
def test_the_value_is_found(name: str) -> None:
    """Nothing hides it; what lies in an attachment is found there, what a preview shows goes."""
    seen = reviewed(name)
    found = [one.entity_type for one in seen.findings]
    inner = [one.entity_type for inside in seen.inner.values() for one in inside.findings]
    if name == "thumbnail":
        assert [r.kind for r in seen.document.removables] == ["thumbnails"]
    else:
        assert "CN_RESIDENT_ID" in (*found, *inner)


@every_trap
def test_the_value_is_in_no_stream_of_the_copy(name: str) -> None:
    """In no encoding, no string, no old version, no packed stream."""
    copy = bytes(reviewed(name).masked.data)
    for stream in raw_streams(copy):
        for encoding in _ENCODINGS:
            assert RESIDENT_ID.encode(encoding) not in stream
            assert RESIDENT_ID[6:14].encode(encoding) not in stream
        assert RESIDENT_ID not in digits_drawn(stream)
    assert RESIDENT_ID not in second_text(copy)
    assert copy.count(b"%%EOF") == 1


# Read with other eyes than these: glyph codes of a subset, pixels, a packed attachment.
_NOT_PLAIN = {
    "cid text", "embedded text", "shuffled", "broken", "attachment", "thumbnail",
    *pdf_traps.PICTURED,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(pdf_traps.TRAPS) - _NOT_PLAIN))
def test_the_extractor_sees_the_value_in_the_original(name: str) -> None:
    """A test that cannot fail proves nothing."""
    original = pdf_traps.TRAPS[name](RESIDENT_ID)
    streams = list(raw_streams(original))
    assert any(
        RESIDENT_ID.encode(encoding) in stream or RESIDENT_ID in digits_drawn(stream)
        for stream in streams
        for encoding in _ENCODINGS
    )


@every_trap
def test_no_object_of_the_copy_holds_the_value(name: str) -> None:
    """Objects are walked with pikepdf, names and strings alike."""
    with pikepdf.open(io.BytesIO(bytes(reviewed(name).masked.data))) as pdf:
        for thing in pdf.objects:
            assert RESIDENT_ID not in repr(thing)


@every_trap
def test_the_copy_opens_and_keeps_what_must_stay(name: str) -> None:
    """Both readers open it, and the other line is still there."""
    copy = bytes(reviewed(name).masked.data)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert len(pdf.pages) == 1
    document = pypdfium2.PdfDocument(copy)
    text = document[0].get_textpage().get_text_range()
    document.close()
    if not name.startswith("scan"):
        assert KEPT in text or KEPT in drawn_text(copy)


@every_trap
def test_the_copy_shows_nothing_to_another_eye(name: str) -> None:
    """Tesseract reads the drawn page and every picture in the file."""
    copy = bytes(reviewed(name).masked.data)
    assert RESIDENT_ID not in drawn_text(copy)
    reader = pypdf.PdfReader(io.BytesIO(copy))
    for picture in reader.pages[0].images:
        assert picture.image is not None
        assert RESIDENT_ID not in _squeezed(pytesseract.image_to_string(picture.image, "chi_sim"))


def drawn_text(data: bytes) -> str:
    """Return what tesseract reads on the first page."""
    document = pypdfium2.PdfDocument(data)
    image = document[0].render(scale=2.5).to_pil()
    document.close()
    text: str = pytesseract.image_to_string(image, "chi_sim")
    return text


def _squeezed(text: str) -> str:
    return "".join(text.split())


@every_trap
def test_nothing_is_left_of_the_first_look(name: str) -> None:
    """The proof finds neither a value nor a leftover in the copy."""
    seen = reviewed(name)
    assert not seen.residue.findings
    assert not seen.residue.reasons
    assert not [one for one in seen.residue.unread if one.code.startswith("PDF")]


def test_there_are_as_many_traps_as_promised() -> None:
    """At least 24."""
    assert len(pdf_traps.TRAPS) >= 24
