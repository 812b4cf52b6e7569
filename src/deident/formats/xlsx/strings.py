"""The shared strings of a workbook: kept compactly, looked up by cells, blanked when masked away.

Three million strings are one buffer and one array of offsets. Strings in several runs also keep
their XML, in a temporary file, so that a masked cell keeps its formatting.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import IO, TYPE_CHECKING, NamedTuple

from lxml import etree

from deident.errors import UnreadableError
from deident.formats.markup import Scanner, local, malformed, parse_tree, utf8
from deident.formats.xlsx.fields import FieldReader
from deident.formats.xlsx.values import escape, unescape
from deident.formats.xlsx.write import write_over
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats.markup import Tape
    from deident.formats.xlsx.fields import Field
    from deident.formats.xlsx.write import Written

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST_DIGITS = 10
SEEN, MASKED = 1, 2
Spool = IO[bytes]


class Entry(NamedTuple):
    """One shared string: its text, its reading aid, whether it has runs, and where it stands."""

    text: str
    phonetic: str
    rich: bool
    start: int
    end: int

    def __repr__(self) -> str:
        return unprinted(self)


class Scanned(NamedTuple):
    """What one piece of the part brought: entries, fields beside them, and how far it is told."""

    entries: list[Entry]
    fields: list[Field]
    tape: Tape
    until: int


class EntryReader:
    """Collects the entries of the part while a scanner reads it."""

    def __init__(self, scanner: Scanner) -> None:
        self.entries: list[Entry] = []
        self.declarations: dict[str, str] = {}
        self.prefix = ""
        self._parser = scanner.parser
        self._fields = FieldReader(scanner)
        self._fields.listen_aside()
        self._outside()

    def take(self) -> tuple[list[Entry], list[Field]]:
        """Hand out what is complete."""
        entries, self.entries = self.entries, []
        return entries, self._fields.take()

    def settled(self, told: int) -> int:
        """Return the offset before which nothing is open."""
        told = self._fields.settled(told)
        return min(told, self._start) if self._in_entry else told

    def _outside(self) -> None:
        self._in_entry = False
        self._parser.StartElementHandler = self._outer_start
        self._parser.EndElementHandler = self._fields.end
        self._parser.CharacterDataHandler = self._fields.characters
        self._parser.StartCdataSectionHandler = self._fields.cdata

    def _outer_start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sst":
            self.prefix = name[: -len("sst")]
            self.declarations = {
                key: value for key, value in attributes.items() if key.startswith("xmlns")
            }
        if local(name) != "si":
            self._fields.start(name, attributes)
            return
        self._start = self._parser.CurrentByteIndex
        self._fields.close_text(self._start)
        self._fields.attributes(self._start, "si", attributes)
        self._in_entry = True
        self._texts: list[str] = []
        self._phonetics: list[str] = []
        self._sink: list[str] | None = None
        self._reading_aid = self._rich = False
        self._depth = 0
        self._parser.StartElementHandler = self._start_inside
        self._parser.EndElementHandler = self._end_inside
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartCdataSectionHandler = None

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        tag = local(name)
        if tag == "t":
            self._sink = self._phonetics if self._reading_aid else self._texts
        elif tag == "r":
            self._rich = True
        elif tag == "rPh":
            self._reading_aid = True
        if attributes:
            self._fields.attributes(self._parser.CurrentByteIndex, tag, attributes)

    def _characters(self, text: str) -> None:
        if self._sink is not None:
            self._sink.append(text)
        elif text.strip():
            raise malformed("shared strings")

    def _end_inside(self, name: str) -> None:
        self._sink = None
        if self._depth:
            self._depth -= 1
            if local(name) == "rPh":
                self._reading_aid = False
            return
        at = self._parser.CurrentByteIndex
        text, phonetic = unescape("".join(self._texts)), unescape("".join(self._phonetics))
        self.entries.append(Entry(text, phonetic, self._rich, self._start, at))
        self._outside()


def scan_entries(chunks: Iterable[bytes], where: str) -> Iterator[tuple[Scanned, EntryReader]]:
    """Yield the entries of the part, piece by piece."""
    scanner = Scanner(where)
    reader = EntryReader(scanner)
    for chunk in utf8(chunks, where):
        told = scanner.feed(chunk)
        yield Scanned(*reader.take(), scanner.tape, reader.settled(told)), reader
    told = scanner.feed(b"", last=True)
    yield Scanned(*reader.take(), scanner.tape, told), reader


def entry_end(entry: Entry, tape: Tape) -> int:
    """Return the offset after an entry's last tag."""
    tag = tape.tag(entry.start)
    return entry.start + len(tag) if tag.endswith(b"/>") else tape.after(entry.end, b">")


