"""What a file is not is said in words that help."""

from __future__ import annotations

import pytest

from deident import messages
from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.kinds import PLAIN, media_type
from deident.formats.structured.xml_values import XmlHandler
from deident.model import Source

NOISE = bytes(range(1, 256)) * 4


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf", "doc", "wps"])
def test_noise_under_the_name_of_a_document_is_no_text(ending: str) -> None:
    """Nobody is told to save a Word file as UTF-8."""
    with pytest.raises(UnreadableError) as refused:
        media_type(Source(name=f"a.{ending}", data=NOISE))
    assert refused.value.reason == "NOT_ITS_KIND"
    assert f"不是 {ending} 文件" in messages.word("NOT_ITS_KIND", kind=ending)


def test_a_text_under_the_name_of_a_document_is_a_text() -> None:
    """It is read, and its name is noted."""
    assert media_type(Source(name="a.docx", data="姓名：王某\n".encode())) == PLAIN


@pytest.mark.parametrize("head", ['<?mso-application progid="Word.Document"?>', "<pkg:package "])
def test_an_office_document_in_one_xml_file_is_named(head: str) -> None:
    """Word must save it again: xlsx alone would help nobody."""
    page = head + ('xmlns:pkg="a"/>' if head.startswith("<pkg") else "<a/>")
    with pytest.raises(UnreadableError) as refused:
        XmlHandler(Limits()).read(Source(name="a.xml", data=page.encode()))
    assert refused.value.reason == "OFFICE_XML"
    assert "docx" in messages.word("OFFICE_XML")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("sheet 1, row 2, column 1", "第1个工作表第2行第1列"),
        ("line 7", "第7行"),
        ("part 2, line 7", "邮件第2部分，第7行"),
        ("member 3: sheet 1, row 2, column 1, line 5", "压缩包内第3个文件：第1个工作表第2行第1列"),
        ("shared strings", "共用文字表"),
        ("t1r2c3", "t1r2c3"),
    ],
)
def test_a_place_is_said_in_the_language_of_the_reader(place: str, said: str) -> None:
    """In English it stays as it is."""
    assert messages.part(place) == said
    assert messages.part(place, "en") == place
