"""Names that both sides of them show, whatever the surname: 东至俸志强家院墙, 由江山照料.

What only persons have, do or suffer ends a name; a mark or a word that leads to somebody begins it.
Between the two nothing but a name has room, so that neither the surname nor the tagger decides.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from deident.recognizers import person_labels, person_places, person_told, tagger
from deident.recognizers import person_shapes as shapes
from deident.recognizers.later import later
from deident.recognizers.needles import SHORT, Marks, Needles
from deident.recognizers.person_surnames import COMPOUND

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    Span = tuple[int, int]

_KIN = "[父母妻夫子女兄弟姐妹孙侄婿](?![一-龥]?[性士])"
_KIN_SAID = (
    "(?:父亲|母亲|妻子|丈夫|儿子|女儿|爷爷|奶奶|老伴|配偶|父母|哥哥|弟弟|姐姐|妹妹|[孙侄][子女]|遗体|遗产|监护人|"
    "宅基地|户口|亲属|家属)"
)
_LAND = (
    "(?:院墙|围墙|院子|宅(?![基院子门男女区])|老宅|宅基地|承包地|自留地|菜地|林地|地[边界埂]|坟[地头]?|房[屋后前]|"
    "后墙|山墙|墙[根外]|门前|屋后)"
)
# What stands right behind a person's name and behind hardly anything else.
_BEHIND = later(
    f"之{_KIN}|的{_KIN_SAID}|夫妇|夫妻|父子|母女|母子|父女|名下|等[0-9一二三四五六七八九十两]{{1,3}}余?[户人名位]|"
    f"家?{_LAND}|家(?:低保|的[地房牛羊猪鸡门]|门[口前]|[屋房]后|[中里]|已?未?脱贫|[仍已尚]|[，、；。](?=[^，、；。]{{1,8}}家))|"
    "家(?=[，、；。\\n]|占地|长期|常年|经常|多年|$)|"
    "户(?:实际|因[^素]|现有?|家庭|低保|[0-9一二三四五六七八九十]+人|房屋|确认|种植|承包|危房|[，、；。])|"
    "[（(](?:已故|外出|申请人|被申请人|第三人|户主|父亲|母亲|[父母妻夫子女][，,）)]|本人|死者|继承人|病故|残疾)|"
    "[二两][人位](?![以之])|各(?:继承|占|得|分得)|账户|帐户|的?账号|"
    "系[^，。；：\n]{0,12}?(?:之[父母妻夫子女兄弟姐妹]|夫妻|父子|母[子女]|父女|关系|其[父母妻夫子女])|"
    "[已尚仍还共]?欠[^，。；\n]{0,10}?[0-9]|为户主|作为户主|"
    "驾驶|酒后|无证|醉酒|骑(?!行道)|当场|受伤|死亡|去世|病逝|走失|失踪|溺水|住院|患有|身患|"
    "(?:现|曾|突)?患(?:上|了)?(?=[一-龥]{1,10}?(?:癌|症|病|瘤|炎|梗|瘫|中风|骨折|衰|硬化|结核|障碍|毒))|"
    "违[法规](?:占|建|搭|用)|擅自|非法(?:占|买|采|捕|种|行医)|未经批准|"
    "(?:土地|离婚|借贷|婚姻|继承|邻里|赡养|抚养|宅基地|民间借贷|相邻|劳动|债务)[一-龥]{0,4}(?:纠纷|登记|争议|一案)|"
    "自(?:本)?公告|到我[局镇乡县委院所]|到[场庭]|交来|缴来|领[取到](?!导)|"
    "照[料顾看管护]|赡养|抚养|监护(?!人)|看护|护理|代[管养领办为签收缴]|"
    "盗窃|诈骗|抢[劫夺]|潜逃|逃离|共谋|(?:先后|多次)(?:盗|诈|抢|殴)|诉(?=[一-龥]{2,4}[^，。；]{0,10}(?:纠纷|一案))|反映|投诉|举报|称[，,：:]|诉称|表示|说[：:，]|告诉(?=记者|我|他|她|民警|工作)|也表示|"
    "发生(?:口角|争[执吵]|纠纷|冲突|碰撞|事故|厮打|撕打|肢体)|(?:面|头|左|右|腿|胸|腹|背|腰|手|脸)[部额脸颈眼耳手臂腿脚肩膝]{0,2}[打砍划刺咬撞踢]|"
    "[打砍刺咬撞][伤倒]|殴打|伙同|相邻|终止妊娠|上环|结扎|放环|怀孕|生育|育有|"
    "每[月年人](?:[0-9]|补|发|领)|[不仍均]?同意(?!书)|拒[不绝]|[仍又并][不未]|不服|所[述称有][。，；不属、]|述称|委托|提供了?|作证|"
    "联名|停止违|转[入出]我|[已被]转运|强占|侵占|霸占|打成|弃车|逃逸|一次性赔|赔偿|医[药疗]费|监护人资格|残疾人?证|低保金|因犯|被判|"
    "申请(?:工伤|劳动|行政|复议|法律|暂予|公租|认定|低保|变更)|现金|土地补偿|说[。！”]|继承[。，；权]|的(?:聊天|证言|陈述|户籍|要求|诉求|遗嘱)"
)
_FIRST = Needles(
    ("之的", "父母妻夫子女兄弟姐妹孙侄婿丈儿爷奶老配哥遗监宅户亲家账聊证陈要诉"),
    ("夫父母等户系欠账帐家宅院坟墙屋驾酒醉骑溺殴伙诉患", ""),
    (
        "已尚仍还共为作二两各当受死去病走失住身无现曾突",
        "欠户妻女子位人继占得分场伤亡世逝踪失院有患证谋转不未同",
    ),
    ("自到领交缴承菜林地房后山门老围", "墙公本留我局镇乡县委院所场庭取到来包地边界埂屋前宅"),
    (
        "（(违擅非未赡抚照监看护代盗诈抢潜逃先多拒赔土离借婚继邻民相劳债宅",
        "已外申被第户父母妻夫子女本死继病残法规自经养料顾管护理看办领为签收缴窃骗劫夺逃离后次不绝付偿地婚贷姻承里基间邻动务",
    ),
    ("反投举称表说告也发打砍刺咬撞", "映诉报，,：:示表生伤倒成。！”"),
    ("终上结放怀生育每同均又并不述弃逃侵强霸被", "止环扎孕育有用月年人意不未同服称车逸占运判"),
    (
        "所委提停转一医残低现因申联面头左右腿胸腹背腰手脸作",
        "述称有求托供止入出次疗药费疾保金犯请名部打砍划刺咬撞踢额脸颈眼耳手臂腿脚肩膝证属不。，；、",
    ),
    shared=True,
)
# What leads to somebody's name, or ends the words before it.
_LEADS = frozenset("由与和向对将把被给以据按限请经知因及诉至临邻靠接为系是到往在入于有销告托访现涉")
_LEAD_WORDS = (
    *("关于", "关于对", "撤销", "收到", "汇入", "登记在", "宣告", "委托", "来到", "走访", "发现"),
    *("涉及", "通知", "告知", "注销", "核减", "赔偿", "查处", "责令", "归", "应", "受", "提醒"),
    *("由子", "由女", "由妻", "由夫", "由父", "由母", "由弟", "由兄", "由孙", "由侄"),
    *("伙同", "本院受理", "现由", "兹有", "乘坐", "拨付给", "东至", "南至", "西至", "北至", "双方"),
)
_MARKS = frozenset("，,。；;：:、\n\x1e \u3000（(“”\"'《》—1234567890）)．.")
_BEFORE = _MARKS.union(_LEADS, (word[-1] for word in _LEAD_WORDS))
_OPENING = Marks(_BEFORE)
_LONGEST_LEAD, _LENGTHS = 4, (3, 2, 4)


_BOUND = later(f"[东南西北](?:至|邻|临|靠|接|界|与)(?P<name>{shapes.WHOLE})(?=[，,、；;。\n]|$)")
_BOUNDS = Needles(("东南西北", "至邻临靠接界与"), shared=True)
_LANDMARKS = frozenset("山岭峰崖河江湖海库田地林园墙崖坎埂梁沟洼台滩畔边界线井泉庙塔")


def framed(text: str, begun: Collection[int], ended: Collection[int]) -> Iterator[Span]:
    """Yield such names; `begun` and `ended` are where known names begin and end.

    >>> [*framed("东至俸志强家院墙，由江山照料。", (), ())]
    [(2, 5), (10, 12)]
    """
    for end in _ends(text):
        if end in ended or not text[end - 1 : end].isalpha():
            continue
        for length in _LENGTHS:
            start = end - length
            # The cheapest look first: in most text somebody's word runs in.
            if start < 0 or (start and text[start - 1] not in _BEFORE) or start in begun:
                continue
            if (
                person_told.opens(text[start])
                and _leads(text, start)
                and _is_named(text, start, end)
            ):
                yield start, end
                break


def _ends(text: str) -> Iterator[int]:
    """Yield where a name may end by what stands behind it, if one may begin shortly before."""
    if len(text) < SHORT:
        yield from (behind.start() for behind in _BEHIND.finditer(text))
        return
    reached = 0
    # Most of these characters stand inside a sentence's words, far from what leads to a name.
    for place in _FIRST.behind(text, _OPENING, _LENGTHS):
        behind = _BEHIND.match(text, place) if place >= reached else None
        if behind is not None:
            reached = behind.end()
            yield place


def bounds(text: str) -> Iterator[Span]:
    """Yield whom a parcel lies beside: 南至于春生，西至村道."""
    for bound in _BOUNDS.matches(_BOUND, text):
        start, end = bound.span("name")
        name = bound["name"]
        if name[-1] in _NO_END or name[-1] in _LANDMARKS or person_told.is_called_so(name):
            continue
        if person_told.may_be_called(name) and not person_places.is_place(text, end):
            yield start, end


def _leads(text: str, start: int) -> bool:
    """Tell whether a name may begin there: behind a mark, or behind a word that leads to one."""
    if start == 0 or text[start - 1] in _MARKS:
        return True
    if text[start - 1] in _LEADS and (
        text[start : start + 2] in COMPOUND or not tagger.is_common(text[start - 1 : start + 1])
    ):
        return True
    return text.endswith(_LEAD_WORDS, max(0, start - _LONGEST_LEAD), start)


def _is_named(text: str, start: int, end: int) -> bool:
    value = text[start:end]
    if not person_told.may_be_called(value) or person_told.is_joined(value):
        return False
    if value[0] in _LEADS and person_told.is_called_so(value[1:]):
        return False
    if person_told.is_called_so(value):
        return _OF_THINGS.match(text, end) is None
    if value[-1] in _NO_END or person_told.runs_into_a_word(value):
        return False
    return not person_places.is_firm(text, end) or text.startswith(("家", "户", "等"), end)


# What ends places, offices and rules: 安口镇, 第五条.
_NO_END = frozenset(
    "镇村乡县市区省路街巷局委会司所院校厂店站组条款项号部处科室队户人员者路河沟渠塘坝桥坡湾"
)
# A word is somebody's name by what only persons have.
_OF_THINGS = re.compile(
    "生育|怀孕|使用|自|到|表示|反映|违|非法|擅自|未经|每|领|交|缴|代[管养]|管|账号|当场|相邻|土地|劳动|婚姻"
)

_CLOSES = re.compile(
    "[、，,。；;（(\\n]|$|与(?!否)|至今|签[名字收]|将|因(?!此)|在[0-9一-龥]|于[0-9]|等[0-9]|拖欠|拒[绝不]"
)
_ITEM = re.compile("[一-龥]{2,4}")
_JOINTS = "、与和及跟"
_ENDS = later(
    "[、，,。；;：:（(）)\n \u3000]|[与和及](?=[一-龥])|等|$|[二两三四五][人位]|"
    "共同|均|到[场庭]|发生|已送|当场|各|之间|也|"
    "的|在(?:[一-龥])|先后|分别|一同|同行|同住|受伤|签[字名]|出具|提出|未提|对"
)
_MOST = 60


def beside_words(
    text: str,
    roles: Mapping[int, str],
    spans: Collection[Span],
    labelled: Collection[Span],
    taken: Collection[int],
) -> Iterator[tuple[Span, str | None]]:
    """Yield the names that both their sides, a role or a list show, with the role if it does.

    `spans` and `labelled` are the names that are known already; nothing at `taken` is one.
    """
    inside = {at for span in spans for at in range(*span)}.union(taken)
    begun, ended = {start for start, _ in spans}, {end for _, end in spans}
    found: list[Span] = []
    for span, role in chain(
        ((span, None) for span in chain(framed(text, begun, ended), bounds(text))),
        behind_roles(text, roles),
    ):
        if inside.isdisjoint(range(*span)):
            found.append(span)
            yield span, role
    inside |= {at for span in (*labelled, *found) for at in range(*span)}
    for span in listed(text, [*spans, *labelled, *found]):
        if inside.isdisjoint(range(*span)):
            yield span, None


def listed(text: str, spans: Collection[Span]) -> Iterator[Span]:
    """Yield the items of lists beside known names that are names by their shape alone.

    >>> [*listed("李建平、俸志强、江山等5户", [(0, 3)])]
    [(4, 7), (8, 10)]
    """
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    for _, end in sorted(spans):
        at = end
        for _ in range(_MOST):
            if text[at : at + 1] not in _JOINTS or not text[at : at + 1] or at + 1 in starts:
                break
            item = _item_from(text, at + 1)
            if item is None:
                break
            yield item
            at = item[1]
    for start, _ in sorted(spans):
        at = start
        for _ in range(_MOST):
            if at < 1 or text[at - 1] not in _JOINTS or at - 1 in ends:
                break
            item = _item_to(text, at - 1)
            if item is None:
                break
            yield item
            at = item[0]


def behind_roles(text: str, roles: Mapping[int, str]) -> Iterator[tuple[Span, str]]:
    """Yield what stands between a role and a mark, or what only persons do, with the role."""
    for start, role in roles.items():
        if role in person_told.OF_MANY or not person_told.opens(text[start : start + 1]):
            continue
        for length in _LENGTHS:
            end = min(start + length, len(text))
            if (
                _ITEM.fullmatch(text[start:end])
                and (_CLOSES.match(text, end) or _BEHIND.match(text, end))
                and _is_named(text, start, end)
                and not person_places.is_place(text, end)
                and person_labels.stands_alone(text, start, role)
            ):
                yield (start, end), role
                break


def _item_from(text: str, at: int) -> Span | None:
    """Return the name that begins an item of a list."""
    for length in _LENGTHS:
        end = min(at + length, len(text))
        if _ITEM.fullmatch(text[at:end]) and _ENDS.match(text, end) and _is_item(text, at, end):
            return at, end
    return None


def _item_to(text: str, end: int) -> Span | None:
    """Return the name that ends an item of a list, where a mark or another joint begins it."""
    for length in _LENGTHS:
        start = end - length
        if start < 0 or not _ITEM.fullmatch(text[start:end]):
            continue
        if _leads(text, start) and _is_item(text, start, end):
            return start, end
    return None


def _is_item(text: str, start: int, end: int) -> bool:
    return (
        person_told.opens(text[start])
        and person_told.may_be_called(text[start:end])
        and not person_told.runs_into_a_word(text[start:end])
        and not person_places.is_place(text, end)
    )
