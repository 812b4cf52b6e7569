"""Known values, found wherever else they stand, whatever stands beside them there.

A value is compact; in the text it may be spread over blanks and hyphens, or written small. A number
is found in a run of digits, a word anywhere.
"""

from __future__ import annotations

import re
from itertools import product
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from deident.recognizers.needles import Needles
from deident.recognizers.shadow import compact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from deident.model import Finding

_NUMBER = re.compile(r"[0-9](?<![0-9]{2})(?=[0-9 \-]{5})(?:[ \-]?+[0-9]){5,}+(?:[ \-]?[Xx×])?")
_ALPHANUMERIC = re.compile(r"[^0-9A-Za-z×]")
_NUMERIC = re.compile(r"[0-9]{6,}X?")
_IN_CHINESE, _IN_LATIN = "[一-龥·]", r"[0-9A-Za-z._%+\-@]"
_WHOLE_WORD = re.compile(
    rf"(?:(?<!{_IN_CHINESE})(?={_IN_CHINESE})|(?<!{_IN_LATIN})(?={_IN_LATIN}))"
    r"(?:[一-龥](?:[A-Za-z][ ·.\-]?[0-9A-Za-z]{4,7}[一-龥]?)|"
    rf"{_IN_LATIN}{{5,}}|{_IN_CHINESE}{{2,}})"
)
_IN_WORDS = f"{ascii_letters}{digits}._%+-@·{''.join(map(chr, range(ord('一'), ord('龥') + 1)))}"
_MOST_WORDS = 20_000
_BESIDE_NUMBER = re.compile("(?<=[一-龥])(?=[0-9])|(?<=[0-9])(?=[一-龥])")
_ODD_SMALL = {"S": "\u017f", "I": "\u0131"}
_INSIDE = 11


class Seeker:
    """Known values (compact → the finding that made them known), prepared for much text.

    Words (plates, addresses, names) are searched anywhere in the text; where there are too many of
    them for that, as whole words only. Inside one of the `longer` words none is meant.
    """

    def __init__(self, known: Mapping[str, Finding], longer: Collection[str] = ()) -> None:
        self.known = self._values = known
        numbers: set[int] = set()
        words: list[str] = []
        for value in known:
            if value[0] in digits and _NUMERIC.fullmatch(value):
                numbers.add(len(value))
            elif len(words) <= _MOST_WORDS:
                words.append(value)
        self._numeric = bool(numbers)
        # Inside a longer number a short one is chance: 5620000 in 13856200001.
        self._lengths = sorted(length for length in numbers if length >= _INSIDE)
        whole = len(words) > _MOST_WORDS
        self._words = _WholeWords(known).spans if whole else _Words(_spellings(words, longer)).spans

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and compact value of every known value in a folded text."""
        if self._numeric:
            yield from self._numbers(text)
        for start, end in self._words(text):
            value = compact(text[start:end], folded=True)
            if value in self._values:
                yield start, end, value

    def _numbers(self, text: str) -> Iterator[tuple[int, int, str]]:
        for run in _NUMBER.finditer(text):
            value = run.group()
            if not value.isdecimal():
                value = _ALPHANUMERIC.sub("", value).upper().replace("×", "X")
            if value in self._values:
                yield *run.span(), value
                continue
            for length in self._lengths:
                if length >= len(value):
                    break
                for start in range(len(value) - length + 1):
                    if value[start : start + length] in self._values:
                        low, high = _stretch(run.group(), start, length)
                        yield run.start() + low, run.start() + high, value[start : start + length]


def _spellings(words: Sequence[str], longer: Collection[str]) -> set[str]:
    """Return words, and how Word and LibreOffice set them: 东街 3 组 12 号."""
    return {*words, *longer, *(_BESIDE_NUMBER.sub(" ", word) for word in words)}


class _Words:
    """Known words, in capitals, found wherever a text holds them; the longest first."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for first, length in {(word[0], len(word)) for word in self._words}:
            lengths.setdefault(first, set()).add(length)
        self._lengths = {first: sorted(own, reverse=True) for first, own in lengths.items()}
        openings = (
            "".join(pair)
            for opening in {word[:2] for word in self._words}
            for pair in product(*map(_cases, opening))
        )
        self._needles = Needles.of(openings)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where words begin and end, from left to right; none overlap."""
        reached = 0
        for place in self._needles.places(text) if self._words else ():
            if place < reached:
                continue
            for length in self._lengths.get(text[place].upper(), ()):
                if text[place : place + length].upper() in self._words:
                    reached = min(place + length, len(text))
                    yield place, reached
                    break


def _cases(character: str) -> set[str]:
    """Return how a capital letter may be written: S and I have two small letters each."""
    return {character, character.lower(), *_ODD_SMALL.get(character, "")}


class _WholeWords:
    """The words of a text that begin as one of the known words does."""

    def __init__(self, known: Iterable[str]) -> None:
        words = [value for value in known if not _NUMERIC.fullmatch(value)]
        # Marks are no part of a compact value, and numerals are another digit there.
        openings = set("._%+-@·一幺壹").union(*(_cases(value[0]) for value in words))
        self._needles = Needles(("".join(openings), _IN_WORDS))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where words begin and end, from left to right."""
        return (word.span() for word in self._needles.matches(_WHOLE_WORD, text))


def _stretch(run: str, start: int, length: int) -> tuple[int, int]:
    """Map a span of a run's digits back to the run with its blanks and hyphens."""
    places = [i for i, c in enumerate(run) if c.isalnum() or c == "×"]
    return places[start], places[start + length - 1] + 1
