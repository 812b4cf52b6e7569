"""Many files in a pool of processes: a crash or a hang costs its file alone.

Every worker is a fresh process (spawn) that prepares once and then takes one task at a time, so the
parent always knows which task a dead or late worker held. Outcomes come in the order of the tasks.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

TIMEOUT_SECONDS = 600
_GRACE = 5.0


def workers(tasks: int, jobs: int = 0) -> int:
    """Return how many processes a number of tasks is worth; `jobs` 0 means one per processor."""
    return max(1, min(tasks, jobs or os.cpu_count() or 1))


class _Worker(Generic[Task, Outcome]):
    """One process, and the task it holds."""

    def __init__(self, prepare: Callable[[], Callable[[Task], Outcome]]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(far, prepare), daemon=True)
        self._process.start()
        far.close()
        self.index = -1
        self._deadline = 0.0

    def give(self, index: int, task: Task, seconds: float) -> None:
        """Hand over a task; the clock runs from now."""
        self.index, self._deadline = index, time.monotonic() + seconds
        self.pipe.send(task)

    def left(self) -> float:
        """Return the seconds until the task is late."""
        return self._deadline - time.monotonic()

    def stop(self) -> None:
        """End the process, by force if it does not listen."""
        self.pipe.close()
        self._process.terminate()
        self._process.join(_GRACE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_GRACE)


def _serve(pipe: Connection, prepare: Callable[[], Callable[[Any], Any]]) -> None:
    """Take tasks until the parent hangs up. Interrupts are the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Four times faster: every tesseract would start a thread per processor.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    work: Callable[[Any], Any] | None = None
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        if work is None:
            work = prepare()
        pipe.send(work(task))


def run(
    tasks: Sequence[Task],
    prepare: Callable[[], Callable[[Task], Outcome]],
    lost: Callable[[Task, str], Outcome],
    *,
    jobs: int = 0,
    seconds: float = TIMEOUT_SECONDS,
) -> Iterator[Outcome]:
    """Yield the outcome of every task, in order.

    `lost` words the outcome of a task whose process died ("CRASHED") or was late ("TIMEOUT").
    """
    waiting = deque(enumerate(tasks))
    done: dict[int, Outcome] = {}
    pool: list[_Worker[Task, Outcome]] = []
    following = 0
    try:
        while following < len(tasks):
            while waiting and len(pool) < workers(len(tasks), jobs):
                pool.append(_Worker(prepare))
                _next(pool[-1], waiting, seconds)
            for worker in _ready(pool):
                outcome, alive = _collect(worker, tasks[worker.index], lost)
                done[worker.index] = outcome
                if not (alive and _next(worker, waiting, seconds)):
                    worker.stop()
                    pool.remove(worker)
            while following in done:
                yield done.pop(following)
                following += 1
    finally:
        for worker in pool:
            worker.stop()


def _next(worker: _Worker[Task, Outcome], waiting: deque[tuple[int, Task]], seconds: float) -> bool:
    if not waiting:
        return False
    index, task = waiting.popleft()
    try:
        worker.give(index, task, seconds)
    except OSError:
        # It died before it could take anything; collecting from it will say so.
        worker.index = index
    return True


def _ready(pool: Sequence[_Worker[Task, Outcome]]) -> list[_Worker[Task, Outcome]]:
    """Return the workers that answered, died or are late."""
    patience = max(0.0, min(worker.left() for worker in pool))
    heard = wait([worker.pipe for worker in pool], timeout=patience)
    return [worker for worker in pool if worker.pipe in heard or worker.left() <= 0]


def _collect(
    worker: _Worker[Task, Outcome], task: Task, lost: Callable[[Task, str], Outcome]
) -> tuple[Outcome, bool]:
    try:
        if worker.pipe.poll():
            outcome: Outcome = worker.pipe.recv()
            return outcome, True
        code = "TIMEOUT"
    except (EOFError, OSError):
        code = "CRASHED"
    # First the process, then what it left: it might still be writing.
    worker.stop()
    return lost(task, code), False
