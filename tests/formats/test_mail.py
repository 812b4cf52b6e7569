"""Mail: what changes is written as it was written before, and nothing else changes."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import pytest
from fixtures import mail
from fixtures.mail import BODY, attachment, based, message, mixed, part, quoted, text_part, word
from hypothesis import given
from hypothesis import strategies as st

from deident.api import Deidentifier
from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.mail.handler import MailHandler
from deident.formats.mail.words import text_of, units_of
from deident.model import Mask, MaskPlan, Place, Source, Span, Status
from deident.pipeline import review

if TYPE_CHECKING:
    from email.message import EmailMessage

    from deident.model import Segment
    from deident.pipeline import Review

MOBILE = "13800001234"
SENTENCE = f"联系电话：{MOBILE}。"
PAGE = f"<html><body><p>联系电话：<b>138</b>00001234</p><p>{BODY}</p></body></html>"
LIST = f"姓名,联系电话\n张某,{MOBILE}\n".encode()


@cache
def deidentifier() -> Deidentifier:
    """Prepare once."""
    return Deidentifier()


def reviewed(data: bytes) -> Review:
    """Send a message down the line."""
    source = Source(name="a.eml", data=data, media_type="message/rfc822")
    return review(source, deidentifier().line())


def parsed(review: Review) -> EmailMessage:
    """Read a masked message with the standard library's eyes."""
    return email.message_from_bytes(bytes(review.masked.data), policy=email.policy.default)


def segments(data: bytes) -> list[Segment]:
    """Read a message."""
    source = Source(name="a.eml", data=data)
    return [s for page in MailHandler(Limits()).read(source).pages for s in page.segments]


def masked(data: bytes, old: str, new: str) -> bytes:
    """Write `new` over every place where `old` is read."""
    masks = [
        Mask(Place(one.id, Span(at, at + len(old))), new)
        for one in segments(data)
        if (at := one.text.find(old)) >= 0
    ]
    source = Source(name="a.eml", data=data)
    return bytes(MailHandler(Limits()).apply(source, MaskPlan(masks=masks)).data)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "big5", "hz"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_a_text_keeps_its_charset_and_its_encoding(charset: str, encoding: str) -> None:
    """Only the value changes."""
    write = {"base64": based, "quoted-printable": quoted}.get(encoding, bytes)
    text = f"各位同事：\r\n\r\n电话{MOBILE}\r\n" if charset != "big5" else f"電話{MOBILE}\r\n"
    kind = b"text/plain; charset=" + charset.encode()
    head = b"Content-Transfer-Encoding: " + encoding.encode()
    data = message(head, body=write(text.encode(charset)), kind=kind)
    expected = text.replace(MOBILE, "*" * 11)
    assert masked(data, MOBILE, "*" * 11) == message(
        head, body=write(expected.encode(charset)), kind=kind
    )


@pytest.mark.parametrize("said", ["us-ascii", "iso-8859-1", "utf-8", "x-unknown", ""])
def test_a_wrong_charset_is_seen_through(said: str) -> None:
    """A text in GBK that says it is something else."""
    text = f"各位同事：请查收附件，电话{MOBILE}。"
    kind = b"text/plain" + (b"; charset=" + said.encode() if said else b"")
    data = message(body=text.encode("gbk"), kind=kind)
    assert any(text in one.text for one in segments(data))
    assert text.replace(MOBILE, "*").encode("gbk") in masked(data, MOBILE, "*")


