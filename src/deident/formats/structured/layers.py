r"""A value that is still in the writing of something else: addresses, escapes, exponents.

Read as it stands, 1%338 and \u0031 hide a telephone, and 1.38E+10 is one.
"""

from __future__ import annotations

import re
from array import array
from decimal import Decimal
from typing import TYPE_CHECKING

from deident.formats.written import Run, Whole, Written

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+|\\u(?P<code>[0-9A-Fa-f]{4})")
_FLOAT = re.compile(r"-?[0-9]++(?:\.[0-9]*+)?(?:[eE]\+?[0-9]++)?")
# A float this long is a number somebody is known by; a shorter one is a measure.
_LONG_FLOAT = 7
_MOST_DIGITS = 40
_HEX = 16
_WIDTH = 3
_FIRST_SEEN = 0x20


def spelt(number: str) -> str:
    """Return a number as people write it.

    >>> spelt("1.4082119761222E+17"), spelt("13800000001.0"), spelt("35.1")
    ('140821197612220000', '13800000001', '35.1')
    """
    if len(number) <= _MOST_DIGITS and not number.isdecimal() and _FLOAT.fullmatch(number):
        value = Decimal(number)
        if value and _LONG_FLOAT <= value.adjusted() < _MOST_DIGITS:
            whole = value.to_integral_value()
            if whole == value:
                return f"{whole:f}"
    return number


def deeper(written: Written) -> Written:
    """Return a value as it is meant, with the places of its characters."""
    text = written.text
    if "%" in text or "\\u" in text:
        return _decoded(written, text)
    if len(written.runs) == 1 and (meant := spelt(text)) != text:
        run = written.runs[0]
        whole = written.whole or Whole(run.starts[0], run.ends[-1], run.escape)
        return Written((Run(meant, run.starts, run.ends, run.escape),), whole)
    return written


def _decoded(written: Written, text: str) -> Written:
    starts = [place for run in written.runs for place in run.starts]
    ends = [place for run in written.runs for place in run.ends]
    if len(starts) != len(text) or len({run.escape for run in written.runs}) > 1:
        return written
    words: list[str] = []
    firsts, lasts = array("q"), array("q")
    at = 0
    for found in _ENCODED.finditer(text):
        meant = list(_meant(found))
        if not meant:
            continue
        words.append(text[at : found.start()])
        firsts.extend(starts[at : found.start()])
        lasts.extend(ends[at : found.start()])
        at = found.start()
        for character, width in meant:
            words.append(character)
            firsts.append(starts[at])
            lasts.append(ends[at + width - 1])
            at += width
    words.append(text[at:])
    firsts.extend(starts[at:])
    lasts.extend(ends[at:])
    return Written((Run("".join(words), firsts, lasts, written.runs[0].escape),), written.whole)


def _meant(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Yield characters and their widths; what makes no characters yields nothing."""
    if found["code"]:
        character = chr(int(found["code"], _HEX))
        if character.isprintable():
            yield character, len(found.group())
        return
    raw = bytes.fromhex(found.group().replace("%", ""))
    for codec in ("utf-8", "gb18030"):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if min(text) < chr(_FIRST_SEEN):
            return
        for character in text:
            yield character, _WIDTH * len(character.encode(codec))
        return
