"""Characters by their places: where they stand, what they make together, how they are masked."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from fixtures import ofds
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from deident.formats import Limits
from deident.formats.ofd.glyphs import Glyph, numbers, spread, text_objects
from deident.formats.ofd.handler import OfdHandler
from deident.formats.ofd.masking import shared
from deident.model import Kind, Mask, MaskPlan, Place, Quad, Region, Source, Span

if TYPE_CHECKING:
    from deident.model import Segment

HANDLER = OfdHandler(Limits())


def source(ofd: ofds.Ofd) -> Source:
    """Return the document."""
    return Source(name="a.ofd", data=ofd.bytes(), media_type="application/ofd")


def segments(made: Source) -> list[Segment]:
    """Read all segments."""
    return [segment for page in HANDLER.read(made).pages for segment in page.segments]


def page_of(made: Source, at: int = 0) -> str:
    """Return the XML of a page."""
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return archive.read(f"Doc_0/Pages/Page_{at}/Content.xml").decode()


def glyphs_of(made: Source) -> list[Glyph]:
    """Return all characters of the first page."""
    root = etree.fromstring(page_of(made).encode())
    return [glyph for glyphs in text_objects(root) for glyph in glyphs]


def masked(made: Source, place: Place, written: str) -> Source:
    """Write one mask."""
    return HANDLER.apply(made, MaskPlan(masks=[Mask(place, written)]))


def said(ofd: ofds.Ofd) -> list[str]:
    """Return what the segments say."""
    return [segment.text for segment in segments(source(ofd))]


def codes(inner: str, more: str = "", size: float = 4) -> ofds.Ofd:
    """Make a page of one text object."""
    return ofds.Ofd(pages=[ofds.text_object((10, 20, 100, 10), inner, size, more)])


def test_a_character_stands_where_the_steps_lead() -> None:
    """CTM applied to X plus the steps, then moved to the corner of the object."""
    ofd = codes(
        '<ofd:TextCode X="1" Y="4" DeltaX="g 2 2 3">1234</ofd:TextCode>', 'CTM="2 0 0 2 5 6"'
    )
    places = [(glyph.quad.x3, glyph.quad.y3) for glyph in glyphs_of(source(ofd))]
    base = 20 + 6 + 2 * (4 + 0.14 * 4)
    assert [x for x, _ in places] == [10 + 5 + 2 * x for x in (1, 3, 5, 8)]
    assert [y for _, y in places] == pytest.approx([base] * 4)


def test_a_code_without_a_place_begins_where_the_last_one_did() -> None:
    """The standard says so."""
    ofd = codes('<ofd:TextCode X="7" Y="4">甲</ofd:TextCode><ofd:TextCode Y="9">乙</ofd:TextCode>')
    assert {glyph.quad.x0 for glyph in glyphs_of(source(ofd))} == {17.0}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=6), st.integers(0, 12))
def test_repeats_are_what_they_stand_for(steps: list[tuple[int, int]], most: int) -> None:
    """`g n d` is d written n times, and no list is longer than the text."""
    short = " ".join(f"g {count} {step}" for count, step in steps)
    long = [float(step) for count, step in steps for _ in range(count)]
    assert spread(short, most) == long[:most]


@given(st.text(max_size=30))
def test_an_odd_attribute_is_no_crash(text: str) -> None:
    """Whatever stands where numbers should."""
    assert all(abs(number) < 1e6 for number in (*numbers(text), *spread(text, 9)))


def test_an_endless_repeat_is_cut() -> None:
    """A forged count costs nothing."""
    assert spread("g 999999999999 1", 4) == [1, 1, 1, 1]


def test_words_far_apart_are_not_one_number() -> None:
    """Two columns without rules."""
    rows = [
        ofds.apart(20, 50 + 8 * at, "13800001234") + ofds.apart(90, 50 + 8 * at, "13900004321")
        for at in range(3)
    ]
    assert said(ofds.Ofd(pages=["".join(rows)])) == ["13800001234", "13900004321"] * 3


def test_text_drawn_over_other_text_is_not_mixed_with_it() -> None:
    """Two objects in one place: a reader of places alone would shuffle them."""
    two = ofds.text(20, 60, "13800001234") + ofds.text(20.7, 60, "甲乙丙丁戊己")
    together = "".join(said(ofds.Ofd(pages=[two])))
    assert "13800001234" in together
    assert "甲乙丙丁戊己" in together


def test_hidden_text_is_read_and_named_hidden() -> None:
    """Switched off, transparent, off the page."""
    page = (
        ofds.text(20, 40, "甲一", more='Visible="false"')
        + ofds.text(20, 50, "乙二", more='Alpha="0"')
        + ofds.text(320, 60, "丙三")
        + ofds.text(20, 70, "丁四")
    )
    kinds = {segment.text: segment.kind for segment in segments(source(ofds.Ofd(pages=[page])))}
    assert kinds == {
        "甲一": Kind.HIDDEN, "乙二": Kind.HIDDEN, "丙三": Kind.HIDDEN, "丁四": Kind.BODY
    }  # fmt: skip


def test_a_template_labels_what_the_page_writes_beside_it() -> None:
    """The label is read once, on the template; it still governs the value."""
    made = source(
        ofds.Ofd(pages=[ofds.text(50, 60, "13800001234")], template=ofds.text(20, 60, "联系电话："))
    )
    found = segments(made)
    assert [segment.text for segment in found] == ["13800001234", "联系电话："]
    assert found[0].labels.row == "联系电话"
    assert found[1].boxes is None


def test_boxes_are_millimetres_of_the_displayed_page() -> None:
    """They count from the corner of the page's own area."""
    area = "<ofd:Area><ofd:PhysicalBox>10 20 100 100</ofd:PhysicalBox></ofd:Area>"
    ofd = ofds.Ofd(pages=[ofds.text(30, 60, "正文")])
    content = ofd.page(ofd.pages[0]).replace("<ofd:Content>", f"{area}<ofd:Content>")
    made = source(ofds.Ofd(pages=ofd.pages, parts={"Doc_0/Pages/Page_0/Content.xml": content}))
    (segment,) = segments(made)
    assert segment.boxes is not None
    assert segment.boxes[0].x0 == pytest.approx(20)
    assert segment.boxes[0].y3 == pytest.approx(40 + 0.14 * 4, abs=0.01)


