"""One writing for one value."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.ledger.canonical import dumps

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_back_and_written_the_same(value: object) -> None:
    """The text says all there is, and there is one text."""
    written = dumps(value)
    assert json.loads(written) == value
    assert dumps(json.loads(written)) == written


def test_the_example_of_the_standard() -> None:
    """RFC 8785: escapes of 3.2.2 (without its floats) and the order of 3.2.3."""
    value = {"string": '€$\x0f\nA\'B"\\\\"/', "literals": [None, True, False]}
    assert dumps(value) == (
        '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    names = ["€", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "ö"]
    order = ["\r", "1", "\u0080", "ö", "€", "\U0001f600", "\ufb33"]
    assert list(json.loads(dumps(dict.fromkeys(names, 0)))) == order


@pytest.mark.parametrize("value", [1.5, {1: 2}, 2**53, "\ud800", {"a": {1.0}}, float("nan")])
def test_what_has_no_single_writing_is_refused(value: object) -> None:
    """Floats, numbers that other readers round, halves of characters."""
    with pytest.raises((TypeError, ValueError)):
        dumps(value)
