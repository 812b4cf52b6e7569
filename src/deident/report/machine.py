"""The reports for programs: one JSON document, or one JSON line per file. Never translated.

docs/schema/report.schema.json describes both: a line of JSON Lines is one item of `files`, and the
last line is the `summary`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from deident import __version__
from deident.model import Locator
from deident.report.values import SCHEMA_VERSION

if TYPE_CHECKING:
    from deident.report.values import Asked, FileReport, Listed, Summary, Told


def file_item(report: FileReport) -> dict[str, Any]:
    """Return what JSON says of one file."""
    return {
        "name": report.name,
        "status": report.status,
        "exit_code": int(report.exit_code),
        "counts": {action: dict(kinds) for action, kinds in report.counts.items()},
        "findings": [_finding(one) for one in report.listed],
        "findings_not_listed": max(report.unlisted, 0),
        "suppressed": [_finding(one) for one in report.suppressed],
        "questions": [_question(one) for one in report.questions],
        "unread": [_told(one) for one in report.unread],
        "left": [_told(one) for one in report.left],
        "labels": [_told(one) for one in report.labels],
        "notes": [_told(one) for one in report.notes],
        "refusal": None if report.refusal is None else _told(report.refusal),
        "written": report.written,
        "disclosure": report.disclosure,
        "digests": dict(report.digests),
        "versions": dict(report.versions),
    }


def summary_item(summary: Summary) -> dict[str, Any]:
    """Return what JSON says of the whole run."""
    return {**asdict(summary), "exit_code": int(summary.exit_code)}


def _finding(one: Listed) -> dict[str, Any]:
    return {
        "entity_type": one.entity_type,
        "action": one.action,
        "where": _where(one.where),
        "masked": one.masked,
        "because": one.because,
        "label": one.label,
        "rule": one.rule,
        "question": one.question,
        "fingerprint": one.fingerprint,
        "box": list(one.box),
    }


def _question(one: Asked) -> dict[str, Any]:
    return {
        "key": one.key,
        "entity_type": one.entity_type,
        "label": one.label,
        "count": one.count,
        "places": [_where(place) for place in one.places],
    }


def _told(one: Told) -> dict[str, Any]:
    params = {**{str(i): value for i, value in enumerate(one.params)}, **one.named}
    return {"code": one.code, "where": one.where, "params": params}


def _where(locator: Locator) -> dict[str, str | int]:
    return {name: value for name in _PLACE if (value := getattr(locator, name))}


_PLACE = tuple(Locator.__dataclass_fields__)


def _dumped(item: object) -> str:
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))


class JsonReport:
    """One document. Files are written as they are done, so that a long run needs no memory."""

    def __init__(self, out: IO[str], command: str) -> None:
        self._out = out
        self._first = True
        head = {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "deident", "version": __version__},
        }
        self._out.write(_dumped(head)[:-1] + f',"command":{_dumped(command)},"files":[')

    def file(self, report: FileReport) -> None:
        """Write one item of `files`."""
        self._out.write(("\n" if self._first else ",\n") + _dumped(file_item(report)))
        self._first = False

    def close(self, summary: Summary) -> None:
        """Write the summary and close the document."""
        self._out.write(f'\n],"summary":{_dumped(summary_item(summary))}}}\n')


class JsonLinesReport:
    """One line per file as it is done, and a last line with the summary."""

    def __init__(self, out: IO[str], command: str) -> None:
        self._out = out
        self._command = command

    def file(self, report: FileReport) -> None:
        """Write one line."""
        item = {"schema_version": SCHEMA_VERSION, "command": self._command, **file_item(report)}
        self._out.write(_dumped(item) + "\n")
        self._out.flush()

    def close(self, summary: Summary) -> None:
        """Write the last line."""
        item = {"schema_version": SCHEMA_VERSION, "summary": summary_item(summary)}
        self._out.write(_dumped(item) + "\n")
