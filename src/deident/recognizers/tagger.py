"""A small statistical tagger: which characters of a running text are a person's name.

A candidate is a surname and one to three characters behind it. Two linear models weigh it by
hashed features of its characters and its surroundings, and by whether the characters form words of
a dictionary there: the first drops nine candidates in ten by where they begin, the second judges
what is left by its length. All candidates of a text are weighed at once with numpy; the same text
always gives the same names. `training/train_names.py` makes the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.recognizers import needles
from deident.recognizers.person_surnames import COMPOUND, PLAIN, SINGLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]
    Rows = NDArray[np.uint32]

MODEL = Path(__file__).parent / "models" / "names.npz"
LEXICON_BITS, START_BITS, NAME_BITS = 20, 17, 19
PAD = 4
"""How many breaks stand before and behind the text while it is weighed."""

_DIGIT, _LATIN, _BREAK, _OTHER = 1, 2, 3, 4
_PRIMES = tuple(np.uint32(p) for p in (2654435761, 2246822519, 3266489917, 668265263))
# Nobody is called so; most of what follows a surname by chance is.
_NEVER_GIVEN = (
    "的了们这那你我他她它吗呢吧啊是不没很么什些个每各其此被把且或及与着就因以系说称户叫请问"
)
_OFTEN = 2
_WORD = 0xFFFFFFFF
_LENGTHS = ((1, 2), (1, 3), (1, 4), (2, 3), (2, 4))
"""Characters of the surname and of the whole name."""
_TWO_SURNAMES = (1, 4)


class Tagged(NamedTuple):
    """A name the tagger believes in; `score` lies between 0 and 1."""

    start: int
    end: int
    score: float


@cache
def _kinds() -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return what each code point counts as, whether it may begin a name, and whether go on."""
    kinds = np.arange(65536, dtype=np.uint32)
    kinds[48:58] = _DIGIT
    kinds[65:91] = kinds[97:123] = _LATIN
    kinds[[9, 10, 13, 30, 32, 0x3000]] = _BREAK
    kinds[0xD800:0xF900] = _OTHER
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
    own[PAD : PAD + len(raw)] = kinds[np.minimum(raw, 0xD800)]
    return own


