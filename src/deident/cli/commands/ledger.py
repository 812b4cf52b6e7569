"""`deident ledger`: read the ledger, check it, hand it in, anchor it, and see what is due."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deident import messages
from deident.cli.files.placing import partial_name, write
from deident.cli.review.desk import hand, ledger_file, office_key, open_ledger
from deident.errors import ExitCode, UsageError
from deident.ledger import anchors, export
from deident.ledger.refusals import LedgerError
from deident.ledger.reviewers import Following
from deident.ledger.store import Ledger, stamp

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from deident.ledger.chain import Broken


def run(args: argparse.Namespace) -> ExitCode:
    """Do one of them."""
    if args.action == "restore":
        return _restore(args)
    with open_ledger(args) as ledger:
        return _ACTIONS[args.action](ledger, args)


def _show(ledger: Ledger, args: argparse.Namespace) -> ExitCode:
    for entry in ledger.entries():
        act = entry.act
        if args.format in {"json", "jsonl"}:
            row = {"seq": entry.seq, "time": entry.time, "type": act.kind.value, "name": act.name,
                   "output": act.output, "reviewer": act.reviewer, "hash": entry.hash}  # fmt: skip
            print(json.dumps(row, ensure_ascii=False))
            continue
        kind = _KINDS[act.kind.value][args.lang == "en"]
        stage = act.about.get("stage", "") or act.about.get("channel", "")
        said = (str(entry.seq), entry.time, kind, stage, act.reviewer, act.name, act.output[:12])
        print("  ".join(filter(None, said)))
    return ExitCode.CLEAN


def _verify(ledger: Ledger, args: argparse.Namespace) -> ExitCode:
    broken = ledger.verify(Following())
    for file in args.anchor or ():
        for line in Path(file).read_text(encoding="utf-8-sig").splitlines():
            if line.strip():
                broken += anchors.missed(ledger, line)
    for one in broken:
        print(_broken(one, args.lang))
    if not broken:
        rows = sum(1 for _ in ledger.rows())
        print(_WHOLE[args.lang].format(rows=rows))
        if not args.anchor:
            print(_NO_ANCHOR[args.lang])
    return ExitCode.NOT_CLEARED if broken else ExitCode.CLEAN


def _broken(one: Broken, lang: str) -> str:
    said = messages.word(one.code, (), lang)
    where = _ENTRY[lang].format(seq=one.seq) if one.seq else ""
    return f"{where}{said}  [{one.code}]"


def _export(ledger: Ledger, args: argparse.Namespace) -> ExitCode:
    if args.format in {"json", "jsonl"}:
        raw = "".join(row.body + "\n" for row in ledger.rows()).encode("utf-8", "replace")
    else:
        lines = list(export.lines(ledger.entries()))
        raw = _csv(lines) if args.format == "csv" else _xlsx(lines)
    if args.output:
        target = Path(args.output)
        write(target, raw, partial_name(target.parent), force=True)
    elif args.format == "xlsx":
        raise UsageError(_OUTPUT[args.lang])
    else:
        sys.stdout.buffer.write(raw)
    return ExitCode.CLEAN


def _csv(lines: Sequence[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerows([export.COLUMNS, *(tuple(map(_quoted, line)) for line in lines)])
    return out.getvalue().encode("utf-8-sig")


def _quoted(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _xlsx(lines: Sequence[tuple[str, ...]]) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with Workbook(out, options) as book:
        sheet = book.add_worksheet("台账")
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_column(0, len(export.COLUMNS) - 1, 16)
        for number, row in enumerate([export.COLUMNS, *lines]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, cell if number else head)
    return out.getvalue()


def _anchor(ledger: Ledger, args: argparse.Namespace) -> ExitCode:
    line = anchors.anchor(ledger, hand(args))
    if args.output:
        with Path(args.output).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    else:
        print(line)
    print(_ANCHORED[args.lang], file=sys.stderr)
    return ExitCode.CLEAN


def _due(ledger: Ledger, args: argparse.Namespace) -> ExitCode:
    """List what is due; exit 1 where something is, for a nightly job."""
    days = dt.timedelta(args.days)
    until = stamp(ledger.clock() + days)[:10]
    found = export.due(ledger.entries(), until)
    for one in found:
        what = _DUE[one.what][args.lang == "en"].format(stage=one.stage)
        print(f"{one.date}  {one.item}  {one.name}  {what}")
    if not found:
        print(_NOTHING[args.lang].format(until=until))
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


def _backup(ledger: Ledger, args: argparse.Namespace) -> ExitCode:
    if not args.output:
        raise UsageError(_OUTPUT[args.lang])
    ledger.copy(Path(args.output))
    print(_COPIED[args.lang].format(file=args.output, seq=ledger.head().seq))
    return ExitCode.CLEAN


def _restore(args: argparse.Namespace) -> ExitCode:
    """Put a backup in the ledger's place, where none lies; a broken backup is refused."""
    if not args.source:
        raise UsageError(_SOURCE[args.lang])
    target = Path(args.ledger) if args.ledger else ledger_file(args)
    with Ledger(Path(args.source), office_key(args)) as backup:
        if broken := backup.verify(Following()):
            print(_broken(broken[0], args.lang))
            raise LedgerError("LEDGER_DAMAGED")
        backup.copy(target)
        print(_COPIED[args.lang].format(file=target, seq=backup.head().seq))
    return ExitCode.CLEAN


_ACTIONS = {
    "show": _show,
    "verify": _verify,
    "export": _export,
    "anchor": _anchor,
    "due": _due,
    "backup": _backup,
}
_KINDS = {
    "scan": ("检查", "scan"),
    "submit": ("送审", "submitted"),
    "ruling": ("处置", "ruling"),
    "sign": ("签字", "signed"),
    "clear": ("放行", "cleared"),
    "publish": ("发布", "published"),
    "withdraw": ("撤回", "withdrawn"),
    "withhold": ("不主动公开", "withheld"),
    "incident": ("事件", "incident"),
    "policy": ("策略", "policy"),
    "reviewer": ("审核人", "reviewer"),
    "key": ("密钥", "key"),
    "anchor": ("锚点", "anchor"),
}
_DUE = {
    "SIGN": ("{stage}应签字", "{stage} must be signed"),
    "REVIEW": ("应定期审查", "must be looked at again"),
    "EXPIRES": ("放行到期", "its clearance ends"),
}
_ENTRY = {"zh": "第 {seq} 条：", "en": "entry {seq}: "}
_WHOLE = {"zh": "台账完整，共 {rows} 条", "en": "whole: {rows} entries"}
_NO_ANCHOR = {
    "zh": "没有核对锚点：持有密钥的人整体改写台账，只有锚点才能发现（--anchor）",
    "en": "no anchor was checked: only one shows a rewrite by who holds the key (--anchor)",
}
_ANCHORED = {
    "zh": "请把这一行存到别处，例如打印盖章，或交由另一部门保管",
    "en": "keep this line elsewhere: on paper, or with another office",
}
_OUTPUT = {"zh": "请用 -o 写明文件", "en": "name the file by -o"}
_SOURCE = {"zh": "请用 --from 写明备份文件", "en": "name the backup by --from"}
_COPIED = {"zh": "已写入 {file}（至第 {seq} 条）", "en": "written to {file} (up to entry {seq})"}
_NOTHING = {"zh": "至 {until} 没有到期事项", "en": "nothing is due until {until}"}
