"""A page that cannot be cleaned becomes its own picture."""

from __future__ import annotations

import io

import pikepdf
import pytest
from fixtures.pdfs_by_hand import WORD, by_hand
from tests.formats.pdf_words import boxes_of, in_streams

from deident.formats import Limits
from deident.formats.pdf.prepare import prepare
from deident.formats.pdf.raster import KeptChar, rasterise
from deident.formats.pdf.render import picture_of
from deident.formats.pdf.seen import seen_on
from deident.formats.pdf.verify import verify_page
from deident.model import Source

BY_HAND = dict(by_hand())


@pytest.mark.parametrize(
    "name", ["tj", "turned-90", "turned-270", "cropped", "off-origin", "user-unit", "boxed"]
)
def test_the_picture_shows_the_page_without_the_word(name: str) -> None:
    """Same size, same rotation, same look outside the boxes, and no text at all."""
    before = prepare(Source(name="a.pdf", data=BY_HAND[name]), Limits()).data
    boxes = boxes_of(before, WORD)[0]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        old = pdf.pages[0].obj
        kept = [old.MediaBox.unparse(), old.CropBox.unparse(), old.get("/Rotate")]
        rasterise(pdf, 0, before, boxes)
        page = pdf.pages[0].obj
        assert [page.MediaBox.unparse(), page.CropBox.unparse(), page.get("/Rotate")] == kept
        pdf.save(out)
    assert verify_page(before, out.getvalue(), 0, boxes) == ()
    assert seen_on(out.getvalue(), 0).text() == ""
    assert not in_streams(out.getvalue(), WORD)


def test_the_boxes_are_black_in_the_pixels() -> None:
    """Nothing lies under a rectangle: the picture itself is black there."""
    before = prepare(Source(name="a.pdf", data=BY_HAND["tj"]), Limits()).data
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        rasterise(pdf, 0, before, [(50, 340, 200, 370)])
        pdf.save(out)
    pixels = picture_of(out.getvalue(), 0, 1.0)
    assert (pixels[595 - 368 : 595 - 342, 52:198] < 40).all()


def test_what_may_stay_can_be_searched() -> None:
    """Characters lie invisibly where they stood; those in a box are not among them."""
    before = prepare(Source(name="a.pdf", data=BY_HAND["unigb-ucs2-h"]), Limits()).data
    sight = seen_on(before, 0)
    everything = [
        KeptChar(chr(code), *map(float, cell))
        for code, cell in zip(sight.codes, sight.cells, strict=True)
    ]
    boxes = boxes_of(before, WORD)[0]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        rasterise(pdf, 0, before, boxes, keep_text=everything)
        pdf.save(out)
    text = seen_on(out.getvalue(), 0).text()
    assert "联系电话" in text
    assert "地址某某路" in text
    assert WORD not in text
    assert verify_page(before, out.getvalue(), 0, boxes) == ()
