r"""Text that a script puts together out of literals: read as what it comes to.

What a reader of the page sees is the outcome: characters given by their numbers, words in base64,
lists that are joined, strings that are turned round. What is computed out of anything but literals
is not known here.

>>> [found.text for found in computed("x = String.fromCharCode(49, 0x33, 56, 48, 48, 48, 48)")]
['1380000']
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.web.tags import may_tell
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STRING = (
    r""""(?:[^"\\\n\r]|\\(?:\r\n|[\s\S]))*+"|'(?:[^'\\\n\r]|\\(?:\r\n|[\s\S]))*+'"""
    r"""|`(?:[^`\\]|\\[\s\S])*+`"""
)
_COMPUTES = re.compile(
    r"fromC(?:harCode|odePoint)|atob|[Bb]ase64|b64|\.\s*(?:join|reverse|concat)\b"
    r"""|\$\{\s*["'`0-9]"""
)
_CODE = r"(?:0[xX][0-9a-fA-F]{1,6}+|[0-9]{1,7}+)"
_CODES = re.compile(rf"[\[(]\s*+({_CODE}(?:\s*+,\s*+{_CODE})++)")
_MADE = (
    r"(?:(?<![\w$])[\w$]{1,20}\s{0,4}\.\s{0,4})?+fromC(?:harCode|odePoint)"
    rf"\s{{0,4}}\(\s{{0,4}}{_CODE}\s{{0,4}}\)"
)
_MADE_ONE_BY_ONE = re.compile(rf"{_MADE}(?:\s*+\+\s*+{_MADE})++")
_NUMBER = re.compile(_CODE)
_ITEM = rf"(?:{STRING}|[0-9]{{1,19}}+)"
_LIST = re.compile(
    rf"\[\s*+({_ITEM}(?:\s*+,\s*+{_ITEM})*+)\s*+,?\s*+\]"
    rf"((?:\s*\.\s*reverse\s*\(\s*\))?)\s*\.\s*join\s*\(\s*(?:''|\"\"|``|'[ -]'|\"[ -]\")\s*\)"
)
_TURNED = re.compile(
    rf"({STRING})\s*\.\s*split\s*\(\s*(?:''|\"\"|``)\s*\)\s*\.\s*reverse\s*\(\s*\)"
    r"\s*\.\s*join\s*\(\s*(?:''|\"\"|``)\s*\)"
)
_ADDED = re.compile(
    rf"(?:{STRING})(?:\s*\.\s*concat\s*\(\s*(?:{STRING})(?:\s*,\s*(?:{STRING}))*\s*\))+"
)
_FILLED_IN = rf"\$\{{\s*+(?:{STRING}|[0-9]{{1,19}}+)\s*+\}}"
_TEMPLATE = re.compile(
    rf"`(?:[^`\\$]|\\[\s\S]|\$(?!\{{))*+(?:{_FILLED_IN}(?:[^`\\$]|\\[\s\S]|\$(?!\{{))*+)++`"
)
_IN_TEMPLATE = re.compile(
    rf"\$\{{\s*+(?:({STRING})|([0-9]{{1,19}}+))\s*+\}}|((?:[^`\\$]|\\[\s\S]|\$(?!\{{))++)"
)
_QUOTED = re.compile(STRING)
_WORD = re.compile(rf"({STRING})|[0-9]++")
_BASE64 = re.compile(r"""["'`]([A-Za-z0-9+/_-]{8,}={0,2})["'`]""")
_DECODES_BASE64 = re.compile(r"atob|[Bb]ase64|b64")
_LOCKED = re.compile(r"""["'`]U2FsdGVkX1[89+/]""")
_SHORTEST_TEXT = 7
_CODE_LIMIT = 0x10FFFF
_UNSEEN = "\ufeff"


class Whole(NamedTuple):
    """A value and where in the script it is written as something else; `write` writes another."""

    start: int
    end: int
    text: str
    write: Callable[[str], str]

    def __repr__(self) -> str:
        return unprinted(self)


class Packed(NamedTuple):
    """A document in base64, its media type, and where in the script the quotes around it stand."""

    start: int
    end: int
    kind: str
    content: bytes

    def __repr__(self) -> str:
        return unprinted(self)


class Chain(NamedTuple):
    """Strings that are put together, in the order in which they are shown, without their quotes.

    The characters of a `turned` one are shown from the last to the first.
    """

    start: int
    end: int
    strings: list[tuple[int, int]]
    turned: bool = False


Computed = Whole | Packed | Chain


def computes(text: str) -> bool:
    """Say whether a script may compute text out of literals."""
    return _COMPUTES.search(text) is not None


