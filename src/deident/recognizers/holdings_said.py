"""What somebody lives on and lives in, in everyday words: 每月挣一千来块钱, 其子在县城买房.

No form asks for it in such words, so somebody stands before it: a relation, a pronoun, a household
or a name in the same line. What is bought with public money and what shops advertise is nobody's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import is_rule, line, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deident.recognizers.somebody import Claims

_NUMBER = (
    r"(?:(?<![0-9.])(?:[0-9]{1,3}(?:[,，][0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,4})?"
    "|[零一二三四五六七八九十百千万两几壹贰叁肆伍陆柒捌玖拾佰仟]{1,14})[余多来]?[百千万]?[余多来]?"
)
_SUM = (
    "(?:人民币|大约|大概|差不多|约|近|不到|不足|才|也就|只有|[￥¥]|[：: ]){0,3}"
    rf"{_NUMBER}[ ]?(?:元整?|块钱?)"
)
_BARE = "[1-9][0-9]{2,5}(?:\\.[0-9]{1,2})?(?![0-9.年月日号])"
_PAY = "(?:工资|薪水|退休金|退休工资|养老金|收入|生活费|房租|租金|月供|房贷|车贷)"
_HOUSE = "(?:商品房|楼房|住房|新房|别墅|门面房?|商铺|公寓|房产|房子|房|楼|车位)"
_CAR = "(?:小?轿车|小汽车|小车|汽车|私家车|面包车|货车|越野车|机动车|挖掘机|收割机|车)"
_ENDS = "(?=[，,。；;、）)！!？? \\n]|$|并|又|还|和|及|居然|却)"
_FROM = r"[^，。；（）()\n0-9]"
_COUNT = "[0-9一二两三四五六七八九十几]{1,3}"
_SAID = later(
    rf"(?P<earns>(?:每|一个?|全|半)个?[月年天]{_FROM}{{0,12}}?(?:挣|赚|领|拿|有|{_PAY}|到手|给){_FROM}{{0,5}}?"
    rf"(?:{_SUM}(?:的?{_PAY})?|(?<=月供|房贷|车贷){_BARE})"
    rf"|(?:月供|房贷|车贷){_FROM}{{0,3}}?(?:{_SUM}|{_BARE}))"
    rf"|(?P<overdue>(?:截至[^，。；\n]{{1,12}})?(?:累计|连续|现|"
    rf"已经?)*逾期(?:未还)?(?:了|达)?{_COUNT}[ ]?(?:期|个月|天)"
    rf"(?!以上|以内|及|的|未还的)(?:[，,、]?(?:尚|共|合计|累计)*(?:拖?欠|未还)[^，。；\n0-9]{{0,6}}?{_SUM})?)"
    rf"|(?P<bought>(?:在[^，。；（）()\n0-9]{{1,8}})?(?<!代)(?:购[买置入]|购得|买|添置|新购|建|盖)(?:了|有|得|过|下)?[新一]?[套辆台部栋处座]?"
    rf"(?:[一-龥]{{0,3}}?{_CAR}|{_HOUSE})(?:[，、]?[并又还和及]?(?:在[一-龥]{{1,6}})?(?:购[买置入]|买|建|盖)?(?:了|有)?(?:{_CAR}|{_HOUSE})){{0,2}}{_ENDS})"
    rf"|(?P<named>名下(?:现|还|均|也|登记|注册)*[有为](?:[一-龥]{{0,4}}?{_CAR}|{_HOUSE}|公司|企业|店铺|个体工商户|工商登记){_ENDS})"
    rf"|(?P<keeps>(?:住|种|养|开|盖|有|承包|家[里中])(?:着|了|有)?(?:{_COUNT}(?:间|亩|头|只|口|辆|套|层|栋|台|处|孔|院)(?:[一-龥]{{0,4}}?"
    rf"(?:{_CAR}|{_HOUSE}|瓦房|土房|平房|窑洞|院子|田|地|牛|羊|猪|鱼塘|大棚)))"
    rf"(?:[，、和]?{_COUNT}(?:间|亩|头|只|口|辆|套|层|栋|台|处)(?:[一-龥]{{0,4}}?(?:{_CAR}|{_HOUSE}|瓦房|田|地|牛|羊|猪))){{0,3}}{_ENDS})"
)
_DIGITS = "0-9一二两三四五六七八九十几"
_SIGN = re.compile(
    rf"(?:[每全]个?[月年天]|个月)[^，。；\n]{{0,16}}(?:[挣赚领拿给元块]|工资|退休金|养老金|收入|到手|月供|房租)|[房车月][供贷]|逾期|购[买置入得房车]|[买新添][了有得新房车楼购置小轿汽商]|建了|盖[了起]|名下[现还均也登记注册]{{0,4}}[有为](?![{_DIGITS}])|"
    rf"[住种养有开包里中][着了{_DIGITS}]"
)
_MAY_SIGN = Needles(
    ("每全", "月年天个"),
    ("月房车个", "供贷月"),
    ("逾名", "期下"),
    ("购买新添建盖", "买置入得房车了有新楼购小轿汽商起"),
    ("住种养有开包里中", "着了0123456789一二两三四五六七八九十几"),
    shared=True,
)
_FAMILY = later(
    "老[公婆伴爸妈爹娘]|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|媳妇|爱人|丈夫|妻子|儿子|女儿|儿媳|女婿|儿女|孙子|"
    "孙女|哥哥|弟弟|[长次]子|[长次]女|其(?:家|子|女|妻|夫|父|母|名)|[我俺](?![国省市县区乡镇局院校部司行所处厂们])|"
    "[他她您](?![们人])|该户|户主|一家[0-9一二三四五六七八九]?口?|[家户]里|家中|本人|申请人|一户|户[（(]"
)
_HOUSEHOLD = later(
    "老[公婆伴爸妈]|父亲|母亲|爷爷|奶奶|媳妇|爱人|丈夫|妻子|儿子|女儿|儿媳|女婿|儿女|孙子|孙女|[长次]子|[长次]女|"
    "其(?:家|子|女|妻|夫|父|母|名)|该户|户主|[家户]里|家中|一户|户[（(]|低保|名下|举报"
)
_OF_OFFICES = later(
    "低保金?[0-9]|标准|招聘|招录|应聘|岗位|五险|聘用|每[人户]|人均|户均|全[县市省村镇乡]|财政|预算|企业|公司|单位|中心将|合作社|"
    "补贴|补助|奖补|政策|优惠|资格|摇号|中标|采购|招标|公务|扶贫|产业|示范|带动|大户|基地|医院|学校|园区|项目|开发商|工程|"
    "驾驶|相撞|追尾|肇事|转让|出售|求购|均价|挂牌"
)
_DEED = later(
    r"(?:成交价|转让价款?|转让费|房款|购房款|房屋?价款|总?价款|补偿款|补偿金?|补偿费|补偿[甲乙丙]方|安置费|定金|租金)"
    rf"(?:总额|共计|合计|总计|为|计|共|[：:]){{0,3}}(?P<deed>(?:人民币|"
    rf"[￥¥])?{_NUMBER}[ ]?元整?(?:[（(][￥¥]?[0-9.,，]{{1,14}}元?[）)])?)"
)
_PARTIES = re.compile("[甲乙]方")
_PARTY = Needles(("甲乙丙", "方"), shared=True)
_FARTHEST_PARTY = 400
_CLAUSE = 10


def holdings_said(
    text: str, claims: Callable[[], Claims], offices: tuple[re.Pattern[str], ...]
) -> Iterator[tuple[int, int]]:
    """Yield what everyday words tell of somebody's money. `offices` tell whose it is not."""
    for _, start, end in sentences(text, _MAY_SIGN.matches(_SIGN, text)):
        told = [*_SAID.finditer(text, start, end)]
        if not told or any(words.search(text, start, end) for words in (_OF_OFFICES, *offices)):
            continue
        for found in told:
            low, high = found.span()
            if not is_rule(text, max(start, low - _CLAUSE), min(end, high + _CLAUSE)) and (
                _is_somebodys(text, start, found, claims)
            ):
                yield low, high
    yield from _deeds(text, claims)


def _is_somebodys(
    text: str, start: int, found: re.Match[str], claims: Callable[[], Claims]
) -> bool:
    """Tell whether it is said of somebody: what is overdue or earned may also be a name's."""
    low, high = line(text, found.start())
    if found.lastgroup == "overdue":
        return claims().within(low, high)
    whose = _HOUSEHOLD if found.lastgroup in {"bought", "named", "keeps"} else _FAMILY
    return whose.search(text, start, found.end()) is not None


def _deeds(text: str, claims: Callable[[], Claims]) -> Iterator[tuple[int, int]]:
    """Yield prices in an agreement whose parties are persons: an ID stands beside one."""
    if not _PARTY.anywhere(text) or "元" not in text:
        return
    for found in _DEED.finditer(text):
        low = max(0, found.start() - _FARTHEST_PARTY)
        if claims().identified(low, found.end()) and _PARTIES.search(text, low, found.end()):
            yield found.span("deed")
