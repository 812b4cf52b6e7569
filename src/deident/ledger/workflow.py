"""The reviews: who may take which step, checked and recorded in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from deident.ledger import signing
from deident.ledger.cases import Case, State, last_case
from deident.ledger.entries import Act, Entry, Kind
from deident.ledger.refusals import RefusedError
from deident.ledger.reviewers import Reviewer, Ring
from deident.ledger.rules import Rules
from deident.ledger.statement import Statement, digest_of
from deident.ledger.store import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deident.ledger.signing import Hand
    from deident.ledger.store import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A copy that passed the gate, with what is to be signed about it."""

    name: str = field(repr=False)
    output: str
    document: str
    disclosure: str
    channels: tuple[str, ...]
    policy: Mapping[str, str]
    versions: Mapping[str, str]
    declared_by: str = field(default="", repr=False)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    decisions: tuple[Mapping[str, str], ...] = ()
    valid_until: str = ""
    next_review: str = ""
    unit: str = ""
    summary: str = field(default="", repr=False)
    scope: str = ""
    reason: str = field(default="", repr=False)
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A ledger, the office's rules, and the hand of whoever acts."""

    ledger: Ledger
    hand: Hand
    rules: Rules = field(default_factory=Rules)

    def submit(self, one: Submission) -> Entry:
        """Record a copy for review; the first entry under a new policy says so."""
        now = self.ledger.clock()
        for channel in one.channels:
            if channel not in self.rules.channels:
                raise RefusedError("OTHER_CHANNEL", channel=channel)
        with self.ledger.writing() as add:
            person = self._person()
            if change := self._policy_change(one):
                add(change)
            act = self._submission(one, person, now)
            return add(act, self.hand)

    def withhold(self, one: Submission) -> Entry:
        """Record that a document is not published on our own initiative, on what basis."""
        if not one.reason or not one.basis:
            raise RefusedError("NO_BASIS")
        with self.ledger.writing() as add:
            person = self._person()
            act = self._submission(one, person, self.ledger.clock())
            return add(replace(act, kind=Kind.WITHHOLD), self.hand)

    def rule(self, acts: Sequence[Act]) -> list[Entry]:
        """Record answers to questions, all of them or none."""
        with self.ledger.writing() as add:
            person = self._person()
            if not person.stages:
                raise RefusedError("NO_STAGE", name=person.name)
            for act in acts:
                if not act.reason or not act.basis:
                    raise RefusedError("NO_BASIS")
            by = [replace(act, reviewer=person.name, keyid=person.keyid) for act in acts]
            return [add(act, self.hand) for act in by]

    def sign(self, output: str, stage: str = "", *, reason: str = "") -> Entry:
        """Sign the next stage of a copy's review, or the stage that is named."""
        with self.ledger.writing() as add:
            case, person = self._case(output), self._person()
            stage = stage or case.open_stage()
            self._may_sign(case, person, stage)
            signature = self.hand.sign(signing.covered(case.payload))
            about = {"stage": stage, "signature": signature}
            return add(self._act(Kind.SIGN, case, person, about, reason), self.hand)

    def give_back(self, output: str, *, reason: str) -> Entry:
        """Return a copy to whoever submitted it; it must be submitted anew."""
        if not reason:
            raise RefusedError("NO_REASON")
        with self.ledger.writing() as add:
            case, person = self._case(output), self._person()
            stage = case.open_stage()
            if stage not in person.stages:
                raise RefusedError("NOT_YOUR_STAGE", name=person.name, stage=stage)
            about = {"stage": stage, "returned": True}
            return add(self._act(Kind.SIGN, case, person, about, reason), self.hand)

    def clear(self, output: str) -> bytes:
        """Record that every stage was signed, and return the clearance to lie beside the copy."""
        with self.ledger.writing() as add:
            case, person = self._case(output), self._person()
            if stage := case.open_stage():
                raise RefusedError("STAGE_UNSIGNED", stage=stage)
            ring = self._ring()
            for reason, params in flaws(case, ring, self.rules.stages):
                raise RefusedError(reason, **params)
            if not case.of(Kind.CLEAR):
                add(self._act(Kind.CLEAR, case, person, {}), self.hand)
        return envelope(case)

    def publish(self, output: str, channel: str) -> Entry:
        """Record that a copy went out; whoever calls this has checked its clearance."""
        with self.ledger.writing() as add:
            case, person = self._case(output), self._person()
            if not case.of(Kind.CLEAR):
                raise RefusedError("NOT_CLEARED_YET")
            if channel not in case.statement.channels:
                raise RefusedError("OTHER_CHANNEL", channel=channel)
            about = {"channel": channel}
            return add(self._act(Kind.PUBLISH, case, person, about), self.hand)

    def withdraw(self, output: str, *, reason: str) -> Entry:
        """Record that a copy must not, or no longer, be public; its clearance ends."""
        if not reason:
            raise RefusedError("NO_REASON")
        with self.ledger.writing() as add:
            case, person = self._case(output), self._person()
            channels = sorted({one.act.about["channel"] for one in case.of(Kind.PUBLISH)})
            about = {"channels": channels}
            return add(self._act(Kind.WITHDRAW, case, person, about, reason), self.hand)

    def _ring(self) -> Ring:
        return Ring.of(self.ledger.of_kind(Kind.REVIEWER))

    def _person(self) -> Reviewer:
        return self._ring().known(self.hand.keyid, stamp(self.ledger.clock()))

    def _case(self, output: str) -> Case:
        case = last_case(self.ledger.of_output(output))
        if case is None:
            raise RefusedError("NOT_SUBMITTED")
        if case.state in _OVER:
            raise RefusedError(_OVER[case.state])
        return case

    def _may_sign(self, case: Case, person: Reviewer, stage: str) -> None:
        stages = case.submission.act.about["stages"]
        if not stage:
            raise RefusedError("ALL_SIGNED")
        if stage not in stages:
            raise RefusedError("UNKNOWN_STAGE", stage=stage)
        if stage not in person.stages:
            raise RefusedError("NOT_YOUR_STAGE", name=person.name, stage=stage)
        if person.name == case.submission.act.reviewer:
            raise RefusedError("SUBMITTER_SIGNS", name=person.name)
        for signature in case.signatures:
            if signature.act.reviewer == person.name:
                raise RefusedError("SAME_PERSON", name=person.name)
        if case.signature(stage) is not None:
            raise RefusedError("STAGE_SIGNED", stage=stage)
        if stage != case.open_stage():
            raise RefusedError("STAGE_ORDER", stage=case.open_stage())

    def _act(
        self, kind: Kind, case: Case, person: Reviewer, about: Mapping[str, object],
        reason: str = "",
    ) -> Act:  # fmt: skip
        before = case.submission.act
        return Act(
            kind=kind, name=before.name, output=before.output, document=before.document,
            policy=before.policy, reviewer=person.name, keyid=person.keyid, reason=reason,
            about={"item": case.submission.seq, **about},
        )  # fmt: skip

    def _policy_change(self, one: Submission) -> Act | None:
        """Return the entry that says which policy holds from here on, if it is another one."""
        known = [entry.act.policy for entry in self.ledger.of_kind(Kind.POLICY)]
        digests = {"name": "", "version": "", "digest": ""} | {
            name: one.policy.get(name, "") for name in ("name", "version", "digest")
        }
        if known and known[-1] == digests:
            return None
        return Act(kind=Kind.POLICY, policy=digests)

    def _submission(self, one: Submission, person: Reviewer, now: dt.datetime) -> Act:
        until = one.valid_until or (now + dt.timedelta(self.rules.valid_days)).date().isoformat()
        signed = Statement(
            output=one.output, submitted=stamp(now), valid_from=now.date().isoformat(),
            valid_until=until, stages=self.rules.stages, channels=one.channels,
            disclosure=one.disclosure, decisions=digest_of(one.decisions),
            policy=one.policy, versions=one.versions,
        )  # fmt: skip
        about = {
            "statement": signed.payload().decode(),
            "stages": self.rules.stages,
            "sign_days": self.rules.sign_days,
            "disclosure": one.disclosure,
            "declared_by": one.declared_by,
            "channels": one.channels,
            "valid_until": until,
            "next_review": one.next_review or until,
            "unit": one.unit,
            "summary": one.summary,
            "scope": one.scope,
        }
        return Act(
            kind=Kind.SUBMIT, name=one.name, output=one.output, document=one.document,
            policy=one.policy, versions=one.versions, counts=one.counts, decisions=one.decisions,
            reviewer=person.name, keyid=person.keyid, reason=one.reason, basis=one.basis,
            about=about,
        )  # fmt: skip


