"""The pages are what they say, and the line hides what stands on them."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from tests.corpus.pages import damage
from tests.corpus.pages.canvas import Canvas, Pen, fill
from tests.corpus.pages.corpus import DEGRADATIONS, scan, scans
from tests.corpus.pages.files import png
from tests.corpus.pages.geometry import onto, quarter_turned, warped
from tests.corpus.pages.layouts import LAYOUTS
from tests.corpus.pages.people import person, value
from tests.corpus.pages.score import Measured, Paint, Painted, Tally, frames, measure, table
from tests.corpus.pages.truth import Mark, Part, Role, Sheet, box
from tests.corpus.score import Share

from deident.api import Deidentifier
from deident.ocr import rapidocr

if TYPE_CHECKING:
    from tests.corpus.pages.damage import Change

HERE = Path(__file__).parent
PER_DEGRADATION = 2
layouts = pytest.mark.parametrize("layout", LAYOUTS)


@pytest.fixture(scope="module")
def deidentifier() -> Deidentifier:
    """The default policy, prepared once."""
    return Deidentifier(ocr=rapidocr.NAME)


def small(layout: str, seed: int = 3) -> Sheet:
    """Draw a page too coarse to read and quick to draw."""
    return LAYOUTS[layout](Random(seed), 60)


def ink_share(sheet: Sheet) -> float:
    """How much of the values' quads is dark: all of them stand on ink, or one lies beside it."""
    pixels = np.asarray(sheet.image.convert("L"))
    shares = []
    for mark in sheet.of(Role.VALUE):
        for quad in mark.quads:
            left, right = int(min(quad[0::2])), int(max(quad[0::2])) + 1
            top, bottom = int(min(quad[1::2])), int(max(quad[1::2])) + 1
            part = pixels[top:bottom, left:right]
            shares.append(float((part < part.max() * 0.8).mean()))
    return min(shares)


@layouts
def test_a_layout_is_drawn_the_same_every_time(layout: str) -> None:
    """Nothing but the seed decides, pixels and places included."""
    first, again = small(layout), small(layout)
    assert first.marks == again.marks
    assert first.image.tobytes() == again.image.tobytes()
    assert small(layout, 4).marks != first.marks


def test_every_interpreter_writes_the_same_texts() -> None:
    """The digest was written down; it holds texts and roles, not places, which fonts decide."""
    texts = [
        [(mark.part.text, mark.part.role.value) for mark in small(layout).marks]
        for layout in LAYOUTS
        if layout != "columns"  # how many announcements fit is the font's affair
    ]
    digest = hashlib.sha256(repr(texts).encode()).hexdigest()
    assert digest == (HERE / "digest.txt").read_text().strip()


@layouts
def test_values_stand_on_ink_inside_the_page(layout: str) -> None:
    """A quad without ink would be counted as hidden or lost for nothing."""
    sheet = small(layout)
    for mark in sheet.marks:
        for quad in mark.quads:
            assert min(quad) >= 0
            assert max(quad[0::2]) <= sheet.image.width
            assert max(quad[1::2]) <= sheet.image.height
    assert ink_share(sheet) > 0.05


@layouts
def test_every_layout_has_values_and_other_text(layout: str) -> None:
    """Otherwise it measures nothing."""
    sheet = small(layout)
    assert len(sheet.of(Role.VALUE)) >= 3
    assert sheet.of(Role.OTHER)


@pytest.mark.parametrize(
    "change",
    [damage.skewed, damage.tilted, damage.noisy, damage.sealed, damage.faint, damage.shadowed,
     damage.folded, damage.photographed, damage.faxed, damage.inverted, damage.compressed,
     damage.combined],
)  # fmt: skip
def test_damage_is_the_same_every_time(change: Change) -> None:
    """The generator's chance is seeded, numpy's as well."""
    sheet = small("decision")
    first, again = (change(sheet, Random(5)) for _ in range(2))
    assert first.image.tobytes() == again.image.tobytes()
    assert first.image.tobytes() != sheet.image.tobytes()
    assert first.marks == again.marks


