"""`deident mask`: write masked copies into another folder, and say what is still to do."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from deident.cli.batch.running import run as run_all
from deident.cli.batch.running import say
from deident.cli.files.inputs import Inputs, gather
from deident.cli.files.placing import partial_name, write
from deident.cli.files.tasks import Task
from deident.errors import ExitCode, OutputError
from deident.report.notice import NAME, notice
from deident.report.values import BLOCKED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from deident.report.values import FileReport


def run(args: argparse.Namespace) -> ExitCode:
    """Mask every file. The exit code is the state of the copies."""
    target: Path = args.to
    if target.exists() and not target.is_dir():
        raise OutputError(f"--to {target}: not a folder")
    inputs = gather(args, target)
    inputs.entries = [
        _placed(entry, target) if isinstance(entry, Task) else entry for entry in inputs.entries
    ]
    _refuse_same_names(inputs)
    try:
        exit_code, reports = run_all(args, inputs)
    finally:
        # After an interrupt nobody else knows these names any more.
        for entry in inputs.entries:
            if isinstance(entry, Task) and entry.part is not None:
                with contextlib.suppress(OSError):
                    entry.part.unlink()
    page = _write_notice(target, inputs, reports)
    say(args, _ending(reports, args.lang, target, page))
    return exit_code


def _placed(task: Task, target: Path) -> Task:
    goal = target / task.relative
    return replace(task, target=goal, part=partial_name(goal.parent))


def _refuse_same_names(inputs: Inputs) -> None:
    """Refuse two inputs that would become one file, also where case does not count."""
    seen: set[str] = set()
    for entry in inputs.entries:
        if isinstance(entry, Task):
            name = entry.relative.as_posix()
            if name.casefold() in seen:
                raise OutputError(f"two of {name}", reason="OUTPUT_SAME_NAME", name=name)
            seen.add(name.casefold())


def _write_notice(target: Path, inputs: Inputs, reports: Sequence[FileReport]) -> Path:
    """Put the 处理说明 beside the copies; it is ours, so the next run's replaces it."""
    taken = {entry.relative.name for entry in inputs.entries if isinstance(entry, Task)}
    page = target / next(name for name in _names() if name not in taken)
    if any(report.written for report in reports):
        versions = next((report.versions for report in reports if report.versions), {})
        policy = f"{versions.get('policy', '')}，场景 {versions.get('scene', '')}"
        text = notice(reports, when=dt.datetime.now().astimezone(), policy=policy)
        write(page, text.encode("utf-8", "replace"), partial_name(target), force=True)
    return page


def _names() -> Iterator[str]:
    """Yield names for the page: a document may be called 处理说明 too."""
    yield f"{NAME}.md"
    yield from (f"{NAME}-{number}.md" for number in itertools.count(2))


def _ending(reports: Sequence[FileReport], lang: str, target: Path, page: Path) -> str:
    masked = sum(report.count("MASK") + report.count("ASK") for report in reports)
    questions = sum(len(report.questions) + _asked_by_label(report) for report in reports)
    said = _END[lang].format(masked=masked, questions=questions)
    steps = [step.format(notice=page, folder=target) for step in _next(reports, lang)]
    if len(steps) == 1:
        return said + steps[0]
    return said + "".join(f"\n  {number}. {step}" for number, step in enumerate(steps, start=1))


def _next(reports: Sequence[FileReport], lang: str) -> list[str]:
    """Return what is to be done next, the most urgent first."""
    said = _NEXT[lang]
    if not reports:
        return [said["nothing"]]
    steps = []
    if any(report.exit_code is ExitCode.CLASSIFIED for report in reports):
        steps.append("classified")
    if any(map(_not_done, reports)):
        steps.append("mend" if any(report.written for report in reports) else "retry")
    if any(report.status == BLOCKED and report.labels for report in reports):
        steps.append("label")
    if any(report.questions or _asked_by_label(report) for report in reports):
        steps.append("answer")
    return [said[step] for step in steps or ("done",)]


def _not_done(report: FileReport) -> bool:
    if report.refusal is not None:
        return report.exit_code is not ExitCode.CLASSIFIED
    return bool(report.left or report.unread)


def _asked_by_label(report: FileReport) -> int:
    """Count what a document says of itself that a person must answer."""
    return len(report.labels) if report.status != BLOCKED else 0


_END = {
    "zh": "已遮盖 {masked} 处，待您确认 {questions} 组。下一步：",
    "en": "Masked {masked} places; {questions} questions for you. Next: ",
}
_NEXT = {
    "zh": {
        "nothing": "没有文件需要处理；请检查路径和 .deidentignore。",
        "classified": "有文件带密级标志，已停止，没有副本：不得公开，请按保密规定办理。",
        "retry": "没有写出任何副本；请按上面的提示处理后重新运行。",
        "mend": "有文件没有处理完或仍有残留，先不要发布；请按 {notice} 逐项处理后重新运行。",
        "label": "有文件的公开属性不允许发布或没有标注：不要发布；请先认定公开属性，"
        "补注“此件公开发布”后重新运行，见 {notice}。",
        "answer": "请按 {notice} 逐组确认；确认前这些内容在副本中都已遮盖。",
        "done": "请打开 {folder} 中的副本看一遍，再提交发布。",
    },
    "en": {
        "nothing": "there was no file to mask; look at the path and at .deidentignore.",
        "classified": "a file bears a classification mark. It was stopped, there is no copy.",
        "retry": "no copy was written; mend what is said above and run again.",
        "mend": "some files were not dealt with in full. Do not publish; see {notice}.",
        "label": "the disclosure label of a file is missing or forbids it. Do not publish; "
        "have its attribute settled first, see {notice}.",
        "answer": "answer the questions in {notice}; until then everything asked about is masked.",
        "done": "look through the copies in {folder}, then submit them.",
    },
}
