"""Plain text whose lines one mail program broke and another joins: RFC 3676, format=flowed.

A line that ends in a blank goes on in the next one. With `delsp=yes`, as Chinese is sent, the blank
goes too, and a number that was broken is one number on the screen. The folds of an appointment are
joined alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SOFT = re.compile(r" (\r?\n)(>*) ?")
_FOLD = re.compile(r"\r?\n[ \t]")
_SIGNATURE = "--"


class Break(NamedTuple):
    """What a reader's program takes out, and where it stood in the joined text."""

    at: int
    text: str

    def __repr__(self) -> str:
        return unprinted(self)


class Change(NamedTuple):
    """New text for a part of the joined text."""

    start: int
    end: int
    new: str

    def __repr__(self) -> str:
        return unprinted(self)


def joined(text: str, *, without_blank: bool) -> tuple[str, tuple[Break, ...]]:
    r"""Join lines as a mail program does; return what was taken out, too.

    >>> joined("138 \n0000", without_blank=True)[0]
    '1380000'
    """
    return _without(text, _soft(text, without_blank=without_blank))


def unfolded(text: str) -> tuple[str, tuple[Break, ...]]:
    """Join lines as a calendar does: what begins with a blank goes on; return it as `joined`."""
    return _without(text, (found.span() for found in _FOLD.finditer(text)))


def _soft(text: str, *, without_blank: bool) -> Iterator[tuple[int, int]]:
    for found in _SOFT.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        line = text[start : found.start()]
        quotes = len(line) - len(line.lstrip(">"))
        if quotes != len(found[2]) or line[quotes:].strip() == _SIGNATURE:
            continue
        yield found.start() + (not without_blank), found.end()


def _without(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, tuple[Break, ...]]:
    parts: list[str] = []
    breaks: list[Break] = []
    done = length = 0
    for start, end in spans:
        parts.append(text[done:start])
        length += start - done
        done = end
        breaks.append(Break(length, text[start:end]))
    return "".join((*parts, text[done:])), tuple(breaks)


def broken(text: str, changes: Iterable[Change], breaks: Iterable[Break]) -> str:
    """Write changes, given by rising start, into a joined text and break it where it was broken."""
    parts: list[str] = []
    at = 0
    left = [*breaks][::-1]

    def put(new: str, start: int, end: int) -> None:
        done = 0
        while left and left[-1].at < end:
            one = left.pop()
            here = min(one.at - start, len(new))
            parts.extend((new[done:here], one.text))
            done = here
        parts.append(new[done:])

    for start, end, new in changes:
        if not at <= start < end <= len(text):
            raise ValueError("masks overlap, come out of order or reach beyond the text")
        put(text[at:start], at, start)
        put(new, start, end)
        at = end
    put(text[at:], at, len(text) + 1)
    return "".join(parts)