_OVER = {
    State.WITHDRAWN: "WITHDRAWN",
    State.RETURNED: "RETURNED",
    State.WITHHELD: "WITHHELD",
}


def flaws(case: Case, ring: Ring, stages: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """Return every reason why the signatures of a case do not hold: a code with its params."""
    found: list[tuple[str, dict[str, str]]] = []
    people: set[str] = {case.submission.act.reviewer}
    covered = signing.covered(case.payload)
    for stage in dict.fromkeys((*case.submission.act.about.get("stages", ()), *stages)):
        entry = case.signature(stage)
        person = ring.by_keyid.get(entry.act.keyid) if entry else None
        if entry is None:
            found.append(("STAGE_UNSIGNED", {"stage": stage}))
        elif person is None:
            found.append(("UNKNOWN_KEY", {}))
        elif not signing.is_signed(covered, entry.act.about["signature"], person.public):
            found.append(("SIGNATURE_WRONG", {"stage": stage}))
        elif code := person.refusal(entry.time, entry.seq):
            found.append((code, {"name": person.name}))
        elif person.name in people:
            submitted = person.name == case.submission.act.reviewer
            found.append(("SUBMITTER_SIGNS" if submitted else "SAME_PERSON", {"name": person.name}))
        if person is not None:
            people.add(person.name)
    return found


def envelope(case: Case) -> bytes:
    """Return a cleared case's clearance: the same bytes however often it is asked for."""
    signatures = {one.act.keyid: str(one.act.about["signature"]) for one in case.signatures}
    return signing.enclosed(case.payload, signatures)
