"""What befell somebody and what was done to him: 左手食指被压断, 刚做完心脏搭桥手术, 母亲中风后.

What is told so holds no word of suffering that says whose it is, so somebody must stand before it,
or the household whose bracket it fills. Cables break, trees fall and doctors operate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.health_subject import GENERAL, KIN, Subjects
from deident.recognizers.later import later
from deident.recognizers.needles import END, Needles
from deident.recognizers.somebody import is_rule, line, names_somebody, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit

_BODY = (
    "(?:头(?:部|皮)?|脑袋|面部|脸部?|眼睛?|眼球|耳朵?|鼻子?|牙齿|颈部?|脖子|肩膀?|胳膊|手臂|前臂|上臂|手腕|手掌|手部?|"
    "[拇食中环小无名]{1,2}指|手指|胸部?|背部?|后背|腹部?|肚子|腰部?|臀部?|大腿|小腿|腿部?|膝盖?|脚踝|脚趾|脚掌|脚部?|足部?|"
    "脚背|上肢|下肢|肋骨|锁骨|脊柱|脊椎|颈椎|腰椎|骨盆)"
)
_PARTS = rf"(?:[左右双两单]侧?[手脚足腿臂]?)?{_BODY}(?:[、和及][左右双两]?{_BODY}){{0,3}}"
_ACT = "[压切绞轧砸夹挤割锯炸震烫烧咬撞扎刺捅砍打击划摔扭磕碾铡电冻灼卷崩戳]"
# 面部被打伤 tells of a blow.
_HURT = rf"(?!打伤){_ACT}(?:断|伤|掉|碎|烂|聋|瞎|穿|残|破|裂|折)(?:了|过)?"
_DISEASE = (
    r"(?:[一-龥](?:(?<![抗防治无多生发看除害致染带毛疾百养诊了家的])病(?![人例房历床区案害虫毒学理种情假因])|症(?!状))|癌|炎(?![热黄])|瘤|梗死?|"
    r"出血|骨折|高血压|糖尿病足?|截瘫|偏瘫|瘫痪|脑瘫|硬化|衰竭|结石|囊肿|溃疡|哮喘|痛风|白内障|青光眼|狼疮|卒中|中风|"
    r"帕金森|痴呆|抑郁|精神分裂|癫痫|截肢|骨坏死|贫血|甲亢|甲减|乙肝|尘肺|结核|心衰|肾衰|水痘|麻疹|聋哑|失明|失聪|智障|障碍)"
)
_STAGE = "(?:(?:晚|早|中)期|[1-4一二三四]{1,2}[级期]|术后|后遗症|病?史)?"
_NAME = "[一-龥A-Za-z0-9]"
_CUT = (
    "(?:切除|置换|搭桥|支架|移植|造瘘|介入|剖宫产|剖腹产|引产|人流|流产|结扎|透析|化疗|放疗|截肢)"
)
_DONE = "(?:做|动|行|开|接受|进行|实施|施行)(?:了|过|完|的)?"
_TOLD = later(
    rf"(?P<hurt>{_PARTS}(?:不慎|意外|均|也|都)?(?:[被遭让给][一-龥]{{0,8}}?)?{_HURT}"
    rf"|[被遭让给][一-龥]{{1,8}}?{_HURT}{_PARTS}"
    rf"|(?:炮弹|爆炸|机器|噪[声音]|枪声|鞭炮|[被让给][一-龥]{{0,4}}?)(?:震聋|震伤|炸伤|炸瞎|打瞎|打聋|打残)了?)"
    rf"|(?P<done>(?:刚|曾|已)?{_DONE}(?!好|到)[一-龥]{{0,10}}?(?:{_CUT}手?术?|手术)"
    r"|(?:切|割|摘)(?:了|除了?|掉了?)[一-龥]{0,7}?(?:胃|肾|肺|肝|脾|胆|子宫|乳房|甲状腺|肠|卵巢)"
    r"|(?:引产|人工流产|(?:放置|取出)宫内节育器|输卵管结扎))"
    r"|(?P<state>植物人?状态|植物人|昏迷(?:不醒)?|(?:失血性|创伤性|过敏性)?休克|意识(?:不清|障碍|丧失)|神志不清|"
    r"[语言]{1,2}(?:不清|障碍)|颅内出血|[脾肝肾]破裂|(?:双目|双眼|双耳|左[眼耳]|右[眼耳])?视力(?:下降|降低|降)[至到为]?[0-9.]{1,4}|"
    rf"大小便失禁|(?:面部|脸上|全身|体表)?遗留[一-龥]{{0,4}}疤痕|{_PARTS}(?:功能)?(?:丧失|受限))"
    rf"|(?P<treated>(?<=治疗|救治|医治|诊治){_NAME}{{0,10}}?{_DISEASE}{_STAGE}(?=[，。；、）)\n]|$))"
    rf"|(?:{KIN}(?<![一-龥]人)|老人|村民|员工|工人|居民|同学|学生|幼儿|该生)(?:[一-龥·]{{2,4}}?)??"
    r"(?:因|患|有|得了?|系|是|突发|又|也|一直)?"
    rf"(?P<ill>{_NAME}{{0,8}}?{_DISEASE}{_STAGE})"
    r"(?=[，。；、）) \n]|$|后(?![续来天勤])|住院|入院|请假|休[学养]|[多已]?年)"
    rf"|因(?P<away>{_NAME}{{0,8}}?{_DISEASE})(?=居家|请假|缺课|休[学养]|停[工课]|退学|隔离|在家)"
)
# One of these stands in every match of `_TOLD`.
_BEHIND = "足，。；、）) \\n后住入请休多居缺停退隔在史术晚早中一二三四1234"
_SIGN = re.compile(
    rf"{_ACT}[断伤掉碎烂聋瞎残折]|手术|切除|置换|搭桥|支架|移植|造瘘|剖[宫腹]|引产|人流|流产|结扎|透析|[化放]疗|截肢|"
    r"[切割摘][了掉]|节育|植物[人状]|昏迷|休克|意识[不障丧]|神志|[语言]不清|语言障|颅内|[脾肝肾]破|视力[下降]|失禁|疤痕|功能[丧受]|"
    rf"(?:[病症癌炎瘤梗瘫痪竭疡喘疮痫肺衰痘疹哑聪]|骨折|血压|[硬]化|失明|中风|痛风|内障|坏死|痴呆|抑郁|贫血|乙肝|甲亢)(?:[{_BEHIND}]|$)"
)
_MAY_SIGN = Needles(
    ("压切绞轧砸夹挤割锯炸震烫烧咬撞扎刺捅砍打击划摔扭磕碾铡电冻灼卷崩戳", "断伤掉碎烂聋瞎残折"),
    ("手切置搭移造剖流结透截颅失疤节神昏休", "术除换桥植瘘宫腹产扎析肢内禁痕育志迷克"),
    ("化放切割摘视语言功", "疗了掉力不言能"),
    ("病症癌炎瘤梗瘫痪竭疡喘疮痫肺衰痘疹哑聪", f"{_BEHIND.replace(chr(92) + 'n', chr(10))}{END}"),
    ("骨硬痛坏痴抑贫乙甲支引人植意脾肝肾", "折化风死呆郁血肝亢架产流物识破"),
    ("血失中内", "压明风障"),
    shared=True,
)
# Of things: 电缆被压断, 手机摔碎, 手工打破, 眼看.
_THINGS = re.compile("(?:眼看|手机|手工|手续|头破|面积|手(?:持|动)|背景)")
_HOUSEHOLD = later(
    r"(?<=[一-龥])[（(](?P<ill>"
    r"(?:户主|本人|其?(?:妻子?|丈夫|父亲?|母亲?|[长次独]?[子女]|儿子|女儿|儿媳|孙[子女]|配偶|老伴)|夫妻)"
    r"[^（）()\n]{2,30})[）)]"
)
_BRACKETS = Needles(("（(", "户本其妻丈父母长次独子女儿孙配老夫"), shared=True)
_SICK = later(
    rf"{_DISEASE}|瘫|残疾|卧床|患|病(?:重|故|逝|情)?|透析|去世|尿毒|失能|智[力障]|盲|手术|精神|不能自理"
)
_VITALS = later(
    r"(?P<vital>(?:血压|收缩压)[值为：: ]{0,2}(?:高达|"
    r"达)?[0-9]{2,3}[/／][0-9]{2,3}(?:[ ]?mmHg|毫米汞柱)?"
    r"|(?:空腹|餐后|随机|空腹静脉)?血糖[值为：: ]{0,2}(?:高达|"
    r"达)?[0-9]{1,2}(?:\.[0-9]{1,2})?(?:[ ]?mmol/L)?"
    r"|(?:(?:长期|规律|每日|每天)?(?:服用|口服|注射)|(?:服药|用药)(?:情况)?[：:])[一-龥、]{2,16}"
    r"(?=[，,。；;\n]|[ ]|$|[0-9]))"
)
_VITAL = Needles(("血收服用口注", "压缩糖用药服射"), shared=True)
_NORM = re.compile("标准|以上|以下|正常值|范围|控制在|低于|高于|大于|小于|超过|应")
_KIN_BEHIND = later(rf"的(?:{KIN}(?<![一-龥]人)|老人|病人)")


def told_of_somebody(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield what a text tells of somebody's injury, operation, state or disease."""
    people = Subjects(hits)
    for _, start, end in sentences(text, _MAY_SIGN.matches(_SIGN, text)):
        if GENERAL.search(text, start, end) or is_rule(text, start, end):
            continue
        for found in _TOLD.finditer(text, start, end):
            if _is_somebodys(text, start, end, found, people):
                yield found.span(found.lastgroup or 0)
    yield from _households(text)
    yield from _vitals(text, people)


