"""Web pages: read as a browser shows them and as it does not, and written back to the byte."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest
from fixtures import web
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.pages import elements, says, unpacked

from deident.api import Deidentifier
from deident.formats import Limits
from deident.formats.web.html import HtmlHandler
from deident.model import Kind, Mask, MaskPlan, Place, Source, Span

if TYPE_CHECKING:
    from deident.model import Document, Segment

HANDLER = HtmlHandler(Limits())
VALUE = "149999190001019999"
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")


def _source(page: str | bytes) -> Source:
    return Source(name="a.html", data=page if isinstance(page, bytes) else page.encode())


def _segments(page: str | bytes) -> list[Segment]:
    return [s for p in HANDLER.read(_source(page)).pages for s in p.segments]


def _texts(page: str) -> list[str]:
    return [segment.text for segment in _segments(page)]


def _document(page: str) -> Document:
    return HANDLER.read(_source(page))


def _masked(page: str, hidden: str, new: str) -> str:
    """Write `new` over the only place where `hidden` stands in a segment."""
    [(segment, at)] = [(s, s.text.index(hidden)) for s in _segments(page) if hidden in s.text]
    mask = Mask(Place(segment.id, Span(at, at + len(hidden))), new)
    return bytes(HANDLER.apply(_source(page), MaskPlan(masks=[mask])).data).decode()


@pytest.mark.parametrize("place", list(web.PLACES))
def test_an_empty_plan_changes_no_byte(place: str) -> None:
    """A page without findings is the page that came in."""
    source = _source(web.PLACES[place](VALUE))
    assert HANDLER.apply(source, MaskPlan()).data == source.data


@pytest.mark.parametrize("place", list(web.PLACES))
def test_another_reader_finds_nothing_of_what_is_masked(place: str) -> None:
    """The standard library's parser, with every writing taken off."""
    page = web.PLACES[place](VALUE)
    encoding = next(
        name for name in ("utf-8", "gb18030", "utf-16") if VALUE not in place and _reads(page, name)
    )
    assert says(page.decode(encoding), VALUE), "the reader must be able to find it"
    masks = [
        Mask(Place(s.id, Span(s.text.index(VALUE), s.text.index(VALUE) + 18)), "14**************99")
        for s in _segments(page)
        if VALUE in s.text
    ]
    masked = bytes(HANDLER.apply(_source(page), MaskPlan(masks=masks)).data)
    assert not says(masked.decode(encoding), VALUE)


def _reads(page: bytes, encoding: str) -> bool:
    try:
        return "\0" not in page.decode(encoding)
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize("place", list(web.SPREAD))
def test_a_number_in_boxes_is_one_number(place: str) -> None:
    """Each character continues the one before it."""
    characters = [s for s in _segments(web.SPREAD[place](VALUE)) if len(s.text) == 1]
    assert "".join(s.text for s in characters) == VALUE
    assert [s.follows for s in characters[1:]] == [s.id for s in characters[:-1]]


def test_tags_stay_where_a_mask_goes_over_them() -> None:
    """Star for digit, each in its own element."""
    page = "<p>电话<b>138</b><i>0000</i>1234。</p>"
    assert _masked(page, "13800001234", "138****1234") == "<p>电话<b>138</b><i>****</i>1234。</p>"


def test_a_shorter_mask_stands_in_the_first_element() -> None:
    """Nothing of the value is left in the others."""
    page = "<p>电话<b>138</b><i>0000</i>1234。</p>"
    assert _masked(page, "13800001234", "***") == "<p>电话<b>***</b><i></i>。</p>"


def test_references_and_what_has_no_width_are_written_over() -> None:
    """The operator gives as many characters as can be seen."""
    page = "<p>&#49;38&shy;0000&#x200b;12&#51;&#x34</p>"
    assert _masked(page, "138\xad0000\u200b1234", "138****1234") == "<p>&#49;38****12&#51;&#x34</p>"


