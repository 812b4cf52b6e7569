"""Whose a landline is, where the nearest word alone would mislead.

A unit's name right before a number owns it (请与其女儿联系，或拨打救助管理站0359-…). Who is merely
invited to call owns nothing (业主如有疑问，请…). A list of residents or pupils holds their homes'.
"""

from __future__ import annotations

import re

from deident.recognizers.person_surnames import PLAIN

PACK = "cn-landline"

_UNIT = (
    "(?:[一-龥]{2}(?:局|站|(?<![住居处场厕])所|(?<!住)处|(?<!生产)(?<!小)队|科|股|署|厅|馆|疾控)|"
    "(?:卫生|法|医|检察|福利|敬老|养老|研究|剧|书|画|学|干休|设计|幼儿|中医|妇幼|康复|托养)院|"
    "养老院|委员会|[街镇乡县区市]办|中心|公司|学校|[中小大]学|卫生室|审判庭|法庭|物业|[支分]行|"
    "供销社|旅行社|报社|信用社|合作社|[村支]部|项目部|服务部|武装部|指挥部|营业部|事务部|客服部|"
    "[支大中]队|社区|[居村]委会?|总机|前台|服务台|值班室|传达室|门卫室|办公室)"
)
_SAYS = "(?:内部?|的|办公|值班|联系|咨询|服务|业务|报名|专线|热线|总机|前台){0,2}(?:电话|座机)?"
_OF_UNIT = re.compile(
    f"(?:{_UNIT}{_SAYS}|[所站院校局馆园队村镇乡厂店行社]内(?:线|电话|座机))[：:（( ]{{0,2}}$"
)
_UNIT_REACH = 16
# 低保户：王某 东街社区 0359-…: where he lives or works, in the row of a list.
_IN_HIS_ROW = re.compile("[ \t　][一-龥]{2,14}[ \t　]+$")
_INVITED = re.compile(
    "(?:可(?!能)|如(?!下)|若|应当|应于|须|需|请(?![假求示教])|凭|持[有本相身]|尽快|登录|前往)"
)
_ASKED = re.compile("请(?!联系|与|和|致电|拨打|速|告知|通知|打|找|将|回复|转告)[^，。；：\n]{0,6}$")
_ANSWERED = 8
# 请学生家长王某（0359-…）到校: the number is his who is asked by name.
_HIS_OWN = re.compile(
    f"[：: ]?[{''.join(sorted(PLAIN))}][一-龥·]{{1,3}}[（(，,： ]{{0,2}}"
    "(?:联系|家庭)?(?:电话)?[：: （(]{0,2}"
)
# Where somebody lives, and whoever says "I", is not invited.
_NOT_INVITED = frozenset("我住址")
# A list's last row ends; what the notice says below it is its author's.
_OWN_LINE = re.compile("[ ]{0,4}(?:联系|咨询|办公)?(?:电话|方式)(?:号码)?[：: ]{0,2}")
# Below what somebody is sent: 联系人：王某，0359-… and under it the office that sends it.
_CONTACT = re.compile(
    "[ ]{0,8}(?:联系|承办|经办)人(?:员)?[：: ]{1,3}[一-龥·]{2,4}[，,、；;（( ]{1,3}"
    "(?:(?:联系|办公)?(?:电话|方式)[：: ]{0,2})?"
)
_SIGNATURE = re.compile(
    r"[0-9 \-]{7,20}[）)。]?[ ]*"
    r"(?:\r?\n[ ]*(?:[0-9零一二三四五六七八九十年月日]{6,14}|（[^（）\n]{1,10}）)?){1,3}"
    "[一-龥（）]{3,30}(?:局|委员会|政府|中心|法院|检察院|大队|支队|办公室|办事处|街道办|[所院站厅处])"
    r"[ ]*(?:[\n\x1e（(]|$|[0-9]{4}年)"
)
_TELEPHONE = re.compile("[0-9][0-9 -]{6,}")
_CLAUSES = re.compile("[，,；;].*[，,；;]")
_NAMED_ROW = re.compile(
    r"(?:^|[\n\x1e])[ ]{0,4}(?:[0-9]{1,3}[、.．]?[ ]{0,2})?[一-龥·]{2,4}[ \t|，,、]{1,4}$"
)
_OFFICE_ROW = re.compile("[局办科股所站队处室院校委会厅社厂店]$")
_ROW = 24
_HOME = re.compile(
    "[^\n\x1e。]{0,36}?(?:[0-9]单元|[0-9][栋幢座]|[0-9]号楼[^\n]{0,6}[0-9]{3}|小区|家园|花园|[0-9]组)"
)
# 持证件（…）到支行领取，详询… is no record of somebody.
_ID = re.compile(
    "(?<![0-9A-Za-z])[1-9][0-9]{5}(?:[0-9]{11}[0-9Xx]|[0-9*]{11}[0-9Xx*])(?![0-9A-Za-z])"
    "[^。；\x1e到询拨致]*$"
)
_ID_REACH = 48
_OFFICES = re.compile("政府|中心|办公|机关|行政|大楼|大厦|医院|学校")
_LISTS = ("通讯录", "联系表", "联系方式", "花名册")
_OF_PRIVATE = re.compile(
    "(?:居民|村民|住户|业主|学员|学生|同学|校友|会员|家长|老人|老年|老干部|群众|农户|租户|志愿者|楼栋|"
    "党员|退休|病友|球友|战友)[^\n。，]{0,8}$"
)
_LIST_REACH = 2000


