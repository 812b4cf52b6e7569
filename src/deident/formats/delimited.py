"""CSV and TSV: every cell with its place in the source, so that the rest is written back as it was.

The standard reader forgets how a cell was quoted and where it stood; this one keeps both. Cells
that Excel is told to take as text (`="0123"`, a leading apostrophe or tab) are read without the
trick, and the trick is kept in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.chains import FEWEST_IN_CHAIN, chains
from deident.formats.encoding import decode_within
from deident.formats.pieces import Pages, Piece, rewrite
from deident.formats.split_numbers import SplitNumbers
from deident.formats.tables import Row, label_grid
from deident.making import maker, unprinted
from deident.model import Cell, Document, Kind, Locator, Segment, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deident.formats import Limits
    from deident.formats.encoding import Decoded
    from deident.formats.tables import Labelled
    from deident.model import MaskPlan, Unread

_MEDIA_TYPES = frozenset({"text/csv", "text/tab-separated-values", "application/csv"})
_DELIMITERS = ",\t;|"
_SNIFF_CHARACTERS = 1 << 16
_SNIFF_RECORDS = 100
_WINDOWS = 4
_RECORD_CHARACTERS = 1 << 22
_QUOTED_CHARACTERS = 1 << 17
_BLANK = " \t\r\n\u3000\xa0"
_TRICKS = "='\t"
_segment, _locator, _cell = maker(Segment), maker(Locator), maker(Cell)


class DelimitedHandler:
    """Tables saved as text, with whatever delimiter, quotes and encoding they have."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._longest = _WINDOWS * limits.window_characters

    @property
    def media_types(self) -> frozenset[str]:
        """The media types this handler answers for."""
        return _MEDIA_TYPES

    def read(self, source: Source) -> Document:
        """Return every filled cell with the header above it."""
        decoded = decode_within(source, self._limits.file_bytes)
        delimiter = _delimiter(decoded, source.media_type)
        return Document(pages=Pages(lambda: _pieces(decoded, delimiter, self._longest)))

    def apply(self, source: Source, plan: MaskPlan) -> Source:
        """Return the table with the masks written; untouched cells keep their quotes."""
        decoded = decode_within(source, self._limits.file_bytes)
        delimiter = _delimiter(decoded, source.media_type)
        masked = rewrite(
            decoded, lambda: _bare_pieces(decoded, delimiter, self._longest), plan.masks
        )
        return Source(name=source.name, data=masked, media_type=source.media_type)

    def unseen(self, masked: Source) -> tuple[Unread, ...]:  # noqa: ARG002 protocol
        """Return nothing: a table in text has no second layer."""
        return ()


class _Field(NamedTuple):
    """A cell that is more than its characters; a plain cell is just a string."""

    before: str
    value: str
    after: str
    source: str
    quoted: bool

    def __repr__(self) -> str:
        return unprinted(self)


class _Record(NamedTuple):
    """The cells of one row, and the line break behind them."""

    fields: list[str | _Field]
    ending: str

    def __repr__(self) -> str:
        return unprinted(self)


def _delimiter(decoded: Decoded, media_type: str) -> str:
    """Take the delimiter that cuts most records of the beginning into equally many cells."""
    text: str = next(decoded.windows(), "")[:_SNIFF_CHARACTERS]
    if text[:4].lower() == "sep=" and text[4:5] in _DELIMITERS:
        return text[4]
    best = "\t" if media_type == "text/tab-separated-values" else ","
    for delimiter in _DELIMITERS:
        if _evenness(text, delimiter) > _evenness(text, best):
            best = delimiter
    return best


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    records = islice(_Scanner(iter((text,)), delimiter, len(text)).records(), _SNIFF_RECORDS)
    widths = Counter(0 if _has_stray_quote(record) else len(record.fields) for record in records)
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 0
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return round((sum(several.values()) + count) / widths.total(), 2), width


def _has_stray_quote(record: _Record) -> bool:
    """Say whether a quote stands open: the delimiter cut through a quoted cell."""
    return any(isinstance(field, str) and field[:1] == '"' for field in record.fields)


