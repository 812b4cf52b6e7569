"""The shadow text that patterns run on, and the way back to the original offsets.

Not NFKC: that changes lengths and turns ① into a digit, which hides the telephone behind it. An
explicit table folds full-width digits and letters, dashes, spaces and dots one to one, the
underscores of a form's blanks to spaces, and the Chinese characters that hardly anything but names
has (王㛃) to one that patterns know; characters without width are removed, with an offset map. A
second view also folds circled and mathematical digits (three or more adjacent; a single ① is a list
mark) and Chinese numerals (only in runs of 11 or 18, which nobody writes by chance).
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from unicodedata import normalize

from deident.recognizers.later import later, regex_later
from deident.recognizers.needles import BEYOND, SHORT, Exchange, Needles

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63\u30fc"
_SPACES = "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_DOTS = "•‧・∙⋅"
_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\u180e\u034f"
_TABLE: dict[int, str] = (
    {0xFF10 + i: chr(0x30 + i) for i in range(10)}
    | {0xFF21 + i: chr(0x41 + i) for i in range(26)}
    | {0xFF41 + i: chr(0x61 + i) for i in range(26)}
    | {ord(c): "-" for c in _DASHES}
    | {ord(c): " " for c in _SPACES}
    | {ord(c): "·" for c in _DOTS}
    | {
        ord("＊"): "*",
        ord("＋"): "+",
        ord("＠"): "@",
        ord("．"): ".",
        ord("／"): "/",
        ord("＿"): "_",
    }
)

RARE = "堃"
"""Stands for every Chinese character beyond 龥; itself one that given names have."""
_RARE_BEYOND = re.compile("[\U00020000-\U000323af]")
_FOLDABLE = re.compile(
    "["
    + re.escape("".join(map(chr, _TABLE)))
    + "\u3400-\u4dbf\u9fa6-\u9fff\uf900-\ufad9\U00020000-\U000323af]+"
)
_TABLE |= dict.fromkeys((*range(0x3400, 0x4DC0), *range(0x9FA6, 0xA000)), RARE) | {
    # Most of these are a common character's second code, 李 in U+F9E1.
    code: one if "一" <= (one := normalize("NFKC", chr(code))) <= "龥" else RARE
    for code in range(0xF900, 0xFADA)
}
# The line of a form that a value is written on, 姓名：__张三__; not what joins wxid_k12 or a_b@c.
_LINE_TO_FILL = re.compile(r"(?<![0-9A-Za-z@.\-_])_+|_+(?![0-9A-Za-z@.\-_])")
_INVISIBLE = re.compile("[" + _ZERO_WIDTH + "]")
_FOLD = Exchange(_TABLE)
_TO_FOLD = Needles(("".join(map(chr, _TABLE)) + BEYOND, ""), shared=True)
_UNSEEN = Needles((_ZERO_WIDTH, ""), shared=True)

_FANCY: dict[int, str] = {}
for _base, _first in (
    (0x2460, 1),
    (0x2776, 1),
    (0x2780, 1),
    (0x278A, 1),
    (0x2474, 1),
    (0x2488, 1),
    (0x24F5, 1),
):  # circled, negative circled, sans-serif circled, parenthesised, with full stop, double circled
    _FANCY |= {_base + i: str(_first + i) for i in range(9)}
_FANCY |= {0x24EA: "0", 0x24FF: "0", 0x1F10B: "0", 0x1F10C: "0"}
_FANCY |= {0x1D7CE + i: str(i % 10) for i in range(50)}
_FANCY |= dict(zip(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"), "0123456789", strict=True))
_FANCY |= dict(zip(map(ord, "₀₁₂₃₄₅₆₇₈₉"), "0123456789", strict=True))
_FANCY |= {0x0660 + i: str(i) for i in range(10)} | {0x06F0 + i: str(i) for i in range(10)}
_NUMERALS = {
    ord(numeral): str(digit)
    for digit, numerals in enumerate(
        ("〇零○洞", "一幺壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖勾")
    )
    for numeral in numerals
}
_FANCY_CLASS = re.escape("".join(map(chr, _FANCY)))
_NUMERAL = "[" + re.escape("".join(map(chr, _NUMERALS))) + "]"
_FANCY_RUN = regex_later(f"[{_FANCY_CLASS}]{{3,}}")
_NUMERAL_RUN = regex_later(
    f"(?<!{_NUMERAL})[一幺壹](?:[ \\-]?{_NUMERAL}){{10}}"
    f"(?:(?:[ \\-]?{_NUMERAL}){{7}})?(?!{_NUMERAL})"
)


@dataclass(frozen=True, slots=True)
class Shadow:
    """Folded text; `offsets[i]` is where its character i stands in the original (None: at i)."""

    text: str = field(repr=False)
    offsets: array[int] | None = None

    def start(self, index: int) -> int:
        """Map the start of a span back."""
        return index if self.offsets is None else self.offsets[index]

    def end(self, index: int) -> int:
        """Map the end of a span back, without the invisible characters that follow it."""
        return index if self.offsets is None else self.offsets[index - 1] + 1


def _kept(text: str) -> array[int]:
    """Return the offsets of the visible characters."""
    offsets = array("l")
    at = 0
    for gap in _INVISIBLE.finditer(text):
        offsets.extend(range(at, gap.start()))
        at = gap.end()
    offsets.extend(range(at, len(text)))
    return offsets


def fold(text: str) -> Shadow:
    """Fold text for matching; characters keep their order."""
    offsets: array[int] | None = None
    if _holds_unseen(text):
        offsets = _kept(text)
        text = _INVISIBLE.sub("", text)
    return Shadow(_folded(text), offsets)


def folded(text: str) -> str:
    """Fold text where nobody asks where its characters stood."""
    return _folded(_INVISIBLE.sub("", text) if _holds_unseen(text) else text)


def _holds_unseen(text: str) -> bool:
    return bool(_INVISIBLE.search(text)) if len(text) < SHORT else _UNSEEN.anywhere(text)


def _folded(text: str) -> str:
    if len(text) < SHORT:
        text = _FOLDABLE.sub(_exchanged, text)
    elif _TO_FOLD.anywhere(text):
        text = _RARE_BEYOND.sub(RARE, _FOLD(text))
    if "_" in text:
        return _LINE_TO_FILL.sub(lambda run: " " * len(run.group()), text)
    return text


def _exchanged(run: re.Match[str]) -> str:
    return _RARE_BEYOND.sub(RARE, run.group().translate(_TABLE))


# Cheap first looks: wider than the runs themselves, and ten times faster on ordinary text.
_FANCY_HINT = later(
    "[\u00b2-\u00b9\u0660-\u06f9\u2070-\u2089\u2460-\u2793\U0001d7ce-\U0001f10c]{3}"
)
_FANCY_CHARACTERS = "".join(
    chr(code)
    for first, last in ((0xB2, 0xB9), (0x660, 0x6F9), (0x2070, 0x2089), (0x2460, 0x2793))
    for code in range(first, last + 1)
)
_FANCY_PAIRS = Needles((_FANCY_CHARACTERS + BEYOND, _FANCY_CHARACTERS + BEYOND), shared=True)
_NUMERAL_PAIRS = Needles(("一幺壹", " -" + "".join(map(chr, _NUMERALS))), shared=True)
# So many numerals it takes for a first look: nearly every name is shorter.
_SHORTEST_NUMERAL_RUN = 5
_NUMERAL_HINT = later(rf"[一幺壹][ \-]?{_NUMERAL}[ \-]?{_NUMERAL}[ \-]?{_NUMERAL}[ \-]?{_NUMERAL}")


def second_view(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Fold disguised digits in a folded text too; also say where. Lengths stay the same."""
    if len(text) < _SHORTEST_NUMERAL_RUN and text.isalpha():
        # None of the characters that stand for digits is a letter but the numerals.
        return text, ()
    places: list[tuple[int, int]] = []
    for needles, hint, pattern, table in (
        (_FANCY_PAIRS, _FANCY_HINT, _FANCY_RUN, _FANCY),
        (_NUMERAL_PAIRS, _NUMERAL_HINT, _NUMERAL_RUN, _NUMERALS),
    ):
        if next(needles.matches(hint, text), None) is None:
            continue
        found = [run.span() for run in pattern.finditer(text)]
        for start, end in found:
            text = text[:start] + text[start:end].translate(table) + text[end:]
        places += found
    return text, tuple(sorted(places))


# Whatever is not alphanumeric (`\w` is that and the underscore), a star, an @ or a ×.
_MEANINGLESS = re.compile(r"[^\w*@×]+|_+")


def compact(text: str, *, folded: bool = False) -> str:
    """Reduce a value to letters, digits and Chinese characters: all its spellings compare equal."""
    if not text.isascii():
        text, _ = second_view(text if folded else fold(text).text)
    if not text.isalnum():
        text = _MEANINGLESS.sub("", text)
    return text.upper().replace("×", "X")
