"""One copy's way through the reviews, as its entries tell it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from deident.ledger import statement
from deident.ledger.entries import Entry, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.ledger.statement import Statement


class State(Enum):
    """How far a copy has come."""

    SUBMITTED = "submitted"
    SIGNED = "signed"
    RETURNED = "returned"
    CLEARED = "cleared"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The last submission of a copy and everything recorded about the copy since."""

    submission: Entry
    since: tuple[Entry, ...] = ()

    @property
    def payload(self) -> bytes:
        """What the reviewers sign."""
        return str(self.submission.act.about.get("statement", "")).encode()

    @property
    def statement(self) -> Statement:
        """What the reviewers sign, read. ValueError where it is not a statement."""
        return statement.read(self.payload)

    @property
    def last(self) -> Entry:
        """The last entry."""
        return self.since[-1] if self.since else self.submission

    @property
    def signatures(self) -> tuple[Entry, ...]:
        """The signatures that were given, in order."""
        return tuple(
            entry
            for entry in self.of(Kind.SIGN)
            if entry.act.about.get("stage") and not entry.act.about.get("returned")
        )

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.submission.act.kind is Kind.WITHHOLD:
            return State.WITHHELD
        if self.of(Kind.WITHDRAW):
            return State.WITHDRAWN
        if any(entry.act.about.get("returned") for entry in self.of(Kind.SIGN)):
            return State.RETURNED
        if self.of(Kind.PUBLISH):
            return State.PUBLISHED
        if self.of(Kind.CLEAR):
            return State.CLEARED
        return State.SIGNED if self.open_stage() == "" else State.SUBMITTED

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """Return the entries of a kind since the submission."""
        return tuple(entry for entry in self.since if entry.act.kind is kind)

    def signature(self, stage: str) -> Entry | None:
        """Return the signature of a stage, if it was given."""
        return next((one for one in self.signatures if one.act.about["stage"] == stage), None)

    def open_stage(self) -> str:
        """Return the first stage nobody has signed yet, or nothing."""
        stages: Sequence[str] = self.submission.act.about.get("stages", ())
        return next((stage for stage in stages if self.signature(stage) is None), "")


_BEGINNINGS = frozenset({Kind.SUBMIT, Kind.WITHHOLD})


def last_case(entries: Iterable[Entry]) -> Case | None:
    """Return the last case among the entries about one copy."""
    return next(reversed(tuple(cases(entries))), None)


def cases(entries: Iterable[Entry]) -> Iterator[Case]:
    """Yield the cases in order; a new submission of a copy replaces the one before."""
    open_: dict[str, tuple[Entry, list[Entry]]] = {}
    for entry in entries:
        output = entry.act.output
        if entry.act.kind in _BEGINNINGS:
            open_.pop(output, None)
            open_[output] = (entry, [])
        elif output in open_:
            open_[output][1].append(entry)
    for submission, since in open_.values():
        yield Case(submission=submission, since=tuple(since))