def test_every_part_goes_through_the_line() -> None:
    """A plain text, its page, a list, an archive, a forwarded message."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("名单.csv", LIST)
    page = part(
        quoted(PAGE.encode("gbk")),
        b"Content-Type: text/html; charset=gbk",
        b"Content-Transfer-Encoding: quoted-printable",
    )
    data = mixed(
        mixed(text_part(SENTENCE), page, kind=b"alternative", boundary=b"b2"),
        attachment(LIST, b'filename="' + word("名单.csv", "gbk") + b'"'),
        attachment(packed.getvalue(), b"filename=a.zip"),
        part(message(body=SENTENCE.encode()), b"Content-Type: message/rfc822"),
    )
    done = reviewed(data)
    copy = parsed(done)
    shown = [one for one in copy.walk() if not one.is_multipart()]
    texts = [one.get_content() for one in shown]
    archive = zipfile.ZipFile(io.BytesIO(texts[3]))
    everything = [str(text) for text in texts] + [archive.read("名单.csv").decode()]
    assert not any(MOBILE in text for text in everything)
    assert "请查收附件" in texts[1]
    assert "138" in texts[1], "the page is still in GBK and still a page"
    assert shown[2].get_filename() == "名单.csv"
    assert "联系电话" in texts[2].decode()
    assert not done.unread
    assert not done.residue


def test_a_saved_page_is_read_as_a_page() -> None:
    """MHTML: the value is parted by tags and by soft line breaks."""
    page = part(
        quoted(PAGE.encode()),
        b"Content-Type: text/html",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Content-Location: http://www.example.gov.cn/",
    )
    done = reviewed(mixed(page, kind=b"related"))
    shown = next(one for one in parsed(done).walk() if one.get_content_type() == "text/html")
    text = shown.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "<b>" in text
    assert "00001234" not in text
    assert not done.residue


def test_what_readers_do_not_see_is_removed() -> None:
    """Routing, programs, boundaries; what they see stays, to the byte."""
    headers = (
        b"Received: from [10.1.2.3]\r\n\tby mail.example.gov.cn",
        b"X-Originating-IP: 10.1.2.3",
        b"Message-ID: <13800001234@example>",
        b"To: " + word("张某", "gbk") + b" <a@example.gov.cn>",
    )
    done = reviewed(mixed(text_part(), boundary=b"13800001234", headers=headers))
    copy = bytes(done.masked.data)
    assert b"10.1.2.3" not in copy
    assert MOBILE.encode() not in copy
    assert parsed(done)["Message-ID"] is None
    assert [one.get_content_type() for one in parsed(done).walk()] == [
        "multipart/mixed",
        "text/plain",
    ]
    assert not done.questions


def test_a_mask_in_an_address_leaves_the_address_whole() -> None:
    """Quotes, commas and the other addressees stay where they are."""
    people = b'"' + word("张三", "gb2312") + b'" <13800001234@139.com>,\r\n\tb@example.gov.cn'
    data = message(b"To: " + people)
    copy = email.message_from_bytes(
        masked(masked(data, MOBILE, "138****1234"), "张三", "张*"), policy=email.policy.default
    )
    assert [(one.display_name, one.addr_spec) for one in copy["To"].addresses] == [
        ("张*", "138****1234@139.com"),
        ("", "b@example.gov.cn"),
    ]


def test_a_name_in_pieces_becomes_one_that_is_read() -> None:
    """RFC 2231, as few programs write and all read."""
    data = mail.PLACES["name in pieces"](MOBILE)
    copy = email.message_from_bytes(masked(data, MOBILE, "某号"), policy=email.policy.default)
    assert [one.get_filename() for one in copy.iter_attachments()] == ["张某某号.txt"]


def test_an_attachment_that_became_another_kind_is_renamed() -> None:
    """An old document comes back as a new one."""
    source = Source(name="a.eml", data=mixed(text_part(), attachment(b"1", b'filename="a.doc"')))
    handler = MailHandler(Limits())
    [held] = handler.read(source).embedded
    new = Source(name="a.doc.docx", data=b"2")
    copy = handler.apply(source, MaskPlan(replacements={held.id: new}))
    read = email.message_from_bytes(bytes(copy.data), policy=email.policy.default)
    assert [one.get_filename() for one in read.iter_attachments()] == ["a.doc.docx"]
    assert [one.get_content() for one in read.iter_attachments()] == [b"2"]


def test_a_signature_goes_with_the_change_that_breaks_it() -> None:
    """A broken one is worse than none."""
    done = reviewed(mail.PLACES["signed"](SENTENCE))
    assert [one.get_content_type() for one in parsed(done).walk()] == [
        "multipart/mixed",
        "text/plain",
    ]
    assert "signatures" in [one.kind for one in done.document.removables]
    assert not done.unread


@pytest.mark.parametrize(("data", "code"), mail.SEALED.values(), ids=mail.SEALED)
def test_a_part_that_nobody_can_read_keeps_the_gate_shut(data: bytes, code: str) -> None:
    """It is named by its number."""
    done = reviewed(data)
    assert [one.code for one in done.unread] == [code]
    assert done.unread[0].where.startswith("part ")
    assert done.clearance.status is not Status.CLEARED


@pytest.mark.parametrize(("data", "reason"), mail.HOSTILE.values(), ids=mail.HOSTILE)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    """The reason is one that a person can act on."""
    with pytest.raises(UnreadableError) as refused:
        MailHandler(Limits()).read(Source(name="a.eml", data=data))
    assert refused.value.reason == reason


@pytest.mark.parametrize("place", mail.PLACES)
def test_an_empty_plan_changes_no_byte(place: str) -> None:
    """Not even in a part that was decoded."""
    data = mail.PLACES[place](MOBILE)
    assert MailHandler(Limits()).apply(Source(name="a", data=data), MaskPlan()).data == data


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1))
def test_encoded_words_are_read_as_they_were_meant(text: str) -> None:
    """In either way of writing them."""
    for how in ("B", "Q"):
        raw = word(text, "utf-8", how)
        assert text_of(units_of(raw, 0, len(raw))) == text


@given(raw=st.binary())
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Nothing but `UnreadableError` comes out, and an empty plan changes nothing."""
    source = Source(
        name="a", data=b"Subject: a\r\nContent-Type: multipart/mixed; boundary=0\r\n" + raw
    )
    try:
        assert MailHandler(Limits()).apply(source, MaskPlan()).data == source.data
    except UnreadableError:
        return
