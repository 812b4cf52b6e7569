"""What of a document is hidden whole, where its policy would hide a part of it, or nothing.

A minor's values are; so are an ID and a birth date whose other half stands in the columns beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.aggregate.asking import MINOR
from deident.aggregate.headings import Sign
from deident.model import Action, Decision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from deident.model import Finding

_ID, _BIRTH = "CN_RESIDENT_ID", "BIRTH_DATE"
_TELLS_OF_ID = Sign.AGE | Sign.SEX | Sign.BIRTH
_TELLS_OF_BIRTH = Sign.AGE | Sign.NUMBER


class HiddenWhole:
    """The findings of a page that are hidden whole, and the values that are so on every page.

    Findings are known by `id`, values by their fingerprints.
    """

    def __init__(self) -> None:
        self._minors: set[int] = set()
        self._beside: set[int] = set()
        self._names: set[str] = set()

    def turn(self) -> None:
        """Forget the findings of the page that has gone by."""
        self._minors.clear()
        self._beside.clear()

    @property
    def minors(self) -> Collection[int]:
        """The findings of this page that are a minor's."""
        return self._minors

    @property
    def uneven(self) -> bool:
        """Tell whether a value is hidden whole that may have been hidden in part before."""
        return bool(self._names)

    def claim(self, finding: Finding) -> None:
        """Hide whole what is a minor's, here and wherever it stands."""
        self._minors.add(id(finding))
        self._names.add(finding.fingerprint)

    def claim_before(self, findings: Iterable[Finding]) -> None:
        """Hide whole what is a minor's on a page before: it is evened out at the end."""
        self._names.update(finding.fingerprint for finding in findings)

    def show_beside(
        self, dated: Sequence[tuple[Finding, int]], columns: Mapping[int, Sign]
    ) -> None:
        """Note the IDs and birth dates that the other columns of their table would give away."""
        numbered = {table for finding, table in dated if finding.entity_type == _ID}
        born = {table for finding, table in dated if finding.entity_type == _BIRTH}
        for finding, table in dated:
            headings = columns[table]
            if finding.entity_type == _ID:
                beside = bool(headings & _TELLS_OF_ID) or table in born
            else:
                beside = bool(headings & _TELLS_OF_BIRTH) or table in numbered
            if beside:
                self._beside.add(id(finding))

    def fitted(self, decisions: list[Decision]) -> list[Decision]:
        """Return the decisions as the rows want them: whole where a part would tell too much."""
        minors, beside, names = self._minors, self._beside, self._names
        if not (minors or beside or names):
            return decisions
        return [
            self._fitted(decision)
            if (
                id(finding := decision.finding) in beside
                or id(finding) in minors
                or finding.fingerprint in names
            )
            else decision
            for decision in decisions
        ]

    def _fitted(self, decision: Decision) -> Decision:
        finding = decision.finding
        mine = id(finding) in self._minors
        if mine or (finding.fingerprint in self._names and decision.action is not Action.KEEP):
            done = decision.because == "MINOR_ROW" or finding.entity_type == MINOR
            return decision if done else _whole(decision, "MINOR_ROW")
        stays = decision.action is Action.KEEP and decision.because != "MASKED"
        if id(finding) in self._beside and decision.style == "publish" and not stays:
            return _whole(decision, "ROW_SHOWS")
        return decision

    def alike(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Return the decisions of an earlier page with the values of minors hidden whole."""
        names = self._names
        if not any(decision.finding.fingerprint in names for decision in decisions):
            return decisions
        return self.fitted([*decisions])

    def pages_holding(self, seals: Iterable[Sequence[int]]) -> list[int]:
        """Return the numbers of the pages that may hold what is hidden whole.

        `seals` are the hashes of the fingerprints on each page.
        """
        names = {hash(name) for name in self._names}
        return [number for number, own in enumerate(seals) if not names.isdisjoint(own)]


def never_kept(decisions: Iterable[Decision]) -> list[Decision]:
    """Hide whole what only its owner called for, where no row says whose it is."""
    return [
        _whole(decision, "MINOR_ROW")
        if decision.action is Action.KEEP and decision.because != "MASKED"
        else decision
        for decision in decisions
    ]


def _whole(decision: Decision, because: str) -> Decision:
    asked = decision.action is Action.ASK and because == "ROW_SHOWS"
    return Decision(
        finding=decision.finding,
        action=Action.ASK if asked else Action.MASK,
        operator="cn_mask",
        style="whole",
        because=because,
        by=decision.by,
        basis=decision.basis,
        group=decision.group if asked else "",
    )
