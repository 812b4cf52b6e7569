"""Paint stops in the blank behind a value, and goes on where it sees none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deident.formats.image.edges import reaches
from deident.formats.image.frames import Line
from deident.formats.image.paint import _paint
from deident.formats.image.views import View
from deident.ocr.quads import bounds, rectangle, slice_of, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = rectangle(20, 20, 380, 50)
MOST = 6.0


def _page(*strokes: Sequence[int], paper: int = 255, ink: int = 0) -> View:
    """Draw strokes from left to right in the line's rows."""
    pixels = np.full((70, 400, 3), paper, np.uint8)
    for left, right in strokes:
        pixels[22:48, left:right] = ink
    return View(Image.fromarray(pixels))


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (0, 255), (220, 150)])
def test_paint_stops_before_the_neighbour(paper: int, ink: int) -> None:
    """The value ends at 200 by its box and at 201 by its ink; a comma begins at 205."""
    page = _page((160, 164), (180, 184), (197, 201), (205, 207), paper=paper, ink=ink)
    _, behind = reaches(page, rectangle(100, 20, 200, 50), LINE, MOST)
    assert 1 <= behind <= 5


def test_both_ends_are_looked_at() -> None:
    """A colon stands right before the value, nothing behind it."""
    page = _page((95, 97), (100, 104), (120, 124), (196, 200))
    before, behind = reaches(page, rectangle(100, 20, 200, 50), LINE, MOST)
    assert before <= 3
    assert behind <= MOST


def test_without_a_blank_paint_goes_all_the_way() -> None:
    """A stroke that runs on may be the value's."""
    _, behind = reaches(_page((195, 210)), rectangle(100, 20, 200, 50), LINE, MOST)
    assert behind == MOST


def test_on_paper_without_ink_nothing_is_concluded() -> None:
    """Where nothing differs, the box is all there is to go by."""
    assert reaches(_page(), rectangle(100, 20, 200, 50), LINE, MOST) == (MOST, MOST)


@pytest.mark.parametrize("ink", [0, 120, 215])
def test_a_box_that_ends_in_blank_paper_is_given_back(ink: int) -> None:
    """A colon as wide as a letter ends long before the digits begin."""
    page = _page((94, 98), (113, 117), (180, 184), ink=0)
    pixels = np.array(page.looks()[0])
    pixels[22:48, 113:117] = ink
    before, _ = reaches(View(Image.fromarray(pixels)), rectangle(105, 20, 200, 50), LINE, MOST)
    assert -8 < before < -3


@given(st.integers(0, 2**32 - 1), st.integers(60, 160), st.integers(1, 12))
def test_no_shade_is_given_back(seed: int, edge: int, strokes: int) -> None:
    """Whatever is uncovered of a box is paper, however faint the ink beside it."""
    rng = np.random.default_rng(seed)
    pixels = np.full((70, 400, 3), 255, np.uint8)
    for at, shade in zip(
        rng.integers(20, 380, strokes), rng.integers(0, 230, strokes), strict=True
    ):
        pixels[22:48, at : at + 3] = shade
    page = View(Image.fromarray(pixels))
    before, behind = reaches(page, rectangle(edge, 20, edge + 120, 50), LINE, MOST)
    for reach, inner in ((before, slice(edge, edge + round(-before))),
                         (behind, slice(edge + 120 - round(-behind), edge + 120))):  # fmt: skip
        if reach < 0:
            assert (pixels[26:44, inner].min() >= 225) or pixels[26:44, inner].size == 0


@pytest.mark.parametrize(("quarters", "whole"), [(1, False), (3, False), (2, True)])
def test_a_column_is_painted_where_its_value_is(quarters: int, *, whole: bool) -> None:
    """Down a column the characters are in order; in a line on its head that is in doubt."""
    page = View(Image.new("RGB", (400, 400), "white"))
    column = turned(rectangle(20, 20, 50, 380), 1 if quarters % 2 else 0)
    column = turned(column, quarters - quarters % 2)
    value = slice_of(column, 0.5, 0.8)
    painted = _paint(value, Line(0, 10, column, upright=False), page)
    reached = bounds((painted,))
    assert (reached.height > 350) is whole
    assert reached.width > 30


@given(st.floats(-50, 450), st.floats(1, 200), st.floats(0, 30), st.integers(0, 2**32 - 1))
def test_paint_never_shrinks_nor_grows_too_far(
    left: float, wide: float, most: float, seed: int
) -> None:
    """Whatever the picture shows, at its edge and beyond it too; in noise nothing is blank."""
    noise = np.random.default_rng(seed).integers(0, 256, (70, 400, 3), np.uint8)
    value = rectangle(left, 20, left + wide, 50)
    for reach in reaches(View(Image.fromarray(noise)), value, LINE, most):
        assert 0 <= reach <= most
