"""Address books and appointments: each value under what its property means."""

from __future__ import annotations

import base64

import pytest

from deident.api import Deidentifier
from deident.formats import Limits
from deident.formats.structured.card_values import CardHandler
from deident.model import Segment, Source

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\n{}\r\nEND:VCARD\r\n"


def _segments(line: str) -> list[Segment]:
    source = Source(name="a.vcf", data=CARD.format(line).encode())
    return [one for page in CardHandler(Limits()).read(source).pages for one in page.segments]


def _masked(*lines: str) -> str:
    card = CARD.format("\r\n".join(lines)).encode()
    return bytes(Deidentifier().review(card, name="a.vcf").masked.data).decode()


@pytest.mark.parametrize(
    ("line", "label", "text"),
    [
        ("FN:王建国", "姓名", "王建国"),
        ("N:王;建国;;;", "姓名", "王建国"),
        ("N;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E5=BB=\r\n=BA", "姓名", "王建"),
        ("BDAY;VALUE=date:19900307", "出生日期", "19900307"),
        ("item1.ADR;TYPE=HOME:;;东沟路4号;石门县;某省;000000;", "家庭住址", "某省石门县东沟路4号"),
        ("ADR;TYPE=WORK:;;东沟路4号;石门县;某省;;", "单位地址", "某省石门县东沟路4号"),
        ("TEL;WORK:0359-8532016", "办公电话", "0359-8532016"),
        ("TEL;CELL:138\r\n 00001111", "手机号码", "13800001111"),
        (r"NOTE:甲\,乙\n丙", "备注", "甲，乙\n丙"),
    ],
)
def test_a_value_is_read_as_an_address_book_shows_it(line: str, label: str, text: str) -> None:
    """Folds, quoted-printable and semicolons are how it is written, not what it says."""
    assert (label, text) in [(one.labels.row, one.text) for one in _segments(line)]


def test_what_a_card_says_of_a_person_goes() -> None:
    """And the telephone of the office stays."""
    copy = _masked(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=AD=94=E7=A7=80=E8=8E=B2",
        "FN:孔秀莲",
        "BDAY:1990-03-07",
        "ADR;HOME:;;瑶峰镇柳林巷27号3栋501室;夏县;山西;044400;",
        "TEL;CELL:13800001111",
        "TEL;WORK:0359-8532016",
    )
    assert "=E5=AD=94**\r\nFN:孔**\r\n" in copy
    assert "柳林巷" not in copy
    assert "03-07" not in copy
    assert "138****1111" in copy
    assert "TEL;WORK:0359-8532016" in copy


@pytest.mark.parametrize(
    ("line", "copy"),
    [
        ("X-QQ:123456789", "X-QQ:1********"),
        ("X-WECHAT:wxid_konglian88", "X-WECHAT:w***_**********"),
        ("X-ABLABEL;X-NO=13800001111:a", "X-ABLABEL;X-NO=138****1111:a"),
        ("ADR;TYPE=HOME;X-N=network:;;柳林巷27号3栋501室;夏县;山西;;", ""),
        ('ADR;LABEL="a work":;;柳林巷27号3栋501室;夏县;山西;;', ""),
        ("ADR;TYPE=HOME,WORK:;;柳林巷27号3栋501室;夏县;山西;;", ""),
    ],
)
def test_a_property_of_a_persons_is_not_taken_for_anything_else(line: str, copy: str) -> None:
    """Programs have properties of their own, and settings that say little."""
    masked = _masked("FN:孔秀莲", line)
    assert copy in masked
    assert "27号" not in masked


@pytest.mark.parametrize(
    "line",
    [
        "TEL;HOME;13800001111:a",
        "TEL;X-13800001111=a:b",
        'ATTENDEE;X-A="a"13800001111:b',
        "X-1-13800001111:b",
        "PHOTO;ENCODING=b:13800001111",
        "NOTE;ENCODING=QUOTED-PRINTABLE:13800001111",
        "NOTE;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:联系=B5=E7=BB=B013800001111",
    ],
)
def test_a_number_is_read_wherever_a_property_has_room_for_one(line: str) -> None:
    """In its name, in settings of any form, in what only says that it is encoded."""
    assert "13800001111" not in _masked(line)


