"""`deident hook`: the gate before a commit, a push or a publication. Clean text passes quickly."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from deident.cli.batch.running import run as run_all
from deident.cli.batch.running import say
from deident.cli.files.inputs import Inputs, gather
from deident.cli.files.tasks import Task, light
from deident.cli.hook import git as hook_git
from deident.cli.hook import suppress as hook_suppress
from deident.cli.hook import trust as hook_trust
from deident.cli.settings import settings
from deident.errors import ExitCode, UsageError
from deident.report.values import BLOCKED, CLEAN, FileReport, Told, refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from deident.cli.batch.dealing import Amend
    from deident.ledger.clearances import Verdict


def run(args: argparse.Namespace) -> ExitCode:
    """Name every file that blocks. Small text is read in this process, the rest in a pool."""
    hook_trust.settle(args)
    if args.stdio:
        from deident.cli.hook.stdio import serve

        return serve(args)
    inputs = _inputs(args)
    if args.require == "clearance":
        inputs.entries = list(_verified(args, inputs))
        return run_all(args, inputs)[0]
    quick = not args.write_baseline
    inputs.entries = [
        replace(entry, quick=quick) if isinstance(entry, Task) else entry
        for entry in inputs.entries
    ]
    if args.write_baseline:
        return _write_baseline(args, inputs)
    return run_all(args, inputs, here=light, amend=_amend(args))[0]


def _inputs(args: argparse.Namespace) -> Inputs:
    """Return the files to judge: those of a commit or a push as git has them, or those named."""
    commits = args.range or ""
    if not args.git and not commits and args.paths:
        commits = hook_git.framework(os.environ)
    if not args.git and not commits:
        return gather(args, heeds=hook_trust.heeded(args))
    inputs = hook_git.changed(args.git or "pre-push", commits, args.paths)
    if not hook_trust.publishes(args):
        _leave_out(inputs)
    return inputs


def _leave_out(inputs: Inputs) -> None:
    """Leave out of a commit what is left out of a folder: our own files and .deidentignore's."""
    from deident.cli.files.inputs import Ignoring, own

    folder = hook_git.top()
    ignoring = Ignoring(folder, None)
    kept = []
    for entry in inputs.entries:
        if own(Path(entry.name).name):
            inputs.left_out["own"] += 1
        elif ignoring.ignores(folder / entry.name, folder=False):
            inputs.left_out["ignored"] += 1
        else:
            kept.append(entry)
    inputs.entries = kept


def _amend(args: argparse.Namespace) -> Amend | None:
    """Return what takes suppressed findings out of reports; at a publication, what is trusted."""
    file = Path(args.baseline or hook_suppress.FILE_NAME)
    baseline = hook_suppress.Baseline()
    heeded = hook_trust.heeded(args)
    if heeded is not None and not (file.is_file() and heeded(file.read_bytes())):
        if args.baseline:
            raise UsageError(_UNTRUSTED[args.lang])
        return None
    if args.baseline or file.is_file():
        key = settings(args).key
        today = dt.datetime.now(tz=dt.UTC).date()
        baseline = hook_suppress.read(file, key, today)
        if baseline.expired:
            say(args, _EXPIRED[args.lang].format(baseline.expired))
    return hook_suppress.suppressing(baseline, inline=heeded is None)


def _write_baseline(args: argparse.Namespace, inputs: Inputs) -> ExitCode:
    """Record what is there now as known, under the name, reason and basis of whoever says so."""
    chosen = settings(args)
    missing = [name for name in ("reviewer", "reason", "legal_basis") if not getattr(args, name)]
    if missing or not chosen.key.office:
        raise UsageError(_SIGNED[args.lang])
    whole: list[FileReport] = []

    def keep(report: FileReport, _: Task) -> FileReport:
        whole.append(report)
        return report

    exit_code, reports = run_all(args, inputs, amend=keep)
    count = hook_suppress.write(
        Path(args.write_baseline), whole, chosen.key, reviewer=args.reviewer, reason=args.reason,
        legal_basis=args.legal_basis, expires=args.expires or "",
    )  # fmt: skip
    say(args, _WRITTEN[args.lang].format(count))
    unread = any(report.unread or report.refusal for report in reports)
    return exit_code if unread else ExitCode.CLEAN


def _verified(args: argparse.Namespace, inputs: Inputs) -> Iterator[FileReport]:
    """Ask of every file whether it is validly cleared, findings or none."""
    from deident.cli.review.desk import Verifier
    from deident.ledger.clearances import SUFFIX

    with Verifier(args) as verify, tempfile.TemporaryDirectory(prefix="deident-") as folder:
        tasks = [_on_disk(entry, Path(folder)) for entry in inputs.entries]
        for entry in tasks:
            if not isinstance(entry, Task):
                yield entry
            elif entry.path is None or not entry.path.is_file():
                yield refused(entry.name, ExitCode.UNREADABLE, Told(code="NO_FILE"))
            elif not entry.name.endswith(SUFFIX):
                yield _of_verdict(entry.name, verify(entry.path, args.channel or ""))


def _on_disk(entry: Task | FileReport, folder: Path) -> Task | FileReport:
    """Put what git holds into a folder of this run, with the clearances beside the files."""
    if not isinstance(entry, Task) or entry.path is not None:
        return entry
    path = folder / entry.relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(entry.raw or b"")
    return replace(entry, path=path, raw=None)


def _of_verdict(name: str, verdict: Verdict) -> FileReport:
    if verdict:
        return FileReport(name=name, exit_code=ExitCode.CLEAN, status=CLEAN)
    reasons = tuple(
        Told(code=one.code, where=one.where, params=one.params) for one in verdict.reasons
    )
    return FileReport(name=name, exit_code=ExitCode.NOT_CLEARED, status=BLOCKED, left=reasons)


_UNTRUSTED = {
    "zh": "发布时 --baseline 不起作用，除非策略按摘要把它列为可信（trusted）",
    "en": "--baseline counts for nothing at a publication, unless the policy trusts its digest",
}
_EXPIRED = {
    "zh": "基线中有 {} 条已过期，不再生效。",
    "en": "{} rulings of the baseline have expired.",
}
_SIGNED = {
    "zh": "写基线需要本单位密钥（deident init）以及 --reviewer、--reason、--legal-basis",
    "en": "a baseline needs the office's key and --reviewer, --reason and --legal-basis",
}
_WRITTEN = {"zh": "基线已写入，共 {} 条。", "en": "The baseline holds {} rulings."}
