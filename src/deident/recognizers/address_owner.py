"""Whose address it is: the words before and behind it, and what else its sentence says.

住, 户籍地 and 系…人 make an address somebody's home; 地点, 窗口 and 公司 make it an office's. Where
neither stands, a door number beside somebody's ID does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.needles import Needles

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILL = (
    r"(?:详细)?(?:地址|住址|所在地|登记地|地)?(?:登记)?"
    r"(?:[（(](?![一-龥0-9]{3,7}[村组号室][）)])[^（()）\n]{1,8}[）)])?"
    r"(?:[ ]?(?:均|都|分别|位于|在|于|是|为|系|的|到|至|回|[：: ]))*[ ]?"
    # 现住址（…）, 居住证明（…）: the address itself stands in the brackets.
    r"(?:(?:证明|信息)?[（(])?"
)
# Before an address: these make it a home. One class of first characters keeps the search fast.
_CUE = later(
    r"[住籍户家系居落](?:"
    r"(?<=住)(?<![入记留停站保止挂套围拴稳守压捂盯抓扣禁驻卡堵顶拦框捆受挺兜绷撑扛缠绊憋]住)"
    r"(?!房(?!屋?(?:位于|坐落))|建|院|宅区|宿|户|保障|培|满|了|着|不|得|进|店|客|民|改|读|校|"
    r"村(?:工作|干部|帮扶|第一))"
    r"(?:宅|房屋?|处|址|所)?(?!地?的(?:注册|登记))"
    r"|(?<=居)(?=所)|(?<=系)(?!.)|(?<=户)籍地址"
    r"|(?<=[户原国祖]籍)(?!制度|管理|人口|信息|民警|改革|证明|登记机)"
    r"|(?<=籍)贯"
    r"|(?<=家)[中里]?(?=[（(][^（）()\n]{6,60}[）)])[（(]"
    r"|(?<=落)(?:(?<=[房住]屋[坐座]落)|(?<=住房[坐座]落))(?=于|在)"
    r"|(?<=户)口(?!簿|本|管理|制度|登记机关|性质|类别|迁移)(?:(?:已经?)?[由从自]|现?在|"
    r"迁(?:至|到|入)|落(?:在|户)|"
    r"所在地|登记)?"
    r"|(?<=落户)(?=在|于)"
    r"|(?<=[老其自我她他回全现的]家)(?:住|(?=在|位于|是|于))|(?<=本人家)(?:住|(?=在))|"
    r"(?<=家)(?<![一-龥]家)(?:住|(?=在))"
    r"|(?<=系)(?<![关联体派院干科谱直母嫡维星水根]系)(?!统|列|数)"
    r"|(?<=居)(?<![定邻隐旧群安起民]居)(?=于|在[一-龥])"
    r"|(?<=居)(?<=[现暂常寄寓移迁]居)(?=[一-龥])(?![民委家所室留住高首第])"
    rf"){_FILL}"
)
_MAY_CUE = Needles(("住籍户家系居落", ""), shared=True)
_BORN_THERE = re.compile(r"[ ]?(?:村民|居民|村人|户|人氏|人(?![民员大力口类才社]))")
# Behind an address: the home itself, or the people of it.
HOME_BEHIND = later(
    r"(?![ ]?[一-龥]{0,4}[住籍][一-龥]{0,3}[：:])"
    r"[ ]?的?(?:[一-龥某×*]{1,4}的?)?(?:家中|家里|家门口|自己家|住处|住所|住宅|自宅|"
    r"家(?=[，,。；;、])|出租屋|出租房|租住|租房|暂住|自建房|宅院|老宅|自家|(?<=[室户0-9])的?业主(?!委员会|大会|代表|群|权益)"
    r"|居住(?!配套|用地|功能|品质|环境|条件|项目|地块|水平|类)|住(?![房建院宿])|村民|居民|住户|群众[一-龥某×*]{2,3}(?=[，,（(]))"
)
_OFFICE_BEHIND = later(
    r"[ ]?的?(?:集体|国有)?(?:土地|耕地|林地|草地|水田|旱地|地块|农用地)|"
    r"[ ]?[^，,。；;、：:\n\x1e（(【\[]{0,12}?(?:政府|政务|局|委员会|联合会|办公|中心(?!村)|大厅|"
    r"窗口|公司|医院|卫生院|卫生室|学校|小学|中学|大学|学院|幼儿园"
    r"|法院|检察院|派出所|银行|支行|信用社|酒店|宾馆|饭店|餐馆|会议室|考点|考场|"
    r"(?:(?:殡仪|图书|档案|文化|博物|体育|展览|美术|纪念|科技)馆|法庭|营业[厅部]|福利院|救助站|客运站"
    r"|(?:司法|税务|供电|管理|财政|国土)所)(?!的?(?:对面|旁|附近|隔壁|对过|斜对|后[面身]|[东西南北][侧面边]))|"
    r"厂区?(?=[，,。；;、\n]|$)|超市|商行|商店|门店|门市|药店|药房|诊所|工地|项目|仓库|工作室|"
    r"事务所"
    r"|服务站|车站|站点|合作社|养殖场|加工|摊位|商铺|经营部|经营|经销|饭庄|酒楼|网吧|工程|路段|"
    r"道路|施工|改造|党群|活动室|广场|景区|新建|建设)"
)
_OFFICE_WORDS = later(
    "地点|坐落|座落|窗口|咨询|报名|办公|营业|起诉|诉[一-龥]{2,10}(?:局|政府|公司)|公司|单位|"
    "企业|经营|项目|招标|采购|考点|考场|会议|培训|门店|商铺"
    "|店铺|施工|工程|受理|中心|大厅|服务|仓库|注册|住所地|供应商|投标|改造|小区物业|监督电话|"
    "联系人|邮寄至|来信|接待|停水|停电|断水|范围|改造|占地|占用"
)
_OFFICE_INSIDE = later(
    "(?:政府|政务|局|联合会|公司|中心(?!村)|医院|学校|酒店|宾馆|法院|检察院|派出所|大厅|超市|"
    "(?<=[0-9号楼室层院])[一-龥]{2,12}办事处(?=[ ，,。；（(]|$)|"
    "(?<=[0-9号楼室层院])[一-龥]{2,20}(?:(?<!居民)(?<!村民)(?<!业主)委员会|人大|政协|常委会|人民代表大会|办公室)$|"
    "工业园|产业园|科技园|市场|商城|大厦)(?!(?:机关|大院)?(?:[老新旧东西南北]院?)?(?:家属|宿舍|职工|"
    "教[工师]|生活区|住宅|小区|公寓|花园|集资|福利|单身|周转|廉租|公租|安居|干部))"
)
# 到人民路9号参加面试: who is bidden there does not live there.
_BIDDEN = re.compile("(?:[到至在往]|前往|赴)(?:位于|坐落于)?$")
_ERRAND = later(
    "[一-龥0-9]{0,8}?(?:参加|参会|领取|领证|办理|报名|报到|报道|面试|资格|审查|审核|提交|递交|交纳|缴|"
    "签[到订字]|考试|体检|培训|开会|应聘|应诉|开庭|查询|咨询|接受(?:调查|询问|处理)|集合|集中|申[报领请]|"
    "登记|备案|投票|选房|抽签|摇号|补办|认领)"
)
_WORKS = later(
    "项目|招标|采购|施工|工程|承建|征收范围|规划|供应商|投标|停水|停电|会议室|办公|营业|经营"
)


_HOMES = ("自建房", "宅院", "老宅", "住宅", "出租屋", "出租房", "租房", "平房")


def cues(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words that announce a home stand, and where the address may begin."""
    for cue in _MAY_CUE.matches(_CUE, text):
        yield cue.start(), cue.end()


def is_origin(text: str, cue: int) -> bool:
    """Tell whether a cue is 系, which says a home only with 人 or 村民 behind the address."""
    return text[cue] == "系"


def names_people(text: str, end: int) -> bool:
    """Tell whether 人, 村民 or 居民 stands behind an address."""
    return _BORN_THERE.match(text, end) is not None


def is_home_behind(text: str, end: int) -> bool:
    """Tell whether what follows an address makes it a home."""
    return HOME_BEHIND.match(text, end) is not None or text.endswith(_HOMES, 0, end)


def is_office(text: str, start: int, end: int) -> bool:
    """Tell whether an address is an office's by what stands in it or directly behind it."""
    if _OFFICE_INSIDE.search(text, start, end):
        return True
    if _BIDDEN.search(text, max(0, start - 5), start) and _ERRAND.match(text, end):
        return True
    return _OFFICE_BEHIND.match(text, end) is not None


def speaks_of_works(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence is about building sites, tenders and rules of an office."""
    return _WORKS.search(text, start, end) is not None


def speaks_of_offices(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence is about offices, sites and businesses."""
    return _OFFICE_WORDS.search(text, start, end) is not None
