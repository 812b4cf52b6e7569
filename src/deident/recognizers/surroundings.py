"""What stands around a value: whose it is, and which words make it credible.

The nearest word before a value says whose it is: a word of its pack (监督电话, 户主), a role with
the name of its bearer (承租人：王建国) or, before an account, its holder (户名：某县第一中学).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.model import Role
from deident.recognizers import telephones
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deident.recognizers.packs import Pack

_BEFORE, _AFTER = 40, 16
# What stands behind a comma speaks of something else: 电话13800001234，监督电话0359-…
_BOUND = re.compile(r"[\x1e。；;，,、\n]")
# A mark in brackets right behind a number says whose that number is, whatever stood before it.
_MARKED = re.compile(
    "[ ]?[（(](?:(?P<personal>宅|家|家里|家中|家庭|住宅|私人|个人|本人)|"
    "(?P<office>办|办公|办公室|单位|值班|值班室|传真|工作))[）)]"
)
# A role and who bears it; who acts for an office (联系人, 经办人, 招标人) is not meant. The search
# is for 人, and looks back from there: many times faster.
_ROLE = "(?![系责办购标理言法持发管导])[一-龥]"
_SOMEBODY = (
    f"人(?:(?<=[一-龥]{_ROLE}人)|(?<=[一-龥] {_ROLE}人)|(?<=[一-龥]{_ROLE} 人)|"
    f"(?<=[一-龥] {_ROLE} 人))"
    "(?:[：:][ ]{0,3}[一-龥·]{2,4}|[ ]{1,3}[一-龥]{2,3})"
    "(?<![局委院校社司厂站所馆部队会办])(?![一-龥])"
)
# Where somebody works is said of that person.
_WORKPLACE = "(?:工作单位|所在单位|单位职务|就职于|任职于|供职于)[：: ]{0,2}[一-龥]{2,20}"
# An account belongs to whom it is kept for, however far behind that name it stands.
_HOLDER = re.compile(
    "(?:户[ ]?名|账户名称?|开户名称?|单位名称|单位全称|企业名称|收款人|收款方|收款单位|名[ ]?称)"
    r"[：:]?[ ]{0,3}(?P<name>[一-龥（）()]{2,40})"
)
_HOLDER_BEHIND = re.compile("[ ]?[（(](?:户名[：:]?)?(?P<name>[一-龥]{2,40})[）)]")
_HOLDER_REACH = 90
# A shop's holder is a person, as a rule: 店 and 部 end no office's name here.
_OFFICE_NAME = re.compile(
    "[一-龥（）()]{1,30}(?:委员会|村委会|居委会|政府|办公室|法院|检察院|医院|学院|卫生院|敬老院|"
    "幼儿园|中学|小学|大学|学校|公司|集团|中心|合作社|协会|学会|商会|工会|基金会|事务所|派出所)"
    "|[一-龥]{4,30}[局院校厂站所馆社处队委司会园办]"
)


# An office that looks at somebody's account does not own it; what is compared is a person's.
_LOOKS_AT_IT = re.compile(
    "[^，。；;\\n]{0,6}?(?:审[核定批查]|复[核审]|初审|核[验实对查定]|比对|会同|联合|公示)"
)
_COMPARED = re.compile(
    "[ ]?[）)]?[，,]?(?:信息|户名|姓名)?(?:均|已|经)?(?:核[验对实查]|比对|校验|匹配|验证)"
    "(?:一致|无误|通过|成功|相符|属实|正确)"
)


class Surroundings:
    """The role and context words of a set of packs, prepared."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._roles: dict[str, re.Pattern[str]] = {}
        self._context: dict[str, re.Pattern[str]] = {}
        for pack in packs:
            groups = (("personal", pack.personal), ("office", pack.office))
            named = [
                f"(?P<{name}>{_longer(pack, name)}{_said(name, words)})"
                for name, words in groups
                if words
            ]
            if named:
                self._roles[pack.name] = re.compile("|".join(named))
            if pack.context:
                self._context[pack.name] = re.compile(trie(pack.context))

    def role(self, pack: Pack, text: str, start: int, end: int) -> Role:
        """Say whose value it is: a mark behind it, words inside it, nearest before it, after it."""
        pattern = self._roles.get(pack.name)
        if pattern is None:
            return Role.UNKNOWN
        account, landline = pack.check == "bank_card", pack.name == telephones.PACK
        word = _MARKED.match(text, end) or pattern.search(text, start, end)
        if word is None:
            if landline and telephones.is_units(text, start):
                return Role.OFFICE
            if landline and telephones.is_residents(text, start, end):
                return Role.PERSONAL
            counts = _owns if account else telephones.counts if landline else None
            for said in pattern.finditer(text, _low(text, start, _BEFORE), start):
                if counts is None or counts(text, said, start):
                    word = said
        if account and _kept_for_office(text, word, start, end):
            return Role.OFFICE
        if account and (word is None or word.end() < start) and _COMPARED.match(text, end):
            return Role.PERSONAL
        if word is None:
            high = min(len(text), end + _AFTER)
            stop = _BOUND.search(text, end, high)
            word = pattern.search(text, end, stop.start() if stop else high)
        if word is None:
            own = landline and telephones.follows_an_id(text, start)
            return Role.PERSONAL if own else Role.UNKNOWN
        return Role.PERSONAL if word.lastgroup == "personal" else Role.OFFICE

    def role_named(self, pack: Pack, header: str) -> Role:
        """Say whose values a header announces (家庭电话, 对公账号)."""
        pattern = self._roles.get(pack.name)
        word = pattern.search(header) if pattern is not None and header else None
        if word is None:
            return Role.UNKNOWN
        return Role.PERSONAL if word.lastgroup == "personal" else Role.OFFICE

    def credible(self, pack: Pack, text: str, start: int, end: int) -> str:
        """Return the context word that makes a shape credible, or "" where there is none."""
        pattern = self._context.get(pack.name)
        if pattern is None:
            return ""
        low = max(0, start - 24)
        low = max(low, text.rfind("\n", low, start) + 1)
        word = pattern.search(text, low, start)
        if word is None:
            high = min(len(text), end + 10)
            stop = text.find("\n", end, high)
            word = pattern.search(text, end, stop if stop >= 0 else high)
        return word.group() if word else ""


