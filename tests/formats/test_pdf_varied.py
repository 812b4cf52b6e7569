"""One word masked in every PDF that the programs at hand can make."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from fixtures.pdfs import varied
from fixtures.pdfs_by_hand import WORD
from tests.formats.pdf_words import boxes_of, in_streams

from deident.formats import Limits
from deident.formats.pdf.erase import CannotErase, Comparison, Eraser
from deident.formats.pdf.prepare import prepare
from deident.formats.pdf.raster import rasterise
from deident.model import Source

if TYPE_CHECKING:
    from pathlib import Path

    from tests.formats.pdf_words import Boxes

FEWEST = 60
MOST_PICTURES = 0.05


@pytest.mark.slow
def test_one_word_is_masked_in_each_and_few_pages_become_pictures(tmp_path: Path) -> None:
    """No text left, none lost, no change elsewhere; or the page is a picture, and counted."""
    names, pictured = [], []
    for name, data in varied(tmp_path):
        before = prepare(Source(name="a.pdf", data=data), Limits()).data
        boxes = boxes_of(before, WORD)
        assert boxes, name
        after, failing = _erased(before, boxes)
        if failing:
            pictured.append(name)
            after = _pictured(before, boxes, failing)
        assert _codes(before, after, boxes) == {}, name
        assert not in_streams(after, WORD), name
        names.append(name)
    assert len(names) >= FEWEST
    assert len(pictured) <= MOST_PICTURES * len(names), pictured


def _erased(before: bytes, boxes: Boxes) -> tuple[bytes, set[int]]:
    failing = set()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        eraser = Eraser(pdf)
        for page, some in boxes.items():
            try:
                eraser.erase(page, some, fill=True)
            except CannotErase:
                failing.add(page)
        pdf.save(out)
    return out.getvalue(), failing | set(_codes(before, out.getvalue(), boxes)) & boxes.keys()


def _pictured(before: bytes, boxes: Boxes, failing: set[int]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        eraser = Eraser(pdf)
        for page, some in boxes.items():
            if page in failing:
                rasterise(pdf, page, before, some)
            else:
                eraser.erase(page, some, fill=True)
        pdf.save(out)
    return out.getvalue()


def _codes(before: bytes, after: bytes, boxes: Boxes) -> dict[int, tuple[str, ...]]:
    with Comparison(before, after) as comparison:
        found = {page: comparison.page(page, some) for page, some in boxes.items()}
    return {page: codes for page, codes in found.items() if codes}
