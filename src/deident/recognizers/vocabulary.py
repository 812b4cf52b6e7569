"""The words that name a value: beside it in a sentence, above it in a table.

All packs' labels form one dictionary, because the *nearest* label decides: in 施工许可证编号 the
permit's label must win over any other. Looking a label up backwards from its last character is ten
times faster than searching the text for a thousand words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING, NamedTuple

from deident.recognizers.excerpt import PROVINCES
from deident.recognizers.field_keys import keys_in
from deident.recognizers.needles import END, Needles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from deident.recognizers.packs import Pack

# Not \s: that would also swallow the separator between segments.
_SPACE = re.compile(r"[ \t\r\n\u3000]+")
_BRACKETED = re.compile(r"[（(【\[][^（()）】\]]*[）)】\]]")
_TAIL = "号码数字编名：:*. "
# How far before a value its label may stand; a list of three numbers fits.
_REACH = 40
# What may stand behind a label: a colon, a bracket, a value of its own.
_FOLLOWS = f'：:=为是（(）)】“"*{digits}{ascii_letters}{PROVINCES}'
_CHINESE = re.compile("[一-龥]")
_NUMBER = re.compile("[0-9*]{3}")
_REST = re.compile(r"(?:号|码|号码|编号|信息|一栏|栏|情况|[0-9一二三①②③])?|[或及和与/、].{0,8}")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a label means: the packs it types a value for, and the entity types it rules out."""

    word: str
    packs: tuple[Pack, ...]
    vetoes: frozenset[str]

    @property
    def look_alike(self) -> bool:
        """Tell whether the label names something that is not personal."""
        return bool(self.packs) and all(pack.look_alike for pack in self.packs)

    def types(self, entity_type: str) -> bool:
        """Tell whether the label names this entity type."""
        return any(pack.entity_type == entity_type for pack in self.packs)


class Labelled(NamedTuple):
    """A label in a text and where what it governs may begin."""

    start: int
    end: int
    sense: Sense


def without_blanks(text: str) -> str:
    """Return a text without the blanks and line breaks that may stand inside a label."""
    return _SPACE.sub("", text)


