"""Hard negatives: documents full of numbers of which none is personal."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.corpus import frames
from tests.corpus.compose import Draft, fill
from tests.corpus.lookalikes import LOOKALIKES
from tests.corpus.model import Item
from tests.corpus.variant import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 1_400


def _document(seed: int, number: int) -> Item:
    """Write one or two sentences about one kind of look-alike."""
    rng = Random(f"{seed}:negative:{number}")
    registers = tuple(dict.fromkeys(frame.register for frame in frames.load("negatives")))
    register = registers[number % len(registers)]
    here = [frame for frame in frames.load("negatives") if frame.register == register]
    plan = rng.sample(here, rng.choice((1, 1, 2)))
    draft = Draft()
    for place, frame in enumerate(plan):
        if place:
            draft.add(Piece("\n"))
        fill(draft, rng, frame, words=LOOKALIKES)
    return Item(
        id=f"negative-{number:05d}",
        register=register,
        text=draft.text,
        labels=(),
        kind="hard_negative",
        templates=tuple(frame.id for frame in plan),
    )


def hard_negatives(seed: int) -> Iterator[Item]:
    """Yield the hard negatives, every kind equally often."""
    return (_document(seed, number) for number in range(COUNT))
