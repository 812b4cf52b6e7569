"""`--context`: the words around a finding, from the masked text and only when asked for."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from deident.report import checklist

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Here

MOBILES = ("13800004719", "13900004718")
TEXT = f"请拨打赵钱孙手机{MOBILES[0]}，或者拨打李周吴手机{MOBILES[1]}，以便核实。\n"
TABLE = f"姓名,手机号码,备注\n赵钱孙,{MOBILES[0]},组长\n李周吴,{MOBILES[1]},47190004719000471900\n"


def page(here: Here, name: str, *words: str) -> str:
    """Return what the page for reviewers shows."""
    here("scan", name, "-f", "html", "-o", "report.html", *words)
    return name


def around(tmp_path: Path) -> list[str]:
    """Return what the page shows around each finding."""
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    return re.findall(r'<div class="context">(.*?)</div>', text)


@pytest.mark.parametrize(("name", "text"), [("a.txt", TEXT), ("b.csv", TABLE)])
def test_the_words_around_a_value_do_not_give_away_the_next(
    here: Here, tmp_path: Path, name: str, text: str
) -> None:
    """Everything that is masked in the copy is masked there too, however wide one looks."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    shown: list[str] = []
    for wide in ("1", "12", "100"):
        page(here, name, "--context", wide)
        shown = around(tmp_path)
        assert len(shown) >= 2
        assert not any(value in one for one in shown for value in (*MOBILES, "471900047190"))
    assert any("138****4719" in one for one in shown)
    assert any("139****4718" in one for one in shown)


def test_nobody_who_did_not_ask_is_shown_any(here: Here, tmp_path: Path) -> None:
    """Words around a value may tell who it is."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    page(here, "a.txt")
    assert around(tmp_path) == []
    assert "核实" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    here("scan", "a.txt", "-f", "json", "-o", "report.json", "--context", "20")
    assert "核实" not in (tmp_path / "report.json").read_text(encoding="utf-8")


def test_a_cell_is_shown_in_its_row(here: Here, tmp_path: Path) -> None:
    """The sheet that a reviewer fills in says what is asked and what stands beside it."""
    (tmp_path / "b.csv").write_text(TABLE, encoding="utf-8")
    here("scan", "b.csv", "-f", "xlsx", "-o", "report.xlsx", "--context", "30")
    book = load_workbook(io.BytesIO((tmp_path / "report.xlsx").read_bytes()))
    rows = list(book[checklist.SHEET].iter_rows(min_row=3, values_only=True))
    at = rows[0].index(checklist.CONTEXT)
    (shown,) = [str(row[at]) for row in rows[1:] if row[at]]
    assert "139****4718" in shown
    assert not any(value in shown for value in MOBILES)
    assert rows[1][rows[0].index(checklist.BECAUSE)]
