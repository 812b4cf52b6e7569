"""Numbers that programs made for themselves: nobody is asked, and no link breaks."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims

from deident.model import Cell, Labels, Locator, Segment

_UNEXPLAINED = Claims("UNEXPLAINED_NUMBER")


def _segment(text: str, part: str = "", row: str = "", *, cell: bool = False) -> Segment:
    place = Cell(table=0, row=1, column=0) if cell else None
    return Segment(
        id="s", text=text, locator=Locator(part=part), labels=Labels(row=row), cell=place
    )


@pytest.mark.parametrize(
    "text",
    [
        "/css/main.css?v=1709600000123",
        "/upload/2026/1713577815342.jpg",
        "/art/2026/3/5/art_1228978_59012345678.html",
        "../files/20260305/17135778153421234.pdf",
        "upload/2026/17135778153421234.jpg",
        "//cdn.example.gov.cn/a/59012345678/b.js?_=1709600000123",
        "见http://www.example.gov.cn/art/2026/3/5/art_1228978_59012345678.html",
        "url(/images/59012345678.png)",
        "照片1713577815342.jpg",
        "load.js?t=1709600000123",
        "var t=1709600000123;",
        "11149999MB1234567X4140100001001",
    ],
)
def test_what_a_program_made_needs_no_question(text: str) -> None:
    """Addresses, moments and the codes of services."""
    assert _UNEXPLAINED.found(text) == []


@pytest.mark.parametrize(
    "segment",
    [
        _segment("1709600000123", "script", "t"),
        _segment("c1713577815342", "attribute"),
        _segment("1713577815342", "attribute", "time"),
        _segment("art_1228978_59012345678.html", "attribute"),
        _segment("1772675400123", row="createTime"),
        _segment("1772675400123", row="a"),
        _segment("1772675400123", row="更新时间", cell=True),
    ],
)
def test_a_moment_is_known_by_what_it_stands_under(segment: Segment) -> None:
    """A key of a record, an attribute, a script."""
    assert _UNEXPLAINED.in_segments(segment) == []


@pytest.mark.parametrize(
    "segment",
    [
        _segment("见附表1713577815342所列"),
        _segment("1713577815342", row="备注", cell=True),
        _segment("1713577815342", row="accountNo"),
        _segment("9713577815342", row="createTime"),
        _segment("/query?account=1713577815342", "attribute"),
        _segment("/user/idcard/14999919900307123", "attribute"),
        _segment("办理人/1499991990030712/王某"),
        _segment("1499991990030712.jpg"),
        _segment("http://a.gov.cn/q?x=149999199903071235"),
        _segment("/upload/14999919990307123X.jpg"),
        _segment("/upload/1499991999030712351.jpg"),
        _segment("image/62220212345678901.jpg"),
        _segment("附件：20140507149999199903071235.docx"),
    ],
)
def test_what_may_be_somebodys_is_asked_about(segment: Segment) -> None:
    """In a text, under another word, behind a key for accounts."""
    assert len(_UNEXPLAINED.in_segments(segment)) == 1


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("CN_MOBILE", "/list?u=13800001111", "13800001111"),
        ("CN_RESIDENT_ID", "/file/149999199003071236.jpg", "149999199003071236"),
    ],
)
def test_a_personal_number_is_found_in_an_address(kind: str, text: str, value: str) -> None:
    """Its own rule claims it first."""
    assert Claims(kind).found(text) == [value]
