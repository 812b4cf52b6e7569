"""How a YAML scalar is written: where its characters stand, or that only all of it can be written.

What is found here is checked against what PyYAML read. Where the two differ the scalar is written
anew, so a doubt never costs more than its looks.
"""

from __future__ import annotations

import json
import re
from array import array

from deident.formats.written import Run, Whole, Written, simple

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0abtnvfre \"/\\N_LP\t]))|''"
)
_MEANT = dict(
    zip('0abtnvfre "/\\N_LP\t', '\0\a\b\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029\t', strict=True)
)
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#(?P<comment>[^\r\n]*))?\r?\n?")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_UNQUOTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_HEX = 16


def scalar(
    source: str, start: int, end: int, value: str, style: str
) -> tuple[Written, tuple[int, int] | None]:
    """Return a scalar's characters, and where the comment in a block's header stands."""
    if style in ("|", ">"):
        found = _HEADER.match(source, start, end)
        body = found.end() if found else start
        comment = found.span("comment") if found and found["comment"] else None
        run = _block(source, body, end, value)
        return (Written((run,)) if run else _anew(source, start, end, value)), comment
    if style in ("'", '"'):
        quoted = _quoted(source, start, end, style)
        if quoted is not None and quoted.text == value:
            return Written((quoted,)), None
    if not style and "base64," in value and source[start:end] == value:
        return Written((simple(value, start, _in_block),)), None
    return _anew(source, start, end, value), None


def _anew(source: str, start: int, end: int, value: str) -> Written:
    """Let any change write the whole scalar in quotes, and leave the line break behind a block."""
    while end > start and source[end - 1] in "\r\n":
        end -= 1
    return Written((simple(value, start, str),), Whole(start, end, in_quotes))


def in_quotes(text: str) -> str:
    """Return a text as a scalar on one line, whatever stands in it."""
    if _UNQUOTABLE.search(text):
        return json.dumps(text, ensure_ascii=True)
    return "'" + text.replace("'", "''") + "'"


def _quoted(source: str, start: int, end: int, style: str) -> Run | None:
    """Return the characters between quotes on one line."""
    raw, start = source[start + 1 : end - 1], start + 1
    if "\n" in raw or "\r" in raw:
        return None
    single = style == "'"
    escape = _in_single if single else _in_double
    if ("'" if single else "\\") not in raw:
        return simple(raw, start, escape)
    parts: list[str] = []
    places = array("q")
    at = 0
    for found in _ESCAPE.finditer(raw):
        if (found.group() == "''") != single:
            continue
        parts.append(raw[at : found.start()])
        places.extend(range(start + at, start + found.start() + 1))
        at = found.end()
        code = found[1] or found[2] or found[3]
        parts.append("'" if single else chr(int(code, _HEX)) if code else _MEANT[found[4]])
    parts.append(raw[at:])
    places.extend(range(start + at, start + len(raw) + 1))
    return Run("".join(parts), places[:-1], places[1:], escape)


def _in_single(new: str) -> str:
    return new.replace("'", "''").replace("\n", " ")


def _in_double(new: str) -> str:
    return json.dumps(new, ensure_ascii=False)[1:-1]


def _in_block(new: str) -> str:
    return new.replace("\n", " ").replace("\r", " ")


def _block(source: str, start: int, end: int, value: str) -> Run | None:
    """Find the characters of a block one by one: blanks between its lines are folds."""
    starts, ends = array("q"), array("q")
    at = 0
    for line in _LINE.finditer(source, start, end):
        content, begin = line[1], line.start()
        bare = content.lstrip(" ")
        if not bare:
            continue
        # Folds first: they stand where the line break before this line does.
        stop = at
        while stop < len(value) and value[stop] in " \n" and value[stop] != bare[0]:
            stop += 1
        starts.extend([begin] * (stop - at))
        ends.extend([begin] * (stop - at))
        if not value.startswith(bare, stop):
            return None
        begin += len(content) - len(bare)
        starts.extend(range(begin, begin + len(bare)))
        ends.extend(range(begin + 1, begin + len(bare) + 1))
        at = stop + len(bare)
    rest = len(value) - at
    if value[at:].strip("\n"):
        return None
    starts.extend([end] * rest)
    ends.extend([end] * rest)
    return Run(value, starts, ends, _in_block)
