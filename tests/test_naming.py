"""A file's name gives values away too, and no mask reaches it."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.api import Deidentifier
from deident.naming import InName, in_name

DEIDENTIFIER = Deidentifier()


def ask(name: str) -> InName:
    """Look at a name as the default scene does."""
    line = DEIDENTIFIER.line()
    return in_name(name, line.detector, line.scene)


def test_a_number_in_a_name_is_named_by_kind_and_replaced() -> None:
    """What to call the file instead is said, because a person has to type it."""
    found = ask("13800001234低保申请.docx")
    assert found.kinds == ("CN_MOBILE",)
    assert found.instead == "（手机号码）低保申请.docx"


@pytest.mark.parametrize(
    "name", ["关于印发要点的通知.docx", "夏政办发〔2022〕14号.pdf", "20220401.xlsx"]
)
def test_ordinary_names_are_left_alone(name: str) -> None:
    """Document numbers and dates are no reason to rename."""
    assert ask(name) == ((), name)


@given(st.text("甲乙低保 _-", max_size=8), st.sampled_from(["docx", "xls", "jpg"]))
def test_a_proposed_name_is_clean_and_keeps_its_ending(words: str, ending: str) -> None:
    """Whoever follows the advice is not asked again."""
    instead = ask(f"{words}手机13800001234{words}.{ending}").instead
    assert ask(instead).kinds == ()
    assert PurePath(instead).suffix == f".{ending}"


def test_a_review_is_not_cleared_under_such_a_name() -> None:
    """The clearance gives the kind, never the name."""
    review = DEIDENTIFIER.review("一切正常。\n".encode(), name="13800001234.txt")
    (reason,) = review.clearance.reasons
    assert (reason.code, reason.params) == ("IN_FILE_NAME", ("CN_MOBILE",))
