"""Address books and appointments: each value under what its property means."""

from __future__ import annotations

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


def test_what_says_nothing_of_a_person_is_left_as_it_is() -> None:
    """To the byte."""
    lines = "ORG:夏县民政局", "ADR;WORK:;;新建路12号;夏县;山西省;;", "TEL;WORK:0359-8532016"
    assert _masked(*lines) == CARD.format("\r\n".join(lines))
