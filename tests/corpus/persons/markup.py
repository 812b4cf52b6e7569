"""Fill a frame: choose alternatives, draw the slots, remember where each value came to stand.

`{a|b}` is a choice, `<slot>` a value, `<slot:1>` the same value each time, `[P:…]` a label of the
type `TYPES["P"]`, `[?:…]` what may be masked or kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tests.corpus.persons.slots import SLOTS

if TYPE_CHECKING:
    from random import Random

TYPES = {
    "P": "PERSON",
    "A": "CN_HOME_ADDRESS",
    "B": "BIRTH_DATE",
    "W": "PROPERTY_STATUS",
    "H": "HEALTH_STATUS",
    "M": "MINOR",
    "I": "CN_RESIDENT_ID",
    "T": "CN_MOBILE",
    "?": "?",
}
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([a-z_]+)(?::([0-9]))?>")
_MARK = re.compile(r"\[([A-Z?])(?:#([^:\]]*))?:([^\[\]]*)\]")


class Mark(NamedTuple):
    """A labelled range of a filled frame; the type "?" may be masked or kept."""

    start: int
    end: int
    entity_type: str
    tag: str


class Filled(NamedTuple):
    """A filled frame."""

    text: str
    marks: tuple[Mark, ...]


def fill(frame: str, rng: Random, *, keeps: frozenset[str] = frozenset()) -> Filled:
    """Fill a frame; labels of the types that the scene `keeps` fall away."""
    while match := _CHOICE.search(frame):
        chosen = rng.choice(match.group(1).split("|"))
        frame = frame[: match.start()] + chosen + frame[match.end() :]
    drawn: dict[str, str] = {}

    def draw(match: re.Match[str]) -> str:
        slot, number = match.groups()
        if number is None:
            return SLOTS[slot](rng)
        return drawn.setdefault(match.group(), SLOTS[slot](rng))

    return _unmark(_SLOT.sub(draw, frame).replace("\\n", "\n").replace("\\t", "\t"), keeps)


def _unmark(marked: str, keeps: frozenset[str]) -> Filled:
    pieces: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        before = marked[at : match.start()]
        code, tag, value = match.group(1), match.group(2) or "", match.group(3)
        length += len(before)
        if value and TYPES[code] not in keeps:
            marks.append(Mark(length, length + len(value), TYPES[code], tag))
        pieces += (before, value)
        length += len(value)
        at = match.end()
    return Filled("".join((*pieces, marked[at:])), tuple(marks))
