"""From a reading to hits: what labels, tables and patterns say, and who owns a span.

This is the recognizers' common engine. It knows nothing of Presidio, so that a document without
a candidate is judged without importing it; `analyzer` carries the hits through Presidio's engine.

Patterns are tried only near an anchor (a run of digits, a province and a letter, an @ …), and
look-alikes only where something personal is claimed or a long number is unexplained: that is what
makes ordinary text fast.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from deident.errors import RecognizerTimeoutError
from deident.identifiers import resident_id, uscc
from deident.model import Tier
from deident.recognizers.columns import Tables
from deident.recognizers.excerpt import Excerpt, excerpt, zones
from deident.recognizers.finders import finders
from deident.recognizers.glued import glued
from deident.recognizers.hits import (
    LOOSE,
    NAMED,
    NEARBY,
    PROVED,
    SHAPED,
    UNEXPLAINED_TYPE,
    Hit,
    because,
    blanked,
    resolve,
    span_of,
    touches,
    unexplained_runs,
    visible_shape,
)
from deident.recognizers.labelled import adjoins, is_example, labelled, owner
from deident.recognizers.machine_numbers import is_machines
from deident.recognizers.packs import TIMEOUT_SECONDS, Pack, Rule
from deident.recognizers.shadow import second_view
from deident.recognizers.surroundings import Surroundings
from deident.recognizers.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.recognizers.reading import Reading
    from deident.recognizers.vocabulary import Labelled

_LONG_NUMBER = re.compile(r"[0-9][0-9 \-]{4,}")
# A look-alike's frame may be long: an address on the web, a code with its year and its words.
_FRAME = 72
# In a list of persons and firms one header (证件号码) stands over the numbers of both.
_IDENTITY = frozenset({"CN_RESIDENT_ID", "CN_PASSPORT"})
# What an example shows of a number with fewer stars may be all that was to hide: 1826347****.
_HIDES_MUCH = 8
_CREDIT_CODE = 18
# Since 2015 a firm's own part begins with MA: nobody's number does, mistyped or not.
_WITH_BIRTH = re.compile(
    "[0-9]{6}(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
)
# One heading over the numbers of persons and of firms: 身份证号码/组织机构代码.
_EITHER_OF, _HEADING = "/／、或及和与（( ", 24
_FIRM = re.compile("(?:1[1239]|5[1239]|9[1239])[0-9]{6}MA[0-9A-Z]{8}")


class Scanner:
    """A set of packs, prepared."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(packs)
        self.vocabulary = Vocabulary(self.packs)
        self.around = Surroundings(self.packs)
        self._tables = Tables(self.packs, self.vocabulary, self.around)
        self._finders = finders(self.packs)
        self._by_type = {pack.entity_type: pack for pack in reversed(self.packs)}
        self._by_anchor: dict[str, list[Pack]] = {}
        self._look_alikes: dict[str, list[Pack]] = {}
        for pack in self.packs:
            if pack.rules:
                kin = self._look_alikes if pack.look_alike else self._by_anchor
                kin.setdefault(pack.anchor, []).append(pack)

    def scan(self, reading: Reading) -> list[Hit]:
        """Return the hits that own their spans, in order."""
        text = reading.text
        hits = self._candidates(text, reading)
        view, places = second_view(text)
        if places:
            hits += [hit for hit in self._candidates(view, reading) if touches(hit, places)]
        for finder in self._finders:
            hits += finder.find(reading, tuple(hits))
        owners = resolve(hits)
        unexplained = self._by_type.get(UNEXPLAINED_TYPE)
        if unexplained is not None:
            left = [
                Hit(LOOSE, start, end, unexplained, 0.3, because(Tier.SHAPE))
                for start, end in unexplained_runs(view, owners)
                if not is_machines(reading, view, start, end)
            ]
            owners = sorted([*owners, *left], key=lambda hit: hit.start) if left else owners
        return owners

    def _candidates(self, text: str, reading: Reading) -> list[Hit]:
        hits = [
            hit
            for hit in (*labelled(text, self.vocabulary, self.around), *self._tables.hits(reading))
            if not (
                (hit.pack.look_alike or hit.pack.entity_type in _IDENTITY)
                and _is_somebody_elses(text, hit)
            )
        ]
        claimed = sorted([span_of(hit) for hit in hits if hit.rank == NAMED])
        taken = dict(claimed)
        # No pattern may win where labels have claimed, so none is tried there.
        rest = blanked(text, claimed)
        for anchor, packs in self._by_anchor.items():
            near = excerpt(rest, zones(anchor, rest))
            hits += self._shaped(text, near, packs, taken, reading)
        for start, end, kind in glued(text):
            if (pack := self._by_type.get(kind)) is not None:
                proof = because(Tier.CHECKSUM, checked=True)
                hits.append(Hit(PROVED, start, end, pack, 1.0, proof))
        contested = excerpt(text, self._contested(text, hits))
        for anchor, packs in self._look_alikes.items():
            if zones(anchor, contested.text):
                hits += self._shaped(text, contested, packs, taken, reading)
        # A number that a guide shows with stars is nobody's.
        return [
            hit
            for hit in hits
            if hit.evidence.masked.count("*") < _HIDES_MUCH or not is_example(text, hit.start)
        ]

    @staticmethod
    def _contested(text: str, hits: list[Hit]) -> list[tuple[int, int]]:
        """Return the spans that a look-alike could win or explain."""
        spans = [
            # What may look like a plate is short; what may hold a number can be long.
            (h.start, h.end) if h.pack.anchor == "plate" else (h.start - _FRAME, h.end + _FRAME)
            for h in hits
            if h.rank < NAMED and not h.pack.look_alike
        ]
        runs = unexplained_runs(text, resolve(hits))
        return sorted([*spans, *((start - _FRAME, end + _FRAME) for start, end in runs)])

    def _shaped(
        self, text: str, near: Excerpt, packs: list[Pack], taken: dict[int, int], reading: Reading
    ) -> Iterator[Hit]:
        for pack in packs if near.text else ():
            for rule in pack.rules:
                for found in _matches(pack, rule, near.text):
                    start, end = near.origin(*found)
                    if taken.get(start, -1) < end:
                        hit = self._judge(text, reading, pack, rule, start, end)
                        if hit is not None:
                            yield hit

    def _judge(
        self, text: str, reading: Reading, pack: Pack, rule: Rule, start: int, end: int
    ) -> Hit | None:
        """Weigh a pattern's match by its check and its surroundings."""
        value = text[start:end]
        masked = visible_shape(value)
        checked = pack.is_valid(value) if pack.check and not masked else None
        if pack.look_alike:
            if checked is False and rule.alone == "check":
                return None
            rank = PROVED if checked or rule.score >= 0.8 else SHAPED
            return Hit(rank, start, end, pack, rule.score, because(Tier.SHAPE, checked=checked))
        floor = self._floor(reading, start)
        label = self.vocabulary.nearest_before(text, start, floor)
        if label is not None and label.sense.look_alike:
            label = self._or_somebodys(text, label, start, end, floor)
        ours = label is not None and label.sense.types(pack.entity_type)
        if label is not None and not ours:
            beside = adjoins(text, label.end, start)
            proved = checked is True and (pack.proves or not beside)
            if label.sense.look_alike and beside and not proved:
                if resident_id.is_valid(value):
                    # Who proves it is somebody's claims it, whatever the label calls it.
                    return None
                named_so = because(Tier.LABEL, label.sense.word)
                return Hit(NAMED, start, end, label.sense.packs[0], 0.9, named_so)
            if not _crossed(text, label.end, start):
                vetoed = pack.entity_type in label.sense.vetoes
                if vetoed or (label.sense.look_alike and not proved):
                    return None
        word = label.sense.word if ours and label else self.around.credible(pack, text, start, end)
        return self._weighed(text, pack, rule, start, end, word, checked, masked)

    def _or_somebodys(
        self, text: str, label: Labelled, start: int, end: int, floor: int
    ) -> Labelled:
        """Return what a double heading (身份证号/信用代码) means over a resident number.

        A mistyped one is still somebody's, where one half of its heading says so.
        """
        if end - start < _CREDIT_CODE or not resident_id.is_plausible(text[start:end]):
            return label
        before = text[max(floor, label.start - _HEADING) : label.start].rstrip(_EITHER_OF)
        other = self.vocabulary.ending_at(before, len(before), 0)
        if other is None or not other.sense.types("CN_RESIDENT_ID"):
            return label
        return label._replace(sense=other.sense)

    def _weighed(
        self, text: str, pack: Pack, rule: Rule, start: int, end: int, word: str,
        checked: bool | None, masked: str,
    ) -> Hit | None:  # fmt: skip
        role = self.around.role(pack, text, start, end)
        if pack.check == "bank_card":
            role = owner(role, checked, text, start)
        if checked and (word or rule.alone != "drop"):
            tier = Tier.LABEL if word else Tier.CHECKSUM
            return Hit(PROVED, start, end, pack, 1.0, because(tier, word, role, True, masked))
        if word:
            doubtful = checked is False and pack.failed_check == "ask"
            tier = Tier.SHAPE if doubtful else Tier.LABEL
            score = min(1.0, rule.score + 0.3)
            return Hit(NEARBY, start, end, pack, score, because(tier, word, role, checked, masked))
        if rule.alone != "keep" or (pack.check and checked is False):
            return None
        evidence = because(Tier.SHAPE, "", role, checked, masked)
        return Hit(SHAPED, start, end, pack, rule.score, evidence)

    @staticmethod
    def _floor(reading: Reading, start: int) -> int:
        if reading.shadow.offsets is not None:
            return max(0, start - 64)
        return reading.starts[bisect_right(reading.starts, start) - 1]


