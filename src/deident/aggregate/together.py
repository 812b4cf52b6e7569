"""One document's rows: whose they are, and what their values tell together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deident.aggregate import minor_sentences, minors, schooling
from deident.aggregate.ages import DocumentDay
from deident.aggregate.asking import MINOR, RISK, asks, place_of, question
from deident.aggregate.headings import OF_AGES, Sign, child_in_cell, of_children
from deident.aggregate.hidden_whole import HiddenWhole
from deident.aggregate.masked_values import MaskedValues
from deident.aggregate.risks import TableRisk, may_tell, shows_much
from deident.aggregate.rows import Columns, Row, last_row, rows_of
from deident.aggregate.young import Young
from deident.detect import Found
from deident.model import NO_LABELS, Decision, Evidence, Finding, Place, Role, Span, Tier

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from deident.aggregate.rows import Key as RowKey
    from deident.keys import Key
    from deident.model import Page, Segment

_MARKS = " *＊\t\n\u3000/\\-—无.。、×某"
_BIRTH = "BIRTH_DATE"
_OF_MINORS = Evidence(Tier.LABEL, minors.LABEL, Role.PERSONAL)


class Together:
    """Looks at the rows of one document as its pages go by.

    `gathered` goes before the decisions of a page, `whole` makes them fit the rows, `weigh`
    comes after them. Of a page nothing is kept but counters.
    """

    def __init__(self, key: Key, today: dt.date, look_alikes: frozenset[str] = frozenset()) -> None:
        self._key = key
        self._day = DocumentDay(today)
        self._look_alikes = look_alikes
        self._columns = Columns()
        self._rows: Mapping[RowKey, Row] = {}
        self._cut: Row | None = None
        self._risks: dict[int, TableRisk] = {}
        self._masked = MaskedValues()
        self.whole = HiddenWhole()
        self.understood = schooling.Understood()

    def gathered(self, page: Page, found: list[Found]) -> list[Found]:
        """Return what was found on a page, and what must go because its row is a minor's."""
        self._look(page, found)
        young = Young(page, found, self._day.majority)
        self.whole.show_beside(young.dated, self._columns.tables)
        told = minor_sentences.may_tell(page.segments)
        self._rows = self._rows_to_read(page, found, young, told)
        more = [*self._in_rows()]
        self._cut = last_row(page.segments, found, self._columns)
        if told or young.prose:
            sentences = minor_sentences.told_in(page, found, told, young.prose, self._is_personal)
            more += (one for sentence in sentences for one in self._of_sentence(sentence))
        found = self._understood(page, found)
        return [*map(self._relabelled, found), *more] if more else found

    def _look(self, page: Page, found: Sequence[Found]) -> None:
        """Take in the day, the headings and the titles of a page."""
        self.whole.turn()
        self._columns.look(page.segments)
        births: dict[str, set[int]] = {}
        for one in found:
            if one.finding.entity_type == _BIRTH:
                births.setdefault(one.finding.segment_id, set()).add(one.finding.start)
        for segment in page.segments:
            if segment.cell is None or segment.labels is NO_LABELS:
                self._day.look(segment.text, births.get(segment.id, ()))
        for caption in self._columns.captions.values():
            self._day.look(caption)

    def _rows_to_read(
        self, page: Page, found: Sequence[Found], young: Young, told: Collection[int]
    ) -> Mapping[RowKey, Row]:
        """Return the rows that may be a minor's or that tell much; `told` as `may_tell` says."""
        tables = self._tables_to_read()
        rows = young.rows | {
            (cell.table, cell.row)
            for segment in map(page.segments.__getitem__, told)
            if (cell := segment.cell) is not None and child_in_cell(segment.text)
        }
        if self._cut is not None:
            rows.add(self._cut.key)
        return rows_of(page.segments, found, self._columns, tables, rows) if tables or rows else {}

    def _tables_to_read(self) -> set[int]:
        """Return the tables in which each row must be looked at."""
        captions = self._columns.captions
        return {
            table
            for table, headings in self._columns.tables.items()
            if headings & OF_AGES or may_tell(headings) or of_children(captions.get(table, ""))
        }

    def _understood(self, page: Page, found: list[Found]) -> list[Found]:
        """Take back what labels claim for minors though an adult, or nobody, stands there."""
        guardians = schooling.guardians_of_adults(
            page, found, self._rows, self._day.majority, self._key
        )
        if guardians:
            self.understood.note(adults=(one for one in found if id(one.finding) in guardians))
            found = [guardians.get(id(one.finding), one) for one in found]
        if nobodys := schooling.of_nobody(page, found, self._columns.tables, self.whole.minors):
            self.understood.note(nobodys=(one for one in found if id(one.finding) in nobodys))
            found = [one for one in found if id(one.finding) not in nobodys]
        return found

    def _relabelled(self, found: Found) -> Found:
        """Put what a pack found of a minor under the one question that is asked about minors."""
        finding = found.finding
        if finding.entity_type != MINOR or id(finding) not in self.whole.minors:
            return found
        return Found(replace(finding, evidence=_OF_MINORS), found.value)

    def _in_rows(self) -> Iterator[Found]:
        majority = self._day.majority
        tables, captions = self._columns.tables, self._columns.captions
        for key, row in self._rows.items():
            before = self._cut if self._cut is not None and self._cut.key == key else None
            whole = row if before is None else before.with_rest(row)
            if minors.is_minors(whole, tables[key[0]], captions.get(key[0], ""), majority):
                yield from self._of_minor(row)
                if before is not None:
                    self.whole.claim_before(one.finding for one, _ in before.found)

    def _of_minor(self, row: Row) -> Iterator[Found]:
        """Hide all that names a minor, and ask about the row where anything did."""
        claimed: set[str] = set()
        place = None
        for one, _ in row.found:
            if self._is_personal(one.finding) and _shows(one):
                self._claim(one.finding)
                place = place or one.finding.places[0]
                claimed.update(part.segment_id for part in one.finding.places)
        for segment, heading in row.segments:
            if not heading & Sign.IDENTIFYING or segment.id in claimed:
                continue
            if segment.text.strip(_MARKS):
                yield self._hides(segment, 0, len(segment.text))
                place = place or place_of(segment)
        if place is not None:
            yield question(place, MINOR, minors.LABEL, "", self._key)

    def _of_sentence(self, told: minor_sentences.Told) -> Iterator[Found]:
        """Hide the names and schools of a sentence, and all that was found in it."""
        for finding in told.found:
            if finding.evidence.role is not Role.OFFICE:
                self._claim(finding)
        yield from (self._hides(told.segment, low, high) for low, high in told.spans)
        if told.found:
            yield question(told.found[0].places[0], MINOR, minors.LABEL, "", self._key)

    def _is_personal(self, finding: Finding) -> bool:
        kind = finding.entity_type
        return kind not in self._look_alikes and kind != "UNEXPLAINED_NUMBER"

    def _claim(self, finding: Finding) -> None:
        self.whole.claim(finding)
        self.understood.claim(finding)

    def _hides(self, segment: Segment, start: int, end: int) -> Found:
        text = segment.text[start:end]
        value = text.strip()
        start += len(text) - len(text.lstrip())
        finding = Finding(
            places=(Place(segment.id, Span(start, start + len(value))),),
            entity_type=MINOR,
            score=0.9,
            recognizer="minor",
            evidence=_OF_MINORS,
            fingerprint=self._key.fingerprint(MINOR, value),
        )
        self.understood.claim(finding)
        return Found(finding, value)

    def weigh(self, number: int, page: Page, decisions: Sequence[Decision]) -> None:
        """Take in what the rows of a page show, now that it is decided."""
        rows, self._rows = self._rows, {}
        self.whole.turn()
        masked = [d.finding for d in decisions if d.finding.evidence.masked]
        if masked or any(map(shows_much, decisions)):
            rows = rows_of(page.segments, (), self._columns, self._columns.tables, ())
        elif not rows:
            return
        where = {segment.id: row for row in rows.values() for segment, _ in row.segments}
        self._masked.look(number, page, masked, decisions, where)
        by_row: dict[RowKey, list[Decision]] = {}
        for decision in decisions:
            row = where.get(decision.finding.segment_id)
            if row is not None and not asks(decision.finding):
                by_row.setdefault(row.key, []).append(decision)
        for key, own in by_row.items():
            table = self._risks.get(key[0])
            if table is None:
                place = place_of(rows[key].segments[0][0])
                table = self._risks[key[0]] = TableRisk(number, place, key[0])
            table.weigh(rows[key], own)

    def risks(self) -> Iterator[tuple[int, Found]]:
        """Yield what must be asked when all pages have gone by, with the page it is asked on."""
        for table in self._risks.values():
            risk = table.found()
            if risk is not None:
                yield (
                    risk.page,
                    question(risk.place, RISK, risk.label, risk.subject, self._key, risk.tier),
                )
        yield from self._masked.questions(self._key)


def _shows(found: Found) -> bool:
    return found.finding.evidence.role is not Role.OFFICE and bool(found.value.strip("*"))
