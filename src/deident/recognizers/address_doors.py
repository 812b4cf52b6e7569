"""Addresses that a door or a group shows, read from as far left of it as they may begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.address_ends import limit_of
from deident.recognizers.address_grammar import NUMERALS, Level, address_at
from deident.recognizers.later import later
from deident.recognizers.needles import Needles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.recognizers.address_grammar import Address

_FINE = re.compile(
    # No door has nine digits, and none of five is followed by 元.
    rf"[组室栋幢元屯社弄号户队\-#＃](?<![0-9]{{9}}.)(?<![0-9]{{5}}元)"
    rf"(?:(?:(?<=[{NUMERALS}A-Za-z单小][^\-])|(?<=[0-9A-Za-z][ ][^\-]))(?![织会员长文码令线])"
    r"|(?<=[0-9]-)(?=[0-9]{1,2}-[0-9]{3,4}(?![0-9]))"
    r"|(?:(?<=[苑园楼院区寓城府邸庭舍][0-9]-)|(?<=[苑园楼院区寓城府邸庭舍][0-9]{2}-))"
    r"(?=[0-9]{3,4}(?![0-9\-年]))|(?<=组)(?=村民|居民))"
)
_MAY_BE_FINE = Needles(("组室栋幢元屯社弄号户队-#＃", ""), shared=True)
_EDGE = re.compile(r"[，,。；;：:、（(）)“”\"'=<>_\s\x1e|]")
_INNER_CUE = re.compile("[于在到至为从自由向是系对]|姓名|村民|居民")
_LEADING = "为在到至从由系对"
# 步行返回, 乘网约车到: how somebody came there belongs to no address.
_ON_THE_WAY = later(
    "[一-龥]{0,8}?(?:返回|回到|到达|抵达|前往|送至|送到|入住|搬[迁到至]至?|迁至|乘[一-龥]{0,6}到|"
    "租住|位于|来到|反映|投诉|举报|求助|咨询|[请应须可即要](?:到|[在至于])|"
    "[您你我他她]家|[现暂常]居|关于)(?:[至于在的对]|称)?"
)
_WAY_AFTER_TIME = later(f"[0-9分许时点]{_ON_THE_WAY.pattern}")
_OPENS_NUMBER = frozenset("组屯队号楼院栋幢座元园苑府邸城居寓庄坊里巷弄寨沟坪湾附第")
_DOORS_NUMBER = re.compile("[0-9]{1,4}[ ]?(?:-[0-9]|[组社屯队号栋幢座室户楼排弄层]|单元)")
_SUFFIX = re.compile("组|小组|村民|社|屯|队|号|栋|幢|座|单元|室|户|楼|排|弄|层")


def with_doors(text: str) -> Iterator[Address]:
    """Yield the addresses of a text that hold a door or a group, in order."""
    reached = -1
    for mark in _MAY_BE_FINE.matches(_FINE, text):
        if mark.start() < reached:
            continue
        address = _around(text, mark.start())
        if address is not None:
            reached = address.end
            yield address


def _around(text: str, at: int) -> Address | None:
    """Read the address that holds the door or group at a place, from as far left as possible."""
    low = max(0, at - 60)
    start = low
    for edge in _EDGE.finditer(text, low, at):
        if text[edge.start()] == " " and _joins(text, edge.start()):
            continue
        start = edge.end()
    limit = limit_of(text, at)
    while start < at and text[start] in _LEADING:
        start += 1
    way = _ON_THE_WAY.match(text, start, at)
    starts = [way.end()] if way else []
    starts.append(start)
    starts += [way.end() for way in _WAY_AFTER_TIME.finditer(text, start, at)]
    starts += [cue.end() for cue in _INNER_CUE.finditer(text, start, at)]
    for begin in starts:
        address = address_at(text, begin, limit)
        if address is not None and address.end > at and address.has(Level.FINE):
            return address
    return None


def _joins(text: str, blank: int) -> bool:
    """Tell whether a blank stands inside an address: 虚构县 城关镇 东街 3 号."""
    before, behind = text[blank - 1], text[blank + 1 : blank + 2]
    if before in "省市县区旗镇乡村路街道州盟社":
        return behind != " "
    if behind.isdecimal():
        return before in _OPENS_NUMBER and _DOORS_NUMBER.match(text, blank + 1) is not None
    return before.isdecimal() and _SUFFIX.match(text, blank + 1) is not None
