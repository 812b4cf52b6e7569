"""What stands in attributes, scripts and style sheets, read down to the characters meant."""

from __future__ import annotations

import re
from array import array
from heapq import merge
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.web import escapes as escapes
from deident.formats.web.computed import (
    STRING,
    Chain,
    Computed,
    Packed,
    computed,
    computes,
    is_locked,
    unquoted,
)
from deident.formats.web.gathered import Address, addresses
from deident.formats.web.items import reversing
from deident.formats.web.layers import Layer
from deident.formats.web.tags import may_tell, style_tells
from deident.formats.web.turned import turning
from deident.formats.web.units import Run, Unit, Written
from deident.model import NO_LABELS, Kind, Labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deident.formats.web.gathered import Gathered
    from deident.formats.web.tags import Attribute

_MARKUP = re.compile(r"<[A-Za-z/!]")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_PERCENT_U = re.compile(r"%u[0-9a-fA-F]{4}")
_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")
_REFERENCE = re.compile(r"&(?:#|[A-Za-z]{2,8};)")
_JSON = re.compile(r"\s*(?:\{\s*[\"'\\}]|\[\s*[\[{\"'\\])")
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n\r]|\\(?:\r\n|[\s\S]))*+"?|'(?:[^'\\\n\r]|\\(?:\r\n|[\s\S]))*+'?
    |`(?:[^`\\]|\\[\s\S])*+`?)
    |(?P<comment>//[^\n\r]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    |(?P<number>(?<![\w$.\-"'`])[0-9]{5,}+(?![\w$."'`*]))""",
    re.VERBOSE | re.ASCII,
)
_KEY = re.compile(r"([\w$-]{1,40})[\"']?\s*[:=]\s*(?:[\w$.]{1,40}\([\"'`]?){0,3}[\[(]?\s*\Z")
_GOES_ON = re.compile(
    r"\s*+(?:[\s)]*+\+[\s(]*+|\)?\s*+[;,]?\s*+(?:[\w$.]{1,60}\s*+\+=|document\s*+\.\s*+write(?:ln)?\s*+\())\s*+"
)
_RUNS = re.compile(
    r"(?<![\w$])(?:eval|setTimeout|setInterval|execScript"
    r"|Function)\s*\(\s*(?:[\"'][\w$, ]{0,30}[\"']\s*,\s*){0,4}\Z"
)
_LONG_NUMBER = re.compile("[0-9*]{7,}")
_STRING = re.compile(STRING)
_STATEMENT = re.compile(r"[^;{}\n\r]++|[;{}\n\r]++")
_LINE = re.compile(r"[^\n\r]++|[\n\r]++")
_TAIL = 60
_DEEPEST = 6


class Context(NamedTuple):
    """What everything read here lies in."""

    depth: int = 0
    part: str = ""
    kind: Kind | None = None
    removable: str = ""


class Values:
    """Reads the values of one page, or of a page inside it.

    `nested` walks markup that stands in a value.
    """

    def __init__(
        self, gathered: Gathered, context: Context, nested: Callable[[Layer, Context], None]
    ) -> None:
        self._gathered = gathered
        self._context = context
        self._nested = nested

    def attribute(self, markup: Layer, start: int, read: Attribute, kind: Kind, row: str) -> None:
        """Read the value of an attribute; `row` is the word that labels it."""
        layer = markup.within(
            start + read.start,
            start + read.end,
            escapes.attribute_entities,
            escapes.to_quoted if read.quoted else escapes.to_unquoted,
        )
        if read.name == "style":
            self.style(layer)
        elif read.name == "srcdoc":
            self.markup(layer, "attribute", Kind.HIDDEN)
        elif read.name.startswith("on"):
            self.script(layer)
        else:
            self.value(layer, "attribute", kind, Labels(row=row) if row else NO_LABELS)

    def value(self, layer: Layer, part: str, kind: Kind, labels: Labels = NO_LABELS) -> None:
        """Read a value whatever it is written in: an address, JSON, markup, or words."""
        text = layer.text
        if text[:40].lstrip().lower().startswith("data:"):
            self.words(layer, part, kind, labels)
            return
        if text[:20].lstrip().lower().startswith("javascript:"):
            self.script(layer.within(0, len(text), escapes.percent, escapes.to_address))
            return
        for _ in range(_DEEPEST):
            if _MARKUP.search(layer.text):
                self.markup(layer, part, kind)
                return
            if _JSON.match(layer.text):
                self.script(layer)
                return
            inner = _deeper(layer)
            if inner is None or inner.text == layer.text:
                break
            layer = inner
        self.words(layer, part, kind, labels)

    def markup(self, layer: Layer, part: str, kind: Kind) -> None:
        """Read a page, or a piece of one, that stands in a value."""
        own = self._context
        if own.depth >= _DEEPEST:
            self.words(layer, part, kind)
            return
        part = own.part or part
        self._nested(layer, own._replace(depth=own.depth + 1, part=part, kind=own.kind or kind))

    def script(self, layer: Layer) -> None:
        """Read a script or JSON: strings, numbers, comments, and names that look like more."""
        text, at = layer.text, 0
        key = ""
        if is_locked(text):
            self._gathered.unreadable("COMPUTED_TEXT", "script")
        tokens = list(_TOKEN.finditer(text))
        for start, end, step in _steps(text, tokens):
            if start < at:
                continue  # it was read with what stands before it
            if at < start:
                self._code(layer, at, start)
                named = _KEY.search(text, max(at, start - _TAIL), start)
                key = named[1] if named else key
            at = end
            if not isinstance(step, int):
                self._computed(layer, step, key)
            elif tokens[step].lastgroup == "string":
                sum_ = _summed(text, tokens, step)
                at = end = sum_[-1][1]
                strings = [unquoted(text, *span) for span in sum_]
                word = self._strings(layer, strings, key, run=_is_run(text, start))
                key = word if text[end : end + 8].lstrip()[:1] == ":" else key
            elif tokens[step].lastgroup == "comment":
                self._code(layer, start, end)
            else:
                self._number(layer, start, end, key)
        self._code(layer, at, len(text))

    def _computed(self, layer: Layer, made: Computed, key: str) -> None:
        """Read what a script puts together out of literals as what it comes to."""
        labels = Labels(row=key) if key else NO_LABELS
        if isinstance(made, Chain):
            if not made.turned:
                self._strings(layer, made.strings, key)
                return
            inner = layer.within(*made.strings[0], escapes.script, escapes.to_script)
            if may_tell(inner.text[::-1]):
                runs = Run(inner.text, inner).turned()
                self._unit(runs, "script", Kind.METADATA, labels)
        elif isinstance(made, Packed):
            address = Address(made.start + 1, made.end - 1, made.kind, "", made.content, bare=True)
            self._gathered.carry(layer, address)
        else:
            start, end = layer.at(made.start), layer.at(made.end)
            places = array("q", [start] * len(made.text) + [end])
            whole = Layer(made.text, layer.escape, places)
            unit = self._unit([Run(made.text, whole)], "script", Kind.METADATA, labels)
            unit.written = Written(start, end, lambda new: layer.escape(made.write(new)))

    def _strings(
        self, layer: Layer, spans: list[tuple[int, int]], key: str, *, run: bool = False
    ) -> str:
        """Read a string, or several that the script puts together, and return its beginning.

        What is `run` is a script itself.
        """
        inner = [
            layer.within(start, end, escapes.script, escapes.to_script) for start, end in spans
        ]
        if len(inner) > 1 and _tears_a_number([one.text for one in inner]):
            labels = Labels(row=key) if key else NO_LABELS
            self._unit([Run(one.text, one) for one in inner], "script", Kind.METADATA, labels)
            return inner[0].text[:_TAIL]
        for one in inner:
            if run:
                self.script(one)
            elif may_tell(one.text):
                self.value(one, "script", Kind.METADATA, Labels(row=key) if key else NO_LABELS)
        return inner[0].text[:_TAIL] if inner else ""

    def _number(self, layer: Layer, start: int, end: int, key: str) -> None:
        labels = Labels(row=key) if key else NO_LABELS
        unit = self._unit(
            [Run(layer.text[start:end], layer, start)], "script", Kind.METADATA, labels
        )
        unit.bare = True

    def _code(self, layer: Layer, start: int, end: int) -> None:
        if not may_tell(layer.text[start:end]):
            return
        for line in _LINE.finditer(layer.text, start, end):
            if may_tell(line.group()):
                inner = layer.within(*line.span(), escapes.script, escapes.to_script)
                self.words(inner, "script", Kind.METADATA)

    def style(self, layer: Layer) -> None:
        """Read a style sheet: whatever in it is more than measures, colours and fonts."""
        if "unicode-bidi" in layer.text:
            self._gathered.turning |= turning(layer.text)
        self._gathered.reversing |= reversing(layer.text)
        if not style_tells(layer.text):
            return
        for start, end in self._without_addresses(layer):
            for statement in _STATEMENT.finditer(layer.text, start, end):
                if style_tells(statement.group()) and not self._shown(layer, *statement.span()):
                    inner = layer.within(*statement.span(), escapes.style, escapes.to_style)
                    self._words(inner, "style", Kind.METADATA)

    def _shown(self, layer: Layer, start: int, end: int) -> bool:
        """Read strings that a style sheet shows side by side, where they are one number."""
        strings = [found.span() for found in _STRING.finditer(layer.text, start, end)]
        if len(strings) < 2 or "content" not in layer.text[start:end]:
            return False
        inner = [
            layer.within(low + 1, high - 1, escapes.style, escapes.to_style)
            for low, high in strings
        ]
        if not _tears_a_number([one.text for one in inner]):
            return False
        self._unit([Run(one.text, one) for one in inner], "style", Kind.METADATA, NO_LABELS)
        return True

    def words(self, layer: Layer, part: str, kind: Kind, labels: Labels = NO_LABELS) -> None:
        """Read a text as it is, but for the documents written into it."""
        for start, end in self._without_addresses(layer):
            if start == 0 and end == len(layer.text):
                self._words(layer, part, kind, labels)
            else:
                self._words(layer.within(start, end), part, kind, labels)

    def _without_addresses(self, layer: Layer) -> Iterator[tuple[int, int]]:
        at = 0
        if "data:" in layer.text.lower():
            for address in addresses(layer.text):
                self._gathered.carry(layer, address)
                yield at, address.start
                at = address.end
        yield at, len(layer.text)

    def _words(self, layer: Layer, part: str, kind: Kind, labels: Labels = NO_LABELS) -> None:
        text = layer.text
        blanks = len(text) - len(text.lstrip())
        if blanks < len(text):
            self._unit([Run(text.strip(), layer, blanks)], part, kind, labels)

    def _unit(self, runs: list[Run], part: str, kind: Kind, labels: Labels) -> Unit:
        own = self._context
        unit = Unit(
            runs, own.kind or kind, own.part or part, labels=labels, removable=own.removable
        )
        self._gathered.others.append(unit)
        return unit


def _steps(text: str, tokens: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, Computed | int]]:
    """Yield the tokens of a script by their numbers, and before its parts what it puts together."""
    made: list[tuple[int, int, Computed | int]] = []
    if computes(text):
        made = [(one.start, one.end, one) for one in computed(text)]
    written = ((*token.span(), number) for number, token in enumerate(tokens))
    return merge(made, written, key=itemgetter(0)) if made else written


