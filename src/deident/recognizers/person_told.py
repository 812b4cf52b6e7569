"""Names behind a role that what is said next shows: 母亲方圆，电话…; 乘客苦兆祥投诉; 女儿温馨联系.

Behind a role anything may go on as a sentence, so a word of the language is no name there, and
nobody lists all surnames. What a form asks of a person next, or what only persons do, settles both
that it is a name and where it ends. A word must be one that people are called by.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from deident.recognizers import person_called, tagger
from deident.recognizers import person_shapes as shapes
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.person_surnames import COMPOUND, OF_LABELS, PLAIN, RARE, RISKY, SINGLE
from deident.recognizers.person_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Span = tuple[int, int]

_THINGS = WORDS["things as names"]
_NAMES = WORDS["words as names"] | _THINGS
OF_MANY = (
    WORDS["crowds"] - {"父亲", "母亲", "奶奶", "爷爷", "配偶", "户主", "原告", "被告", "监护人"}
) | {"尊敬的", "亲爱的", "同事", "邻居", "未成年人", "小学生", "初中生", "高中生", "消费者", "工友"}
"""Roles behind which a sentence goes on about everybody."""

_SURNAMES, _RISKY = SINGLE | RARE | OF_LABELS, RISKY | OF_LABELS
_OPENING = (
    _SURNAMES | shapes.TRANSLITERATED | {word[0] for word in (*COMPOUND, *WORDS["parts"], *_NAMES)}
)
_SHORT, _USUAL = 2, 3
# The first two thousand characters of the standard set that ends with those of names and places.
_COMMON_SIGNS = 0xD8
_NUMBER = "1[3-9][0-9]|[1-6][0-9]{5}[ ]?(?:19|20)[0-9]{2}"
# What is said of a person next: what a form asks, or where he lives.
_TOLD = (
    "(?:同志|同学|先生|女士)?[ ]?(?:[，,；; ]{1,2}[（(]?|[（(])[ ]?"
    "(?:性别|[男女](?![一-龥])|[汉回满蒙藏壮苗彝]族|(?:公民|居民)?身份证|证件号|护照|"
    "(?:(?:登记|联系)?电话|联系方式|微信|手机|号码)(?:号码?|号)?[：:为是 ]{0,2}[0-9（(]|"
    "(?:现|家|户籍)?住(?![院校宿])|住址|户籍|籍贯|出生|年龄|"
    "(?:19|20)[0-9]{2}[年.\\-/ ]?[0-9]{1,2}[月.\\-/ ]?|"
    f"[0-9]{{1,3}}岁|{_NUMBER}|[一-龥]{{2,14}}[村镇乡县市区组街](?:村?民|人)[，,。；;、）)])"
)
_DOES = (
    "(?:作证|供[述认]|到案|辩称|自首|投诉|反映|举报|来电|来信|来访|信访|诉称|陈述|称[，,：:其自]|报警|报案|证实|证言|签[名字]|自述|"
    "名下|一家[0-9一二三四五六七八九十两]|之[父母妻夫子女]|夫妇|(?:在家|家中?)(?:务农|休养|待业|养病)|"
    "骨折|受伤|摔伤|摔倒|跌倒|去世|病逝|死亡|走失|失踪|溺水|遇难|住院|患[一-龥]|因[患病伤残故]|因车祸|因工伤)"
)
_PAUSES = frozenset("，,；; （(同先女")
_VERBS = frozenset("作供到辩投反举来信诉陈称报证签自名一之夫在家骨受摔跌去病死走失溺遇住患因")
_TALK_SIGNS = frozenset("联沟核对商协签取")
_TALKS = "(?:联系|沟通|核实|对接|商量|签订|协商|取得联系)"
# 温馨，女，30岁: what a list says of somebody, whatever he is called.
_SEX_TOLD = later(
    "[ ]?[，,；;（(]{1,2}[ ]?[男女][，,；; ]{1,2}[ ]?(?:[一-龥]{1,4}族|[0-9]{1,3}[周虚]?岁|年龄|"
    f"(?:19|20)[0-9]{{2}}[年.\\-/ ]|{_NUMBER}|(?:公民|居民)?身份证|(?:现|家)?住(?![院校宿])|"
    "出生|生于)"
)
_STRONG = later(f"(?P<name>{shapes.GIVEN}{{2,3}}?)(?={_TOLD})")
_WEAK = later(f"(?P<name>[{''.join(sorted(_SURNAMES))}]{shapes.GIVEN}{{1,2}}?)(?={_DOES})")
_TALKED_TO = later(f"(?P<name>{shapes.GIVEN}{{2,3}}?)(?={_TALKS})")
_SAID_SO = later(f"(?P<name>{shapes.GIVEN}{{2,3}}?)(?=[，,。；;、（(的]|$)")
_AGAIN = later(
    f"{_DOES}|户(?![籍口])|家(?:的|里|中|老人|住|有|属|人)|同志|一家|本人|等[0-9一二三四五六七八九十]"
)
# What of a sentence goes on behind a name and behind no adverb: 丈夫严明因车祸去世.
_GOES_ON = later(
    f"{_DOES}|因(?![此而])|系(?!统)|身患|驾驶|酒后|醉酒|无证|享受|现(?:就读|住|年)|于[0-9]|已故|未成年|"
    "打工|务工|务农|无业"
)
# 致白雪家属, 向高峰之妻
_ABOUT = later("家(?:属|赶|人)|之[父母妻夫子女](?![一-龥]?[性士])|户(?:[0-9一因，,。])")
_ABOUTS = Needles(
    ("家", "属赶人"), ("之", "父母妻夫子女"), ("户", "0123456789一因，,。"), shared=True
)
_ADDRESSED = later(
    "向[一-龥]{2,3}(?:同志)?(?:学习|看齐|致敬|请教|求助|求教|道歉|问好|汇报|靠拢|敬礼)"
)
_PARTICLES = frozenset("和向同对由从为因")
_LEADS = frozenset("致给知系问了往到向对与由将为替帮同")
_JOINS = later("[与和跟同找向请][一-龥]{0,4}$")
_CALLED = frozenset({"我叫", "名叫", "孩子叫"})
# How sentences go on behind 乘客 and before 投诉: none of these is in a name of two characters.
_ADVERBS = frozenset(
    "来去向因在被把对到从用打致电写上下又再也还多次未已经常全都均应能可要会想请求先后同无为并有"
)
_WRITTEN = later(f"[一-龥]{shapes.GIVEN}{{1,2}}")
_ALL_HAN = re.compile("[一-龥]+")
_REACH = 12
_OF_ONE = tuple(sorted(WORDS["of one"]))
_LONGEST_LABEL = 6
_FIELD = later(f"[名主人者偶亲夫妻东客][ \t]{{1,12}}(?P<name>{shapes.GIVEN}{{2,3}})(?![一-龥])")
# A form that is filled in says more than its headings: 姓名 字正雄 性别 男.
_VALUE = later(
    "[ \\t]{1,12}(?:性[ ]*别)?[：: ]*(?:[男女](?![一-龥])|[1-6][0-9]{16}|1[3-9][0-9]{9}(?![0-9]))"
)
_FIELDS = Needles(("名主人者偶亲夫妻东客", " \t"), shared=True)
# 姓名 学号, 姓名 准考证
_NO_END = frozenset("局委会司所院校镇乡县府队站店厂社村组明书表证卡号章字处科部室名项人者员龄别位")


@cache
def opens(sign: str) -> bool:
    """Tell whether a name may begin with a character: a surname, a part, or a rare one."""
    if not sign or sign in _OPENING:
        return bool(sign)
    try:
        return sign.encode("gb2312")[0] >= _COMMON_SIGNS
    except UnicodeEncodeError:
        return sign.isalpha()


def told(text: str, at: int, role: str) -> Span | None:
    """Return the name that begins behind a role, if what follows tells that it is one."""
    ahead = text[at + _SHORT : at + _USUAL + _SHORT]
    if not _PAUSES.isdisjoint(ahead):
        found = _STRONG.match(text, at)
        if found and (_is_told(found["name"]) or _may_be_anybodys(found["name"])):
            return found.span("name")
    if not _VERBS.isdisjoint(ahead):
        found = _WEAK.match(text, at)
        if found and _acts(found["name"]):
            return found.span("name")
    for end in (at + _USUAL, at + _SHORT):
        if text[at:end] in _NAMES and _is_meant(text, at, end, role):
            return at, end
    found = _named(text, at, role)
    return found.span("name") if found and _is_told(found["name"]) else None


def before_sex(text: str, end: int) -> Span | None:
    """Return the name alone in its field before a sex and more of a person: 年丰，女，30岁."""
    if not _SEX_TOLD.match(text, end):
        return None
    for start in (end - _USUAL, end - _SHORT):
        value = text[max(0, start) : end]
        if start >= 0 and _ALL_HAN.fullmatch(value) and not _ALL_HAN.match(text[start - 1 : start]):
            return (start, end) if _is_told(value) else None
    return None


def _is_meant(text: str, start: int, end: int, role: str) -> bool:
    """Tell whether a word behind a role is somebody's name: 其父江山, 丈夫严明因车祸去世."""
    value = text[start:end]
    thing = value in _THINGS and value not in WORDS["ordinary"]
    if _GOES_ON.match(text, end) or _AGAIN.match(text, end):
        return thing or role not in OF_MANY
    return thing and role not in OF_MANY and not tagger.is_listed(text[end - 1 : end + 1])


