"""The pool: a crash or a hang costs its file alone, and order is kept."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deident import batch, keys
from deident.batch import limits
from deident.batch.cache import Cache, Row
from deident.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def prepare() -> Callable[[str], str]:
    """Return a worker that does what it is told, good or bad."""
    return work


def work(task: str) -> str:
    """Answer, die or hang."""
    if task == "die":
        os._exit(9)
    if task == "hang":
        time.sleep(60)
    if task.startswith("slow"):
        time.sleep(0.3)
    return f"{task} done"


def lost(task: str, code: str) -> str:
    """Say what became of a task that gave no answer."""
    return f"{task} {code}"


def test_a_worker_that_dies_costs_its_own_task_alone() -> None:
    """The others are done, and everything comes in the order it was given."""
    tasks = ["a", "die", "b", "c"]
    outcomes = list(batch.run(tasks, prepare, lost, jobs=1))
    assert outcomes == ["a done", "die CRASHED", "b done", "c done"]


def test_a_task_that_hangs_is_stopped() -> None:
    """It would hold up the whole night's run."""
    began = time.monotonic()
    outcomes = list(batch.run(["hang", "a"], prepare, lost, jobs=2, seconds=3))
    assert outcomes == ["hang TIMEOUT", "a done"]
    assert time.monotonic() - began < 30


def test_outcomes_keep_the_order_of_the_tasks() -> None:
    """A quick file behind a slow one waits."""
    tasks = ["slow 1", "b", "slow 2", "d"]
    assert list(batch.run(tasks, prepare, lost, jobs=2)) == [f"{task} done" for task in tasks]


def await_flag(task: str) -> str:
    """Wait for what a much later task does, or do it."""
    kind, _, path = task.partition(" ")
    if kind == "last":
        Path(path).touch()
    while kind == "first" and not Path(path).exists():
        time.sleep(0.01)
    return kind


def prepare_flags() -> Callable[[str], str]:
    """Return a worker whose first task is done only after its last."""
    return await_flag


def test_a_slow_file_does_not_hold_up_the_other_workers(tmp_path: Path) -> None:
    """Hundreds of files behind a long scan are done before it, and wait for their turn."""
    flag = str(tmp_path / "flag")
    tasks = [f"first {flag}", *["quick"] * 300, f"last {flag}"]
    outcomes = list(batch.run(tasks, prepare_flags, lost, jobs=2, seconds=120))
    assert outcomes == ["first", *["quick"] * 300, "last"]


def prepare_slowly() -> Callable[[str], str]:
    """Take longer to begin than a file may take."""
    time.sleep(4)
    return work


def test_the_clock_of_a_file_does_not_run_while_its_worker_prepares() -> None:
    """A worker that replaces a dead one loads everything anew; the next file is not late for it."""
    outcomes = list(batch.run(["die", "a"], prepare_slowly, lost, jobs=1, seconds=3))
    assert outcomes == ["die CRASHED", "a done"]


def prepare_badly() -> Callable[[str], str]:
    """Fail to begin."""
    raise ValueError


def test_a_worker_that_cannot_begin_costs_every_task_and_ends() -> None:
    """It must not start workers for ever."""
    assert list(batch.run(["a", "b"], prepare_badly, lost, jobs=1)) == ["a CRASHED", "b CRASHED"]


def test_no_task_starts_no_process() -> None:
    """Nothing to do is done at once."""
    assert list(batch.run([], prepare, lost)) == []


def test_there_are_never_more_workers_than_tasks() -> None:
    """Each costs a second to start."""
    assert batch.workers(1, 8) == 1
    assert batch.workers(100, 3) == 3
    assert batch.workers(0) == 1


def eat(task: int) -> int:
    """Take as many megabytes as asked."""
    return len(bytearray(task << 20))


def prepare_eating() -> Callable[[int], int]:
    """Return a worker that takes memory."""
    return eat


