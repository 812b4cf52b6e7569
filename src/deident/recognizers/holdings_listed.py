"""All that somebody owns in one breath, and what is owed right behind a name.

家中现有存款3000元，外债4.6万元 and 名下有位于县城的商品房一套、长安牌面包车一辆 are claimed
as a whole, for each item says something of the others; so is 王某欠村集体承包费1950元. What firms
and villages own, taxes owed and wages not paid are published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.model import Role
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import is_rule, line, names_somebody, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.somebody import Claims

_COUNT = "[0-9一二两三四五六七八九十几数半]{1,4}(?:\\.[0-9]{1,2})?"
_UNIT = "(?:[套辆间处栋台头只匹口院座孔层亩幢艘部块]|平方米|平米|㎡)"
_THING = (
    "(?:商品房|住房|房产|房屋|不动产|[楼平瓦窑]房|自建房|门面房?|商铺|商店|门市|公寓|住宅|宅基地|别墅|窑洞|土坯房|砖房|砖混房|彩钢房|"
    "安置房|车库|车位|院落|宅院|轿车|汽车|客车|货车|越野车|面包车|机动车|车辆|小车|摩托车|三轮车|四轮车|电动车|皮卡车?|拖拉机|收割机|"
    "挖掘机|农机|农用车|耕牛|[牛羊猪驴马骡]|果园|耕地|承包地|土地|林地|水?旱地|水田|大棚|鱼塘|房)"
)
_SUM = (
    "(?:人民币|大约|约为?|近|不足|共计?|合计|余额|为|有|[：:￥¥]){0,3}"
    "(?:[0-9][0-9,]{0,12}(?:\\.[0-9]{1,4})?|[一二两三四五六七八九十百千万几数零]{1,10})"
    "[ ]?[余多来]?[百千万]{0,2}[余多来]?元(?:左右|整)?"
)
_MONEY = (
    "(?:(?:[一-龥]{2,4}(?:银行|信用社|农商行)|银行|定期|活期|家庭|个人)*(?:存款|积蓄|储蓄|现金|理财(?:产品)?|股票|基金|公积金)|欠?外债|内债|欠债|欠款|欠账|债务|负债|贷款|借款|房贷|车贷|"
    "(?:家庭|个人)?(?:全?年|月|纯|总|人均)*收入|欠)"
)
_NONE = (
    "(?:无|没有)(?:任何|其他)?(?:存款|积蓄|房产?|住房|车辆?|固定收入|收入来源|收入|外债|负债|"
    "债务|财产)"
)
_SAID = r"[^，,。；;、：:（(\n\x1e]"
# A door makes it an address, which is found as such.
_PLACED = r"[^，,。；;、：:（(\n\x1e号栋幢组室]"
_ITEM = (
    rf"(?:{_NONE}|{_MONEY}{_SUM}|{_COUNT}[ ]?{_UNIT}{_SAID}{{0,10}}?{_THING}|"
    rf"{_PLACED}{{0,24}}?{_THING}{_COUNT}[ ]?{_UNIT}(?:[（(][^（()）\n]{{0,24}}[）)])?)"
)
_LIST = later(rf"{_ITEM}(?:[，,、]?(?:以及|和|及|与|并|另|还|也)?(?:有)?{_ITEM}){{0,9}}")
_LEAD = later(
    "(?:名下(?:现|仅|共|登记|注册|另|还|拥|也|均|尚|只)*[有为：:]|"
    "家[中里庭](?:现|尚|仅|共|只|另|还|目前)*有|(?:遗|遗留|留)有|"
    "(?:夫妻共同|婚后|共同|家庭)财产(?:状况|情况)?(?:[有为]|包括)?[：:]|"
    "遗留(?:下列|以下)财产[：:])[：: ]?"
)
_MAY_LEAD = Needles(("名家遗留夫婚共", "下中里庭有留妻后同"), shared=True)
_FIRM = later(
    "(?:公司|企业|集团|单位|合作社|村集体|集体|学校|医院|农场|厂|中心|局|村委会|事务所|店)[^，。；\n]{0,4}$"
)
_FARTHEST_FIRM = 16
_PARTY = later(
    "(?:被告|原告|被执行人|申请人|被申请人|被继承人|死者|户主|当事人|配偶|该户|本人|其[妻夫父母子女家]?)[一-龥·某×*]{0,4}$"
)
_CLAUSE = 10
_OWES = later(
    "(?:（[^（）\\n]{1,8}）)?(?:尚|仍|还|共|累计|现|至今|目前|已|总计)*(?P<owed>(?:拖欠|积欠|欠缴|欠交|欠|借)(?:着|了|有|下)?"
    rf"(?P<what>[^，,。；;、：:\n\x1e0-9]{{0,16}}?){_SUM})"
)
_PUBLISHED = later("税|工资|薪|罚|农民工|工人|工程款|社保|保证金|补贴|低保")
# What a court collects is published with the debtor's name.
_EXECUTED = later("执行人|失信|执行标的|悬赏|判[决令]|法院|诉讼|仲裁|黑名单")


def holdings_listed(
    text: str, hits: Sequence[Hit], claims: Callable[[], Claims]
) -> Iterator[tuple[int, int]]:
    """Yield the lists of somebody's possessions and the debts behind names."""
    for lead in _MAY_LEAD.matches(_LEAD, text):
        listed = _LIST.match(text, lead.end())
        if listed and _is_somebodys(text, lead.start(), listed.end(), claims):
            yield listed.span()
    yield from _owed(text, hits)


def _is_somebodys(text: str, at: int, end: int, claims: Callable[[], Claims]) -> bool:
    """Tell whether a list behind a word of having is a person's or a household's."""
    start, stop = sentence(text, at)
    if _FIRM.search(text, max(start, at - _FARTHEST_FIRM), at):
        return False
    if is_rule(text, max(start, at - _CLAUSE), min(stop, end + _CLAUSE)):
        return False
    if _PARTY.search(text, max(start, at - _FARTHEST_FIRM), at):
        return True
    low, _ = line(text, at)
    return claims().within(low, at) or names_somebody(text, start, stop)


def _owed(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield what those owe whose name stands right before it."""
    if "欠" not in text and "借" not in text:
        return
    for hit in hits:
        if hit.pack.entity_type != "PERSON" or hit.evidence.role is Role.OFFICE:
            continue
        owes = _OWES.match(text, hit.end)
        if owes is None or _PUBLISHED.search(owes["what"]):
            continue
        if not _EXECUTED.search(text, *line(text, hit.end)):
            yield owes.span("owed")
