"""A judged document becomes what reports may show of it: masked forms, counts, places, codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil, floor
from typing import TYPE_CHECKING

from deident.cli.files.surroundings import Surroundings
from deident.decide import questions
from deident.errors import ExitCode
from deident.mask import Pseudonyms, replacement
from deident.model import Action, Locator, Segment
from deident.naming import in_name
from deident.pipeline import inspect, versions
from deident.report.values import CLEAN, MOST_LISTED, Asked, FileReport, Listed, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from deident.cli.files.tasks import Task
    from deident.judged import Line
    from deident.labels import Verdict
    from deident.model import Decision, Document, Page, Place, Reason, Residue, Source, Unread
    from deident.pipeline import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A document, or one embedded in it, with what was decided about it."""

    name: str
    document: Document
    decisions: Iterable[Decision]
    unread: tuple[Unread, ...]
    said: Verdict
    residue: Residue | None = None


def judged(source: Source, line: Line) -> Iterator[Part]:
    """Find and decide in a document and in everything embedded in it."""
    for one in inspect(source, line):
        yield Part(
            name=one.name,
            document=one.document,
            decisions=one.judged.decisions,
            unread=one.unread,
            said=one.said,
        )


def reviewed(review: Review, name: str = "") -> Iterator[Part]:
    """Yield a reviewed document and everything embedded in it."""
    yield Part(
        name=name,
        document=review.document,
        decisions=review.decisions,
        unread=review.unread,
        said=review.said,
        residue=review.residue,
    )
    for part, inside in review.inner.items():
        yield from reviewed(inside, f"{name}{part}/")


@dataclass(slots=True)
class _Tally:
    """What a report gathers from the parts of one document."""

    counts: dict[str, Counter[str]] = field(
        default_factory=lambda: {action.name: Counter() for action in Action}
    )
    listed: list[Listed] = field(default_factory=list)
    suppressed: list[Listed] = field(default_factory=list)
    asked: dict[str, Asked] = field(default_factory=dict)
    unread: list[Told] = field(default_factory=list)
    left: list[Told] = field(default_factory=list)
    labels: list[Told] = field(default_factory=list)


def report(task: Task, parts: Iterable[Part], line: Line, context: int = 0) -> FileReport:
    """Return what reports say of a document; its exit code and status are the command's.

    `context` is how many characters of the masked text stand around each finding.
    """
    tally = _Tally()
    disclosure = None
    for part in parts:
        # The document itself comes first; what it holds inherits.
        disclosure = part.said.attribute if disclosure is None else disclosure
        locators = _list(part, line, tally, context)
        _ask(part, locators, tally.asked)
        again = part.residue.unread if part.residue else ()
        tally.unread += codes(dict.fromkeys((*part.unread, *again)), task.own_name)
        tally.left += _left(part, locators)
        tally.labels += codes((*part.said.blocks, *part.said.asks))
    tally.left += told_of_name(task, line)
    return FileReport(
        name=task.name,
        exit_code=ExitCode.CLEAN,
        status=CLEAN,
        counts={action: dict(kinds) for action, kinds in tally.counts.items()},
        listed=tuple(tally.listed),
        questions=tuple(tally.asked.values()),
        unread=tuple(tally.unread),
        left=tuple(tally.left),
        labels=tuple(tally.labels),
        disclosure=disclosure or "",
        versions=versions(line),
        suppressed=tuple(tally.suppressed),
    )


def codes(some: Iterable[Reason | Unread], name: str = "") -> tuple[Told, ...]:
    """Copy codes; the document's own name is left out of their places."""
    return tuple(
        Told(
            code=one.code, where="" if name and name in one.where else one.where, params=one.params
        )
        for one in some
    )


def told_of_name(task: Task, line: Line) -> Iterator[Told]:
    """Say what the file's name gives away, and what to call it; a hidden name stays hidden."""
    hidden = not task.name.endswith(task.own_name)
    found = in_name(task.own_name, line.detector, line.scene, line.rulings)
    for kind in found.kinds:
        yield Told(code="IN_FILE_NAME", params=(kind, "—" if hidden else found.instead))


def _left(part: Part, locators: Mapping[Place, Locator]) -> Iterator[Told]:
    if part.residue is not None:
        for finding in part.residue.findings:
            where = str(locators.get(finding.places[0], ""))
            yield Told(code="LEFT", where=where, params=(finding.entity_type,))
        yield from codes(part.residue.reasons)


