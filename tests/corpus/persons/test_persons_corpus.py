"""The corpus is what it says it is, and the same for everybody."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.corpus.persons.corpus import digest, documents, entries

if TYPE_CHECKING:
    from deident.cli.quality.labelled import Labelled

DIGEST = (Path(__file__).parent / "digest.txt").read_text(encoding="utf-8").strip()
POLICIES = Path(__file__).parents[3] / "src" / "deident" / "policies"
SCENES = {path.stem for path in POLICIES.glob("*.toml")} - {"styles"}


@pytest.fixture(scope="module")
def whole() -> list[Labelled]:
    """Return the corpus."""
    return list(documents())


def test_the_corpus_is_the_same_everywhere() -> None:
    """Who changes a frame on purpose writes the new digest to digest.txt."""
    assert digest() == DIGEST


def test_there_are_enough_documents_in_every_scene(whole: list[Labelled]) -> None:
    """Five thousand at least; half of the frames without a value, in all scenes."""
    scenes = Counter(item.scene for item in whole)
    assert len(whole) >= 5000
    assert set(scenes) >= SCENES
    assert min(scenes.values()) >= 50
    clean = sum(not item.labels and not item.flags for item in whole)
    assert 0.3 < clean / len(whole) < 0.6


def test_no_mark_of_a_frame_is_left_in_a_document(whole: list[Labelled]) -> None:
    """A slot misspelt or a bracket not closed would be text that no office writes."""
    for item in whole:
        for row in item.cells:
            for cell in row:
                assert not set("{}<>[]|@\\") & set(cell), item.id


def test_labels_do_not_overlap(whole: list[Labelled]) -> None:
    """One value, one label."""
    for item in whole:
        spots = sorted([label.spot for label in item.labels] + list(item.either))
        for left, right in pairwise(spots):
            assert not left.touches(right), item.id


def test_ids_are_unique() -> None:
    """A miss can be looked up."""
    names = [entry["id"] for entry in entries()]
    assert len(names) == len(set(names))
