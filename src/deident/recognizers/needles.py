"""Where pairs of characters stand in a text: a first look, ten times faster than a pattern's.

Ten finders read every text and find nothing in most of it. A pattern tries each character in turn;
here all characters of a text are turned into numbers once, for everybody who asks about it, and
looked up in tables. A pair is a first look: what it promises a pattern must confirm.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

_CHARACTERS = 0x10000
# Arrays of a whole page are got from the system and given back each time, at twice the price.
_AT_ONCE = 1 << 15
# Of texts up to this length many are remembered.
_PIECE = 1 << 18
_GROUPS = 8
SHORT = 400
"""In a shorter text, calling numpy costs more than it saves."""

END = "\0"
"""Stands behind the last character of every text."""

BEYOND = "\ud800"
"""Stands for every character beyond U+FFFF."""


@lru_cache(4)
def codes(text: str) -> NDArray[np.intp]:
    """Return a text's characters as numbers and `END` behind them.

    What lies beyond U+FFFF has the number of `BEYOND`.
    """
    raw = text.encode("utf-16-le", "surrogatepass")
    if len(raw) == 2 * len(text):
        return _ended(np.frombuffer(raw, dtype=np.uint16))
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _ended(np.where(wide < _CHARACTERS, wide, ord(BEYOND)))


def _ended(numbers: NDArray[np.uint16] | NDArray[np.uint32]) -> NDArray[np.intp]:
    own = np.zeros(len(numbers) + 1, dtype=np.intp)
    own[:-1] = numbers
    return own


def numbered(words: Iterable[str]) -> NDArray[np.uint32]:
    """Return the first two characters of words as one number each, by rising number."""
    return np.array(sorted({ord(word[0]) << 16 | ord(word[1]) for word in words}), dtype=np.uint32)


def among(numbers: NDArray[np.uint32], known: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which numbers are among some that rise: for few, ten times faster than `isin`.

    >>> among(numbered(["北京", "南京"]), numbered(["北京市"])).tolist()
    [True, False]
    """
    return np.asarray(known.take(np.searchsorted(known, numbers), mode="clip") == numbers)


class _Table:
    """Of which pairs each character is a first and a second one: a bit of a number for each pair.

    A text is looked up once for all pairs of a table.
    """

    def __init__(self, bits: type[np.unsignedinteger[Any]], room: int) -> None:
        self.first: NDArray[np.unsignedinteger[Any]] = np.zeros(_CHARACTERS, dtype=bits)
        self.second: NDArray[np.unsignedinteger[Any]] = np.zeros(_CHARACTERS, dtype=bits)
        self.room = room
        self._known: dict[tuple[str, str], int] = {}

    @property
    def used(self) -> int:
        """How many bits have been given away."""
        return len(self._known)

    def add(self, pairs: Sequence[tuple[str, str]]) -> np.unsignedinteger[Any]:
        """Take pairs up and return their bits; a pair that is known already keeps its bit."""
        bit = self.first.dtype.type
        own = bit(0)
        for pair in pairs:
            number = self._known.get(pair, self.used)
            own |= bit(1 << number)
            self.first[_numbers(pair[0])] |= bit(1 << number)
            self.second[_numbers(pair[1])] |= bit(1 << number)
            # Only now: who sees this count finds the bits set.
            self._known[pair] = number
        return own


_shared = [_Table(np.uint64, 64)]
_sharing = Lock()


_NOWHERE: NDArray[np.intp] = np.zeros(0, dtype=np.intp)


class _LookedUp(NamedTuple):
    """Where some of a table's pairs begin in a text, which begin there, and which anywhere."""

    places: NDArray[np.intp]
    bits: NDArray[np.unsignedinteger[Any]]
    anywhere: int


def _looked_up(table: _Table, text: str) -> _LookedUp:
    """Look a text up in a table, or remember what was found."""
    remembered = _of_pieces if len(text) <= _PIECE else _of_long_texts
    return remembered(table, table.used, text)


def _look_up(table: _Table, used: int, text: str) -> _LookedUp:  # noqa: ARG001 - pairs that came later are in no older answer
    """Look a text up in a table."""
    own = codes(text)
    places: list[NDArray[np.intp]] = [_NOWHERE]
    bits = [table.first[:0]]
    for start in range(0, len(text), _AT_ONCE):
        piece = own[start : start + _AT_ONCE + 1]
        # Every code has its place in the table; wrapping what is beyond is faster than looking.
        both = table.first.take(piece[:-1], mode="wrap") & table.second.take(piece[1:], mode="wrap")
        there = both.nonzero()[0]
        places.append(there + start)
        bits.append(both[there])
    found = np.concatenate(bits)
    return _LookedUp(np.concatenate(places), found, int(np.bitwise_or.reduce(found)))


# Ten long segments, or more, are asked about before their page is read, and again behind it.
_of_pieces, _of_long_texts = lru_cache(32)(_look_up), lru_cache(4)(_look_up)


