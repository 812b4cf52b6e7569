"""A masked picture is proved from its bytes: looked at, and read by somebody else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image
from tests.ocr.shared import Scripted, line

from deident.formats import Limits
from deident.formats.image import handler as image_handler
from deident.formats.image.handler import ImageHandler
from deident.formats.image.paint import is_painted
from deident.formats.image.views import View
from deident.model import Mask, MaskPlan, Place, Quad, Source, Span
from deident.ocr.ensemble import Ensemble
from deident.ocr.quads import rectangle

if TYPE_CHECKING:
    from deident.ocr import OcrLine

LINE = line("手机：13900000123", 40, 40, 340, 70)
TITLE = line("夏阳县民政局", 40, 130, 220, 160)
VALUE = Span(3, 14)
LEFT = line("13900000123", 110, 80, 340, 110)


def _page() -> Source:
    page = pictures.Drawing(Image.new("RGB", (400, 200), "white"))
    pictures.write(page, (40, 40), LINE.text, 30)
    pictures.write(page, (110, 80), LEFT.text, 30)
    pictures.write(page, (40, 130), "夏阳县民政局", 30)
    written = io.BytesIO()
    page.image.save(written, "PNG")
    return Source(name="a.png", data=written.getvalue())


def _handler(first: Scripted, *others: Scripted) -> ImageHandler:
    engine = Ensemble("some", first, others)
    return ImageHandler(lambda: engine, Limits())


def _masked(handler: ImageHandler) -> Source:
    source = _page()
    handler.read(source)
    plan = MaskPlan(masks=[Mask(Place("p1.s1", VALUE), "***")])
    return handler.apply(source, plan)


def _said(handler: ImageHandler, source: Source) -> list[str]:
    return [segment.text for page in handler.read(source).pages for segment in page.segments]


def _rest() -> OcrLine:
    return line("手机：", 40, 40, 104, 70)


def test_the_copy_is_read_by_the_adviser() -> None:
    """One reading and one proof: the engine that read the original reads it once."""
    first, other = Scripted([(LINE, TITLE)]), Scripted([(_rest(), TITLE)])
    handler = _handler(first, other)
    _said(handler, _masked(handler))
    assert (len(first.seen), len(other.seen)) == (1, 1)


def test_a_bar_stands_where_the_value_stood() -> None:
    """So labels and columns mean to the proof what they meant before."""
    handler = _handler(Scripted([(LINE, TITLE)]), Scripted([(_rest(), TITLE)]))
    first, second = _said(handler, _masked(handler))
    assert first.replace(" ", "").strip("█") == "手机："
    assert "█" in first
    assert second == TITLE.text


def test_what_the_adviser_still_reads_is_said() -> None:
    """The paint was laid; somebody reads the number all the same."""
    handler = _handler(Scripted([(LINE, TITLE)]), Scripted([(LEFT, TITLE)]))
    assert any(LEFT.text in text for text in _said(handler, _masked(handler)))


def test_paint_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that forgets the paint does not pass, whatever is read."""
    monkeypatch.setattr(image_handler, "painted", lambda frame, _: frame)
    handler = _handler(Scripted([(LINE, TITLE)]), Scripted([()]))
    unread = handler.read(_masked(handler)).unread
    assert "NOT_PAINTED" in {part.code for part in unread}


def test_somebody_elses_copy_is_read_from_the_start() -> None:
    """Only a copy that this handler made is proved; anything else is a document."""
    first, other = Scripted([(LINE, TITLE)]), Scripted([()])
    masked = _masked(_handler(first, other))
    fresh, never = Scripted([(LINE, TITLE)]), Scripted([()])
    _said(_handler(fresh, never), masked)
    assert (len(fresh.seen), len(never.seen)) == (1, 0)


@pytest.mark.parametrize("hole", [False, True])
def test_a_hole_in_the_paint_is_seen(hole: bool) -> None:
    """A letter's worth of paper in a bar."""
    pixels = np.full((200, 400, 3), 255, np.uint8)
    pixels[40:80, 50:350] = 0
    if hole:
        pixels[50:70, 180:200] = 255
    view = View(Image.fromarray(pixels))
    assert is_painted(view, rectangle(50, 40, 349, 79)) is not hole


def test_a_region_on_a_leaning_page_paints_its_own_line_only() -> None:
    """The upright rectangle around a long leaning line holds its neighbours; the line does not."""
    from deident.formats.image.paint import _touches

    def leaning(top: float) -> Quad:
        return Quad(100, top, 1500, top + 50, 1499, top + 80, 99, top + 30)

    value = Quad(800, 125, 1100, 136, 1099, 166, 799, 155)
    assert _touches(value, leaning(100))
    assert not _touches(value, leaning(140))
    assert not _touches(value, leaning(60))


@pytest.mark.parametrize(("degrees", "touched"), [(0, True), (-3, True), (35, False), (-60, False)])
def test_what_crosses_a_line_is_no_part_of_it(degrees: float, touched: bool) -> None:
    """A watermark runs over a value; the paint runs along the value."""
    from deident.formats.image.paint import _touches

    def leaning(long: float, high: float, by: float) -> Quad:
        along = np.array([np.cos(np.radians(by)), np.sin(np.radians(by))])
        down = np.array([-along[1], along[0]])
        corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
        middle = np.array([500, 500])
        points = [middle + x * long / 2 * along + y * high / 2 * down for x, y in corners]
        return Quad(*(float(number) for point in points for number in point))

    assert _touches(leaning(120, 36, 0), leaning(300, 60, degrees)) is touched


def test_a_bar_is_as_long_as_what_it_hides() -> None:
    """Two columns of prose with fewer letters would be a table, and a label name its neighbour."""
    handler = _handler(Scripted([(LINE, TITLE)]), Scripted([(_rest(), TITLE)]))
    first, _ = _said(handler, _masked(handler))
    assert first.count("█") == VALUE.end - VALUE.start


def test_frames_that_are_the_same_are_proved_once() -> None:
    """One where the paint lies elsewhere is another picture."""
    frames = [Image.open(io.BytesIO(_page().data)).convert("L") for _ in range(6)]
    written = io.BytesIO()
    frames[0].save(written, "TIFF", save_all=True, append_images=frames[1:])
    source = Source(name="a.tif", data=written.getvalue())
    other = Scripted([(_rest(), TITLE)])
    handler = _handler(Scripted([(LINE, TITLE)]), other)
    pages = list(handler.read(source).pages)
    plan = [Mask(Place(page.segments[0].id, VALUE), "***") for page in pages[:4]]
    _said(handler, handler.apply(source, MaskPlan(masks=plan)))
    assert len(other.seen) == 2