def _list(part: Part, line: Line, tally: _Tally, context: int) -> dict[Place, Locator]:
    """Count and list a part's decisions; return the places that questions and residue name."""
    wanted = [place for one in questions(part.decisions) for place in one.places]
    wanted += [one.places[0] for one in part.residue.findings] if part.residue else []
    pseudonyms = Pseudonyms(line.detector.key)
    locators: dict[Place, Locator] = {}
    decisions = iter(part.decisions)
    decision = next(decisions, None)
    for page in part.document.pages:
        texts = {segment.id: segment for segment in page.segments}
        locators |= {
            place: _at(part, texts[place.segment_id], place.span.start)
            for place in wanted
            if place.segment_id in texts
        }
        of_page: list[Decision] = []
        while decision is not None and decision.finding.segment_id in texts:
            tally.counts[decision.action.name][decision.finding.entity_type] += 1
            if decision.action is not Action.KEEP:
                of_page.append(decision)
            elif decision.because == "RULING" and len(tally.suppressed) < MOST_LISTED:
                first = decision.finding.places[0]
                where = _at(part, texts[first.segment_id], first.span.start)
                tally.suppressed.append(_listed(decision, where, ""))
            decision = next(decisions, None)
        room = MOST_LISTED - len(tally.listed)
        shown = partial(_written, texts, pseudonyms)
        around = Surroundings(texts, of_page, shown, context)
        tally.listed += _ordered(part, page, of_page[:room], texts, shown, around)
    return locators


def _ordered(
    part: Part, page: Page, decisions: Iterable[Decision], texts: Mapping[str, Segment],
    written: Callable[[Decision], str], around: Surroundings,
) -> list[Listed]:  # fmt: skip
    """List decisions as the page is read. Pseudonyms are given in the order of the decisions."""
    order = {segment.id: number for number, segment in enumerate(page.segments)}
    rows = []
    for decision in decisions:
        finding = decision.finding
        where = _at(part, texts[finding.segment_id], finding.start)
        box = _box(texts[finding.segment_id], finding.places[0])
        one = _listed(decision, where, written(decision), box)
        one = replace(one, context=around.around(finding.places[0]))
        rows.append((order[finding.segment_id], finding.start, one))
    return [one for _, _, one in sorted(rows, key=lambda row: row[:2])]


def _written(texts: Mapping[str, Segment], pseudonyms: Pseudonyms, decision: Decision) -> str:
    """Return what stands in a value's place."""
    value = "".join(
        texts[place.segment_id].text[place.span.start : place.span.end]
        for place in decision.finding.places
    )
    return replacement(value, decision, pseudonyms)


def _at(part: Part, segment: Segment, start: int) -> Locator:
    """Return where a character stands; a block of text has its own lines."""
    locator = segment.locator
    if locator.line and segment.cell is None:
        locator = replace(locator, line=locator.line + segment.text.count("\n", 0, start))
    return replace(locator, part=f"{part.name}{locator.part}") if part.name else locator


def _box(segment: Segment, place: Place) -> tuple[int, ...]:
    """Return the upright rectangle around a place, where its characters have boxes."""
    if segment.boxes is None:
        return ()
    quads = [segment.boxes[i] for i in range(place.span.start, place.span.end)]
    across = [x for quad in quads for x in quad[::2]]
    down = [y for quad in quads for y in quad[1::2]]
    return floor(min(across)), floor(min(down)), ceil(max(across)), ceil(max(down))


def _listed(decision: Decision, where: Locator, masked: str, box: tuple[int, ...] = ()) -> Listed:
    return Listed(
        entity_type=decision.finding.entity_type,
        action=decision.action.name,
        where=where,
        masked=masked,
        because=_because(decision),
        label=decision.finding.evidence.label,
        rule=decision.by,
        question=decision.group,
        fingerprint=decision.finding.fingerprint,
        box=box,
    )


def _because(decision: Decision) -> str:
    """Return the reason's code; a failed check beside a label is more than a mere shape."""
    evidence = decision.finding.evidence
    failed = decision.because == "SHAPE" and evidence.checked is False and evidence.label
    return "CHECK_FAILED" if failed else decision.because


def _ask(part: Part, locators: Mapping[Place, Locator], asked: dict[str, Asked]) -> None:
    for one in questions(part.decisions):
        before = asked.get(one.group)
        asked[one.group] = Asked(
            key=one.group,
            entity_type=one.entity_type,
            label=one.label,
            count=one.count + (before.count if before else 0),
            places=before.places
            if before
            else tuple(locators[i] for i in one.places if i in locators),
        )
