"""What a minor of the last page hides on the first one, without reading that again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from deident.api import Deidentifier
from deident.judged import Judged
from deident.keys import Key
from deident.mask import replacement
from deident.mask.covered import Covered
from deident.model import (
    Action,
    Cell,
    Decision,
    Document,
    Evidence,
    Finding,
    Labels,
    Mask,
    Page,
    Place,
    Segment,
    Span,
    Tier,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEIDENTIFIER = Deidentifier(key=Key(b"k" * 32))
_HEADERS = ("姓名", "身份证号")
_ADULT, _CHILD = "140199196003121239", "140199201503121230"


class _Pages:
    """Two pages of one list, and how often they were walked."""

    def __init__(self, *names: str) -> None:
        self.walked = 0
        self._names = names

    def __iter__(self) -> Iterator[Page]:
        self.walked += 1
        ids = [_ADULT] * (len(self._names) - 1) + [_CHILD]
        for row, (name, number) in enumerate(zip(self._names, ids, strict=True)):
            segments = tuple(
                Segment(
                    id=f"r{row}c{at}",
                    text=text,
                    labels=Labels(column=_HEADERS[at]),
                    cell=Cell(table=0, row=row + 1, column=at),
                )
                for at, text in enumerate((name, number))
            )
            yield Page(number=row + 1, segments=segments)


def _judged(pages: _Pages) -> tuple[list[object], list[Decision]]:
    line = replace(_DEIDENTIFIER.line(), today=date(2024, 9, 1))
    judged = Judged(Document(pages=pages), line, masking=True)
    return [*judged.steps()], [*judged.decisions]


def test_a_page_that_has_gone_by_is_rewritten_without_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The adult who bears the child's name is hidden whole too, as where all pages are held."""
    held = _judged(_Pages("王建业", "李立新", "王建业"))
    monkeypatch.setattr("deident.judged.document._HELD", 0)
    pages = _Pages("王建业", "李立新", "王建业")
    assert _judged(pages) == held
    assert pages.walked == 1
    assert Mask(Place("r0c0", Span(0, 3)), "***") in held[0]


def test_where_there_is_no_room_the_page_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not held is looked up, never guessed."""
    held = _judged(_Pages("王建业", "李立新", "王建业"))
    monkeypatch.setattr("deident.judged.document._HELD", 0)
    monkeypatch.setattr("deident.mask.covered._MOST_BYTES", 1)
    pages = _Pages("王建业", "李立新", "王建业")
    assert _judged(pages) == held
    assert pages.walked == 2


def _decision(start: int, end: int, **other: str) -> Decision:
    finding = Finding(
        places=(Place("s", Span(start, end)),),
        entity_type="PERSON",
        score=1.0,
        recognizer="person",
        evidence=Evidence(Tier.LABEL),
    )
    return Decision(finding=finding, action=Action.MASK, operator="cn_mask", **other)


@pytest.mark.parametrize("odd", ["", "\x1e"])
def test_a_text_that_parts_texts_is_read_again(odd: str) -> None:
    """Only what comes apart as it was put together is trusted."""
    texts = {"s": Segment(id="s", text=f"王建{odd}业、李立新")}
    whole = len(texts["s"].text)
    before = [
        _decision(0, whole - 4, style="publish"),
        _decision(whole - 3, whole, style="publish"),
    ]
    masks = [
        Mask(d.finding.places[0], replacement(texts["s"].text[d.finding.start : d.finding.end], d))
        for d in before
    ]
    covered = Covered()
    covered.keep(0, masks, texts)
    changed = replace(before[1], style="whole")
    after = covered.rewritten(0, masks, before, [changed])
    if odd:
        assert after is None
    else:
        assert after == [masks[0], Mask(changed.finding.places[0], "***")]


def test_a_column_that_is_emptied_is_read_again() -> None:
    """What empties a column masks more than the value."""
    texts = {"s": Segment(id="s", text="王建业")}
    before = [_decision(0, 3, style="publish")]
    masks = [Mask(before[0].finding.places[0], "王**")]
    covered = Covered()
    covered.keep(0, masks, texts)
    changed = [replace(before[0], style="whole")]
    assert covered.rewritten(0, masks, before, changed) is not None
    emptying = [replace(before[0], operator="cn_redact_column")]
    assert covered.rewritten(0, masks, emptying, changed) is None
