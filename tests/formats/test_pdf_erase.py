"""What lies in a box is taken out of the page, in every way a page can be written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pytest
from fixtures.pdfs_by_hand import WORD, Sheet, by_hand
from pikepdf import Array, Dictionary, Name
from PIL import Image
from tests.formats.pdf_words import boxes_of, in_streams

from deident.formats import Limits
from deident.formats.pdf.erase import CannotErase, Comparison, Eraser, erase, verify_page
from deident.formats.pdf.geometry import box_of
from deident.formats.pdf.prepare import prepare
from deident.formats.pdf.render import picture_of
from deident.formats.pdf.seen import seen_on
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable

BY_HAND = dict(by_hand())
SQUARE = (100.0, 100.0, 140.0, 140.0)


def fresh(data: bytes) -> bytes:
    """Prepare a document."""
    return prepare(Source(name="a.pdf", data=data), Limits()).data


def erased(data: bytes, boxes: dict[int, list[Any]]) -> bytes:
    """Erase on every page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page, some in boxes.items():
            erase(pdf, page, some, fill=True)
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", BY_HAND)
def test_a_word_is_gone_and_everything_else_stays(name: str) -> None:
    """No glyph of the word is left in the file, no other text lost, no other pixel changed."""
    before = fresh(BY_HAND[name])
    boxes = boxes_of(before, WORD)
    assert boxes
    after = erased(before, boxes)
    with Comparison(before, after) as comparison:
        assert [comparison.page(page, some) for page, some in boxes.items()] == [()] * len(boxes)
    assert not in_streams(after, WORD)


def test_a_form_drawn_twice_is_cleaned_where_it_is_hit_only() -> None:
    """A form is copied for the place where it is masked; elsewhere it is drawn as it was."""
    before = fresh(BY_HAND["form-twice"])
    one = boxes_of(before, WORD)[0][: len(WORD)]
    after = erased(before, {0: one})
    assert verify_page(before, after, 0, one) == ()
    assert seen_on(after, 0).text().count(WORD) == 1


def pattern(mode: str, size: tuple[int, int] = (64, 64)) -> Image.Image:
    """Draw noise that a painted square would interrupt."""
    noise = np.random.default_rng(1).integers(0, 255, (*size, 3), dtype=np.uint8)
    return Image.fromarray(noise).convert("RGB").convert(mode)


def encoded(image: Image.Image, kind: str, **more: Any) -> bytes:  # noqa: ANN401
    """Encode a picture as Pillow does."""
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def fax(sheet: Sheet) -> pikepdf.Object:
    """Make a picture in CCITT group 4."""
    image = pattern("1")
    with Image.open(io.BytesIO(encoded(image, "TIFF", compression="group4"))) as tiff:
        at, size = tiff.tag_v2[273][0], tiff.tag_v2[279][0]  # type: ignore[attr-defined]
        black = tiff.tag_v2[262] == 1  # type: ignore[attr-defined]
    raw = encoded(image, "TIFF", compression="group4")[at : at + size]
    stream = sheet.pdf.make_stream(b"")
    parameters = Dictionary(K=-1, Columns=64, Rows=64, BlackIs1=black)
    stream.write(raw, filter=Name.CCITTFaxDecode, decode_parms=parameters)
    return _dressed(stream, Name.DeviceGray, 1)


def _dressed(stream: pikepdf.Object, space: Any, bits: int) -> pikepdf.Object:  # noqa: ANN401
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = 64, 64, bits
    if space is not None:
        stream.ColorSpace = space
    return stream


def plain(mode: str, space: Any, bits: int = 8) -> Callable[[Sheet], pikepdf.Object]:  # noqa: ANN401
    """Make a picture of raw samples."""
    return lambda sheet: _dressed(sheet.pdf.make_stream(pattern(mode).tobytes()), space, bits)


def deep(sheet: Sheet) -> pikepdf.Object:
    """Make a picture of 16 bits."""
    raw = np.random.default_rng(1).integers(0, 65535, (64, 64), dtype=np.uint16).tobytes()
    return _dressed(sheet.pdf.make_stream(raw), Name.DeviceGray, 16)


def indexed(sheet: Sheet) -> pikepdf.Object:
    """Make a picture of 16 colours."""
    raw = np.random.default_rng(1).integers(0, 255, 32 * 64, dtype=np.uint8).tobytes()
    space = Array([Name.Indexed, Name.DeviceRGB, 15, pikepdf.String(bytes(range(5, 245, 5)))])
    return _dressed(sheet.pdf.make_stream(raw), space, 4)


def coded(mode: str, kind: str, name: str, space: Any) -> Callable[[Sheet], pikepdf.Object]:  # noqa: ANN401
    """Make a picture in one of the formats of photographs."""

    def make(sheet: Sheet) -> pikepdf.Object:
        stream = sheet.pdf.make_stream(b"")
        stream.write(encoded(pattern(mode), kind), filter=Name("/" + name))
        return _dressed(stream, space, 8)

    return make


