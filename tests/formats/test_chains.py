"""Names and numbers written one character to a cell."""

from __future__ import annotations

import pytest

from deident.formats.chains import chains


def _linked(*texts: str, heads: bool = False, words: dict[int, str] | None = None) -> str:
    """Return what is linked in a row, each chain between bars."""
    cells = [(at, 1, text) for at, text in enumerate(texts) if text]
    links = chains(cells, lambda at: (words or {}).get(at, ""), heads=heads)
    return "".join(text if at in links else f"|{text}" for at, _, text in cells)


@pytest.mark.parametrize(
    ("row", "linked"),
    [
        (("姓名", "王", "建", "国"), "|姓名|王建国"),
        (("姓 名：", "王", "强"), "|姓 名：|王强"),
        (("户主姓名", "欧", "阳", "建", "国", "性别", "男"), "|户主姓名|欧阳建国|性别|男"),
        (("姓名", "王", "建", "国", "身份证", *"1499991990"), "|姓名|王建国|身份证|1499991990"),
        (("姓名", "男", "女"), "|姓名|男|女"),
        (("姓名", "王", "1", "2"), "|姓名|王|1|2"),
        (("性别", "男", "汉", "族"), "|性别|男|汉|族"),
        (("姓名", "一", "二", "三", "四", "五"), "|姓名|一|二|三|四|五"),
    ],
)
def test_a_name_behind_its_label_is_one(row: tuple[str, ...], linked: str) -> None:
    """Two to four characters, and no marks."""
    assert _linked(*row) == linked


def test_a_name_under_a_merged_header_is_one() -> None:
    """The header stands over all its cells, or over the first."""
    over = {1: "基本情况/姓名", 2: "基本情况/姓名", 3: "基本情况/姓名", 4: "电话"}
    assert _linked("1", "王", "建", "国", "138", words=over) == "|1|王建国|138"
    assert _linked("1", "王", "强", "", "138", words={1: "姓名", 4: "电话"}) == "|1|王强|138"


def test_a_row_of_headers_holds_no_name() -> None:
    """姓名, 语, 数 are a name and two marks."""
    assert _linked("姓名", "语", "数", heads=True) == "|姓名|语|数"
    assert _linked("王建国", "优", "良", words={0: "姓名", 1: "语", 2: "数"}) == "|王建国|优|良"