def test_blanks_are_shown_as_a_browser_shows_them() -> None:
    """Runs of blanks are one; hard blanks stay; a block begins and ends with none."""
    page = "<p>\n  甲 \r\n\t乙&nbsp; <b> 丙</b>\n<br>\n 丁 </p><pre> 戊  己\n</pre>"
    assert _texts(page) == ["甲 乙\xa0 丙 \n丁", "戊  己"]


def test_masked_text_cannot_become_markup() -> None:
    """Whatever is written, another reader finds the elements that were there."""
    new = "<b a=\"1\" c='2'>&amp;`"
    page = "<p>甲</p><img alt='乙' title=\"丙\" longdesc=丁丁丁丁丁><script>var a = '戊';</script>"
    for old in ("甲", "乙", "丙", "丁丁丁丁丁"):
        assert elements(_masked(page, old, new)) == [
            part.replace(old, new) for part in elements(page)
        ]
    script = elements(_masked(page, "戊", new))[-2]
    assert json.loads(f'"{script[9:-2]}"') == new


def test_json_stays_json() -> None:
    """A number with stars becomes a string."""
    page = (
        '<script type="application/json">{"tel": 13800001234, "id": "\\u0031499", "n": 1}</script>'
    )
    masked = _masked(page, "13800001234", "138****1234")
    found = re.search("<script[^>]*>(.*?)</script>", masked)
    assert found
    assert json.loads(found[1]) == {"tel": "138****1234", "id": "1499", "n": 1}


def test_keys_label_what_they_name() -> None:
    """In scripts, data attributes and fields."""
    page = (
        '<script>var a = {"身份证号":"12345678", tel: \'87654321\'};</script>'
        "<p>联系电话：<input value=11112222></p><b data-idcard=33334444></b>"
    )
    rows = {s.text: s.labels.row for s in _segments(page)}
    assert rows["12345678"] == "身份证号"
    assert rows["87654321"] == "tel"
    assert rows["11112222"] == "联系电话"
    assert rows["33334444"] == "idcard"


def test_a_table_labels_its_cells() -> None:
    """Also under merged headers, without end tags, with a caption."""
    cells = {s.text: s for s in _segments(web.PLACES["table cell"](VALUE)) if s.cell}
    assert cells[VALUE].kind is Kind.CELL
    assert cells[VALUE].labels.column == "人员/身份证号"
    assert cells[VALUE].labels.caption == "低保对象名单"
    assert cells["李某"].labels.column == "人员/姓名"
    assert cells["李某"].cell
    assert (cells["李某"].cell.row, cells["李某"].cell.column) == (3, 1)


def test_a_short_line_before_a_table_is_its_title() -> None:
    """As officials write it."""
    page = "<p>夏县低保名单</p><table><tr><td>姓名<td>电话<tr><td>张某<td>13800001234</table>"
    [cell] = [s for s in _segments(page) if s.text == "13800001234"]
    assert (cell.labels.column, cell.labels.caption) == ("电话", "夏县低保名单")


def test_a_term_labels_its_definition() -> None:
    """A label in a block of its own."""
    page = "<dl><dt>身份证号</dt><dd>1499</dd></dl><div>住址：</div><div>夏县</div>"
    assert [(s.text, s.labels.row) for s in _segments(page) if s.labels] == [
        ("1499", "身份证号"),
        ("夏县", "住址"),
    ]


def test_a_number_broken_over_two_blocks_goes_on() -> None:
    """Only where both are a whole number."""
    segments = _segments("<div>号码149999190</div><div>001019999。</div><div>2024</div>")
    assert [s.follows for s in segments] == ["", segments[0].id, ""]


