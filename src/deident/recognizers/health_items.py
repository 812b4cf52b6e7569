"""Diseases and injuries that stand beside somebody without a word of suffering.

A disease is an item of a row (李某，医保编号…，冠心病，合格), stands in brackets behind a name
(患者李某（高血压）) or goes on from it (致李某左腿骨折). An injury of a part of the body is
somebody's wherever the sentence is about him. Doctors have specialities, and offices programmes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from deident.model import Role
from deident.recognizers.hits import NAMED
from deident.recognizers.later import later
from deident.recognizers.somebody import is_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.somebody import Claims

_STAGE = (
    "(?:(?:晚|早|中|急性|稳定)期|[1-4一二三四IV]{1,3}[级期]|术后|后遗症|并发症|病史|伴[一-龥]{2,8}|"
    "患者|感染者|携带者|住院(?:治疗)?|瘫痪|放化疗|[放化]疗|透析|手术|移植|治疗)"
)
_DISEASE = (
    r"(?:[一-龥](?:(?<![抗防治无多生发看除害致染带毛疾百养诊])病(?![人例房历床区案害虫毒学理种情假])|症(?!状))|癌|炎|瘤|梗(?:死|塞)|出血|骨折|"
    r"高血压|截瘫|偏瘫|瘫痪|硬化|衰竭|中毒|结石|囊肿|溃疡|哮喘|痛风|白内障|青光眼|尿毒|狼疮|卒中|慢阻肺|帕金森|"
    r"[心肾肺肝]衰|骨质疏松|痴呆|抑郁|精神分裂|截肢|骨坏死|突出|积水|积液|肝腹水|[脑小]瘫|唇裂|腭裂|"
    r"血友|贫血|水痘|麻疹|聋哑|尘肺|中风|休克|(?:精神|智力|认知|语言|意识|情感)障碍|[肺水]气?肿|甲亢|甲减|乙肝|丙肝|艾滋|梅毒|结核|肺结节|"
    r"(?:HIV|艾滋病毒|艾滋病病毒|乙肝病毒|丙肝病毒|结核菌)(?:感染者|携带者))"
)
_NAME = r"(?![患因致的具还不可对将被把和与及其])[一-龥A-Za-z0-9\-+·]"
_WHOSE = "(?:其|本人|妻子?|丈夫|[父母]亲?|[长次独]?[子女]|儿子|女儿|[孙][子女])?(?:系|为|是)?"
_ILL = rf"(?P<ill>(?:{_NAME}){{0,12}}?{_DISEASE}{_STAGE}{{0,2}})"
_CLOSE = 16
_BREAK = r"[，,、；;：:（(）)。|/\s]"
_ITEM = later(rf"(?<={_BREAK}){_WHOSE}{_ILL}(?={_BREAK}|$)")
_BEHIND_NAME = later(
    rf"(?:同志|先生|女士)?(?:的|系|为|是|因(?:[一-龥]{{1,5}}致)?|现?有)?{_ILL}"
    rf"(?={_BREAK}|$|致|住院|入院|需|后|导致|花|去世|死亡|行|在|已|居家|请假|隔离|休[学养]|无)"
)
# 李晓 骨折请假两周
_AWAY = later(rf"[ 　]{{1,2}}{_ILL}(?=请假|住院|休[学养]|居家|隔离|病假|康复)")
_WHERE = (
    "(?:左|右|双侧?|全身|头|颅|脑|颈|胸|腰|背|腹|骨盆|髋|肩|臂|肘|腕|手|指|腿|膝|踝|足|脚|趾|面|眼|"
    "鼻|耳|椎|肋|股|胫|腓|尺|桡|锁|跟|软组织|多处)"
)
_HURT = later(
    rf"(?:{_WHERE}[一-龥、]{{0,10}}?(?:骨折|烧伤|烫伤|灼伤|挫伤|裂伤|扭伤|砸伤|冻伤|脱位|断裂|骨裂|截肢|坏死|"
    rf"损伤)|(?:[烧烫灼]伤)(?=面积|[一二三]度))"
    r"(?:面积|总面积|[达约为占体表]){0,4}(?:[0-9.]{1,5}%)?(?:，?[深浅]?[一二三]度)?"
    "|被[一-龥]{1,6}(?:咬|抓|砸|撞|割|轧|扎|刺|烫|烧|电)伤"
)
_NEXT_ITEM = later(
    rf"[，,、；;和及]{_WHOSE}[一-龥]{{0,10}}?(?:{_DISEASE}{_STAGE}{{0,2}}|[一二三四]级|失[明聪能]|[不无]能?自理|残疾|障碍|卧床|行动不便|"
    r"[语言]{1,2}不清|丧失|手术|服药|透析|化疗|残|盲|哑)(?=[，,、；;。）)\n\x1e 　]|$)"
)
_SIGN = re.compile("[烧烫灼挫裂扭砸冻损咬抓撞割轧扎刺电]伤|骨折|脱位|断裂|骨裂|截肢|坏死")
_SPECIALISTS = later(
    "医师|医生|大夫|教授|擅长|诊治|专科|坐诊|义诊|讲座|课题|研究|采购|培训|科室|护士|治愈|疗法|疫苗|"
    "药品|目录|病种|纳入|筛查|防治|宣传|科普|专家|主讲|防控|健康教育|器械|设备"
)


class People:
    """Where the names of a reading end."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._ends = sorted(hit.end for hit in hits if hit.pack.entity_type == "PERSON")

    def ends(self, start: int, end: int) -> Sequence[int]:
        """Return where names end in a span."""
        return self._ends[bisect_left(self._ends, start + 1) : bisect_left(self._ends, end + 1)]


def items(
    text: str, start: int, end: int, people: People, claims: Claims
) -> Iterator[tuple[int, int]]:
    """Yield what stands beside somebody in a sentence and is a disease by its name alone."""
    if _SPECIALISTS.search(text, start, end):
        return
    names = people.ends(start, end)
    for name in names:
        if "一" <= text[name : name + 1] <= "龥":
            found = _BEHIND_NAME.match(text, name, end)
        else:
            found = _AWAY.match(text, name, end)
        if found:
            yield found.span("ill")
    if not names and not claims.identified(start, end):
        return
    rule = is_rule(text, start, end)
    # The first item of a sentence has its break before it.
    for found in _ITEM.finditer(text, max(0, start - 1), end):
        # 对下列会员发放：张某（某单位，胃癌）: a name right before it is no rule's.
        if rule and not people.ends(max(start, found.start() - _CLOSE), found.start()):
            continue
        if (names and names[0] <= found.start()) or claims.within(start, found.start()):
            yield found.span("ill")


def goes_on(text: str, hits: Iterable[Hit]) -> Iterator[tuple[int, int]]:
    """Yield what claims behind a label (健康状况：半失能，双目失明) say in their next items."""
    for hit in hits:
        if hit.rank != NAMED or hit.evidence.role is Role.OFFICE:
            continue
        end = hit.end
        while found := _NEXT_ITEM.match(text, end):
            end = found.end()
        if end > hit.end:
            yield hit.start, end


def injuries(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the injuries of parts of the body in a sentence."""
    if _SIGN.search(text, start, end):
        for found in _HURT.finditer(text, start, end):
            yield found.span()
