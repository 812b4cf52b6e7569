"""Which tables list persons, by their headers; for finders that read columns.

A table of names with IDs, telephones or relations is a list of persons. One of names with posts,
scores and tickets lists candidates for an office: their birth months are published by rule.
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache, partial, wraps
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from deident.making import unprinted
from deident.model import Role
from deident.recognizers.hits import NAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from deident.model import Cell, Segment
    from deident.recognizers.hits import Hit
    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

# Nothing of a value is left: stars, or the words that our operators write.
_HIDDEN = re.compile(r"[*＊×\s/\-—]*|【[^】]{1,8}】")
_HIDES = frozenset("*＊×/-—【")
_SPACE = re.compile(r"\s+")
_BRACKETED = re.compile(r"[（(【\[][^（()）】\]]*[）)】\]]|[：:*]")
_PERSON = re.compile(
    "姓名|户主|身份证|公民身份|患者|残疾人|申请人|户籍|家庭住址|住址|性别|出生|监护人|家属|"
    "配偶|学生|考生|领取人|与户主关系|病例|密接"
    "|受助人|救助对象|保障对象|低保对象|特困人员|农户|名字|当事人|本人"
)
# What a form writes to the left of a value.
_LABEL = re.compile(r"[一-龥（）()/、 ]{2,14}[：:]?")
_LONGEST_LABEL = 24
_SUM = re.compile("(?:合计|小计|总计|共计|累计|本页小计|本页合计)[：:]?(?:[0-9]+[户人])?")
_NO_VALUE = re.compile(
    r"[（(][0-9]{1,2}[）)]|[①-⑳]|"
    r"(?:填表|填报|制表|制单|审核|审批|公示|打印|复核|统计|经办|上报)"
    r"(?:日期|时间|人|单位|部门|负责人)?[ ]?[：:].*"
)
_CANDIDATES = re.compile(
    "报考|准考证|笔试|面试|总成绩|综合成绩|拟录用|拟聘|招聘|岗位|职位|拟任|现任|任职|职务|"
    "任现职|参加工作|入党|职称|党派|届|委员|代表"
)


@lru_cache(4096)
def tight(header: str) -> str:
    """Return the last line of a header without blanks and remarks."""
    return _BRACKETED.sub("", _SPACE.sub("", header.rsplit("/", 1)[-1]))


T = TypeVar("T")


def _of_last(function: Callable[[Reading], T]) -> Callable[[Reading], T]:
    """Remember what a function said of the last reading: five finders ask the same of each."""
    last: list[tuple[Reading, T]] = []

    @wraps(function)
    def remembered(reading: Reading) -> T:
        known = last[0] if last else None
        if known is None or known[0] is not reading:
            known = (reading, function(reading))
            last[:] = [known]
        return known[1]

    return remembered


@_of_last
def headers(reading: Reading) -> Mapping[int, set[str]]:
    """Return the headers of each table, without blanks."""
    found: dict[int, set[str]] = {}
    met: set[tuple[int, int]] = set()
    for segment in reading.segments:
        if segment.cell is not None:
            names = found.setdefault(segment.cell.table, set())
            labels = segment.labels
            # The cells of a column share their labels.
            if (segment.cell.table, id(labels)) not in met:
                names.update(_SPACE.sub("", name) for name in (labels.column, labels.row) if name)
                met.add((segment.cell.table, id(labels)))
    return found


@_of_last
def persons_tables(reading: Reading) -> Mapping[int, set[str]]:
    """Return the tables and forms that list persons, with their headers."""
    found = {table: {*names} for table, names in headers(reading).items()}
    for segment in reading.segments:
        cell, labels = segment.cell, segment.labels
        # In a form a label is a cell like any other.
        if cell is not None and not labels.column and _LABEL.fullmatch(segment.text.strip()):
            found[cell.table].add(_SPACE.sub("", segment.text))
    return {
        table: names
        for table, names in found.items()
        if any(_PERSON.search(name) for name in names)
    }


def lists_candidates(names: Collection[str]) -> bool:
    """Tell whether a table's headers show officials or candidates."""
    return any(_CANDIDATES.search(name) for name in names)


class _Body(NamedTuple):
    """A cell that holds something, and where its text lies in the folded text."""

    table: int
    segment: Segment
    start: int
    end: int

    def __repr__(self) -> str:
        return unprinted(self)


_made_body = partial(tuple.__new__, _Body)
_START = operator.itemgetter(2)


def _start_of(one: tuple[str, _Body]) -> int:
    return one[1][2]


def _anything(_: str) -> bool:
    return True


def body_cells(reading: Reading, tables: Collection[int]) -> Iterator[tuple[Segment, int, int]]:
    """Yield the cells of some tables with where their text lies in the folded text."""
    return (
        (segment, start, end) for table, segment, start, end in _bodies(reading) if table in tables
    )


def cells_under(
    reading: Reading, tables: Collection[int], wanted: Callable[[str], bool]
) -> Iterator[tuple[Segment, int, int]]:
    """Yield the cells of some tables whose column is wanted by its header, "" where it has none.

    A column that is not wanted costs nothing.
    """
    columns = [bodies for header, bodies in _columns(reading).items() if wanted(header)]
    return _in_order(columns, tables)


