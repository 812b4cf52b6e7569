"""Quads turn, grow and are cut without losing their place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.ocr.quads import (
    angle,
    bounds,
    characters,
    grown,
    height,
    length,
    rectangle,
    slice_of,
    span_of,
    turned,
    unrotated,
)

LINE = rectangle(100, 50, 300, 90)


@given(quarters=st.integers(0, 7), x=st.integers(0, 29), y=st.integers(0, 19))
def test_a_mark_on_a_turned_page_maps_back_to_itself(quarters: int, x: int, y: int) -> None:
    """What numpy turned, `unrotated` turns back."""
    page = np.zeros((20, 30), np.uint8)
    page[y, x] = 1
    down, across = np.argwhere(np.rot90(page, quarters))[0]
    mark = rectangle(float(across), float(down), across + 1.0, down + 1.0)
    assert bounds((unrotated(mark, quarters, 30, 20),)) == (x, y, x + 1, y + 1)


@pytest.mark.parametrize("quarters", range(4))
def test_turning_names_the_next_corner_first(quarters: int) -> None:
    """The same ink, read another way."""
    quad = turned(LINE, quarters)
    assert bounds((quad,)) == bounds((LINE,))
    assert round(angle(quad)) % 360 == 90 * quarters


def test_characters_side_by_side_make_their_line_again() -> None:
    """Cut and put together is the same."""
    quads = characters(LINE, [(0, 0.25), (0.25, 0.5), (0.5, 1)])
    assert span_of(quads[0], quads[2]) == LINE
    assert quads[1] == rectangle(150, 50, 200, 90)


@given(margin=st.floats(0, 50))
def test_a_grown_quad_is_larger_by_the_margin_on_all_sides(margin: float) -> None:
    """Also in reading direction."""
    quad = grown(turned(LINE, 1), margin)
    assert length(quad) == pytest.approx(40 + 2 * margin)
    assert height(quad) == pytest.approx(200 + 2 * margin)


def test_a_slice_keeps_the_height() -> None:
    """Only the length is cut."""
    assert height(slice_of(LINE, 0.2, 0.3)) == height(LINE)
