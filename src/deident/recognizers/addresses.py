"""Home addresses that no label names: in sentences, in lists, in columns of persons' tables.

A cue (住, 户籍地, 系…人) is followed by an address, or an address with a door stands beside
somebody's ID or name. An office's address is left alone. What a label claimed is prolonged where
the address goes on over the end of a line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from deident.model import Evidence, Role, Tier
from deident.recognizers import address_owner as owner
from deident.recognizers.address_asked import asked
from deident.recognizers.address_flats import is_complained_of, is_listed
from deident.recognizers.address_grammar import (
    NUMERALS,
    Address,
    Level,
    address_at,
    group_at,
    is_generic,
)
from deident.recognizers.address_homes import (
    among_particulars,
    behind_particulars,
    houses,
    natives,
)
from deident.recognizers.address_rooms import rooms
from deident.recognizers.address_rows import in_rows
from deident.recognizers.address_tables import WHOLE, cells, office_tables
from deident.recognizers.hits import NAMED, NEARBY, SHAPED, Hit, visible_shape
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, line, names_somebody, sentence
from deident.recognizers.tables_of_persons import no_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

PACK = "cn-home-address"
_LONGEST = 90
_BEHIND_CUE = "住址"
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
# 某某县某某村 stands in examples of forms.
_PLACEHOLDER = re.compile("某某|××|XX|X县")
# 步行返回, 乘网约车到: how somebody came there belongs to no address.
_ON_THE_WAY = later(
    "[一-龥]{0,8}?(?:返回|回到|到达|抵达|前往|送至|送到|入住|搬[迁到至]至?|迁至|乘[一-龥]{0,6}到|"
    "租住|位于|来到|反映|投诉|举报|求助|咨询|[请应须可即要](?:到|[在至于])|"
    "[您你我他她]家|[现暂常]居|关于)(?:[至于在的对]|称)?"
)
_WAY_AFTER_TIME = later(f"[0-9分许时点]{_ON_THE_WAY.pattern}")
_WRAP = re.compile(r"[ ]?\r?\n[ ]{0,4}")


class AddressFinder:
    """Finds `CN_HOME_ADDRESS` where its pack's labels do not."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs[PACK]

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims on addresses."""
        text = reading.text
        reached = -1
        for address in self._announced(text):
            yield self._hit(text, address.start, address.end, NEARBY, _BEHIND_CUE)
        claims: Claims | None = None
        for mark in _MAY_BE_FINE.matches(_FINE, text):
            if mark.start() < reached:
                continue
            around = _around(text, mark.start())
            if around is None:
                continue
            reached = around.end
            claims = claims or Claims(hits)
            if _is_somebodys(text, around, claims):
                yield self._hit(text, around.start, around.end, SHAPED, "")
        yield from self._prolonged(text, hits)
        for start, end in cells(reading):
            yield self._hit(text, start, end, NAMED, _BEHIND_CUE)
        for address, sure in asked(reading, hits):
            address = _wrapped(text, address)
            rank, label = (NEARBY, _BEHIND_CUE) if sure else (SHAPED, "")
            yield self._hit(text, address.start, address.end, rank, label)
        for address in chain(
            behind_particulars(text, hits), natives(text, hits), houses(text, hits)
        ):
            address = _wrapped(text, address)
            yield self._hit(text, address.start, address.end, NEARBY, _BEHIND_CUE)
        for start, end in rooms(text, hits):
            yield self._hit(text, start, end, SHAPED, "")
        for start, end in in_rows(reading, hits, WHOLE):
            yield self._hit(text, start, end, NEARBY, _BEHIND_CUE)
        yield from no_records(reading, hits, self._pack)
        yield from self._of_offices(reading, hits)

    def _of_offices(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield what the tables of offices and the names of offices were claimed for."""
        tables: set[int] | None = None
        text = reading.text
        for hit in hits:
            if hit.pack is not self._pack or hit.rank != NAMED:
                continue
            cell = reading.segments[reading.index_at(hit.start)].cell
            if cell is None:
                continue
            if tables is None:
                tables = office_tables(reading)
            if cell.table in tables or _OFFICE_NAME.fullmatch(text, hit.start, hit.end):
                evidence = replace(hit.evidence, role=Role.OFFICE)
                yield hit._replace(score=1.0, evidence=evidence)

    def _hit(self, text: str, start: int, end: int, rank: int, label: str) -> Hit:
        tier = Tier.LABEL if label else Tier.SHAPE
        score = 0.85 if label else 0.6
        masked = visible_shape(text[start:end])
        evidence = Evidence(tier, label, Role.PERSONAL, masked=masked)
        return Hit(rank, start, end, self._pack, score, evidence)

    @staticmethod
    def _announced(text: str) -> Iterator[Address]:
        """Yield the addresses behind words that announce a home."""
        for cue, start in owner.cues(text):
            limit = _limit(text, start)
            address = address_at(text, start, limit) or group_at(text, start, limit)
            if address is None or not _says_enough(text, address, cue):
                continue
            if text.startswith("所", cue + 1) and _is_a_firms(text, cue, residence=True):
                continue
            if text[cue] == "住" and _FIRM_AT_ONCE.search(text, max(0, cue - 36), cue):
                continue
            if _PLACEHOLDER.match(text, address.start):
                continue
            address = _wrapped(text, address)
            if owner.is_origin(text, cue):
                if owner.names_people(text, address.end):
                    yield address
            elif not owner.is_office(text, address.start, address.end) or address.has(Level.FINE):
                yield address

    def _prolonged(self, text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield what a label claimed with the rest of the address behind it."""
        for hit in tuple(hits):
            if hit.pack is not self._pack or hit.rank != NAMED:
                continue
            end = _further(text, hit.end)
            if hit.evidence.label in _OF_FIRMS_TOO and (
                _is_a_firms(text, hit.start, residence=hit.evidence.label.startswith("住所"))
                or owner.is_office(text, hit.start, end)
            ):
                evidence = replace(hit.evidence, role=Role.OFFICE)
                yield hit._replace(score=1.0, evidence=evidence)
            elif end > hit.end:
                yield hit._replace(end=end)


_OF_FIRMS_TOO = frozenset({"住所", "住所地", "邮寄地址", "收货地址", "收件地址", "收件人地址"})
_OFFICE_NAME = re.compile(
    "[^0-9一二三四五六七八九十]{2,30}(?:局|委员会|人民政府|公司|法院|检察院|事务所|支队|大队|"
    "派出所)"
)
_FIRM = later(
    r"公司|企业|统一社会信用代码|法定代表人|合作社|经营部|个体工商户|事务所|采购|招标|投标|局|"
    r"委员会|中心|办公室|报送|材料寄"
)
# 黄石县司法局，住所地：…
_FIRM_AT_ONCE = later(
    r"(?:局|政府|委员会|公司|厂|合作社|事务所|中心|[^住]院|支队|"
    r"大队)(?:[（(][^（）()\n]{1,16}[）)])?[，,、 ]$"
)
_NATURAL = re.compile(r"身份证|公民身份|性别|[男女][，,]|民族|出生|姓名|被告人|申请人")


def _is_a_firms(text: str, at: int, *, residence: bool = False) -> bool:
    """Tell whether a firm stands before an address, and no person.

    Behind 住所 the nearer of them counts.
    """
    low = max(0, text.rfind("\x1e", 0, at), at - 120)
    if _FIRM_AT_ONCE.search(text, max(low, at - 36), at):
        return True
    firm = max((found.start() for found in _FIRM.finditer(text, low, at)), default=-1)
    if residence:
        natural = max((found.start() for found in _NATURAL.finditer(text, low, at)), default=-1)
        return firm > natural
    return firm >= 0 and not _NATURAL.search(text, low, at)


def _limit(text: str, start: int) -> int:
    return min(len(text), start + _LONGEST)


def _says_enough(text: str, address: Address, cue: int) -> bool:
    """Tell whether an address is finer than a township, and not 本村 or 农村."""
    if address.has(Level.FINE):
        return not _is_a_wholesale(text, address)
    named = [
        piece
        for piece in address.pieces
        if piece.level in {Level.VILLAGE, Level.ESTATE} and not is_generic(text, piece)
    ]
    if not named:
        return False
    if len(address.pieces) > 1 or _is_all_of_a_field(text, address):
        return True
    low, high = sentence(text, cue)
    return names_somebody(text, low, high)


def _is_all_of_a_field(text: str, address: Address) -> bool:
    """Tell whether an address is what stands behind a colon, and nothing else: 家庭住址：上河村."""
    stops = text[address.end : address.end + 1]
    return text[address.start - 1] in "：:" and (not stops or stops in "，,。；;\n\x1e")


def _is_a_wholesale(text: str, address: Address) -> bool:
    """Tell whether 户, 楼 or 层 counts something: 住3户, 住二层楼."""
    only = len(address.pieces) == 1
    return only and text[address.pieces[0].end - 1] in "户楼层期条区座里排"


def _around(text: str, at: int) -> Address | None:
    """Read the address that holds the door or group at a place, from as far left as possible."""
    low = max(0, at - 60)
    start = low
    for edge in _EDGE.finditer(text, low, at):
        if text[edge.start()] == " " and _joins(text, edge.start()):
            continue
        start = edge.end()
    limit = _limit(text, at)
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


_OPENS_NUMBER = frozenset("组屯队号楼院栋幢座元园苑府邸城居寓庄坊里巷弄寨沟坪湾附第")
_DOORS_NUMBER = re.compile("[0-9]{1,4}[ ]?(?:-[0-9]|[组社屯队号栋幢座室户楼排弄层]|单元)")
_SUFFIX = re.compile("组|小组|村民|社|屯|队|号|栋|幢|座|单元|室|户|楼|排|弄|层")


def _is_somebodys(text: str, address: Address, claims: Claims) -> bool:
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


def _is_a_dwelling(text: str, address: Address) -> bool:
    """Tell whether an address says more than one number: a place with a name, and a door."""
    if not address.has(Level.ADMIN, Level.TOWN, Level.VILLAGE, Level.ESTATE, Level.ROAD):
        return False
    if _COUNTED_OFF.search(text, address.pieces[0].start, address.end):
        return False
    return _DWELLING.search(text, address.pieces[0].start, address.end) is not None


def _further(text: str, end: int) -> int:
    """Return where an address ends that was cut short at a bracket or a line's end."""
    while (more := _next_piece(text, end)) is not None:
        end = more
    return end


_DOORS = "0123456789号室户组栋幢元队社屯层楼房"
_STOPS = frozenset({"", "\r", "\n", "，", "。", "；", " ", "）", ")"})
# …18栋8 ‖ 60室: the line's end cuts the number of a door.
_REST_OF_NUMBER = re.compile("[0-9]{1,4}(?:号楼|[号室户栋幢组楼层]|单元)")


def _next_piece(text: str, end: int) -> int | None:
    wrap = _WRAP.match(text, end)
    begin = wrap.end() if wrap else end
    if wrap and text[end - 1].isdecimal() and (rest := _REST_OF_NUMBER.match(text, begin)):
        return rest.end()
    limit = _limit(text, begin)
    more = address_at(text, begin, limit) or group_at(text, begin, limit)
    if more is None:
        return None
    if wrap is None:
        return more.end
    if text[more.end : more.end + 1] not in _STOPS:
        return None
    # A line of its own, coarse or not, goes on with the address where that broke off.
    open_end = text[end - 1] not in _DOORS
    goes_on = more.has(Level.FINE) or (open_end and more.level > Level.ADMIN)
    return more.end if goes_on else None


def _wrapped(text: str, address: Address) -> Address:
    """Go on with an address that a line's end cuts."""
    wrap = _WRAP.match(text, address.end)
    if wrap is None:
        return address
    end = _further(text, address.end)
    return Address(address.start, end, address.pieces)
