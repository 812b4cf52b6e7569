"""Sums of somebody's wages, debts and savings in short lines: 应发4317.00, 欠薪17,330元, 彩礼8万元.

Such lines have no clause that says whose they are. The word before the sum says what it is, and a
name, an ID or a telephone in the same line whose; an IOU (今借到…) is always somebody's. What
offices and firms pay, owe and fine is public.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import line, names_somebody, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deident.recognizers.somebody import Claims

_FIGURES = r"(?<![0-9.])(?:[0-9]{1,3}(?:[,，][0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,4})?"
_WORDS = "[零一二三四五六七八九十百千万两几壹贰叁肆伍陆柒捌玖拾佰仟]{1,14}"
_YUAN = "(?:元整?|块钱?)"
_ABOUT = "(?:人民币|大约|大概|差不多|约|近|不到|不足|才|也就|只有|[￥¥]){0,2}"
# With its unit, or in figures that can only be money.
_SUM = (
    rf"{_ABOUT}(?:{_FIGURES}[ ]?[余多]?[百千万]?[余多]?{_YUAN}(?:/?[年月天])?|"
    rf"{_WORDS}[余多]?{_YUAN}|{_FIGURES}[ ]?万(?![元平亩吨户人只头个条件次株米公千百字]))"
    r"(?:[（(][￥¥]?[0-9.,，]{1,14}元?[）)])?"
)
_BARE = (
    r"(?:[0-9]{1,3}(?:[,，][0-9]{3}){1,3}(?:\.[0-9]{1,2})?|[0-9]{2,9}\.[0-9]{1,2}|[0-9]{3,7})"
    r"(?![0-9.,，]*[0-9])(?![ ]?[人户名天年月日次个%])"
)
_WAGES = (
    "应发|实发|实领|实得|应得|到手|基本工资|岗位工资|薪级工资|基础工资|绩效工资|加班工资|计件工资|工资|月薪|日薪|薪资|薪金|"
    "工钱"
)
_DEBTS = (
    "欠薪|被欠薪|欠发工资|被欠工资|拖欠工资|欠工资|"
    "(?:借款|贷款|欠款|未还|剩余|逾期|透支)(?:余额|本金|本息|金额)|欠息|尚欠|逾期未还|透支"
)
_GIFTS = '彩礼款?|聘礼|礼金|嫁妆|[“"]?三金[”"]?'
_OF_WORDS = "(?:合计|总额|金额|余额|工资|本金|款|共计|共|为|是|了|达){0,2}"
_MONEY = later(
    rf"(?:{_WAGES}){_OF_WORDS}[：: ]{{0,3}}(?P<pay>{_SUM}|{_BARE})"
    rf"|(?P<debt>(?:{_DEBTS}){_OF_WORDS}[：: ]{{0,3}}(?:{_SUM}|{_BARE}))"
    rf"|(?:{_GIFTS}){_OF_WORDS}[：: ]{{0,2}}(?P<gift>{_SUM}|"
    rf"[一二三四五六七八九十]{{1,3}}万[一二三四五六七八九]?(?=[，,。；、）！ \n]|$))"
    rf"|[今兹现](?:因[^，。\n]{{1,20}}[，]?)?(?:借到|借得|借给|欠到?)[^，。；\n0-9]{{0,16}}?(?P<iou>{_SUM})"
    rf"|(?:[每全一]?[年月]|全家|一个月|一家)(?:总|纯|的)?(?:收入|挣|工资|能挣)(?:了|个|有)?"
    rf"(?P<rough>(?:大概|也就|才|只有|不到|不足|差不多|约|是|有){{0,2}}[一二两三四五六七八九几十]{{1,3}}[百千万][多来]?"
    rf"{_YUAN}?)(?=[，。；、！ \n]|$)"
    rf"|(?:房贷|车贷|网贷|贷款|贷了|欠了|借了|存款|积蓄|外债|负债)(?:大概|约|有)?(?P<loan>(?:[0-9.]{{1,6}}|[一二两三四五六七八九十几百]{{1,4}})[多余]?万[多余]?)(?![元平亩吨户人只头个条件次株])"
    rf"|(?:务工|打工|零工|种地|养殖|种植)[：: ]{{0,2}}(?P<living>{_FIGURES}元[/每][年月天])"
    r"|(?:车辆|轿车|汽车|房产|住房)[：:]?[^（）()\n]{0,20}"
    r"[（(](?P<worth>[^（）()\n]{0,30}(?:购[入置买]|估值|市值)[^（）()\n]{0,20})[）)]"
    r"|(?<=返还)(?P<back>[0-9.]{1,8}万?元)"
)
_SIGN = re.compile(
    "[应实]发|[实应][领得]|到手|工[资钱]|[月日]薪|薪[资金]|欠[薪发工息了到]|被欠|[余本][额金息]|尚欠|逾期|透支|"
    "彩礼|聘礼|礼金|嫁妆|三金|借[到得给了]|[年月家总纯]收入|[年月的能家]挣|入来源|[房车网]贷|存款|积蓄|外债|负债|贷[款了]|[务打零]工|种[地植]|养殖|估值|市值|"
    "购[入置买]|返还"
)
_MAY_SIGN = Needles(
    ("应实到工月日薪", "发领得手资钱薪金"),
    ("欠被余本尚逾透", "薪发工息了到欠额金期支"),
    ("彩聘礼嫁三借贷房车网存积外负", "礼金妆到得给了贷款蓄债"),
    ("年月家总纯的能", "收挣"),
    ("务打零种养估市购返入", "工地植殖值置买还来"),
    shared=True,
)
_FAMILY = re.compile("男方|女方|父|母|媒人|彩礼|订婚|婚约")
_FORM_HEAD = re.compile(
    "(?:被核对|被调查|申请|被执行|申报)人[：: ]|户主[：: ]|家庭经济状况|财产(?:状况|申报)"
)
# What a court collects is published with the debtor's name.
_EXECUTED = re.compile("执行人|失信|执行标的|悬赏|判[决令]|法院|诉讼")
_OF_OFFICES = later(
    "财政|预算|决算|全县|全市|全省|全国|全区|全镇|全村|村集体|集体经济|村委会|合作社|企业|公司|单位|项目|工程款|合同|"
    "标准|政府|专项|亿元|最低工资|平均|人均|总额达|为[0-9]+名|[0-9]+名(?:农民工|工人|职工|群众)|"
    "[0-9]+(?:余|多)?[户人]|应当|不得|应予|规定|低于|高于|不超过|以上的|以下的|奖补|补贴|补助|救助金|慰问|罚款|罚没|"
    "收支|结余|违法所得|赔偿|补偿|保证金|押金|奖励|贴息|可(?:申请|贷)"
)


def money_said(
    text: str, claims: Callable[[], Claims], firms: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Yield the sums that somebody earns, owes or gave. What `firms` says is a firm's."""
    for _, start, end in sentences(text, _MAY_SIGN.matches(_SIGN, text)):
        for found in _MONEY.finditer(text, start, end):
            if _OF_OFFICES.search(text, start, end) or firms.search(text, start, end):
                break
            if _is_somebodys(text, found, claims):
                yield found.span(found.lastgroup or 0)


def _is_somebodys(text: str, found: re.Match[str], claims: Callable[[], Claims]) -> bool:
    """Tell whether a sum is said of somebody in its line."""
    low, high = line(text, found.start())
    if _EXECUTED.search(text, low, high):
        return False
    kind = found.lastgroup
    if kind == "iou" or (kind == "living" and "收入来源" in text[low : found.start()]):
        return True
    if kind in {"gift", "back"} and not _FAMILY.search(text, low, high):
        return False
    if kind == "back" and "彩礼" not in text[max(0, low - 200) : found.start()]:
        return False
    if kind == "worth" and _FORM_HEAD.search(text, max(0, low - 120), low):
        return True
    return claims().within(low, high) or names_somebody(text, low, high)
