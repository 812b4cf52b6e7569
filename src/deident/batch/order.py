"""Many tasks through a pool: their outcomes come in order, and a bad one costs itself alone.

Small tasks go to a worker several at a time, because handing one over costs the parent a quarter of
what dealing with it costs the worker. A worker that has spent its slice of time gives the rest of
its handful back, and they go alone. When one of a handful kills its worker or is late, each is done
again alone, so that every limit holds for every task, and only the guilty one is lost.
"""

from __future__ import annotations

import os
import time
from collections import deque
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, TypeVar

from deident.batch.pool import PATROL_SECONDS, Pool, fate, is_abandoned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pebble import ProcessFuture

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

TIMEOUT_SECONDS = 600
HANDFUL = 24
"""The most tasks that are handed over at once."""
# A worker begins no other task of a handful after so long, and so nobody waits for it.
_SLICE_SECONDS = 0.25
# A small task that takes longer than this is no small task: it gets all its time, but alone.
_HANDFUL_SECONDS = 30
# So many handfuls may wait for one task that takes its time.
_AHEAD = 2_000
_TRIES = 2
_ABANDONED = 0
# So many handfuls for each worker are with pebble, which looks at every clock whenever it wakes.
_UNDER_WAY = 4


def workers(tasks: int, jobs: int = 0) -> int:
    """Return how many processes a number of tasks is worth; `jobs` 0 means one per processor."""
    return max(1, min(tasks, jobs or os.cpu_count() or 1))


def run(
    tasks: Iterable[Task],
    prepare: Callable[[], Callable[[Task], Outcome]],
    lost: Callable[[Task, str], Outcome],
    *,
    jobs: int = 0,
    seconds: float = TIMEOUT_SECONDS,
    memory: int = 0,
    spent: Callable[[Outcome], bool] | None = None,
    small: Callable[[Task], bool] | None = None,
    most: int = HANDFUL,
) -> Iterator[Outcome]:
    """Yield the outcome of every task, in order. Tasks are asked for as they are needed.

    `lost` words the outcome of a task whose process died ("CRASHED"), was late ("TIMEOUT") or
    took more than `memory` bytes ("NO_MEMORY"). `spent` tells of an outcome that its worker has no
    memory left for another task. What is `small` may go to a worker with up to `most` others.
    """
    stream = _handfuls(tasks, small, most)
    first = list(islice(stream, jobs or os.cpu_count() or 1))
    if not first:
        return
    pool: Pool[Sequence[Task], Sequence[Outcome]] = Pool(
        partial(_prepared, prepare, spent), jobs=len(first), memory=memory,
        spent=partial(_any_spent, spent) if spent is not None else None,
    )  # fmt: skip
    order = _Order(pool, lost, seconds, jobs=len(first))
    try:
        for handful in chain(first, stream):
            order.give(handful)
            while order.is_full():
                yield from order.collected()
        while order:
            yield from order.collected()
    finally:
        pool.stop()


def _handfuls(
    tasks: Iterable[Task], small: Callable[[Task], bool] | None, most: int
) -> Iterator[Sequence[Task]]:
    """Put neighbours together that are small; the others go alone."""
    handful: list[Task] = []
    for task in tasks:
        if small is not None and small(task):
            handful.append(task)
            if len(handful) >= most:
                yield handful
                handful = []
            continue
        if handful:
            yield handful
            handful = []
        yield [task]
    if handful:
        yield handful


def _prepared(
    prepare: Callable[[], Callable[[Task], Outcome]], spent: Callable[[Outcome], bool] | None
) -> Callable[[Sequence[Task]], Sequence[Outcome]]:
    return partial(_dealt, prepare(), spent)


def _dealt(
    deal: Callable[[Task], Outcome],
    spent: Callable[[Outcome], bool] | None,
    tasks: Sequence[Task],
) -> Sequence[Outcome]:
    """Deal with the tasks in order until the slice of time is over; at least with the first."""
    outcomes = []
    until = time.monotonic() + _SLICE_SECONDS
    for task in tasks:
        outcomes.append(deal(task))
        if is_abandoned():
            os._exit(_ABANDONED)
        if time.monotonic() > until or (spent is not None and spent(outcomes[-1])):
            break
    return outcomes


