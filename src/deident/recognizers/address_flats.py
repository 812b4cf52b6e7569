"""Flats that a complaint or a line of a list names: 您反映的…9幢3单元404室, 赖某 0743-… …1501室.

Whoever lives there need not be named beside them: where a building, its door and its room stand
together, people live. Buildings without a room stay, they are the talk of every estate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.person_surnames import SURNAME

if TYPE_CHECKING:
    from deident.recognizers.address_grammar import Address

_ROOM = later(
    "(?:单元|[0-9][门座栋幢])[ ]?[0-9]{3,4}(?![0-9])|"
    "[栋幢座楼][0-9]{1,2}-[0-9]{3,4}(?![0-9])|[0-9]-[0-9]{1,2}-[0-9]{3,4}(?![0-9])"
)
_GROUP_AND_DOOR = later("[组社屯队][ ]?[0-9]{1,4}号")
_SAID = "反映|投诉|举报|咨询|求助|报修|诉求|来电|来信|来访|信访|提出|称"
_COMPLAINT = later(rf"(?:{_SAID})(?:[的称说关于：:，,“\"]|本?人?家?住?(?:位于|坐落于|在)){{0,3}}$")
_ABOUT = later("关于对?(?:位于|坐落于)?$")
_ITS_MATTER = later(
    "[^。；;\n]{0,40}?(?:问题|事项|事宜|诉求|情况)的?[^，,。；;\n]{0,8}(?:复|理|查|说明|报告|反馈)"
)
# 3. 赖某　女　0743-99999999
_LINE_BEFORE = later(
    rf"(?:[ \t　]*[（(]?[0-9]{{1,3}}[)）]?[.、．\t 　]{{1,3}})?[ \t　]*{SURNAME}[一-龥]{{1,2}}"
    r"(?<![局部所站科处室队办会院校厂店社行馆厅委])"
    r"(?:[ \t　]+[男女])?(?:[ \t　]+[0-9][0-9\- ]{5,14}[0-9])?[ \t　]+"
)
_LINE_BEHIND = later(r"[ \t　]*(?:[\r\n\x1e]|$)|[ \t　]+[0-9男女]|[　\t]")
_LONGEST_LINE = 48


def is_complained_of(text: str, address: Address) -> bool:
    """Tell whether a complaint names a flat: 您反映的…, 关于…漏水问题的回复."""
    if _ROOM.search(text, address.start, address.end) is None:
        return False
    low = max(0, address.start - 16)
    if _COMPLAINT.search(text, low, address.start):
        return True
    about = _ABOUT.search(text, low, address.start)
    return about is not None and _ITS_MATTER.match(text, address.end) is not None


def is_listed(text: str, address: Address) -> bool:
    """Tell whether a line of a list says of somebody no more than a telephone and this home."""
    low = max(0, address.start - _LONGEST_LINE)
    begin = max(text.rfind(mark, low, address.start) for mark in "\n\x1e") + 1
    if not (begin or low == 0) or not _LINE_BEFORE.fullmatch(text, begin, address.start):
        return False
    rooms = (_ROOM, _GROUP_AND_DOOR)
    named = any(room.search(text, address.start, address.end) for room in rooms)
    return named and _LINE_BEHIND.match(text, address.end) is not None
