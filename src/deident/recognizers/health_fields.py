"""States of health that fill a field of somebody's row: 独居 失明, 备注：溺水, ，唇腭裂，.

No word of suffering stands there. The row begins with somebody (a name, a telephone), the record
tells when he died, or the notice looks for a foundling's parents. 上环 and 结扎 stand behind
a name.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from deident.recognizers.health_subject import GENERAL
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import is_rule, line, names_somebody, sentence

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from deident.recognizers.health_subject import Subjects

_FIRST = r"(?<=[ 　\t|，,；;：:）)])"
_LAST = r"(?=[ 　\t|，,；;。（(\n\x1e]|$)"
_KIND = "(?:智力|精神|语言|听力|视力|认知|肢体|运动|沟通|交流|记忆|意识|情感|吞咽|发育)"
_DEGREE = (
    "(?:轻度|中度|重度|极重度|轻微|严重|先天性?|间歇性|老年性?|有|伴有?|患有?|系|为|疑似|"
    "身患|确诊)*"
)
_STATE = (
    rf"{_DEGREE}(?:(?:双目|双眼|[左右]眼|双耳|[左右]耳)(?:失明|失聪)|失明|失聪|聋哑|耳聋|眼盲|盲人|[聋哑盲]|"
    r"(?:下肢|高位|全身|半身)?瘫痪(?:在床|多年)?|[偏截脑]瘫|[肢智]残|重残|智障|弱智|坐轮椅|轮椅|拄拐杖?|卧病在床|长期卧床|卧床|"
    rf"半失能|全失能|失能|失智|(?:生活)?不能自理|半自理|痴呆症?|阿尔茨海默病?症?|精神病|{_KIND}(?:障碍|缺陷|异常|残疾)|"
    r"(?:双相|焦虑|抑郁|人格|睡眠|孤独症谱系)(?:情感)?障碍|精神病史|"
    r"[弱强]?阳性|复阳|孕妇|高血压|糖尿病|心脏病|癫痫|自闭症|孤独症|尿毒症|白血病|"
    r"唇腭裂|唇裂|腭裂|兔唇|脑积水|脊柱裂|先天性[一-龥]{2,10}|肛门闭锁|[多并]指(?:畸形)?|马蹄足|足内翻|白化病|"
    r"早产|肢体畸形|色[弱盲]|扁平足|妊娠|肺结核|[乙丙]肝)"
)
_FIELD = later(rf"{_STATE}{_LAST}")
_BREAK = Needles(
    (
        " 　\t|，,；;：:）)（(",
        "轻中重极严先间老有伴患系为疑身确双左右失聋耳眼盲哑下高全半瘫偏截脑肢智弱坐轮拄卧长不生痴阿精语听视认运沟交记意情吞发强复阳孕糖心癫自孤尿白唇腭兔脊肛多并马足早焦抑人睡色扁妊肺乙丙",
    ),
    shared=True,
)
_SYNDROME = later(rf"{_FIRST}{_DEGREE}[一-龥]{{1,6}}综合[征症]{_LAST}")
_MAY_SYNDROME = Needles(("综", "合"), shared=True)
_LONGEST_NAME = 9
_NEAR = 14
_FOUNDLING = later(
    "[男女]婴|弃婴|弃儿|捡拾|取名|（估）|[0-9一二三四五六七八九十]+月龄|走失|走时身|受助|寻亲|流浪"
)
_REMARK = later(
    r"(?:备注|说明|死因|原因|情况|死亡类[别型])[：:，,|\t ]{1,3}"
    r"(?P<cause>[^，,。；;：:|\t\n\x1e]{2,24})"
)
_MAY_REMARK = Needles(("备说死原情", "注明因亡况"), shared=True)
_CAUSE = later(
    "病|症|癌|炎|梗|瘤|猝死|中毒|溺水|溺亡|车祸|交通事故|衰竭|出血|自[杀缢尽]|服毒|服药|触电|坠|窒息|意外|衰老|老死|烧[伤死]|"
    "雷击|工伤|外伤|难产|休克|中风"
)
_DEAD = later(
    "死亡(?:日期|时间|人员|对象|名单)|(?:去世|离世|身故|病故|逝世)(?:日期|时间|人员)|死者|亡者"
)
_RECORD = 160
_CONTROL = later(
    "(?:上环|放环|取环|带环|(?:输卵管|输精管)?结扎|绝育|(?:放置|取出|上|取)?宫?内?节育[器环]|皮下埋植|皮埋|人工流产|人流|药流|引产|终止妊娠)"
    "(?:手术|术)?"
)
_MAY_CONTROL = Needles(
    ("上放取带", "环置出宫节"), ("结绝节皮人药引终输宫内", "扎育埋下工流产止卵精内节"), shared=True
)
_SERVICE = later(
    "讲|介绍|宣传|开展|提供|免费|指导|培训|负责|主持|检查|医[生师]|政策|咨询|不准|强制|要求|组织|施行|从事|非法为"
)
_REACH = 20
_POSITIVE = later(
    "(?:尿检|毒检|尿液|毛发|毒品|吗啡|甲基苯丙胺|冰毒|氯胺酮|大麻|核酸|抗原|抗体|HIV|艾滋|梅毒|乙肝|丙肝|结核菌?素?|PPD|TPPA|HBsAg|"
    "布鲁?氏?[菌病]|新冠|病毒)"
    "[^。；，,\n0-9]{0,12}?(?:呈|为|是|：|:)?(?:弱|强|双|复)?阳性(?![0-9率]|样[本品]|标本|[人者病])"
)
_MAY_POSITIVE = Needles(("阳", "性"), shared=True)
_LONGEST_TEST = 26
_OF_THINGS = later(
    "[猪牛羊鸡鸭犬禽畜]|水样|环境|食品|样[本品]|冷链|标本|物品|包装|新增|[0-9]例|人次"
)


def in_fields(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    """Yield what fields and words right behind a name tell of somebody's health."""
    yield from _fields(text, people)
    yield from _causes(text)
    yield from _controls(text, people)
    yield from _positive(text, people)


