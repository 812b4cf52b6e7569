"""What labels of schools and guardians claim for minors, though nobody there is one.

年级：三年级 in a plan of lessons names nobody; the 班级 of a university for the aged is no child's;
and the guardian of a disabled adult is somebody whose name is hidden like any other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from deident.aggregate import minors
from deident.aggregate.ages import born, born_in_id
from deident.aggregate.asking import MINOR, asks
from deident.aggregate.headings import Sign, is_college, sign, speaks_of_adults
from deident.detect import Found
from deident.model import Role
from deident.recognizers.later import later

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from deident.aggregate.rows import Key as RowKey
    from deident.aggregate.rows import Row
    from deident.keys import Key
    from deident.model import Finding, Page

_LONGEST_LABEL = 8
_OF_GUARDIANS = re.compile("监护|家长|法定代理")
_OF_CLASSES = re.compile("班级|年级|所在班")
_PEOPLE = frozenset(
    {"PERSON", "CN_RESIDENT_ID", "CN_STUDENT_ID", "CN_DISABILITY_ID", "BIRTH_DATE", "CN_BANK_CARD"}
)
_NEAR = 160
_TELLS_OF_CHILDREN = later("儿童|学生|未成年|孤儿|幼儿|患儿|子女|孩子")


class Understood:
    """What the first reading of a document knew better than a label, for the second reading.

    The masked copy no longer shows that the ward of 监护人：李* is of age, and 年级：三年级 stays
    in it because it is nobody's. Only what the first reading met is known; all else is claimed.
    """

    def __init__(self) -> None:
        self._nobodys: set[str] = set()
        self._adults: set[str] = set()
        self._minors: set[str] = set()

    def claim(self, finding: Finding) -> None:
        """Remember what is a minor's somewhere: it is claimed wherever it is read again."""
        self._minors.add(finding.fingerprint)

    def note(self, nobodys: Iterable[Found] = (), adults: Iterable[Found] = ()) -> None:
        """Remember what is claimed for minors and is nobody's, or is the guardian of an adult."""
        self._nobodys.update(one.finding.fingerprint for one in nobodys)
        self._adults.update(one.finding.fingerprint for one in adults)

    def applied(self, found: Sequence[Found], key: Key) -> Sequence[Found]:
        """Return what was found in a masked copy as the first reading understood it."""
        if not (self._nobodys or self._adults):
            return found
        nobodys = self._nobodys - self._minors
        known = [one for one in found if one.finding.fingerprint not in nobodys]
        return [_a_person(one, key) if self._guards_an_adult(one) else one for one in known]

    def _guards_an_adult(self, one: Found) -> bool:
        finding = one.finding
        if finding.entity_type != MINOR or not self._adults:
            return False
        if finding.fingerprint in self._adults - self._minors:
            return True
        return bool(finding.evidence.masked and _OF_GUARDIANS.search(finding.evidence.label))


def of_nobody(
    page: Page, found: Sequence[Found], columns: Mapping[int, Sign], mine: Collection[int]
) -> set[int]:
    """Return what labels claim for minors in tables of teachers, of colleges, and of nobody.

    `mine` are the findings of rows and sentences that are known to be a minor's. The others are
    named by `id`.
    """
    others = [
        one for one in found if one.finding.entity_type == MINOR and id(one.finding) not in mine
    ]
    if not others:
        return set()
    grown = _grown_tables(page, columns)
    segments = {segment.id: segment for segment in page.segments}
    people = _People(page, found)
    gone: set[int] = set()
    for one in others:
        finding, segment = one.finding, segments[one.finding.segment_id]
        of_adults = is_college(one.value) or (segment.cell and segment.cell.table in grown)
        if of_adults or (
            _OF_CLASSES.search(finding.evidence.label)
            and (not people.near(finding) or speaks_of_adults(segment.text, finding.start))
        ):
            gone.add(id(finding))
    return gone


def _grown_tables(page: Page, columns: Mapping[int, Sign]) -> set[int]:
    return {
        segment.cell.table
        for segment in page.segments
        if segment.cell is not None
        and (
            columns.get(segment.cell.table, Sign.NOTHING) & minors.GROWN
            or (len(segment.text) <= _LONGEST_LABEL and sign(segment.text) & minors.GROWN)
        )
    }


