"""Illness in everyday words: 他媳妇精神上有问题, 伤者腹部刺伤, 给母亲做心脏搭桥手术.

No word of suffering stands there and often no disease, so what is said must be said of somebody: a
name, a relation, a pronoun or a patient stands shortly before it. Guides and rules name nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from deident.model import Role
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, about_somebody, is_rule, line, sentences

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
_OF = "(?:们?家?里?的?)"
_KIN = (
    "(?:老[公婆伴父母爸妈爹娘大二三]|爸爸?|妈妈?|爹|娘|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|媳妇|爱人|丈夫|妻子?|"
    "儿子?|女儿|孩子|小孩|孙子|孙女|哥哥?|姐姐?|弟弟?|妹妹?|公公|婆婆|岳父|岳母|[长次]子|[长次]女|家人|人)"
)
_WHOSE = "[我他她你您俺咱其]"
# Who stands before what is said, and how far: a clause or two of one sentence.
_SUBJECT = later(
    rf"(?:{_WHOSE}(?!国|市|县|区|省|乡|镇|局|院|校|部|司|行|所|处|厂|方|们|中|他|余|实|次)|{_WHOSE}{_OF}{_KIN})[^。；！？\n]{{0,24}}$"
    rf"|{_KIN}(?<![一-龥]人)(?!园|节|们)[一-龥]{{0,6}}$"
    r"|(?:被害人|受害人|(?:申请|当事|借款|被鉴定)人|患者|病人|老人|女士|先生|师傅|"
    r"大[爷娘妈]|阿姨|同学|职工)[一-龥]{0,6}[，、 ]?(?:因|由于|已|昨[天晚]|今[天早]|现)?$"
)
# Nobody but somebody in particular.
_SURELY = later(
    r"(?:(?<![0-9名])(?:伤者|死者|逝者)|(?<=[一-龥][一-龥])(?<!各位)(?<!全体)同志(?!们)|(?<![摄姓])氏)[一-龥]{0,6}"
    r"[，、 ]?(?:因|由于|已)?$"
    r"|(?<![国厂专商大哪公名自居回])家的$"
)
_OF_NAME = later("[^。；！？\n]{0,24}")
_GENERAL = later(
    "可能|如果|如有|若|容易|建议|预防|常见|症状|是指|包括|科学|健康(?:教育|知识|提示)|提醒|广大|市民朋友|"
    "居民朋友|广大群众|群众(?:要|应|可|需)|家长朋友|什么|怎么|如何|哪些|应(?:当|及时|尽快|该|立即)|切勿|需要?注意|患者(?:应|需|可|要|能|中|的)|"
    "保险|报销|医保|目录|科室|专科|医师|主任|擅长|专家|团队|成功|[我该本]院|例|首台|技术|疫苗|门诊|义诊|"
    "筛查|防治|宣传|讲座|培训|课题|研究|每年|人群|高危|禁忌|药品|药物|治疗方法"
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
    rf"(?:[、+及和]{_NAME}{{0,8}}?{_DISEASE}){{0,5}})(?=[ ，,、|\n]|$)"
)
_DISEASED = Needles(("病癌炎瘤梗压", " ，,、|+"), shared=True)
_PRONOUNS = "我他她你您俺咱其"
# Who gives an IOU speaks of his own family.
_BORROWS = re.compile("借到|借款|本人|[我俺]家?")
_REACH = 60
_FARTHEST_NAME = 26


class _People:
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


def said_of_somebody(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield what a text says in everyday words of somebody's illness."""
    people = _People(hits)
    for _, start, end in sentences(text, _MAY_SIGN.matches(_SIGN, text)):
        if _GENERAL.search(text, start, end) or is_rule(text, start, end):
            continue
        for found in _SAID.finditer(text, start, end):
            low, high = found.span("ill" if found["ill"] else 0)
            if _has_a_subject(text, start, low, people):
                yield low, high
    yield from _reports(text, people)
    yield from _allergies(text, people)
    yield from _rows(text, people)


def _has_a_subject(text: str, start: int, at: int, people: _People) -> bool:
    """Tell whether somebody stands before what is said."""
    low = max(start, at - _REACH)
    if people.named_before(text, max(start, at - _FARTHEST_NAME), at):
        return True
    if _SURELY.search(text, low, at):
        return True
    subject = _SUBJECT.search(text, low, at)
    if subject is None or text[subject.start()] in _PRONOUNS:
        return subject is not None
    return about_somebody(text, at, people.claims) or _BORROWS.search(text, start, at) is not None


def _reports(text: str, people: _People) -> Iterator[tuple[int, int]]:
    """Yield the findings of somebody's examination."""
    if "提示" not in text and "结" not in text and "发现" not in text and "异常" not in text:
        return
    for found in _REPORT.finditer(text):
        if _REPORTED.search(found["said"]) and people.claims.within(
            line(text, found.start())[0], found.start()
        ):
            yield found.span("said")


def _allergies(text: str, people: _People) -> Iterator[tuple[int, int]]:
    """Yield what somebody of a row must not eat or take."""
    if "过敏" not in text:
        return
    for found in _ALLERGY.finditer(text):
        if not _NO_ALLERGY.search(found[0]) and people.claims.within(
            line(text, found.start())[0], found.start()
        ):
            yield found.span()


def _rows(text: str, people: _People) -> Iterator[tuple[int, int]]:
    """Yield the diseases behind the age in rows that hold a telephone or an ID."""
    reached = -1
    for at in _DISEASED.places(text):
        if at < reached:
            continue
        start, reached = line(text, at)
        found = _AGED_ROW.match(text, start)
        if found and people.claims.within(start, reached):
            yield found.span("ills")