def test_comments_are_removed_if_the_policy_says_so() -> None:
    """Conditions and server commands stay, because the page needs them."""
    page = "<p>甲<!-- 乙 -->丙</p><!--[if IE]><p>丁</p><![endif]--><!--#include file='戊'--><!-- 己"
    document = _document(page)
    assert [part.kind for part in document.removables] == ["comments", "comments"]
    [inside] = [s for s in _segments(page) if s.text == "乙"]
    assert inside.removable == document.removables[0].id
    everything = {part.id: True for part in document.removables}
    masks = [Mask(Place(inside.id, Span(0, 1)), "*")]
    plan = MaskPlan(masks=masks, removals=everything)
    assert bytes(HANDLER.apply(_source(page), plan).data).decode() == (
        "<p>甲丙</p><!--[if IE]><p>丁</p><![endif]--><!--#include file='戊'-->"
    )
    kept = bytes(HANDLER.apply(_source(page), MaskPlan(masks=masks)).data).decode()
    assert kept == page.replace("乙", "*")


def test_a_page_of_nothing_but_comments_leaves_an_empty_one() -> None:
    """An empty file is no page, and could not be read again."""
    done = Deidentifier().review("<!-- 联系电话13800001234 -->".encode(), name="a.html")
    assert bytes(done.masked.data) == b"<!---->"
    assert not done.residue


def test_a_comment_does_not_part_a_number() -> None:
    """Nor does its removal."""
    assert "13800001234" in _texts("<p>138<!-- x -->00001234</p>")


def test_what_is_written_into_a_page_goes_through_the_line() -> None:
    """Pictures in attributes, styles and scripts, once for all places where one stands."""
    address = web.carrying(PIXEL, "image/gif")
    page = (
        f"<img src='{address}'><img srcset='{address} 2x, b.png 1x'>"
        f"<p style=\"background:url('{address}') no-repeat\"></p><script>var a='{address}'</script>"
        f"<style>p{{background:url({address})}}</style><p>完</p>"
    )
    [embedded] = _document(page).embedded
    assert embedded.source.data == PIXEL
    assert not [s for s in _segments(page) if "R0lG" in s.text]
    new = Source(name="x", data=b"GIF89a masked")
    plan = MaskPlan(replacements={embedded.id: new})
    written = bytes(HANDLER.apply(_source(page), plan).data).decode()
    found = re.findall(r"data:image/gif;base64,[^'\" )]+", written)
    assert [unpacked(one) for one in found] == [new.data] * 5
    assert re.sub(r"base64,[^'\" )]+", "", written) == re.sub(r"base64,[^'\" )]+", "", page)


def test_a_drawing_in_percent_signs_is_written_back_whole() -> None:
    """Style sheets carry icons so."""
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><text>1</text></svg>"
    page = f'<img src="data:image/svg+xml;charset=utf-8,{drawing.replace("<", "%3C")}">'
    [embedded] = _document(page).embedded
    assert embedded.source.data == drawing.encode()
    assert embedded.source.media_type == "image/svg+xml"
    plan = MaskPlan(replacements={embedded.id: Source(name="x", data=b"<svg/>")})
    written = bytes(HANDLER.apply(_source(page), plan).data).decode()
    assert written == '<img src="data:image/svg+xml;charset=utf-8;base64,PHN2Zy8+">'


@pytest.mark.parametrize("head", ["OTTO", "wOFF", "true"])
@pytest.mark.parametrize("kind", ["text/plain", "font/woff2"])
def test_words_that_begin_like_a_font_are_read(head: str, kind: str) -> None:
    """Nobody reads a font; these are words, whatever they are said to be."""
    document = _document(f"<a href='data:{kind},{head} {VALUE}'>甲</a>")
    assert [bytes(one.source.data) for one in document.embedded] == [f"{head} {VALUE}".encode()]


def test_a_font_is_no_document() -> None:
    """It holds shapes of characters."""
    page = f"<style>@font-face{{src:url({web.carrying(b'wOF2' + bytes(9), 'font/woff2')})}}</style>"
    assert not tuple(_document(page).embedded)


