"""A run over many files: tasks to a pool, outcomes to a report, the worst exit code out."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from deident import batch
from deident.cli import tasks as work
from deident.cli.settings import configuration, settings
from deident.cli.tasks import Outcome, Stopped, Task
from deident.errors import DeidentError, ExitCode, OutputError, UsageError, worst
from deident.report.values import FileReport, Summary

if TYPE_CHECKING:
    import argparse
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from deident.cli.inputs import Inputs
    from deident.cli.settings import Settings


class Report(Protocol):
    """Writes what a run found: each file as it is done, then the whole."""

    def file(self, report: FileReport) -> None:
        """Write one file's part."""

    def close(self, summary: Summary) -> None:
        """Write what the run came to."""


class StoppedError(DeidentError):
    """A worker could not begin; the code says why."""

    def __init__(self, stopped: Stopped) -> None:
        super().__init__(str(stopped.why.named.get("detail", "")), reason=stopped.why.code)
        self.exit_code = stopped.exit_code


def run(
    args: argparse.Namespace, inputs: Inputs, *, here: Callable[[Task], bool] | None = None
) -> tuple[ExitCode, list[FileReport]]:
    """Deal with all inputs, write the report, and return the exit code and what became of each.

    Tasks that `here` accepts are done in this process; the others in a pool of processes.
    """
    chosen = settings(args)
    entries = [_shown(entry, chosen, args) for entry in inputs.entries]
    with _output(args, inputs) as out:
        written = _report(args, out)
        reports = []
        for done in _progress(args, _dealt(args, chosen, entries, here), len(entries)):
            written.file(done)
            # A long run keeps counts, not findings.
            reports.append(replace(done, listed=()))
        summary = _summary(args.command, reports, inputs.left_out)
        written.close(summary)
    return summary.exit_code, reports


def _shown(
    entry: Task | FileReport, chosen: Settings, args: argparse.Namespace
) -> Task | FileReport:
    """Replace names by keyed digests where that was asked for: names are personal too."""
    if not args.hash_names:
        return entry
    digest = chosen.key.digest(os.fsencode(entry.name))[:16]
    name = f"{digest}{Path(entry.name).suffix}"
    if isinstance(entry, Task):
        return replace(entry, name=name, written=name if entry.target else "")
    return replace(entry, name=name)


def _dealt(
    args: argparse.Namespace,
    chosen: Settings,
    entries: Sequence[Task | FileReport],
    here: Callable[[Task], bool] | None,
) -> Iterator[FileReport]:
    """Yield what became of every entry, in order."""
    tasks = [entry for entry in entries if isinstance(entry, Task)]
    near = {id(task) for task in tasks if here is not None and here(task)}
    prepared = partial(work.prepare, chosen)
    pool: Iterator[Outcome] = batch.run(
        [task for task in tasks if id(task) not in near],
        prepared,
        partial(work.lost, seconds=args.timeout),
        jobs=_jobs(args, tasks),
        seconds=args.timeout,
    )
    deal: Callable[[Task], Outcome] | None = None
    with contextlib.closing(pool):  # type: ignore[type-var]  # a generator
        for entry in entries:
            if isinstance(entry, FileReport):
                yield entry
                continue
            if id(entry) in near:
                deal = deal or prepared()
                outcome = deal(entry)
            else:
                outcome = next(pool)
            if isinstance(outcome, Stopped):
                raise StoppedError(outcome)
            yield outcome


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


def _summary(command: str, reports: Iterable[FileReport], left_out: Counter[str]) -> Summary:
    reports = tuple(reports)
    return Summary(
        command=command,
        files=len(reports),
        exit_code=worst(*(report.exit_code for report in reports)),
        masked=sum(report.count("MASK") for report in reports),
        asked=sum(report.count("ASK") for report in reports),
        questions=sum(len(report.questions) for report in reports),
        incomplete=sum(bool(report.unread or report.refusal) for report in reports),
        left_out=dict(left_out),
    )


def _report(args: argparse.Namespace, out: IO[str]) -> Report:
    if args.format == "json":
        from deident.report.machine import JsonReport

        return JsonReport(out, args.command)
    if args.format == "jsonl":
        from deident.report.machine import JsonLinesReport

        return JsonLinesReport(out, args.command)
    if args.command == "hook":
        from deident.report.gate import GateReport

        return GateReport(out, lang=args.lang, verbose=args.verbose > 0, quiet=args.quiet)
    from deident.report.terminal import TextReport

    colour = coloured(out, os.environ)
    return TextReport(
        out, lang=args.lang, colour=colour, verbose=args.verbose > 0, quiet=args.quiet
    )


def coloured(out: IO[str], environment: os._Environ[str] | dict[str, str]) -> bool:
    """Tell whether to use colours: NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or out.isatty()


@contextlib.contextmanager
def _output(args: argparse.Namespace, inputs: Inputs) -> Iterator[IO[str]]:
    """Yield where the report goes; a file gets its name only when it is complete."""
    if args.output is None:
        if args.format != "text" and hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    target = Path(args.output)
    _refuse_input(target, inputs)
    part = target.with_name(f".deident-{secrets.token_hex(12)}.part")
    try:
        with part.open("x", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
            yield out
        part.replace(target)
    except OSError as problem:
        raise OutputError(f"{target.name}: {problem.strerror}") from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _refuse_input(target: Path, inputs: Inputs) -> None:
    for entry in inputs.entries:
        if isinstance(entry, Task) and entry.path is not None:
            with contextlib.suppress(OSError):
                if entry.path.samefile(target):
                    raise UsageError("-o names one of the inputs")


def _progress(
    args: argparse.Namespace, reports: Iterator[FileReport], total: int
) -> Iterator[FileReport]:
    """Count on standard error, on a terminal only; without names."""
    if args.no_progress or args.quiet or total < 2 or not sys.stderr.isatty():
        yield from reports
        return
    for number, report in enumerate(reports, start=1):
        sys.stderr.write(f"\r{number}/{total}")
        sys.stderr.flush()
        yield report
    sys.stderr.write("\r" + " " * (2 * len(str(total)) + 1) + "\r")


def say(args: argparse.Namespace, text: str) -> None:
    """Tell the person at the terminal something that is not part of the report."""
    if not args.quiet:
        print(text, file=sys.stderr)
