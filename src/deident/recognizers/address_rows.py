"""Home addresses in rows that no header explains: an address beside somebody's ID, name or mobile.

A row whose address stands behind the name of an office or a shop is that office's. Where most cells
of a column without a header are addresses of persons, all of its addresses are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from deident.model import Role
from deident.recognizers.address_grammar import Level, address_at, group_at
from deident.recognizers.table_columns import OUTSIDE, columns
from deident.recognizers.tables_of_persons import beside, persons_tables

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from deident.model import Cell
    from deident.recognizers.hits import Hit
    from deident.recognizers.reading import Reading

_SAYS_NOTHING = re.compile(
    r"|.*(?:基本|个人|人员|户主|家庭|详细)?(?:情况|信息|资料)|备注|说明|其他|"
    r"第?[0-9一二三四五六]+列?|"
    r"[男女]"
)
_OFFICE = re.compile(
    r"[^，。；\n]{0,30}(?:公司|企业|局|委员会|政府|医院|卫生院|学校|[小中大]学|幼儿园|合作社|"
    r"农场|店|"
    r"厂|部|站|所|中心|超市|商行|银行|支行|事务所|协会|酒楼|饭庄|工作室|"
    r"个体工商户)(?:[（(][^（）()]{1,12}[）)])?"
)
_OFFICE_ENDS = tuple("司业局会府院校学园社场店厂部站所中心市行楼庄室户)）")
_HOMES_OF_STAFF = re.compile("宿舍|家属")
_LONGEST = 80
_SHORTEST = 4
_PERSONAL = frozenset(
    {"PERSON", "CN_MOBILE", "BIRTH_DATE", "CN_DISABILITY_ID", "CN_BANK_CARD", "CN_SOCIAL_SECURITY"}
)
_MAY_HOLD_ONE = re.compile("[省市县区乡镇村街路道巷社组队屯号栋幢室苑园府邸院湾城]")


class _Row(NamedTuple):
    """What the cells of one row say: whether somebody's, and where an office is named."""

    persons: set[tuple[int, int]]
    identified: set[tuple[int, int]]
    offices: dict[tuple[int, int], int]

    def is_somebodys(self, cell: Cell) -> bool:
        row = (cell.table, cell.row)
        if row in self.identified:
            return True
        return row in self.persons and self.offices.get(row, cell.column) >= cell.column


def in_rows(
    reading: Reading, hits: Sequence[Hit], also: Container[str]
) -> Iterator[tuple[int, int]]:
    """Yield the addresses of persons' rows; headers that may name them count as none.

    `also` are such headers: 地址, 联系地址.
    """
    bare: set[int] = set()
    for table, _, cells in columns(reading):
        if table != OUTSIDE and table not in bare:
            held = "\n".join([reading.segments[at].text for at in cells])
            if _MAY_HOLD_ONE.search(held):
                bare.add(table)
    if not bare:
        return
    addresses: dict[tuple[int, int], list[tuple[Cell, int, int]]] = defaultdict(list)
    filled: dict[tuple[int, int], int] = defaultdict(int)
    listed = persons_tables(reading)
    text = reading.text
    # In two columns without a header somebody's name seems to be the label of what stands behind.
    called = {text[hit.start : hit.end] for hit in hits if hit.pack.entity_type == "PERSON"}

    def may_be_home(name: str) -> bool:
        known = not name or name in also or name in called
        return known or _SAYS_NOTHING.fullmatch(name) is not None

    for name, segment, start, end in beside(reading, bare, may_be_home):
        cell = segment.cell
        if cell is None or end - start > _LONGEST or (name in also and cell.table in listed):
            continue
        if not _is_an_office(text[start:end]):
            filled[cell.table, cell.column] += 1
            if is_address(text, start, end):
                addresses[cell.table, cell.column].append((cell, start, end))
    if addresses:
        offices: dict[tuple[int, int], int] = {}
        for name, segment, start, end in beside(reading, bare):
            cell = segment.cell
            if cell is None or end - start > _LONGEST or (name in also and cell.table in listed):
                continue
            if _is_an_office(text[start:end]):
                offices.setdefault((cell.table, cell.row), cell.column)
        rows = _Row(*_people(reading, hits), offices)
        for place, found in addresses.items():
            somebodys = [rows.is_somebodys(at) for at, _, _ in found]
            count = len(somebodys)
            whole = sum(somebodys) * 2 > count and count * 2 > filled[place] and count > 1
            for (at, start, end), is_own in zip(found, somebodys, strict=True):
                if is_own or (whole and (at.table, at.row) not in offices):
                    yield start, end


def is_address(text: str, start: int, end: int) -> bool:
    """Tell whether a cell holds an address down to village, estate or door, and nothing else."""
    if end - start < _SHORTEST or not _MAY_HOLD_ONE.search(text, start, end):
        return False
    address = address_at(text, start, end) or group_at(text, start, end)
    if address is None or address.end < end - 3:
        return False
    if address.has(Level.FINE):
        return address.pieces[0].end < end or address.pieces[0].level is not Level.FINE
    return address.has(Level.VILLAGE, Level.ESTATE) and len(address.pieces) > 1


def _is_an_office(value: str) -> bool:
    if not value.endswith(_OFFICE_ENDS):
        return False
    return _OFFICE.fullmatch(value) is not None and _HOMES_OF_STAFF.search(value) is None


def _people(
    reading: Reading, hits: Sequence[Hit]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the rows that hold something personal, and those that hold an ID."""
    persons: set[tuple[int, int]] = set()
    identified: set[tuple[int, int]] = set()
    for hit in hits:
        kind = hit.pack.entity_type
        if kind != "CN_RESIDENT_ID" and (kind not in _PERSONAL or hit.evidence.role is Role.OFFICE):
            continue
        cell = reading.segments[reading.index_at(hit.start)].cell
        if cell is not None:
            row = (cell.table, cell.row)
            persons.add(row)
            if kind == "CN_RESIDENT_ID":
                identified.add(row)
    return persons, identified
