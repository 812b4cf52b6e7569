"""Documents that are found and decided, or only asked for their labels, and not masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.labels import Verdict
from deident.labels import read as read_labels
from deident.pipeline.parts import Budget, Part, Whereabouts, admit, judged_together, noted, said_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.judged import Judged, Line
    from deident.model import (
        Document,
        Source,
        Unread,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A document, or one embedded in it (`name` says where), found and decided but not masked."""

    name: str
    document: Document
    judged: Judged
    unread: tuple[Unread, ...]
    said: Verdict


def inspect(source: Source, line: Line) -> Iterator[Inspected]:
    """Find and decide without masking, in a document and in everything embedded in it."""
    return _inspected(judged_together(source, line, masking=False), "")


def labelled(source: Source, line: Line) -> Iterator[tuple[str, Verdict, tuple[Unread, ...]]]:
    """Read only the labels of a document and of everything embedded in it; `str` says where."""
    return _labelled(source, line, "", Whereabouts(line.disclosure, Budget(line.limits)))


def _labelled(
    source: Source, line: Line, name: str, here: Whereabouts
) -> Iterator[tuple[str, Verdict, tuple[Unread, ...]]]:
    document = line.handler_for(source).read(source)
    said = said_of(read_labels(document.pages), line, here)
    unread = [*document.unread]
    inner: list[tuple[str, Verdict, tuple[Unread, ...]]] = []
    for part, inside in document.embedded:
        with noted(unread, part):
            admit(inside, line, here)
            inner += _labelled(inside, line, f"{name}{part}/", here.inside(said.attribute))
    yield name, said, tuple(dict.fromkeys(unread))
    yield from inner


def _inspected(part: Part, name: str) -> Iterator[Inspected]:
    once = tuple(dict.fromkeys(part.unread))
    yield Inspected(
        name=name, document=part.document, judged=part.judged, unread=once, said=part.said
    )
    for inside, its in part.inner.items():
        yield from _inspected(its, f"{name}{inside}/")