class _Scanner:
    """Cuts the text into records; quoted cells may hold line breaks and delimiters.

    A quote that is never closed, or closed in the middle of a cell, is a character like any
    other, so that one slip does not swallow the rows below it.
    """

    def __init__(self, windows: Iterator[str], delimiter: str, longest: int) -> None:
        self._windows = windows
        self._delimiter = delimiter
        self._longest = longest
        self._buffer = next(windows, "")
        self._at = 0
        self._ended = False
        self._newline = "\n" if "\n" in self._buffer or "\r" not in self._buffer else "\r"
        stop = re.escape(delimiter + self._newline)
        ending = r"\r?\n" if self._newline == "\n" else r"\r"
        # Possessive, so that a missing quote costs one walk and no backtracking.
        self._cell = re.compile(
            rf'(?:("[^"]*+(?:""[^"]*+)*+")(?={re.escape(delimiter)}|{ending}|\Z)|'
            rf"([^{stop}]*?))({re.escape(delimiter)}|{ending}|\Z)"
        )

    def records(self) -> Iterator[_Record]:
        """Yield every record; together they are the whole text."""
        while True:
            end = self._line_end()
            line = self._buffer[self._at : end]
            if not line:
                return
            if '"' in line:
                record = self._quoted()
            else:
                self._at = end
                record = self._plain(line)
            if len(line) > self._longest or '"' in line:
                self._check(record)
            yield record

    def _check(self, record: _Record) -> None:
        """Refuse a cell that no recognizer could be given in one piece."""
        for field in record.fields:
            if len(field if isinstance(field, str) else field.value) > self._longest:
                raise UnreadableError("table", "LINE_TOO_LONG", "a cell is longer than the limit")

    def _fill(self) -> None:
        more = next(self._windows, None)
        self._ended = more is None
        self._buffer = self._buffer[self._at :] + (more or "")
        self._at = 0

    def _line_end(self) -> int:
        searched = self._at
        while (found := self._buffer.find(self._newline, searched)) < 0 and not self._ended:
            searched = len(self._buffer) - self._at
            if searched > _RECORD_CHARACTERS:
                raise UnreadableError("table", "LINE_TOO_LONG", "a row is longer than the limit")
            self._fill()
        return found + 1 if found >= 0 else len(self._buffer)

    def _plain(self, line: str) -> _Record:
        body = line.removesuffix(self._newline)
        if self._newline == "\n" and len(body) < len(line):
            body = body.removesuffix("\r")
        fields: list[str | _Field] = [
            _field(text) if text[:1] in _TRICKS else text for text in body.split(self._delimiter)
        ]
        return _Record(fields, line[len(body) :])

    def _quoted(self) -> _Record:
        fields: list[str | _Field] = []
        while True:
            found = self._match()
            self._at = found.end()
            quoted, text, end = found.groups()
            fields.append(_unquote(quoted) if quoted else _field(text))
            if end != self._delimiter:
                return _Record(fields, end)

    def _match(self) -> re.Match[str]:
        """Match one cell, with as much of the text in view as it needs."""
        while True:
            found = self._cell.match(self._buffer, self._at)
            if found is None:
                raise UnreadableError("table", "MALFORMED", "a row cannot be cut into cells")
            left = len(self._buffer) - self._at
            open_quote = found.group(1) is None and self._buffer.startswith('"', self._at)
            short = found.end() >= len(self._buffer) - 1
            if self._ended or not (short or (open_quote and left < _QUOTED_CHARACTERS)):
                return found
            if left > _RECORD_CHARACTERS:
                raise UnreadableError("table", "LINE_TOO_LONG", "a row is longer than the limit")
            self._fill()


def _field(text: str) -> str | _Field:
    """Part an unquoted cell from what tells Excel to take it as text."""
    if text.startswith('="') and text.endswith('"') and text.count('"') == 2 and len(text) > 3:
        return _Field('="', text[2:-1], '"', text, False)
    if text[:1] in ("'", "\t") and len(text) > 1:
        return _Field(text[0], text[1:], "", text, False)
    return text


