"""The items of JSON: strings, numbers, keys and comments, in the order they stand in."""

from __future__ import annotations

import json
import re
from array import array
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.structured.items import Item, Lines, Named, Repeat, Unit
from deident.formats.structured.layers import spelt
from deident.formats.structured.shape import Shape
from deident.formats.structured.values import Inside
from deident.formats.written import Run, Whole, Written, simple
from deident.model import Kind, Locator

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 1000
_TOKEN = re.compile(
    r"(?P<blank>[ \t\r\n\ufeff\u00a0]++)"
    r'|(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")'
    r"|(?P<mark>[{}\[\],:])"
    r"|(?P<number>-?[0-9]++(?:\.[0-9]*+)?(?:[eE][+-]?[0-9]++)?(?![0-9A-Za-z_.+-]))"
    r"|(?P<word>(?:true|false|null|undefined|NaN|-?Infinity)(?![0-9A-Za-z_]))"
    r"|(?P<comment>//[^\r\n]*+|/\*.*?\*/)"
    r"|(?P<bad>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\u200b"}
_HEX = 16
_HALF = re.compile("[\ud800-\udfff]")
_SEVERAL = re.compile(r"\s*\{[^\r\n]*\}[ \t]*[\r\n]+\s*\{")


def items(text: str) -> Iterator[Item]:
    """Yield everything that says something."""
    return _Reader(text).items()


def is_json(text: str) -> bool:
    """Say whether a text is JSON that this module reads."""
    try:
        for _ in _Reader(text, shallow=True).items():
            pass
    except UnreadableError:
        return False
    return True


class _Reader:
    """Walks a text once. `shallow` looks into no value."""

    def __init__(self, text: str, *, shallow: bool = False) -> None:
        self._text = text
        self._shape = Shape(Named())
        if _SEVERAL.match(text):
            # One record to a line: the lines are a table.
            self._shape.open_array()
        self._lines = Lines(text)
        self._inside = None if shallow else Inside(is_json)
        self._ends: list[str] = []
        self._values = self._keys = self._comments = 0
        self._known: dict[tuple[int, str, str], str] = {}

    def items(self) -> Iterator[Item]:
        """Yield everything that says something."""
        at = 0
        state = "value"
        for token in _TOKEN.finditer(self._text):
            at = token.end()
            group = token.lastgroup or "bad"
            if group == "blank":
                continue
            if group == "bad":
                raise self._broken(at)
            if group == "comment":
                yield from self._comment(token)
            elif group == "mark":
                state = self._mark(token.group(), state, at)
            elif state in ("key", "first key"):
                if group != "string":
                    raise self._broken(at)
                yield from self._key(token)
                state = "colon"
            elif state in ("value", "first value", "more"):
                # What follows a finished value outside everything is a value of its own.
                yield from self._value(token, group)
                state = "comma" if self._ends else "more"
            else:
                raise self._broken(at)
        if self._ends or state != "more":
            raise self._broken(at)

    def _mark(self, mark: str, state: str, at: int) -> str:
        if mark in "{[" and state in ("value", "first value", "more"):
            if len(self._ends) >= _DEEPEST:
                raise UnreadableError(
                    f"line {self._lines.at(at)}", "TOO_DEEP", "it is nested too deeply"
                )
            if mark == "{":
                self._shape.open_object()
            else:
                self._shape.open_array()
            self._ends.append("}" if mark == "{" else "]")
            return "first key" if mark == "{" else "first value"
        closes = state in ("comma", "first key", "first value", "key") or (
            state == "value" and self._ends and self._ends[-1] == "]"
        )
        if mark in "}]" and closes and self._ends and self._ends[-1] == mark:
            self._ends.pop()
            self._shape.close()
            return "comma" if self._ends else "more"
        if mark == "," and state == "comma":
            return "key" if self._ends[-1] == "}" else "value"
        if mark == "," and state == "more":
            return "value"
        if mark == ":" and state == "colon":
            return "value"
        raise self._broken(at)

    def _broken(self, at: int) -> UnreadableError:
        line = self._lines.at(at)
        return UnreadableError(f"line {line}", "MALFORMED", "it is not well-formed JSON")

    def _key(self, token: re.Match[str]) -> Iterator[Item]:
        self._keys += 1
        run = _string(token)
        column = self._shape.key(run.text)
        if self._inside is None or not run.text.strip():
            return
        name = f"k{self._keys}"
        if column is not None:
            # A key that comes back in every record is one segment.
            first = self._known.setdefault((*column, run.text), name)
            if first != name:
                yield Repeat(first, Written((run,)))
                return
        line = Locator(part="key", line=self._lines.at(token.start()))
        yield Unit(name, Written((run,)), line, Kind.METADATA, repeats=column is not None)

    def _value(self, token: re.Match[str], group: str) -> Iterator[Item]:
        self._values += 1
        run = _RUNS[group](token)
        slot = self._shape.value(run.text)
        if self._inside is None or group == "word":
            return
        line, cell = self._lines.at(token.start()), slot.cell
        where = (
            Locator(line=line, row=cell.row + 1, column=cell.column + 1)
            if cell
            else Locator(line=line)
        )
        whole = Whole(token.start(), token.end(), json.dumps) if group == "number" else None
        unit = Unit(
            f"v{self._values}",
            Written((run,), whole),
            where,
            Kind.CELL if cell else Kind.BODY,
            slot.labels,
            cell,
            grid=slot.grid,
            header=slot.header,
        )
        if whole is not None:
            yield unit
        else:
            yield from self._inside.items(unit)

    def _comment(self, token: re.Match[str]) -> Iterator[Item]:
        self._comments += 1
        text = token.group()
        words = text[2:-2] if text.startswith("/*") else text[2:]
        if self._inside is not None and words.strip():
            line = Locator(part="comment", line=self._lines.at(token.start()))
            run = simple(words, token.start() + 2, _in_comment)
            yield Unit(f"c{self._comments}", Written((run,)), line, Kind.COMMENT)


