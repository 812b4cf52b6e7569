"""Whatever is changed in the ledger is named."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.ledger.office import LAST, Clock, Office

from deident.errors import ExitCode
from deident.keys import Key
from deident.ledger import schema
from deident.ledger.anchors import anchor, missed
from deident.ledger.entries import Act, Kind
from deident.ledger.refusals import LedgerError, RefusedError
from deident.ledger.reviewers import Following
from deident.ledger.store import Ledger


def broken(office: Office, key: Key | None = None) -> list[tuple[str, int]]:
    """Return what `verify` says of an office's ledger."""
    with Ledger(office.file, key or office.key) as ledger:
        return [(one.code, one.seq) for one in ledger.verify(Following())]


@pytest.fixture
def full(office: Office, tmp_path: Path) -> Office:
    """An office whose ledger holds all there is in a review."""
    output = office.cleared(tmp_path / "a.txt")
    office.desk(LAST).publish(output, "政府网站")
    return office


def test_a_ledger_that_nobody_touched_is_whole(full: Office) -> None:
    """Nothing is named where nothing is wrong."""
    assert broken(full) == []
    assert full.ledger.complete()


@pytest.mark.parametrize("field", ["body", "hash", "seal", "signature"])
def test_any_character_of_any_row_is_noticed(full: Office, field: str) -> None:
    """Each row is named by its number, whichever of its texts was changed."""
    last = full.ledger.head().seq
    for seq in range(1, last + 1):
        row = next(row for row in full.ledger.rows() if row.seq == seq)
        text = getattr(row, field)
        full.change(seq, **{field: _other(text)})
        named = broken(full)
        assert (seq in {row for _, row in named}) or (seq == last and named)
        full.change(seq, **{field: text})
    assert broken(full) == []


def _other(text: str) -> str:
    """Return the text with its last letter or digit changed; a body stays JSON."""
    at = max((i for i, character in enumerate(text) if character.isdecimal()), default=0)
    return text[:at] + ("1" if text[at : at + 1] != "1" else "2") + text[at + 1 :]


def test_a_decision_and_its_hash_changed_together_are_noticed(full: Office) -> None:
    """Whoever can compute a hash cannot seal without the key."""
    from deident.ledger.entries import hash_of

    row = next(row for row in full.ledger.rows() if '"type":"submit"' in row.body)
    body = row.body.replace('"action":"MASK"', '"action":"KEEP"')
    assert body != row.body
    full.change(row.seq, body=body, hash=hash_of(body))
    assert ("ROW_SEAL", row.seq) in broken(full)


def test_two_rows_that_changed_places_are_noticed(full: Office) -> None:
    """Whole rows in another order."""
    full.tamper(
        ("UPDATE entries SET seq = 100 WHERE seq = 3",),
        ("UPDATE entries SET seq = 3 WHERE seq = 4",),
        ("UPDATE entries SET seq = 4 WHERE seq = 100",),
    )
    assert ("ROW_ORDER", 3) in broken(full)
    assert ("ROW_ORDER", 4) in broken(full)


def test_a_row_taken_out_is_noticed(full: Office) -> None:
    """A withdrawal that disappears."""
    full.cut(5, 5)
    assert broken(full) == [("ROW_MISSING", 5)]
    assert not full.ledger.complete()


@pytest.mark.parametrize("kept", [0, 1, 5])
def test_a_cut_tail_is_noticed(full: Office, kept: int) -> None:
    """Also where everything was cut."""
    full.cut(kept + 1)
    assert broken(full) == [("TAIL_CUT", kept + 1)]


def test_a_head_moved_back_with_the_tail_is_noticed(full: Office) -> None:
    """The head is sealed too."""
    row = list(full.ledger.rows())[4]
    full.cut(6)
    full.tamper(("UPDATE head SET seq = 5, hash = ?, seal = ?", row.hash, row.seal))
    assert broken(full) == [("HEAD_CHANGED", 5)]
    with pytest.raises(RefusedError) as refused:
        full.ledger.head()
    assert refused.value.exit_code is ExitCode.NOT_CLEARED