class Marks:
    """Some characters, to tell where they stand in much text."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.table: NDArray[np.bool_] = np.zeros(_CHARACTERS, dtype=np.bool_)
        self.table[[_code(character) for character in characters]] = True


class Needles:
    """Pairs of characters that are looked for together.

    Each is a set of first characters and a set of second ones; "" is any character at all.
    `shared` is for those that a module keeps: all of them together look a text up once.

    >>> Needles(("地住", "址"), ("男", "")).places("住址：某地，男")
    [0, 6]
    """

    def __init__(self, *pairs: tuple[str, str], shared: bool = False) -> None:
        if len(pairs) > _GROUPS:
            raise ValueError(f"at most {_GROUPS} pairs, got {len(pairs)}")
        if not shared:
            self._table = _Table(np.uint8, _GROUPS)
            self._bits = self._table.add(pairs)
            return
        with _sharing:
            if _shared[-1].used + len(pairs) > _shared[-1].room:
                _shared.append(_Table(np.uint64, 64))
            self._table = _shared[-1]
            self._bits = self._table.add(pairs)

    @classmethod
    def of(cls, words: Iterable[str], *, shared: bool = False) -> Needles:
        """Return needles for the beginnings of words; a word may have one character only.

        Words with several first characters share a group: it promises a little more than they do.
        """
        groups: list[tuple[set[str], set[str]]] = [(set(), set()) for _ in range(_GROUPS - 1)]
        alone: set[str] = set()
        for word in words:
            if len(word) == 1:
                alone.add(word)
                continue
            first, second = groups[ord(word[0]) % len(groups)]
            first.add(word[0])
            second.add(word[1])
        pairs = [("".join(first), "".join(second)) for first, second in groups if first]
        return cls(*pairs, *([("".join(alone), "")] if alone else []), shared=shared)

    def matches(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """Yield what `pattern.finditer` does, where each of its matches begins with a pair."""
        if len(text) < SHORT:
            yield from pattern.finditer(text)
            return
        reached = 0
        match = pattern.match
        for place in self.places(text):
            if place >= reached and (found := match(text, place)) is not None:
                reached = found.end()
                yield found

    def places(self, text: str) -> list[int]:
        """Return where a pair begins, by rising place."""
        places: list[int] = self._found(text).tolist()
        return places

    def behind(self, text: str, marks: Marks, lengths: Sequence[int]) -> list[int]:
        """Return where a pair begins so many characters behind a mark, or behind the beginning.

        >>> Needles(("家", "")).behind("住在老李家，王小红家", Marks("，"), (2, 3))
        [9]
        """
        places, longest = self._found(text), max(lengths)
        opens = np.zeros(longest + len(text) + 1, dtype=np.bool_)
        opens[longest] = True
        opens[longest + 1 :] = marks.table.take(codes(text)[:-1], mode="wrap")
        kept = np.logical_or.reduce([opens[places + longest - length] for length in lengths])
        return cast("list[int]", places[kept].tolist())

    def clusters(self, text: str, least: int, apart: int = 1) -> Iterator[tuple[int, int]]:
        """Yield the first and the last of so many places or more that stand close together.

        From each of them it is at most `apart` characters to the next.

        >>> [*Needles(("12", "")).clusters("1, 112, 1", 3)]
        [(3, 5)]
        """
        places = self._found(text)
        ends = np.flatnonzero(np.diff(places, append=len(text) + apart) > apart)
        sizes = np.diff(ends, prepend=-1)
        large = sizes >= least
        last = ends[large]
        first = last - sizes[large] + 1
        return zip(places[first].tolist(), places[last].tolist(), strict=True)

    def anywhere(self, text: str) -> bool:
        """Tell whether a text holds one of the pairs."""
        table = self._table
        return bool(_looked_up(table, text).anywhere & int(self._bits))

    def _found(self, text: str) -> NDArray[np.intp]:
        """Return where a pair begins, by rising place."""
        table = self._table
        looked_up = _looked_up(table, text)
        if not looked_up.anywhere & int(self._bits):
            return _NOWHERE
        places: NDArray[np.intp] = looked_up.places[(looked_up.bits & self._bits) != 0]
        return places


class Exchange:
    """One character for another, as `str.translate` does it: ten times faster on long text.

    Both are below U+10000, and no surrogate.

    >>> Exchange({ord("（"): "("})("（一）")
    '(一）'
    """

    def __init__(self, table: Mapping[int, str]) -> None:
        self._table = table
        self._units: NDArray[np.uint16] = np.arange(_CHARACTERS, dtype="<u2")
        for old, new in table.items():
            self._units[old] = ord(new)

    def __call__(self, text: str) -> str:
        """Return a text with the characters exchanged; its length stays."""
        raw = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
        changed = self._units.take(raw, mode="wrap").tobytes().decode("utf-16-le", "surrogatepass")
        # Two lone halves of a pair, side by side, would become one character.
        return changed if len(changed) == len(text) else text.translate(self._table)


def _numbers(characters: str) -> list[int] | slice:
    return [_code(character) for character in characters] or slice(None)


def _code(character: str) -> int:
    return ord(character) if ord(character) < _CHARACTERS else ord(BEYOND)
