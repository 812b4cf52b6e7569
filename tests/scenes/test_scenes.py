"""What every scene hides, what it keeps and what it asks, in papers as offices write them."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import pytest
from tests.scenes.paper import Paper  # noqa: TC002

from deident.api import Deidentifier
from deident.model import Status
from deident.policy import load

SCENES = tuple(sorted(load().scenes))
PAPERS: tuple[tuple[str, Paper], ...] = tuple(
    (scene, paper)
    for scene in SCENES
    for paper in import_module(f"tests.scenes.papers.{scene}").PAPERS
)
every_paper = pytest.mark.parametrize(
    ("scene", "paper"), PAPERS, ids=[f"{scene}: {paper.name}" for scene, paper in PAPERS]
)


@cache
def prepared(scene: str) -> Deidentifier:
    """Prepare a scene once."""
    return Deidentifier(scene=scene)


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_has_papers(scene: str) -> None:
    """Three at the least: something goes in one, something stays in each."""
    papers = [paper for name, paper in PAPERS if name == scene]
    assert len(papers) >= 3
    assert any(paper.gone for paper in papers)
    assert all(paper.stays for paper in papers)


@every_paper
def test_a_paper_becomes_what_its_scene_says(scene: str, paper: Paper) -> None:
    """What must go is gone, what must stay stands, and a person is asked what is open."""
    review = prepared(scene).review(paper.content, name=paper.file_name)
    copy = bytes(review.masked.data).decode()
    assert [value for value in paper.gone if value in copy] == []
    assert [value for value in paper.stays if value not in copy] == []
    assert {question.entity_type for question in review.questions} == paper.asked
    assert not review.residue
    open_ = Status.NEEDS_REVIEW if paper.asked else Status.CLEARED
    assert review.clearance.status is open_


@every_paper
def test_a_paper_holds_what_must_go_and_stay(scene: str, paper: Paper) -> None:
    """A value that is misspelt here would never be found in the copy."""
    original = paper.content.decode()
    assert all(value in original for value in paper.gone)
    assert scene in SCENES
