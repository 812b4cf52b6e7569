"""Tables: a header types every cell below it, malformed ones too.

A column headed 银行账号 holds accounts whatever their check digits say; one headed 施工许可证编号 vetoes,
unless a third of its values pass as resident IDs, which permits do once in eleven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deident.errors import RecognizerTimeoutError
from deident.identifiers import resident_id
from deident.model import Evidence, Role, Segment, Tier
from deident.recognizers.hits import Hit
from deident.recognizers.labelled import named
from deident.recognizers.packs import TIMEOUT_SECONDS, Pack
from deident.recognizers.reading import Reading
from deident.recognizers.surroundings import Surroundings
from deident.recognizers.vocabulary import Sense, Vocabulary

_EMPTY = re.compile(r"[\s/\\\-—–~无空同上下详见略缺不暂未填、.。…]*")
_DIGIT = re.compile(r"[0-9]")
_LEFT_OVER_DIGITS = 5

# Columns that only a list of persons has; there a landline is somebody's own.
_PERSONAL_COLUMNS = frozenset(
    {"CN_RESIDENT_ID", "CN_BANK_ACCOUNT", "CN_BANK_CARD", "PERSON", "CN_HOME_ADDRESS", "BIRTH_DATE"}
)


class _TypedCell(NamedTuple):
    start: int
    end: int
    sense: Sense
    segment: Segment


def _extents(reading: Reading) -> Iterator[tuple[Segment, int, int]]:
    """Yield each segment that has labels, with where its text lies in the folded text."""
    offsets = reading.shadow.offsets
    back = {} if offsets is None else {at: folded for folded, at in enumerate(offsets)}
    for segment, start in zip(reading.segments, reading.starts, strict=True):
        if not segment.labels or segment.follows:
            continue
        if offsets is None:
            yield segment, start, start + len(segment.text)
            continue
        kept = [back[i] for i in range(start, start + len(segment.text)) if i in back]
        if kept:
            yield segment, kept[0], kept[-1] + 1


def _typed(reading: Reading, vocabulary: Vocabulary) -> Iterator[_TypedCell]:
    header = vocabulary.header
    for segment, start, end in _extents(reading):
        column, row = segment.labels.column, segment.labels.row
        sense = (header(column) if column else None) or (header(row) if row else None)
        if sense is not None and sense.packs and not _EMPTY.fullmatch(reading.text, start, end):
            yield _TypedCell(start, end, sense, segment)


def _personal_tables(segments: Sequence[Segment], vocabulary: Vocabulary) -> set[int]:
    """Return the tables whose headers show that they list persons."""
    columns = {(s.cell.table, s.labels.column) for s in segments if s.cell and s.labels.column}
    return {
        table
        for table, column in columns
        if (sense := vocabulary.header(column)) and any(map(sense.types, _PERSONAL_COLUMNS))
    }


def in_tables(reading: Reading, vocabulary: Vocabulary, around: Surroundings) -> list[Hit]:
    """Return what the headers of a reading's tables claim."""
    personal = _personal_tables(reading.segments, vocabulary)
    hits: list[Hit] = []
    vetoes: dict[tuple[int, str], list[Hit]] = {}
    for cell in _typed(reading, vocabulary):
        table = cell.segment.cell.table if cell.segment.cell else -1
        try:
            claims = _claims(reading.text, cell, around)
        except TimeoutError as late:
            raise RecognizerTimeoutError(cell.sense.packs[0].name) from late
        if cell.sense.look_alike:
            vetoes.setdefault((table, cell.segment.labels.column), []).extend(claims)
        else:
            role = Role.PERSONAL if table in personal else Role.UNKNOWN
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
    return hit._replace(
        score=0.95, evidence=Evidence(Tier.LABEL, old.label, own, old.checked, old.masked)
    )


def _claims(text: str, cell: _TypedCell, around: Surroundings) -> list[Hit]:
    """Claim the values of a cell; one that they do not explain in full is claimed whole."""
    packs, word = cell.sense.packs, cell.sense.word
    hits: list[Hit] = []
    for pack in packs:
        if pack.value is None:
            continue
        found = pack.value.finditer(text, cell.start, cell.end, timeout=TIMEOUT_SECONDS)
        free = [match.span() for match in found if not touches_any(match.span(), hits)]
        hits += (named(pack, text, span, word, around) for span in free)
        if hits and not _left_over(text, cell, hits):
            return hits
    return _whole(text, cell, packs[0], around)


def touches_any(span: tuple[int, int], hits: list[Hit]) -> bool:
    """Tell whether a span shares a character with a hit."""
    return any(hit.start < span[1] and span[0] < hit.end for hit in hits)


def _left_over(text: str, cell: _TypedCell, hits: list[Hit]) -> bool:
    """Tell whether digits remain that the values found do not explain."""
    spans = sorted((hit.start, hit.end) for hit in hits)
    edges = [cell.start, *(edge for span in spans for edge in span), cell.end]
    rest = "".join(text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True))
    return len(_DIGIT.findall(rest)) >= _LEFT_OVER_DIGITS


def _whole(text: str, cell: _TypedCell, pack: Pack, around: Surroundings) -> list[Hit]:
    """Claim a whole cell whose content is malformed, unless it plainly holds no value at all."""
    value = text[cell.start : cell.end]
    if not (pack.whole_cell or pack.look_alike) and len(_DIGIT.findall(value)) < _LEFT_OVER_DIGITS:
        return []
    start = cell.start + len(value) - len(value.lstrip())
    end = cell.end - len(value) + len(value.rstrip())
    return [named(pack, text, (start, end), cell.sense.word, around)] if start < end else []
