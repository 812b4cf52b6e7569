"""One number written in every way that a program, or somebody with intent, writes it on a page."""

from __future__ import annotations

import io
import re
import zipfile
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from fixtures import ofd_documents, ofds
from tests.formats.test_ofd import leaks, reviewed

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUE = ofd_documents.PERSON_ID
HIDDEN = 13
"""What the mask hides of a resident number: all but the first two and the last three."""
_PAGE = "Doc_0/Pages/Page_0/Content.xml"


def _object(code: str, box: str = "20 80 100 6", more: str = "") -> str:
    return (
        f'<ofd:TextObject ID="9" Boundary="{box}" Font="3" Size="4" {more}>{code}</ofd:TextObject>'
    )


def _code(text: str, more: str = 'X="0" Y="4"') -> str:
    return f"<ofd:TextCode {more}>{text}</ofd:TextCode>"


def _each(box: str, more: str) -> str:
    """Write every character as an object that leans; the box says where, by its number."""
    return "".join(
        _object(_code(char), " ".join(f"{_at(at, word):g}" for word in box.split()), more)
        for at, char in enumerate(VALUE)
    )


def _at(at: int, word: str) -> float:
    """Return start+step for the character at a place, or a plain number."""
    start, _, step = word.partition("+")
    return float(start) + at * float(step or 0)


TRICKS: Mapping[str, str] = MappingProxyType(
    {
        "character references": _object(_code("".join(f"&#x{ord(char):x};" for char in VALUE))),
        "a literal section": _object(_code(f"<![CDATA[{VALUE}]]>")),
        "full-width digits": ofds.text(20, 60, "号" + "".join(chr(ord(c) + 0xFEE0) for c in VALUE)),
        "every other digit in one object": (
            _object(_code(VALUE[::2], 'X="0" Y="4" DeltaX="g 8 4"'))
            + _object(_code(VALUE[1::2], 'X="0" Y="4" DeltaX="g 8 4"'), "22 80 100 6")
        ),
        "written from right to left": _object(_code(VALUE[::-1], 'X="80" Y="4" DeltaX="g 17 -2"')),
        "a clip": (
            '<ofd:PathObject ID="4" Boundary="0 0 50 50"><ofd:Clips><ofd:Clip><ofd:Area>'
            f"{ofds.text(5, 10, VALUE)}</ofd:Area></ofd:Clip></ofd:Clips></ofd:PathObject>"
        ),
        "two sizes": (
            ofds.text(20, 60, VALUE[:6])
            + ofds.text(32, 60, VALUE[6:14], 5.2)
            + ofds.text(52.8, 60, VALUE[14:])
        ),
        "downwards one by one": "".join(
            ofds.text(20, 40 + 4.2 * at, char) for at, char in enumerate(VALUE)
        ),
        "leaning": _each("20+1.96 60+0.34 10 10", 'CTM="0.98 0.17 -0.17 0.98 0 0"'),
        "turned one by one": _each("100 60+2 10 10", 'CTM="0 1 -1 0 4 0"'),
        "with blanks": ofds.text(20, 60, " ".join(VALUE)),
        "far apart": ofds.apart(20, 60, VALUE, 4, 9),
        "a box each": (
            ofds.rules([20 + 8.0 * at for at in range(19)], [55, 63])
            + ofds.apart(23, 61, VALUE, 4, 8)
        ),
        "two lines of a cell": (
            ofds.rules([20, 40, 80], [50, 70, 90])
            + ofds.text(42, 58, VALUE[:10])
            + ofds.text(42, 66, VALUE[10:])
            + ofds.text(21, 60, "身份证号", 3.5)
            + ofds.text(21, 80, "村组")
            + ofds.text(42, 80, "东街")
        ),
    }
)


@pytest.mark.parametrize("trick", TRICKS)
def test_no_way_of_writing_keeps_a_number(trick: str) -> None:
    """No more of its digits are left on the page than the mask lets stand."""
    result = reviewed(ofds.Ofd(pages=[TRICKS[trick]]))
    data = bytes(result.masked.data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read(_PAGE).decode()
    said = "".join(re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", page))
    assert leaks(data, VALUE) == []
    hidden = said.count("*") + said.count("＊")
    # In a table the name beside it goes too.
    assert hidden >= HIDDEN
    shown = re.findall("[0-9０-９]", said)  # noqa: RUF001 full-width is one of the tricks
    assert len(shown) == len(VALUE) - HIDDEN


@pytest.mark.parametrize(
    "part",
    [
        f"<ofd:N{VALUE}/>",
        f'<ofd:Odd n{VALUE}="1"/>',
        f'<ofd:Odd xmlns:x="http://a.invalid/{VALUE}"/>',
    ],
    ids=["element", "attribute", "namespace"],
)
def test_a_name_of_the_xml_that_tells_keeps_the_gate_shut(part: str) -> None:
    """No mask can be written there."""
    result = reviewed(ofds.Ofd(pages=[ofds.text(20, 60, "正文")], document=part))
    assert "UNKNOWN_PART" in [one.code for one in result.unread]


def test_a_character_drawn_as_a_row_of_glyphs_is_doubted() -> None:
    """One character is not eighteen glyphs."""
    drawn = ofds.glyphs(len(VALUE)).replace(f'CodeCount="{len(VALUE)}"', 'CodeCount="1"')
    result = reviewed(ofds.Ofd(pages=[ofds.text(20, 60, "公", inner=drawn)]))
    assert [one.code for one in result.unread] == ["GLYPHS_DIFFER"]


def test_a_font_whose_names_tell_keeps_the_gate_shut() -> None:
    """Its letters say nothing, its names may."""
    fonts = '<ofd:Fonts><ofd:Font ID="3" FontName="宋体"><ofd:FontFile>f.ttf</ofd:FontFile>'
    ofd = ofds.Ofd(
        pages=[ofds.text(20, 60, "正文")],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        parts={
            "Doc_0/DocumentRes.xml": ofds.resources(more=f"{fonts}</ofd:Font></ofd:Fonts>"),
            "Doc_0/Res/f.ttf": b"\0\1\0\0" + VALUE.encode("utf-16-be"),
        },
    )
    assert "UNKNOWN_PART" in [one.code for one in reviewed(ofd).unread]
