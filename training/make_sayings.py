"""python -m training.make_sayings DICTIONARY [OUT]: make the table of words of four characters.

DICTIONARY is `jieba/dict.txt` of jieba 0.42.1 (MIT), of which idioms, phrases and states (i, l, z)
are taken: names run into nouns (村民刘建|设用地). The same dictionary gives the same table.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from deident.recognizers import sayings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OUT = Path(sayings.__file__).parent / "models" / "sayings.npz"
_KINDS = frozenset({"i", "l", "z"})
_FIELDS = 3


def words(lines: Iterable[str]) -> Iterator[str]:
    """Yield the words of four Chinese characters that are sayings."""
    for line in lines:
        fields = line.split()
        if len(fields) != _FIELDS or fields[2] not in _KINDS:
            continue
        word = fields[0]
        if len(word) == sayings.LENGTH and all("\u4e00" <= sign <= "\u9fff" for sign in word):
            yield word


def table(own: Iterable[str]) -> bytes:
    """Return the bits of some words."""
    bits = bytearray(1 << (sayings.BITS - 3))
    for word in own:
        for at in sayings.places(word):
            bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    chosen = parser.parse_args()
    lines = chosen.dictionary.read_text(encoding="utf-8").splitlines()
    bits = np.frombuffer(table(words(lines)), dtype=np.uint8)
    np.savez_compressed(chosen.out, bits=bits)


if __name__ == "__main__":
    main()
