"""Whole scanned pages through both engines: every value gone, the rest still there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image
from tests.ocr.shared import engine

from deident.formats import Limits
from deident.formats.image.handler import ImageHandler
from deident.model import Mask, MaskPlan, Place, Quad, Source, Span

if TYPE_CHECKING:
    from deident.model import Document, Segment

VALUES = (pictures.RESIDENT_ID, pictures.MOBILE, pictures.CARD, *pictures.TABLE_IDS)
KEPT = (
    "社会救助有关规定",
    "申请人赵小山",
    "家庭人口三人",
    "公示期为七个工作日",
    "钱大海",
    "400元",
    "身份证号",
)


def _scan(page: Image.Image) -> Source:
    written = io.BytesIO()
    page.save(written, "PNG", dpi=(200, 200))
    return Source(name="a.png", data=written.getvalue())


def _segments(document: Document) -> list[Segment]:
    return [segment for page in document.pages for segment in page.segments]


def _masks(document: Document) -> list[Mask]:
    return [
        Mask(Place(segment.id, Span(at, at + len(value))), "")
        for segment in _segments(document)
        for value in VALUES
        if (at := segment.text.find(value)) >= 0
    ]


def _said(document: Document) -> str:
    return "\n".join(segment.text for segment in _segments(document))


@pytest.mark.parametrize(
    ("name", "quarters"),
    [
        ("rapidocr", 0),
        ("tesseract", 0),
        *(pytest.param("rapidocr", quarters, marks=pytest.mark.slow) for quarters in (1, 2, 3)),
        *(pytest.param("tesseract", quarters, marks=pytest.mark.slow) for quarters in (1, 2, 3)),
    ],
)
def test_a_scanned_page_from_end_to_end(name: str, quarters: int) -> None:
    """Every value is gone from the masked page, however it lies; the rest is still read."""
    page = pictures.decision(150 if name == "rapidocr" else 200).image
    source = _scan(page.rotate(90 * quarters, expand=True))
    handler = ImageHandler(lambda: engine(name), Limits())
    document = handler.read(source)
    masks = _masks(document)
    assert len(masks) >= (8 if name == "rapidocr" else 7)
    assert not list(document.unread)
    masked = handler.apply(source, MaskPlan(masks=masks))
    again = handler.read(masked)
    said = _said(again)
    assert not any(value[at : at + 6] in said for value in VALUES for at in range(len(value) - 5))
    compact = said.replace(" ", "")
    assert sum(words in compact for words in KEPT) >= (len(KEPT) if name == "rapidocr" else 5)
    assert not list(again.unread)


@pytest.mark.slow
@pytest.mark.parametrize("quarters", range(4))
def test_regions_cover_the_ink_of_every_value(quarters: int) -> None:
    """At least 95 % of the drawn box of each value is black, on every turn of the page."""
    page = pictures.decision(200)
    source = _scan(page.image.rotate(90 * quarters, expand=True))
    handler = ImageHandler(lambda: engine("rapidocr"), Limits())
    masked = Image.open(
        io.BytesIO(handler.apply(source, MaskPlan(masks=_masks(handler.read(source)))).data)
    )
    upright = np.asarray(masked.rotate(-90 * quarters, expand=True))
    for left, top, right, bottom in page.truth.values():
        part = upright[round(top) : round(bottom), round(left) : round(right)]
        assert (part.max(axis=2) == 0).mean() > 0.95


def test_quads_are_named_like_drawn_boxes() -> None:
    """The fixture's boxes and the model's quads agree."""
    assert pictures.quad((1, 2, 3, 4)) == Quad(1, 2, 3, 2, 3, 4, 1, 4)
