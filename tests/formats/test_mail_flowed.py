"""Lines that one mail program breaks and another one joins, and parts that nobody reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.api import Deidentifier
from deident.formats.mail.flowed import broken, joined
from deident.model import Status

HEAD = "Subject: x\r\nContent-Type: text/plain; charset=utf-8; format=flowed{}\r\n\r\n"


def _copy(message: str) -> str:
    return bytes(Deidentifier().review(message.encode(), name="a.eml").masked.data).decode()


def test_a_number_that_a_program_broke_is_one_number() -> None:
    """The copy is broken where the message was."""
    copy = _copy(HEAD.format("; delsp=yes") + "手机13800 \r\n001111\r\n请联系 \r\n我们。\r\n")
    assert copy.endswith("手机138** \r\n**1111\r\n请联系 \r\n我们。\r\n")


def test_a_quoted_number_is_one_number_too() -> None:
    """The marks of the quotation are no part of it."""
    copy = _copy(HEAD.format("; delsp=yes") + "> 手机13800 \r\n>001111\r\n")
    assert copy.endswith("> 手机138** \r\n>**1111\r\n")


def test_the_blank_behind_the_marks_of_a_quotation_is_none_of_the_text() -> None:
    """RFC 3676, 4.4: a blank at the beginning of a line is taken out, whatever follows it."""
    copy = _copy(HEAD.format("; delsp=yes") + "> 手机13800 \r\n> 001111\r\n")
    assert copy.endswith("> 手机138** \r\n> **1111\r\n")
    copy = _copy(HEAD.format("; delsp=yes") + "手机13800 \r\n 001111\r\n")
    assert copy.endswith("手机138** \r\n **1111\r\n")


def test_the_folds_of_an_appointment_are_none_of_its_text() -> None:
    """An invitation stands in the message itself."""
    head = "Subject: x\r\nContent-Type: text/calendar; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\n"
    copy = _copy(f"{head}SUMMARY:手机1380\r\n 0001111\r\nEND:VCALENDAR\r\n")
    assert "SUMMARY:手机138*\r\n ***1111\r\n" in copy


@pytest.mark.parametrize("text", ["甲\r\n-- \r\n乙", "> 甲 \r\n乙", "甲\r\n乙"])
def test_a_line_that_ends_is_not_joined(text: str) -> None:
    """A signature, another depth of quotation, a line without a blank."""
    assert joined(text, without_blank=True) == (text, ())


@given(st.text("1甲> \n-"), st.booleans())
def test_joining_loses_nothing(text: str, without_blank: bool) -> None:
    """Broken again where it was broken, it is the text that came."""
    whole, breaks = joined(text, without_blank=without_blank)
    assert broken(whole, (), breaks) == text


def test_what_nobody_read_is_not_in_the_copy() -> None:
    """Outlook's winmail.dat is emptied, and the message is not cleared."""
    message = (
        "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n"
        "Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nxx13800001111xx\r\n--b--\r\n"
    )
    review = Deidentifier().review(message.encode(), name="a.eml")
    assert b"13800001111" not in bytes(review.masked.data)
    assert review.clearance.status is not Status.CLEARED
    assert "TNEF" in [reason.code for reason in review.clearance.reasons]


def test_an_attachment_that_was_emptied_is_said() -> None:
    """Whoever sends the copy on must know that it is not whole."""
    message = (
        "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n"
        "Content-Type: application/octet-stream; name=a.exe\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nTVoAAQIDBAUGBw==\r\n--b--\r\n"
    )
    review = Deidentifier().review(message.encode(), name="a.eml")
    assert b"TVoA" not in bytes(review.masked.data)
    assert [one.params for one in review.clearance.notes if one.code == "EMPTIED"] == [(1,)]
