"""What people told the hook to let pass: the baseline beside the code, and words in a line.

`.deident-baseline.json` holds rulings on findings that were there before, by keyed fingerprint, so
that it survives when lines move; each names its reason, its basis and its reviewer, and may expire.
A line may say `deident:allow[CN_MOBILE] 理由`. Both are reported as suppressions, never silent, and
at a publication neither counts.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from deident.cli.files.tasks import concluded
from deident.errors import DeidentError, UsageError
from deident.report.values import REFUSED, FileReport, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from deident.cli.files.tasks import Task
    from deident.keys import Key
    from deident.report.values import Listed

FILE_NAME = ".deident-baseline.json"
_SCHEMA_VERSION = "1"
_DEMANDED = ("fingerprint", "ruling", "reason", "legal_basis", "reviewer")
_ALLOW = re.compile(r"deident:allow\[([A-Z][A-Z_, ]*)\][ \t]*([^\s>*/#-][^\r\n]*)?")
_READ_FOR_WORDS = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Rulings in force, by fingerprint (`v1:path:type:hmac:ordinal`)."""

    known: frozenset[str] = field(default=frozenset(), repr=False)
    expired: int = 0


def read(file: Path, key: Key, today: dt.date) -> Baseline:
    """Read a baseline; one under another key means nothing here and is refused."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        rows = said["rulings"]
        if said["schema_version"] != _SCHEMA_VERSION or said["key"] != key.id:
            raise UsageError(f"{file.name}: made under another key or by another version")
        kept = [row for row in rows if _complete(file, row) and row["ruling"] == "KEEP"]
        in_force = [
            row for row in kept
            if not row.get("expires") or dt.date.fromisoformat(row["expires"]) >= today
        ]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{file.name}: not a baseline; `deident hook --write-baseline`") from None
    return Baseline(
        known=frozenset(row["fingerprint"] for row in in_force), expired=len(kept) - len(in_force)
    )


def _complete(file: Path, row: Mapping[str, Any]) -> bool:
    for name in _DEMANDED:
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise UsageError(f"{file.name}: a ruling without {name}")
    return True


def write(
    file: Path, reports: Iterable[FileReport], key: Key, *, reviewer: str, reason: str,
    legal_basis: str, expires: str = "",
) -> int:  # fmt: skip
    """Write what was found now as KEEP, and return how many rulings that makes."""
    words = {"ruling": "KEEP", "reason": reason, "legal_basis": legal_basis, "reviewer": reviewer,
             "expires": expires}  # fmt: skip
    rows = [
        {"fingerprint": name, **words} for report in reports for name, _ in fingerprints(report)
    ]
    said = {"schema_version": _SCHEMA_VERSION, "key": key.id, "rulings": rows}
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")
    return len(rows)


def fingerprints(report: FileReport) -> Iterator[tuple[str, Listed]]:
    """Yield each finding under the name that a baseline knows it by."""
    path = PurePath(report.name).as_posix()
    seen: Counter[tuple[str, str]] = Counter()
    for one in report.listed:
        about = (one.entity_type, one.fingerprint)
        seen[about] += 1
        yield f"v1:{path}:{one.entity_type}:{one.fingerprint}:{seen[about]}", one


def suppressing(
    baseline: Baseline, *, inline: bool = True
) -> Callable[[FileReport, Task], FileReport]:
    """Return what takes suppressed findings out of a file's report and says that it did."""

    def amend(report: FileReport, task: Task) -> FileReport:
        if report.status == REFUSED or not report.listed:
            return report
        known = [one for name, one in fingerprints(report) if name in baseline.known]
        report = without(report, known, "SUPPRESSED_BASELINE")
        allowed = list(_allowed(report, task)) if inline else []
        return without(report, allowed, "SUPPRESSED_INLINE")

    return amend


def without(report: FileReport, some: list[Listed], code: str) -> FileReport:
    """Return a report without some of its findings, and with a note on each kind of them."""
    if not some:
        return report
    gone = {id(one) for one in some}
    kinds = Counter(one.entity_type for one in some)
    counts = {action: Counter(of) for action, of in report.counts.items()}
    for one in some:
        counts[one.action][one.entity_type] -= 1
    asked = Counter(one.question for one in some if one.question)
    amended = replace(
        report,
        listed=tuple(one for one in report.listed if id(one) not in gone),
        counts={action: dict(+of) for action, of in counts.items()},
        questions=tuple(
            replace(one, count=one.count - asked[one.key])
            for one in report.questions
            if one.count > asked[one.key]
        ),
        suppressed=(*report.suppressed, *(replace(one, because=code, masked="") for one in some)),
        notes=(*report.notes, *(Told(code=code, params=item) for item in sorted(kinds.items()))),
    )
    return concluded(amended)


def _allowed(report: FileReport, task: Task) -> Iterator[Listed]:
    """Yield the findings of lines in which somebody wrote that they may stay, and why."""
    lines = {one.where.line for one in report.listed if one.where.line and not one.where.part}
    if not lines:
        return
    allowed = _words(task)
    for one in report.listed:
        if not one.where.part and one.entity_type in allowed.get(one.where.line, ()):
            yield one


def _words(task: Task) -> Mapping[int, frozenset[str]]:
    """Return the types that each line of a plain text lets pass; one without a reason lets none."""
    from deident.api import source_of
    from deident.formats.encoding import decode

    try:
        raw = task.raw if task.path is None else source_of(task.path).data
        if raw is None or len(raw) > _READ_FOR_WORDS or b"deident:allow" not in bytes(raw):
            return {}
        text = decode(task.own_name, raw).text()
    except DeidentError:
        return {}
    return {
        number: frozenset(re.split(r"[, ]+", found[1]))
        for number, line in enumerate(text.split("\n"), start=1)
        if (found := _ALLOW.search(line)) and found[2]
    }
