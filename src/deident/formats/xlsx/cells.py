"""The rows of a worksheet as they stream by, and every text and attribute beside them.

A row comes with its cells as they are stored and the bytes they stand in; what a cell shows is
`xlsx_book`'s to say. Cells are found by their names, never by the size a sheet claims to have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.formats.markup import Scanner, local, malformed, utf8
from deident.formats.xlsx.fields import Field, FieldReader
from deident.formats.xlsx.plain import ROW_END, More, PlainRow, StoredCell, is_hidden, plain_row
from deident.formats.xlsx.shapes import MOST_COLUMNS
from deident.formats.xlsx.values import column_name, column_of
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats.markup import Tape
    from deident.formats.xlsx.fields import Unwanted

_ROW_DIGITS = 7
_CELL_ATTRIBUTES = frozenset({"r", "s", "t"})
_STYLE_DIGITS = 6
_ROW_VALUE = 10
_ROW_ATTRIBUTES = frozenset(
    {"r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel"}
    | {"collapsed", "thickTop", "thickBot", "ph", "x14ac:dyDescent"}
)
_INSIDE = frozenset({"f", "is", "t", "r", "rPh"})
_QUIET = frozenset(
    {"rPr", "phoneticPr", "b", "i", "u", "sz", "color", "rFont", "family", "charset"}
)
_ROWS_BEGIN = b"<sheetData>"
_LONGEST_ROW = 1 << 20


class StoredRow(NamedTuple):
    """A row, with the fields that were met since the row before."""

    number: int
    hidden: bool
    cells: list[StoredCell]
    fields: list[Field]

    def __repr__(self) -> str:
        return unprinted(self)


Item = StoredRow | PlainRow | Field


class SheetPiece(NamedTuple):
    """Rows and fields in the order of the sheet, and how far nothing is open."""

    items: list[Item]
    tape: Tape
    until: int

    def __repr__(self) -> str:
        return unprinted(self)


class SheetReader:
    """Collects rows and fields while a scanner reads a worksheet."""

    def __init__(self, scanner: Scanner, unwanted: Unwanted | None = None) -> None:
        self.fields = FieldReader(scanner, unwanted)
        self.prefix = ""
        self.declarations: dict[str, str] = {}
        self.hidden_columns = b""
        self._where = scanner.where
        self._parser = scanner.parser
        self._items: list[Item] = []
        self._row_number = -1
        self._irregular = 0
        self._row_start = -1
        self._start = -1
        self._scanner = scanner
        self._carried = b""
        self._in_rows = False
        self.fields.listen()
        self._parser.StartElementHandler = self._outer_start

    def feed(self, chunk: bytes, *, last: bool = False) -> int:
        """Read more bytes and return the offset up to which everything has been told."""
        raw = self._carried + chunk
        self._carried = b""
        at = 0
        while at < len(raw):
            if self._in_rows and self._is_between_rows():
                at = self._plain_rows(raw, at)
                if not last and raw.find(ROW_END, at) < 0 and len(raw) - at < _LONGEST_ROW:
                    # The rest of this row comes with the next bytes.
                    self._carried = raw[at:]
                    break
            end = self._next_stop(raw, at)
            self._scanner.feed(raw[at:end])
            at = end
        return self._scanner.feed(b"", last=last)

    def _next_stop(self, raw: bytes, at: int) -> int:
        """Return where the parser may have come to the beginning of a row."""
        mark = ROW_END if self._in_rows else _ROWS_BEGIN
        found = raw.find(mark, at)
        return len(raw) if found < 0 else found + len(mark)

    def _is_between_rows(self) -> bool:
        """Say whether all was told, and a row of this sheet may begin here."""
        told = self._parser.CurrentByteIndex == self._scanner.tape.end
        return told and self._row_start < 0 and self._aside == 0 and not self.prefix

    def _plain_rows(self, raw: bytes, at: int) -> int:
        """Take the plain rows that follow one another, and return the offset behind them."""
        base = self._scanner.tape.end - at
        begin = at
        row = None
        while (row := plain_row(raw, at, base, row)) is not None and self._take_plain(row):
            at = row.end - base
        if at > begin:
            self._scanner.tape.feed(raw[begin:at])
            self._parser.Parse(b" " * (at - begin), False)
        return at

    def _take_plain(self, row: PlainRow) -> bool:
        if row.number <= self._row_number:
            return False
        self._row_number = row.number
        self._ordered = True
        fields = self.fields.take()
        self._items.append(row._replace(fields=fields) if fields else row)
        return True

    def take(self) -> list[Item]:
        """Hand out what is complete."""
        items, self._items = self._items, []
        if self._row_start < 0:
            items += self.fields.take()
        return items

    def settled(self, told: int) -> int:
        """Return the offset before which nothing is open."""
        told = self.fields.settled(told)
        return min(told, self._row_start) if self._row_start >= 0 else told

    def _outer_start(self, name: str, attributes: dict[str, str]) -> None:
        self.fields.start(name, attributes)
        tag = local(name)
        if not self.declarations:
            self.declarations = {
                key: value for key, value in attributes.items() if key.startswith("xmlns")
            }
        if tag == "col" and is_hidden(attributes, "width"):
            self._hide(attributes)
        elif tag == "sheetData":
            self._items += self.fields.take()
            self._enter(name[: -len("sheetData")])

    def _hide(self, attributes: dict[str, str]) -> None:
        try:
            first, last = int(attributes["min"]) - 1, int(attributes["max"]) - 1
        except (KeyError, ValueError):
            raise malformed(self._where) from None
        if not 0 <= first <= last < MOST_COLUMNS:
            raise malformed(self._where)
        columns = bytearray(self.hidden_columns or MOST_COLUMNS)
        columns[first : last + 1] = b"\1" * (last + 1 - first)
        self.hidden_columns = bytes(columns)

    def _enter(self, prefix: str) -> None:
        self.prefix = prefix
        self._data = prefix + "sheetData"
        self._row, self._c, self._v = prefix + "row", prefix + "c", prefix + "v"
        self._cells: list[StoredCell] = []
        self._attributes: dict[str, str] = {}
        self._sink: list[str] | None = None
        self._aside = 0
        self._in_rows = True
        self._listen()

    def _listen(self) -> None:
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        self._parser.CharacterDataHandler = self._on_text
        self._parser.StartCdataSectionHandler = None

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._c:
            if self._start >= 0:
                raise malformed(self._where)
            self._start = self._parser.CurrentByteIndex
            self._attributes = attributes
            self._value: str | None = None
            self._more: More | None = None
            self._in_phonetic = False
            if not attributes.keys() <= _CELL_ATTRIBUTES or (
                len(attributes.get("s", "")) > _STYLE_DIGITS
            ):
                self.fields.attributes(self._start, "c", attributes)
        elif name == self._v and self._start >= 0:
            self._sink = self._once(self._value)
            if attributes:
                self.fields.attributes(self._parser.CurrentByteIndex, "v", attributes)
        elif name == self._row:
            self._open_row(attributes)
        else:
            self._other_start(name, attributes)

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._row_start = self._parser.CurrentByteIndex
        number = attributes.get("r", "")
        previous = self._row_number
        if number and not (number.isascii() and number.isdecimal() and len(number) <= _ROW_DIGITS):
            raise malformed(self._where)
        self._row_number = int(number) - 1 if number else previous + 1
        self._row_name = str(self._row_number + 1)
        self._digits = len(self._row_name)
        self._ordered = self._row_number > previous
        self._hidden = is_hidden(attributes, "ht")
        self._column = -1
        if not attributes.keys() <= _ROW_ATTRIBUTES or (
            max(map(len, attributes.values()), default=0) > _ROW_VALUE
        ):
            self.fields.attributes(self._row_start, "row", attributes)

    def _other_start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if self._start < 0 or (tag not in _INSIDE and tag not in _QUIET):
            self._step_aside(name, attributes)
            return
        if attributes:
            self.fields.attributes(self._parser.CurrentByteIndex, tag, attributes)
        if self._more is None:
            self._more = More()
        more = self._more
        if tag == "f":
            self._sink, more.formula_attributes = self._once(more.formula), attributes
        elif tag == "t":
            self._sink = more.phonetic if self._in_phonetic else more.inline
        elif tag == "r":
            more.rich = True
        elif tag == "rPh":
            self._in_phonetic = True

    def _once(self, already: str | None) -> list[str]:
        """Refuse a second value or formula in a cell: only one of them would be read."""
        if already is not None:
            raise malformed(self._where)
        return []

    def _step_aside(self, name: str, attributes: dict[str, str]) -> None:
        """Let the fields read an element that has no place here, up to its end."""
        self._aside = 1
        self.fields.start(name, attributes)
        self._parser.StartElementHandler = self._aside_start
        self._parser.EndElementHandler = self._aside_end
        self._parser.CharacterDataHandler = self.fields.characters
        self._parser.StartCdataSectionHandler = self.fields.cdata

    def _aside_start(self, name: str, attributes: dict[str, str]) -> None:
        self._aside += 1
        self.fields.start(name, attributes)

    def _aside_end(self, name: str) -> None:
        self._aside -= 1
        self.fields.end(name)
        if not self._aside:
            self._listen()

    def _on_text(self, text: str) -> None:
        if self._sink is not None:
            self._sink.append(text)
        elif text.strip():
            raise malformed(self._where)

    def _on_end(self, name: str) -> None:
        if name == self._v:
            sink = self._sink
            self._value = (sink[0] if len(sink) == 1 else "".join(sink)) if sink else ""
            self._sink = None
        elif name == self._c:
            self._close_cell()
        elif name == self._row:
            self._items.append(
                StoredRow(self._row_number, self._hidden, self._cells, self.fields.take())
            )
            self._cells, self._row_start = [], -1
        elif name == self._data:
            self._in_rows = False
            self.fields.end(name)
            self.fields.listen()
            self._parser.StartElementHandler = self._outer_start
        else:
            self._other_end(local(name))

    def _other_end(self, tag: str) -> None:
        if tag == "f" and self._more is not None:
            self._more.formula = "".join(self._sink or ())
        elif tag == "rPh":
            self._in_phonetic = False
        self._sink = None

    def _close_cell(self) -> None:
        attributes = self._attributes
        name = attributes.get("r", "")
        column = column_of(name[: -self._digits]) if name else self._column + 1
        if name[-self._digits :] != self._row_name or column < 0:
            column = column_of(name.rstrip("0123456789")) if name else column
            name = column_name(column) + self._row_name
        if not 0 <= column < MOST_COLUMNS or len(self._cells) >= MOST_COLUMNS:
            raise malformed(self._where)
        if self._row_start < 0:
            raise malformed(self._where)
        if column <= self._column or not self._ordered:
            # Two cells of one name, or cells out of order, still have ids of their own.
            self._irregular += 1
            name = f"{name}~{self._irregular}"
        if column > self._column:
            self._column = column
        end = self._parser.CurrentByteIndex
        self._cells.append(
            StoredCell(column, name, attributes, self._value, self._more, self._start, end)
        )
        self._start = -1


def scan_sheet(
    chunks: Iterable[bytes], where: str, unwanted: Unwanted | None = None
) -> Iterator[tuple[SheetPiece, SheetReader]]:
    """Yield a worksheet piece by piece."""
    scanner = Scanner(where)
    reader = SheetReader(scanner, unwanted)
    for chunk in utf8(chunks, where):
        told = reader.feed(chunk)
        yield SheetPiece(reader.take(), scanner.tape, reader.settled(told)), reader
    told = reader.feed(b"", last=True)
    yield SheetPiece(reader.take(), scanner.tape, told), reader
