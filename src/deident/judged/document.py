"""One document's decisions and masks, page by page, and the values that must be gone."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from deident.aggregate import asks, never_kept
from deident.aggregate.published import NOT_A_DUTY, Published
from deident.checks import Noticed
from deident.decide import Question, decide, joined, questions, without_asking
from deident.judged.collecting import seldom_collected
from deident.judged.places import (
    Spans,
    hidden_spans,
    in_removables,
    is_part,
    overlaps,
    seals_of,
    spans_of,
)
from deident.judged.rests import Rests
from deident.labels import Markings
from deident.mask import DECISIONS, STEPS, Pseudonyms, plan, settle
from deident.mask.covered import Covered
from deident.model import Action, Decision, Finding, Mask, Region
from deident.recognizers.seeker import Seeker
from deident.spool import Spool

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from deident.aggregate import Understood
    from deident.detect import Found
    from deident.judged.line import Line
    from deident.model import Document, Page, Segment
    from deident.recognizers.reading import Reading

# A document of so many segments (or hundreds of characters) is held between the walks.
_HELD = 20_000
_CHARACTERS = 100


class Judged:
    """One document's decisions and masks, page by page, and the values that must be gone.

    A small document is held between the walks. Of a large one is kept what is written over it
    (where it is to be masked) and the text that nothing covers, in which values are looked for.
    """

    def __init__(self, document: Document, line: Line, *, masking: bool = False) -> None:
        self._pages = document.pages
        self._removes = bool(document.removables)
        self._line = line
        self._pseudonyms = Pseudonyms(line.detector.key)
        self.decisions: Spool[Decision] = Spool(packing=DECISIONS)
        self.values: dict[str, Finding] = {}
        self.kept: set[str] = set()
        self.markings = Markings()
        self.noticed = Noticed(line.checks)
        self._kinds: dict[tuple[str, str, int], Finding] = {}
        self._steps: Spool[Mask | Region] | None = Spool(packing=STEPS) if masking else None
        self._rests: Rests | None = Rests()
        self._covered = Covered()
        self._asking: dict[int, tuple[Question, ...]] = {}
        self._seals: list[array[int]] = []
        self._held: list[tuple[Page, Sequence[Reading]]] | None = []
        self._segments: tuple[Page, Mapping[str, Segment]] | None = None
        self._published = Published(line.scene)
        self._together = line.together()
        with seldom_collected():
            self._first_walk()
            if self.values:
                self._second_walk()
            if self._together.whole.uneven:
                self._even_out()

    def _first_walk(self) -> None:
        size = 0
        for number, page in enumerate(self._pages):
            self.markings.look(page)
            self.noticed.look(page)
            readings = self._line.detector.readings(page.segments)
            found = self._together.gathered(page, self._line.detector.found(readings))
            decisions = self._decided(page, found)
            self._together.weigh(number, page, decisions)
            self.decisions.append(decisions)
            self._seals.append(seals_of(decisions))
            self._note(number, decisions)
            self._gather(page, found, decisions)
            if self._held is None:
                self._prepare(page, decisions, readings)
                continue
            size += len(page.segments) + sum(len(s.text) for s in page.segments) // _CHARACTERS
            self._held.append((page, readings))
            if size > _HELD:
                for waiting, before in zip(self._held, self.decisions.batches(), strict=True):
                    self._prepare(waiting[0], before, waiting[1])
                self._held = None
        if self._held is not None:
            self._pages = [page for page, _ in self._held]
            self._steps, self._rests = None, None
        for number, risk in self._together.risks():
            asked = decide([risk.finding], self._line.scene, self._line.rulings)
            self._replace(number, [*self.decisions.batch(number), *asked])
        # What the office must publish, or a reviewer released, is not hidden elsewhere either.
        for value in self.kept & self.values.keys():
            del self.values[value]

    def _gather(self, page: Page, found: Sequence[Found], decisions: Sequence[Decision]) -> None:
        """Remember the values that must be gone, and those that must stay."""
        spreads, kept = self._line.detector.spreads, self.kept
        own = self._published.in_rows(self._texts(page), decisions)
        for one, decision in zip(found, decisions, strict=True):
            if decision.action is Action.KEEP:
                if decision.finding.segment_id in own:
                    kept.add(one.value)
                    self._published.note(one.value)
                elif decision.because not in NOT_A_DUTY:
                    kept.add(one.value)
            elif one.value not in self.values and spreads(one):
                self.values[one.value] = self._kind(one.finding)

    def _settled(self, page: Page, decisions: Sequence[Decision]) -> Spans:
        """Return what need not be looked through again: what is hidden, and names in their rows."""
        hidden = [d for d in decisions if d.action is not Action.KEEP]
        shown = self._published.in_rows(self._texts(page), decisions)
        return hidden_spans([*hidden, *shown.values()])

    def longer_names(self) -> frozenset[str]:
        """Return the names that stay, in which a value that must be gone is only a part."""
        return self._published.longer_than(self.values)

    @property
    def published(self) -> set[str]:
        """The names that are shown by duty in rows of their own."""
        return self._published.names

    @property
    def understood(self) -> Understood:
        """What was claimed for minors and is not theirs, for the proof of the masked copy."""
        return self._together.understood

    def _kind(self, finding: Finding) -> Finding:
        """Return one finding to stand for all of its kind: a million values share a few."""
        # By identity: the finding that stands for a kind keeps its evidence alive.
        kind = (finding.entity_type, finding.recognizer, id(finding.evidence))
        return self._kinds.setdefault(kind, finding)

    def _decided(self, page: Page, found: Sequence[Found]) -> list[Decision]:
        texts = self._texts(page)
        findings = (one.finding for one in found)
        decisions = decide(findings, self._line.scene, self._line.rulings)
        decisions = settle(self._together.whole.fitted(decisions), texts)
        return without_asking(decisions, in_removables(page)) if self._removes else decisions

    def _note(self, number: int, decisions: Sequence[Decision]) -> None:
        """Remember what a page asks, and that stand-ins are numbered in their order."""
        asked = questions(decisions)
        if asked:
            self._asking[number] = asked
        else:
            self._asking.pop(number, None)
        if any(decision.operator == "cn_pseudonym" for decision in decisions):
            self._steps = None

    def _replace(self, number: int, decisions: Sequence[Decision]) -> None:
        self.decisions.replace(number, decisions)
        self._note(number, decisions)

    def _prepare(
        self, page: Page, decisions: Sequence[Decision], readings: Sequence[Reading]
    ) -> None:
        """Keep of a page what is needed when it has gone by."""
        if self._steps is not None:
            self._plan(len(self._covered), page, decisions)
        if self._rests is not None:
            covered = self._settled(page, decisions)
            kept = self._rests.keep(self._line.detector.rest(readings, covered))
            self._rests = self._rests if kept else None

    def _second_walk(self) -> None:
        """Find the values again wherever else they stand, whatever stood beside them there."""
        seeker = Seeker(self.values)
        wanted = None if self._rests is None else self._rests.holding(seeker)
        self._rests = None
        for number, page in self._again(wanted):
            self._look_again(number, page, seeker)

    def _again(self, wanted: Collection[int] | None) -> Iterator[tuple[int, Page]]:
        """Yield some pages once more, and read no further than the last of them."""
        if wanted is None:
            yield from enumerate(self._pages)
        elif wanted:
            pages = enumerate(islice(self._pages, max(wanted) + 1))
            yield from ((number, page) for number, page in pages if number in wanted)

    def _readings(self, number: int, page: Page) -> Sequence[Reading]:
        if self._held is not None:
            return self._held[number][1]
        return self._line.detector.readings(page.segments)

    def _look_again(self, number: int, page: Page, seeker: Seeker) -> None:
        before = self.decisions.batch(number)
        covered = self._settled(page, before)
        names = hidden_spans(self._published.in_sentences(self._texts(page), before))
        again = [
            one
            for one in self._line.detector.again(self._readings(number, page), seeker, covered)
            if not is_part(one.finding, names)
        ]
        if not again:
            return
        also = spans_of(again)
        stays = [d for d in before if d.action is not Action.KEEP or not overlaps(d, also)]
        # Where the policy alone would show it, it is hidden for whose it is: a minor's.
        hidden = never_kept(self._decided(page, again))
        decisions = [*stays, *hidden]
        self._replace(number, decisions)
        self._plan(number, page, decisions)

    def _plan(self, number: int, page: Page, decisions: Sequence[Decision]) -> None:
        """Keep what is written over a page, and the text below it."""
        if self._steps is not None:
            steps = list(self._planned(page, decisions))
            if number == len(self._covered):
                self._steps.append(steps)
            else:
                self._steps.replace(number, steps)
            self._covered.keep(number, steps, self._texts(page))

    def _even_out(self) -> None:
        """Hide whole everywhere what is hidden whole in the row of a minor."""
        uneven: set[int] = set()
        for number in self._together.whole.pages_holding(self._seals):
            before = self.decisions.batch(number)
            decisions = self._together.whole.alike(before)
            if decisions != before:
                self._replace(number, decisions)
                if not self._rewritten(number, before, decisions):
                    uneven.add(number)
        if self._steps is not None:
            for number, page in self._again(uneven):
                self._plan(number, page, self.decisions.batch(number))

    def _rewritten(
        self, number: int, before: Sequence[Decision], after: Sequence[Decision]
    ) -> bool:
        """Write other things over a page that is not at hand; False where it must be read again."""
        if self._steps is None:
            return True
        steps = self._covered.rewritten(
            number,
            self._steps.batch(number),
            before,
            [
                new
                for old, new in zip(before, after, strict=True)
                if new is not old and not asks(new.finding)
            ],
        )
        if steps is None:
            return False
        self._steps.replace(number, steps)
        return True

    def _planned(self, page: Page, decisions: Sequence[Decision]) -> Iterator[Mask | Region]:
        hidden = [d for d in decisions if d.action is not Action.KEEP and not asks(d.finding)]
        captioned = self._line.policy.captions
        return plan(hidden, self._texts(page), self._pseudonyms, captioned=captioned)

    def _texts(self, page: Page) -> Mapping[str, Segment]:
        """Return the segments of a page by their ids, which much of its judging asks for."""
        known = self._segments
        if known is None or known[0] is not page:
            known = self._segments = page, {segment.id: segment for segment in page.segments}
        return known[1]

    def also(self, known: Mapping[str, Finding], published: Collection[str]) -> None:
        """Hide too what another document made known that travels with this one.

        `published` are the names that some of them show in rows of their own.
        """
        own = self.values
        self.published.update(published)
        self.values = {value: one for value, one in known.items() if value not in own}
        if self.values and not self.kept.issuperset(self.values):
            with seldom_collected():
                self._second_walk()
        self.values = own | self.values

    def steps(self) -> Iterator[Mask | Region]:
        """Yield what is written and painted, in document order."""
        if self._steps is not None:
            yield from self._steps
            return
        for page, decisions in zip(self._pages, self.decisions.batches(), strict=True):
            yield from self._planned(page, decisions)

    def asked(self) -> tuple[Question, ...]:
        """Return what a person must answer."""
        return joined(self._asking[page] for page in sorted(self._asking))
