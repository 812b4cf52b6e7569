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


def file_text(report: FileReport) -> str:
    """Return what JSON says of one file."""
    name, digests = dumped(report.name), dumped(report.digests)
    said = f'{{"name":{name},{content_text(report)[1:-1]},"digests":{digests}'
    return f"{said},{(report.rows or rows_text(report))[1:]}"


def content_text(report: FileReport) -> str:
    """Return all that JSON says of a file but its name, its digests and its findings one by one.

    Most files that were looked at before say the same, and then with the same values: what was
    written of those values is written again.
    """
    parts = (
        report.exit_code, report.status, report.counts, report.questions, report.unread,
        report.left, report.labels, report.notes, report.refusal, report.written,
        report.disclosure, report.versions,
    )  # fmt: skip
    known = tuple(map(id, parts))
    if (before := _WRITTEN.get(known)) is not None:
        return before[1]
    if len(_WRITTEN) >= _MOST_WRITTEN:
        _WRITTEN.clear()
    text = dumped(_content(report))
    # Whatever is held here keeps its id to itself.
    _WRITTEN[known] = parts, text
    return text


_MOST_WRITTEN = 500
_WRITTEN: dict[tuple[int, ...], tuple[tuple[object, ...], str]] = {}


def _content(report: FileReport) -> dict[str, Any]:
    return {
        "exit_code": int(report.exit_code),
        "status": report.status,
        "counts": report.counts,
        "questions": [_question(one) for one in report.questions],
        "unread": [_told(one) for one in report.unread],
        "left": [_told(one) for one in report.left],
        "labels": [_told(one) for one in report.labels],
        "notes": [_told(one) for one in report.notes],
        "refusal": None if report.refusal is None else _told(report.refusal),
        "written": report.written,
        "disclosure": report.disclosure,
        "versions": report.versions,
    }


def rows_text(report: FileReport, *, masked: bool = True) -> str:
    """Return what JSON says of the findings one by one, with or without their masked forms."""
    return dumped(
        {
            "findings": [_finding(one, masked=masked) for one in report.listed],
            "findings_not_listed": max(report.unlisted, 0),
            "suppressed": [_finding(one, masked=masked) for one in report.suppressed],
        }
    )


def summary_item(summary: Summary) -> dict[str, Any]:
    """Return what JSON says of the whole run."""
    return {**asdict(summary), "exit_code": int(summary.exit_code)}


def _finding(one: Listed, *, masked: bool) -> dict[str, Any]:
    return {
        "entity_type": one.entity_type,
        "action": one.action,
        "where": _where(one.where),
        "masked": one.masked if masked else "",
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


dumped = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Write one item of JSON."""


class JsonReport:
    """One document. Files are written as they are done, so that a long run needs no memory."""

    def __init__(self, out: IO[str], command: str) -> None:
        self._out = out
        self._first = True
        head = {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "deident", "version": __version__},
        }
        self._out.write(dumped(head)[:-1] + f',"command":{dumped(command)},"files":[')

    def file(self, report: FileReport) -> None:
        """Write one item of `files`."""
        self._out.write(("\n" if self._first else ",\n") + file_text(report))
        self._first = False

    def close(self, summary: Summary) -> None:
        """Write the summary and close the document."""
        self._out.write(f'\n],"summary":{dumped(summary_item(summary))}}}\n')


class JsonLinesReport:
    """One line per file as it is done, and a last line with the summary."""

    def __init__(self, out: IO[str], command: str, *, live: bool = True) -> None:
        """Take where the lines go; `live` means that somebody reads them as they come."""
        self._out = out
        self._live = live
        head = {"schema_version": SCHEMA_VERSION, "command": command}
        self._head = dumped(head)[:-1]

    def file(self, report: FileReport) -> None:
        """Write one line."""
        self._out.write(f"{self._head},{file_text(report)[1:]}\n")
        if self._live:
            self._out.flush()

    def close(self, summary: Summary) -> None:
        """Write the last line."""
        item = {"schema_version": SCHEMA_VERSION, "summary": summary_item(summary)}
        self._out.write(dumped(item) + "\n")
