"""How a tag is written, and what each tag and attribute means for the text around and in it.

The pattern follows the rules of the HTML standard: a quote counts only behind `=`, an attribute may
be named almost anything, a tag whose quote is never closed goes on to the end. Every repetition is
possessive, so that hostile input takes one walk.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from deident.formats.web import words as words
from deident.formats.web.escapes import attribute_entities
from deident.making import unprinted

_WS = r"[\t\n\f\r ]"
_VALUE = rf"={_WS}*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\t\n\f\r >]++|(?=>))"
TAG = re.compile(
    rf"<(/?)([A-Za-z][^\t\n\f\r />]*+)"
    rf"((?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_WS}*+{_VALUE}|(?!{_WS}*+=)))*+)>"
)
OPENING = re.compile("<(?=[A-Za-z/!?])")
_ATTRIBUTE = re.compile(
    rf"([^\t\n\f\r />][^\t\n\f\r />=]*+)"
    rf"(?:{_WS}*+={_WS}*+(?:\"([^\"]*+)\"|'([^']*+)'|((?![\"'])[^\t\n\f\r >]++)|(?=>|\Z)))?"
)

_MAY_TELL = re.compile(
    r"(?<![0-9.])[0-9*](?:[ \-]?[0-9*]){4,}|[^\x00-\x7f]|[@%&\\]|data:|script:", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"(?<![0-9.])[0-9*]{11,}|[^\x00-\x7f]|[&@]")
_FONTS = re.compile(
    r"(?:(?:[a-z]{1,12}-){0,3}font-family|font|face|mso-style-name)\s*:[^;{}()@\\0-9]*",
    re.IGNORECASE,
)
_STYLE_TELLS = re.compile(
    r"(?<![0-9.#])[0-9*](?:[ \-]?[0-9*]){6,}|[^\x00-\x7f]|[@\\]|url\(|content", re.IGNORECASE
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0*+\.?+0*+(?:[a-z%]{1,3}+)?+\s*(?:[;!]|\Z)"
    r"|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_VALUES = frozenset({"value", "content", "srcdoc"})
_SETTING = 4
_ENOUGH_SPAN = 100
_CACHED = 512


class Attribute(NamedTuple):
    """Where an attribute's value stands, counted from the end of the tag's name."""

    name: str
    start: int
    end: int
    quoted: bool

    def __repr__(self) -> str:
        return unprinted(self)


class Notes(NamedTuple):
    """What the attributes of a tag say: what must be read, and what they do to the text."""

    read: tuple[Attribute, ...]
    names: tuple[tuple[int, int], ...]
    values: dict[str, str]
    hidden: bool
    spans: tuple[int, int]

    def __repr__(self) -> str:
        return unprinted(self)


class Name(NamedTuple):
    """What the name of a tag says."""

    name: str
    tells: bool
    block: bool
    void: bool
    raw: bool
    plain: bool


@lru_cache(maxsize=1 << 10)
def named(name: str) -> Name:
    """Return what the name of a tag says, however it is written; a plain one says nothing."""
    name = name.lower()
    block, raw = name in words.BLOCKS, name in words.RAW or name in words.DECODED_RAW
    special = name in words.FOREIGN or name in words.APART or name == "br"
    return Name(name, may_tell(name), block, name in words.VOID, raw, not (block or raw or special))


def notes(rest: str) -> Notes:
    """Return what stands between a tag's name and its end. Pages repeat themselves."""
    return _cached_notes(rest) if len(rest) <= _CACHED else _notes(rest)


def _notes(rest: str) -> Notes:
    read: list[Attribute] = []
    names: list[tuple[int, int]] = []
    values: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(rest):
        name = found[1].lower()
        if may_tell(name):
            names.append(found.span(1))
        index = found.lastindex or 0
        value = found[index] if index > 1 else ""
        if not value.strip():
            values.setdefault(name, "")
            continue
        values.setdefault(name, value if "&" not in value else attribute_entities(value)[0])
        if must_read(name, value):
            read.append(Attribute(name, *found.span(index), index < 4))
    hidden = "hidden" in values or bool(_HIDDEN.search(values.get("style", "")))
    spans = (_span(values.get("rowspan", "")), _span(values.get("colspan", "")))
    return Notes(tuple(read), tuple(names), values, hidden, spans)


_cached_notes = lru_cache(maxsize=1 << 13)(_notes)


def may_tell(text: str) -> bool:
    """Say whether a name, an address or a piece of code may hold more than a setting.

    Ten Latin letters without five digits in a row, without a character beyond ASCII and without @
    are nobody's number, address or name.
    """
    return _MAY_TELL.search(text) is not None


def style_tells(text: str) -> bool:
    """Say whether a style holds more than measures, colours and names of fonts."""
    return _STYLE_TELLS.search(_FONTS.sub("", text)) is not None


def must_read(name: str, value: str) -> bool:
    """Say whether an attribute's value is read."""
    if name in words.GEOMETRY:
        return _LONG_NUMBER.search(value) is not None
    if name == "style":
        return style_tells(value)
    if name in words.QUIET:
        return name != "face" and may_tell(value)
    if name in words.SHOWN or name in _VALUES:
        return True
    return (len(value) > _SETTING and not name.startswith("xmlns")) or may_tell(value)


def is_shown(name: str) -> bool:
    """Say whether a browser may show the attribute's value as words."""
    return name in words.SHOWN


def _span(value: str) -> int:
    digits = value.strip()[:4]
    spans = int(digits) if digits.isascii() and digits.isdecimal() else 1
    return min(max(spans, 1), _ENOUGH_SPAN)
