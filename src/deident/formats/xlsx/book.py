"""A workbook: its sheets in order, its date system and formats, and what its cells show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.markup import malformed, parse_tree
from deident.formats.ooxml.pictures import Crops
from deident.formats.xlsx.parts import Parts
from deident.formats.xlsx.plain import stored
from deident.formats.xlsx.shapes import INLINE
from deident.formats.xlsx.values import (
    DATE_FORMATS,
    is_damaged,
    is_date_format,
    is_number,
    shown_date,
    shown_number,
    unescape,
    words_of_format,
    zeros_of_format,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.package import Package
    from deident.formats.xlsx.plain import PlainRow, StoredCell
    from deident.formats.xlsx.strings import Strings

_TRUTHS = frozenset({"", "0", "1", "true", "false", "TRUE", "FALSE"})
_ERROR = re.compile(r"#[A-Z/0!?_]{2,20}")
_LONG = 8
_KINDS = frozenset({"str", "d", "b", "e"})


class Sheet(NamedTuple):
    """A worksheet: its number (from 1), its part, and whether it is hidden."""

    number: int
    part: str
    hidden: bool


class Book:
    """The structure of one workbook."""

    def __init__(self, package: Package) -> None:
        self.where = package.where
        self.package = package
        self.parts = Parts(package)
        mains = self.parts.targets("", "officeDocument")
        if len(mains) != 1 or self.parts.treatment(mains[0]).name != "workbook":
            raise UnreadableError(self.where, "WRONG_KIND", "it is no workbook in this format")
        self.main = mains[0]
        root = parse_tree(package.read(self.main), self.where)
        properties = root.find("{*}workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        names = [node.get("name") or "" for node in root.iterfind("{*}sheets/{*}sheet")]
        self.sheet_names = {name.casefold() for name in names}
        self.sheets = tuple(self._sheets(root.findall("{*}sheets/{*}sheet")))
        self.strings_part = next(iter(self.parts.targets(self.main, "sharedStrings")), "")
        self._looks: dict[str, str] = {}
        self._words: dict[str, tuple[str, int, str]] = {}
        for part in self.parts.targets(self.main, "styles"):
            self._looks = self._read_styles(part)

    def _sheets(self, nodes: list) -> list[Sheet]:  # type: ignore[type-arg]  # lxml ships no types
        targets = self.parts.by_id(self.main)
        sheets: list[Sheet] = []
        for node in nodes:
            ids = [value for name, value in node.attrib.items() if name.endswith("}id")]
            part = targets.get(ids[0], "") if ids else ""
            if not part:
                raise UnreadableError(self.where, "MALFORMED", "a sheet is missing")
            if self._is_grid(part) and part not in [sheet.part for sheet in sheets]:
                hidden = node.get("state", "visible") != "visible"
                sheets.append(Sheet(len(sheets) + 1, part, hidden))
        return sheets

    def _is_grid(self, part: str) -> bool:
        kind = self.parts.type_of(part)
        return kind.endswith(("worksheet+xml", "macrosheet+xml"))

    def _read_styles(self, part: str) -> dict[str, str]:
        """Return what some cell styles make of a number: "date", "words", or the zeros it fills."""
        root = parse_tree(self.package.read(part), self.where)
        codes = {
            node.get("numFmtId"): node.get("formatCode") or ""
            for node in root.iterfind("{*}numFmts/{*}numFmt")
        }
        looks = {}
        for at, node in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            number = node.get("numFmtId") or "0"
            code = codes.get(number, "")
            dated = is_date_format(code) if code else _is_built_in_date(number)
            if look := "date" if dated else "0" * zeros_of_format(code):
                looks[str(at)] = look
            elif words := words_of_format(code):
                looks[str(at)], self._words[str(at)] = "words", words
        return looks

    def crops(self, limits: Limits) -> Crops:
        """Look at every place where a picture is shown."""
        drawings = [
            name
            for name in self.package.names
            if self.parts.treatment(name).name in ("drawing", "chart")
            and not self.parts.removal(name)
        ]
        return Crops(self.package, limits, self.parts.relationships, drawings)

    def shown(self, cell: StoredCell, strings: Strings | None, *, masking: bool = False) -> str:
        """Return what a cell shows to its reader; "" for truth values and errors.

        Unless it is about to be masked, a shared string is noted as used.
        """
        kind = cell.attributes.get("t", "n")
        value = cell.value
        if kind == "inlineStr":
            text = "".join(cell.more.inline) if cell.more else ""
            return unescape(text) if "_x" in text else text
        if value is None:
            value = ""
        if kind == "n":
            style = cell.attributes.get("s", "0")
            if value.isdecimal() and style not in self._looks and value.isascii():
                return value
            return self._number(value.strip(), style)
        if kind == "s":
            if strings is None:
                raise UnreadableError(
                    "shared strings", "MALFORMED", "its shared strings are missing"
                )
            if cell.value is None:
                return ""
            number = strings.number(value.strip())
            if not masking:
                strings.use(number)
            return strings.text(number)
        if kind == "b" and value.strip() in _TRUTHS:
            return ""
        if kind == "e" and _ERROR.fullmatch(value.strip()):
            return ""
        if kind not in _KINDS:
            raise malformed(self.where)
        return unescape(value)

    def shown_plain(self, row: PlainRow, strings: Strings | None) -> Iterator[str]:
        """Yield what `shown` says of each cell of a plain row, sooner."""
        looks = self._looks
        for at, (cell, text) in enumerate(zip(row.shape.cells, row.texts, strict=True)):
            kind = cell.kind
            if kind == INLINE:
                # Nearly every text; the others may be escaped, shared, or numbers.
                yield unescape(text) if "_x" in text else text
            elif not text.isdecimal():
                yield self.shown(stored(row, at), strings)
            elif kind == "s" and strings is not None:
                yield strings.shown(text)
            elif not kind and text.isascii() and (cell.style or "0") not in looks:
                yield text
            else:
                yield self.shown(stored(row, at), strings)

    def _number(self, raw: str, style: str) -> str:
        look = self._looks.get(style, "")
        if not look or not is_number(raw):
            return shown_number(raw)
        if look == "date":
            if len(raw.partition(".")[0]) >= _LONG:
                return shown_number(raw)
            return shown_date(float(raw), self._from_1904) or shown_number(raw)
        if look == "words":
            before, zeros, after = self._words[style]
            return before + shown_number(raw).zfill(zeros) + after
        return shown_number(raw).zfill(len(look))


def is_rounded(cell: StoredCell) -> bool:
    """Say whether a cell's number lost the digits after its fifteenth."""
    value = cell.value
    return (
        value is not None
        and cell.attributes.get("t", "n") == "n"
        and not value.isdecimal()
        and is_damaged(value)
    )


def _is_built_in_date(number: str) -> bool:
    return number.isdecimal() and int(number) in DATE_FORMATS
