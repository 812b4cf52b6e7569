"""Words that a person's name follows: labels with a colon, and roles without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.recognizers import person_shapes as shapes
from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.needles import END, Needles
from deident.recognizers.person_minority import BUILT
from deident.recognizers.person_words import WORDS
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterator

LABELS = WORDS["labels"]
ROLES = WORDS["roles"]

_SEPARATOR = r"[ ]*(?:[、，,；;/|]|和|与|及|以及)[ ]*|[ ]{1,6}|[ ]*(?:\r?\n|\x1e)+[ ]*"
_NUMBERING = r"(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．][ ]*|[①-⑳][ ]*)?"
_REMARK = r"(?:[ ]?[（(][^（()）\n]{1,20}[)）])?(?:同志|同学|先生|女士)?(?:[ ]?[0-9.,]{1,9}元)?"
_ANY_NAME = (
    f"(?:{shapes.POLITE}|{shapes.MASKED}|{shapes.ANY_DOTTED}|{BUILT}|{shapes.SPACED}|"
    f"{shapes.WHOLE}|{shapes.JOINED}|"
    f"{shapes.LATIN})"
)
_OPENING = r"[【\[“”\"'‘《<＜]?"
_COLON = re.compile(
    rf"(?:[：:=]|[】\]][ ]*[：:]?|——?|- )[ ]*{_OPENING}(?:\r?\n[ ]*)?{_NUMBERING}"
)
_DASHES = frozenset("—-=")
_BRACKETED = re.compile(r"[（(][^（()）\n：:]{1,16}[)）]$")
_LABELS = frozenset(LABELS)
_LENGTHS = sorted({len(word) for word in LABELS}, reverse=True)
_OFFICE_BEFORE = frozenset("政府机关单位企业公司")
_LONGEST = 30
_NAME = later(_ANY_NAME)
_END = re.compile(
    r"(?:同志|同学|先生|女士|等)?(?=[【】\[\] \n\r\x1e，,。；;、：:（()）“”\"/|0-9\t'’》>＞<①-⑳_]|$|男|女|"
    r"身份证|性别|电话|联系|住|系|于[0-9]|和|与|及)"
)
# Behind these stands a person's name and nothing else.
_OF_ONE = frozenset(
    {"姓名", "申请人", "当事人", "户主", "债务人", "存款人", "声明人", "车主", "患者"}
)
_MISREAD = re.compile("[一-龥]{2,3}(?<![局委会司所院校镇乡县府队站店厂社村组明书表])")
_JOINT = re.compile(f"{_REMARK}(?:{_SEPARATOR}){_NUMBERING}")
_NEXT_LABEL = re.compile("[ ]*[：:]")
_ROLE = later(f"(?P<label>{trie(sorted(set(ROLES)))})[ ]?")
_CLEAR = later(
    rf"{shapes.DOTTED}|{BUILT}|{shapes.WHOLE}(?=[，,。；;、（()）\n\x1e]|$)|"
    rf"{shapes.SPACED}(?=[，,。；;、（()）\n\x1e]|$)|{shapes.JOINED}(?=[，,。；;、（()）\n\x1e]|$)|{shapes.MASKED}"
)
_SPACED = later(rf"(?:^|(?<![{shapes.HAN}])){shapes.SPACED}$")
_SEXED = re.compile(r"[男女](?=[，,。；;）) 、]|$)")
_COLONS = Needles(("：:】]", ""), ("名人主者", "—="), ("—", "—"), ("-", " "), shared=True)
_ROLES = Needles.of(ROLES, shared=True)
_SEXES = Needles(("男女", f"，,。；;）) 、\n{END}"), shared=True)
_INTRODUCING = re.compile(
    "(?:[人者户员民师友儿童孩妻夫父母弟妹哥姐叔伯姨姑舅婆爷奶孙]|[学考女男新师医业高研]生|"
    "[职民员社技矿女临护]工|[果菜茶烟棉药花粮菇渔牧]农|[客厂经]商|女儿|儿子|代表|"
    "对象|名单|家属|姓名|病例)[：:为是叫系]{0,2} ?$"
)
_REACH = 6
# Before this much is looked at, its last character must be one of these.
_ENDS = frozenset(
    "人者户员民农工师生友商儿童孩妻夫父母弟妹哥姐叔伯姨姑舅婆爷奶孙子表象单属名例：:为是叫系 "
)
_COMMAS = "，,（( "
# …（身份证号149999…, …，公民身份号码：149999…
_IDENTIFIED = re.compile("身份(?:证件?|证明)?(?:号码?|编号)?[：:为是]{0,2} ?[1-9*][0-9*]{5}")
_IDENTITY = Needles(("身", "份"), shared=True)
_KINDS = ("公民", "居民", "二代")
_MOST = 400
_SHORT_ROLE, _COMMONEST = 2, 3
_WIDEST = 8


class Named(NamedTuple):
    """A place where a name stands by its label."""

    start: int
    end: int
    label: str


def after_labels(text: str, *, misread: bool = False) -> Iterator[Named]:
    """Yield the names behind labels with a colon, lists to their end.

    In what an engine read from a picture (`misread`) the first character of a name may be any:
    申请人：品艳 is 吕艳.
    """
    for colon in _COLONS.matches(_COLON, text):
        word = _label_before(text, colon.start())
        at = colon.end()
        if not word:
            continue
        for _ in range(_MOST):
            name = _NAME.match(text, at)
            if name is None or not _END.match(text, name.end()) or shapes.is_word(name.group()):
                end = _misread_end(text, at) if misread and at == colon.end() else at
                if end > at and word in _OF_ONE:
                    yield Named(at, end, word)
                break
            if at != colon.end() and _NEXT_LABEL.match(text, name.end()):
                break
            yield Named(*name.span(), word)
            joint = _JOINT.match(text, name.end())
            if joint is None:
                break
            at = joint.end()


def _label_before(text: str, colon: int) -> str:
    """Return the label that ends before a colon, blanks and a remark in brackets left out."""
    stem = text[max(0, colon - _LONGEST) : colon]
    stem = _BRACKETED.sub("", stem[stem.rfind("\n") + 1 :].rstrip()).replace(" ", "")
    for length in _LENGTHS:
        if stem[-length:] in _LABELS and len(stem) >= length:
            return "" if stem[-length - 1 : -length] in _OFFICE_BEFORE else stem[-length:]
    return ""


def _misread_end(text: str, at: int) -> int:
    """Return where a name ends whose characters an engine mistook, or the place itself."""
    found = _MISREAD.match(text, at)
    if found is None or not _END.match(text, found.end()) or shapes.is_ordinary(found[0]):
        return at
    return found.end()


def role_ends(text: str) -> dict[int, str]:
    """Return where a name may begin behind a role without a colon, and the role."""
    return {role.end(): role["label"] for role in _ROLES.matches(_ROLE, text)}


def stands_alone(text: str, end: int, role: str) -> bool:
    """Tell whether no other word runs into a role that ends here: in 企业主管部门 is no 业主."""
    start = end - len(role) - (text[end - 1] == " ")
    if len(role) != _SHORT_ROLE or role[0] in "其我" or not start:
        return True
    return tagger.rank(text[start - 1 : start + 1]) < _COMMONEST


def clear_name(text: str, at: int) -> tuple[int, int] | None:
    """Return a name that begins here and whose end no other word can blur."""
    found = _CLEAR.match(text, at)
    return found.span() if found else None


def spaced_before(text: str, end: int) -> tuple[int, int] | None:
    """Return a name with blanks inside that ends here."""
    low = max(0, end - _WIDEST)
    found = _SPACED.search(text[low:end])
    return (low + found.start(), end) if found else None


def sexes(text: str) -> Iterator[int]:
    """Yield where something ends that a sex follows: …，男，or …（女）."""
    for mark in _SEXES.matches(_SEXED, text):
        low = max(0, mark.start() - 3)
        before = text[low : mark.start()]
        end = len(before.rstrip(_COMMAS))
        if end < len(before):
            yield low + end


def identified(text: str) -> Iterator[int]:
    """Yield where something ends that an ID's label and number follow: …（身份证号149999…."""
    for mark in _IDENTITY.matches(_IDENTIFIED, text):
        kind = text[max(0, mark.start() - 2) : mark.start()]
        at = mark.start() - len(kind) if kind in _KINDS else mark.start()
        before = text[max(0, at - 3) : at]
        end = len(before.rstrip(_COMMAS))
        if end < len(before):
            yield at - len(before) + end


def introduced(text: str, start: int) -> bool:
    """Tell whether a word for a person stands right before a place: 果农, 姑姑, 户主为."""
    if text[max(0, start - 1) : start] not in _ENDS:
        return False
    return _INTRODUCING.search(text, max(0, start - _REACH), start) is not None
