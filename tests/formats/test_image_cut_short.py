"""Half an identity number behind its label is never silent."""

from __future__ import annotations

import pytest

from deident.formats.image.cut_short import cut_short
from deident.model import Kind, Locator, Segment


def _segments(*texts: str) -> list[Segment]:
    return [
        Segment(id=f"p1.s{at}", text=text, locator=Locator(page=1), kind=Kind.OCR)
        for at, text in enumerate(texts, start=1)
    ]


@pytest.mark.parametrize("half", ["149999", "1499991991", "14999919911231002"])
def test_half_a_number_at_the_end_of_a_line_is_unread(half: str) -> None:
    """Nothing follows it: the rest was lost."""
    (unread,) = cut_short(1, _segments(f"身份证号码：{half}"))
    assert unread.code == "OCR_CUT_SHORT"


@pytest.mark.parametrize(
    "text",
    [
        "身份证号码：14999919911231002X",
        "身份证号码：149999911231002",
        "身份证号码：149999********002X",
        "身份证号后四位：1002",
        "身份证复印件20240101",
    ],
)
def test_whole_and_hidden_numbers_are_read(text: str) -> None:
    """They are other recognizers' matter."""
    assert not list(cut_short(1, _segments(text)))


def test_what_goes_on_or_was_read_in_full_is_no_half() -> None:
    """Below, or in another reading of the page."""
    whole = _segments("身份证号1499991991", "身份证号14999919911231002X")
    assert not list(cut_short(1, whole))
    first = whole[0]
    below = Segment(
        id="p1.s3", text="1231002X", locator=Locator(page=1), kind=Kind.OCR, follows="p1.s1"
    )
    assert not list(cut_short(1, [first, below]))
