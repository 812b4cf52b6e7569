"""What the rows of a table still tell of people whose names and numbers are hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from deident.aggregate.anonymity import ENOUGH, Likeness
from deident.aggregate.headings import QUASI, Sign
from deident.aggregate.residual import FEW, Shown, people, resident_id
from deident.model import Action, Tier
from deident.policy import style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deident.aggregate.rows import Row
    from deident.model import Decision, Place

_NUMBERS = frozenset(
    {"PERSON", "CN_RESIDENT_ID", "CN_DISABILITY_ID", "CN_MOBILE", "CN_BANK_CARD", "CN_BANK_ACCOUNT"}
)
_ID = "CN_RESIDENT_ID"
_ID_LENGTH = 18
_YEAR = 4
_SHOWS_YEAR = frozenset({"publish", "internal"})
_NOTHING = 10**18
_SHOWN = 3
_MARKS = " *＊"


def may_tell(headings: Sign) -> bool:
    """Tell whether a table with these headings can tell of people whose names are hidden."""
    told = Shown(
        surname=True,
        village=bool(headings & Sign.PLACE),
        age=bool(headings & (Sign.AGE | Sign.BIRTH)),
        sex=bool(headings & Sign.SEX),
        kind=bool(headings & Sign.KIND),
    )
    return people(told) < ENOUGH


def shows_much(decision: Decision) -> bool:
    """Tell whether a resident ID shows so much that its row may give the rest away."""
    return decision.style == "internal" and decision.finding.entity_type == _ID


class Risk(NamedTuple):
    """What one table comes to: where it is, what to ask, in numbers only."""

    page: int
    place: Place
    label: str
    subject: str
    tier: Tier


@dataclass(slots=True)
class TableRisk:
    """Weighs the rows of one table while they stream by. It holds no text."""

    page: int
    place: Place
    number: int
    _likeness: Likeness = field(default_factory=Likeness, repr=False)
    _shown: Sign = Sign.NOTHING
    _surname: bool = False
    _left: int = _NOTHING
    _last: tuple[int, int] = (-1, -1)
    _known: dict[tuple[str, str, Sign], int] = field(default_factory=dict, repr=False)

    def weigh(self, row: Row, decisions: Iterable[Decision]) -> None:
        """Count a row whose person is hidden in it; one whose name shows hides nobody."""
        if row.key == self._last:
            # Cut by the end of a page.
            return
        self._last = row.key
        hidden: dict[str, Decision] = {}
        ids = []
        hides = surname = False
        for decision in decisions:
            finding = decision.finding
            masked = decision.action is not Action.KEEP or bool(finding.evidence.masked)
            hides |= masked and finding.entity_type in _NUMBERS
            surname |= finding.entity_type == "PERSON" and _surname_shows(decision)
            if decision.action is not Action.KEEP:
                hidden[finding.places[0].segment_id] = decision
            elif finding.entity_type == "PERSON" and not finding.evidence.masked:
                return
            if finding.entity_type == _ID:
                ids.append(decision)
        if not hides:
            return
        shown, texts = _what_shows(row, hidden)
        if shown & Sign.NAME:
            return
        self._shown |= shown
        self._likeness.add(row.key[1] + 1, texts)
        self._surname |= surname
        for decision in ids:
            self._left = min(self._left, self._candidates(decision, shown))

    def _candidates(self, decision: Decision, shown: Sign) -> int:
        kept = decision.action is Action.KEEP
        shape = decision.finding.evidence.masked if kept else ""
        known = (shape, decision.style, shown)
        count = self._known.get(known)
        if count is None:
            if not kept:
                first, last = style(decision.style, _ID).shown(_ID_LENGTH)
                shape = "#" * first + "*" * (_ID_LENGTH - first - last) + "#" * last
            count = self._known[known] = (
                resident_id(
                    shape,
                    year=bool(shown & (Sign.BIRTH | Sign.AGE)),
                    sex=bool(shown & Sign.SEX),
                )
                if len(shape) == _ID_LENGTH
                else _NOTHING
            )
        return count

    @property
    def left(self) -> int | None:
        """How few IDs fit the masked one of some row; None where no ID shows a part."""
        return None if self._left == _NOTHING else self._left

    def found(self) -> Risk | None:
        """Return what a person must look at, if anything."""
        classes = self._likeness.classes()
        told = Shown(
            surname=self._surname,
            village=bool(self._shown & Sign.PLACE),
            age=bool(self._shown & (Sign.AGE | Sign.BIRTH)),
            sex=bool(self._shown & Sign.SEX),
            kind=bool(self._shown & Sign.KIND),
        )
        said = []
        if classes.alone and people(told) < ENOUGH:
            rows = "、".join(map(str, classes.unique[:_SHOWN]))
            more = "等" if classes.alone > _SHOWN else ""
            said.append(f"共{classes.rows}行，{classes.alone}行唯一（第{rows}行{more}）")
        tier = Tier.LABEL
        if self._left < FEW:
            said.append(f"证件号码最少只剩{self._left}种可能")
            tier = Tier.CHECKSUM
        if not said:
            return None
        subject = f"{self.number} {classes.rows} {classes.alone} {self._left}"
        return Risk(self.page, self.place, "；".join(said), subject, tier)


def _surname_shows(decision: Decision) -> bool:
    if decision.action is Action.KEEP:
        return "#" in decision.finding.evidence.masked
    return decision.style != "whole"


def _what_shows(row: Row, hidden: dict[str, Decision]) -> tuple[Sign, list[str]]:
    """Return what a row still shows of its person, as signs and as texts."""
    shown = Sign.NOTHING
    texts = []
    for segment, heading in row.segments:
        decision = hidden.get(segment.id)
        if decision is None:
            if heading & (QUASI | Sign.NAME) and segment.text.strip(_MARKS):
                shown |= (
                    heading & (QUASI | Sign.NAME) if "*" not in segment.text else heading & QUASI
                )
                texts.append(segment.text)
        elif heading & Sign.BIRTH and decision.style in _SHOWS_YEAR:
            shown |= Sign.BIRTH
            texts.append(segment.text[:_YEAR])
    return shown, texts
