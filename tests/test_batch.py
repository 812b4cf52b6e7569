"""The pool: a crash or a hang costs its file alone, and order is kept."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from deident import batch

if TYPE_CHECKING:
    from collections.abc import Callable


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


def test_no_task_starts_no_process() -> None:
    """Nothing to do is done at once."""
    assert list(batch.run([], prepare, lost)) == []


def test_there_are_never_more_workers_than_tasks() -> None:
    """Each costs a second to start."""
    assert batch.workers(1, 8) == 1
    assert batch.workers(100, 3) == 3
    assert batch.workers(0) == 1
