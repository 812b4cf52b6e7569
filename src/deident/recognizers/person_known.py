"""Whom everybody knows: leaders of the state, and whom a list calls great.

A list that holds two leaders is one of leaders; one that ends in 等一大批文化名人, or that a place
has brought forth (诞生了…), is of history.
"""

from __future__ import annotations

import re

from deident.recognizers import person_shapes
from deident.recognizers.later import later
from deident.recognizers.person_words import WORDS

_LEADERS = person_shapes.LEADERS | WORDS["leaders among others"]
# Many bear a name of two characters: 李鹏, 陈云.
_RARE, _ENOUGH = 3, 2
_WIDEST = 160
_ITEM = "[^、，,。；;：:\\n]{1,14}"
_MARKS = re.compile("[，,。；;：:！？!?\\n\\x1e]")
_REMARK = re.compile("[（(][^（()）]*[)）]|等.*")
# 诞生了甲、乙、丙
_BORN = later(
    f"(?:诞生|孕育|养育|哺育)(?:了|过|出){{1,2}}(?:以|如|像)?(?:{_ITEM}、)*[一-龥]{{0,8}}$"
)
_GREAT = (
    "名人|名家|先贤|圣贤|大师|宗师|英烈|先烈|先驱|文豪|巨匠|泰斗|鸿儒|大儒|名儒|名士|名臣|名将|名宿|名流|状元|"
    "进士|诗人|词人|文人|墨客|文学家|思想家|哲学家|史学家|书画家|艺术家|科学家|教育家|革命家|政治家|"
    "军事家|历史人物|文化大家|元帅|开国将军"
)
_ADJECTIVE = (
    "一?大?批|众多|许多|诸多|不少|多位|[0-9一二两三四五六七八九十百余]+[位名]|历代|历史上?|[古近现当]代|近现代|"
    "[元明清唐宋汉]代?|明清|著名|知名|杰出|优秀|文化|文学|艺术|革命|民族|爱国|抗日|开国|世界|国学|本土|"
    "[一-龥]{1,3}籍|的"
)
_CALLED_GREAT = later(
    f"(?:、{_ITEM}?){{0,40}}?[ ]?等[ ]?(?:{_ADJECTIVE}){{0,6}}(?:{_GREAT})"
    "(?![一-龥]{0,3}(?:[故旧]居|[馆堂祠碑墓园像]|纪念|[后传]人|后代|后裔|[作展]品|讲座|名言|工作室))"
)
# Whom a list of today calls so lives today.
_LIVES = later(
    f"(?:、{_ITEM}?){{0,40}}?[ ]?(?:等|[0-9一二两三四五六七八九十]+[位名])[ ]?"
    "[^，,。；;\\n]{0,16}?"
    "(?:先进|模范|标兵|致富|志愿|好人|能手|带头人|典型|党员|干部|学生|学子|青年|职工|村民|农户|群众|乡贤|人才|创业|大户)"
)


def is_public(text: str, start: int, end: int) -> bool:
    """Tell whether the list that holds a name is one of leaders or of great men of the past."""
    if "、" not in (text[start - 1 : start], text[end : end + 1]) and (
        text[end : end + 1] != "等" and text[start - 2 : start] != "、 "
    ):
        return False
    low = max(0, start - _WIDEST)
    if _CALLED_GREAT.match(text, end):
        return True
    if _BORN.search(text, low, start) and not _LIVES.match(text, end):
        return True
    return _is_among_leaders(text, low, start, end)


def _is_among_leaders(text: str, low: int, start: int, end: int) -> bool:
    for mark in _MARKS.finditer(text, low, start):
        low = mark.end()
    behind = _MARKS.search(text, end, end + _WIDEST)
    clause = text[low : behind.start() if behind else end + _WIDEST]
    items = {_REMARK.sub("", item).strip() for item in clause.split("、")}
    return sum(len(item) >= _RARE and item in _LEADERS for item in items) >= _ENOUGH
