"""Header values as people see them, and masks written back into the bytes they came from.

A value is a row of units: runs of ASCII, of other bytes, and encoded words (RFC 2047). A mask
changes the bytes of the units it lies in; addresses, commas and quotes around it stay.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from deident.formats.pieces import write_masks
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.model import Mask

_WORD = re.compile(rb"=\?([^?\s*]{1,60})(?:\*[^?\s]*)?\?([BbQq])\?([^?\r\n]*)\?=")
_RUN = re.compile(rb"\r?\n|[\x80-\xff]+|(?:(?!\r?\n)[\x00-\x7f])+")
_BLANKS = re.compile(rb"[ \t\r\n]*")
_WORD_BYTES = 42
_GB = frozenset({"gb2312", "gbk", "gb_2312-80", "cp936", "hz", "euc-cn", "x-gbk", "windows-936"})


class Edit(NamedTuple):
    """Bytes to write over a range of the message."""

    start: int
    end: int
    new: bytes = b""

    def __repr__(self) -> str:
        return unprinted(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A run of bytes that is one text: `how` is ascii, raw, word or percent (RFC 2231).

    `also` are further ranges that hold the rest of the text, and go when it is written anew.
    """

    start: int
    end: int
    text: str = field(repr=False)
    how: str = "ascii"
    charset: str = ""
    also: tuple[tuple[int, int], ...] = ()


def codec_of(charset: str) -> str:
    """Return Python's name for a charset; "" where there is none. GB 2312 is read as GB 18030."""
    name = charset.strip().strip("\"'").lower()
    if name in _GB and name != "hz":
        return "gb18030"
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # Python also has codecs that are no charset (base64, zlib …).
    return found.name if getattr(found, "_is_text_encoding", True) else ""


def decode_bytes(raw: bytes, charset: str = "") -> tuple[str, str]:
    """Decode bytes as they say, or as they must be meant; return the codec too."""
    for codec in filter(None, (codec_of(charset), "utf-8", "gb18030")):
        try:
            return raw.decode(codec), codec
        except UnicodeError:
            continue
    return raw.decode("latin-1"), "latin-1"


def units_of(raw: bytes, start: int, end: int, *, lines: bool = False) -> list[Unit]:
    """Cut a stretch into units. A line end is text (`lines`), or only folds a header."""
    units: list[Unit] = []
    at = start
    for group in _groups(raw, start, end):
        units += _plain(raw, at, group[0].start(), lines)
        units += _decoded_words(group)
        at = group[-1].end()
    units += _plain(raw, at, end, lines)
    return units


def _groups(raw: bytes, start: int, end: int) -> Iterator[list[re.Match[bytes]]]:
    """Yield encoded words that belong together: nothing but blanks lies between them."""
    group: list[re.Match[bytes]] = []
    for found in _WORD.finditer(raw, start, end):
        if group and not _BLANKS.fullmatch(raw, group[-1].end(), found.start()):
            yield group
            group = []
        group.append(found)
    if group:
        yield group


def _plain(raw: bytes, start: int, end: int, lines: bool) -> Iterator[Unit]:
    for found in _RUN.finditer(raw, start, end):
        run = found[0]
        if run.endswith(b"\n"):
            if lines:
                yield Unit(start=found.start(), end=found.end(), text="\n", how="raw")
            continue
        if run.isascii():
            yield Unit(start=found.start(), end=found.end(), text=run.decode("ascii"))
        else:
            text, codec = decode_bytes(run)
            yield Unit(start=found.start(), end=found.end(), text=text, how="raw", charset=codec)


def _decoded_words(group: Sequence[re.Match[bytes]]) -> Iterator[Unit]:
    """Decode words; programs cut a character in two between words of one charset."""
    at = 0
    while at < len(group):
        charset = group[at][1].lower()
        stop = at
        while stop < len(group) and group[stop][1].lower() == charset:
            stop += 1
        held = b"".join(_content(word) for word in group[at:stop])
        label = charset.decode("latin-1")
        yield Unit(
            start=group[at].start(),
            end=group[stop - 1].end(),
            text=decode_bytes(held, label)[0],
            how="word",
            charset=label,
        )
        at = stop


def _content(word: re.Match[bytes]) -> bytes:
    if word[2] in b"Bb":
        try:
            return binascii.a2b_base64(word[3] + b"===")
        except binascii.Error:
            return word[3]
    return binascii.a2b_qp(word[3], header=True)


def text_of(units: Sequence[Unit]) -> str:
    """Return what people read."""
    return "".join(unit.text for unit in units)


def edits_of(units: Sequence[Unit], masks: Sequence[Mask]) -> list[Edit]:
    """Return the changes that write masks, given by rising start, into the message."""
    write_masks(text_of(units), masks)
    made: list[Edit] = []
    at = 0
    for unit in units:
        parts = list(_within(masks, at, at + len(unit.text)))
        at += len(unit.text)
        if not parts:
            continue
        if unit.how == "ascii":
            made += [
                Edit(unit.start + start, unit.start + end, _in_ascii(new))
                for start, end, new in parts
            ]
            continue
        text = unit.text
        for start, end, new in reversed(parts):
            text = text[:start] + new + text[end:]
        made += written(unit, text)
    return made


def _within(masks: Sequence[Mask], low: int, high: int) -> Iterator[tuple[int, int, str]]:
    """Yield what each mask does to a unit; its replacement stands where it begins."""
    for mask in masks:
        start, end = mask.place.span.start, mask.place.span.end
        if start < high and low < end:
            new = re.sub(r"[\r\n]", " ", mask.replacement) if start >= low else ""
            yield max(start, low) - low, min(end, high) - low, new


def _in_ascii(new: str) -> bytes:
    return new.encode() if new.isascii() else _words(new, "utf-8")


def written(unit: Unit, text: str) -> list[Edit]:
    """Return the changes that make a unit say `text`."""
    gone = [Edit(*range_) for range_ in unit.also]
    if unit.how == "percent":
        new = b"*=UTF-8''" + quote(text, safe="").encode()
    elif unit.how == "word":
        new = _words(text, unit.charset)
    elif unit.how == "raw":
        new = _raw(text, unit.charset)
    else:
        new = _in_ascii(text)
    return [Edit(unit.start, unit.end, new), *gone]


def _raw(text: str, codec: str) -> bytes:
    try:
        return text.encode(codec or "ascii")
    except UnicodeEncodeError:
        return _words(text, "utf-8")


def _words(text: str, charset: str) -> bytes:
    """Write text as encoded words, none longer than it may be."""
    codec = codec_of(charset) or "utf-8"
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        charset = codec = "utf-8"
    label = charset if codec_of(charset) else "utf-8"
    chunks, held = [], ""
    for character in text:
        if len((held + character).encode(codec)) > _WORD_BYTES:
            chunks.append(held)
            held = ""
        held += character
    chunks += [held] if held else []
    return b"\r\n ".join(
        b"=?%s?B?%s?=" % (label.encode(), base64.b64encode(chunk.encode(codec))) for chunk in chunks
    )