def trie(words: Iterable[str]) -> str:
    """Write a set of words as one pattern that shares their beginnings."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})  # type: ignore[assignment]  # a tree of itself
        node[""] = {}

    def pattern(node: dict[str, dict[str, object]]) -> str:
        branches = [
            re.escape(c) + pattern(child)  # type: ignore[arg-type]  # a tree of itself
            for c, child in sorted(node.items())
            if c
        ]
        if not branches:
            return ""
        return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")

    return pattern(tree)


def _meant(word: str, typed: Mapping[str, list[Pack]], alone: Collection[str]) -> tuple[Pack, ...]:
    """Return what a label names: its own packs, and then those of the label it ends in.

    家庭电话 is a landline's label and ends in 电话, which may be a mobile's; but 施工许可证号
    does not stop being a permit's because 证号 could be an ID's.
    """
    packs = list(typed.get(word, ()))
    if not packs or any(pack.look_alike for pack in packs):
        return tuple(packs)
    for start in range(1, len(word)):
        shorter = () if word[start:] in alone else typed.get(word[start:], ())
        packs += (pack for pack in shorter if pack not in packs and not pack.look_alike)
    return tuple(packs)


class Vocabulary:
    """Every label of a set of packs."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        typed: dict[str, list[Pack]] = defaultdict(list)
        alone: set[str] = set()
        vetoed: dict[str, set[str]] = defaultdict(set)
        for pack in packs:
            for word in pack.labels:
                tight = _SPACE.sub("", word)
                typed[tight.removeprefix("^")].append(pack)
                if tight.startswith("^"):
                    alone.add(tight[1:])
            for word in pack.negative_labels:
                vetoed[_SPACE.sub("", word)].add(pack.entity_type)
        self._senses = {
            word: Sense(word, _meant(word, typed, alone), frozenset(vetoed[word]))
            for word in sorted({*typed, *vetoed})
        }
        # Labels written ^证号 mean something only where no other word runs into them (林权证号).
        self._alone = frozenset(alone)
        self._lengths = tuple(sorted({len(word) for word in self._senses}, reverse=True))
        self._of_one_character = any(len(word) == 1 for word in self._senses)
        by_end: dict[str, set[int]] = defaultdict(set)
        for word in self._senses:
            by_end[word[-2:]].add(len(word))
        self._lengths_by_end = {end: sorted(own, reverse=True) for end, own in by_end.items()}
        lasts = "".join(sorted({word[-1] for word in self._senses})) or END
        follow = rf"(?=[ ]*(?:[{re.escape(_FOLLOWS)}]|\r?\n)|[ ])"
        self._ends = re.compile(f"[{re.escape(lasts)}]{follow}")
        self._may_end = Needles((lasts, f" \r\n{_FOLLOWS}"))
        self._openings = frozenset(word[:2] for word in self._senses)
        self.header = lru_cache(4096)(self._header)

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(trie(self._senses) or "(?!)")

    def ending_at(self, text: str, end: int, floor: int) -> Labelled | None:
        """Return the longest label that ends at `end`, blanks inside it allowed."""
        low = max(floor, end - 24)
        senses, lengths = self._senses, self._lengths_at(text[end - 2 : end])
        for length in lengths:
            word = text[end - length : end]
            known = word in senses and length <= end - low
            if known and self._stands(word, text[low : end - length]):
                return Labelled(end - length, end, senses[word])
        if not _SPACE.search(text, max(low, end - 6), end):
            return None
        tight = _SPACE.sub("", text[low:end])
        for length in self._lengths_at(tight[-2:]):
            sense = senses.get(tight[-length:]) if length <= len(tight) else None
            if sense is not None and self._stands(sense.word, tight[:-length]):
                return Labelled(low, end, sense)
        return None

    def _lengths_at(self, end: str) -> Sequence[int]:
        """Return how long the labels with these last two characters are, the longest first."""
        own = self._lengths_by_end.get(end, ())
        return (*own, 1) if self._of_one_character else own

    def _stands(self, word: str, before: str) -> bool:
        if not before:
            return True
        if word[0] in ascii_letters:
            # What letters run into is another word: bgdh is no dh.
            return before[-1] not in ascii_letters or (word[0].isupper() and before[-1].islower())
        return word not in self._alone or not _CHINESE.match(before[-1])

    def in_text(self, text: str) -> Iterable[Labelled]:
        """Yield every label that something may follow, from left to right."""
        for mark in self._may_end.matches(self._ends, text):
            found = self.ending_at(text, mark.end(), 0)
            if found is not None:
                yield found

    def keys_in(self, text: str) -> Iterable[Labelled]:
        """Yield the keys of databases in a text that mean one of our labels."""
        for start, end, word in keys_in(text):
            sense = self.header(word)
            if sense is not None:
                yield Labelled(start, end, sense)

    def nearest_before(self, text: str, start: int, floor: int) -> Labelled | None:
        """Return the last label in the characters before `start`, same sentence only."""
        low = max(floor, start - _REACH)
        window = text[low:start]
        cut = (
            max(window.rfind("。"), window.rfind("；"), window.rfind("\n"), window.rfind("\x1e"))
            + 1
        )
        last = self._last_in(window, cut)
        if last is None or not self._stands(last.group(), window[: last.start()]):
            return None
        return Labelled(low + last.start(), low + last.end(), self._senses[last.group()])

    def _last_in(self, window: str, at: int) -> re.Match[str] | None:
        """Return the last label of a few characters; labels are sought from left to right."""
        last = None
        openings, match = self._openings, self._anywhere.match
        while at < len(window):
            found = match(window, at) if window[at : at + 2] in openings else None
            if found is not None:
                last, at = found, found.end()
            else:
                at += 1
        return last

    def _header(self, header: str) -> Sense | None:
        """Say what a column's header or a row's label names, or None where it names nothing."""
        for part in reversed(header.split("/")):
            tight = _SPACE.sub("", part)
            for wording in (_BRACKETED.sub("", tight), tight):
                found = self._named_by(wording)
                if found is not None:
                    return found
        return None

    def _named_by(self, wording: str) -> Sense | None:
        for text in (wording, wording.rstrip(_TAIL)):
            for length in self._lengths:
                sense = self._senses.get(text[-length:]) if length <= len(text) else None
                if sense is not None and self._stands(sense.word, text[:-length]):
                    return sense
        # A header that goes on after its label: 身份证号或护照号, 联系电话1, 银行账号信息.
        last = self._last_in(wording, 0)
        if last is None or not _REST.fullmatch(wording, last.end()):
            return None
        if not self._stands(last.group(), wording[: last.start()]):
            return None
        return self._senses[last.group()]

    def is_label(self, text: str) -> bool:
        """Tell whether a text is a label: it ends in one and holds no number."""
        return not _NUMBER.search(text) and self.header(text) is not None
