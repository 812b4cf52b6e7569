"""Is this exact file validly cleared? Every reason why not, each with its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from deident.errors import ExitCode, UnreadableError
from deident.ledger import signing, statement
from deident.ledger.cases import Case, State, last_case
from deident.ledger.entries import Kind
from deident.ledger.refusals import RefusedError
from deident.ledger.reviewers import Ring
from deident.ledger.rules import Rules
from deident.ledger.statement import Statement, digest_of
from deident.ledger.store import stamp
from deident.ledger.workflow import envelope, flaws
from deident.model import Params, Reason

if TYPE_CHECKING:
    from deident.ledger.store import Ledger

SUFFIX = ".clearance.json"
Rescan = Callable[[Path, Case], Iterable[Reason]]
"""Looks at the copy once more, with what was ruled for it, and returns what blocks today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a file may be published. `item` is the entry by which it was submitted, or 0."""

    reasons: tuple[Reason, ...] = ()
    item: int = 0
    name: str = field(default="", repr=False)
    valid_until: str = ""

    def __bool__(self) -> bool:
        return not self.reasons

    @property
    def exit_code(self) -> ExitCode:
        """CLEAN or NOT_CLEARED."""
        return ExitCode.CLEAN if self else ExitCode.NOT_CLEARED


def beside(path: Path) -> Path:
    """Return where a file's clearance lies."""
    return path.with_name(path.name + SUFFIX)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise UnreadableError(path.name, "IO", "it cannot be read") from None


def check(
    path: Path,
    ledger: Ledger,
    *,
    rules: Rules | None = None,
    channel: str = "",
    policy: str = "",
    rescan: Rescan | None = None,
) -> Verdict:
    """Check a file's digest, signatures, validity, channel, policy and ledger; then look again.

    `policy` is the digest of the policy that holds today. Without `rescan` nothing is read but the
    file's bytes. Whatever cannot be checked is a reason not to publish.
    """
    output = digest(path)
    try:
        raw = beside(path).read_bytes()
    except OSError:
        return _without(output, ledger)
    try:
        payload, signatures = signing.opened(raw)
        said = statement.read(payload)
    except ValueError:
        return Verdict(reasons=(Reason(code="CLEARANCE_BROKEN"),))
    try:
        case = last_case(ledger.of_output(said.output)) if ledger.complete() else None
        ring = Ring.of(ledger.of_kind(Kind.REVIEWER))
    except RefusedError as broken:
        return Verdict(reasons=(_reason(broken.reason, **broken.params),))
    if case is None:
        code = "NOT_SUBMITTED" if ledger.complete() else "LEDGER_INCOMPLETE"
        return Verdict(reasons=(Reason(code=code),))
    found = [
        *([] if said.output == output else [Reason(code="OUTPUT_CHANGED")]),
        *_of_case(case, payload, signatures, said),
        *(_reason(code, **params) for code, params in flaws(case, ring, (rules or Rules()).stages)),
        *_of_today(said, case, stamp(ledger.clock()), channel, policy),
    ]
    if not found and rescan is not None:
        found += rescan(path, case)
    return Verdict(
        reasons=tuple(dict.fromkeys(found)),
        item=case.submission.seq,
        name=case.submission.act.name,
        valid_until=said.valid_until,
    )


def _without(output: str, ledger: Ledger) -> Verdict:
    """Say how far a file without a clearance has come."""
    reasons = [Reason(code="CLEARANCE_MISSING")]
    try:
        case = last_case(ledger.of_output(output))
    except RefusedError as broken:
        return Verdict(reasons=(*reasons, _reason(broken.reason, **broken.params)))
    if case is None:
        return Verdict(reasons=tuple(reasons))
    if code := _STATES.get(case.state):
        reasons.append(Reason(code=code))
    return Verdict(reasons=tuple(reasons), item=case.submission.seq)


_STATES = {
    State.SUBMITTED: "NOT_CLEARED_YET",
    State.SIGNED: "NOT_CLEARED_YET",
    State.RETURNED: "RETURNED",
    State.WITHDRAWN: "WITHDRAWN",
    State.WITHHELD: "WITHHELD",
}


def _of_case(
    case: Case, payload: bytes, signatures: dict[str, str], said: Statement
) -> list[Reason]:
    """Compare the clearance with what the ledger knows of the copy."""
    found = []
    if case.payload != payload:
        found.append(Reason(code="CLEARANCE_REPLACED"))
    elif signing.opened(envelope(case))[1] != signatures:
        found.append(Reason(code="SIGNATURES_CHANGED"))
    if digest_of(case.submission.act.decisions) != said.decisions:
        found.append(Reason(code="DECISION_CHANGED"))
    if code := _STATES.get(case.state):
        found.append(Reason(code=code))
    return found


def _of_today(said: Statement, case: Case, now: str, channel: str, policy: str) -> list[Reason]:
    found = []
    if now < case.last.time:
        found.append(Reason(code="CLOCK_BACK"))
    if not said.valid_from <= now[:10] <= said.valid_until:
        found.append(_reason("CLEARANCE_EXPIRED", until=said.valid_until))
    if channel and channel not in said.channels:
        found.append(_reason("OTHER_CHANNEL", channel=channel))
    if policy and policy != said.policy.get("digest"):
        found.append(Reason(code="POLICY_CHANGED"))
    return found


def _reason(code: str, **params: str | int) -> Reason:
    given: Params = tuple(params.values())
    return Reason(code=code, params=given)
