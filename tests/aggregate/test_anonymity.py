"""Classes of rows that look alike."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from deident.aggregate.anonymity import Likeness

rows = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["男", "女"])), max_size=60)


@given(rows)
def test_classes_are_what_counting_gives(shown: list[tuple[str, str]]) -> None:
    """The smallest class and every row that is alone in its own."""
    likeness = Likeness()
    for at, row in enumerate(shown):
        likeness.add(at + 1, row)
    counts = Counter(shown)
    classes = likeness.classes()
    alone = [at + 1 for at, row in enumerate(shown) if counts[row] == 1]
    assert classes.rows == len(shown)
    assert classes.smallest == min(counts.values(), default=0)
    assert classes.alone == len(alone)
    assert list(classes.unique) == alone[:20]


def test_a_row_is_eight_bytes_and_its_number() -> None:
    """A million rows stream by; their text does not stay."""
    likeness = Likeness()
    for at in range(100_000):
        likeness.add(at, (f"村{at % 700}", "男"))
    assert likeness.classes().smallest == 100_000 // 700
    assert likeness.classes().alone == 0
    assert len(likeness) == 100_000
