"""Exam tickets in lists without a header: 体检合格人员名单（考号 姓名 岗位）.

Tickets of one exam are equally long and begin alike. Three of them beside names, in a text that
speaks of tickets, are no numbers that nobody can explain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.model import Evidence, Tier
from deident.recognizers.hits import NEARBY, Hit
from deident.recognizers.later import later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

PACK = "cn-exam-ticket"
_WORD = re.compile("准考证|考号|考生号|报名序?号")
_OTHERWISE = re.compile("银行|[账帐][号户]|卡号|存折|一卡通")
_NAME = "[一-龥](?:[ ]?[一-龥]){1,3}"
_APART = r"[ \t\x1e|,，、]{1,8}"
_TICKET = r"(?P<ticket>(?!1[3-9][0-9]{9}(?![0-9]))[0-9]{9,14})"
# At the start of a line or a cell, before or behind the name, perhaps behind its number.
_BESIDE_NAME = later(
    rf"(?<![^\n\x1e \t|])(?:{_TICKET}{_APART}{_NAME}(?![一-龥])|{_NAME}{_APART}"
    rf"{_TICKET.replace('ticket', 'behind')}(?![0-9Xx*.\-]))"
)
_LEAST = 3
_ALIKE = 2


class TicketFinder:
    """Finds `CN_STUDENT_ID` in lists of candidates."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs[PACK]

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims on numbers that are alike and stand beside names."""
        word = _told(reading.text)
        if word is None:
            return
        alike: dict[tuple[int, str], dict[str, list[int]]] = {}
        for found in _BESIDE_NAME.finditer(reading.text):
            group = "ticket" if found["ticket"] else "behind"
            number = found[group]
            kind = alike.setdefault((len(number), number[:_ALIKE]), {})
            kind.setdefault(number, []).append(found.start(group))
        owned = {hit.start for hit in hits if hit.rank >= NEARBY}
        evidence = Evidence(Tier.LABEL, word.group())
        for (length, _), numbers in alike.items():
            if len(numbers) >= _LEAST:
                for start in (at for places in numbers.values() for at in places):
                    if start not in owned:
                        yield Hit(NEARBY, start, start + length, self._pack, 0.8, evidence)


def _told(text: str) -> re.Match[str] | None:
    """Return what a text calls its tickets, if it speaks of no accounts: they look alike."""
    word = _WORD.search(text) if "考" in text or "报名" in text else None
    return None if word is None or _OTHERWISE.search(text) else word
