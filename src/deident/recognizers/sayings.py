"""Words of four characters, 人云亦云 and 推陈出新: no name begins or ends inside one.

They stand in a table of bits, eight to a word: one text in ten million is taken for a word that is
none, and a name beside it for none. `training/make_sayings.py` makes it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from deident.recognizers.name_features import mixed_word

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = 4
BITS = 21
SLOTS = tuple(range(201, 209))
_FILE = Path(__file__).parent / "models" / "sayings.npz"
_LEAST_SHARED = 2


def places(word: str) -> Iterator[int]:
    """Yield the bits that stand for a word."""
    return (mixed_word(slot, word) & ((1 << BITS) - 1) for slot in SLOTS)


@cache
def _table() -> bytes:
    with np.load(_FILE) as stored:
        return bytes(stored["bits"].tobytes())


def is_saying(word: str) -> bool:
    """Tell whether four characters are a word of the language.

    >>> is_saying("推陈出新"), is_saying("王明月在")
    (True, False)
    """
    table = _table()
    return len(word) == LENGTH and all(table[at >> 3] >> (at & 7) & 1 for at in places(word))


def cut_by(text: str, start: int, end: int) -> bool:
    """Tell whether a word of four characters is cut by a span: 人|云亦云|, 委内瑞|拉加拉|加斯.

    >>> cut_by("推陈出新", 1, 4), cut_by("推陈，出新", 0, 2)
    (True, False)
    """
    for low in range(max(0, start - LENGTH + _LEAST_SHARED), end - _LEAST_SHARED + 1):
        shared = min(end, low + LENGTH) - max(start, low)
        inside = start <= low and low + LENGTH <= end
        if shared >= _LEAST_SHARED and not inside and is_saying(text[low : low + LENGTH]):
            return True
    return False
