"""The cells of a column are found without looking at the others, and none is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deident.model import Cell, Labels, Segment
from deident.recognizers.reading import Reading, read
from deident.recognizers.tables_of_persons import beside, body_cells, cells_under, tight

_WORDS = ["姓名", "姓 名", "住址", ""]
_TEXTS = ["赵钱孙", "姓名", " 甲村 ", "***", "", "－", "\u200b赵\u200b钱", "备注："]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A page of one or two tables, with and without headers, and with cells masked away."""
    headers = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4))
    labels = [Labels(column=word) for word in headers]
    segments = [
        Segment(
            id=f"{row}:{column}",
            text=draw(st.sampled_from(_TEXTS)),
            labels=labels[column],
            cell=Cell(table=row // 3, row=row, column=column),
        )
        for row in range(draw(st.integers(1, 6)))
        for column in range(len(headers))
    ]
    return read(segments)


@given(readings(), st.sets(st.sampled_from(_WORDS)), st.sets(st.integers(0, 1)))
def test_a_column_is_what_stands_under_its_header(
    reading: Reading, wanted: set[str], tables: set[int]
) -> None:
    """In the order of the text."""
    every = [one for one in body_cells(reading, tables) if one[0].labels.column in wanted]
    assert [*cells_under(reading, tables, wanted.__contains__)] == every


@given(readings(), st.sets(st.sampled_from([*_WORDS, "备注"])), st.sets(st.integers(0, 1)))
def test_what_is_wanted_by_name_is_what_has_that_name(
    reading: Reading, wanted: set[str], tables: set[int]
) -> None:
    """A header without its blanks, or the label to the left."""
    every = [*beside(reading, tables)]
    assert [*beside(reading, tables, wanted.__contains__)] == [o for o in every if o[0] in wanted]
    assert [one[1:] for one in every] == [*body_cells(reading, tables)]
    assert all(name == tight(s.labels.column) for name, s, _, _ in every if s.labels.column)
