"""A value refuses to exist when it is wrong, and prints no text."""

from __future__ import annotations

import pytest

from deident.errors import ExitCode, worst
from deident.model import Labels, Page, Quad, Quads, Segment, Source, Span


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (-1, 3)])
def test_empty_and_backward_spans_are_refused(start: int, end: int) -> None:
    """A mask of nothing would hide nothing in silence."""
    with pytest.raises(ValueError, match="span"):
        Span(start, end)


def test_boxes_belong_to_characters() -> None:
    """One box too few would paint over the wrong character."""
    with pytest.raises(ValueError, match="boxes"):
        Segment(id="a", text="ab", boxes=Quads([Quad(0, 0, 1, 0, 1, 1, 0, 1)]))


def test_a_page_streams() -> None:
    """More segments than a page may hold would fill the memory."""
    segment = Segment(id="a", text="a")
    with pytest.raises(ValueError, match="page"):
        Page(number=1, segments=(segment,) * 10_001)


def test_quads_come_back_as_they_went_in() -> None:
    """Eight numbers to a character."""
    quad = Quad(0, 0, 10, 0, 10, 5, 0, 5)
    assert list(Quads([quad, quad])) == [quad, quad]


def test_text_and_names_are_not_printed() -> None:
    """张三低保申请.docx is personal too."""
    segment = Segment(id="a", text="13800001234", labels=Labels(column="赵钱孙"))
    source = Source(name="张三低保申请.txt", data=b"13800001234")
    assert "1380000" not in repr(segment) + repr(source)
    assert "张三" not in repr(source)
    assert "赵钱孙" not in repr(segment)


def test_the_worst_exit_code_wins() -> None:
    """6 > 5 > 2 > 4 > 3 > 1 > 0."""
    order = (6, 5, 2, 4, 3, 1, 0)
    for place, code in enumerate(order):
        for lesser in order[place:]:
            assert worst(ExitCode(lesser), ExitCode(code)) == code
