"""Addresses behind labels that ask offices and persons alike: 通讯地址, 送达地点, 【所在地】.

Whose the address is, the form around it says: a person's ID, name or sex before it, or 收 behind
it. An office before it, or no one at all, leaves it alone; but behind what a household is asked
for (报修地址, 用水地址), a flat or a village's group is somebody's to look at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers import address_owner as owner
from deident.recognizers.address_grammar import Address, Level, address_at, group_at
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, line, names_somebody

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.reading import Reading

_ASKS = r"(?:地[ ]?[址点]|所在地|住[ ]?址|坐落|座落|位置|房号|门牌号?|楼号)[】\]）)]?[ ]*[：:]?"
# 装机地址金山镇…: no colon parts them.
_GLUED = "(?<=[户装机修门务宅水电气热送达讯信 ])地址(?=[一-龥])"
_HOUSE = "房屋(?:坐落|座落|位于)"
# 建房地址，上河村三组；: a form that writes commas for colons parts its fields by semicolons.
_SAID = r"(?:(?<=[：:】\]于])|(?=于|在)|(?=[ \n])|(?<=[址点])[，,](?=[^，,；;。\n\x1e]{4,40}[；;]))"
_WHOSE = "(?:您|你|我|本人|申请人|来信人|信访人|投诉人|当事人|户主|家长)的?"
_LABEL = later(
    rf"(?:(?P<whose>{_WHOSE})|(?<![一-龥])|(?=[【\[]))"
    r"(?:[【\[（(]?(?:通[讯信]|联[系络]|邮寄|寄送|收[件货]|详细|"
    r"所在|居住|现住|家庭|户籍|房屋|"
    r"房产|楼栋|住房|安置房|事发|不动产|诉求|反映|投诉|来[电信]|举报|"
    r"投递|派送|派件|取件|寄件|缴费|租赁|承租|"
    r"出租|抵押|查封|标的|出险|案发|过户|收养|看房|(?P<built>(?:危房|住房|房屋)?(?:建|新建|拟建|翻建|改造|修缮|加固)(?:房屋|住房|房)?|危房|宅基地?)|(?P<goods>送货|发货|退货|配送)|"
    r"(?:上门|入户|宽带|家庭|燃气|水表|电表|空调|预约)?(?P<served>用户|客户|安装|装机|移机|报装|报修|维修|上门|服务|住宅|(?:文书)?送达|"
    r"用[水电气热]|供[水电气暖热]))?"
    rf"[ ]?(?:{_ASKS}{_SAID}|{_GLUED})|{_HOUSE})"
    r"[ ]?[于在：:]?[ ]*(?P<below>\r?\n(?:\x1e\n)?[ ]*)?"
)
_THING = later(f"{_ASKS}{_SAID}|{_GLUED}|{_HOUSE}")
# What such a label asks for; with its colon it says little more than that.
_ASKED = Needles(
    ("地", "址点 "), ("所", "在"), ("住", "址 "), ("坐座", "落"), ("位", "置"), ("房", "号屋"),
    ("门", "牌"), ("楼", "号"), shared=True,
)  # fmt: skip
_LONGEST_BEFORE = 10
_RECEIVER = re.compile(r"[^，。；;\n]{0,4}[（(，, ]?[一-龥·]{2,15}[ ]?[（(]?收")
_NATURAL = later(
    r"身份证|公民身份|[男女][，,、 ]|民族|出生|申请人|姓[ ]*名|村民|居民|受送达人|产权人|权利人|"
    r"租户|住户|"
    r"业主|户主|网民|当事人|投诉人|举报人|信访人|反映人|来信人|收件人|患者|病例|监护人|被执行人|"
    r"承租人|房主|被征收人|被拆迁人|所有权人|搬迁户|拆迁户|市民|来电人|诉求人|"
    r"户名(?![：: ]{0,2}[一-龥]{2,24}(?:公司|局|中心|政府|委员会|学校|医院|厂|社))|"
    r"用户|收货人|寄件人|"
    r"(?:收到|回复|答复|告知)[你您](?![们单局公])|[你您](?:通过|提交|提出|向本|邮寄)|"
    r"房屋所有人|共有人|出租人|买受人|抵押人|报修人|预约人|报装人|缴费人|机主|自然人|客户(?!经理|服务|端)"
)
# 地址：…，户主邹某: whose it is, said behind it.
_SAID_BEHIND = later(
    r"[）)]?[，,；; 　\n（(]{1,4}(?:房屋)?(?:户主|户名|产权人|权利人|所有权?人|"
    r"收[件货]人|房主|业主|用户|住户|租户|承租人|共有人|(?P<contact>联系人)|申请人|诉求人|反映人|来电人|被征收人|"
    r"(?:诉求|反映|来电|投诉)内容[：:][^。；\n]{0,4}?(?:市民|居民|村民|业主|住户|来电人))"
    r"(?:姓名)?[：: 为是系]{0,3}[一-龥·]{2,4}"
)
_FIRM = later(
    r"公司|企业|统一社会信用|法定代表|合作社|经营部|个体工商户|事务所|采购|招标|投标|供应商|报送|"
    r"材料寄|窗口|办公|咨询|受理|复议|诉讼|起诉|开标|报名|复议机关|办理地点|服务中心|监督|信函|邮戳|来信|来访|接待|"
    r"向[^，,。；;\n]{2,20}(?:反映|举报|投诉|提出)|"
    # 联系人：县儿童福利院李某；0359-…；地址：…
    r"联系人[：: ]{1,2}(?:[^，,。；;\n]{2,14}(?:[院局所站办会处科股馆]|中心|政府|街道|学校)"
    r"[一-龥]{2,4}[，,；;（( 　]|"
    r"[^。\n]{2,12}[，,；;（( 　]{1,2}(?:联系|办公)?(?:电话|方式)?[：:]?0[0-9]{2,3}-?[0-9]{7,8})|"
    r"(?:[局所办院站队会]|中心|政府|[纪监党]委)(?:办公室)?[ ]?[（(]?"
    r"(?:(?:监督|举报|咨询|联系|服务|办公|值班)?(?:电话|地[ ]?址|热线|邮箱)|"
    r"(?<=[（(])0?[0-9]{2,4}-?[0-9]{7,8}|(?<=[（(])$)"
)
_PARTY = later(
    r"(?:姓[ ]*名|申请人|网民|来信人|投诉人|受送达人|产权人|权利人|租户|住户|业主|"
    r"户主)[】：:][ ]*[一-龥·•]{2,15}"
    r"(?![一-龥]*(?:公司|局|委员会|政府|合作社|中心|店|厂))|[（(]自然人[）)]"
)
OWN_ROOM = later(
    "单元|[0-9][ ]?[室户]|组|队|屯|社[0-9]|[0-9][ ]?社|家属|宿舍|[0-9]-[0-9]{1,2}-[0-9]{2,4}|"
    "[0-9][ ]?(?:栋|幢|号楼)[ ]?[0-9]{3,4}"
)
# 联系电话：0999-99999999　地址：…
_OFFICE_LINE = later(
    r"[ ]*(?:[一-龥]{0,4}(?:电话|热线)|联系方式)[：: ]{0,2}"
    r"(?:0[0-9]{2,3}[ ]?[-－—–‐]?[ ]?)?[0-9]{7,8}[ ，,；;。]{0,3}"
)
_A_FIELD = later(r"[ ]*[一-龥]{2,6}[：:]")
_LEAST_LISTED = 2
# Its teachers' flats have units: 第九中学3号楼2单元201.
_OF_A_SCHOOL = later(
    "(?!.*(?:单元|家属|教[工师]|教职))[^0-9]*(?:小学|中学|大学|学院|学校|幼儿园|[一二三四五六]中|医院|卫生院)"
    "(?![路街巷里弄道坊村社东西南北对旁附后前])"
)
_LONGEST = 90
_FORM = 160
_NEAR = 60


def asked(reading: Reading, hits: Sequence[Hit]) -> Iterator[tuple[Address, bool]]:
    """Yield the addresses behind labels that do not say whose they are, and whether that is sure.

    Nothing is said of those that the form leaves to offices.
    """
    claims: Claims | None = None
    text = reading.text
    for label in _labels(text):
        start = label.end()
        if label["below"] and reading.segments[reading.index_at(label.start())].cell is not None:
            continue
        limit = min(len(text), start + _LONGEST)
        address = address_at(text, start, limit) or group_at(text, start, limit)
        if address is None or not address.has(Level.FINE, Level.VILLAGE, Level.ESTATE):
            continue
        # In which village a house is built is published; where in it is not.
        if label["built"] and not address.has(Level.FINE):
            continue
        if owner.is_office(text, address.start, address.end) or _is_an_event(text, label, address):
            continue
        claims = claims or Claims(hits)
        if _is_the_writers(text, label, claims):
            continue
        form = _form(reading, label)
        if label["whose"] or _is_somebodys(text, label, address, claims, form):
            yield address, True
        elif label["served"] and _is_a_households(text, label, address, form):
            yield address, False


def _is_an_event(text: str, label: re.Match[str], address: Address) -> bool:
    """Tell whether 地点在西塘镇 says where something takes place, and no home."""
    if not label[0].lstrip("【[（(").startswith("地点"):
        return False
    behind = _SAID_BEHIND.match(text, address.end)
    if behind and not behind["contact"]:
        return False
    return OWN_ROOM.search(text, address.start, address.end) is None


def _is_the_writers(text: str, label: re.Match[str], claims: Claims) -> bool:
    """Tell whether the line below a list of persons says how to reach who wrote it."""
    low, _ = line(text, label.start())
    if not _OFFICE_LINE.fullmatch(text, low, label.start()) or claims.within(low, label.start()):
        return False
    for _ in range(_LEAST_LISTED):
        high = low - 1
        low, _ = line(text, high) if high > 0 else (0, 0)
        if high <= low or not claims.within(low, high):
            return False
        if _A_FIELD.match(text, low):
            return False
    return True


def _form(reading: Reading, label: re.Match[str]) -> int:
    """Return where the form that holds a label begins: cells are read by their table's rules."""
    at = label.start()
    low = max(0, at - _FORM)
    if reading.segments[reading.index_at(at)].cell is None:
        return low
    return max(low, reading.text.rfind("\x1e", 0, at))


