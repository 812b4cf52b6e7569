"""What speaks for a name beside the tagger's odds: its surname, the words around it and under it.

The weights are those of a logistic regression on what the tagger proposed in text of others, kept
to two figures; a name is believed from a sum on.
"""

from __future__ import annotations

import re

from deident.recognizers import person_labels, tagger
from deident.recognizers.later import later
from deident.recognizers.person_signs import SIGNS
from deident.recognizers.person_surnames import COMPOUND, PLAIN, RISKY
from deident.recognizers.person_words import WORDS

ENOUGH = 0.6
"""The sum from which a name is believed on its own."""
BEHIND_ROLE = -1.2
"""The same for what stands right behind somebody's role: 被害人, 租户."""
BEHIND_CROWD = 0.4
"""The same behind a word that many are called by, and rules speak of: 村民, 消费者."""
BESIDE_NAME = -1.8
"""The same for an item of a list beside a believed one."""

_OF_WORDS = -1.4
_ODDS, _AT_FIRST = 1.03, 0.1
_PLAIN, _COMPOUND, _RISKY = 1.4, 2.4, -0.6
_ROLE, _SEXED, _INTRODUCED, _BEHIND, _ACTS = 1.2, 1.4, 1.4, 2.1, 1.2
_WORD_BEFORE, _WORD_BEHIND, _WITHIN_CHINESE = 0.55, -0.4, -0.6
# Behind a colon, and nothing Chinese behind it: what a label asks for that nobody knows.
_ASKED_FOR, _COLONS = 1.2, frozenset("：:")
# Between blanks and marks on both sides.
_APART = 0.7
_FOUR, _TWO = -1.7, -0.35
# Words that show through: of its first two characters, of all but the first, and across its ends.
_OPENING, _GIVEN, _ACROSS_START, _ACROSS_END, _WHOLE = -1.35, -1.2, -1.1, -1.0, -0.75
# 和孩子, 曾返聘; and what words end with, but hardly a name.
_A_PARTICLE, _PARTICLES = -1.5, frozenset("和向于由从连但曾都时尚全那")
# 品质尚佳, 全程都通: before a single character between others they hardly begin a name.
_AN_ADVERB, _ADVERBS = -1.2, frozenset("尚都曾但连全那时")
_AN_END, _ENDS = -1.0, frozenset("上下内里后多得地时着过")
# 增储上产
_A_DIRECTION, _DIRECTIONS = -2.2, frozenset("上下")
# A character of given names that the tagger has not seen.
_A_SIGN = 3.5
_UNSURE = RISKY - PLAIN
_MOST_COMMON = 3
_SHORT, _USUAL = 2, 3
_GIVEN_NAMES = WORDS["given"]
_HAN = re.compile("[一-龥]")
_SAID_BEHIND = later(
    "[（(](?:[男女]|1[3-9][0-9]|(?:系|其|[一-龥]{1,6}之)?(?:[父母妻夫子女]|父亲|母亲|妻子|丈夫|儿子|女儿|配偶|[孙侄][子女]|"
    "家属|业主|失主|户主|村民)[）)，,])|收[)）]|名下|一家|夫妇|夫妻|老人|同志|家(?:的|里|中|有|住)|患|"
    "现年|等?[0-9一二两三四五六七八九十]+[名户人位]|生于|出生|[，,](?:现?家?住|系|户籍|身份证|公民身份)"
)
# What only persons do or suffer.
_DOES = later(
    "(?:[也又还均都曾仍未不]|[在向因于将把对从][^，。；\\n]{0,6}?)?(?:反映|来电|来信|来访|投诉|诉称|辩称|供述|陈述|起诉|"
    "上诉|不服|领到|领取|打工|务工|酒后|醉酒|无证|驾驶|驾车|骑行|步行|身患|患有|患病|因病|病逝|丧偶|"
    "独居|住院|就医|就诊|去世|今年[0-9]|家住|无劳动能力|跌倒|摔倒|受伤|报警|报案|投案|到案)"
)


def weighed(
    text: str, start: int, end: int, odds: float, *, role: bool = False, sexed: bool = False
) -> float:
    """Return how much speaks for a name in a place, and against it."""
    value = text[start:end]
    total = _ODDS * odds + _AT_FIRST + _ROLE * role + _SEXED * sexed
    total += _of_its_surname(value)
    if total < BESIDE_NAME - _WORD_BEFORE - _INTRODUCED - _BEHIND:
        # Nothing could save it.
        return total
    total += _of_its_words(value) + _of_the_words_around(text, start, end)
    if person_labels.introduced(text, start):
        total += _INTRODUCED
    if _SAID_BEHIND.match(text, end):
        total += _BEHIND
    elif _DOES.match(text, end):
        total += _ACTS
    return total


def is_of_words(text: str, start: int, end: int) -> bool:
    """Tell whether words of the language show through a name too plainly: 居民|区施工."""
    words = _of_its_words(text[start:end]) + _of_the_words_around(text, start, end)
    return words <= _OF_WORDS


def _of_its_surname(value: str) -> float:
    if _is_compound(value):
        return _COMPOUND
    if value[0] in _UNSURE:
        return _RISKY
    signed = 0.0 if SIGNS.isdisjoint(value[1:]) else _A_SIGN
    return signed + (_PLAIN if value[0] in PLAIN else 0.0)


def _is_compound(value: str) -> bool:
    """Tell whether a name begins with a surname of two characters; 东方 and 第五 are words."""
    return value[:2] in COMPOUND and not tagger.is_common(value[:2])


def _of_its_words(value: str) -> float:
    total = _AN_END if value[-1] in _ENDS else 0.0
    if len(value) >= _USUAL and value[1] in _DIRECTIONS:
        total += _A_DIRECTION
    if _is_compound(value):
        return total
    if len(value) == _SHORT:
        return total + _TWO + (_WHOLE if tagger.is_common(value) else 0.0)
    total += _FOUR if len(value) > _USUAL else 0.0
    if len(value) == _USUAL:
        total += _OPENING if tagger.is_common(value[:2]) else 0.0
        a_word = tagger.rank(value[1:]) >= _MOST_COMMON and value[1:] not in _GIVEN_NAMES
        total += _GIVEN if a_word else 0.0
        if value[0] in _PARTICLES and tagger.is_common(value[1:]):
            total += _A_PARTICLE
    return total


def _of_the_words_around(text: str, start: int, end: int) -> float:
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    total = 0.0
    if tagger.is_common(before):
        total += _WORD_BEFORE
    if tagger.is_common(behind):
        total += _WORD_BEHIND
    if _HAN.match(before[-1:]):
        if _HAN.match(behind[:1]):
            total += _WITHIN_CHINESE
            if end - start == _SHORT and text[start] in _ADVERBS:
                total += _AN_ADVERB
        if tagger.is_common(before[-1] + text[start]) or tagger.is_common(before + text[start]):
            total += _ACROSS_START
    if before[-1:] in _COLONS and not _HAN.match(behind) and not tagger.is_listed(text[start:end]):
        total += _ASKED_FOR
    elif before[-1:] == " " and behind and not _HAN.match(behind):
        total += _APART
    last = text[end - 1]
    if behind and (
        tagger.rank(last + behind[0]) >= _MOST_COMMON or tagger.is_common(last + behind)
    ):
        total += _ACROSS_END
    return total
