"""Kinds are told by content; what disguises its characters is never taken for plain text."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zipfile

import pytest

from deident.errors import UnreadableError
from deident.formats import Limits, kinds
from deident.formats.kinds import misnamed
from deident.formats.registry import handler_for, media_type
from deident.model import Source

_MAIL = b"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\nMTM4"


def _zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def _tarred() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.html", "<p>手机<b>138</b>00001234</p>".encode(), kinds.HTML),
        ("a.txt", "\ufeff <div>手机<b>138</b>00001234</div>".encode(), kinds.HTML),
        ("名单.xls", "<html><table><tr><td>电话".encode("utf-16"), kinds.HTML),
        ("a.xml", b"<a/>", kinds.XML),
        ("a.txt", b"<?xml version='1.0'?><a/>", kinds.XML),
        ("a.svg", b"<?xml version='1.0'?>\n<svg/>", kinds.SVG),
        ("a.eml", _MAIL, kinds.MAIL),
        ("a.txt", _MAIL, kinds.MAIL),
        ("a.json", rb'{"phone": "\u0031\u0033800001234"}', kinds.JSON),
        ("a.txt", b'[{"a": 1}]', kinds.JSON),
        ("a.yaml", b"a: 1\n", kinds.YAML),
        ("a.jsonl", b'{"a": 1}\n{"a": 2}\n', kinds.JSON_LINES),
        ("a.txt", b"%PDF-1.7\n", kinds.PDF),
        ("a.pdf", b"junk before\n%PDF-1.7\n%%EOF", kinds.PDF),
        ("a.doc", b"{\\rtf1 138}", kinds.RTF),
        ("a.docx", _zipped("[Content_Types].xml", "word/document.xml"), kinds.DOCX),
        ("a.zip", _zipped("word/document.xml"), kinds.ZIP),
        ("a.zip", _zipped("OFD.xml"), kinds.OFD),
        ("a", b"7z\xbc\xaf\x27\x1c....", kinds.SEVEN),
        ("a", _tarred(), kinds.TAR),
        ("a.txt", "BMI指数与补贴".encode(), kinds.PLAIN),
        ("a.txt", "{附件}[1]".encode(), kinds.PLAIN),
        ("a.txt", "转换器写出的文件以 %PDF-1.7 开头".encode(), kinds.PLAIN),
        ("a.md", "# 公示\n<b>注</b>".encode(), kinds.MARKDOWN),
        ("a.csv", "姓名,电话\n".encode(), kinds.DELIMITED),
        ("通知.txt", "主题：公示\n日期：2023年\n".encode(), kinds.PLAIN),
    ],
)
def test_kinds_are_told_by_content(name: str, content: bytes, kind: str) -> None:
    """Markup parts a number, an encoding disguises it; plain text would be found clean."""
    source = Source(name=name, data=content)
    assert media_type(source) == kind
    handler = handler_for(source, Limits())
    assert handler.media_types & {kind, "*"} or kind.startswith("image/")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "TRUNCATED"),
        (b"PK\x03\x04" + bytes(30), "TRUNCATED"),
        (b"%TSD-Header-###%" + bytes(600), "ENCRYPTED"),
        (bz2.compress(b"x"), "UNSUPPORTED_KIND"),
        (lzma.compress(b"x"), "UNSUPPORTED_KIND"),
        (b"MZ\x90" + bytes(600), "UNSUPPORTED_KIND"),
    ],
)
def test_what_nobody_reads_is_refused(content: bytes, reason: str) -> None:
    """Never an empty text."""
    with pytest.raises(UnreadableError) as refused:
        media_type(Source(name="a.doc", data=content))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("name", "kind", "odd"),
    [
        ("名单.xls", kinds.HTML, True),
        ("名单.XLSX", kinds.XLSX, False),
        ("a.txt", kinds.PDF, True),
        ("a.wps", kinds.DOCX, False),
        ("a.log", kinds.PLAIN, False),
        ("名单", kinds.XLSX, False),
    ],
)
def test_a_wrong_ending_is_noticed(name: str, kind: str, odd: bool) -> None:
    """A name that promises another kind is worth a remark."""
    assert misnamed(Source(name=name, data=b""), kind) is odd


def test_a_missing_library_is_named_with_the_command_that_installs_it() -> None:
    """Not an internal error in the middle of a document."""
    with pytest.raises(UnreadableError, match="pip install") as refused:
        kinds.require("pikepdf", "a_library_that_nobody_has")
    assert refused.value.reason == "MISSING_LIBRARY"