@pytest.mark.parametrize("change", [damage.skewed, damage.tilted, damage.photographed])
def test_the_truth_moves_with_the_picture(change: Change) -> None:
    """A black word on white is still below its quad."""
    page = Canvas(100)
    word = value("CN_MOBILE", "■■■■■■")
    page.line(200, 300, fill("{word}", word=word), Pen(face="hei", size=30))
    moved = change(page.sheet("word"), Random(2))
    dark = np.asarray(moved.image.convert("L")) < 60
    (mark,) = moved.of(Role.VALUE)
    (quad,) = mark.quads
    ground = Image.fromarray(dark)
    painted, whole = Paint(np.asarray(ground), np.where(dark, 0, 255).astype(np.uint8)).of([quad])
    assert painted / whole > 0.6
    outside = dark.copy()
    outside[int(min(quad[1::2])) : int(max(quad[1::2])) + 2,
            int(min(quad[0::2])) : int(max(quad[0::2])) + 2] = False  # fmt: skip
    inside = np.count_nonzero(dark) - np.count_nonzero(outside)
    assert inside >= 0.9 * whole * 0.6


def test_several_pages_lie_in_one_file() -> None:
    """A file of pages has a sheet for every frame."""
    file = scan("pages", 0)
    assert len(frames(file.data)) == len(file.sheets) > 1


def test_a_quarter_turn_is_undone_by_three_more() -> None:
    """Corners and pixels come back."""
    sheet = small("form")
    back = quarter_turned(quarter_turned(sheet, 1), 3)
    assert back.image.tobytes() == sheet.image.tobytes()
    for was, now in zip(sheet.marks, back.marks, strict=True):
        assert np.allclose(was.quads, now.quads)


def test_a_map_takes_corners_where_it_should() -> None:
    """The projective map agrees with its four points."""
    sheet = small("notice")
    width, height = sheet.image.size
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    places = ((12, 9), (width - 20, 3), (width - 4, height - 30), (25, height - 2))
    matrix = onto(corners, places)
    marked = Sheet(image=sheet.image, marks=(), layout="", dpi=60)
    warped(marked, matrix, (width, height), (0, 0, 0))
    for (x, y), expected in zip(corners, places, strict=True):
        u, v, w = matrix @ (x, y, 1.0)
        assert (u / w, v / w) == pytest.approx(expected)


@pytest.mark.parametrize(
    "degradation", [name for name, how in DEGRADATIONS.items() if how.pack is not png]
)
def test_a_file_shows_what_its_truth_says(degradation: str) -> None:
    """Decoded as displayed, every frame has the size of its sheet."""
    file = scan(degradation, 0)
    shown = frames(file.data)
    assert len(shown) == len(file.sheets)
    for frame, sheet in zip(shown, file.sheets, strict=True):
        assert frame.shape == (sheet.image.height, sheet.image.width)


@layouts
def test_the_texts_themselves_are_no_riddle(layout: str, deidentifier: Deidentifier) -> None:
    """As text every value is found and nothing asked, so that what fails on a page is the picture.

    What stands in tables, forms and on cards has its label elsewhere and is not looked at here.
    """
    for paragraph in () if layout == "cards" else small(layout).paragraphs:
        masked = deidentifier.mask_text("".join(part.text for part in paragraph))
        assert not masked.questions
        for part in paragraph:
            if part.role is not Role.SPARE:
                assert (part.text in masked.text) is (part.role is not Role.VALUE)


def test_a_persons_numbers_agree() -> None:
    """Birth date, sex and number say the same, and the county does not exist."""
    for seed in range(50):
        who = person(Random(seed))
        number = who.number.text
        year, month, day = number[6:10], int(number[10:12]), int(number[12:14])
        assert who.born.text == f"{year}年{month}月{day}日"
        assert (int(number[16]) % 2 == 1) == (who.sex == "男")
        assert number[4:6] == "99"


