"""What is claimed in one cell that a header or the label beside it governs, malformed or not."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from deident.making import unprinted
from deident.model import Role
from deident.recognizers.labelled import named
from deident.recognizers.packs import TIMEOUT_SECONDS, Pack
from deident.recognizers.reading import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.surroundings import Surroundings
    from deident.recognizers.vocabulary import Sense

_DIGIT = re.compile(r"[0-9]")
_DATE = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}(?:年[0-9]{1,2}月(?:[0-9]{1,2}日)?|([-./])[0-9]{1,2}\1[0-9]{1,2})"
    r"(?![0-9])"
)
_LEFT_OVER_DIGITS = 5
_MOBILE = re.compile(r"(?<![0-9A-Za-z*])1[3-9][0-9*]{9}(?![0-9A-Za-z*])")
_MASKED_MOBILE = re.compile(r"1[3-9][0-9]\*{4}[0-9]{4}")
_OTHERS = frozenset({"CN_RESIDENT_ID", "CN_BANK_CARD", "CN_BANK_ACCOUNT", "CN_SOCIAL_SECURITY"})
# The number of a cell that names its bearer too: 张某某（…）; 冀01·10924 is one to its first sign,
# and 1380000123（旧） stands before its bracket.
_NUMBER_OF = re.compile(
    r"[^0-9A-Za-z*]*[（(](?P<number>[0-9A-Za-z*](?:.*[0-9A-Za-z*])?)", re.DOTALL
)
_PROSE = 60
_BEGIN, _END = SEPARATOR[1:], SEPARATOR[:1]
_SENTENCE = re.compile("[。；：，]")
# An ID written in two cells leaves its last four characters alone in one.
_HALF_ID_DIGITS = 1


class TypedCell(NamedTuple):
    """Where a cell lies, the sense and the word that govern it, and whether that stands beside."""

    start: int
    end: int
    sense: Sense
    header: str
    beside: bool

    def __repr__(self) -> str:
        return unprinted(self)


def owners_of(values: Collection[str], packs: Sequence[Pack]) -> dict[str, Pack]:
    """Return the pack whose value each number is, from its first character to its last.

    All are tried in one call: what a time limit costs is more than what a cell does.
    """
    owners: dict[str, Pack] = {}
    for pack in packs:
        if pack.value is None or len(owners) == len(values):
            continue
        text = SEPARATOR.join(("", *(value for value in values if value not in owners), ""))
        for found in _in_cells(pack.value.pattern).finditer(text, timeout=TIMEOUT_SECONDS):
            run = found.group()[len(_BEGIN) : -len(_END)]
            owners.update(dict.fromkeys(run.split(SEPARATOR), pack))
    return owners


@cache
def _in_cells(pattern: str) -> regex.Pattern[str]:
    """Return what matches cells in a row that a pattern explains to the end: one match for all."""
    return regex.compile(f"(?:{_BEGIN}(?>{pattern}){_END})++", regex.VERSION1)


def claims_in(text: str, cell: TypedCell, around: Surroundings) -> list[Hit]:
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
            # Beside an ID the mobile number, masked as one, is no ID.
            other = pack.entity_type in _OTHERS and hits and _MASKED_MOBILE.fullmatch(text, *span)
            if not other and not _touches_any(span, hits):
                hits.append(claim(text, pack, span, cell, around))
    if not hits or _left_over(text, cell, hits):
        return _whole(text, cell, first, around)
    return hits


def claim(
    text: str, pack: Pack, span: tuple[int, int], cell: TypedCell, around: Surroundings
) -> Hit:
    """Claim a part of a cell for a pack; the header says whose it is."""
    hit = named(pack, text, span, cell.sense.word, around)
    announced = around.role_named(pack, cell.header)
    return (
        hit
        if announced is Role.UNKNOWN
        else hit._replace(evidence=replace(hit.evidence, role=announced))
    )


def _touches_any(span: tuple[int, int], hits: list[Hit]) -> bool:
    """Tell whether a span shares a character with a hit."""
    return any(hit.start < span[1] and span[0] < hit.end for hit in hits)


def _left_over(text: str, cell: TypedCell, hits: list[Hit]) -> bool:
    """Tell whether digits remain that the values found do not explain.

    So they do where a letter or digit goes on beside a value: it was misread there.
    """
    if any(_runs_on(text, cell, hit) for hit in hits):
        return True
    spans = sorted((hit.start, hit.end) for hit in hits)
    edges = [cell.start, *(edge for span in spans for edge in span), cell.end]
    gaps = [text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True)]
    # A mobile number beside an ID is found by its own shape.
    rest = "".join(_MOBILE.sub("", gap) for gap in gaps)
    return len(_DIGIT.findall(rest)) >= _LEFT_OVER_DIGITS


def _runs_on(text: str, cell: TypedCell, hit: Hit) -> bool:
    before = text[max(cell.start, hit.start - 1) : hit.start]
    behind = text[hit.end : min(cell.end, hit.end + 1)]
    return any(c.isascii() and c.isalnum() for c in before + behind)


def _whole(text: str, cell: TypedCell, pack: Pack, around: Surroundings) -> list[Hit]:
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
    if not pack.whole_cell and not _is_numbered(pack, value):
        return []
    start = cell.start + len(value) - len(value.lstrip())
    end = cell.end - len(value) + len(value.rstrip())
    if not pack.whole_cell and (number := _NUMBER_OF.match(text, start, end)):
        start, end = number.span("number")
    return [claim(text, pack, (start, end), cell, around)] if start < end else []


def _is_numbered(pack: Pack, value: str) -> bool:
    """Tell whether a value has digits enough for a malformed number; those of a date are none."""
    if pack.entity_type == "CN_RESIDENT_ID":
        return len(_DIGIT.findall(value)) >= _HALF_ID_DIGITS
    return len(_DIGIT.findall(_DATE.sub("", value))) >= _LEFT_OVER_DIGITS


def _fits(pack: Pack, value: str) -> bool:
    """Tell whether a value beside a label looks like one: the cell may be the next label."""
    if not pack.whole_cell or pack.value is None:
        return True
    return pack.value.fullmatch(value, timeout=TIMEOUT_SECONDS) is not None
