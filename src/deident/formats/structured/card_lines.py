"""The lines of vCard and iCalendar and what their values mean: folds, escapes, quoted-printable.

Every character knows where it is written, so that it can be masked there.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.written import Run
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
PROPERTY = re.compile(
    r"(?:[A-Za-z0-9-]+\.)?(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<settings>(?:;(?:\"[^\"]*\"|[^\":;])*)*):"
)
"""The name of a property and what is set for its value, up to the value."""

_QUOTED = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE)
_BASE64 = re.compile(r";(?:ENCODING=)?(?:BASE64|B)(?=[;:]|\Z)", re.IGNORECASE)
_CHARSET = re.compile(r";CHARSET=([A-Za-z0-9._-]+)", re.IGNORECASE)
_PACKED = re.compile("[A-Za-z0-9+/]+={0,2}")
_SAID = re.compile(r"\"([^\"]*)\"")
_OF_NO_CODE = re.compile(r"[^A-Za-z0-9._,-]")
_OCTETS = re.compile(r"(?:=[0-9A-Fa-f]{2}|=)")
_ESCAPED = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\", ":": ":"}
_ESCAPES = {"\n": "\\n", ",": "\\,", ";": "\\;", "\\": "\\\\"}
_LAST_RESORT = "latin-1"
# No charset has this octet within a character.
_SUBSTITUTE = b"\x1a"
_HEADER = 400
# So long at least are lines that are broken because they are too long.
_WIDE = 30
_UNFINISHED = re.compile(f"[A-Za-z0-9+/]{{{_WIDE}}}")
_NUMBER = re.compile("[0-9*]{7}")
_HEAD = 100


class Line(NamedTuple):
    """A line without its folds: its characters and where each stands."""

    text: str
    places: Sequence[int]

    def __repr__(self) -> str:
        return unprinted(self)


class Characters(NamedTuple):
    """Decoded characters with where each begins and ends, and how one is written."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    escape: Callable[[str], str]
    is_sure: bool = True
    """Whether the octets were of the charset they are said to be of, or of a usual one."""

    def __repr__(self) -> str:
        return unprinted(self)

    def run(self, start: int, end: int) -> Run:
        """Return some of the characters, to be masked."""
        return Run(self.text[start:end], self.starts[start:end], self.ends[start:end], self.escape)


def bare(settings: str) -> str:
    """Return settings without quotes; words that are no code of a program's are left out."""
    return _SAID.sub(lambda said: "" if _OF_NO_CODE.search(said[1]) else said[1], settings)


def is_packed(settings: str) -> bool:
    """Say whether a value is in base64."""
    return _BASE64.search(bare(settings)) is not None


def has_number(packed: str) -> bool:
    """Say whether base64 begins with what chance makes no base64 of: it is written plainly."""
    return _NUMBER.search(packed[:_HEAD]) is not None


def lines(text: str) -> Iterator[Line]:
    """Yield the lines that say something, folded ones as one."""
    places: list[int] = []
    quoted = packed = False
    for found in _LINE.finditer(text):
        start, end = found.span()
        body = found.group().rstrip("\r\n")
        folded = body[:1] in (" ", "\t") and bool(places)
        # Old telephones break base64 without a fold.
        goes_on = quoted or (packed and bool(_PACKED.fullmatch(body)) and not has_number(body))
        if not folded and not goes_on:
            if places:
                yield Line("".join(text[at] for at in places), places)
            places = []
        if quoted and places and text[places[-1]] == "=":
            places.pop()
        first = start + (1 if folded and not quoted else 0)
        places += range(first, start + len(body))
        header = PROPERTY.match("".join(text[at] for at in places[:_HEADER])) if places else None
        settings = header["settings"] if header else ""
        quoted = body.endswith("=") and bool(_QUOTED.search(bare(settings)))
        packed = bool(_UNFINISHED.fullmatch(body[-_WIDE:])) and is_packed(settings)
        if end == len(text):
            break
    if places:
        yield Line("".join(text[at] for at in places), places)


def plain(line: Line, start: int, end: int) -> Characters:
    """Return a part of a line as it is written."""
    places = line.places[start:end]
    return Characters(line.text[start:end], places, [at + 1 for at in places], str)


def meant(line: Line, start: int, settings: str) -> Characters:
    """Return a value as it is meant, whatever it is written in."""
    settings = bare(settings)
    if _QUOTED.search(settings):
        charset = _CHARSET.search(settings)
        return _quoted(line, start, charset[1] if charset else "utf-8")
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = start
    while at < len(line.text):
        width = 1
        one = line.text[at]
        if one == "\\" and (known := _ESCAPED.get(line.text[at + 1 : at + 2])):
            # A separator that is none must not part the value.
            one, width = "，" if known in ",;" else known, 2
        texts.append(one)
        starts.append(line.places[at])
        ends.append(line.places[at + width - 1] + 1)
        at += width
    return Characters("".join(texts), starts, ends, _escaped)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(one, one) for one in text)


def _quoted(line: Line, start: int, charset: str) -> Characters:
    """Decode quoted-printable; each character knows its octets."""
    raw = bytearray()
    starts: list[int] = []
    ends: list[int] = []
    unquoted: dict[int, str] = {}
    at = start
    while at < len(line.text):
        found = _OCTETS.match(line.text, at)
        width = len(found.group()) if found else 1
        octets = bytes.fromhex(found.group()[1:]) if found else _octet(line.text[at])
        if not found and not line.text[at].isascii():
            unquoted[len(raw)] = line.text[at]
        for octet in octets:
            raw.append(octet)
            starts.append(line.places[at])
            ends.append(line.places[at + width - 1] + 1)
        at += width
    codec, text = _decoded(bytes(raw), charset)
    texts: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    index = 0
    for character in text:
        stop = index + len(character.encode(codec))
        texts.append(unquoted.get(index, character))
        firsts.append(starts[index])
        lasts.append(ends[stop - 1])
        index = stop
    is_sure = codec != _LAST_RESORT or text.isascii()
    return Characters(
        "".join(texts), firsts, lasts, lambda new: _to_quoted(new, codec), is_sure=is_sure
    )


def _octet(character: str) -> bytes:
    """Return what stands for a character among octets: what is not quoted has none of its own."""
    return character.encode() if character.isascii() else _SUBSTITUTE


def _decoded(raw: bytes, charset: str) -> tuple[str, str]:
    """Return a codec in which each character has octets of its own, and what they mean in it."""
    for codec in (charset, "utf-8", "gb18030"):
        try:
            text = raw.decode(codec)
            if b"".join(one.encode(codec) for one in text) == raw:
                return codecs.lookup(codec).name, text
        except (UnicodeError, LookupError):
            continue
    return _LAST_RESORT, raw.decode(_LAST_RESORT)


def _to_quoted(text: str, codec: str) -> str:
    octets = text.encode(codec, "replace")
    return "".join(
        chr(one) if 0x20 < one < 0x7F and one != ord("=") else f"={one:02X}" for one in octets
    )