def _summed(text: str, tokens: Sequence[re.Match[str]], number: int) -> list[tuple[int, int]]:
    """Return the strings that a script adds up, from this token on."""
    spans = [tokens[number].span()]
    for following in range(number + 1, len(tokens)):
        token = tokens[following]
        if token.lastgroup != "string" or not _GOES_ON.fullmatch(text, spans[-1][1], token.start()):
            break
        spans.append(token.span())
    return spans


def _is_run(text: str, start: int) -> bool:
    """Say whether a string is handed to what runs it as a script."""
    return _RUNS.search(text, max(0, start - _TAIL), start) is not None


def _tears_a_number(texts: Sequence[str]) -> bool:
    """Say whether a number goes on from one text into the next."""
    bounds = set(accumulate(map(len, texts)))
    return any(
        any(found.start() < bound < found.end() for bound in bounds)
        for found in _LONG_NUMBER.finditer("".join(texts))
    )


def _deeper(layer: Layer) -> Layer | None:
    """Decode a value once more, where it still is in the writing of something else."""
    whole = 0, len(layer.text)
    if _PERCENT_U.search(layer.text):
        return layer.within(*whole, escapes.escaped, escapes.to_escaped)
    if _PERCENT.search(layer.text):
        return layer.within(*whole, escapes.percent, escapes.to_address)
    if _ESCAPE.search(layer.text):
        return layer.within(*whole, escapes.script, escapes.to_script)
    if _REFERENCE.search(layer.text):
        return layer.within(*whole, escapes.entities, escapes.to_text)
    return None
