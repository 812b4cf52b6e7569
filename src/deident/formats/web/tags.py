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
from deident.formats.web.items import is_reversed
from deident.formats.web.said import word_of
from deident.formats.web.turned import is_turned
from deident.making import unprinted

_WS = r"[\t\n\f\r ]"
_VALUE = rf"={_WS}*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\t\n\f\r >]++|(?=>))"
STEP = re.compile(
    rf"[^<]*+(<(/?)([A-Za-z][^\t\n\f\r />]*+)"
    rf"((?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_WS}*+{_VALUE}|(?!{_WS}*+=)))*+)>)"
)
"""Text without a bracket and the tag behind it, its slash, its name and the rest."""

WHOLE, _SLASH, NAME, REST = 1, 2, 3, 4

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
_NUMBER = r"[\s,]*+[+-]?(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+"
_SEVERAL = re.compile(rf"{_NUMBER}(?:[\s,-]{_NUMBER})++[\s,]*+")
_MOVES = re.compile(rf"(?:\s*+\b\w{{5,10}}\s*+\((?:{_NUMBER})++[\s,]*+\)[\s,]*+)++")
_DRAWN = {
    "d": re.compile(rf"\s*+[Mm](?:{_NUMBER})++(?:\s*+[A-Za-z](?:{_NUMBER})*+)*+[\s,]*+"),
    **dict.fromkeys(("points", "viewbox", "coords", "coordsize"), _SEVERAL),
    **dict.fromkeys(("transform", "gradienttransform", "patterntransform"), _MOVES),
}
_VALUES = frozenset({"value", "content", "srcdoc"})
_SETTING = 4
_ENOUGH_SPAN = 100
_CACHED = 512
_MOST_KNOWN = 1 << 13


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
    turned: bool
    reversed: bool
    word: str

    def __repr__(self) -> str:
        return unprinted(self)


class Name(NamedTuple):
    """What the name of a tag says.

    A plain one says nothing, one that `breaks` only that a line ends here; `tabular` are rows and
    cells.
    """

    name: str
    tells: bool
    block: bool
    void: bool
    raw: bool
    plain: bool
    breaks: bool
    tabular: bool


class Tag(NamedTuple):
    """What one tag says. `notes` is None without attributes.

    One whose attributes are `quiet` says no more than its name does.
    """

    is_end: bool
    name: Name
    rest: str
    notes: Notes | None
    quiet: bool

    def __repr__(self) -> str:
        return unprinted(self)


def tag(found: re.Match[str]) -> Tag:
    """Return what the tag at the end of a step says."""
    written = found[WHOLE]
    known = _known_tags.get(written)
    if known is None:
        known = _said(bool(found[_SLASH]), named(found[NAME]), found[REST])
        if len(written) <= _CACHED:
            if len(_known_tags) >= _MOST_KNOWN:
                _known_tags.clear()
            _known_tags[written] = known
    return known


def _said(is_end: bool, name: Name, rest: str) -> Tag:
    noted = notes(rest, name.name) if rest and not rest.isspace() else None
    quiet = noted is None or not (
        noted.read or noted.names or noted.hidden or noted.turned or noted.reversed or noted.word
    )
    return Tag(is_end, name, rest, noted, quiet and not name.tells and not rest.endswith("/"))


_known_tags: dict[str, Tag] = {}


@lru_cache(maxsize=1 << 10)
def named(name: str) -> Name:
    """Return what the name of a tag says, however it is written; a plain one says nothing."""
    name = name.lower()
    block, raw = name in words.BLOCKS, name in words.RAW or name in words.DECODED_RAW
    special = name in words.FOREIGN or name in words.APART or name == "br"
    plain = not (block or raw or special)
    tabular = name in words.TABULAR
    breaks = block and not (raw or special or tabular or name in words.PLACED)
    return Name(name, may_tell(name), block, name in words.VOID, raw, plain, breaks, tabular)


def notes(rest: str, tag: str = "") -> Notes:
    """Return what stands between a tag's name and its end. Pages repeat themselves."""
    return _cached_notes(rest, tag) if len(rest) <= _CACHED else _notes(rest, tag)


def _notes(rest: str, tag: str) -> Notes:
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
    ways = is_turned(tag, values), is_reversed(values)
    return Notes(tuple(read), tuple(names), values, hidden, spans, *ways, word_of(values))


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
        return _LONG_NUMBER.search(value) is not None and not _is_drawn(name, value)
    if name == "style":
        return style_tells(value)
    if name in words.QUIET:
        return name != "face" and may_tell(value)
    if name in words.SHOWN or name in _VALUES:
        return True
    return (len(value) > _SETTING and not name.startswith("xmlns")) or may_tell(value)


def _is_drawn(name: str, value: str) -> bool:
    """Say whether a value is nothing but the coordinates of a shape; a star there would break it.

    A number alone is none, whatever the attribute is called.
    """
    drawn = _DRAWN.get(name)
    return drawn is not None and drawn.fullmatch(value) is not None


def is_shown(name: str) -> bool:
    """Say whether a browser may show the attribute's value as words."""
    return name in words.SHOWN


def _span(value: str) -> int:
    digits = value.strip()[:4]
    spans = int(digits) if digits.isascii() and digits.isdecimal() else 1
    return min(max(spans, 1), _ENOUGH_SPAN)