@pytest.mark.skipif(sys.platform == "win32", reason="the system itself sets the limit on Linux")
def test_a_task_that_eats_memory_costs_itself_alone() -> None:
    """Its worker is replaced, because nobody knows what is left of its memory."""
    outcomes = list(
        batch.run(
            [1, 4096, 2],
            prepare_eating,
            lambda _, code: -len(code),
            jobs=1,
            memory=1 << 30,
        )
    )
    assert outcomes == [1 << 20, -len("NO_MEMORY"), 2 << 20]


def test_an_outcome_that_says_out_of_memory_ends_its_worker() -> None:
    """The code came from the worker itself; the next task meets a fresh one."""
    outcomes = list(batch.run(["a", "b"], prepare, lost, jobs=1, spent=str_is_a))
    assert outcomes == ["a NO_MEMORY", "b done"]


def str_is_a(outcome: str) -> bool:
    """Tell whether this was task a."""
    return outcome == "a done"


def test_where_the_system_sets_no_limit_a_watchdog_does() -> None:
    """It ends the process the first time it sees too much."""
    taken = iter([10, 20, 31, 5])
    ended: list[int] = []
    limits.watch(30, lambda: next(taken), ended.append, lambda _: None)
    assert ended == [limits.OUT_OF_MEMORY]
    assert next(taken) == 5


def test_a_worker_that_dies_again_and_again_stops_nobody_else() -> None:
    """Twenty crashes, twenty lost tasks, twenty done."""
    tasks = ["die" if number % 2 else f"ok {number}" for number in range(40)]
    expected = ["die CRASHED" if task == "die" else f"{task} done" for task in tasks]
    assert list(batch.run(tasks, prepare, lost, jobs=2)) == expected


def test_an_exception_nobody_expected_is_a_crash_of_its_task() -> None:
    """Its text may hold a document's, so it goes nowhere."""
    assert list(batch.run(["a"], prepare_raising, lost)) == ["a CRASHED"]


def prepare_raising() -> Callable[[str], str]:
    """Return a worker that only raises."""
    return raise_text


def raise_text(task: str) -> str:
    """Raise with the text."""
    raise ValueError(task)


def test_tasks_are_asked_for_as_they_are_needed() -> None:
    """A folder of a million files is not held in the pool."""
    asked: list[int] = []

    def tasks() -> Iterator[str]:
        for number in range(2000):
            asked.append(number)
            yield str(number)

    outcomes = batch.run(tasks(), prepare, lost, jobs=1)
    assert next(outcomes) == "0 done"
    assert len(asked) < 1000
    outcomes.close()  # type: ignore[attr-defined]  # a generator


def in_handfuls(
    tasks: list[str],
    prepared: Callable[[], Callable[[str], str]] = prepare,
    *,
    jobs: int,
    seconds: float = 60,
    most: int = batch.HANDFUL,
) -> list[str]:
    """Run tasks that may go to a worker together."""
    outcomes = batch.run(
        tasks, prepared, lost, jobs=jobs, seconds=seconds, small=lambda _: True, most=most
    )
    return list(outcomes)


def test_of_a_handful_only_the_guilty_one_is_lost() -> None:
    """Whatever it was: each of the others is done, and all come in order."""
    tasks = ["a", "die", "b", "hang", "c", "d"]
    outcomes = in_handfuls(tasks, jobs=1, seconds=3)
    assert outcomes == ["a done", "die CRASHED", "b done", "hang TIMEOUT", "c done", "d done"]


def test_handfuls_keep_the_order_of_the_tasks_and_lose_none() -> None:
    """However often a worker gives back what its time was too short for."""
    tasks = [f"slow {number}" if number % 5 == 0 else f"{number}" for number in range(60)]
    assert in_handfuls(tasks, jobs=2) == [f"{task} done" for task in tasks]


