"""A sequence that goes to disk is still the same sequence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.spool import Spool


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
