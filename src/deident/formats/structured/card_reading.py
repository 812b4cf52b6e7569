"""The items of vCard and iCalendar: each property's value under what its name means.

A line may be folded, a value may be in quoted-printable of any charset, an address and a name are
parted by semicolons; what is read is what an address book shows.
"""

from __future__ import annotations

import binascii
import codecs
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.structured.items import Carried, Item, Lines, Named, Unit
from deident.formats.structured.json_reading import is_json
from deident.formats.structured.values import Inside
from deident.formats.written import Edit, Run, Written
from deident.making import unprinted
from deident.model import Kind, Locator, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_PROPERTY = re.compile(
    r"(?:[A-Za-z0-9-]+\.)?(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<settings>(?:;(?:\"[^\"]*\"|[^\":;])*)*):"
)
_SETTING = re.compile(r";([A-Za-z][A-Za-z0-9-]*)=(\"[^\"]*\"|[^;:\"]*)")
_QUOTED = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE)
_BASE64 = re.compile(r";(?:ENCODING=)?(?:BASE64|B)(?=[;:]|\Z)", re.IGNORECASE)
_CHARSET = re.compile(r";CHARSET=\"?([A-Za-z0-9._-]+)", re.IGNORECASE)
_OCTETS = re.compile(r"(?:=[0-9A-Fa-f]{2}|=)")
_ESCAPED = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\", ":": ":"}
_ESCAPES = {"\n": "\\n", ",": "\\,", ";": "\\;", "\\": "\\\\"}
_WORK, _HOME = re.compile("WORK", re.IGNORECASE), re.compile("HOME", re.IGNORECASE)
_CELL, _FAX = re.compile("CELL|IPHONE", re.IGNORECASE), re.compile("FAX", re.IGNORECASE)
_MEANT = {
    "FN": "姓名", "N": "姓名", "NICKNAME": "昵称", "BDAY": "出生日期", "EMAIL": "电子邮箱",
    "ORG": "工作单位", "TITLE": "职务", "ROLE": "职务", "NOTE": "备注", "GENDER": "性别",
    "CN": "姓名", "ORGANIZER": "组织者", "LOCATION": "地点", "SUMMARY": "主题",
}  # fmt: skip
_ADDRESSES = frozenset({"ADR", "LABEL"})
# Province, town, street, then what is more exact; the post box last.
_ADDRESS_ORDER = (4, 3, 2, 1, 0)
_SETTINGS_READ = frozenset({"CN", "SENT-BY", "LABEL", "DELEGATED-TO", "DELEGATED-FROM", "MEMBER"})
_PLAIN = re.compile("[\x00-\x7f]{0,40}")
_FIVE = re.compile("[0-9]{5}")


class _Line(NamedTuple):
    """A line without its folds: its characters and where each stands."""

    text: str
    places: Sequence[int]

    def __repr__(self) -> str:
        return unprinted(self)


class _Characters(NamedTuple):
    """Decoded characters with where each begins and ends, and how one is written."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    escape: Callable[[str], str]

    def __repr__(self) -> str:
        return unprinted(self)

    def run(self, start: int, end: int) -> Run:
        return Run(self.text[start:end], self.starts[start:end], self.ends[start:end], self.escape)


def items(text: str) -> Iterator[Item]:
    """Yield everything that says something, in the order it stands in."""
    lines, named, inside = Lines(text), Named(), Inside(is_json)
    offices = "KIND:ORG" in text.upper()
    for count, line in enumerate(_lines(text), start=1):
        locator = Locator(line=lines.at(line.places[0]))
        for unit in _line(line, f"c{count}", offices=offices):
            if isinstance(unit, Carried):
                yield unit
            else:
                label = unit.labels.row
                labels = named.labels(row=label)
                yield from inside.items(unit._replace(locator=locator, labels=labels))


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that say something, folded ones as one."""
    places: list[int] = []
    quoted = False
    for found in _LINE.finditer(text):
        start, end = found.span()
        body = found.group().rstrip("\r\n")
        folded = body[:1] in (" ", "\t") and bool(places)
        if not folded and not quoted:
            if places:
                yield _Line("".join(text[at] for at in places), places)
            places = []
        if quoted and places and text[places[-1]] == "=":
            places.pop()
        first = start + (1 if folded and not quoted else 0)
        places += range(first, start + len(body))
        header = _PROPERTY.match("".join(text[at] for at in places[:400])) if places else None
        quoted = (
            body.endswith("=") and header is not None and bool(_QUOTED.search(header["settings"]))
        )
        if end == len(text):
            break
    if places:
        yield _Line("".join(text[at] for at in places), places)


def _line(line: _Line, name: str, *, offices: bool) -> Iterator[Unit | Carried]:
    """Yield what one property says, and its settings that name somebody."""
    found = _PROPERTY.match(line.text)
    if found is None:
        whole = _simple(line, 0, len(line.text))
        yield _unit(name, "", whole.run(0, len(whole.text)))
        return
    key, settings = found["name"].upper(), found["settings"]
    for number, one in enumerate(_SETTING.finditer(settings), start=1):
        start, end = (found.start("settings") + at for at in one.span(2))
        word = one[1].upper()
        if word in _SETTINGS_READ or _FIVE.search(one[2]) or not _PLAIN.fullmatch(one[2]):
            part = _simple(line, start, end)
            yield _unit(f"{name}.{number}", _MEANT.get(word, ""), part.run(0, len(part.text)))
    if _BASE64.search(settings) and (carried := _carried(line, found.end(), name)):
        yield carried
        return
    value = _decoded(line, found.end(), settings)
    label = _label(key, settings, offices=offices)
    yield from _values(key, name, label, value)


