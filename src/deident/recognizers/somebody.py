"""Whether a sentence speaks of a particular person, and not of persons in general.

其家庭年收入12000元 is about somebody; 家庭年收入低于标准的家庭 is a rule. The signs are a masked or
labelled name, sex with a comma behind it, a pronoun of one household, an ID or telephone found
already. Words of a rule weigh against them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

import regex

from deident.model import Role
from deident.recognizers.later import later, regex_later
from deident.recognizers.person_surnames import COMPOUND, PLAIN, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.recognizers.hits import Hit

_ENDS = "。！？!?\n\x1e"
_END = re.compile(f"[{_ENDS}；;]")
_LAST_END = regex.compile("(?r)[。；;！？\n\x1e]")
_LINE_END = re.compile("[\n\x1e]")
_REACH = 160
_USUAL = "".join(sorted(PLAIN))
_SURNAME = f"(?:{'|'.join(COMPOUND)}|[{''.join(sorted(SINGLE))}])"
_NAME_TAIL = (
    r"(?=[，,、（(：: ]{0,2}[男女](?![性人])|[（(，,][^，。）)]{0,6}(?:[男女][，,）)]|"
    r"[0-9]{1,2}岁|患者)|名下|家庭|夫妇|夫妻|一家|全家|家中|家里|本人|因病|因残|因患"
    r"|(?:尚|还|共|仍|现)?欠(?:银行|信用社|贷款|外债|债|款|[一-龥]{2,8}[贷借欠]款|[0-9])|月工资|月薪"
    r"|患|身患|被诊断|被确诊|确诊|经诊断|系|现年|住|出生|父亲|母亲|妻子|丈夫|儿子|女儿|的(?:父|"
    r"母|妻|丈夫|儿|女|家|配偶|存款|房))"
)
_SOMEBODY = regex_later(
    # A name in hiding: 张某, 李某某, 王×, 赵*.
    rf"{_SURNAME}(?:某(?!些|个|种|地|县|市|镇|村|单位)|[×＊*]{{1,2}})"
    rf"|(?<![一-龥0-9])(?!单位|项目|方面|农户|党员|房主|相关|任务|和其|经其)"
    rf"{_SURNAME}[一-龥]{{1,2}}{_NAME_TAIL}"
    rf"|(?<![一-龥])[{_USUAL}][一-龥]{{1,2}}(?=自述|感染|被医生|持有|与(?:丈夫|妻子)|月均|"
    rf"月收入|年收入|每月|工资|患|欠|借)"
    rf"|(?<=的){_SURNAME}[一-龥]{{1,2}}(?=因[^，。]{{1,10}}(?:花|去世|入住|住院))"
    r"|(?<![一-龥])(?!申请|家庭|成员|本人|且|或|其他|单位|企业|"
    r"公司)[一-龥]{2,3}名下(?=[有登共现仅])"
    r"|(?:救助对象|帮扶对象|户主|家庭)(?:家庭)?(?:存款|资产|财产|年?收入|人均纯?收入|"
    r"经济状况)(?:情况|状况)?[：:]?"
    r"(?=[^。]{0,3}[0-9储])(?![^。]{0,24}(?:不超|低于|高于|倍|符合|标准|规定|以下|以上|以内))"
    r"|(?:^|[，,；;。：:\n（( ]|系)[男女](?=[，,、；;）)])"
    r"|其(?:家庭|家中|本人|妻|夫|丈夫|父|母|子女|儿|女儿?|名下|配偶|患|因病|身患|"
    # 由被盘问人或者其家属承担: a norm.
    r"家(?!属(?:或|、|及其?单位|和单位|承担|应当|不得|可以|有权|负责))|存款|工资|"
    r"月收入|年收入|病情)"
    r"|本人(?!或|及|同意|承诺|签|名下)|该(?:户|患者|同志|村民|家庭|学生|老人|女士|男子|病例|"
    r"残疾人|职工|儿童|生)"
    r"|[男女]方(?=[：:]|将|归|同意|承担|名下)"
    r"|其(?:长|次|三|独)?子(?![女公系集项弹分企基孙午])|[你您]户|[你您]家(?![乡属庭])"
    r"|其(?:[月年]均|丈|妻|父|母|儿|女|因|经|被|系|在[一-龥]{2,8}(?:有|存))|[我他她](?:家|们家|"
    r"父|母|丈夫|妻|爱人|儿|女|今年|每个?月|患|因|本人|每月|一家|一人|有|在|是|的|身体|目前|"
    r"现)|老伴|我叫"
    r"|(?:申请人|户主|被告人?|原告|嫌疑人|死者|被执行人|当事人|患者|死者|伤者|被害人|受害人|被?继承人|"
    r"村民|低保对象|居民|学生|救助对象|特困人员|脱贫户|监测户|"
    r"残疾人|职工|党员|老人|女士|先生|病例|上诉人|申报人|农户|借款人)"
    rf"[：: ]{{0,2}}{_SURNAME}[一-龥某×*]{{1,2}}(?![一-龥]{{0,1}}(?:办法|条件|政策))"
    r"|(?:丈夫|妻子|儿子|女儿|爷爷|奶奶|长子|次子|长女|次女|孙子|孙女|老伴|老母亲?|"
    r"老父亲?)(?![或、及和者])|夫妻共同|被执行人名下(?:有|登记|现)"
    r"|(?:申请人|户主|申报人|当事人|被害人|该)(?=患有?|因[病残患]|系|名下|家庭|常年|"
    r"[，,]?[男女][，,])|病例[0-9一二三四五六七八九]|[0-9]{1,2}岁[，,]"
    r"|一家[一二三四五六七八九十0-9]+口|夫妻二人|夫妻俩|家里欠|家中有|家里有|家有|"
    r"小[一-龥](?=[被患，])|该(?:密接|同学|幼儿|居民|职工|群众)|[一-龥](?:女士|先生|阿姨|大爷|"
    r"大娘|某)(?![些个])|老人(?=[，养患年名])|(?:家中|家庭|全家|家里)(?:现有?|"
    r"共有?)?[一二三四五六七八九十0-9]+(?:口)?人"
    r"|(?:丈夫|妻子|父亲|母亲|儿子|女儿|配偶|老伴|爷爷|奶奶|长子|次子|长女|次女|孙子|孙女|"
    r"本人)(?:患|因|为|系|有|名下|常年|身患|瘫|残|是|被|月|年|在外|打工|无劳|肢体|精神|智力|"
    r"视力|听力|重病|多病|智障)",
    regex.VERSION1 | regex.MULTILINE,
)
_RULE = later(
    "应当|不得|可以申请|可申请|(?<!不)(?<!不再)符合|(?<!不符合)(?<!不符合低保)(?<!不符合救助)"
    "(?<!不够)(?<!不够低保)(?<!不够救助)(?<!不再符合)(?<!不再符合低保)(?<!不再符合救助)条件|标准的|办法|规定|下列|之一|低于|高于|不超过|超过|"
    "以上的|以下的|的家庭|的人员|的对象|"
    "范围|政策|对象为|凡|原则上|给予|按照|按每|每人每|人员名单|人数|全县|全市|全省|全区|全国|"
    "全镇|全乡|平均|同比|增长|"
    "城乡居民|农村居民|城镇居民|贷款余额|存款余额达|亿元"
)
_PERSONAL_TYPES = frozenset(
    {"CN_RESIDENT_ID", "CN_MOBILE", "PERSON", "BIRTH_DATE", "CN_DISABILITY_ID", "CN_BANK_CARD",
     "CN_BANK_ACCOUNT", "CN_SOCIAL_SECURITY", "CN_HOME_ADDRESS"}
)  # fmt: skip


def sentence(text: str, at: int, reach: int = _REACH) -> tuple[int, int]:
    """Return where the sentence around a place begins and ends; ； ends one."""
    low = max(0, at - reach)
    last = _LAST_END.search(text, low, at)
    stop = _END.search(text, at, at + reach)
    return last.end() if last else low, stop.start() if stop else min(len(text), at + reach)


def sentences(text: str, marks: Iterable[re.Match[str]]) -> Iterator[tuple[int, int, int]]:
    """Yield the first mark of each sentence that has one, and where it begins and ends."""
    reached = -1
    for mark in marks:
        if mark.start() >= reached:
            start, reached = sentence(text, mark.start())
            yield mark.start(), start, reached


def line(text: str, at: int, reach: int = 2 * _REACH) -> tuple[int, int]:
    """Return where the line around a place begins and ends."""
    low = max(0, at - reach)
    start = max(low, text.rfind("\n", low, at) + 1, text.rfind("\x1e", low, at) + 1)
    stop = _LINE_END.search(text, at, at + reach)
    return start, stop.start() if stop else min(len(text), at + reach)


def is_rule(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence lays down a rule or counts people."""
    return _RULE.search(text, start, end) is not None


