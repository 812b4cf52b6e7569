"""The line from end to end, and what becomes of it when a part of it lies or forgets."""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from deident.api import Deidentifier
from deident.detect import Detector
from deident.errors import UnreadableError
from deident.formats.delimited import DelimitedHandler
from deident.formats.text import PlainTextHandler
from deident.identifiers import resident_id
from deident.keys import Key
from deident.model import Action, Document, MaskPlan, Ruling, Source, Status, Unread
from deident.pipeline import Review, review
from deident.recognizers.packs import built_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.formats import FormatHandler, Limits
    from deident.judged import Line

_BODY = "14019919900307123"
ID = _BODY + resident_id.check_character(_BODY)
NOTICE = f"经审核，张某（身份证号{ID}）符合条件。\n联系人电话13800001234，编号{ID}附后。\n"
KEY = Key(bytes(range(32)))


def _line(handler: Callable[[Limits], FormatHandler] | None = None, **more: object) -> Line:
    line = Deidentifier(key=KEY).line(**more)  # type: ignore[arg-type]  # rulings or disclosure
    made = (handler or PlainTextHandler)(line.limits)
    return replace(line, handler_for=lambda _: made)


def _review(text: str = NOTICE, **more: object) -> Review:
    return review(Source(name="通知.txt", data=text.encode()), _line(**more))  # type: ignore[arg-type]


def test_a_notice_is_masked_and_cleared() -> None:
    """Nothing is asked where a label or a check says what a number is."""
    reviewed = _review()
    text = bytes(reviewed.masked.data).decode()
    assert ID not in text
    assert "13800001234" not in text
    assert "经审核，张某" in text
    assert reviewed.clearance.status is Status.CLEARED


def test_a_value_found_once_is_masked_everywhere() -> None:
    """The second time nothing stands beside it that says what it is."""
    account = "40123456789012345"
    text = f"存折账号{account}\n已转入{account}，请查收。\n"
    reviewed = _review(text)
    assert account not in bytes(reviewed.masked.data).decode()
    assert reviewed.clearance.status is Status.CLEARED


def test_the_same_document_gives_the_same_bytes() -> None:
    """Source, policy, packs and rulings decide; nothing else does."""
    assert bytes(_review().masked.data) == bytes(_review().masked.data)


def test_masking_a_masked_copy_changes_nothing() -> None:
    """Our own output is recognised as done."""
    once = bytes(_review().masked.data).decode()
    again = _review(once)
    assert bytes(again.masked.data).decode() == once
    assert again.clearance.status is Status.CLEARED


def test_a_question_keeps_the_gate_shut_and_the_value_hidden() -> None:
    """ASK is masked like MASK until a person rules KEEP."""
    reviewed = _review("家庭年收入：五万二千元，户籍在册。")
    assert "五万二千元" not in bytes(reviewed.masked.data).decode()
    assert reviewed.clearance.status is Status.NEEDS_REVIEW
    assert [(q.entity_type, q.count) for q in reviewed.questions] == [("PROPERTY_STATUS", 1)]


def test_a_ruling_answers_the_question() -> None:
    """And then the value stays, because a named person said so."""
    group = _review("家庭年收入：五万二千元，户籍在册。").questions[0].group
    ruling = Ruling(
        fingerprint=group, entity_type="PROPERTY_STATUS", action=Action.KEEP, reason="公示名单",
        legal_basis="惠民惠农补贴公示", reviewer="初审",
    )  # fmt: skip
    reviewed = _review("家庭年收入：五万二千元，户籍在册。", rulings=(ruling,))
    assert "五万二千元" in bytes(reviewed.masked.data).decode()
    assert reviewed.clearance.status is Status.CLEARED


def test_what_was_not_looked_for_is_said() -> None:
    """A kind that the policy names and nothing here finds is a note, never silence."""
    packs = [pack for pack in built_in() if pack.entity_type != "ITINERARY"]
    line = replace(_line(), detector=Detector(packs, KEY))
    source = Source(name="通知.txt", data=NOTICE.encode())
    codes = {(note.code, *note.params) for note in review(source, line).clearance.notes}
    assert ("NOT_LOOKED_FOR", "ITINERARY") in codes
    assert not any(note.code == "NOT_LOOKED_FOR" for note in _review().clearance.notes)


def test_the_inputs_digest_is_keyed_or_absent() -> None:
    """A plain one gives the hidden digits back in a millisecond."""
    with_key = _review().clearance.digests
    assert set(with_key) == {"sha256", "input"}
    line = replace(_line(), detector=Deidentifier().detector)
    source = Source(name="a.txt", data=NOTICE.encode())
    assert set(review(source, line).clearance.digests) == {"sha256"}


