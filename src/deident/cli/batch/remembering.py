"""What a worker does with an outcome before it is sent: remember it, and leave out what none needs.

The worker remembers, and at once: whatever happens to the run then, this file is not read again.
A file that was late, crashed its reader or could not be opened is never remembered: it is tried
again. What was not read in full is remembered as that, and so never becomes clean.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from deident.batch import is_abandoned
from deident.batch.cache import Cache, Row
from deident.cli.files.tasks import concluded
from deident.errors import ExitCode, OutputError
from deident.report.machine import content_text, rows_text
from deident.report.values import FileReport

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deident.cli.files.tasks import Outcome, Task
    from deident.cli.settings import Settings
    from deident.keys import Key

_PASSING = frozenset(
    {"CANCELLED", "CHANGED", "CRASHED", "DISK_FULL", "INTERNAL", "IO", "LINK_LOOP", "NOT_A_FILE"}
    | {"MISSING_ENGINE", "NO_FILE", "NO_MEMORY", "NO_PERMISSION", "RECOGNIZER_TIMEOUT", "TIMEOUT"}
    | {"MISSING_LIBRARY", "OCR_TIMEOUT", "CONVERSION_TIMEOUT"}
)
"""Codes that may be gone next time, so that the file is read again."""
_IN_NAME = "IN_FILE_NAME"
CLEAN_NAME = '{"clean":true}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Where outcomes are remembered, and under which settings: what `Cache` is made of."""

    file: Path
    scope: str

    def opened(self, key: Key) -> Cache:
        """Open it in this process."""
        return Cache(self.file, key, self.scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """What is done in the worker with every outcome. `as_json`: only JSON is written of it."""

    memory: Memory | None = None
    as_json: bool = False

    def following(
        self, deal: Callable[[Task], Outcome], settings: Settings
    ) -> Callable[[Task], Outcome]:
        """Return what deals with a file, and then does this."""
        cache = None
        # The parent could open it. Where this process cannot, it costs time the next time.
        with contextlib.suppress(OutputError):
            cache = self.memory.opened(settings.key) if self.memory is not None else None
        return partial(_finished, deal, settings.key, cache, self.as_json)


def _finished(
    deal: Callable[[Task], Outcome], key: Key, cache: Cache | None, as_json: bool, task: Task
) -> Outcome:
    outcome = deal(task)
    if not isinstance(outcome, FileReport):
        return outcome
    report = sealed(outcome, task.seen, key)
    if cache is not None and _lasts(report, task):
        cache.put(_row(task, report, key))
    if not as_json:
        return report
    return replace(report, rows=rows_text(report), listed=(), suppressed=())


def _lasts(report: FileReport, task: Task) -> bool:
    # After a kill the next run may be under way: it is to see what was there when it began.
    return bool(task.seen) and not passing(report) and not is_abandoned()


def sealed(report: FileReport, digest: str, key: Key) -> FileReport:
    """Name the bytes by their digest under the office's key; another key's says nothing."""
    if not digest or not key.office or report.digests.get("input") == digest:
        return report
    return replace(report, digests={**report.digests, "input": digest})


def _row(task: Task, report: FileReport, key: Key) -> Row:
    bare = nameless(report)
    clean_name = report.refusal is None and len(bare.left) == len(report.left)
    return Row(
        digest=about(task.seen, task.own_name),
        name=name_digest(key, task.own_name) if clean_name else "",
        content=content_text(bare),
        listed=rows_text(bare, masked=False) if bare.listed or bare.suppressed else "",
    )


def about(digest: str, name: str) -> str:
    """Return what an outcome depends on in a file: its bytes and its ending."""
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - asked of every file of a million
    return digest + ending.encode("ascii", "backslashreplace").decode()


def name_digest(key: Key, name: str) -> str:
    """Return the keyed digest of a file's name."""
    return key.digest(b"name\0" + os.fsencode(name))


def nameless(report: FileReport) -> FileReport:
    """Return what is true of the bytes whatever they are called."""
    left = tuple(one for one in report.left if one.code != _IN_NAME)
    if len(left) == len(report.left):
        return report
    return concluded(replace(report, left=left))


def passing(report: FileReport) -> bool:
    """Tell whether an outcome may be another one next time."""
    told = [*report.unread, *report.left, *report.notes]
    told += [report.refusal] if report.refusal is not None else []
    internal = report.exit_code in {ExitCode.INTERNAL, ExitCode.USAGE, ExitCode.INTERRUPTED}
    return internal or any(one.code in _PASSING or "TIMEOUT" in one.code for one in told)
