"""Ink that looks like letters is told from rules and bars, and missed where no line lies."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image, ImageDraw
from tests.ocr.shared import line

from deident.ocr.ink import lettered, unclaimed
from deident.ocr.tesseract import Tesseract


def _page() -> pictures.Drawing:
    return pictures.Drawing(Image.new("RGB", (800, 400), "white"))


def test_letters_are_marked_where_they_stand() -> None:
    """And nowhere else."""
    page = _page()
    pictures.write(page, (100, 104), "夏阳县民政局", 40)
    marks = lettered(np.asarray(page.image))
    assert marks[13:20, 12:42].mean() > 0.4
    assert not marks[25:].any()


def test_rules_crossings_and_bars_are_not_letters() -> None:
    """A blank form with painted cells has nothing to say."""
    page = _page()
    draw = ImageDraw.Draw(page.image)
    for at in range(50, 360, 61):
        draw.line((50, at, 750, at), fill="black", width=2)
    for at in range(50, 760, 173):
        draw.line((at, 50, at, 355), fill="black", width=2)
    draw.rectangle((100, 120, 200, 160), fill="black")
    assert np.count_nonzero(lettered(np.asarray(page.image))) < 6


def test_letters_under_no_line_are_unclaimed() -> None:
    """The place is named, so that a person knows where to look."""
    page = _page()
    pictures.write(page, (100, 100), "联系电话", 40)
    pictures.write(page, (400, 300), "钱大海", 40)
    pixels = np.asarray(page.image)
    read = line("联系电话", 96, 104, 264, 150)
    missed = unclaimed(pixels, (read,), 12)
    assert missed is not None
    assert missed.left == pytest.approx(400, abs=12)
    assert missed.right == pytest.approx(520, abs=12)
    assert unclaimed(pixels, (read, line("钱大海", 396, 304, 524, 350)), 12) is None


def test_tesseract_says_what_it_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that answers nothing about a page of letters has not read it."""
    page = _page()
    pictures.write(page, (100, 100), "联系电话13900000123", 40)
    monkeypatch.setattr(Tesseract, "_lines", lambda *_: ())
    (missed,) = Tesseract().read(np.asarray(page.image))
    assert missed.text == ""
    assert missed.box is not None
