"""Recall, precision and coverage of what concerns people, against floors_persons.toml.

Every thirteenth document runs each time, the whole corpus with the slow tests. A sample fails only
where even the good end of its interval misses the floor by more than a little.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.corpus.persons.measuring import score as measured

from deident.cli.quality.figures import report

if TYPE_CHECKING:
    from deident.cli.quality.measuring import Score, Share

FLOORS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "floors_persons.toml").read_text(encoding="utf-8")
)
WHOLE = 1
SAMPLE = 13
"""No divisor of how often a frame is filled, so that a sample meets every frame in turn."""

SLACK = 0.05
"""The values of a table stand or fall together, so that the interval of a sample is too narrow."""

steps = pytest.mark.parametrize(
    "step", [SAMPLE, pytest.param(WHOLE, marks=pytest.mark.slow)], scope="module", indirect=True
)


@pytest.fixture(scope="module")
def step(request: pytest.FixtureRequest) -> int:
    """Return how far apart the documents are that are measured; 1 is the whole corpus."""
    distance: int = request.param
    return distance


@pytest.fixture(scope="module")
def score(step: int) -> Score:
    """Measure, and print what came out."""
    reached = measured(step)
    print(report(reached, failures=True))  # noqa: T201 - pytest shows it where a floor is missed
    return reached


def too_few(share: Share, floor: float, step: int) -> bool:
    """Tell whether a share is below its floor."""
    reached = share.value if step == WHOLE else share.interval[1] + SLACK
    return share.total > 0 and reached < floor


@steps
@pytest.mark.parametrize("kind", sorted(FLOORS["types"]))
def test_a_type_is_found_and_nothing_else_is_taken_for_it(
    score: Score, kind: str, step: int
) -> None:
    """Values found under their own type, values hidden whole, and what is hidden for nothing."""
    count, floors = score.of(kind), FLOORS["types"][kind]
    for what in floors:
        share: Share = getattr(count, what)
        assert not too_few(share, floors[what], step), f"{what} {share}"


@pytest.mark.slow
@pytest.mark.parametrize("step", [WHOLE], scope="module", indirect=True)
@pytest.mark.parametrize("key", sorted(FLOORS["tags"]))
def test_a_place_where_names_stand_has_its_own_floor(score: Score, key: str, step: int) -> None:
    """Labels, columns and free text differ too much for one figure."""
    kind, tag = key.split("/")
    count, floors = score.of(kind, tag), FLOORS["tags"][key]
    for what in floors:
        share: Share = getattr(count, what)
        assert not too_few(share, floors[what], step), f"{what} {share}"


@steps
def test_few_rows_of_grown_up_people_are_taken_for_children(score: Score, step: int) -> None:
    """A question about a row that is nobody's under age costs a reviewer's time."""
    share = score.minors_elsewhere
    reached = share.value if step == WHOLE else share.interval[0] - SLACK
    assert reached <= FLOORS["minors_elsewhere"], str(share)
