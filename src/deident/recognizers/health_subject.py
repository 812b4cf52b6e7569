"""Whose illness a sentence tells: a name, a relation, a pronoun or a patient stands before it.

Advice, hospitals' news and doctors at work speak of illness too, and of nobody in particular.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from deident.model import Role
from deident.recognizers.later import later
from deident.recognizers.somebody import Claims, about_somebody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.recognizers.hits import Hit

_OF = "(?:们?家?里?的?)"
KIN = (
    "(?:老[公婆伴父母爸妈爹娘大二三]|爸爸?|妈妈?|爹|娘|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|媳妇|爱人|丈夫|妻子?|"
    "儿子?|女儿|孩子|小孩|孙子|孙女|哥哥?|姐姐?|弟弟?|妹妹?|公公|婆婆|岳父|岳母|[长次]子|[长次]女|家人|人)"
)
_WHOSE = "[我他她你您俺咱其]"
# Who stands before what is said, and how far: a clause or two of one sentence.
_SUBJECT = later(
    rf"(?:{_WHOSE}(?!国|市|县|区|省|乡|镇|局|院|校|部|司|行|所|处|厂|方|们|中|他|余|实|次)|{_WHOSE}{_OF}{KIN})[^。；！？\n]{{0,24}}$"
    rf"|{KIN}(?<![一-龥]人)(?!园|节|们)[一-龥]{{0,6}}$"
    r"|(?:被害人|受害人|(?:申请|当事|借款|被鉴定)人|患者|病人|老人|女士|先生|师傅|"
    r"大[爷娘妈]|阿姨|同学|职工)[一-龥]{0,6}[，、 ]?(?:因|由于|已|昨[天晚]|今[天早]|现)?$"
    r"|(?:本人(?!或|及|同意|承诺|签)|户主|该(?:户|生|同学|患者|职工|老人|村民|居民|员工))[^。；！？\n]{0,24}$"
)
# Nobody but somebody in particular.
_SURELY = later(
    r"(?:(?<![0-9名])(?:伤者|死者|逝者)|(?<=[一-龥][一-龥])(?<!各位)(?<!全体)同志(?!们)|(?<![摄姓])氏)[一-龥]{0,6}"
    r"[，、 ]?(?:因|由于|已)?$"
    r"|(?<![国厂专商大哪公名自居回])家的$"
    r"|[一-龥]某(?![些个种地县市镇村单])[一-龥]?[^。；！？\n]{0,20}$"
)
_OF_NAME = later("[^。；！？\n]{0,24}")
GENERAL = later(
    "可能|如果|如有|若|容易|建议|预防|常见|症状|是指|包括|科学|健康(?:教育|知识|提示)|提醒|广大|市民朋友|"
    "居民朋友|广大群众|群众(?:要|应|可|需)|家长朋友|什么|怎么|如何|哪些|应(?:当|及时|尽快|该|立即)|切勿|需要?注意|患者(?:应|需|可|要|能|中|的)|"
    "保险|报销|医保(?!卡)|目录|科室|专科|医师|(?<!班)主任|擅长|专家|团队|成功|[我该本]院|(?<![条案惯])例|首台|技术|疫苗|门诊|义诊|"
    "筛查|防治|宣传|讲座|培训|课题|研究|每年|人群|高危|禁忌|药品|药物|治疗方法"
)
_PRONOUNS = "我他她你您俺咱其"
# Who gives an IOU speaks of his own family.
_BORROWS = re.compile("借到|借款|本人|[我俺]家?")
_REACH = 60
_FARTHEST_NAME = 26
_DOCTORS = later(
    "(?:为|给|替|对)(?:[一-龥]{0,6}[0-9一二三四五六七八九十百千]*[余多]?[名位例]?[一-龥0-9岁]{0,8})?(?:患者|病人|伤员|"
    "老人|群众|儿童|老兵)[一-龥]{0,6}$"
    "|(?:医生|医师|教授|博士|大夫|专家|主刀|医疗队|手术室)(?!说|讲|告诉|诊断|让|叫)[^。；！？\n]{0,30}$"
)


# 主刀医生李某介绍，王某接受了…: whom they treat is named too.
_TREATED = re.compile(r"(?:为|给|替|对|患者|病人|伤员|[，,：:])[一-龥0-9、]{0,4}$")
_TREATS = re.compile(
    "[ ]?(?:医|大夫|教授|博士|专家|主任|副主任|院长|主刀|团队|带领|率|等|为|给|替|对)"
)


class Subjects:
    """What others claimed of people in a reading; sorted when it is first asked for."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits

    @cached_property
    def claims(self) -> Claims:
        """Every personal value."""
        return Claims(self._hits)

    @cached_property
    def _names(self) -> list[tuple[int, int]]:
        return sorted(
            (hit.start, hit.end)
            for hit in self._hits
            if hit.pack.entity_type == "PERSON" and hit.evidence.role is not Role.OFFICE
        )

    def named_before(self, text: str, low: int, at: int) -> bool:
        """Tell whether the name of somebody without a post ends shortly before a place."""
        index = bisect_left(self._names, (at, 0)) - 1
        if index < 0 or self._names[index][0] < low:
            return False
        end = self._names[index][1]
        return end <= at and _OF_NAME.fullmatch(text, end, at) is not None

    def name_at(self, start: int) -> int | None:
        """Return where the name of somebody without a post ends that begins at a place."""
        index = bisect_left(self._names, (start, 0))
        if index < len(self._names) and self._names[index][0] == start:
            return self._names[index][1]
        return None

    def named_within(self, low: int, high: int) -> bool:
        """Tell whether the name of somebody without a post begins in a span."""
        index = bisect_left(self._names, (low, 0))
        return index < len(self._names) and self._names[index][0] < high

    def by_doctors(self, text: str, start: int, at: int) -> bool:
        """Tell whether what is done to the sick at a place is told of those who treat them.

        Where a patient is named it is told of him.
        """
        if _DOCTORS.search(text, max(start, at - _REACH), at) is None:
            return False
        first, last = bisect_left(self._names, (start, 0)), bisect_left(self._names, (at, 0))
        return not any(
            _TREATED.search(text, start, low) and not _TREATS.match(text, high)
            for low, high in self._names[first:last]
        )

    def before(self, text: str, start: int, at: int) -> bool:
        """Tell whether somebody stands before what is said, in a sentence from `start` on."""
        low = max(start, at - _REACH)
        if self.named_before(text, max(start, at - _FARTHEST_NAME), at):
            return True
        if _SURELY.search(text, low, at):
            return True
        subject = _SUBJECT.search(text, low, at)
        if subject is None or text[subject.start()] in _PRONOUNS:
            return subject is not None
        return about_somebody(text, at, self.claims) or _BORROWS.search(text, start, at) is not None
