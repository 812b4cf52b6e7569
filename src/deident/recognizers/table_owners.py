"""Whose the tables of a reading are: private persons', or offices'."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from deident.recognizers import person_shapes as shapes
from deident.recognizers.surroundings import is_office_name
from deident.recognizers.table_columns import OUTSIDE, columns, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deident.model import Labels
    from deident.recognizers.reading import Reading
    from deident.recognizers.table_columns import Column
    from deident.recognizers.vocabulary import Vocabulary

# Columns that only a list of persons has; there a landline is somebody's own.
_OWN_COLUMNS = frozenset(
    {"CN_RESIDENT_ID", "CN_DISABILITY_ID", "MINOR", "CN_HOME_ADDRESS", "BIRTH_DATE"}
)
_POSTS = frozenset({"职务", "职位", "职务职称", "单位职务", "单位及职务", "职务/职称", "行政职务"})
_HOLDERS = frozenset({"账户名称", "账户名", "开户名称", "开户名", "户名", "收款人", "收款单位"})
_OFFICE_COLUMNS = frozenset(
    {
        "单位",
        "单位名称",
        "企业名称",
        "公司名称",
        "机构名称",
        "收款单位",
        "预算单位",
        "部门",
        "科室",
        "使用单位",
        "所属单位",
    }
)
# Departments are also where those work who are paid: they say nothing of whose an account is.
_WORKPLACES = frozenset({"部门", "科室", "使用单位", "所属单位"})
# Under these stands who is paid, and under the others who sees to it.
_PAID = re.compile(
    "(?:报销|领款|收款|领取|领用|借款|出差|受益|持卡|开户|获奖|受助|领奖)人(?:员|姓名)?|户名|"
    "账户名称?|帐户名称?|开户名称?|(?:收款|支付|发放|补助|补贴|奖励|资助)对象"
)
_CLERKS = re.compile("经办人?|经手人|报账人|报账员|申请人|负责人")
_LOOKED_AT = 50
# A header's row alone parts two halves of one form.
_APART = 3


def owned_tables(
    reading: Reading, known: Sequence[tuple[int, Labels]], vocabulary: Vocabulary
) -> tuple[set[int], set[int]]:
    """Return the tables that list private persons, and those of offices.

    `known` are the tables of the reading, each with the labels of each of its columns.
    """
    listing = _tables_with(known, vocabulary, _OWN_COLUMNS | {"PERSON"})
    # A name beside a post shows nobody's home.
    posts = {table for table, labels in known if labels.column in _POSTS}
    personal = listing - (posts - _tables_with(known, vocabulary, _OWN_COLUMNS))
    offices = _office_tables(known) - listing
    if offices:
        offices -= _paid_to_persons(reading, known)
    return personal, offices | _held_by_offices(reading)


def office_lists(reading: Reading, vocabulary: Vocabulary) -> frozenset[int]:
    """Return the columns, by the identity of their labels, of offices' lists beside other lists.

    A sheet may hold several lists, one below the other, each with its title and its header.
    """
    headed = [column for column in columns(reading) if column.labels.column]
    known = [(column.table, column.labels) for column in headed if column.table != OUTSIDE]
    mixed = _office_tables(known)
    if mixed:
        mixed &= _tables_with(known, vocabulary, _OWN_COLUMNS | {"PERSON"})
    return frozenset(
        id(column.labels)
        for table in mixed
        for block in _blocks(reading, [column for column in headed if column.table == table])
        if _is_of_offices(block, vocabulary)
        for column in block
    )


def _is_of_offices(block: Sequence[Column], vocabulary: Vocabulary) -> bool:
    known = [(column.table, column.labels) for column in block]
    listed = _tables_with(known, vocabulary, _OWN_COLUMNS | {"PERSON"})
    return not listed and bool(_office_tables(known))


def _blocks(reading: Reading, own: Sequence[Column]) -> Iterator[Sequence[Column]]:
    """Yield the columns of each of the lists of a table.

    Between two lists stands a header, and above it a row that is blank or holds a title alone.
    """
    filled = Counter(row for column in own for row in _rows_of(reading, column))
    rows = sorted(row for row, count in filled.items() if count > 1)
    begin = [low for before, low in pairwise([-_APART, *rows]) if low - before >= _APART]
    by_block: dict[int, list[Column]] = {}
    for column in own:
        first = next((row for row in _rows_of(reading, column) if filled[row] > 1), -1)
        by_block.setdefault(bisect_right(begin, first), []).append(column)
    return iter(by_block.values())


def _rows_of(reading: Reading, column: Column) -> Iterator[int]:
    cells = (reading.segments[number].cell for number in column.cells)
    return (cell.row for cell in cells if cell is not None)


def _tables_with(
    known: Iterable[tuple[int, Labels]], vocabulary: Vocabulary, types: frozenset[str]
) -> set[int]:
    """Return the tables that have a column of one of these types."""
    return {
        table
        for table, labels in known
        for name in (labels.column, labels.row)
        if name and (sense := vocabulary.header(name)) and any(map(sense.types, types))
    }


def _office_tables(known: Iterable[tuple[int, Labels]]) -> set[int]:
    """Return the tables that list offices by name; they are offices' where no person is listed."""
    return {table for table, labels in known if labels.column in _OFFICE_COLUMNS}


def _held_by_offices(reading: Reading) -> set[int]:
    """Return the tables whose accounts are all kept under the name of an office."""
    values = texts(reading)
    return {
        column.table
        for column in columns(reading)
        if values is not None
        and column.labels.column in _HOLDERS
        and all(is_office_name(values[at]) for at in column.cells if values[at])
    }


def _paid_to_persons(reading: Reading, known: Iterable[tuple[int, Labels]]) -> set[int]:
    """Return the tables that name the persons who are paid, whatever department each is of."""
    values = texts(reading)
    listed = {table for table, labels in known if labels.column in _OFFICE_COLUMNS - _WORKPLACES}
    return {
        column.table
        for column in columns(reading)
        if values is not None
        and (
            _PAID.fullmatch(column.labels.column)
            or (column.table not in listed and _CLERKS.fullmatch(column.labels.column))
        )
        and holds_names(values[at] for at in column.cells)
    }


def holds_names(values: Iterable[str]) -> bool:
    """Tell whether most of the first cells of a column that hold something hold a name."""
    held = list(islice(filter(None, values), _LOOKED_AT))
    return 2 * sum(map(_is_persons, held)) > len(held)


def _is_persons(value: str) -> bool:
    return shapes.is_name(value) and not shapes.is_ordinary(value) and not is_office_name(value)
