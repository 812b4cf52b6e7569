"""Text as it flows into paragraphs, character by character, with the place of each in the file."""

from __future__ import annotations

import re
import unicodedata
from array import array
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.rtf.parts import TWO_BYTES
from deident.formats.written import Run, Written
from deident.model import NO_LABELS, Cell, Kind, Labels

if TYPE_CHECKING:
    from collections.abc import Iterator

VISIBLE, HIDDEN, DELETED = "", "hidden-text", "tracked-changes"

_HALF = re.compile("[\ud800-\udfff]")
_DEFAULT = "cp1252"
_LEAD = 0x81
_PLANE = 0x10000
_SIGNED = 0x8000
_SHORT = 2


class Byte(NamedTuple):
    """One byte of text and where it is written."""

    value: int
    start: int
    end: int


class Draft:
    """Characters that belong together and are not yet a segment."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self) -> None:
        self.text: list[str] = []
        self.starts = array("q")
        self.ends = array("q")

    def add(self, character: str, start: int, end: int) -> None:
        """Add one character; the second half of a pair joins the first."""
        if (
            "\udc00" <= character <= "\udfff"
            and self.text
            and "\ud800" <= self.text[-1] <= "\udbff"
        ):
            high = ord(self.text[-1]) - 0xD800
            self.text[-1] = chr(_PLANE + (high << 10) + ord(character) - 0xDC00)
            self.ends[-1] = end
            return
        self.text.append(character)
        self.starts.append(start)
        self.ends.append(end)

    def plain(self, text: str, start: int) -> None:
        """Add characters that stand one by one."""
        self.text.extend(text)
        self.starts.extend(range(start, start + len(text)))
        self.ends.extend(range(start + 1, start + len(text) + 1))

    def written(self) -> Written:
        """Return the characters."""
        text = _HALF.sub("\ufffd", "".join(self.text)).replace("\0", "\u200b")
        return Written((Run(text, self.starts, self.ends, escaped),))


class Paragraph:
    """A segment of RTF before its table has given it labels."""

    __slots__ = ("cell", "follows", "id", "kind", "labels", "part", "removable", "written")

    def __init__(
        self, number: int, written: Written, part: str, kind: Kind, removable: str
    ) -> None:
        self.id = f"p{number}"
        self.written = written
        self.part = part
        self.kind = kind
        self.removable = removable
        self.labels: Labels = NO_LABELS
        self.cell: Cell | None = None
        self.follows = ""

    @property
    def text(self) -> str:
        """What it says."""
        return self.written.text


class Flow:
    """Where text flows: one paragraph at a time, what is seen apart from what is not."""

    __slots__ = ("_bytes", "_codec", "_draft", "drafts", "kind", "part", "removable")

    def __init__(self, part: str, kind: Kind, removable: str) -> None:
        self.part = part
        self.kind = kind
        self.removable = removable
        self.drafts: dict[str, Draft] = {}
        self._bytes: list[Byte] = []
        self._codec = _DEFAULT
        self._draft = ""

    def byte(self, byte: Byte, codec: str, draft: str) -> None:
        """Add a byte of a text in some encoding."""
        if self._bytes and (codec != self._codec or draft != self._draft):
            self.settle()
        self._codec, self._draft = codec, draft
        self._bytes.append(byte)

    def plain(self, text: str, start: int, codec: str, draft: str) -> None:
        """Add bytes that stand one by one."""
        if not self._bytes and text.isascii():
            self._of(draft).plain(text, start)
            return
        for at, character in enumerate(text, start):
            self.byte(Byte(ord(character), at, at + 1), codec, draft)

    def character(self, character: str, start: int, end: int, draft: str) -> None:
        """Add a character that is named in full."""
        self.settle()
        self._of(draft).add(character, start, end)

    def settle(self) -> None:
        """Turn the bytes that wait into characters."""
        if self._bytes:
            waiting, self._bytes = self._bytes, []
            draft = self._of(self._draft)
            for character, start, end in characters(waiting, self._codec):
                draft.add(character, start, end)

    def take(self) -> dict[str, Draft]:
        """Hand out the paragraph and begin another."""
        self.settle()
        drafts, self.drafts = self.drafts, {}
        return drafts

    def _of(self, draft: str) -> Draft:
        found = self.drafts.get(draft)
        if found is None:
            found = self.drafts[draft] = Draft()
        return found


def characters(waiting: list[Byte], codec: str) -> Iterator[tuple[str, int, int]]:
    """Decode bytes one character at a time; what is no character is shown as one unknown."""
    at = 0
    while at < len(waiting):
        byte = waiting[at]
        if byte.value < _LEAD and codec != "utf-8":
            yield bytes((byte.value,)).decode(codec, "replace"), byte.start, byte.end
            at += 1
            continue
        for length in _lengths(codec):
            part = waiting[at : at + length]
            character = _decoded(bytes(one.value for one in part), codec)
            if len(part) == length and character:
                yield character, byte.start, part[-1].end
                at += length
                break
        else:
            yield _decoded(bytes((byte.value,)), _DEFAULT) or "\ufffd", byte.start, byte.end
            at += 1


def _lengths(codec: str) -> tuple[int, ...]:
    if codec == "gb18030":
        return (2, 4)
    if codec == "utf-8":
        return (1, 2, 3, 4)
    return (2, 1) if codec in TWO_BYTES else (1,)


def _decoded(raw: bytes, codec: str) -> str:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return ""
    return text if len(text) == 1 else ""


def is_fallback(text: str, character: str) -> bool:
    """Say whether a second writing says no more than the character it stands beside."""
    return (
        text == character
        or (len(text) <= _SHORT and not any(map(str.isalnum, text)))
        or unicodedata.normalize("NFKC", character) == text
    )


def escaped(new: str) -> str:
    """Return characters as they may stand anywhere, also right behind a control word."""
    return "".join(map(_escaped, new)) or "{}"


def _escaped(character: str) -> str:
    code = ord(character)
    if character in "\\{}":
        return f"\\{character}"
    if character == "\n":
        return "\\line{}"
    if code < 0x20 or code == 0x7F:
        return ""
    if code < 0x80:
        plain = not character.isalnum() and character not in " -'"
        return character if plain else f"\\'{code:02x}"
    units = character.encode("utf-16-le")
    codes = [units[at] | units[at + 1] << 8 for at in range(0, len(units), 2)]
    numbers = (code - 2 * _SIGNED if code >= _SIGNED else code for code in codes)
    return "{\\uc1" + "".join(f"\\u{number} ?" for number in numbers) + "}"
