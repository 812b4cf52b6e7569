"""Three reviews: what is refused, with which reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.ledger.office import CLERK, FIRST, LAST, POLICY, SECOND, Office

from deident.errors import ExitCode, PolicyError
from deident.ledger import rulings, signing
from deident.ledger.cases import State, last_case
from deident.ledger.clearances import beside, check
from deident.ledger.entries import Act, Kind
from deident.ledger.refusals import RefusedError
from deident.ledger.reviewers import Following, enrolled, handed_over, renewed, revoked
from deident.ledger.rules import Rules
from deident.ledger.signing import Hand, new_pem
from deident.ledger.store import stamp
from deident.model import Action, Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return where the masked copy lies."""
    return tmp_path / "公示.txt"


def refusal(act: Callable[[], object]) -> str:
    """Return the code with which something is refused; it is exit 4."""
    with pytest.raises(RefusedError) as refused:
        act()
    assert refused.value.exit_code is ExitCode.NOT_CLEARED
    return refused.value.reason


def codes(office: Office, copy: Path, **how: str) -> list[str]:
    """Return every reason why a file is not cleared."""
    verdict = check(copy, office.ledger, rules=office.rules, **how)  # type: ignore[arg-type]
    assert verdict.exit_code is (ExitCode.NOT_CLEARED if verdict.reasons else ExitCode.CLEAN)
    return [reason.code for reason in verdict.reasons]


def test_a_copy_signed_at_every_stage_is_cleared(office: Office, copy: Path) -> None:
    """Submitted by one, signed by three others, published, and the file says so by itself."""
    output = office.cleared(copy)
    assert codes(office, copy, channel="政府网站", policy=POLICY["digest"]) == []
    office.desk(LAST).publish(output, "政府网站")
    case = last_case(office.ledger.of_output(output))
    assert case is not None
    assert case.state is State.PUBLISHED
    assert office.ledger.verify(Following()) == []


def test_a_clearance_is_an_in_toto_statement_in_a_dsse_envelope(office: Office, copy: Path) -> None:
    """It names the copy's digest only, and everybody's signature covers it."""
    output = office.cleared(copy)
    payload, signatures = signing.opened(beside(copy).read_bytes())
    said = json.loads(payload)
    assert said["_type"] == "https://in-toto.io/Statement/v1"
    assert said["subject"] == [{"name": "output", "digest": {"sha256": output}}]
    assert set(signatures) == {office.hands[name].keyid for name in (FIRST, SECOND, LAST)}
    assert office.key.digest(b"original") not in beside(copy).read_text()
    assert json.loads(beside(copy).read_bytes())["payloadType"] == "application/vnd.in-toto+json"


def test_nobody_signs_what_he_submitted(office: Office, copy: Path) -> None:
    """Whatever stages he holds."""
    office.enrol("兼职戊", "初审")
    output = office.submit(copy, by="兼职戊").act.output
    assert refusal(lambda: office.desk("兼职戊").sign(output)) == "SUBMITTER_SIGNS"


def test_nobody_signs_two_stages_of_one_copy(office: Office, copy: Path) -> None:
    """Not with the same key, and not with a new one either."""
    office.enrol("全能己", "初审", "复审", "终审")
    output = office.submit(copy).act.output
    office.desk("全能己").sign(output)
    assert refusal(lambda: office.desk("全能己").sign(output)) == "SAME_PERSON"
    new, when = Hand.of(new_pem()), stamp(office.clock())
    office.ledger.append(renewed(office.ring, "全能己", new.public, until="", when=when))
    office.hands["全能己"] = new
    assert refusal(lambda: office.desk("全能己").sign(output)) == "SAME_PERSON"


def test_a_second_key_or_a_shared_key_is_refused(office: Office) -> None:
    """One person, one key: two would make two people of him."""
    when = stamp(office.clock())
    other = Hand.of(new_pem()).public
    same = office.hands[FIRST].public
    assert (
        refusal(lambda: enrolled(office.ring, FIRST, other, ("复审",), until="", when=when))
        == "REVIEWER_KNOWN"
    )
    assert (
        refusal(lambda: enrolled(office.ring, "庚", same, ("复审",), until="", when=when))
        == "KEY_KNOWN"
    )


