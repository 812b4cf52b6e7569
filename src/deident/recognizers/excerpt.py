"""The parts of a text in which a pattern can match at all, joined into one short text.

Ordinary text holds a value in every few thousand characters; dense text still has more words than
numbers. Running a hundred patterns over the parts around the numbers, in one call each, is what
makes them affordable.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from string import ascii_letters, digits
from typing import TYPE_CHECKING

import regex

from deident.recognizers.needles import Needles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Traditional and misread forms stand behind the provinces they are mistaken for.
PROVINCES = (
    "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新使临航"
    "翼普豪奥粵魯蘇遼貴贛閩寧陝雲滬瓊園"
)
_CODE = re.compile("[0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z]+")
# Each is one plain pattern: an alternation would cost the fast search for its first character.


@lru_cache(1)
def _codes(text: str) -> tuple[re.Match[str], ...]:
    """Return the codes of a text: two kinds of zones are sought in it, one after the other."""
    return tuple(_CODE.finditer(text))


_Zone = Callable[..., "Iterable[re.Match[str] | regex.Match[str]]"]
_NUMBER = regex.compile(r"[0-9](?:[^0-9\x1e]{0,3}[0-9*×●○■□█xX#_]){6,}")
_PLATE = partial(
    Needles((PROVINCES, f" *{ascii_letters}{digits}"), shared=True).matches,
    re.compile(rf"[{PROVINCES}][ ]?[A-Za-z0-9*]"),
)
_ZONES: dict[str, tuple[_Zone, ...]] = {
    "number": (_NUMBER.finditer,),
    "plate": (_PLATE, _codes),
    "at": (re.compile("@").finditer,),
    "code": (_codes,),
}
_MARGIN = 24


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Parts of a text, joined by the separator; `starts` in the excerpt, `origins` in the text."""

    text: str = field(repr=False)
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the excerpt back."""
        index = bisect_right(self.starts, start) - 1
        shift = self.origins[index] - self.starts[index]
        return start + shift, end + shift


def excerpt(text: str, spans: Iterable[tuple[int, int]], margin: int = _MARGIN) -> Excerpt:
    """Join the parts around some spans of a text, given by rising start."""
    windows: list[tuple[int, int]] = []
    for start, end in spans:
        low, high = max(0, start - margin), min(len(text), end + margin)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    pieces, starts, at = [], [], 0
    for low, high in windows:
        pieces.append(text[low:high])
        starts.append(at)
        at += high - low + 1
    return Excerpt("\x1e".join(pieces), tuple(starts), tuple(low for low, _ in windows))


def zones(anchor: str, text: str) -> list[tuple[int, int]]:
    """Return where patterns with this anchor may match, by rising start."""
    if anchor == "always":
        return [(0, len(text))] if text else []
    if anchor in _ZONES:
        found = [match.span() for zone in _ZONES[anchor] for match in zone(text)]
        return sorted(found) if len(_ZONES[anchor]) > 1 else found
    return list(_literal(anchor, text))


def _literal(word: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + 1)
