"""What a report says of one file and of a whole run. Nothing here holds a raw value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.making import quickly_made
from deident.report.sending import quickly_sent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deident.errors import ExitCode
    from deident.model import Locator, Params

SCHEMA_VERSION = "1"
MOST_LISTED = 10_000
"""The most findings of one file that are listed one by one; all of them are counted."""


@quickly_sent
@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One finding that the policy masks or asks about. `masked` is what stands in the copy.

    `box` is left, top, right and bottom in pixels of the page, for pictures and PDF. `context` is
    what stands around it in the masked copy, where somebody asked for that.
    """

    entity_type: str
    action: str
    where: Locator
    masked: str = field(repr=False)
    because: str = ""
    label: str = ""
    rule: str = ""
    question: str = ""
    fingerprint: str = ""
    box: tuple[int, ...] = ()
    context: str = field(default="", repr=False)


@quickly_sent
@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question for a person: how often it occurs, and where first."""

    key: str
    entity_type: str
    label: str
    count: int
    places: tuple[Locator, ...]


@quickly_sent
@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A code with its params and its place: something unread, a residue, a note, a refusal."""

    code: str
    where: str = ""
    params: Params = ()
    named: Mapping[str, str | int] = field(default_factory=dict)


@quickly_sent
@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file.

    `counts` is action → entity type → how many. `refusal` says why the file as a whole was not
    dealt with. `labels` is what its disclosure label, or the lack of one, keeps shut or asks.
    `written` is the masked copy's name, relative to the folder given by `--to`. `suppressed` is
    what a person let pass, by a ruling, a baseline or words in the line; it has no masked form.
    `rows` is `listed` and `suppressed` as JSON reports write them, where that was done already and
    nobody else needs them; then both are empty.
    """

    name: str = field(repr=False)
    exit_code: ExitCode
    status: str
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    listed: tuple[Listed, ...] = field(default=(), repr=False)
    questions: tuple[Asked, ...] = ()
    unread: tuple[Told, ...] = ()
    left: tuple[Told, ...] = ()
    labels: tuple[Told, ...] = ()
    notes: tuple[Told, ...] = ()
    refusal: Told | None = None
    written: str = field(default="", repr=False)
    disclosure: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    suppressed: tuple[Listed, ...] = field(default=(), repr=False)
    rows: str = field(default="", repr=False)

    def count(self, action: str) -> int:
        """Return how many findings were decided so."""
        return sum(self.counts.get(action, {}).values())

    def counted(self) -> FileReport:
        """Return this without the findings one by one: what a long run keeps of a file."""
        if not (self.listed or self.suppressed or self.rows):
            return self
        # Three times as fast as `dataclasses.replace`, and asked for by every file of a million.
        return FileReport(
            name=self.name, exit_code=self.exit_code, status=self.status, counts=self.counts,
            questions=self.questions, unread=self.unread, left=self.left, labels=self.labels,
            notes=self.notes, refusal=self.refusal, written=self.written,
            disclosure=self.disclosure, digests=self.digests, versions=self.versions,
        )  # fmt: skip

    def of_question(self, key: str) -> tuple[Listed, ...]:
        """Return the findings that a question is about, as far as they are listed."""
        return tuple(one for one in self.listed if one.question == key)

    @property
    def unlisted(self) -> int:
        """How many findings are only counted."""
        return self.count("MASK") + self.count("ASK") - len(self.listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What the files of one unit came to: entity type → how many, for either action."""

    name: str = field(repr=False)
    files: int
    incomplete: int
    masked: Mapping[str, int]
    asked: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a whole run came to. `left_out` counts, by reason, what was never looked at."""

    command: str
    files: int
    exit_code: ExitCode
    masked: int
    asked: int
    questions: int
    incomplete: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()


CLEAN, FINDINGS, INCOMPLETE = "clean", "findings", "incomplete"
CLEARED, NEEDS_REVIEW, BLOCKED = "cleared", "needs_review", "blocked"
REFUSED = "refused"
STATUSES = (CLEAN, FINDINGS, INCOMPLETE, CLEARED, NEEDS_REVIEW, BLOCKED, REFUSED)


def refused(name: str, exit_code: ExitCode, why: Told) -> FileReport:
    """Report a file that could not be dealt with at all."""
    return FileReport(name=name, exit_code=exit_code, status=REFUSED, refusal=why)
