"""The body of a part: transfer encoding and charset off, and the same ones on again."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.encoding import decode
from deident.formats.mail.parts import WHERE
from deident.formats.mail.words import codec_of
from deident.formats.tables import Row, label_grid
from deident.formats.typed_tables import find_tables
from deident.model import Cell, Kind, Locator, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats.mail.parts import Part
    from deident.formats.typed_lines import RowLines
    from deident.formats.typed_tables import Table

_AS_IS = frozenset({"7bit", "8bit", "binary"})
_BLANKS = re.compile(rb"[ \t\r\n]+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# What western programs call a text when nobody told them what it is.
_SAID_BY_DEFAULT = frozenset({"", "ascii", "iso8859-1", "cp1252", "utf-8", "gb18030"})
_LONGEST_LINE = 4


def unpacked(raw: bytes, part: Part) -> bytes:
    """Return a body without its transfer encoding.

    Raises `UnreadableError` (MALFORMED) for what is not in the encoding it claims: readers
    disagree about that, and text hides in what they skip.
    """
    body = raw[part.body_start : part.body_end]
    if part.encoding in _AS_IS:
        return body
    if part.encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if part.encoding == "base64":
        try:
            return base64.b64decode(_BLANKS.sub(b"", body), validate=True)
        except binascii.Error:
            pass
    raise UnreadableError(WHERE, "MALFORMED", "a part is not encoded as it says")


def packed(content: bytes, raw: bytes, part: Part) -> bytes:
    """Return new content in the transfer encoding, and with the line ends, of the old."""
    body = raw[part.body_start : part.body_end]
    line_end = b"\r\n" if b"\r\n" in body or b"\n" not in body else b"\n"
    if part.encoding == "quoted-printable":
        return binascii.b2a_qp(content, istext=True)
    if part.encoding == "base64":
        lines = base64.encodebytes(content).replace(b"\n", line_end)
        return lines if body.endswith(b"\n") else lines.removesuffix(line_end)
    return content


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text part: what it says and how it is written back."""

    text: str = field(repr=False)
    codec: str
    bom: bytes = b""

    def encode(self, text: str, errors: str = "strict") -> bytes:
        """Write text in the part's charset, or refuse what that cannot express."""
        try:
            return self.bom + text.encode(self.codec, errors)
        except UnicodeEncodeError:
            # The original error holds the text.
            raise UnreadableError(
                WHERE, "ENCODING", "a character does not exist in the encoding of a part"
            ) from None


def text_of(content: bytes, charset: str) -> Text:
    """Decode a text part by its charset, or as it must be meant where that is wrong.

    Raises `UnreadableError` (ENCODING, EMPTY).
    """
    codec = codec_of(charset)
    if codec not in _SAID_BY_DEFAULT:
        try:
            return Text(text=content.decode(codec), codec=codec)
        except UnicodeError:
            pass
    try:
        found = decode(WHERE, content, charset)
    except UnreadableError:
        if codec in ("iso8859-1", "cp1252") and b"\0" not in content:
            return Text(text=content.decode("latin-1"), codec="latin-1")
        raise
    return Text(text=found.shown(found.text()), codec=found.codec, bom=found.bom)


class Stretch(NamedTuple):
    """Where a segment stands in the text of its part."""

    segment: Segment
    start: int
    end: int


def stretches(text: str, number: int, size: int) -> Iterator[Stretch]:
    """Cut a text into blocks and the cells of typed tables; a block ends where a line does."""
    lines = _LINE.findall(text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    done = 0
    found = ((at, table) for at, table in find_tables(lines, 0, last=True) if table)
    for tables, (at, table) in enumerate(found, start=1):
        yield from _blocks(text, starts[done : at + 1], number, done, size)
        done = table.end(lines, at)
        rows = (
            Row(row, {c: text[s:e] for c, s, e in _cells(table, lines, starts, of)}, of)
            for row, of in enumerate(table.rows(lines, at, done))
        )
        for labelled in label_grid(rows):
            own = labelled.row.origin
            line, row = own.start, labelled.row.number
            for column, start, end in _cells(table, lines, starts, own):
                segment = Segment(
                    id=f"p{number}.t{tables}r{row + 1}c{column + 1}",
                    text=text[start:end],
                    locator=Locator(part=f"part {number}", line=line + 1, column=column + 1),
                    kind=Kind.CELL,
                    labels=labelled.of(column),
                    cell=Cell(table=1000 * number + tables, row=row, column=column),
                )
                yield Stretch(segment, start, end)
            yield from _blocks(text, starts[own.loose : own.end + 1], number, own.loose, size)
    yield from _blocks(text, starts[done:], number, done, size)


def _cells(
    table: Table, lines: list[str], starts: list[int], row: RowLines
) -> Iterator[tuple[int, int, int]]:
    """Yield the columns of a row, with where they stand in the text of the part."""
    for column, start, end in table.cells(lines[row.start : row.loose]):
        yield column, starts[row.start] + start, starts[row.start] + end


def _blocks(text: str, starts: list[int], number: int, line: int, size: int) -> Iterator[Stretch]:
    """Join lines up to `size`; a longer line stands alone, a far longer one is refused."""
    at, follows = 0, ""
    while at < len(starts) - 1:
        stop = at + 1
        while stop < len(starts) - 1 and starts[stop + 1] - starts[at] <= size:
            stop += 1
        start, end = starts[at], starts[stop]
        if end - start > _LONGEST_LINE * size:
            raise UnreadableError(WHERE, "LINE_TOO_LONG", "a line is too long to be checked")
        segment = Segment(
            id=f"p{number}.b{line + at + 1}",
            text=text[start:end],
            locator=Locator(part=f"part {number}", line=line + at + 1),
            follows=follows,
        )
        yield Stretch(segment, start, end)
        at, follows = stop, segment.id
