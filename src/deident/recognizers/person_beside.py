"""Names right beside their bearer's own number: 张三 149999…, '张三','149999…', 李四（138…）.

Whatever stands between, a separator or the number's label, a name that nothing else touches is the
bearer's. One that other words run into is for the tagger, who is told where it would end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted
from deident.model import Role
from deident.recognizers import person_shapes as shapes
from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.person_labels import Named
from deident.recognizers.person_surnames import COMPOUND, OF_LABELS, RARE, RISKY, SINGLE
from deident.recognizers.person_tables import is_ordinary_in_a_row
from deident.recognizers.person_told import is_called_so

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.hits import Hit

IDENTITIES = frozenset({"CN_RESIDENT_ID", "CN_BANK_CARD", "CN_DISABILITY_ID"})
"""What no office has: a name beside it is somebody's."""

_NUMBERS = IDENTITIES | {"CN_MOBILE", "CN_SOCIAL_SECURITY"}
_LABEL = "姓名"
# Between a name and a number: blanks, separators, quotes; the number's label; the marks of data.
_MARKS = " \t,，、:：;；_/|｜│'\"“”‘’（(<>=·+-—–"
_NUMBERS_LABEL = re.compile(
    "(?:(?:(?:公民|居民|二代)?身份(?:证件|证明|证)?|证件|手机|移动电话|联系电话|联系方式|电话|银行卡|一卡通|"
    "社保卡|残疾证|卡|证)(?:号码|卡号|号)?|号码)[：:为是]?$"
)
_LABELS_END = frozenset("份证件明机话式卡通号码：:为是")
_DATA = re.compile("[<>\"'=:_;,/]{1,4}[ ]?[A-Za-z_]{1,12}$")
_BRACKETS = frozenset("（(")
_REACH, _LONGEST, _NEXT = 40, 4, 5
_LONGEST_LABEL = 9
# </name><id>
_TAGS = 2
_WHOLE = later(shapes.WHOLE)
_LIKE_ID = re.compile(
    "[（(][1-6][0-9]{5}[ ]?(?:19|20)[0-9]{2}[ ]?[0-9]{4}[ ]?[0-9]{3}[0-9Xx](?![0-9])"
)
_LIKE_IDS = Needles(("（(", "123456"), shared=True)
_JOINS = frozenset("与和及同跟对")
_USUAL, _SHORT = 3, 2
_SURNAMES = SINGLE | RARE | OF_LABELS | {name[0] for name in COMPOUND}
_SPACE = " \t\u3000"


class _End(NamedTuple):
    """Where a name may end, and what parts it from the number behind."""

    end: int
    hit: Hit
    above: bool
    bracket: bool

    def __repr__(self) -> str:
        return unprinted(self)


def _numbers(hits: Sequence[Hit]) -> Mapping[int, Hit]:
    """Return the claims on private persons' own numbers, by where they begin."""
    return {
        hit.start: hit
        for hit in hits
        if hit.pack.entity_type in _NUMBERS and hit.evidence.role is not Role.OFFICE
    }


def _mistyped(text: str) -> Iterator[int]:
    """Yield where something ends that the form of an ID follows in brackets, whatever its check."""
    return (found.start() for found in _LIKE_IDS.matches(_LIKE_ID, text))


def _ends(text: str, own: Mapping[int, Hit]) -> Iterator[_End]:
    """Yield where a name beside a number would end."""
    for start, hit in own.items():
        sign = text[start - 1 : start]
        if _is_han(sign) and sign not in _LABELS_END:
            # Most numbers of a sentence.
            if not _SURNAMES.isdisjoint(text[max(0, start - _LONGEST) : start - 1]):
                yield _End(start, hit, above=False, bracket=False)
            continue
        # In a table names are found by their cells.
        if sign == "\n" and text[start - 2 : start - 1] == "\x1e":
            continue
        low = max(0, start - _REACH)
        gap = text[low:start]
        before = _without_label(gap.rstrip(_MARKS))
        above = before[-1:] == "\n"
        if above:
            before = before[:-1].rstrip(_MARKS)
        if _is_han(before[-1:]) and not _SURNAMES.isdisjoint(before[-_LONGEST:-1]):
            bracket = not _BRACKETS.isdisjoint(gap[len(before) :])
            yield _End(low + len(before), hit, above, bracket)


