"""What a run over many files leaves in the ledger: a line without content, or sums."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from deident import keys
from deident.errors import ExitCode
from deident.ledger.store import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Here

    from deident.ledger.entries import Entry

MARKED = "机密★10年\n夏政发〔2026〕4号\n联系人手机13800004719。\n"
LEAKY = "联系人手机13800004718。\n"


@pytest.fixture
def recorded(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[Entry]]:
    """Found an office with a ledger; return a way to read it."""
    key = tmp_path.parent / f"{tmp_path.name}-office.key"
    monkeypatch.setenv("DEIDENT_KEY_FILE", str(key))
    assert here("init")[0] == ExitCode.CLEAN
    assert here("init", "--ledger", ".deident/ledger.db")[0] == ExitCode.CLEAN

    def entries() -> list[Entry]:
        with Ledger(tmp_path / ".deident" / "ledger.db", keys.load(key)) as ledger:
            return list(ledger.entries())

    return entries


@pytest.mark.parametrize("words", [("scan",), ("mask", "--to", "out"), ("hook",)])
def test_a_document_that_a_mark_stopped_leaves_a_line_and_nothing_of_itself(
    here: Here, recorded: Callable[[], list[Entry]], tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Whoever met it: neither name nor digest nor count."""
    (tmp_path / "绝密名单.txt").write_text(MARKED, encoding="utf-8")
    (tmp_path / "通知.txt").write_text(LEAKY, encoding="utf-8")
    assert here(*words, "绝密名单.txt", "通知.txt", "-j", "1")[0] == ExitCode.CLASSIFIED
    (entry,) = recorded()
    assert entry.act.about == {"code": "CLASSIFIED", "command": words[0]}
    about = (entry.act.name, entry.act.document, entry.act.output, entry.act.counts)
    assert not any(about)
    raw = b"".join(file.read_bytes() for file in (tmp_path / ".deident").iterdir())
    assert "绝密名单".encode() not in raw


def test_without_a_ledger_it_is_stopped_all_the_same(here: Here, tmp_path: Path) -> None:
    """The first scan of an office that has founded nothing."""
    (tmp_path / "a.txt").write_text(MARKED, encoding="utf-8")
    code, _, said = here("scan", "a.txt")
    assert code == ExitCode.CLASSIFIED
    assert "台账" not in said


def test_a_ledger_that_cannot_be_written_is_told(
    here: Here, recorded: Callable[[], list[Entry]], tmp_path: Path
) -> None:
    """The exit code stays that of the mark: it is the gravest."""
    recorded()
    (tmp_path / ".deident" / "ledger.db").write_bytes(b"no ledger at all")
    (tmp_path / "a.txt").write_text(MARKED, encoding="utf-8")
    code, _, said = here("scan", "a.txt")
    assert code == ExitCode.CLASSIFIED
    assert "没有记入台账" in said


def test_a_scan_is_recorded_by_its_sums_when_asked(
    here: Here, recorded: Callable[[], list[Entry]], tmp_path: Path
) -> None:
    """Policy, counts by type, how many files; no file's name."""
    (tmp_path / "赵钱孙.txt").write_text(LEAKY, encoding="utf-8")
    assert here("scan", "赵钱孙.txt", "--record")[0] == ExitCode.FINDINGS
    (entry,) = recorded()
    assert entry.act.counts["MASK"]["CN_MOBILE"] == 1
    assert entry.act.about["files"] == 1
    assert entry.act.policy["digest"]
    assert "赵钱孙" not in json.dumps([entry.act.name, dict(entry.act.about)], ensure_ascii=False)


def test_a_scan_that_cannot_be_recorded_is_not_begun(here: Here, tmp_path: Path) -> None:
    """After hours it would be too late to say so."""
    (tmp_path / "a.txt").write_text(LEAKY, encoding="utf-8")
    code, out, _ = here("scan", "a.txt", "--record")
    assert code == ExitCode.USAGE
    assert out == ""
