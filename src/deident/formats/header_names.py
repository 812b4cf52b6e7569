"""Names as signs of what a table's first rows and columns are: nobody is a heading.

A word for somebody (姓名, 户主) stands over names in a list, and to the left of them where a table
is turned on its side. A text alone in a row below it that is no name is a note.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from deident.formats.header_words import (
    BLANKS,
    is_header_like,
    is_header_word,
    is_number,
    normalise,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WHOM = re.compile("[一-龥]{0,6}(?:姓名|名字|户主|人|人员|者|学生|村民|居民|职工|对象)")
_MAY_BE_NAME = re.compile("[一-龥·某*×]{2,4}")
# Four Chinese in five bear one of these surnames.
_USUAL_NAME = re.compile(
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
    "[一-龥某*×]{1,2}"
)
_NAMES = re.compile(
    "(?:[一-龥][一-龥*×]{1,3}|[一-龥]{1,6}[·•.][一-龥]{1,8}|[A-Za-z .]+)[0-9]?"
    "(?:[（(][^（()）]{1,12}[)）])?"
)
_BETWEEN_NAMES = re.compile(r"[、，,；;/\s]+")
_BETWEEN_TWO = re.compile(r"\s*[:：]\s*")
# A name that we do not know the like of has no such marks, and is shorter.
_TELLS = re.compile(
    r"^[^一-龥\n]*+[一-龥].*[：:，,。；;0-9]|^[^：:，,。；;0-9\n]*+[：:，,。；;0-9].*[一-龥]"
    r"|\A[一二三四五六七八九十]{1,3}、|[一-龥]{8}",
    re.MULTILINE,
)
_KINDS = re.compile("([0-9A-Za-z*]+)|[一-龥]+")
# A value shorter than this may be an amount.
_LONG = 6
_ENOUGH = 8


def names_below(cells: Mapping[int, str], below: Sequence[Mapping[int, str]]) -> bool:
    """Say whether a word for somebody stands over names, beside words that we do not know."""
    whom = next((at for at, text in cells.items() if _WHOM.fullmatch(normalise(text))), -1)
    under = [row[whom] for row in below if whom in row]
    names = sum(bool(_USUAL_NAME.fullmatch(BLANKS.sub("", text))) for text in under)
    return names > 1 and names * 3 >= len(under) * 2


def _is_name_like(text: str) -> bool:
    return bool(_MAY_BE_NAME.fullmatch(BLANKS.sub("", text))) and not is_header_word(text)


def names_beside(cells: Mapping[int, str], below: Sequence[Mapping[int, str]]) -> bool:
    """Say whether names stand to the right of a word for somebody, and their particulars below.

    Below a header it is the columns that are of one kind each, not the rows.
    """
    first, *others = cells.values()
    if len(others) < 2 or not _WHOM.fullmatch(normalise(first)):
        return False
    rows = [[*row.values()][1:] for row in below if len(row) > 2]
    if not rows or not all(map(_is_name_like, others)) or not all(map(_alike, rows)):
        return False
    if len(rows) == 1:
        return all(len(text) >= _LONG for text in rows[0])
    return not all(map(_alike, zip(*rows, strict=False)))


def _alike(texts: Sequence[str]) -> bool:
    """Say whether most of some texts are of one kind: dates, numbers, words."""
    some = [text.strip() for text in texts[:_ENOUGH]]
    kinds = Counter(_KINDS.sub(lambda run: "0" if run[1] else "一", text) for text in some)
    return max(kinds.values()) * 3 >= len(some) * 2


def is_of_names(header: str) -> bool:
    """Say whether a column lists persons by their names, by its header."""
    return bool(_WHOM.fullmatch(header.rpartition("/")[2]))


def is_note(text: str) -> bool:
    """Say whether a text that stands alone in a row is said of the list, and is nobody's name.

    Names may be several, and have remarks in brackets.
    """
    if not _TELLS.search(text) or _NAMES.fullmatch(BLANKS.sub("", text)):
        return False
    if all(map(_USUAL_NAME.fullmatch, _BETWEEN_TWO.split(text.strip()))):
        return False
    pieces = [piece for piece in _BETWEEN_NAMES.split(text.strip()) if piece]
    return not all(map(_NAMES.fullmatch, pieces)) or is_header_word(pieces[0])


def lead(cells: Mapping[int, str]) -> str:
    """Return the label that a row begins with, where all that follows is of one kind."""
    first, *others = cells.values()
    led = len(others) > 1 and is_header_like(first) and not is_number(first) and _alike(others)
    return normalise(first) if led else ""
