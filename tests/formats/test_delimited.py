"""CSV and TSV: every cell is found, and every byte outside the masks is kept."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.delimited import DelimitedHandler
from deident.model import Mask, MaskPlan, Place, Segment, Source, Span

ID = "149999199003070018"
HANDLER = DelimitedHandler(Limits())


def source(text: str, media_type: str = "text/csv") -> Source:
    """Make a table of a text."""
    return Source(name="a.csv", data=text.encode(), media_type=media_type)


def read(text: str, media_type: str = "text/csv") -> list[Segment]:
    """Read all cells."""
    pages = HANDLER.read(source(text, media_type)).pages
    return [segment for page in pages for segment in page.segments]


def masked(text: str, value: str, replacement: str) -> str:
    """Mask the one cell that holds a value."""
    segment = next(segment for segment in read(text) if value in segment.text)
    start = segment.text.index(value)
    mask = Mask(Place(segment.id, Span(start, start + len(value))), replacement)
    return bytes(HANDLER.apply(source(text), MaskPlan(masks=[mask])).data).decode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("media_type", ["text/csv", "text/tab-separated-values"])
def test_the_delimiter_is_found_whatever_the_name_says(delimiter: str, media_type: str) -> None:
    """Files are misnamed."""
    lines = [("姓名", "身份证号"), ("张某", ID), ("李某", "1,5;2|x")]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    found = read(text, media_type)
    assert [segment.text for segment in found] == [
        "姓名",
        "身份证号",
        "张某",
        ID,
        "李某",
        "1,5;2|x",
    ]
    assert found[3].labels.column == "身份证号"


def test_excel_may_name_the_delimiter() -> None:
    """Its `sep=` line comes first."""
    assert [s.text for s in read("sep=;\n姓名;金额,元\n张某;1,5\n")][-1] == "1,5"


def test_titles_are_the_caption_and_rows_are_numbered() -> None:
    """As in a worksheet."""
    found = read(f"低保对象公示表,,\n姓名,身份证号,村\n张某,{ID},\n")[-1]
    assert found.labels.caption == "低保对象公示表"
    assert found.cell is not None
    assert (found.cell.table, found.cell.row, found.cell.column) == (1, 2, 1)
    assert (found.locator.row, found.locator.column) == (3, 2)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (ID, "*"),
        (f'"{ID}"', '"*"'),
        (f'="{ID}"', '="*"'),
        (f'"=""{ID}"""', '"=""*"""'),
        (f"'{ID}", "'*"),
        (f'"\t{ID}"', '"\t*"'),
        (f" {ID} ", " * "),
        (f'"甲""乙""{ID}"', '"甲""乙""*"'),
        (f'"甲\n{ID},\n乙"', '"甲\n*,\n乙"'),
        (f'5" {ID}', '5" *'),
        (f'"甲"乙{ID}', '"甲"乙*'),
    ],
)
def test_a_masked_cell_keeps_its_quotes_and_tricks(cell: str, expected: str) -> None:
    """Excel must still take it as text, and the rest of the row stays."""
    text = f'甲,"乙, ""丙""",丁\r\n1,{cell},\r\n,"",  \r\n'
    assert masked(text, ID, "*") == f'甲,"乙, ""丙""",丁\r\n1,{expected},\r\n,"",  \r\n'


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [(f'="{ID}"', ID), (f'"=""{ID}"""', ID), (f"'{ID}", ID), (f'"\t{ID}"', ID)],
)
def test_tricks_are_not_part_of_the_value(cell: str, read_as: str) -> None:
    """A recognizer sees the number alone."""
    assert read(f"姓名,账号\n张某,{cell}\n")[-1].text == read_as


def test_a_replacement_with_a_delimiter_is_quoted() -> None:
    """A mask must not move the columns."""
    text = f"姓名,身份证号\n张某,{ID}\n"
    assert masked(text, ID, "已,隐") == '姓名,身份证号\n张某,"已,隐"\n'
    assert masked(text, ID, '已"隐') == '姓名,身份证号\n张某,"已""隐"\n'


def test_a_quote_that_never_closes_swallows_nothing() -> None:
    """Every row below is still a row."""
    found = read(f'姓名,身份证号\n"张某,{ID}\n李某,{ID}\n')
    assert [s.labels.column for s in found if s.text == ID] == ["身份证号", "身份证号"]


def test_rows_of_any_length_are_read() -> None:
    """Ragged is usual."""
    found = [segment.text for segment in read("a,b\n1\n1,2,3,4\n\n,,5\n")]
    assert found == ["a", "b", "1", "1", "2", "3", "4", "5"]


def test_a_row_without_end_is_refused() -> None:
    """It would not stream."""
    with pytest.raises(UnreadableError) as refused:
        read("1" * 6_000_000)
    assert refused.value.reason == "LINE_TOO_LONG"


def test_cells_over_a_window_are_whole() -> None:
    """The windows of the decoder end anywhere."""
    text = "a,b\r\n" + f'甲,"x ""{ID}""\r\ny"\r\n' * 60_000
    found = read(text)
    assert len(found) == 120_002
    assert {segment.text for segment in found[3::2]} == {f'x "{ID}"\r\ny'}


grids = st.lists(
    st.lists(st.text(st.sampled_from('甲1,;|"\n '), max_size=6), min_size=2, max_size=4),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(grids)
def test_the_standard_writer_is_understood(grid: list[list[str]]) -> None:
    """What csv.writer writes is read, cell for cell."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(grid)
    expected = {
        (row, column): cell
        for row, cells in enumerate(grid)
        for column, cell in enumerate(cells)
        if cell.strip()
    }
    cells = {
        (segment.cell.row, segment.cell.column): segment.text
        for segment in read(written.getvalue())
        if segment.cell
    }
    assert cells == expected