def test_stages_are_signed_in_order_by_those_who_hold_them(office: Office, copy: Path) -> None:
    """Each by its own people, one after the other, once."""
    output = office.submit(copy).act.output
    assert refusal(lambda: office.desk(FIRST).sign(output, "复审")) == "NOT_YOUR_STAGE"
    assert refusal(lambda: office.desk(LAST).sign(output, "终审")) == "STAGE_ORDER"
    assert refusal(lambda: office.desk(CLERK).sign(output)) == "NOT_YOUR_STAGE"
    assert refusal(lambda: office.desk(LAST).clear(output)) == "STAGE_UNSIGNED"
    office.desk(FIRST).sign(output)
    office.enrol("初审员辛", "初审")
    assert refusal(lambda: office.desk("初审员辛").sign(output, "初审")) == "STAGE_SIGNED"
    assert refusal(lambda: office.desk(LAST).sign(output, "五审")) == "UNKNOWN_STAGE"


def test_an_unknown_an_expired_and_a_revoked_key_sign_nothing(office: Office, copy: Path) -> None:
    """Each with its own reason."""
    output = office.submit(copy).act.output
    office.hands["路人"] = Hand.of(new_pem())
    assert refusal(lambda: office.desk("路人").sign(output)) == "UNKNOWN_KEY"
    office.enrol("临时壬", "初审", until="2026-03-03")
    office.clock.move(days=2)
    assert refusal(lambda: office.desk("临时壬").sign(output)) == "KEY_EXPIRED"
    when = stamp(office.clock())
    office.ledger.append(revoked(office.ring, FIRST, when=when, reason="调离"))
    assert refusal(lambda: office.desk(FIRST).sign(output)) == "KEY_REVOKED"


def test_a_key_in_other_hands_undoes_what_it_signed(office: Office, copy: Path) -> None:
    """A revoked one does not: it was good when it signed."""
    office.cleared(copy)
    when = stamp(office.clock())
    office.ledger.append(revoked(office.ring, FIRST, when=when, reason="调离"))
    assert codes(office, copy) == []
    lost = revoked(office.ring, FIRST, when=when, reason="丢失", compromised=True)
    office.ledger.append(lost)
    assert codes(office, copy) == ["KEY_REVOKED"]


def test_a_hand_over_moves_the_stages_and_ends_the_key(office: Office, copy: Path) -> None:
    """The successor finds the open items; he still may not sign what he submitted or signed."""
    output = office.submit(copy).act.output
    when, heir = stamp(office.clock()), Hand.of(new_pem())
    office.ledger.append(
        handed_over(
            office.ring, FIRST, "新人癸", heir.public, until="", when=when, reason="调离", items=1
        )
    )
    office.hands["新人癸"] = heir
    assert refusal(lambda: office.desk(FIRST).sign(output)) == "KEY_REVOKED"
    assert office.desk("新人癸").sign(output).act.about["stage"] == "初审"

    # To somebody who has a key already: his own signatures stay good.
    office.desk(SECOND).sign(output)
    office.ledger.append(
        handed_over(office.ring, LAST, SECOND, "", until="", when=when, reason="调离", items=1)
    )
    assert refusal(lambda: office.desk(SECOND).sign(output)) == "SAME_PERSON"
    assert office.ring.by_keyid[office.hands[SECOND].keyid].stages == ("复审", "终审")


def test_other_bytes_are_not_cleared(office: Office, copy: Path) -> None:
    """One byte, and the verdict names the copy."""
    office.cleared(copy)
    copy.write_bytes(copy.read_bytes().replace(b"4719", b"4718"))
    assert codes(office, copy) == ["OUTPUT_CHANGED"]


def test_a_changed_policy_is_named(office: Office, copy: Path) -> None:
    """What was cleared under another policy is cleared no more."""
    office.cleared(copy)
    assert codes(office, copy, policy="e" * 64) == ["POLICY_CHANGED"]


def test_a_changed_decision_is_named(office: Office, copy: Path) -> None:
    """Even by somebody who holds the key and seals the row again."""
    from deident.ledger.chain import Head
    from deident.ledger.entries import hash_of, sealed

    office.submit(copy)
    row = list(office.ledger.rows())[-1]
    body = row.body.replace('"action":"MASK"', '"action":"KEEP"')
    hash_ = hash_of(body)
    seal = office.key.seal(sealed(hash_, row.signature))
    head = office.key.seal(Head(seq=row.seq, hash=hash_).sealed_bytes())
    office.change(row.seq, body=body, hash=hash_, seal=seal)
    office.tamper(("UPDATE head SET hash = ?, seal = ?", hash_, head))
    output = json.loads(body)["output"]
    office.sign_all(output)
    beside(copy).write_bytes(office.desk(LAST).clear(output))
    assert codes(office, copy) == ["DECISION_CHANGED"]


