"""A page is read upright, twice where that helps, and what is in doubt is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image, ImageDraw
from tests.ocr.shared import Scripted, line

from deident.model import Quad
from deident.ocr import OcrLine
from deident.ocr.looks import is_sealed
from deident.ocr.page import cleaned, read_page
from deident.ocr.quads import characters, rectangle, turned


def _page(*, ink: bool = True) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    image = Image.new("RGB", (640, 480), "white")
    if ink:
        draw = ImageDraw.Draw(image)
        for top in range(100, 400, 60):
            for left in range(60, 500, 12):
                draw.rectangle((left, top, left + 5, top + 25), fill="black")
    return np.asarray(image)


SURE = line("家庭人口三人", 60, 100, 400, 130)


def _sideways(text: str, right: int) -> OcrLine:
    """Return a line that runs down the page, its letters on their side."""
    down = line(text, right, 60, right + 30, 400)
    assert down.box is not None
    return replace(down, score=0.9, upright=False, box=turned(down.box, 1))


def _leaning(text: str, left: int) -> OcrLine:
    """Return a line that climbs by thirty degrees."""
    box = Quad(left, 300, left + 87, 250, left + 102, 276, left + 15, 326)
    return OcrLine(text=text, quads=characters(box, [(0, 1)] * len(text)), score=0.95, box=box)


def test_a_clean_page_takes_one_reading() -> None:
    """No second look where the first was sure."""
    engine = Scripted([(SURE,)])
    reading = read_page(engine, _page())
    assert (reading.passes, len(engine.seen), reading.doubts) == (1, 1, ())


def test_a_turned_page_is_read_again_upright() -> None:
    """Most lines ran downwards, so the page was turned to the right."""
    engine = Scripted([(_sideways(SURE.text, 510),), (SURE,)])
    reading = read_page(engine, _page())
    assert reading.quarters == 1
    assert reading.lines == (SURE,)
    assert engine.seen[1].shape == (640, 480, 3)


def test_a_column_that_is_seen_from_one_side_only_stays() -> None:
    """Half of a number stood in a column that nobody saw once the page was turned."""
    half = _sideways("603282080", 340)
    reading = read_page(Scripted([(_sideways(SURE.text, 510), half), (SURE,)]), _page())
    assert [one.text for one in reading.lines] == [SURE.text, half.text]
    assert all(one.upright for one in reading.lines)
    assert reading.lines[1].box == rectangle(60, 270, 400, 300)


def test_a_watermark_calls_for_the_darkest_ink() -> None:
    """Words askew part the lines below them; only print is as dark as print."""
    askew = [_leaning("草稿", 100), _leaning("勿外传", 300)]
    level = [line("家庭人口三人", 60, top, 400, top + 30) for top in (40, 130, 220, 310)]
    engine = Scripted([(*askew, *level)])
    reading = read_page(engine, _page())
    assert reading.hard
    assert len(engine.seen) == 3


def test_an_unsure_line_calls_for_a_second_reading() -> None:
    """And stays a doubt when that is not sure either."""
    faint = line("身份证号12345", 60, 100, 400, 130, score=0.7)
    reading = read_page(Scripted([(faint,), ()]), _page())
    assert reading.passes == 2
    assert [doubt.code for doubt in reading.doubts] == ["OCR_UNSURE"]
    assert reading.lines == (faint,)


def test_a_sure_second_reading_settles_a_doubt() -> None:
    """Both readings are kept; whatever either says is looked at."""
    faint = line("身份证号12345", 60, 100, 400, 130, score=0.7)
    clear = line("身份证号12845", 60, 100, 400, 130)
    reading = read_page(Scripted([(faint,), (clear,)]), _page())
    assert reading.doubts == ()
    assert reading.lines == (faint,)
    assert reading.second == (clear,)


def test_a_second_reading_that_says_the_same_is_not_repeated() -> None:
    """No text lives in two segments."""
    faint = line("身份证号：12345", 60, 100, 400, 130, score=0.7)
    same = line("身份证号 12345", 60, 100, 400, 130)
    assert read_page(Scripted([(faint,), (same,)]), _page()).second == ()


def test_a_box_that_said_nothing_is_a_doubt() -> None:
    """It looked like text and could not be read."""
    reading = read_page(Scripted([(SURE, line("", 60, 220, 400, 250)), (SURE,)]), _page())
    assert [doubt.code for doubt in reading.doubts] == ["OCR_UNSURE"]


def test_a_painted_bar_is_not_a_doubt() -> None:
    """What was masked must not hold the gate shut for being unreadable."""
    pixels = _page().copy()
    pixels[210:260, 50:410] = 0
    reading = read_page(Scripted([(SURE, line("", 60, 220, 400, 250))]), pixels)
    assert reading.doubts == ()


def test_ink_that_says_nothing_is_said() -> None:
    """Nothing read is not nothing there."""
    assert [doubt.code for doubt in read_page(Scripted([()]), _page()).doubts] == [
        "OCR_NOTHING_READ"
    ]


def test_white_paper_is_no_doubt() -> None:
    """An empty page is empty."""
    assert read_page(Scripted([()]), _page(ink=False)).doubts == ()


def test_a_page_of_bars_is_no_doubt() -> None:
    """A wholly masked strip has nothing left to read."""
    pixels = np.full((200, 600, 3), 255, np.uint8)
    pixels[40:90, 40:560] = 0
    assert read_page(Scripted([()]), pixels).doubts == ()


@pytest.mark.parametrize(("over_text", "passes"), [(True, 3), (False, 1)])
def test_a_seal_over_text_is_read_again(over_text: bool, passes: int) -> None:
    """Red that meets black, not red alone: its channel cleaned, and the darkest ink alone."""
    page = pictures.Drawing(Image.fromarray(_page()))
    pictures.seal(page, (250, 200) if over_text else (570, 60), 90 if over_text else 50)
    assert read_page(Scripted([(SURE,)]), np.asarray(page.image)).passes == passes


@pytest.mark.parametrize("ruled", [True, False])
def test_a_blue_row_of_headers_is_no_seal(ruled: bool) -> None:
    """Nor are words in dark blue: an ordinary page is read once."""
    page = pictures.Drawing(Image.new("RGB", (900, 600), "white"))
    draw = ImageDraw.Draw(page.image)
    draw.rectangle((50, 50, 850, 110), fill=(68, 114, 196))
    for x in range(50, 851, 100) if ruled else ():
        draw.line((x, 50, x, 550), fill="black", width=3)
    pictures.write(page, (100, 200), "夏阳县民政局", 40)
    draw.text((100, 300), "夏阳县民政局", font=pictures.font(40), fill=(30, 50, 120))
    assert not is_sealed(np.asarray(page.image))


def test_cleaning_takes_the_seal_away() -> None:
    """Red becomes paper; black stays."""
    page = pictures.Drawing(Image.new("RGB", (300, 300), "white"))
    pictures.write(page, (10, 10), "夏阳县", 40)
    pictures.seal(page, (150, 180), 80)
    grey = cleaned(np.asarray(page.image))[:, :, 0]
    assert grey[110:280, 60:240].min() > 180
    assert grey[:60, :140].min() < 60
