"""Checks beside personal information: a list of words is the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deident.api import Deidentifier
from deident.checks import Noticed, WordList, configured
from deident.config import load
from deident.errors import PolicyError
from deident.model import Page, Reason, Segment, Status

if TYPE_CHECKING:
    from pathlib import Path

LIST = "# 错别字\n帐号 => 账号\n登陆 => 登录\n登陆作战 => 登陆作战\n\n帐号管理员\n"


def noticed(text: str, words: str = LIST) -> tuple[Reason, ...]:
    """Look at one line of text."""
    seen = Noticed([WordList(words.splitlines(), "words.txt")])
    seen.look(Page(number=1, segments=(Segment(id="a", text=text),)))
    return seen.reasons


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("请登陆网站", [(1, 3, "登录")]),
        ("帐号与帐号、登陆", [(2, 2, "账号"), (1, 3, "登录")]),
        ("帐号管理员", [(1, 6)]),
        ("登陆作战七十周年", []),
        ("帐\u200b号", [(1, 2, "账号")]),
        ("账号登录", []),
    ],
)
def test_the_longest_word_is_noticed_and_grouped(
    text: str, params: list[tuple[int | str, ...]]
) -> None:
    """How often, the line of the list, and what it should be; never the word."""
    assert [reason.params for reason in noticed(text)] == params


@pytest.mark.parametrize("words", ["", "# nothing\n", "=> 账号\n"])
def test_a_list_that_checks_nothing_is_refused(words: str) -> None:
    """An empty list would look like a clean document."""
    with pytest.raises(PolicyError):
        noticed("帐号", words)


def test_a_noticed_word_is_asked_about_and_not_masked(tmp_path: Path) -> None:
    """The copy is as it was; the document waits for a person."""
    file = tmp_path / "words.txt"
    file.write_text(LIST, encoding="utf-8")
    prepared = Deidentifier(checks=configured({"words": file}))
    review = prepared.review("请登陆网站，核对帐号。\n".encode(), name="a.txt")
    assert bytes(review.masked.data).decode() == "请登陆网站，核对帐号。\n"
    assert review.clearance.status is Status.NEEDS_REVIEW
    assert {reason.code for reason in review.clearance.reasons} == {"WORD_INSTEAD"}
    assert prepared.review("请登录网站。\n".encode(), name="a.txt").clearance.reasons == ()


@pytest.mark.parametrize(
    "table",
    ['[checks.word]\nfile = "a"', "[checks.words]", '[checks.words]\nfiel = "a"', "checks = 3"],
)
def test_a_misspelt_check_is_refused(tmp_path: Path, table: str) -> None:
    """A check that nobody runs must not look like one that found nothing."""
    file = tmp_path / "deident.toml"
    file.write_text(table, encoding="utf-8")
    with pytest.raises(PolicyError):
        load(file)


def test_another_list_is_another_digest() -> None:
    """What was scanned under another list is scanned again."""
    first, second = WordList(["帐号"], ""), WordList(["帐号 => 账号"], "")
    assert first.digest != second.digest
