"""The parts of a text in which a pattern can match at all, joined into one short text.

Ordinary text holds a value in every few thousand characters; dense text still has more words than
numbers. Running a hundred patterns over the parts around the numbers, in one call each, is what
makes them affordable.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from string import ascii_letters, ascii_uppercase, digits
from typing import TYPE_CHECKING

from deident.recognizers.needles import SHORT, Needles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Span = tuple[int, int]

# Traditional and misread forms stand behind the provinces they are mistaken for.
PROVINCES = (
    "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新使临航"
    "翼普豪奥粵魯蘇遼貴贛閩寧陝雲滬瓊園"
)

_SHORTEST_CODE = 5
_CODE_SIGNS = digits + ascii_uppercase
_CODE = re.compile(f"[{_CODE_SIGNS}]{{{_SHORTEST_CODE},}}")
_CODE_PAIRS = Needles((_CODE_SIGNS, _CODE_SIGNS), shared=True)


@lru_cache(1)
def _codes(text: str) -> tuple[Span, ...]:
    """Return the codes of a text: two kinds of zones are sought in it, one after the other."""
    if len(text) < SHORT:
        return tuple(code.span() for code in _CODE.finditer(text))
    # A code of five characters is four pairs in a row.
    runs = _CODE_PAIRS.clusters(text, _SHORTEST_CODE - 1)
    return tuple((first, last + 2) for first, last in runs)


_NUMBER = re.compile(r"[0-9](?:[^0-9\x1e]{0,3}[0-9*×●○■□█xX#_]){6,}")
_NUMBER_SIGNS = Needles((f"{digits}*×●○■□█xX#_", ""), shared=True)
_PLATE = re.compile(rf"[{PROVINCES}][ ]?[A-Za-z0-9*]")
_PLATE_PAIRS = Needles((PROVINCES, f" *{ascii_letters}{digits}"), shared=True)


def _numbers(text: str) -> Iterator[Span]:
    """Yield numbers with gaps in them; they are sought where seven of their signs stand close."""
    if len(text) < SHORT:
        clusters: Iterable[Span] = ((0, len(text) - 1),)
    else:
        clusters = _NUMBER_SIGNS.clusters(text, 7, apart=4)
    for first, last in clusters:
        for number in _NUMBER.finditer(text, first, last + 1):
            yield number.span()


def _plates(text: str) -> Iterable[Span]:
    return (plate.span() for plate in _PLATE_PAIRS.matches(_PLATE, text))


def _ats(text: str) -> Iterable[Span]:
    # name[at]example.com is written against robots.
    return sorted(chain.from_iterable(_literal(at, text) for at in ("@", "[at]", "(at)", "（at）")))


_ZONES: dict[str, tuple[Callable[[str], Iterable[Span]], ...]] = {
    "number": (_numbers,),
    "plate": (_plates, _codes),
    "at": (_ats,),
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
        found = [span for zone in _ZONES[anchor] for span in zone(text)]
        return sorted(found) if len(_ZONES[anchor]) > 1 else found
    return list(_literal(anchor, text))


def _literal(word: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + 1)