def _is_somebody_elses(text: str, hit: Hit) -> bool:
    """Tell whether a label claims a person's number for a thing, or a firm's for a person."""
    if hit.pack.look_alike:
        return _is_persons(text, hit.start, hit.end)
    return hit.pack.entity_type in _IDENTITY and _is_organisation(text, hit)


def _is_persons(text: str, start: int, end: int) -> bool:
    """Tell whether a resident number that passes its check stands where 身份 was said before it."""
    if end - start < _CREDIT_CODE or "身份" not in text[max(0, start - _HEADING) : start]:
        return False
    return resident_id.is_valid(text[start:end])


def _is_organisation(text: str, hit: Hit) -> bool:
    """Tell whether what a label calls somebody's number is a firm's: by its checks or its MA.

    One mistyped resident number in thirty passes a firm's check: where a birth date stands, it is
    somebody's.
    """
    if hit.end - hit.start < _CREDIT_CODE or hit.evidence.checked:
        return False
    value = uscc.compact(text[hit.start : hit.end])
    if _FIRM.fullmatch(value):
        return True
    return uscc.is_valid(value) and not _WITH_BIRTH.fullmatch(value)


def _crossed(text: str, label_end: int, start: int) -> bool:
    """Tell whether another number stands between a label and a value: then it governs that one."""
    return _LONG_NUMBER.search(text, label_end, start) is not None


def _matches(pack: Pack, rule: Rule, text: str) -> Iterator[tuple[int, int]]:
    named = "value" in rule.compiled.groupindex
    try:
        for match in rule.compiled.finditer(text, timeout=TIMEOUT_SECONDS):
            yield match.span("value") if named else match.span()
    except TimeoutError as late:
        raise RecognizerTimeoutError(pack.name) from late
