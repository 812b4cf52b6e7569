"""Long numbers that programs made for themselves: moments in milliseconds, addresses of pages.

Nobody need be asked about them, and a copy in which they were written over would have lost its
pictures, its style and its links. It is asked only of what no other rule claims: a telephone in an
address, or a resident number, is found there as everywhere.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from deident.recognizers.field_keys import meaning

if TYPE_CHECKING:
    from deident.model import Segment
    from deident.recognizers.reading import Reading

_REACH = 300
_WRITTEN = string.digits + string.ascii_letters + "._~:/?#@!$&*+,;=%[]-"
_BEHIND = re.compile(f"[{re.escape(_WRITTEN)}]*")
# Behind a host, or behind a directory that the address begins with.
_ROOTED = re.compile(
    r"(?:\A|[=(,:;])(?:[A-Za-z][A-Za-z0-9+.\-]{1,15}:)?//[^/]|(?:\A|[=(,:;/])www\."
    r"|(?:\A|[=(,;])(?:\.{0,2}/)+[^/]*[A-Za-z]"
)
_FILE = re.compile(
    r"[0-9A-Za-z_.\-]*\.(?:[sx]?html?|php|aspx?|jspx?|jhtml|do|action|m?js|css|json|xml|jpe?g|png|gif|webp|svg|"
    r"ico|bmp|tiff?|mp[34]|pdf|ofd|docx?|xlsx?|pptx?|wps|et|zip|rar|7z|txt|csv|woff2?|ttf)"
    r"(?![0-9A-Za-z_])",
    re.IGNORECASE,
)
_DIRECTORY = re.compile(r"[A-Za-z][0-9A-Za-z_\-]*/")
_KEY = re.compile(r"([A-Za-z_$][0-9A-Za-z_$\-]{0,40})[\"'”]?[ ]{0,2}[:=(][ ]{0,2}[\"'“]?\Z")
_IN_PATH = re.compile(r"([A-Za-z][A-Za-z_\-]{1,40})/\Z")
_OF_SOMEBODY = re.compile(
    "acc|card|bank|tel|phone|mob|cert|passport|sfz|shenfen|ident|idno|idnum|zjh|kahao|zhangh|yhz|"
    "(?:^|[_-])(?:zh|kh|dh|sj)[hm]?(?:$|[_-])|(?:no|num|number|code)$",
    re.IGNORECASE,
)
_TIME = re.compile(
    "(?i:.*(?:time|stamp|date|_at|_ts)|t|ts|_t|_|v|ver|version|r|rnd|rand|random|now|nocache|cache|"
    "timer)|.*[a-z](?:Ts|At)"
)
_SAID_TIME = re.compile("时间|日期|时刻")
# From 2001 to 2036.
_MILLISECONDS = re.compile("(?:1[0-9]|20)[0-9]{11}")
_MACHINES = frozenset({"attribute", "script", "style"})
# What a service is called in the national catalogue: its office's credit code and thirteen places.
_SERVICE = re.compile(
    "(?<![0-9A-Za-z])(?:1[1239]|5[1239]|9[123])[0-9]{6}(?=[0-9]{0,8}[A-Z])[0-9A-HJ-NPQRTUWXY]{10}"
    "[0-9A-Z]{13}(?:[0-9A-Z]{2})?(?![0-9A-Za-z])"
)
_SERVICE_LENGTH = 33
# A resident number with a character mistyped, missing or too many, and a card that fails its check.
_LIKE_SOMEBODYS = re.compile(
    "(?:1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])[0-9]{4}(?:19|20)[0-9]{2}"
    "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3,5}|62[0-9]{14,17}"
)


def is_machines(reading: Reading, text: str, start: int, end: int) -> bool:
    """Say whether a long number that nobody claims is an address's, a moment or a service's code.

    `text` is the reading's, perhaps as its second view has it.
    """
    segment = reading.segments[reading.index_at(start)]
    before = _before(text, start)
    behind = _BEHIND.match(text, end, end + _REACH)
    after = behind.group() if behind else ""
    if _in_address(before, text[start:end], after, segment):
        if _LIKE_SOMEBODYS.fullmatch(text, start, end):
            return False
        named = _KEY.search(before) or _IN_PATH.search(before)
        return named is None or not _is_somebodys(named[1])
    if _MILLISECONDS.fullmatch(text, start, end):
        return _is_moment(text, start, before, after, segment)
    beside = text[start - 1 : start] + text[end : end + 1]
    return any(one in string.ascii_letters for one in beside) and any(
        found.start() <= start and end <= found.end()
        for found in _SERVICE.finditer(text, max(0, start - _SERVICE_LENGTH), end + _SERVICE_LENGTH)
    )


def _before(text: str, start: int) -> str:
    """Return what stands before a number without a blank."""
    head = text[max(0, start - _REACH) : start]
    rest = head.rstrip(_WRITTEN)
    # A key that is nothing but a line was folded to a blank: ?_=1709600000123.
    if rest[-1:] == " " and rest[-2:-1] in ("?", "&") and head[len(rest) : len(rest) + 1] == "=":
        rest = rest[:-1].rstrip(_WRITTEN)
    return head[len(rest) :]


def _in_address(before: str, number: str, after: str, segment: Segment) -> bool:
    if after.startswith("@"):
        return False
    if _ROOTED.search(before):
        return True
    if not _FILE.match(number + after):
        return False
    return bool(_DIRECTORY.match(before)) or segment.locator.part in _MACHINES


def _is_moment(text: str, start: int, before: str, after: str, segment: Segment) -> bool:
    """Say whether thirteen digits are a moment by what stands around them."""
    if key := _KEY.search(text, max(0, start - _REACH), start):
        return bool(_TIME.fullmatch(key[1])) or (
            segment.locator.part in _MACHINES and not _is_somebodys(key[1])
        )
    if _FILE.match(text[start : start + 13] + after):
        return True
    if not before and "\u4e00" <= text[start - 1 : start] <= "\u9fff":
        return False
    label = segment.labels.column or segment.labels.row
    if label:
        return bool(_SAID_TIME.search(label)) or (label.isascii() and not _is_somebodys(label))
    return segment.locator.part in _MACHINES


def _is_somebodys(key: str) -> bool:
    """Say whether a key may stand for a number of somebody's."""
    last = key.rsplit("/", 1)[-1]
    return meaning(last) is not None or bool(_OF_SOMEBODY.search(last))
