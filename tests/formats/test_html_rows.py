"""Tables that are made of other elements than tables, and words that a tag gives to its text."""

from __future__ import annotations

import time

import pytest

from deident.formats import Limits
from deident.formats.web.html import HtmlHandler
from deident.model import Segment, Source

HOME = "石门县东沟镇柳林巷27号3栋501室"


def _segments(page: str) -> dict[str, Segment]:
    source = Source(name="a.html", data=f'<meta charset="utf-8">{page}'.encode())
    pages = HtmlHandler(Limits()).read(source).pages
    return {one.text: one for page in pages for one in page.segments}


@pytest.mark.parametrize(
    "page",
    [
        f"<div><div>姓名</div><div>住址</div></div><div><div>王建国</div><div>{HOME}</div></div>",
        f"<div><p><i>姓名</i></p><p><b>住址</b></p></div><div><p>王建国</p><p>{HOME}</p></div>",
        f"<ul><li>姓名</li><li>住址</li></ul><ul><li>王建国</li><li>{HOME}</li></ul>",
        f"<ul><li>姓名<li>住址</ul><ul><li>王建国<li>{HOME}</ul>",
        f"<ul><li><span>姓名</span> <span>住址</span></li>"
        f"<li><span>王建国</span> <span>{HOME}</span></li></ul>",
        f"<div><div>姓名</div><div>住址</div><div>王建国</div><div>{HOME}</div></div>",
        f"<div><div>姓名</div><div>住址</div><div>甲乙丙</div><div></div>"
        f"<div>王建国</div><div>{HOME}</div></div>",
        f"<div><div><div>姓名</div><div>住址</div></div></div><div>"
        f"<div><div>甲乙丙</div><div></div></div><div><div>王建国</div><div>{HOME}</div></div>"
        f"</div>",
        f"<dl><dt>姓名</dt><dt>住址</dt></dl><dl><dd>王建国</dd><dd>{HOME}</dd></dl>",
    ],
)
def test_a_row_of_any_elements_has_the_header_of_its_column(page: str) -> None:
    """A style sheet makes the table; the tags say what belongs together."""
    found = _segments(page)
    assert found["王建国"].labels.column == "姓名"
    assert found[HOME].labels.column == "住址"
    assert found[HOME].cell is not None


@pytest.mark.parametrize(
    "page",
    [
        "<ul><li>单位</li><li>电话</li></ul><p>会议强调，要加快项目建设。</p>",
        "<p><b>姓名</b><b>电话</b></p><p><b>1380</b>0001112</p>",
        "<div><div>姓名</div><div>王建国</div></div><div><div>住址</div><div>某处</div></div>",
    ],
)
def test_what_is_no_table_is_none(page: str) -> None:
    """Nothing gets a cell, and what tags tear stays one text."""
    found = _segments(page)
    assert all(one.cell is None for one in found.values())
    assert ("13800001112" in found) is ("0001112" in page)


@pytest.mark.parametrize(
    "page",
    [
        f'<p data-label="住址">{HOME}</p>',
        f'<table><tr><td data-label="住址">{HOME}</td><td>13800001111</td></tr></table>',
        f'<td data-label="姓名">王建国<td data-title="住址">{HOME}',
        f'<div aria-label="住址"><p>{HOME}</p></div>',
        f'<div data-th="住址"><div></div><div><span>{HOME}</span></div></div>',
        f'<div itemprop="住址">{HOME}</div>',
    ],
)
def test_a_tag_may_say_what_its_text_is(page: str) -> None:
    """Pages for telephones show the word before the cell."""
    labels = _segments(page)[HOME].labels
    assert "住址" in (labels.column, labels.row)


def test_the_word_of_a_tag_ends_with_it() -> None:
    """What stands behind it is something else."""
    found = _segments('<div data-label="住址"><p>甲</p></div><div>乙</div>')
    assert found["甲"].labels.row == "住址"
    assert not found["乙"].labels


@pytest.mark.parametrize("page", ["<div><div>姓名</div><div>住址</div>", "<p>姓名</p><p>住址</p>"])
def test_headers_without_end_cost_what_they_weigh(page: str) -> None:
    """A page of nothing but headers, however deep, is read in seconds."""
    begun = time.process_time()
    _segments(page * 3000)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "page", ["银行卡号<section>备注", "联系方式<div>备注</div>", "<p>联系方式<div>备注<div>姓名"]
)
def test_words_in_and_beside_one_element_are_no_table(page: str) -> None:
    """What stands in an element itself is in none of its parts; it was an error once."""
    assert all(one.cell is None for one in _segments(page).values())


@pytest.mark.parametrize(
    "page",
    [
        "金额</li><div><div></div><div></div><div>序号</div></div><div>王小明</div><div>男</div>"
        "家庭住址</div><div>手机号码",
        "</li><li><li>住址<li>金额</p><p><li><li><li>2<li></li>手机号码</li><li>金额",
    ],
)
def test_what_is_in_one_table_heads_no_other(page: str) -> None:
    """Tables of elements that never end lie in one another; it was an error once."""
    assert _segments(page)


@pytest.mark.parametrize(
    "page",
    [
        "<ul><li>姓名</li><li>住址</li></ul>" + "<!-- " * 20_000,
        "<ul><li>姓名</li><li>住址</li></ul>" + "<script " * 20_000,
        "<ul><li>姓名</li><li>住址</li></ul>" + "<style>" * 20_000,
        "<p><b>姓名</b>" + "</i>" * 30_000 + "<b>住址</b></p>",
        "<svg><path transform='" + " " * 60_000 + "'/></svg>",
    ],
)
def test_what_never_ends_is_looked_at_once(page: str) -> None:
    """No mark is looked for again from each of the marks that lack it."""
    begun = time.process_time()
    _segments(page)
    assert time.process_time() - begun < 2


def test_a_header_in_a_table_of_its_own_heads_the_table_below() -> None:
    """A page lets the rows scroll under their header."""
    head = "<table><tr><th>姓名</th><th>住址</th></tr></table>"
    found = _segments(f"{head}<table><tr><td>王建国</td><td>{HOME}</td></tr></table>")
    assert (found["王建国"].labels.column, found[HOME].labels.column) == ("姓名", "住址")
