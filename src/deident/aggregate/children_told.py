"""Who in a sentence is a child, and which school or class it names with them.

An age, a word such as 患儿 or a school says it: 张某，男，13岁，系某小学学生. A rule about children
in general names nobody: 对满14岁以下儿童免费接种.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import regex

from deident.aggregate.headings import of_adults, speaks_of_adults
from deident.recognizers.later import later, regex_later
from deident.recognizers.needles import Needles
from deident.recognizers.person_surnames import COMPOUND, RARE, SINGLE, SURNAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.model import Finding

_NAME = rf"(?:{SURNAME}[ \u3000]{{0,4}}(?:某{{1,2}}[甲乙丙丁]?|[×＊*xX]{{1,2}}|[一-龥]{{1,2}}?))"
_SMALL = rf"小[{''.join(sorted(SINGLE))}]"
_YEARS = r"(?:1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九])"
_AGED = (
    rf"(?:年仅|今年|现年|时年|年)?{_YEARS}(?:周岁|岁半?)"
    r"(?![以之]?[上下内]|的?以下|至|到|[-—~]|未满|组|儿童|少年|及|龄|年龄|前|后|时)"
)
_PUPIL = (
    r"(?:未成年人?|小学生|中学生|初中生|高中生|在校学生|学生|幼儿|儿童|孤儿|男童|女童|幼童|"
    r"男孩|女孩)"
)
_SEX = r"(?:[男女](?:童|孩|生)?[，,、 ]{1,2})?(?:[一-龥]{1,4}族[，,]\s?)?"
_YOUNG = rf"(?<![0-9至到~—-]){_YEARS}(?:周岁|岁半?)(?:的|的?(?:{_PUPIL}|女儿|儿子|孩子|小[男女]孩))"
_BEFORE = rf"(?:{_PUPIL}|被害人|受害人|死者|伤者|患儿|被监护人)[：:]?\s?"
_CARED_FOR = "留守儿童|困境儿童|孤儿|小学生|初中生|高中生|患儿|男童|女童|幼儿|未成年人|学生|同学"
_GOES = (
    r"(?=(?:现|原|均|一直)?(?:就读于?|在|系|是|为)[^，。；\n]{2,20}?"
    "(?:小学|中学|幼儿园|学校|[0-9一二三四五六七八九]班))"
)
_CHILD = regex_later(
    rf"(?P<name>{_NAME}|{_SMALL})[（(，,、 ]{{1,2}}{_SEX}{_AGED}"
    rf"|(?<={_BEFORE})(?P<named>{_NAME})[（(，,]{{1,2}}{_SEX}{_AGED}"
    rf"|(?<={_CARED_FOR})(?P<pupil>{_NAME}){_GOES}"
    rf"|(?P<titled>{_NAME})[（(]未成年人?[，,）)]"
    rf"|(?P<minor>{_NAME})[，,（(]{_SEX}(?:系|是|为)?(?:[一-龥]{{2,12}}?)?{_PUPIL}[，,）。；]",
    regex.VERSION1,
)
_YOUNG_ONE = regex_later(
    rf"{_YOUNG}(?P<young>{_NAME})(?=[在因被于和与跟，,、。（(；随由])", regex.VERSION1
)
_LAST_OF_SURNAMES = "".join(sorted({*SINGLE, *RARE, *(name[-1] for name in COMPOUND)}))
_ENDS_LIKE_A_NAME = re.compile(f"[{_LAST_OF_SURNAMES}][ \u3000]{{0,4}}[^，,（( ]{{1,3}}$")
# Every match of `_CHILD` holds one of these, or a pupil that `_may_be_named` stands before.
_OF_A_CHILD = re.compile(rf"岁|（未成年|\(未成年|(?:{_CARED_FOR})(?={SURNAME})")
_PUPIL_ENDS = re.compile("(?:未成年人?|[学中]生|幼儿|儿童|孤儿|[男女幼]童|[男女]孩)[，,）)。；]")
_NAME_ENDS = re.compile("[，,（(]")
_FARTHEST, _LONGEST_NAME = 32, 8
_SCHOOL = re.compile("(?:小学|中学|幼儿园|初中|高中|学校)")
_AT_SCHOOL = regex_later(
    rf"(?:系|就读于|在|是|为)?(?P<school>[一-龥0-9某×]{{1,16}}?{_SCHOOL.pattern})"
    r"(?P<form>(?:[一二三四五六七八九十0-9]{1,2}年级|[初高小][一二三四五六](?:年级)?)?[（(]?[一二三四五六七八九十0-9]{0,3}[）)]?班?)"
    r"(?=学生|就?读|上学|念书|[，,。；、）)]|$)"
)
# A form that asks for a class asks about a pupil.
_PUPILS_FORM = re.compile(
    r"学校[：:][ ]?(?P<school>[一-龥0-9]{3,20})(?=[^一-龥\n]{1,4}[一-龥]{0,4}(?:班级|年级)[：:])"
)
_WORDS = (
    "岁",
    "未成年",
    "学生",
    "童",
    "幼儿",
    "孤儿",
    "无人抚养",
    "中生",
    "在读",
    "在校生",
    "年级",
    "就读",
    "）班",
    ")班",
)
_WITHOUT_CLASSES = tuple(word for word in _WORDS if "班" not in word)
_MAYBE = later("|".join(map(re.escape, _WORDS)))
_HINTS = Needles.of(_WORDS, shared=True)
# What stands before a school: who goes there, and the word that says so.
_LEADING = re.compile("^(?:.{2,12}(?:就读于|在)|(?:系|就读于|在|是|为|原|均)+)")
_SEXED = re.compile("[男女]")
_CHILD_BEFORE = later(
    rf"(?:(?:幼儿|小学生|中学生|初中生|高中生|儿童|孤儿|患儿|未成年人?|男童|女童|被监护人)"
    rf"(?:姓名)?[：: ]{{0,2}}|{_YOUNG})$"
)
_AGED_BEHIND = later(rf"(?:同学|小朋友)?[（(，,、 ]{{0,2}}{_SEX}{_AGED}")
# A child goes to school, or is somebody's; together they are a pupil's words.
_ATTENDS = later(
    "(?:小学|中学|幼儿园|学校|年级|[0-9一二三四五六七八九十]）?班)[^，。；\n任教]{0,8}(?:上学|读书|就读|念书|入学|在读|学生)|"
    "(?:就读于?|[就在](?!职)读|[读念上])[^，。；\n任教]{0,14}"
    "(?:小学|初中|高中|中学|幼儿园|年级|学校|[大中小]班|[初高][一二三])(?!老师|教师|任教|工作)"
)
_SOMEBODYS = later(
    "(?:孩子|女儿|儿子|子女|孙[子女]|外孙女?|长[子女]|次[子女]|[其我][子女儿]|之[子女]|学生|同学|儿童|"
    "弟弟|妹妹|侄[子女儿]|外甥女?|小孩)(?:名?[叫为是]|姓名)?[：: ]{0,2}$"
)
_COLLEGE = re.compile("大学|学院|高校|研究生|博士|硕士|毕业")
_AT_SCHOOL_LABELS = re.compile("就读学校|所在学校|班级|年级|幼儿园")
_REACH = 16


def in_prose(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the names, schools and classes of minors in one sentence.

    >>> text = "张某，男，13岁，系某小学学生。"
    >>> [text[a:b] for a, b in in_prose(text, 0, len(text))]
    ['张某', '某小学']
    >>> in_prose("对满14岁以下儿童免费接种，学生家长可预约。", 0, 21)
    []
    """
    asked = [found.span("school") for found in _PUPILS_FORM.finditer(text, start, end)]
    if not _may_name_child(text, start, end):
        return asked
    children = list(_CHILD.finditer(text, start, end, timeout=2))
    spans = [
        found.span(name)
        for found in children
        for name in ("name", "named", "pupil", "titled", "minor")
        if found[name]
    ]
    spans += [found.span("young") for found in _YOUNG_ONE.finditer(text, start, end, timeout=2)]
    return sorted({*asked, *spans, *schools(text, start, end)}) if spans else asked