def test_a_region_covers_what_lies_in_it_and_nothing_beside() -> None:
    """A desk draws a rectangle on the page."""
    made = source(ofds.Ofd(pages=[ofds.text(20, 60, "甲13800001234乙")]))
    quad = Quad(24, 55, 46, 55, 46, 62, 24, 62)
    done = HANDLER.apply(made, MaskPlan(regions=[Region(1, quad)]))
    assert [segment.text for segment in segments(done)] == ["甲***********乙"]


def test_a_region_on_no_page_is_refused() -> None:
    """It would be forgotten."""
    made = source(ofds.Ofd(pages=[ofds.text(20, 60, "甲")]))
    with pytest.raises(ValueError, match="page"):
        HANDLER.apply(made, MaskPlan(regions=[Region(2, Quad(0, 0, 1, 0, 1, 1, 0, 1))]))


def test_glyph_numbers_go_with_what_is_masked_and_stay_elsewhere() -> None:
    """They alone would draw the number again."""
    page = ofds.text(20, 60, "123", inner=ofds.glyphs(3)) + ofds.text(
        20, 80, "甲乙", inner=ofds.glyphs(2)
    )
    made = source(ofds.Ofd(pages=[page]))
    (first, _) = segments(made)
    after = page_of(masked(made, Place(first.id, Span(1, 2)), "*"))
    assert len(re.findall("<ofd:CGTransform", after)) == 1
    assert "1*3" in after