@pytest.mark.skipif(sys.platform == "win32", reason="the system itself sets the limit on Linux")
def test_in_a_handful_a_task_that_eats_memory_costs_itself_alone() -> None:
    """It is done again alone, and then its worker is ended for it."""
    outcomes = list(
        batch.run(
            [1, 4096, 2],
            prepare_eating,
            lambda _, code: -len(code),
            jobs=1,
            memory=1 << 30,
            small=lambda _: True,
        )
    )
    assert outcomes == [1 << 20, -len("NO_MEMORY"), 2 << 20]


def prepare_counting() -> Callable[[str], str]:
    """Return a worker that answers with its own number."""
    return count_worker


def count_worker(task: str) -> str:
    """Take a while, and say who did it."""
    time.sleep(0.2)
    return f"{task} {os.getpid()}"


def test_slow_tasks_of_one_handful_are_shared_among_the_workers() -> None:
    """What its worker does not come to in its slice of time goes to whoever is free."""
    outcomes = in_handfuls([str(number) for number in range(8)], prepare_counting, jobs=2, most=4)
    done = [outcome.split() for outcome in outcomes]
    assert [number for number, _ in done] == [str(number) for number in range(8)]
    assert len({worker for _, worker in done}) == 2


def row(content: str, digest: str = "a") -> Row:
    """Return something to remember."""
    return Row(digest=digest, name="", content=content, listed="")


def test_a_changed_row_of_the_cache_is_not_there(tmp_path: Path) -> None:
    """Somebody who can write the file must not be able to turn unread into clean."""
    key = keys.Key(b"k" * 32)
    cache = Cache(tmp_path / "c.sqlite", key, "scope")
    cache.put(row("incomplete"))
    assert cache.get("a") == row("incomplete")
    cache.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "c.sqlite")) as base, base:
        base.execute("UPDATE outcome SET content = replace(content, 'incomplete', 'clean')")
    assert Cache(tmp_path / "c.sqlite", key, "scope").get("a") is None
    assert Cache(tmp_path / "c.sqlite", keys.Key(b"x" * 32), "scope").get("a") is None


def test_the_cache_belongs_to_its_owner_and_its_settings(tmp_path: Path) -> None:
    """Mode 0600; another policy finds nothing."""
    key = keys.Key(b"k" * 32)
    cache = Cache(tmp_path / "c.sqlite", key, "one")
    cache.put(row("clean"))
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    assert Cache(tmp_path / "c.sqlite", key, "two").get("a") is None


def test_a_file_that_is_no_cache_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """It might be somebody's document."""
    (tmp_path / "c.sqlite").write_text("not a database at all", encoding="utf-8")
    with pytest.raises(OutputError, match="cache"):
        Cache(tmp_path / "c.sqlite", keys.Key(b"k" * 32), "scope")


def test_a_field_cannot_be_moved_into_the_next_one(tmp_path: Path) -> None:
    """The seal is over all fields, each at its place."""
    key = keys.Key(b"k" * 32)
    cache = Cache(tmp_path / "c.sqlite", key, "scope")
    cache.put(Row(digest="a", name="n", content="c", listed="l"))
    with contextlib.closing(sqlite3.connect(tmp_path / "c.sqlite")) as base, base:
        base.execute("UPDATE outcome SET name = '', content = 'nc'")
    assert cache.get("a") is None


def test_many_rows_are_asked_for_at_once(tmp_path: Path) -> None:
    """More than SQLite takes in one question; those that are not there are left out."""
    cache = Cache(tmp_path / "c.sqlite", keys.Key(b"k" * 32), "scope")
    cache.put(*(row("clean", str(number)) for number in range(1200)))
    found = cache.some([str(number) for number in range(-5, 1200)])
    assert sorted(int(one.digest) for one in found) == list(range(1200))


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path) -> None:
    """A full disk costs time next time; the run goes on."""
    key = keys.Key(b"k" * 32)
    cache = Cache(tmp_path / "c.sqlite", key, "scope")
    with contextlib.closing(sqlite3.connect(tmp_path / "c.sqlite")) as base:
        base.execute("DROP TABLE outcome")
    cache.put(row("clean"))
    assert not cache._base.in_transaction
