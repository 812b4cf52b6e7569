"""What a page draws and does not say: text that is only glyph numbers, glyphs that contradict it.

A text object may draw glyphs by their number in the font, whatever its characters are. A glyph is
one character wherever it is drawn; where one is said to be two, somebody's text is not what the
page shows, and only eyes can tell.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from deident.formats.ofd.glyphs import number, text_of
from deident.model import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_SYMBOLS = range(0xF0A0, 0xF100)
_MOST_BLANKS = 2
_FEWEST_UNUSABLE = 1
_MOST_ADDED = 2


class Faces:
    """The glyphs of every font seen so far, and the characters they are said to be."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], str] = {}
        self._blank: dict[str, set[str]] = {}

    def look(self, root: etree._Element, where: str, document: str) -> Iterator[Unread]:
        """Yield what a part draws that its text does not say. Fonts are numbered by document."""
        unusable = sum(sum(map(_is_private, text_of(code))) for code in root.iter("{*}TextCode"))
        if unusable >= _FEWEST_UNUSABLE:
            yield Unread(code="TEXT_UNUSABLE", where=where, params=(unusable,))
        wrong = 0
        for node in root.iter("{*}CGTransform"):
            wrong += self._contradicts(node, document)
        if wrong:
            yield Unread(code="GLYPHS_DIFFER", where=where, params=(wrong,))

    def _contradicts(self, node: etree._Element, document: str) -> int:
        parent = node.getparent()
        codes = list(parent.iterchildren("{*}TextCode"))
        if len(codes) > 1 and len(list(parent.iterchildren("{*}CGTransform"))) > 1:
            # Programs do not agree on what the positions are counted from.
            return 0
        font = f"{document} {parent.get('Font', '')}"
        text = "".join(map(text_of, codes))
        start = int(number(node.get("CodePosition"), 0))
        glyphs = (node.findtext("{*}Glyphs") or "").split()
        count = int(number(node.get("CodeCount"), len(glyphs)))
        if count != len(glyphs):
            # A ligature is fewer glyphs, an accent one more; a row of them is nobody's character.
            return max(0, len(glyphs) - count - _MOST_ADDED)
        return sum(
            self._differs(font, glyph, char)
            for glyph, char in zip(glyphs, text[start : start + count], strict=False)
        )

    def _differs(self, font: str, glyph: str, char: str) -> bool:
        if char.isspace():
            blanks = self._blank.setdefault(font, set())
            blanks.add(glyph)
            return len(blanks) > _MOST_BLANKS or _tells(self._said.get((font, glyph), " "))
        plain = unicodedata.normalize("NFKC", char)
        said = self._said.setdefault((font, glyph), plain)
        if glyph in self._blank.get(font, ()) and _tells(plain):
            return True
        return said != plain and (_tells(said) or _tells(plain))


def _is_private(char: str) -> bool:
    return unicodedata.category(char) == "Co" and ord(char) not in _SYMBOLS


def _tells(char: str) -> bool:
    """Say whether a character can be part of a number: the others have look-alikes of right."""
    return char.isascii() and char.isalnum()
