"""What a crop hides is cut off for good, and everything looks as it did."""

from __future__ import annotations

import io
import zipfile

import pytest
from fixtures.documents import p, shape, word
from fixtures.packages import Package, Part
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deident.formats import Limits
from deident.formats.ooxml.docx import DocxHandler
from deident.formats.ooxml.pictures import Frame
from deident.model import MaskPlan, Source

HANDLER = DocxHandler(Limits())
RED, BLUE = (255, 0, 0), (0, 0, 255)
NAME = "word/media/image1.png"
HALF = 'l="50000"'


def flag(kind: str = "PNG", **options: object) -> bytes:
    """Draw a picture that is red on the left and blue on the right."""
    picture = Image.new("RGB", (80, 40), RED)
    picture.paste(BLUE, (40, 0, 80, 40))
    held = io.BytesIO()
    picture.save(held, format=kind, **options)
    return held.getvalue()


def shown(crop: str, extra: str = "") -> str:
    """Return a paragraph that shows the picture, cropped."""
    return shape(
        f"<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed='rId9'>{extra}</a:blip>"
        f"<a:srcRect {crop}/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
    )


def old(crop: str) -> str:
    """Return a paragraph that shows the picture the old way."""
    image = f"<v:imagedata r:id='rId9' {crop}/>"
    return f"<w:p><w:r><w:pict><v:shape>{image}</v:shape></w:pict></w:r></w:p>"


def made(*bodies: str, content: bytes = b"", kind: str = "image/png") -> Package:
    """Make a document with one picture, shown in these places."""
    picture = Part(
        name=NAME, content_type=kind, content=content or flag(), relation="image", id="rId9"
    )
    return word(p("正文") + "".join(bodies), picture)


def source(package: Package) -> Source:
    """Name a document."""
    return Source(name="a.docx", data=package.bytes())


def handed_on(package: Package) -> Source:
    """Return the picture that goes down the line."""
    (embedded,) = HANDLER.read(source(package)).embedded
    assert embedded.id == NAME
    return embedded.source


def colours(content: bytes) -> set[object]:
    """Return the colours of a picture."""
    with Image.open(io.BytesIO(content)) as picture:
        found = picture.convert("RGB").getcolors()
        assert found is not None
        return {colour for _, colour in found}


def unread(package: Package) -> list[str]:
    """Return what keeps the gate shut."""
    return [part.code for part in HANDLER.read(source(package)).unread]


def written_back(package: Package) -> dict[str, bytes]:
    """Mask nothing but let the picture come back as it was handed on."""
    given = source(package)
    plan = MaskPlan(replacements={NAME: handed_on(package)})
    with zipfile.ZipFile(io.BytesIO(bytes(HANDLER.apply(given, plan).data))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("body", [shown(HALF), old('cropleft="32768f"'), old('cropleft=".5"')])
def test_what_is_cropped_away_is_gone(body: str) -> None:
    """The line sees what a reader sees, and the file keeps no more."""
    package = made(body)
    assert unread(package) == []
    assert colours(bytes(handed_on(package).data)) == {BLUE}
    after = written_back(package)
    assert colours(after[NAME]) == {BLUE}
    text = after["word/document.xml"].decode()
    assert "50000" not in text
    assert "cropleft" not in text


def test_a_picture_shown_whole_elsewhere_hides_nothing() -> None:
    """It keeps its pixels, and its crops where they are."""
    package = made(shown(HALF), shown(""))
    assert unread(package) == []
    assert handed_on(package).data == flag()
    assert HALF in written_back(package)["word/document.xml"].decode()


def test_two_crops_keep_what_either_shows() -> None:
    """And each shows what it showed."""
    package = made(shown('l="50000"'), shown('l="25000" r="25000"'))
    assert handed_on(package).data != flag()
    text = written_back(package)["word/document.xml"].decode()
    assert '<a:srcRect l="33333"/>' in text
    assert '<a:srcRect r="33333"/>' in text


def test_what_juts_out_stays_as_it_is() -> None:
    """A negative crop is a margin."""
    package = made(shown('l="50000" t="-10000"'))
    text = written_back(package)["word/document.xml"].decode()
    assert 't="-10000"' in text
    assert 'l="' not in text.partition("srcRect")[2].partition("/>")[0]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png"),
        (flag()[:-30], "image/png"),
        (b"\x01\0\0\0" + bytes(40), "image/x-emf"),
    ],
)
def test_pixels_nobody_knows_stay_unread(content: bytes, kind: str) -> None:
    """A metafile, or a picture that is damaged."""
    assert "CROPPED_PICTURE" in unread(made(shown(HALF), content=content, kind=kind))


def test_a_drawing_in_two_formats_stays_unread() -> None:
    """The second has no pixels to cut."""
    extra = (
        '<a:extLst><a:ext uri="{96DAC541}"><s:svgBlip xmlns:s="urn:s" r:embed="rId8"/></a:ext>'
        "</a:extLst>"
    )
    assert unread(made(shown(HALF, extra))) == ["CROPPED_PICTURE"]


def test_a_photograph_stays_a_photograph() -> None:
    """Cut in its own format; another format becomes PNG and is declared so."""
    photo = made(shown(HALF), content=flag("JPEG", quality=95), kind="image/jpeg")
    assert handed_on(photo).media_type == "image/jpeg"
    assert bytes(handed_on(photo).data[:3]) == b"\xff\xd8\xff"
    after = written_back(made(shown(HALF), content=flag("BMP"), kind="image/bmp"))
    assert after[NAME].startswith(b"\x89PNG")
    assert f'"/{NAME}" ContentType="image/png"' in after["[Content_Types].xml"].decode()


def test_a_picture_that_does_not_come_back_stays_whole_with_its_crop() -> None:
    """An empty plan changes nothing."""
    package = made(shown(HALF))
    given = source(package)
    assert HALF in zip_text(HANDLER.apply(given, MaskPlan()).data)


def zip_text(data: object) -> str:
    """Return the main part."""
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


shares = st.floats(0, 0.45)
frames = st.builds(Frame, shares, shares, shares, shares)


@given(frames, frames)
def test_the_frame_around_two_holds_both(one: Frame, other: Frame) -> None:
    """Inside it each is what it was."""
    outer = one.around(other)
    assert all(side >= outside for side, outside in zip(one, outer, strict=True))
    inner = one.within(outer)
    assert inner.left * (1 - outer.left - outer.right) + outer.left == pytest.approx(one.left)
    assert all(-1e-9 <= side < 1 for side in inner)
