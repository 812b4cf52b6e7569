"""Words that a person's name follows: labels with a colon, and roles without one."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from deident.recognizers import person_called as called
from deident.recognizers import person_shapes as shapes
from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.needles import END, Needles
from deident.recognizers.person_minority import BUILT
from deident.recognizers.person_surnames import COMPOUND, OF_LABELS, RARE, SINGLE
from deident.recognizers.person_words import WORDS
from deident.recognizers.table_columns import OUTSIDE, columns, texts
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.recognizers.reading import Reading

LABELS = WORDS["labels"]
ROLES = WORDS["roles"]

_SEPARATOR = r"[ ]*(?:[、，,；;/|]|和|与|及|以及)[ ]*|[ ]{1,6}|[ ]*(?:\r?\n|\x1e)+[ ]*|(?=[①-⑳])"
_NUMBERING = r"(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．][ ]*|[①-⑳][ ]*)?"
_REMARK = r"(?:[ ]?[（(][^（()）\n]{1,20}[)）])?(?:同志|同学|先生|女士)?(?:[ ]?[0-9.,]{1,9}元)?"
_ANY_NAME = (
    f"(?:{shapes.POLITE}|{shapes.MASKED}|{shapes.ANY_DOTTED}|{BUILT}|{shapes.SPACED}|"
    f"{shapes.WHOLE}|{shapes.JOINED}|"
    f"{shapes.LATIN})"
)
_OPENING = r"[【\[“”\"'‘《<]?"
_COLON = re.compile(
    rf"(?:[：:=]|[】\]][ ]*[：:]?|[—–]{{1,2}}|-(?=[- ])-?)[ ]*{_OPENING}"
    rf"(?:\r?\n[ ]*)?{_NUMBERING}{_OPENING}"
)
# Of what these stand behind, only the label of one person makes a label: 姓名——张三.
_DASHES = frozenset("—–-=")
_BRACKETED = re.compile(r"[（(][^（()）\n：:]{1,16}[)）]$")
_LABELS = frozenset(LABELS)
_LENGTHS = sorted({len(word) for word in LABELS}, reverse=True)
_OFFICE_BEFORE = frozenset("政府机关单位企业公司")
_LONGEST = 30
_NAME = later(_ANY_NAME)
_END = re.compile(
    r"(?:同志|同学|先生|女士|等)?(?=[【】\[\] \n\r\x1e，,。；;、：:（()）“”\"/|0-9\t"
    r"'’》><①-⑳_]|$|男|女|"
    r"身份证|性别|电话|联系|住|系|于[0-9]|和|与|及)"
)
# Behind these stands a person's name and nothing else.
_OF_ONE = WORDS["of one"]
_MISREAD = re.compile("[一-龥]{2,3}(?<![局委会司所院校镇乡县府队站店厂社村组明书表])")
# No surname that we know; a form's filler (见附件, 同上, 本人) is nobody's name.
_MANY = re.compile("[们等]$|夫妇|夫妻|父母|一家")
_ANY_PERSON = "当事人"
_COLON_SIGNS = frozenset("：:")
_STRANGE = re.compile(
    f"(?![见同本无不详略请如以上下此该其各未待暂需可空另附]){shapes.GIVEN}{{2,4}}"
    "(?<![局委会司所院校镇乡县府队站店厂社村组明书表证卡号章字处科部室名项人者员])"
)
_JOINT = re.compile(f"{_REMARK}[”\"'’》>]?(?:{_SEPARATOR}){_NUMBERING}{_OPENING}")
_ITEM_END = re.compile("[、，,。；;\n]|等[0-9一二三四五六七八九十]|$")
_NEXT_LABEL = re.compile("[ ]*[：:]")
# 租客①…, 承租人为…: a number or a verb may stand between.
_ROLE = later(f"(?P<label>{trie(sorted(set(ROLES)))})(?:[ ]?[①-⑳]|(?<=[人户主方])[为系]|[ ]?)")
_CLEAR = later(
    rf"{shapes.DOTTED}|{BUILT}|"
    rf"{shapes.WHOLE}(?=[，,。；;、（()）\n\x1e]|[ ]*(?:[0-9]|电话|手机|身份证|联系)|$)|"
    rf"[{''.join(sorted(RARE))}]{shapes.GIVEN}{{2}}(?=[的称说诉在于与因到向系为将被]|陈述|证实|反映)|"
    rf"{shapes.SPACED}(?=[，,。；;、（()）\n\x1e]|$)|{shapes.JOINED}(?=[，,。；;、（()）\n\x1e]|$)|{shapes.MASKED}"
)
_SPACED = later(rf"(?:^|(?<![{shapes.HAN}])){shapes.SPACED}$")
_SEXED = re.compile(r"[男女](?=[，,。；;）) 、]|$)")
# 于伟，97岁: at the beginning of a sentence or of a line.
_AGED = later(f"(?:^|[；;。\n])[ ]?(?P<name>{shapes.WHOLE})[，,](?:1[01][0-9]|[0-9]{{1,2}})$")
_YEARS = re.compile("岁(?=[，,。；;])")
_OLD = Needles(("岁", "，,。；;"), shared=True)
_COLONS = Needles(("：:】]=—–", ""), ("-", "- "), shared=True)
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
_SURNAME = f"(?:{trie(sorted(COMPOUND))}|[{''.join(sorted(SINGLE | RARE))}])"
_APART = later(
    f"姓{_SURNAME}[，,]?名(?:叫)?{shapes.GIVEN}{{1,2}}(?=[，,。；;、（(\n]|$|住|系|现|男|女|是)"
)
_APARTS = Needles(
    ("姓", "".join(sorted(SINGLE | RARE | {name[0] for name in COMPOUND}))), shared=True
)
_COMMAS = "，,（( "
# …（身份证号149999…, …，公民身份号码：149999…
_IDENTIFIED = re.compile("身份(?:证件?|证明)?(?:号码?|编号)?[：:为是]{0,2} ?[1-9*][0-9*]{5}")
_IDENTITY = Needles(("身", "份"), shared=True)
_KINDS = ("公民", "居民", "二代")
_MOST = 400
_SHORT_ROLE, _COMMONEST = 2, 3
_USUAL = 3
_WIDEST = 12
# 家属楼, 职工院
_OF_HOUSES, _HOUSES = frozenset({"家属", "职工", "居民", "学生", "员工"}), frozenset("楼院区房")
BLANKS = frozenset(" \u3000")


class Named(NamedTuple):
    """A place where a name stands by its label; "" where the label alone makes it one."""

    start: int
    end: int
    label: str


def after_labels(text: str, *, misread: bool = False) -> Iterator[Named]:
    """Yield the names behind labels with a colon, lists to their end.

    In what an engine read from a picture (`misread`) the first character of a name may be any:
    申请人：品艳 is 吕艳. Elsewhere such a name is for somebody to look at.
    """
    for colon in _COLONS.matches(_COLON, text):
        word = _label_before(text, colon.start())
        if not word and text[colon.start() - 1 : colon.start()] in called.ENDS:
            yield from _behind_unlisted(text, colon)
        if not word or (text[colon.start()] in _DASHES and word not in _OF_ONE):
            continue
        at = colon.end()
        for _ in range(_MOST):
            name = _NAME.match(text, at)
            if name is not None and _is_listed_word(text, name, at > colon.end()):
                yield Named(*name.span(), "")
            elif name is None or not _END.match(text, name.end()) or shapes.is_word(name.group()):
                if at == colon.end():
                    yield from _unlike(text, at, word, misread=misread)
                break
            elif at != colon.end() and _NEXT_LABEL.match(text, name.end()):
                break
            else:
                yield Named(*name.span(), word)
            joint = _JOINT.match(text, name.end())
            if joint is None:
                break
            at = joint.end()


def _is_listed_word(text: str, name: re.Match[str], inside: bool) -> bool:
    """Tell whether an office's word is a name, as an item of a list of names: 张三、平安、李四."""
    return (
        inside
        and text[name.start() - 1] == "、"
        and shapes.is_word(name.group())
        and name.group() not in _LABELS
        and _ITEM_END.match(text, name.end()) is not None
    )


