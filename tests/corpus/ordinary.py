"""Ordinary documents: what an office publishes on most days, without anybody's data."""

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

    from tests.corpus.frames import Frame

COUNT = 520
SHORTEST = 300
_REGISTERS = ("notice", "minutes", "report", "reply", "policy", "news")


def _frames(register: str) -> list[Frame]:
    """The frames of one register of ordinary documents."""
    return [frame for frame in frames.load("ordinary") if frame.register == register]


def _document(seed: int, number: int) -> Item:
    """Write one document of 300 to 2,000 characters."""
    rng = Random(f"{seed}:ordinary:{number}")
    register = _REGISTERS[number % len(_REGISTERS)]
    body = _frames(register)
    paragraphs = rng.sample(body, rng.randint(4, len(body)))
    title = rng.choice(_frames(f"{register}-title"))
    end = rng.choice(_frames(f"{register}-end"))
    used: list[str] = []
    plan = [title, *sorted(paragraphs, key=lambda frame: frame.id), end]
    if register == "reply" or rng.random() < 0.3:
        other = _frames(rng.choice(_REGISTERS))
        plan[-1:-1] = rng.sample(other, 2)
    spare = [frame for frame in body if frame not in plan]
    draft = Draft()
    while plan:
        frame = plan.pop(0)
        if draft.text:
            draft.add(Piece("\n"))
        fill(draft, rng, frame, words=LOOKALIKES)
        used.append(frame.id)
        if len(plan) == 1 and len(draft.text) < SHORTEST and spare:
            plan.insert(0, spare.pop())
    return Item(
        id=f"ordinary-{number:05d}",
        register=register,
        text=draft.text,
        labels=(),
        kind="ordinary",
        templates=tuple(used),
    )


def ordinary_documents(seed: int) -> Iterator[Item]:
    """Yield the ordinary documents, every register equally often."""
    return (_document(seed, number) for number in range(COUNT))
