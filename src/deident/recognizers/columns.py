"""Tables: a header types every cell below it, malformed ones too.

A column headed 银行账号 holds accounts whatever their check digits say; one headed
施工许可证编号 vetoes, unless a third of its values pass as resident IDs (permits: one in eleven).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import RecognizerTimeoutError
from deident.identifiers import resident_id
from deident.model import NO_LABELS, Cell, Evidence, Role, Segment, Tier
from deident.recognizers.labelled import named
from deident.recognizers.packs import TIMEOUT_SECONDS, Pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.reading import Reading
    from deident.recognizers.surroundings import Surroundings
    from deident.recognizers.vocabulary import Sense, Vocabulary

_EMPTY = re.compile(
    r"[\s/\\\-—–~无空同上下详见略缺未填、.。…*]*"
    r"|(?:暂无|待补|待查|待核实?|未提供|未登记|未填写?|不详|不明|未知|没有|保密|见附件|见下表|合计|小计|总计)"
    r"|(?:共计?|合计)?[ ]?[0-9]{1,6}[ ]?(?:户|人|名|人次|户次)"
)
_DIGIT = re.compile(r"[0-9]")
_LEFT_OVER_DIGITS = 5
# An ID written in two cells leaves its last four characters alone in one.
_HALF_ID_DIGITS = 1
_LABEL = 24
_PROSE = 60
_SENTENCE = re.compile("[。；：，]")

# Columns that only a list of persons has; there a landline is somebody's own.
_PERSONAL_COLUMNS = frozenset(
    {"CN_RESIDENT_ID", "CN_DISABILITY_ID", "PERSON", "MINOR", "CN_HOME_ADDRESS", "BIRTH_DATE"}
)
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


class _TypedCell(NamedTuple):
    start: int
    end: int
    sense: Sense
    header: str
    beside: bool
    segment: Segment


def _extents(reading: Reading) -> Iterator[tuple[Segment, int, int]]:
    """Yield each segment of a table, with where its text lies in the folded text.

    A number written one digit to a cell lies in its first cell, up to the end of its last.
    """
    offsets = reading.shadow.offsets
    back = {} if offsets is None else {at: folded for folded, at in enumerate(offsets)}
    held: tuple[Segment, int, int] | None = None
    before = ""
    for segment, start in zip(reading.segments, reading.starts, strict=True):
        span = _folded(start, start + len(segment.text), back)
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
    if not back:
        return (start, end) if start < end else None
    kept = [back[i] for i in range(start, end) if i in back]
    return (kept[0], kept[-1] + 1) if kept else None


def _typed(reading: Reading, vocabulary: Vocabulary) -> Iterator[_TypedCell]:
    """Yield the cells that a header types; in a form the label to the left comes first."""
    header, text = vocabulary.header, reading.text
    beside, left = "", None
    for segment, start, end in _extents(reading):
        cell, labels = segment.cell, segment.labels
        word = beside if cell and left and _next_to(left, cell) else ""
        left = cell
        beside = (
            text[start:end]
            if end - start <= _LABEL and vocabulary.is_label(text[start:end])
            else ""
        )
        if beside or _EMPTY.fullmatch(text, start, end):
            continue
        for name in (word, labels.column, labels.row):
            sense = header(name) if name else None
            if sense is not None and sense.packs:
                yield _TypedCell(start, end, sense, name, name is not labels.column, segment)
                break


def _next_to(left: Cell, cell: Cell) -> bool:
    return (
        left.table == cell.table
        and left.row == cell.row
        and left.column + left.column_span == cell.column
    )


def _personal_tables(segments: Sequence[Segment], vocabulary: Vocabulary) -> set[int]:
    """Return the tables whose headers show that they list persons."""
    headers = {
        (s.cell.table, name)
        for s in segments
        if s.cell
        for name in (s.labels.column, s.labels.row)
        if name
    }
    return {
        table
        for table, name in headers
        if (sense := vocabulary.header(name)) and any(map(sense.types, _PERSONAL_COLUMNS))
    }


def _office_tables(segments: Sequence[Segment]) -> set[int]:
    """Return the tables that list offices by name; they are offices' where no person is listed."""
    return {s.cell.table for s in segments if s.cell and s.labels.column in _OFFICE_COLUMNS}