def is_office_name(text: str) -> bool:
    """Tell whether a text is the name of an office, a firm or a body, and nothing else."""
    return _OFFICE_NAME.fullmatch(text) is not None


def _longer(pack: Pack, name: str) -> str:
    """Return what keeps a personal word from an office's that begins with it: 学生 in 学生处."""
    if name != "personal":
        return ""
    longer = [word for word in pack.office if word.startswith(pack.personal)]
    return f"(?!{trie(longer)})" if longer else ""


def _said(name: str, words: tuple[str, ...]) -> str:
    """Return a pattern of the words of a role; the short ones may be spread: 监 护 人, 户 主."""
    spread = [" ".join(word) for word in words if 2 <= len(word) <= 4 and not word.isascii()]
    pattern = trie((*words, *spread))
    return f"{pattern}|{_SOMEBODY}|{_WORKPLACE}" if name == "personal" else pattern


def _low(text: str, start: int, reach: int) -> int:
    """Return where what is said before a place begins: in its sentence and segment."""
    low = max(0, start - reach)
    return max(low, text.rfind("\x1e", low, start) + 1, text.rfind("。", low, start) + 1)


def _owns(text: str, word: re.Match[str], start: int) -> bool:
    """Tell whether a word before an account can say whose it is: no office that examines it."""
    return word.lastgroup == "personal" or not _LOOKS_AT_IT.match(text, word.end(), start)


def _kept_for_office(text: str, word: re.Match[str] | None, start: int, end: int) -> bool:
    """Tell whether the holder of an account, behind it or last named before it, is an office.

    `word` is what was said last before it: whose it is if it stands behind the holder's name.
    """
    behind = _HOLDER_BEHIND.match(text, end)
    if behind is not None and _OFFICE_NAME.fullmatch(behind["name"]):
        return True
    holder = None
    for holder in _HOLDER.finditer(text, _low(text, start, _HOLDER_REACH), start):  # noqa: B007 - the last one counts
        pass
    if holder is None or _OFFICE_NAME.fullmatch(holder["name"]) is None:
        return False
    return word is None or word.lastgroup != "personal" or word.start() < holder.end()
