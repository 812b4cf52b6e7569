"""A sequence that goes to disk is still the same sequence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.mask import DECISIONS, STEPS
from deident.model import (
    Action,
    Decision,
    Evidence,
    Finding,
    Mask,
    Place,
    Quad,
    Region,
    Role,
    Span,
    Tier,
)
from deident.spool import Spool

spans = st.tuples(st.integers(0, 50), st.integers(1, 50)).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])
)
places = st.builds(Place, st.text(max_size=5), spans)
words = st.sampled_from(["", "a", "甲"])
findings = st.builds(
    Finding,
    places=st.lists(places, min_size=1, max_size=3).map(tuple),
    entity_type=words,
    score=st.sampled_from([0.3, 1.0]),
    recognizer=words,
    evidence=st.builds(
        Evidence, st.sampled_from(Tier), words, st.sampled_from(Role), st.none() | st.booleans()
    ),
    fingerprint=words,
)
decisions = st.builds(
    Decision, finding=findings, action=st.sampled_from(Action), operator=words, style=words,
    because=words, by=words, basis=words, group=words,
)  # fmt: skip
steps = st.builds(Mask, places, words) | st.builds(
    Region, st.integers(1, 9), st.just(Quad(0, 0, 1, 0, 1, 1, 0, 1))
)


@given(st.lists(st.lists(st.integers(), max_size=5), max_size=20), st.integers(0, 30))
def test_what_goes_in_comes_out_wherever_it_waited(batches: list[list[int]], limit: int) -> None:
    """In memory, on disk, or partly on each."""
    spool: Spool[int] = Spool(in_memory=limit)
    for batch in batches:
        spool.append(batch)
    flat = [item for batch in batches for item in batch]
    assert list(spool) == flat
    assert [list(batch) for batch in spool.batches()] == batches
    assert [spool[i] for i in range(len(flat))] == flat
    assert spool[1:4] == flat[1:4]


def test_there_is_nothing_behind_the_end() -> None:
    """Like any sequence."""
    spool: Spool[int] = Spool()
    spool.append([1, 2])
    assert spool[-1] == 2
    with pytest.raises(IndexError):
        spool[2]


@given(st.lists(st.lists(st.integers(), max_size=5), min_size=1, max_size=9), st.integers(0, 30))
def test_a_batch_may_be_put_in_the_place_of_another(batches: list[list[int]], limit: int) -> None:
    """Also where it was packed already, or is longer than the one before."""
    spool: Spool[int] = Spool(in_memory=limit)
    for batch in batches:
        spool.append(batch)
    batches[0], batches[-1] = [7] * 9, [*batches[-1], 8]
    spool.replace(0, batches[0])
    spool.replace(len(batches) - 1, batches[-1])
    assert [list(batch) for batch in spool.batches()] == batches
    assert spool[len(spool) - 1] == 8


@given(st.lists(decisions, max_size=6))
def test_packed_decisions_are_the_same_decisions(batch: list[Decision]) -> None:
    """What many share is kept once; nothing is mixed up."""
    assert list(DECISIONS.unpack(DECISIONS.pack(batch))) == batch


@given(st.lists(steps, max_size=6))
def test_packed_steps_are_the_same_steps(batch: list[Mask | Region]) -> None:
    """Masks, regions, and both in one page."""
    assert list(STEPS.unpack(STEPS.pack(batch))) == batch
