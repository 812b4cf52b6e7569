"""The report for build servers: JUnit XML, one test case for every file.

A file in which something must be masked or asked about fails; one that could not be read in full is
an error, which outweighs a failure. What was left out is a skipped case for every reason, because
silence would read as consent.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import IO, TYPE_CHECKING

from deident import messages
from deident.report.terminal import LEFT_OUT, printable, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.report.values import FileReport, Summary, Told

_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_LINES = 200


class JunitReport:
    """Holds the cases until the end, because their totals stand at the beginning."""

    def __init__(self, out: IO[str], command: str, lang: str = "zh") -> None:
        self._out = out
        self._command = command
        self._lang = lang
        self._cases: list[str] = []
        self._totals: Counter[str] = Counter()

    def file(self, report: FileReport) -> None:
        """Note one file's case."""
        said = [told(one, self._lang) for one in _unread(report)]
        blocking = list(self._blocking(report))
        outcomes = ""
        if said:
            outcomes = self._outcome("error", _codes(_unread(report)), [*said, *blocking])
        elif blocking:
            kinds = sorted({one.entity_type for one in report.listed})
            outcomes = self._outcome("failure", " ".join(kinds) or report.status, blocking)
        self._case(report.name, outcomes)

    def close(self, summary: Summary) -> None:
        """Write the whole suite."""
        for reason, count in summary.left_out.items():
            if count:
                name = LEFT_OUT[reason][messages.LANGUAGES.index(self._lang)]
                self._totals["skipped"] += 1
                self._case(f"[{name}]", f'<skipped message="{count}"/>')
        totals = " ".join(
            f'{name}="{self._totals[key]}"'
            for name, key in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
        )
        head = f'name="deident {self._command}" tests="{len(self._cases)}" {totals}'
        self._out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._out.write(f"<testsuites {head}>\n<testsuite {head}>\n")
        self._out.writelines(self._cases)
        self._out.write("</testsuite>\n</testsuites>\n")

    def _case(self, name: str, inside: str) -> None:
        words = f'classname="deident.{self._command}" name="{_attribute(name)}" time="0"'
        self._cases.append(f"<testcase {words}>{inside}</testcase>\n")

    def _outcome(self, kind: str, word: str, lines: list[str]) -> str:
        self._totals[kind] += 1
        shown = lines[:_MOST_LINES]
        if hidden := len(lines) - len(shown):
            shown.append(f"… +{hidden}")
        text = _text("\n".join(shown))
        return f'<{kind} type="{_attribute(word)}" message="{_attribute(lines[0])}">{text}</{kind}>'

    def _blocking(self, report: FileReport) -> Iterator[str]:
        for one in report.listed:
            words = (
                _ACTIONS[self._lang][one.action],
                messages.place(one.where, self._lang),
                messages.title(one.entity_type, self._lang),
                one.masked,
            )
            yield " ".join(filter(None, words))
        if report.unlisted > 0:
            yield f"+{report.unlisted}"
        yield from (told(one, self._lang) for one in (*report.left, *report.labels))


_ACTIONS = {
    "zh": {"MASK": "遮盖", "ASK": "待确认"},
    "en": {"MASK": "mask", "ASK": "ask"},
}


def _unread(report: FileReport) -> tuple[Told, ...]:
    return (*report.unread, *([report.refusal] if report.refusal is not None else ()))


def _codes(some: Iterable[Told]) -> str:
    return " ".join(dict.fromkeys(one.code for one in some))


def _valid(text: str) -> str:
    """Spell out what XML 1.0 cannot hold, and what would steer whoever reads it."""
    spelt = "\n".join(printable(line) for line in text.split("\n"))
    return _INVALID.sub(lambda found: f"\\u{ord(found[0]):04x}", spelt)


def _text(text: str) -> str:
    return html.escape(_valid(text), quote=False)


def _attribute(text: str) -> str:
    return html.escape(_valid(text.replace("\n", " ")))
