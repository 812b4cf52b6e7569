"""Names in tables whose headers do not say so: cells beside IDs and telephones, and officials'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.model import Role
from deident.recognizers import person_shapes as shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.reading import Reading

OF_A_PERSON = frozenset(
    {
        "CN_RESIDENT_ID",
        "CN_MOBILE",
        "CN_BANK_CARD",
        "CN_DISABILITY_ID",
        "CN_SOCIAL_SECURITY",
        "BIRTH_DATE",
    }
)
"""What stands in a row with the name it belongs to."""

_OFFICE = re.compile(
    "联系人|联络员|负责人|责任人|经办|审核|局长|校长|园长|所长|院长|站长|河长|湖长|林长|路长|"
    "组长|网格|包保|包联|包村|驻村|帮扶|法定代表|法人|律师|法官|检察官|"
    "书记|主任|领导|干部|民警|执法|医生|医师|教师|专家|评委|记者|代表|委员|值班|承办|监理|"
    "项目经理|主管|会计|统计"
)
_PRIVATE = re.compile(
    "姓名|户主|本人|成员|配偶|申请人|领取人|学生|家长|患者|村民|农户|名单|人员|收款人|持卡人|开户人|考生|贫困户|脱贫户|低保户|参保人|享受人|对象|录用|拟聘|应聘|获奖|权利人|共有人|被告人|被执行人|户名"
)
_OTHER = re.compile(
    "村|组|乡|镇|街|地|址|单位|项目|名称|品种|学校|部门|银行|公司|职|业|民族|性别|备注|关系|"
    "类|等级|区|学历|面貌|内容|产品|作物|原因|方式|结果|"
    "状况|情况|课程|科目|型号|品牌|病|籍|店|企业|机构|金额|标准|时间|日期|年度|政策|措施|"
    "依据|颜色|事项|数|量|值|率|费"
)
_FIRM = re.compile(
    "(?:公司|集团|厂|商店|门店|饭店|药店|书店|酒店|超市|合作社|农场|中心|医院|诊所|学校|中学|"
    "小学|幼儿园|银行|信用社|委员会|协会|政府|办事处|管理局|林场|煤矿|企业)"
    "(?:[（(].{0,12}[)）])?$"
)
_LONGEST = 8


class CellName(NamedTuple):
    """A cell that holds a name, and whose."""

    start: int
    end: int
    role: Role


def in_rows(reading: Reading, hits: Sequence[Hit]) -> Iterator[CellName]:
    """Yield cells shaped like a name under a header that says whose, or beside an ID."""
    yield from _not_persons(reading, hits)
    candidates = list(_candidates(reading))
    if not candidates:
        return
    persons = _rows_of_persons(reading, hits)
    for index, start, end in candidates:
        segment = reading.segments[index]
        cell, header = segment.cell, segment.labels.column.replace(" ", "")
        if cell is None:
            continue
        if _OFFICE.search(header):
            yield CellName(start, end, Role.OFFICE)
        elif _PRIVATE.search(header):
            yield CellName(start, end, Role.UNKNOWN)
        elif _ordinary(reading.text[start:end]) or _OTHER.search(header):
            continue
        elif (cell.table, cell.row) in persons:
            yield CellName(start, end, Role.UNKNOWN)


def _not_persons(reading: Reading, hits: Sequence[Hit]) -> Iterator[CellName]:
    """Yield what stands under a person's header and is an office or a firm."""
    for hit in hits:
        if hit.pack.entity_type == "PERSON" and _FIRM.search(reading.text, hit.start, hit.end):
            yield CellName(hit.start, hit.end, Role.OFFICE)


def _candidates(reading: Reading) -> Iterator[tuple[int, int, int]]:
    whole = reading.shadow.offsets is None
    for index, (segment, start) in enumerate(zip(reading.segments, reading.starts, strict=True)):
        if segment.cell is None or not 2 <= len(segment.text) <= _LONGEST or not whole:
            continue
        value = reading.text[start : start + len(segment.text)]
        tight = value.strip()
        if shapes.is_name(tight) and not shapes.is_word(tight):
            begin = start + value.index(tight)
            yield index, begin, begin + len(tight)


def _rows_of_persons(reading: Reading, hits: Sequence[Hit]) -> set[tuple[int, int]]:
    rows = set()
    for hit in hits:
        if hit.pack.entity_type in OF_A_PERSON and hit.evidence.role is not Role.OFFICE:
            cell = reading.segments[reading.index_at(hit.start)].cell
            if cell is not None:
                rows.add((cell.table, cell.row))
    return rows


_PIECE = re.compile(
    rf"(?:^|(?<=[ ,，、|;；:：0-9.\t）)]))(?P<name>{shapes.WHOLE}|{shapes.SPACED}|"
    rf"{shapes.DOTTED})(?=[ ,，、|;；:：（(\t0-9*]|$)"
)


def in_lines(text: str, hits: Sequence[Hit]) -> Iterator[CellName]:
    """Yield the first name of each line of text that also holds something of a person's."""
    seen = set()
    for hit in hits:
        if hit.pack.entity_type not in OF_A_PERSON or hit.evidence.role is Role.OFFICE:
            continue
        low = max(text.rfind("\n", 0, hit.start), text.rfind("。", 0, hit.start)) + 1
        if low in seen or hit.start - low > 60:
            continue
        seen.add(low)
        for piece in _PIECE.finditer(text[low : hit.start]):
            if not _ordinary(piece["name"]):
                yield CellName(low + piece.start("name"), low + piece.end("name"), Role.UNKNOWN)


def _ordinary(value: str) -> bool:
    return (
        shapes.is_ordinary(value)
        or value[-1] in "村镇乡县市区组路街局厂店院校社部委办站所队州省庄屯沟人者员户方费款金"
    )
