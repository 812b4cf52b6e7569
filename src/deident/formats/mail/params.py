"""Parameters of `Content-Type` and `Content-Disposition`: names of attachments, boundaries.

A long or Chinese value is written in one of four ways: in encoded words between quotes, in raw
bytes, in percent signs, or in percent signs cut into numbered pieces (RFC 2231).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from deident.formats.mail.words import Unit, decode_bytes, text_of, units_of
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAM = re.compile(
    rb";[ \t\r\n]*([^\s=;*]{1,80})(\*[0-9]*\*?)?[ \t\r\n]*=[ \t\r\n]*"
    rb"(\"(?:[^\"\\]|\\.)*\"|[^;]*)",
    re.DOTALL,
)
_TOKEN = re.compile(r"[ \t\r\n]*([^ \t\r\n;\"]+)")
_STRUCTURAL = frozenset(
    {"charset", "format", "delsp", "type", "protocol", "micalg", "smime-type", "report-type"}
    | {"method", "component", "reply-type", "size", "creation-date", "modification-date"}
    | {"read-date", "start", "x-unix-mode", "x-mac-type", "x-mac-creator", "header", "edit"}
)
_SHORT = re.compile(r"[A-Za-z0-9._/+<>@:, -]{0,40}")
# A star stands for a digit that is masked.
_NUMBER = re.compile(r"[0-9*]{7}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One parameter, or whatever else of such a header might hold text (name "")."""

    name: str
    units: list[Unit] = field(repr=False)

    def __repr__(self) -> str:
        return unprinted(self)

    @property
    def text(self) -> str:
        """What it says."""
        return text_of(self.units)

    @property
    def says_nothing(self) -> bool:
        """Say whether it is only for programs: a charset, a format."""
        if self.name not in _STRUCTURAL:
            return False
        return bool(_SHORT.fullmatch(self.text)) and not _NUMBER.search(self.text)


class _Piece(NamedTuple):
    start: int
    star: int
    value: tuple[int, int]
    name: str
    suffix: str

    def __repr__(self) -> str:
        return unprinted(self)


def media_type_of(value: bytes) -> str:
    """Return the word a header begins with, in small letters."""
    found = _TOKEN.match(value.decode("latin-1"))
    return found[1].lower() if found else ""


def params_of(raw: bytes, start: int, end: int) -> list[Param]:
    """Return every parameter of a header value, and the text that is in none."""
    pieces: list[_Piece] = []
    found_params: list[Param] = []
    at = start + len(_first_word(raw[start:end]))
    for found in _PARAM.finditer(raw, at, end):
        found_params += _stray(raw, at, found.start())
        pieces.append(_piece(raw, found))
        at = found.end()
    found_params += _stray(raw, at, end)
    ordered = sorted(pieces, key=lambda piece: piece.name)
    for name, own in groupby(ordered, key=lambda piece: piece.name):
        found_params += _joined(raw, name, list(own))
    return found_params


def _first_word(value: bytes) -> bytes:
    """Return the media type; where it holds a long number it is text like any other."""
    found = _TOKEN.match(value.decode("latin-1"))
    return b"" if not found or _NUMBER.search(found[0]) else value[: found.end()]


def _stray(raw: bytes, start: int, end: int) -> Iterator[Param]:
    if raw[start:end].strip(b" \t\r\n;"):
        yield Param(name="", units=units_of(raw, start, end))


def _piece(raw: bytes, found: re.Match[bytes]) -> _Piece:
    start, end = found.span(3)
    value = raw[start:end].rstrip(b" \t\r\n")
    end = start + len(value)
    if len(value) > 1 and value[:1] == value[-1:] == b'"':
        start, end = start + 1, end - 1
    name, suffix = found[1].decode("latin-1").lower(), (found[2] or b"").decode()
    return _Piece(found.start(), found.end(1), (start, end), name, suffix)


def _joined(raw: bytes, name: str, pieces: list[_Piece]) -> Iterator[Param]:
    plain = [piece for piece in pieces if not piece.suffix]
    yield from (Param(name=name, units=units_of(raw, *piece.value)) for piece in plain)
    if starred := [piece for piece in pieces if piece.suffix]:
        starred.sort(key=_number)
        yield Param(name=name, units=[_percent(raw, starred)])


def _number(piece: _Piece) -> int:
    return int(piece.suffix.strip("*") or 0)


def _percent(raw: bytes, pieces: list[_Piece]) -> Unit:
    charset, held = b"", b""
    for number, piece in enumerate(pieces):
        value = raw[slice(*piece.value)]
        if piece.suffix.endswith("*"):
            if number == 0 and value.count(b"'") >= 2:
                charset, _, value = value.split(b"'", 2)
            value = unquote_to_bytes(value)
        held += value
    first, *others = pieces
    return Unit(
        start=first.star,
        end=_closed(raw, first),
        text=decode_bytes(held, charset.decode("latin-1"))[0],
        how="percent",
        also=tuple((piece.start, _closed(raw, piece)) for piece in others),
    )


def _closed(raw: bytes, piece: _Piece) -> int:
    """Return where a value ends with its quote."""
    end = piece.value[1]
    return end + (raw[piece.value[0] - 1 : piece.value[0]] == b'"')