def is_units(text: str, start: int) -> bool:
    """Tell whether a unit is named right before a number, and not in a column of somebody's row."""
    if _OF_UNIT.search(text[max(0, start - _UNIT_REACH) : start]) is None:
        return False
    return _IN_HIS_ROW.search(text[max(0, start - _ROW) : start]) is None


def counts(text: str, word: re.Match[str], start: int) -> bool:
    """Tell whether a word before a number can say whose it is; who is only invited owns none."""
    if word.lastgroup != "personal":
        return True
    ends = _invited(text, word, start) or _ended(text, word, start)
    return not (ends or _signed(text, word, start))


def _invited(text: str, word: re.Match[str], start: int) -> bool:
    if _HIS_OWN.fullmatch(text, word.end(), start):
        return False
    if not _NOT_INVITED.isdisjoint(word.group()):
        return False
    if _INVITED.match(text, word.end()):
        return True
    return _ASKED.search(text[max(0, word.start() - _ANSWERED) : word.start()]) is not None


def _ended(text: str, word: re.Match[str], start: int) -> bool:
    """Tell whether a row with a telephone of its own ends between a word and a number."""
    line = text.rfind("\n", word.end(), start)
    if line < 0 or not _OWN_LINE.fullmatch(text, line + 1, start):
        return False
    begins = text.rfind("\n", 0, line) + 1
    between = _TELEPHONE.search(text, word.end(), line)
    return between is not None and _CLAUSES.search(text, begins, line) is not None


def _signed(text: str, word: re.Match[str], start: int) -> bool:
    """Tell whether a contact of its own line is whoever signs the paper below it: an office."""
    begins = text.rfind("\n", word.end(), start)
    if begins < 0 or not _CONTACT.fullmatch(text, begins + 1, start):
        return False
    return _SIGNATURE.match(text, start) is not None


def follows_an_id(text: str, start: int) -> bool:
    """Tell whether a number stands behind somebody's ID, in the same record."""
    return _ID.search(text, max(0, start - _ID_REACH), start) is not None


def is_residents(text: str, start: int, end: int) -> bool:
    """Tell whether a row of nothing but a name and a number is of a list of private persons."""
    low = max(0, start - _ROW)
    row = _NAMED_ROW.search(text[low:start])
    if row is None or _OFFICE_ROW.search(row.group().rstrip(" \t|，,、")):
        return False
    home = _HOME.match(text, end)
    if home is not None and not _OFFICES.search(home.group()):
        return True
    return _listed(text, start)


def _listed(text: str, start: int) -> bool:
    low = max(0, start - _LIST_REACH)
    said = max((text.rfind(word, low, start), word) for word in _LISTS)[0]
    return said >= 0 and _OF_PRIVATE.search(text[max(0, said - _ROW) : said]) is not None
