"""A number that lost its middle is looked for again; blanks, rules and leaders are no holes."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image, ImageDraw
from tests.ocr.shared import Scripted, line

from deident.model import Quads
from deident.ocr import OcrLine
from deident.ocr.holes import holes
from deident.ocr.page import read_page
from deident.ocr.quads import unrotated

HIGH = 32
FIRST, LAST = "身份证号1101991", "12310021"


def _page(between: str) -> tuple[Image.Image, OcrLine, OcrLine]:
    """Write a line; return it with the two parts of it that an engine read."""
    page = pictures.Drawing(Image.new("RGB", (900, 200), "white"))
    pictures.write(page, (40, 60), f"{FIRST}【{between}】{LAST}", HIGH)
    left, top, right, bottom = page.truth[between]
    size = pictures.font(HIGH).getlength(LAST)
    parts = line(FIRST, 40, top, left, bottom), line(LAST, right, top, right + size, bottom)
    return page.image, *parts


def _holes(page: Image.Image, *lines: OcrLine) -> list[OcrLine]:
    return list(holes(np.asarray(page), lines))


def test_digits_that_were_passed_over_are_a_hole() -> None:
    """Both parts were read well, so nothing else would look doubtful."""
    page, one, other = _page("99990")
    (hole,) = _holes(page, one, other)
    assert not hole.text
    assert hole.box is not None
    assert one.box is not None
    assert other.box is not None
    assert (hole.box.x0, hole.box.x1) == (one.box.x1, other.box.x0)


def test_a_hole_calls_for_another_look() -> None:
    """What the second look reads there is read; without it a person is asked."""
    page, one, other = _page("99990")
    whole = (
        line(f"{FIRST}99990{LAST}", *one.box[0:2], *other.box[4:6])
        if one.box and other.box
        else one
    )
    found = read_page(Scripted([(one, other), (whole,)]), np.asarray(page))
    assert (found.second, found.doubts) == ((whole,), ())
    lost = read_page(Scripted([(one, other)]), np.asarray(page))
    assert [doubt.code for doubt in lost.doubts] == ["OCR_UNSURE"]


@pytest.mark.parametrize("between", ["      ", "………", "______", "1"])
def test_blanks_leaders_and_rules_are_no_holes(between: str) -> None:
    """What has no letters, or room for one only, was not passed over."""
    page, one, other = _page(between)
    assert _holes(page, one, other) == []


def test_the_rule_between_two_cells_is_no_hole() -> None:
    """A digit ends one cell and begins the next."""
    page, one, other = _page("      ")
    ImageDraw.Draw(page).line((280, 20, 280, 180), fill="black", width=3)
    assert _holes(page, one, other) == []


def test_what_another_line_says_is_no_hole() -> None:
    """The engine read three parts."""
    page, one, other = _page("99990")
    assert one.box is not None
    assert other.box is not None
    between = line("99990", *one.box[2:4], *other.box[6:8])
    assert _holes(page, one, between, other) == []


def test_prose_is_not_looked_at() -> None:
    """Only where a number or its label breaks off could a number have lost its middle."""
    page, one, other = _page("99990")
    words = [line("夏阳县民政局办公室" [: len(part.text)], *part.box[0:2], *part.box[4:6])
             for part in (one, other) if part.box]  # fmt: skip
    assert _holes(page, *words) == []


def test_a_column_has_holes_like_a_line() -> None:
    """Leaning columns of digits are where it happens."""
    page, one, other = _page("99990")
    down = np.rot90(np.asarray(page), -1)
    columns = [
        OcrLine(
            text=part.text,
            quads=Quads(unrotated(quad, 1, down.shape[1], down.shape[0]) for quad in part.quads),
            score=0.99,
            upright=False,
            box=unrotated(part.box, 1, down.shape[1], down.shape[0]) if part.box else None,
        )
        for part in (one, other)
    ]
    assert len(list(holes(down, columns))) == 1


def test_a_word_between_two_columns_is_no_hole() -> None:
    """A roster has a letter between a name and a number, and it was read."""
    page = pictures.Drawing(Image.new("RGB", (900, 200), "white"))
    lines = []
    for text, left in (("罗建国", 60), ("女", 250), ("149999195501202523", 390)):
        pictures.write(page, (left, 60), text, HIGH)
        width = pictures.font(HIGH).getlength(text)
        lines.append(line(text, left, 50, left + width, 60 + HIGH))
    assert not _holes(page.image, *lines)
