"""How one line of a typed table falls into columns.

What parts the columns may also stand inside a value: blanks in 1402 9919 5602 2109 93, commas in
7,500.00 and in "…", slashes in 2021/3/4. A line that has too many columns is looked at again with
such values whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANK = " \t\r\n\u3000\xa0"
"""What stands around a line and around the text of a column, and is no part of either."""

UNDER_WORDS = (",", ";", "、", "/", " ")
"""What may stand between columns only under a line of header words, in the order of trying."""

PIPES = "|｜│┃║∣￨"  # noqa: RUF001 full-width, and the borders of drawn tables
_PIPE = re.compile(rf"(?<!\\)[{PIPES}]")
_SEPARATORS = {
    "|": _PIPE,
    "\t": re.compile(r"\t"),
    "  ": re.compile(r"[ \u3000]{2,}|\t[ \u3000\t]*"),
    " ": re.compile(r"[ \u3000\xa0]+"),
    ",": re.compile("[,，]"),
    ";": re.compile("[;；]"),
    "、": re.compile("、"),
    "/": re.compile("/"),
}
_DIGIT = "[0-9*＊]"
_END = f"(?!{_DIGIT}|[ -]{_DIGIT})"
_QUOTED = '"[^"\n]*"'
# 李 英: a name of two characters is as wide as one of three.
_SPREAD = (
    r"(?<![^ \t\u3000\xa0])(?![男女])[一-龥][ \u3000\xa0]{1,4}(?![男女])[一-龥](?![^ \t\u3000\xa0])"
)
_WHOLE = {
    "  ": re.compile(_SPREAD),
    # A name, a mobile, an ID and a card in groups, or a number digit by digit.
    " ": re.compile(
        rf"{_SPREAD}|"
        rf"(?<!{_DIGIT})(?:"
        rf"(?:[(（]?[+0]0?86[)）]?[ -]?)?1[3-9]{_DIGIT}(?:[ -]?{_DIGIT}{{4}}){{2}}(?!{_DIGIT})"
        rf"|[1-9][0-9]{{5}}[ -]?{_DIGIT}{{8}}[ -]?{_DIGIT}{{3}}[0-9Xx*](?!{_DIGIT})"
        rf"|[1-9][0-9]{{3}}(?:[ ]{_DIGIT}{{4}}){{2,3}}(?:[ ](?:{_DIGIT}{{1,4}}|[0-9][0-9Xx]))?"
        rf"(?!{_DIGIT})"
        rf"|1[ ][3-9](?:[ ]{_DIGIT}){{9}}{_END}"
        rf"|[1-9](?:[ ]{_DIGIT}){{16}}[ ][0-9Xx*]{_END}"
        r")"
    ),
    ",": re.compile(
        rf"{_QUOTED}|(?<![0-9.])[￥¥]?[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+(?:\.[0-9]{{1,2}})?(?![0-9])"
    ),
    "/": re.compile(r"(?<![0-9/])(?:19|20)[0-9]{2}/[0-9]{1,2}(?:/[0-9]{1,2})?(?![0-9])"),
    ";": re.compile(_QUOTED),
}

Fields = tuple[tuple[int, int, int], ...]
"""For every filled column of a row: the column, and where its text starts and ends."""


class RowLines(NamedTuple):
    """A row begins in line `start`; from `loose` on, up to `end`, its lines are other text."""

    start: int
    loose: int
    end: int


def width(kind: str, line: str, *, whole: bool = False) -> int:
    """Count the columns of a line; values that hold a separator are kept together on demand."""
    body = line.strip(BLANK)
    return 1 + sum(1 for _ in _cuts(kind, body, 0, len(body), whole=whole)) if body else 0


def pipes(line: str) -> int:
    """Count the columns that pipes make; 0 where there is none."""
    body = line.strip(BLANK)
    found = sum(1 for _ in _PIPE.finditer(body))
    if not found:
        return 0
    return found + 1 - bool(_PIPE.match(body)) - bool(_PIPE.match(body, len(body) - 1))


def words(kind: str, line: str) -> list[str]:
    """Return the columns of a line, trimmed and without the quotes around them."""
    return [_unquoted(word.strip(BLANK)) for word in _SEPARATORS[kind].split(line.strip(BLANK))]


def fields(kind: str, line: str, *, whole: bool = False) -> Fields:
    """Cut a line into columns, trim them, and leave out those without text."""
    start, stop = len(line) - len(line.lstrip(BLANK)), len(line.rstrip(BLANK))
    if kind == "\t":
        start = 0
    elif kind == "|":
        start += bool(_PIPE.match(line, start))
    spans = []
    for low, high in _cuts(kind, line, start, stop, whole=whole):
        spans.append((start, low))
        start = high
    return _filled(line, [*spans, (start, stop)])


def _cuts(kind: str, line: str, start: int, stop: int, *, whole: bool) -> Iterator[tuple[int, int]]:
    """Yield where the separators stand; none of those inside a value that is kept whole."""
    kept = _WHOLE.get(kind) if whole else None
    values = kept.finditer(line, start, stop) if kept else iter(())
    value = next(values, None)
    for found in _SEPARATORS[kind].finditer(line, start, stop):
        while value is not None and value.end() <= found.start():
            value = next(values, None)
        if value is None or found.start() < value.start():
            yield found.span()


def _filled(line: str, spans: list[tuple[int, int]]) -> Fields:
    trimmed = []
    for column, (start, end) in enumerate(spans):
        text = line[start:end]
        if kept := text.strip(BLANK):
            first = start + text.index(kept[0]) + (kept != _unquoted(kept))
            trimmed.append((column, first, first + len(_unquoted(kept))))
    return tuple(trimmed)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' else text
