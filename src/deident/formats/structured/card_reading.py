"""The items of vCard and iCalendar: each property's value under what its name means.

A line may be folded, a value may be in quoted-printable of any charset, an address and a name are
parted by semicolons; what is read is what an address book shows.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from deident.formats.structured.card_lines import (
    PROPERTY,
    bare,
    has_number,
    is_packed,
    lines,
    meant,
    plain,
)
from deident.formats.structured.items import Carried, Item, Lines, Named, Unit
from deident.formats.structured.json_reading import is_json
from deident.formats.structured.values import Inside
from deident.formats.written import Edit, Run, Written
from deident.model import NO_LABELS, Kind, Labels, Locator, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats.structured.card_lines import Characters, Line

_SETTING = re.compile(r";(?:(?P<word>[A-Za-z][A-Za-z0-9-]*)=)?(?P<said>(?:\"[^\"]*\"|[^\":;])*)")
_WORK, _HOME = re.compile("WORK", re.IGNORECASE), re.compile("HOME", re.IGNORECASE)
_CELL, _FAX = re.compile("CELL|IPHONE", re.IGNORECASE), re.compile("FAX", re.IGNORECASE)
_MEANT = {
    "FN": "姓名", "N": "姓名", "NICKNAME": "昵称", "BDAY": "出生日期", "EMAIL": "电子邮箱",
    "ORG": "工作单位", "TITLE": "职务", "ROLE": "职务", "NOTE": "备注", "GENDER": "性别",
    "CN": "姓名", "ORGANIZER": "组织者", "LOCATION": "地点", "SUMMARY": "主题",
    "SORT-STRING": "姓名", "SORT-AS": "姓名", "CONTACT": "联系人", "DESCRIPTION": "说明",
    "COMMENT": "备注", "X-QQ": "QQ号", "X-WECHAT": "微信号", "X-WEIXIN": "微信号",
}  # fmt: skip
_ADDRESSES = frozenset({"ADR", "LABEL"})
# Province, town, street, then what is more exact; the post box last.
_ADDRESS_ORDER = (4, 3, 2, 1, 0)
_OF_PROGRAMS = frozenset(
    {
        "TYPE", "VALUE", "ENCODING", "CHARSET", "LANGUAGE", "PREF", "PID", "ALTID", "INDEX",
        "MEDIATYPE", "CALSCALE", "FMTTYPE", "TZID", "RSVP", "PARTSTAT", "ROLE", "CUTYPE",
        "RELATED", "RELTYPE", "RANGE", "FBTYPE", "LEVEL", "CONTEXT",
    }
)  # fmt: skip
"""Settings that say nothing of anybody unless they hold a number or words."""

_PLAIN = re.compile("[\x00-\x7f]{0,40}")
# A star stands for a digit that is masked: the copy must be read as the original was.
_FIVE = re.compile("[0-9*]{5}")
_OFFICES = re.compile(
    r"(?:\A|(?<=[\r\n]))(?:(BEGIN:VCARD)|KIND(?:;[^\r\n:]*)?:ORG)[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE
)


def items(text: str) -> Iterator[Item]:
    """Yield everything that says something, in the order it stands in."""
    counted, named, inside = Lines(text), Named(), Inside(is_json)
    cards = _offices(text)
    of_office = False
    for count, line in enumerate(lines(text), start=1):
        locator = Locator(line=counted.at(line.places[0]))
        if line.text[:11].upper() == "BEGIN:VCARD":
            of_office = line.places[0] in cards
        for unit in _line(line, f"c{count}", of_office=of_office):
            if isinstance(unit, Unit):
                labels = named.labels(row=unit.labels.row)
                yield from inside.items(unit._replace(locator=locator, labels=labels))
            elif isinstance(unit, Unread):
                yield Unread(code=unit.code, where=str(locator))
            else:
                yield unit


def _offices(text: str) -> frozenset[int]:
    """Return where the cards begin that are an office's and nobody's own."""
    found: set[int] = set()
    begin = -1
    for one in _OFFICES.finditer(text):
        if one[1]:
            begin = one.start()
        else:
            found.add(begin)
    return frozenset(found)


def _line(line: Line, name: str, *, of_office: bool) -> Iterator[Unit | Carried | Unread]:
    """Yield what one property says, and its settings that name somebody."""
    found = PROPERTY.match(line.text)
    if found is None:
        whole = plain(line, 0, len(line.text))
        yield _unit(name, "", whole.run(0, len(whole.text)))
        return
    key, settings = found["name"].upper(), found["settings"]
    if _FIVE.search(line.text, 0, found.end("name")):
        whole = plain(line, 0, found.end("name"))
        yield _unit(f"{name}.0", "", whole.run(0, len(whole.text)))
    yield from _settings(line, found.start("settings"), settings, name)
    if is_packed(settings) and not has_number(line.text[found.end() :]):
        if carried := _carried(line, found.end(), name):
            yield carried
            return
        if line.text[found.end() :].strip():
            yield Unread(code="UNKNOWN_PART", where=name)
    value = meant(line, found.end(), settings)
    if not value.is_sure:
        yield Unread(code="UNKNOWN_PART", where=name)
    yield from _values(key, name, _label(key, bare(settings), of_office=of_office), value)


def _settings(line: Line, at: int, settings: str, name: str) -> Iterator[Unit]:
    """Yield the settings of a property that may say something of somebody."""
    for number, one in enumerate(_SETTING.finditer(settings), start=1):
        word, said = one["word"], one["said"]
        key = (word or "").upper()
        if word and _FIVE.search(word):
            key, start = "", one.start("word")
        elif (key in _OF_PROGRAMS or not word) and _is_plain(said):
            continue
        else:
            start = one.start("said")
        part = plain(line, at + start, at + one.end())
        yield _unit(f"{name}.{number}", _MEANT.get(key, ""), part.run(0, len(part.text)))


def _is_plain(said: str) -> bool:
    return _PLAIN.fullmatch(said) is not None and _FIVE.search(said) is None


def _values(key: str, name: str, label: str, value: Characters) -> Iterator[Unit]:
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


def _label(key: str, settings: str, *, of_office: bool) -> str:
    """Return what a property is called in Chinese, and whose it is: a home is nobody else's."""
    home = bool(_HOME.search(settings))
    work = of_office or (bool(_WORK.search(settings)) and not home)
    if key in _ADDRESSES:
        return "单位地址" if work else "家庭住址"
    if key == "TEL":
        if _FAX.search(settings):
            return "传真"
        if _CELL.search(settings):
            return "手机号码"
        return "办公电话" if work else "家庭电话" if home else "联系电话"
    if of_office and key in ("FN", "N"):
        return "单位名称"
    return _MEANT.get(key) or (key[2:] if key.startswith("X-") else "")


def _unit(name: str, label: str, *runs: Run) -> Unit:
    kind = Kind.BODY if label else Kind.METADATA
    return Unit(name, Written(runs), kind=kind, labels=Labels(row=label) if label else NO_LABELS)


def _carried(line: Line, start: int, name: str) -> Carried | None:
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