def test_a_row_added_without_the_key_is_noticed(full: Office) -> None:
    """One that looks right in everything but its seal."""
    other = Key(b"k" * 32)
    head = full.ledger.head()
    full.tamper(
        ("INSERT INTO entries VALUES (?, '{}', 'h', ?, '')", head.seq + 1, other.seal(b"h"))
    )
    assert ("ROW_CHANGED", head.seq + 1) in broken(full)
    assert ("TAIL_ADDED", head.seq + 1) in broken(full)


def test_a_trigger_taken_away_is_noticed(full: Office) -> None:
    """The table would be append-only no longer."""
    with closing(sqlite3.connect(full.file)) as connection:
        connection.execute("DROP TRIGGER entries_kept")
    assert broken(full)[0] == ("LEDGER_SCHEMA", 0)


@pytest.mark.parametrize("statement", ["UPDATE entries SET body = ''", "DELETE FROM entries"])
def test_the_table_itself_refuses_changes(full: Office, statement: str) -> None:
    """A slip in another program does no harm."""
    with (
        closing(sqlite3.connect(full.file)) as connection,
        pytest.raises(sqlite3.DatabaseError, match="append-only"),
    ):
        connection.execute(statement)


def test_another_key_reads_nothing(full: Office) -> None:
    """Nobody takes a ledger under a key that is not the office's for whole."""
    assert {code for code, _ in broken(full, Key(b"o" * 32))} == {"ROW_KEY_UNKNOWN"}


