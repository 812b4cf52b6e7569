"""What a picture shows besides lines: painted where that is asked, noticed where it is not."""

from __future__ import annotations

import io

import numpy as np
import pytest
from fixtures import photographs
from PIL import Image
from tests.ocr.shared import Scripted, line

from deident.formats import Limits
from deident.formats.image.handler import ImageHandler
from deident.model import MaskPlan, Region, Source
from deident.ocr.quads import rectangle

LINES = (
    line("姓名赵小山", 58, 60, 245, 104),
    line("性别男民族汉", 58, 130, 368, 172),
    line("住址山西省夏阳县城关镇", 58, 258, 430, 300),
    line("公民身份号码", 58, 456, 210, 490),
    line(photographs.RESIDENT_ID, 290, 450, 704, 494),
)
SPOT = Region(1, rectangle(300, 455, 690, 490))


def _card() -> Source:
    written = io.BytesIO()
    photographs.identity_card().image.save(written, "PNG")
    return Source(name="a.png", data=written.getvalue())


def _handler() -> ImageHandler:
    return ImageHandler(lambda: Scripted([LINES]), Limits())


def test_everything_personal_on_a_card_is_painted() -> None:
    """The plan's answer paints the places of the card, the portrait among them."""
    source, handler = _card(), _handler()
    (removable,) = handler.read(source).removables
    assert removable.kind == "identity card"
    masked = handler.apply(source, MaskPlan(removals={removable.id: True}))
    pixels = np.asarray(Image.open(io.BytesIO(masked.data)).convert("RGB"))
    for one in photographs.identity_card().truth:
        left, top, right, bottom = (round(one.quad[at]) for at in (0, 1, 4, 5))
        assert (pixels[top:bottom, left:right] == 0).mean() > 0.95, one.kind


def test_what_is_not_asked_for_stays() -> None:
    """A plan that says nothing of the card paints nothing of it."""
    source, handler = _card(), _handler()
    (removable,) = handler.read(source).removables
    masked = handler.apply(source, MaskPlan(removals={removable.id: False}))
    assert np.array_equal(
        np.asarray(Image.open(io.BytesIO(masked.data))),
        np.asarray(Image.open(io.BytesIO(source.data))),
    )


@pytest.mark.parametrize("asked", [True, False])
def test_a_card_that_can_still_be_seen_holds_the_gate_shut(asked: bool) -> None:
    """The copy is looked at again, and what must be painted is not there any more."""
    source, handler = _card(), _handler()
    (removable,) = handler.read(source).removables
    removals = {removable.id: True} if asked else {}
    spot = SPOT if asked else Region(1, rectangle(500, 130, 540, 150))
    masked = handler.apply(source, MaskPlan(regions=(spot,), removals=removals))
    codes = {part.code for part in handler.read(masked).unread}
    assert ("NOT_PAINTED" in codes) is not asked


def test_nobody_is_asked_about_what_is_painted_anyway() -> None:
    """The number's segment lies in the card."""
    document = _handler().read(_card())
    (page,) = document.pages
    (removable,) = document.removables
    number = next(one for one in page.segments if photographs.RESIDENT_ID in one.text)
    name = next(one for one in page.segments if "民族" in one.text)
    assert (number.removable, name.removable) == (removable.id, "")
