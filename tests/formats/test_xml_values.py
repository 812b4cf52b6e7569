"""XML: the same tree with masked texts; checked by lxml."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.structured.xml_values import XmlHandler
from deident.model import Cell, Mask, MaskPlan, Place, Segment, Source, Span

HANDLER = XmlHandler(Limits())
DIGITS = str.maketrans("0123456789", "*" * 10)


def source(text: str | bytes) -> Source:
    """Name some XML."""
    raw = text if isinstance(text, bytes) else text.encode()
    return Source(name="a.xml", data=raw, media_type="application/xml")


def segments(text: str | bytes) -> list[Segment]:
    """Read all segments."""
    return [segment for page in HANDLER.read(source(text)).pages for segment in page.segments]


def values(text: str) -> dict[str, Segment]:
    """Find segments by their text."""
    return {segment.text: segment for segment in segments(text)}


def masked(text: str | bytes) -> bytes:
    """Write a star over every digit."""
    masks = [
        Mask(Place(segment.id, Span(0, len(segment.text))), segment.text.translate(DIGITS))
        for segment in segments(text)
    ]
    return bytes(HANDLER.apply(source(text), MaskPlan(masks=iter(masks))).data)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    """Make a tree of elements with texts, tails, attributes, comments and instructions."""
    words = st.text(st.sampled_from("甲1 2\"'>]-?\n"), max_size=6)
    node = etree.Element(draw(st.sampled_from(["a", "name", "row"])))
    node.text = draw(words)
    if draw(st.booleans()):
        node.set("x", draw(words))
    for _ in range(draw(st.integers(0, depth))):
        kind = draw(st.sampled_from(["element", "element", "comment", "instruction"]))
        if kind == "comment":
            child = etree.Comment(draw(words).replace("-", "") + "x")
        elif kind == "instruction":
            child = etree.PI("note", draw(words).replace("?", "").strip() + "x")
        else:
            child = draw(elements(depth - 1))
        child.tail = draw(words)
        node.append(child)
    return node


def starred(root: etree._Element) -> bytes:
    """Do with a parsed tree what the masks do with its source."""
    for node in root.iter():
        if node.text is not None:
            node.text = node.text.translate(DIGITS)
        if node.tail is not None:
            node.tail = node.tail.translate(DIGITS)
        for name, value in node.attrib.items() if isinstance(node.tag, str) else ():
            node.set(name, value.translate(DIGITS))
    written: bytes = etree.tostring(root, method="c14n")
    return written


@settings(max_examples=200, deadline=None)
@given(root=elements(), pretty=st.booleans())
def test_masks_change_words_and_nothing_else(root: etree._Element, pretty: bool) -> None:
    """The output is the same tree with stars in it."""
    raw = etree.tostring(root, encoding="UTF-8", xml_declaration=pretty, pretty_print=pretty)
    again = etree.fromstring(masked(raw))
    assert etree.tostring(again, method="c14n") == starred(etree.fromstring(raw))


def test_words_are_joined_across_markup() -> None:
    """An element with words of its own is one text, whatever stands in it."""
    assert "电话138 0000" in values(
        "<a><p>电话<b>13<!-- x -->8</b> <![CDATA[0]]>000</p><q>x</q></a>"
    )


def test_elements_that_repeat_are_rows() -> None:
    """The names of what stands in them head the columns."""
    found = values("<l><p><n>甲</n><t>1</t></p><p><n>乙</n></p></l>")
    assert found["乙"].labels.column == "n"
    assert found["乙"].cell == Cell(table=1, row=1, column=0)


def test_an_attribute_may_say_what_the_value_is() -> None:
    """As forms and maps are exported."""
    found = values('<f><i name="身份证号" value="甲"/><i name="电话">乙</i></f>')
    assert found["甲"].labels.column == "value/身份证号"
    assert found["乙"].labels.row == "i/电话"


def test_a_page_in_a_text_goes_through_the_line() -> None:
    """In CDATA or with references; and comes back written as it was."""
    text = "<a><b><![CDATA[<p>1</p>]]></b><c>&lt;p&gt;1&lt;/p&gt;</c></a>"
    found = list(HANDLER.read(source(text)).embedded)
    assert [one.source.media_type for one in found] == ["text/html", "text/html"]
    new = Source(name="", data="\ufeff<p>&</p>".encode())
    plan = MaskPlan(replacements=dict.fromkeys((one.id for one in found), new))
    root = etree.fromstring(bytes(HANDLER.apply(source(text), plan).data))
    assert [child.text for child in root] == ["<p>&</p>", "<p>&</p>"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<!DOCTYPE a><a/>", "DOCTYPE"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE"),
        ("<a>&nbsp;</a>", "MALFORMED"),
        ("<a" + " x='1'" * 3, "MALFORMED"),
    ],
)
def test_what_is_refused_has_its_reason(text: str, reason: str) -> None:
    """Nothing is fetched and nothing expands."""
    with pytest.raises(UnreadableError) as refused:
        segments(text)
    assert refused.value.reason == reason


def test_a_telling_name_of_an_element_is_said() -> None:
    """It cannot be masked without breaking the structure."""
    document = HANDLER.read(source("<a><p13800000001/></a>"))
    list(document.pages)
    assert [part.code for part in document.unread] == ["PART_NAME"]


def test_a_long_list_does_not_wait_for_its_end() -> None:
    """Ten thousand leaves under one root."""
    found = segments("<r>" + "<i>甲1</i>" * 10_000 + "</r>")
    assert len(found) == 10_000
