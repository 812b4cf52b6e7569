"""Pebble's pool of processes, with one promise more: whatever a file does, it alone pays for it.

Every worker is a fresh process (spawn) that prepares once and then takes one task at a time. A
worker that dies, hangs or runs out of memory costs the task it held and is replaced.
"""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import CancelledError
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from deident.batch.limits import OUT_OF_MEMORY, limit_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from pebble import ProcessFuture

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

PATROL_SECONDS = 2.0


class Pool(Generic[Task, Outcome]):
    """Some workers, prepared alike.

    `spent` tells of an outcome that its worker has no memory left for another task.
    """

    def __init__(
        self,
        prepare: Callable[[], Callable[[Task], Outcome]],
        *,
        jobs: int,
        memory: int = 0,
        spent: Callable[[Outcome], bool] | None = None,
    ) -> None:
        self._begin = (prepare, memory, spent)
        self._jobs = jobs
        self._pool = self._started()

    def _started(self) -> Any:  # noqa: ANN401 - a pebble.ProcessPool, imported where it is needed
        from pebble import ProcessPool

        return ProcessPool(
            max_workers=self._jobs,
            initializer=_begin,
            initargs=self._begin,
            context=get_context("spawn"),
        )

    def give(self, task: Task, seconds: float) -> ProcessFuture[Outcome]:
        """Hand over a task; its clock runs from the moment a worker takes it."""
        from concurrent.futures.process import BrokenProcessPool

        from pebble import ProcessFuture

        future: ProcessFuture[Outcome]
        try:
            future = self._pool.schedule(_work, (task,), timeout=seconds)
        except RuntimeError:
            # It broke before this task; whoever collects next will renew it.
            future = ProcessFuture()
            future.set_exception(BrokenProcessPool())
        return future

    def outcome(self, future: ProcessFuture[Outcome]) -> Outcome:
        """Wait for an outcome, and no longer than for a worker that is still there."""
        from pebble import ProcessExpired

        while True:
            try:
                return future.result(PATROL_SECONDS)
            except TimeoutError:
                if future.done():
                    raise
                if self.is_orphan(future):
                    raise ProcessExpired("its worker is gone") from None  # type: ignore[no-untyped-call]

    def is_orphan(self, future: ProcessFuture[Outcome]) -> bool:
        """Tell whether a task is with a worker that is no more.

        A worker that dies right after it took a task may be buried before pebble hears that it
        had one; then nobody ends the task before its time is up.
        """
        manager = self._pool._pool_manager  # noqa: SLF001 - pebble has no other way to ask
        there = manager.worker_manager.workers
        return any(
            task.future is future and task.worker_id and task.worker_id not in there
            for task in tuple(manager.task_manager.tasks.values())
        )

    def renew(self) -> None:
        """Start again with fresh workers after the pool as a whole broke down."""
        self.stop()
        self._pool = self._started()

    def stop(self) -> None:
        """End every worker, by force if it does not listen."""
        self._pool.stop()
        self._pool.join()


def is_abandoned() -> bool:
    """Tell, in a worker, whether the process that waits for its outcomes was killed.

    Windows does not say; there a worker ends with what it holds.
    """
    parent = parent_process()
    return parent is not None and os.getppid() != parent.pid


def fate(problem: BaseException) -> str:
    """Return the code of what became of a task that has no outcome."""
    from pebble import ProcessExpired

    if isinstance(problem, CancelledError):
        return "CANCELLED"
    if isinstance(problem, TimeoutError):
        return "TIMEOUT"
    if isinstance(problem, ProcessExpired) and problem.exitcode == OUT_OF_MEMORY:
        return "NO_MEMORY"
    return "CRASHED"


_PREPARED: dict[str, Any] = {}
"""What this worker was told to do; filled in worker processes only."""


def _begin(
    prepare: Callable[[], Callable[[Any], Any]],
    memory: int,
    spent: Callable[[Any], bool] | None,
) -> None:
    # One thread to a worker. Every tesseract would start one per processor, and take four times
    # as long.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.environ["OPENCV_FOR_THREADS_NUM"] = "1"
    limit_memory(memory)
    _PREPARED.update(prepare=prepare, spent=spent)
    # Before the clock of the first file runs. What fails here fails again there, and is told.
    with contextlib.suppress(Exception):
        _PREPARED["work"] = prepare()


def _work(task: Any) -> Any:  # noqa: ANN401 - whatever the caller of `run` deals in
    """Deal with one task. A worker whose memory is spent makes room for a fresh one."""
    try:
        if "work" not in _PREPARED:
            _PREPARED["work"] = _PREPARED["prepare"]()
        outcome = _PREPARED["work"](task)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    if _PREPARED["spent"] is not None and _PREPARED["spent"](outcome):
        os._exit(OUT_OF_MEMORY)
    return outcome