def _fields(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    for found in chain(_stated(text), _syndromes(text)):
        start, end = sentence(text, found.start())
        near = max(start, found.start() - _NEAR), min(end, found.end() + _NEAR)
        if GENERAL.search(text, *near) or is_rule(text, start, end):
            continue
        low, high = line(text, found.start())
        if people.claims.within(low, found.start()) or _FOUNDLING.search(text, low, high):
            yield found.span()


def _stated(text: str) -> Iterator[re.Match[str]]:
    for place in _BREAK.places(text):
        if found := _FIELD.match(text, place + 1):
            yield found


def _syndromes(text: str) -> Iterator[re.Match[str]]:
    for place in _MAY_SYNDROME.places(text):
        if found := _SYNDROME.search(text, max(0, place - _LONGEST_NAME), place + 4):
            yield found


def _causes(text: str) -> Iterator[tuple[int, int]]:
    for found in _MAY_REMARK.matches(_REMARK, text):
        if _CAUSE.search(found["cause"]) and _DEAD.search(
            text, max(0, found.start() - _RECORD), found.start()
        ):
            low, high = sentence(text, found.start())
            if not is_rule(text, low, high):
                yield found.span("cause")


def _controls(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    for found in _MAY_CONTROL.matches(_CONTROL, text):
        at = found.start()
        low, _ = sentence(text, at)
        low = max(low, at - _REACH)
        if people.named_before(text, low, at) and not _SERVICE.search(text, low, found.end() + 4):
            yield found.span()


def _positive(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    for place in _MAY_POSITIVE.places(text):
        low, high = sentence(text, place)
        found = _POSITIVE.search(text, max(low, place - _LONGEST_TEST), min(high, place + 3))
        if found is None or _OF_THINGS.search(text, low, high) or is_rule(text, low, high):
            continue
        named = people.claims.within(low, found.start()) or names_somebody(text, low, found.start())
        if named or people.before(text, low, found.start()):
            yield found.span()
