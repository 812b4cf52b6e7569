"""The second writing of a character, which readers of Unicode leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.rtf.flow import Byte, characters, is_fallback
from deident.formats.rtf.tokens import HEX_BASE, Token

if TYPE_CHECKING:
    from collections.abc import Sequence


class SecondWriting:
    """Takes in what follows a character in Unicode, until `left` characters of it are none."""

    __slots__ = ("bytes", "character", "end", "left", "start")

    def __init__(self, character: str, token: Token, left: int) -> None:
        self.character = character
        self.start, self.end = token.start, token.end
        self.left = left
        self.bytes: list[Byte] = []

    def take(self, token: Token) -> Token | None:
        """Take as much of a token as belongs here, and return the rest."""
        if token.kind == "hex":
            self.bytes.append(Byte(int(token.text, HEX_BASE), token.start, token.end))
            self.left -= 1
            return None
        if token.kind == "text":
            taken = token.text[: self.left]
            for at, character in enumerate(taken, token.start):
                self.bytes.append(Byte(ord(character), at, at + 1))
            self.left -= len(taken)
            left = token.text[len(taken) :]
            return Token("text", left, token.start + len(taken), token.end) if left else None
        self.left = 0
        return token

    def read(self, codec: str) -> tuple[Sequence[tuple[str, int, int]], bool]:
        """Return its characters with their places, and whether they say nothing of their own."""
        written = list(characters(self.bytes, codec))
        text = "".join(character for character, _, _ in written)
        return written, is_fallback(text, self.character)