def _without_label(before: str) -> str:
    """Return what stands before a number without the number's label, or the marks of data."""
    if before[-1:] in _LABELS_END:
        label = _NUMBERS_LABEL.search(before, max(0, len(before) - _LONGEST_LABEL))
        return before[: label.start()].rstrip(_MARKS) if label else before
    for _ in range(_TAGS):
        if not (before[-1:].isascii() and before[-1:].isalpha()):
            break
        before = _DATA.sub("", before).rstrip(_MARKS)
    return before


class Beside:
    """Where numbers begin, and where the names beside them end.

    In a sentence, 与张三（1499…）, the number shows that it is a name, but not whose part he has.
    """

    def __init__(self, text: str, hits: Sequence[Hit]) -> None:
        self.starts = frozenset(hit.start for hit in hits)
        self.own = _numbers(hits)
        self.ends = tuple(_ends(text, self.own))
        known = [found for found in self.ends if not found.above]
        mistyped = frozenset(_mistyped(text))
        self.identified = mistyped.union(
            found.end for found in known if found.hit.pack.entity_type in IDENTITIES
        )
        self.numbered = frozenset(found.end for found in known)
        self.in_brackets = mistyped.union(found.end for found in known if found.bracket)


def beside_numbers(text: str, beside: Beside) -> Iterator[Named]:
    """Yield the names that stand alone beside a number; "" for their label if they may be words."""
    for end, hit, above, bracket in beside.ends:
        of_one = any(at in beside.own for at in range(hit.end, hit.end + _NEXT))
        name = _alone(text, end, hit, above=above, of_one=of_one) or _joined(text, end, hit)
        if name is not None:
            yield name._replace(label="") if bracket else name


def _alone(text: str, end: int, hit: Hit, *, above: bool, of_one: bool) -> Named | None:
    """Return the name that ends here, if nothing Chinese stands before it.

    Where two numbers stand side by side (`of_one`) the line is a person's, whatever the word.
    """
    low = max(0, end - _LONGEST)
    run = end
    while run > low and _is_han(text[run - 1]):
        run -= 1
    value = text[run:end]
    if (run and _is_han(text[run - 1])) or not _is_a_name(value) or shapes.is_word(value):
        return None
    if shapes.masked_shape(value) or shapes.is_unit(text, run):
        return None
    line = text[text.rfind("\n", 0, run) + 1 : run]
    if above and line.strip(_SPACE):
        return None
    # 全部材料, cut short by a number, is nobody.
    of_words = len(value) == _USUAL and tagger.is_common(value[:2])
    if not (of_words or is_ordinary_in_a_row(value)):
        return Named(run, end, _LABEL)
    bracketed = text[run - 1 : run] in _BRACKETS
    if bracketed and hit.pack.entity_type in IDENTITIES and is_called_so(value):
        return Named(run, end, "")
    opens = not line.strip("0123456789月日.、-/ \t\u3000")
    may_be = len(value) == _USUAL or (len(value) == _SHORT and value[0] not in RISKY)
    return Named(run, end, "") if opens and may_be and (of_one or _is_no_place(value)) else None


def _is_han(sign: str) -> bool:
    return "一" <= sign <= "龥"


def _is_a_name(value: str) -> bool:
    if _WHOLE.fullmatch(value):
        return True
    return len(value) == _USUAL and value[0] in OF_LABELS and not tagger.is_listed(value[:2])


def _is_no_place(value: str) -> bool:
    """Tell whether a word may be a name: 苏军, 于和平, but no 收款人 and no 高级中."""
    if len(value) == _SHORT:
        return tagger.rank(value) < _USUAL
    return not tagger.is_listed(value) and not tagger.is_common(value[:2])


def _joined(text: str, end: int, hit: Hit) -> Named | None:
    """Return the name behind 与 or 和, or of a surname that the tagger does not know."""
    for length in (_USUAL, _SHORT):
        start = end - length
        if start < 1:
            continue
        joins = text[start - 1] in _JOINS and not tagger.is_common(text[start - 1 : start + 1])
        rare = length == _USUAL and text[start] in RARE and hit.pack.entity_type in IDENTITIES
        if not (joins or rare):
            continue
        value = text[start:end]
        if _WHOLE.fullmatch(value) and not is_ordinary_in_a_row(value):
            return Named(start, end, _LABEL)
    return None
