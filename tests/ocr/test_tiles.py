"""Tiles cover a picture, and what two of them saw is one line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from fixtures import pictures
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.ocr.shared import engine, line

from deident.ocr.quads import bounds, rectangle
from deident.ocr.tiles import Tile, put_together, tiles


@given(width=st.integers(1, 9000), height=st.integers(1, 9000))
def test_tiles_cover_everything_and_overlap(width: int, height: int) -> None:
    """No pixel is left out, and none lies outside."""
    covered = tiles(width, height, 2000, 400)
    assert covered[0][:2] == (0, 0)
    assert covered[-1][2:] == (width, height)
    assert all(
        tile.right - tile.left <= 2000 and tile.bottom - tile.top <= 2000 for tile in covered
    )
    lefts = sorted({(tile.left, tile.right) for tile in covered})
    assert all(one[1] - other[0] >= 400 for one, other in pairwise(lefts))


def test_a_line_two_tiles_saw_is_kept_once() -> None:
    """Whole where one tile saw all of it, in the picture's coordinates."""
    one, other = Tile(0, 0, 1000, 500), Tile(600, 0, 1600, 500)
    cut = line("银行卡号6222", 700, 100, 999, 130)
    whole = line("银行卡号6222020000", 100, 100, 700, 130)
    (kept,) = put_together([(one, (cut,)), (other, (whole,))], 1600, 500)
    assert kept.text == "银行卡号6222020000"
    assert kept.box is not None
    assert kept.box.x0 == 700


def test_a_line_longer_than_the_overlap_is_spliced() -> None:
    """Both tiles cut it; put together it is whole, and no character is there twice."""
    one, other = Tile(0, 0, 1000, 500), Tile(800, 0, 1800, 500)
    said = "".join(chr(ord("一") + at) for at in range(34))
    left, right = line(said[:19], 50, 100, 1000, 130), line(said[15:], 0, 100, 950, 130)
    (whole,) = put_together([(one, (left,)), (other, (right,))], 1800, 500)
    assert whole.text == said
    assert whole.box == rectangle(50, 100, 1750, 130)
    assert bounds((whole.quads[33],)).right == pytest.approx(1750)


@pytest.mark.slow
def test_small_print_on_a_long_screenshot_is_read() -> None:
    """Shrunk to two thousand pixels it would be unreadable."""
    page = pictures.Drawing(Image.new("RGB", (1000, 7000), "white"))
    for row in range(24):
        pictures.write(page, (60, 100 + 280 * row), f"联系电话：139000{row:05d}", 24)
    said = "".join(one.text for one in engine("rapidocr").read(np.asarray(page.image)))
    assert all(f"139000{row:05d}" in said for row in range(24))