def _is_somebodys(text: str, start: int, end: int, found: re.Match[str], people: Subjects) -> bool:
    """Tell whether what befell is said of somebody in its sentence."""
    low = found.start()
    if _THINGS.match(text, low, found.end()):
        return False
    if found.lastgroup == "away":
        return people.claims.within(*line(text, low))
    if found.lastgroup == "ill":
        return people.claims.within(*line(text, low)) or people.before(text, start, low + 2)
    if people.by_doctors(text, start, low):
        return False
    if found.lastgroup == "done" and _KIN_BEHIND.match(text, found.end(), end):
        return people.claims.within(*line(text, low))
    return people.before(text, start, low)


def _households(text: str) -> Iterator[tuple[int, int]]:
    """Yield what the bracket behind a household says of its members."""
    for found in _BRACKETS.matches(_HOUSEHOLD, text):
        low, high = found.span("ill")
        if _SICK.search(text, low, high) and not is_rule(text, low, high):
            yield low, high


def _vitals(text: str, people: Subjects) -> Iterator[tuple[int, int]]:
    """Yield somebody's blood pressure, blood sugar and drugs."""
    reached = -1
    for at in _VITAL.places(text):
        if at < reached:
            continue
        start, reached = line(text, at)
        if _NORM.search(text, start, reached) or not (
            people.claims.within(start, reached) or names_somebody(text, start, reached)
        ):
            continue
        for found in _VITALS.finditer(text, start, reached):
            yield found.span()