@settings(max_examples=60)
@given(data=st.data(), written=st.text("*●某", max_size=8))
def test_what_stays_does_not_move(data: st.DataObject, written: str) -> None:
    """However long the mask is, every other character keeps its place."""
    text = "甲1380一二abcd"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    made = source(ofds.Ofd(pages=[ofds.text(20, 60, text)]))
    (segment,) = segments(made)
    before = [glyph.quad[6:8] for glyph in glyphs_of(made)]
    done = masked(made, Place(segment.id, Span(start, end)), written)
    now = glyphs_of(done)
    shown = "".join(glyph.char for glyph in now)
    assert shown.strip() == text[:start] + written + text[end:]
    places = [glyph.quad[6:8] for glyph in now]
    kept = [*places[:start], *places[start + len(written) :]]
    if kept and shown.strip():
        for one, two in zip(kept, [*before[:start], *before[end:]], strict=True):
            assert one == pytest.approx(two, abs=0.01)


@given(st.text(max_size=20), st.integers(1, 8))
def test_a_text_is_shared_out_whole(text: str, count: int) -> None:
    """In order, nothing lost, nothing twice."""
    parts = shared(text, count)
    assert len(parts) == count
    assert "".join(parts) == text


def test_text_that_is_only_pictures_of_characters_is_unread() -> None:
    """Private-use characters say nothing to a reader of the file."""
    ofd = ofds.Ofd(pages=[ofds.text(20, 60, "号码\ue001\ue002")])
    (unread,) = HANDLER.read(source(ofd)).unread
    assert (unread.code, unread.where, unread.params) == ("TEXT_UNUSABLE", "page 1", (2,))


def test_a_glyph_that_is_said_to_be_two_characters_is_unread() -> None:
    """The page would show another number than the file says."""

    def drawn(at: float, text: str, *numbers: int) -> str:
        listed = " ".join(map(str, numbers))
        inner = (
            f'<ofd:CGTransform CodePosition="0" CodeCount="{len(text)}" '
            f'GlyphCount="{len(numbers)}"><ofd:Glyphs>{listed}</ofd:Glyphs></ofd:CGTransform>'
        )
        return ofds.text(20, at, text, inner=inner)

    honest = ofds.Ofd(pages=[drawn(60, "13", 7, 8) + drawn(80, "31", 8, 7)])
    lie = ofds.Ofd(pages=[drawn(60, "13", 7, 8) + drawn(80, "ab", 8, 7)])
    blank = ofds.Ofd(pages=[drawn(60, "13", 7, 8) + drawn(80, "  ", 8, 7)])
    assert list(HANDLER.read(source(honest)).unread) == []
    for ofd in (lie, blank):
        assert [unread.code for unread in HANDLER.read(source(ofd)).unread] == ["GLYPHS_DIFFER"]


def test_characters_drawn_as_outlines_are_unread_and_rules_are_not() -> None:
    """A row of small closed shapes is writing that nobody can read."""
    shape = "M {x} 60 L {x} 57 Q {x} 56 {y} 56 L {y} 58 L {z} 60 C"
    row = " ".join(shape.format(x=20 + 3 * at, y=21 + 3 * at, z=22 + 3 * at) for at in range(12))
    path = f"<ofd:AbbreviatedData>{row}</ofd:AbbreviatedData>"
    drawn = f'<ofd:PathObject ID="7" Boundary="0 0 210 297">{path}</ofd:PathObject>'
    (unread,) = HANDLER.read(source(ofds.Ofd(pages=[drawn]))).unread
    assert unread.code == "DRAWN_TEXT"
    ruled = ofds.Ofd(
        pages=[ofds.table([["甲"] * 12] * 12, [10.0 + 12 * at for at in range(13)], 20)]
    )
    assert list(HANDLER.read(source(ruled)).unread) == []


def test_a_comment_inside_a_text_code_does_not_part_the_number() -> None:
    """Readers show what stands on both sides as one."""
    ofd = codes('<ofd:TextCode X="0" Y="4">138<!-- a -->00001234</ofd:TextCode>')
    assert "13800001234" in said(ofd)
    made = source(ofd)
    segment = next(s for s in segments(made) if s.text == "13800001234")
    after = masked(made, Place(segment.id, Span(0, 11)), "*" * 11)
    assert not re.search("138|1234<", page_of(after))
