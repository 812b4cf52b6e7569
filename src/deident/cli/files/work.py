"""What is done to one file: look at it, or look at it and write its masked copy."""

from __future__ import annotations

import errno
import stat
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from deident.api import source_of
from deident.checks import Noticed
from deident.cli import refusals
from deident.cli.files.judging import Part, codes, judged, report, reviewed
from deident.cli.files.placing import place
from deident.cli.files.tasks import concluded
from deident.errors import ExitCode, UnreadableError, worst
from deident.labels import Markings, verdict
from deident.model import Action, Kind, Segment
from deident.pipeline import labelled, notes
from deident.pipeline import review as review_source
from deident.report.values import (
    BLOCKED,
    CLEAN,
    CLEARED,
    INCOMPLETE,
    NEEDS_REVIEW,
    FileReport,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.api import Deidentifier
    from deident.cli.files.tasks import Task
    from deident.cli.settings import Settings
    from deident.judged import Line
    from deident.keys import Key
    from deident.model import Source
    from deident.recognizers.hits import Hit


def deal(task: Task, *, deidentifier: Deidentifier, settings: Settings) -> FileReport:
    """Look at a file, or mask it; whatever happens, say what became of it."""
    try:
        line = deidentifier.line(rulings=settings.rulings, disclosure=settings.disclosure)
        if task.target is not None:
            return _mask(task, line, settings)
        return _scan(task, line, settings)
    except Exception as problem:  # noqa: BLE001 - one file's failure is an outcome, and keeps it shut
        exit_code, why = refusals.told(problem, task.own_name)
        return refused(task.name, exit_code, why)


@contextmanager
def _steady(task: Task, key: Key) -> Iterator[Source]:
    """Yield the document; on leaving, make sure that it is still the one that was read."""
    if task.path is None:
        yield source_of(task.raw or b"", task.own_name)
        return
    before = _state(task.path)
    source = source_of(task.path, task.own_name)
    if task.seen and key.digest(source.data) != task.seen:
        raise UnreadableError(task.own_name, "CHANGED", "it changed before it was read")
    yield source
    if _state(task.path) != before:
        raise UnreadableError(task.own_name, "CHANGED", "it changed while it was read")


def _state(path: Path) -> tuple[int, int, int]:
    """Return what shows that a file was touched."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UnreadableError(path.name, "NO_FILE", "there is no such file") from None
    except PermissionError:
        raise UnreadableError(path.name, "NO_PERMISSION", "no permission to read it") from None
    except OSError as problem:
        reason = "LINK_LOOP" if problem.errno == errno.ELOOP else "IO"
        raise UnreadableError(path.name, reason, "it cannot be opened") from None
    # Opening a pipe would wait for ever.
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(path.name, "NOT_A_FILE", "it is not an ordinary file")
    return status.st_size, status.st_mtime_ns, status.st_ino


def _labels(task: Task, source: Source, line: Line) -> FileReport:
    """Report only what the disclosure labels say."""
    said = list(labelled(source, line))
    return FileReport(
        name=task.name,
        exit_code=ExitCode.CLEAN,
        status=CLEAN,
        unread=tuple(told for _, _, unread in said for told in codes(unread, task.own_name)),
        labels=tuple(
            replace(told, where=where)
            for where, verdict, _ in said
            for told in codes((*verdict.blocks, *verdict.asks))
        ),
        disclosure=said[0][1].attribute,
    )


def _scan(task: Task, line: Line, settings: Settings) -> FileReport:
    with _steady(task, settings.key) as source:
        if task.quick and _passes(source, line):
            return FileReport(name=task.name, exit_code=ExitCode.CLEAN, status=CLEAN)
        told = (
            _labels(task, source, line)
            if settings.check == "label"
            else report(task, list(judged(source, line)), line, settings.context)
        )
        told = replace(told, notes=codes(notes(source, line)))
    return concluded(told)


def _passes(source: Source, line: Line) -> bool:
    """Tell, without Presidio, that there is nothing here the policy would mask or ask about."""

    def matters(hit: Hit) -> bool:
        rule = line.scene.row(hit.pack.entity_type).rule(hit.evidence)
        return rule.action is not Action.KEEP

    name = Segment(id="name", text=source.name, kind=Kind.FILE_NAME)
    if line.detector.page([name], matters):
        return False
    document = line.handler_for(source).read(source)
    markings, noticed = Markings(), Noticed(line.checks)
    for page in document.pages:
        markings.look(page)
        noticed.look(page)
        # A row may be a minor's by its words alone; only the long way sees that.
        if any(segment.cell for segment in page.segments):
            return False
        if line.detector.page(page.segments, matters):
            return False
    said = verdict(markings, declared=line.disclosure, demand=line.scene.disclosure)
    if markings.classified or said.blocks or said.asks or noticed.reasons:
        return False
    return not tuple(document.unread) and not tuple(document.embedded)


def _mask(task: Task, line: Line, settings: Settings) -> FileReport:
    with _steady(task, settings.key) as source:
        review = review_source(source, line)
        parts: list[Part] = list(reviewed(review))
        told = report(task, parts, line, settings.context)
    name = PurePath(review.masked.name).name
    place(task, name, review.masked.data, force=settings.force)
    exits = [
        *[ExitCode.FINDINGS] * bool(told.left or told.questions or told.labels),
        *[ExitCode.UNREADABLE] * bool(told.unread),
    ]
    blocked = any(part.said.blocks for part in parts)
    status = (
        BLOCKED if told.left or blocked
        else INCOMPLETE if told.unread
        else NEEDS_REVIEW if told.questions or told.labels
        else CLEARED
    )  # fmt: skip
    return replace(
        told,
        exit_code=worst(*exits),
        status=status,
        notes=codes(review.clearance.notes),
        written=task.written or task.relative.with_name(name).as_posix(),
        digests=review.clearance.digests,
    )
