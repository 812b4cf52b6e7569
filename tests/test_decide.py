"""Deciding: the policy's table, the reviewers' rulings, and one question per group."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.decide import Rulings, decide, joined, questions
from deident.errors import PolicyError
from deident.model import Action, Evidence, Finding, Place, Role, Ruling, Span, Tier
from deident.policy import ENTITY_TYPES, load

TODAY = dt.date(2026, 12, 1)
SCENE = load().scene("default")

kinds = st.sampled_from(sorted(ENTITY_TYPES))
evidences = st.builds(
    Evidence,
    st.sampled_from(list(Tier)),
    label=st.sampled_from(["", "手机", "存款"]),
    role=st.sampled_from(list(Role)),
    masked=st.sampled_from(["", "###****####", "##*************###"]),
)


def finding(
    entity_type: str = "CN_MOBILE",
    evidence: Evidence = Evidence(Tier.LABEL, "手机"),  # noqa: B008 - frozen
    fingerprint: str = "ab" * 10,
    start: int = 0,
) -> Finding:
    """Make a finding."""
    return Finding(
        places=(Place("s", Span(start, start + 11)),),
        entity_type=entity_type,
        score=1.0,
        recognizer="test",
        evidence=evidence,
        fingerprint=fingerprint,
    )


def ruling(action: Action, **changes: str) -> Ruling:
    """Make a ruling on the telephone above."""
    base = Ruling(
        fingerprint="ab" * 10,
        entity_type="CN_MOBILE",
        action=action,
        reason="工作电话",
        legal_basis="条例第二十条",
        reviewer="甲",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # texts only


def ruled(found: Finding, *rulings: Ruling, scene: str = "default") -> tuple[Action, str]:
    """Decide one finding under rulings."""
    in_force = Rulings.of(rulings, today=TODAY)
    (decision,) = decide([found], load().scene(scene), in_force)
    return decision.action, decision.because


def test_a_decision_names_its_rule_and_its_basis() -> None:
    """Who reads the report sees by what right."""
    (decision,) = decide([finding()], SCENE)
    assert decision.action is Action.MASK
    assert decision.by == "default/CN_MOBILE/label"
    assert decision.because == "LABEL"
    assert "手机号码" in decision.basis
    assert decision.group == ""


SHAPE = Evidence(Tier.SHAPE)


@pytest.mark.parametrize(
    ("entity_type", "evidence", "group"),
    [
        ("CN_MOBILE", SHAPE, "CN_MOBILE:" + "ab" * 10),
        ("CN_MOBILE", Evidence(Tier.LABEL, role=Role.OFFICE), "CN_MOBILE"),
        ("PROPERTY_STATUS", Evidence(Tier.LABEL, "存款"), "PROPERTY_STATUS:存款"),
        ("UNEXPLAINED_NUMBER", SHAPE, "UNEXPLAINED_NUMBER"),
    ],
)
def test_questions_are_grouped(entity_type: str, evidence: Evidence, group: str) -> None:
    """By value, by label or for the whole document, as the rule says."""
    (decision,) = decide([finding(entity_type, evidence)], SCENE)
    assert decision.action is Action.ASK
    assert decision.group == group


def test_a_thousand_cells_are_one_question() -> None:
    """With their count, and only the first places."""
    cells = [
        finding("PROPERTY_STATUS", Evidence(Tier.LABEL, "存款"), f"{i:020d}", start=i)
        for i in range(1000)
    ]
    (question,) = questions(decide([*cells, finding()], SCENE))
    assert question.count == 1000
    assert question.label == "存款"
    assert [place.span.start for place in question.places] == [0, 1, 2]


@given(st.lists(st.lists(st.builds(finding, kinds, evidences), max_size=6), max_size=4))
def test_the_questions_of_pages_are_those_of_the_document(pages: list[list[Finding]]) -> None:
    """Counted, placed and ordered as if there were one page."""
    decided = [decide(page, SCENE) for page in pages]
    whole = questions(decision for page in decided for decision in page)
    assert joined(map(questions, decided)) == whole


@given(st.lists(st.builds(finding, kinds, evidences), max_size=5))
def test_every_finding_gets_one_decision_in_order(findings: list[Finding]) -> None:
    """None is lost, none is invented, and ASK always belongs to a question."""
    decisions = decide(findings, SCENE)
    assert [decision.finding for decision in decisions] == findings
    assert all(d.group for d in decisions if d.action is Action.ASK)


@pytest.mark.parametrize("action", [Action.KEEP, Action.MASK])
def test_a_ruling_answers_a_question(action: Action) -> None:
    """By the value or by the question it belongs to."""
    asked = finding(evidence=SHAPE)
    assert ruled(asked, ruling(action)) == (action, "RULING")
    address = finding("PROPERTY_STATUS", Evidence(Tier.LABEL, "存款"))
    answer = ruling(action, fingerprint="PROPERTY_STATUS:存款", entity_type="PROPERTY_STATUS")
    assert ruled(address, answer) == (action, "RULING")
    by_group = ruling(action, fingerprint="CN_MOBILE:" + "ab" * 10)
    assert ruled(asked, by_group) == (action, "RULING")


def test_a_ruling_is_signed() -> None:
    """The decision names the reviewer and the law, not the policy."""
    in_force = Rulings.of([ruling(Action.KEEP)], today=TODAY)
    (decision,) = decide([finding(evidence=SHAPE)], SCENE, in_force)
    assert (decision.by, decision.basis) == ("甲", "条例第二十条")


def test_a_ruling_moves_only_what_it_may() -> None:
    """MASK to KEEP where the policy lets it; a duty to publish never; the decision says so."""
    assert ruled(finding(), ruling(Action.KEEP)) == (Action.KEEP, "RULING")
    minor = finding("MINOR", Evidence(Tier.LABEL, "班级"))
    keep = ruling(Action.KEEP, entity_type="MINOR")
    assert ruled(minor, keep) == (Action.ASK, "RULING_NOT_ALLOWED")
    office = finding("CN_LANDLINE", Evidence(Tier.LABEL, role=Role.OFFICE))
    mask = ruling(Action.MASK, entity_type="CN_LANDLINE")
    assert ruled(office, mask) == (Action.KEEP, "RULING_MUST_KEEP")
    person = finding("PERSON", Evidence(Tier.LABEL, "姓名"))
    mask = ruling(Action.MASK, entity_type="PERSON")
    assert ruled(person, mask, scene="subsidy") == (Action.KEEP, "RULING_MUST_KEEP")


@pytest.mark.parametrize(
    ("expires", "holds"), [("", True), ("2026-12-01", True), ("2026-11-30", False)]
)
def test_an_expired_ruling_is_none(expires: str, *, holds: bool) -> None:
    """It holds on its last day."""
    action, _ = ruled(finding(evidence=SHAPE), ruling(Action.KEEP, expires=expires))
    assert (action is Action.KEEP) is holds


def test_a_ruling_speaks_of_its_own_kind_only() -> None:
    """The same digits as another kind are another question."""
    found = finding(evidence=SHAPE)
    assert ruled(found, ruling(Action.KEEP, entity_type="CN_QQ"))[0] is Action.ASK
    assert ruled(found, ruling(Action.KEEP, fingerprint="cd" * 10))[0] is Action.ASK


def test_of_two_rulings_the_one_that_hides_more_holds() -> None:
    """In either order."""
    found = finding(evidence=SHAPE)
    both = [ruling(Action.KEEP), ruling(Action.MASK)]
    assert ruled(found, *both)[0] is ruled(found, *reversed(both))[0] is Action.MASK


def test_rulings_without_the_offices_key_are_refused() -> None:
    """They could never match, and passing them over would look as if they had been heeded."""
    with pytest.raises(PolicyError, match="office's key"):
        Rulings.of([ruling(Action.KEEP)], today=TODAY, office=False)
    with pytest.raises(PolicyError):
        Rulings.of([ruling(Action.KEEP, fingerprint="")], today=TODAY)
    assert not Rulings.of([], today=TODAY, office=False)


def test_a_kind_that_the_scene_does_not_know_is_refused() -> None:
    """Not kept, not masked: an error."""
    with pytest.raises(PolicyError, match="says nothing about"):
        decide([finding("CN_TEA_CARD")], SCENE)
