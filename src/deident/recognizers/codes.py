"""Numbers of things in columns that say so: 编号, 职权编码, 隐患点代码 in tables without persons.

In a list of persons such a number may be somebody's, and is asked about, unless the rows are things
by name for which persons answer. So is what has the shape of a personal number, whatever its column
is called.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from deident.identifiers import bank_card, resident_id
from deident.model import Tier
from deident.recognizers.hits import LOOSE, Hit, because
from deident.recognizers.table_columns import OUTSIDE, columns
from deident.recognizers.tables_of_persons import cells_under, headers, persons_tables, tight

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

PACK, _TIMES_PACK = "look-generic-code", "look-date-time"
_CODE = re.compile(
    "(?<!账户)(?<!账号)(?<!存折)(?<!银行)(?<!卡)(?<!折)(?<!证件)(?<!证照)(?<!身份)(?<!身份证)(?<!个人)"
    "(?<!人员)(?<!户主)(?<!农户)(?<!家庭)(?<!参保)(?<!社保)(?<!医保)(?<!保险)(?<!学生)(?<!考生)"
    "(?<!学籍)(?<!客户)(?<!用户)(?<!会员)(?<!户口)(?<!档案)(?<!病案)(?<!患者)(?<!职工)(?<!手机)"
    "(?<!电话)(?<!证)(?<!证书)(?<!证明)(?:编号|编码|代码|标识码|识别码)$"
)
_THING = re.compile(
    "[一-龥]{0,8}(?<!姓)(?<!客户)(?<!用户)(?<!账户)(?<!当事人)(?<!申请人)(?<!对象)(?<!补贴)(?<!补助)(?<!救助)"
    "(?<!奖励)(?<!待遇)(?<!保险)(?<!险种)(?<!银行)(?<!岗位)(?<!专业)(?<!班级)(?<!村)(?<!社区)名称|"
    "(?:隐患|风险|监测|点|站|项目|工程|设施|设备|树|桥|路|河|水库|塘坝)[一-龥]{0,2}名"
)
_TIME = re.compile("(?:.*[a-z_])?(?:[Tt]ime|[Ss]tamp|[Dd]ate|_at|_ts)|ts|TS|TIME|.*_TIME")
_VALUE = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z]+(?:[._/#\-][0-9A-Za-z]+){0,8}")
_MILLISECONDS = re.compile("1[0-9]{12}")
_PERSONAL = re.compile(
    r"1[3-9][0-9]{9}|62[0-9]{14,17}|0(?:10|2[0-9]|[3-9][0-9]{2})-?[2-8][0-9]{6,7}|"
    r"[1-9][0-9]{5}(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]?"
)
_LONGEST = 48
# Whose these are found in, it is a list of persons whatever its headers say.
_OF_PERSONS = frozenset({"PERSON", "CN_RESIDENT_ID", "CN_MOBILE", "CN_HOME_ADDRESS", "BIRTH_DATE"})


@lru_cache(4096)
def _names_codes(header: str) -> bool:
    return _CODE.search(tight(header)) is not None


@lru_cache(4096)
def _names_times(header: str) -> bool:
    return header.isascii() and _TIME.fullmatch(header.rsplit("/", 1)[-1]) is not None


@lru_cache(4096)
def _names_things(header: str) -> bool:
    return _THING.fullmatch(tight(header)) is not None


class CodeFinder:
    """Explains the numbers of things, so that nobody is asked what they are."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs[PACK]
        self._times = packs.get(_TIMES_PACK, self._pack)

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield the cells of such columns; whatever else claims one is stronger."""
        tables = {one.table for one in columns(reading) if one.table != OUTSIDE}
        if not tables:
            return
        for _, start, end in cells_under(reading, tables, _names_times):
            if _MILLISECONDS.fullmatch(reading.text, start, end):
                yield Hit(LOOSE, start, end, self._times, 0.5, because(Tier.SHAPE))
        names = headers(reading)
        coded = {table for table in tables if any(map(_names_codes, names.get(table, ())))}
        if not coded:
            return
        # Whose rows are things by name, in it persons answer for them: 编号, 隐患点名称, 责任人.
        listed = {table for table in coded if any(map(_names_things, names.get(table, ())))}
        things = coded - persons_tables(reading).keys()
        things -= _with_persons(reading, hits) - listed
        for _, start, end in cells_under(reading, things, _names_codes):
            if _is_of_a_thing(reading.text, start, end):
                yield Hit(LOOSE, start, end, self._pack, 0.5, because(Tier.SHAPE))


def _with_persons(reading: Reading, hits: Sequence[Hit]) -> set[int]:
    cells = (
        reading.segments[reading.index_at(hit.start)].cell
        for hit in hits
        if hit.pack.entity_type in _OF_PERSONS
    )
    return {cell.table for cell in cells if cell is not None}


def _is_of_a_thing(text: str, start: int, end: int) -> bool:
    if end - start > _LONGEST or not _VALUE.fullmatch(text, start, end):
        return False
    value = text[start:end]
    if _PERSONAL.fullmatch(value):
        return False
    return not (bank_card.is_valid(value) or resident_id.is_valid(value))
