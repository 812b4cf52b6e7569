"""The labelled prose: documents with values, hard negatives, ordinary documents."""

from __future__ import annotations

from functools import cache
from itertools import chain
from random import Random
from typing import TYPE_CHECKING

from tests.corpus import frames
from tests.corpus.compose import Draft, fill
from tests.corpus.model import Item
from tests.corpus.negatives import hard_negatives
from tests.corpus.ordinary import ordinary_documents
from tests.corpus.variant import Piece
from tests.corpus.variants import VARIANTS, guests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.corpus.frames import Frame
    from tests.corpus.variant import Variant

_JOINTS = ("\n", "\n", "", "\n\n", "\n\u3000\u3000")
_STOPS = ("。", "！", "？", "；")


@cache
def _sentences() -> tuple[Frame, ...]:
    """Every frame that takes a value."""
    return frames.load("positive") + frames.load("special")


@cache
def _hosts(variant: Variant) -> tuple[Frame, ...]:
    """The frames that take this variant."""
    return tuple(
        frame for frame in _sentences() if any(variant in guests(slot) for slot in frame.slots)
    )


@cache
def _of_register(name: str, register: str) -> tuple[Frame, ...]:
    """The frames of one register."""
    return tuple(frame for frame in frames.load(name) if frame.register == register)


def _plan(rng: Random, register: str, chosen: Frame) -> list[Frame]:
    """Put fillers and further sentences of the register around the chosen one."""
    plan = [chosen]
    neighbours = _of_register("positive", register)
    if neighbours and rng.random() < 0.35:
        plan.insert(rng.randint(0, 1), rng.choice(neighbours))
    fillers = _of_register("fillers", register)
    for filler in rng.sample(fillers, rng.choice((0, 0, 1, 1, 2))):
        plan.insert(rng.randint(0, len(plan)), filler)
    return plan


def _document(rng: Random, variant: Variant, number: int) -> Item:
    """Write one document that holds the variant."""
    chosen = rng.choice(_hosts(variant))
    plan = _plan(rng, chosen.register, chosen)
    draft = Draft()
    for place, frame in enumerate(plan):
        if place:
            # Frames of several lines, and their neighbours, begin on a line of their own.
            tight = "\n" not in frame.text + plan[place - 1].text
            closed = tight and draft.text.endswith(_STOPS)
            draft.add(Piece(rng.choice(_JOINTS) if closed else "\n"))
        fill(draft, rng, frame, variant if frame is chosen else None)
    return Item(
        id=f"prose-{number:05d}",
        register=chosen.register,
        text=draft.text,
        labels=draft.labels,
        kind="mixed" if len(plan) > 1 and _has_lookalike(plan) else "positive",
        templates=tuple(frame.id for frame in (chosen, *(f for f in plan if f is not chosen))),
    )


_LOOKALIKE_SLOTS = frozenset({"docno", "caseno", "officetel", "uscc", "amount", "nn"})


def _has_lookalike(plan: list[Frame]) -> bool:
    """Say whether numbers that must stay readable stand in the document."""
    return any(slot in _LOOKALIKE_SLOTS for frame in plan for slot in frame.slots)


def labelled_documents(seed: int) -> Iterator[Item]:
    """Yield every variant as often as its quota says, in a shuffled order."""
    order = [variant for variant in VARIANTS.values() for _ in range(variant.quota)]
    Random(seed).shuffle(order)
    for number, variant in enumerate(order):
        yield _document(Random(f"{seed}:prose:{number}"), variant, number)


def sentences(seed: int = 20240) -> Iterator[Item]:
    """Yield the whole prose corpus; the same seed yields the same documents."""
    return chain(labelled_documents(seed), hard_negatives(seed), ordinary_documents(seed))
