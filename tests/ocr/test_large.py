"""A sheet is read part by part and is one page all the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image
from tests.ocr.shared import engine

from deident.formats.image.views import View
from deident.ocr import OcrLine
from deident.ocr.large import read_sheet
from deident.ocr.quads import bounds, characters, rectangle, unrotated

if TYPE_CHECKING:
    from deident.ocr import RgbImage

WORDS = "身份证号14999919900101001夏阳县民政局关于救助对象的公示"
INK = rectangle(300, 700, 1500, 740)


@dataclass
class Ruler:
    """An engine that reads a black bar as words of a known width, as much of it as it sees."""

    name: str = "ruler"
    version: str = "0"
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def read(self, image: RgbImage) -> tuple[OcrLine, ...]:
        """Read the bar: its pixels count upwards from left to right."""
        self.sizes.append(image.shape[:2])
        rows, columns = np.nonzero(image[:, :, 1] != 255)
        if not rows.size or image.shape[0] < 600:
            return ()
        top, bottom = float(rows.min()), float(rows.max() + 1)
        left, right = int(columns.min()), int(columns.max() + 1)
        wide = 1200 / len(WORDS)
        first = round(float(image[rows.min(), left, 0]) / 250 * len(WORDS))
        last = max(first + 1, round(first + (right - left) / wide))
        text = WORDS[first:last]
        box = rectangle(left, top, right, bottom)
        shares = [(at / len(text), (at + 1) / len(text)) for at in range(len(text))]
        return (OcrLine(text=text, quads=characters(box, shares), score=0.99, box=box),)


def _sheet(quarters: int = 0) -> Image.Image:
    pixels = np.full((1800, 1800), 255, np.uint8)
    pixels[700:740, 300:1500] = np.linspace(0, 250, 1200).astype(np.uint8)
    return Image.fromarray(np.rot90(pixels, quarters))


def test_a_line_across_three_parts_is_one_line() -> None:
    """No character is lost where parts meet, and none is there twice."""
    reading = read_sheet(Ruler(), View(_sheet()), side=800)
    assert [line.text for line in reading.lines] == [WORDS]
    place = bounds(reading.lines[0].quads)
    assert place == pytest.approx(bounds((INK,)), abs=3)


def test_only_parts_are_unpacked() -> None:
    """No array is larger than a part, and blank parts are not read."""
    ruler = Ruler()
    read_sheet(ruler, View(_sheet()), side=800)
    parts = ruler.sizes[1:]
    assert all(max(size) <= 800 for size in parts)
    assert 3 <= len(parts) <= 6


def test_paper_takes_no_pass_but_the_glance() -> None:
    """Nothing to read is found without an engine."""
    ruler = Ruler()
    assert read_sheet(ruler, View(Image.new("L", (1800, 1800), 255)), side=800).passes == 1


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [0, 1])
def test_a_real_page_is_read_whole_by_parts(quarters: int) -> None:
    """Every number is there once, in its place, whichever way the page lies."""
    page = pictures.decision(200)
    image = page.image.rotate(90 * quarters, expand=True)
    reading = read_sheet(engine("rapidocr"), View(image), side=1200)
    assert reading.quarters == (4 - quarters) % 4
    said = "".join(line.text for line in reading.lines)
    for number in (pictures.RESIDENT_ID, pictures.MOBILE, *pictures.TABLE_IDS):
        assert said.count(number) == 1
    shown = [
        unrotated(line.box, reading.quarters, *image.size) for line in reading.lines if line.box
    ]
    assert bounds(shown).right <= image.width
