"""Names by a character that hardly anything else is written with: 于瑢, 苏赟, 武沄沄.

No text has taught the tagger such a character. Behind a surname it is somebody's given name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.recognizers import tagger
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.person_surnames import RARE, SINGLE
from deident.recognizers.person_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = frozenset("".join(WORDS["given signs"]))
"""Characters that stand in given names and in hardly any word."""

_SURNAMES, _ALL = "".join(sorted(SINGLE | RARE)), "".join(sorted(SIGNS))
_SIGNED = later(f"[{_SURNAMES}][{_ALL}]{{1,2}}")
_PAIRS = Needles((_SURNAMES, _ALL), shared=True)


def signed(text: str) -> Iterator[tuple[int, int]]:
    """Yield a surname and such characters behind it, if they are no word and no word runs in.

    >>> [*signed("新增于瑢一户")]
    [(2, 4)]
    """
    for found in _PAIRS.matches(_SIGNED, text):
        start, end = found.span()
        if tagger.is_listed(text[start : start + 2]):
            continue
        if not tagger.is_listed(text[max(0, start - 1) : start + 1]):
            yield start, end
