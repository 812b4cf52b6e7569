"""The text that is masked on each page, for when it is to be masked otherwise.

A minor of the last page hides whole what was hidden in part on the first one. The document need not
be read again for that while the text below its masks is little enough to be held, in memory only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.making import maker
from deident.mask.plan import replacement
from deident.model import Mask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deident.model import Decision, Region, Segment

_MOST_BYTES = 32 << 20
# Between texts; a page with a text that holds it is read again.
_BETWEEN = "\x1e"
# What empties a column depends on more than the value.
_OF_COLUMNS = "cn_redact_column"
_mask = maker(Mask)


class Covered:
    """What stands below the masks of each page; of a page that is not all masks, nothing."""

    def __init__(self) -> None:
        self._pages: list[bytes] = []
        self._room = _MOST_BYTES

    def __len__(self) -> int:
        return len(self._pages)

    def keep(
        self, number: int, steps: Sequence[Mask | Region], texts: Mapping[str, Segment]
    ) -> None:
        """Remember what the steps of a page, the next one or one of before, are written over."""
        if number == len(self._pages):
            self._pages.append(b"")
        places = [step.place for step in steps if isinstance(step, Mask)]
        below = _BETWEEN.join(
            [texts[at.segment_id].text[at.span.start : at.span.end] for at in places]
        ).encode("utf-8", "surrogatepass")
        room = self._room + len(self._pages[number]) - len(below)
        kept = room >= 0 and len(places) == len(steps)
        self._room = room if kept else self._room + len(self._pages[number])
        self._pages[number] = below if kept else b""

    def rewritten(
        self,
        number: int,
        steps: Sequence[Mask | Region],
        before: Sequence[Decision],
        changed: Sequence[Decision],
    ) -> list[Mask | Region] | None:
        """Return the steps of a page where some decisions changed; None where it must be read.

        `before` are its decisions as the steps have them. What changed hides the same places.
        """
        texts = self._pages[number].decode("utf-8", "surrogatepass").split(_BETWEEN)
        alone = all(len(decision.finding.places) == 1 for decision in changed)
        if len(texts) != len(steps) or not alone or _OF_COLUMNS in {d.operator for d in before}:
            return None
        others: dict[str, dict[int, Decision]] = {}
        for decision in changed:
            finding = decision.finding
            others.setdefault(finding.segment_id, {})[finding.start] = decision
        return [
            _rewritten(step, text, others) if isinstance(step, Mask) else step
            for step, text in zip(steps, texts, strict=True)
        ]


def _rewritten(step: Mask, text: str, others: Mapping[str, Mapping[int, Decision]]) -> Mask:
    place = step.place
    own = others.get(place.segment_id)
    decision = own.get(place.span.start) if own is not None else None
    return step if decision is None else _mask(place, replacement(text, decision))
