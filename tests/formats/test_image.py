"""Pictures: what is masked cannot be read, what is not stays, and nothing but pixels comes out."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image, ImageFile, PngImagePlugin
from tests.ocr.shared import Scripted, line

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.image.handler import SECOND_READING, ImageHandler
from deident.model import Kind, Mask, MaskPlan, Place, Region, Source, Span
from deident.ocr.quads import rectangle

if TYPE_CHECKING:
    from deident.model import Document, Segment
    from deident.ocr import OcrLine

WORDS = "手机：13900000123"
LINE = line(WORDS, 40, 40, 340, 70)
VALUE = Span(3, 14)
QUAD = rectangle(40 + 3 * 300 / 14, 40, 340, 70)
SECRET = "联系人赵小山13900000123"  # noqa: S105 (not a password)


def _source(image: Image.Image, kind: str = "PNG", **options: Any) -> Source:  # noqa: ANN401 (Pillow's own)
    written = io.BytesIO()
    image.save(written, kind, **options)
    return Source(name=f"a.{kind.lower()}", data=written.getvalue())


def _handler(*lines: OcrLine, limits: Limits | None = None) -> ImageHandler:
    return ImageHandler(lambda: Scripted([lines]), limits or Limits())


def _card(mode: str = "RGB") -> Image.Image:
    """Draw a small page with something at the line's place and something else."""
    page = pictures.Drawing(Image.new("RGB", (400, 200), "white"))
    pictures.write(page, (40, 40), WORDS, 30)
    pictures.write(page, (40, 130), "夏阳县民政局", 30)
    if mode == "I;16":
        return Image.fromarray(np.asarray(page.image.convert("L")).astype(np.uint16) * 16)
    return page.image.convert(mode)


def _opened(source: Source) -> Image.Image:
    image = Image.open(io.BytesIO(source.data))
    image.load()
    return image


def _segments(document: Document) -> list[Segment]:
    return [segment for page in document.pages for segment in page.segments]


def _mask(handler: ImageHandler, source: Source) -> Source:
    segment = _segments(handler.read(source))[0]
    return handler.apply(source, MaskPlan(masks=[Mask(Place(segment.id, VALUE), "***")]))


def test_a_line_is_a_segment_with_a_box_for_each_character() -> None:
    """Where paint goes is known for every character."""
    (segment,) = _segments(_handler(LINE).read(_source(_card())))
    assert segment.kind is Kind.OCR
    assert segment.text == WORDS
    assert segment.boxes is not None
    assert len(segment.boxes) == len(WORDS)
    assert str(segment.locator) == "page 1, line 1"


def test_reading_and_writing_ask_the_engine_once() -> None:
    """The second verb finds the reading of the first."""
    script = Scripted([(LINE,)])
    _mask(ImageHandler(lambda: script, Limits()), _source(_card()))
    assert len(script.seen) == 1


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("1", "PNG"), ("L", "PNG"), ("P", "PNG"), ("RGB", "PNG"), ("RGBA", "PNG"), ("LA", "PNG"),
        ("I;16", "PNG"), ("1", "TIFF"), ("L", "TIFF"), ("CMYK", "TIFF"), ("I;16", "TIFF"),
        ("P", "GIF"), ("RGB", "BMP"), ("P", "BMP"), ("1", "BMP"), ("RGBA", "WEBP"),
        ("L", "JPEG"), ("RGB", "JPEG"), ("CMYK", "JPEG"),
    ],
)  # fmt: skip
def test_every_mode_is_painted_and_kept(mode: str, kind: str) -> None:
    """Black where the value was, in the picture's own mode, size and container."""
    options = {"lossless": True} if kind == "WEBP" else {}
    before = _source(_card(mode), kind, **options)
    masked = _opened(_mask(_handler(LINE), before))
    original = _opened(before)
    assert (masked.mode, masked.size, masked.format) == (original.mode, original.size, kind)
    tolerance = 8 if kind == "JPEG" else 0
    painted = np.asarray(masked.convert("RGBA"))[38:73, 110:343]
    assert painted[:, :, :3].max() <= tolerance
    assert painted[:, :, 3].min() == 255
    rest, was = (np.asarray(image.convert("RGB"))[100:].astype(int) for image in (masked, original))
    assert np.abs(rest - was).max() <= (40 if kind == "JPEG" else 0)


def test_an_empty_plan_changes_no_pixel() -> None:
    """Masking nothing leaves a lossless picture as it was, and asks no engine."""
    for mode in ("1", "L", "P", "RGB", "RGBA", "I;16"):
        source = _source(_card(mode))
        script = Scripted([()])
        after = ImageHandler(lambda script=script: script, Limits()).apply(source, MaskPlan())  # type: ignore[misc]
        assert np.array_equal(np.asarray(_opened(after)), np.asarray(_opened(source)))
        assert script.seen == []