def test_a_changed_row_keeps_the_gate_shut(office: Office, copy: Path) -> None:
    """`verify` of one file reads its own rows, and counts the others."""
    output = office.cleared(copy)
    row = next(row for row in office.ledger.rows() if '"type":"sign"' in row.body)
    assert output in row.body
    office.change(row.seq, body=row.body.replace(FIRST, SECOND))
    assert codes(office, copy) == ["LEDGER_BROKEN"]


def test_a_withdrawal_taken_out_keeps_the_gate_shut(office: Office, copy: Path) -> None:
    """The number of rows is not what the head says."""
    output = office.cleared(copy)
    seq = office.desk(LAST).withdraw(output, reason="内容有误").seq
    office.cut(seq, seq)
    assert codes(office, copy) == ["LEDGER_INCOMPLETE"]


@pytest.mark.parametrize("what", ["payload", "signature", "missing", "extra", "garbage"])
def test_a_changed_clearance_is_named(office: Office, copy: Path, what: str) -> None:
    """Any byte of it."""
    office.cleared(copy)
    file = beside(copy)
    envelope = json.loads(file.read_bytes())
    if what == "payload":
        payload, signatures = signing.opened(file.read_bytes())
        longer = payload.replace(b'"validUntil":"2027', b'"validUntil":"2028')
        assert longer != payload
        file.write_bytes(signing.enclosed(longer, signatures))
    elif what == "signature":
        first = envelope["signatures"][0]["sig"]
        envelope["signatures"][0]["sig"] = first[:8] + ("A" if first[8] != "A" else "B") + first[9:]
        file.write_text(json.dumps(envelope))
    elif what == "missing":
        del envelope["signatures"][1]
        file.write_text(json.dumps(envelope))
    elif what == "extra":
        stranger = Hand.of(new_pem())
        payload, signatures = signing.opened(file.read_bytes())
        signatures[stranger.keyid] = stranger.sign(signing.covered(payload))
        file.write_bytes(signing.enclosed(payload, signatures))
    else:
        file.write_bytes(b'{"payload": 1}')
    expected = {"payload": "CLEARANCE_REPLACED", "garbage": "CLEARANCE_BROKEN"}
    assert codes(office, copy) == [expected.get(what, "SIGNATURES_CHANGED")]


def test_an_expired_clearance_another_channel_and_a_withdrawn_copy(
    office: Office, copy: Path
) -> None:
    """Each is refused with its reason."""
    output = office.cleared(copy)
    assert codes(office, copy, channel="政务新媒体") == ["OTHER_CHANNEL"]
    assert refusal(lambda: office.desk(LAST).publish(output, "政务新媒体")) == "OTHER_CHANNEL"
    office.clock.move(days=366)
    assert codes(office, copy) == ["CLEARANCE_EXPIRED"]
    office.clock.move(days=-360)
    office.desk(FIRST).withdraw(output, reason="内容有误")
    assert codes(office, copy) == ["WITHDRAWN"]
    assert refusal(lambda: office.desk(LAST).publish(output, "政府网站")) == "WITHDRAWN"
    assert refusal(lambda: office.desk(LAST).clear(output)) == "WITHDRAWN"


def test_a_withdrawn_copy_can_be_submitted_again(office: Office, copy: Path) -> None:
    """It needs every signature anew; the old clearance does not come back to life."""
    office.desk(FIRST).withdraw(office.cleared(copy), reason="待核")
    office.clock.move(days=1)
    output = office.submit(copy).act.output
    assert codes(office, copy) == ["CLEARANCE_REPLACED", "NOT_CLEARED_YET", *["STAGE_UNSIGNED"] * 3]
    office.sign_all(output)
    beside(copy).write_bytes(office.desk(LAST).clear(output))
    assert codes(office, copy) == []


def test_a_clock_that_was_set_back_is_noticed(office: Office, copy: Path) -> None:
    """An expired clearance would look valid again."""
    office.cleared(copy)
    office.clock.move(days=-1)
    assert codes(office, copy) == ["CLOCK_BACK", "CLEARANCE_EXPIRED"]


def test_a_file_without_a_clearance_and_one_never_submitted(office: Office, copy: Path) -> None:
    """What is missing, and how far it has come."""
    office.submit(copy)
    assert codes(office, copy) == ["CLEARANCE_MISSING", "NOT_CLEARED_YET"]
    other = copy.with_name("b.txt")
    other.write_bytes(b"other")
    assert codes(office, other) == ["CLEARANCE_MISSING"]


def test_a_clearance_of_another_office_is_not_ours(
    office: Office, copy: Path, tmp_path: Path
) -> None:
    """It is well signed, by people nobody here knows."""
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other")
    other.cleared(copy)
    other.ledger.close()
    assert codes(office, copy) == ["NOT_SUBMITTED"]


