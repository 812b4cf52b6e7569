"""The message again, with masks, removals and replacements written into its bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from deident.formats.endings import follow
from deident.formats.mail.body import packed
from deident.formats.mail.flowed import Change, broken
from deident.formats.mail.letter import BOM, PROPERTIES, SIGNATURES
from deident.formats.mail.words import Edit, edits_of, written
from deident.formats.pieces import write_masks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.mail.letter import Carried, Letter
    from deident.formats.mail.parts import Part
    from deident.model import Mask, MaskPlan, Source


class Copy:
    """Writes one message."""

    def __init__(self, letter: Letter) -> None:
        self._letter = letter
        self._raw = letter.raw

    def masked(self, plan: MaskPlan) -> bytes:
        """Return the message with everything in the plan written into it."""
        masks: dict[str, list[Mask]] = {}
        for mask in plan.masks:
            masks.setdefault(mask.place.segment_id, []).append(mask)
        edits = [
            *self._removals(plan),
            *self._left_out(plan),
            *self._in_texts(masks),
            *self._in_words(masks),
        ]
        for name, new in plan.replacements.items():
            if name in self._letter.carried:
                edits += self._replaced(self._letter.carried[name], new)
                edits += self._renamed(self._letter.carried[name], new, masks)
        return _applied(self._raw, edits)

    def _removals(self, plan: MaskPlan) -> Iterator[Edit]:
        if plan.removals.get(PROPERTIES):
            yield from (Edit(one.start, one.end) for one in self._letter.routing)
            for part in self._letter.root.walk():
                if part.marks:
                    yield from self._boundary(part, f"=_part_{part.number}")
        if plan.removals.get(SIGNATURES):
            for parent, child, at in self._letter.signed:
                yield Edit(parent.marks[at][0] - 2, child.outer[1])
                yield from self._unsigned(parent)

    def _left_out(self, plan: MaskPlan) -> Iterator[Edit]:
        """Empty the parts that nobody could read: the others stand without them."""
        unread = [one.part for name, one in self._letter.carried.items() if name in plan.unread]
        for part in (*self._letter.sealed, *unread):
            yield Edit(part.body_start, part.body_end)

    def _unsigned(self, part: Part) -> Iterator[Edit]:
        for one in part.fields:
            found = re.search(rb"multipart/signed", self._raw[one.start : one.end], re.IGNORECASE)
            if one.name == "content-type" and found:
                start = one.start + found.start()
                yield Edit(start, one.start + found.end(), b"multipart/mixed")

    def _boundary(self, part: Part, wanted: str) -> Iterator[Edit]:
        """Call a boundary something else, wherever it stands."""
        new = wanted.encode("ascii", "replace")
        if taken := re.findall(re.escape(new) + rb"_*", self._raw):
            new += b"_" * (1 + max(map(len, taken)) - len(new))
        units = next(one.units for one in part.params if one.name == "boundary")
        start, end = units[0].start, units[-1].end
        quotes = b"" if self._raw[start - 1 : start] == b'"' else b'"'
        if units[0].how == "percent":
            yield from written(units[0], new.decode())
        else:
            yield Edit(start, end, quotes + new + quotes)
        yield from (Edit(*mark, new) for mark in part.marks)

    def _in_texts(self, masks: dict[str, list[Mask]]) -> Iterator[Edit]:
        for prose in self._letter.prose.values():
            changes: list[Change] = []
            for name, (start, _) in prose.places.items():
                for mask in masks.pop(name, ()):
                    span = mask.place.span
                    changes.append(Change(start + span.start, start + span.end, mask.replacement))
            if changes:
                text = broken(prose.text.text, changes, prose.breaks)
                content = packed(prose.text.encode(text), self._raw, prose.part)
                yield Edit(prose.part.body_start, prose.part.body_end, content)

    def _in_words(self, masks: dict[str, list[Mask]]) -> Iterator[Edit]:
        for name, own in masks.items():
            if name not in self._letter.words:
                raise ValueError("a mask names a segment that does not exist")
            words = self._letter.words[name]
            if words.param == "boundary" and words.part.marks:
                yield from self._boundary(words.part, write_masks(words.segment.text, own))
            else:
                yield from edits_of(words.units, own)

    def _replaced(self, carried: Carried, new: Source) -> Iterator[Edit]:
        if new.data == carried.source.data:
            return
        content = bytes(new.data)
        if carried.text is not None:
            text = content.removeprefix(BOM).decode()
            content = carried.text.encode(text, "xmlcharrefreplace")
        content = packed(content, self._raw, carried.part)
        yield Edit(carried.part.body_start, carried.part.body_end, content)

    def _renamed(
        self, carried: Carried, new: Source, masks: dict[str, list[Mask]]
    ) -> Iterator[Edit]:
        """Give an attachment that became another kind the ending of that kind."""
        if new.name == carried.source.name:
            return
        for name, words in self._letter.words.items():
            if words.part is carried.part and words.param in ("name", "filename"):
                text = write_masks(words.segment.text, masks.get(name, ()))
                first, last = words.units[0], words.units[-1]
                whole = replace(first, end=max(first.end, last.end))
                yield from written(whole, follow(text, carried.source.name, new.name))


def _applied(raw: bytes, edits: Sequence[Edit]) -> bytes:
    """Write changes; what lies in a larger change is gone with it."""
    parts: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if start < at:
            continue
        parts += (raw[at:start], new)
        at = end
    parts.append(raw[at:])
    return b"".join(parts)
