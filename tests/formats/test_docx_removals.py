"""What is taken out of a text document leaves nothing behind, and the text reads as published."""

from __future__ import annotations

import io
import re

import docx
from fixtures.document_traps import REMOVED_PLACES
from fixtures.documents import PLACES, p, r, word, word_part
from fixtures.packages import zipped
from tests.formats.word_documents import (
    DOCM,
    DOCX,
    HANDLER,
    VALUE,
    every_removed,
    kinds,
    main,
    parts,
    removed,
    source,
)

from deident.model import MaskPlan, Source


@every_removed
def test_what_is_removed_leaves_nothing_behind(place: str) -> None:
    """No part, no pointer, no type; the kind of removal is named."""
    kind, build = REMOVED_PLACES[place]
    content = build(VALUE)
    assert kind in kinds(content)
    left = removed(content, kind)
    gone = content.pieces().keys() - left.keys()
    everything = b"".join(left.values()).decode("utf-8", "ignore")
    assert not [name for name in gone if name in everything]
    assert "rId9" not in everything
    assert kind not in kinds(zipped(left))


@every_removed
def test_what_is_kept_unread_keeps_the_gate_shut(place: str) -> None:
    """Only what was read and masked may stay."""
    kind, build = REMOVED_PLACES[place]
    assert kind == "tracked-changes" or HANDLER.unseen(source(build(VALUE)))


def test_accepted_changes_read_as_published() -> None:
    """Insertions stay, deletions go, joined paragraphs join, marks go."""
    by = 'w:id="1" w:author="李某" w:date="2022-01-01T00:00:00Z"'
    content = word(
        f"<w:p><w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr>{r('甲')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr>{r('乙')}</w:p>"
        f"<w:p>{r('丙')}<w:ins {by}>{r('丁')}</w:ins>"
        f"<w:del {by}><w:r><w:delText>戊</w:delText></w:r></w:del></w:p>"
        f"<w:p><w:moveTo {by}>{r('己')}</w:moveTo><w:r><w:rPr><w:b/><w:rPrChange {by}><w:rPr/>"
        "</w:rPrChange></w:rPr><w:t>庚</w:t></w:r></w:p>"
    )
    left = removed(content, "tracked-changes")
    assert "李某" not in main(left)
    document = docx.Document(io.BytesIO(zipped(left)))
    assert [paragraph.text for paragraph in document.paragraphs] == ["甲乙丙丁", "己庚"]


def test_hidden_text_goes_and_fields_stay_whole() -> None:
    """The beginning and the end of a field come in pairs."""
    off = '<w:rPr><w:vanish w:val="0"/></w:rPr>'
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    field = f'<w:r>{hidden}<w:fldChar w:fldCharType="begin"/></w:r>'
    content = word(f"<w:p>{r('甲', off)}{field}{r('乙', hidden)}{r('丙')}</w:p>")
    text = main(removed(content, "hidden-text"))
    assert re.findall("<w:t[^>]*>([^<]*)</w:t>", text) == ["甲", "丙"]
    assert "fldChar" in text


def test_comments_go_with_their_marks() -> None:
    """Parts, pointers, types and the marks in the text."""
    body = (
        f'<w:p><w:commentRangeStart w:id="0"/>{r("正文")}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    comments = word_part(
        "comments",
        "comments",
        "comments",
        f'<w:comment w:id="0" w:author="李">{p("批")}</w:comment>',
    )
    people = word_part("people", "people", "people", "")
    left = removed(word(body, comments, people), "comments")
    assert "comment" not in b"".join(left.values()).decode().lower()
    assert "word/people.xml" not in left
    assert "正文" in main(left)


def test_only_the_title_is_left_of_the_properties() -> None:
    """A page has its title anyway."""
    left = removed(PLACES["author of the document"](VALUE), "document-properties")
    core = left["docProps/core.xml"].decode()
    assert "<dc:title>通知</dc:title>" in core
    assert "creator" not in core
    assert "docProps/custom.xml" not in removed(
        PLACES["custom property"](VALUE), "document-properties"
    )


def test_numbers_of_sittings_go() -> None:
    """They tell which words were written when."""
    rsids = '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>'
    content = word(
        '<w:p w:rsidR="00AB12CD"><w:r w:rsidRPr="00AB12CD"><w:t>x</w:t></w:r></w:p>',
        word_part("settings", "settings", "settings", rsids),
    )
    assert "revision-numbers" in kinds(content)
    assert b"rsid" not in b"".join(removed(content, "revision-numbers").values())


def test_a_document_without_macros_is_a_plain_document() -> None:
    """Its type and its name say so."""
    content = REMOVED_PLACES["macros"][1](VALUE)
    given = Source(name="通知.docm", data=content.bytes(), media_type=DOCM)
    copy = HANDLER.apply(given, MaskPlan(removals={"macros": True}))
    assert (copy.name, copy.media_type) == ("通知.docx", DOCX)
    assert "macroEnabled" not in parts(copy.data)["[Content_Types].xml"].decode()
    kept = HANDLER.apply(given, MaskPlan(removals={"macros": False}))
    assert (kept.name, kept.media_type) == ("通知.docm", DOCM)