def _is_name(heading: str) -> bool:
    return bool(heading and sign(heading) & Sign.NAME)


class _People:
    """Where a page holds something personal: in which rows, and where in its sentences."""

    def __init__(self, page: Page, found: Iterable[Found]) -> None:
        self._cells = {s.id: s.cell for s in page.segments if s.cell is not None}
        self._rows: set[RowKey] = set()
        self._tables: set[int] = set()
        self._starts: dict[str, list[int]] = {}
        for segment in page.segments:
            cell = segment.cell
            if cell is not None and segment.text.strip() and _is_name(segment.labels.column):
                self._rows.add((cell.table, cell.row))
        for one in found:
            finding = one.finding
            if finding.entity_type in _PEOPLE and finding.evidence.role is not Role.OFFICE:
                cell = self._cells.get(finding.segment_id)
                if cell is not None:
                    self._rows.add((cell.table, cell.row))
                    self._tables.add(cell.table)
                self._starts.setdefault(finding.segment_id, []).append(finding.start)

    def near(self, finding: Finding) -> bool:
        """Tell whether somebody is named in the row of a finding, or in the lines around it."""
        cell = self._cells.get(finding.segment_id)
        if cell is not None:
            # In a form the name stands in another row.
            return cell.table in self._tables or (cell.table, cell.row) in self._rows
        starts = sorted(self._starts.get(finding.segment_id, ()))
        index = bisect_left(starts, finding.start - _NEAR)
        return index < len(starts) and starts[index] < finding.end + _NEAR


def guardians_of_adults(
    page: Page, found: Sequence[Found], rows: Mapping[RowKey, Row], majority: str, key: Key
) -> dict[int, Found]:
    """Return what labels of guardians claim where the ward is of age, as a person's name.

    By the `id` of the finding that each takes the place of.
    """
    claimed = [
        one
        for one in found
        if one.finding.entity_type == MINOR
        and not asks(one.finding)
        and _OF_GUARDIANS.search(one.finding.evidence.label)
    ]
    if not claimed:
        return {}
    grown = {
        id(one.finding)
        for row in rows.values()
        if minors.is_adults(row, majority)
        for one, _ in row.found
    }
    grown.update(_in_prose(page, claimed, found, majority))
    return {id(one.finding): _a_person(one, key) for one in claimed if id(one.finding) in grown}


def _in_prose(
    page: Page, claimed: Iterable[Found], found: Iterable[Found], majority: str
) -> Iterator[int]:
    texts = {s.id: s.text for s in page.segments if s.cell is None}
    dated: dict[str, list[tuple[int, str]]] = {}
    for one in found:
        if one.finding.segment_id in texts and (day := _day(one)):
            dated.setdefault(one.finding.segment_id, []).append((one.finding.end, day))
    # The youngest of all who are born there or further on.
    youngest: dict[str, list[str]] = {}
    for own, places in dated.items():
        places.sort()
        youngest[own] = [*accumulate((day for _, day in reversed(places)), max)][::-1]
    for one in claimed:
        own, start = one.finding.segment_id, one.finding.start
        places, low = dated.get(own, []), start - _NEAR
        first = bisect_left(places, (low + 1, ""))
        if first == len(places) or places[first][0] > start or youngest[own][first] > majority:
            continue
        if _TELLS_OF_CHILDREN.search(texts[own], max(0, low), one.finding.end) is None:
            yield id(one.finding)


def _day(found: Found) -> str:
    """Return the day of birth that a finding states, "" where it states none."""
    kind = found.finding.entity_type
    if kind in minors.WITH_BIRTH:
        return born_in_id(found.value.lstrip("GJLgjl")) or ""
    return (born(found.value) or "") if kind == "BIRTH_DATE" else ""


def _a_person(found: Found, key: Key) -> Found:
    seal = key.fingerprint("PERSON", found.value)
    finding = replace(found.finding, entity_type="PERSON", recognizer="person", fingerprint=seal)
    return Found(finding, found.value)
