"""A word on the paint: where it fits, along its line, proved, and never in the way of the proof."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from tests.ocr.shared import Scripted, line

from deident.formats import Limits
from deident.formats.image import captions as words
from deident.formats.image.captions import captions, is_written, take_off, write
from deident.formats.image.handler import ImageHandler
from deident.formats.image.views import View
from deident.mask.captions import CAPTIONS
from deident.model import MaskPlan, Quad, Region, Source
from deident.ocr.ensemble import Ensemble
from deident.ocr.quads import bounds, rectangle, turned, unrotated
from deident.policy import ENTITY_TYPES

if TYPE_CHECKING:
    from deident.formats.image.captions import Caption

needs_font = pytest.mark.skipif(words._font_file() is None, reason="no Chinese font here")

SIZE = (600, 400)
BOX = rectangle(100, 60, 400, 100)
ID = CAPTIONS["CN_RESIDENT_ID"]


def _painted(*quads: Quad, mode: str = "RGB") -> Image.Image:
    page = Image.new(mode, SIZE, "white")
    for quad in quads:
        ImageDraw.Draw(page).polygon([quad[at : at + 2] for at in range(0, 8, 2)], fill="black")
    return page


def _written(quad: Quad, word: str = ID, mode: str = "RGB") -> tuple[Image.Image, list[Caption]]:
    page = _painted(quad, mode=mode)
    laid = captions([(quad, word)], page)
    for caption in laid:
        write(page, caption)
    return page, laid


def test_every_word_belongs_to_a_kind() -> None:
    """A misspelt kind would never be named."""
    assert CAPTIONS.keys() <= ENTITY_TYPES


@needs_font
@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "LA", "CMYK"])
def test_a_word_is_white_on_the_paint_and_nowhere_else(mode: str) -> None:
    """What is outside the box does not change; inside, the word can be seen."""
    page, (caption,) = _written(BOX, mode=mode)
    before, after = View(_painted(BOX, mode=mode)).looks()[0], View(page).looks()[0]
    changed = np.argwhere((before != after).any(axis=2))
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    place = bounds((BOX,))
    assert place.left < left < right < place.right
    assert place.top < top < bottom < place.bottom
    assert is_written(View(page), caption, lossless=True)


@needs_font
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_word_stands_as_its_line_stands(quarters: int) -> None:
    """On a turned page the word is turned with it."""
    page, _ = _written(BOX)
    there = unrotated(BOX, quarters, *(SIZE if quarters == 2 else SIZE[::-1]))
    turned_page = Image.fromarray(np.rot90(np.asarray(_painted(BOX)), -quarters))
    (caption,) = captions([(there, ID)], turned_page)
    write(turned_page, caption)
    upright = np.rot90(np.asarray(turned_page), quarters)
    assert np.abs(upright.astype(int) - np.asarray(page)).mean() < 2


@needs_font
@pytest.mark.parametrize(
    "quad",
    [
        rectangle(100, 60, 400, 72),  # too low
        rectangle(100, 60, 118, 100),  # too short
        Quad(100, 60, 300, 160, 285, 190, 85, 90),  # aslant
        rectangle(-150, 60, 150, 100),  # cut by the edge
    ],
)
def test_where_a_word_does_not_fit_the_box_stays_plain(quad: Quad) -> None:
    """A word that is cut or too small helps nobody."""
    assert captions([(quad, ID)], _painted(quad)) == []


@needs_font
def test_a_short_box_has_the_short_word() -> None:
    """Two characters of a name have room for two."""
    _, (long,) = _written(BOX, "人名")
    _, (short,) = _written(rectangle(100, 60, 170, 100), "人名")
    assert short.place.right - short.place.left < long.place.right - long.place.left


@needs_font
def test_two_readings_of_a_line_have_one_word() -> None:
    """Words over one another cannot be read."""
    again = rectangle(102, 58, 398, 101)
    assert len(captions([(BOX, ID), (again, ID)], _painted(BOX, again))) == 1


@pytest.mark.parametrize("mode", ["P", "I;16"])
def test_palettes_and_deep_greys_stay_plain(mode: str) -> None:
    """They may have no white."""
    assert captions([(BOX, ID)], Image.new(mode, SIZE)) == []


def test_without_a_font_boxes_stay_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow's own font has no Chinese."""
    monkeypatch.setattr(words, "_font_file", lambda: None)
    assert captions([(BOX, ID)], _painted(BOX)) == []


@needs_font
@given(st.integers(0, 599), st.integers(0, 399))
def test_any_other_ink_in_the_field_of_a_word_is_noticed(x: int, y: int) -> None:
    """Nothing can hide among the letters of a word."""
    page, (caption,) = _written(BOX)
    place = caption.place
    x = place.left + x % (place.right - place.left)
    y = place.top + y % (place.bottom - place.top)
    was = page.getpixel((x, y))
    assert isinstance(was, tuple)
    page.putpixel((x, y), tuple(255 - int(part) for part in was))
    same = all(abs(255 - 2 * int(part)) <= words._EXACT for part in was)
    assert is_written(View(page), caption, lossless=True) is same


@needs_font
def test_a_word_taken_off_leaves_the_plain_box() -> None:
    """What is read again is the paint."""
    page, laid = _written(BOX)
    take_off(page, laid, (0, 0, 0))
    assert np.array_equal(np.asarray(page), np.asarray(_painted(BOX)))


VALUE = line("110199199912310021", 100, 60, 400, 100)


def _source(kind: str) -> Source:
    written = io.BytesIO()
    page = _painted(turned(BOX, 0))
    # Ink that is no bar, so that the line counts as read.
    ImageDraw.Draw(page).line((110, 80, 390, 80), fill="white", width=9)
    page.save(written, kind)
    return Source(name="a", data=written.getvalue())


@needs_font
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_the_proof_sees_plain_paint(kind: str) -> None:
    """The word is proved from the bytes; what the engines are shown is a black bar."""
    first, other = Scripted([(VALUE,)]), Scripted([()])
    handler = ImageHandler(lambda: Ensemble("some", first, (other,)), Limits())
    source = _source(kind)
    handler.read(source)
    masked = handler.apply(source, MaskPlan(regions=[Region(1, BOX, ID)]))
    with Image.open(io.BytesIO(masked.data)) as opened:
        assert int(np.asarray(opened.convert("L"))[66:94, 106:394].max()) > 200
    again = handler.read(masked)
    assert [part.code for part in again.unread] == []
    assert int(other.seen[-1][66:94, 106:394].max()) < 40


@needs_font
def test_a_spoilt_word_keeps_the_gate_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the field of a word and is not the word is not painted."""
    handler = ImageHandler(lambda: Scripted([(VALUE,), ()]), Limits())
    source = _source("PNG")
    handler.read(source)
    with monkeypatch.context() as sabotage:
        sabotage.setattr("deident.formats.image.handler.write", lambda frame, caption: None)  # noqa: ARG005
        masked = handler.apply(source, MaskPlan(regions=[Region(1, BOX, ID)]))
    assert "NOT_PAINTED" in [part.code for part in handler.read(masked).unread]
