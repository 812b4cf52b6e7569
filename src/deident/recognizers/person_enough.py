"""Whether enough speaks for a name that the tagger proposes and no sex and no label shows.

More must speak for one among things, or alone in a long text: laws and reports name hardly anybody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from deident.recognizers import (
    person_evidence,
    person_places,
    person_things,
    person_told,
    tagger,
)
from deident.recognizers.later import later
from deident.recognizers.person_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

CROWDS = WORDS["crowds"]
"""Roles that many have, and rules speak of: 村民, 消费者."""

_HAN = re.compile("[一-龥]")
_ITEM_BEFORE = later("[一-龥·]{1,8}、$")
_ITEM_BEHIND = later("、[一-龥·]{1,8}")
_ITEM = 9
# How much more must speak for a name among things.
_AMONG_THINGS = 2.2
# The same where the list, quotation marks or what follows say that it is a thing.
_PERHAPS_A_THING = 3.5
# The same for what stands alone in a long text. A likely name tells for so many characters on both
# sides.
_ALONE, _COMPANY = 1.4, 800
LIKELY = 3.5
"""The log-odds of a likely name."""

# A counter behind a numeral is no surname: (二)项所列.
_COUNTERS, _NUMERALS = "项条款点", "0123456789一二三四五六七八九十)）"


class Enough:
    """Weighs the names that the tagger proposes in one text, each by what stands around it.

    `starts` and `ends` are where it proposes any, `likely` where likely names begin, in order;
    behind the names that end at `numbered` a number of their bearer's stands.
    """

    def __init__(
        self,
        text: str,
        starts: Collection[int],
        ends: Collection[int],
        likely: Sequence[int],
        numbered: Collection[int],
    ) -> None:
        self._text = text
        self._starts, self._ends = starts, ends
        self._likely = likely
        self._numbered = numbered

    def speaks(self, start: int, end: int, odds: float, role: str | None) -> bool:
        """Tell whether enough speaks for a name; `role` is what stands right before it."""
        total = person_evidence.weighed(self._text, start, end, odds, role=role is not None)
        if role is not None:
            # A role does not turn a word into a name: 监护人严加看管.
            value = self._text[start:end]
            common = odds < 0 and tagger.is_common(value)
            common = common or person_told.is_joined(value)
            crowd = role in CROWDS
            least = person_evidence.BEHIND_CROWD if crowd else person_evidence.BEHIND_ROLE
            return total >= least and not common
        if total < person_evidence.ENOUGH or (
            total < person_evidence.ENOUGH + _ALONE and self._is_alone(start, end)
        ):
            return False
        return not (
            self._is_a_thing(start, end)
            or person_things.is_phrase(self._text, start, end)
            or person_places.is_among_places(self._text, start, end, self._starts)
            or (
                total < person_evidence.ENOUGH + _AMONG_THINGS and self._is_among_things(start, end)
            )
            or (
                total < person_evidence.ENOUGH + _PERHAPS_A_THING
                and person_places.is_perhaps_a_thing(self._text, start, end)
            )
        )

    def _is_among_things(self, start: int, end: int) -> bool:
        """Tell whether it is an item of a list in which no item beside it may be a name."""
        text = self._text
        before = _ITEM_BEFORE.search(text, max(0, start - _ITEM), start)
        behind = _ITEM_BEHIND.match(text, end)
        if before is None and behind is None:
            return False
        beside_names = (before is not None and start - 1 in self._ends) or (
            behind is not None and end + 1 in self._starts
        )
        return not beside_names

    def _is_a_thing(self, start: int, end: int) -> bool:
        """Tell whether what stands there is counted, (二)项所列, or lies between 的 and 上."""
        text = self._text
        before = text[start - 1 : start]
        if text[start] in _COUNTERS and before and before in _NUMERALS:
            return True
        if text.startswith("第五", start):
            return True
        if text[start + 1] == "得":
            # 储得进、管得好
            return True
        return before == "的" and text[end : end + 1] in {"上", "里", "中", "下", "内"}

    def _is_alone(self, start: int, end: int) -> bool:
        """Tell whether words run into it and a long stretch of text names nobody else."""
        around = self._text[max(0, start - 1) : start] + self._text[end : end + 1]
        if len(self._text) < 2 * _COMPANY or not (_HAN.search(around) or "、" in around):
            return False
        if end in self._numbered:
            return False
        low = bisect_left(self._likely, start - _COMPANY)
        return set(self._likely[low : bisect_left(self._likely, start + _COMPANY)]) <= {start}
