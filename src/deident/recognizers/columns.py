"""Tables: a header types every cell below it, malformed ones too.

A column headed 银行账号 holds accounts whatever their check digits say; one headed
施工许可证编号 vetoes, unless a third of its values pass as resident IDs (permits: one in eleven).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from deident.model import NO_LABELS, Segment
from deident.recognizers.column_claims import NUMBER_ALONE, Claimed, Met, Naming
from deident.recognizers.needles import Needles
from deident.recognizers.reading import SEPARATOR
from deident.recognizers.table_columns import columns, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading
    from deident.recognizers.surroundings import Surroundings
    from deident.recognizers.vocabulary import Vocabulary

_EMPTY = re.compile(
    r"[\s/\\\-—–~无空同上下详见略缺未填、.。…*]*"
    r"|(?:暂无|待补|待查|待核实?|未提供|未登记|未填写?|不详|不明|未知|没有|保密|见附件|见下表|合计|小计|总计)"
    r"|(?:共计?|合计)?[ ]?[0-9]{1,6}[ ]?(?:户|人|名|人次|户次)"
)
# Amounts and the like repeat from page to page.
_MOST_REMEMBERED = 20_000
_LABEL = 24
_OWN_LABEL = re.compile("([一-龥]{2,12})(?:[：:](?=.)|[ ]?(?=[（(]?[0-9*]{3}))")
# Nothing finer than a mask leaves of an address: 乡镇 stands in a column of its own.
_TOWNSHIP = re.compile(
    "(?![一-龥]*(?:[苑园庭邸墅]|公寓|新村|家属|宿舍|生活|住宅)[一-龥]*区$)"
    "(?:[一-龥]{2,8}(?:省|自治区|(?<![超门夜早菜集])市|州|盟|县|(?<![小社园校厂矿库院片街景民户])区|旗)){0,4}"
    "(?:[一-龥]{1,8}(?:(?<![小古])镇|乡|街道(?:办事处|办)?|苏木))?"
)
# Nobody is called so: what stands in a column of names is an address.
_HOME = "家庭住址"
_PLACE = re.compile(
    "[一-龥]{2,3}(?:省|市|县|区|镇|乡|街道)[^ ,，、；;]*"
    "(?:[0-9一二三四五六七八九十]+(?:号|组|室|户|社)|[*＊]+)"
)
_CUT_OUT = re.compile(r"[\s（）()【】\[\]]")
# The same in cells that are joined by the separator.
_CUT_OUT_OF_ONE = re.compile(r"[^\S\n\x1e]|[（）()【】\[\]]|\n(?<!\x1e\n)(?!\x1e)")


def _extents(reading: Reading) -> Iterator[tuple[Segment, int, int]]:
    """Yield each segment of a table, with where its text lies in the folded text.

    A number written one digit to a cell lies in its first cell, up to the end of its last.
    """
    offsets = reading.shadow.offsets
    back = {} if offsets is None else {at: folded for folded, at in enumerate(offsets)}
    held: tuple[Segment, int, int] | None = None
    before = ""
    for segment, start in zip(reading.segments, reading.starts, strict=True):
        end = start + len(segment.text)
        span = _folded(start, end, back) if back else (start, end) if start < end else None
        if segment.follows and segment.follows == before and held is not None:
            # A cell of the chain may hold nothing that shows.
            held = (held[0], held[1], span[1] if span else held[2])
            before = segment.id
            continue
        if held is not None:
            yield held
        in_table = segment.labels is not NO_LABELS or segment.cell is not None
        held = (segment, *span) if span and in_table else None
        before = segment.id
    if held is not None:
        yield held


def _folded(start: int, end: int, back: Mapping[int, int]) -> tuple[int, int] | None:
    """Map a span of the joined text to the folded one; None where nothing of it is visible."""
    kept = [back[i] for i in range(start, end) if i in back]
    return (kept[0], kept[-1] + 1) if kept else None


class Tables:
    """Reads tables with one set of packs."""

    def __init__(self, packs: Iterable[Pack], vocabulary: Vocabulary, around: Surroundings) -> None:
        self._vocabulary = vocabulary
        self._around = around
        words = {
            _CUT_OUT.sub("", word).removeprefix("^")
            for pack in packs
            for word in (*pack.labels, *pack.negative_labels)
        }
        self._beginnings = frozenset(word[:2] for word in words if word)
        self._may_begin = Needles.of(self._beginnings)
        self._remembered: Met = {}

    def hits(self, reading: Reading) -> list[Hit]:
        """Return what the headers of a reading's tables claim."""
        if not columns(reading):
            return []
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered = {}
        claimed = Claimed(reading, self._vocabulary, self._around, self._remembered)
        text, is_number = reading.text, NUMBER_ALONE.fullmatch
        # What governs a cell is kept with what was told of it, so that its identity stays its own.
        known: dict[tuple[int, str, str], tuple[str, Naming | None, Naming]] = {}
        for segment, start, end in self._one_by_one(reading, claimed):
            naming = claimed.naming(segment)
            claimed.left = segment.cell
            # A number is neither a label nor empty.
            if is_number(text, start, end):
                claimed.label = ""
                if naming is not None:
                    claimed.number(naming, start, end)
                continue
            value = text[start:end]
            if naming is None:
                headed = value.isdecimal() or claimed.heads(segment)
                claimed.label = value if not headed and self._is_short_label(value) else ""
                continue
            alike = id(naming), value, segment.text
            told = known.get(alike)
            if told is None:
                told = known[alike] = self._told(value, naming, heads=claimed.heads(segment))
            claimed.label = told[0]
            if told[1] is not None:
                claimed.add(told[1], start, end)
        return claimed.hits()

    def _told(
        self, value: str, naming: Naming, *, heads: bool
    ) -> tuple[str, Naming | None, Naming]:
        """Return what a cell says of the next one, and what it is claimed for, if for anything."""
        if heads:
            return "", None, naming
        if self._is_short_label(value):
            return value, None, naming
        if _EMPTY.fullmatch(value) or self._names_another(value, naming):
            return "", None, naming
        if _TOWNSHIP.fullmatch(value) and naming.sense.types("CN_HOME_ADDRESS"):
            return "", None, naming
        home = self._vocabulary.header(_HOME)
        if home is not None and _PLACE.fullmatch(value) and naming.sense.types("PERSON"):
            return "", naming._replace(sense=home, header=_HOME), naming
        return "", naming, naming

    def _is_short_label(self, value: str) -> bool:
        return len(value) <= _LABEL and self._is_label(value)

    def _one_by_one(self, reading: Reading, claimed: Claimed) -> Iterable[tuple[Segment, int, int]]:
        """Claim by the column what can be; yield the cells that must be looked at one by one.

        A label is such a cell, and so is the one behind it, which may be its value.
        """
        values = texts(reading)
        if values is None:
            return _extents(reading)
        apart = self._labels_and_next(reading, values)
        single, filled = [*apart], all(values)
        for column in columns(reading):
            naming = claimed.naming_of(column)
            if naming is not None:
                cells = column.cells
                if apart or not filled:
                    cells = [at for at in cells if values[at] and at not in apart]
                single += claimed.column(naming, cells, values)
        segments, starts = reading.segments, reading.starts
        return ((segments[at], starts[at], starts[at] + len(values[at])) for at in sorted(single))

    def _labels_and_next(self, reading: Reading, values: Sequence[str]) -> set[int]:
        """Return the cells that are labels, and the cell behind each."""
        cells: Sequence[int] = range(len(values))
        if sum(len(column.cells) for column in columns(reading)) == len(values) and all(values):
            held, starts = reading.text, reading.starts
        else:
            cells = sorted(at for column in columns(reading) for at in column.cells if values[at])
            held = SEPARATOR.join([values[at] for at in cells])
            starts = (0, *accumulate(len(values[at]) + len(SEPARATOR) for at in cells))
        may_be = {bisect_right(starts, place) - 1 for place in self._beginning_in(held)}
        apart: set[int] = set()
        for number in may_be:
            at = cells[number]
            if len(values[at]) <= _LABEL and self._vocabulary.is_label(values[at]):
                apart.update(cells[number : number + 2])
        return apart

    def _beginning_in(self, text: str) -> Iterator[int]:
        """Yield where in a text a label may begin, or has something in it that is no part of it."""
        known = self._beginnings
        for place in self._may_begin.places(text):
            if text[place : place + 2] in known or text[place] in known:
                yield place
        for found in _CUT_OUT_OF_ONE.finditer(text):
            yield found.start()

    def _names_another(self, value: str, naming: Naming) -> bool:
        """Tell whether a cell says itself what is in it: 联系电话：… below a column of IDs."""
        own = _OWN_LABEL.match(value)
        if own is None or not self._is_label(own[1]):
            return False
        sense = self._vocabulary.header(own[1])
        return sense is not None and sense is not naming.sense

    def _is_label(self, value: str) -> bool:
        """Ask the vocabulary only about what holds the beginning of one of its words."""
        known = self._beginnings
        begins = any(value[at : at + 2] in known or value[at] in known for at in range(len(value)))
        return (begins or bool(_CUT_OUT.search(value))) and self._vocabulary.is_label(value)
