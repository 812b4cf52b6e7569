r"""How characters are written in markup, attributes, addresses, scripts and style sheets.

Every decoder returns the text and where each character stood; every escape writes characters so
that what they stand in reads the same around them.

>>> entities("&#49;&#x34;&amp;1")[0], percent("tel:%31%34")[0], script(r"\u0031\x34")[0]
('14&1', 'tel:14', '14')
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from deident.formats.web.layers import chained, decoded

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator

    Escape = Callable[[str], str]
    Text = tuple[str, array[int] | None]

BLANKS = " \t\n\f\r"
_BLANK_RUN = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")
_REFERENCE = re.compile(
    r"&(?:#(?:[xX]([0-9a-fA-F]++)|([0-9]++));?|([A-Za-z][A-Za-z0-9]{1,31}+)(;?)(?=(=?)))"
)
_LONGEST_NAME = max(map(len, html5))
# What the numbers 128 to 159 mean in every browser: the characters of Windows.
_WINDOWS = {code: bytes((code,)).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_UNREADABLE = "\ufffd"
_HIGHEST, _DIGITS = 0x10FFFF, 8
_PERCENT_RUN = re.compile(r"(?:%[0-9a-fA-F]{2})++")
_ESCAPED = re.compile(r"%u([0-9a-fA-F]{4})(?:%u([dD][c-fC-F][0-9a-fA-F]{2}))?|%([0-9a-fA-F]{2})")
_SCRIPT = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|u\{([0-9a-fA-F]{1,6})\}"
    r"|x([0-9a-fA-F]{2})|([0-3]?[0-7]{1,2})|(\r\n|.))",
    re.DOTALL,
)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_CONTINUED = frozenset({"\n", "\r", "\r\n", "\u2028", "\u2029"})
_STYLE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\n\f\r])?|(\r\n|.))", re.DOTALL)

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_UNQUOTED = str.maketrans(
    {c: f"&#{ord(c)};" for c in "&<>\"'=`\t\n\f\r "},
)
_SCRIPT_MARKS = re.compile("[\\\\\"'`$<>&\0-\x1f\u2028\u2029]")
_STYLE_MARKS = re.compile("[\\\\\"'<>(){};\0-\x1f]")
_PLAIN = frozenset("*0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_MARKS = str.maketrans({"<": "〈", ">": "〉", "\0": ""})


def entities(text: str) -> Text:
    """Decode the character references of a text."""
    return decoded(text, _REFERENCE, _in_text) if "&" in text else (text, None)


def attribute_entities(text: str) -> Text:
    """Decode the character references of an attribute: `&copy=` is part of an address there."""
    return decoded(text, _REFERENCE, _in_attribute) if "&" in text else (text, None)


def _in_text(found: re.Match[str]) -> list[tuple[str, int]] | None:
    width = found.end() - found.start()
    name = found[3]
    if name is None:
        return [(_numeric(found), width)]
    if found[4] and (meant := html5.get(name + ";")):
        return [(meant[0], width)]
    for end in range(min(len(name), _LONGEST_NAME), 1, -1):
        if meant := html5.get(name[:end]):
            rest = name[end:] + found[4]
            return [(meant[0], end + 1), *((character, 1) for character in rest)]
    return None


def _in_attribute(found: re.Match[str]) -> list[tuple[str, int]] | None:
    width = found.end() - found.start()
    name = found[3]
    if name is None:
        return [(_numeric(found), width)]
    meant = html5.get(name + found[4])
    return None if meant is None or (not found[4] and found[5]) else [(meant[0], width)]


def _numeric(found: re.Match[str]) -> str:
    digits = (found[1] or found[2]).lstrip("0")[: _DIGITS + 1] or "0"
    code = int(digits, 16 if found[1] else 10)
    if len(digits) > _DIGITS or not 0 < code <= _HIGHEST or 0xD800 <= code < 0xE000:
        return _UNREADABLE
    return _WINDOWS.get(code) or chr(code)


def collapsed(text: str) -> Text:
    """Write every run of blanks as one, as a browser shows it."""
    return decoded(text, _BLANK_RUN, lambda found: [(" ", found.end() - found.start())])


def shown(text: str) -> Text:
    """Return the characters of a text between tags as a browser shows them."""
    return chained(text, (entities, collapsed))


def percent(text: str) -> Text:
    """Decode the percent signs of an address, up to three times: addresses hold addresses."""
    return chained(text, (_percent_once,) * 3)


def _percent_once(text: str) -> Text:
    return decoded(text, _PERCENT_RUN, _octets) if "%" in text else (text, None)


def _octets(found: re.Match[str]) -> list[tuple[str, int]] | None:
    octets = unquote_to_bytes(found.group())
    for codec in ("utf-8", "gb18030"):
        try:
            text = octets.decode(codec)
        except UnicodeDecodeError:
            continue
        return [(character, 3 * len(character.encode(codec))) for character in text]
    return None


def escaped(text: str) -> Text:
    """Decode what the `escape` of old scripts wrote: `%u5F20`."""
    return decoded(text, _ESCAPED, _unescaped) if "%" in text else (text, None)


def _unescaped(found: re.Match[str]) -> list[tuple[str, int]]:
    unit, low, octet = found.groups()
    width = found.end() - found.start()
    return list(_units(int(unit, 16), low, width)) if unit else [(chr(int(octet, 16)), width)]


def script(text: str) -> Text:
    """Decode the escapes of a script's string."""
    return decoded(text, _SCRIPT, _in_script) if "\\" in text else (text, None)


