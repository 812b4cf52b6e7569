"""Home addresses in tables: a column that says only 地址, and the parts 组, 楼栋, 房号.

They are homes in a table that lists persons, and nowhere else. A village's column stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers import address_owner as owner
from deident.recognizers.address_asked import OWN_ROOM
from deident.recognizers.address_grammar import Level, address_at
from deident.recognizers.address_rows import is_address
from deident.recognizers.tables_of_persons import (
    cells_under,
    headers,
    lists_candidates,
    persons_tables,
    tight,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from deident.recognizers.reading import Reading

WHOLE = frozenset(
    [
        "地址",
        "联系地址",
        "通讯地址",
        "通信地址",
        "详细地址",
        "住所",
        "居住地点",
        "现居地",
        "住处",
        "户籍",
        "户籍地详址",
        "家庭所在地",
        "家庭住所",
        "所在地址",
        "户口地址",
        "居住小区",
        "隔离地址",
        "居家隔离地址",
        "送达地址",
        "房屋地址",
        "房屋位置",
        "住房地址",
        "危房地址",
        "房屋座落",
        "用水地址",
        "用电地址",
        "用气地址",
        "用热地址",
        "供水地址",
        "供暖地址",
        "供热地址",
        "安装地址",
        "装机地址",
        "用户地址",
        "客户地址",
        "报修地址",
        "报装地址",
        "服务地址",
        "上门地址",
        "收货地址",
        "收件地址",
        "投递地址",
        "派送地址",
        "诉求地址",
        "反映地址",
        "来电地址",
        "房产地址",
        "户址",
        "籍贯地址",
        "村组",
        "所在村组",
        "村民小组门牌",
        "住址门牌",
    ]
)
_SERVED = re.compile("(?:用户|客户|用[水电气热]|供[水电气暖热]|报修|报装|装机|缴费|上门)地址")
_PARTS_OF_HOMES = re.compile("业主|户主|住户|房主|租户|承租|产权人|居民")
# 3-2-501 and 5栋1204 are flats wherever persons are listed without posts; 402 may be an office.
_FLAT = re.compile(
    "[0-9A-Z]{1,3}[ ]?(?:号楼|栋|幢|座|[#＃])[^，。；\\n]{0,12}|[0-9]{1,3}-[0-9]{1,2}-[0-9]{2,4}室?"
)
_PART = frozenset(
    [
        "组",
        "组名",
        "村民小组",
        "小组",
        "所在组",
        "村小组",
        "居民小组",
        "门牌号",
        "门牌号码",
        "门牌",
        "房号",
        "房间号",
        "室号",
        "楼号",
        "楼栋号",
        "单元号",
        "楼栋",
        "户室号",
        "楼门号",
        "栋号",
        "房屋编号",
        "楼栋房号",
        "小区楼栋",
    ]
)
# Of a household's house; fields and woods lie somewhere too.
_SITES = frozenset(["坐落", "座落", "坐落位置", "座落位置", "坐落地址"])
_HOUSEHOLDS = re.compile(
    "户主|宅基地|家庭人口|房屋|危房|住房|建房|农房|身份证|公民身份|与户主关系|住址"
)
_FIELDS = re.compile("地块|耕地|林|草场|承包|四至|亩|山|水面|鱼塘|大棚|养殖|经营|坟|墓")
_TELLING = WHOLE | _PART | _SITES | {"备注", "说明", "其他", "基本情况"}
_GROUP_VALUE = re.compile(r"[^，。；\n]{0,10}?[0-9一二三四五六七八九十A-Za-z][^，。；\n]{0,12}")
# In a column of villages and their groups the village stays; which group it is goes.
_GROUPS = frozenset(["村组", "所在村组"])
_VILLAGE = re.compile("[一-龥]{1,8}(?:村委会|村|社区|居委会)(?=.)")
_NUMBERED = re.compile("[0-9一二三四五六七八九十A-Za-z]")
_NEEDS_PLACE = re.compile("村|镇|乡|住址|小区|社区|街道|地址")
OF_OFFICES = re.compile(
    "(?<!承办)(?<!责任)(?<!工作)(?<!帮扶)(?<!办理)(?<!处罚)(?<!主管)(?<!填报)(?<!交办)(?<!发证)单位|"
    ""
    "公司|企业|考点|项目|法人|法定代表|信用代码|机构|供应商|商户|门店|联系人$"
)

_FIRMS = re.compile(
    "企业|公司|商户|门店|法定代表|法人|信用代码|机构名称|单位名称|供应商|考点|经营者"
)


def cells(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the cells that hold a home address, or a part of one."""
    yield from _served(reading)
    tables = persons_tables(reading)
    if not tables:
        return
    for segment, start, end in cells_under(reading, tables, _may_tell):
        if segment.cell is None:
            continue
        headers = tables[segment.cell.table]
        header = tight(segment.labels.column)
        value = reading.text[start:end].strip()
        if not value or len(value) > 80:
            continue
        if header in WHOLE:
            if not any(OF_OFFICES.search(name) for name in headers) and len(value) > 3:
                village = _VILLAGE.match(reading.text, start, end) if header in _GROUPS else None
                yield (village.end() if village else start), end
        elif header in _SITES:
            if _are_of_houses(headers) and is_address(reading.text, start, end):
                yield start, end
        elif header in _PART:
            if _GROUP_VALUE.fullmatch(value) and _is_of_a_home(headers, value):
                yield start, end
        elif _NUMBERED.search(value):
            address = address_at(reading.text, start, end)
            if address is not None and address.end == end and address.has(Level.FINE):
                yield start, end


def _are_of_houses(headers: Collection[str]) -> bool:
    """Tell whether a table lists households and where their houses stand."""
    return any(map(_HOUSEHOLDS.search, headers)) and not any(
        _FIELDS.search(name) or OF_OFFICES.search(name) for name in headers
    )


def _served(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the flats under 用水地址 and 报修地址 where no column names persons as such: 户名."""
    tables = headers(reading)
    if not any(_SERVED.fullmatch(name) for names in tables.values() for name in names):
        return
    text = reading.text
    for _, start, end in cells_under(reading, tables, _is_served):
        if OWN_ROOM.search(text, start, end) and not owner.is_office(text, start, end):
            yield start, end


def _is_served(column: str) -> bool:
    return _SERVED.fullmatch(tight(column)) is not None


def _is_of_a_home(headers: Collection[str], value: str) -> bool:
    """Tell whether a part of an address is a home's: its table places people, or it is a flat."""
    if any(_NEEDS_PLACE.search(name) or _PARTS_OF_HOMES.search(name) for name in headers):
        return True
    return _FLAT.fullmatch(value) is not None and not lists_candidates(headers)


def _may_tell(column: str) -> bool:
    header = tight(column)
    return not header or header in _TELLING


def office_tables(reading: Reading) -> set[int]:
    """Return the tables that list offices and firms, and no persons."""
    persons = persons_tables(reading)
    return {
        table
        for table, names in headers(reading).items()
        if table not in persons and any(_FIRMS.search(name) for name in names)
    }
