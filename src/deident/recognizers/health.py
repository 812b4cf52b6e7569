"""What somebody suffers from: 患有尿毒症, 肢体二级残疾, 因病致贫, 怀孕六个月.

Names of diseases end in few ways (病, 症, 癌, 炎 …). They count in a sentence about somebody, and
in columns of tables that list persons; insurance, rules and departments of hospitals do not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING

from deident.model import Evidence, Role, Tier
from deident.recognizers.health_fields import in_fields
from deident.recognizers.health_inflicted import inflicted
from deident.recognizers.health_items import People, goes_on, injuries, items
from deident.recognizers.health_listed import in_lists
from deident.recognizers.health_nobody import is_nobodys
from deident.recognizers.health_said import said_of_somebody
from deident.recognizers.health_subject import Subjects
from deident.recognizers.health_tables import (
    COLUMNS,
    LONGEST_CELL,
    is_a_grade,
    says_it,
    tells_of_health,
)
from deident.recognizers.health_told import told_of_somebody
from deident.recognizers.hits import NAMED, NEARBY, SHAPED, Hit, span_of
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, about_somebody, sentence, sentences
from deident.recognizers.tables_of_persons import (
    beside,
    header_cells,
    headers,
    no_records,
    persons_tables,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

PACK = "health-status"
_SAID_SO = Evidence(Tier.SHAPE, "健康状况", Role.PERSONAL)
# Every word begins with a character of its own and not with a class: the search is three times
# faster so.
_ILL = (
    r"(?:病(?![人例房历床区案害虫毒学理种情假])|症(?![状])|癌|瘤|炎|梗(?:死|塞)?|出血|骨折|"
    r"损伤|衰竭|硬化|中风|偏瘫|截瘫|瘫痪|瘫|残疾|障碍|感染|综合征|结核|高血压"
    r"|糖尿|抑郁|精神分裂|痴呆|尘肺|艾滋|乙肝|阳性|白内障|截肢|失明|失聪|聋哑|聋|脑瘫|孤独症|"
    r"自闭|癫痫|流产|早产|息肉|结石|囊肿|增生|突出|移植|透析|化疗|放疗|贫血|白血病|过敏|失能|"
    r"烧伤|卧床|溢血|水痘|麻疹|天花|流感|新冠(?:病毒)?|艾滋病病毒|不遂|不孕|尿毒|哮喘|肝腹水|"
    r"积液|多动|坏死|病变|变性|畸形|缺损|脱落|萎缩|破裂|穿孔|狭窄|扩张|肿大|肥大|脱垂|粘连|疝|"
    r"脓肿|溃疡|"
    r"肿瘤|气肿|水肿|栓塞|栓|闭塞|缺血|缺氧|功能不全|功能减退|不良|麻痹|痉挛|痛风|挛缩|侏儒|唇裂|腭裂|甲亢|"
    r"甲减|糖尿病足|狼疮|卒中|慢阻肺|帕金森|心衰竭?|肾衰竭?|肺衰竭?|肝衰竭?|骨质疏松|伤寒|痢疾|疟疾|霍乱|甲肝|丙肝|戊肝|色盲|色弱|心律不齐|结节|银屑|白斑|烫伤|"
    r"挫伤|挫裂伤|脱位)"
)
_NAME = r"[一-龥A-Za-z0-9\-·（）()]"
# 因肝硬化于前年去世, 因胃癌医治无效死亡
_WHEN = (
    "(?:(?:于|在)?(?:[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[前去今当早近]年|日前|不幸|先后|相继|"
    "(?:医治|治疗|抢救|救治)无效)(?:[0-9]{1,2}月)?){0,2}"
)
_SYMPTOM = (
    "(?:发热|发烧|[高低]热|咳嗽|咳痰|皮疹|疱疹|红疹|呕吐|腹泻|头痛|头晕|乏力|咽痛|胸闷|胸痛|黄疸|抽搐|昏迷|流涕|"
    "鼻塞|腹痛|恶心|呼吸困难|[味嗅]觉减退)"
)
_SAYS_ILL = later(
    rf"(?P<lead>(?<![忧隐水祸内外])(?:身|现|曾|均|同时|又|长期|因|突|先天|罹|共|自幼|"
    rf"常年)?患(?!者|病率|难|得患失)(?:有|上|了|的|过|得)?"
    r"|(?:被|经|临床|初步|已)?(?:(?:医生|医院)?(?:确诊|诊断|检查|鉴定|评定|查)(?:结果|"
    r"证明)?(?:为|患有?|出|系|是|：|:)|确诊)(?:患有?)?|染(?:上|有)|突发|突患|(?:病因|"
    r"死因)(?:为|是|系)"
    rf"|因(?=(?:{_NAME}){{1,8}}?(?:癌|梗|瘫|瘤|症|炎|衰竭|骨折|出血|尿毒))|(?<!心)得了|检出|"
    rf"因(?=(?:{_NAME}){{0,10}}?{_ILL}(?:[一二三四1-4]+[期级])?{_WHEN}(?:花费|花光|花去|去世|病逝|过世|"
    rf"身故|离世|死亡|"
    rf"入住|住院|入院|入院|治疗|手术|导致|致|就诊|就医|长期|常年|卧床|在[一-龥]{{2,14}}(?:住院|"
    rf"治疗|手术)|无法|不能|丧失|负债|欠))"
    rf"|(?<![一-龥]没)有(?=(?:{_NAME}){{0,10}}?{_ILL}(?:[一二三四1-4]+[期级])?(?:病史|史|"
    rf"等?基础病|后遗症))"
    rf"|犯有|感染(?:了|过)?(?=[一-龥]{{0,4}}(?:病毒|肺|结核|新冠))|因(?=[一-龥]{{1,6}}病(?:在|"
    rf"住|，|去|死|亡)))"
    rf"(?P<ill>(?:{_NAME}|[、和及伴合并]){{0,24}}?{_ILL}(?:(?:[、和及]|合并|"
    rf"伴)?(?:{_NAME}){{0,12}}?{_ILL}){{0,4}}(?:住院(?:治疗)?|晚期|早期|中期|后遗症|术后|病史|"
    rf"[一二三四五六七八九十0-9]+余?年|多年|感染者|携带者|[1-4一二三四]+[期级])?)"
)
_KIND = "(?:视力|听力|言语|语言|肢体|智力|精神|多重)"
_GRADE = "(?:[一二三四1-4壹贰叁肆]级)"
_DISABLED = later(
    rf"{_KIND}(?:残疾|"
    rf"障碍)?(?:[、，,及和]?{_KIND}(?:残疾)?)?[，,、：:（( ]{{0,2}}{_GRADE}(?:重度|"
    rf"极重度)?(?:残疾)?(?:[人（(]?)?"
    rf"|{_GRADE}残疾[（(]{_KIND}[^，。；）)\n]{{0,6}}[）)]?"
    rf"|{_GRADE}(?:重度)?{_KIND}(?:残疾|残)|{_KIND}[ ]?{_GRADE}"
    rf"|(?:重度)?{_KIND}残疾(?!人)|{_GRADE}(?:伤|残)残?疾?(?![人]?(?:每|的|以上|补|护|重度))|"
    rf"残疾(?:等级|程度)?(?:为|是|：|:)?{_GRADE}|伤残[一二三四五六七八九十0-9]+级|"
    rf"[一二三四五六七八九十0-9]+级伤残"
)
_STATE = later(
    r"因(?:病|残|大病|重病|慢性病|精神病|患病|伤)(?:致贫|返贫|致困|丧失劳动能力|无法劳动|去世|"
    r"死亡|住院|卧床)?"
    r"|(?:已)?(?:怀孕|妊娠|孕)[0-9一二三四五六七八九十两]+[ ]?(?:个?月|周|\+?[0-9]?周)|"
    r"(?:已)?怀孕|高龄孕妇|孕妇|瘫痪在床|长期卧床|常年卧床|卧床不起|常年(?:吃|服)药|长期(?:吃|"
    r"服)(?:用)?药|生活不能自理|半自理|全失能"
    r"|丧失劳动能力|无劳动能力|(?:做|行|接受|实施)(?:了|过)?(?:[一-龥]{1,12})(?:手术|化疗|放疗|"
    r"透析|移植)|(?:在|于|到|赴)[一-龥]{2,16}(?:医院|卫生院|疾控中心)[一-龥]{0,8}(?:住院|治疗|"
    r"手术|透析|化疗)[一-龥]{0,4}"
    r"|(?:住院|门诊)(?:治疗|手术)[0-9一二三四五六七八九十]*[天次]?|(?:重病|大病|重疾)(?!报销|保险|救助|医疗|保障|补充|统筹|补助|专项|互助|救治|医保|筛查|众筹)|多病|"
    r"体弱多病|长期患病|智障|残疾(?=[，。；、]|$)|聋哑|双目失明|自闭症|孤独症|脑瘫|癫痫|尿毒症|"
    r"白血病|(?:脑|心肌?)梗[死塞]?|抑郁症|精神分裂症|精神病|艾滋病(?:病毒感染者|患者)?|乙肝|癌症|"
    r"[一-龥]{1,3}癌(?![变症细防筛])(?:术后|晚期|早期|中期)?|癌症(?:晚期|早期|中期)|身?患有[一-龥A-Z0-9]{2,12}?(?=[，,。；;、）)\n]|$)|半身不遂|瘫痪(?:多年|在床)?|"
    # One alone (发热) says little; 流调 tells of nothing else.
    rf"出现[一-龥]{{0,4}}{_SYMPTOM}(?:[、和及，][一-龥]{{0,4}}{_SYMPTOM}){{1,5}}(?:等?(?:不适)?症状)?|"
    r"体检(?:复检|复查)?(?:结果|发现|查出|显示)?[一-龥、]{0,14}(?:异常|不合格|偏高|超标)"
    r"(?:、[一-龥]{2,10}(?:异常|不合格|偏高|超标))*|"
    r"多动症|[一-龥]{1,5}综合征|住院(?=[，。；、]|$)|[左右双]?[一-龥]{0,2}截肢|(?:轻微|轻|"
    r"重)伤[一二]级|(?:新冠|新型冠状)?(?:病毒)?(?:核酸|抗原|HIV)(?:检测)?(?:结果)?(?:呈|"
    r"为)?阳性(?![0-9]+[例人名份]|率)"
)
# One class of characters, so that the search is fast; what opens other words is sorted out at once.
_ANCHOR = later(
    "(?:[患诊残孕癌瘫梗症炎瘤病药失智精力聋自肢伤阳突染遂院死化压栓因史疮塞](?:(?<=[骨坏]死)|(?<=硬化)|"
    "(?<=血压)|(?<=[梗血]栓)|(?<=病史)|(?<=狼疮)|(?<=梗塞)|"
    "(?<=病)(?=[，,。；;、）)\\s]|毒(?:感染|携带)者|$)|"
    "(?<=因)(?=[一-龥A-Za-z]{2,12}(?:花|去世|病逝|过世|离世|入住|入院|住院|死亡))|(?<=感染)|"
    "(?<=不遂)|(?<=住院)|"
    "(?<=[截]肢)|(?<=肢)体|(?<=伤)[一二]级|(?<=阳)性|(?<=突)[发患]|(?<=患)(?!者应|病率|难)|"
    "(?<=诊)断|(?<=确诊)|(?<=残)(?!联|余|值)|(?<=[孕癌瘫梗症炎瘤聋])"
    "|(?<=[因重大多神血性肝得椎肾胃肺心脑]病)|(?<=[服吃]药)|(?<=失)[明聪能]|(?<=丧失)|"
    "(?<=智)障|(?<=精)神[一二三四1-4障]|(?<=力)[一二三四1-4]级|(?<=自理)|(?<=自)闭|(?<=自)理)"
    "|骨折|慢阻肺|卒中|[心肾肺肝能]衰|[烧烫挫裂损扭]伤|[染带]者|贫血|溃疡|结[石核节]|囊肿|哮喘|痛风|白内障|青光眼|痴呆|"
    "抑郁|积[水液]|水痘|甲[亢减]|[乙丙]肝|疝气|移植|透析|麻疹|昏迷|休克|畸形|萎缩|尘肺|"
    "[咬抓砸撞割轧扎刺电]伤|出现(?=[一-龥]{0,4}(?:[发高低头]?[热烧痛晕]|咳|[皮疱红]疹|呕|腹|乏|胸|黄疸|抽|流涕|恶|呼))|"
    "体检(?=[一-龥、]{0,20}(?:异常|不合格|偏高|超标)))"
)
_MAY_ANCHOR = Needles(
    ("患诊残孕癌瘫梗症炎瘤病药失聋肢染遂院死化压栓因史疮塞", ""),
    ("力伤", "一二三四1234"),
    ("智精自阳突", "障神闭理性发患"),
    ("骨慢卒心肾肺肝能烧烫挫裂损扭染带咬抓砸撞割轧扎刺电", "折阻中衰伤者"),
    ("出体", "现检"),
    (
        "贫溃结囊哮痛白青痴抑积水甲乙丙疝移透麻昏休畸萎尘",
        "血疡石核节肿喘风内光呆郁水液痘亢减肝析植疹迷克形缩肺",
    ),
    shared=True,
)
# Each pattern with a word that every match of it holds: most sentences lack all of them.
_SAID_BY = (
    (re.compile(_ILL), _SAYS_ILL),
    (re.compile("级|残疾"), _DISABLED),
    (
        re.compile(
            "因[病残大重慢精患伤]|患有|孕|妊娠|瘫|卧床|药|自理|失能|劳动能力|手术|[化放]疗|透析|移植|住院|"
            "治疗|[重大多患]病|重疾|智障|残疾|聋哑|失明|症|癫痫|血病|梗|精神病|艾滋|乙肝|癌|不遂|"
            "综合征|截肢|伤[一二]级|阳性|出现|体检"
        ),
        _STATE,
    ),
)
_NOBODY = later(
    "保险|医保|办法|条例|制度|政策|病种|筛查|科室|门诊部|医院等级|防治|防控|预防|宣传|监测点|"
    "疫苗|补贴标准|残疾人(?:联合会|两项|证办理|事业|就业|保障|康复|服务|教育|权益|之家|运动会)|"
    "传染病|患者应|病虫|专家|义诊|讲座|培训|会议|人次|发病率|死亡率|患病率|因公|烈士|工伤保险|"
    "、[一二三四]级的?(?:重度)?残疾人|残疾人[，,]?每|新增本土|新增境外|新增[0-9]+例|病例[0-9]+例|"
    "名单如下|等疾病|等级评定|评定标准|申请条件|医务人员|研究|先进|表彰|擅长|诊治|主治|坐诊|主任医师"
)


_BESIDE = (in_fields, in_lists, inflicted)


class HealthFinder:
    """Finds `HEALTH_STATUS` in sentences and in columns of persons' tables."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs[PACK]

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims on diseases and disabilities; no name is a part of one."""
        names = sorted(span_of(hit) for hit in hits if hit.pack.entity_type == "PERSON")
        for claim in self._claims(reading, hits):
            yield from _without_names(reading.text, claim, names)

    def _claims(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        text = reading.text
        people = Subjects(hits)
        told = list(self._in_sentences(text, hits))
        for start, end in chain.from_iterable(tell(text, people) for tell in _BESIDE):
            told.append(self._hit(NAMED, start, end, Role.PERSONAL))
        yield from told
        yield from self._said(text, hits, told)
        for start, end in goes_on(text, (hit for hit in hits if hit.pack is self._pack)):
            yield self._hit(NAMED, start, end, Role.PERSONAL)
        yield from self._in_tables(reading, hits)
        yield from no_records(reading, hits, self._pack)
        for hit in tuple(hits):
            low, high = sentence(text, hit.start) if hit.pack is self._pack else (0, 0)
            # 残疾等级为一级、二级的重度残疾人: a rule, though a label speaks.
            if high and _ENTITLED.search(text, low, high):
                yield self._hit(NAMED, hit.start, hit.end, Role.OFFICE)._replace(score=1.0)

    def _in_sentences(self, text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims on what the words of a disease, a disability or an injury say."""
        claims: Claims | None = None
        people: People | None = None
        subjects = Subjects(hits)
        for at, start, end in sentences(text, _MAY_ANCHOR.matches(_ANCHOR, text)):
            for reason in _STATED.finditer(text, start, end):
                yield self._hit(NEARBY, *reason.span("reason"), Role.PERSONAL)
            hurts = list(injuries(text, start, end))
            spans = _joined(chain(_spans(text, start, end), hurts))
            if spans and (
                _PARTICULAR.search(text, start, end) or not _NOBODY.search(text, start, end)
            ):
                claims = claims or Claims(hits)
                if about_somebody(text, at, claims):
                    for low, high in spans:
                        if is_nobodys(text, start, end, low, high, subjects):
                            continue
                        # A claim on its 40% alone is weaker than one on the whole injury.
                        rank = NAMED if any(low <= hurt[0] < high for hurt in hurts) else NEARBY
                        yield self._hit(rank, low, high, Role.PERSONAL)
            if _MAY_BE_ITEM.search(text, start, end):
                claims, people = claims or Claims(hits), people or People(hits)
                for low, high in items(text, start, end, people, claims):
                    if not is_nobodys(text, start, end, low, high, subjects):
                        yield self._hit(NEARBY, low, high, Role.PERSONAL)

    def _said(self, text: str, hits: Sequence[Hit], told: Sequence[Hit]) -> Iterator[Hit]:
        """Yield everyday words of illness: a question, or more of what is claimed already."""
        for start, end in chain(said_of_somebody(text, hits), told_of_somebody(text, hits)):
            inside = [hit for hit in told if hit.start < end and start < hit.end]
            if inside:
                low = min(start, *(hit.start for hit in inside))
                high = max(end, *(hit.end for hit in inside))
                yield self._hit(max(hit.rank for hit in inside), low, high, Role.PERSONAL)
            else:
                # 39度2 is an angle too.
                rank = NAMED if _DIGIT.search(text, start, end) else SHAPED
                yield Hit(rank, start, end, self._pack, 0.6, _SAID_SO)

    def _hit(self, rank: int, start: int, end: int, role: Role) -> Hit:
        return Hit(rank, start, end, self._pack, 0.97, Evidence(Tier.LABEL, "健康状况", role))

    def _in_tables(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield the cells that say it of a person; those of standards are nobody's."""
        claimed = {hit.start for hit in tuple(hits) if hit.pack is self._pack}
        headings = set()
        for start, end in header_cells(reading):
            headings.add(start)
            if start in claimed:
                yield self._hit(NAMED, start, end, Role.OFFICE)
        persons = persons_tables(reading)
        for name, segment, start, end in beside(reading, headers(reading), tells_of_health):
            if segment.cell is None or start in headings:
                continue
            table, value = segment.cell.table, reading.text[start:end]
            if table not in persons:
                if COLUMNS.search(name) and start in claimed:
                    yield self._hit(NAMED, start, end, Role.OFFICE)
            elif end - start <= LONGEST_CELL and (
                says_it(name, value) or is_a_grade(name, value, persons[table])
            ):
                yield self._hit(NAMED, start, end, Role.PERSONAL)


def _without_names(text: str, claim: Hit, names: Sequence[tuple[int, int]]) -> Iterator[Hit]:
    """Yield what of a claim lies behind its last name, and what before one tells of illness."""
    at = claim.start
    first = max(0, bisect_left(names, (at, 0)) - 1)
    for low, high in names[first : bisect_left(names, (claim.end, 0))]:
        if at < high < claim.end:
            if _ILLNESS.search(text, at, low):
                yield claim._replace(start=at, end=low)
            at = high
    yield claim._replace(start=at) if at > claim.start else claim


_ILLNESS = later(_ILL)
_MAY_BE_ITEM = re.compile(
    "[病症癌炎瘤梗折压瘫化竭毒石肿疡喘风障眼疮中肺森衰松呆郁裂肢死出水液血亢减肝滋核节者碍]"
)
# Said of one person, whatever else the sentence asks: 我父亲今年71岁，患有…，能否申请特殊病种？
_PARTICULAR = later(
    "(?:今年|现年|年仅)[0-9]{1,3}岁|[男女][，,]|[我他她]的?(?:父|母|儿|女|妻|丈夫|爱人|爷|奶)|"
    "(?<![及和或与、])其(?:妻子?|丈夫|父亲?|母亲?|[长次独]?[子女]|儿子|女儿|孙[子女]|老伴|爱人|配偶|儿媳)"
    "[一-龥·]{0,4}?(?:身?患|查出|确诊|因|得了?|突发)"
)
_ENTITLED = later(
    "(?:残疾人|患者|人员|对象)[，,]?(?:每人)?每[人月年]|、[一二三四1-4]级的?(?:重度)?残疾人"
)
_STATED = later(
    r"(?:致贫|致困|返贫|困难)(?:返贫)?(?:原因|"
    r"类型)[：: 为]{1,2}(?P<reason>[^，,。；;\n\x1e]{0,8}[病残癌瘫][^，,。；;\n\x1e]{0,8})"
)
_DIGIT = re.compile("[0-9]")


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join claims that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what a sentence says of health; the longest claim on a place wins later."""
    for sign, pattern in _SAID_BY:
        if sign.search(text, start, end):
            for found in pattern.finditer(text, start, end):
                yield found.span()
