"""Which tables list persons, by their headers; for finders that read columns.

A table of names with IDs, telephones or relations is a list of persons. One of names with posts,
scores and tickets lists candidates for an office: their birth months are published by rule.
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted
from deident.model import Role
from deident.recognizers.hits import NAMED
from deident.recognizers.table_columns import OUTSIDE, columns, of_last

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from deident.model import Cell, Segment
    from deident.recognizers.hits import Hit
    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

# Nothing of a value is left: stars, or the words that our operators write.
_HIDDEN = re.compile(r"[*＊×\s/\-—]*+|【[^】]{1,8}】")
_HIDES = frozenset("*＊×/-—【")
_SPACE = re.compile(r"\s+")
_BRACKETED = re.compile(r"[（(【\[][^（()）】\]]*[）)】\]]|[：:*]")
_PERSON = re.compile(
    "姓名|户主|身份证|公民身份|患者|残疾人|申请人|户籍|家庭住址|住址|性别|出生|监护人|家属|"
    "配偶|学生|考生|领取人|与户主关系|病例|密接"
    "|受助人|救助对象|保障对象|低保对象|特困人员|农户|名字|当事人|本人"
    "|借款人|欠款人|领款人|报销人"
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
_NO_VALUE_BEGINS = frozenset("（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳填制审公打复统经上")
_CANDIDATES = re.compile(
    "报考|准考证|笔试|面试|总成绩|综合成绩|拟录用|拟聘|招聘|岗位|职位|拟任|现任|任职|职务|"
    "任现职|参加工作|入党|职称|党派|届|委员|代表"
)


@lru_cache(4096)
def tight(header: str) -> str:
    """Return the last line of a header without blanks and remarks."""
    return _BRACKETED.sub("", _SPACE.sub("", header.rsplit("/", 1)[-1]))


@of_last
def headers(reading: Reading) -> Mapping[int, set[str]]:
    """Return the headers of each table, without blanks."""
    found: dict[int, set[str]] = {}
    for table, labels, _ in columns(reading):
        if table != OUTSIDE:
            names = found.setdefault(table, set())
            names.update(_SPACE.sub("", name) for name in (labels.column, labels.row) if name)
    return found


@of_last
def persons_tables(reading: Reading) -> Mapping[int, set[str]]:
    """Return the tables and forms that list persons, with their headers."""
    found = {table: {*names} for table, names in headers(reading).items()}
    for table, labels, cells in columns(reading):
        # In a form a label is a cell like any other.
        if table != OUTSIDE and not labels.column:
            written = (reading.segments[number].text for number in cells)
            found[table].update(
                _SPACE.sub("", text) for text in written if _LABEL.fullmatch(text.strip())
            )
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
    return _in_order(_bodies_of(reading).all(), tables)


def cells_under(
    reading: Reading, tables: Collection[int], wanted: Callable[[str], bool]
) -> Iterator[tuple[Segment, int, int]]:
    """Yield the cells of some tables whose column is wanted by its header, "" where it has none.

    A column that is not wanted costs nothing.
    """
    bodies = _bodies_of(reading)
    return _in_order([bodies.under(header) for header in bodies.headers if wanted(header)], tables)


def _in_order(
    columns: Sequence[Sequence[_Body]], tables: Collection[int]
) -> Iterator[tuple[Segment, int, int]]:
    bodies = chain.from_iterable(columns)
    for table, segment, start, end in sorted(bodies, key=_START) if len(columns) > 1 else bodies:
        if table in tables:
            yield segment, start, end


class _Bodies:
    """The cells of a reading that hold something, by the headers of their columns.

    Those of a header are looked at when somebody asks for them.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._cells: dict[str, list[list[int]]] = {}
        for table, labels, cells in columns(reading):
            if table != OUTSIDE:
                self._cells.setdefault(labels.column, []).append(cells)
        self._known: dict[str, Sequence[_Body]] = {}

    @property
    def headers(self) -> Collection[str]:
        """The headers of all columns; "" where one has none."""
        return self._cells.keys()

    def under(self, header: str) -> Sequence[_Body]:
        """Return what stands under a header, in order."""
        known = self._known.get(header)
        if known is None:
            cells = self._cells.get(header, [])
            numbers = cells[0] if len(cells) == 1 else sorted(chain.from_iterable(cells))
            known = self._known[header] = tuple(_found_bodies(self._reading, numbers))
        return known

    def all(self) -> Sequence[Sequence[_Body]]:
        """Return everything, header by header."""
        return [self.under(header) for header in self._cells]


@of_last
def _bodies_of(reading: Reading) -> _Bodies:
    return _Bodies(reading)


def _found_bodies(reading: Reading, cells: Iterable[int]) -> Iterator[_Body]:
    offsets, text = reading.shadow.offsets, reading.text
    segments, starts = reading.segments, reading.starts
    for number in cells:
        segment = segments[number]
        cell = segment.cell
        if cell is None or not segment.text:
            continue
        low = starts[number]
        high = low + len(segment.text)
        if offsets is not None:
            low, high = bisect_left(offsets, low), bisect_left(offsets, high)
        piece = text[low:high]
        if len(piece.strip()) < len(piece):
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
    named = _by_name(reading, wanted)
    cells = ((name, body) for name, bodies in named for body in bodies)
    for name, (table, segment, start, end) in (
        sorted(cells, key=_start_of) if len(named) > 1 else cells
    ):
        if table in tables:
            yield name, segment, start, end


def _by_name(
    reading: Reading, wanted: Callable[[str], bool]
) -> Sequence[tuple[str, Sequence[_Body]]]:
    """Return the cells that hold something by what names them, where that is wanted."""
    bodies = _bodies_of(reading)
    tights = {tight(header): header for header in bodies.headers}
    # Where a header stands over every cell, no label beside one names it.
    if "" not in tights and len(tights) == len(bodies.headers):
        return [(name, bodies.under(header)) for name, header in tights.items() if wanted(name)]
    return [(name, own) for name, own in _by_label(reading).items() if wanted(name)]


@of_last
def _by_label(reading: Reading) -> Mapping[str, Sequence[_Body]]:
    """Return the cells that hold something by the labels that stand over or beside them."""
    named: dict[str, list[_Body]] = {}
    every = sorted(chain.from_iterable(_bodies_of(reading).all()), key=_START)
    for name, body in zip(_names(every), every, strict=True):
        named.setdefault(name, []).append(body)
    return named


def _names(bodies: Iterable[_Body]) -> Iterator[str]:
    left: Cell | None = None
    label = ""
    for _, segment, _, _ in bodies:
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
    text, nobodys = reading.text, _sums(reading)
    for hit in hits:
        if hit.pack is not pack:
            continue
        is_none = text[hit.start] in _NO_VALUE_BEGINS and _NO_VALUE.fullmatch(
            text, hit.start, hit.end
        )
        if not (nobodys or is_none):
            continue
        cell = reading.segments[reading.index_at(hit.start)].cell
        if cell is not None and (is_none or (cell.table, cell.row) in nobodys):
            evidence = replace(hit.evidence, role=Role.OFFICE)
            yield hit._replace(rank=NAMED, score=1.0, evidence=evidence)


@of_last
def _sums(reading: Reading) -> Collection[tuple[int, int]]:
    """Return the rows that hold a sum."""
    if "计" not in reading.text:
        return ()
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
