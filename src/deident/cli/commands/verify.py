"""`deident verify`: is this exact file validly cleared, today, for this channel?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from deident.cli.files.inputs import gather
from deident.cli.files.placing import partial_name, write
from deident.cli.files.tasks import Task
from deident.cli.review.certificate import page
from deident.cli.review.desk import Verifier
from deident.cli.review.telling import told
from deident.errors import ExitCode, worst

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from deident.ledger.clearances import Verdict


def run(args: argparse.Namespace) -> ExitCode:
    """Say of every file whether it may be published. A file without a clearance may not."""
    entries = gather(args).entries
    exits = []
    with Verifier(args, scan=not args.no_scan) as verify:
        for entry in entries:
            if not isinstance(entry, Task) or entry.path is None or not entry.path.is_file():
                exits.append(ExitCode.UNREADABLE)
                _missing(args, entry.name)
                continue
            verdict = verify(entry.path, args.channel or "")
            exits.append(verdict.exit_code)
            _say(args, entry.path, verdict)
            if verdict and args.certificate:
                _certify(verify, entry.path, args.certificate)
    return worst(*exits)


def _certify(verify: Verifier, path: Path, folder: Path) -> None:
    """Write the page for a cleared copy."""
    target = folder / f"{path.name}.审核单.html"
    raw = page(verify.case(path)).encode()
    write(target, raw, partial_name(folder), force=True)


def _say(args: argparse.Namespace, path: Path, verdict: Verdict) -> None:
    if args.format == "json":
        print(json.dumps(_json(path, verdict), ensure_ascii=False))
        return
    if verdict:
        print(f"{path}  {_GOOD[args.lang].format(until=verdict.valid_until)}")
        return
    print(f"{path}  {_BAD[args.lang]}")
    for reason in verdict.reasons:
        print(f"  {reason.code}  {told(reason, args.lang)}")


def _json(path: Path, verdict: Verdict) -> dict[str, object]:
    return {
        "schema_version": "1",
        "path": path.as_posix(),
        "cleared": bool(verdict),
        "exit_code": int(verdict.exit_code),
        "item": verdict.item,
        "valid_until": verdict.valid_until,
        "reasons": [
            {"code": one.code, "where": one.where, "params": list(one.params)}
            for one in verdict.reasons
        ],
    }


def _missing(args: argparse.Namespace, name: str) -> None:
    from deident.messages import word

    if args.format == "json":
        print(json.dumps({"schema_version": "1", "path": name, "cleared": False, "exit_code": 3,
                          "item": 0, "valid_until": "",
                          "reasons": [{"code": "NO_FILE", "where": "", "params": []}]},
                         ensure_ascii=False))  # fmt: skip
    else:
        print(f"{name}  {word('NO_FILE', (), args.lang)}")


_GOOD = {"zh": "已放行，有效期至 {until}", "en": "validly cleared until {until}"}
_BAD = {"zh": "不得发布：", "en": "not cleared:"}
