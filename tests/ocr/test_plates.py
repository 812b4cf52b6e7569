"""Plates: found where engines lose them, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixtures import photographs, pictures
from PIL import Image
from tests.ocr.shared import engine, line

from deident.ocr.seen.overturned import overturned
from deident.ocr.seen.plates import LABEL, plates
from deident.ocr.seen.strips import NOTHING, Said, reader_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.ocr import OcrLine, RgbImage
    from deident.ocr.seen import Sight

CARS = (("blue", 350, 520, 150, 0.0), ("yellow", 1150, 560, 150, 0.1))
MANY = (*CARS, ("green", 400, 950, 200, -0.15), ("double", 1150, 980, 190, 0.12))
OTHERS = (("white", 350, 520, 150, 0.05), ("black", 1150, 560, 160, -0.1),
          ("blue", 400, 950, 200, 0.35), ("green", 1150, 980, 110, 0.0))  # fmt: skip
SMALL = (("blue", 300, 520, 75, 0.0), ("yellow", 900, 530, 85, 0.1), ("green", 1350, 540, 90, -0.1),
         ("double", 500, 900, 80, 0.0), ("white", 1200, 900, 85, 0.0))  # fmt: skip


@dataclass
class Reader:
    """Answers every strip with the next of its sayings, the last one for ever."""

    sayings: list[Said] = field(default_factory=lambda: [NOTHING])
    strips: list[RgbImage] = field(default_factory=list)

    def __call__(self, strips: Sequence[RgbImage]) -> list[Said]:
        """Answer, and remember the strips."""
        self.strips += strips
        return [self.sayings[min(at, len(self.sayings) - 1)] for at in range(len(strips))]


def _look(image: Image.Image, *said: str, lines: tuple[OcrLine, ...] = ()) -> list[Sight]:
    reader = Reader([Said(text, 0.9) for text in said] or [NOTHING])
    return plates(np.asarray(image), lines, reader)


def test_a_field_of_colour_is_read_by_itself() -> None:
    """No line was found there, and the plate is found all the same, whole."""
    street = photographs.street(("blue", 500, 600, 150, 0.1))
    (sight,) = _look(street.image, "晋M·9K001")
    assert (sight.text, sight.label, sight.painted) == ("晋M9K001", LABEL, False)
    assert photographs.covered(street.truth[0].quad, sight.quads, street.image.size) > 0.95


def test_two_rows_are_one_plate() -> None:
    """A lorry's plate has its province above."""
    street = photographs.street(("double", 500, 600, 160, 0.0))
    (sight,) = _look(street.image, "90018", "晋M", "90018")
    assert sight.text == "晋M90018"


@pytest.mark.parametrize("said", ["M9K001", "告M9K001", "A99K01"])
def test_a_plate_without_its_province_is_painted(said: str) -> None:
    """No recognizer would know it, so the place decides."""
    (sight,) = _look(photographs.street(("blue", 500, 600, 150, 0.0)).image, said)
    assert sight.painted


def test_the_form_of_an_official_plate_gives_it_no_label() -> None:
    """The policy is asked about it as it is about any plate, not told that it is private."""
    street = photographs.street(("white", 500, 600, 150, 0.0))
    (sight,) = _look(street.image, "晋M9002警", lines=(line("晋M9002警", 425, 576, 575, 624),))
    assert (sight.text, sight.label) == ("晋M9002警", "")


def test_a_line_that_stands_on_its_head_is_read_again_upright() -> None:
    """Engines turn plates over; the strip lies as the picture lies."""
    street = photographs.street(("black", 500, 600, 150, 0.0))
    box = line("9006·W", 425, 576, 575, 624)
    assert box.box is not None
    over = line("9006·W", 575, 624, 425, 576)
    (sight,) = _look(street.image, "晋M9006A", lines=(over,))
    assert sight.text == "晋M9006A"
    assert photographs.covered(street.truth[0].quad, sight.quads, street.image.size) > 0.95


def test_a_plate_in_a_text_is_left_to_the_recognizers() -> None:
    """On paper there is no field, so nothing is read twice."""
    page = pictures.Drawing(Image.new("RGB", (900, 300), "white"))
    pictures.write(page, (100, 100), "【晋M99K01】", 40)
    reader = Reader()
    found = plates(np.asarray(page.image), (line("晋M99K01", *page.truth["晋M99K01"]),), reader)
    assert not found
    assert not reader.strips


@pytest.mark.parametrize("said", ["公交专用道", "42.0%", "前方施工", "2022年"])
def test_other_fields_of_colour_are_no_plates(said: str) -> None:
    """A sign, a chart: whatever its colour says, its words are another's."""
    for picture in (photographs.sign(), photographs.chart(), photographs.landscape()):
        assert not _look(picture, said)


@pytest.mark.slow
@pytest.mark.parametrize("spoiled", photographs.SPOILERS)
def test_plates_in_the_street_are_covered(spoiled: str) -> None:
    """At least 90 % of all plates to 95 % of their pixels: tilted, small, at night."""
    rapid = engine("rapidocr")
    reader = reader_of(rapid)
    covered = []
    for cars in (MANY, OTHERS, SMALL):
        street = photographs.street(*cars)
        image = np.asarray(photographs.SPOILERS[spoiled](street.image))
        found = plates(image, rapid.read(image), reader)
        paint = [quad for sight in found for quad in sight.quads]
        covered += [photographs.covered(one.quad, paint, street.image.size) for one in street.truth]
    assert sum(share >= 0.95 for share in covered) >= 0.9 * len(covered)


def test_a_line_that_runs_backwards_has_two_readings() -> None:
    """A classifier turns figures over, surely and wrongly."""
    page = np.full((300, 900, 3), 200, dtype=np.uint8)
    ahead, over = line("VIN", 100, 20, 300, 60), line("T00000Z8ZZZ", 800, 200, 100, 100)
    (again,) = overturned(page, (ahead, over), Reader([Said(photographs.VIN, 0.99)]))
    assert again.text == photographs.VIN
    assert again.box is not None
    assert (again.box.x0, again.box.y0) == (100, 100)


def test_a_line_that_was_read_upright_too_is_not_read_again() -> None:
    """Another engine's reading has a box for every character."""
    page = np.full((300, 900, 3), 200, dtype=np.uint8)
    over, upright = line("T00000Z8ZZZ", 800, 200, 100, 100), line("TTT", 90, 90, 810, 210)
    assert not overturned(page, (over, upright), Reader([]))


def test_an_unsure_second_reading_is_dropped() -> None:
    """A line that truly stands on its head reads like nothing upright."""
    page = np.full((300, 900, 3), 200, dtype=np.uint8)
    over = line("夏阳县民政局", 800, 200, 100, 100)
    assert not overturned(page, (over,), Reader([Said("皿瑰", 0.4)]))


def test_a_car_in_a_plates_colour_hides_no_plate() -> None:
    """The field is the whole car; the small plate on it is read by itself, without its province."""
    image = Image.new("RGB", (1200, 800), (120, 120, 120))
    image.paste((40, 80, 190), (200, 200, 760, 520))
    image.paste((140, 200, 170), (420, 420, 540, 458))
    said = line("EF09121", 425, 424, 535, 454)
    (sight,) = _look(image, "", "EF09121", lines=(said,))
    assert (sight.text, sight.painted) == ("EF09121", True)
    assert sight.quads[0].x1 - sight.quads[0].x0 < 200
