"""Who acts in public: whom a report of what an office, a school or a firm did names for his part.

Such a name has no post beside it, and is shown to be public by what stands around: a list that ends
in 等县领导, a credit line, 教授 or 老师 behind it, or a report in which he speaks, teaches or takes
part. A word of illness, need, guilt or kin in one of his sentences makes him private again.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from deident.recognizers import person_credits
from deident.recognizers.later import later
from deident.recognizers.somebody import line, sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    Span = tuple[int, int]

_BETWEEN = re.compile("[ 　]*(?:[（(][^（()）\n]{1,20}[)）])?(?:[、和与及]|以及|[ 　]{1,4})[ 　]*")
_WIDEST_JOINT = 26
_OFFICIALS = (
    "领导|负责人|负责同志|干部|专家|教授|院士|学者|博士|老师|教师|教官|委员|嘉宾|校友|班子|同志|记者|编辑|法官|"
    "检察官|民警|律师|医生|医师|护士|艺术家|画家|书法家|作家|诗人|歌手|演员|导演|运动员|选手|教练|志士|烈士|"
    "英烈|先烈|将领|将军|名将|英雄|劳模|模范|标兵|辅导员|工程师|研究员|企业家|董事|高管|代表人物"
)
_OTHERS = (
    "老(?!师)|贫困|困难|退休|离休|下岗|失业|患|受伤|伤残|残疾|优抚|"
    "学生|同学|少年|儿童|年级|学子|涉|被"
)
# 甲、乙、丙等市级领导; 等贫困户代表 is of others.
_ENDS_IN_OFFICIALS = later(
    "[ 　]?(?:等|[一二三四五六七八九十两0-9]{1,3}[位名])"
    f"(?:(?!{_OTHERS})[^，,。；;：:、\n户民众]){{0,14}}?"
    f"(?:{_OFFICIALS})(?!代表|家属|[一-龥]{{0,2}}(?:[户人家]的|住|患))"
)
_PERHAPS_CHILDREN = ("选手", "运动员", "歌手", "演员", "模范", "标兵", "英雄")
_OF_CHILDREN = later("[小中]学|年级|儿童|少年|少儿|幼儿|学生")
_LED_BY_OFFICIALS = later(
    "(?:(?<!退休)(?<!离休)(?<!老)干部|(?<!尊敬的)(?<!敬爱的)(?<!各位)(?<![请求向找])领导|班子成员|"
    "党员干部|专家|嘉宾|评委)[ 　]?$|(?:参会|出席|与会|到场|带队|陪同)(?:领导|干部|专家)[：: ]$|"
    "(?:嘉宾|评委)[：: ]$"
)
_TITLE_BEHIND = later(
    "[ 　]?(?:名誉|特聘|客座|讲席|助理|首席)?副?(?:教授|院士|研究员|校长|院长|所长|馆长|团长|会长|"
    "社长|理事长|秘书长|总编|导师|老师|博士|教官|教练|护士长|主任|书记|局长|处长|科长|总监|总裁|"
    "董事长|总经理|同志(?=学习|先进事迹|事迹|精神))(?!的?(?:[一-龥]{0,3}(?:家属|妻子|丈夫|儿子|女儿|父亲|母亲)))"
)

_PRIVATE = later(
    "身份证|户籍|住址|家住|现住|患(?!者)|住院|病情|确诊|癌|残疾|伤残|低保|贫困户|特困|被告|原告|嫌疑|违[法纪规]|处罚|"
    "罚款|拘留|逮捕|殴打|丈夫|妻子|儿子|女儿|儿媳|母亲|父亲|老伴|爷爷|奶奶|离婚|病逝|受伤|受害|被骗|受骗|死者|"
    "伤者|孤儿|监护|[，,（( ][男女][，,）) 、。]|[0-9一二三四五六七八九十]岁|成绩|学号|准考|手机|"
    "[：:][ 　]?1[3-9][0-9]|"
    "村民|居民|业主|住户|租客|乘客|大爷|大娘|阿姨|农户|信访人|投诉人|举报人|申请人|当事人|"
    "因病|重病|大病|病故|打伤|被打|车祸|身亡|溺(?!爱)|自杀|轻生|离异|丧偶|怀孕|流产|酒驾|醉驾|被害|遇害|"
    "突发[一-龥]{0,4}病|心脏病|脑[梗出]|心梗|中风|糖尿病|高血压|尿毒症|抑郁|瘫|失明|聋|接受治疗|治疗(?:后|期间|费)|截肢|绞[断伤]|抢救|送医|骨折|烧伤|烫伤|摔[伤倒断]|晕倒|昏[迷倒]|猝|中毒|感染|阳性|隔离|就[医诊]|看病|"
    "轻伤|(?<!身负)重伤|口角|争执|厮打|撕打|斗殴|猥亵|强奸|性骚扰|体罚|辱骂|索要|收受|辞退|开除|作弊|坟|骨灰"
)
# Whom somebody writes about, or who is at odds with others.
_ACCUSED = later(
    "投诉|举报|上访|信访|反映|处分|停职|涉嫌|受贿|失职|渎职|拖欠|欠[款薪债钱]|纠纷|起诉|诉至|补课费|维权|求助|滋事|扰乱|喊冤|警告|记过|诫勉|撤职|问责|给予[^。；]{0,30}(?:通报|处分|处理)|通报批评"
)
_NEED = (
    "家[中里境庭]|困难|贫困|救助|受助|[补资]助|补贴|慰问|走访|看望|领取|工伤|拆迁|租|赔偿|打工|务工|诈骗|被盗|留守|走失|"
    "宅基地|自建房|新房|钥匙|拿到|领到|住进|搬[进入]|孤寡|独居|维持生计|占用|复员|退伍|滞销|老人|老年|日子|生日"
)
_IN_NEED = later(_NEED)
_PERHAPS_PRIVATE = later(
    f"{_NEED}|发放|处分|投诉|信访|上访|举报|来[访电信]|求助|去世|死亡|事故|欠|债|借款|贷款|征[收地]|解雇|出生|就业|"
    "工资|收入|养殖|种植|承包|脱贫|家属|遗属|失踪|未成年|消费者|顾客|客户|纠纷|调解|申请|帮扶|起诉|诉至|判[决处令]|孩子"
)
_LEADING = (
    "主持|致辞|致词|讲话|发言|指出|强调|宣读|演练|执教|讲解|授课|讲授|讲座|汇报|带队|出席|参会|揭牌|签约|颁奖|点评|总结|"
    "部署|督导|指导|研讨|论坛|宣讲|党课|接待|陪同|调研|座谈|会议|考察|动员|教研|科研|论文|代表.{0,6}(?:致|讲|发)"
)
# Whoever learns, watches or competes may be anybody.
_ATTENDING = "报告|交流|仪式|培训|开幕|闭幕|比赛|演讲|课堂|团队|参观|学习"
_LEADS, _ACTS = later(_LEADING), later(f"{_LEADING}|{_ATTENDING}")
# 来到某某的小店宣讲; 八（3）班的某某: others act, or a child.
_IS_VISITED = later(
    "(?:来到|走进|走访|看望|探望|慰问|帮[助扶着]?|[为给对替把将被]|送[到给]|[班组]的?|年级的?|孩子)$"
)
_HIS_PLACE = later("的?(?:家|小?店|房|地里|田|摊|院子|果园|大棚|养殖)|(?:小朋友|同学)")
_HISTORY = later(
    "烈士|红军|八路军|新四军|解放军|游击队|抗日|抗战|民国|清[代朝]|明[代朝]|元代|宋代|唐代|乾隆|康熙|光绪|起义|"
    "率部|突围|革命|乡绅|进士|举人|秀才|知[县州府]|故居|遗址|考古|地下党|国民党|根据地|长征|渡江|剿匪|义军|太平军"
)
_LONG_AGO = later("(?<![0-9])1(?:[0-8][0-9]{2}|9[0-4][0-9])(?:年|[^0-9])")
# 明代的某某
_DYNASTY = later("(?:[唐宋元明清][代朝]|乾隆|康熙|光绪)[^，,。；;\n]{0,6}$")
# 沈某某（1902－1988）: nobody who lives, nor whose children look for his grave.
_LIFE = later(
    "[ 　，,]{0,2}[（(][ ]?(?:约|公元)?1(?:[0-8][0-9]{2}|9[0-2][0-9])[0-9.年月日 ]{0,9}"
    "[—－–~～至-]{1,2}[ ]?(?:1[0-9]{3}|20[0-9]{2})"
)
_FAME = later(
    "著名的?(?![景风旅])[一-龥、]{0,8}?(?:家|人[物士]?|学者|教授|将领|演员|歌手|诗|医生|律师|企业|品牌|导演|画|书)|"
    "奥运(?![路村街])|世锦赛|全运会|亚运会|冠军(?![路街小])|歌唱家|文学家|作家|画家(?!村)|书法家|艺术家|"
    "翰林(?![苑府路街])|(?<!高考)状元(?![路街镇乡村楼红])|将军(?![路街镇乡村山庙坟岭大])|传承人|(?<!主)(?<!祖)传人|"
    "创始人|大师(?!傅)|侨领|诗人|名医(?![馆堂])|国医(?![馆堂])|人物传记"
)
_LEAST_DEEDS, _LEAST_OFFICIALS = 4, 2
# 康某主任领取: who is called by a post like this holds it, whatever his sentence is about.
_POST_BEHIND = later(
    "[ 　]?(?:[（(](?:挂职|挂任|兼|女|[一-龥]{1,4}族|[正副][县处科厅]级)[)）][ 　]*)?"
    "(?:第一|党委|党组|党总?支部?)?[正副]?"
    "(?:主任|书记|[局处科股所站队司厅署院校园馆行镇乡县市区州省]长|主席|部长|政委|主委|庭长|检察长)"
    "(?![一-龥]{0,2}(?:家属|妻子|丈夫|儿子|女儿|父亲|母亲|家[里中的])|助理|岗|职务)"
)
_UNIT = "(?:[局委办厅处科股室所站队部]|(?<![老利])院|中心|政府|街道|公司|[协学工]会|团委|妇联)"
# 城管局某某同志
_OF_A_UNIT = later(f"[一-龥]{_UNIT}[ 　]?$")
_COMRADE = later("[ 　]?(?:、[一-龥]{2,4}){0,4}(?:等[一-龥0-9]{0,3})?(?:两|[一-十0-9]+)?位?同志")
# 某镇党政办的某某; 到信访局的某某 came from elsewhere.
_STAFF = later("[一-龥](?:党政办|政府办|[委府]办|办公室|[^布格结骗]局)的$")
_COMES = later("(?:到|来|去|前往|赴|走进|进)[^，,。；;：:\n]{1,20}$")
# 某某、某某委员：⏎你们提出的…
_SPOKEN_TO = later(
    "(?:、(?![一-龥]{0,2}(?:群众|村民|居民|职工|业主|家[长属]|学生|患者|住户|商户|信访|上访|听证))"
    "[一-龥·]{2,8}?(?<!家属)){1,12}(?:等[0-9一-十]{0,3}[位名])?(?:代表|委员)们?"
    "[：:][ 　\n]{0,4}(?:[您你]|关于)"
)
_REACH = 28


def in_public(
    text: str,
    names: Sequence[Span],
    official: Collection[Span],
    private: Collection[str],
) -> set[Span]:
    """Return which of the names that nothing beside them explains act in public.

    `names` come in order; `official` are those of officials, `private` those of private persons.
    """
    free = [span for span in names if span not in official and text[slice(*span)] not in private]
    shown = {span for span in free if _is_shown(text, *span)}
    shown |= _in_lists(text, names, official, shown) & set(free)
    in_report = _is_report(text, official)
    by_name: dict[str, list[Span]] = {}
    for span in free:
        by_name.setdefault(text[slice(*span)], []).append(span)
    found: set[Span] = set()
    for spans in by_name.values():
        told = not shown.isdisjoint(spans)
        if not (told or in_report):
            continue
        if any(_says(text, span, words) for span in spans for words in (_PRIVATE, _ACCUSED)):
            found.update(shown.intersection(spans))
        elif told or _takes_part(text, spans):
            found.update(spans)
    return found


def _takes_part(text: str, spans: Sequence[Span]) -> bool:
    """Tell whether somebody does something in public, and no sentence may make him private."""
    return any(_acts(text, span) for span in spans) and not any(
        _says(text, span, _PERHAPS_PRIVATE) for span in spans
    )


def _acts(text: str, span: Span) -> bool:
    """Tell whether a sentence tells of a deed in public, and not of one beside somebody."""
    beside = _IS_VISITED.search(text[max(0, span[0] - _REACH) : span[0]])
    return not (beside or _HIS_PLACE.match(text, span[1])) and _says(text, span, _LEADS)


def _says(text: str, span: Span, words: re.Pattern[str]) -> bool:
    """Tell whether a sentence that names somebody holds one of some words."""
    low, high = sentence(text, span[0])
    return words.search(text, low, max(high, min(len(text), span[1] + 3))) is not None


def _is_shown(text: str, start: int, end: int) -> bool:
    """Tell whether a post, a credit, a title, a list, the past or fame shows somebody public."""
    span = start, end
    before = text[max(0, start - _REACH) : start]
    if _POST_BEHIND.match(text, end) or _SPOKEN_TO.match(text, end):
        return True
    if person_credits.is_answerable(text, start, end):
        return True
    if (
        _LIFE.match(text, end)
        or person_credits.is_credited(text, start, end)
        or person_credits.is_signed_for_a_unit(text, start, end)
    ):
        return not _says(text, span, _PRIVATE)
    known = (
        _is_named_by_rank(text, end, before)
        or _is_of_a_unit(text, end, before)
        or _is_of_the_past(text, start)
    )
    doubts = (_PRIVATE, _ACCUSED, _IN_NEED)
    return known and not any(_says(text, span, words) for words in doubts)


def _is_named_by_rank(text: str, end: int, before: str) -> bool:
    """Tell whether a title, or a list of officials, holds a name."""
    return (
        _TITLE_BEHIND.match(text, end) is not None
        or _LED_BY_OFFICIALS.search(before) is not None
        or _ends_in_officials(text, end)
    )


def _ends_in_officials(text: str, end: int) -> bool:
    """Tell whether a list closes with what all in it are; who competes may be a child."""
    closed = _ENDS_IN_OFFICIALS.match(text, end)
    if closed is None or not closed.group().endswith(_PERHAPS_CHILDREN):
        return closed is not None
    return _OF_CHILDREN.search(text, *sentence(text, end)) is None


def _is_of_a_unit(text: str, end: int, before: str) -> bool:
    """Tell whether the office somebody works in stands before his name."""
    if _OF_A_UNIT.search(before) and _COMRADE.match(text, end):
        return True
    return _STAFF.search(before) is not None and _COMES.search(before) is None


def _in_lists(
    text: str, names: Sequence[Span], official: Collection[Span], shown: Collection[Span]
) -> set[Span]:
    """Return the names of the lists in which somebody is an official, or shown to be public."""
    found: set[Span] = set()
    for listed in _lists(text, names):
        sure = sum(span in official for span in listed)
        if sure >= _LEAST_OFFICIALS or any(span in shown for span in listed):
            found.update(listed)
    return found


def _lists(text: str, names: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the names that stand in a row, with nothing but a joint or a bracket between."""
    listed: list[Span] = [*names[:1]]
    for before, span in pairwise(names):
        apart = span[0] - before[1]
        if not (0 < apart <= _WIDEST_JOINT and _BETWEEN.fullmatch(text, before[1], span[0])):
            yield listed
            listed = []
        listed.append(span)
    yield listed


def _is_of_the_past(text: str, start: int) -> bool:
    """Tell whether a sentence praises somebody, or its line tells of times long ago."""
    if _FAME.search(text, *sentence(text, start)) or _DYNASTY.search(
        text, max(0, start - _REACH), start
    ):
        return True
    low, high = line(text, start)
    return bool(_HISTORY.search(text, low, high) and _LONG_AGO.search(text, low, high))


def _is_report(text: str, official: Collection[Span]) -> bool:
    """Tell whether a text reports what an office, a school or a firm did."""
    people = {text[start:end] for start, end in official}
    if len(people) < _LEAST_OFFICIALS:
        return False
    return len({found.group() for found in _ACTS.finditer(text)}) >= _LEAST_DEEDS