@pytest.mark.parametrize(
    "plan",
    [
        MaskPlan(masks=[Mask(Place("p1.s1", Span(3, 14)), "***")]),
        MaskPlan(regions=[Region(1, QUAD)]),
    ],
)
def test_the_paint_goes_beyond_the_box(plan: MaskPlan) -> None:
    """Boxes are estimates; a region is painted the same way, and nothing beside it."""
    masked = _opened(_handler(LINE).apply(_source(_card()), plan))
    black = np.argwhere(np.asarray(masked)[:100].max(axis=2) == 0)
    assert black.min(axis=0)[0] <= 38
    assert 342 <= black.max(axis=0)[1] <= 346


def test_the_paint_does_not_depend_on_what_is_below() -> None:
    """One colour, whatever the page's."""
    dark = _card().point(lambda value: 255 - value)
    masked = np.asarray(_opened(_mask(_handler(LINE), _source(dark))))
    assert masked[38:73, 110:343].max() == 0


def test_a_line_that_is_not_upright_is_painted_whole() -> None:
    """Where the order of the characters is in doubt, nothing of the line stays."""
    doubtful = type(LINE)(text=LINE.text, quads=LINE.quads, score=0.9, upright=False, box=LINE.box)
    masked = np.asarray(_opened(_mask(_handler(doubtful), _source(_card()))))
    assert masked[40:70, 40:340].max() == 0


def test_a_small_region_is_painted_at_the_height_of_its_line() -> None:
    """A quad drawn too low still covers the digits' heads."""
    low = rectangle(150, 60, 340, 70)
    masked = np.asarray(
        _opened(_handler(LINE).apply(_source(_card()), MaskPlan(regions=[Region(1, low)])))
    )
    assert masked[40:70, 150:340].max() == 0


def test_a_mask_on_nothing_is_refused() -> None:
    """A plan for another document is not half obeyed."""
    handler, source = _handler(LINE), _source(_card())
    with pytest.raises(ValueError, match="segment"):
        handler.apply(source, MaskPlan(masks=[Mask(Place("p9.s1", VALUE), "")]))
    with pytest.raises(ValueError, match="page"):
        handler.apply(source, MaskPlan(regions=[Region(2, QUAD)]))
    with pytest.raises(ValueError, match="characters"):
        handler.apply(source, MaskPlan(masks=[Mask(Place("p1.s1", Span(0, 99)), "")]))


def test_exif_orientation_is_carried_out() -> None:
    """The reader saw an upright page, so that is what comes out."""
    exif = Image.Exif()
    exif[0x0112] = 6
    source = _source(_card().rotate(90, expand=True), "JPEG", exif=exif, quality=100)
    script = Scripted([(LINE,)])
    masked = _opened(_mask(ImageHandler(lambda: script, Limits()), source))
    assert script.seen[0].shape == (200, 400, 3)
    assert masked.size == (400, 200)
    assert np.asarray(masked)[38:73, 110:343].max() <= 8


def _laden(kind: str) -> Source:
    """Make a picture that carries text in every pocket its container has."""
    card, options = _card(), dict[str, Any]()
    exif = Image.Exif()
    exif[0x010E] = SECRET
    if kind == "PNG":
        chunks = PngImagePlugin.PngInfo()
        chunks.add_text("Comment", SECRET)
        chunks.add_itxt("Description", SECRET, zip=True)
        options = {"pnginfo": chunks, "exif": exif, "icc_profile": SECRET.encode()}
    elif kind == "JPEG":
        options = {
            "exif": exif,
            "comment": SECRET.encode(),
            "icc_profile": SECRET.encode(),
            "xmp": SECRET.encode(),
        }
    elif kind == "WEBP":
        options = {"exif": exif, "xmp": SECRET.encode(), "icc_profile": SECRET.encode()}
    elif kind == "GIF":
        card, options = _card("P"), {"comment": SECRET.encode()}
    elif kind == "TIFF":
        options = {"tiffinfo": {270: SECRET, 315: SECRET, 700: SECRET.encode()}}
    plain = _source(card, kind, **options)
    return Source(name=plain.name, data=bytes(plain.data) + SECRET.encode())


