"""Codes: what they say is text, and no bar of them is left."""

from __future__ import annotations

import io
from urllib.parse import quote

import numpy as np
import pytest
from fixtures import photographs, pictures
from PIL import Image, ImageDraw
from tests.ocr.shared import Scripted

from deident.formats import Limits
from deident.formats.image.handler import ImageHandler
from deident.model import MaskPlan, Quad, Region, Source
from deident.ocr.seen.codes import codes

SAID = {
    "QRCode": "姓名：赵小山，电话13900000123",
    "DataMatrix": "13900000123",
    "Code128": photographs.RESIDENT_ID,
    "PDF417": "TEL=13900000123;ID=149999199001010019",
    "EAN13": "6901234567892",
}


@pytest.mark.parametrize("degrees", [0, 90, 4])
def test_a_code_says_what_it_holds_and_is_painted_whole(degrees: int) -> None:
    """Turned or not, the text is found and the paint covers the code to its last bar."""
    for form in ("QRCode", "Code128", "DataMatrix"):
        page = photographs.page_of_codes({form: SAID[form]})
        turned = page.image.rotate(degrees, expand=True, fillcolor="white")
        (sight,) = codes(np.asarray(turned)).sights
        assert sight.text == SAID[form]
        left = turned.copy()
        corners = [(sight.quads[0][at], sight.quads[0][at + 1]) for at in range(0, 8, 2)]
        ImageDraw.Draw(left).polygon(corners, fill="white", outline="white", width=5)
        assert _ink(left) < 0.03 * _ink(turned) + _words(degrees)


def _ink(image: Image.Image) -> int:
    return int((np.asarray(image)[:, :, 1] < 128).sum())


def _words(degrees: int) -> int:
    page = photographs.page_of_codes({}).image
    ImageDraw.Draw(page).text((820, 220), "请使用手机扫码", font=pictures.font(34), fill="black")
    return round(1.3 * _ink(page.rotate(degrees, expand=True, fillcolor="white")))


def test_several_codes_on_one_page_are_all_read() -> None:
    """One of each, and the product's is labelled as one."""
    sights = codes(np.asarray(photographs.page_of_codes(SAID).image)).sights
    assert {sight.text for sight in sights} == set(SAID.values())
    assert {sight.label for sight in sights if sight.text == SAID["EAN13"]} == {"商品条码"}


def test_chinese_in_a_link_is_unpacked() -> None:
    """A name in percent signs is a name."""
    link = "https://a.example/?xm=" + quote("赵小山")
    (sight,) = codes(np.asarray(photographs.page_of_codes({"QRCode": link}).image)).sights
    assert sight.text.endswith("赵小山")


def test_a_damaged_code_is_unread_and_not_nothing() -> None:
    """Somebody's better telephone may read it."""
    page = Image.new("RGB", (600, 600), "white")
    page.paste(photographs.code(SAID["QRCode"] * 2), (120, 120))
    ImageDraw.Draw(page).rectangle((230, 230, 430, 330), fill="white")
    found = codes(np.asarray(page))
    assert not found.sights
    (place,) = found.unread
    assert photographs.covered(place, [photographs._box(120, 120, 440, 440)], page.size) > 0.95


@pytest.mark.parametrize(
    "picture",
    [
        photographs.landscape(),
        photographs.chart(),
        photographs.sign(),
        photographs.logo(),
        photographs.night(photographs.street(("blue", 300, 520, 75, 0)).image),
        pictures.decision().image,
    ],
)
def test_ordinary_pictures_have_no_codes(picture: Image.Image) -> None:
    """Neither read nor doubted."""
    found = codes(np.asarray(picture))
    assert found == ((), ())


def test_a_masked_code_is_gone_from_the_copy() -> None:
    """Every character of the segment has the whole code for its box."""
    written = io.BytesIO()
    photographs.page_of_codes({"QRCode": SAID["QRCode"]}).image.save(written, "PNG")
    source = Source(name="a.png", data=written.getvalue())
    handler = ImageHandler(lambda: Scripted([()]), Limits())
    (page,) = handler.read(source).pages
    (segment,) = [one for one in page.segments if one.text == SAID["QRCode"]]
    assert segment.boxes is not None
    masked = handler.apply(source, MaskPlan(regions=(Region(1, segment.boxes[3]),)))
    assert codes(np.asarray(Image.open(io.BytesIO(masked.data)))) == ((), ())


