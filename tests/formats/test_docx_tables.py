"""Cells of tables in a text have the words that govern them."""

from __future__ import annotations

from fixtures.documents import PIECEMEAL_PLACES, PLACES, p, row, table, word
from tests.formats.word_documents import (
    VALUE,
    read,
)

from deident.model import Kind


def test_cells_have_the_words_that_govern_them() -> None:
    """Headers from above, also merged ones; the table's place in its row."""
    cell = next(s for s in read(PLACES["table with merged cells"](VALUE)) if s.text == VALUE)
    assert cell.kind is Kind.CELL
    assert cell.labels.column == "证件/号码"
    assert cell.cell is not None
    assert (cell.cell.row, cell.cell.column) == (2, 2)
    first = read(PLACES["table with merged cells"](VALUE))[0]
    assert first.cell is not None
    assert (first.cell.row_span, first.cell.column_span) == (2, 1)


def test_forms_have_their_labels_to_the_left() -> None:
    """An application form is a table without a header."""
    form = table(
        row("姓名", "张某", "性别", "女"),
        row("身份证号", VALUE, "联系电话", "13800001234"),
        row("家庭住址", "东街村", "邮编", "044400"),
    )
    labels = {s.text: s.labels.row for s in read(word(form))}
    assert labels[VALUE] == "身份证号"
    assert labels["13800001234"] == "联系电话"


def test_the_line_above_a_table_is_its_caption() -> None:
    """What a table is about stands over it."""
    content = word(p("低保对象公示表") + table(row("姓名", "账号"), row("张某", "1")))
    assert next(s for s in read(content) if s.text == "张某").labels.caption == "低保对象公示表"


def test_one_digit_to_a_cell_is_one_number() -> None:
    """Each cell goes on the one before it."""
    found = [s for s in read(PIECEMEAL_PLACES["one digit to a cell"](VALUE)) if len(s.text) == 1]
    chain = [s for s in found if s.text.isascii()]
    assert [s.follows for s in chain[1:]] == [s.id for s in chain[:-1]]


def test_two_tables_are_two_tables() -> None:
    """Rows are never mixed."""
    content = word(table(row("a", "b")) + table(row("c", "d")))
    assert len({s.cell.table for s in read(content) if s.cell}) == 2