def is_locked(text: str) -> bool:
    """Say whether a script holds something that was encrypted with a password."""
    return _LOCKED.search(text) is not None


def computed(text: str) -> list[Computed]:
    """Return what a script puts together, in order; nothing of it overlaps."""
    found: list[Computed] = [*_chains(text)]
    if "fromC" in text:
        found += _codes(text)
    if _DECODES_BASE64.search(text):
        found += _unpacked(text)
    found.sort(key=lambda one: (one.start, -one.end))
    apart: list[Computed] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


def _codes(text: str) -> Iterator[Whole]:
    """Find lists of the numbers of characters, where a script makes characters of numbers."""
    for found in _CODES.finditer(text):
        meant = _characters(found[1])
        if may_tell(meant):
            yield Whole(*found.span(1), meant, _as_codes)
    for found in _MADE_ONE_BY_ONE.finditer(text):
        meant = _characters(found.group())
        if may_tell(meant):
            yield Whole(*found.span(), meant, _as_string)


def _characters(written: str) -> str:
    """Return the characters of some numbers, or "" where they are not all of a text."""
    codes = [
        int(number, 0) if number[:2] in ("0x", "0X") else int(number)
        for number in _NUMBER.findall(written)
    ]
    if any(code > _CODE_LIMIT for code in codes):
        return ""
    units = "".join(map(chr, codes))
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text if _is_text(text) else ""


def _is_text(text: str) -> bool:
    return all(character.isprintable() or character.isspace() for character in text)


def _as_codes(text: str) -> str:
    units = (text or _UNSEEN).encode("utf-16-le")
    return ",".join(
        str(int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2)
    )


def _chains(text: str) -> Iterator[Computed]:
    for found in _LIST.finditer(text):
        words = list(_WORD.finditer(text, *found.span(1)))
        if all(word[1] for word in words):
            strings = [unquoted(text, *word.span()) for word in words]
            yield Chain(*found.span(), strings[::-1] if found[2] else strings)
        else:
            meant = [word.group().strip("\"'`") for word in words]
            yield Whole(*found.span(), "".join(reversed(meant) if found[2] else meant), _as_string)
    for found in _TURNED.finditer(text):
        yield Chain(*found.span(), [unquoted(text, *found.span(1))], turned=True)
    for found in _ADDED.finditer(text):
        quoted = _QUOTED.finditer(text, *found.span())
        yield Chain(*found.span(), [unquoted(text, *string.span()) for string in quoted])
    for found in _TEMPLATE.finditer(text) if "${" in text else ():
        yield _filled_in(text, *found.span())


def _filled_in(text: str, start: int, end: int) -> Computed:
    """Return what a template comes to: its own text, and the strings and numbers filled in."""
    pieces = list(_IN_TEMPLATE.finditer(text, start + 1, end - 1))
    spans = [
        unquoted(text, *piece.span(1)) if piece[1] else piece.span(piece.lastindex or 0)
        for piece in pieces
    ]
    if any(piece[2] for piece in pieces):
        # A number with a star in it is none: the template becomes a string.
        return Whole(start, end, "".join(text[low:high] for low, high in spans), _as_string)
    return Chain(start, end, [span for span in spans if span[0] < span[1]])


def unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a string stands between its quotes; the last one may never end."""
    closed = end - start > 1 and text[end - 1] == text[start]
    return start + 1, end - 1 if closed else end


def _as_string(text: str) -> str:
    marked = (f"\\u{ord(one):04x}" if one in "\\\"'`<>&" or one < " " else one for one in text)
    return f'"{"".join(marked)}"'


def _unpacked(text: str) -> Iterator[Whole | Packed]:
    """Find what is written in base64, where a script unpacks that."""
    for found in _BASE64.finditer(text):
        content = _decoded(found[1])
        if content is None or len(content) < _SHORTEST_TEXT:
            continue
        words = _words(content)
        if words is None:
            if content.startswith(_DOCUMENTS):
                yield Packed(*found.span(), "application/octet-stream", content)
        elif may_tell(words):
            kind = "text/html" if "<" in words else "application/json"
            if kind == "text/html" or words[0] in "{[":
                yield Packed(*found.span(), kind, content)
                continue
            yield Whole(*found.span(), words, _as_base64)


_DOCUMENTS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\3\4", b"\x1f\x8b", b"\xd0\xcf\x11\xe0",
    b"RIFF", b"BM",
)  # fmt: skip


def _decoded(letters: str) -> bytes | None:
    plain = letters.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return None


def _words(content: bytes) -> str | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if _is_text(text) else None


def _as_base64(text: str) -> str:
    return f'"{base64.b64encode(text.encode()).decode()}"'