def _in_script(found: re.Match[str]) -> list[tuple[str, int]]:
    width = found.end() - found.start()
    unit, low, code, octet, octal, other = found.groups()
    if unit is not None:
        return list(_units(int(unit, 16), low, width))
    if other is not None:
        return [] if other in _CONTINUED else [(_CONTROLS.get(other, other), width)]
    number = int(octal, 8) if octal else int(code or octet, 16)
    return [(chr(number) if 0 < number <= _HIGHEST else _UNREADABLE, width)]


def _units(high: int, low: str | None, width: int) -> Iterator[tuple[str, int]]:
    """Yield the characters of one or two UTF-16 units."""
    if low is None:
        yield _whole(high), width
    elif 0xD800 <= high < 0xDC00:
        yield chr(0x10000 + ((high - 0xD800) << 10) + int(low, 16) - 0xDC00), width
    else:
        yield _whole(high), width // 2
        yield _UNREADABLE, width // 2


def _whole(unit: int) -> str:
    return _UNREADABLE if unit == 0 or 0xD800 <= unit < 0xE000 else chr(unit)


def style(text: str) -> Text:
    """Decode the escapes of a style sheet."""
    return decoded(text, _STYLE, _in_style) if "\\" in text else (text, None)


def _in_style(found: re.Match[str]) -> list[tuple[str, int]]:
    width = found.end() - found.start()
    if found[2]:
        return [] if found[2] in _CONTINUED else [(found[2], width)]
    number = int(found[1], 16)
    usable = 0 < number <= _HIGHEST and not 0xD800 <= number < 0xE000
    return [(chr(number) if usable else _UNREADABLE, width)]


def to_text(new: str) -> str:
    """Write characters between two tags."""
    return new.translate(_TEXT)


def to_quoted(new: str) -> str:
    """Write characters into an attribute between quotes of either kind."""
    return new.translate(_QUOTED)


def to_unquoted(new: str) -> str:
    """Write characters into an attribute without quotes."""
    return new.translate(_UNQUOTED)


def to_address(new: str) -> str:
    """Write characters into an address."""
    return quote(new, safe="*")


def to_escaped(new: str) -> str:
    """Write characters for the `unescape` of old scripts."""
    units = new.encode("utf-16-be")
    codes = [int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2)]
    return "".join(chr(code) if chr(code) in _PLAIN else f"%u{code:04X}" for code in codes)


def to_script(new: str) -> str:
    """Write characters into a string of a script or of JSON."""
    return _SCRIPT_MARKS.sub(lambda mark: f"\\u{ord(mark.group()):04x}", new)


def to_style(new: str) -> str:
    """Write characters into a style sheet."""
    return _STYLE_MARKS.sub(lambda mark: f"\\{ord(mark.group()):x} ", new)


def to_bare(new: str) -> str:
    """Write characters where nothing can be escaped: comments, names, raw text."""
    return new.translate(_MARKS)
