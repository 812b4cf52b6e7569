"""A run over many files: tasks to a pool, outcomes to a report, the worst exit code out."""

from __future__ import annotations

import contextlib
import gc
import os
import secrets
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from deident.cli.batch import recording, reporting
from deident.cli.batch.dealing import Dealing
from deident.cli.batch.recall import Recall, default_file
from deident.cli.files.tasks import Task
from deident.cli.settings import settings
from deident.errors import ExitCode, OutputError, UsageError, worst
from deident.report.units import units
from deident.report.values import FileReport, Summary

if TYPE_CHECKING:
    import argparse
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator

    from deident.cli.batch.dealing import Amend
    from deident.cli.files.inputs import Inputs
    from deident.cli.settings import Settings


class Report(Protocol):
    """Writes what a run found: each file as it is done, then the whole."""

    def file(self, report: FileReport) -> None:
        """Write one file's part."""

    def close(self, summary: Summary) -> None:
        """Write what the run came to."""


def run(
    args: argparse.Namespace,
    inputs: Inputs,
    *,
    here: Callable[[Task], bool] | None = None,
    amend: Amend | None = None,
) -> tuple[ExitCode, list[FileReport]]:
    """Deal with all inputs, write the report, and return the exit code and what became of each.

    Tasks that `here` accepts are done in this process; the others in a pool of processes. `amend`
    has the last word on each file before it is reported.
    """
    chosen = settings(args)
    entries = [_shown(entry, chosen, args) for entry in inputs.entries]
    with _output(args, inputs) as out, _recall(args, chosen) as recall, _seldom_collected():
        written = _report(args, out)
        reports = []
        dealt = Dealing(args, chosen, here, amend, recall).outcomes(entries)
        for done in _progress(args, dealt, len(entries)):
            written.file(done)
            reports.append(done.counted())
        summary = _summary(args.command, reports, inputs.left_out)
        written.close(summary)
        if recall.reused:
            say(args, _REUSED[args.lang].format(recall.reused))
    _record(args, reports, summary)
    return summary.exit_code, reports


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cycles now and then only: a run keeps a few values of every file, and has none."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _record(args: argparse.Namespace, reports: list[FileReport], summary: Summary) -> None:
    whys = [recording.stopped(args, recording.classified(reports))]
    if getattr(args, "record", False):
        whys.append(recording.scanned(args, reports, summary))
    for why in filter(None, whys):
        say(args, why)


_REUSED = {
    "zh": "其中 {} 个文件的内容此前已检查过，沿用上次的结论（不再显示遮盖后的样子）；"
    "加 --no-cache 重新检查。",
    "en": "{} of them hold bytes that were looked at before (masked forms are not shown again); "
    "--no-cache looks again.",
}


@contextlib.contextmanager
def _recall(args: argparse.Namespace, chosen: Settings) -> Iterator[Recall]:
    """Yield what is known of the same bytes; of earlier runs only for `scan`."""
    file = None
    if args.command == "scan" and not args.no_cache:
        file = Path(args.cache) if args.cache else default_file(chosen, os.environ)
    listing = args.format not in _SHOWING or bool(getattr(args, "cache", None))
    as_json = args.command == "scan" and args.format in _JSON
    recall = Recall(chosen, file, listing=listing, as_json=as_json)
    try:
        yield recall
    finally:
        recall.close()


_JSON = frozenset({"json", "jsonl"})
_SHOWING = frozenset({"html", "xlsx"})
"""Reports that reviewers work with; they need the masked forms."""


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


def _summary(command: str, reports: Iterable[FileReport], left_out: Counter[str]) -> Summary:
    reports = tuple(reports)
    each = units(reports)
    return Summary(
        command=command,
        files=len(reports),
        exit_code=worst(*{report.exit_code for report in reports}),
        masked=sum(sum(unit.masked.values()) for unit in each),
        asked=sum(sum(unit.asked.values()) for unit in each),
        questions=sum(len(report.questions) for report in reports),
        incomplete=sum(unit.incomplete for unit in each),
        left_out=dict(left_out),
        units=each,
    )


def _report(args: argparse.Namespace, out: IO[str]) -> Report:
    if args.format in reporting.FORMATS:
        return reporting.made(args, out)
    if args.format == "json":
        from deident.report.machine import JsonReport

        return JsonReport(out, args.command)
    if args.format == "jsonl":
        from deident.report.machine import JsonLinesReport

        return JsonLinesReport(out, args.command, live=args.output is None)
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
            # A name that is no text is written as readers of JSON take it, by its code.
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
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
    try:
        there = target.stat()
    except OSError:
        return
    for entry in inputs.entries:
        if isinstance(entry, Task) and entry.path is not None:
            with contextlib.suppress(OSError, ValueError):
                if os.path.samestat(entry.path.stat(), there):
                    raise UsageError("-o names one of the inputs")


def _progress(
    args: argparse.Namespace, reports: Iterator[FileReport], total: int
) -> Iterator[FileReport]:
    """Count on standard error, on a terminal only; without names."""
    if args.no_progress or args.quiet or total < 2 or not sys.stderr.isatty():
        yield from reports
        return
    began = time.monotonic()
    shown = began
    for number, report in enumerate(reports, start=1):
        if (now := time.monotonic()) - shown > _SHOWN_EVERY or number == 1:
            sys.stderr.write(f"\r{pace(number, total, now - began, args.lang)}\x1b[K")
            sys.stderr.flush()
            shown = now
        yield report
    sys.stderr.write("\r\x1b[K")


_SHOWN_EVERY = 0.2


def pace(done: int, total: int, seconds: float, lang: str) -> str:
    """Say how far a run is, how fast, and how long it still takes.

    >>> pace(50, 200, 10.0, "zh")
    '50/200  25%  5.0 个/秒  约剩 0:30'
    """
    rate = done / max(seconds, 0.001)
    minutes, left = divmod(round((total - done) / rate), 60)
    form = _PACE[lang]
    return form.format(done, total, 100 * done // total, rate, f"{minutes}:{left:02}")


_PACE = {"zh": "{}/{}  {}%  {:.1f} 个/秒  约剩 {}", "en": "{}/{}  {}%  {:.1f}/s  {} left"}


def say(args: argparse.Namespace, text: str) -> None:
    """Tell the person at the terminal something that is not part of the report."""
    if not args.quiet:
        print(text, file=sys.stderr)
