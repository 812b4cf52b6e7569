"""Where a name ends that the tagger saw: not behind 在 or 等, and not before the last character.

黄琰在家 is 黄琰, 王芳等三人 is 王芳; but 李述汤院士 is 李述汤: what stands between a name and a
title, and begins no title itself, is the name's.
"""

from __future__ import annotations

import re

from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.person_surnames import COMPOUND

_SHORT, _USUAL = 2, 3
_RUNS_ON = frozenset("在等已又还仍现均曾因")
# What of the sentence begins there.
_SENTENCE = re.compile(
    "在[一-龥]|等|[已又还仍][一-龥]|现[就住年任居患]|均[为系已未不在无有]|曾[在任为因多患经于]|"
    "因(?:[患病残伤故涉]|车祸|工伤|交通|意外|醉|酒|无[证力业法]|与|家[里中庭境]|拒|不|该|欠|琐事|纠纷|[一-龥]{0,6}(?:[癌症炎瘤]|硬化|中风))"
)
_TITLES = (
    "院士|教授|研究员|书记|主任|局长|处长|科长|镇长|乡长|县长|市长|区长|校长|院长|所长|站长|律师|医生|"
    "老师|同志"
)
_OF_TITLES = "副总原前老大小首正等时名省市县区镇乡村局处科厅部校院所站队组支分党政驻常女男两各"
_TITLED = later(f"(?![{_OF_TITLES}])[一-龥](?:{_TITLES})")
_TITLE = later(_TITLES)
_TITLES_SECOND = frozenset("士授究记任长师生志")


def settled(text: str, start: int, end: int) -> int:
    """Return where a likely name ends, by the words that stand around its end.

    >>> settled("黄琰在家中", 0, 3), settled("李述汤院士", 0, 2), settled("王芳副主任", 0, 2)
    (2, 3, 2)
    """
    if end - start >= _USUAL and text[end - 1] in _RUNS_ON:
        return end - 1 if _runs_on(text, start, end) else end
    if end - start == _SHORT and not _TITLES_SECOND.isdisjoint(text[end + 2 : end + 4]):
        return end + 1 if _is_cut(text, end) else end
    return end


def _runs_on(text: str, start: int, end: int) -> bool:
    """Tell whether the last character begins the rest of the sentence: 黄琰在家."""
    if text[start : end - 1] in COMPOUND or _SENTENCE.match(text, end - 1) is None:
        return False
    listed = text[start : end - 1] if text[end - 1] == "等" else text[end - 2 : end]
    return not tagger.is_listed(listed)


def _is_cut(text: str, end: int) -> bool:
    """Tell whether one more character and then a title follow: 李述|汤院士."""
    if _TITLE.match(text, end) or _TITLED.match(text, end) is None:
        return False
    return not (tagger.is_common(text[end : end + 2]) or tagger.is_common(text[end : end + 3]))
