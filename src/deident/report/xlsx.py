"""The report as a workbook: the 台账, the 核对表 with its questions, and counts by unit.

A reviewer fills in the 核对表, and `deident rule --from` reads it back; a hidden sheet holds the
keyed digest of every file, so that a sheet that was made for other bytes is refused. Everything is
written as text: nothing here is a formula or a link, whatever it begins with.
"""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any

from deident import messages
from deident.errors import OutputError
from deident.report import checklist
from deident.report.terminal import STATUS, masked_forms, printable, some_forms, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deident.report.values import Asked, FileReport, Listed, Summary, Told

LEDGER, UNITS = "台账", "汇总"
LEDGER_COLUMNS = (
    ("序号", 6), ("信息名称", 34), ("内容摘要", 22), ("公开属性", 12), ("责任单位", 16),
    ("拟公开方式", 12), ("公开范围", 12), ("公开时间", 12), ("处理结果", 26), ("依据和理由", 44),
    ("审核人", 10), ("下次审查日期", 14),
)  # fmt: skip
UNIT_COLUMNS = (
    ("单位（文件夹）", 26), ("文件数", 10), ("未查完", 10), ("信息类型", 26),
    ("须遮盖（处）", 14), ("待确认（处）", 14),
)  # fmt: skip
_WIDTHS = (6, 24, 14, 14, 12, 6, 30, 20, 18, 30, 10, 24, 28, 10)
_A4 = 9
_LONGEST_CELL = 32_000
_MOST_ROWS = 1_000_000
_HEAD_ROW = 2


class XlsxReport:
    """Builds the workbook as files are done and writes it at the end."""

    def __init__(self, out: IO[bytes], *, office: bool) -> None:
        from xlsxwriter import Workbook

        self._out = out
        self._bytes = io.BytesIO()
        self._book = Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._formats = _formats(self._book)
        self._ledger = self._sheet(LEDGER, LEDGER_COLUMNS, _LEDGER_NOTE)
        note = _CHECKLIST_NOTE if office else _NO_KEY_NOTE
        columns = tuple(zip(checklist.WRITTEN, _WIDTHS, strict=True))
        self._checklist = self._sheet(checklist.SHEET, columns, note)
        self._units = self._sheet(UNITS, UNIT_COLUMNS, _UNITS_NOTE)
        self._documents = self._book.add_worksheet(checklist.DOCUMENTS)
        self._documents.very_hidden()
        self._row(self._documents, 0, checklist.DOCUMENT_COLUMNS, "locked")
        self._files = self._questions = 0

    def file(self, report: FileReport) -> None:
        """Add one file's row, its questions and its digest."""
        name = printable(report.name)
        self._files += 1
        self._row(self._ledger, _HEAD_ROW + self._files, _ledger_row(self._files, report), "open")
        if not report.questions:
            return
        digest = report.digests.get("input", "")
        self._row(self._documents, self._files, (name, digest), "locked")
        forms = masked_forms(report)
        for one in report.questions:
            self._questions += 1
            shown = some_forms(forms.get(one.key, ()), "zh")
            found = report.of_question(one.key)[:1]
            row = (str(self._questions), name, *_question_row(one, shown, *found))
            self._row(self._checklist, _HEAD_ROW + self._questions, row, "locked")
            answers = ("",) * len(checklist.ANSWERS)
            self._row(self._checklist, _HEAD_ROW + self._questions, answers, "open", len(row))

    def close(self, summary: Summary) -> None:
        """Write the workbook."""
        self._sum_up(summary)
        self._finish(self._ledger, self._files, len(LEDGER_COLUMNS))
        self._finish(self._checklist, self._questions, len(checklist.WRITTEN))
        self._offer_actions()
        for sheet in (self._checklist, self._documents):
            sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True,
                               "format_rows": True})  # fmt: skip
        self._ledger.activate()
        self._book.close()
        self._out.write(self._bytes.getvalue())
        self._out.flush()

    def _sheet(self, name: str, columns: Sequence[tuple[str, int]], note: str) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.repeat_rows(_HEAD_ROW)
        sheet.freeze_panes(_HEAD_ROW + 1, 2)
        sheet.set_row(0, 28)
        sheet.set_row(_HEAD_ROW, 24)
        sheet.write_string(0, 0, name, self._formats["title"])
        sheet.write_string(1, 0, note, self._formats["note"])
        for at, (heading, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(_HEAD_ROW, at, heading, self._formats["head"])
        return sheet

    def _row(
        self,
        sheet: Any,  # noqa: ANN401 - likewise
        number: int,
        cells: Iterable[str],
        kind: str,
        first: int = 0,
    ) -> None:
        if number > _MOST_ROWS:
            raise OutputError("more rows than a sheet holds; scan fewer files at a time")
        for at, cell in enumerate(cells, start=first):
            sheet.write_string(number, at, cell[:_LONGEST_CELL], self._formats[kind])

    def _finish(self, sheet: Any, rows: int, columns: int) -> None:  # noqa: ANN401 - likewise
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(rows, 1), columns - 1)
        sheet.print_area(0, 0, _HEAD_ROW + max(rows, 1), columns - 1)

    def _offer_actions(self) -> None:
        at = checklist.WRITTEN.index(checklist.ACTION)
        first, last = _HEAD_ROW + 1, _HEAD_ROW + max(self._questions, 1)
        self._checklist.data_validation(
            first, at, last, at,
            {
                "validate": "list",
                "source": [checklist.MASK, checklist.KEEP],
                "error_title": "处置",
                "error_message": f"请选择“{checklist.MASK}”或“{checklist.KEEP}”",
            },
        )  # fmt: skip

    def _sum_up(self, summary: Summary) -> None:
        number = _HEAD_ROW
        for unit in summary.units:
            kinds = sorted({*unit.masked, *unit.asked}) or [""]
            for kind in kinds:
                number += 1
                title = messages.title(kind) if kind else "—"
                counts = (unit.masked.get(kind, 0), unit.asked.get(kind, 0))
                row = (printable(unit.name) or "—", unit.files, unit.incomplete, title, *counts)
                self._row(self._units, number, map(str, row), "open")
        self._finish(self._units, number - _HEAD_ROW, len(UNIT_COLUMNS))