def test_a_damaged_picture_is_unread() -> None:
    """Never an empty one."""
    document = _document("<img src='data:image/png;base64,AAAAA'>")
    assert [part.code for part in document.unread] == ["PICTURE_IN_TEXT"]


def test_a_number_may_be_drawn() -> None:
    """Eleven strokes may be a telephone number; an icon has fewer, a definition is not shown."""
    drawn = "<svg>" + "<path d='M0 0L1 1'/>" * 11 + "</svg>"
    assert [part.code for part in _document(drawn).unread] == ["DRAWN_CONTENT"]
    icons = ("<svg><path d='M0 0L1 1z'/></svg>" * 30) + drawn.replace("<path", "<defs><path", 1)
    assert not _document(icons.replace("</svg>", "</defs></svg>")).unread


def test_a_tag_that_never_ends_is_reported() -> None:
    """Browsers throw the rest away, other readers do not."""
    document = _document("<p>公示</p><p title='149999190001019999")
    assert [part.code for part in document.unread] == ["UNCLOSED_TAG"]


def test_settings_are_not_read_as_texts() -> None:
    """Measures, colours, fonts and coordinates are nobody's."""
    page = (
        "<p class=MsoNormal style='font-family:仿宋_GB2312;font-size:16.0000pt;color:#123456'>"
        "甲</p><svg viewBox='0 0 1024 1024'><path d='M512 64C264.6 64 64 264.6 64 512'/></svg>"
        "<script>function a(b){return b ? 1 : 'px';}</script><style>p{margin:0 0 10px}</style>"
    )
    assert _texts(page) == ["甲"]


def test_a_wrong_charset_is_not_believed() -> None:
    """The bytes decide."""
    for written, declared in (("utf-8", "gb2312"), ("gb18030", "utf-8"), ("utf-8", "utf-16")):
        page = f"<meta charset={declared}><p>公民身份号码为空，请核对后再报送。</p>"
        assert "公民身份号码为空，请核对后再报送。" in _segments(page.encode(written))[0].text


_NUMBERS = st.integers(10**10, 10**11 - 1).map(str)
_FRAMES = st.sampled_from(
    [
        "{}", "<p>{}</p>", "<b>{}", "</p>{}", "<br>{}", "<!-- {} -->", "<!--{}",
        "<a href='{}'>", '<a title="{}">', "<a b={}>", "<{}", "<x{}>", "</{}>", "<!{}>",
        "<?{}?>", "<td>{}", "<table>", "<tr>", "</table>{}", "<script>{}</script>",
        "<script>'{}", "<style>{}</style>", "<title>{}", "<textarea>{}</textarea>",
        "<svg><path d='{}'/>", "<![CDATA[{}]]>", "<xmp>{}</xmp>", "&{};", "<p hidden>{}",
        "<p style='{}'>", '<p style="display:none">{}</p>', "<iframe srcdoc='<p>{}'>",
        '<a onclick="f(\'{}\')">', "<a href='javascript:f({})'>", '<a b=\'["{}"]\'>',
        "<a b='%7B{}'>", "</{}", "<a {}", "<a b='{}", "<pre>{}</pre>", "<template>{}", "<rt>{}",
        "\\u{}", "'{}", '"{}', "<noframes>{}</noframes>", "<input value='{}'>", "<option>{}",
        "<!--[if x]>{}<![endif]-->", "<a\n{}=1>", "<img src='data:text/plain,{}'>",
        "<img src=data:x/y;base64,{}>", "<plaintext>{}",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.tuples(_FRAMES, _NUMBERS), min_size=1, max_size=6))
