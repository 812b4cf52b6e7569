"""Pages of an OFD as pictures: what stands on the page stands there, in place, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fixtures.jbig2 import jbig2
from fixtures.ofd_documents import MOBILE, PERSON_ID, decision, roster
from fixtures.ofds import Ofd, picture, png, resources, text
from lxml import etree
from PIL import Image
from tests.report.cases import FULL

from deident import review
from deident.cli.batch.previews import Previews
from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.ofd.drawing import Drawing
from deident.model import Source

if TYPE_CHECKING:
    from pathlib import Path

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(document: Ofd, page: int = 1) -> etree._Element:
    """Return a page as the browser gets it."""
    drawing = Drawing(Source(name="a.ofd", data=document.bytes()), Limits())
    return etree.fromstring(drawing.page(page))


def words(sheet: etree._Element) -> str:
    """Return all that is written on a page."""
    return "".join(sheet.itertext())


def test_a_page_shows_its_text_where_it_stands() -> None:
    """A decision, one character to an object: all of it, and the red line below its head."""
    sheet = drawn(decision())
    assert sheet.get("viewBox") == "0 0 210 297"
    assert "夏阳县民政局文件" in words(sheet)
    first = next(sheet.iter(f"{_SVG}text"))
    assert (first.text, first.get("x"), first.get("y")) == ("夏", "50.00", "40.00")
    assert next(sheet.iter(f"{_SVG}path")).get("d") == "M 20 62 L 190 62"


def test_every_page_is_drawn_by_itself() -> None:
    """The second page of a roster is no part of the first."""
    document = roster(pages=2, people=3)
    one, two = drawn(document), drawn(document, page=2)
    assert "14999919510101" in words(one)
    assert "14999919510101" not in words(two)
    assert "14999919540101" in words(two)


def test_turned_characters_are_turned() -> None:
    """A text object with a matrix of its own goes down the page."""
    down = text(100, 100, "档案", more='CTM="0 1 -1 0 0 0"')
    (written,) = drawn(Ofd(pages=[down])).iter(f"{_SVG}text")
    assert set((written.get("rotate") or "").split()) == {"90.0"}


def test_what_nobody_sees_is_not_drawn() -> None:
    """Text that is switched off or lies beside the page would not be seen in print either."""
    hidden = text(20, 60, "看不见", more='Visible="false"') + text(400, 60, "纸外")
    assert words(drawn(Ofd(pages=[hidden + text(20, 80, "看得见")]))) == "看得见"


def test_the_template_lies_behind_the_page() -> None:
    """Its text comes first, so that the page is drawn over it."""
    sheet = drawn(Ofd(pages=[text(20, 40, "页面")], template=text(20, 20, "模板")))
    assert words(sheet) == "模板页面"


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("a.png", "PNG", png()),
        ("a.jb2", "JBIG2", jbig2(Image.new("1", (16, 16), 1))),
    ],
)
def test_pictures_are_shown_in_their_place(name: str, kind: str, content: bytes) -> None:
    """Pictures that browsers do not know are turned into one that they do."""
    document = Ofd(
        pages=[picture()],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        parts={
            "Doc_0/DocumentRes.xml": resources((name, kind)),
            f"Doc_0/Res/{name}": content,
        },
    )
    (shown,) = drawn(document).iter(f"{_SVG}image")
    assert shown.get("transform") == "matrix(60 0 0 40 20 20)"
    href = shown.get("{http://www.w3.org/1999/xlink}href") or ""
    assert href.startswith("data:image/jpeg;base64,")


def test_a_picture_that_cannot_be_decoded_is_left_out() -> None:
    """A report is made all the same; the gate does not depend on it."""
    document = Ofd(
        pages=[picture() + text(20, 80, "正文")],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        parts={"Doc_0/DocumentRes.xml": resources(("a.png", "PNG")), "Doc_0/Res/a.png": png()[:40]},
    )
    sheet = drawn(document)
    assert not list(sheet.iter(f"{_SVG}image"))
    assert words(sheet) == "正文"


def test_colours_and_filled_shapes() -> None:
    """Grey, red-green-blue and four inks are one colour each; no filling is none."""

    def shape(colour: str, more: str = 'Fill="true"') -> str:
        return (
            f'<ofd:PathObject ID="9" Boundary="0 0 210 297" {more}>{colour}'
            "<ofd:AbbreviatedData>S 1 1 B 1 2 3 4 5 6 Q 1 2 3 4 C</ofd:AbbreviatedData>"
            "</ofd:PathObject>"
        )

    def filling(value: str) -> str:
        return f'<ofd:FillColor Value="{value}"/>'

    values = ("128", "255 0 0", "0 255 255 0", "1 2")
    page = "".join(shape(filling(value)) for value in values) + shape("", 'Stroke="false"')
    paths = list(drawn(Ofd(pages=[page])).iter(f"{_SVG}path"))
    assert [path.get("fill") for path in paths] == [
        "rgb(128,128,128)", "rgb(255,0,0)", "rgb(255,0,0)", "black", "none",
    ]  # fmt: skip
    assert paths[0].get("d") == "M 1 1 C 1 2 3 4 5 6 Q 1 2 3 4 Z"
    assert paths[-1].get("stroke") == "none"


def test_a_page_without_a_size_is_refused() -> None:
    """Nobody knows how large it is."""
    document = Ofd(pages=[text(20, 20, "正文")])
    whole = document.pieces()["Doc_0/Document.xml"]
    document.parts["Doc_0/Document.xml"] = whole.replace(b"0 0 210 297", b"0 0 0 0")
    with pytest.raises(UnreadableError):
        drawn(document)


def test_a_report_shows_the_pages_of_the_copy(tmp_path: Path) -> None:
    """What is shown is the copy as it was written: six pages, drawn from its bytes."""
    masked = review(decision().bytes(), name="a.ofd").masked
    (tmp_path / "a.ofd").write_bytes(masked.data)
    (one,) = Previews(tmp_path)(replace(FULL, written="a.ofd"))
    assert (one.page, one.pages, one.media_type) == (1, 1, "image/svg+xml")
    said = words(etree.fromstring(one.data))
    assert PERSON_ID not in said
    assert MOBILE not in said
    assert "138" in said
    (tmp_path / "b.ofd").write_bytes(roster(pages=9, people=2).bytes())
    assert len(list(Previews(tmp_path)(replace(FULL, written="b.ofd")))) == 6
