"""Where somebody went and when, as epidemiological notices tell it.

A notice speaks of cases and their contacts; in it, a sentence with a time and a movement is claimed
from its time to its end. Meetings, buses and visits of officials have times too, and no cases.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, partial
from typing import TYPE_CHECKING

from deident.model import Evidence, Role, Tier
from deident.recognizers.hits import NAMED, SHAPED, Hit, span_of
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, sentence
from deident.recognizers.tables_of_persons import body_cells, headers, tight
from deident.recognizers.travel_said import travel_said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

PACK = "itinerary"
_SCENE = re.compile(
    "活动轨迹|行动轨迹|行程轨迹|轨迹如下|主要轨迹|流调|流行病学|密接|密切接触者|确诊病例|"
    "无症状|阳性(?:感染|人员|病例)|病例[0-9一二三四五]|第[0-9一二三四五六七八九十]{1,4}例?病例|感染者|活动情况|行踪|"
    "患者[一-龥·•]{1,10}[，,：: ]|阳性者|红码|黄码|中高?风险(?:区|地区)|高风险|隔离点|发热门诊|"
    "[发起患]病前|感染前|疫区|入境人员|境外返回|返乡人员(?:台账|登记|信息|排查|情况|[一-龥]{0,4}[：:，])|"
    "核酸(?:检测|采样|阳性|结果)|(?:同乘|同车|同航班|同时空)"
)
_NUMBERED = "0123456789一二三四五六七八九十"
_SCENES = Needles(
    ("活行", "动程踪"), ("轨主流", "迹要调行"), ("密确无", "接切诊症"),
    ("阳病感患发起", "性例染者病"), ("红黄核", "码酸"), ("中高发疫", "高风热区"),
    ("隔入第境返", "离境外乡" + _NUMBERED), ("同", "乘车航时"), shared=True,
)  # fmt: skip
_TIME = (
    r"(?:(?:20[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}日(?!内|前|起|后)|"
    r"(?<![0-9])[0-9]{1,2}[:：][0-9]{2}|[0-9]{1,2}[时点](?![间段])(?:[0-9]{1,2}分|许|左右|半)?"
    r"|当[日天晚]|次日|(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间)(?=[0-9一-龥]))"
)
_MOVE = later(
    "前往|到达|抵达|抵|乘坐|乘[0-9A-Z坐车]|返回|返[家程]|就餐|用餐|购物|买菜|自驾|驾车|步行|"
    "骑车|骑行|离开|途经|途径|经停|入住|停留|上班|下班|回家|回到|就诊|看病|核酸|采样|"
    "坐[一-龥0-9A-Z]{0,6}[路车铁机]|打车|去过|到过|打卡|退房|出站|进站|下车|下机|"
    "在[一-龥]{2,14}(?:超市|市场|饭店|宾馆|酒店|网吧|影院|公园|理发店|药店|诊所|商场|工地)|"
    "网约车|出租车|聚餐|探亲|走亲|居家|外出|去[了往]?|参加.{0,12}[婚葬]|飞抵|抵[达至]|"
    "至[一-龥]{2,12}(?:医院|门诊|超市)|在家|全天|住[在院]|同乘|到[一-龥]{2,12}(?:超市|市场|饭店|"
    "餐|店|"
    "家|医院|学校|广场|药房|公司)|逛|理发|取快递|接送|参加|游玩|搭乘|转乘|换乘|送.{1,4}上学|遛|"
    "打牌|打麻将|隔离|转运|送[至到]|骑[一-龥]{0,4}车|驾驶|离园|接人|做客|串门|散步|玩"
)
_WHO = re.compile(
    "病例|感染者|密接|患者|密切接触|该[人男女]|其|某|[男女][，,]|张|李|王|刘|陈|轨迹|无症状|"
    "本人|确诊|[发起患]病前|感染前"
)
_NOT_HIS = later(
    "会议|召开|调研|记者|采访|指挥部|专班|工作组|检查组|发布会|领导|书记|县长|市长|应当|须|"
    "请[^，]{0,8}(?:报备|主动)|报告社区|应立即|班次|早班|首班|末班|发车|营业时间|咨询|热线|"
    "检测队伍|医务人员|工作人员赴|开展采样|小分队|志愿者|累计|新增(?:本土|境外)?|新增[0-9]|通告|"
    "开展全员"
)
_STARTS = later(_TIME)
_SENTENCE_END = re.compile("[。；;！\n\x1e]")
_COLUMNS = later(
    "轨迹|行程|行踪|途经|停留|活动(?:场所|地点|内容|情况|范围)|去向|到访|乘坐|车次|航班|"
    "交通(?:工具|方式)|出行"
)
_ALSO = re.compile("时间|日期|地点|场所|地址|位置")
_TRACKED = later("轨迹|行踪|停留|到访|途经|活动场所|密接|病例|流调")
# 王某（密接）：12月7日15:20乘坐…
_SAYS_WHEN = later(
    rf"[ ]?(?:[（(][^（）()\n]{{1,20}}[）)])?[ ]?(?:(?P<colon>[：:])|[，,、 ])[ ]?(?={_TIME})"
)
_LINE_HEAD = re.compile(
    r"(?:^|[\n\x1e])[ ]*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）).、，．]?[ ]?)?$"
)
_LINE_END = re.compile(r"[\n\x1e]")
_CLOCK = re.compile("(?<![0-9])[0-9]{1,2}(?:[:：][0-9]{2}|[时点](?![间段]))|次列车|航班|高铁")
_RIDE = later(
    "乘(?:坐)?[0-9A-Z车火高飞出公网航动大班]|搭乘|转乘|自驾|驾车|步行|骑[车行]|返回|返程|回家|回到|就餐|用餐|购物|"
    "买菜|入住|途[经径]|抵达|次列车|高铁|航班|逛|就诊"
)
# Between a plate and the name of who drives it nothing is said of a movement.
_VEHICLE = later(
    "[（(，,、 ]*(?:网约车|出租车|公交车|大巴|轿车|客车|货车)?[）)（(，,、 ]*"
    "(?:司机|驾驶员|车主|车牌号?)?[：: ]*"
)
_CLOCKED = r"(?<![0-9:：])[0-2]?[0-9](?:[:：][0-5][0-9]|[时点](?:[0-5]?[0-9]分)?)"
# 12:20 一家小吃店: a stay without a word of movement, in a list of such.
_STAY = later(
    rf"(?:^|[\n\x1e])[ ]*(?:[（(]?[0-9]{{1,2}}[）)、.．][ ]?)?"
    r"(?P<stay>(?:(?:[0-9]{1,2}月)?[0-9]{1,2}日[ ]?)?"
    rf"{_CLOCKED}(?:[ ]?(?:[-—~～－]{{1,2}}|至|到)[ ]?{_CLOCKED})?"
    r"[ ]?[，,、：:]?[ ]?[一-龥A-Z“][^\n\x1e。；]{2,80})"
)
_HIS_LIST = re.compile("轨迹|行程|行踪|病例|密接|密切接触|活动情况|感染者")
_PROGRAMME = later(
    "签到|开幕|闭幕|议程|致辞|授课|讲座|考试|开考|入场|采样点|采样时间|接种点|"
    "服务点|开放|办公|上课|报到|比赛"
)
_LEAVES_HOME = re.compile("从家|离家|回家|返家|回到家|到家|家中")
_HOMES = Needles(("从离回返到家", "家到中"), shared=True)
_TIMES_OF_A_DAY = 2
_REACH = 2_000
_LEAST = 4
"""Fewer characters than this say nothing of a movement."""


class ItineraryFinder:
    """Finds `ITINERARY` in notices about cases, and in their tables."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs[PACK]

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims on movements; a claim by a label inside one stands by itself."""
        text = reading.text
        stronger = sorted([span_of(hit) for hit in hits if hit.rank > SHAPED])
        end_of_scene = reached = -1
        for scene in _SCENES.matches(_SCENE, text):
            low = max(reached, text.rfind("\n", max(0, scene.start() - 200), scene.start()) + 1)
            end_of_scene = scene.end() + _REACH
            for start, end in _movements(text, low, min(len(text), end_of_scene)):
                reached = end
                pieces = list(_around(stronger, start, end))
                if any(_MOVE.search(text, *piece) for piece in pieces):
                    for piece in pieces:
                        if not _VEHICLE.fullmatch(text, *piece):
                            yield self._hit(SHAPED, *piece)
            for start, end in _stays(text, low, min(len(text), end_of_scene)):
                for piece in _around(stronger, start, end):
                    yield self._hit(SHAPED, *piece)
            reached = max(reached, min(len(text), end_of_scene))
        travels = travel_said(text, cache(partial(Claims, hits)))
        for start, end in (*_of_named(text, hits), *_days_from_home(text), *travels):
            for piece in _around(stronger, start, end):
                yield self._hit(SHAPED, *piece)
        yield from self._in_tables(reading)

    def _hit(self, rank: int, start: int, end: int) -> Hit:
        evidence = Evidence(Tier.LABEL, "活动轨迹", Role.PERSONAL)
        return Hit(rank, start, end, self._pack, 0.8, evidence)

    def _in_tables(self, reading: Reading) -> Iterator[Hit]:
        tables = {
            table
            for table, names in headers(reading).items()
            if any(_TRACKED.search(name) for name in names)
        }
        if not tables:
            return
        for segment, start, end in body_cells(reading, tables):
            header = tight(segment.labels.column)
            if _COLUMNS.search(header) or _ALSO.search(header):
                yield self._hit(NAMED, start, end)


def _around(stronger: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what of a span lies around stronger claims and says something by itself."""
    at = start
    for low, high in stronger[bisect_left(stronger, (start, 0)) :]:
        if low >= end:
            break
        if low - at >= _LEAST:
            yield at, low
        at = max(at, high)
    if end - at >= _LEAST:
        yield at, end


