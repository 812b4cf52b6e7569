"""Pupils by their school and class: 王某某（某县第一小学五（2）班）, 五（2）班：王某某、李某某.

A class beside a name is a pupil's, whatever else the text says. A school alone beside a name is one
where the title is about pupils. Who teaches there has a word for it: 班主任, 老师.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from deident.aggregate.headings import of_adults
from deident.recognizers.later import later
from deident.recognizers.person_surnames import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.model import Finding

_NUMBER = "[0-9一二三四五六七八九十]{1,2}"
_NUMBERED = rf"(?:[ ]?[（(][ ]?{_NUMBER}[ ]?[）)]|[ ]?{_NUMBER})"
_GRADE = "(?:[1-9一二三四五六七八九]年级|[初高小][一二三四五六](?:年级)?)"
_NO_CLASS = "(?![级次车子组长干线主任])"
_SCHOOL = (
    "[一-龥0-9]{2,18}?(?:小学|中学|学校|幼儿园|附中|附小|完小|(?<=第)?[一二三四五六七八九十]中)"
    "(?:[（(][^（()）\n]{1,8}校区[）)])?"
)
_CLASS = (
    rf"(?:{_GRADE}{_NUMBERED}?[ ]?班|[一二三四五六七八九1-9][ ]?[（(]{_NUMBER}[）)][ ]?班"
    rf"|[一二三四五六七八九][0-9]{{1,2}}班|[大中小]{_NUMBERED}?班){_NO_CLASS}"
)
_IN_CLASS = later(
    rf"(?:(?P<school>{_SCHOOL})[ 　]*)?(?P<class>{_CLASS})(?:学生)?"
    rf"|(?P<of>{_SCHOOL})[ 　]{{0,4}}{_GRADE}(?:学生)?|(?<=[（(]){_GRADE}(?:学生)?(?=[）)])"
)
# Far cheaper than the pattern: most sentences that speak of schools name no class.
_MAY_BE_CLASS = re.compile("班|年级|[初高小大中][一二三四五六1-6]")
_AT_SCHOOL = later(rf"(?P<of>{_SCHOOL})(?![一-龥]{{0,6}}(?:举办|组织|开展|教师|教研|老师))")
# Who goes there, and the word that says so.
_LEADING = re.compile("^.{0,14}?(?:就读于|来自|(?<!关)系|在读于|毕业于|现?在(?=.{3}))")
_BEHIND_NAME = later(
    r"[ 　\t]{0,4}(?:同学|小朋友)?[，,、（(：: 　]{0,2}(?:[男女][生孩]?[，,、 ]{1,2})?"
    r"(?:是|系|为|现?就读于|来自|在|原)*$"
)
_BEFORE_NAME = later(
    r"[ 　]?(?:的)?(?:在读|在校)?(?:学生|同学|幼儿|小朋友|队员)?[）)]?[：: 　\t，,、（(]{0,3}$"
)
_NAME_BEHIND = later(rf"[{''.join(sorted(PLAIN))}][一-龥]{{1,2}}(?=同学|[（(、，,。；;\s]|$)")
_TEACHES = later("(?<!指导)(?<!辅导)(?:教师|老师)|班主任|任教|任课|教研|监考|家访")
_TEACHER_BEHIND = re.compile(
    "[ ]?(?:老师|教师|主任|校长|园长|"
    "[（(](?:语文|数学|英语|物理|化学|生物|政治|历史|地理|体育|音乐|美术|科学))"
)
_OF_STAFF = later("监考|课程表|课表|值班|值周|护导|任课|教师|老师|班主任|教研|教职|分工|安排表")
_TITLE = 60
_OF_PUPILS = later(
    "学生(?!处|会|家长|食堂|公寓|管理)|小学生|中学生|好少年|少先队|三好|同学|新生|幼儿(?!园)|考生|"
    "[中高]考"
)
_SCHOOLS = re.compile("小学|中学|学校|幼儿园|[一二三四五六七八九十]中")


def is_about_pupils(text: str) -> bool:
    """Tell whether the first lines of a text announce pupils, and nobody who teaches them."""
    title = text[:_TITLE]
    if _OF_PUPILS.search(title) is None or of_adults(title):
        return False
    return _OF_STAFF.search(title) is None


def _is_about_staff(text: str) -> bool:
    title = text[:_TITLE].split("：")[0]
    return _OF_STAFF.search(title) is not None and _OF_PUPILS.search(title) is None


def may_name_class(text: str, start: int = 0, end: int = sys.maxsize) -> bool:
    """Say quickly whether a stretch may name a class."""
    return _MAY_BE_CLASS.search(text, start, end) is not None


def school_hints(text: str) -> Iterator[int]:
    """Yield where a text about pupils names schools."""
    return (found.start() for found in _SCHOOLS.finditer(text))


def of_pupils(
    text: str, start: int, end: int, people: Sequence[Finding], *, about_pupils: bool
) -> list[tuple[int, int]]:
    """Return the schools and classes of a sentence that stand beside a name.

    A name right behind a class is one of them even where nobody found it.
    """
    if not about_pupils and not may_name_class(text, start, end):
        return []
    if _TEACHES.search(text, start, end) or _is_about_staff(text):
        return []
    names = [
        (one.start, one.end)
        for one in people
        if one.entity_type == "PERSON" and not _TEACHER_BEHIND.match(text, one.end)
    ]
    alone = about_pupils and not _IN_CLASS.search(text, start, end)
    spans = []
    for found in (_AT_SCHOOL if alone else _IN_CLASS).finditer(text, start, end):
        low, high = _without_lead(text, *found.span())
        beside = [name for name in names if _are_beside(text, name, low, high)]
        behind = None if alone else _NAME_BEHIND.match(text, high)
        if beside:
            # 优秀学生：五（2）班王某: who found the name may have taken 班 with it.
            spans.append((low, min([high, *(start for start, _ in beside if start > low)])))
        elif behind:
            spans += [(low, high), behind.span()]
    return spans


def _without_lead(text: str, low: int, high: int) -> tuple[int, int]:
    said = _LEADING.match(text[low:high])
    return low + (said.end() if said else 0), high


def _are_beside(text: str, name: tuple[int, int], low: int, high: int) -> bool:
    start, end = name
    if end <= low:
        return _BEHIND_NAME.fullmatch(text, end, low) is not None
    if high <= start:
        return _BEFORE_NAME.fullmatch(text, high, start) is not None
    return start < high < end
