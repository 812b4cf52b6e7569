"""Numbers that stand in several cells under one heading are one."""

from __future__ import annotations

import pytest

from deident.formats.split_numbers import SplitNumbers
from deident.formats.tables import Row, label_grid


def _linked(*lines: tuple[str, ...]) -> str:
    """Return the last row of a grid, each number between bars; blank texts are no cells."""
    rows = (
        Row(number, {at: text for at, text in enumerate(line) if text}, None)
        for number, line in enumerate(lines)
    )
    split = SplitNumbers()
    links = [(labelled, split.links(labelled, labelled.row.cells)) for labelled in label_grid(rows)]
    last, found = links[-1]
    return "".join(text if at in found else f"|{text}" for at, text in last.row.cells.items())


@pytest.mark.parametrize(
    "pieces",
    [
        ("138", "0000", "1234"),
        ("138", "00001234"),
        ("1380", "0001", "234"),
        ("149999", "19900307", "001X"),
        ("149999", "1990", "0307", "0018"),
        ("6217", "9999", "0000", "1234", "567"),
    ],
)
@pytest.mark.parametrize("heading", ["手机", "联系电话", "证件号码", "银行卡号"])
def test_pieces_under_one_merged_heading_are_one_number(
    pieces: tuple[str, ...], heading: str
) -> None:
    """Merged cells repeat their text; in CSV blanks stand behind it."""
    merged = ("姓名", *[heading] * len(pieces), "备注")
    assert _linked(merged, ("王建国", *pieces, "无")) == f"|王建国|{''.join(pieces)}|无"
    blank = ("姓名", heading, *[""] * (len(pieces) - 1))
    assert _linked(blank, ("王建国", *pieces)) == f"|王建国|{''.join(pieces)}"


def test_pieces_behind_one_label_are_one_number() -> None:
    """A form has its label to the left."""
    form = (("姓名", "王建国", "", ""), ("手机", "138", "0000", "1234"))
    assert _linked(*form) == "|手机|13800001234"


def test_a_masked_number_is_read_as_it_was() -> None:
    """The copy has the same pieces."""
    header = ("姓名", "手机", "手机", "手机")
    assert _linked(header, ("王**", "138", "****", "1234")) == "|王**|138****1234"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (("姓名", "人数", "人数", "人数"), ("王建国", "138", "0000", "1234")),
        (("姓名", "金额", "金额", "金额"), ("王建国", "138", "0000", "1234")),
        (("姓名", "手机", "手机"), ("王建国", "13800001234", "13900001234")),
        (("姓名", "电话", "户数", "金额"), ("王建国", "138", "0000", "1234")),
        (("姓名", "电话", "电话"), ("王建国", "0359", "5620001")),
    ],
)
def test_figures_side_by_side_are_no_number(header: tuple[str, ...], row: tuple[str, ...]) -> None:
    """Under words for counts, under words of their own, or whole numbers each."""
    assert _linked(header, row) == "|" + "|".join(row)
