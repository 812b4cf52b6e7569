"""What is read from structured text, wherever the structure comes from: values, keys, comments.

A reader yields items in any order it likes, the same ones every time; the segments of the document
are the units among them, and masking walks the same items again. What stands between them is
written back as it was found.
"""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from deident.errors import UnreadableError
from deident.formats.encoding import Decoded, decode
from deident.formats.pieces import Pages, Piece
from deident.formats.tables import Row, label_grid
from deident.formats.written import Edit, Written, spliced
from deident.making import unprinted
from deident.model import (
    NO_LABELS,
    NOWHERE,
    Cell,
    Document,
    Embedded,
    Kind,
    Labels,
    Locator,
    Segment,
    Source,
    Unread,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deident.formats import Limits
    from deident.model import Mask, MaskPlan

_CUT_SEARCH = 1 << 12
_SPOOL_BYTES = 64 << 20
# A value may go on over these: no cut between two of them.
_RUN = frozenset("0123456789０１２３４５６７８９*＊-－—– .xX×")  # noqa: RUF001 full-width digits


class Unit(NamedTuple):
    """A segment while it is being made.

    `grid` numbers the table of rows without keys it stands in, whose labels its own words give;
    `header` are the words known to stand over that table. A unit that `repeats` stands for later
    `Repeat`s too.
    """

    id: str
    written: Written
    locator: Locator = NOWHERE
    kind: Kind = Kind.BODY
    labels: Labels = NO_LABELS
    cell: Cell | None = None
    follows: str = ""
    grid: int = 0
    header: tuple[str, ...] = ()
    repeats: bool = False
    removable: str = ""

    def __repr__(self) -> str:
        return unprinted(self)

    def segment(self, shown: Callable[[str], str]) -> Segment:
        """Return the segment, as people see it."""
        return Segment(
            id=self.id,
            text=shown(self.written.text),
            locator=self.locator,
            kind=self.kind,
            labels=self.labels,
            cell=self.cell,
            follows=self.follows,
            removable=self.removable,
        )


class Repeat(NamedTuple):
    """A text that stands once more where the structure repeats it, and is masked like the first."""

    id: str
    written: Written


class Carried(NamedTuple):
    """A document inside a value; `write` puts a masked one in its place."""

    id: str
    source: Source
    write: Callable[[Source], Iterator[Edit]]


Item: TypeAlias = Unit | Repeat | Carried | Unread
Items: TypeAlias = Callable[[], Iterator[Item]]


def decoded(source: Source, limits: Limits, declared: str = "") -> Decoded:
    """Return the text of a source of bearable size in the encoding that reads it."""
    limit = min(limits.file_bytes, limits.streamed_member_bytes)
    if len(source.data) > limit:
        why = "it is larger than the limit"
        raise UnreadableError(source.name, "TOO_LARGE", why, limit=limit)
    return decode(source.name, source.data, declared)


class Reading:
    """A source read as items; `size` is the most characters that one segment holds."""

    def __init__(self, items: Items, shown: Callable[[str], str], size: int) -> None:
        self._items = items
        self._shown = shown
        self._size = size
        self._unread: dict[Unread, None] = {}
        self._carries: bool | None = None

    def document(self) -> Document:
        """Return what was read. The source is scanned whenever its pages are walked."""
        return Document(
            pages=Pages(self._pieces), embedded=_Embedded(self), unread=_Unread(self._unread)
        )

    def items(self) -> Iterator[Item]:
        """Yield everything, long values in parts, labelled where a grid gives the labels."""
        for item in _labelled(self._items()):
            if isinstance(item, Unit) and len(item.written.text) > self._size:
                yield from _divided(item, self._size)
            else:
                yield item

    def carried(self) -> Iterator[Carried]:
        """Yield the documents inside values."""
        if self._carries is not False:
            yield from (item for item in self._items() if isinstance(item, Carried))

    def _pieces(self) -> Iterator[Piece]:
        carries = False
        for item in self.items():
            if isinstance(item, Unit):
                yield Piece("", "", segment=item.segment(self._shown))
            elif isinstance(item, Unread):
                self._unread[item] = None
            else:
                carries = carries or isinstance(item, Carried)
        self._carries = carries


class _Embedded:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __iter__(self) -> Iterator[Embedded]:
        return (Embedded(item.id, item.source) for item in self._reading.carried())


class _Unread:
    def __init__(self, unread: dict[Unread, None]) -> None:
        self._found = unread

    def __iter__(self) -> Iterator[Unread]:
        return iter(tuple(self._found))


def masked(text: str, reading: Reading, plan: MaskPlan) -> Iterator[str] | None:
    """Yield the text with the plan carried out; None where there is nothing to do."""
    edits = changes(reading, plan)
    return spliced(text, edits) if edits else None


def changes(reading: Reading, plan: MaskPlan) -> list[Edit]:
    """Return what masks and masked documents change in the source."""
    due = groupby(plan.masks, key=lambda mask: mask.place.segment_id)
    first = next(due, None)
    if first is None and not plan.replacements:
        return []
    writer = _Writer(due, first, plan)
    edits = [edit for item in reading.items() for edit in writer.edits(item)]
    writer.finish()
    return edits


class _Writer:
    """Makes edits of masks that come in the order of the units."""

    def __init__(
        self,
        due: Iterator[tuple[str, Iterator[Mask]]],
        first: tuple[str, Iterator[Mask]] | None,
        plan: MaskPlan,
    ) -> None:
        self._due = due
        self._next = first
        self._replacements = plan.replacements
        self._repeated: dict[str, list[Mask]] = {}

    def edits(self, item: Item) -> Iterator[Edit]:
        """Yield what is changed in one item."""
        if isinstance(item, Unit):
            if self._next is not None and item.id == self._next[0]:
                masks = list(self._next[1])
                self._next = next(self._due, None)
                if item.repeats:
                    self._repeated[item.id] = masks
                yield from item.written.masked(masks)
        elif isinstance(item, Repeat):
            if item.id in self._repeated:
                yield from item.written.masked(self._repeated[item.id])
        elif isinstance(item, Carried) and item.id in self._replacements:
            yield from item.write(self._replacements[item.id])

    def finish(self) -> None:
        """Refuse a mask that was not written."""
        if self._next is not None:
            raise ValueError("a mask names a segment that does not exist or comes out of order")


def encoded(origin: Decoded, texts: Iterable[str] | None) -> bytes | mmap.mmap:
    """Return new text in the encoding, and behind the mark, of the old."""
    if texts is None:
        return origin.raw
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
        spool.write(origin.bom)
        for text in texts:
            spool.write(origin.encode(text))
        if spool.tell() <= _SPOOL_BYTES:
            spool.seek(0)
            return spool.read()
        spool.flush()
        # The mapping keeps the nameless file alive after it is closed here.
        return mmap.mmap(spool.fileno(), 0, access=mmap.ACCESS_READ)


def _labelled(items: Iterator[Item]) -> Iterator[Item]:
    """Give the units of grids the labels that the rows above them are."""
    last = 0

    def table(item: Item) -> int:
        nonlocal last
        last = item.grid if isinstance(item, Unit) else last
        return last

    for number, run in groupby(items, key=table):
        if number:
            yield from _grid(run)
        else:
            yield from run


def _grid(run: Iterator[Item]) -> Iterator[Item]:
    first = next(run)
    header = first.header if isinstance(first, Unit) else ()
    rows = _rows(chain((first,), run))
    if header:
        above = Row[list[Item]](0, dict(enumerate(header)), [])
        rows = chain((above,), (Row(row.number + 1, row.cells, row.origin) for row in rows))
    for labelled in label_grid(rows):
        for item in labelled.row.origin:
            if isinstance(item, Unit) and item.cell is not None:
                yield item._replace(labels=labelled.of(item.cell.column))
            else:
                yield item


def _rows(items: Iterator[Item]) -> Iterator[Row[list[Item]]]:
    at = 0

    def number(item: Item) -> int:
        nonlocal at
        at = item.cell.row if isinstance(item, Unit) and item.cell else at
        return at

    for count, (_, run) in enumerate(groupby(items, key=number)):
        own = list(run)
        cells = {
            item.cell.column: text
            for item in own
            if isinstance(item, Unit) and item.cell and (text := item.written.text).strip()
        }
        yield Row(count, dict(sorted(cells.items())), own)


def _divided(unit: Unit, size: int) -> Iterator[Unit]:
    """Yield a unit in parts no longer than `size`, cut where no value stands if there is one."""
    if unit.written.whole is not None:
        # It is written whole, so it is masked whole.
        yield unit
        return
    text, at, part, follows = unit.written.text, 0, 0, unit.follows
    while at < len(text):
        end, apart = _cut(text, at, size)
        part += 1
        name = f"{unit.id}.{part}"
        yield unit._replace(id=name, written=unit.written.part(at, end), follows=follows)
        at, follows = end, "" if apart else name


def _cut(text: str, at: int, size: int) -> tuple[int, bool]:
    """Find where a part may end; say whether no value goes on behind it."""
    hard = at + size
    if hard >= len(text):
        return len(text), True
    low = max(at + 1, hard - _CUT_SEARCH)
    ends = [text.rfind(mark, low, hard) + 1 for mark in "。；\n"]
    if max(ends):
        return max(ends), text[max(ends) - 1] != "\n"
    for end in range(hard, low, -1):
        if text[end - 1] not in _RUN and text[end] not in _RUN:
            return end, False
    return hard, False


class Named:
    """Labels and normalised keys, made once for each wording."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, str, str], Labels] = {}

    def labels(self, column: str = "", row: str = "", caption: str = "") -> Labels:
        """Return labels, the same object for the same words."""
        key = (column, row, caption)
        found = self._labels.get(key)
        if found is None:
            found = Labels(column=column, row=row, caption=caption) if any(key) else NO_LABELS
            if len(self._labels) < _MOST_LABELS:
                self._labels[key] = found
        return found


_MOST_LABELS = 100_000


class Lines:
    """Counts lines, for places that ascend."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def at(self, place: int) -> int:
        """Return the line of a place, counted from 1."""
        if place > self._at:
            self._line += self._text.count("\n", self._at, place)
            self._at = place
        return self._line