def test_a_new_finding_overrides_an_old_clearance(office: Office, copy: Path) -> None:
    """The second look is asked only where everything else holds."""
    office.cleared(copy)
    asked = []

    def rescan(path: Path, _: object) -> list[Reason]:
        asked.append(path)
        return [Reason(code="NEW_FINDING", params=("CN_MOBILE",))]

    verdict = check(copy, office.ledger, rescan=rescan)
    assert [reason.code for reason in verdict.reasons] == ["NEW_FINDING"]
    assert (
        check(copy, office.ledger, channel="别处", rescan=rescan).reasons[0].code == "OTHER_CHANNEL"
    )
    assert asked == [copy]


def test_more_stages_than_were_signed_keep_the_gate_shut(office: Office, copy: Path) -> None:
    """Where the office adds a stage, what was cleared without it is cleared no more."""
    office.cleared(copy)
    office.rules = Rules(stages=("初审", "复审", "终审", "保密审查"))
    assert codes(office, copy) == ["STAGE_UNSIGNED"]


def test_stages_are_the_offices_own(office: Office, copy: Path) -> None:
    """Two are as good as three where the office says so."""
    office.rules = Rules.of({"stages": ["初审", "终审"], "valid_days": 30})
    output = office.submit(copy).act.output
    office.desk(FIRST).sign(output)
    office.desk(LAST).sign(output)
    beside(copy).write_bytes(office.desk(LAST).clear(output))
    verdict = check(copy, office.ledger, rules=office.rules)
    assert verdict
    assert verdict.valid_until == "2026-04-01"


@pytest.mark.parametrize(
    "raw",
    [
        {"stage": ["a"]},
        {"stages": []},
        {"stages": ["a", "a"]},
        {"valid_days": 0},
        {"channels": [1]},
    ],
)
def test_wrong_rules_are_refused(raw: dict[str, object]) -> None:
    """With the name of the setting."""
    with pytest.raises(PolicyError, match="review"):
        Rules.of(raw)


def test_a_returned_copy_needs_a_new_submission(office: Office, copy: Path) -> None:
    """And a reason, without numbers of anybody."""
    output = office.submit(copy).act.output
    assert refusal(lambda: office.desk(FIRST).give_back(output, reason="")) == "NO_REASON"
    assert (
        refusal(lambda: office.desk(FIRST).give_back(output, reason="漏了13800004719"))
        == "NUMBER_IN_REASON"
    )
    office.desk(FIRST).give_back(output, reason="漏遮一处")
    assert refusal(lambda: office.desk(FIRST).sign(output)) == "RETURNED"
    office.submit(copy)
    office.desk(FIRST).sign(output)


def test_rulings_are_found_for_their_document_only(office: Office) -> None:
    """The later of two answers holds; a document under another key has none."""
    document = office.key.digest(b"original")
    for action in (Action.MASK, Action.KEEP):
        act = rulings.act(
            document, question="PERSON:姓名", entity_type="PERSON", action=action,
            reason="应当公示", basis="惠民惠农补贴公示规定",
        )  # fmt: skip
        office.desk(FIRST).rule([act])
    (found,) = rulings.of_document(office.ledger, document)
    assert (found.action, found.reviewer) == (Action.KEEP, FIRST)
    assert rulings.of_document(office.ledger, office.key.digest(b"other")) == ()
    assert rulings.of_document(office.ledger, "") == ()


def test_a_ruling_needs_a_reason_a_basis_and_a_reviewer(office: Office) -> None:
    """Silence is no basis; a clerk without a stage rules nothing."""
    bare = Act(kind=Kind.RULING, document="d")
    assert refusal(lambda: office.desk(FIRST).rule([bare])) == "NO_BASIS"
    assert refusal(lambda: office.desk(CLERK).rule([bare])) == "NO_STAGE"


def test_the_first_entry_under_another_policy_says_so(office: Office, copy: Path) -> None:
    """Every record after it rests on that digest."""
    office.submit(copy)
    office.submit(copy)
    assert [entry.act.policy["digest"] for entry in office.ledger.of_kind(Kind.POLICY)] == [
        POLICY["digest"]
    ]


def test_a_clearance_is_verified_in_under_50_ms(office: Office, copy: Path) -> None:
    """Without the second look, and with a thousand other lines in the ledger."""
    import time

    office.cleared(copy)
    with office.ledger.writing() as add:
        for _ in range(1000):
            add(Act(kind=Kind.INCIDENT))
    took = []
    for _ in range(9):
        began = time.perf_counter()
        assert check(copy, office.ledger)
        took.append(time.perf_counter() - began)
    assert sorted(took)[4] < 0.05
