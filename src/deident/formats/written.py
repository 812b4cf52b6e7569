"""A text whose characters know where they stand in a source, and what masks change there.

A character may be written as a reference, an escape or two bytes in hexadecimal, and a text may be
parted by markup. A mask goes over the characters it covers and over nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.pieces import write_masks
from deident.making import unprinted
from deident.model import Mask, Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Escape = Callable[[str], str]
_WIDTHLESS = frozenset({"Cf", "Mn", "Me"})


class Run(NamedTuple):
    """Characters in their order; each stands in the source from its start to its end."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    escape: Escape

    def __repr__(self) -> str:
        return unprinted(self)

    def part(self, start: int, end: int) -> Run:
        """Return some of the characters."""
        return Run(self.text[start:end], self.starts[start:end], self.ends[start:end], self.escape)


class Edit(NamedTuple):
    """New text for a part of the source."""

    start: int
    end: int
    new: str = ""

    def __repr__(self) -> str:
        return unprinted(self)


class Whole(NamedTuple):
    """A value that can only be written anew: where it stands, and what its new text becomes."""

    start: int
    end: int
    write: Escape


class Written(NamedTuple):
    """A text made of runs. With `whole`, any change writes all of it."""

    runs: tuple[Run, ...]
    whole: Whole | None = None

    @property
    def text(self) -> str:
        """All characters."""
        return self.runs[0].text if len(self.runs) == 1 else "".join(run.text for run in self.runs)

    def part(self, start: int, end: int) -> Written:
        """Return some of the characters."""
        found, at = [], 0
        for run in self.runs:
            low, high = max(start - at, 0), min(end - at, len(run.text))
            if low < high:
                found.append(run.part(low, high))
            at += len(run.text)
        return Written(tuple(found), self.whole)

    def masked(self, masks: Iterable[Mask]) -> Iterator[Edit]:
        """Yield what masks, given by rising start, change in the source."""
        if self.whole is not None:
            new = write_masks(self.text, masks)
            if new != self.text:
                yield Edit(self.whole.start, self.whole.end, self.whole.write(new))
            return
        text = self.text
        at = 0
        for mask in masks:
            span = mask.place.span
            if not at <= span.start < span.end <= len(text):
                raise ValueError("masks overlap, come out of order or reach beyond the segment")
            at = span.end
            yield from self._over(text, span, mask.replacement)

    def replaced(self, new: str) -> Iterator[Edit]:
        """Yield what makes this text another one, touching no more than differs."""
        old = self.text
        if new == old:
            return
        if self.whole is not None:
            yield Edit(self.whole.start, self.whole.end, self.whole.write(new))
            return
        start, stop = 0, min(len(old), len(new))
        if len(old) != len(new):
            while start < stop and old[start] == new[start]:
                start += 1
            stop -= start
            behind = 0
            while behind < stop and old[-1 - behind] == new[-1 - behind]:
                behind += 1
            end = len(old) - behind
            if start == end:
                # Something is added: it is written with a neighbour.
                start, end = (start - 1, end) if start else (start, end + 1)
            new = new[start : len(new) - (len(old) - end)]
        else:
            end = len(old)
        yield from self._over(old, Span(start, end), new)

    def _over(self, text: str, span: Span, new: str) -> Iterator[Edit]:
        old = text[span.start : span.end]
        part = self.part(span.start, span.end)
        meant = _aligned(old, new)
        at = 0
        for run in part.runs:
            for index, was in enumerate(run.text):
                if meant[at] != was:
                    yield Edit(run.starts[index], run.ends[index], run.escape(meant[at]))
                at += 1


def simple(text: str, start: int, escape: Escape) -> Run:
    """Return characters that stand one by one in the source."""
    end = start + len(text)
    return Run(text, range(start, end), range(start + 1, end + 1), escape)


def cover(start: int, end: int, replacement: str) -> Mask:
    """Return a mask without a segment."""
    return Mask(Place("", Span(start, end)), replacement)


def spliced(text: str, edits: list[Edit]) -> Iterator[str]:
    """Yield a source with all edits made, whatever order they come in."""
    edits.sort()
    at = 0
    for edit in edits:
        if edit.start < at:
            raise ValueError("two changes go over one place")
        yield text[at : edit.start]
        yield edit.new
        at = edit.end
    yield text[at:]


def _aligned(old: str, new: str) -> Sequence[str]:
    """Say what is written over each character: star for digit if the lengths agree."""
    if len(new) == len(old):
        return new
    visible = [unicodedata.category(character) not in _WIDTHLESS for character in old]
    if len(new) == sum(visible):
        characters = iter(new)
        return [next(characters) if seen else "" for seen in visible]
    return [new, *[""] * (len(old) - 1)]
