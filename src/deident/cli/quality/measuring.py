"""Measure what is found in labelled documents: recall, precision, F1 and coverage.

Nothing here holds or prints text: only types, tags, counts and the ids of documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from deident.cli.quality.labelled import Flag, Labelled, Spot
from deident.model import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from deident.api import Deidentifier
    from deident.model import Decision, Document

RAISED = frozenset({"MINOR", "ITINERARY", "AGGREGATION_RISK"})
"""Types that speak of a row or a document; they are counted once in each."""

_NOT_JUDGED = frozenset({"AGGREGATION_RISK", "UNEXPLAINED_NUMBER"})
"""A question about the whole document is no mistake about a value, unless somebody labelled it."""

_Z = 1.959964


class Share(NamedTuple):
    """So many of so many."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share; of nothing it is 0."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson 95 % interval."""
        if not self.total:
            return (0.0, 1.0)
        n, p = self.total, self.value
        middle = p + _Z * _Z / (2 * n)
        spread = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))

    def __str__(self) -> str:
        if not self.total:
            return "–"
        low, high = self.interval
        return f"{self.hits}/{self.total} {self.value:.1%} [{low:.1%}, {high:.1%}]"


_NOTHING = Share(0, 0)


class Prediction(NamedTuple):
    """What the policy masks or asks about."""

    spot: Spot
    entity_type: str


@dataclass(slots=True)
class Count:
    """What is counted of one type, or of one type under one tag."""

    values: int = 0
    found: int = 0
    spans: int = 0
    covered: int = 0
    predicted: int = 0
    right: int = 0

    @property
    def recall(self) -> Share:
        """Labelled values that a prediction of their own type touches."""
        return Share(self.found, self.values)

    @property
    def precision(self) -> Share:
        """Predictions that lie at least half in labelled values of their type."""
        return Share(self.right, self.predicted)

    @property
    def coverage(self) -> Share:
        """Labelled values that are masked or asked about whole, under whatever type."""
        return Share(self.covered, self.spans)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision.value, self.recall.value
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Score:
    """Everything measured in one run, by type and tag; the tag "" is the type as a whole.

    `minors_elsewhere` are rows of tables that are nobody's under age and are taken for such.
    """

    counts: defaultdict[tuple[str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    minors_elsewhere: Share = _NOTHING
    documents: int = 0
    questions: Counter[str] = field(default_factory=Counter)
    failures: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def of(self, entity_type: str, tag: str = "") -> Count:
        """Return what was counted of a type."""
        return self.counts[entity_type, tag]


def finder(deidentifier: Callable[[str], Deidentifier]) -> Callable[[Labelled], list[Prediction]]:
    """Return what finds in a document under its own scene; a table is read as a CSV file."""

    def find(item: Labelled) -> list[Prediction]:
        prepared = deidentifier(item.scene)
        if item.table:
            review = prepared.review(item.csv, name="table.csv")
            return in_cells(item, review.document, review.decisions)
        return [
            Prediction(Spot(0, 0, place.span.start, place.span.end), decision.finding.entity_type)
            for decision in prepared.mask_text(item.text).decisions
            if decision.action is not Action.KEEP
            for place in decision.finding.places
        ]

    return find


def in_cells(item: Labelled, document: Document, decisions: Iterable[Decision]) -> list[Prediction]:
    """Return what is masked or asked about in a table, by the rows and columns of the labels."""
    above = 1 if item.header else 0
    where = {
        segment.id: (segment.cell.row - above, segment.cell.column, segment.text)
        for page in document.pages
        for segment in page.segments
        if segment.cell is not None and segment.cell.row >= above
    }
    return [
        _in_cell(item, *where[place.segment_id], place.span.start, place.span.end, kind)
        for decision in decisions
        if decision.action is not Action.KEEP
        for kind in (decision.finding.entity_type,)
        for place in decision.finding.places
        if place.segment_id in where
    ]


def _in_cell(
    item: Labelled, row: int, column: int, text: str, start: int, end: int, kind: str
) -> Prediction:
    # A segment may leave out an apostrophe or a blank at the head of its cell.
    cell = item.cells[row][column] if column < len(item.cells[row]) else ""
    shift = max(0, cell.find(text))
    return Prediction(Spot(row, column, start + shift, end + shift), kind)


def measure(items: Iterable[Labelled], find: Callable[[Labelled], list[Prediction]]) -> Score:
    """Find in every document, and count."""
    score = Score()
    for item in items:
        predictions = list(dict.fromkeys(find(item)))
        score.documents += 1
        _count_recall(score, item, predictions)
        _count_precision(score, item, predictions)
        _count_raised(score, item, predictions)
    return score


def _count_recall(score: Score, item: Labelled, predictions: list[Prediction]) -> None:
    for label in item.labels:
        spot, kind = label.spot, label.entity_type
        found = any(
            one.entity_type == kind
            and (one.spot.touches(spot) or (kind in RAISED and one.spot.row == spot.row))
            for one in predictions
        )
        covered = _covered(item, spot, predictions)
        for tag in ("", *item.tags, *filter(None, (label.tag,))):
            count = score.counts[kind, tag]
            count.values += 1
            count.found += found
            count.spans += 1
            count.covered += covered
        if not (found and covered):
            sort = "missed" if not found and not covered else "other type" if covered else "part"
            tags = " ".join((*item.tags, label.tag)).strip()
            score.failures[f"{sort} {kind} {tags}"].append(item.id)


def _covered(item: Labelled, spot: Spot, predictions: Iterable[Prediction]) -> bool:
    """Tell whether every letter, digit and character of the value is hidden."""
    hidden: set[int] = set()
    for one in predictions:
        if one.spot.touches(spot):
            hidden.update(range(one.spot.start, one.spot.end))
    return all(
        at in hidden or not sign.isalnum() for at, sign in enumerate(item.said(spot), spot.start)
    )


def _count_precision(score: Score, item: Labelled, predictions: list[Prediction]) -> None:
    labelled = {label.entity_type for label in item.labels}
    for one in predictions:
        kind = one.entity_type
        if kind in RAISED:
            continue
        if kind in _NOT_JUDGED and kind not in labelled:
            score.questions[kind] += 1
            continue
        mine = [label.spot for label in item.labels if label.entity_type == kind]
        touching = any(one.spot.touches(spot) for spot in mine)
        if not touching and _share(one.spot, item.either) >= 0.5:
            continue
        right = touching and _share(one.spot, (*mine, *item.either)) >= 0.5
        _judge(score, item, kind, right=right)


def _share(spot: Spot, spots: Iterable[Spot]) -> float:
    """Return how much of a span lies in others."""
    inside: set[int] = set()
    for other in spots:
        if spot.touches(other):
            inside.update(range(max(spot.start, other.start), min(spot.end, other.end)))
    return len(inside) / (spot.end - spot.start)


def _judge(score: Score, item: Labelled, kind: str, *, right: bool) -> None:
    for tag in ("", *item.tags):
        count = score.counts[kind, tag]
        count.predicted += 1
        count.right += right
    if not right:
        score.failures[f"wrong {kind} {' '.join(item.tags)}"].append(item.id)


def _count_raised(score: Score, item: Labelled, predictions: list[Prediction]) -> None:
    """Count rows and documents that are pointed out, and those that should be."""
    wanted = item.flags | {
        Flag(label.spot.row, label.entity_type)
        for label in item.labels
        if label.entity_type in RAISED
    }
    raised = {Flag(one.spot.row, one.entity_type) for one in predictions} & {
        *wanted,
        *(Flag(one.spot.row, one.entity_type) for one in predictions if one.entity_type in RAISED),
    }
    for flag in item.flags:
        for tag in ("", *item.tags):
            count = score.counts[flag.entity_type, tag]
            count.values += 1
            count.found += flag in raised
        if flag not in raised:
            score.failures[f"not raised {flag.entity_type} {' '.join(item.tags)}"].append(item.id)
    for flag in sorted(raised):
        if flag.entity_type in RAISED - _NOT_JUDGED:
            _judge(score, item, flag.entity_type, right=flag in wanted)
    if item.table:
        _count_other_rows(score, item, wanted, raised)


def _count_other_rows(
    score: Score, item: Labelled, wanted: Iterable[Flag], raised: Iterable[Flag]
) -> None:
    minors = {flag.row for flag in wanted if flag.entity_type == "MINOR"}
    said = {flag.row for flag in raised if flag.entity_type == "MINOR"}
    others = {row for row, cells in enumerate(item.cells) if sum(map(bool, cells)) > 1} - minors
    before = score.minors_elsewhere
    score.minors_elsewhere = Share(before.hits + len(others & said), before.total + len(others))
