"""All features of a place are hashed at once; the model was trained on each hashed by itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deident.recognizers import name_features

numbers = st.integers(0, 0xFFFF)


@given(columns=st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=4, max_size=4))
def test_features_hash_together_as_alone(columns: list[list[int]]) -> None:
    """Rows hold what `mixed` says of each feature, the longest feature first."""
    one, two, three, four = (np.array(column, dtype=np.uint32) for column in columns)
    features = ((7, (one, two, three, four)), (5, (two, three, four)), (8, (three,)))
    rows = name_features._hashed(19, *features)
    alone = [
        name_features.mixed(slot, *parts) & np.uint32((1 << 19) - 1) for slot, parts in features
    ]
    assert rows.tolist() == np.stack(alone, axis=1).tolist()
