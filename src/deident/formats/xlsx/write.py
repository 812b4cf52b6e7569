"""Masks written into the bytes of a part, with every byte around them as it was.

Where a masked text has a meaning to the program that opens the workbook, it is written so that the
workbook still opens: a masked formula becomes `#REF!`, a masked name of a sheet holds no character
that is forbidden there, a masked number that must be a number goes.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from deident.formats.markup import Scanner, attribute_span, escape_attribute, escape_text, utf8
from deident.formats.xlsx.fields import COMMENT, INSTRUCTION, RUNS, FieldReader, is_worded
from deident.formats.xlsx.values import escape, is_number
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats.markup import Tape
    from deident.formats.xlsx.fields import Field, Slot, Unwanted
    from deident.model import Mask

_FORMULAS = frozenset(
    {"definedName", "formula", "formula1", "formula2", "f", "calculatedColumnFormula"}
    | {"totalsRowFormula", "xdrFormula"}
)
_LITERAL = re.compile('"[^"]*"')
_SHEET_FORBIDDEN = re.compile(r"[:\\/?*\[\]']")
_NAME_FORBIDDEN = re.compile(r"[^\w.]")
_LONGEST_SHEET_NAME = 31
_NO_VALUE = "#REF!"


class Written(NamedTuple):
    """A replacement of the characters from `start` to `end` of a text."""

    start: int
    end: int
    text: str

    def __repr__(self) -> str:
        return unprinted(self)


_written = partial(tuple.__new__, Written)


class Edit(NamedTuple):
    """Bytes to be written instead of those from `start` to `end`."""

    start: int
    end: int
    new: bytes

    def __repr__(self) -> str:
        return unprinted(self)


class Masks:
    """The masks of a plan, taken in document order, segment by segment."""

    def __init__(self, masks: Iterable[Mask]) -> None:
        self._masks = iter(masks)
        self._next = next(self._masks, None)
        self.next_id = self._next.place.segment_id if self._next else ""

    def take(self, segment_id: str) -> list[Written]:
        """Return the masks of a segment, or none where it is not the next to be masked."""
        if segment_id != self.next_id:
            return []
        taken: list[Written] = []
        mask, masks = self._next, self._masks
        while mask is not None and (place := mask.place).segment_id == segment_id:
            span = place.span
            taken.append(_written((span.start, span.end, mask.replacement)))
            mask = next(masks, None)
        self._next = mask
        self.next_id = "" if mask is None else place.segment_id
        return taken

    def skip(self, prefix: str) -> None:
        """Pass over the masks of a part that goes whole."""
        while self.next_id.startswith(prefix):
            self.take(self.next_id)

    def finish(self) -> None:
        """Refuse a plan that names a segment which was not met: its value would stay."""
        if self.next_id:
            raise ValueError("a mask names a segment that does not exist or comes out of order")


def write_over(texts: list[str], masks: list[Written]) -> list[str]:
    """Write masks over the joined texts and return the texts again, cut at the same places.

    A replacement goes where its mask begins; what the mask covers in later texts goes.
    """
    if len(texts) == 1:
        return [_written_over(texts[0], masks)]
    new: list[list[str]] = [[] for _ in texts]
    bounds = [0]
    for text in texts:
        bounds.append(bounds[-1] + len(text))
    done = 0
    for start, end, replacement in (*masks, Written(bounds[-1], bounds[-1], "")):
        if not done <= start <= end <= bounds[-1]:
            raise ValueError("masks overlap, come out of order or reach beyond the segment")
        for index, text in enumerate(texts):
            base = bounds[index]
            new[index].append(text[max(done - base, 0) : max(start - base, 0)])
            if base <= start < bounds[index + 1]:
                new[index].append(replacement)
        done = end
    return ["".join(parts) for parts in new]


def _written_over(text: str, masks: list[Written]) -> str:
    if len(masks) == 1 and masks[0][:2] == (0, len(text)):
        return masks[0].text
    pieces: list[str] = []
    at = 0
    for start, end, replacement in masks:
        if not at <= start < end <= len(text):
            raise ValueError("masks overlap, come out of order or reach beyond the segment")
        pieces += (text[at:start], replacement)
        at = end
    return "".join((*pieces, text[at:]))


def field_edits(
    field: Field, masks: list[Written], tape: Tape, sheet_names: set[str]
) -> Iterator[Edit]:
    """Yield the edits that write masks into a field."""
    texts = [slot.text for slot in field.slots]
    for slot, text in zip(field.slots, write_over(texts, masks), strict=True):
        if text == slot.text:
            continue
        if field.element in (COMMENT, INSTRUCTION):
            mark = b"-->" if field.element == COMMENT else b"?>"
            yield Edit(slot.start, tape.after(slot.start, mark), b"")
        elif slot.attribute:
            yield from _attribute_edits(field.element, slot, masks, text, tape, sheet_names)
        else:
            new = _meant(field.element, slot, masks, text)
            yield Edit(slot.start, slot.end, escape_text(escape(new)))


def _meant(element: str, slot: Slot, masks: list[Written], text: str) -> str:
    """Return the text that an element may hold instead of the masked one."""
    if element in _FORMULAS:
        return _formula(slot.text, masks, text)
    if element == "v" and is_number(slot.raw):
        return "0"
    return text


def _formula(old: str, masks: list[Written], text: str) -> str:
    """Keep a formula only where nothing but its literals was masked."""
    literals = [found.span() for found in _LITERAL.finditer(old)]
    inside = all(
        any(start < mask.start and mask.end < end for start, end in literals)
        and '"' not in mask.text
        for mask in masks
    )
    return text if inside else _NO_VALUE


def _attribute_edits(
    element: str,
    slot: Slot,
    masks: list[Written],
    text: str,
    tape: Tape,
    sheet_names: set[str],
) -> Iterator[Edit]:
    tag = tape.tag(slot.start)
    begin, value, end = (slot.start + at for at in attribute_span(tag, slot.attribute))
    if is_number(slot.raw) and not is_worded(slot.attribute):
        yield Edit(begin, end, b"")
        return
    if element == "n" and slot.attribute == "v":
        if tag.endswith(b"/>"):
            # A number in a pivot cache becomes a string.
            name = tag[1:].split(None, 1)[0]
            yield Edit(slot.start + 1, slot.start + 1 + len(name), name[:-1] + b"s")
        else:
            text = "0"
    elif element == "sheet":
        text = _sheet_name(text, sheet_names)
    elif element in ("definedName", "table") and slot.attribute in ("name", "displayName"):
        text = _NAME_FORBIDDEN.sub("_", text)
    elif slot.raw != slot.text and "%" in slot.raw:
        text = quote(text, safe="/:?#[]@!$&'()*+,;=%")
    elif slot.attribute == "formatCode":
        text = _formula(slot.text, masks, text).replace(_NO_VALUE, "General")
    yield Edit(value, end, b'"' + escape_attribute(escape(text)) + b'"')


def _sheet_name(text: str, taken: set[str]) -> str:
    plain = _SHEET_FORBIDDEN.sub("_", text)[:_LONGEST_SHEET_NAME] or "_"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: _LONGEST_SHEET_NAME - 4]}_{number}"
    taken.add(name.casefold())
    return name


def gone_edits(gone: list[tuple[int, int, str]], tape: Tape) -> Iterator[Edit]:
    """Yield the edits that take out elements and attributes."""
    for start, end, what in gone:
        tag = tape.tag(start)
        if what != "element":
            begin, _, stop = attribute_span(tag, what)
            yield Edit(start + begin, start + stop, b"")
        elif tag.endswith(b"/>"):
            yield Edit(start, start + len(tag), b"")
        else:
            yield Edit(start, tape.after(end, b">"), b"")
    gone.clear()


def spliced(tape: Tape, edits: list[Edit], until: int) -> bytes:
    """Hand out the tape up to an offset with the edits written, and keep the edits beyond it.

    An edit inside another goes with it.
    """
    edits.sort(key=lambda edit: (edit.start, -edit.end))
    pieces: list[bytes] = []
    while edits and edits[0].end <= until:
        edit = edits.pop(0)
        if edit.start >= tape.start:
            pieces += (tape.take(edit.start), edit.new)
            tape.take(edit.end)
    if edits:
        until = min(until, edits[0].start)
    pieces.append(tape.take(max(until, tape.start)))
    return b"".join(pieces)


def scan_fields(
    chunks: Iterable[bytes],
    where: str,
    unwanted: Unwanted | None = None,
    joined: frozenset[str] = RUNS,
) -> Iterator[tuple[list[Field], FieldReader, Tape, int]]:
    """Yield the fields of a part, piece by piece, with the offset up to which nothing is open."""
    scanner = Scanner(where)
    reader = FieldReader(scanner, unwanted, joined)
    reader.listen()
    for chunk in utf8(chunks, where):
        told = scanner.feed(chunk)
        yield reader.take(), reader, scanner.tape, reader.settled(told)
    told = scanner.feed(b"", last=True)
    yield reader.take(), reader, scanner.tape, told


class FieldIds:
    """Counts the fields of a part and names the segments in them."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._count = 0

    def of(self, field: Field) -> list[str]:
        """Return the ids of the next field's views."""
        self._count += 1
        stem = f"{self._prefix}#{self._count}"
        return [stem if not at else f"{stem}.{at}" for at in range(len(field.views))]


def masks_of_field(field: Field, ids: list[str], masks: Masks) -> list[Written]:
    """Return a field's masks, counted in its whole text."""
    found: list[Written] = []
    for view, segment_id in zip(field.views, ids, strict=True):
        for start, end, text in masks.take(segment_id):
            if end > view.end - view.start:
                raise ValueError("a mask reaches beyond its segment")
            found.append(Written(view.start + start, view.start + end, text))
    return found


def rewrite_fields(
    scanned: Iterator[tuple[list[Field], FieldReader, Tape, int]],
    prefix: str,
    masks: Masks,
    sheet_names: set[str],
) -> Iterator[bytes]:
    """Yield a part with the masks written into its fields and what is unwanted taken out."""
    ids = FieldIds(prefix)
    edits: list[Edit] = []
    for fields, reader, tape, until in scanned:
        for field in fields:
            if found := masks_of_field(field, ids.of(field), masks):
                edits += field_edits(field, found, tape, sheet_names)
        edits += gone_edits(reader.gone, tape)
        yield spliced(tape, edits, until)
