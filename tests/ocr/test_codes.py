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
from deident.model import MaskPlan, Region, Source
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
    monkeypatch.setattr(eyes, "_read", lambda grey: near(grey) if max(grey.shape) < 1600 else ())
    (sight,) = codes(pixels).sights
    assert sight.text == "13900000123"
    assert 880 < min(sight.quads[0][0::2]) < max(sight.quads[0][0::2]) < 1220
