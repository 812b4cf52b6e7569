"""A page as a whole: its segments, what it carries, and the page again with masks written."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from deident.formats.web.gathered import Gathered, replaced
from deident.formats.web.labels import label
from deident.formats.web.layers import Layer
from deident.formats.web.units import edits
from deident.formats.web.walker import Walker
from deident.formats.written import Edit
from deident.model import (
    PAGE_SEGMENTS,
    Document,
    Locator,
    Page,
    Removable,
    Unread,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats.encoding import Decoded
    from deident.formats.web.units import Unit
    from deident.model import MaskPlan, Segment

_NEWLINE = re.compile("\n|\r(?!\n)")
_PAGE_CHARACTERS = 1 << 20
COMMENTS = "comments"
_NO_COMMENT = "<!---->"


class Markup:
    """A page that has been read once in full."""

    def __init__(self, decoded: Decoded, size: int, *, xml: bool) -> None:
        self._decoded = decoded
        self._text = decoded.text()
        self._gathered = Gathered()
        Walker(self._gathered, Layer(self._text, str), size, xml=xml).walk()
        label(self._gathered, self._text)
        self._units = [*self._gathered.flow, *self._gathered.others]
        _number(self._units)

    def document(self) -> Document:
        """Return everything in the page."""
        return Document(
            pages=tuple(self._pages()),
            embedded=tuple(carried.embedded for carried in self._gathered.carried),
            removables=tuple(
                Removable(
                    comment.id, COMMENTS, Locator(part="comment", line=self._line(comment.start))
                )
                for comment in self._gathered.comments
            ),
            unread=tuple(
                Unread(code=code, where=where, params=(count,))
                for code, (where, count) in self._gathered.unread.items()
            ),
        )

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line but the first begins."""
        if "\r" in self._text:
            return [found.end() for found in _NEWLINE.finditer(self._text)]
        lines = self._text.split("\n")
        return [*accumulate(len(line) + 1 for line in lines[:-1])]

    def _line(self, place: int) -> int:
        """Return the number of the line of a character."""
        return bisect_right(self._lines, place) + 1

    def _pages(self) -> Iterator[Page]:
        segments: list[Segment] = []
        size = number = 0
        paragraphs, shown = len(self._gathered.flow), self._decoded.shown
        for paragraph, unit in enumerate(self._units, start=1):
            full = size >= _PAGE_CHARACTERS and unit.follows is None
            if segments and (full or len(segments) == PAGE_SEGMENTS):
                number += 1
                yield Page(number=number, segments=tuple(segments))
                segments, size = [], 0
            if paragraph <= paragraphs:
                segments.append(unit.segment(shown, paragraph, 0))
            else:
                segments.append(unit.segment(shown, 0, self._line(unit.start)))
            size += len(unit.text)
        if segments:
            yield Page(number=number + 1, segments=tuple(segments))

    def masked(self, plan: MaskPlan) -> bytes:
        """Return the page with masks, removals and replacements written; the rest as it was."""
        removals = list(self._removals(plan))
        changes = sorted((*removals, *self._masks(plan), *self._replacements(plan)))
        removed = {(edit.start, edit.end) for edit in removals}
        if not changes:
            return bytes(self._decoded.raw)
        parts: list[str] = []
        at = gone = 0
        for start, end, new in changes:
            if end <= gone:
                continue  # it lies in what is taken out
            if start < at:
                raise ValueError("masks overlap")
            parts += (self._text[at:start], new)
            at = end
            if (start, end) in removed:
                gone = end
        parts.append(self._text[at:])
        # An empty file is no page: it could not be read again.
        text = "".join(parts) or _NO_COMMENT
        return self._decoded.bom + self._decoded.encode(text)

    def _masks(self, plan: MaskPlan) -> Iterator[Edit]:
        units = {unit.id: unit for unit in self._units}
        seen: set[str] = set()
        for name, masks in groupby(plan.masks, key=lambda mask: mask.place.segment_id):
            if name not in units or name in seen:
                raise ValueError("a mask names a segment that does not exist or comes out of order")
            seen.add(name)
            yield from edits(units[name], masks)

    def _removals(self, plan: MaskPlan) -> Iterator[Edit]:
        for comment in self._gathered.comments:
            if plan.removals.get(comment.id):
                yield Edit(comment.start, comment.end)

    def _replacements(self, plan: MaskPlan) -> Iterator[Edit]:
        for embedded, places in self._gathered.carried:
            new = plan.replacements.get(embedded.id)
            if new is None or new.data == embedded.source.data:
                continue
            for layer, address in places:
                yield replaced(layer, address, bytes(new.data))


def _number(units: list[Unit]) -> None:
    """Give every unit a name that is made of numbers."""
    for number, unit in enumerate(units, start=1):
        box = unit.box
        if box is None:
            unit.id = f"s{number}"
            continue
        box.named = count = box.named + 1
        unit.id = f"t{box.table + 1}r{box.row + 1}c{box.column + 1}"
        if count > 1:
            unit.id += f".{count}"