def said_apart(text: str) -> Iterator[Named]:
    """Yield a name that is said in two parts: 姓王名建国."""
    for said in _APARTS.matches(_APART, text):
        yield Named(said.start() + 1, said.end(), "姓名")


def _unlike(text: str, at: int, word: str, *, misread: bool) -> Iterator[Named]:
    """Yield what stands behind the label of one person and begins with no surname that we know."""
    if misread and word in _OF_ONE and (end := _misread_end(text, at)) > at:
        yield Named(at, end, word)
        return
    found = _STRANGE.match(text, at)
    if found is None or not _END.match(text, found.end()) or called.is_filler(found[0]):
        return
    told = called.told_behind(text, found.end())
    of_one = word in _OF_ONE or called.is_of_one(word)
    if (of_one and not _holds_words(found[0])) or (told and not _MANY.search(found[0])):
        yield Named(*found.span(), word if found[0][0] in OF_LABELS and word in _OF_ONE else "")


def _behind_unlisted(text: str, colon: re.Match[str]) -> Iterator[Named]:
    """Yield what stands behind a label that only looks like one of a person: 被核对人."""
    if text[colon.start()] not in _COLON_SIGNS:
        return
    for start, end in called.listed(text, colon.end()):
        yield Named(start, end, "")
    somebody = called.is_of_somebody(text, colon.start())
    if somebody or called.is_perhaps_of_somebody(text, colon.start()):
        for name in _unlike(text, colon.end(), _ANY_PERSON if somebody else "", misread=False):
            yield name._replace(label="")


