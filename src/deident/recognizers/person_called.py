"""Names that what stands around them shows, whatever the surname: whom a letter greets, 又名, 代.

Nobody lists all surnames: behind the label of one person, in the line that greets him, and where a
bracket gives a bearer's other name, anything that is no word may be one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers import person_shapes as shapes
from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.person_words import WORDS
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Span = tuple[int, int]

_LABELS = WORDS["labels"]
# 职工：…, 业主：… may begin what somebody says.
_OF_MANY = WORDS["crowds"] | {"网友", "本人", "甲方", "乙方", "病例"}
_OF_ONE = re.compile("(?:人|者|户|主|方|夫|妻|父|母|[子女]|偶|爱人|姓名|名字|户名|小名|曾用名)$")
_MANY = re.compile("人员|成员|名单|子女|对象|如下|先进个人|优秀个人")
# A label that no list holds, at the beginning of a line or of a part of it: 被核对人：
_GENERIC = later(
    "(?:^|[\n\x1e，,。；;、 \t\u3000）)])(?P<label>[一-龥]{1,7}[人者户])"
    "(?:签[名字章]|姓名)?(?:[（(][^（()）\n]{1,8}[)）])?$"
)
_KIN = later(
    "(?:^|[\n\x1e，,。；;、 \t\u3000）)])(?:(?:外?祖|曾祖)[父母]|爷爷|奶奶|外[公婆]|姥[姥爷]|"
    "新[郎娘]|[男女买卖]方|患儿|产妇|罪犯|驾驶员|[学队]员)$"
)
# Plants and places have another name too, and what an office serves may be anybody.
_PERHAPS = later("(?:曾用|别|小|又|原|现|乳)名$|(?:对象|人员)$")
_PERHAPS_END = frozenset("父母爷奶公婆姥郎娘方儿妇犯员名象")
# What firms and offices are called, and who only writes a paper.
_OF_OFFICES = re.compile(
    "(?:采购|招标|投标|中标|竞[得买标]|中选|发包|成交|供[货应]|保荐|承销|主办|协办|承办|接待|值守|监考|管理|"
    "经营|开发|建设|施工|监理|运营|录入|打印|起草|签批|校核|核[准对]|批准|[收发]文|撰稿|供稿|监制|统稿|出品|采访|"
    "拍摄|摄影|[编译]|所有|使用|适用|责任|服务|主持|主讲|参[会加]|[审复]核|检[查验]|验收|登记|开[票具]|交接|移交)"
    "[人者户]$"
)
# Whom an office grants something, several of them.
_GRANTED = later(
    "(?:申请|享受|入围|领取|拟|录取|中签|获|配租|救助|补贴|补助|保障|入选|合格|受助|轮候|资助|慰问|走访)[一-龥]{0,8}"
    "(?:人员|对象|户|家庭|名单|学生|群众)$"
)
_NAMES = later(f"{shapes.WHOLE}(?:、{shapes.WHOLE}){{2,}}(?=[，,。；; \n]|等|$)")
_ITEM = later(shapes.WHOLE)
_TITLE = later(f"(?<!被)(?:{trie(WORDS['titles'])})$")
_PERSONS_END, _GRANTED_END = frozenset("人者户字名章)）"), frozenset("员象户庭单生众")
_STEM, _LONGEST_ITEM = 20, 5
ENDS = _PERSONS_END | _GRANTED_END | _PERHAPS_END | frozenset(" \u3000")
"""With one of these ends what may be the label of a person, and no list holds."""
_FORM_WORDS = (
    WORDS["fillers"]
    | _LABELS
    | WORDS["roles"]
    | WORDS["titles"]
    | WORDS["asked next"]
    | WORDS["private"]
    | WORDS["ordinary"]
)
# What a form says next of a person and of nothing else.
_TOLD = later(
    "(?:同志|同学|先生|女士)?(?:[，,、；; \t\u3000]{1,6}|[ ]?(?=[（(])|[ ]*\n[ ]*)[（(]?"
    "(?:性[ ]{0,4}别|[男女](?![一-龥])|[汉回满蒙藏壮苗彝][族，,]|[一-龥]{2,3}族|"
    "(?:公民|居民)?身[ ]{0,4}份|证件号|联系电话|联系方式|电[ ]{0,4}话|手机|住址|家庭住址|现住|户籍|"
    "出生|年[ ]{0,4}龄|(?:19|20)[0-9]{2}[年.\\-/][0-9]{1,2}[月.\\-/]|1[3-9][0-9]{9}(?![0-9])|"
    "[1-6][0-9]{5}(?:19|20)[0-9]{2})"
)
_STRANGE = later(f"{shapes.GIVEN}{{2,4}}")
_USUAL = 3

# 尊敬的…：您好; 续文秀：⏎您反映的…
_GREETED = later(
    f"(?:^|\n|\x1e)[ \u3000]*(?P<name>{shapes.GIVEN}{{2,4}}?)(?P<polite>同志|先生|女士|同学)?[：:]"
    "[ \u3000]*\n?[ \u3000]*(?:您|你(?!单位|的行为|[（(]单位)|来信|关于[您你]|"
    "(?P<own>本(?:机关|局|委|办|院|中心|行|厅|府)))"
)
_ADDRESSED = Needles(("：:", "\n 　您你来关"), shared=True)
_CALLS_MANY = re.compile(
    "[们位友众户家民]$|^(?:各|尊敬|亲爱|致|答|问|回复|转|附|注|另)|网民|单位|领导|书记|[局厅县市镇乡]长"
)
# 关于续文秀同志信访事项的答复
_ABOUT = later(
    f"关于(?P<name>{shapes.GIVEN}{{2,4}})(?:同志|先生|女士)(?=(?:等[0-9一-十]{{0,3}}人)?"
    "(?:反映|信访|来信|来访|诉求|投诉|咨询|申诉|上访|留言))|"
    f"我是(?:[一-龥0-9（）()]{{0,10}}(?:班|级))?(?P<child>{shapes.GIVEN}{{2,4}}?)的"
    "(?:妈妈|爸爸|母亲|父亲|家长|奶奶|爷爷|外婆|姥姥)|"
    '(?:(?<=姓)名|名字)(?:变更|更改|更正|改|更)为[“"]?'
    f'(?P<new>[一-龥]{{2,4}})(?=[”"，,。；;）) \n]|$)'
)
_ABOUTS = Needles(("关", "于"), ("我", "是"), ("名", "变更改字"), shared=True)
_GREETING_REACH = 14

_OTHER_NAME = later(
    "[ ]?[（(][^（()）\n]{0,10}?(?:又名|曾用名|原名|真名|本名|别名|化名|小名|乳名|大名|俗名|绰号|"
    '别号|代(?:[领签收办]人?)?)[：:为叫是“" ]{0,2}'
    f'(?P<name>{shapes.GIVEN}{{2,4}})(?=[”"]?[)），,；;、])'
)


def is_of_one(word: str) -> bool:
    """Tell whether one person stands behind a label, and no prize, list or crowd."""
    return bool(_OF_ONE.search(word)) and word not in _OF_MANY and not _MANY.search(word)


def is_of_somebody(text: str, colon: int) -> bool:
    """Tell whether what ends before a colon is built like the label of one person: 被核对人."""
    stem = text[max(0, colon - _STEM) : colon].rstrip()
    if stem[-1:] in _PERHAPS_END and _KIN.search(stem):
        return True
    found = _GENERIC.search(stem) if stem[-1:] in _PERSONS_END else None
    if found is None:
        return False
    label = found["label"]
    if label.startswith("被"):
        return True
    return not (_OF_OFFICES.search(label) or _TITLE.search(label) or _MANY.search(label))


def is_perhaps_of_somebody(text: str, colon: int) -> bool:
    """Tell whether a label is one of a person if what a person's form asks next follows."""
    stem = text[max(0, colon - _STEM) : colon].rstrip()
    return stem[-1:] in _PERHAPS_END and _PERHAPS.search(stem) is not None