def _formats(book: Any) -> dict[str, Any]:  # noqa: ANN401 - likewise
    cell = {"border": 1, "border_color": "#B8BFC8", "valign": "top", "text_wrap": True,
            "num_format": "@", "font_name": "宋体", "font_size": 10}  # fmt: skip
    bold = {"bold": True, "font_name": "黑体"}
    return {
        "title": book.add_format({**bold, "font_size": 16, "valign": "vcenter"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#5A6472"}),
        "head": book.add_format(
            {**cell, **bold, "align": "center", "valign": "vcenter", "bg_color": "#E4EAF2"}
        ),
        "open": book.add_format({**cell, "locked": False}),
        "locked": book.add_format({**cell, "locked": True, "bg_color": "#F6F7F9"}),
    }


def _ledger_row(number: int, report: FileReport) -> tuple[str, ...]:
    said = {
        "序号": str(number),
        "信息名称": printable(report.name),
        "公开属性": report.disclosure,
        "处理结果": _outcome(report),
        "依据和理由": "\n".join(told(one, "zh") for one in _reasons(report)),
    }
    return tuple(said.get(column, "") for column, _ in LEDGER_COLUMNS)


def _outcome(report: FileReport) -> str:
    state = STATUS[report.status][0]
    masked, asked, groups = report.count("MASK"), report.count("ASK"), len(report.questions)
    if masked or asked:
        return f"{state}：遮盖 {masked} 处，待确认 {groups} 组（{asked} 处）"
    return state


def _reasons(report: FileReport) -> tuple[Told, ...]:
    refusal = () if report.refusal is None else (report.refusal,)
    return (*refusal, *report.labels, *report.left, *report.unread)


def _question_row(one: Asked, forms: str, found: Listed | None = None) -> tuple[str, ...]:
    """Return the cells of a question; `found` is the first finding that it is about."""
    places = "、".join(messages.place(place) for place in one.places)
    return (
        one.key,
        messages.title(one.entity_type),
        one.label,
        str(one.count),
        places + " 等" * (one.count > len(one.places)),
        forms,
        messages.word(found.because, ()) if found and found.because else "",
        printable(found.context) if found else "",
    )


_LEDGER_NOTE = "由 deident 生成，不含个人信息原值。空白各栏由责任单位填写。"
_CHECKLIST_NOTE = (
    "请逐行选择“处置”，并填写理由、依据、审核人；其他栏不要改动。"
    "填好后用 deident rule --from 本文件 登记。"
)
_NO_KEY_NOTE = "没有设置本单位密钥，本表只供查看，不能登记；请先运行 deident init 再重新检查。"
_UNITS_NOTE = "按单位和信息类型统计，不含文件名和个人信息。"
