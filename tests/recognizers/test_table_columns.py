"""What is asked of a column at once is what would be asked of its cells one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from deident.detect import Detector
from deident.keys import Key
from deident.model import NO_LABELS, Cell, Labels, Segment
from deident.recognizers.reading import read
from deident.recognizers.table_columns import OUTSIDE, columns, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

_DETECTOR = Detector(key=Key(b"k" * 32))
_HEADERS = ("序号", "姓名", "身份证号", "联系电话", "银行账号", "单位", "施工许可证编号", "备注")
_CELLS = st.sampled_from(
    (
        *("", "1", "23", "无", "/", "***", "合计", "联系电话", "身份证号：", "姓 名", "2户"),
        *("张某某", "王立新", "欧阳某", "总经办", "某村村民委员会", "李四（已故）", "13900000123"),
        *("139****0123", "1390000012", "14019919900307123X", "14*************23X", "140199199003"),
        *(
            "6222020200001234567",
            "***************4567",
            "联系电话：13900000123",
            "149999202300000001",
        ),
        *(
            "\uff10\uff11\uff13\uff19",
            "0359-2012345",
            "0359-201****",
            "138000",
            "补贴 500 元",
            "某县某镇东街3号",
        ),
    )
)


def _table(rows: Sequence[Sequence[str]], behind: str) -> list[Segment]:
    labels = [Labels(column=header) for header in _HEADERS]
    cells = [
        Segment(
            id=f"{row}.{column}",
            text=text,
            labels=labels[column] if row else NO_LABELS,
            cell=Cell(table=0, row=row, column=column),
        )
        for row, written in enumerate((_HEADERS, *rows))
        for column, text in enumerate(written)
    ]
    return [*cells, Segment(id="behind", text=behind)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[_CELLS] * len(_HEADERS)), min_size=1, max_size=6))
def test_columns_are_claimed_as_their_cells_would_be(rows: list[tuple[str, ...]]) -> None:
    """A character without width anywhere makes the same table be read cell by cell."""
    by_column, by_cell = _table(rows, "完。"), _table(rows, "完\u200b。")
    assert texts(read(by_column)) is not None
    assert texts(read(by_cell)) is None
    assert _DETECTOR.page(by_column) == _DETECTOR.page(by_cell)


def test_cells_are_grouped_by_table_and_labels() -> None:
    """The columns of two tables are apart, and what stands in no table is in no column."""
    shared = Labels(column="姓名")
    reading = read(
        [
            Segment(id="a", text="张某", labels=shared, cell=Cell(table=0, row=1, column=0)),
            Segment(id="b", text="王某", labels=shared, cell=Cell(table=1, row=1, column=0)),
            Segment(id="c", text="李某", labels=shared, cell=Cell(table=0, row=2, column=0)),
            Segment(id="d", text="一段话"),
            Segment(id="e", text="赵某", labels=shared),
        ]
    )
    assert [(one.table, one.cells) for one in columns(reading)] == [
        (0, [0, 2]),
        (1, [1]),
        (OUTSIDE, [4]),
    ]


def test_a_cell_that_goes_on_in_the_next_has_no_text_of_its_own() -> None:
    """One digit to a cell: the number is looked for in all of them together."""
    first = Segment(id="a", text="1", cell=Cell(table=0, row=0, column=0))
    second = Segment(id="b", text="3", cell=Cell(table=0, row=0, column=1), follows="a")
    assert texts(read([first, second])) is None
