"""The workbook: text and nothing else, and a 核对表 that `rule --from` reads back."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from tests.report.cases import EVERY, FULL, SUMMARY

from deident.cli.review import answers
from deident.model import Action
from deident.report import checklist
from deident.report.xlsx import LEDGER, LEDGER_COLUMNS, UNITS, XlsxReport

if TYPE_CHECKING:
    from pathlib import Path

    from deident.report.values import FileReport


def written(*reports: FileReport, office: bool = True) -> bytes:
    """Return the workbook's bytes."""
    out = io.BytesIO()
    report = XlsxReport(out, office=office)
    for one in reports:
        report.file(one)
    report.close(SUMMARY)
    return out.getvalue()


def rows(book: bytes, name: str) -> list[tuple[Any, ...]]:
    """Return a sheet's rows below its heading."""
    opened = load_workbook(io.BytesIO(book))
    return [tuple(row) for row in opened[name].iter_rows(values_only=True)][3:]


def test_no_cell_is_a_formula_a_link_or_a_number() -> None:
    """A masked form that begins with = is a text like any other."""
    book = written(*EVERY)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, text in parts.items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in text
            assert "hyperlink" not in text
            assert set(re.findall(r'<c [^>]*t="([a-z]*)"', text)) <= {"s"}
            assert not re.findall(r'<c r="[A-Z0-9]+"(?: s="[0-9]+")?><v>', text)
    assert any("=赵**" in str(row) for row in rows(book, checklist.SHEET))


def test_every_file_has_a_row_of_the_ledger() -> None:
    """With the columns that the office's 台账 has."""
    book = written(*EVERY)
    assert next(row[1] for row in rows(book, LEDGER)) == FULL.name
    assert len(rows(book, LEDGER)) == len(EVERY)
    opened = load_workbook(io.BytesIO(book))
    head = [cell.value for cell in opened[LEDGER][3]]
    assert head == [column for column, _ in LEDGER_COLUMNS]


def test_a_filled_in_sheet_is_read_back(tmp_path: Path) -> None:
    """What the report writes is what `rule --from` wants."""
    opened = load_workbook(io.BytesIO(written(*EVERY)))
    sheet = opened[checklist.SHEET]
    for column, said in (
        (checklist.ACTION, checklist.KEEP), (checklist.REASON, "补贴对象应当公示"),
        (checklist.BASIS, "惠民惠农补贴公示规定"), (checklist.REVIEWER, "初审员乙"),
    ):  # fmt: skip
        sheet.cell(4, checklist.WRITTEN.index(column) + 1).value = said
    opened.save(tmp_path / "a.xlsx")
    read = answers.read(tmp_path / "a.xlsx")
    assert read.open == 0
    (answer,) = read.answers
    assert (answer.file, answer.question) == (FULL.name, "PERSON:姓名")
    assert (answer.action, answer.document) == (Action.KEEP, FULL.digests["input"])


def test_an_empty_sheet_leaves_every_question_open(tmp_path: Path) -> None:
    """Nothing is answered by not answering."""
    (tmp_path / "a.xlsx").write_bytes(written(*EVERY))
    assert answers.read(tmp_path / "a.xlsx") == answers.Sheet((), 1)


def test_only_answers_can_be_changed_and_the_digests_do_not_show() -> None:
    """A reviewer cannot change a key by accident."""
    opened = load_workbook(io.BytesIO(written(*EVERY)))
    sheet = opened[checklist.SHEET]
    assert sheet.protection.sheet
    assert opened[checklist.DOCUMENTS].sheet_state == "veryHidden"
    for at, column in enumerate(checklist.WRITTEN, start=1):
        assert sheet.cell(4, at).protection.locked == (column not in checklist.ANSWERS)
    (offered,) = sheet.data_validations.dataValidation
    assert offered.formula1 == f'"{checklist.MASK},{checklist.KEEP}"'
    assert sheet.page_setup.orientation == "landscape"


def test_without_a_key_the_sheet_says_that_it_cannot_be_read_back() -> None:
    """Its digests would mean nothing tomorrow."""
    opened = load_workbook(io.BytesIO(written(FULL, office=False)))
    assert "密钥" in str(opened[checklist.SHEET].cell(2, 1).value)


def test_units_are_counted_without_names_of_files() -> None:
    """The first folder below the one that all have in common."""
    found = rows(written(*EVERY), UNITS)
    assert ("民政局", "1", "0", "手机号码", "2", "0") in found
    assert ("住建局", "2", "1", "—", "0", "0") in found
    assert not any("csv" in str(row) for row in found)
