"""From options and configuration to an open ledger, the office's rules and the hand that acts."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from deident import keys
from deident.cli.settings import configuration, settings
from deident.errors import UnreadableError, UsageError
from deident.ledger import clearances
from deident.ledger.cases import last_case
from deident.ledger.refusals import LedgerError, RefusedError
from deident.ledger.rules import Rules
from deident.ledger.store import Ledger
from deident.model import Action, Reason

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from deident.api import Deidentifier
    from deident.cli.settings import Settings
    from deident.judged import Line
    from deident.ledger.cases import Case
    from deident.ledger.clearances import Verdict
    from deident.ledger.signing import Hand
    from deident.ledger.workflow import Desk

VARIABLE = "DEIDENT_LEDGER"
HAND_VARIABLE = "DEIDENT_REVIEWER_KEY"
_PLACE = Path(".deident") / "ledger.db"


def office_key(args: argparse.Namespace) -> keys.Key:
    """Return the office's key; a key of this run would seal what nobody can ever check."""
    key = keys.find(configuration(args).key_file, os.environ)
    if not key.office:
        raise UsageError(_NO_KEY[args.lang])
    return key


def ledger_file(args: argparse.Namespace) -> Path:
    """Return where the ledger lies: option, environment, configuration, the nearest folder up."""
    if getattr(args, "ledger", None):
        return Path(args.ledger)
    if named := os.environ.get(VARIABLE):
        return Path(named)
    if configured := configuration(args).ledger:
        return configured
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _PLACE).is_file():
            return folder / _PLACE
    raise LedgerError("LEDGER_MISSING", file=str(_PLACE))


def open_ledger(args: argparse.Namespace) -> Ledger:
    """Open the office's ledger under the office's key."""
    return Ledger(ledger_file(args), office_key(args))


def rules(args: argparse.Namespace) -> Rules:
    """Return how the office reviews."""
    return Rules.of(configuration(args).review)


def hand(args: argparse.Namespace) -> Hand:
    """Return the key of whoever acts."""
    from deident.ledger.signing import Hand

    named = getattr(args, "key", None) or os.environ.get(HAND_VARIABLE)
    path = Path(named).expanduser() if named else hand_path(os.environ)
    if not named and not path.is_file():
        raise UsageError(_NO_HAND[args.lang])
    return Hand.of(keys.read_secret(path), path.name)


def hand_path(environment: Mapping[str, str]) -> Path:
    """Return where a person's key lies if nobody says."""
    folder = environment.get("APPDATA") or environment.get("XDG_CONFIG_HOME")
    return Path(folder or Path.home() / ".config") / "deident" / "reviewer.key"


@contextmanager
def desk(args: argparse.Namespace) -> Iterator[Desk]:
    """Yield the desk of whoever acts."""
    from deident.ledger.workflow import Desk

    with open_ledger(args) as ledger:
        yield Desk(ledger=ledger, hand=hand(args), rules=rules(args))


def output_of(word: str) -> str:
    """Return the digest of a copy, given the file or, where it is gone, the digest itself."""
    path = Path(word)
    if path.is_file():
        return clearances.digest(path)
    if len(word) == _DIGITS and set(word) <= set("0123456789abcdef"):
        return word
    raise UsageError(f"{word}: no such file", reason="NO_FILE")


_DIGITS = 64


class Verifier:
    """Checks clearances: a policy and packs prepared once, for as many files as there are."""

    def __init__(self, args: argparse.Namespace, *, scan: bool = True) -> None:
        self._chosen: Settings = settings(args)
        self._rules = rules(args)
        self._ledger = open_ledger(args)
        self._scan = scan
        self._ready: dict[tuple[str, str], Deidentifier] = {}
        self._policy = self._chosen.deidentifier().policy.digest

    def __enter__(self) -> Verifier:
        return self

    def __exit__(self, *_: object) -> None:
        self._ledger.close()

    def __call__(self, path: Path, channel: str = "") -> Verdict:
        """Say whether a file is validly cleared, and every reason why not."""
        return clearances.check(
            path,
            self._ledger,
            rules=self._rules,
            channel=channel,
            policy=self._policy,
            rescan=self._rescan if self._scan else None,
        )

    def case(self, path: Path) -> Case:
        """Return what the ledger knows of a copy."""
        found = last_case(self._ledger.of_output(clearances.digest(path)))
        if found is None:
            raise RefusedError("NOT_SUBMITTED")
        return found

    def _rescan(self, path: Path, case: Case) -> Iterable[Reason]:
        """Look at a copy once more, with what was ruled for it, and name what blocks today."""
        from deident.ledger import rulings

        act = case.submission.act
        ruled = rulings.of_document(self._ledger, act.document)
        line = self._prepared(case.submission.key, act.policy["scene"]).line(
            rulings=ruled, disclosure=act.about["disclosure"]
        )
        try:
            return tuple(_blocking(path, line))
        except UnreadableError as refusal:
            return (Reason(code=refusal.reason, params=tuple(refusal.params.values())),)

    def _prepared(self, key_id: str, scene: str) -> Deidentifier:
        """Return what scans as at the submission: its fingerprints are under the key of then."""
        if (key_id, scene) not in self._ready:
            key = self._chosen.key.named(key_id) or self._chosen.key
            ready = replace(self._chosen, key=key, scene=scene).deidentifier()
            self._ready[key_id, scene] = ready
        return self._ready[key_id, scene]


def _blocking(path: Path, line: Line) -> Iterator[Reason]:
    from deident.api import source_of
    from deident.naming import in_name
    from deident.pipeline import inspect

    yield from in_name(path.name, line.detector, line.scene, line.rulings).reasons
    for one in inspect(source_of(path), line):
        yield from one.said.blocks
        yield from one.said.asks
        for unread in one.unread:
            yield Reason(code=unread.code, where=unread.where, params=unread.params)
        for decision in one.judged.decisions:
            if decision.action is not Action.KEEP:
                yield Reason(code="NEW_FINDING", params=(decision.finding.entity_type,))


_NO_KEY = {
    "zh": "台账需要本单位密钥；请先运行 deident init，并设置 DEIDENT_KEY_FILE",
    "en": "the ledger needs the office's key; run deident init and set DEIDENT_KEY_FILE",
}
_NO_HAND = {
    "zh": "没有指明签名密钥；请用 --key 或 DEIDENT_REVIEWER_KEY，生成用 deident init --reviewer",
    "en": "no signing key; name it by --key or DEIDENT_REVIEWER_KEY, "
    "or make one: deident init --reviewer",
}
