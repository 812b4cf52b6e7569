"""The report for people at a terminal: per file what was found, by place, and what to do."""

from __future__ import annotations

import re
import unicodedata
from typing import IO, TYPE_CHECKING

from deident import messages
from deident.report.values import (
    BLOCKED,
    CLEAN,
    CLEARED,
    FINDINGS,
    INCOMPLETE,
    NEEDS_REVIEW,
    REFUSED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.report.values import Asked, FileReport, Listed, Summary, Told

_LISTED = 20
_FORMS = 3
_RED, _YELLOW, _GREEN, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[0m"
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
STATUS = {
    CLEAN: ("未发现", "nothing found", _GREEN),
    FINDINGS: ("需处理", "findings", _RED),
    INCOMPLETE: ("未查完", "incomplete", _RED),
    CLEARED: ("已遮盖，复查通过", "masked and proved", _GREEN),
    NEEDS_REVIEW: ("已遮盖，待您确认", "masked, needs review", _YELLOW),
    BLOCKED: ("不得发布", "do not publish", _RED),
    REFUSED: ("没有处理", "not dealt with", _RED),
}
_WORDS = {
    "zh": {
        "MASK": "遮盖",
        "ASK": "待确认",
        "label": "标签“{}”",
        "question": "问题{}：{}{}，共 {} 处：{}",
        "more": "另有 {} 处（加 -v 全部列出）",
        "unlisted": "另有 {} 处只计数，未逐一列出",
        "unread": "未读",
        "left": "残留",
        "labels": "标注",
        "note": "说明",
        "written": "副本：{}",
        "etc": " 等",
        "and": "、",
        "counts": "遮盖 {} 处，待确认 {} 组（{} 处）",
        "sum": "共 {} 个文件：需遮盖 {} 处，待确认 {} 组（{} 处），没有查完的文件 {} 个。",
        "out": "未检查（按规定或按 .deidentignore 排除）：",
        "none": "没有任何文件被检查。",
    },
    "en": {
        "MASK": "mask",
        "ASK": "ask",
        "label": "label “{}”",
        "question": "question {}: {}{}, {} places: {}",
        "more": "and {} more (-v lists them)",
        "unlisted": "and {} that are only counted",
        "unread": "unread",
        "left": "left",
        "labels": "label",
        "note": "note",
        "written": "copy: {}",
        "etc": " …",
        "and": "; ",
        "counts": "{} to mask, {} questions ({} places)",
        "sum": "{} files: {} to mask, {} questions ({} places), {} not read in full.",
        "out": "left out: ",
        "none": "No file was looked at.",
    },
}
LEFT_OUT = {
    "own": (".git、放行文件、临时锁文件", ".git, clearances and lock files"),
    "ignored": (".deidentignore 所列", "named in .deidentignore"),
    "link": ("链接", "links"),
    "target": ("输出文件夹", "the output folder"),
    "shard": ("由其他分片检查", "other shards"),
    "ledger": ("台账中已有放行记录", "cleared in the ledger"),
    "deleted": ("提交中删除的", "deleted in the commit"),
}


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal.

    >>> width("姓名A")
    5
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def printable(text: str) -> str:
    r"""Return a name with what would steer the terminal spelt out.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class TextReport:
    """Writes each file as it is done, and a summary at the end."""

    def __init__(
        self,
        out: IO[str],
        *,
        lang: str = "zh",
        colour: bool = False,
        verbose: bool = False,
        quiet: bool = False,
    ) -> None:
        self._out = out
        self._lang = lang
        self._colour = colour
        self._most = None if verbose else _LISTED
        self._verbose = verbose
        self._quiet = quiet
        self._words = _WORDS[lang]

    def file(self, report: FileReport) -> None:
        """Write one file's part; where little is to be said, one line, and none if it is clean."""
        if self._quiet:
            if report.status not in {CLEAN, CLEARED}:
                self._out.write(self._head(report) + "\n")
            return
        lines = [self._head(report), *self._findings(report), *self._questions(report)]
        lines += (f"  {self._words['unread']}  {self._told(one)}" for one in report.unread)
        lines += (f"  {self._words['left']}  {self._told(one)}" for one in report.left)
        lines += (f"  {self._words['labels']}  {self._told(one)}" for one in report.labels)
        if self._verbose:
            lines += (f"  {self._words['note']}  {self._told(one)}" for one in report.notes)
        if report.written:
            lines.append("  " + self._words["written"].format(printable(report.written)))
        self._out.write("\n".join(lines) + "\n")

    def close(self, summary: Summary) -> None:
        """Write what the run came to."""
        words = self._words
        if summary.files:
            counts = (summary.masked, summary.questions, summary.asked, summary.incomplete)
            self._out.write("\n" + words["sum"].format(summary.files, *counts) + "\n")
        else:
            self._out.write(words["none"] + "\n")
        if left_out := {key: count for key, count in summary.left_out.items() if count}:
            index = messages.LANGUAGES.index(self._lang)
            parts = (f"{LEFT_OUT[key][index]} {count}" for key, count in left_out.items())
            self._out.write(words["out"] + words["and"].join(parts) + "\n")

    def _head(self, report: FileReport) -> str:
        *names, colour = STATUS[report.status]
        state = names[messages.LANGUAGES.index(self._lang)]
        shown = f"{colour}{state}{_PLAIN}" if self._colour else state
        head = f"{printable(report.name)}  [{shown}]"
        if report.refusal is not None:
            return f"{head} {self._told(report.refusal)}"
        if report.count("MASK") or report.count("ASK"):
            counts = (report.count("MASK"), len(report.questions), report.count("ASK"))
            head += " " + self._words["counts"].format(*counts)
        return head

    def _findings(self, report: FileReport) -> Iterator[str]:
        shown = report.listed[: self._most]
        rows = [self._row(one) for one in shown]
        yield from (f"  {line}" for line in aligned(rows))
        if hidden := len(report.listed) - len(shown):
            yield "  " + self._words["more"].format(hidden)
        if report.unlisted > 0:
            yield "  " + self._words["unlisted"].format(report.unlisted)

    def _row(self, one: Listed) -> tuple[str, ...]:
        return (
            self._words[one.action],
            messages.place(one.where, self._lang),
            messages.title(one.entity_type, self._lang),
            printable(one.masked),
            messages.word(one.because, (), self._lang),
        )

    def _questions(self, report: FileReport) -> Iterator[str]:
        forms = masked_forms(report)
        for number, one in enumerate(report.questions, start=1):
            shown = question(number, one, self._lang, forms.get(one.key, ()))
            yield f"  {shown}"

    def _told(self, one: Told) -> str:
        return told(one, self._lang)


def masked_forms(report: FileReport) -> Mapping[str, Sequence[str]]:
    """Return what stands in the copy for each question, in the order in which it stands there."""
    shown: dict[str, dict[str, None]] = {}
    for one in report.listed:
        if one.question and one.masked:
            shown.setdefault(one.question, {})[one.masked] = None
    return {key: tuple(forms) for key, forms in shown.items()}


def some_forms(forms: Sequence[str], lang: str) -> str:
    """Name the first of the masked forms, and say whether there are others."""
    words = _WORDS[lang]
    named = words["and"].join(map(printable, forms[:_FORMS]))
    return named + words["etc"] * (len(forms) > _FORMS)


def question(number: int, one: Asked, lang: str, forms: Sequence[str] = ()) -> str:
    """Word one question: what kind, how it looks when masked, how often, and where first."""
    words = _WORDS[lang]
    label = f"（{words['label'].format(one.label)}）" if one.label else ""
    places = words["and"].join(messages.place(place, lang) for place in one.places)
    if one.count > len(one.places):
        places += words["etc"]
    kind = messages.title(one.entity_type, lang)
    kind += f" {some_forms(forms, lang)}" if forms else ""
    return words["question"].format(number, kind, label, one.count, places)


def told(one: Told, lang: str) -> str:
    """Word a code with its place."""
    named = {"where": messages.part(one.where, lang), **one.named}
    said = messages.word(one.code, one.params, lang, **named)
    where = messages.part(one.where, lang)
    return printable(f"{where}：{said}" if where and lang == "zh" else
                     f"{where}: {said}" if where else said)  # fmt: skip


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with columns of equal width; Chinese characters count as two."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (most - width(cell)) for cell, most in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