def _in_comment(new: str) -> str:
    return new.replace("*/", "* /").replace("\n", " ").replace("\r", " ").replace("/", "\u2215")


def _escaped(new: str) -> str:
    return json.dumps(new, ensure_ascii=False)[1:-1]


def _string(token: re.Match[str]) -> Run:
    """Return the characters of a string, and where each of them is written."""
    raw, start = token.group()[1:-1], token.start() + 1
    if "\\" not in raw:
        return simple(raw, start, _escaped)
    parts: list[str] = []
    places = array("q")
    at = 0
    for found in _ESCAPE.finditer(raw):
        parts.append(raw[at : found.start()])
        places.extend(range(start + at, start + found.start()))
        places.append(start + found.start())
        at = found.end()
        unit, byte, other = found.groups()
        code = unit or byte
        meant = chr(int(code, _HEX)) if code else _MEANT.get(other, other)
        before = parts[-2] if len(parts) > 1 and not parts[-1] else ""
        if "\udc00" <= meant <= "\udfff" and "\ud800" <= before <= "\udbff":
            meant = chr(0x10000 + ((ord(before) - 0xD800) << 10) + ord(meant) - 0xDC00)
            parts[-2:] = [""]
            places.pop()
        parts.append(meant)
    parts.append(raw[at:])
    places.extend(range(start + at, start + len(raw) + 1))
    # A lone half of a pair has no bytes; a NUL shows nothing.
    text = _HALF.sub("\ufffd", "".join(parts)).replace("\0", "\u200b")
    return Run(text, places[:-1], places[1:], _escaped)


def _number(token: re.Match[str]) -> Run:
    return simple(spelt(token.group()), token.start(), _escaped)


def _word(token: re.Match[str]) -> Run:
    return simple(token.group(), token.start(), _escaped)


_RUNS = {"string": _string, "number": _number, "word": _word}