def strange_in_cells(reading: Reading, text: str) -> Iterator[Named]:
    """Yield cells under or beside 姓名 whose surname nobody lists; `text` hides what is claimed."""
    named = [
        column
        for column in columns(reading)
        if column.table != OUTSIDE
        and not _OF_ONE.isdisjoint((_tight(column.labels.column), _tight(column.labels.row)))
    ]
    parts = texts(reading) if named else None
    if parts is None:
        return
    starts = reading.starts
    for cell in chain.from_iterable(column.cells for column in named):
        found = _STRANGE.fullmatch(text, starts[cell], starts[cell] + len(parts[cell]))
        if found and not called.is_filler(found[0]) and not _holds_words(found[0]):
            yield Named(*found.span(), "")


def _tight(label: str) -> str:
    return label.replace(" ", "")


def _holds_words(value: str) -> bool:
    """Tell whether a value is a word or made of words; a common given name is none."""
    if shapes.is_ordinary(value) or tagger.is_listed(value[:2]):
        return True
    rest = value[1:] if len(value) == _USUAL else value[2:]
    return tagger.is_common(rest) and rest not in WORDS["given"]


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
    if role in _OF_HOUSES and text[end : end + 1] in _HOUSES:
        return False
    start = end - len(role) - (text[end - 1] == " ")
    if len(role) != _SHORT_ROLE or role[0] in "其我" or not start:
        return True
    return tagger.rank(text[start - 1 : start + 1]) < _COMMONEST


def clear_name(text: str, at: int) -> tuple[int, int] | None:
    """Return a name that begins here and whose end no other word can blur."""
    found = _CLEAR.match(text, at)
    return found.span() if found else None


def strange_name(text: str, at: int) -> tuple[int, int] | None:
    """Return what stands behind a role and a blank in a form and is no word: 申诉人 折某某⏎电话."""
    found = _STRANGE.match(text, at)
    if found is None or called.is_filler(found[0]) or _holds_words(found[0]):
        return None
    return found.span() if called.told_behind(text, found.end()) else None


def spaced_before(text: str, end: int) -> tuple[int, int] | None:
    """Return a name with blanks inside that ends here."""
    low = max(0, end - _WIDEST)
    found = _SPACED.search(text[low:end])
    if found is None or shapes.is_unit(text, low + found.start()):
        return None
    return low + found.start(), end


def sexes(text: str) -> Iterator[int]:
    """Yield where something ends that a sex follows, …，男，or …（女）, or an age: 于伟，97岁."""
    for years in _OLD.matches(_YEARS, text):
        aged = _AGED.search(text, max(0, years.start() - _WIDEST), years.start())
        if aged is not None:
            yield aged.end("name")
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