def test_only_solid_paint_counts() -> None:
    """Ink and rules are not paint; a black bar is."""
    page = Canvas(150)
    page.line(100, 100, [Part(text="149999199001010019", role=Role.VALUE)], Pen(size=14))
    sheet = page.sheet("word")
    (quad,) = sheet.marks[0].quads
    before = np.asarray(sheet.image).max(axis=2)
    assert Paint(before, before).of([quad])[0] == 0
    after = before.copy()
    left, top, right, bottom = int(quad.x0), int(quad.y0), int(quad.x2) + 1, int(quad.y2) + 1
    after[top:bottom, left:right] = 0
    painted, whole = Paint(before, after).of([quad])
    assert painted == whole
    after[top:bottom, (left + right) // 2 : right] = before[top:bottom, (left + right) // 2 : right]
    painted, _ = Paint(before, after).of([quad])
    assert 0.4 < painted / whole < 0.6


def test_what_was_black_before_is_not_new_paint() -> None:
    """On an inverted page the ground is no mask over ordinary text."""
    black = np.zeros((100, 100), np.uint8)
    quad = box(20, 20, 60, 40)
    assert Paint(black, black).of([quad], fresh=True)[0] == 0
    assert Paint(black, black).of([quad])[0] > 0


def _measured(outcome: str, covered: bool) -> Measured:
    mark = Mark(part=value("CN_MOBILE", "1"), quads=(box(0, 0, 1, 1),))
    return Measured(id="x", degradation="clean 200", outcome=outcome, codes=(), negatives=(),
                    values=(Painted(1, mark, float(covered)),), other=(0.0, 1.0))  # fmt: skip


def test_a_leak_is_a_cleared_page_with_a_readable_value() -> None:
    """A held page with a miss is not one, nor a cleared page without."""
    assert _measured("cleared", covered=False).leaks
    assert not _measured("held", covered=False).leaks
    assert not _measured("cleared", covered=True).leaks
    tally = Tally(files=[_measured("cleared", covered=False)])
    assert tally.leaks() == ["x"]
    assert tally.covered().hits == 0
    assert "| clean 200 | 1 | 0/1" in table(tally)


@pytest.fixture(scope="module")
def tally(deidentifier: Deidentifier) -> Tally:
    """Measure a few pages of every degradation; some minutes of OCR."""
    if not rapidocr.installed():
        pytest.skip("needs the rapidocr engine")
    measured = Tally()
    for degradation in DEGRADATIONS:
        for file in scans(degradation, PER_DEGRADATION):
            measured.add(measure(file, deidentifier)[0])
    print(table(measured))  # noqa: T201 - pytest shows it where a floor is missed
    return measured


FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))


def reached(share: Share, floor: float) -> bool:
    """Tell whether a sample may come from a share as high as the floor."""
    return max(share.value, share.interval[1]) >= floor


@pytest.mark.slow
def test_no_file_is_cleared_with_a_readable_value(tally: Tally) -> None:
    """The one figure whose floor is nought, but for what is known and written down."""
    assert set(tally.leaks()) <= set(FLOORS["leaks"]["known"])


@pytest.mark.slow
def test_values_are_covered(tally: Tally) -> None:
    """Every degradation for itself, and all together."""
    short = {
        name: str(tally.covered(name))
        for name in DEGRADATIONS
        if not reached(tally.covered(name), FLOORS["covered"].get(name, FLOORS["covered"]["each"]))
    }
    assert not short
    assert reached(tally.covered(), FLOORS["covered"]["all"]), str(tally.covered())


@pytest.mark.slow
def test_other_text_stays_as_it_was(tally: Tally) -> None:
    """Ordinary text's area, and look-alikes."""
    assert tally.other() <= FLOORS["painted"]["other"], f"{tally.other():.2%}"
    assert tally.negatives().value <= FLOORS["painted"]["negatives"], str(tally.negatives())


@pytest.mark.slow
def test_clean_pages_are_seldom_held(tally: Tally) -> None:
    """Of pages at 200 and 300 dpi; a question that the text itself raises is no holding."""
    clean = [name for name, how in DEGRADATIONS.items() if how.clean]
    held = sum(file.outcome == "held" for name in clean for file in tally.of(name))
    share = Share(held, sum(len(tally.of(name)) for name in clean))
    assert min(share.value, share.interval[0]) <= FLOORS["held"]["clean"], str(share)
