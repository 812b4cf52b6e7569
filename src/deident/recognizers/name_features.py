"""What the tagger looks at: where a name may stand, and what is there, as rows of features.

A character counts as itself, all digits as one, all letters as one. Beside the characters counts
how common the words are that they form with their neighbours. A row holds hashes: the numbers of
the weights that judge it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from deident.recognizers import needles
from deident.recognizers.person_surnames import COMPOUND, PLAIN, SINGLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]
    Rows = NDArray[np.uint32]
    Feature = tuple[int, tuple[NDArray[np.uint32], ...]]

LEXICON_BITS, START_BITS, NAME_BITS = 20, 17, 19
PAD = 4
"""How many breaks stand before and behind the text while it is weighed."""

_DIGIT, _LATIN, _BREAK, _OTHER = 1, 2, 3, 4
_PRIMES = tuple(np.uint32(p) for p in (2654435761, 2246822519, 3266489917, 668265263))
_SLOTS, _FACTOR = 0x9E3779B1, np.uint32(0x85EBCA6B)
_LEFT, _RIGHT, _FOLD = np.uint32(13), np.uint32(19), np.uint32(15)
# Nobody is called so; most of what follows a surname by chance is.
_NEVER_GIVEN = (
    "的了们这那你我他她它吗呢吧啊是不没很么什些个每各其此被把且或及与着就因以系说称户叫请问"
)
_WORD = 0xFFFFFFFF
_LENGTHS = ((1, 2), (1, 3), (1, 4), (2, 3), (2, 4))
"""Characters of the surname and of the whole name; one and four are two surnames in a row."""


def mixed(slot: int, *parts: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hash some columns into one; `slot` tells one feature from another."""
    total = np.full(parts[0].shape, (slot * _SLOTS) & _WORD, dtype=np.uint32)
    for part, prime in zip(parts, _PRIMES, strict=False):
        _stir(total, part * prime)
    total ^= total >> _FOLD
    return total


def _stir(total: NDArray[np.uint32], part: NDArray[np.uint32]) -> None:
    total ^= part
    high = total << _LEFT
    total >>= _RIGHT
    total |= high
    total *= _FACTOR


def _hashed(bits: int, *features: Feature) -> Rows:
    """Hash each feature's slot and columns, as `mixed` does, but all features at once."""
    by_length = sorted(features, key=lambda feature: -len(feature[1]))
    slots = [(slot * _SLOTS) & _WORD for slot, _ in by_length]
    size = len(features[0][1][0])
    total = np.repeat(np.array(slots, dtype=np.uint32), size).reshape(-1, size)
    for place, prime in enumerate(_PRIMES):
        # Those that have so many columns come first.
        columns = [parts[place] for _, parts in by_length if len(parts) > place]
        if columns:
            part = np.concatenate(columns).reshape(-1, size) * prime
            _stir(total[: len(columns)], part)
    total ^= total >> _FOLD
    return total.T & np.uint32((1 << bits) - 1)


