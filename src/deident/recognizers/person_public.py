"""Who acts in public: whom a report of what an office, a school or a firm did names for his part.

Such a name has no post beside it, and is shown to be public by what stands around: a list that ends
in 等县领导, a credit line, 教授 or 老师 behind it, or a report in which he speaks, teaches or takes
part. A word of illness, need, guilt or kin in one of his sentences makes him private again.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.person_roles import ANYBODYS
from deident.recognizers.person_words import WORDS
from deident.recognizers.somebody import line, sentence
from deident.recognizers.vocabulary import trie

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
# 甲、乙、丙等市级领导; 等贫困户代表 is of others.
_ENDS_IN_OFFICIALS = later(
    "[ 　]?(?:等|[一二三四五六七八九十两0-9]{1,3}[位名])[^，,。；;：:、\n户民众]{0,14}?"
    f"(?:{_OFFICIALS})(?!代表|家属|[一-龥]{{0,2}}(?:[户人家]的|住|患))"
)
_LED_BY_OFFICIALS = later("(?:领导|班子成员|党员干部|干部|专家|嘉宾|评委)[：: ]?$")
_TITLE_BEHIND = later(
    "[ 　]?(?:名誉|特聘|客座|讲席|助理|首席)?副?(?:教授|院士|研究员|校长|院长|所长|馆长|团长|会长|"
    "社长|理事长|秘书长|总编|导师|老师|博士|教官|教练|护士长|主任|书记|局长|处长|科长|总监|总裁|"
    "董事长|总经理|同志(?=学习|先进事迹|事迹|精神))(?!的?(?:[一-龥]{0,3}(?:家属|妻子|丈夫|儿子|女儿|父亲|母亲)))"
)
_CREDIT_BEFORE = later(
    "(?:文字|图片|图文|摄影|摄像|供稿|撰稿|撰文|通讯员|记者|编辑|责编|责任编辑|审核|审签|校对|作者|编导|策划|主编|"
    "来源|发布人|发布者|录入|终审|初审|复审|监制|制图|美编|供图|审校|审核发布|校审)"
    "(?:[ 　]*[：:/／|｜][ 　]*|[ 　]+)(?:[^，,。；;：:\n]{0,14}[ 　/／]|"
    "[一-龥]{2,14}(?:学院|中心|[部处局室科队委]|公司|支部|医院|学校))?$"
)
_CREDIT_IN_BRACKETS = later(
    "[（(][ 　]?(?:[文图]|图文|文图|来源|供稿|摄影|作者)[ 　]?[/／：: ][^（()）\n]{0,20}$"
)
# …圆满完成。  （某某 某某）⏎: who wrote the report signs it.
_SIGNS = later("[。！”][ 　]{0,12}[（(][ 　]?(?:[一-龥·]{2,4}[ 　、]{1,3}){0,3}$")
_SIGNED = later("(?:[ 　、]{1,3}[一-龥·]{2,4}){0,3}[ 　]?[)）][ 　]*(?:\n|\x1e|$)")
_SIGN_REACH = 28

_PRIVATE = later(
    "身份证|户籍|住址|家住|现住|患(?!者)|住院|病情|确诊|癌|残疾|伤残|低保|贫困户|特困|被告|原告|嫌疑|违[法纪规]|处罚|"
    "罚款|拘留|逮捕|殴打|丈夫|妻子|儿子|女儿|儿媳|母亲|父亲|老伴|爷爷|奶奶|离婚|病逝|受伤|受害|被骗|受骗|死者|"
    "伤者|孤儿|监护|[，,（( ][男女][，,）) 、。]|[0-9一二三四五六七八九十]岁|成绩|学号|准考|手机|"
    "[：:][ 　]?1[3-9][0-9]|"
    "村民|居民|业主|住户|租客|乘客|大爷|大娘|阿姨|农户|信访人|投诉人|举报人|申请人|当事人"
)
_PERHAPS_PRIVATE = later(
    "家[中里境庭]|困难|贫困|救助|受助|[补资]助|补贴|慰问|走访|看望|领取|发放|处分|投诉|信访|上访|举报|来[访电信]|求助|"
    "去世|死亡|事故|欠|债|借款|贷款|租|拆迁|征[收地]|赔偿|工伤|解雇|出生|打工|务工|就业|工资|收入|养殖|种植|承包|"
    "脱贫|家属|遗属|失踪|走失|诈骗|被盗|留守|未成年|消费者|顾客|客户|纠纷|调解|申请"
)
_DEEDS = (
    "会议|座谈|调研|汇报|主持|致辞|致词|讲话|发言|指出|强调|宣读|演练|执教|讲解|授课|讲授|讲座|报告|带队|出席|参会|"
    "交流|仪式|揭牌|签约|颁奖|点评|总结|部署|督导|指导|研讨|论坛|培训|开幕|闭幕|比赛|演讲|课堂|教研|科研|论文|团队|"
    "参观|考察|接待|陪同|动员|宣讲|党课|学习|代表.{0,6}(?:致|讲|发)"
)
_ACTS = later(_DEEDS)
_HISTORY = later(
    "烈士|红军|八路军|新四军|解放军|游击队|抗日|抗战|民国|清[代朝]|明[代朝]|元代|宋代|唐代|乾隆|康熙|光绪|起义|"
    "率部|突围|革命|乡绅|进士|举人|秀才|知[县州府]|故居|遗址|考古|地下党|国民党|根据地|长征|渡江|剿匪|义军|太平军"
)
# 沈某某（1902－1988）; who is told of as the best of his kind
_LIFE = later(
    "[ 　，,]{0,2}[（(][ ]?(?:约|公元)?1[0-9]{3}[0-9.年月日 ]{0,9}(?:[—－–~～至-]{1,2}|生)"
)
_FAME = later(
    "著名|奥运|世锦赛|全运会|亚运会|马拉松|冠军|歌唱家|文学家|作家|画家|书法家|艺术家|翰林|状元|将军|传承人|"
    "传人|创始人|大师|侨领|主席|诗人|名医|国医|人物传记"
)
_LEAST_DEEDS, _LEAST_OFFICIALS = 4, 2
# 康某主任领取: who is called by a post like this holds it, whatever his sentence is about.
_POST_BEHIND = later(
    "[ 　]?(?:[（(](?:挂职|挂任|兼|女|[一-龥]{1,4}族|[正副][县处科厅]级)[)）][ 　]*)?"
    "(?:第一|党委|党组|党总?支部?)?[正副]?"
    "(?:主任|书记|[局处科股所站队司厅署院校园馆行镇乡县市区州省]长|主席|部长|政委|主委|庭长|检察长)"
    "(?![一-龥]{0,2}(?:家属|妻子|丈夫|儿子|女儿|父亲|母亲|家[里中的])|助理|岗|职务)"
)
_UNIT = (
    "(?:局|委|办|厅|处|科|股|室|所|站|队|院|部|中心|政府|街道|公司|协会|学会|工会|团委|妇联|法院)"
)
# 城管局某某同志, and whoever signs for a unit at the end of a line: 人事股 某某
_OF_A_UNIT = later(f"[一-龥]{_UNIT}[ 　]?$")
_COMRADE = later("[ 　]?(?:、[一-龥]{2,4}){0,4}(?:等[一-龥0-9]{0,3})?(?:两|[一-十0-9]+)?位?同志")
_UNIT_SIGNS = later(
    "(?:^|[\\n\\x1e：:。；;，, 　])[一-龥]{1,16}"
    "(?:[局委办厅处科股]|政府|街道|法院|检察院|派出所|[支大]队|融媒体中心)[ 　]{1,4}$"
)
# 某镇党政办的某某
_STAFF = later("[一-龥](?:党政办|政府办|[委府]办|办公室|[^布格结]局)的$")
# 联系某某，0598-…; 监督：某镇纪委 某某 0314-…
_TO_ASK = later(
    "(?:请?(?:联系|找|咨询)|[纪监]检?委|委员会|联系(?:人|方式)(?:[及和、]?电话)?)[ 　：:]{0,3}$"
)
_ITS_LANDLINE = later(
    "[ 　，,；;（(]{1,3}(?:电话[：:]?)?0[1-9][0-9]{1,2}[-—－－ ]?[2-8][0-9]{6,7}(?![0-9])"
)
_LINE_ENDS = later("[ 　]*(?:[。；;]?[ 　]*(?:\n|\x1e|$)|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日)")
# 拟办意见：请县人社局阅处。某某 6月3日
_MINUTED = later("(?:阅处|阅示|阅办|办理|研处|处理|审示|审定|审核|落实|同意|情况属实)。[ 　]*$")
_DATED = later("[ 　]{1,3}(?:[0-9]{4}年)?[0-9]{1,2}[月.][0-9]{1,2}日?")
# 某某、某某委员：⏎你们提出的…
_SPOKEN_TO = later("(?:、[一-龥·]{2,8}){1,12}(?:等[0-9一-十]{0,3}[位名])?(?:代表|委员)们?[：:]")
# 经办人：甲　乙　0359-…
_SHARED_POST = later(
    f"(?:{trie(WORDS['titles'])})[：:][ 　]?(?:[一-龥]{{2,4}}[、 　]{{1,2}}){{1,4}}$"
)
_YEARS = later("1[0-9]{3}年|(?:18|19[0-4])[0-9]{2}")


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
        if any(_says(text, span, _PRIVATE) for span in spans):
            found.update(shown.intersection(spans))
        elif told or (in_report and _takes_part(text, spans)):
            found.update(spans)
    return found


def _takes_part(text: str, spans: Sequence[Span]) -> bool:
    """Tell whether somebody does something in public, and no sentence may make him private."""
    return any(_says(text, span, _ACTS) for span in spans) and not any(
        _says(text, span, _PERHAPS_PRIVATE) for span in spans
    )


def _says(text: str, span: Span, words: re.Pattern[str]) -> bool:
    """Tell whether a sentence that names somebody holds one of some words."""
    low, high = sentence(text, span[0])
    return words.search(text, low, max(high, min(len(text), span[1] + 3))) is not None


def _is_shown(text: str, start: int, end: int) -> bool:
    """Tell whether a title, a list, a credit line, the past or fame shows somebody to be public."""
    before = text[max(0, start - _SIGN_REACH) : start]
    if _CREDIT_BEFORE.search(before) or _CREDIT_IN_BRACKETS.search(before):
        return True
    if _SIGNED.match(text, end) and _SIGNS.search(before):
        return True
    if _holds_office(text, end, before):
        return True
    if _says(text, (start, end), _PRIVATE):
        return False
    return (
        _LIFE.match(text, end) is not None
        or (_UNIT_SIGNS.search(before) is not None and _LINE_ENDS.match(text, end) is not None)
        or _TITLE_BEHIND.match(text, end) is not None
        or _LED_BY_OFFICIALS.search(before) is not None
        or _ENDS_IN_OFFICIALS.match(text, end) is not None
        or _is_of_the_past(text, start)
    )


def _holds_office(text: str, end: int, before: str) -> bool:
    """Tell whether a post behind a name, or the unit he signs for, leaves no doubt."""
    if _POST_BEHIND.match(text, end) or _SPOKEN_TO.match(text, end):
        return True
    if _OF_A_UNIT.search(before) and _COMRADE.match(text, end):
        return True
    if _STAFF.search(before):
        return True
    if _TO_ASK.search(before) and _ITS_LANDLINE.match(text, end):
        return True
    if _MINUTED.search(before) and _DATED.match(text, end):
        return True
    shared = _SHARED_POST.search(before)
    return shared is not None and ANYBODYS.search(shared.group().partition("：")[0]) is None


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
    low, high = line(text, start)
    if _FAME.search(text, low, high):
        return True
    return bool(_HISTORY.search(text, low, high) and _YEARS.search(text, low, high))


def _is_report(text: str, official: Collection[Span]) -> bool:
    """Tell whether a text reports what an office, a school or a firm did."""
    people = {text[start:end] for start, end in official}
    if len(people) < _LEAST_OFFICIALS:
        return False
    return len({found.group() for found in _ACTS.finditer(text)}) >= _LEAST_DEEDS
