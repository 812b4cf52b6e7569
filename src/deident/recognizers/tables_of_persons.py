"""Which tables list persons, by their headers; for finders that read columns.

A table of names with IDs, telephones or relations is a list of persons. One of names with posts,
scores and tickets lists candidates for an office: their birth months are published by rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from deident.model import Segment
    from deident.recognizers.reading import Reading

# Nothing of a value is left: stars, or the words that our operators write.
_HIDDEN = re.compile(r"[*＊×\s/\-—]*|【[^】]{1,8}】")
_SPACE = re.compile(r"\s+")
_BRACKETED = re.compile(r"[（(【\[][^（()）】\]]*[）)】\]]|[：:*]")
_PERSON = re.compile(
    "姓名|户主|身份证|公民身份|患者|残疾人|申请人|户籍|家庭住址|住址|性别|出生|监护人|家属|"
    "配偶|学生|考生|领取人|与户主关系|病例|密接"
    "|受助人|救助对象|保障对象|低保对象|特困人员|农户|名字|当事人|本人"
)
_CANDIDATES = re.compile(
    "报考|准考证|笔试|面试|总成绩|综合成绩|拟录用|拟聘|招聘|岗位|职位|拟任|现任|任职|职务|"
    "任现职|参加工作|入党|职称|党派|届|委员|代表"
)


def tight(header: str) -> str:
    """Return the last line of a header without blanks and remarks."""
    return _BRACKETED.sub("", _SPACE.sub("", header.rsplit("/", 1)[-1]))


def headers(reading: Reading) -> Mapping[int, set[str]]:
    """Return the headers of each table, without blanks."""
    found: dict[int, set[str]] = {}
    for segment in reading.segments:
        if segment.cell is not None:
            names = found.setdefault(segment.cell.table, set())
            for name in (segment.labels.column, segment.labels.row):
                if name:
                    names.add(_SPACE.sub("", name))
    return found


def persons_tables(reading: Reading) -> Mapping[int, set[str]]:
    """Return the tables that list persons, with their headers."""
    return {
        table: names
        for table, names in headers(reading).items()
        if any(_PERSON.search(name) for name in names)
    }


def lists_candidates(names: Collection[str]) -> bool:
    """Tell whether a table's headers show officials or candidates."""
    return any(_CANDIDATES.search(name) for name in names)


def body_cells(reading: Reading, tables: Collection[int]) -> Iterator[tuple[Segment, int, int]]:
    """Yield the cells of some tables with where their text lies in the folded text."""
    offsets = reading.shadow.offsets
    for segment, start in zip(reading.segments, reading.starts, strict=True):
        if segment.cell is None or segment.cell.table not in tables or not segment.text.strip():
            continue
        end = start + len(segment.text)
        if offsets is not None:
            low, high = bisect_left(offsets, start), bisect_left(offsets, end)
        else:
            low, high = start, end
        piece = reading.text[low:high]
        low, high = low + len(piece) - len(piece.lstrip()), high - len(piece) + len(piece.rstrip())
        if low < high and not _HIDDEN.fullmatch(reading.text, low, high):
            yield segment, low, high


def header_cells(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the cells that are headers themselves: the word beside a label is no value there."""
    names = headers(reading)
    for segment, start, end in body_cells(reading, set(names)):
        if segment.cell is None or segment.labels.column:
            continue
        if _SPACE.sub("", segment.text) in names[segment.cell.table]:
            yield start, end