def mixed(slot: int, *parts: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hash some columns into one; `slot` tells one feature from another."""
    total = np.full(parts[0].shape, (slot * 0x9E3779B1) & 0xFFFFFFFF, dtype=np.uint32)
    for part, prime in zip(parts, _PRIMES, strict=False):
        total ^= part * prime
        total = (total << np.uint32(13)) | (total >> np.uint32(19))
        total *= np.uint32(0x85EBCA6B)
    return np.asarray(total ^ (total >> np.uint32(15)), dtype=np.uint32)


def _han(column: Codes) -> NDArray[np.bool_]:
    return np.asarray((column >= 0x4E00) & (column <= 0x9FFF))


def _given(column: Codes) -> NDArray[np.bool_]:
    _, _, given = _kinds()
    return given[column]


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
        first = self.lexicon[mixed(101, *parts) & size]
        second = self.lexicon[(mixed(102, *parts) & size) + np.uint32(1 << LEXICON_BITS)]
        return np.asarray(np.minimum(first, second), dtype=np.uint32)


def beginnings(own: Codes) -> Places:
    """Return where a name could begin: a surname, and Chinese behind it."""
    _, surname, _ = _kinds()
    may = surname[own]
    may[:-1] &= _han(own[1:])
    return np.flatnonzero(may)


def start_rows(model: Model, own: Codes, at: Places) -> Rows:
    """Return the features of places where a name may begin, one row each."""
    before2, before, surname = own[at - 2], own[at - 1], own[at]
    first, second = own[at + 1], own[at + 2]
    across = model.classes(before, surname)
    word = model.classes(surname, first)
    longer = model.classes(surname, first, second)
    around = model.classes(before, surname, first)
    behind = model.classes(first, second)
    left = model.classes(before2, before)
    words = across + 4 * word + 16 * longer + 64 * around
    columns = (
        mixed(1, surname, first),
        mixed(2, before, surname),
        mixed(3, before),
        mixed(4, surname),
        mixed(5, before, surname, first),
        mixed(6, first, second),
        mixed(7, surname, first, second),
        mixed(8, before2, before),
        mixed(9, words),
        mixed(10, across, left, behind),
    )
    return np.stack(columns, axis=1) & np.uint32((1 << START_BITS) - 1)


def spans(own: Codes, at: Places) -> NDArray[np.int64]:
    """Return the candidates that begin at some places: place, length of surname, length."""
    found = []
    compound = np.isin(
        own[at].astype(np.uint64) << np.uint64(32) | own[at + 1].astype(np.uint64),
        [ord(c[0]) << 32 | ord(c[1]) for c in sorted(COMPOUND)],
    )
    single = np.isin(own[at], [ord(c) for c in SINGLE])
    for family, length in _LENGTHS:
        may = compound if family == 2 else single
        if (family, length) == _TWO_SURNAMES:
            may = may & np.isin(own[at + 1], [ord(c) for c in sorted(PLAIN)])
        for offset in range(1, length):
            may = may & (_given if offset >= family else _han)(own[at + offset])
        places = at[may]
        columns = (places, np.full_like(places, family), np.full_like(places, length))
        found.append(np.stack(columns, axis=1))
    together = np.concatenate(found)
    return together[np.argsort(together[:, 0], kind="stable")]


def name_rows(model: Model, own: Codes, candidates: NDArray[np.int64]) -> Rows:
    """Return the features of candidates, one row each."""
    at, family, length = candidates.T
    end = at + length
    size = (length + 8 * family).astype(np.uint32)
    b3, b2, b1 = own[at - 3], own[at - 2], own[at - 1]
    surname, first = own[at], own[at + family]
    last, last2 = own[end - 1], own[end - 2]
    a1, a2, a3 = own[end], own[end + 1], own[end + 2]
    into = model.classes(b1, surname) + 4 * model.classes(b2, b1, surname)
    opening = model.classes(surname, own[at + 1]) + 4 * model.classes(b1, surname, own[at + 1])
    whole = model.classes(surname, own[at + 1], own[at + 2])
    out = (
        model.classes(last, a1)
        + 4 * model.classes(last, a1, a2)
        + 16 * model.classes(last2, last, a1)
    )
    given = model.classes(last2, last)
    behind = model.classes(own[at + 1], own[at + 2])
    left = model.classes(b2, b1) + 4 * model.classes(b3, b2, b1)
    right = model.classes(a1, a2) + 4 * model.classes(a1, a2, a3)
    columns = (
        mixed(1, size),
        mixed(2, size, surname),
        mixed(3, size, first),
        mixed(4, size, last),
        mixed(5, surname, first),
        mixed(6, size, last2, last),
        mixed(7, surname, last),
        mixed(8, b1, surname),
        mixed(9, b1),
        mixed(10, b2, b1),
        mixed(11, b1, size),
        mixed(12, a1, size),
        mixed(13, a1, a2),
        mixed(14, a1),
        mixed(15, last, a1),
        mixed(16, last, a1, a2),
        mixed(17, b1, a1),
        mixed(18, size, into, opening),
        mixed(19, size, out, right),
        mixed(20, size, given, whole, opening),
        mixed(21, left, into),
        mixed(22, right, size),
        mixed(23, size, into, out),
        mixed(24, surname),
        mixed(25, size, whole, behind),
        mixed(26, size, last2, last, a1),
        mixed(27, b1, surname, first),
        mixed(28, whole, out, size),
        mixed(29, first, own[at + family + 1]),
        mixed(30, b3, b2, b1),
        mixed(31, a1, a2, a3),
    )
    return np.stack(columns, axis=1) & np.uint32((1 << NAME_BITS) - 1)


@cache
def shipped() -> Model:
    """Return the model that comes with deident."""
    with np.load(MODEL, allow_pickle=False) as stored:
        return Model(
            lexicon=stored["lexicon"],
            starts=stored["starts"],
            names=stored["names"],
            scales=tuple(stored["scales"].tolist()),
            thresholds=tuple(stored["thresholds"].tolist()),
        )


def is_common(word: str) -> bool:
    """Tell whether two or three characters are a word of the language that is often written."""
    return _rank(word) >= _OFTEN


def is_listed(word: str) -> bool:
    """Tell whether two or three characters are a word of the language, however rare."""
    return _rank(word) > 0


@lru_cache(65536)
def _rank(word: str) -> int:
    if not 2 <= len(word) <= 3:
        return 0
    lexicon, size = shipped().lexicon, 1 << LEXICON_BITS
    first = lexicon[mixed_word(101, word) & (size - 1)]
    return int(min(first, lexicon[(mixed_word(102, word) & (size - 1)) + size]))


def mixed_word(slot: int, word: str) -> int:
    """Hash one word as `mixed` does columns: numpy is slow for a single one.

    >>> mixed_word(7, "安全") == int(mixed(7, *(np.array([ord(c)], np.uint32) for c in "安全"))[0])
    True
    """
    total = (slot * 0x9E3779B1) & _WORD
    for sign, prime in zip(word, _PRIMES, strict=False):
        total ^= ord(sign) * int(prime) & _WORD
        total = ((total << 13) | (total >> 19)) & _WORD
        total = total * 0x85EBCA6B & _WORD
    return total ^ (total >> 15)


def _total(weights: NDArray[np.int8], rows: Rows, scale: float) -> NDArray[np.float64]:
    return np.asarray(weights[rows].sum(axis=1, dtype=np.int32) * scale, dtype=np.float64)


def groups(candidates: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where the candidates of each place begin; candidates come by place."""
    places = candidates[:, 0]
    return np.flatnonzero(np.r_[True, places[1:] != places[:-1]] if len(places) else [])


def together(odds: NDArray[np.float64], first: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the log-odds that any of a place's candidates is a name: they exclude each other."""
    if not len(first):
        return np.zeros(0)
    return np.asarray(np.logaddexp.reduceat(odds, first))


def weighed(
    model: Model, text: str, threshold: float | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the likeliest candidate of each place that reaches a threshold, and its log-odds."""
    own = codes(text)
    at = beginnings(own)
    kept = _total(model.starts, start_rows(model, own, at), model.scales[0])
    candidates = spans(own, at[kept >= model.thresholds[0]])
    odds = _total(model.names, name_rows(model, own, candidates), model.scales[1])
    first = groups(candidates)
    whole = together(odds, first)
    # By place, then by odds: the first of each place is its best.
    order = np.lexsort((-odds, candidates[:, 0]))
    best = order[first]
    enough = whole >= (model.thresholds[1] if threshold is None else threshold)
    return candidates[best][enough], whole[enough]


def likely(text: str, threshold: float) -> tuple[Places, Places, NDArray[np.float64]]:
    """Return where likely names begin and end, and their log-odds, by rising place."""
    candidates, odds = weighed(shipped(), text, threshold)
    starts = candidates[:, 0] - PAD
    return starts, starts + candidates[:, 2], odds


def names(text: str, threshold: float | None = None, model: Model | None = None) -> list[Tagged]:
    """Return the names of a text, in order; where candidates overlap, the likelier one."""
    if not text:
        return []
    candidates, odds = weighed(model or shipped(), text, threshold)
    free = np.ones(len(text) + PAD, dtype=np.bool_)
    taken: list[Tagged] = []
    for index in np.lexsort((candidates[:, 0], -odds)):
        at, _, length = candidates[index].tolist()
        start, end = at - PAD, at - PAD + length
        if free[start:end].all():
            free[start:end] = False
            taken.append(Tagged(start, end, float(1 / (1 + np.exp(-odds[index])))))
    return sorted(taken)