def listed(text: str, at: int) -> Iterator[Span]:
    """Yield the names of a list that such a label opens: 申请公租房人员：江山、文静、黄河."""
    if "、" not in text[at : at + _LONGEST_ITEM]:
        return
    label = text[max(0, at - _STEM) : at].rstrip("：: ")
    if (
        label[-1:] not in _GRANTED_END
        or _GRANTED.search(label) is None
        or _NAMES.match(text, at) is None
    ):
        return
    while found := _ITEM.match(text, at):
        yield found.span()
        at = found.end() + 1
        if text[found.end() : at] != "、":
            return


def told_behind(text: str, end: int) -> bool:
    """Tell whether a sex, a number or the next label of a person's form follows."""
    return _TOLD.match(text, end) is not None


def is_filler(value: str) -> bool:
    """Tell whether a form's own word stands where a name should."""
    return value in _FORM_WORDS or shapes.is_word(value)


def greeted(text: str) -> Iterator[Span]:
    """Yield whom the line before 您好 greets, and whom an answer is about."""
    for colon in _ADDRESSED.matches(_COLON, text):
        low = max(0, colon.start() - _GREETING_REACH)
        low = max(low, text.rfind("\n", low, colon.start()))
        found = _GREETED.match(text, low)
        if found is None or (found["own"] is not None and not found["polite"]):
            continue
        if _may_be_called(found["name"]):
            yield found.span("name")
    for found in _ABOUTS.matches(_ABOUT, text):
        part = found.lastgroup or "name"
        if _may_be_called(found[part], whole=part != "name"):
            yield found.span(part)


_COLON = re.compile("[：:]")


def _may_be_called(value: str, *, whole: bool = False) -> bool:
    """Tell whether a value is no word, no form's filler and no crowd; `whole` may be of words."""
    if is_filler(value) or _CALLS_MANY.search(value) or _TITLE.search(value):
        return False
    if len(value) <= _USUAL and tagger.is_common(value):
        return False
    return whole or not (tagger.is_listed(value[:2]) and tagger.is_listed(value[2:]))


def other_names(text: str, ends: Iterable[int]) -> Iterator[Span]:
    """Yield what a bracket behind a name calls its bearer too, or who came for him: （又名…）."""
    for end in ends:
        if text[end : end + 1] in {"（", "(", " "}:
            found = _OTHER_NAME.match(text, end)
            if found and not is_filler(found["name"]):
                yield found.span("name")
