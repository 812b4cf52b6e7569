"""Recall, precision and questions over the corpus, against the floors of floors.toml.

The whole corpus is slow; every eleventh document and roster run each time. A sample fails
only where even the good end of its interval misses the floor.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.corpus.finding import covered_cells, csv_cells, finder, xlsx_cells
from tests.corpus.other_types import other_types
from tests.corpus.prose import sentences
from tests.corpus.roster_files import write_csv, write_xlsx
from tests.corpus.rosters import rosters
from tests.corpus.score import Lost, Score, Share, lost_cells, measure, surviving_cells, table
from tests.corpus.variant import FAMILIES
from tests.corpus.variants import VARIANTS

from deident.api import Deidentifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.corpus.model import Roster

FLOORS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "floors.toml").read_text(encoding="utf-8")
)
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
WHOLE = 1
SAMPLE = 11
"""A prime: frames, layouts and scenes take turns, and a sample must meet all of them."""

steps = pytest.mark.parametrize(
    "step", [SAMPLE, pytest.param(WHOLE, marks=pytest.mark.slow)], scope="module", indirect=True
)


@pytest.fixture(scope="module")
def deidentifier() -> Deidentifier:
    """Return one that is prepared once for the whole module."""
    return Deidentifier()


@pytest.fixture(scope="module")
def step(request: pytest.FixtureRequest) -> int:
    """Return how far apart the documents are that are measured; 1 is the whole corpus."""
    distance: int = request.param
    return distance


@pytest.fixture(scope="module")
def prose(deidentifier: Deidentifier, step: int) -> Score:
    """Measure the labelled prose, and print what came out."""
    score = measure(list(sentences())[::step], finder(deidentifier))
    print(table(score))  # noqa: T201 - pytest shows it where a floor is missed
    return score


@pytest.fixture(scope="module")
def others(deidentifier: Deidentifier, step: int) -> Score:
    """Measure the other types of personal information."""
    score = measure(list(other_types())[::step], finder(deidentifier))
    print(table(score))  # noqa: T201 - as above
    return score


def too_many(share: Share, ceiling: float, step: int) -> bool:
    """Tell whether a share that should be small is above its ceiling."""
    reached = share.value if step == WHOLE else min(share.value, share.interval[0])
    return reached > ceiling


def too_few(share: Share, floor: float, step: int) -> bool:
    """Tell whether a share that should be large is below its floor."""
    reached = share.value if step == WHOLE else max(share.value, share.interval[1])
    return share.total > 0 and reached < floor


@steps
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_found_and_nothing_else_is_taken_for_it(
    prose: Score, family: str, step: int
) -> None:
    """Leaking documents, recall of MASK alone, and precision of MASK and ASK, family by family."""
    floors, count = FLOORS["prose"][family], prose.families[family]
    assert not too_many(count.leaks, floors["leaking"], step), str(count.leaks)
    assert not too_few(count.mask_recall, floors["mask_recall"], step), str(count.mask_recall)
    precision = prose.precision(family)
    assert not too_few(precision, floors["precision"], step), str(precision)


@steps
def test_few_documents_leak_anything_at_all(prose: Score, step: int) -> None:
    """A document leaks when one character of one value of the four families stays readable."""
    assert not too_many(prose.leaks, FLOORS["prose"]["leaking"], step), str(prose.leaks)


@steps
def test_every_variant_is_found(prose: Score, step: int) -> None:
    """A variant without a line in the floors may not leak at all."""
    allowed: dict[str, float] = FLOORS["variants"]
    missed = [
        f"{name}: {count.leaks}"
        for name, count in sorted(prose.variants.items())
        if VARIANTS[name].demanded
        if too_many(count.leaks, allowed.get(name, 0.0), step)
    ]
    assert not missed, "\n".join(missed)


@steps
def test_ordinary_documents_are_left_in_peace(prose: Score, step: int) -> None:
    """Questions about documents without personal data are few, and few in each."""
    quiet = FLOORS["quiet"]
    for sort, kind in (("QUESTION", "ordinary"), ("MASK", "ordinary"), ("MASK", "hard_negative"),
                       ("ASK", "hard_negative"), ("UNEXPLAINED", "hard_negative")):  # fmt: skip
        share = prose.touched_share(f"{kind} {sort}", kind)
        assert not too_many(share, quiet[kind][sort], step), f"{kind} {sort} {share}"
    assert max(prose.groups, default=0) <= quiet["groups"]


@steps
def test_the_other_types_are_found(others: Score, step: int) -> None:
    """Types that wait for their own issue have floors all the same."""
    missed = [
        f"{name}: {count.leaks}"
        for name, count in sorted(others.families.items())
        if too_many(count.leaks, FLOORS["other"].get(name, 0.0), step)
    ]
    assert not missed, "\n".join(missed)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds lie beside the steering repository only")
@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_a_published_document_needs_neither_mask_nor_question(
    deidentifier: Deidentifier, path: Path
) -> None:
    """These five were read by people and published: whatever is found in them is a mistake."""
    found = finder(deidentifier)(path.read_bytes().decode("utf-8"))
    assert not found


def lost_in(roster: Roster, deidentifier: Deidentifier, kind: str) -> Iterator[Lost]:
    """Yield the values of a roster that stay readable, by the spans and in the masked file."""
    written = write_csv(roster) if kind == "csv" else write_xlsx(roster)
    review = deidentifier.review(written, name=f"roster.{kind}")
    read = csv_cells if kind == "csv" else xlsx_cells
    cells = read(roster, bytes(review.masked.data))
    by_span = lost_cells(roster, covered_cells(roster, review))
    yield from dict.fromkeys((*by_span, *surviving_cells(roster, cells)))


def check_rosters(chosen: list[Roster], deidentifier: Deidentifier, *kinds: str) -> None:
    """Fail where more labelled values stay readable than the floors allow."""
    lost: Counter[str] = Counter()
    total = 0
    for number, roster in enumerate(chosen):
        for kind in kinds if len(kinds) == 1 else (kinds[number % len(kinds)],):
            total += sum(len(truth.labels) for truth in roster.truth)
            lost.update(f"{kind} {one.variant}" for one in lost_in(roster, deidentifier, kind))
    share = Share(lost.total(), total)
    print(f"roster values that stay readable: {share} {dict(lost)}")  # noqa: T201 - as above
    assert share.value <= FLOORS["rosters"]["lost"], f"{share} {dict(lost)}"


def test_a_sample_of_rosters_loses_no_value(deidentifier: Deidentifier) -> None:
    """CSV and XLSX in turn, every layout and scene among them."""
    check_rosters(list(rosters())[::SAMPLE], deidentifier, "csv", "xlsx")


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SAMPLE))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rosters_lose_no_value(deidentifier: Deidentifier, kind: str, shard: int) -> None:
    """All two hundred, in shards so that cores share them."""
    check_rosters(list(rosters())[shard::SAMPLE], deidentifier, kind)