def _may_name_child(text: str, start: int, end: int) -> bool:
    """Say quickly whether a sentence may name a child."""
    if _OF_A_CHILD.search(text, start, end):
        return True
    return any(
        _may_be_named(text, start, pupil.start())
        for pupil in _PUPIL_ENDS.finditer(text, start, end)
    )


def _may_be_named(text: str, start: int, at: int) -> bool:
    """Say whether a mark before a place has a surname two to four characters before it."""
    return any(
        _ENDS_LIKE_A_NAME.search(text, max(start, mark.start() - _LONGEST_NAME), mark.start())
        for mark in _NAME_ENDS.finditer(text, max(start, at - _FARTHEST), at)
    )


def schools(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where a sentence names schools and classes."""
    spans: list[tuple[int, int]] = []
    if not _SCHOOL.search(text, start, end):
        return spans
    for found in _AT_SCHOOL.finditer(text, start, end, timeout=2):
        low, high = found.start("school"), found.end("form")
        said = _LEADING.match(text[low:high])
        low += said.end() if said else 0
        if high - low > 2:
            spans.append((low, high))
    return spans


def may_tell(text: str) -> bool:
    """Say quickly whether a look at the sentences is worth while."""
    # Ten times faster than a pattern on much text; `any` costs as much as the searches.
    for word in _WORDS if "班" in text else _WITHOUT_CLASSES:  # noqa: SIM110
        if word in text:
            return True
    return False


def is_childs(text: str, finding: Finding, start: int, end: int) -> bool:
    """Tell whether a finding in a sentence is a child's by what is beside it or by its label."""
    if finding.entity_type == "PERSON":
        return _is_child(text, finding, start, end)
    of_school = finding.entity_type == "MINOR" and _AT_SCHOOL_LABELS.search(finding.evidence.label)
    if not of_school or speaks_of_adults(text, finding.start):
        return False
    return not of_adults(text[finding.start : finding.end])


def _is_child(text: str, finding: Finding, start: int, end: int) -> bool:
    """Tell whether the bearer of a name is a child: by age, by word, or as a pupil of a school."""
    low = max(start, finding.start - _REACH)
    if _CHILD_BEFORE.search(text, low, finding.start) or _AGED_BEHIND.match(text, finding.end, end):
        return True
    return (
        _SOMEBODYS.search(text, low, finding.start) is not None
        and _ATTENDS.search(text, start, end) is not None
        and _COLLEGE.search(text, start, end) is None
    )


def names_sex(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence names a sex: then its number is a person's."""
    return _SEXED.search(text, start, end) is not None


def hints(text: str) -> Iterator[int]:
    """Yield where a text may tell of a child."""
    return (found.start() for found in _HINTS.matches(_MAYBE, text))
