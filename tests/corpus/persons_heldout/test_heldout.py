"""Names in phrasing that the rules have not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.corpus.persons_heldout.heldout import documents, entries, score

from deident.cli.quality.figures import report

if TYPE_CHECKING:
    from deident.cli.quality.measuring import Score

RECALL, PRECISION, LABELLED = 0.92, 0.90, 0.95


@pytest.fixture(scope="module")
def measured() -> Score:
    """Measure, and print the figures, not what failed."""
    reached = score()
    print(report(reached))  # noqa: T201 - pytest shows it where a floor is missed
    return reached


def test_most_names_are_found_and_little_else(measured: Score) -> None:
    """Officials, places, firms and idioms count as false alarms."""
    count = measured.of("PERSON")
    assert count.recall.value >= RECALL, str(count.recall)
    assert count.precision.value >= PRECISION, str(count.precision)


def test_names_by_their_labels_are_found(measured: Score) -> None:
    """Labels differ from those that are known; the names behind them do not."""
    assert measured.of("PERSON", "labelled").recall.value >= LABELLED


def test_labels_lie_on_the_names() -> None:
    """The same documents each time, and in each a name where a label says so."""
    assert [*entries()] == [*entries()]
    for item in documents():
        for label in item.labels:
            assert item.said(label.spot).strip() == item.said(label.spot) != ""
