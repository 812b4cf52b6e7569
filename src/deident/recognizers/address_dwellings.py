"""Whether an address with a door is somebody's home, by what stands around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers import address_owner as owner
from deident.recognizers.address_flats import is_complained_of, is_listed
from deident.recognizers.address_grammar import NUMERALS, Level
from deident.recognizers.address_homes import among_particulars
from deident.recognizers.later import later
from deident.recognizers.somebody import line, names_somebody, sentence

if TYPE_CHECKING:
    from deident.recognizers.address_grammar import Address
    from deident.recognizers.somebody import Claims

_PERSON_HEAD = later(
    r"[男女][，,、 ]|[一-龥]某(?![些个种])|[一-龥][×*]{1,2}[，,]|户主|村民[一-龥]{2,3}[，,（(]"
)
_ADDRESS_LABEL = re.compile("地[ ]?址[：:]")
# 县人民政府（地址：…
_ITS_OWN = later(
    "(?:[局所办院站厅]|中心|政府|委员会|公司|[纪监党]委)(?:办公室)?[ ]?[（(，, ]{0,2}"
    "(?:联系|通[讯信]|办公|注册)?地[ ]?址[：: ]{0,2}$"
)
# 经营场所：…, 单位地址：…
_ITS_TRADE = later(
    "(?:经营|营业|生产|加工|注册|办公|执业|办学|仓储|单位|企业|公司|门店|店铺|机构|建设|项目)"
    "(?:场所|场地|地[ ]?[址点]|所在地|住所)[】]?[：: （(]{1,3}$"
)
_LABELS_REACH = 10
_RECORDED = frozenset("='\"<>")
# 青年干部十人一组: how many make one.
_COUNTED_OFF = re.compile(rf"[{NUMERALS}几][人名户个位]一[组队排]")
_DWELLING = re.compile(r"组|社|屯|队|单元|室|户|栋|幢|号楼|号|[0-9]-[0-9]")


def is_somebodys(text: str, address: Address, claims: Claims) -> bool:
    """Tell whether an address with a door is a home by what stands around it."""
    if not _is_a_dwelling(text, address):
        return False
    if _ITS_TRADE.search(text, max(0, address.start - _LABELS_REACH), address.start):
        return False
    if owner.is_home_behind(text, address.end):
        return True
    if owner.is_office(text, address.start, address.end):
        return False
    if is_complained_of(text, address) or is_listed(text, address):
        return True
    low, high = sentence(text, address.start)
    if among_particulars(text, address.start):
        return claims.within(low, high)
    if address.start and text[address.start - 1] in _RECORDED:
        # A value of a record: whose it is, its neighbours say.
        low, high = line(text, address.start)
    # What the address itself is called after says nothing: 农机公司家属楼.
    around = ((low, address.start), (address.end, high))
    if any(owner.speaks_of_offices(text, *part) for part in around):
        return False
    if _ITS_OWN.search(text, low, address.start):
        return False
    if _ADDRESS_LABEL.search(text, low, address.start):
        return claims.within(low, address.start)
    if claims.within(low, high):
        return True
    return bool(_PERSON_HEAD.search(text, low, high)) or names_somebody(text, low, high)


def _is_a_dwelling(text: str, address: Address) -> bool:
    """Tell whether an address says more than one number: a place with a name, and a door."""
    if not address.has(Level.ADMIN, Level.TOWN, Level.VILLAGE, Level.ESTATE, Level.ROAD):
        return False
    if _COUNTED_OFF.search(text, address.pieces[0].start, address.end):
        return False
    return _DWELLING.search(text, address.pieces[0].start, address.end) is not None
