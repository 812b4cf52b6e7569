"""Illness in everyday words: 他媳妇精神上有问题, 伤者腹部刺伤, 给母亲做心脏搭桥手术.

No word of suffering stands there and often no disease, so what is said must be said of somebody: a
name, a relation, a pronoun or a patient stands shortly before it. Guides and rules name nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.health_subject import GENERAL, Subjects
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import is_rule, line, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit

_PART = (
    "(?:双耳|双眼|双腿|双手|两眼|左眼|右眼|眼睛|耳朵|下半身|下肢|半身|半边身子|手脚|腿脚?|腰|头部?|面部|颈部|"
    "胸部|腹部|背部|腰部|臀部|手部|手臂|胳膊|手指|大腿|小腿|膝盖|肋骨|锁骨|股骨|胫骨|脚踝)"
)
_ORGAN = (
    "(?:心脏|心肺|颅脑|开颅|胆囊|阑尾|胃|肠|肝|肾|肺|脾|甲状腺|乳腺|子宫|卵巢|前列腺|疝气?|痔疮|白内障|眼|"
    "骨科|骨折|关节|髋|膝|脊柱|颈椎|腰椎|椎间盘|搭桥|支架|移植|截肢|剖宫产|剖腹产|肿瘤|切除)"
)
_DISEASE = (
    "(?:[一-龥](?<![抗防治无多生发看除害致毒疾百养诊毛的家了因大重什么有没得])病(?![人例房历床区案害虫毒学理种情假因])|炎(?![热黄症帝])|"
    "癌|瘤|糖尿病?|高血压|风湿|抑郁症?|中风|偏瘫|脑梗死?|心梗|结核|哮喘|痴呆|尿毒症|癫痫|结石|骨折|乙肝|自闭症|白血病|"
    "肾衰|心衰|肝硬化|阑尾)"
)
_NAME = "[一-龥A-Za-z0-9]"
_LEAD = "(?![他她它我您你俺的了人子妈爸爷奶因家志])[一-龥A-Za-z0-9]"
_SAID = later(
    "精神(?:上|方面)?(?:有[一-龥]{0,3}?(?:问题|毛病|疾病|病|异常|障碍)|不(?:太)?正常|失常|异常)"
    "|(?:脑子|智力|智商)(?:上|方面)?(?:有[一-龥]{0,3}?(?:问题|毛病|障碍)|低下|不(?:太|大)?(?:正常|清楚|好使))"
    rf"|{_PART}[一-龥]{{0,4}}?(?:失聪|失明|[看听]不[见清]|不能[动走]|动不了|没有?知觉|瘫了|断了|骨折|截肢)"
    rf"|(?:摔|砸|撞|压|打|轧)[断伤折](?:了|过)?{_PART}"
    rf"|{_PART}[一-龥]{{0,4}}?(?:[刺砍砸咬摔刀枪扎割划擦]伤|受伤)"
    r"|腿脚[一-龥]{0,2}?不(?:太)?(?:便|方便|灵便|利索)|对[一-龥]{1,6}过敏"
    r"|瘫(?:在|倒在|痪在)[一-龥]{0,3}(?:床|炕)上?|下不了[床地]"
    r"|[烧烫灼]伤面积(?:[达约为占体表]{0,4})[0-9.]{1,5}%"
    rf"|(?:[做动](?:了|过|完|的)?|接受(?:了)?)[一-龥]{{0,8}}?{_ORGAN}[一-龥]{{0,8}}?手术"
    rf"|{_ORGAN}[一-龥]{{0,6}}?手术(?:住院)?"
    r"|(?:[高发低]烧|发热|烧到)(?:到|了|至)?[ ]?(?:3[6-9]|4[0-2])(?:\.[0-9]|度[0-9]?|℃)[度℃]?"
    rf"|住院了?[， ]{{1,2}}(?:好像|说|据说|听说)?是?{_NAME}{{0,6}}?{_DISEASE}"
    rf"|(?:{_LEAD}){{0,2}}?{_DISEASE}(?:又|也|还|老毛病)?(?:犯了|发作了?|复发了?|加重了?)"
    rf"|(?:{_LEAD}){{0,2}}?{_DISEASE}(?=了[，。；、！ \n]|药(?!店|房|品|企|监|物|价)|"
    r"医治无效|病逝|去世)"
    rf"|(?:有|得了?|是|查出了?|诊断出)(?P<ill>{_NAME}{{0,6}}?{_DISEASE})"
    r"(?=[，。；、！ \n]|$)"
)
_SIGN = re.compile(
    "精神[上方有不失异]|[脑智][子力商]|失[聪明]|[看听]不[见清]|不能[动走]|动不了|知觉|[摔砸撞压打轧][断伤折]|"
    "[刺砍咬刀枪扎割划擦受]伤|不[太方灵]?便|不利索|过敏|瘫[在倒痪]|不了[床地]|伤面积|手术|[高发低]烧|发热|烧到|住院|犯了|发作|复发|加重|医治|"
    "[病癌炎瘤梗压湿石痫喘郁肝][了药，。；、 \n]|[病癌炎瘤压湿石肝]$"
)
_MAY_SIGN = Needles(
    ("精脑智失看听不动知过瘫", "神子力商聪明不能了觉便太方灵利敏在倒痪"),
    ("摔砸撞压打轧刺砍咬刀枪扎割划擦受伤", "断伤折面"),
    ("手高发低烧住", "术烧院到热"),
    ("犯发复加医", "了作发重治"),
    ("病癌炎瘤梗压湿石痫喘郁肝", "了药，。；、 \n\0"),
    shared=True,
)
_REPORT = later(
    "(?:体检|检查|复查|影像|报告|检验|化验|彩超|超声|CT|B超|X光)[^。\n\x1e]{0,12}"
    "(?:提示|结果|所见|显示|发现|结论|异常)[：: ]{1,2}(?P<said>[^。\n\x1e]{2,80}?)"
    "(?=[。\n\x1e]|请|建议|$)"
)
_REPORTED = re.compile("阳性|结节|增生|囊肿|结石|息肉|占位|偏高|升高|感染|病|症|癌|炎|瘤|骨折|异常")
_ALLERGY = later(r"(?<=[，,、；;|\t ])[一-龥]{1,8}(?<!无)过敏(?:史)?(?=[，,、；;。|\t\n ]|$)")
_NO_ALLERGY = re.compile("无|是否|有无|防|抗")
_AGED_ROW = later(
    rf"[ 0-9.、]{{0,5}}[一-龥·]{{2,4}}[ ，,|]{{1,2}}(?:[男女][ ，,|]{{1,2}})?"
    r"[0-9]{1,3}岁?[ ，,|]{1,2}"
    rf"(?P<ills>{_NAME}{{0,8}}?{_DISEASE}"
    rf"(?:[、+及和]{_NAME}{{0,8}}?{_DISEASE}){{0,5}}(?:失代偿期?|[早中晚]期|"
    r"[一二三四1-4]期|术后)?)(?=[ ，,、|\n]|$)"
)
_DISEASED = Needles(("病癌炎瘤梗压", " ，,、|+"), ("化衰", "失 |\n"), shared=True)


def said_of_somebody(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield what a text says in everyday words of somebody's illness."""
    people = Subjects(hits)
    for _, start, end in sentences(text, _MAY_SIGN.matches(_SIGN, text)):
        if GENERAL.search(text, start, end) or is_rule(text, start, end):
            continue
        for found in _SAID.finditer(text, start, end):
            low, high = found.span("ill" if found["ill"] else 0)
            if found[0].endswith("手术") and people.by_doctors(text, start, low):
                continue
            if people.before(text, start, low):
                yield low, high
    yield from _reports(text, people)
    yield from _allergies(text, people)
    yield from _rows(text, people)


def _reports(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    """Yield the findings of somebody's examination."""
    if "提示" not in text and "结" not in text and "发现" not in text and "异常" not in text:
        return
    for found in _REPORT.finditer(text):
        if _REPORTED.search(found["said"]) and people.claims.within(
            line(text, found.start())[0], found.start()
        ):
            yield found.span("said")


def _allergies(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    """Yield what somebody of a row must not eat or take."""
    if "过敏" not in text:
        return
    for found in _ALLERGY.finditer(text):
        if not _NO_ALLERGY.search(found[0]) and people.claims.within(
            line(text, found.start())[0], found.start()
        ):
            yield found.span()


def _rows(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    """Yield the diseases behind the age in rows that hold a telephone or an ID."""
    reached = -1
    for at in _DISEASED.places(text):
        if at < reached:
            continue
        start, reached = line(text, at)
        found = _AGED_ROW.match(text, start)
        if found and people.claims.within(start, reached):
            yield found.span("ills")