def test_no_number_is_missed_whatever_the_markup(pieces: list[tuple[str, str]]) -> None:
    """What is read and masked stands nowhere; what is not read is reported or goes on by itself."""
    page = "".join(frame.replace("{}", number) for frame, number in pieces)
    source = _source(page)
    document = HANDLER.read(source)
    segments = [s for p in document.pages for s in p.segments]
    masks = [Mask(Place(s.id, Span(0, len(s.text))), "*" * len(s.text)) for s in segments]
    embedded = tuple(document.embedded)
    replacements = {part.id: Source(name="x", data=b"*") for part in embedded}
    plan = MaskPlan(masks=masks, replacements=replacements)
    masked = bytes(HANDLER.apply(source, plan).data).decode()
    if not tuple(document.unread):
        assert not [number for frame, number in pieces if "{}" in frame and number in masked]
    assert HANDLER.apply(source, MaskPlan()).data == source.data


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("<>/!?-='\"&;#x1 a甲\n\\[]{}:%"), max_size=60))
def test_no_markup_stops_the_reader(text: str) -> None:
    """Every character sequence is some page."""
    if not text:
        return
    source = _source(text)
    segments = [s for p in HANDLER.read(source).pages for s in p.segments]
    masks = [Mask(Place(s.id, Span(0, len(s.text))), s.text) for s in segments]
    assert HANDLER.apply(source, MaskPlan(masks=masks)).data == source.data, "nothing differs"


HOSTILE = {
    "signs": "<" * 400_000,
    "unclosed tags": "<a " * 150_000,
    "deep": "<div>" * 100_000,
    "deep tables": "<table><tr><td>" * 30_000,
    "open quotes": "<a b='x\" " * 50_000,
    "open comments": "<!--" * 100_000,
    "open titles": "<title>" * 60_000,
    "ampersands": "&#" * 200_000,
    "one long reference": "&#" + "9" * 400_000,
    "open strings": "<script>" + "\\`" * 200_000,
    "hyphens in a style": "<style>" + "a-" * 200_000,
    "spans": "<table>" + "<tr><td colspan=1000 rowspan=1000>x" * 10_000,
    "addresses": "<img src='x " + "data:a/b,x " * 40_000 + "'>",
    "frames": "<iframe srcdoc='" + "<iframe srcdoc=&quot;" * 20_000 + "'>",
    "zeros": "<p style='font-size:" + "0" * 400_000 + "x'>",
    "a word without end": "1" * 400_000,
}
_SECONDS = 15


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_pages_take_time_by_their_length(name: str) -> None:
    """Each takes under a second; what is quadratic takes minutes."""
    before = time.process_time()
    _segments(HOSTILE[name])
    assert time.process_time() - before < _SECONDS


def test_a_hidden_row_is_a_row() -> None:
    """Its cells have the labels of the others."""
    page = (
        "<table><tr><td>姓名<td>身份证号<tr><td>张某<td>1499<tr hidden><td>李某<td>1401"
        "<tr><td>王某<td>1301</table>"
    )
    cells = [(s.text, s.kind, s.labels.column) for s in _segments(page)][-4:]
    assert cells == [
        ("李某", Kind.HIDDEN, "姓名"),
        ("1401", Kind.HIDDEN, "身份证号"),
        ("王某", Kind.CELL, "姓名"),
        ("1301", Kind.CELL, "身份证号"),
    ]


def test_what_is_hidden_in_a_number_is_no_part_of_it() -> None:
    """A decoy; but digits that only together are a whole number belong together."""
    assert _texts("<p>138<i style='display:none'>甲乙</i>00001234</p>") == ["13800001234", "甲乙"]
    assert _texts("<p>138<i hidden>0000</i>1234</p>") == ["13800001234"]


def test_a_word_labels_one_value_behind_it_and_no_row() -> None:
    """A row of a list is not the account whose name ended the paragraph before it."""
    row = "1 王建国 149999199003071236 13800000001"
    page = f"<p>请核对各户银行账号</p><p>{row}</p><div>银行账号</div><div>6013866774142331234</div>"
    review = Deidentifier().review(page.encode(), name="a.html")
    text = bytes(review.masked.data).decode()
    assert "14*************236 138****0001" in text
    assert "***************1234" in text
