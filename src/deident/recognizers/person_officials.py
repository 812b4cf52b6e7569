"""What is claimed as a person's name in a table and is an office, a firm, or somebody in office.

An official is known by the post in his row, or in the form that goes on behind his name, where
nothing of a private person's stands beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.person_headers import kind_of, label_to_the_left
from deident.recognizers.person_rows import OF_A_PERSON, rows_with_numbers
from deident.recognizers.person_words import WORDS
from deident.recognizers.table_columns import columns
from deident.recognizers.tables_of_persons import headers
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.reading import Reading

_FIRM = later(
    "(?:公司|集团|厂|商店|门店|饭店|药店|书店|酒店|超市|合作社|农场|中心|医院|诊所|学校|中学|"
    "小学|幼儿园|银行|信用社|委员会|协会|政府|办事处|管理局|林场|煤矿|企业)"
    "(?:[（(].{0,12}[)）])?$"
)
_SHORTEST_FIRM = 4
_SETTLEMENT = re.compile("(?:村|社区|镇|乡|街道|居委会|组|屯)$")
_POST = re.compile("职务|职位|任职")
# Who is to be appointed is introduced with the month of his birth.
_APPOINTED = re.compile("[现拟].{0,4}(?:职务|职位|任职)")
_TITLE = later(f"(?:{trie(WORDS['titles'])})$")
_LICENSED = re.compile("执业(?:证|机构|资格|类别|范围)")
# So many cells may follow a name in the form that is about its bearer.
_FORM = 12


def not_private(reading: Reading, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield where an office, a firm or an official stands under a person's header."""
    claimed = [hit for hit in hits if hit.pack.entity_type == "PERSON"]
    officials = _officials(reading, hits) if claimed else frozenset()
    for hit in claimed:
        value = reading.text[hit.start : hit.end]
        if (
            (len(value) >= _SHORTEST_FIRM and _FIRM.search(value))
            or (_SETTLEMENT.search(value) and _alone(reading, hit))
            or _is_officials(reading, hit, officials, hits)
        ):
            yield hit.start, hit.end


def _is_officials(
    reading: Reading, hit: Hit, officials: frozenset[tuple[int, int]], hits: Sequence[Hit]
) -> bool:
    """Tell whether a claimed name is an official's: by its row, or by the form around it."""
    index = reading.index_at(hit.start)
    cell = reading.segments[index].cell
    if cell is None:
        return False
    if (cell.table, cell.row) in officials:
        return True
    if reading.segments[index].labels.column:
        return False
    label = label_to_the_left(reading, index)
    return kind_of(label) == "office" or (bool(label) and _in_officials_form(reading, index, hits))


def _in_officials_form(reading: Reading, index: int, hits: Sequence[Hit]) -> bool:
    """Tell whether the form that goes on behind a name gives its bearer's post, and no ID."""
    name, label = reading.segments[index], reading.segments[index - 1].text
    last = index
    for at in range(index + 1, min(len(reading.segments), index + _FORM)):
        segment = reading.segments[at]
        if segment.cell is None or name.cell is None or segment.cell.table != name.cell.table:
            break
        if segment.text == label:
            break
        last = at
    behind = range(index + 1, last + 1)
    posts = (
        _POST.search(label_to_the_left(reading, at))
        and _TITLE.search(reading.segments[at].text.rstrip())
        for at in behind
    )
    return any(posts) and not any(
        hit.pack.entity_type in OF_A_PERSON - {"CN_MOBILE"}
        and reading.index_at(hit.start) in behind
        for hit in hits
    )


def _alone(reading: Reading, hit: Hit) -> bool:
    """Tell whether a row holds nothing else: it heads a section."""
    index = reading.index_at(hit.start)
    segments = reading.segments
    cell = segments[index].cell
    return cell is not None and not any(
        other is not None and (other.table, other.row) == (cell.table, cell.row)
        for other in (one.cell for one in segments[max(0, index - 1) : index + 2 : 2])
    )


def _officials(reading: Reading, hits: Sequence[Hit]) -> frozenset[tuple[int, int]]:
    """Return the rows of people in office: a post is named, and nothing of a private person's.

    A register of licensed people (律师, 医师) is public as a whole.
    """
    licensed = {
        table for table, names in headers(reading).items() if any(map(_LICENSED.search, names))
    }
    rows = {
        (cell.table, cell.row)
        for column in columns(reading)
        if column.table in licensed or _POST.search(column.labels.column)
        for segment in map(reading.segments.__getitem__, column.cells)
        if (cell := segment.cell) is not None
        and (cell.table in licensed or _TITLE.search(segment.text.rstrip()))
    }
    # A list of those on duty gives their telephones.
    private = OF_A_PERSON - {"CN_MOBILE", "BIRTH_DATE"}
    if not rows:
        return frozenset()
    born = rows_with_numbers(reading, hits, frozenset({"BIRTH_DATE"}))
    told = {
        table for table, names in headers(reading).items() if any(map(_APPOINTED.search, names))
    }
    born = {row for row in born if row[0] not in told}
    return frozenset(rows - born - rows_with_numbers(reading, hits, private))