def _labels(text: str) -> Iterator[re.Match[str]]:
    """Yield the labels of a text, from left to right."""
    reached = 0
    for place in _ASKED.places(text):
        if not _THING.match(text, place):
            continue
        for start in range(max(reached, place - _LONGEST_BEFORE), place + 1):
            label = _LABEL.match(text, start)
            if label is not None:
                reached = label.end()
                yield label
                break


def _is_a_households(text: str, label: re.Match[str], address: Address, form: int) -> bool:
    """Tell whether a flat or a group stands there, and no office before it."""
    if OWN_ROOM.search(text, address.start, address.end) is None:
        return False
    if _OF_A_SCHOOL.match(text, address.start, address.end):
        return False
    return _FIRM.search(text, form, label.start()) is None


def _is_somebodys(
    text: str, label: re.Match[str], address: Address, claims: Claims, low: int
) -> bool:
    at = label.start()
    if _RECEIVER.match(text, address.end):
        return True
    high = min(len(text), address.end + _NEAR)
    last = max((m.start() for m in _FIRM.finditer(text, low, at)), default=-1)
    person = max((m.start() for m in _NATURAL.finditer(text, low, at)), default=-1)
    behind = _SAID_BEHIND.match(text, address.end)
    own_room = OWN_ROOM.search(text, address.start, address.end) is not None
    # Offices too have somebody to talk to: 联系地址：…, 联系人：….
    if behind and last < 0 and (own_room or person >= 0 or not behind["contact"]):
        return claims.within(address.end, high) or names_somebody(text, low, high)
    if last > person:
        return False
    known = claims.within(low, high) or names_somebody(text, low, high)
    if person >= 0 and (known or _PARTY.search(text, max(last, low), at)):
        return True
    # Goods are brought to offices too.
    return own_room and known and not label["goods"]
