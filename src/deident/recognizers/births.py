"""Birth dates that no label names: 1990年3月7日生, 生于一九九〇年, 男，汉族，1990年3月7日.

A bare date is never one; nor is 2020年出生人口, or the bound of a rule (1989年3月7日以后出生).
The year and month of officials and candidates are published by rule: they are claimed as an
office's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from deident.model import Evidence, Role, Tier
from deident.recognizers import person_posts
from deident.recognizers.births_and_deaths import opening_life_spans
from deident.recognizers.births_in_rows import listed, unnamed_dates
from deident.recognizers.hits import NAMED, Hit
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import line
from deident.recognizers.tables_of_persons import (
    body_cells,
    headers,
    lists_candidates,
    no_records,
    tight,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

PACK = "birth-date"
_CN = "[一二三四五六七八九十元正腊冬廿卅]"
_LUNAR = "(?:[（(]?(?:农历|阴历|旧历|公历|阳历|新历)[）)]?)?"
_YEAR = (
    r"(?:19|20)[0-9]{2}|(?<![0-9])[3-9][0-9](?=[ ]?年)|"
    r"[一二][〇零○O0一二三四五六七八九]{3}(?=[ ]?年)"
)
_DATE = (
    rf"(?<![0-9.\-/])(?:公元|农历|公历|阴历|旧历)?[ ]?(?:{_YEAR})[ ]?(?:"
    rf"年[ ]?{_LUNAR}[ ]?(?:(?:[01]?[0-9]|{_CN}{{1,2}})[ ]?月(?:份)?[ ]?(?:(?:[0-3]?[0-9]|"
    rf"初?{_CN}{{1,3}})[ ]?[日号]?)?)?"
    r"|[.。\-/][ ]?[01]?[0-9](?:[ ]?[.。\-/][ ]?[0-3]?[0-9])?|[01][0-9](?:[0-3][0-9])?)"
    r"[日号]?(?![0-9])(?:[ ]?[（(](?:农历|阴历|公历|阳历|旧历|身份证)[^（）()]{0,12}[）)])?"
)
_NOT_BORN = r"(?!产|效|活|育|态|长|成|源|物|命|意|事|存|变|猪|鲜|怕|病|还|前|铁|化|日|涯)"
_BORN = later(
    rf"(?P<date>{_DATE})[ ]?(?:左右)?(?:在[一-龥]{{2,15}})?"
    r"(?:出生(?!人口|率|缺陷|医学|数|登记|性别|队列|人数|申报|婴儿|一件事|的(?!儿子|女儿|孩子|"
    r"他|她))"
    rf"|[ ]?生(?:人)?{_NOT_BORN}(?=[，,。；;、 ）)（(\n\x1e人于在]|$))"
)
_ANCHOR = re.compile(r"生(?:(?<=[日月年号0-9出 ）)一二三四五六七八九十份]生)|(?=于|日))")
_BORN_ON = later(
    rf"生(?:(?<=出生)(?:日期|时间|年月日?)?|(?<=(?<![产发诞衍滋])生)(?=于|"
    rf"日)日?)(?:应?[为是在于：:]|系)*[ ]?(?P<date>{_DATE})"
    r"(?!(?:[（(]含[）)])?(?:以后|之后|以前|之前|前|后|至|到|-|—|~|期间|以来|及))"
)
# 出生：__1994__年__12__月__31__日 in a form, 出 生 1994年O3月1 5日 from a scanner.
_FIGURE = "[0-9OoIl]"
_GAP = "[ 　_]{0,4}"
_BORN_IN_FORM = later(
    r"生(?:(?<=出生)|(?<=出[ 　_]生)|(?<=出[ 　_]{2}生)|(?<=出[ 　_]{3}生))"
    r"(?:日期|时间|年月日?)?[ 　_：:]{0,8}"
    rf"(?P<date>(?:19|20){_FIGURE}{{2}}{_GAP}年{_GAP}{_FIGURE}[ ]?{_FIGURE}?{_GAP}月"
    rf"(?:{_GAP}{_FIGURE}[ ]?{_FIGURE}?{_GAP}[日号])?)"
)
# Of 1970 年 ** a year is left, as our own masks leave it.
_SEX = later(
    r"[男女](?<![一-龥][男女])[，,、；; /|]{1,2}"
    rf"(?:[一-龥]{{1,6}}族[，,、；; /|]{{1,2}})?(?P<date>{_DATE})(?=[日号]?[，,、；;。 /|"
    rf"\n\x1e]|$|生|出)(?![ ]?[*＊])"
)
_SEXED = Needles(("男女", "，,、；; /|"), shared=True)
_BOUND = re.compile(r"(?:至|到|-|—|~|介于|不晚于|不早于|晚于|早于|限|须|应在|以后|自)[ ]?$")
_OFFICIAL = later(
    "现任|拟任|任前|拟提|拟晋升|拟推荐|参加工作|任职|历任|局长|书记|县长|市长|区长|镇长|乡长|"
    "主任|科员|处长|科长|党组|职务|干部|候选人|代表|委员"
    "|拟录用|拟聘|招聘|录用|考察对象|报考|准考证|研究生|本科|大学学历|学历|先进个人|劳动模范|"
    "拟表彰|烈士|法官|检察官|院长|教授|运动员"
)

_ANIMAL = later(
    "大熊猫|幼崽|幼仔|幼兽|东北虎|金丝猴|亚洲象|朱鹮|饲养员|奶牛|母牛|公牛|种牛|犊牛|牛犊|种猪|"
    "母猪|仔猪|种公|母本|父号|母号|耳标|耳号|犬只|宠物|警犬|军犬|马匹|羔羊|种羊|胎次|雄性|雌性"
)
# 张春生于2016年2月登记结婚: the 生 is a name's.
_DONE_THEN = re.compile("(?:登记|结婚|离婚|入伍|入职|入学|签订|起诉|提出|取得|担任)")
# The rest of a date that a line's end cuts.
_REST = re.compile(
    r"[ ]?\r?\n[ 　]{0,4}(?:[01]?[0-9][ ]?月(?:[ ]?[0-3]?[0-9][ ]?[日号])?|[0-3]?[0-9][ ]?[日号])"
)


class BirthFinder:
    """Finds `BIRTH_DATE` where its pack's labels do not."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs[PACK]

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims on birth dates."""
        text = reading.text
        for start, end, label in dates(text):
            role = Role.OFFICE if _is_public(text, start, end) else Role.UNKNOWN
            yield Hit(NAMED, start, end, self._pack, 0.85, Evidence(Tier.LABEL, label, role))
        for hit in tuple(hits):
            if hit.pack is not self._pack:
                continue
            rest = _REST.match(text, hit.end) if text[hit.end - 1] in "年月" else None
            if _is_public(text, hit.start, hit.end):
                evidence = replace(hit.evidence, role=Role.OFFICE)
                yield hit._replace(rank=NAMED, score=1.0, evidence=evidence)
            elif rest is not None:
                yield hit._replace(end=rest.end())
        yield from self._of_candidates(reading)
        yield from no_records(reading, hits, self._pack)
        for start, end in (
            *unnamed_dates(reading, hits),
            *listed(text, hits),
            *opening_life_spans(text, hits),
        ):
            yield Hit(NAMED, start, end, self._pack, 0.85, Evidence(Tier.LABEL, "出生日期"))

    def _of_candidates(self, reading: Reading) -> Iterator[Hit]:
        """Yield the birth months of officials' and candidates' tables, as an office's."""
        tables = {table for table, names in headers(reading).items() if lists_candidates(names)}
        if not tables:
            return
        evidence = Evidence(Tier.LABEL, "出生年月", Role.OFFICE)
        for segment, start, end in body_cells(reading, tables):
            header = tight(segment.labels.column)
            if "出生" in header and _is_month(reading.text[start:end]):
                yield Hit(NAMED, start, end, self._pack, 1.0, evidence)


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the dates on which a text says that somebody was born."""
    for mark in _ANCHOR.finditer(text):
        found = (
            _before(text, mark.start())
            or _BORN_ON.match(text, mark.start())
            or _BORN_IN_FORM.match(text, mark.start())
        )
        if found is not None:
            yield *_without_blanks(text, *found.span("date")), "出生日期"
    for sex in _SEXED.matches(_SEX, text):
        yield *_without_blanks(text, *sex.span("date")), "出生日期"


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _before(text: str, at: int) -> re.Match[str] | None:
    """Match a date that stands before 生 or 出生, and is not the bound of a rule."""
    low = max(0, at - 44)
    for edge in "\x1e\n。":
        low = max(low, text.rfind(edge, low, at) + 1)
    last = None
    for found in _BORN.finditer(text, low, min(len(text), at + 12)):
        if found.end("date") <= at:
            last = found
    if last is None or last.end() <= at or _BOUND.search(text, low, last.start()):
        return None
    return last


def _is_month(value: str) -> bool:
    """Tell whether a date stops at its month."""
    numbers = re.findall("[0-9]+", value)
    if len(numbers) == 1:
        return len(numbers[0]) in {4, 6}
    return len(numbers) == 2 or (
        "月" in value and not value.rstrip("日号").endswith(tuple("0123456789一二三四五六七八九十"))
    )


def _is_public(text: str, start: int, end: int) -> bool:
    """Tell whether it is the birth month of an official or a candidate, or an animal's birth."""
    if _ANIMAL.search(text, *line(text, start, 50)):
        return True
    if text.endswith("生于", 0, start) and _DONE_THEN.match(text, end):
        return True
    if not _is_month(text[start:end]):
        return False
    if person_posts.is_birth_in_office(text, start, end):
        return True
    low, high = line(text, start, 100)
    return _OFFICIAL.search(text, low, high) is not None
