"""A row is the same row, whoever reads it: the pattern or the parser."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.errors import UnreadableError
from deident.formats.xlsx.cells import StoredRow, scan_sheet
from deident.formats.xlsx.plain import ROW_END, PlainRow, StoredCell, plain_row, stored
from deident.formats.xlsx.shapes import OFTEN

if TYPE_CHECKING:
    from deident.formats.xlsx.cells import Item

HEAD = b'<?xml version="1.0"?><worksheet><cols><col min="1" max="2"/></cols><sheetData>'
TAIL = b"</sheetData><pageMargins left='0.7'/></worksheet>"
ROW = (
    b'<row r="2" spans="1:3" ht="15"><c r="A2" s="1" t="s"><v>3</v></c><c r="B2"><v>1.5</v></c>'
    b'<c r="C2" t="inlineStr"><is><t xml:space="preserve"> \xe8\xb5\xb5\xe6\x9f\x90</t></is></c>'
    b'<c r="D2" s="2"/></row>'
)
OTHER = ROW.replace(b'ht="15"', b'hidden="1"').replace(b's="2"/>', b's="2"></c>')

values = st.sampled_from(
    [b"", b"1", b"13800001234", "赵某".encode(), b"a&amp;b", b"]]>", b"\xef\xbf\xbe", b"\xff"]
)
insides = st.one_of(
    values.map(lambda value: b"<v>" + value + b"</v>"),
    values.map(lambda value: b"<is><t>" + value + b"</t></is>"),
    values.map(lambda value: b"<f>A1</f><v>" + value + b"</v>"),
    st.sampled_from([b"", b"<v>1</v><v>2</v>", b"<!-- 1 -->", b"<is><r><t>1</t></r></is>", b"1"]),
)
columns = st.sampled_from([b"A", b"B", b"C", b"AA", b"XFD", b"XFE", b""])
kinds = st.sampled_from([b"", b' t="s"', b' t="inlineStr"', b' s="1" t="n"', b' cm="1"'])
rows = st.sampled_from(
    [b' r="1"', b' r="2"', b' r="3" hidden="1"', b"", b' r="3" r="3"', b' r="x"']
)
between = st.sampled_from([b"", b"\n", b"<!-- <row r='9'></row> -->", b"<extLst/>", b"2"])


@st.composite
def written_rows(draw: st.DrawFn) -> bytes:
    """Draw a row, plain or odd."""
    cells = b"".join(
        b'<c r="' + column + b'2"' + kind + b">" + inside + b"</c>"
        for column, kind, inside in draw(st.lists(st.tuples(columns, kinds, insides), max_size=4))
    )
    return draw(st.sampled_from([ROW, b"<row" + draw(rows) + b">" + cells + b"</row>"]))


def told(raw: bytes, size: int) -> tuple[list[object], bytes] | str:
    """Return everything a worksheet holds, and its bytes, or why it is refused."""
    items: list[object] = []
    written = b""
    chunks = (raw[at : at + size] for at in range(0, len(raw), size))
    try:
        for piece, _ in scan_sheet(chunks, "a.xlsx"):
            items += map(_spelt, piece.items)
            written += piece.tape.take(piece.until)
    except UnreadableError as refused:
        return refused.reason
    return items, written


def _spelt(item: Item) -> object:
    if isinstance(item, PlainRow):
        cells = [_cell(stored(item, at)) for at in range(len(item.texts))]
        return item.number, item.hidden, [*item.fields], cells
    if isinstance(item, StoredRow):
        return item.number, item.hidden, item.fields, [_cell(cell) for cell in item.cells]
    return item


def _cell(cell: StoredCell) -> object:
    more = cell.more
    held = more and (more.formula, more.inline, more.phonetic, more.rich)
    return cell._replace(more=None, start=0, end=0), held


@given(st.lists(st.tuples(written_rows(), between), max_size=4), st.integers(1, 200))
def test_the_parser_says_the_same(parts: list[tuple[bytes, bytes]], size: int) -> None:
    """Cells, places, order, fields, refusals: whatever is written, however it is cut."""
    raw = HEAD + b"".join(row + gap for row, gap in parts) + TAIL
    by_pattern = told(raw, size)
    with patch("deident.formats.xlsx.cells.plain_row", return_value=None):
        assert by_pattern == told(raw, size)


def test_a_row_as_every_program_writes_it_is_plain() -> None:
    """Otherwise nothing would be gained."""
    row = plain_row(HEAD + ROW, len(HEAD))
    assert row is not None
    cells = [stored(row, at) for at in range(len(row.texts))]
    assert [(cell.name, cell.value, cell.more and cell.more.inline) for cell in cells] == [
        ("A2", "3", None), ("B2", "1.5", None), ("C2", None, [" 赵某"]), ("D2", None, None),
    ]  # fmt: skip
    assert (HEAD + ROW)[row.start : row.end] == ROW
    assert _written(row) == ROW


def _written(row: PlainRow) -> bytes:
    cells = (
        f'<c r="{cell.letters}{row.name}"{cell.head}{text}{cell.tail}'
        for cell, text in zip(row.shape.cells, row.texts, strict=True)
    )
    return (row.opening + "".join(cells)).encode() + ROW_END


@given(st.lists(st.tuples(st.sampled_from([ROW, OTHER]), values), min_size=1, max_size=6))
def test_a_row_is_read_alike_by_the_pattern_of_its_shape(
    written: list[tuple[bytes, bytes]],
) -> None:
    """Whatever row came before, and whether its shape has come often or never."""
    often = plain_row(ROW, 0)
    assert often is not None
    for _ in range(OFTEN):
        often.shape.met()
    before = often
    for row, value in written:
        raw = row.replace(b"<v>3</v>", b"<v>" + value + b"</v>")
        alone, after = plain_row(raw, 0), plain_row(raw, 0, 0, before)
        assert _told(alone) == _told(after)
        assert after is None or _written(after) == raw


def _told(row: PlainRow | None) -> object:
    return row and (row.number, row.hidden, row.name, row.opening, [*row.texts], _cells_of(row))


def _cells_of(row: PlainRow) -> object:
    return [_cell(stored(row, at)) for at in range(len(row.texts))], row.start, row.end


@pytest.mark.parametrize(
    "odd",
    [b"<v>a&#49;</v>", b"<v>\xef\xbf\xbe</v>", b"<v>\xff</v>", b"<v>1\r</v>", b"<f>A1</f><v>1</v>"],
)
def test_what_a_parser_would_read_otherwise_is_the_parsers(odd: bytes) -> None:
    """Entities, line ends, formulas, and bytes that are no text."""
    assert plain_row(b'<row r="1"><c r="A1">' + odd + b"</c></row>", 0) is None
