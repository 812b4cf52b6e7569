"""Measure a finder against the corpus: leaks, recall, precision, questions, with intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import NamedTuple

from tests.corpus.model import Item, Label, Roster, cell_text
from tests.corpus.variant import FAMILIES, FAMILY_OF
from tests.corpus.variants import VARIANTS

Prediction = tuple[int, int, str, str]
"""Start, end, entity type, and "MASK" or "ASK"."""

Find = Callable[[str], list[Prediction]]

UNEXPLAINED = "UNEXPLAINED_NUMBER"
_SEPARATORS = frozenset(
    " \t\r\n\u00a0\u3000\u200b\u200c\u200d\ufeff\u00ad"
    "-\uff0d\u2010\u2011\u2013\u2014\u2212·•・‧._()（）"
)
_MASKS = frozenset("*＊×✕●xX")


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
        z, n, p = 1.959964, self.total, self.value
        middle = p + z * z / (2 * n)
        spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.hits}/{self.total} {self.value:.2%} [{low:.2%}, {high:.2%}]"


@dataclass(slots=True)
class _Count:
    """What is counted of one family or one variant."""

    documents: set[str] = field(default_factory=set)
    leaking: set[str] = field(default_factory=set)
    values: int = 0
    masked: int = 0

    @property
    def leaks(self) -> Share:
        """Documents in which a value is not wholly covered by MASK or ASK."""
        return Share(len(self.leaking), len(self.documents))

    @property
    def mask_recall(self) -> Share:
        """Values wholly covered by MASK alone."""
        return Share(self.masked, self.values)


@dataclass(slots=True)
class Score:
    """Everything measured in one run. It holds ids and counts, never text."""

    families: defaultdict[str, _Count] = field(default_factory=lambda: defaultdict(_Count))
    variants: defaultdict[str, _Count] = field(default_factory=lambda: defaultdict(_Count))
    right: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    groups: list[int] = field(default_factory=list)
    all_documents: int = 0
    all_leaking: int = 0
    failures: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def leaks(self) -> Share:
        """Labelled documents that leak anything at all of the four families."""
        return Share(self.all_leaking, self.all_documents)

    def precision(self, family: str) -> Share:
        """Predictions of a family that touch a labelled value of it."""
        return Share(self.right[family], self.predicted[family])

    def touched_share(self, name: str, kind: str) -> Share:
        """Documents of a kind with a prediction of that sort."""
        return Share(self.touched[name], self.kinds[kind])


def significant(text: str, label: Label) -> list[int]:
    """Name the offsets of a label that carry its value.

    Separators carry nothing; of an under-masked value only what is visible counts.
    """
    hidden = _MASKS if "undermasked" in label.variant else frozenset()
    return [
        at
        for at in range(label.start, label.end)
        if text[at] not in _SEPARATORS and text[at] not in hidden
    ]


def _covered(length: int, predictions: Iterable[tuple[int, int]]) -> bytearray:
    """Mark the characters that the spans cover."""
    marks = bytearray(length)
    for start, end in predictions:
        marks[start:end] = b"\x01" * (min(end, length) - start)
    return marks


def _demanded(label: Label) -> bool:
    """Say whether leaving this value is a leak."""
    variant = VARIANTS.get(label.variant)
    return variant is None or variant.demanded


def _recall(score: Score, item: Item, predictions: list[Prediction]) -> None:
    """Count what is covered of the labels."""
    marked = _covered(len(item.text), ((start, end) for start, end, _, _ in predictions))
    masked = _covered(
        len(item.text), ((start, end) for start, end, _, action in predictions if action == "MASK")
    )
    leaks = False
    for label in item.labels:
        spots = significant(item.text, label)
        whole = all(marked[at] for at in spots)
        family = FAMILY_OF.get(label.entity_type, label.entity_type)
        counts = [score.variants[label.variant]]
        if _demanded(label):
            counts.append(score.families[family])
        for count in counts:
            count.documents.add(item.id)
            count.values += 1
            count.masked += all(masked[at] for at in spots)
            if not whole:
                count.leaking.add(item.id)
        if not whole and _demanded(label):
            leaks = True
            score.failures[f"leak {label.variant} {item.templates[0]}"].append(item.id)
    if item.labels:
        score.all_documents += 1
        score.all_leaking += leaks


def _precision(score: Score, item: Item, predictions: list[Prediction]) -> None:
    """Count predictions of the families that touch a label of theirs, and those that do not."""
    for start, end, entity_type, _ in predictions:
        family = FAMILY_OF.get(entity_type)
        if family is None:
            continue
        score.predicted[family] += 1
        mine = [
            label
            for label in item.labels
            if label.start < end
            and start < label.end
            and FAMILY_OF.get(label.entity_type) == family
        ]
        score.right[family] += bool(mine)
        outside = _covered(len(item.text), [(start, end)])
        for label in item.labels:
            outside[label.start : label.end] = bytes(label.end - label.start)
        score.outside[family] += sum(outside)
        if not mine:
            score.failures[f"wrong {entity_type} {item.templates[0]}"].append(item.id)


def _quiet(score: Score, item: Item, predictions: list[Prediction]) -> None:
    """Count what a document without personal data is bothered with."""
    score.kinds[item.kind] += 1
    if item.kind not in ("ordinary", "hard_negative"):
        return
    sorts = set()
    for _, _, entity_type, action in predictions:
        sorts.add("UNEXPLAINED" if entity_type == UNEXPLAINED else action)
        if action == "ASK":
            sorts.add("QUESTION")
        key = f"{item.kind} {entity_type} {action} {item.templates[0]}"
        if item.id not in score.failures[key]:
            score.failures[key].append(item.id)
    score.touched.update(f"{item.kind} {sort}" for sort in sorts)
    if item.kind == "ordinary" and "QUESTION" in sorts:
        groups = {(t, item.text[s:e]) for s, e, t, action in predictions if action == "ASK"}
        score.groups.append(len(groups))


def measure(items: Iterable[Item], find: Find) -> Score:
    """Run the finder over the items and count."""
    score = Score()
    for item in items:
        predictions = find(item.text)
        _recall(score, item, predictions)
        _precision(score, item, predictions)
        _quiet(score, item, predictions)
    return score


def _family_lines(score: Score) -> list[str]:
    """Render the four families and whatever else was labelled."""
    lines = []
    for family in (*FAMILIES, *sorted(set(score.families) - set(FAMILIES))):
        count = score.families[family]
        lines.append(f"{family}")
        lines.append(f"  leaking documents   {count.leaks}")
        lines.append(f"  recall, MASK alone  {count.mask_recall}")
        if family in FAMILIES:
            lines.append(f"  precision MASK+ASK  {score.precision(family)}")
            lines.append(f"  characters outside  {score.outside[family]}")
    return lines


def _quiet_lines(score: Score) -> list[str]:
    """Render what happens to documents without personal data."""
    mean = sum(score.groups) / len(score.groups) if score.groups else 0.0
    asked = score.touched_share("ordinary QUESTION", "ordinary")
    lines = [
        f"ordinary documents with a question    {asked}",
        f"  groups in those, mean               {mean:.2f}, most {max(score.groups, default=0)}",
        f"ordinary documents with a MASK        {score.touched_share('ordinary MASK', 'ordinary')}",
    ]
    for sort in ("MASK", "ASK", "UNEXPLAINED"):
        share = score.touched_share(f"hard_negative {sort}", "hard_negative")
        lines.append(f"hard negatives with {sort:<17} {share}")
    return lines


def table(score: Score, *, failures: bool = True) -> str:
    """Render a score for the terminal."""
    lines = [f"labelled documents leaking  {score.leaks}", *_family_lines(score)]
    lines += _quiet_lines(score)
    lines.append(f"{'variant':<28} {'leaking documents':<36} recall, MASK alone")
    for name, count in sorted(score.variants.items()):
        note = "" if name not in VARIANTS or VARIANTS[name].demanded else "  (may be kept)"
        lines.append(f"{name:<28} {count.leaks!s:<36} {count.mask_recall}{note}")
    if failures:
        for key, ids in sorted(score.failures.items()):
            lines.append(f"{key}: {len(ids)}: {' '.join(ids[:8])}")
    return "\n".join(lines)


Place = tuple[int, int]


class Lost(NamedTuple):
    """A labelled value of a roster that stayed readable."""

    roster: str
    row: int
    column: int
    variant: str


def lost_cells(roster: Roster, covered: Mapping[Place, list[tuple[int, int]]]) -> list[Lost]:
    """Name the labelled values that the spans (by row and column) do not wholly cover.

    A number in a cell is covered when any span stands in its cell.
    """
    lost = []
    for truth in roster.truth:
        value = roster.rows[truth.row][truth.column]
        text, spans = cell_text(value), covered.get((truth.row, truth.column), [])
        marked = _covered(len(text), spans)
        for label in truth.labels:
            whole = all(marked[at] for at in significant(text, label))
            if not (bool(spans) if not isinstance(value, str) else whole):
                lost.append(Lost(roster.id, truth.row, truth.column, label.variant))
    return lost


def surviving_cells(roster: Roster, masked: Mapping[Place, str]) -> list[Lost]:
    """Name the labelled values that can still be read in the masked table's cells.

    A single character says nothing here: the `publish` style itself leaves some of them.
    """
    lost = []
    for truth in roster.truth:
        text = cell_text(roster.rows[truth.row][truth.column])
        after = masked.get((truth.row, truth.column), "")
        lost += [
            Lost(roster.id, truth.row, truth.column, label.variant)
            for label in truth.labels
            if label.end - label.start > 1 and text[label.start : label.end] in after
        ]
    return lost


def extra_cells(roster: Roster, covered: Mapping[Place, list[tuple[int, int]]]) -> list[Place]:
    """Name the covered cells in which nothing is labelled (names are not judged here: look)."""
    labelled = {(truth.row, truth.column) for truth in roster.truth}
    return sorted(place for place, spans in covered.items() if spans and place not in labelled)
