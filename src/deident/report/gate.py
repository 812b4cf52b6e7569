"""What the hook prints: one line for every file that blocks, and what to do about it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from deident import messages
from deident.errors import ExitCode
from deident.report.terminal import printable, told

if TYPE_CHECKING:
    from deident.report.values import FileReport, Summary

_PLACES = 5
_SAY = {
    "zh": ("{}：{}", "{}（{}）", "等{}处", "、", "；",
           "有文件未通过。请先用 deident mask 文件 --to 文件夹 遮盖，"
           "或处理未能读取的文件，再提交。"),
    "en": ("{}: {}", "{} ({})", "{} places in all", ", ", "; ",
           "Some files are blocked. Mask them with `deident mask FILE --to FOLDER`, or mend what "
           "could not be read, and try again."),
}  # fmt: skip


class GateReport:
    """Says nothing of files that pass, unless asked."""

    def __init__(
        self, out: IO[str], *, lang: str, verbose: bool = False, quiet: bool = False
    ) -> None:
        self._out = out
        self._lang = lang
        self._verbose = verbose
        self._quiet = quiet
        self._form, self._kind, self._all, self._and, self._then, self._now = _SAY[lang]

    def file(self, report: FileReport) -> None:
        """Write the line of a file that blocks."""
        if report.exit_code is ExitCode.CLEAN:
            if self._verbose:
                self._out.write(printable(report.name) + ": OK\n")
            return
        said = self._then.join(self._said(report))
        self._out.write(self._form.format(printable(report.name), said) + "\n")

    def close(self, summary: Summary) -> None:
        """Say what to do, where something blocks."""
        if summary.exit_code is not ExitCode.CLEAN and not self._quiet:
            self._out.write(self._now + "\n")

    def _said(self, report: FileReport) -> list[str]:
        if report.refusal is not None:
            return [told(report.refusal, self._lang)]
        said = [told(one, self._lang) for one in (*report.labels, *report.left, *report.unread)]
        places: dict[str, list[str]] = {}
        for one in report.listed:
            places.setdefault(one.entity_type, []).append(messages.place(one.where, self._lang))
        for kind, where in places.items():
            shown = self._and.join(where[:_PLACES])
            total = sum(report.counts.get(action, {}).get(kind, 0) for action in ("MASK", "ASK"))
            if total > _PLACES:
                shown += f"{self._and if self._lang == 'en' else ''}{self._all.format(total)}"
            said.append(self._kind.format(messages.title(kind, self._lang), shown))
        return said
