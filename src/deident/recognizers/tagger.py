"""A small statistical tagger: which characters of a running text are a person's name.

A candidate is a surname and one to three characters behind it. Two linear models weigh it by
hashed features of its characters and its surroundings, and by whether the characters form words of
a dictionary there: the first drops nine candidates in ten by where they begin, the second judges
what is left by its length. All candidates of a text are weighed at once with numpy; the same text
always gives the same names. What the models look at is `name_features`' to say;
`training/train_names.py` makes them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.recognizers.name_features import (
    LEXICON_BITS,
    PAD,
    Model,
    beginnings,
    codes,
    mixed_word,
    name_rows,
    spans,
    start_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from deident.recognizers.name_features import Places, Rows

MODEL = Path(__file__).parent / "models" / "names.npz"
_OFTEN = 2
_AT_ONCE = 2048


class Tagged(NamedTuple):
    """A name the tagger believes in; `score` lies between 0 and 1."""

    start: int
    end: int
    score: float


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
    return rank(word) >= _OFTEN


def is_listed(word: str) -> bool:
    """Tell whether two or three characters are a word of the language, however rare."""
    return rank(word) > 0


@lru_cache(65536)
def rank(word: str) -> int:
    """Return how common two or three characters are as a word: 0 for none to 3."""
    if not 2 <= len(word) <= 3:
        return 0
    lexicon, size = shipped().lexicon, 1 << LEXICON_BITS
    first = lexicon[mixed_word(101, word) & (size - 1)]
    return int(min(first, lexicon[(mixed_word(102, word) & (size - 1)) + size]))


def _odds(
    weights: NDArray[np.int8], scale: float, rows: Callable[[Places], Rows], asked: Places
) -> NDArray[np.float64]:
    """Return the log-odds of what is asked about, so much at a time as stays near the processor."""
    totals = [np.zeros(0, dtype=np.int32)]
    for low in range(0, len(asked), _AT_ONCE):
        # Features lie in memory column by column.
        columns = rows(asked[low : low + _AT_ONCE]).T
        totals.append(weights.take(columns).sum(axis=0, dtype=np.int32))
    return np.asarray(np.concatenate(totals) * scale, dtype=np.float64)


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
    kept = _odds(model.starts, model.scales[0], lambda some: start_rows(model, own, some), at)
    candidates = spans(own, at[kept >= model.thresholds[0]])
    odds = _odds(model.names, model.scales[1], lambda some: name_rows(model, own, some), candidates)
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