class Strings:
    """The shared strings by number, and which of them cells use."""

    def __init__(self, where: str, spool: Spool | None) -> None:
        self._where = where
        self._text = bytearray()
        self._ends = array("Q")
        self._rich = array("Q")
        self._rich_ends = array("Q")
        self._spool = spool
        self.flags = bytearray()
        self.remarkable = False
        self.declarations: dict[str, str] = {}

    @classmethod
    def load(cls, chunks: Iterable[bytes], where: str, spool: Spool | None) -> Strings:
        """Read the part; the XML of strings in several runs goes to a file, where there is one."""
        strings = cls(where, spool)
        for scanned, reader in scan_entries(chunks, where):
            strings.remarkable |= bool(scanned.fields)
            for entry in scanned.entries:
                strings._add(entry, scanned.tape)
            strings.declarations = reader.declarations
            scanned.tape.take(scanned.until)
        strings.flags = bytearray(len(strings._ends))
        return strings

    def _add(self, entry: Entry, tape: Tape) -> None:
        self._text += entry.text.encode()
        if entry.rich and self._spool is not None:
            self._rich.append(len(self._ends))
            self._spool.write(tape.slice(entry.start, entry_end(entry, tape)))
            self._rich_ends.append(self._spool.tell())
        self._ends.append(len(self._text))
        self.remarkable |= bool(entry.phonetic)

    def __len__(self) -> int:
        return len(self._ends)

    def number(self, raw: str) -> int:
        """Return the number that a cell gives, if there is such a string."""
        known = raw.isascii() and raw.isdecimal() and len(raw) <= _MOST_DIGITS
        if not known or (number := int(raw)) >= len(self._ends):
            raise UnreadableError(
                "shared strings", "MALFORMED", "a cell names a shared string that does not exist"
            )
        return number

    def use(self, number: int, *, masked: bool = False) -> None:
        """Note that a cell uses a string; `masked` says that it will no longer."""
        self.flags[number] |= MASKED if masked else SEEN

    def text(self, number: int) -> str:
        """Return a string."""
        start = self._ends[number - 1] if number else 0
        return self._text[start : self._ends[number]].decode()

    def shown(self, raw: str) -> str:
        """Return the string that a cell shows, and note that it is used."""
        number = self.number(raw)
        self.flags[number] |= SEEN
        return self._text[self._ends[number - 1] if number else 0 : self._ends[number]].decode()

    def runs(self, number: int) -> bytes:
        """Return the XML of a string in several runs; nothing for a plain one."""
        at = bisect_left(self._rich, number)
        if self._spool is None or at == len(self._rich) or self._rich[at] != number:
            return b""
        start = self._rich_ends[at - 1] if at else 0
        self._spool.seek(start)
        return self._spool.read(self._rich_ends[at] - start)


def masked_runs(
    raw: bytes,
    declarations: dict[str, str],
    tag: str,
    masks: list[Written],
    phonetic: list[Written] | None = None,
    *,
    within: str = "",
) -> bytes:
    """Return an `si` or `is` element with masks written into its runs.

    The reading aid is masked by `phonetic`, or goes where that is None. The element comes back as
    `tag` and carries its own namespace declarations; `within` finds it inside the raw element.
    """
    names = " ".join(f'{key}="{_quoted(value)}"' for key, value in declarations.items())
    root = parse_tree(f"<x {names}>".encode() + raw + b"</x>", "string")[0]
    if within:
        root = root.find(f"{{*}}{within}")
    texts = [node for node in root.iter("{*}t") if not _is_phonetic(node)]
    aids = [node for node in root.iter("{*}t") if _is_phonetic(node)]
    _write(texts, masks)
    if phonetic is None:
        for aid in [*root.iterchildren("{*}rPh", "{*}phoneticPr")]:
            root.remove(aid)
    elif phonetic:
        _write(aids, phonetic)
    root.tag = f"{{{etree.QName(root).namespace or _MAIN}}}{tag}"
    root.tail = None
    detached: bytes = etree.tostring(root, encoding="UTF-8")
    return detached


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _is_phonetic(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and etree.QName(parent).localname == "rPh"


def _content(node: etree._Element) -> str:
    """Return the text of an element around any comments in it."""
    return (node.text or "") + "".join(child.tail or "" for child in node)


def _write(nodes: list[etree._Element], masks: list[Written]) -> None:
    if not masks:
        return
    texts = [unescape(_content(node)) for node in nodes]
    for node, text in zip(nodes, write_over(texts, masks), strict=True):
        del node[:]
        node.text = escape(text)
        if text != text.strip():
            node.set(_SPACE, "preserve")
