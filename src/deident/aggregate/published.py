"""The names that are shown because it is a duty to publish them.

Who is named in a row of his own is another person than a minor of the same name, and 欧阳轩 in
欧阳轩福 is nobody's name. In a sentence nothing says whose name it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.model import Action
from deident.recognizers.seeker import Seeker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deident.model import Decision, Evidence, Finding, Segment
    from deident.policy import Scene

NOT_A_DUTY = frozenset({"LABEL", "CHECKSUM", "SHAPE", "MASKED"})
"""A KEEP for these reasons says only that nothing called for a mask."""

_NAME = "PERSON"
# Names of up to so many characters hold no other that is looked for.
_NO_LONGER_NAME = 3


class Published:
    """What one document shows of names by duty."""

    def __init__(self, scene: Scene) -> None:
        self.names: set[str] = set()
        self._row = scene.row(_NAME)
        self._duties: dict[tuple[str, int], tuple[bool, Evidence]] = {}
        self._last: tuple[Sequence[Decision], dict[str, Decision]] | None = None

    def shows(self, decision: Decision) -> bool:
        """Tell whether a name is shown because it is a duty to publish it."""
        finding = decision.finding
        if decision.action is not Action.KEEP or finding.entity_type != _NAME:
            return False
        kind = (decision.because, id(finding.evidence))
        known = self._duties.get(kind)
        if known is None:
            rule = self._row.rule(finding.evidence)
            duty = decision.because not in NOT_A_DUTY or rule.must_keep
            # The evidence is kept, so that its identity stays its own.
            known = self._duties[kind] = duty, finding.evidence
        return known[0]

    def note(self, name: str) -> None:
        """Remember a name that fills its cell."""
        if len(name) > _NO_LONGER_NAME:
            self.names.add(name)

    def in_rows(
        self, texts: Mapping[str, Segment], decisions: Sequence[Decision]
    ) -> dict[str, Decision]:
        """Return the names of a page that are shown by duty and fill a cell, by segment."""
        known = self._last
        if known is None or known[0] is not decisions:
            found = ((d.finding, d) for d in decisions if self.shows(d))
            known = self._last = (
                decisions,
                {one.segment_id: d for one, d in found if _fills(one, texts[one.segment_id])},
            )
        return known[1]

    def in_sentences(
        self, texts: Mapping[str, Segment], decisions: Sequence[Decision]
    ) -> list[Decision]:
        """Return the decisions of a page on names that stand in a row of their own somewhere."""
        return [
            d
            for d in decisions
            if self.shows(d)
            and texts[d.finding.segment_id].text[d.finding.start : d.finding.end] in self.names
        ]

    def longer_than(self, values: Mapping[str, Finding]) -> frozenset[str]:
        """Return the names in which a value that must be gone is only a part."""
        if not self.names:
            return frozenset()
        within = Seeker({value: one for value, one in values.items() if not value.isascii()})
        return frozenset(
            name for name in self.names if any(value != name for _, _, value in within.spans(name))
        )


def _fills(finding: Finding, segment: Segment) -> bool:
    """Tell whether a name is all that its cell holds."""
    whole = segment.cell is not None and len(finding.places) == 1
    return whole and finding.end - finding.start == len(segment.text.strip())
