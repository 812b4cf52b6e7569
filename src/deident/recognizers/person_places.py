"""What shows that something that looks like a name is a place, a firm, a saying or a thing.

Some of it settles the matter; the rest only weighs against a name: a likely one still stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.later import later

if TYPE_CHECKING:
    from collections.abc import Collection

_PLACE = later(
    r"(?:[一-龥]{0,3}[（(](?:19|20)[0-9]{2}[)）]|大桥|桥梁|[闸坝滩]|水[库位]|立交|机场|车站|码头|灌区|景区|隧道|枢纽|电站|高速|流域|湿地|古镇|"
    r"核电|煤矿|航道|港区|油田|气田|抽水蓄能|古[村城寨港茶]|遗址|墓群|石窟|风景|森林公园|国家公园|自然保护|"
    r"段?(?:综合)?(?:治理|整治|改造|拓宽)工程|[一-龥]{0,3}[〔\[【]|"
    r"[一-龥]{0,3}[ \u3000]{1,2}[〔\[【(（](?:19|20)[0-9]{2}[〕\]】)）][ ]?第?[ ]?[0-9]{1,5}[ ]?号|"
    r"国家级?(?:自然|森林|湿地|地质|重点)|"
    r"[）)]?[一-龥]{0,6}字[ ]?(?:第|[〔\[（(【0-9])|"
    r"[一-龥]{1,6}族自治|[村庄镇乡县市区沟湾屯寨岭坡路街巷]|家[庄沟湾屯村寨岭坡川山河]|社区|小学|中学|大学|医院|"
    r"公司|集团|银行|超市|饭店|商店|药店|诊所|品牌|奖|杯|故居|旧居|[老旧故]宅|宅(?![基院子门])|纪念[馆堂碑]|学[派说]|精神|思想|理论|模式|工作法)"
)
# What joins words: no name of a firm or a place holds it.
_APART = "在与和的因于向被将把对从为是系到去来进开办给叫有说称带着了等已送"
_FIRM = later(
    f"(?:(?![{_APART}]|代表)[一-龥]){{0,12}}?"
    "(?:有限|公司|集团|合作社|银行|信用社|医院|学校|中学|小学|幼儿园|大学|事务所|经营部|门市部|"
    "商行|超市|酒店|饭店|委员会|协会|研究院|加工厂|煤矿|农场|林场|中心|政府|办事处|分局|管理局|"
    "小吃店|餐饮店|理发店|专卖店|旗舰店|连锁店|药店|餐馆|面馆|经销部|服务部|作坊|修理厂|食品厂|"
    '[”」』"]?牌)'
)
_PLACE_ENDS = frozenset("村镇乡县市区沟屯寨州省街路巷寺庙苑坝岙堤墩塔墓宫殿阁祠滩坪垭塬峁箐圩")
_BUILT_PLACE = re.compile("[一-龥]家[坝岩坪坳港堡集塘坨庄沟湾屯村寨岭坡川山河口店铺桥营台峁洼塬]")
# 等产业工人, 等项目负责人: the head is another one.
_OF_PERSONS = (
    "(?![一-龥]{0,5}?(?:人|者|员|工|居民|村民|农户|户主|家长|干部|领导|代表|群众|同志|教授|专家|"
    "医生|老师|学生|师傅|家属|厂长|经理|老板))"
)
_LIST_OF_PLACES = later(
    "(?:、[一-龥]{2,4}){0,40}等?[ ]?(?:[0-9一二三四五六七八九十两余]+个?(?:乡镇|镇乡|乡|镇|村|"
    "行政村|自然村|社区|街道|县|市|居委会|村委会|灌区)|(?<=等)地|(?<=等)[一-龥]{0,6}(?:品牌|商标|景区|景点|名山|药材|品种|作物|企业|产品)"
    f"{_OF_PERSONS}|地(?:[，。、的]|$))"
)
_DIVIDED = later("(?:所?辖|途经|流经|涉及)(?:[一-龥]{2,4}、)*$")
_WIDEST_LIST = 60
_ITEM = 9
# Names of people end so too; beside 紫阳山、 it is a mountain.
_HILLS = "山峰岭江河湖溪泉岛湾洞亭"
_OWN_HILLS = frozenset(_HILLS + "海洋川")
_HILL_BEFORE = later(f"(?P<item>[一-龥]{{1,5}}[{_HILLS}])、$")
_HILL_BEHIND = later(f"、(?P<item>[一-龥]{{1,5}}[{_HILLS}])(?=[、，。；等和及在]|$)")
# What is built, and what a list of it may be called by.
_BUILT = (
    "水电站|电站|核电|煤矿|[铜铁金]矿|航道|港区|水库|灌区|水闸|高速|铁路|高铁|特高压|机场|港口|口岸|大桥|隧道|"
    "枢纽|景区|古镇|古村|遗址|抽水蓄能"
)
_CALLED = (
    f"{_BUILT}|[河湖]流|河湖|江河|流域|湖泊|山脉|岛屿|项目|工程|线路|通道|产业|企业|公司|集团|品牌|老字号|"
    "商标|品种|作物|药材|茶叶|水果|产品|特产|园区|开发区|新区|片区|景点|古城|古寨|石窟|墓葬|村寨|小镇|街区|"
    "商圈|湿地|林区|牧区|矿区|滩区|库区|山区|隐患点|作品|剧目|剧种|电影|歌曲|图书|典故|文化|平台|系统|模型|病害|虫害|疾病|"
    "树种|鱼类|鸟类|植物|动物|城市|城镇|县区|区县|乡镇|地区|地市|市县|县市|州市|市州"
)
_WORD = f"(?:(?![{_APART}])[一-龥])"
_ANY_ITEM = "、[^、，。；：！？\\n]{1,10}"
_NUMBER = "[0-9一二三四五六七八九十两余]+"
_NAMED_LIST = later(
    f"(?:{_ANY_ITEM}){{0,12}}?等[ ]?(?:{_NUMBER}[一-龥]{{0,2}})?{_WORD}{{0,8}}?"
    f"(?:{_CALLED}){_OF_PERSONS}"
)
_LIST_OF_BUILT = later(
    f"(?:{_ANY_ITEM}){{0,12}}?、{_WORD}{{2,4}}?(?:{_NUMBER}[家个座条处])?{_WORD}{{0,2}}?"
    f"(?:{_BUILT}){_OF_PERSONS}"
)
# A slogan or a nickname that only begins like a name: “黄小西吃晚饭”.
_OPENING = frozenset("“‘「『《〈")
_LISTED, _TITLED = frozenset("、等"), frozenset("》〉")
_RUNS_ON = re.compile("[一-龥]{1,6}[”’」』》〉]")
_HILL_OF = re.compile(
    "[一-龥]{0,3}(?:茶|林|景观|景区|风光|旅游|生态|水质|岸线|沿岸|沿线|上游|下游|源头|断面)"
)
# 白龙江及其支流, 丹水河为境内最大河流; 属巩昌府: said once, it is a place everywhere.
_WATERS = later(
    "(?:、[一-龥]{1,4}[江河溪湖山岭])*(?:及其?(?:各|主要)?支流|[上中下]游|干流|支流|流域|水系|两岸|"
    "等?[为是][一-龥]{0,8}?(?:境内|[省市县区州]内|最[大长高]|主要|第[一二三])[一-龥]{0,4}?"
    "(?:河流|水系|支流|干流|湖泊|水源|山脉|主峰|高峰)(?=[，,。；;、 \n]|$))"
)
_SEATS = frozenset("府州郡厅")
_SEATED = later("(?:(?<![家亲眷下部僚])属|隶|[析改复分]置|改置|[升降][置为])于?$")
# 朱子学: a master of old.
_A_SCHOOL = re.compile("[一-龥]子学")


def is_firm(text: str, end: int) -> bool:
    """Tell whether a name goes on as that of a firm or an office."""
    return _FIRM.match(text, end) is not None


def is_place(text: str, end: int) -> bool:
    """Tell whether a name goes on, or ends, as that of a place or a firm."""
    return (
        _PLACE.match(text, end) is not None
        or is_firm(text, end)
        or text[end - 1] in _PLACE_ENDS
        or _BUILT_PLACE.fullmatch(text, max(0, end - 3), end) is not None
        or _A_SCHOOL.fullmatch(text, max(0, end - 3), end) is not None
    )


def is_shown(text: str, start: int, end: int) -> bool:
    """Tell whether a text calls a place what looks like a name: 白龙江及其支流, 属巩昌府."""
    last = text[end - 1]
    if last in _OWN_HILLS:
        return _WATERS.match(text, end) is not None
    return last in _SEATS and _SEATED.search(text, max(0, start - 3), start) is not None


def is_among_places(text: str, start: int, end: int, starts: Collection[int]) -> bool:
    """Tell whether a list that ends in 等3个乡镇 or begins behind 所辖 holds it.

    `starts` says where else names may begin: what is beside a mountain is one, if it is no name.
    """
    behind = text[end : end + 1]
    if behind and behind in "、等0123456789" and _LIST_OF_PLACES.match(text, end):
        return True
    if text[end - 1] in _OWN_HILLS and _is_beside_hills(text, start, end, starts):
        return True
    if text[start - 1 : start] not in {"、", "辖"}:
        return False
    return _DIVIDED.search(text, max(0, start - _WIDEST_LIST), start) is not None


def _is_beside_hills(text: str, start: int, end: int, starts: Collection[int]) -> bool:
    before = _HILL_BEFORE.search(text, max(0, start - _ITEM), start)
    behind = _HILL_BEHIND.match(text, end)
    return any(item is not None and item.start("item") not in starts for item in (before, behind))


def is_perhaps_a_thing(text: str, start: int, end: int) -> bool:
    """Tell whether something speaks for a thing that a likely name would outweigh.

    A list that says what its items are, a saying in quotation marks, the title of a work, a hill
    that something lies on.
    """
    behind = text[end : end + 1]
    if behind in {"、", "等"} and (_NAMED_LIST.match(text, end) or _LIST_OF_BUILT.match(text, end)):
        return True
    if text[start - 1 : start] in _OPENING and (
        behind in {"》", "〉"} or _RUNS_ON.match(text, end)
    ):
        return True
    return text[end - 1] in _OWN_HILLS and _HILL_OF.match(text, end) is not None