def _values(key: str, name: str, label: str, value: _Characters) -> Iterator[Unit]:
    """Yield a value as it is shown: a name in one piece, an address from the province down."""
    parts = _parts(value.text) if key in ("N", "ADR") else []
    if len(parts) < 2:
        yield _unit(name, label, value.run(0, len(value.text)))
        return
    first = range(2) if key == "N" else _ADDRESS_ORDER
    runs = [value.run(*parts[at]) for at in first if at < len(parts)]
    yield _unit(name, label, *(run for run in runs if run.text))
    for at, (start, end) in enumerate(parts):
        if at not in first and start < end:
            yield _unit(f"{name}.p{at + 1}", "", value.run(start, end))


def _parts(text: str) -> list[tuple[int, int]]:
    """Return where the parts of a value stand between its semicolons."""
    parts, at = [], 0
    for index, character in enumerate(text):
        if character == ";":
            parts.append((at, index))
            at = index + 1
    return [*parts, (at, len(text))]


def _label(key: str, settings: str, *, offices: bool) -> str:
    """Return what a property is called in Chinese, and whose it is."""
    work = bool(_WORK.search(settings)) or offices
    if key in _ADDRESSES:
        return "单位地址" if work else "家庭住址"
    if key == "TEL":
        if _FAX.search(settings):
            return "传真"
        if _CELL.search(settings):
            return "手机号码"
        return "办公电话" if work else "家庭电话" if _HOME.search(settings) else "联系电话"
    return "单位名称" if offices and key in ("FN", "N") else _MEANT.get(key, "")


def _unit(name: str, label: str, *runs: Run) -> Unit:
    kind = Kind.BODY if label else Kind.METADATA
    return Unit(name, Written(runs), kind=kind, labels=Named().labels(row=label))


def _simple(line: _Line, start: int, end: int) -> _Characters:
    places = line.places[start:end]
    return _Characters(line.text[start:end], places, [at + 1 for at in places], str)


def _decoded(line: _Line, start: int, settings: str) -> _Characters:
    """Return a value as it is meant, whatever it is written in."""
    if _QUOTED.search(settings):
        charset = _CHARSET.search(settings)
        return _quoted(line, start, charset[1] if charset else "utf-8")
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = start
    while at < len(line.text):
        width = 1
        meant = line.text[at]
        if meant == "\\" and (known := _ESCAPED.get(line.text[at + 1 : at + 2])):
            # A separator that is none must not part the value.
            meant, width = "，" if known in ",;" else known, 2
        texts.append(meant)
        starts.append(line.places[at])
        ends.append(line.places[at + width - 1] + 1)
        at += width
    return _Characters("".join(texts), starts, ends, _escaped)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(one, one) for one in text)


def _quoted(line: _Line, start: int, charset: str) -> _Characters:
    """Decode quoted-printable; each character knows its octets."""
    raw = bytearray()
    starts: list[int] = []
    ends: list[int] = []
    at = start
    while at < len(line.text):
        found = _OCTETS.match(line.text, at)
        width = len(found.group()) if found else 1
        octets = bytes.fromhex(found.group()[1:]) if found else line.text[at].encode()
        for octet in octets:
            raw.append(octet)
            starts.append(line.places[at])
            ends.append(line.places[at + width - 1] + 1)
        at += width
    codec = _codec(bytes(raw), charset)
    text = bytes(raw).decode(codec, "replace")
    firsts: list[int] = []
    lasts: list[int] = []
    index = 0
    for character in text:
        width = max(1, len(character.encode(codec, "replace")))
        stop = min(index + width, len(raw))
        firsts.append(starts[min(index, len(raw) - 1)])
        lasts.append(ends[max(stop - 1, 0)])
        index = stop
    return _Characters(text, firsts, lasts, lambda new: _to_quoted(new, codec))


def _codec(raw: bytes, charset: str) -> str:
    for codec in (charset, "utf-8", "gb18030"):
        try:
            raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        return codecs.lookup(codec).name
    return "latin-1"


def _to_quoted(text: str, codec: str) -> str:
    octets = text.encode(codec, "replace")
    return "".join(
        chr(one) if 0x20 < one < 0x7F and one != ord("=") else f"={one:02X}" for one in octets
    )


def _carried(line: _Line, start: int, name: str) -> Carried | None:
    """Return the picture or sound that a value holds in base64."""
    packed = "".join(line.text[start:].split())
    try:
        raw = b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not raw:
        return None
    begin, end = line.places[start], line.places[-1] + 1

    def write(masked: Source) -> Iterator[Edit]:
        if bytes(masked.data) != raw:
            yield Edit(begin, end, b64encode(bytes(masked.data)).decode())

    return Carried(name, Source(name=name, data=raw), write)
