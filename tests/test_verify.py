"""The proof searches the bytes, whatever way a value is written in them."""

from __future__ import annotations

import base64

import pytest

from deident.formats import Limits
from deident.formats.registry import handler_for
from deident.model import Evidence, Finding, Place, Source, Span, Tier
from deident.verify import _still_there, verify

VALUE = "13800001234"
KNOWN = Finding(
    places=(Place("a", Span(0, 11)),), entity_type="CN_MOBILE", score=1.0, recognizer="x",
    evidence=Evidence(Tier.LABEL),
)  # fmt: skip


def left(name: str, data: bytes) -> list[str]:
    """Verify a copy in which no recognizer finds anything: a saboteur."""
    source = Source(name=name, data=data)
    handler = handler_for(source, Limits())
    residue = verify(source, handler, lambda _: (), {VALUE: KNOWN}, Limits())
    return [reason.code for reason in residue.reasons]


def mail(body: bytes, encoding: str) -> bytes:
    """Make a message whose text travels encoded."""
    head = f"From: a@example.com\nMIME-Version: 1.0\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + body


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "电话13800001234".encode()),
        ("a.txt", "电话13800001234".encode("utf-16")),
        ("a.txt", "电话 138-0000 1234".encode("gb18030")),
        ("a.html", b"<p>138<b>0000</b>1234</p>"),
        ("a.html", b"<p>138&#48;&#x30;001234</p>"),
        ("a.html", b'<a href="?q=%31%33%38%30%30%30%30%31%32%33%34">x</a>'),
        ("a.json", rb'{"a": "\u00313800001234"}'),
        ("a.eml", mail(base64.b64encode("电话13800001234".encode()), "base64")),
        ("a.eml", mail(b"=31=33800001234", "quoted-printable")),
    ],
)
def test_a_value_left_in_any_writing_is_found(name: str, data: bytes) -> None:
    """Though nobody recognized it."""
    assert left(name, data) == ["VALUE_LEFT"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
@pytest.mark.parametrize("before", [b"", "东街九号的家里".encode() * 40])
def test_a_value_in_another_encoding_is_found_beside_utf8(encoding: str, before: bytes) -> None:
    """One piece of another encoding, and the whole is read in every way."""
    data = before + "安卜安".encode(encoding) + "东街九号的家里".encode() * 40
    assert _still_there([data], {"安卜安": KNOWN}, ()) == {"安卜安"}


def test_a_clean_copy_is_clean() -> None:
    """The masked form is no trace."""
    assert left("a.txt", "电话138****1234".encode()) == []
