"""Fill frames with words and values, and remember where the values came to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus.frames import SLOT
from tests.corpus.model import Label
from tests.corpus.variant import Piece, Pieces, Variant
from tests.corpus.variants import SLOTS, VARIANTS, guests
from tests.corpus.words import NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from tests.corpus.frames import Frame

_COLONS = (
    "：",
    "：",
    "：",
    "：",
    ":",
    ":",
    "： ",
    "为",
    "为",
    "是",
    " ",
    "",
    "(",
    "（",
    "（",
    "为",
)
_CLOSING = {"(": ")", "（": "）"}
_SPECIAL_SHARE = 0.22


class Draft:
    """A text that grows, with the labels in it."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._length = 0
        self._labels: list[Label] = []

    def add(self, piece: Piece) -> None:
        """Write a piece at the end."""
        start, self._length = self._length, self._length + len(piece.text)
        self._texts.append(piece.text)
        if piece.entity_type:
            self._labels.append(Label(start, self._length, piece.entity_type, piece.variant))

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._texts)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels, in order."""
        return tuple(self._labels)


def labelled(rng: Random, labels: tuple[str, ...], pieces: Pieces) -> Pieces:
    """Write a label before a value the many ways forms and sentences do."""
    colon = rng.choice(_COLONS)
    return (Piece(rng.choice(labels) + colon), *pieces, Piece(_CLOSING.get(colon, "")))


def value(rng: Random, slot: str, variant: Variant) -> Pieces:
    """Write a variant into a slot."""
    pieces = variant.make(rng)
    host = SLOTS.get(slot)
    if host is None or not host.labels:
        return pieces
    return labelled(rng, variant.labels or host.labels, pieces)


def _chance(rng: Random, slot: str) -> Variant:
    """Choose who stands in a slot that was not the reason for the document."""
    host = SLOTS.get(slot)
    if host is None or rng.random() > _SPECIAL_SHARE:
        return VARIANTS[host.plain if host else slot]
    return rng.choice(guests(slot))


def fill(
    draft: Draft,
    rng: Random,
    frame: Frame,
    wanted: Variant | None = None,
    words: Mapping[str, Callable[[Random], str]] = NEUTRAL,
) -> None:
    """Write a frame; the wanted variant stands in one of the slots that take it."""
    open_to = [i for i, slot in enumerate(frame.slots) if wanted and wanted in guests(slot)]
    chosen = rng.choice(open_to) if open_to else -1
    said: dict[str, str] = {}
    at = 0
    for index, match in enumerate(SLOT.finditer(frame.text)):
        draft.add(Piece(frame.text[at : match.start()]))
        at = match.end()
        slot = match.group(1)
        if guests(slot):
            variant = wanted if index == chosen and wanted else _chance(rng, slot)
            for piece in value(rng, slot, variant):
                draft.add(piece)
        elif slot.startswith("name"):
            draft.add(Piece(said.setdefault(slot, words["name"](rng))))
        else:
            draft.add(Piece(words[slot](rng)))
    draft.add(Piece(frame.text[at:]))