def _of_named(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield what lines that begin with somebody's name and a time tell of his movements.

    A colon behind the name, or several such lines, show a list of movements without its heading.
    """
    found: list[tuple[int, int]] = []
    told = False
    for hit in hits:
        if hit.pack.entity_type != "PERSON" or hit.evidence.role is Role.OFFICE:
            continue
        says = _SAYS_WHEN.match(text, hit.end)
        if says is None or not _LINE_HEAD.search(text, max(0, hit.start - 8), hit.start):
            continue
        start, stop = says.end(), _LINE_END.search(text, says.end())
        end = stop.start() if stop else len(text)
        if _CLOCK.search(text, start, end) and _RIDE.search(text, start, end):
            spans = list(_movements(text, start, end))
            told = told or bool(spans and says["colon"]) or bool(spans and found)
            found += spans
    if told:
        yield from found


def _stays(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a list of somebody's times and places."""
    if not _HIS_LIST.search(text, low, high):
        return
    stays = [
        found.span("stay")
        for found in _STAY.finditer(text, low, high)
        if not _NOT_HIS.search(text, *found.span()) and not _PROGRAMME.search(text, *found.span())
    ]
    if len(stays) >= _TIMES_OF_A_DAY:
        yield from stays


def _days_from_home(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences that tell somebody's day by the clock, from home or back to it."""
    reached = -1
    for home in _HOMES.matches(_LEAVES_HOME, text):
        if home.start() < reached:
            continue
        start, reached = sentence(text, home.start())
        times = [*_CLOCK.finditer(text, start, reached)]
        if (
            len(times) >= _TIMES_OF_A_DAY
            and _RIDE.search(text, start, reached)
            and not _NOT_HIS.search(text, start, reached)
            and not _PROGRAMME.search(text, start, reached)
        ):
            first = _STARTS.search(text, start, reached)
            yield (first.start() if first else times[0].start()), reached


def _movements(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch that say when somebody went where."""
    at = low
    while at < high:
        stop = _SENTENCE_END.search(text, at, high)
        end = stop.start() if stop else high
        time = _STARTS.search(text, at, end)
        if time and _MOVE.search(text, time.start(), end) and not _NOT_HIS.search(text, at, end):
            yield time.start(), end
        at = end + 1
