"""`deident rule`: record the answers to a document's questions, from a 核对表 or one by one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from deident.cli.review.answers import Answer, SheetError, read
from deident.cli.review.desk import desk
from deident.cli.settings import settings
from deident.decide import questions
from deident.errors import ExitCode, UsageError
from deident.ledger import rulings
from deident.ledger.entries import Kind
from deident.ledger.reviewers import Ring
from deident.model import Action

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from deident.api import Deidentifier
    from deident.ledger.entries import Act
    from deident.ledger.workflow import Desk

Asked = tuple[str, "Mapping[str, str]"]
"""A document's keyed digest, and the entity type of each of its questions."""


def run(args: argparse.Namespace) -> ExitCode:
    """Record all answers or none."""
    if bool(args.sheet) == bool(args.paths):
        raise UsageError(_ONE[args.lang])
    deidentifier = settings(args).deidentifier()
    with desk(args) as at:
        if args.sheet:
            sheet = read(Path(args.sheet))
            acts, left = _from_sheet(sheet.answers, args, at, deidentifier), sheet.open
        else:
            acts, left = _one_by_one(args, deidentifier), 0
        at.rule(acts)
    print(_SAID[args.lang].format(count=len(acts), left=left))
    return ExitCode.FINDINGS if left else ExitCode.CLEAN


def _from_sheet(
    answers: tuple[Answer, ...], args: argparse.Namespace, at: Desk, deidentifier: Deidentifier
) -> list[Act]:
    asked = cache(lambda path: _asked(path, deidentifier))
    ring = Ring.of(at.ledger.of_kind(Kind.REVIEWER))
    holder = ring.by_keyid.get(at.hand.keyid)
    acts = []
    for answer in answers:
        if holder is not None and answer.reviewer != holder.name:
            raise SheetError("SHEET_REVIEWER", row=answer.row)
        acts.append(_act(answer, args, asked))
    return acts


def _act(answer: Answer, args: argparse.Namespace, asked: Callable[[Path], Asked]) -> Act:
    path = _found(answer, args)
    document, kinds = asked(path)
    if document != answer.document:
        raise SheetError("SHEET_STALE", row=answer.row)
    if answer.question not in kinds:
        raise SheetError("SHEET_CHANGED_KEY", row=answer.row)
    return rulings.act(
        document, question=answer.question, entity_type=kinds[answer.question],
        action=answer.action, reason=answer.reason, basis=answer.basis,
        expires=args.expires or "",
    )  # fmt: skip


def _found(answer: Answer, args: argparse.Namespace) -> Path:
    """Find a row's file: as it is named, in --folder, or beside the sheet."""
    folders = (Path(), *([Path(args.folder)] if args.folder else []), Path(args.sheet).parent)
    for folder in folders:
        if (folder / answer.file).is_file():
            return folder / answer.file
    raise SheetError("SHEET_NO_FILE", row=answer.row)


def _one_by_one(args: argparse.Namespace, deidentifier: Deidentifier) -> list[Act]:
    if not args.question or not args.action:
        raise UsageError(_QUESTION[args.lang])
    return [_one(Path(word), args, deidentifier) for word in args.paths]


def _one(path: Path, args: argparse.Namespace, deidentifier: Deidentifier) -> Act:
    document, kinds = _asked(path, deidentifier)
    if args.question not in kinds:
        raise UsageError(_NO_SUCH[args.lang].format(keys="、".join(kinds) or "—"))
    return rulings.act(
        document, question=args.question, entity_type=kinds[args.question],
        action=_ACTIONS[args.action], reason=args.reason or "", basis=args.basis or "",
        expires=args.expires or "",
    )  # fmt: skip


_ACTIONS = {"mask": Action.MASK, "keep": Action.KEEP, "遮盖": Action.MASK, "公开": Action.KEEP}


def _asked(path: Path, deidentifier: Deidentifier) -> Asked:
    """Return what a document asks as it is now, whatever was ruled before."""
    from deident.api import source_of
    from deident.pipeline import inspect

    source = source_of(path)
    kinds: dict[str, str] = {}
    for one in inspect(source, deidentifier.line()):
        kinds |= {asked.group: asked.entity_type for asked in questions(one.judged.decisions)}
    return deidentifier.key.digest(source.data), kinds


_ONE = {
    "zh": "请给出 --from 核对表.xlsx，或文件与 --question，二者取一",
    "en": "give either --from with a sheet, or files with --question",
}
_QUESTION = {"zh": "请给出 --question 和 --action", "en": "give --question and --action"}
_NO_SUCH = {
    "zh": "文件里没有这个问题；现有：{keys}",
    "en": "the file asks no such question; it asks: {keys}",
}
_SAID = {
    "zh": "已记录 {count} 项处置，尚有 {left} 项未填",
    "en": "recorded {count} answers; {left} are still open",
}
