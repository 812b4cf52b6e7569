"""`deident reviewer`: who may review, with which key, until when; and what happens on leaving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deident.cli.review.desk import open_ledger, rules
from deident.errors import ExitCode, UsageError
from deident.ledger.cases import State, cases
from deident.ledger.entries import Kind
from deident.ledger.refusals import RefusedError
from deident.ledger.reviewers import Ring, enrolled, handed_over, renewed, revoked
from deident.ledger.store import stamp

if TYPE_CHECKING:
    import argparse

    from deident.ledger.entries import Act
    from deident.ledger.store import Ledger


def run(args: argparse.Namespace) -> ExitCode:
    """List the reviewers, or change who they are. The office's key is what allows it."""
    with open_ledger(args) as ledger:
        if args.action == "list":
            _list(ledger, args.lang)
            return ExitCode.CLEAN
        ring = Ring.of(ledger.of_kind(Kind.REVIEWER))
        entry = ledger.append(_act(args, ring, ledger))
    print(_SAID[args.lang].format(seq=entry.seq))
    return ExitCode.CLEAN


def _list(ledger: Ledger, lang: str) -> None:
    now = stamp(ledger.clock())
    for one in Ring.of(ledger.of_kind(Kind.REVIEWER)).by_keyid.values():
        state = _STATES[lang][one.refusal(now)]
        stages = "、".join(one.stages) or "—"
        print(f"{one.name}  {stages}  {one.keyid[:12]}  {one.until or '—'}  {state}")


def _act(args: argparse.Namespace, ring: Ring, ledger: Ledger) -> Act:
    if not args.names:
        raise UsageError(_NAME[args.lang])
    name, when, until = args.names[0], stamp(ledger.clock()), args.until or ""
    if args.action == "add":
        for stage in args.stage or ():
            if stage not in rules(args).stages:
                raise RefusedError("UNKNOWN_STAGE", stage=stage)
        return enrolled(ring, name, _public(args), args.stage or (), until=until, when=when)
    if args.action == "renew":
        return renewed(ring, name, _public(args), until=until, when=when)
    if not args.reason:
        raise RefusedError("NO_REASON")
    if args.action == "revoke":
        lost = bool(args.compromised)
        return revoked(ring, name, when=when, reason=args.reason, compromised=lost)
    if len(args.names) != 2:
        raise UsageError(_HEIR[args.lang])
    return handed_over(
        ring, name, args.names[1], _public(args) if args.public else "", until=until, when=when,
        reason=args.reason, items=_open_items(ledger),
    )  # fmt: skip


def _open_items(ledger: Ledger) -> int:
    """Count what waits for signatures: the successor finds it in `deident ledger due`."""
    waiting = {State.SUBMITTED, State.SIGNED}
    return sum(case.state in waiting for case in cases(ledger.entries()))


def _public(args: argparse.Namespace) -> str:
    """Return the public key that --public names or quotes."""
    word = str(args.public or "")
    path = Path(word).expanduser()
    if word and path.is_file():
        lines = path.read_text(encoding="utf-8-sig", errors="replace").split()
        word = lines[-1] if lines else ""
    return word.strip().lower()


_STATES = {
    "zh": {"": "有效", "KEY_EXPIRED": "已到期", "KEY_REVOKED": "已停用"},
    "en": {"": "valid", "KEY_EXPIRED": "expired", "KEY_REVOKED": "revoked"},
}
_NAME = {"zh": "请写明姓名", "en": "name the reviewer"}
_HEIR = {"zh": "交接要写明两个姓名：交出的人和接手的人", "en": "name who leaves and who takes over"}
_SAID = {"zh": "已记入台账，第 {seq} 条", "en": "recorded as entry {seq}"}