KINDS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_pixels_comes_out(kind: str) -> None:
    """Comments, EXIF, XMP, profiles and trailing bytes are gone, and their absence is checked."""
    laden, handler = _laden(kind), _handler(LINE)
    parts = {part.where for part in handler.unseen(laden)}
    assert "bytes after the end" in parts
    assert kind == "BMP" or len(parts) > 1
    clean = handler.apply(laden, MaskPlan())
    assert handler.unseen(clean) == ()
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        assert SECRET.encode(encoding) not in bytes(clean.data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "WEBP"])
def test_metadata_is_read(kind: str) -> None:
    """What a picture says unseen is looked at like the rest."""
    said = [
        segment.text
        for segment in _segments(_handler(LINE).read(_laden(kind)))
        if segment.kind is Kind.METADATA
    ]
    assert any(SECRET in text for text in said)


def test_a_mask_on_metadata_needs_no_paint() -> None:
    """All metadata is dropped anyway."""
    handler, laden = _handler(LINE), _laden("PNG")
    segment = next(s for s in _segments(handler.read(laden)) if s.kind is Kind.METADATA)
    handler.apply(laden, MaskPlan(masks=[Mask(Place(segment.id, Span(0, 2)), "")]))


def test_a_thumbnail_is_gone() -> None:
    """An EXIF thumbnail shows the page before it was masked."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + SECRET.encode()
    clean = _handler(LINE).apply(_source(_card(), "JPEG", exif=exif), MaskPlan())
    assert b"Exif" not in bytes(clean.data)


def test_text_under_full_transparency_is_gone() -> None:
    """Pixels nobody sees keep no colour."""
    hidden = _card("RGBA")
    hidden.putalpha(0)
    clean = _opened(_handler().apply(_source(hidden), MaskPlan()))
    assert np.asarray(clean).max() == 0


def test_a_transparent_picture_is_read_on_white_and_on_black() -> None:
    """White letters on nothing show on black only."""
    letters = Image.new("RGBA", (400, 200), (255, 255, 255, 0))
    letters.paste((255, 255, 255, 255), (40, 40, 340, 70))
    script = Scripted([(), (LINE,)])
    document = ImageHandler(lambda: script, Limits()).read(_source(letters))
    (segment,) = _segments(document)
    assert (segment.text, segment.locator.part) == (WORDS, SECOND_READING)
    assert script.seen[1].min() == 0


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "WEBP", "PNG"])
def test_every_frame_is_a_page(kind: str) -> None:
    """A mask on the second frame leaves the first alone, and both stay."""
    first, second = Image.new("RGB", (400, 200), "white"), _card()
    first.paste((0, 128, 0), (0, 180, 400, 200))
    options = {"lossless": True} if kind == "WEBP" else {}
    source = _source(first, kind, save_all=True, append_images=[second], **options)
    handler = ImageHandler(lambda: Scripted([(), (LINE,)]), Limits())
    document = handler.read(source)
    assert [page.number for page in document.pages] == [1, 2]
    (segment,) = _segments(document)
    masked = _opened(handler.apply(source, MaskPlan(masks=[Mask(Place(segment.id, VALUE), "")])))
    assert getattr(masked, "n_frames", 1) == 2
    assert np.asarray(masked.convert("RGB"))[40:70, 110:340].min() == 255
    masked.seek(1)
    assert np.asarray(masked.convert("RGB"))[38:73, 110:343].max() == 0


def test_the_resolution_stays() -> None:
    """A printed copy has the same size."""
    for kind in ("PNG", "JPEG", "TIFF", "BMP"):
        masked = _opened(_mask(_handler(LINE), _source(_card(), kind, dpi=(200, 200))))
        assert masked.info["dpi"][0] == pytest.approx(200, abs=0.1)


def test_an_unsure_reading_is_said_with_its_place() -> None:
    """The gate stays shut, and a person knows where to look."""
    doubtful = line("139000", 40, 40, 340, 70, score=0.5)
    (unread,) = _handler(doubtful).read(_source(_card())).unread
    assert (unread.code, unread.where) == ("OCR_UNSURE", "page 1")


def _png_claiming(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def _compressed(number: int) -> bytes:
    """Return a TIFF that claims to be compressed in some other way."""
    raw = bytes(_source(_card("L"), "TIFF").data)
    return raw.replace(struct.pack("<HHII", 259, 3, 1, 1), struct.pack("<HHII", 259, 3, 1, number))


_WHOLE = _source(_card(), "JPEG").data
HOSTILE = {
    "empty": (b"", "EMPTY"),
    "not a picture": (b"%PDF-1.7 nothing of the kind", "NOT_A_PICTURE"),
    "zero wide": (_png_claiming(0, 10), "DAMAGED"),
    "bomb": (_png_claiming(30000, 30000), "TOO_LARGE"),
    "huge bomb": (_png_claiming(2_000_000, 2_000_000), "TOO_LARGE"),
    "truncated jpeg": (bytes(_WHOLE)[: len(_WHOLE) // 2], "DAMAGED"),
    "truncated png": (bytes(_source(_card()).data)[:900], "DAMAGED"),
    "header only": (b"\x89PNG\r\n\x1a\n", "DAMAGED"),
    "too little data": (_png_claiming(400, 400), "DAMAGED"),
    "unknown compression": (_compressed(50123), "DAMAGED"),
    "compression that does not fit": (_compressed(32946), "DAMAGED"),
    "truncated gif": (bytes(_source(_card("P"), "GIF").data)[:400], "DAMAGED"),
    "truncated tiff": (bytes(_source(_card(), "TIFF").data)[:9000], "DAMAGED"),
    "truncated webp": (bytes(_source(_card(), "WEBP").data)[:300], "DAMAGED"),
    "truncated bmp": (bytes(_source(_card(), "BMP").data)[:3000], "DAMAGED"),
}


@pytest.mark.parametrize("filling", [False, True])
@pytest.mark.parametrize("case", HOSTILE)
def test_what_cannot_be_read_is_refused(
    case: str, filling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never an empty document, for either verb, even if Pillow was told to fill up with grey."""
    raw, reason = HOSTILE[case]
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", filling)
    source = Source(name="a.png", data=raw)
    with pytest.raises(UnreadableError) as caught:
        _handler().read(source)
    assert (
        caught.value.reason in {reason, "DAMAGED", "NOT_A_PICTURE"}
        if reason == "DAMAGED"
        else caught.value.reason == reason
    )
    with pytest.raises(UnreadableError):
        _handler().apply(source, MaskPlan())
    assert filling is ImageFile.LOAD_TRUNCATED_IMAGES


