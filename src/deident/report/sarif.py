"""The report for code scanners: SARIF 2.1.0, written as the files are done.

Findings are results; what a person let pass is a result with a suppression; what could not be read
is a notification, and then the run as a whole did not succeed. Paths are relative, fingerprints are
keyed, and texts are Chinese, as the packs are: machine formats are not translated.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from deident import __version__, messages
from deident.errors import ExitCode
from deident.report.terminal import LEFT_OUT, printable, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deident.model import Locator
    from deident.report.values import FileReport, Listed, Summary, Told

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "deident/v1"
_LEVELS = {"MASK": "error", "ASK": "warning", "KEEP": "note"}
_SAID = {"MASK": "须遮盖", "ASK": "待确认", "KEEP": "经审核保留"}
_IN_SOURCE = "SUPPRESSED_INLINE"
_NO_OFFICE_KEY = "NO_OFFICE_KEY"


class SarifReport:
    """One run of SARIF. Results are written at once; what describes them is written at the end.

    `bases` is entity type → the rule or standard that makes it personal, as the packs have it.
    """

    def __init__(self, out: IO[str], bases: Mapping[str, str]) -> None:
        self._out = out
        self._bases = bases
        self._rules: dict[str, dict[str, Any]] = {}
        self._artifacts: list[dict[str, Any]] = []
        self._notifications: list[dict[str, Any]] = []
        self._notes: dict[tuple[object, ...], Told] = {}
        self._complete = True
        self._first = True
        self._out.write(
            f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"language":"zh-CN",'
            '"columnKind":"unicodeCodePoints","results":['
        )

    def file(self, report: FileReport) -> None:
        """Write the results of one file."""
        uri = relative_uri(report.name)
        for result in self._results(report, uri):
            self._out.write(("\n" if self._first else ",\n") + _dumped(result))
            self._first = False
        self._artifacts.append(
            {"location": _location(uri), "properties": {"status": report.status}}
        )
        unread = (*report.unread, *([report.refusal] if report.refusal is not None else ()))
        self._notifications += (_notification(one, "error", uri) for one in unread)
        self._complete &= not unread
        if report.unlisted > 0:
            self._notifications.append(_unlisted(report.unlisted, uri))
        self._notes |= {(one.code, one.params): one for one in report.notes}

    def close(self, summary: Summary) -> None:
        """Write the rules, the notifications and whether all was read."""
        notes = [_notification(one, "note", "") for one in self._notes.values()]
        notes += (_left_out(reason, count) for reason, count in summary.left_out.items() if count)
        said = [*self._notifications, *notes]
        rest = {
            "artifacts": self._artifacts,
            "invocations": [
                {
                    "executionSuccessful": self._complete and summary.exit_code in _FINISHED,
                    "exitCode": int(summary.exit_code),
                    "toolExecutionNotifications": said,
                }
            ],
            "tool": {"driver": self._driver(said)},
        }
        self._out.write("\n]," + _dumped(rest)[1:] + "]}\n")

    def _driver(self, said: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "name": "deident",
            "semanticVersion": __version__,
            "rules": list(self._rules.values()),
            "notifications": [
                {"id": code} for code in dict.fromkeys(one["descriptor"]["id"] for one in said)
            ],
        }

    def _results(self, report: FileReport, uri: str) -> Iterator[dict[str, Any]]:
        lasting = not any(one.code == _NO_OFFICE_KEY for one in report.notes)
        seen: Counter[tuple[str, str]] = Counter()
        for one in (*report.listed, *report.suppressed):
            self._rule(one.entity_type, self._bases.get(one.entity_type, ""))
            result = _result(one, uri)
            seen[one.entity_type, one.fingerprint] += 1
            if one.fingerprint and lasting:
                ordinal = seen[one.entity_type, one.fingerprint]
                result["partialFingerprints"] = {FINGERPRINT: f"{one.fingerprint}:{ordinal}"}
            yield result
        for said in (*report.left, *report.labels):
            self._rule(said.code, "")
            yield {
                "ruleId": said.code,
                "level": "error",
                "message": {"text": told(said, "zh")},
                "locations": [{"physicalLocation": {"artifactLocation": _location(uri)}}],
            }

    def _rule(self, name: str, basis: str) -> None:
        if name in self._rules:
            return
        title = messages.title(name)
        if title == name:
            title = printable(messages.word(name))
        rule: dict[str, Any] = {"id": name, "shortDescription": {"text": title}}
        if basis:
            rule["fullDescription"] = {"text": f"{title}。依据：{basis}"}
            rule["help"] = {"text": f"公开前应当遮盖或经审核确认：{title}。依据：{basis}"}
        self._rules[name] = rule


_FINISHED = frozenset({ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.NOT_CLEARED})


def relative_uri(name: str) -> str:
    """Return a report's name as a URI relative to the working folder, where there is a way.

    >>> relative_uri("公示/a b.csv")
    '%E5%85%AC%E7%A4%BA/a%20b.csv'
    """
    path = PurePath(name)
    if path.is_absolute():
        try:
            path = PurePath(os.path.relpath(path))
        except ValueError:  # another drive
            path = PurePath(path.name)
    return quote(path.as_posix().encode("utf-8", "surrogateescape"))


def _result(one: Listed, uri: str) -> dict[str, Any]:
    words = [f"{messages.title(one.entity_type)}：{_SAID[one.action]}"]
    if one.masked:
        words.append(f"遮盖后为 {printable(one.masked)}")
    if one.because:
        words.append(messages.word(one.because))
    result: dict[str, Any] = {
        "ruleId": one.entity_type,
        "level": _LEVELS[one.action],
        "message": {"text": "；".join(words)},
        "locations": [_place(one, uri)],
        "properties": {
            "action": one.action,
            "because": one.because,
            "label": one.label,
            "question": one.question,
            "where": _where(one.where),
        },
    }
    if one.box:
        result["properties"]["box"] = list(one.box)
    if one.because in _SUPPRESSING:
        kind = "inSource" if one.because == _IN_SOURCE else "external"
        why = messages.word(one.because, (one.entity_type, 1))
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": why}]
    return result


_SUPPRESSING = frozenset({_IN_SOURCE, "SUPPRESSED_BASELINE", "RULING"})


def _place(one: Listed, uri: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _location(uri)}
    where = one.where
    # A line of a cell or of an inner part is no line of the file.
    if where.line and not where.part and not where.page:
        physical["region"] = {"startLine": where.line}
    place: dict[str, Any] = {"physicalLocation": physical}
    if said := str(where):
        place["logicalLocations"] = [{"fullyQualifiedName": said, "kind": _kind(where)}]
    return place


def _kind(where: Locator) -> str:
    """Return the most exact word that a locator has for its place."""
    if where.row and where.column:
        return "cell"
    names = ("paragraph", "line", "row", "page", "sheet")
    return next((name for name in names if getattr(where, name)), "part")


def _where(locator: Locator) -> dict[str, str | int]:
    return {name: value for name, value in asdict(locator).items() if value}


def _location(uri: str) -> dict[str, str]:
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _notification(one: Told, level: str, uri: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "descriptor": {"id": one.code},
        "level": level,
        "message": {"text": told(one, "zh")},
    }
    if uri:
        said["locations"] = [{"physicalLocation": {"artifactLocation": _location(uri)}}]
    return said


def _unlisted(count: int, uri: str) -> dict[str, Any]:
    return {
        "descriptor": {"id": "NOT_LISTED"},
        "level": "warning",
        "message": {"text": f"另有 {count} 处只计数，未逐一列出"},
        "locations": [{"physicalLocation": {"artifactLocation": _location(uri)}}],
    }


def _left_out(reason: str, count: int) -> dict[str, Any]:
    return {
        "descriptor": {"id": f"LEFT_OUT/{reason}"},
        "level": "note",
        "message": {"text": f"未检查：{LEFT_OUT[reason][0]}，共 {count} 个"},
    }


def _dumped(item: object) -> str:
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))
