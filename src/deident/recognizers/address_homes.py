"""Homes that no word of living announces: among somebody's particulars, and as somebody's house.

李某，女，1950年3月生，…村第七村民小组，… says where she lives; 将坐落于…的房屋所有权证遗失 and
位于…的门面房系王某所有 say what is his. An office's house and a village's ground stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers import address_owner as owner
from deident.recognizers.address_grammar import Address, Level, address_at, group_at, is_generic
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, names_somebody, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit

_PARTICULARS = later("[男女族岁生][，,、][ ]?")
_SAID_BEFORE = later(
    "(?:(?<![一-龥])[男女]|[0-9]岁|[日月年号]出?生(?:人)?|[一-龥]族|文化|程度|党员|群众|农民|"
    "[未已]婚)[，,、][ ]?$"
)
# What 现住 announces is found behind it.
_ANNOUNCED = re.compile("[一-龥]{0,3}(?:住|居|籍|户口|地址)|系|家在|租")
_MAY_SAY = Needles(("男女族岁生", "，,、"), shared=True)
_ENDS_HERE = re.compile(r"[ ]?(?:[，,。；;、）)（(\n\x1e]|村民|居民|人(?![民员大])|$)")
# 李某，城关镇东街村人，…
_NATIVE = re.compile(r"[村组社屯庄寨队](?=人[，,。；;、）)\n])")
_MAY_BE_NATIVE = Needles(("村组社屯庄寨队", "人"), shared=True)
_PART_ENDS = re.compile("[，,（(：:；;。、\n\x1e ]")
_AT = later(
    "(?:位于|[坐座]落(?:[于在]|(?=[一-龥]{2}))|(?:遗|遗留|留)有(?!位于|[坐座]落)|"
    "遗留(?=[一-龥]))[：: ]?"
)
_MAY_BE_AT = Needles(("位坐座遗留", "于落有留"), shared=True)
_HOUSE = later(
    r"[ ]?(?:[一-龥]{0,4}?(?:建筑)?面积[^，,。；;\n]{1,16})?的?(?:[0-9一二三四五六七八九十两]{1,3}"
    r"[间套处栋幢层孔])?的?(?:房屋|房产|住宅|住房|不动产|"
    r"门面|商铺|平房|院落|自建房|楼房|砖房|瓦房|窑洞|房地产|宅基地|房(?![间型源])|车库|储藏室|"
    r"(?:国有|集体|建设用地|土地|农村宅基地)[一-龥]{0,8}使用[权证])"
)
_MAY_BE_HOUSE = re.compile("房|宅|不动产|门面|商铺|院落|窑洞|车库|储藏室|使用[权证]")
_OWNED = later(
    "[^。；;\n]{0,14}(?:系|归|为|属于?)(?!国家|集体|国有|本村|全体|村|公司|单位|我)[一-龥]{2,4}"
    "(?:、[一-龥]{2,4}|夫妇|夫妻|个人|共同|本人){0,2}所有"
)
_OWNER = later(
    "[^。；;\n]{0,40}(?:产权人|所有权?人|权利人|房主|户主|业主|被执行人)(?:姓名)?[：: 为系]{1,2}"
    "[一-龥·]{2,4}(?![一-龥·])"
)
_OBJECT = later(
    "(?:租赁|抵押|标的|拍卖|出租|买卖|转让|查封|担保|继承|赠与)"
    "(?:物|房屋|房产|财产|标的)?[：: ]{0,2}$"
)
_LOST = re.compile("遗失|丢失|灭失|保管不[善慎]")
_FIRM_BEFORE = later(
    "(?:公司|局|政府|委员会|村委会|合作社|集团|学校|医院|中心|银行|厂)(?:将|把|对|所有的?|名下|的|在|拟|就)?$"
)
_LONGEST = 90
_FORM = 300


def among_particulars(text: str, start: int) -> bool:
    """Tell whether sex, age, birth or people of somebody stand right before a place."""
    return _SAID_BEFORE.search(text, max(0, start - 16), start) is not None


def behind_particulars(text: str, hits: Sequence[Hit]) -> Iterator[Address]:
    """Yield the villages and homes that follow somebody's sex, age or birth."""
    claims: Claims | None = None
    for mark in _MAY_SAY.matches(_PARTICULARS, text):
        if not among_particulars(text, mark.end()) or _ANNOUNCED.match(text, mark.end()):
            continue
        address = _read(text, mark.end())
        if address is None:
            continue
        if not _says_where(text, address) or not _ENDS_HERE.match(text, address.end):
            continue
        if owner.is_office(text, address.start, address.end):
            continue
        claims = claims or Claims(hits)
        low, high = sentence(text, mark.start())
        if claims.within(low, mark.end()) or names_somebody(text, low, high):
            yield address


def natives(text: str, hits: Sequence[Hit]) -> Iterator[Address]:
    """Yield the villages that somebody is said to be of: 李某，城关镇东街村人."""
    claims: Claims | None = None
    for mark in _MAY_BE_NATIVE.matches(_NATIVE, text):
        low, _ = sentence(text, mark.start())
        start = max(
            (edge.end() for edge in _PART_ENDS.finditer(text, low, mark.start())), default=0
        )
        address = _read(text, start) if start > low else None
        if address is None or address.end != mark.end() or not _says_where(text, address):
            continue
        claims = claims or Claims(hits)
        if claims.within(low, start):
            yield address


def houses(text: str, hits: Sequence[Hit]) -> Iterator[Address]:
    """Yield where somebody's house stands."""
    claims: Claims | None = None
    for mark in _MAY_BE_AT.matches(_AT, text):
        if not _MAY_BE_HOUSE.search(text, mark.end(), mark.end() + _LONGEST):
            continue
        address = _read(text, mark.end())
        if address is None or not address.has(Level.FINE, Level.ESTATE, Level.VILLAGE):
            continue
        house = _HOUSE.match(text, address.end)
        if house is None or owner.is_office(text, address.start, address.end):
            continue
        claims = claims or Claims(hits)
        if _is_somebodys(text, mark.start(), house.end(), claims):
            yield address


def _read(text: str, start: int) -> Address | None:
    limit = min(len(text), start + _LONGEST)
    return address_at(text, start, limit) or group_at(text, start, limit)


def _says_where(text: str, address: Address) -> bool:
    """Tell whether an address names a village or an estate, and more than 本村."""
    if len(address.pieces) < 2:
        return False
    return address.has(Level.FINE) or any(
        piece.level in {Level.VILLAGE, Level.ESTATE} and not is_generic(text, piece)
        for piece in address.pieces
    )


def _is_somebodys(text: str, at: int, end: int, claims: Claims) -> bool:
    if _OWNED.match(text, end) or _OWNER.match(text, end):
        return True
    low, high = sentence(text, at)
    if _FIRM_BEFORE.search(text, low, at):
        return False
    if claims.within(low, high) or names_somebody(text, low, high):
        return not owner.speaks_of_works(text, low, high)
    if _LOST.search(text, low, high):
        return not owner.speaks_of_offices(text, low, at)
    return bool(_OBJECT.search(text, low, at)) and claims.identified(max(0, at - _FORM), at)