def mixed_word(slot: int, word: str) -> int:
    """Hash one word as `mixed` does columns: numpy is slow for a single one.

    >>> mixed_word(7, "安全") == int(mixed(7, *(np.array([ord(c)], np.uint32) for c in "安全"))[0])
    True
    """
    total = (slot * _SLOTS) & _WORD
    for sign, prime in zip(word, _PRIMES, strict=False):
        total ^= ord(sign) * int(prime) & _WORD
        total = ((total << 13) | (total >> 19)) & _WORD
        total = total * 0x85EBCA6B & _WORD
    return total ^ (total >> 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A dictionary, and the weights of both judgements."""

    lexicon: NDArray[np.uint8]
    starts: NDArray[np.int8]
    names: NDArray[np.int8]
    scales: tuple[float, float]
    thresholds: tuple[float, float]

    def classes(self, *parts: Codes) -> NDArray[np.uint32]:
        """Return how common some words are: 0 for none to 3. Two tables outvote a collision."""
        size = np.uint32((1 << LEXICON_BITS) - 1)
        first = self.lexicon.take(mixed(101, *parts) & size)
        second = self.lexicon.take((mixed(102, *parts) & size) + np.uint32(1 << LEXICON_BITS))
        return np.asarray(np.minimum(first, second), dtype=np.uint32)


@cache
def _kinds() -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return what each code point counts as, whether it may begin a name, and whether go on."""
    kinds = np.arange(65536, dtype=np.uint32)
    kinds[48:58] = _DIGIT
    kinds[65:91] = kinds[97:123] = _LATIN
    kinds[[9, 10, 13, 30, 32, 0x3000]] = _BREAK
    kinds[0xD800:] = _OTHER
    surname = np.zeros(65536, dtype=np.bool_)
    surname[[ord(c) for c in SINGLE]] = True
    surname[[ord(c[0]) for c in COMPOUND]] = True
    given = np.asarray((kinds >= 0x4E00) & (kinds <= 0x9FFF))
    given[[ord(c) for c in _NEVER_GIVEN]] = False
    return kinds, surname, given


def codes(text: str) -> Codes:
    """Return a text's characters as numbers, padded on both sides."""
    raw = needles.codes(text)[:-1]
    kinds, _, _ = _kinds()
    own = np.full(len(raw) + 2 * PAD + 2, _BREAK, dtype=np.uint32)
    own[PAD : PAD + len(raw)] = kinds[raw]
    return own


def _han(column: Codes) -> NDArray[np.bool_]:
    return np.asarray((column >= 0x4E00) & (column <= 0x9FFF))


def _given(column: Codes) -> NDArray[np.bool_]:
    _, _, given = _kinds()
    return given[column]


def beginnings(own: Codes) -> Places:
    """Return where a name could begin: a surname, and Chinese behind it."""
    _, surname, _ = _kinds()
    may = surname[own]
    may[:-1] &= _han(own[1:])
    return np.flatnonzero(may)


def start_rows(model: Model, own: Codes, at: Places) -> Rows:
    """Return the features of places where a name may begin, one row each."""
    around = own[at + np.arange(-2, 3)[:, None]]
    before2, before, surname, first, second = around
    left, across, word, behind = model.classes(around[:4], around[1:])
    before_it, longer = model.classes(around[1:3], around[2:4], around[3:])
    words = across + 4 * word + 16 * longer + 64 * before_it
    return _hashed(
        START_BITS,
        (1, (surname, first)),
        (2, (before, surname)),
        (3, (before,)),
        (4, (surname,)),
        (5, (before, surname, first)),
        (6, (first, second)),
        (7, (surname, first, second)),
        (8, (before2, before)),
        (9, (words,)),
        (10, (across, left, behind)),
    )


@cache
def _surnames() -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.uint32]]:
    """Return by code point which are surnames, and plain ones; and the compound ones as pairs."""
    single, plain = np.zeros((2, 65536), dtype=np.bool_)
    single[[ord(c) for c in SINGLE]] = True
    plain[[ord(c) for c in PLAIN]] = True
    return single, plain, needles.numbered(COMPOUND)


def spans(own: Codes, at: Places) -> NDArray[np.int64]:
    """Return the candidates that begin at some places: place, length of surname, length."""
    surname, second, third, fourth = own[at + np.arange(4)[:, None]]
    singles, plain, pairs = _surnames()
    one = singles[surname] & _given(second)
    longer = one & _given(third)
    two = needles.among(surname << np.uint32(16) | second, pairs) & _given(third)
    last = _given(fourth)
    # As in _LENGTHS.
    may = (one, longer, longer & last & plain[second], two, two & last)
    place, kind = np.stack(may, axis=1).nonzero()
    return np.column_stack((at[place], np.array(_LENGTHS)[kind]))


def name_rows(model: Model, own: Codes, candidates: NDArray[np.int64]) -> Rows:
    """Return the features of candidates, one row each."""
    at, family, length = candidates.T
    end = at + length
    size = (length + 8 * family).astype(np.uint32)
    begin, close = own[at + np.arange(-3, 3)[:, None]], own[end + np.arange(-2, 3)[:, None]]
    b3, b2, b1, surname, _, _ = begin
    last2, last, a1, a2, a3 = close
    first = own[at + family]
    left2, into2, opening2, behind, given, out2, right2 = model.classes(
        np.concatenate((begin[1:5], close[:3])), np.concatenate((begin[2:], close[1:4]))
    )
    left3, into3, opening3, whole, across, out3, right3 = model.classes(
        np.concatenate((begin[:4], close[:3])),
        np.concatenate((begin[1:5], close[1:4])),
        np.concatenate((begin[2:], close[2:])),
    )
    left, into, opening = left2 + 4 * left3, into2 + 4 * into3, opening2 + 4 * opening3
    out, right = out2 + 4 * out3 + 16 * across, right2 + 4 * right3
    return _hashed(
        NAME_BITS,
        (1, (size,)),
        (2, (size, surname)),
        (3, (size, first)),
        (4, (size, last)),
        (5, (surname, first)),
        (6, (size, last2, last)),
        (7, (surname, last)),
        (8, (b1, surname)),
        (9, (b1,)),
        (10, (b2, b1)),
        (11, (b1, size)),
        (12, (a1, size)),
        (13, (a1, a2)),
        (14, (a1,)),
        (15, (last, a1)),
        (16, (last, a1, a2)),
        (17, (b1, a1)),
        (18, (size, into, opening)),
        (19, (size, out, right)),
        (20, (size, given, whole, opening)),
        (21, (left, into)),
        (22, (right, size)),
        (23, (size, into, out)),
        (24, (surname,)),
        (25, (size, whole, behind)),
        (26, (size, last2, last, a1)),
        (27, (b1, surname, first)),
        (28, (whole, out, size)),
        (29, (first, own[at + family + 1])),
        (30, (b3, b2, b1)),
        (31, (a1, a2, a3)),
    )
