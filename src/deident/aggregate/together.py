"""One document's rows: whose they are, and what their values tell together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from deident.aggregate import classes, minors, schooling
from deident.aggregate.ages import DocumentDay
from deident.aggregate.asking import MINOR, RISK, asks, place_of, question
from deident.aggregate.complementary import Complementary, Form, form_of
from deident.aggregate.headings import OF_AGES, Sign, child_in_cell, of_children
from deident.aggregate.risks import TableRisk, may_tell, shows_much
from deident.aggregate.rows import Columns, Row, last_row, rows_of
from deident.aggregate.young import Young
from deident.detect import Found
from deident.model import NO_LABELS, Action, Decision, Evidence, Finding, Place, Role, Span, Tier
from deident.recognizers.somebody import sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from deident.aggregate.rows import Key as RowKey
    from deident.keys import Key
    from deident.model import Page, Segment

_MARKS = " *＊\t\n\u3000/\\-—无.。、×某"
_ID, _BIRTH = "CN_RESIDENT_ID", "BIRTH_DATE"
_PROSE = 12
_TELLS_OF_ID = Sign.AGE | Sign.SEX | Sign.BIRTH
_TELLS_OF_BIRTH = Sign.AGE | Sign.NUMBER
_OF_MINORS = Evidence(Tier.LABEL, minors.LABEL, Role.PERSONAL)
_COMPARED = frozenset(
    {"CN_RESIDENT_ID", "CN_MOBILE", "CN_BANK_CARD", "CN_BANK_ACCOUNT", "CN_LANDLINE"}
)


class Together:
    """Looks at the rows of one document as its pages go by.

    `gathered` goes before the decisions of a page, `hidden` makes them fit the rows, `weigh`
    comes after them. Of a page nothing is kept but counters.
    """

    def __init__(self, key: Key, today: dt.date, look_alikes: frozenset[str] = frozenset()) -> None:
        self._key = key
        self._day = DocumentDay(today)
        self._look_alikes = look_alikes
        self._columns = Columns()
        self._title = ""
        self._rows: Mapping[RowKey, Row] = {}
        self._minors: set[int] = set()
        self._beside: set[int] = set()
        self._names: set[str] = set()
        self._cut: Row | None = None
        self._risks: dict[int, TableRisk] = {}
        self._complements: dict[tuple[str, str], tuple[int, Place]] = {}
        self.complementary = Complementary()
        self.understood = schooling.Understood()

    def gathered(self, page: Page, found: list[Found]) -> list[Found]:
        """Return what was found on a page, and what must go because its row is a minor's."""
        self._look(page, found)
        young = Young(page, found, self._day.majority)
        self._shows_beside(young.dated)
        tables = self._tables_to_read()
        told = _telling_of_children(page.segments)
        rows = young.rows | {
            (cell.table, cell.row)
            for segment in map(page.segments.__getitem__, told)
            if (cell := segment.cell) is not None and child_in_cell(segment.text)
        }
        self._rows = {}
        if self._cut is not None:
            rows.add(self._cut.key)
        if tables or rows:
            self._rows = rows_of(page.segments, found, self._columns, tables, rows)
        more = [*self._in_rows()]
        self._cut = last_row(page.segments, found, self._columns)
        if told or young.prose:
            more += self._in_prose(page, found, told, young.prose)
        guardians = schooling.guardians_of_adults(
            page, found, self._rows, self._day.majority, self._key
        )
        if guardians:
            self.understood.note(adults=(one for one in found if id(one.finding) in guardians))
            found = [guardians.get(id(one.finding), one) for one in found]
        if nobodys := schooling.of_nobody(page, found, self._columns.tables, self._minors):
            self.understood.note(nobodys=(one for one in found if id(one.finding) in nobodys))
            found = [one for one in found if id(one.finding) not in nobodys]
        return [*map(self._relabelled, found), *more] if more else found

    def _look(self, page: Page, found: Sequence[Found]) -> None:
        """Take in the day, the headings and the titles of a page."""
        self._minors.clear()
        self._beside.clear()
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

    def _tables_to_read(self) -> set[int]:
        """Return the tables in which each row must be looked at."""
        captions = self._columns.captions
        return {
            table
            for table, headings in self._columns.tables.items()
            if headings & OF_AGES or may_tell(headings) or of_children(captions.get(table, ""))
        }

    def _relabelled(self, found: Found) -> Found:
        """Put what a pack found of a minor under the one question that is asked about minors."""
        finding = found.finding
        if finding.entity_type != MINOR or id(finding) not in self._minors:
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
                    # Its first cells are on the page before, which is evened out at the end.
                    self._names.update(one.finding.fingerprint for one, _ in before.found)

    def _of_minor(self, row: Row) -> Iterator[Found]:
        """Hide all that names a minor, and ask about the row where anything did."""
        claimed: set[str] = set()
        place = None
        for one, _ in row.found:
            if self._is_personal(one.finding) and self._shows(one):
                self._mine(one.finding)
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

    @staticmethod
    def _shows(found: Found) -> bool:
        return found.finding.evidence.role is not Role.OFFICE and bool(found.value.strip("*"))

    def _mine(self, finding: Finding) -> None:
        self._minors.add(id(finding))
        self._names.add(finding.fingerprint)
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

    def _shows_beside(self, dated: Sequence[tuple[Finding, int]]) -> None:
        """Note the IDs and birth dates that the other columns of their table would give away."""
        tables = self._columns.tables
        numbered = {table for finding, table in dated if finding.entity_type == _ID}
        born = {table for finding, table in dated if finding.entity_type == _BIRTH}
        for finding, table in dated:
            headings = tables[table]
            if finding.entity_type == _ID:
                beside = bool(headings & _TELLS_OF_ID) or table in born
            else:
                beside = bool(headings & _TELLS_OF_BIRTH) or table in numbered
            if beside:
                self._beside.add(id(finding))

    def _in_prose(
        self, page: Page, found: Sequence[Found], told: Collection[int], young: Sequence[Place]
    ) -> Iterator[Found]:
        """Find the minors that sentences tell of, and hide what stands in those sentences.

        `told` are the numbers of the segments that may tell of a child.
        """
        by_segment: dict[str, list[Finding]] = {}
        births = {at.segment_id for at in young}
        born = {number for number, one in enumerate(page.segments) if births and one.id in births}
        for segment in map(page.segments.__getitem__, sorted(born.union(told))):
            text = segment.text
            if len(text) < _PROSE or text.isascii() or (segment.cell and len(text) < 2 * _PROSE):
                continue
            own = [at.span.start for at in young if at.segment_id == segment.id]
            if not by_segment:
                for one in found:
                    by_segment.setdefault(one.finding.segment_id, []).append(one.finding)
            yield from self._in_segment(segment, own, by_segment.get(segment.id, []))

    def _in_segment(
        self, segment: Segment, young: Sequence[int], findings: Sequence[Finding]
    ) -> Iterator[Found]:
        text = segment.text
        personal = sorted(filter(self._is_personal, findings), key=lambda one: one.start)
        starts = [one.start for one in personal]
        pupils = classes.is_about_pupils(text)
        in_class = pupils or classes.may_name_class(text)
        hints = [*young, *minors.hints(text), *(classes.school_hints(text) if pupils else ())]
        done: list[tuple[int, int]] = []
        for start, end in _sentences(text, hints):
            own = personal[bisect_left(starts, start) : bisect_left(starts, end)]
            spans = minors.in_prose(text, start, end)
            if in_class:
                at_school = classes.of_pupils(text, start, end, own, about_pupils=pupils)
                spans = _united([*spans, *at_school]) if at_school else spans
            # Alone in its sentence a number that looks like an ID may be a permit's.
            born = any(start <= at < end for at in young) and (
                any(one.evidence.label or one.entity_type == "PERSON" for one in own)
                or minors.names_sex(text, start, end)
            )
            named = any(one.entity_type in minors.WHO for one in own)
            if (
                spans
                or born
                or (named and any(minors.is_childs(text, finding, start, end) for finding in own))
            ):
                # A long sentence is read in parts that overlap.
                spans = _apart(spans or minors.schools(text, start, end), done)
                done = [*(one for one in done if one[1] > start), *spans]
                yield from self._of_sentence(segment, spans, own)

    def _is_personal(self, finding: Finding) -> bool:
        kind = finding.entity_type
        return kind not in self._look_alikes and kind != "UNEXPLAINED_NUMBER"

    def _of_sentence(
        self, segment: Segment, spans: Sequence[tuple[int, int]], own: Sequence[Finding]
    ) -> Iterator[Found]:
        """Hide the names and schools of a sentence, and all that was found in it."""
        for finding in own:
            spans = [piece for span in spans for piece in _without(span, finding)]
            if finding.evidence.role is not Role.OFFICE:
                self._mine(finding)
        yield from (self._hides(segment, low, high) for low, high in spans)
        if own:
            yield question(own[0].places[0], MINOR, minors.LABEL, "", self._key)

    def hidden(self, decisions: list[Decision]) -> list[Decision]:
        """Return the decisions as the rows want them: whole where a part would tell too much."""
        minors, beside, names = self._minors, self._beside, self._names
        if not (minors or beside or names):
            return decisions
        return [
            self._fitted(decision)
            if (
                id(finding := decision.finding) in beside
                or id(finding) in minors
                or finding.fingerprint in names
            )
            else decision
            for decision in decisions
        ]

    def _fitted(self, decision: Decision) -> Decision:
        finding = decision.finding
        mine = id(finding) in self._minors
        if mine or (finding.fingerprint in self._names and decision.action is not Action.KEEP):
            done = decision.because == "MINOR_ROW" or finding.entity_type == MINOR
            return decision if done else _whole(decision, "MINOR_ROW")
        stays = decision.action is Action.KEEP and decision.because != "MASKED"
        if id(finding) in self._beside and decision.style == "publish" and not stays:
            return _whole(decision, "ROW_SHOWS")
        return decision

    def alike(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Return the decisions of an earlier page with the values of minors hidden whole."""
        names = self._names
        if not any(decision.finding.fingerprint in names for decision in decisions):
            return decisions
        return self.hidden([*decisions])

    def with_minors(self, seals: Iterable[Sequence[int]]) -> list[int]:
        """Return the numbers of the pages that may hold what is hidden whole.

        `seals` are the hashes of the fingerprints on each page.
        """
        names = {hash(name) for name in self._names}
        return [number for number, own in enumerate(seals) if not names.isdisjoint(own)]

    @staticmethod
    def whole(decisions: Iterable[Decision]) -> list[Decision]:
        """Hide whole what only its owner called for, where no row says whose it is."""
        return [
            _whole(decision, "MINOR_ROW")
            if decision.action is Action.KEEP and decision.because != "MASKED"
            else decision
            for decision in decisions
        ]

    @property
    def uneven(self) -> bool:
        """Tell whether a value is hidden whole that may have been hidden in part before."""
        return bool(self._names)

    def weigh(self, number: int, page: Page, decisions: Sequence[Decision]) -> None:
        """Take in what the rows of a page show, now that it is decided."""
        rows, self._rows = self._rows, {}
        self._minors.clear()
        self._beside.clear()
        masked = [d for d in decisions if d.finding.evidence.masked]
        if rows or masked or any(map(shows_much, decisions)):
            self._weigh(number, page, decisions, rows, masked)

    def _weigh(
        self, number: int, page: Page, decisions: Sequence[Decision],
        rows: Mapping[RowKey, Row], masked: Sequence[Decision],
    ) -> None:  # fmt: skip
        if masked or any(map(shows_much, decisions)):
            everything = self._columns.tables
            rows = rows_of(page.segments, (), self._columns, everything, ())
        where = {segment.id: key for key, row in rows.items() for segment, _ in row.segments}
        by_row: dict[RowKey, list[Decision]] = {}
        for decision in decisions:
            key = where.get(decision.finding.segment_id)
            if key is not None and not asks(decision.finding):
                by_row.setdefault(key, []).append(decision)
        texts = {segment.id: segment.text for segment in page.segments} if masked else {}
        named = _names(decisions) if masked else {}
        for decision in masked:
            key = where.get(decision.finding.segment_id)
            owner = _named_in_row(rows[key]) if key else _named_beside(decision, named, texts)
            self._compare(number, decision.finding, texts, owner)
        for key, own in by_row.items():
            table = self._risks.get(key[0])
            if table is None:
                place = place_of(rows[key].segments[0][0])
                table = self._risks[key[0]] = TableRisk(number, place, key[0])
            table.weigh(rows[key], own)

    def _compare(self, number: int, finding: Finding, texts: Mapping[str, str], owner: str) -> None:
        """Remember a value that came masked, with whose it is."""
        if finding.entity_type in _COMPARED:
            form = Form(finding.entity_type, form_of(finding, texts), owner)
            where = str(finding.places[0].segment_id) + f":{finding.start}"
            self.complementary.add(form, "", where)
            self._complements["", where] = (number, finding.places[0])

    def risks(self) -> Iterator[tuple[int, Found]]:
        """Yield what must be asked when all pages have gone by, with the page it is asked on."""
        for table in self._risks.values():
            risk = table.found()
            if risk is not None:
                yield (
                    risk.page,
                    question(risk.place, RISK, risk.label, risk.subject, self._key, risk.tier),
                )
        for pair in self.complementary.pairs():
            number, place = self._complements[pair.right]
            tier = Tier.CHECKSUM if pair.certain else Tier.SHAPE
            yield number, question(place, RISK, "两处遮盖互补", pair.kind, self._key, tier)


def _telling_of_children(segments: Sequence[Segment]) -> Collection[int]:
    """Return the numbers of the segments that may tell of a child; all are searched at once."""
    texts = [segment.text for segment in segments]
    joined = "\n".join(texts)
    if not minors.may_tell_of_children(joined):
        return ()
    ends = [*accumulate(len(text) + 1 for text in texts)]
    return {bisect_right(ends, at) for at in minors.hints(joined)}


def _named_in_row(row: Row) -> str:
    names = (segment.text.strip() for segment, heading in row.segments if heading & Sign.NAME)
    return "/".join(names)


def _names(decisions: Iterable[Decision]) -> dict[str, list[tuple[int, int]]]:
    """Return where the names of each segment stand, in order."""
    named: dict[str, list[tuple[int, int]]] = {}
    for decision in decisions:
        finding = decision.finding
        if finding.entity_type == "PERSON":
            named.setdefault(finding.segment_id, []).append((finding.start, finding.end))
    for places in named.values():
        places.sort()
    return named


def _named_beside(
    decision: Decision,
    named: Mapping[str, Sequence[tuple[int, int]]],
    texts: Mapping[str, str],
) -> str:
    """Return the one name in the sentence of a value, "" where there are none or several."""
    finding = decision.finding
    text = texts[finding.segment_id]
    start, end = sentence(text, finding.start)
    places = named.get(finding.segment_id, ())
    own = places[bisect_left(places, (start, 0)) : bisect_left(places, (end, 0))]
    names = {text[low:high] for low, high in own}
    return names.pop() if len(names) == 1 else ""


def _whole(decision: Decision, because: str) -> Decision:
    asked = decision.action is Action.ASK and because == "ROW_SHOWS"
    return Decision(
        finding=decision.finding,
        action=Action.ASK if asked else Action.MASK,
        operator="cn_mask",
        style="whole",
        because=because,
        by=decision.by,
        basis=decision.basis,
        group=decision.group if asked else "",
    )


def _united(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap as one."""
    united: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if united and low < united[-1][1]:
            united[-1] = (united[-1][0], max(high, united[-1][1]))
        else:
            united.append((low, high))
    return united


def _apart(
    spans: Sequence[tuple[int, int]], done: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return what of spans others, which were hidden before, leave free."""
    for low, high in done:
        spans = [
            piece
            for start, end in spans
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        ]
    return [*spans]


def _without(span: tuple[int, int], finding: Finding) -> Iterator[tuple[int, int]]:
    """Yield what of a span a finding leaves free."""
    start, end = span
    if end <= finding.start or finding.end <= start:
        yield span
    elif finding.entity_type == MINOR:
        # Of 四年级5班 a label may have shown but the end.
        if start < finding.start:
            yield start, finding.start
        if finding.end < end:
            yield finding.end, end


def _sentences(text: str, hints: Iterable[int]) -> Iterator[tuple[int, int]]:
    reached = -1
    for at in sorted(hints):
        if at >= reached:
            start, reached = sentence(text, at)
            yield start, reached