def _in_order(
    columns: Sequence[Sequence[_Body]], tables: Collection[int]
) -> Iterator[tuple[Segment, int, int]]:
    bodies = chain.from_iterable(columns)
    for table, segment, start, end in sorted(bodies, key=_START) if len(columns) > 1 else bodies:
        if table in tables:
            yield segment, start, end


@_of_last
def _columns(reading: Reading) -> Mapping[str, Sequence[_Body]]:
    """Return the cells that hold something by the headers of their columns."""
    columns: dict[str, list[_Body]] = {}
    for body in _bodies(reading):
        header = body[1].labels.column
        column = columns.get(header)
        if column is None:
            column = columns[header] = []
        column.append(body)
    return columns


@_of_last
def _bodies(reading: Reading) -> Sequence[_Body]:
    return tuple(_found_bodies(reading))


def _found_bodies(reading: Reading) -> Iterator[_Body]:
    offsets, text = reading.shadow.offsets, reading.text
    for segment, start in zip(reading.segments, reading.starts, strict=True):
        cell = segment.cell
        if cell is None or not segment.text:
            continue
        low, high = start, start + len(segment.text)
        if offsets is not None:
            low, high = bisect_left(offsets, low), bisect_left(offsets, high)
        piece = text[low:high]
        if piece[:1].isspace() or piece[-1:].isspace():
            low += len(piece) - len(piece.lstrip())
            high -= len(piece) - len(piece.rstrip())
        if low < high and not (text[low] in _HIDES and _HIDDEN.fullmatch(text, low, high)):
            yield _made_body((cell.table, segment, low, high))


def beside(
    reading: Reading, tables: Collection[int], wanted: Callable[[str], bool] = _anything
) -> Iterator[tuple[str, Segment, int, int]]:
    """Yield the cells of some tables with what names them: a header, or a form's label to the left.

    The name of a cell that nothing names is empty. What is not wanted by its name costs nothing.
    """
    named = [(name, own) for name, own in _by_name(reading).items() if wanted(name)]
    cells = ((name, body) for name, bodies in named for body in bodies)
    for name, (table, segment, start, end) in (
        sorted(cells, key=_start_of) if len(named) > 1 else cells
    ):
        if table in tables:
            yield name, segment, start, end


@_of_last
def _by_name(reading: Reading) -> Mapping[str, Sequence[_Body]]:
    """Return the cells that hold something by what names them."""
    named: dict[str, list[_Body]] = {}
    columns = _columns(reading)
    tights = {tight(header) for header in columns}
    # Where a header stands over every cell, no label beside one names it.
    if "" not in tights and len(tights) == len(columns):
        return {tight(header): bodies for header, bodies in columns.items()}
    for name, body in zip(_names(reading), _bodies(reading), strict=True):
        column = named.get(name)
        if column is None:
            column = named[name] = []
        column.append(body)
    return named


def _names(reading: Reading) -> Iterator[str]:
    left: Cell | None = None
    label = ""
    for _, segment, _, _ in _bodies(reading):
        cell, header = segment.cell, segment.labels.column
        name = tight(header) if header else ""
        if not name and label and left and cell and _next_to(left, cell):
            name = label
        yield name
        label = ""
        if not name and len(segment.text) <= _LONGEST_LABEL:
            said = _BRACKETED.sub("", _SPACE.sub("", segment.text))
            label = said if _LABEL.fullmatch(said) else ""
        left = cell


def _next_to(left: Cell, cell: Cell) -> bool:
    return (left.table, left.row) == (cell.table, cell.row) and (
        left.column + left.column_span == cell.column
    )


def no_records(reading: Reading, hits: Iterable[Hit], pack: Pack) -> Iterator[Hit]:
    """Yield a pack's claims on cells of rows that are nobody's, as an office's.

    Such are sums, the numbers of columns, and the line for date and signature below a table.
    """
    nobodys: set[tuple[int, int]] | None = None
    for hit in hits:
        if hit.pack is not pack:
            continue
        cell = reading.segments[reading.index_at(hit.start)].cell
        if cell is None:
            continue
        if nobodys is None:
            nobodys = _sums(reading)
        value = reading.text[hit.start : hit.end]
        if (cell.table, cell.row) in nobodys or _NO_VALUE.fullmatch(value):
            evidence = replace(hit.evidence, role=Role.OFFICE)
            yield hit._replace(rank=NAMED, score=1.0, evidence=evidence)


def _sums(reading: Reading) -> set[tuple[int, int]]:
    return {
        (segment.cell.table, segment.cell.row)
        for segment in reading.segments
        if segment.cell is not None
        and len(segment.text) <= _LONGEST_LABEL
        and "计" in segment.text
        and _SUM.fullmatch(_SPACE.sub("", segment.text))
    }


def header_cells(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the cells that are headers themselves: the word beside a label is no value there."""
    known = {table: set(map(tight, names)) for table, names in headers(reading).items()}
    for segment, start, end in cells_under(reading, known, operator.not_):
        if segment.cell is not None and tight(segment.text) in known[segment.cell.table]:
            yield start, end
