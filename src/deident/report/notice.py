"""处理说明: the page that goes with masked copies. It says what was done and what is still to do.

File names, kinds, counts, places and codes; never a value, masked or not.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from deident import messages
from deident.errors import ExitCode
from deident.report.terminal import printable, question, told
from deident.report.values import BLOCKED, CLEARED, NEEDS_REVIEW

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from deident.report.values import FileReport, Told

NAME = "处理说明"
_STATE = {
    CLEARED: "复查通过，未发现残留",
    NEEDS_REVIEW: "已遮盖，尚有事项待确认",
}
_BLOCKED_BY = {True: "公开属性不允许发布或没有标注，不得发布", False: "仍有残留，不得发布"}
_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")
_MOST_QUESTIONS = 50


def notice(reports: Iterable[FileReport], *, when: dt.datetime, policy: str) -> str:
    """Write the page for the copies of one run."""
    parts = [
        "# 处理说明\n",
        f"处理时间：{when:%Y-%m-%d %H:%M}　策略：{policy}\n",
        "本说明由 deident 生成，不含任何个人信息的原值。“待确认”的内容在副本中已先行遮盖，"
        "由审核人决定是否恢复。\n",
    ]
    reports = tuple(reports)
    told_of = [report for report in reports if report.exit_code is not ExitCode.CLASSIFIED]
    parts += ("\n".join(_file(report)) for report in told_of)
    if stopped := len(reports) - len(told_of):
        # The page travels with the copies; even the name of such a file is not for it.
        parts.append(f"另有 {stopped} 个文件带密级标志，已停止处理，没有副本。\n")
    notes = {(one.code, one.params): one for report in reports for one in report.notes}
    parts += _told("说明", notes.values())
    return "\n".join(parts)


def _file(report: FileReport) -> Iterator[str]:
    # Where it came from is not the business of whoever reads the copies.
    yield f"## {_name(report.written or PurePath(report.name).name)}\n"
    if report.refusal is not None:
        yield f"**没有处理，没有副本。** {told(report.refusal, 'zh')}\n"
        return
    yield f"结果：{_state(report)}\n"
    yield from _told("公开属性和标注", report.labels)
    yield from _counts(report)
    yield from _questions(report)
    yield from _told("残留", report.left)
    yield from _told("没有读到的部分", report.unread)


def _state(report: FileReport) -> str:
    if report.status == BLOCKED:
        return _BLOCKED_BY[bool(report.labels) and not report.left]
    return _STATE.get(report.status, "没有查完，不得发布")


def _told(heading: str, some: Iterable[Told]) -> Iterator[str]:
    if lines := [f"* {told(one, 'zh')}" for one in some]:
        yield f"{heading}：\n"
        yield from lines
        yield ""


def _counts(report: FileReport) -> Iterator[str]:
    kinds = {kind for action in ("MASK", "ASK") for kind in report.counts.get(action, {})}
    if not kinds:
        yield "没有需要遮盖的内容。\n"
        return
    yield "| 信息类型 | 已遮盖（处） | 已先行遮盖、待确认（处） |\n|---|---|---|"
    for kind in sorted(kinds):
        masked, asked = (report.counts.get(action, {}).get(kind, 0) for action in ("MASK", "ASK"))
        yield f"| {messages.title(kind)} | {masked} | {asked} |"
    yield ""


def _questions(report: FileReport) -> Iterator[str]:
    if not report.questions:
        return
    yield f"待您确认 {len(report.questions)} 组：\n"
    shown = report.questions[:_MOST_QUESTIONS]
    yield from (f"* {question(number, one, 'zh')}" for number, one in enumerate(shown, start=1))
    if hidden := len(report.questions) - len(shown):
        yield f"* 另有 {hidden} 组，见 JSON 报告。"
    yield ""


def _name(name: str) -> str:
    return _MARKUP.sub(r"\\\1", printable(name))
