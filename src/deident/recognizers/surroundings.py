"""What stands around a value: whose it is, and which words make it credible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.model import Role
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


class Surroundings:
    """The role and context words of a set of packs, prepared."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._roles: dict[str, re.Pattern[str]] = {}
        self._context: dict[str, re.Pattern[str]] = {}
        for pack in packs:
            groups = (("personal", pack.personal), ("office", pack.office))
            named = [f"(?P<{name}>{trie(words)})" for name, words in groups if words]
            if named:
                self._roles[pack.name] = re.compile("|".join(named))
            if pack.context:
                self._context[pack.name] = re.compile(trie(pack.context))

    def role(self, pack: Pack, text: str, start: int, end: int) -> Role:
        """Say whose value it is: a mark behind it, words inside it, nearest before it, after it."""
        pattern = self._roles.get(pack.name)
        if pattern is None:
            return Role.UNKNOWN
        word = _MARKED.match(text, end) or pattern.search(text, start, end)
        if word is None:
            low = max(0, start - _BEFORE)
            low = max(low, text.rfind("\x1e", low, start) + 1, text.rfind("。", low, start) + 1)
            for word in pattern.finditer(text, low, start):  # noqa: B007 - the last one counts
                pass
        if word is None:
            high = min(len(text), end + _AFTER)
            stop = _BOUND.search(text, end, high)
            word = pattern.search(text, end, stop.start() if stop else high)
        if word is None:
            return Role.UNKNOWN
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
