"""Kinds are told by content; what nobody here reads is refused, never taken for plain text."""

from __future__ import annotations

import pytest

from deident.errors import UnreadableError
from deident.formats.registry import media_type
from deident.model import Source

_MAIL = b"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\nMTM4"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<p>手机<b>138</b>00001234</p>".encode()),
        ("a.txt", "\ufeff <div>手机<b>138</b>00001234</div>".encode()),
        ("a.xml", b"<a/>"),
        ("a.txt", b"<?xml version='1.0'?><a/>"),
        ("a.eml", _MAIL),
        ("a.txt", _MAIL),
        ("a.json", rb'{"phone": "\u0031\u0033800001234"}'),
        ("a.txt", b"%PDF-1.7\n"),
        ("a.txt", b"{\\rtf1 138}"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600)),
    ],
)
def test_what_hides_numbers_from_a_text_reader_is_refused(name: str, content: bytes) -> None:
    """Markup parts a number, an encoding disguises it; plain text would be found clean."""
    with pytest.raises(UnreadableError, match="not read yet"):
        media_type(Source(name=name, data=content))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", "BMI指数与补贴".encode(), "text/plain"),
        ("a.json", '{"电话": "13800001234"}'.encode(), "text/plain"),
        ("a.md", "# 公示\n<b>注</b>".encode(), "text/markdown"),
        ("a.csv", "姓名,电话\n".encode(), "text/csv"),
        ("通知.txt", "主题：公示\n日期：2023年\n".encode(), "text/plain"),
    ],
)
def test_ordinary_text_is_read(name: str, content: bytes, kind: str) -> None:
    """A refusal too many would be a gate that nobody keeps."""
    assert media_type(Source(name=name, data=content)) == kind
