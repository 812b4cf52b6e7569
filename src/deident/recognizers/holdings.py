"""What somebody earns, owns and owes, in a sentence: 其家庭年收入约3万元, 名下有房产两套.

An amount counts beside a word of income, property or debt in a sentence about a particular person.
What an office pays him (低保金, 补贴) is published by rule; budgets and firms have no privacy.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from deident.model import Evidence, Role, Tier
from deident.recognizers.hits import NAMED, Hit
from deident.recognizers.holdings_listed import holdings_listed
from deident.recognizers.holdings_said import holdings_said
from deident.recognizers.later import later
from deident.recognizers.money_said import money_said
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, about_somebody, line, sentence
from deident.recognizers.tables_of_persons import (
    beside,
    header_cells,
    no_records,
    persons_tables,
)
from deident.recognizers.wages import pays_wages, tells_wage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

PACK = "property-status"
_COUNT = "[0-9一二两三四五六七八九十几数半]"
_AMOUNT = (
    r"(?:共计?|合计|总计|为|仅|只有|余额|市值|总额|本金|共有|尚?有|仍有|高达|在|每[月年天]|"
    r"才|就|也就|有|了|[：: ]|￥|¥){0,4}"
    r"(?P<amount>(?:人民币|大约|约为?|近|不足|达)?(?:[0-9][0-9,，]{0,15}(?:\.[0-9]{1,6})?|"
    r"[一二两三四五六七八九十百千万几数零〇多壹贰叁肆伍陆柒捌玖拾佰仟]{1,14})"
    r"[ ]?[余多来]?(?:百|千|万|十万|百万)?[余多来]?(?:元|"
    r"块钱?(?![地田砖煤石]))(?:左右|上下|整|多)?(?:外债|债务|欠款|"
    r"存款|贷款|积蓄)?(?:[/每](?:月|年|天|日))?)"
)
_INCOME = (
    "(?:年|月|总|纯|净|人均|打工|务工|工资|劳务|经营|家庭|个人|工资性|种植|养殖|农业|稳定|其他|"
    "财产)*收入|(?<!平均)工资|月薪|年薪|薪酬|退休金|养老金|退休工资|生活费|租金收入|挣|赚"
    # What a sickness cost says what is left.
    "|(?:医疗|治疗|住院|手术|看病|治病|就医|因病|患病)[一-龥]{0,4}花[费去了光]|"
    "花[费去了光](?=[一-龥]{0,4}(?:医|治|住院|手术|药))"
)
_OWNED = (
    "(?:银行|定期|活期|现金)*存款|积蓄|储蓄|理财(?:产品)?|股票|基金|公积金(?:余额)?|债券|"
    "商业保险|现金资产|资产|财产|余额宝|微信零钱|拆迁款|房贷|车贷|贷款|负债|欠债|外债|债务|"
    "欠款|借款"
    "|借(?=亲|朋|别人|他人|遍|外债|了|的|款)|拖欠|欠下?|欠有|积欠|储蓄存款|外借|借债|欠账|存有|存款余额|养老储蓄|赌债|高利贷|公积金|"
    "房产价值|房屋价值|价值|账户余额|市值"
)
_SUM = _AMOUNT.replace("amount", "sum")
_MONEY = later(
    rf"(?P<income>{_INCOME})(?:情况|水平|来源)?[：:]?[^，,。；;：:\n\x1e0-9]{{0,8}}?{_AMOUNT}"
    rf"|(?P<owned>{_OWNED})[^，,。；;：:、\n\x1e0-9]{{0,10}}?(?<!亿){_SUM}"
)
_THING = (
    r"(?:商品房|住房|房产|房屋|楼房|平房|自建房|门面房?|商铺|公寓|住宅|宅基地|别墅|窑洞|土坯房|"
    r"砖瓦房|瓦房|小产权房|安置房|保障房|回迁房|楼|自住房|私房|公房|车库|车位|仓房|窑|院落|宅院"
    r"|小?轿车|小汽车|小型(?:普通)?(?:轿车|客车|汽车)|面包车|汽车|货车|机动车|车辆|摩托车|"
    r"农用三轮车|农用四轮车|三轮车|四轮车|电动三轮车|电动车|皮卡车?|轿货|牵引车|微耕机|旋耕机|"
    r"播种机|联合收割机|农用车|拖拉机|越野车|私家车|牌?轿车|收割机|挖掘机|耕牛|牛|羊|猪|股票|"
    r"果园|"
    r"耕地|承包地|土地|林地|大棚|鱼塘|房)"
)
_HAS = (
    "名下(?:现|仅|共|登记|另|还|拥|也|均)*[有为：:]|名下|拥有|(?<![一-龥]没|只|所)有|购置|"
    "购买了?|登记"
)
# What a firm has is the firm's.
_FIRMS = later(
    r"(?<!公司)(?<!企业)(?<!集团)(?<!单位)名下(?:现|仅|共|登记|注册|另|还|也|均)*[有为]"
    r"[^，,。；;、\n\x1e0-9]{0,8}(?:企业|公司|个体工商户|个体户|营业执照|合作社|股权|股份|工商登记)"
    r"[^，,。；;、\n\x1e]{0,6}"
)
# Behind somebody's name these say that it is his.
_GOT = re.compile("(?:有|购[有买置]|买[了有]|养|住|拥)[^，,。；;\n\x1e]{0,8}$")
_BOUGHT_BY_OFFICES = re.compile(
    "公务|单位|采购|验收|招标|救护|执法|捐|奖|医院|学校|政府|补贴|保险|承包"
)
_UNIT = "[套辆间处栋台头只匹口院座孔层亩幢艘架部块个]"
# 9栋2单元3层东户房屋: an address counts no houses.
_NO_DOOR = "(?!(?<=[栋幢座])[ ]?[0-9]|(?<=层)[东西南北中]{1,2}[户门])"
# What a bracket says of it; a plate stands for itself.
_REMARK = r"(?:[（(](?![^）)\n]{0,14}[A-Z]·?[0-9A-Z]{5})[^（）()\n]{0,40}[）)])?"
_THINGS = later(
    rf"(?:{_THING}[^，,。；;、\n\x1e0-9]{{0,6}}{_COUNT}{{1,4}}(?:\.[0-9]{{1,2}})?[ ]?"
    rf"(?:{_UNIT}|平方米|平米|㎡|m2|"
    rf"亩|股){_REMARK}"
    rf"|"
    rf"{_COUNT}{{1,4}}[ ]?{_UNIT}{_NO_DOOR}(?:[一-龥0-9.A-Za-z]{{0,14}}的?)?{_THING}"
    rf"{_REMARK}(?:[，,、]?(?:建筑|使用)?面积(?:合计|共计|共|约)?[0-9.,]{{1,9}}(?:平方米|平米|㎡))?"
    rf"|(?:无|没有)(?:任何)?(?:{_THING}|[车房]|存款|积蓄|固定收入|收入来源|经济来源|稳定收入|"
    rf"负债|外债)(?:[、和及](?:{_THING}|存款|积蓄|收入|负债)|无[房车]|无存款|无收入)*)"
)
# Every match of `_THINGS` holds one of these.
_YUAN = re.compile("[元块]")
_COUNTED = re.compile(
    rf"{_COUNT}[ ]?(?:{_UNIT}|[平亩股㎡]|m2)|(?:无|没有)(?:任何)?(?:{_THING}|[存积固收经稳负外车])"
)
_OWNS = later(
    "名下|家中|家里|家有|家庭|持有|一家|全家|拥有|有存款|申请人|其[家妻夫父母儿女子本]|本人|"
    "[我他她]家|夫妻|夫妇|户主|该户|被执行人|财产|我有|资产|婚后|夫妻共同|配偶|申报|经核查|"
    "经查询|经核对"
)
_BENEFIT = later(
    "低保金|补贴|补助|救助金|救助|保障金|抚恤|奖励|资助|慰问|赔偿|罚款|报销|护理补贴|津贴|发放|"
    "拨付|帮扶资金|捐款|违法所得|罚没|没收|退赔|捐|募|招聘|欠税|奖补|货款|奖金|货值|保证金|高龄|助学金|产业扶持|"
    "小额信贷政策|税款|税费|冒领|骗取|骗领|套取|违规领取|多领|重[复]?领取?|追[回缴]|退[回缴]"
)
# What a court collects is published with the debtor's name.
_COLLECTED = re.compile(
    "申请执行人|执行标的|失信被执行|悬赏(?:执行|公告|金)|"
    "判[决令][^，。；\\n]{0,16}(?:偿还|归还|支付|返还|给付|清偿)"
)
# 家中有存款5万元以上的家庭不得申请
_LIMIT = re.compile("[（(]?(?:以[上下内]|的(?:家庭|人员|对象|申请|不予|不得))")
_OFFICIAL = re.compile(
    "财政|预算|全县|全市|全省|全国|全区|全镇|全村|村集体|集体经济|企业|公司|银行业|金融机构|"
    "可支配|营业|税收|项目|专项|亿元|决算|国有|政府|我县|我市|我区|我局|我镇|本单位|农民人均|"
    "收支|结余|[0-9]名(?:农民工|工人|职工|员工|群众|村民)|脱贫人口|监测对象人均|贫困户人均|标准|人均增收|带动|户均|招聘|招录|五险|奖补"
)
_ROUGH = ("收入", "工资", "存款", "积蓄", "名下", "欠", "负债", "债", "房", "车", "贷款", "养老金", "退休金", "薪", "借款", "财产", "资产", "经济来源", "生活费", "理财", "公积金", "花费", "花去", "花光", "花了", "养", "拥有", "割机", "掘机", "拉机", "应发", "实发")  # fmt: skip  # noqa: E501 - a list of words
_MAY_TELL = Needles.of(_ROUGH, shared=True)

_COLUMN = later(
    r"(?:自有|现有|家庭|名下|本人|个人|申报|拥有|现住|应发|实发|基本|岗位|绩效|薪级|税前|税后|月|"
    r"被欠|所欠|尚欠|拖欠)*(?:住房|房产|房屋|车辆|机动车|汽车|"
    r"农机具?|存款|财产|资产|债务|负债|"
    r"欠款|外债|欠薪|借款余额|薪资|薪酬|月薪|"
    r"收入|年收入|月收入|纯收入|人均收入|人均年收入|家庭财产|土地|耕地|林地|牲畜|"
    r"有价证券|商业保险|股票|公积金|工资)"
    r"(?:面积|情况|状况|套数|数量|数|总额|金额|余额|价值|来源|信息|及面积)*(?:.?[元套辆㎡亩万]+.?)?"
)
_HOLDING = re.compile("[0-9一二三四五六七八九十两无有]")
_LONGEST_CELL = 60
_UNITS_OWN = re.compile(
    r"单位资产|固定资产|(?:公司|企业|集团)名下|资产总额[^，。；]{0,20}[，,][^。；]{0,20}固定资产|(?:公司|企业|单位|农场|"
    r"合作社|店|厂|村集体|集团|学校|医院)[^，,。；]{0,10}(?:拖欠|欠付|负债|"
    r"资产|贷款)|工程款|清偿计划|注册资本"
)
# 农民人均纯收入10474元: statistics. 该户人均 is a household's.
_PER_HEAD = later(
    "(?:[农居村市牧渔]民|农村|城[镇乡]|农户|职工|群众|民族|(?:^|[0-9、.])民|常住人口)(?:常住)?人均"
    "[^，,。；;\n]{0,12}$"
)


@lru_cache(4096)
def _names_holdings(header: str) -> bool:
    return _COLUMN.fullmatch(header) is not None


class PropertyFinder:
    """Finds `PROPERTY_STATUS` in sentences."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs[PACK]

    def _may_tell(self, text: str) -> bool:
        """Tell whether a text may say what somebody has."""
        return _MAY_TELL.anywhere(text) and any(word in text for word in _ROUGH)

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims on amounts and possessions."""
        text = reading.text
        yield from self._in_tables(reading, hits)
        yield from self._of_firms(text, hits)
        claimed = cache(partial(Claims, hits))
        for low, high in money_said(text, claimed, _UNITS_OWN):
            yield self._hit(low, high)
        for low, high in chain(
            holdings_said(text, claimed, (_OFFICIAL, _UNITS_OWN)),
            holdings_listed(text, hits, claimed),
        ):
            yield self._hit(low, high)
        if not self._may_tell(text):
            return
        claims: Claims | None = None
        reached = -1
        for at in _anchors(text):
            if at < reached:
                continue
            start, end = sentence(text, at)
            reached = end
            if not _ANY.search(text, start, end):
                continue
            claims = claims or Claims(hits)
            for low, high in _spans(text, start, end, claims):
                if about_somebody(text, low, claims):
                    yield self._hit(low, high)

    def _in_tables(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield the possessions in columns of persons' tables, and what is no value there."""
        yield from no_records(reading, hits, self._pack)
        claimed = {hit.start for hit in hits if hit.pack is self._pack}
        headings = dict(header_cells(reading))
        for start, end in headings.items():
            if start in claimed:
                evidence = Evidence(Tier.LABEL, "财产状况", Role.OFFICE)
                yield Hit(NAMED, start, end, self._pack, 1.0, evidence)
        tables = persons_tables(reading)
        paid = {table for table, names in tables.items() if pays_wages(names)}
        columns = [beside(reading, tables, _names_holdings), beside(reading, paid, tells_wage)]
        for _, _, start, end in chain.from_iterable(columns):
            if start in claimed or start in headings:
                continue
            claimed.add(start)
            value = reading.text[start:end]
            if _HOLDING.search(value) and len(value) <= _LONGEST_CELL:
                evidence = Evidence(Tier.LABEL, "财产状况", Role.PERSONAL)
                yield Hit(NAMED, start, end, self._pack, 0.95, evidence)

    def _of_firms(self, text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield what a firm or an office owns and owes, and averages, as an office's."""
        for hit in hits:
            if hit.pack is not self._pack or hit.rank != NAMED:
                continue
            low, high = sentence(text, hit.start)
            if _UNITS_OWN.search(text, low, high) or _PER_HEAD.search(text, low, hit.start):
                evidence = replace(hit.evidence, role=Role.OFFICE)
                yield hit._replace(score=1.0, evidence=evidence)

    def _hit(self, start: int, end: int) -> Hit:
        evidence = Evidence(Tier.LABEL, "财产状况", Role.PERSONAL)
        # Stronger than that it is an amount.
        return Hit(NAMED, start, end, self._pack, 0.8, evidence)


_ANY = re.compile(
    "[收薪款蓄名欠债房车贷养退财资牛羊猪摩宅无没购挣赚余市花养](?:入|资|下|款|债|屋|产|辆|老|休|存|"
    ")|工资"
)
_UNITS = Needles(
    ("0123456789一二两三四五六七八九十几数万千百余多 ", "元块来套辆间处栋台头只孔亩股幢匹艘"),
    ("没名", "有下"),
    ("无", "存积房车固收经稳负外任住其"),
    shared=True,
)


def _anchors(text: str) -> Iterator[int]:
    for place in _UNITS.places(text):
        yield place if text[place] in "没无名" else place + 1


def _spans(text: str, start: int, end: int, claims: Claims) -> Iterator[tuple[int, int]]:
    """Yield the amounts and possessions of a sentence that may be somebody's own."""
    for firm in _FIRMS.finditer(text, start, end) if text.find("名下", start, end) >= 0 else ():
        yield firm.span()
    if _OFFICIAL.search(text, start, end) or _UNITS_OWN.search(text, start, end):
        return
    for found in _MONEY.finditer(text, start, end) if _YUAN.search(text, start, end) else ():
        clause = max(
            text.rfind("，", start, found.start()), text.rfind("、", start, found.start()), start
        )
        # Nobody private has a hundred million.
        if "亿" in text[found.start() : found.end() + 2]:
            continue
        if _LIMIT.match(text, found.end()):
            continue
        if found["owned"] and _COLLECTED.search(text, start, end):
            continue
        if not _BENEFIT.search(text, clause, found.end()):
            if found["income"]:
                yield found.span("amount")
            else:
                yield found.start("owned"), found.end("sum")
    if _COUNTED.search(text, start, end):
        low, high = line(text, start)
        owns = _OWNS.search(text, low, high) is not None
        for found in _THINGS.finditer(text, start, end):
            if owns or _is_got(text, low, found.start(), claims):
                yield found.span()


def _is_got(text: str, low: int, at: int, claims: Claims) -> bool:
    """Tell whether what is bought or owned at a place follows the name of somebody."""
    if not _GOT.search(text, low, at) or not claims.within(low, at):
        return False
    return _BOUGHT_BY_OFFICES.search(text, low, at) is None
