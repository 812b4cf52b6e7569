"""A document and everything embedded in it, found and decided."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.errors import ClassifiedError, UnreadableError
from deident.judged import Judged, Line
from deident.labels import Markings, Verdict, verdict
from deident.model import (
    Document,
    Reason,
    Source,
    Unread,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import FormatHandler, Limits


class Budget:
    """How much all that is embedded in one document, at any depth, may come to."""

    def __init__(self, limits: Limits) -> None:
        self._left = self._most = limits.total_bytes

    def spend(self, source: Source) -> None:
        """Count one embedded document; refuse it where the sum is too much."""
        self._left -= len(source.data)
        if self._left < 0:
            why = "all that is embedded is larger than the limit"
            raise UnreadableError("embedded", "TOO_LARGE", why, limit=self._most)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where in a nest of documents one stands, and the attribute declared for it."""

    declared: str
    budget: Budget
    depth: int = 0

    def inside(self, attribute: str) -> Whereabouts:
        """Return the place of what is embedded here: it inherits the attribute."""
        return Whereabouts(attribute, self.budget, self.depth + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A document that was found and decided, and all that is embedded in it."""

    source: Source
    handler: FormatHandler
    document: Document
    judged: Judged
    said: Verdict
    unread: list[Unread]
    inner: dict[str, Part] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    depth: int

    def all(self) -> Iterator[Part]:
        """Yield this document and everything in it."""
        yield self
        for inside in self.inner.values():
            yield from inside.all()


def _judged(source: Source, line: Line, here: Whereabouts, *, masking: bool) -> Part:
    """Find and decide in a document and in everything embedded in it."""
    handler = line.handler_for(source)
    document = handler.read(source)
    judged = Judged(document, line, masking=masking)
    said = said_of(judged.markings, line, here, judged.noticed.reasons)
    unread = [*document.unread]
    inner: dict[str, Part] = {}
    names: set[str] = set()
    for name, inside in document.embedded:
        names.add(name)
        with noted(unread, name):
            admit(inside, line, here)
            inner[name] = _judged(inside, line, here.inside(said.attribute), masking=masking)
    return Part(
        source=source, handler=handler, document=document, judged=judged, said=said,
        unread=unread, inner=inner, names=frozenset(names), depth=here.depth,
    )  # fmt: skip


def judged_together(source: Source, line: Line, *, masking: bool) -> Part:
    """Find and decide, and let what one document made known be hidden in all that travels with it.

    A name that stands behind its label in a form stands alone in the list beside it.
    """
    here = Whereabouts(line.disclosure, Budget(line.limits))
    whole = _judged(source, line, here, masking=masking)
    parts = [*whole.all()]
    if len(parts) > 1:
        kept = {value for part in parts for value in part.judged.kept}
        known = {
            value: finding
            for part in parts
            for value, finding in part.judged.values.items()
            if value not in kept
        }
        published = {name for part in parts for name in part.judged.published}
        for part in parts:
            part.judged.also(known, published)
    return whole


def said_of(
    markings: Markings, line: Line, here: Whereabouts, noticed: tuple[Reason, ...] = ()
) -> Verdict:
    """Judge the document's labels, with what else was noticed. A mark ends everything here."""
    if markings.classified:
        raise ClassifiedError
    # Only the outermost document is asked about; what it holds inherits the answer.
    demand = line.scene.disclosure
    if here.depth and demand == "all":
        demand = "official"
    said = verdict(markings, declared=here.declared, demand=demand)
    return said._replace(asks=(*said.asks, *noticed)) if noticed else said


def admit(inside: Source, line: Line, here: Whereabouts) -> None:
    """Refuse what lies too deep or is too much."""
    if here.depth >= line.limits.depth:
        raise UnreadableError("embedded", "TOO_DEEP", "it lies too deep")
    here.budget.spend(inside)


@contextmanager
def noted(unread: list[Unread], part: str) -> Iterator[None]:
    """Note that an embedded document was not read; the one around it is still dealt with."""
    try:
        yield
    except UnreadableError as refusal:
        params = tuple(refusal.params.values())
        unread.append(Unread(code=refusal.reason, where=part, params=params))
