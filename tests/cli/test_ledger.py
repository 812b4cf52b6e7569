"""The ledger, the reviewers and the keys on the command line."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.cli.test_reviews import CLEAN, REFUSED, USAGE, Bench, bench

from deident import keys
from deident.errors import ExitCode
from deident.ledger import export
from deident.ledger.signing import Hand

__all__ = ["bench"]
TEXT = "联系人手机13800004719。\n"


@pytest.fixture
def cleared(bench: Bench) -> Bench:
    """A work place with one cleared copy."""
    assert (
        bench.submit("a.txt", "--unit", "民政局", "--summary", "=补贴公示", text=TEXT)[0] == CLEAN
    )
    bench.sign("a.txt")
    return bench


def test_a_changed_ledger_is_named_and_exit_4(cleared: Bench) -> None:
    """With the entry, in words and as a code."""
    assert cleared("ledger", "verify")[0] == CLEAN
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(cleared.work / ".deident" / "ledger.db")) as connection:
        connection.execute("DROP TRIGGER entries_unchanged")
        connection.execute("UPDATE entries SET body = replace(body, '乙', '丙') WHERE seq = 2")
        connection.commit()
    code, said = cleared("ledger", "verify")
    assert code == REFUSED
    assert "第 2 条：内容被改动  [ROW_CHANGED]" in said
    assert "LEDGER_SCHEMA" in said


def test_an_anchor_is_kept_elsewhere_and_checked(cleared: Bench) -> None:
    """One that does not fit is exit 4."""
    assert cleared("ledger", "anchor", "-o", "anchor.txt", by="终审员丁")[0] == CLEAN
    code, said = cleared("ledger", "verify", "--anchor", "anchor.txt")
    assert (code, "没有核对锚点" in said) == (CLEAN, False)
    kept = cleared.work / "anchor.txt"
    said = json.loads(kept.read_text(encoding="utf-8"))["hash"]
    text = kept.read_text(encoding="utf-8").replace(said, "0" * 64)
    kept.write_text(text, encoding="utf-8")
    code, said = cleared("ledger", "verify", "--anchor", "anchor.txt")
    assert (code, "ANCHOR_CHANGED" in said) == (REFUSED, True)


def test_the_ledger_is_handed_in_as_a_table(cleared: Bench) -> None:
    """The columns that the plans demand; no cell is a formula."""
    assert cleared("ledger", "export", "-f", "csv", "-o", "台账.csv")[0] == CLEAN
    text = (cleared.work / "台账.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert tuple(rows[0]) == export.COLUMNS
    line = dict(zip(*rows, strict=True))
    assert (line["信息名称"], line["公开属性"], line["责任单位"]) == ("a.txt", "主动公开", "民政局")
    assert line["内容摘要"] == "'=补贴公示"
    assert line["处理结果"] == "已放行（遮盖 1 处）"
    assert "初审员乙（初审）" in line["审核人"]
    assert cleared("ledger", "export", "-f", "xlsx", "-o", "台账.xlsx")[0] == CLEAN
    book = load_workbook(cleared.work / "台账.xlsx")
    cells = list(book["台账"].iter_rows(values_only=True))
    assert cells[1][1] == "=补贴公示"
    assert book["台账"]["B2"].data_type == "s"
    book.close()


def test_an_exported_ledger_is_what_was_recorded(cleared: Bench) -> None:
    """As JSON Lines, one entry a line, of the published schema."""
    from jsonschema import Draft202012Validator

    cleared("ledger", "export", "-f", "jsonl", "-o", "台账.jsonl")
    lines = (cleared.work / "台账.jsonl").read_text(encoding="utf-8").splitlines()
    schemas = Path(__file__).parents[2] / "docs" / "schema"
    check = Draft202012Validator(json.loads((schemas / "ledger.schema.json").read_text("utf-8")))
    for line in lines:
        check.validate(json.loads(line))
    assert len(lines) == len(cleared("ledger", "show", "-f", "json")[1].splitlines())
    envelope = json.loads((cleared.work / "out" / "a.txt.clearance.json").read_bytes())
    clearance = json.loads((schemas / "clearance.schema.json").read_text("utf-8"))
    Draft202012Validator(clearance).validate(envelope)
    import base64

    statement = json.loads(base64.b64decode(envelope["payload"]))
    Draft202012Validator({**clearance["$defs"]["statement"], "$defs": clearance["$defs"]}).validate(
        statement
    )


def test_what_is_due_is_listed(cleared: Bench) -> None:
    """Exit 1 for a nightly job, 0 where nothing is."""
    assert cleared("ledger", "due")[0] == CLEAN
    code, said = cleared("ledger", "due", "--days", "400")
    assert (code, "应定期审查" in said, "放行到期" in said) == (ExitCode.FINDINGS, True, True)
    assert cleared.submit("b.txt", text="联系人手机13800004718。\n")[0] == CLEAN
    code, said = cleared("ledger", "due", "--days", "6")
    assert (code, "初审应签字" in said) == (ExitCode.FINDINGS, True)


def test_what_is_not_published_is_recorded_with_its_basis(bench: Bench) -> None:
    """And comes up again for review; its bytes are there under the key only."""
    import hashlib

    (bench.work / "c.txt").write_text(TEXT, encoding="utf-8")
    how = ("withhold", "c.txt", "--disclosure", "依申请公开", "--next-review", "2027-01-01")
    assert bench(*how, by="信息员甲")[0] == REFUSED
    code, _ = bench(*how, "--reason", "过程性信息", "--basis", "条例", by="信息员甲")
    assert code == CLEAN
    _, said = bench("ledger", "export", "-f", "csv")
    assert "不主动公开" in said
    assert "过程性信息" in said
    plain = hashlib.sha256(TEXT.encode()).hexdigest()
    assert plain.encode() not in (bench.work / ".deident" / "ledger.db").read_bytes()


def test_a_ledger_is_backed_up_and_restored(cleared: Bench) -> None:
    """Into an empty place only, and only if it is whole."""
    assert cleared("ledger", "backup", "-o", "../backup.db")[0] == CLEAN
    assert cleared("ledger", "restore", "--from", "../backup.db")[0] == USAGE
    for left in (cleared.work / ".deident").iterdir():
        left.unlink()
    code, _ = cleared(
        "ledger", "restore", "--from", "../backup.db", "--ledger", ".deident/ledger.db"
    )
    assert code == CLEAN
    assert cleared("verify", "out")[0] == CLEAN
    assert cleared("ledger", "verify")[0] == CLEAN


def test_a_missing_ledger_is_a_usage_error(bench: Bench) -> None:
    """Not an empty ledger in which everything is unknown."""
    code, said = bench("ledger", "show", "--ledger", "none.db")
    assert (code, "none.db" in said) == (USAGE, True)
    assert not (bench.work / "none.db").exists()
    assert bench("init", "--ledger", ".deident/ledger.db")[0] == USAGE


def test_without_the_offices_key_nothing_is_read(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key of this run would seal what nobody can check."""
    monkeypatch.delenv(keys.VARIABLE)
    assert bench("ledger", "show")[0] == USAGE


