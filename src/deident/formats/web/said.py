"""Words that an element's attributes give to the text in it: `<td data-label="住址">`.

Pages for telephones show such a word before each cell, where a table has no room for its header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.tables import is_header_like, is_header_word, normalise
from deident.formats.web import words as words
from deident.model import NO_LABELS, Labels

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMING = (
    "data-label", "data-th", "data-header", "data-column", "data-col", "data-title", "data-field",
    "data-key", "data-prop", "data-name", "itemprop",
)  # fmt: skip
_SHOWN = ("aria-label", "title", "data-caption", "abbr")
_LONGEST = 40


def word_of(values: Mapping[str, str]) -> str:
    """Return the word that a tag's attributes give to what is in it; "" where none does."""
    for name in _NAMING:
        word = values.get(name, "")
        if word and len(word) <= _LONGEST and is_header_like(word):
            return normalise(word)
    for name in _SHOWN:
        word = values.get(name, "")
        if word and len(word) <= _LONGEST and is_header_word(word):
            return normalise(word)
    return ""


class Said:
    """The innermost element that says what its text is, while the tags in it go by."""

    def __init__(self) -> None:
        self.labels: Labels = NO_LABELS
        self._name = ""
        self._depth = 0

    def __bool__(self) -> bool:
        return bool(self._name)

    def open(self, name: str, word: str) -> None:
        """Note a tag that is not void, and the word that it says."""
        if word or (name == self._name and name in words.ENDING_EACH_OTHER):
            self.labels = Labels(row=word) if word else NO_LABELS
            self._name, self._depth = (name, 1) if word else ("", 0)
        elif self._name:
            self._depth += name == self._name

    def close(self, name: str) -> None:
        """Note an end tag, behind the text before it; a row or a table ends its cells."""
        if not self._name:
            return
        self._depth -= name == self._name
        ended = self._name in words.ENDING_EACH_OTHER and name in words.LISTS and name != "div"
        if not self._depth or (ended and name != self._name):
            self._name, self.labels = "", NO_LABELS
