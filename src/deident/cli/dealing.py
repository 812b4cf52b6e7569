"""What becomes of every entry of a run: known already, done right here, or done in the pool."""

from __future__ import annotations

import contextlib
from collections import deque
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from deident import batch
from deident.cli import tasks as work
from deident.cli.settings import configuration
from deident.cli.tasks import Outcome, Stopped, Task
from deident.errors import DeidentError, ExitCode
from deident.report.values import FileReport, Told, refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from deident.cli.recall import Recall
    from deident.cli.settings import Settings

    Amend = Callable[[FileReport, Task], FileReport]


class StoppedError(DeidentError):
    """A worker could not begin; the code says why."""

    def __init__(self, stopped: Stopped) -> None:
        super().__init__(str(stopped.why.named.get("detail", "")), reason=stopped.why.code)
        self.exit_code = stopped.exit_code


class Dealing:
    """What becomes of every entry, in order: known, done in this process, or done in the pool."""

    def __init__(
        self,
        args: argparse.Namespace,
        chosen: Settings,
        here: Callable[[Task], bool] | None,
        amend: Amend | None,
        recall: Recall,
    ) -> None:
        self._args = args
        self._here = here
        self._amend = amend or _unchanged
        self._recall = recall
        self._remembers = args.command == "scan"
        # What passes quickly needs nothing that would have to be warmed.
        self._quick = args.command == "hook"
        self._office = chosen.key.office
        self._prepared = partial(work.prepare, chosen)
        self._deal: Callable[[Task], Outcome] | None = None
        self._order: deque[Task | Callable[[], FileReport]] = deque()

    def outcomes(self, entries: Sequence[Task | FileReport]) -> Iterator[FileReport]:
        """Yield what became of every entry."""
        tasks = [entry for entry in entries if isinstance(entry, Task)]
        jobs = _jobs(self._args, tasks)
        pool: Iterator[Outcome] = batch.run(
            self._pooled(entries),
            partial(self._prepared, warm=not self._quick),
            partial(work.lost, seconds=self._args.timeout),
            jobs=jobs,
            seconds=self._args.timeout,
            memory=_memory(self._args, batch.workers(len(tasks), jobs)),
            spent=work.spent,
        )
        with contextlib.closing(pool):  # type: ignore[type-var]  # a generator
            for outcome in pool:
                yield from self._before_the_next_pooled()
                task = self._order.popleft()
                assert isinstance(task, Task)  # noqa: S101 - the pool keeps the order
                yield self._settled(task, outcome)
            yield from self._before_the_next_pooled()

    def _before_the_next_pooled(self) -> Iterator[FileReport]:
        while self._order and not isinstance(self._order[0], Task):
            answer = self._order.popleft()
            yield answer()  # type: ignore[operator]  # not a task, as was just asked

    def _pooled(self, entries: Iterable[Task | FileReport]) -> Iterator[Task]:
        """Yield what the pool must do; note the order, and how all else is answered."""
        for entry in entries:
            if isinstance(entry, FileReport):
                self._order.append(partial(_unchanged, entry))
            elif self._here is not None and self._here(entry):
                self._order.append(partial(self._done_here, entry))
            elif self._remembers and (digest := self._recall.digest(entry)):
                seen = replace(entry, seen=digest)
                if self._recall.knows(digest, entry.own_name):
                    self._order.append(partial(self._known, seen))
                else:
                    self._order.append(seen)
                    yield seen
            else:
                self._order.append(entry)
                yield entry

    def _done_here(self, task: Task) -> FileReport:
        self._deal = self._deal or self._prepared()
        return self._settled(task, self._deal(task))

    def _known(self, task: Task) -> FileReport:
        found = self._recall.find(task, task.seen)
        if found is None:
            found = refused(task.name, ExitCode.UNREADABLE, Told(code="CHANGED"))
        return self._amend(self._sealed(found, task), task)

    def _sealed(self, report: FileReport, task: Task) -> FileReport:
        """Name the bytes by their digest under the office's key; another key's says nothing."""
        if not task.seen or not self._office or report.digests.get("input") == task.seen:
            return report
        return replace(report, digests={**report.digests, "input": task.seen})

    def _settled(self, task: Task, outcome: Outcome) -> FileReport:
        if isinstance(outcome, Stopped):
            raise StoppedError(outcome)
        outcome = self._sealed(outcome, task)
        if task.seen:
            self._recall.keep(task, task.seen, outcome)
        return self._amend(outcome, task)


def _unchanged(report: FileReport, _: Task | None = None) -> FileReport:
    return report


def _memory(args: argparse.Namespace, workers: int) -> int:
    """Return how many bytes a worker may take; 0 means as many as there are."""
    if args.memory is not None:
        return int(args.memory) << 20
    return batch.default_memory(workers)


def _jobs(args: argparse.Namespace, tasks: Sequence[Task]) -> int:
    """Return how many processes were asked for; a little work is done soonest by one."""
    if args.jobs is not None:
        return int(args.jobs)
    if jobs := configuration(args).jobs:
        return jobs
    sizes = 0
    for task in tasks:
        with contextlib.suppress(OSError):
            sizes += task.path.stat().st_size if task.path is not None else len(task.raw or b"")
    return 1 if len(tasks) <= _FEW and sizes <= _SMALL else 0


_FEW, _SMALL = 8, 4 << 20