def _unquote(source: str) -> _Field:
    """Part a quoted cell from its quotes, and from Excel's tricks inside them."""
    inner = source[1:-1]
    if inner.startswith('=""') and inner.endswith('""') and inner.count('"') == 4:
        return _Field('"=""', inner[3:-2], '"""', source, True)
    if inner[:1] in ("'", "\t") and len(inner) > 1:
        return _Field('"' + inner[0], inner[1:].replace('""', '"'), '"', source, True)
    return _Field('"', inner.replace('""', '"'), '"', source, True)


def _write_quoted(piece: Piece, value: str) -> str:
    return piece.before + value.replace('"', '""') + piece.after


def _write_plain(piece: Piece, value: str) -> str:
    """Quote a cell whose replacement brings in what only quotes can hold."""
    if piece.after or not any(mark in value for mark in '"\r\n' + _DELIMITERS):
        return piece.before + value + piece.after
    if all(mark in piece.value for mark in '"\r\n' + _DELIMITERS if mark in value):
        return piece.before + value
    return piece.before + '"' + value.replace('"', '""') + '"'


def _rows(decoded: Decoded, delimiter: str, longest: int) -> Iterator[Row[_Record]]:
    records = _Scanner(decoded.windows(), delimiter, longest).records()
    for number, record in enumerate(records):
        cells = {}
        for column, field in enumerate(record.fields):
            text = field if isinstance(field, str) else field.value
            if text and text.strip(_BLANK):
                cells[column] = text
        yield Row(number, cells, record)


def _pieces(decoded: Decoded, delimiter: str, longest: int) -> Iterator[Piece]:
    """Yield the pieces with their segments."""
    split = SplitNumbers()
    for labelled in label_grid(_rows(decoded, delimiter, longest)):
        links = _linked(labelled)
        if pieces := split.links(labelled, labelled.row.cells):
            links |= pieces
        yield from _cut(labelled.row, delimiter, decoded, labelled, links)


def _bare_pieces(decoded: Decoded, delimiter: str, longest: int) -> Iterator[Piece]:
    """Yield the same pieces for writing, which needs no labels."""
    for row in _rows(decoded, delimiter, longest):
        yield from _cut(row, delimiter, decoded, None, {})


def _linked(labelled: Labelled[_Record]) -> dict[int, int]:
    if len(labelled.row.cells) < FEWEST_IN_CHAIN:
        return {}
    cells = ((column, 1, text) for column, text in labelled.row.cells.items())
    return chains(cells, lambda column: labelled.of(column).column, heads=labelled.header)


def _cut(
    row: Row[_Record],
    delimiter: str,
    decoded: Decoded,
    labelled: Labelled[_Record] | None,
    linked: Mapping[int, int],
) -> Iterator[Piece]:
    """Yield a piece for every filled cell, and one for the rest of the row.

    `linked` says which column continues which.
    """
    gap = ""
    number = row.number
    for column, field in enumerate(row.origin.fields):
        if column:
            gap += delimiter
        value = field if isinstance(field, str) else field.value
        if column not in row.cells:
            gap += field if isinstance(field, str) else field.source
            continue
        name = f"r{number + 1}c{column + 1}"
        segment = labelled and _segment(
            name,
            decoded.shown(value),
            _locator("", 0, 0, number + 1, column + 1),
            Kind.CELL,
            labelled.of(column),
            _cell(1, number, column),
            f"r{number + 1}c{linked[column] + 1}" if column in linked else "",
        )
        if isinstance(field, str):
            yield Piece(gap, field, "", name, segment, "", _write_plain)
        else:
            write = _write_quoted if field.quoted else _write_plain
            before, source = gap + field.before, gap + field.source
            yield Piece(before, value, field.after, name, segment, source, write)
        gap = ""
    yield Piece(gap + row.origin.ending, "")
