"""What becomes of every entry of a run: known already, done right here, or done in the pool."""

from __future__ import annotations

import contextlib
from collections import deque
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from deident import batch
from deident.cli.batch.remembering import Afterwards, sealed
from deident.cli.files import tasks as work
from deident.cli.files.tasks import Outcome, Stopped, Task
from deident.cli.settings import configuration
from deident.errors import DeidentError, ExitCode
from deident.report.values import FileReport, Told, refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from deident.cli.batch.recall import Recall, Sought
    from deident.cli.settings import Settings

    Amend = Callable[[FileReport, Task], FileReport]
    _Step = Task | Callable[[], FileReport]


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
        self._key = chosen.key
        self._after = Afterwards(memory=recall.memory, as_json=recall.as_json)
        self._prepared = partial(work.prepare, chosen)
        self._deal: Callable[[Task], Outcome] | None = None
        self._order: deque[_Step] = deque()

    def outcomes(self, entries: Sequence[Task | FileReport]) -> Iterator[FileReport]:
        """Yield what became of every entry."""
        steps = self._steps(entries)
        for step in steps:
            if isinstance(step, Task):
                yield from self._through_the_pool(chain([step], steps), entries)
            else:
                yield step()

    def _through_the_pool(
        self, steps: Iterable[_Step], entries: Sequence[Task | FileReport]
    ) -> Iterator[FileReport]:
        tasks = [entry for entry in entries if isinstance(entry, Task)]
        jobs = _jobs(self._args, tasks)
        used = batch.workers(len(tasks), jobs)
        pool: Iterator[Outcome] = batch.run(
            self._pooled(steps),
            partial(self._prepared, warm=not self._quick, after=self._after),
            partial(work.lost, seconds=self._args.timeout),
            jobs=jobs,
            seconds=self._args.timeout,
            memory=_memory(self._args, used),
            spent=work.spent,
            small=work.small,
            most=min(batch.HANDFUL, 1 + len(tasks) // (used * _TURNS)),
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

    def _pooled(self, steps: Iterable[_Step]) -> Iterator[Task]:
        """Yield what the pool must do; note the order, and how all else is answered."""
        for step in steps:
            self._order.append(step)
            if isinstance(step, Task):
                yield step

    def _steps(self, entries: Iterable[Task | FileReport]) -> Iterator[_Step]:
        """Yield each entry as a task for the pool, or as what answers without it."""
        stream = iter(entries)
        while some := list(islice(stream, _WINDOW)):
            if not self._remembers:
                yield from map(self._step, some)
                continue
            known = iter(self._recall.seek(one for one in some if isinstance(one, Task)))
            for one in some:
                yield self._sought(*next(known)) if isinstance(one, Task) else self._step(one)

    def _step(self, entry: Task | FileReport) -> _Step:
        if isinstance(entry, FileReport):
            return partial(_unchanged, entry)
        if self._here is not None and self._here(entry):
            return partial(self._done_here, entry)
        return entry

    def _sought(self, sought: Sought, known: bool) -> _Step:
        if known:
            return partial(self._known, sought)
        return sought.digested() if sought.digest else sought.task

    def _done_here(self, task: Task) -> FileReport:
        self._deal = self._deal or self._prepared()
        return self._settled(task, self._deal(task))

    def _known(self, sought: Sought) -> FileReport:
        task, found = sought.task, self._recall.find(sought)
        if found is None:
            found = refused(task.name, ExitCode.UNREADABLE, Told(code="CHANGED"))
        return self._amend(sealed(found, sought.digest, self._key), task)

    def _settled(self, task: Task, outcome: Outcome) -> FileReport:
        if isinstance(outcome, Stopped):
            raise StoppedError(outcome)
        outcome = sealed(outcome, task.seen, self._key)
        if task.seen:
            self._recall.keep(task, outcome)
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
    if len(tasks) > _FEW:
        return 0
    sizes = 0
    for task in tasks:
        with contextlib.suppress(OSError):
            sizes += task.path.stat().st_size if task.path is not None else len(task.raw or b"")
    return 1 if sizes <= _SMALL else 0


_FEW, _SMALL = 8, 4 << 20
# So many files are sought in the cache at once.
_WINDOW = 500
# Every worker gets so many handfuls at least, that none waits for another's long one at the end.
_TURNS = 8
