"""Illness that is nobody's: of groups, in titles of books, in notices about office holders.

重点关注患病、失能、独居老人 speaks of a kind of people; 代表某某因病去世 gives the reason why a
seat is empty, and is published by law; 为患者做白内障复明手术 is a doctor's work. Who is named
beside it without a post (走访患病老人王某) is somebody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.later import later

if TYPE_CHECKING:
    from deident.recognizers.health_subject import Subjects

_GROUP = later(
    r"(?:[、和及或等与的]{0,2}(?:[一-龥]{1,4}[、和及或])?(?:独居|空巢|留守|孤寡|困难|高龄|残疾|贫困|特困|失独|失能|"
    r"半失能|患病|重病|大病|低收入|特殊){1,3}(?:[、和及或](?:独居|空巢|留守|孤寡|困难|高龄|残疾|贫困|特困|失独|失能|"
    r"重病|特殊)){0,4}(?:的)?|等?[的]?)(?:老年?人|人员|群体|家庭|群众|儿童|人群|对象|妇女|职工|居民|病人)"
    r"(?![一-龥]{2,4}(?:[（(，,患因]|家))"
    r"|(?:等)?(?:高危|高发|易感|早期?筛查|筛查|早诊|人群|防治|防控|救治|专科|病区|诊疗|患者(?:们|人数|及|提供|免费|"
    r"家属|管理|服务|群体|[0-9]))"
)
_CARED_FOR = re.compile(
    "(?:关注|关心|关爱|走访|摸排|排查|帮扶|照顾|服务|针对|面向|对于?|为|向|将|把|帮助|救助|慰问|探访|包括|涵盖|含|"
    "纳入|全[县市区镇村乡省])[^。；，,\n]{0,14}$"
)
_BECAUSE_ILL = re.compile("因病")
_PASSED_AWAY = re.compile(
    "(?:医治无效)?[，,]?(?:于[^，。；]{0,20})?(?:去世|逝世|辞世|离世|病逝|辞职|请假)?"
)
_OFFICE_HELD = later(
    "代表资格|委员资格|人大代表|人民代表大会代表|政协委员|委员因病|代表因病|享年|讣告|遗体告别|治丧|"
    "同志[^。；\n]{0,12}因病|因病[^。；\n]{0,30}逝世|(?:辞去|免去)"
)

# 老人和孩子出现发烧39度以上，应尽快就医
_ADVICE = later(
    "应(?!为)|提醒|请|如[有果遇]?|若|可能|建议|及时|一旦|切勿|注意|凡|症状的|人员|居民|群众|市民"
)
_SUPPOSED = re.compile("万一|假如")
_NAME_BESIDE = 6
# 为一名急性心肌梗死患者实施…
_ONE_PATIENT = later(
    "(?:为|给|替|对|收治|救治|治愈)[了过]?(?:[0-9一二三四五六七八九十两百多余]+)?[名位例](?:[0-9]{1,3}岁)?[一-龥]{0,4}$"
)


def is_nobodys(text: str, start: int, end: int, low: int, high: int, people: Subjects) -> bool:
    """Tell whether an illness at `low` is nobody's in particular in its sentence."""
    title = text.rfind("《", start, low)
    if title > text.rfind("》", start, low):
        return not people.named_within(title, high)
    if _BECAUSE_ILL.match(text, low, high) and _PASSED_AWAY.fullmatch(text, low + 2, high):
        held = _OFFICE_HELD.search(text, start, end) is not None
        return held and not people.named_before(text, start, low)
    if _SUPPOSED.search(text, start, low):
        return not (people.named_within(start, high) or people.before(text, start, low))
    if text.startswith("出现", low) and _ADVICE.search(text, start, end):
        return not people.named_within(start, low)
    if "手术" in text[low:high] and people.by_doctors(text, start, low):
        return True
    if text.startswith("患者", high) and _ONE_PATIENT.search(text, start, low):
        return not people.named_within(high, high + _NAME_BESIDE)
    return _is_of_a_group(text, start, end, low, high, people)


def _is_of_a_group(text: str, start: int, end: int, low: int, high: int, people: Subjects) -> bool:
    group = _GROUP.match(text, high, end)
    cared = group and _CARED_FOR.search(text, start, low)
    if not group or not cared:
        return False
    return not people.named_within(cared.start(), group.end() + _NAME_BESIDE)