def test_characters_that_are_not_quoted_stand_for_themselves() -> None:
    """They share no octets with what is quoted around them: two changes went over one place."""
    copy = _masked('NOTE;ENCODING=QUOTED-PRINTABLE:*<b>=data-label="姓名" \r\n-=')
    assert '-label="姓名"' in copy


def test_a_line_behind_base64_is_a_line_of_its_own() -> None:
    """Unless the line before was broken, and the number is none."""
    packed = base64.b64encode(bytes(range(60))).decode()
    for line in (f"KEY;ENCODING=b:{packed}\r\n13800001111", "KEY;ENCODING=b:AAAA\r\nBBBB1111"):
        assert line.rpartition("\n")[2] in [one.text for one in _segments(line)]


def test_the_card_of_an_office_makes_no_office_of_the_others() -> None:
    """An export holds the cards of all, and what is said at the end of a card holds for it all."""
    office = ("FN:夏县民政局", "ADR:;;新建路12号;夏县;山西省;;", "KIND:org", "END:VCARD")
    person = ("BEGIN:VCARD", "FN:孔秀莲", "ADR:;;柳林巷27号3栋501室;夏县;山西;;")
    masked = _masked(*office, *person)
    assert "新建路12号" in masked
    assert "孔秀莲" not in masked
    assert "柳林巷27号" not in masked


@pytest.mark.parametrize(
    "line",
    ["PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ!!!SkZJRg==", "FN;ENCODING=QUOTED-PRINTABLE:=FF=FF=FE"],
)
def test_what_cannot_be_decoded_is_said_to_be_unread(line: str) -> None:
    """A picture that lacks a character, octets of no charset."""
    source = Source(name="a.vcf", data=CARD.format(line).encode())
    document = CardHandler(Limits()).read(source)
    assert [segment for page in document.pages for segment in page.segments]
    assert [one.code for one in document.unread] == ["UNKNOWN_PART"]


@pytest.mark.parametrize("charset", ["UTF-7", "UTF-16", "HZ", "ISO-2022-CN", "no-such", "GBK"])
def test_a_charset_in_which_octets_are_shared_moves_no_mask(charset: str) -> None:
    """Where a character has no octets of its own, none could be masked alone."""
    coded = "".join(f"={octet:02X}" for octet in "电话13800001111".encode())
    masked = _masked(f"NOTE;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{coded}")
    assert "=31=33=38****=31=31=31=31" in masked


def test_base64_that_is_broken_without_folds_is_one_document() -> None:
    """Old telephones write it so."""
    packed = base64.b64encode("联系电话13800001111，请拨打。".encode()).decode()
    line = f"NOTE;ENCODING=BASE64:{packed[:32]}\r\n{packed[32:]}\r\n"
    source = Source(name="a.vcf", data=CARD.format(line).encode())
    (inside,) = CardHandler(Limits()).read(source).embedded
    assert "13800001111" in bytes(inside.source.data).decode()
    assert packed[:32] not in _masked(line)


def test_what_is_said_in_quotes_is_no_setting_of_the_value() -> None:
    """`;b` in a text does not make base64 of a value."""
    (_, _, value, _) = _segments('NOTE;X-A="a;b:QUOTED-PRINTABLE":QZ20=41')[1:]
    assert value.text == "QZ20=41"


def test_what_says_nothing_of_a_person_is_left_as_it_is() -> None:
    """To the byte."""
    lines = "ORG:夏县民政局", "ADR;WORK:;;新建路12号;夏县;山西省;;", "TEL;WORK:0359-8532016"
    assert _masked(*lines) == CARD.format("\r\n".join(lines))
