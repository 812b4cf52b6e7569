"""A presentation is read in full, masked run by run, and otherwise left alone."""

from __future__ import annotations

import html
import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import pptx
import pytest
from fixtures.decks import DECK_PLACES, SLIDE, deck, text_shape
from fixtures.packages import Package, Part, zipped
from pptx.util import Inches

from deident.api import Deidentifier
from deident.formats import Limits
from deident.formats.ooxml.pptx import PptxHandler
from deident.formats.registry import handler_for, media_type
from deident.identifiers import resident_id
from deident.model import Mask, MaskPlan, Place, Segment, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.pipeline import Review

BODY = "14999919900101001"
VALUE = BODY + resident_id.check_character(BODY)
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
HANDLER = PptxHandler(Limits())
every_place = pytest.mark.parametrize("place", list(DECK_PLACES))


def source(content: bytes | Package) -> Source:
    """Wrap a presentation."""
    data = content.bytes() if isinstance(content, Package) else content
    return Source(name="a.pptx", data=data, media_type=PPTX)


def read(content: bytes | Package) -> list[Segment]:
    """Read all segments."""
    return [segment for page in HANDLER.read(source(content)).pages for segment in page.segments]


def parts(content: bytes) -> dict[str, bytes]:
    """Unpack a presentation."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def removed(content: Package, kind: str) -> dict[str, bytes]:
    """Remove one kind of things."""
    return parts(bytes(HANDLER.apply(source(content), MaskPlan(removals={kind: True})).data))


@cache
def deidentifier() -> Deidentifier:
    """Prepare the line once."""
    return Deidentifier()


@cache
def reviewed(place: str) -> Review:
    """Send a presentation with the value in one place through the whole line."""
    return deidentifier().review(DECK_PLACES[place](VALUE).bytes(), name="a.pptx")


def shown(content: bytes) -> Iterator[str]:
    """Read every part in every encoding, with and without its tags; nothing of ours is used."""
    for name, part in parts(content).items():
        yield name
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            text = part.decode(encoding, "ignore")
            yield html.unescape(text)
            yield re.sub(r"\s", "", html.unescape(re.sub("<[^>]*>", "", text)))


@every_place
def test_a_masked_value_is_nowhere(place: str) -> None:
    """In no part, in no encoding."""
    assert any(VALUE in text for text in shown(DECK_PLACES[place](VALUE).bytes()))
    assert not [text for text in shown(bytes(reviewed(place).masked.data)) if VALUE in text]


@every_place
def test_the_masked_copy_opens_and_hides_nothing(place: str) -> None:
    """In python-pptx, which shares no code with us."""
    review = reviewed(place)
    copy = pptx.Presentation(io.BytesIO(bytes(review.masked.data)))
    assert len(copy.slides) == 1
    assert {reason.code for reason in review.clearance.reasons} <= {"QUESTION"}
    assert not HANDLER.unseen(review.masked)


@every_place
def test_an_empty_plan_changes_no_part(place: str) -> None:
    """Not a byte of any part."""
    before = DECK_PLACES[place](VALUE)
    copy = HANDLER.apply(source(before), MaskPlan())
    assert parts(bytes(copy.data)) == before.pieces()


def test_other_text_of_a_slide_stays() -> None:
    """Only the value is masked, each run where it stands."""
    copy = pptx.Presentation(io.BytesIO(bytes(reviewed("slide").masked.data)))
    (shape,) = copy.slides[0].shapes
    assert shape.text_frame.text.startswith("公民身份号码")
    assert len(shape.text_frame.paragraphs[0].runs) == 5


def test_cells_have_the_words_that_govern_them() -> None:
    """A table on a slide is a table."""
    cell = next(s for s in read(DECK_PLACES["table on a slide"](VALUE)) if s.text == VALUE)
    assert cell.labels.column == "身份证号"


def test_an_embedded_object_goes_and_its_picture_stays() -> None:
    """With its part, its pointer and its type."""
    picture = "<p:pic><p:nvPicPr/><p:blipFill/><p:spPr/></p:pic>"
    frame = (
        "<p:graphicFrame><a:graphic><a:graphicData uri='x'>"
        f"<p:oleObj r:id='rId9'><p:embed/>{picture}</p:oleObj></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )
    held = Part(
        name="ppt/embeddings/oleObject1.bin",
        content_type="application/vnd.openxmlformats-officedocument.oleObject",
        content=VALUE,
        owner=SLIDE,
        relation="oleObject",
        id="rId9",
    )
    content = deck(frame, held)
    assert HANDLER.unseen(source(content))
    left = removed(content, "embedded-objects")
    assert not HANDLER.unseen(source(zipped(left)))
    assert b"rId9" not in b"".join(left.values())
    assert picture.encode() in left[SLIDE].replace(b' xmlns:p="', b"")


def test_sound_is_unread() -> None:
    """Nobody listens."""
    part = Part(
        name="ppt/media/a.wav",
        content_type="audio/x-wav",
        content="x",
        owner=SLIDE,
        relation="audio",
    )
    unread = HANDLER.read(source(deck(text_shape("正文"), part))).unread
    assert [one.code for one in unread] == ["UNKNOWN_PART"]


def test_a_plain_presentation_is_read_in_full() -> None:
    """Nothing that python-pptx writes is unread; what is not masked stays."""
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "公示"
    grid = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    texts = (("姓名", "联系电话"), ("张某", "13800001234"))
    for at, line in enumerate(texts):
        for column, text in enumerate(line):
            grid.cell(at, column).text = text
    slide.notes_slide.notes_text_frame.text = "电话13800001234"
    held = io.BytesIO()
    made.save(held)
    assert not list(HANDLER.read(source(held.getvalue())).unread)
    review = deidentifier().review(held.getvalue(), name="a.pptx")
    copy = pptx.Presentation(io.BytesIO(bytes(review.masked.data)))
    assert copy.slides[0].shapes.title.text == "公示"
    assert copy.slides[0].notes_slide.notes_text_frame.text == "电话138****1234"


def test_a_replacement_goes_into_the_runs() -> None:
    """Each character where it stood."""
    content = deck(text_shape("电话13800001234"))
    (segment,) = [s for s in read(content) if "138" in s.text]
    mask = Mask(Place(segment.id, Span(2, 13)), "138****1234")
    copy = HANDLER.apply(source(content), MaskPlan(masks=[mask]))
    texts = re.findall("<a:t>([^<]*)</a:t>", parts(bytes(copy.data))[SLIDE].decode())
    assert texts == ["电话138", "****1", "234"]


def test_the_registry_knows_presentations() -> None:
    """By their content."""
    given = Source(name="x", data=deck("").bytes())
    assert media_type(given) == PPTX
    assert isinstance(handler_for(given, Limits()), PptxHandler)