def in_tables(reading: Reading, vocabulary: Vocabulary, around: Surroundings) -> list[Hit]:
    """Return what the headers of a reading's tables claim."""
    personal = _personal_tables(reading.segments, vocabulary)
    offices = _office_tables(reading.segments) - personal
    hits: list[Hit] = []
    vetoes: dict[tuple[int, str], list[Hit]] = {}
    for cell in _typed(reading, vocabulary):
        table = cell.segment.cell.table if cell.segment.cell else -1
        try:
            claims = _claims(reading.text, cell, around)
        except TimeoutError as late:
            raise RecognizerTimeoutError(cell.sense.packs[0].name) from late
        if cell.sense.look_alike:
            vetoes.setdefault((table, cell.header), []).extend(claims)
        else:
            role = Role.PERSONAL if table in personal else Role.UNKNOWN
            role = Role.OFFICE if table in offices else role
            hits += (_vouched(claim, role) for claim in claims)
    for claims in vetoes.values():
        valid = sum(resident_id.is_valid(reading.text[c.start : c.end]) for c in claims)
        if valid * 3 <= len(claims):
            hits += claims
    return hits


def _vouched(hit: Hit, role: Role) -> Hit:
    """Let the header vouch for a cell, mistyped or not."""
    old = hit.evidence
    own = old.role if old.role is not Role.UNKNOWN else role
    evidence = Evidence(Tier.LABEL, old.label, own, old.checked, old.masked)
    return hit._replace(score=0.95, evidence=evidence)


def _claims(text: str, cell: _TypedCell, around: Surroundings) -> list[Hit]:
    """Claim the values of a cell; one that they do not explain in full is claimed whole."""
    first = cell.sense.packs[0]
    hits: list[Hit] = []
    if not first.whole_cell:
        spans = [
            (match.end() - match.start(), match.span(), pack)
            for pack in cell.sense.packs
            if pack.value is not None
            for match in pack.value.finditer(text, cell.start, cell.end, timeout=TIMEOUT_SECONDS)
        ]
        for _, span, pack in sorted(spans, key=lambda found: -found[0]):
            if not touches_any(span, hits):
                hits.append(_of_cell(text, pack, span, cell, around))
    if not hits or _left_over(text, cell, hits):
        return _whole(text, cell, first, around)
    return hits


def _of_cell(
    text: str, pack: Pack, span: tuple[int, int], cell: _TypedCell, around: Surroundings
) -> Hit:
    hit = named(pack, text, span, cell.sense.word, around)
    announced = around.role_named(pack, cell.header)
    return (
        hit
        if announced is Role.UNKNOWN
        else hit._replace(evidence=replace(hit.evidence, role=announced))
    )


def touches_any(span: tuple[int, int], hits: list[Hit]) -> bool:
    """Tell whether a span shares a character with a hit."""
    return any(hit.start < span[1] and span[0] < hit.end for hit in hits)


def _left_over(text: str, cell: _TypedCell, hits: list[Hit]) -> bool:
    """Tell whether digits remain that the values found do not explain.

    So they do where a letter or digit goes on beside a value: it was misread there.
    """
    if any(_runs_on(text, cell, hit) for hit in hits):
        return True
    spans = sorted((hit.start, hit.end) for hit in hits)
    edges = [cell.start, *(edge for span in spans for edge in span), cell.end]
    rest = "".join(text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True))
    return len(_DIGIT.findall(rest)) >= _LEFT_OVER_DIGITS


def _runs_on(text: str, cell: _TypedCell, hit: Hit) -> bool:
    before = text[max(cell.start, hit.start - 1) : hit.start]
    behind = text[hit.end : min(cell.end, hit.end + 1)]
    return any(c.isascii() and c.isalnum() for c in before + behind)


def _whole(text: str, cell: _TypedCell, pack: Pack, around: Surroundings) -> list[Hit]:
    """Claim a whole cell whose content is malformed, unless it plainly holds no value at all.

    A header that names something else claims nothing whole: under 金额 may stand a telephone.
    """
    if pack.look_alike:
        return []
    value = text[cell.start : cell.end]
    if len(value) > pack.longest or (cell.beside and not _fits(pack, value.strip())):
        return []
    if pack.longest < _PROSE and _SENTENCE.search(value):
        return []
    least = _HALF_ID_DIGITS if pack.entity_type == "CN_RESIDENT_ID" else _LEFT_OVER_DIGITS
    if not pack.whole_cell and len(_DIGIT.findall(value)) < least:
        return []
    start = cell.start + len(value) - len(value.lstrip())
    end = cell.end - len(value) + len(value.rstrip())
    return [_of_cell(text, pack, (start, end), cell, around)] if start < end else []


def _fits(pack: Pack, value: str) -> bool:
    """Tell whether a value beside a label looks like one: the cell may be the next label."""
    if not pack.whole_cell or pack.value is None:
        return True
    return pack.value.fullmatch(value, timeout=TIMEOUT_SECONDS) is not None
