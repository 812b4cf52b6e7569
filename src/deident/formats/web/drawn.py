"""What a page draws instead of writing it: nobody here reads shapes, so they are counted."""

from __future__ import annotations

from deident.formats.web import tags as tags
from deident.formats.web import words as words

_DEFINITIONS = frozenset({"defs", "symbol"})
_DIGITS = 11


class Drawing:
    """The drawings of a page, one at a time; inside one the rules of XML hold.

    As many strokes as the shortest number has digits may be a number that is drawn. What is only
    defined is not shown, and an icon has fewer strokes.
    """

    def __init__(self) -> None:
        self._depth = self._strokes = self._defining = 0

    def __bool__(self) -> bool:
        return self._depth > 0

    def open(self, name: str, rest: str) -> bool:
        """Note a tag; say whether the drawing may now hold a number."""
        if name in words.FOREIGN:
            self._depth += 1
        elif self._depth and name in _DEFINITIONS:
            self._defining += 1
        elif self._depth and name in words.STROKES and not self._defining:
            moves = tags.notes(rest).values.get("d", "").lower().count("m")
            before, self._strokes = self._strokes, self._strokes + max(moves, 1)
            return before < _DIGITS <= self._strokes
        return False

    def close(self, name: str) -> None:
        """Note an end tag."""
        if name in words.FOREIGN:
            self._depth = max(0, self._depth - 1)
            if not self._depth:
                self._strokes = self._defining = 0
        elif name in _DEFINITIONS:
            self._defining = max(0, self._defining - 1)
