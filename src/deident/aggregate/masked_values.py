"""The values of a document that came masked: whose each is, and which two give a third away.

Whose a value is says the name in its row, or the one name in its sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from deident.aggregate.asking import RISK, question
from deident.aggregate.complementary import Complementary, Form, form_of
from deident.aggregate.headings import Sign
from deident.model import Tier
from deident.recognizers.somebody import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deident.aggregate.rows import Row
    from deident.detect import Found
    from deident.keys import Key
    from deident.model import Decision, Finding, Page, Place

_COMPARED = frozenset(
    {"CN_RESIDENT_ID", "CN_MOBILE", "CN_BANK_CARD", "CN_BANK_ACCOUNT", "CN_LANDLINE"}
)


class MaskedValues:
    """Takes in the masked values of one document page by page, and asks about pairs of them."""

    def __init__(self) -> None:
        self._forms = Complementary()
        self._places: dict[tuple[str, str], tuple[int, Place]] = {}

    def look(
        self,
        number: int,
        page: Page,
        masked: Sequence[Finding],
        decisions: Sequence[Decision],
        rows: Mapping[str, Row],
    ) -> None:
        """Take in what of a page came masked; `rows` are those of its segments, by their ids."""
        if not masked:
            return
        texts = {segment.id: segment.text for segment in page.segments}
        named = _names(decisions)
        for finding in masked:
            row = rows.get(finding.segment_id)
            owner = _named_beside(finding, named, texts) if row is None else _named_in(row)
            self._remember(number, finding, texts, owner)

    def _remember(
        self, number: int, finding: Finding, texts: Mapping[str, str], owner: str
    ) -> None:
        if finding.entity_type in _COMPARED:
            form = Form(finding.entity_type, form_of(finding, texts), owner)
            where = str(finding.places[0].segment_id) + f":{finding.start}"
            self._forms.add(form, "", where)
            self._places["", where] = (number, finding.places[0])

    def questions(self, key: Key) -> Iterator[tuple[int, Found]]:
        """Yield a question for each pair that shows a value, with the page it is asked on."""
        for pair in self._forms.pairs():
            number, place = self._places[pair.right]
            tier = Tier.CHECKSUM if pair.certain else Tier.SHAPE
            yield number, question(place, RISK, "两处遮盖互补", pair.kind, key, tier)


def _named_in(row: Row) -> str:
    names = (segment.text.strip() for segment, heading in row.segments if heading & Sign.NAME)
    return "/".join(names)


def _names(decisions: Iterable[Decision]) -> dict[str, list[tuple[int, int]]]:
    """Return where the names of each segment stand, in order."""
    named: dict[str, list[tuple[int, int]]] = {}
    for decision in decisions:
        finding = decision.finding
        if finding.entity_type == "PERSON":
            named.setdefault(finding.segment_id, []).append((finding.start, finding.end))
    for places in named.values():
        places.sort()
    return named


def _named_beside(
    finding: Finding,
    named: Mapping[str, Sequence[tuple[int, int]]],
    texts: Mapping[str, str],
) -> str:
    """Return the one name in the sentence of a value, "" where there are none or several."""
    text = texts[finding.segment_id]
    start, end = sentence(text, finding.start)
    places = named.get(finding.segment_id, ())
    own = places[bisect_left(places, (start, 0)) : bisect_left(places, (end, 0))]
    names = {text[low:high] for low, high in own}
    return names.pop() if len(names) == 1 else ""
