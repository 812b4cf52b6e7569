"""What runs over many files leave in the ledger: that a mark stopped one, and, if asked, the sums.

A document that a classification mark stopped leaves a line, and nothing of itself: no name, no
digest, no count. Where the office keeps no ledger there is nowhere to write it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from deident.errors import DeidentError, ExitCode

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence

    from deident.ledger.entries import Act
    from deident.report.values import FileReport, Summary


def stopped(args: argparse.Namespace, documents: int) -> str:
    """Record documents that a mark stopped; return why that could not be done, or nothing."""
    if not documents:
        return ""
    from deident.cli.review.desk import ledger_file
    from deident.ledger.entries import Act, Kind
    from deident.ledger.refusals import LedgerError

    try:
        ledger_file(args)
    except LedgerError:
        return ""
    about = {"code": "CLASSIFIED", "command": args.command}
    return _appended(args, [Act(kind=Kind.INCIDENT, about=about)] * documents)


def classified(reports: Iterable[FileReport]) -> int:
    """Count the documents that a mark stopped."""
    return sum(report.exit_code is ExitCode.CLASSIFIED for report in reports)


def answered(
    args: argparse.Namespace, report: FileReport, document: str, submitter: str, channel: str
) -> str:
    """Record one answer to a publishing system, and who declared what; return why it could not be.

    The document is its keyed digest; one that a mark stopped has its own line, without any.
    """
    if classified([report]):
        return ""
    about: dict[str, str | int] = {
        "exit_code": int(report.exit_code),
        "submitter": submitter,
        "channel": channel,
        "disclosure": report.disclosure,
    }
    return _appended(args, [_scan([report], about, document)])


def scanned(args: argparse.Namespace, reports: Sequence[FileReport], summary: Summary) -> str:
    """Record that a scan was made, under which policy, and what it came to; no file is named."""
    about = {
        "files": summary.files,
        "questions": summary.questions,
        "incomplete": summary.incomplete,
        "left_out": sum(summary.left_out.values()),
        "exit_code": int(summary.exit_code),
    }
    return _appended(args, [_scan(reports, about)])


def _scan(reports: Sequence[FileReport], about: Mapping[str, str | int], document: str = "") -> Act:
    from deident.ledger.entries import Act, Kind

    said = next((report.versions for report in reports if report.versions), {})
    counts: dict[str, Counter[str]] = {"MASK": Counter(), "ASK": Counter()}
    for report in reports:
        for action, kinds in counts.items():
            kinds.update(report.counts.get(action, {}))
    return Act(
        kind=Kind.SCAN,
        document=document,
        policy={"name": said.get("policy", ""), "digest": said.get("policy digest", "")},
        versions={name: said[name] for name in ("deident", "packs") if name in said},
        counts={action: dict(kinds) for action, kinds in counts.items() if kinds},
        about=about,
    )


def _appended(args: argparse.Namespace, acts: Iterable[Act]) -> str:
    from deident.cli.refusals import worded
    from deident.cli.review.desk import open_ledger

    try:
        with open_ledger(args) as ledger:
            for act in acts:
                ledger.append(act)
    except DeidentError as problem:
        return _NOT_WRITTEN[args.lang].format(why=worded(problem, args.lang)[1])
    return ""


_NOT_WRITTEN = {
    "zh": "没有记入台账：{why}",
    "en": "not recorded in the ledger: {why}",
}
