"""Places of PDF that a mask is written to. What goes whole is proved in test_pdf_traps."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

import pikepdf
from fixtures import pdf_hiding, pdf_traps
from pikepdf import Array, Dictionary, Name
from tests.contracts.entry import Entry, Plant, broken, noise

from deident.formats.pdf.handler import MEDIA_TYPE, PdfHandler
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.formats import Limits
    from deident.ocr import OcrEngine

# Held elsewhere in the file as well, or in more pieces than this contract knows.
_NOT_ALONE = ("field value", "free text", "cid text", "embedded text", "boxed")


def _handler(limits: Limits) -> PdfHandler:
    def nobody() -> OcrEngine:
        raise AssertionError("there is no picture on these pages")

    return PdfHandler(nobody, limits)


def _place(build: Callable[[str], bytes]) -> Plant:
    return lambda value: Source(name="a.pdf", data=build(value), media_type=MEDIA_TYPE)


def _encrypted() -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_traps.plain("1"))) as pdf:
        pdf.save(held, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return held.getvalue()


def _loop() -> bytes:
    """A page tree that is its own branch."""
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    body += b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
    return body + b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n"


def _bomb() -> bytes:
    pdf = pikepdf.Pdf.new()
    packed = pdf.make_stream(zlib.compress(b"0 0 m " * 40_000_000, 9))
    packed.Filter = Name.FlateDecode
    page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 100, 100]), Contents=packed)
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    held = io.BytesIO()
    pdf.save(held, compress_streams=False, recompress_flate=False)
    return held.getvalue()


def _no_pages() -> bytes:
    held = io.BytesIO()
    pikepdf.Pdf.new().save(held)
    return held.getvalue()


_WHOLE = pdf_traps.plain("1")

ENTRIES = (
    Entry(
        name="pdf",
        handler=_handler,
        places={
            name: _place(build)
            for name, build in {**pdf_traps.ON_PAGES, **pdf_hiding.ODDLY_DRAWN}.items()
            if name not in _NOT_ALONE
        },
        hostile={
            "encrypted": broken(_encrypted(), MEDIA_TYPE),
            "truncated": broken(_WHOLE[: len(_WHOLE) // 2], MEDIA_TYPE),
            "noise": broken(b"%PDF-1.7\n" + noise(4000), MEDIA_TYPE),
            "another kind": broken(b"PK\x03\x04 no", MEDIA_TYPE),
            "empty": broken(b"", MEDIA_TYPE),
            "no pages": broken(_no_pages(), MEDIA_TYPE),
            "page tree loop": broken(_loop(), MEDIA_TYPE),
            "bomb": broken(_bomb(), MEDIA_TYPE),
        },
    ),
)
