"""A line is read once for all frames that show it, and forgotten with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from tests.ocr.shared import Scripted

from deident.ocr.remembered import Memory, Recognised, kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.ocr import RgbImage

ONE, OTHER = (np.full((4, 9, 3), shade, np.uint8) for shade in (10, 20))


@dataclass
class Recogniser:
    """Says how bright a line is, and counts the lines it was shown."""

    shown: list[int] = field(default_factory=list)

    def read(self, crops: Sequence[RgbImage]) -> Recognised:
        """Answer, and count."""
        said = [int(crop[0, 0, 0]) for crop in crops]
        self.shown += said
        return Recognised([str(shade) for shade in said], [0.9] * len(said), said)


def test_a_line_is_read_once_for_all_frames() -> None:
    """Also where it comes twice in one of them; the answers keep their order."""
    memory, recogniser = Memory(), Recogniser()
    with memory.kept():
        first = memory.read(recogniser.read, [ONE, OTHER, ONE])
        again = memory.read(recogniser.read, [OTHER, ONE])
    assert (first.txts, again.txts) == (("10", "20", "10"), ("20", "10"))
    assert recogniser.shown == [10, 20]


def test_two_recognisers_are_two() -> None:
    """What one made of a line is no answer of the other, who errs elsewhere."""
    memory, one, other = Memory(), Recogniser(), Recogniser()
    with memory.kept():
        memory.read(one.read, [ONE])
        memory.read(other.read, [ONE])
    assert (one.shown, other.shown) == ([10], [10])


def test_a_picture_is_forgotten_when_it_was_read() -> None:
    """A line of one document answers nothing about another."""
    memory, recogniser = Memory(), Recogniser()
    with memory.kept():
        memory.read(recogniser.read, [ONE])
    memory.read(recogniser.read, [ONE])
    with memory.kept():
        memory.read(recogniser.read, [ONE])
    assert recogniser.shown == [10, 10, 10]


def test_an_engine_that_gave_up_says_so() -> None:
    """Nothing is remembered of it."""
    memory = Memory()
    with memory.kept():
        assert memory.read(lambda _: Recognised(None, (), ()), [ONE]).txts is None
        assert memory.read(Recogniser().read, [ONE]).txts == ("10",)


def test_an_engine_without_a_memory_reads_as_ever() -> None:
    """Whoever brings an engine of their own owes it nothing."""
    with kept(Scripted([()])):
        pass


def test_what_was_read_is_not_printed() -> None:
    """A memory in an error report shows no text."""
    memory = Memory()
    with memory.kept():
        said = memory.read(Recogniser().read, [ONE])
        assert "10" not in repr(memory) + repr(said)
