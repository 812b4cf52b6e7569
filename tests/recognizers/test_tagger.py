"""All features of a place are hashed at once; the model was trained on each hashed by itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deident.recognizers import tagger

numbers = st.integers(0, 0xFFFF)


@given(columns=st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=4, max_size=4))
def test_features_hash_together_as_alone(columns: list[list[int]]) -> None:
    """Rows hold what `mixed` says of each feature, the longest feature first."""
    one, two, three, four = (np.array(column, dtype=np.uint32) for column in columns)
    features = ((7, (one, two, three, four)), (5, (two, three, four)), (8, (three,)))
    rows = tagger._hashed(19, *features)
    alone = [tagger.mixed(slot, *parts) & np.uint32((1 << 19) - 1) for slot, parts in features]
    assert rows.tolist() == np.stack(alone, axis=1).tolist()


def test_a_text_longer_than_is_weighed_at_once_loses_no_name() -> None:
    """Places are weighed some thousands at a time."""
    text = "经查，李建国、王秀英已到场。" * (tagger._AT_ONCE // 2)
    found = {tagged.start for tagged in tagger.names(text)}
    assert {at % len("经查，李建国、王秀英已到场。") for at in found} == {3, 7}
    assert len(found) == tagger._AT_ONCE
