"""What begins like a name and is a phrase of offices: 来许返许, 鸡年贺新春, 公益林建设500亩."""

from __future__ import annotations

import re

from deident.recognizers import sayings
from deident.recognizers.later import later

# 来许返许人员, 在晋返晋
_THERE_AND_BACK = re.compile("(?P<city>[一-龥])返(?P=city)")
_CAME_BACK = re.compile("[来入抵离在](?P<city>[一-龥])返(?P=city)")
_FEAST = re.compile(
    "[贺祝](?:新春|新年|新岁|佳节|元旦|春节|元宵|端午|中秋|重阳|国庆|华诞)(?=[，,。；;！!、”\\n]|$)"
)
# A saying of four characters, and its second half: 张灯结彩贺新年.
_HALF = later("(?:^|[^一-龥])(?:[一-龥]{2}|[一-龥]{4})$")
_WOOD = later(
    "(?:公益|经济|防护|用材|薪炭|商品|生态|天然|人工|混交|次生|涵养|固沙|护田|农田|碳汇|速生|丰产|景观|风景|乔木|"
    "灌木|护岸|护堤|储备|退耕还|植树造|封山育|水保|水土保持|特种|能源|木本)$"
)
_COUNTED_BEHIND = later(
    "[xX×]{1,3}[ ]?(?:个|处|座|条|所)(?![一-龥]{0,2}(?:[房屋宅车人娃]|孩|子女|儿|女))|"
    "[一二三四五六七八九十两]{1,3}个(?:[县市区省乡镇村]级?|国家级)?"
    "(?:乡镇|行政村|卡口|点位|站点|隧道|景区|园区|片区|断面|检查站|收费站|服务区|出入口|高速口)"
)
# 稀有植物有甲、乙等
_KINDS_LISTED = later(
    "(?:植物|动物|树种|药材|鸟类|鱼类|兽类|菌类|昆虫|花卉|物产|特产|土产|矿产|林木|果树|野生)[一-龥]{0,3}?"
    "(?:主?要?有|包括|主要[为是])(?:[^、，,。；;：:\\n]{1,8}、)*$"
)
# 为国聚财，为民收税; 以水为景，以景兴业; 向左转、向右转
_SLOGAN = later(
    "(?:^|[，,。；;：:“”‘’—\\n\\x1e])(?:(?P<by>[以为靠凭借])[一-龥]{3}[，,])?[以为靠凭借]$"
)
_SLOGAN_ENDS = re.compile("[，,。；;”’！!—\n\x1e]|$")
_TWIN = re.compile("[，,]([以为靠凭借])[一-龥]{3}(?:[，,。；;”’！!—\n\x1e]|$)")
_TURNS = re.compile("向[前后左右]转(?![账交告达让])")
_CLAUSE, _SLOGAN_TAIL = 7, 3
# 张石、张承、二秦高速; 郑万、郑阜、商合杭三条新线路; 铁路职工 is somebody.
_ROADS = later(
    "(?:[、，][一-龥]{2,4}){0,6}?(?:等)?(?:[0-9一二三四五六七八九十两]{1,3}条)?新?(?:建)?"
    "(?:高速|高铁|铁路|公路|客专|城际|线路|国道|省道|隧道)"
    "(?![一-龥]{0,2}(?:职工|员工|工人|退休|公司|[局段旁边司]))"
)
_OF_PERSONS = later(
    "(?:、[^、，,。；;\n]{1,10}?){0,40}?(?:等[^、，,。；;\n]{0,6}?|[0-9一二两三四五六七八九十]{1,3})"
    "(?:人|者|员|户|村民|工|家)"
)
_SHORT, _BEFORE, _WIDEST = 2, 8, 60


def is_phrase(text: str, start: int, end: int) -> bool:
    """Tell whether a likely name that no role shows is such a phrase, or an item of a flora."""
    return (
        _THERE_AND_BACK.match(text, start) is not None
        or (start > 0 and _CAME_BACK.match(text, start - 1) is not None)
        or _CAME_BACK.match(text, start) is not None
        or _wishes(text, start)
        or _is_wood(text, start)
        or _COUNTED_BEHIND.match(text, end) is not None
        or _is_of_a_kind(text, start, end)
        or sayings.cut_by(text, start, end)
        or _is_a_road(text, start, end)
        or _TURNS.match(text, start) is not None
        or _is_of_a_slogan(text, start, end)
    )


def _is_of_a_slogan(text: str, start: int, end: int) -> bool:
    """Tell whether one of two clauses of four characters ends in it: 为国聚财，为民收税.

    由某某某，… and 为某某某，… stand alone.
    """
    if end - start != _SLOGAN_TAIL or not _SLOGAN_ENDS.match(text, end):
        return False
    clause = _SLOGAN.search(text, max(0, start - _CLAUSE), start)
    if clause is None:
        return False
    by, twin = text[start - 1], _TWIN.match(text, end)
    return clause["by"] == by or (twin is not None and twin[1] == by)


def _is_a_road(text: str, start: int, end: int) -> bool:
    """Tell whether a road is called so; the name of one road alone has two characters."""
    road = _ROADS.match(text, end)
    return road is not None and (end - start == _SHORT or road.group()[0] in "、，")


def _wishes(text: str, start: int) -> bool:
    """Tell whether a saying ends in good wishes; 贺国庆 by itself is a name, too."""
    if _FEAST.match(text, start) is None:
        return False
    return _HALF.search(text, max(0, start - _BEFORE), start) is not None


def _is_wood(text: str, start: int) -> bool:
    """Tell whether 林 ends the word that runs into it: 公益林, 经济林."""
    if text[start] != "林":
        return False
    return _WOOD.search(text, max(0, start - _BEFORE), start) is not None


def _is_of_a_kind(text: str, start: int, end: int) -> bool:
    """Tell whether a list of plants, animals or goods holds it."""
    if text[start - 1 : start] not in {"有", "为", "是", "括", "、"}:
        return False
    if "、" not in (text[start - 1 : start], text[end : end + 1]) and text[end : end + 1] != "等":
        return False
    listed = _KINDS_LISTED.search(text, max(0, start - _WIDEST), start)
    return listed is not None and _OF_PERSONS.match(text, end) is None
