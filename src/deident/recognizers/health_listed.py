"""Diseases that a list or a diagnosis gives by their names alone: 1 王某 高血压Ⅲ期, 诊断为：1.….

In a row blanks part the disease from somebody's name; behind 诊断 it is numbered, in a paper that
is somebody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import is_rule, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.recognizers.health_subject import Subjects

_DISEASE = (
    "(?:(?<![防抗治无生看除])病(?![人例房区案害毒学理种情假])|症(?!状)|癌|瘤|炎|梗[死塞]?|高血压|糖尿|骨折|硬化|衰竭|出血|"
    "结石|囊肿|哮喘|痛风|白内障|青光眼|中风|卒中|偏瘫|瘫痪|狼疮|贫血|结核|尘肺|甲[亢减]|[乙丙]肝|癫痫|痴呆|"
    "分裂|抑郁|[心肾肺肝]衰|透析|移植|截肢)"
)
_STAGE = (
    "(?:[ⅠⅡⅢⅣIV一二三四1-4]{1,3}[级期]|[早中晚]期|失代偿期?|术后|后遗症|伴[一-龥]{2,8}|"  # noqa: RUF001 - Roman numerals
    "门诊[一-龥]{2,6}|[放化]{1,2}疗|治疗|维持治疗)"
)
_ROW = later(
    rf"(?<=[ 　\t|])(?P<ill>[一-龥A-Za-z0-9ⅠⅡ]{{0,12}}?{_DISEASE}{_STAGE}{{0,2}})"  # noqa: RUF001 - Roman numerals
    r"(?=[ 　\t|\n\x1e]|$)"
)
_MAY_END = Needles(
    ("病症癌瘤炎梗死塞压尿折化竭出血石肿喘风障眼中瘫痪疮核肺亢减肝痫呆裂郁衰析植肢", " 　\t|\n"),
    ("病症癌瘤炎梗死塞压折化竭石风瘫核肝", "ⅠⅡⅢⅣ早晚失术伴门放"),
    shared=True,
)
_LONGEST, _LONGEST_ROW = 18, 80
_DIAGNOSED = later(
    r"(?:诊断|伤情|病情|体检)(?:结果|结论|意见|证明)?(?:为|[：:]){1,2}[ ]?(?=[（(]?[1一①])"
)
_MAY_DIAGNOSE = Needles(("诊伤病体", "断情检"), shared=True)
_NUMBERED = later(
    r"[ ]?[（(]?(?:[1-9]|①|②|③|④|⑤|[一二三四五])[)）]?[.、．]?[ ]?"
    r"(?P<ill>[^；;，,。\n\x1e]{2,30})[；;，,。]?"
)
_SAYS_ILL = later("[病症癌瘤炎梗折伤肿血裂衰挫瘫破脱缺]|障碍|硬化|结石|积[液水]|感染|穿孔|坏死")
_PAPER = 320


def in_lists(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    """Yield the diseases of rows and of numbered diagnoses."""
    for place in _MAY_END.places(text):
        found = _ROW.search(text, max(0, place - _LONGEST), place + _LONGEST)
        if found is None:
            continue
        low, high = line(text, found.start())
        if high - low > _LONGEST_ROW or is_rule(text, low, high):
            continue
        if people.named_within(low, found.start()) or people.claims.within(low, found.start()):
            yield found.span("ill")
    for lead in _MAY_DIAGNOSE.matches(_DIAGNOSED, text):
        if not people.claims.within(max(0, lead.start() - _PAPER), lead.start()):
            continue
        at = lead.end()
        while (item := _NUMBERED.match(text, at)) and _SAYS_ILL.search(item["ill"]):
            yield item.span("ill")
            at = item.end()