def is_joined(value: str) -> bool:
    """Tell whether a word follows what joins it to the role before: 外婆|和线索.

    >>> is_joined("和线索"), is_joined("向明珠")
    (True, False)
    """
    return value[0] in _PARTICLES and _goes_on_as_a_word(value)


def runs_into_a_word(value: str) -> bool:
    """Tell whether a surname that opens many sentences stands before a word: 应达到, 时发现."""
    return value[0] in RISKY and _goes_on_as_a_word(value)


def _goes_on_as_a_word(value: str) -> bool:
    rest = value[1:]
    return tagger.is_listed(rest) and rest not in WORDS["given"] | _NAMES


def is_addressed(text: str, start: int) -> bool:
    """Tell whether 向 is no surname: 青年学生|向英雄学习."""
    return text[start] == "向" and _ADDRESSED.match(text, start) is not None


def framed(text: str) -> Iterator[Span]:
    """Yield words that stand for somebody: 致白雪家属, 向高峰之妻."""
    for about in _ABOUTS.matches(_ABOUT, text):
        end = about.start()
        if end > _SHORT and text[end - _USUAL] in _LEADS and text[end - _SHORT : end] in _NAMES:
            yield end - _SHORT, end


def _named(text: str, at: int, role: str) -> re.Match[str] | None:
    """Return what stands behind 我叫, or between 与其女儿 and 联系."""
    if role in _CALLED:
        return _SAID_SO.match(text, at)
    talks = not _TALK_SIGNS.isdisjoint(text[at + _SHORT : at + _USUAL + 1])
    if talks and _JOINS.search(text, max(0, at - len(role) - _REACH), at):
        return _TALKED_TO.match(text, at)
    return None


