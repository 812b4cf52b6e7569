"""Injuries that a deed or an accident left with somebody: 致其左耳鼓膜穿孔, 造成王某颅骨骨折.

What is hurt stands right behind 致 or 造成: 其, a name, or a part of the body in a sentence that
speaks of somebody. Laws speak of 他人, and houses and cars break too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import is_rule, line, names_somebody, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.recognizers.health_subject import Subjects

_LEAD = later("(?:(?<![一-龥]导)(?<![以所])致使?|造成|导致)(?!他人|人)(?:了)?")
_MAY_LEAD = Needles(("致造导", ""), shared=True)
_VICTIM = later("其|(?:被害|受害|被侵害|被打|申请|当事)人|伤者|死者|对方|原告|我|本人")
_ONE = (
    "(?:轻微|严重|多处|全身|局部)?[一-龥]{0,10}?(?:、[一-龥]{1,6}?){0,2}?(?:骨折|[脏器脾肝肾肺膜管]破裂|穿孔|震荡|出血|[骨指趾腱带]断裂|脱[位臼]|牙齿?脱落|"
    "[指趾肢体]缺[失损]|离断|坏死|截肢|失明|失聪|瘫痪|[偏截]瘫|昏迷|休克|流产|血肿|积血|错位|塌陷|骨裂|残疾|"
    "[挫裂擦割刺灼烫烧砸咬扭撕砍捅冻划撞]伤|损伤|软组织伤|(?:轻微|轻|重)伤)"
)
_STITCHED = "(?:[，,]?(?:后)?缝(?:合|了)?[0-9一二两三四五六七八九十]{1,3}余?针)?"
_GRADE = "(?:[一二12]级)?"
_HURT = later(
    rf"{_ONE}{_GRADE}{_STITCHED}(?:(?:[、及和伴并，,]|以及|伴有){_ONE}{_GRADE}{_STITCHED}){{0,6}}"
)
_PART = later(
    "(?:[左右双两]侧?)?(?:头|颅|脑|面|眼|耳|鼻|牙|口|颈|肩|臂|肘|腕|手|指|胸|肋|锁骨|腹|背|腰|脊|椎|髋|臀|腿|膝|小腿|踝|足|脚|趾)"
)
_PARTIES = later("[甲乙男女]方|双方")
_THINGS = later("房|墙|车|管|玻璃|门|窗|设备|庄稼|树|线路|财物|财产|心理|声誉|农作物|果|苗")


def inflicted(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    """Yield the injuries that a text says were done to somebody."""
    for lead in _MAY_LEAD.matches(_LEAD, text):
        at = lead.end()
        named = people.name_at(at)
        victim = _VICTIM.match(text, at)
        begin = named or (victim.end() if victim else at)
        if named is None and victim and (behind := people.name_at(begin)):
            begin = behind
        if begin == at and not _PART.match(text, at):
            continue
        found = _HURT.match(text, begin)
        if found is None or _THINGS.match(found[0]):
            continue
        start, end = sentence(text, at)
        if named or (
            _speaks_of_somebody(text, start, end, people) and not is_rule(text, start, at)
        ):
            yield found.span()


def _speaks_of_somebody(text: str, start: int, end: int, people: Subjects) -> bool:
    if people.named_within(start, end) or names_somebody(text, start, end):
        return True
    return _PARTIES.search(text, start, end) is not None and people.claims.within(
        *line(text, start)
    )