def stencil(sheet: Sheet) -> pikepdf.Object:
    """Make an image mask."""
    stream = _dressed(sheet.pdf.make_stream(pattern("1").tobytes()), None, 1)
    stream.ImageMask = True
    return stream


def soft(sheet: Sheet) -> pikepdf.Object:
    """Make a black picture whose shape is its soft mask."""
    stream = _dressed(sheet.pdf.make_stream(bytes(64 * 64)), Name.DeviceGray, 8)
    stream.SMask = plain("L", Name.DeviceGray)(sheet)
    return stream


PICTURES: dict[str, Callable[[Sheet], pikepdf.Object]] = {
    "rgb": plain("RGB", Name.DeviceRGB),
    "grey": plain("L", Name.DeviceGray),
    "bilevel": plain("1", Name.DeviceGray, 1),
    "cmyk": plain("CMYK", Name.DeviceCMYK),
    "deep": deep,
    "indexed": indexed,
    "fax": fax,
    "jpeg": coded("RGB", "JPEG", "DCTDecode", Name.DeviceRGB),
    "grey jpeg": coded("L", "JPEG", "DCTDecode", Name.DeviceGray),
    "cmyk jpeg": coded("CMYK", "JPEG", "DCTDecode", Name.DeviceCMYK),
    "jpeg 2000": coded("RGB", "JPEG2000", "JPXDecode", Name.DeviceRGB),
    "stencil": stencil,
    "soft mask": soft,
}


def pictured(name: str) -> bytes:
    """Make a page with one picture around the square."""
    sheet = Sheet()
    picture = sheet.pdf.make_indirect(PICTURES[name](sheet))
    resources = Dictionary(XObject=Dictionary(I=picture))
    sheet.page(b"0.5 g q 128 0 0 128 60 60 cm /I Do Q", {}, Resources=resources)
    return fresh(sheet.written())


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_holds_no_pixel_under_a_box(name: str) -> None:
    """The pixels are one colour in the file itself, and those around are as they were."""
    before = pictured(name)
    after = io.BytesIO()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        erase(pdf, 0, [SQUARE], fill=False)
        pdf.save(after)
    assert verify_page(before, after.getvalue(), 0, [SQUARE]) == ()
    was, now = picture_of(before, 0, 2.0), picture_of(after.getvalue(), 0, 2.0)
    top = was.shape[0]
    under = slice(top - 278, top - 202), slice(202, 278)
    # A JPEG spreads each edge over its block.
    flat = now[under][8:-8, 8:-8].reshape(-1, 3).astype(int)
    assert (flat.max(0) - flat.min(0) <= (24 if "jpeg" in name else 0)).all()
    assert len(np.unique(was[under].reshape(-1, 3), axis=0)) > 1


def test_an_inline_picture_holds_no_pixel_under_a_box() -> None:
    """BI … EI becomes a painted picture with a name."""
    sheet = Sheet()
    raw = pattern("L").tobytes().hex().encode()
    inline = b"BI /W 64 /H 64 /BPC 8 /CS /G /F /AHx ID " + raw + b"> EI"
    sheet.page(b"q 128 0 0 128 60 60 cm " + inline + b" Q", {})
    before = fresh(sheet.written())
    after = erased(before, {0: [SQUARE]})
    assert verify_page(before, after, 0, [SQUARE]) == ()
    with pikepdf.open(io.BytesIO(after)) as pdf:
        (picture,) = pdf.pages[0].obj.Resources.XObject.values()
        assert b"\0" * 20 in picture.read_bytes()


def test_digits_drawn_as_curves_are_dropped() -> None:
    """What lies in the box goes; a border and a background that only pass through it stay."""
    sheet = Sheet()
    curve = "105 105 m 110 120 120 130 130 105 c h 110 110 m 115 115 120 112 121 111 c f\n"
    sheet.page(f"0.9 g 50 90 200 60 re f 0 g {curve} 90 98 m 200 98 l S".encode(), {})
    before = fresh(sheet.written())
    after = erased(before, {0: [SQUARE]})
    assert verify_page(before, after, 0, [SQUARE]) == ()
    with pikepdf.open(io.BytesIO(after)) as pdf:
        content = pdf.pages[0].obj.Contents.read_bytes()
    assert b" c" not in content
    assert b"50 90 200 60 re" in content


def text_page(**font: Any) -> tuple[bytes, list[Any]]:  # noqa: ANN401
    """Make a page whose font is not what it seems; return it with the word's boxes."""
    sheet = Sheet()
    content = f"BT /F 12 Tf 50 350 Td (Office {WORD} end) Tj ET".encode()
    sheet.page(content, {"F": sheet.helvetica(**font)})
    data = fresh(sheet.written())
    return data, boxes_of(data, WORD).get(0, [(90.0, 340.0, 170.0, 365.0)])


