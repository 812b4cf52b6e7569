"""A watermark neither turns a page over nor parts its lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.ocr.shared import Scripted, line

from deident.model import Quad, Quads
from deident.ocr.layout import arrange
from deident.ocr.lean import askew
from deident.ocr.page import read_page
from deident.ocr.standing import is_overprinted

if TYPE_CHECKING:
    from deident.ocr import OcrLine

PAGE = np.full((600, 900, 3), 255, np.uint8)
PAGE[100:500:12, 50:850:9] = 30
PROSE = tuple(line("领取人身份证号码写在后面", 100, y, 700, y + 30) for y in range(100, 300, 50))


def _across(text: str, x: float, y: float) -> OcrLine:
    """Make a word that rises by half as much as it goes to the right."""
    box = Quad(x, y, x + 160, y - 80, x + 180, y - 40, x + 20, y)
    return replace(line(text, 0, 0, 100, 40), box=box, quads=Quads([box] * len(text)))


WATERMARK = _across("虚构县存档", 200, 260), _across("虚构县存档", 500, 400)


def test_words_across_a_page_are_told_from_its_lines() -> None:
    """One letter leans by chance, unless a long word beside it leans as much."""
    letter = _across("档", 700, 300)
    short = replace(letter, box=Quad(700, 300, 740, 280, 760, 320, 720, 340))
    assert askew((*PROSE, *WATERMARK, short), 0.0) == [*WATERMARK, short]
    assert askew((*PROSE, short), 0.0) == []


@pytest.mark.parametrize("words", [0, 1, 2])
def test_a_watermark_is_more_than_one_word(words: int) -> None:
    """A signature askew is none."""
    lines = (*PROSE, *PROSE, *WATERMARK[:words])
    assert is_overprinted(lines) is (words == 2)


def test_the_reading_without_a_watermark_counts() -> None:
    """What was read with it, and only then, stands beside it."""
    whole = line("联系电话13900000123", 100, 400, 500, 430)
    parts = line("联系电话139", 100, 400, 250, 430)
    found = read_page(Scripted([(*PROSE, parts, *WATERMARK), (*PROSE, whole)]), PAGE)
    assert found.lines == (*PROSE, whole)
    assert set(WATERMARK) <= set(found.second)
    assert found.overlaid


def test_a_watermark_bridges_no_columns() -> None:
    """Lines of two columns stay apart though a word lies in the gap between them."""
    columns = [
        line(f"{side}栏的文字写到这里为止了", x, y, x + 300, y + 30)
        for y in range(100, 400, 50)
        for side, x in (("左", 100), ("右", 450))
    ]
    grey = np.full((600, 900), 255, np.uint8)
    words = [_across("存档", 380, y) for y in (180, 330)]
    runs = [run.text for run in arrange([*columns, *words], grey)]
    assert sorted(runs) == sorted([one.text for one in (*columns, *words)])