def names_somebody(text: str, start: int, end: int) -> bool:
    """Tell whether the words of a text point at one person or household."""
    return _SOMEBODY.search(text, start, end) is not None


class Claims:
    """The personal claims of a reading that others made, by where they begin."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        personal = [
            hit
            for hit in hits
            if hit.pack.entity_type in _PERSONAL_TYPES and hit.evidence.role is not Role.OFFICE
        ]
        self._starts = sorted(hit.start for hit in personal)
        self._strong = sorted(
            hit.start
            for hit in personal
            if hit.pack.entity_type in {"CN_RESIDENT_ID", "BIRTH_DATE", "CN_DISABILITY_ID"}
        )

    def within(self, start: int, end: int) -> bool:
        """Tell whether a personal value of any kind begins in a span."""
        return _between(self._starts, start, end)

    def identified(self, start: int, end: int) -> bool:
        """Tell whether an ID or a birth date begins in a span: nobody's but a person's."""
        return _between(self._strong, start, end)


def _between(starts: Sequence[int], start: int, end: int) -> bool:
    index = bisect_left(starts, start)
    return index < len(starts) and starts[index] < end


def about_somebody(text: str, at: int, claims: Claims) -> bool:
    """Tell whether what stands at a place is said of a particular person."""
    start, end = sentence(text, at)
    if names_somebody(text, start, end) or claims.identified(start, end):
        return True
    if is_rule(text, start, end):
        return False
    if claims.within(start, end):
        return True
    low, high = line(text, at)
    return names_somebody(text, low, high) or claims.identified(low, high)
