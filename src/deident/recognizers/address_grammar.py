"""How an address is written: pieces from province to room, each a name or number and its suffix.

A chain of pieces is read from left to right. Names of villages and roads are open, so a chain is
worth something only by what it ends in, and by what stands before and behind it (`address_owner`).
Suffixes that open other words (市场, 社会, 组织, 号码) do not count where they do.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import regex

from deident.recognizers.later import regex_later

NUMERALS = "0-9一二三四五六七八九十百零〇两"  # noqa: RUF001 - zero is a numeral


class Level(IntEnum):
    """How exactly a piece says where."""

    ADMIN = 1
    TOWN = 2
    ROAD = 3
    VILLAGE = 4
    ESTATE = 5
    FINE = 6


class Piece(NamedTuple):
    """One piece of an address: 城关镇, 东街村, 3组."""

    level: Level
    start: int
    end: int


class Address(NamedTuple):
    """A chain of pieces, with where it ends (what hangs on to its last piece is part of it)."""

    start: int
    end: int
    pieces: tuple[Piece, ...]

    @property
    def level(self) -> Level:
        """The finest level."""
        return max(piece.level for piece in self.pieces)

    def has(self, *levels: Level) -> bool:
        """Tell whether a piece has one of these levels."""
        return any(piece.level in levels for piece in self.pieces)


# What no name of a place holds; a chain that meets one of these has run into the sentence.
_STOP = "的了被们这你我他她没说称把因并且或者此但均在给让与及拟须应该属等即仅只已经系由"
# 查干淖尔, 那仁, 若羌 are names of places where few speak Chinese.
_C = rf"(?![{_STOP}]|未(?![来央])|查(?!干|布|汗)|那(?![仁日林拉木])|若(?!羌|尔盖))[一-龥·]"
# Another suffix at once: 街 of 东街村 and 庄 of 新庄村 belong to the name.
_NO_SUFFIX = (
    "(?!村(?!民|委)|庄|社区|小区|新村|镇|乡|家园|花园|苑|街道|路|屯|巷|胡同|组|大街|公寓|家属|宿舍)"
)
_NUM = (
    rf"(?:[第附][ ]?)?(?:[A-Za-z]?[0-9]{{1,4}}[A-Za-z]?|[A-Za-z]|[{NUMERALS[3:]}]{{1,4}}"
    r"|[甲乙丙丁戊东西南北中])(?:[\-#＃之/][0-9A-Za-z]{1,4}){0,3}"
    # Word and LibreOffice part digits from characters, and so does who types: 3 组 12 号.
    r"(?:(?<=[0-9A-Za-z])[ ])?"
)
# Many write 8#楼 and 3#-2-402 for 号; so do they number machines: 1#变压器.
_HASH = (
    r"[A-Za-z]?[0-9]{1,4}[A-Za-z]?[#＃](?:号?[楼院房门宅栋幢]|单元|户)?"
    r"(?![变机泵炉井塔桥线闸库坝罐电])"
    r"|[#＃][0-9]{1,4}(?:[楼院房门宅栋幢室户]|单元|(?![0-9]))"
)
_FINE = (
    r"(?:村民)?(?:小组|组(?![织长成员合建团装])|小队|队(?![伍长员]))|社(?![会保区])|屯"
    r"|号楼|号院|号房|号门|号附|单元(?!格)|栋|幢|座(?![机位谈])|号(?![码文令线召角]|车厢)|室(?![内外])"
    r"|户(?![籍口主型外名号])|层(?![面次])|楼(?!道|宇|市|盘)|房(?![屋产间])|排|弄|支弄|"
    r"门(?![诊店面市口])"
    r"|梯|区(?![别域间县])|期(?![间限末])|条|里(?![铺河店堡屯村庄桥沟镇乡坪湾墩岗台营坡])|巷|"
    r"胡同|村(?![民委里庄])"
)
_BARE = (
    r"[0-9]{1,4}(?:[#＃]?-[0-9A-Za-z]{1,4}|[#＃][0-9A-Za-z]{1,4}){1,3}"
    # 户籍0-3岁婴幼儿: how old, how many and how long are no doors.
    r"(?![0-9]*[ ]?(?:周?岁|周龄|[个年月天日人名次级度万元倍%]))(?:室|号|户|房)?"
    r"|[0-9]{3,4}[ ]?(?:室|房(?![屋产])|号)"
)
_PIECE = regex_later(
    rf"[ ]?(?:(?P<fine>内?{_NUM}(?:{_FINE})|{_BARE}|{_HASH})"
    rf"|(?P<name>(?:{_C}){{1,10}}?)(?:"
    r"(?P<admin>特别行政区|自治区|自治州|自治县|自治旗|生产建设兵团|省(?![级略事会])"
    r"|市(?![场民级委政直长]|区[，。])|盟(?!约|友)|地区|州(?![市县])|县(?![城级委政直长]|医)"
    r"|(?<![国红彩锦])旗(?![舰帜镇])|林区|开发区|新区|高新区"
    r"|(?<![社小园校厂库景院片营牧辖矿属宅活工业山地])区(?![别域间块]))"
    rf"|(?P<town>街道(?:办事处)?|办事处|苏木|镇(?![政党长中卫村])|乡(?![村政党镇亲长])"
    r"|农场|林场|牧场|团场|连队)"
    rf"|(?P<village>村民委员会|居民委员会|村委会|居委会|社区|嘎查|行政村|自然村|新村|"
    rf"村(?![民委支])"
    rf"|(?:庄|屯|寨|堡|坪|沟|湾|营|圩|坝|塘|冲|垅|坞|岙|浜|岭|坡|塬|峪|窑|墩){_NO_SUFFIX})"
    rf"|(?P<team>组(?=村民|居民|[，,。；;\n]|$))"
    rf"|(?P<road>大街|大道|胡同|(?:路|街|巷|弄|道|"
    rf"里){_NO_SUFFIX}(?![线径面边口德理])[东西南北中]?段?)"
    rf"|(?P<estate>家属院|家属楼|家属区|宿舍楼?|公寓|花园|家园|小区|大院|庭院|别墅|山庄|安置点|"
    rf"安置房|(?:住宅|集资|福利|教[工师]|教职工|职工|单身|干部|周转|安居|廉租|公租|房改|经适)"
    rf"[楼房](?=[ ]?{_NUM}(?:单元|号|室)|[0-9]{{1,3}}-[0-9]|[0-9]{{1,3}}[#＃])"
    rf"|(?:生活|住宅|平房|棚户)区(?=[ ]?{_NUM}(?:{_FINE})|[0-9]{{1,3}}[#＃])"
    rf"|华庭|豪庭|名邸|国际|广场|佳苑|雅苑|嘉苑|(?:苑|府|邸|园|院|城|居|寓|阁|"
    rf"筒子楼)(?=[ ]?{_NUM}(?:{_FINE})|[0-9]{{1,3}}[\-#＃]|[#＃][0-9]))"
    rf"|(?P<plain>(?=[ ]?{_NUM}(?:村民小组|小组|组(?![织长成])|社(?![会区])|队|屯|号|栋|幢|单元|"
    rf"弄|巷|室|座)|[0-9]{{1,3}}[#＃](?:-?[0-9]|[楼院栋幢])"
    rf"|[0-9]{{1,3}}[\-#][0-9]{{1,2}}[\-#][0-9]{{3,4}}(?![0-9\-]))))"
    r")",
    regex.VERSION1,
)
_LEVELS = {
    "fine": Level.FINE,
    "team": Level.FINE,
    "admin": Level.ADMIN,
    "town": Level.TOWN,
    "village": Level.VILLAGE,
    "road": Level.ROAD,
    "estate": Level.ESTATE,
    "plain": Level.ROAD,
}
_TAIL = regex_later(
    r"(?:[东西南北中左右前后]{1,2}[户门院屋侧边]|[0-9]{1,4}(?![0-9年月日元万亿%.人名个岁米户])|"
    r"(?:(?<=单元)|(?<=号楼)|(?<=[栋幢座]))[ ][0-9]{3,4}"
    r"(?![0-9]|[ ]?(?:[年月日元万亿%.人名个岁米]|户(?![名号主])))|"
    r"的?(?:平房|自建房|宅院|老宅|住宅|出租屋|出租房|租房))?"
    r"(?:[（(][^（）()，。\n\x1e]{0,8}(?:院|楼|旁|对面|附近|小区|家属|组|村|区|侧|后面|"
    r"号)[^（）()，。\n\x1e]{0,6}[）)]"
    rf"|[（(][^（）()，。\n\x1e0-9]{{1,8}}[）)](?=[ ]?{_NUM}(?:{_FINE})))?"
)
_MOST_PIECES = 14
# …404室门前路灯不亮: what lies beside a home is no part of it.
_BESIDE = ("门前", "门口", "楼下", "楼上", "楼道", "附近", "旁边", "对面", "周边", "周围")
_GENERIC = regex_later(
    r"[ ]?(?:本|该|全|各|每|某个|同|外|邻|偏远|边远|贫困|示范|重点|中心|农|山|乡|镇|原|新|老|"
    r"旧|两|多个?|所在|其他|自然|行政|"
    r"城中|城边|城郊|空心|美丽|移民|搬迁|安置|集镇|城镇|农牧|渔|少数民族聚居|本人所在|户籍|居住)*"
    r"(?:村|社区|小区|村委会|居委会|行政村|自然村|山庄|村庄|街道|乡镇|镇|乡|路|街|道路|宿舍|"
    r"公寓|广场|庭院|大院)"
)


def address_at(text: str, start: int, limit: int) -> Address | None:
    """Read the address that begins at a place, or None where none does."""
    pieces: list[Piece] = []
    at = start
    while len(pieces) < _MOST_PIECES:
        if pieces and text.startswith(_BESIDE, at):
            break
        found = _PIECE.match(text, at, limit)
        if found is None or (not pieces and found.lastgroup == "fine"):
            break
        kind = next(name for name in _LEVELS if found[name] is not None)
        if pieces and text[at - 1] == "室" and kind != "fine":
            break
        if kind == "plain" and found["name"] and _runs_into_words(found["name"]):
            break
        pieces.append(Piece(_LEVELS[kind], at, found.end()))
        at = found.end()
        aside = _TAIL.match(text, at, limit)
        if aside is not None and aside[0].endswith((")", "）")) and aside.end() > at:
            at = aside.end()
    return _finished(text, start, limit, pieces) if pieces else None


def _finished(text: str, start: int, limit: int, pieces: list[Piece]) -> Address | None:
    while text[start : start + 1] == " ":
        start += 1
    tail = _TAIL.match(text, pieces[-1].end, limit)
    end = pieces[-1].end
    if tail is not None and pieces[-1].level is not Level.ADMIN:
        end = tail.end()
    return Address(start, end, tuple(pieces))


def group_at(text: str, start: int, limit: int) -> Address | None:
    """Read an address that begins with its group or door: 三组71号, 8号楼2单元."""
    first = _PIECE.match(text, start, limit)
    if first is None or first["fine"] is None:
        return None
    pieces = [Piece(Level.FINE, start, first.end())]
    rest = address_at(text, first.end(), limit)
    at = first.end()
    while rest is None and (more := _PIECE.match(text, at, limit)) and more["fine"]:
        pieces.append(Piece(Level.FINE, at, more.end()))
        at = more.end()
    if rest is not None:
        return Address(start, rest.end, (*pieces, *rest.pieces))
    return _finished(text, start, limit, pieces)


# A building, and how many of them: 住宅楼8栋.
_COUNTED = ("楼", "住宅", "房屋", "用房", "厂房", "别墅")


def _runs_into_words(name: str) -> bool:
    return any(
        word in name for word in ("电话", "手机", "共有", "共计", "总计", "邮编", "证", "编号")
    ) or name.endswith(_COUNTED)


def is_generic(text: str, piece: Piece) -> bool:
    """Tell whether a piece names no place: 本村, 该小区, 偏远农村."""
    return _GENERIC.fullmatch(text, piece.start, piece.end) is not None
