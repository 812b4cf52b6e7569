"""Where names must be published: a minor's is hidden, and nobody else's who is called alike."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.aggregate import people

from deident.api import Deidentifier
from deident.formats.delimited import DelimitedHandler
from deident.keys import Key
from deident.model import Evidence, Finding, Place, Source, Span, Status, Tier
from deident.pipeline import Review, review
from deident.recognizers.seeker import Seeker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.formats import FormatHandler
    from deident.model import MaskPlan

MINOR, LONGER = "欧阳轩", "欧阳轩福"
_DEIDENTIFIER = Deidentifier(scene="subsidy", key=Key(bytes(range(32))))
_RNG = people.dice("namesakes")
CHILD = people.number(_RNG, 2010, 2014)
ADULTS = [people.number(_RNG, 1950, 1990) for _ in range(6)]


def _review(data: bytes, name: str, handler: FormatHandler | None = None) -> Review:
    line = replace(_DEIDENTIFIER.line(), today=date(2024, 9, 1))
    if handler is not None:
        line = replace(line, handler_for=lambda _: handler)
    return review(Source(name=name, data=data), line)


def _roster(*people_: tuple[str, str]) -> bytes:
    rows = [("姓名", "身份证号", "补贴金额"), *((name, number, "500") for name, number in people_)]
    return "\n".join(",".join(row) for row in rows).encode()


def _names(reviewed: Review) -> list[str]:
    return _first_cells(bytes(reviewed.masked.data))


def _first_cells(data: bytes) -> list[str]:
    return [line.partition(",")[0] for line in data.decode().splitlines()[1:]]


@pytest.mark.parametrize("other", [MINOR, LONGER, "小" + MINOR])
def test_another_of_a_like_name_stays_in_his_own_row(other: str) -> None:
    """Before the minor's row or after it, and the proof is not disturbed."""
    reviewed = _review(
        _roster((other, ADULTS[0]), (MINOR, CHILD), ("赵钱孙", ADULTS[1]), (other, ADULTS[2])),
        "名册.csv",
    )
    assert _names(reviewed) == [other, "***", "赵钱孙", other]
    assert reviewed.clearance.status is Status.NEEDS_REVIEW
    assert not reviewed.residue


def test_in_a_sentence_the_minors_name_is_hidden_too() -> None:
    """No row says there that it is somebody else's; a longer name is somebody else's."""
    text = (
        f"户主姓名：{LONGER}，其子{MINOR}已登记。\n户主姓名：{MINOR}\n"
        f"姓名\t身份证号\t补贴金额\n{MINOR}\t{CHILD}\t500\n{LONGER}\t{ADULTS[0]}\t900\n"
    )
    reviewed = _review(text.encode(), "表.txt")
    masked = bytes(reviewed.masked.data).decode()
    assert masked.count(LONGER) == 2
    assert masked.count(MINOR) == 2
    assert not reviewed.residue


def test_what_travels_together_keeps_its_own_people() -> None:
    """The adults of one list are not hidden for the minor of the other, nor found left."""
    other = _roster((MINOR, ADULTS[0]), (LONGER, ADULTS[1]), ("赵钱孙", ADULTS[2]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", _roster((MINOR, CHILD), ("赵钱李", ADULTS[3])))
        archive.writestr("b.csv", other)
    reviewed = _review(packed.getvalue(), "附件.zip")
    with zipfile.ZipFile(io.BytesIO(bytes(reviewed.masked.data))) as archive:
        assert _first_cells(archive.read("a.csv")) == ["***", "赵钱李"]
        assert _first_cells(archive.read("b.csv")) == [MINOR, LONGER, "赵钱孙"]
    assert reviewed.clearance.status is Status.NEEDS_REVIEW


def test_a_longer_name_in_another_list_is_not_the_minors() -> None:
    """Nobody else is called as the minor is, but somebody nearly."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", _roster((MINOR, CHILD), ("赵钱李", ADULTS[3])))
        archive.writestr("b.csv", _roster((LONGER, ADULTS[1]), ("赵钱孙", ADULTS[2])))
    reviewed = _review(packed.getvalue(), "附件.zip")
    with zipfile.ZipFile(io.BytesIO(bytes(reviewed.masked.data))) as archive:
        assert _first_cells(archive.read("b.csv")) == [LONGER, "赵钱孙"]
    assert reviewed.clearance.status is Status.NEEDS_REVIEW


class _Leaky(DelimitedHandler):
    """Leaves the minor's name behind the longer name."""

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Mask, and add what was hidden."""
        masked = super().apply(source, plan)
        return replace(masked, data=bytes(masked.data) + f"\n{LONGER},,,{MINOR}".encode())


def test_the_proof_still_finds_the_minors_name() -> None:
    """A longer name that stays hides no leak beside it."""
    handler = _Leaky(_DEIDENTIFIER.limits)
    reviewed = _review(_roster((MINOR, CHILD), (LONGER, ADULTS[0])), "名册.csv", handler)
    assert reviewed.clearance.status is Status.BLOCKED
    assert ("VALUE_LEFT", ("PERSON",)) in _reasons(reviewed)


def _reasons(reviewed: Review) -> Sequence[tuple[str, tuple[str | int, ...]]]:
    return [(one.code, one.params) for one in reviewed.residue.reasons]


def test_a_word_inside_a_longer_one_is_not_found() -> None:
    """Beside it, it is."""
    place = Place("a", Span(0, 3))
    known = Finding(
        places=(place,), entity_type="PERSON", score=1.0, recognizer="x", evidence=_EVIDENCE
    )
    seeker = Seeker({MINOR: known}, {LONGER})
    assert [*seeker.spans(f"{LONGER}、{MINOR}")] == [(5, 8, MINOR)]


_EVIDENCE = Evidence(Tier.LABEL)
