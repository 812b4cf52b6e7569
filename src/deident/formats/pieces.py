"""A text cut into pieces that add up to it, and written again with some of them masked.

Readers of plain text and of delimited tables yield pieces; the segments of a document are the
pieces' values, and writing walks the same pieces again. What no mask touches is written back
from the characters that were decoded, so it becomes the bytes that were found.
"""

from __future__ import annotations

import mmap
import tempfile
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted
from deident.model import PAGE_SEGMENTS, Page, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from deident.formats.encoding import Decoded
    from deident.model import Mask

_FLUSH_CHARACTERS = 1 << 20
_PAGE_CHARACTERS = 1 << 20
_SPOOL_BYTES = 64 << 20


class Piece(NamedTuple):
    """A part of the source: `before`, a value, `after`; the value is the text of the segment.

    A piece without an id is never changed; `segment` may be left out when writing. `source` is
    the whole piece where it is not the three parts joined (doubled quotes, for instance), and
    `write` turns the piece with a new value into source text.
    """

    before: str
    value: str
    after: str = ""
    id: str = ""
    segment: Segment | None = None
    source: str = ""
    write: Callable[[Piece, str], str] | None = None

    def __repr__(self) -> str:
        return unprinted(self)


class Pages:
    """The segments of all pieces, in pages; every iteration reads the source again."""

    def __init__(self, pieces: Callable[[], Iterator[Piece]]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[Page]:
        segments: list[Segment] = []
        number, size = 1, 0
        for piece in self._pieces():
            if piece.segment is None:
                continue
            # Better where nothing goes on behind it. A line without end is cut all the same; its
            # blocks end where no number can stand.
            crowded = len(segments) == PAGE_SEGMENTS or size >= 4 * _PAGE_CHARACTERS
            if crowded or (size >= _PAGE_CHARACTERS and not piece.segment.follows):
                yield Page(number=number, segments=tuple(segments))
                segments.clear()
                number, size = number + 1, 0
            segments.append(piece.segment)
            size += len(piece.segment.text)
        if segments:
            yield Page(number=number, segments=tuple(segments))


def rewrite(
    decoded: Decoded, pieces: Callable[[], Iterator[Piece]], masks: Iterable[Mask]
) -> bytes | mmap.mmap:
    """Return the bytes with the masks written and every other byte as it was.

    Masks that come out of order or name no segment raise, rather than being left unwritten.
    """
    plan = groupby(masks, key=lambda mask: mask.place.segment_id)
    due = next(plan, None)
    if due is None:
        return decoded.raw
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
        spool.write(decoded.bom)
        for text in _batches(_masked(pieces(), due, plan)):
            spool.write(decoded.encode(text))
        return _bytes_of(spool)


def _bytes_of(spool: tempfile.SpooledTemporaryFile[bytes]) -> bytes | mmap.mmap:
    if spool.tell() <= _SPOOL_BYTES:
        spool.seek(0)
        return spool.read()
    spool.flush()
    # The mapping keeps the nameless file alive after it is closed here.
    return mmap.mmap(spool.fileno(), 0, access=mmap.ACCESS_READ)


def _batches(texts: Iterator[str]) -> Iterator[str]:
    parts: list[str] = []
    size = 0
    for text in texts:
        parts.append(text)
        size += len(text)
        if size >= _FLUSH_CHARACTERS:
            yield "".join(parts)
            parts.clear()
            size = 0
    yield "".join(parts)


def _masked(
    pieces: Iterator[Piece],
    due: tuple[str, Iterator[Mask]] | None,
    plan: Iterator[tuple[str, Iterator[Mask]]],
) -> Iterator[str]:
    for piece in pieces:
        if due is None or piece.id != due[0]:
            yield piece.source or f"{piece.before}{piece.value}{piece.after}"
            continue
        value = write_masks(piece.value, due[1])
        yield piece.write(piece, value) if piece.write else f"{piece.before}{value}{piece.after}"
        due = next(plan, None)
    if due is not None:
        raise ValueError("a mask names a segment that does not exist or comes out of order")


def write_masks(text: str, masks: Iterable[Mask]) -> str:
    """Write masks, given by rising start, over a text."""
    parts: list[str] = []
    at = 0
    for mask in masks:
        span = mask.place.span
        if not at <= span.start < span.end <= len(text):
            raise ValueError("masks overlap, come out of order or reach beyond the segment")
        parts += (text[at : span.start], mask.replacement)
        at = span.end
    return "".join((*parts, text[at:]))
