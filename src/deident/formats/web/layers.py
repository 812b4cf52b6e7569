"""Text written inside other text, and the way back to the place in the source it came from.

A number may stand in an address, in an attribute, in a page, in an attribute of another page. Each
such writing is a `Layer`: its characters as they are meant, where each of them stands in the
source, and how a character is written there without ending what it stands in.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Sequence


class Layer(NamedTuple):
    """A decoded text; its characters stand one by one from `shift` on, or where `offsets` says."""

    text: str
    escape: Callable[[str], str]
    offsets: array[int] | None = None
    shift: int = 0

    def __repr__(self) -> str:
        return unprinted(self)

    def at(self, index: int) -> int:
        """Return where in the source a character begins, or the one before it ends."""
        return self.shift + (index if self.offsets is None else self.offsets[index])

    def within(
        self,
        start: int,
        end: int,
        decode: Callable[[str], tuple[str, array[int] | None]] | None = None,
        escape: Callable[[str], str] | None = None,
    ) -> Layer:
        """Return a part of this text, decoded once more."""
        text = self.text[start:end]
        inner: array[int] | None = None
        if decode is not None:
            text, inner = decode(text)
        write = self.escape if escape is None else _both(self.escape, escape)
        if inner is None:
            if self.offsets is None:
                return Layer(text, write, None, self.shift + start)
            return Layer(text, write, self.offsets[start : end + 1], self.shift)
        if self.offsets is None:
            return Layer(text, write, inner, self.shift + start)
        return Layer(
            text, write, array("q", [self.offsets[start + place] for place in inner]), self.shift
        )


def _both(outer: Callable[[str], str], inner: Callable[[str], str]) -> Callable[[str], str]:
    return lambda new: outer(inner(new))


def decoded(
    text: str,
    pattern: re.Pattern[str],
    meaning: Callable[[re.Match[str]], Iterable[tuple[str, int]] | None],
) -> tuple[str, array[int] | None]:
    """Write what a pattern finds as what it means; say where every character stood.

    `meaning` yields characters, one at a time, with the width that each has in the source; None
    leaves what was found as it is.
    """
    parts: list[str] = []
    offsets = array("q")
    at = 0
    for found in pattern.finditer(text):
        meant = meaning(found)
        if meant is None:
            continue
        start = found.start()
        parts.append(text[at:start])
        offsets.extend(range(at, start))
        for character, width in meant:
            parts.append(character)
            offsets.append(start)
            start += width
        at = found.end()
    if not at:
        return text, None
    parts.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return "".join(parts), offsets


def chained(
    text: str, decoders: Sequence[Callable[[str], tuple[str, array[int] | None]]]
) -> tuple[str, array[int] | None]:
    """Decode a text several times over."""
    offsets: array[int] | None = None
    for decode in decoders:
        text, inner = decode(text)
        if inner is not None:
            outer = offsets
            offsets = inner if outer is None else array("q", [outer[place] for place in inner])
    return text, offsets