def test_too_many_frames_are_refused() -> None:
    """A short file can hold a long animation."""
    frames = [Image.new("L", (8, 8), shade) for shade in range(12)]
    source = _source(frames[0], "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(UnreadableError) as caught:
        _handler(limits=Limits(frames=10)).read(source)
    assert caught.value.reason == "TOO_MANY_FRAMES"
    assert caught.value.params == {"frames": 12, "limit": 10}


def test_a_hundred_frames_are_read_and_painted() -> None:
    """Those that show the same are read once; each is painted."""
    frames = [_card("L") for _ in range(100)]
    frames[50].paste(0, (300, 150, 390, 190))
    source = _source(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    engine = Scripted([(LINE,)])
    handler = ImageHandler(lambda: engine, Limits())
    pages = list(handler.read(source).pages)
    assert (len(pages), len(engine.seen)) == (100, 2)
    plan = [Mask(Place(page.segments[0].id, VALUE), "***") for page in pages]
    written = _opened(handler.apply(source, MaskPlan(masks=plan)))
    for number in (0, 50, 99):
        written.seek(number)
        assert np.asarray(written)[50, 200] == 0
    assert getattr(written, "n_frames", 1) == 100


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_none(orientation: int) -> None:
    """Viewers show the pixels as they lie."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    source = _source(_card(), "JPEG", exif=exif)
    assert _opened(_mask(_handler(LINE), source)).size == (400, 200)


def test_a_wrong_extension_is_read_for_what_it_is() -> None:
    """The bytes say what a file is, not its name."""
    source = Source(name="a.gif", data=_source(_card(), "JPEG").data)
    assert _opened(_mask(_handler(LINE), source)).format == "JPEG"


def test_broken_exif_is_no_obstacle() -> None:
    """Viewers show the pixels; so they are read, and the rubbish is dropped."""
    source = _source(_card(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff rubbish")
    assert _handler(LINE).unseen(_mask(_handler(LINE), source)) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("head", [b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\x05\0", b"rubbish."])
def test_what_stands_in_broken_exif_is_read(head: bytes, encoding: str) -> None:
    """A structure that no program follows still holds what was written."""
    block = b"Exif\0\0" + head + b"\0" * 9 + SECRET.encode(encoding) + b"\0"
    source = _source(_card(), "JPEG", exif=block)
    said = [
        segment.text
        for page in _handler(LINE).read(source).pages
        for segment in page.segments
        if segment.kind is Kind.METADATA
    ]
    assert any("13900000123" in text for text in said)


def test_an_engine_that_fails_fails_the_document() -> None:
    """Its error reaches the gate."""

    class Broken(Scripted):
        def read(self, image: Any) -> tuple[OcrLine, ...]:  # noqa: ANN401, ARG002 (never looked at)
            raise UnreadableError("picture", "ENGINE_FAILED", "no")

    with pytest.raises(UnreadableError):
        ImageHandler(lambda: Broken([]), Limits()).read(_source(_card()))