class _Forgetful(PlainTextHandler):
    """A handler that writes no masks."""

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        list(plan.masks)
        return source


class _Hoarder(PlainTextHandler):
    """A handler that keeps the original behind the masked text, where it does not read."""

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        masked = super().apply(source, plan)
        return replace(masked, data=bytes(masked.data) + b"\n%%EOF" + bytes(source.data))

    def read(self, source: Source) -> Document:
        seen = bytes(source.data).partition(b"\n%%EOF")[0]
        return super().read(replace(source, data=seen))


class _Blind(PlainTextHandler):
    """A handler that could not read everything, and says so."""

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 - the protocol's
        return (Unread(code="OLD_REVISION", where="trailer"),)


def test_a_handler_that_forgets_its_masks_is_caught() -> None:
    """Reading again finds what should have gone."""
    reviewed = _review(handler=_Forgetful)
    assert reviewed.clearance.status is Status.BLOCKED
    assert {"LEFT", "VALUE_LEFT"} <= {reason.code for reason in reviewed.clearance.reasons}


def test_a_value_that_no_reading_shows_is_found_in_the_bytes() -> None:
    """The recognizers are what may have missed; the values are searched in every stream."""
    reviewed = _review(handler=_Hoarder)
    assert reviewed.clearance.status is Status.BLOCKED
    assert {reason.code for reason in reviewed.clearance.reasons} == {"VALUE_LEFT"}


def test_what_was_not_read_keeps_the_gate_shut() -> None:
    """Silence is never consent."""
    reviewed = _review(handler=_Blind)
    assert reviewed.clearance.status is Status.NEEDS_REVIEW
    assert [reason.code for reason in reviewed.clearance.reasons] == ["OLD_REVISION"]


def test_a_document_that_cannot_be_read_is_refused() -> None:
    """No empty review stands for a file that nobody could open."""
    with pytest.raises(UnreadableError):
        review(Source(name="a.txt", data=b"\x00\x01\x02\xff" * 40), _line())


def test_nothing_that_can_be_printed_holds_a_value() -> None:
    """A review, its parts and its source print no text."""
    reviewed = _review()
    printed = repr(reviewed) + repr(reviewed.source) + repr(list(reviewed.decisions))
    printed += repr(reviewed.clearance) + repr(reviewed.questions)
    assert ID not in printed
    assert "13800001234" not in printed
    assert "张某" not in printed


def _large(remark: str) -> str:
    """Return a roster that is too long to be held, with a remark in its last row."""
    rows = [f"村民,139{n:08d},低保,{n % 97}" for n in range(9_000)]
    return "\n".join(["对象,联系电话,类别,备注", *rows, f"村民,,低保,{remark}"]) + "\n"


def _review_table(text: str, deidentifier: Deidentifier) -> Review:
    line = deidentifier.line()
    made = DelimitedHandler(line.limits)
    line = replace(line, handler_for=lambda _: made)
    return review(Source(name="名册.csv", data=text.encode(), media_type="text/csv"), line)


def test_in_a_large_document_a_value_is_masked_everywhere_too() -> None:
    """It is not held between the walks: only the text that nothing covers is."""
    reviewed = _review_table(_large("（13900000007停用）"), Deidentifier(key=KEY))
    text = bytes(reviewed.masked.data).decode()
    assert "13900000007" not in text
    assert "（139****0007停用）" in text
    assert text.count("139****") == 9_001
    assert reviewed.clearance.status is Status.CLEARED


def test_a_large_document_is_masked_as_its_parts_are() -> None:
    """Page after page, the same masks as in a document that is held."""
    whole = bytes(_review_table(_large("无"), Deidentifier(key=KEY)).masked.data).decode()
    head, *rows = _large("无").splitlines()
    few = "\n".join([head, *rows[:100]]) + "\n"
    part = bytes(_review_table(few, Deidentifier(key=KEY)).masked.data).decode()
    assert whole.startswith(part)


def test_the_interpreters_settings_are_as_before() -> None:
    """Its search for circles of garbage is put off during a line only, also where that fails."""
    before = gc.get_threshold()
    _review()
    with pytest.raises(UnreadableError):
        review(Source(name="a.txt", data=b"\xff\xfe\x00"), _line())
    assert gc.get_threshold() == before


def test_values_that_overlap_in_a_longer_number_are_masked_together() -> None:
    """In a run of digits that nobody asks about, two known values may share their digits."""
    one, other = "0800000000000", "0000000000020"
    text = f"存折账号{one}。\n存折账号{other}。\n{{00000000-0008-0000-0000-000002000000}}\n"
    assert "{00000000-00**-****-****-***002000000}" in bytes(_review(text).masked.data).decode()