def test_a_code_is_read_from_farther_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The grain of a photograph hides from near what is plain from afar; found once, in place."""
    from deident.ocr.seen import codes as eyes

    page = Image.new("RGB", (1600, 1400), "white")
    page.paste(photographs.code("13900000123").convert("RGB").resize((300, 300)), (900, 600))
    pixels = np.asarray(page)
    near = eyes._read
    assert len(codes(pixels).sights) == 1
    monkeypatch.setattr(
        eyes, "_read", lambda grey, *names: near(grey, *names) if max(grey.shape) < 1600 else ()
    )
    (sight,) = codes(pixels).sights
    assert sight.text == "13900000123"
    assert 880 < min(sight.quads[0][0::2]) < max(sight.quads[0][0::2]) < 1220


BARS = {form: SAID[form] for form in ("Code128", "PDF417", "EAN13")} | {"Code39": "13900000123"}


def _photographed(form: str, degrees: float) -> tuple[Image.Image, Quad]:
    """Draw a code that lies askew on a desk, with grain and JPEG; and where its bars are."""
    side = {"Code128": 616, "PDF417": 480, "EAN13": 452, "Code39": 752}[form]
    drawn = photographs.code(BARS[form], form, side)
    ink = np.argwhere(np.asarray(drawn)[:, :, 1] < 128)
    (top, left), (low, right) = ink.min(axis=0), ink.max(axis=0)
    paper = Image.new("RGB", (drawn.width + 80, drawn.height + 80), "white")
    paper.paste(drawn, (40, 40))
    flat = photographs.Photograph(paper)
    flat.truth.append(
        photographs.Shown(form, "", photographs._box(left + 40, top + 40, right + 41, low + 41))
    )
    desk = photographs.Photograph(Image.new("RGB", (1600, 1200), (150, 128, 104)))
    desk.lay(flat, _lying(paper.size, degrees))
    grain = np.random.default_rng(5).normal(0, 8, (1200, 1600, 1))
    pixels = np.clip(np.asarray(photographs.blurred(desk.image)) + grain, 0, 255).astype(np.uint8)
    return photographs.compressed(Image.fromarray(pixels)), desk.truth[0].quad


def _lying(size: tuple[int, int], degrees: float) -> photographs.Corners:
    """Return the corners of a thing in the middle of the desk, its far end a little smaller."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    wide, high = size[0] / 2, size[1] / 2
    corners = ((-wide, -high), (wide, -0.93 * high), (wide, 0.93 * high), (-wide, high))
    return tuple((800 + x * cos - y * sin, 600 + x * sin + y * cos) for x, y in corners)


@pytest.mark.parametrize("degrees", [-40, -17, 25, 33, 130])
@pytest.mark.parametrize("form", sorted(BARS))
def test_bars_that_lie_askew_are_read_and_painted_whole(form: str, degrees: float) -> None:
    """No row or column of the picture crosses all the bars of a code in a photograph."""
    picture, bars = _photographed(form, degrees)
    found = codes(np.asarray(picture))
    (sight,) = found.sights
    assert (sight.text, found.unread) == (BARS[form], ())
    assert photographs.covered(bars, sight.quads, picture.size) > 0.99


@pytest.mark.parametrize("form", ["Code128", "PDF417"])
def test_bars_that_nobody_can_read_are_unread(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are seen to be a code by their strokes, and their place is told."""
    from deident.ocr.seen import codes as eyes

    monkeypatch.setattr(eyes, "_read", lambda *_: ())
    picture, bars = _photographed(form, 25)
    found = codes(np.asarray(picture))
    assert not found.sights
    assert photographs.covered(bars, found.unread, picture.size) > 0.95


def _striped(kind: str) -> Image.Image:
    """Draw what has many strokes of one direction, and is no code."""
    rng = np.random.default_rng(7)
    down, across = np.mgrid[:900, :1200].astype(float)
    along = (across - 600) * 0.9 + (down - 450) * 0.436
    aside = (down - 450) * 0.9 - (across - 600) * 0.436
    uneven = np.searchsorted(np.cumsum(rng.integers(4, 16, 400)) - 1500, along) % 2 > 0
    even = along % 14 < 7
    shown = {
        "hatching": even & (abs(along) < 300) & (abs(aside) < 100),
        "ruler": (along % 14 < 4) & (abs(along) < 420) & (abs(aside) < 60),
        "curtain": uneven,
        "shirt": uneven & ((along / 300) ** 2 + (aside / 160) ** 2 < 1),
        "shade": uneven & (abs(along) < 280) & (abs(aside) < 150 - 0.3 * along),
    }[kind]
    pixels = np.where(shown, 60, 220) + rng.normal(0, 4, shown.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).convert("RGB")


@pytest.mark.parametrize("kind", ["hatching", "ruler", "curtain", "shirt", "shade"])
def test_stripes_are_no_code(kind: str) -> None:
    """They are looked at, and nobody is asked about them."""
    from deident.ocr.seen.bars import bars

    picture = np.asarray(_striped(kind))
    assert bars(np.ascontiguousarray(picture[:, :, 1]))
    assert codes(picture) == ((), ())


@pytest.mark.parametrize("size", [(1, 1), (5, 4000), (24, 9000), (3000, 30)])
def test_any_shape_of_picture_can_be_looked_at(size: tuple[int, int]) -> None:
    """Narrow ones too; grain has no bars."""
    grain = np.random.default_rng(1).integers(0, 255, (*size, 3), dtype=np.uint8)
    assert codes(grain) == ((), ())