def test_a_key_is_rotated_and_old_clearances_hold(cleared: Bench) -> None:
    """The old key stays to check the old lines; a copy of the file brings both back."""
    file = cleared.keys / "office.key"
    before = keys.load(file).id
    code, said = cleared("key", "rotate")
    assert (code, before in said) == (CLEAN, True)
    assert keys.load(file).id != before
    assert [one.id for one in keys.load(file).former] == [before]
    assert cleared("ledger", "verify")[0] == CLEAN
    assert cleared("verify", "out")[0] == CLEAN
    assert cleared("key", "backup", str(cleared.keys / "copy.key"))[0] == CLEAN
    if os.name == "posix":
        assert (cleared.keys / "copy.key").stat().st_mode & 0o777 == 0o600
    assert cleared("key", "restore", str(cleared.keys / "copy.key"))[0] == USAGE
    file.unlink()
    assert cleared("key", "restore", str(cleared.keys / "copy.key"))[0] == CLEAN
    assert cleared("ledger", "verify")[0] == CLEAN
    assert cleared("key", "show")[0] == CLEAN


def test_a_key_is_not_copied_among_the_documents(bench: Bench) -> None:
    """Neither the office's nor a person's."""
    assert bench("key", "backup", "copy.key")[0] == USAGE
    assert bench("init", "--reviewer", "戊", "戊.key")[0] == USAGE
    assert not list(bench.work.glob("*.key"))


def test_somebody_leaves_and_somebody_takes_over(bench: Bench) -> None:
    """The open items are the successor's, the old key signs nothing."""
    assert bench.submit("a.txt", text=TEXT)[0] == CLEAN
    assert bench("init", "--reviewer", "新人戊", str(bench.key("新人戊")))[0] == CLEAN
    public = Hand.of(bench.key("新人戊").read_bytes()).public
    how = ("reviewer", "hand-over", "初审员乙", "新人戊", "--public", public)
    assert bench(*how)[0] == REFUSED
    assert bench(*how, "--reason", "调离")[0] == CLEAN
    code, said = bench("sign", "out/a.txt", by="初审员乙")
    assert (code, "已停用" in said) == (REFUSED, True)
    assert bench("sign", "out/a.txt", by="新人戊")[0] == CLEAN
    _, said = bench("reviewer", "list")
    assert "初审员乙  初审" in said
    assert "已停用" in said
    assert bench("ledger", "verify")[0] == CLEAN


def test_a_reviewers_key_ends_and_is_renewed(bench: Bench) -> None:
    """Enrolled until yesterday: refused; with a new key: as before."""
    name = "临时己"
    bench("init", "--reviewer", name, str(bench.key(name)))
    public = Hand.of(bench.key(name).read_bytes()).public
    yesterday = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).date().isoformat()
    add = ("reviewer", "add", name, "--public", public, "--stage", "初审", "--until", yesterday)
    assert bench(*add)[0] == CLEAN
    assert bench.submit("a.txt", text=TEXT)[0] == CLEAN
    code, said = bench("sign", "out/a.txt", by=name)
    assert (code, "不在有效期内" in said) == (REFUSED, True)
    assert bench("reviewer", "add", "庚", "--public", "00", "--stage", "初审")[0] == REFUSED
    assert bench("reviewer", "add", "庚", "--public", public, "--stage", "没有")[0] == REFUSED


def test_a_signing_key_that_others_can_read_is_refused(bench: Bench) -> None:
    """It would be somebody else's signature too."""
    assert bench.submit("a.txt", text=TEXT)[0] == CLEAN
    if os.name == "posix":
        bench.key("初审员乙").chmod(0o644)
        assert bench("sign", "out/a.txt", by="初审员乙")[0] == USAGE
    bench.key("初审员乙").chmod(0o600)
    bench.key("初审员乙").write_bytes(b"not a key")
    code, said = bench("sign", "out/a.txt", by="初审员乙")
    assert (code, "not a key" in said) == (USAGE, False)