def _any_spent(spent: Callable[[Outcome], bool], outcomes: Sequence[Outcome]) -> bool:
    return any(map(spent, outcomes))


class _Order(Generic[Task, Outcome]):
    """The handfuls that are with the pool, in the order in which their outcomes are wanted."""

    def __init__(
        self,
        pool: Pool[Sequence[Task], Sequence[Outcome]],
        lost: Callable[[Task, str], Outcome],
        seconds: float,
        *,
        jobs: int,
    ) -> None:
        self._pool, self._lost, self._seconds = pool, lost, seconds
        self._most = jobs * _UNDER_WAY
        self._given: deque[tuple[Sequence[Task], ProcessFuture[Sequence[Outcome]]]] = deque()

    def __bool__(self) -> bool:
        return bool(self._given)

    def give(self, handful: Sequence[Task]) -> None:
        """Hand tasks over behind all others."""
        self._given.append((handful, self._future(handful)))

    def _future(self, handful: Sequence[Task]) -> ProcessFuture[Sequence[Outcome]]:
        seconds = min(self._seconds, _HANDFUL_SECONDS) if len(handful) > 1 else self._seconds
        return self._pool.give(handful, seconds)

    def is_full(self) -> bool:
        """Wait until there is room for more; tell whether an outcome must be taken before."""
        from concurrent.futures import FIRST_COMPLETED, wait

        while self._given:
            next_ = self._given[0][1]
            if next_.done() or len(self._given) > _AHEAD or self._pool.is_orphan(next_):
                return True
            # The youngest are at the end, and few of them are done.
            young = islice(reversed(self._given), 2 * self._most)
            under_way = [future for _, future in young if not future.done()]
            if len(under_way) < self._most:
                return False
            wait([next_, *under_way], PATROL_SECONDS, return_when=FIRST_COMPLETED)
        return False

    def collected(self) -> Iterator[Outcome]:
        """Yield the outcomes of the handful that is next in order; what it left is next then."""
        handful, future = self._given.popleft()
        if len(handful) == 1:
            yield self._alone(handful, future)
            return
        try:
            outcomes = self._outcomes(future)
        except Exception:  # noqa: BLE001 - one of them is guilty; alone, it shows which
            self._give_first([task] for task in handful)
            return
        # What takes its time is better shared among the workers one by one.
        self._give_first([task] for task in handful[len(outcomes) :])
        yield from outcomes

    def _give_first(self, handfuls: Iterable[Sequence[Task]]) -> None:
        again = [(handful, self._future(handful)) for handful in handfuls]
        self._given.extendleft(reversed(again))

    def _outcomes(self, future: ProcessFuture[Sequence[Outcome]]) -> Sequence[Outcome]:
        """Wait for outcomes. A pool that broke as a whole starts anew, with all that it had."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._pool.outcome(future)
        except BrokenProcessPool:
            again = [waiting for waiting, _ in self._given]
            self._given.clear()
            self._pool.renew()
            self._given.extend((waiting, self._future(waiting)) for waiting in again)
            raise

    def _alone(self, handful: Sequence[Task], future: ProcessFuture[Sequence[Outcome]]) -> Outcome:
        """Return the outcome of one task.

        A task that seems to have killed its worker is tried once more: when workers die one after
        the other, pebble may name the task before, and a pool that breaks as a whole names nobody.
        """
        for more in reversed(range(_TRIES)):
            try:
                return self._outcomes(future)[0]
            except Exception as problem:  # noqa: BLE001 - a task without an outcome is an outcome
                if (code := fate(problem)) != "CRASHED":
                    return self._lost(handful[0], code)
            if more:
                future = self._future(handful)
        return self._lost(handful[0], "CRASHED")
