"""Birth dates that open a life span: 李某（1960年4月26日—2024年5月1日）, 顾某（1972.06—），男.

So are terms of office and contracts written. A span is a life behind a name, where it is long
enough for one or words of death stand near; an open one counts where no post is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit

_YEAR = "(?:19|20)[0-9]{2}"
_DAY = (
    rf"{_YEAR}[ ]?(?:年[ ]?[01]?[0-9][ ]?月(?:[ ]?[0-3]?[0-9][ ]?[日号]?)?"
    r"|(?P<mark{0}>[.\-/])[01]?[0-9](?:(?P=mark{0})[0-3]?[0-9])?)(?![0-9])"
)
_SPAN = later(
    rf"(?P<date>{_DAY.replace('{0}', '1')})[ ]?(?:[\-~～]{{1,3}}|至)[ ]?"
    rf"(?:(?P<end>{_DAY.replace('{0}', '2')})|今|现在)?[ ]?(?P<shut>[）)])?"
)
_MARK = re.compile("[（(讳](?=[男女，, ]{0,3}(?:19|20)[0-9])|[死逝亡故]者")
_MAY_MARK = Needles(("（(讳", "男女，, 12"), ("死逝亡故", "者"), shared=True)
_BEFORE = re.compile("[男女，, ]{0,3}")
_BEHIND_NAME = re.compile("[：: ]{0,2}[一-龥·]{2,4}[，, （(]{1,2}")
_DIED = later(
    "[死逝亡故]者|逝世|去世|病逝|离世|遇难|亡故|讣告|遗体|骨灰|墓|享年|终年|先[父母考妣]|殡|寄存"
)
_PUBLIC = later(
    "烈士|英雄|革命|作家|诗人|画家|科学家|院士|主席|总理|将军|诞辰|周年|故居|名人|任职|历任|[曾现担]任|"
    "在任|任期|届|工期|合同|公示期|有效期|期限|课题|项目"
)
_SEX_BEHIND = re.compile("[，,、 ]{0,2}[男女](?![一-龥])")
_A_LIFE = 18
_GROWN_BEFORE = 2008
"""An open span that began later is a post's rather than a person's."""


def opening_life_spans(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield the date of birth in life spans behind a name."""
    ends: list[int] | None = None
    for mark in _MAY_MARK.matches(_MARK, text):
        is_dead = text[mark.end() - 1] == "者"
        named = (_BEHIND_NAME if is_dead else _BEFORE).match(text, mark.end())
        found = named and _SPAN.match(text, named.end())
        if not found or not (is_dead or found["shut"]):
            continue
        if ends is None:
            ends = sorted(hit.end for hit in hits if hit.pack.entity_type == "PERSON")
        low, high = line(text, mark.start(), 80)
        died = is_dead or _DIED.search(text, low, high) is not None
        if _PUBLIC.search(text, low, high) or not (died or _is_named(ends, mark.start())):
            continue
        if died or _is_a_life(found) or _SEX_BEHIND.match(text, found.end()):
            yield found.span("date")


def _is_named(ends: Sequence[int], at: int) -> bool:
    index = bisect_left(ends, at)
    return index < len(ends) and ends[index] == at


def _is_a_life(found: re.Match[str]) -> bool:
    begun = int(found["date"][:4])
    if found["end"]:
        return int(found["end"][:4]) - begun >= _A_LIFE
    return begun < _GROWN_BEFORE
