"""Surnames that no text has taught the tagger: it reads 妫丙戌 as it would read 王丙戌.

Only a character that hardly any word is written with is read so, and only where no word holds it
and where it is no part of somebody's given name.
"""

from __future__ import annotations

from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.person_surnames import COMPOUND, RARE, SINGLE, TRADITIONAL

# The first two thousand characters of the standard set that ends with those of names and places.
_COMMON_SIGNS = 0xD8
_USUAL_SURNAME = "王"
# Surnames that join two names, or lead to one, more often than they begin one.
_JOINS = frozenset("和同向由从对时将把被为因于且并")
# Written in given names as often as at their beginning.
_GIVEN = frozenset("奕骞颉颛琚璩沐淦笃晏昝岑岐祁琪")
# No word begins with these; the dictionary, which is hashed, may say so.
_NO_WORDS = frozenset(
    "妫郄郇逄逯麴仉贠隗郗郜厍佀佘佟阚邬邴缑眭昝晁乜亓谯訾闫蔺覃芮荀蒯嵇扈撖呙遆郤贲阙邰邝邳郦蔄迮綦"
)


def _is_uncommon(sign: str) -> bool:
    try:
        return sign.encode("gb2312")[0] >= _COMMON_SIGNS
    except UnicodeEncodeError:
        return True


_STRANGE = "".join(
    sorted(
        sign
        for sign in (SINGLE | RARE) - TRADITIONAL - _GIVEN
        if sign == "仉" or _is_uncommon(sign)
    )
)
_SIGN = later(f"[{_STRANGE}](?=[一-龥])")
_SIGNS = Needles((_STRANGE, ""), shared=True)


def as_usual(text: str) -> str:
    """Return a text of the same length with such surnames written as a usual one.

    >>> as_usual("由妫丙戌照料，住濮阳市"), as_usual("李隗")
    ('由王丙戌照料，住濮阳市', '李隗')
    """
    places = [found.start() for found in _SIGNS.matches(_SIGN, text) if _opens(text, found.start())]
    if not places:
        return text
    signs = list(text)
    for at in places:
        signs[at] = _USUAL_SURNAME
    return "".join(signs)


def _opens(text: str, at: int) -> bool:
    """Tell whether a surname stands there, and no given name and no word."""
    before = text[at - 1 : at]
    if text[at : at + 2] in COMPOUND:
        return False
    if text[at] in _NO_WORDS:
        return before in _JOINS or before not in SINGLE
    if tagger.is_listed(text[at : at + 2]):
        return False
    if before and (tagger.is_listed(before + text[at]) or before + text[at] in COMPOUND):
        return False
    return before in _JOINS or before not in SINGLE
