"""What scripts and style sheets compute out of literals, and text that is turned round."""

from __future__ import annotations

import base64
from itertools import pairwise

import pytest
from fixtures import web_computed

from deident.api import Deidentifier
from deident.formats import Limits
from deident.formats.web.computed import computed
from deident.formats.web.html import HtmlHandler
from deident.model import Document, Mask, MaskPlan, Place, Segment, Source, Span

HANDLER = HtmlHandler(Limits())
VALUE = "149999190001019999"
STARS = "1499**********9999"


def _source(page: str | bytes) -> Source:
    return Source(name="a.html", data=page if isinstance(page, bytes) else page.encode())


def _document(page: str | bytes) -> Document:
    return HANDLER.read(_source(page))


def _segments(page: str | bytes) -> list[Segment]:
    return [segment for part in _document(page).pages for segment in part.segments]


def _texts(page: str | bytes) -> list[str]:
    return [segment.text for segment in _segments(page)]


def _masked(page: str | bytes, hidden: str = VALUE, new: str = STARS) -> str:
    [(segment, at)] = [(s, s.text.index(hidden)) for s in _segments(page) if hidden in s.text]
    mask = Mask(Place(segment.id, Span(at, at + len(hidden))), new)
    return bytes(HANDLER.apply(_source(page), MaskPlan(masks=[mask])).data).decode()


@pytest.mark.parametrize("place", list(web_computed.PLACES))
def test_what_is_computed_is_read_masked_and_read_again(place: str) -> None:
    """The copy shows the mask where the page showed the value."""
    copy = _masked(web_computed.PLACES[place](VALUE))
    assert any(STARS in text for text in _texts(copy))
    assert not any(VALUE in text or VALUE[::-1] in text for text in _texts(copy))


def test_a_mask_is_written_as_the_value_was() -> None:
    """Whatever reads the argument still can."""
    page = '<script>x=String.fromCharCode(49, 53, 50, 0x37, 49)+atob("5byg5LiJMTIzNDU2Nzg=")'
    assert "fromCharCode(42,42,50,55,49)" in _masked(page, "15", "**")
    named = base64.b64encode("张*12345678".encode()).decode()
    assert f'atob("{named}")' in _masked(page, "三", "*")


def test_a_key_labels_what_is_computed() -> None:
    """The name that a script gives a value says what it is."""
    page = "<script>var idCard = window.atob('MTQ5OTk5MTkwMDAxMDE5OTk5');"
    assert [s.labels.row for s in _segments(page)] == ["idCard"]


def test_a_page_in_base64_goes_through_the_line() -> None:
    """Tags divide its text, so it is no text but a page."""
    inner = base64.b64encode("<p>电话138<b>0000</b>1234</p>".encode()).decode()
    page = (
        f"<p>公示</p><script>document.write(decodeURIComponent(escape(atob('{inner}'))))</script>"
    )
    done = Deidentifier().review(page.encode(), name="a.html")
    copy = bytes(done.masked.data).decode()
    letters = copy.partition("atob('")[2].partition("'")[0]
    assert base64.b64decode(letters).decode() == "<p>电话138<b>****</b>1234</p>"


@pytest.mark.parametrize(
    "script",
    [
        'var hm=document.createElement("script");hm.src="https://hm.example.cn/hm.js?0123456789abcd";',
        "var t=String.fromCharCode(c&63|128), u=atob(window.name), n=[12,4,255,16,0,77];",
        'var k="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";b64(k)',
        'h="<a href=\'"+u+"\'";h+=" class=b>";["<li>","</li>"].join("");',
        'x.split("").reverse().join("");',
        "if (a<b && c>d) { e.innerHTML = '<div' + f + '>' }",
        "x = `<li class=${'a'}>${n}</li>${1}`; setTimeout('show(1)', 500); eval('(' + s + ')');",
    ],
)
def test_ordinary_scripts_raise_no_questions(script: str) -> None:
    """What counts visits and opens menus computes text out of nothing that is known."""
    done = Deidentifier().review(
        f"<p>公示</p><script>{script}</script>".encode(), name="a.html", disclosure="主动公开"
    )
    assert not done.unread
    assert not done.questions


def test_what_is_locked_with_a_password_is_unread() -> None:
    """The letters say by their beginning that they are no words."""
    page = f"<script>show(CryptoJS.AES.decrypt('U2FsdGVkX1+{'Ab0/' * 20}', key))</script>"
    assert [part.code for part in _document(page).unread] == ["COMPUTED_TEXT"]


@pytest.mark.parametrize(
    "page",
    [
        "<p dir=rtl>123456789012</p>",
        "<bdo dir=ltr>123456789012</bdo>",
        "<span style='direction:rtl'>123456789012</span>",
        "<p><bdo dir=rtl>1</p><p>123456789012</p>",
        "<ul><li style='direction:rtl;unicode-bidi:bidi-override'>1<li>123456789012</ul>",
        "<p class=r>1<style>.r{unicode-bidi:bidi-override;direction:rtl}</style><p>123456789012",
        "<style>.r{unicode-bidi:isolate;direction:rtl}</style><p class=r>123456789012",
    ],
)
def test_digits_that_are_not_turned_stay(page: str) -> None:
    """Only an override turns digits, and only in its element."""
    assert "123456789012" in _texts(page)


def test_lines_are_turned_one_by_one() -> None:
    """What stands above stays above."""
    assert "123\n456" in _texts("<p><bdo dir=rtl>321<br>654</bdo></p>")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>A<span {}><b>34</b><b>12</b><i>0</i></span>B", ["A01234B"]),
        ("<div {}><div>56</div><div>34</div><p>12</div>7", ["12", "34", "56", "7"]),
        ("<div {}><span>4</span> <span>3</span><span>2<b>x</b></span></div>", ["2x34"]),
        ("<div {}><p>5</p><div><p>3<p>4</div><p>1<p>2</div>", ["2", "1", "3", "4", "5"]),
        ("<ul {}><li>3<li>2<ul><li>a<li>b</ul><li>1</ul>4", ["1", "2", "a", "b", "3", "4"]),
        ("<div {}>9<i>8</i></b>7</div>", ["789"]),
        ("<div {}><p>3<p>2", ["3", "2"]),
    ],
)
def test_parts_are_read_in_the_order_in_which_they_are_shown(page: str, shown: list[str]) -> None:
    """As Chromium shows them; what never ends stays as it stands."""
    style = "style=display:flex;flex-direction:row-reverse"
    assert [text for text in _texts(page.format(style)) if "flex" not in text] == shown


def test_nothing_overlaps() -> None:
    """Lists in lists and calls in calls are one thing."""
    made = computed("atob(String.fromCharCode(49,50,51,52,53,54));x=[[49,50,51,52,53,54]].join('')")
    assert [one.start for one in made] == sorted(one.start for one in made)
    assert all(one.end <= other.start for one, other in pairwise(made))