def test_a_signature_of_somebody_else_is_noticed(full: Office) -> None:
    """The holder of the office's key cannot sign for a reviewer."""
    from deident.ledger.entries import sealed

    row = next(row for row in full.ledger.rows() if '"type":"sign"' in row.body)
    forged = full.desk(LAST).hand.sign(b"something else")
    seal = full.key.seal(sealed(row.hash, forged))
    full.change(row.seq, signature=forged, seal=seal)
    assert broken(full) == [("ROW_SIGNATURE", row.seq)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@example(place=0.083984375, bit=7)  # SQLite quotes a name that is no UTF-8 any more.
def test_any_bit_of_the_file_is_noticed_or_matters_to_nobody(
    full: Office, place: float, bit: int
) -> None:
    """Where `verify` is silent, every row is as it was."""
    full.ledger.close()
    before = full.file.read_bytes()
    with Ledger(full.file, full.key) as ledger:
        rows = list(ledger.rows())
    whole = full.file.read_bytes()
    at = int(place * len(whole))
    try:
        full.file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        try:
            with Ledger(full.file, full.key) as ledger:
                if not ledger.verify(Following()):
                    assert list(ledger.rows()) == rows
        except (LedgerError, RefusedError):
            pass
    finally:
        for left in full.folder.glob("ledger.db-*"):
            left.unlink()
        full.file.write_bytes(before)


def test_a_rewrite_with_the_key_is_caught_only_with_an_anchor(full: Office, tmp_path: Path) -> None:
    """A chain alone does not stop somebody who can write all of it anew."""
    kept = anchor(full.ledger, full.desk(LAST).hand)
    full.clock.move(hours=1)
    full.ledger.append(Act(kind=Kind.INCIDENT, about={"code": "TEST"}))
    assert broken(full) == []
    assert missed(full.ledger, kept) == []

    (tmp_path / "again").mkdir()
    forged = Office(tmp_path / "again", key=full.key)
    forged.cleared(tmp_path / "again" / "b.txt")
    for _ in range(10):
        forged.ledger.append(Act(kind=Kind.INCIDENT))
    assert broken(forged) == []
    assert [one.code for one in missed(forged.ledger, kept)] == ["ANCHOR_MISSED"]
    forged.ledger.close()


def test_an_anchor_beyond_the_end_or_changed_is_named(full: Office) -> None:
    """A ledger put back from an old copy lacks what was anchored; a changed anchor is no anchor."""
    full.ledger.copy(full.folder / "old.db")
    kept = anchor(full.ledger, full.desk(LAST).hand)
    with Ledger(full.folder / "old.db", full.key) as old:
        assert [one.code for one in missed(old, kept)] == ["ANCHOR_MISSED"]
    changed = kept.replace('"seq":', '"seq":1')
    assert [one.code for one in missed(full.ledger, changed)] == ["ANCHOR_CHANGED"]
    assert [one.code for one in missed(full.ledger, "{}")] == ["ANCHOR_CHANGED"]


def _append(file: str, count: int) -> None:
    with Ledger(Path(file), Key(bytes(range(32)))) as ledger:
        for _ in range(count):
            ledger.append(Act(kind=Kind.INCIDENT, about={"by": os.getpid()}))


def test_two_processes_append_without_losing_a_line(tmp_path: Path) -> None:
    """Each waits for the other; the chain is one."""
    file = tmp_path / "ledger.db"
    Ledger.create(file, Key(bytes(range(32)))).close()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_append, args=(str(file), 20)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    with Ledger(file, Key(bytes(range(32)))) as ledger:
        assert ledger.verify(Following()) == []
        assert len({entry.act.about["by"] for entry in ledger.entries()}) == 2
        assert ledger.head().seq == 40


def test_a_failed_act_leaves_nothing(office: Office) -> None:
    """All of a transaction or nothing."""
    before = office.ledger.head()

    def fail() -> None:
        with office.ledger.writing() as add:
            add(Act(kind=Kind.INCIDENT))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert office.ledger.head() == before
    assert broken(office) == []


def test_a_ledger_of_version_1_is_brought_up_to_date(office: Office) -> None:
    """It had no indexes; every row stays as it was."""
    rows = list(office.ledger.rows())
    office.ledger.close()
    with closing(sqlite3.connect(office.file)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall():
            connection.execute(f"DROP INDEX {name}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    with Ledger(office.file, office.key) as ledger:
        assert list(ledger.rows()) == rows
        assert ledger.verify(Following()) == []
        assert ledger._connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def test_a_ledger_of_a_later_version_is_left_alone(office: Office) -> None:
    """An older program does not know what it would break."""
    office.ledger.close()
    with closing(sqlite3.connect(office.file)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(LedgerError) as refused:
        Ledger(office.file, office.key)
    assert refused.value.reason == "LEDGER_LATER"
    assert refused.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_what_is_no_ledger_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file would be taken for an empty ledger, and nobody would miss what was in it."""
    file = tmp_path / "ledger.db"
    file.write_bytes(content)
    with pytest.raises((LedgerError, RefusedError)):
        Ledger(file, Key(bytes(range(32)))).head()
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "none.db", Key(bytes(range(32))))
    with pytest.raises(LedgerError):
        Ledger.create(file, Key(bytes(range(32))))


def test_a_backup_is_the_same_ledger(full: Office, tmp_path: Path) -> None:
    """Whole, its owner's alone, and it goes on where the first stopped."""
    full.ledger.copy(tmp_path / "backup.db")
    with Ledger(tmp_path / "backup.db", full.key, Clock()) as again:
        assert list(again.rows()) == list(full.ledger.rows())
        assert again.verify(Following()) == []
        again.append(Act(kind=Kind.INCIDENT))
        assert again.verify(Following()) == []
    if os.name == "posix":
        assert (tmp_path / "backup.db").stat().st_mode & 0o077 == 0


def test_a_new_key_goes_on_with_the_old_chain(full: Office) -> None:
    """Old rows are read under the old key, which the new key's file keeps."""
    new = Key(b"n" * 32, former=(full.key,))
    with Ledger(full.file, new) as ledger:
        ledger.append(Act(kind=Kind.KEY, about={"from": full.key.id, "to": new.id}))
        assert ledger.verify(Following()) == []
    assert {code for code, _ in broken(full)} == {"ROW_KEY_UNKNOWN"}


def test_times_are_those_of_the_clock(office: Office) -> None:
    """In UTC, to the second, whatever the zone of the machine."""
    office.clock.now = dt.datetime(2026, 3, 2, 17, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert office.ledger.append(Act(kind=Kind.INCIDENT)).time == "2026-03-02T09:00:00Z"