def _unknown_cmap() -> tuple[bytes, list[Any]]:
    sheet = Sheet()
    content = f"BT /F 12 Tf 50 350 Td <{WORD.encode('utf-16-be').hex()}> Tj ET".encode()
    sheet.page(content, {"F": sheet.composite("Nobody-H")})
    return fresh(sheet.written()), [(40.0, 340.0, 400.0, 370.0)]


def _tile() -> tuple[bytes, list[Any]]:
    sheet = Sheet()
    tile = sheet.pdf.make_stream(b"BT /F 9 Tf 2 2 Td (139) Tj ET")
    tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 20, 12]), 20, 12
    tile.Resources = Dictionary(Font=Dictionary(F=sheet.helvetica()))
    resources = Dictionary(Pattern=Dictionary(P=tile))
    sheet.page(b"/Pattern cs /P scn 50 50 200 200 re f", {}, Resources=resources)
    return sheet.written(), [SQUARE]


def _clip() -> tuple[bytes, list[Any]]:
    sheet = Sheet()
    content = f"BT /F 12 Tf 7 Tr 50 350 Td (Office {WORD}) Tj ET 0 0 400 500 re f".encode()
    sheet.page(content, {"F": sheet.helvetica()})
    data = fresh(sheet.written())
    return data, boxes_of(data, WORD)[0]


def _broken() -> tuple[bytes, list[Any]]:
    sheet = Sheet()
    content = f"BT /F 12 Tf 50 350 Td ({WORD}) Tj ET (abc Tj Q <</a"
    sheet.page(content.encode(), {"F": sheet.helvetica()})
    return sheet.written(), [SQUARE]


SABOTEURS: dict[str, tuple[Callable[[], tuple[bytes, list[Any]]], str]] = {
    "widths that lie": (
        lambda: text_page(FirstChar=32, Widths=Array([900] * 96)),
        "",
    ),
    "unknown CMap": (_unknown_cmap, "FONT"),
    "text in a pattern": (_tile, "PATTERN"),
    "text that clips": (_clip, "CLIP"),
    "a stream without an end": (_broken, ""),
}


@pytest.mark.parametrize("name", SABOTEURS)
def test_what_is_not_certain_is_refused_or_right(name: str) -> None:
    """Either the page is refused, and unchanged, or the erasure stands the comparison."""
    make, code = SABOTEURS[name]
    data, boxes = make()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        untouched = page.unparse(), page.Contents.read_raw_bytes()
        if code:
            with pytest.raises(CannotErase, match=code):
                erase(pdf, 0, boxes, fill=True)
            assert (page.unparse(), page.Contents.read_raw_bytes()) == untouched
            return
        out = io.BytesIO()
        erase(pdf, 0, boxes, fill=True)
        pdf.save(out)
    assert verify_page(data, out.getvalue(), 0, boxes) == ()


def test_a_witness_who_contradicts_is_believed() -> None:
    """A page that pdfium reads elsewhere than we compute is refused."""
    sheet = Sheet()
    sheet.page(f"BT /F 12 Tf 50 350 Td (Office {WORD}) Tj ET".encode(), {"F": sheet.helvetica()})
    data = fresh(sheet.written())
    boxes = boxes_of(data, WORD)[0]
    witness = seen_on(data, 0, [_shifted(box, 0) for box in boxes])
    moved = type(witness)(witness.codes, witness.origins + 40, witness.cells + 40, witness.inside)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        eraser = Eraser(pdf)
        with pytest.raises(CannotErase, match="POSITION"):
            eraser.erase(0, boxes, fill=True, witness=moved)


def _shifted(box: tuple[float, ...], by: float) -> Any:  # noqa: ANN401
    return box_of(*(number + by for number in box))


def test_the_comparison_notices_what_was_left_and_what_was_lost() -> None:
    """A cleaner that takes nothing, or too much, is caught."""
    before = fresh(BY_HAND["tj"])
    boxes = boxes_of(before, WORD)[0]
    assert "TEXT_LEFT" in verify_page(before, before, 0, boxes)
    sheet = Sheet()
    sheet.page(b"", {})
    assert {"TEXT_LOST", "PAGE_CHANGED"} <= set(verify_page(before, sheet.written(), 0, boxes))


def test_a_second_reader_is_asked_too() -> None:
    """What pdfium does not show, but another program extracts, counts as left."""
    before = fresh(BY_HAND["tj"])
    boxes = boxes_of(before, WORD)[0]
    after = io.BytesIO()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        erase(pdf, 0, boxes, fill=True)
        page = pdf.pages[0].obj
        # Letters of no size: pdfium passes over them, pypdf does not.
        hidden = f"BT /F 0 Tf 1 0 0 1 50 350 Tm ({WORD}) Tj ET".encode()
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + hidden)
        pdf.save(after)
    assert verify_page(before, after.getvalue(), 0, boxes) == ("TEXT_LEFT_2",)