def fielded(text: str) -> Iterator[Span]:
    """Yield what stands behind 姓名 and blanks in a form, whatever the surname: 姓名 苦兆祥."""
    for field in _FIELDS.matches(_FIELD, text):
        label, start, end = field.start() + 1, *field.span("name")
        if not text[max(0, label - _LONGEST_LABEL) : label].endswith(_OF_ONE):
            continue
        line = text.rfind("\n", 0, label)
        alone = label - line <= _LONGEST_LABEL + 1 and text[end : end + 1] in {"", "\n"}
        if _VALUE.match(text, end):
            told = not person_called.is_filler(field["name"])
        else:
            told = (alone or person_called.told_behind(text, end)) and _is_strange(field["name"])
        if told:
            yield start, end


def _is_strange(value: str) -> bool:
    """Tell whether a value may be anybody's name and is made of no words."""
    if person_called.is_filler(value) or value[-1] in _NO_END:
        return False
    if len(value) == _SHORT:
        return not tagger.is_listed(value) and value[0] in _SURNAMES
    return _is_of_no_words(value)


def is_called_so(value: str) -> bool:
    """Tell whether a word of the language is one that people are called by: 方圆, 白雪, 时光."""
    return value in _NAMES


@lru_cache(8192)
def may_be_called(value: str) -> bool:
    """Tell whether a value is a name where what stands on both sides speaks of a person."""
    if len(value) > _USUAL:
        of_two = _ALL_HAN.fullmatch(value) is not None and value[:2] in COMPOUND
        return of_two and not tagger.is_listed(value[2:])
    if value[:2] in COMPOUND and len(value) == _USUAL:
        return not tagger.is_listed(value)
    if _WRITTEN.fullmatch(value) is None:
        return False
    return _is_told(value) or _may_be_anybodys(value) or _is_plain(value)


def _is_plain(value: str) -> bool:
    """Tell whether a surname that opens few words begins three characters: 李子轩, 王建国."""
    if len(value) != _USUAL or value[0] not in PLAIN:
        return False
    return not (person_called.is_filler(value) or tagger.rank(value) > _SHORT)


def is_again(text: str, end: int) -> bool:
    """Tell whether a word that is somebody's name stands for him here: 金光家老人, 方圆因病."""
    return _AGAIN.match(text, end) is not None


def _is_told(value: str) -> bool:
    """Tell whether a value is a name where something of a person follows."""
    if value in _NAMES:
        return True
    if person_called.is_filler(value) or value[0] in _OPENING.difference(_SURNAMES):
        return False
    if len(value) == _SHORT:
        return value[0] not in _RISKY and not tagger.is_listed(value)
    return _is_of_no_words(value)


def _may_be_anybodys(value: str) -> bool:
    """Tell whether a surname and a given name that is a word make up a value: 铁文革, 秦建设."""
    if len(value) != _USUAL or value[0] not in _SURNAMES or person_called.is_filler(value):
        return False
    return not tagger.is_listed(value) and not tagger.is_listed(value[:2])


def _acts(value: str) -> bool:
    """Tell whether a value is a name where something that persons do follows."""
    if value in _NAMES:
        return not person_called.is_filler(value)
    if person_called.is_filler(value) or tagger.is_listed(value):
        return False
    if len(value) == _SHORT:
        return value[0] not in OF_LABELS and value[1] not in _ADVERBS
    return _is_of_no_words(value)


def _is_of_no_words(value: str) -> bool:
    """Tell whether no word shows through three characters; a given name may be one."""
    if tagger.is_listed(value) or tagger.is_listed(value[:2]):
        return False
    return not tagger.is_listed(value[1:]) or value[1:] in WORDS["given"]
