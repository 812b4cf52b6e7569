"""The disclosure attribute: the document's own word, somebody's declaration, or its parent's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.test_reviews import CLEAN, Bench, bench

from deident import keys
from deident.errors import ExitCode
from deident.ledger.entries import Kind
from deident.ledger.store import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Here

__all__ = ["bench"]
HEAD = "某县人民政府文件\n某政发〔2026〕3号\n正文。\n"
ROSTER = "姓名,手机号码\n赵钱孙,13800004719\n"


def test_an_attachment_takes_the_attribute_of_its_parent(here: Here, tmp_path: Path) -> None:
    """Whose attribute is 依申请公开, that one's attachment is not published either."""
    (tmp_path / "附件.csv").write_text(ROSTER, encoding="utf-8")
    for label, expected, codes in (
        ("（此件公开发布）", "主动公开", set()),
        ("（此件依申请公开）", "依申请公开", {"DISCLOSURE_NOT_PUBLIC"}),
    ):
        (tmp_path / "主件.txt").write_text(f"{HEAD}{label}\n", encoding="utf-8")
        _, out, _ = here("scan", "附件.csv", "--parent", "主件.txt", "-f", "json")
        (file,) = json.loads(out)["files"]
        assert file["disclosure"] == expected
        assert {one["code"] for one in file["labels"]} == codes


def test_a_parent_that_says_nothing_is_no_answer(here: Here, tmp_path: Path) -> None:
    """Neither is one that is asked although somebody declared something."""
    (tmp_path / "附件.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "主件.txt").write_text(HEAD, encoding="utf-8")
    words = ("scan", "附件.csv", "--parent", "主件.txt")
    assert here(*words)[0] == ExitCode.USAGE
    assert here(*words, "--disclosure", "主动公开")[0] == ExitCode.USAGE


def test_nothing_is_submitted_whose_attribute_nobody_declared(bench: Bench) -> None:
    """A roster carries no label: who submits it says what it is, and that is recorded."""
    (bench.work / "a.csv").write_text(ROSTER, encoding="utf-8")
    code, said = bench("submit", "a.csv", "--to", "out", by="信息员甲")
    assert code == ExitCode.FINDINGS
    assert "公开属性" in said
    assert not (bench.work / "out" / "a.csv").exists()
    assert bench.submit("a.csv", text=ROSTER)[0] == CLEAN
    with Ledger(
        bench.work / ".deident" / "ledger.db", keys.load(bench.keys / "office.key")
    ) as ledger:
        (entry,) = ledger.of_kind(Kind.SUBMIT)
    assert entry.act.about["disclosure"] == "主动公开"
    assert entry.act.about["declared_by"] == "submitter"
    assert entry.act.reviewer == "信息员甲"


def test_a_labelled_paper_speaks_for_itself(bench: Bench) -> None:
    """Nobody has to declare what the paper says."""
    (bench.work / "b.txt").write_text(f"{HEAD}（此件公开发布）\n", encoding="utf-8")
    code, said = bench("submit", "b.txt", "--to", "out", by="信息员甲")
    assert code == CLEAN, said
