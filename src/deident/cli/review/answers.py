"""Reading a 核对表 back: whoever filled it in changed its answers and nothing else."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deident.errors import ExitCode
from deident.ledger.refusals import RefusedError
from deident.model import Action
from deident.report import checklist

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MOST_BYTES = 64 << 20
_MOST_COLUMNS = 64
_ACTIONS = {checklist.MASK: Action.MASK, checklist.KEEP: Action.KEEP}


class SheetError(RefusedError):
    """A 核对表 does not fit the document it is about."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row that was filled in. `document` is the keyed digest of the bytes it was made for."""

    row: int
    file: str = field(repr=False)
    document: str
    question: str
    action: Action
    reason: str = field(repr=False)
    basis: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that were answered, and how many were not."""

    answers: tuple[Answer, ...]
    open: int


def read(file: Path) -> Sheet:
    """Read a 核对表; a row without an action stays open."""
    book = _book(file)
    try:
        documents = {
            _text(row[checklist.FILE]): _text(row[checklist.DIGEST])
            for _, row in _rows(book, checklist.DOCUMENTS, checklist.DOCUMENT_COLUMNS)
        }
        rows = tuple(_rows(book, checklist.SHEET, checklist.COLUMNS))
    finally:
        book.close()
    asked = [(number, row) for number, row in rows if _text(row[checklist.QUESTION])]
    answered = [(number, row) for number, row in asked if _text(row[checklist.ACTION])]
    answers = tuple(_answer(number, row, documents) for number, row in answered)
    return Sheet(answers, len(asked) - len(answered))


def _answer(number: int, row: Mapping[str, object], documents: Mapping[str, str]) -> Answer:
    action = _ACTIONS.get(_text(row[checklist.ACTION]))
    if action is None:
        raise SheetError("SHEET_ACTION", row=number)
    reason, basis = _text(row[checklist.REASON]), _text(row[checklist.BASIS])
    if not reason or not basis:
        raise SheetError("SHEET_NO_BASIS", row=number)
    file = _text(row[checklist.FILE])
    document = documents.get(file, "")
    if not document:
        raise SheetError("SHEET_STALE", row=number)
    return Answer(
        row=number, file=file, document=document, question=_text(row[checklist.QUESTION]),
        action=action, reason=reason, basis=basis, reviewer=_text(row[checklist.REVIEWER]),
    )  # fmt: skip


def _book(file: Path) -> Any:  # noqa: ANN401 - an openpyxl workbook, which has no types
    from openpyxl import load_workbook

    if _size(file) > _MOST_BYTES:
        raise SheetError("SHEET_UNREADABLE")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(file, read_only=True, data_only=True)
    except Exception:  # noqa: BLE001 - whatever openpyxl stumbles over, it is not our sheet
        raise SheetError("SHEET_UNREADABLE") from None


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        raise SheetError("NO_FILE") from None


def _rows(
    book: Any,  # noqa: ANN401 - likewise
    name: str,
    columns: tuple[str, ...],
) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield the rows below the one that holds the names of the columns, with their numbers."""
    if name not in book.sheetnames:
        raise SheetError("SHEET_UNREADABLE")
    where: dict[str, int] = {}
    rows = book[name].iter_rows(max_col=_MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(rows, start=1):
        if where:
            yield number, {column: cells[at] for column, at in where.items()}
        elif set(columns) <= set(cells):
            where = {column: cells.index(column) for column in columns}
    if not where:
        raise SheetError("SHEET_UNREADABLE")


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
