"""The text that nothing covers, in which values are looked for once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deident.recognizers.seeker import Seeker

# So much of it is held, in memory only.
_REST_CHARACTERS = 24_000_000


class Rests:
    """The text of each page that nothing covers, while it is little enough to be held."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._room = _REST_CHARACTERS

    def keep(self, text: str) -> bool:
        """Keep a page's text; False where that is too much."""
        self._texts.append(text)
        self._room -= len(text)
        return self._room >= 0

    def holding(self, seeker: Seeker) -> frozenset[int]:
        """Return the numbers of the pages in which a value stands once more."""
        return frozenset(
            number
            for number, text in enumerate(self._texts)
            if next(seeker.spans(text), None) is not None
        )
