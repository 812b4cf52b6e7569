"""`deident watch 待检/`: a drop folder for people who use no terminal.

Whoever puts a file into the folder finds its masked copy beside it, in 已遮盖 where nothing is open
and in 需人工 where somebody must look, with a page that says why. Originals stay where they are. A
file that is still being copied is left alone until it has held still for a whole interval.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
import shutil
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deident import batch
from deident.cli.batch import recording
from deident.cli.batch.dealing import StoppedError
from deident.cli.batch.running import say
from deident.cli.files import tasks as work
from deident.cli.files.inputs import Inputs, walk
from deident.cli.files.placing import partial_name, write
from deident.cli.files.tasks import Stopped, Task
from deident.cli.settings import settings
from deident.errors import ExitCode, UsageError
from deident.report.notice import NAME, notice
from deident.report.values import CLEARED, FileReport

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from deident.cli.settings import Settings

DONE, OPEN = "已遮盖", "需人工"
_STATE = ".deident-watch.json"
_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")

State = list[int]


def run(args: argparse.Namespace) -> ExitCode:
    """Deal with what lies in the folder, again and again until interrupted, or once."""
    folder: Path = args.folder
    if not folder.is_dir():
        raise UsageError(f"{folder}: not a folder")
    desk = _Desk(folder, settings(args), args)
    before = desk.states()
    while True:
        time.sleep(args.every)
        now = desk.states()
        desk.deal({name: state for name, state in now.items() if before.get(name) == state})
        before = now
        if args.once:
            return ExitCode.CLEAN


class _Desk:
    """The folder, the two folders beside it, and what was dealt with already."""

    def __init__(self, folder: Path, chosen: Settings, args: argparse.Namespace) -> None:
        self._folder, self._chosen, self._args = folder, chosen, args
        self._memory = folder / _STATE
        self._known: dict[str, list[object]] = {}
        with contextlib.suppress(OSError, ValueError):
            self._known = json.loads(self._memory.read_text(encoding="utf-8"))

    def states(self) -> dict[str, State]:
        """Return what shows of each file that it was touched."""
        found = Inputs()
        walk(self._folder, found)
        return dict(_states(self._folder, found))

    def deal(self, still: Mapping[str, State]) -> None:
        """Mask every file that is new or another one than before."""
        stage = self._folder.parent / f".deident-{secrets.token_hex(8)}"
        tasks = [
            _task(self._folder, name, stage)
            for name, state in still.items()
            if self._known.get(name, [None])[0] != state
        ]
        if not tasks:
            return
        try:
            outcomes = batch.run(
                tasks,
                partial(work.prepare, replace(self._chosen, force=True), warm=True),
                partial(work.lost, seconds=self._args.timeout),
                jobs=batch.workers(len(tasks), self._args.jobs or 1),
                seconds=self._args.timeout,
                memory=batch.default_memory(self._args.jobs or 1),
                spent=work.spent,
            )
            for task, outcome in zip(tasks, outcomes, strict=True):
                if isinstance(outcome, Stopped):
                    raise StoppedError(outcome)
                self._settle(task, outcome, stage, still[task.name])
                if why := recording.stopped(self._args, recording.classified([outcome])):
                    say(self._args, why)
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    def _settle(self, task: Task, report: FileReport, stage: Path, state: State) -> None:
        """Move the copy to where people look for it, and take away what an older one left."""
        for old in self._known.get(task.name, [None])[1:]:
            with contextlib.suppress(OSError):
                (self._folder.parent / str(old)).unlink()
        cleared = report.status == CLEARED
        target = self._folder.parent / (DONE if cleared else OPEN)
        made = []
        if report.written:
            copy = target / report.written
            copy.parent.mkdir(parents=True, exist_ok=True)
            (stage / report.written).replace(copy)
            made.append(copy)
        if not cleared:
            page = target / f"{report.written or task.name}.{NAME}.md"
            text = notice([report], when=dt.datetime.now().astimezone(), policy=self._chosen.policy)
            write(page, text.encode("utf-8", "replace"), partial_name(page.parent), force=True)
            made.append(page)
        names = [path.relative_to(self._folder.parent).as_posix() for path in made]
        self._known[task.name] = [state, *names]
        text = json.dumps(self._known, ensure_ascii=False)
        write(self._memory, text.encode(), partial_name(self._folder), force=True)
        say(self._args, f"{task.name}  {target.name}")


def _states(folder: Path, found: Inputs) -> Iterator[tuple[str, State]]:
    for entry in found.entries:
        if not isinstance(entry, Task) or entry.path is None:
            continue
        if entry.path.name.lower().endswith(_PARTIAL) or entry.path.name.startswith("."):
            continue
        with contextlib.suppress(OSError):
            status = entry.path.stat()
            name = entry.path.relative_to(folder).as_posix()
            yield name, [status.st_size, status.st_mtime_ns]


def _task(folder: Path, name: str, stage: Path) -> Task:
    target = stage / name
    return Task(
        name=name, path=folder / name, relative=Path(name), target=target,
        part=partial_name(target.parent),
    )  # fmt: skip
