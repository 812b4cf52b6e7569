"""Names of minorities by their parts, written without a dot or with a wrong one.

Tibetans, Mongols, Uyghurs, Kazakhs and Yi build names of a few hundred parts. Two parts in a row
are hardly ever anything else, whatever dot stands between; a part of three characters and more is
a name alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from deident.recognizers import needles
from deident.recognizers.later import later
from deident.recognizers.person_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_PARTS = sorted(WORDS["parts"], key=lambda part: (-len(part), part))
_LONG = [part for part in _PARTS if len(part) > 2]
_ANY = "|".join(_PARTS)
_DOTTED = f"(?:{_ANY}){{1,3}}(?:[.。·](?:{_ANY}){{1,3}}){{1,2}}"
# Most text begins no part at all: that is seen at once.
_FIRST = "".join(sorted({part[0] for part in _PARTS}))
BUILT = f"(?=[{_FIRST}])(?:{_DOTTED}|(?:{_ANY}){{2,3}}[惹嫫]?|(?:{_ANY})[惹嫫]|{'|'.join(_LONG)})"
"""Such a name, as a pattern."""

_BUILT = later(f"{BUILT}(?![·•])")
_SHORTEST = 3
_HIGHEST = 0xFFFF


@cache
def _signs() -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
    """Return which characters parts are made of, and the pairs that they begin with."""
    within = np.zeros(_HIGHEST + 1, dtype=np.bool_)
    within[[ord(sign) for sign in frozenset("".join(_PARTS)) | frozenset("惹嫫.。·")]] = True
    return within, needles.numbered(_PARTS)


def _beginnings(text: str) -> list[int]:
    """Return where a part may begin: three of their characters in a row, the first two a pair."""
    if len(text) < _SHORTEST:
        return []
    signs = needles.codes(text)
    within, pairs = _signs()
    inside = within[signs]
    runs = np.flatnonzero(inside[:-2] & inside[1:-1] & inside[2:])
    first, second = signs[runs].astype(np.uint32), signs[runs + 1].astype(np.uint32)
    begun: list[int] = runs[needles.among(first << np.uint32(16) | second, pairs)].tolist()
    return begun


def undotted(text: str) -> Iterator[tuple[int, int]]:
    """Yield where such names stand.

    >>> [*undotted("由才让卓玛照料，与阿木古郎同住")]
    [(1, 5), (9, 13)]
    """
    done = 0
    for at in _beginnings(text):
        name = _BUILT.match(text, at) if at >= done else None
        if name and text[at - 1 : at] != "·":
            done = name.end()
            yield name.span()
