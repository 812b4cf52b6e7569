"""RTF cut into its tokens: groups, control words, symbols, bytes in hexadecimal, raw bytes.

The bytes travel as Latin-1, one character each, so that offsets are offsets of bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterator

HEX_BASE = 16
_DEEPEST = 1000
_TOKEN = re.compile(
    r"(?P<text>[^\\{}\r\n\t]++)"
    r"|(?P<end>[\r\n]++)"
    r"|\\(?P<word>[A-Za-z]{1,60})(?P<number>-?[0-9]{1,12})?(?P<blank> )?"
    r"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    r"|\\(?P<symbol>[^A-Za-z'])"
    r"|(?P<brace>[{}])"
    r"|(?P<tab>\t)",
    re.DOTALL,
)
_HEADER = "{\\rtf"


class Token(NamedTuple):
    """One token: its kind (text, word, hex, symbol, brace, binary), its text, and where it stands.

    `number` is a control word's parameter, None where it has none.
    """

    kind: str
    text: str
    start: int
    end: int
    number: int | None = None

    def __repr__(self) -> str:
        return unprinted(self)


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of a whole file; refuse what is no RTF, cut off, or nested too deeply.

    What stands behind the last brace is left to the caller.
    """
    if not source.startswith(_HEADER):
        raise UnreadableError("the file", "WRONG_KIND", "it is not RTF")
    at = depth = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found is None:
            raise _malformed()
        kind = found.lastgroup or ""
        token = _token(found, kind)
        at = token.end
        if token.kind == "word" and token.text == "bin":
            yield token
            at = _skip(source, token)
            yield Token("binary", "", token.end, at)
            continue
        yield token
        if kind == "brace":
            depth += 1 if token.text == "{" else -1
            if depth > _DEEPEST:
                raise UnreadableError("the file", "TOO_DEEP", "it is nested too deeply")
            if not depth:
                return
    raise UnreadableError("the file", "TRUNCATED", "it breaks off before its last brace")


def _token(found: re.Match[str], kind: str) -> Token:
    start, end = found.span()
    if found["word"]:
        number = found["number"]
        return Token("word", found["word"], start, end, int(number) if number else None)
    if kind == "hex":
        return Token("hex", found["hex"], start, end)
    if kind == "symbol" and found["symbol"] in "\r\n":
        return Token("word", "par", start, end)
    if kind == "symbol" and found["symbol"] == "\t":
        return Token("word", "tab", start, end)
    if kind == "tab":
        return Token("word", "tab", start, end)
    return Token(kind, found[kind], start, end)


def _skip(source: str, token: Token) -> int:
    """Return where binary content ends."""
    end = token.end + max(token.number or 0, 0)
    if end > len(source):
        raise UnreadableError("the file", "TRUNCATED", "binary content breaks off")
    return end


def _malformed() -> UnreadableError:
    return UnreadableError("the file", "MALFORMED", "it is not well-formed RTF")
