"""How somebody came, as records of travellers say it: 入境航班：CA926，4月2日入境；车次：G6201.

The label says that it is a journey, and a name, an ID or a telephone of the same line whose. A
notice that looks for fellow travellers names the flight and nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import line, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deident.recognizers.somebody import Claims

_WAY = "(?:航班(?:号|信息|车次)?|车次|班次|口岸|交通工具|交通方式|方式|座位号?|车厢)"
_LABEL = (
    rf"(?:(?:入境|出境|回国|返乡|返程|返回|来返|抵达|到达|离开|乘坐|所乘|搭乘|出行|同乘)的?(?:{_WAY}|时间|日期|地点?|城市|路线)"
    "|航班号|航班信息|航班车次|航班[/／]车次|车次|座位号|出发地|始发地|来源地|途经地|旅居地|旅居史|境外旅居史|"
    "(?:近|前)?(?:7|14|21|七|十四)[天日]内?(?:旅居史|行程|活动轨迹|去向))"
)
_LABELLED = later(
    rf"(?<![一-龥]){_LABEL}[ ]?[：:][ ]?(?P<way>[^；;。|\n\x1e：:]{{2,60}}?)"
    r"(?=[；;。|\n\x1e]|$|[，,、 　]{1,4}[一-龥（）()/]{2,10}[：:])"
)
_CAME = later(
    r"(?P<way>(?:(?:20[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日[一-龥]{0,3}?)?(?:从|由|自)[一-龥]{2,10}?(?:返乡|返回|返程|回国|"
    r"入境|抵|到|来|回村)[^；;。\n\x1e：:]{0,40}?)(?=[；;。|\n\x1e]|$|"
    r"[，,、 　]{0,4}[一-龥]{2,6}[：:]|[，,、 　]{0,4}(?:电话|手机))"
)
_WHEN = re.compile("[0-9]{1,2}月[0-9]{1,2}日|[GDKZTC][0-9]{2,4}次?|航班|自驾|高铁|火车|大巴")
_RECORD = re.compile("返乡|来返|入境|回国|旅居|境外")
_MAY_RECORD = Needles(("返来入回旅境", "乡返境国居外"), shared=True)

_MAY_LABEL = Needles(
    ("入出回返来抵到离乘所搭同", "境国乡程回返达开坐乘行"),
    ("航车座出始来途旅", "班次位发源经居"),
    shared=True,
)
_NOTHING = re.compile("[无/—\\-_ 　]{1,4}|(?:详见|见附).*")
_FELLOWS = later(
    "同乘人员|请[^。\n]{0,30}(?:主动|立即|尽快)|寻找|招聘|班线|时刻表|票价|发车|会议|报名"
)


def travel_said(text: str, claims: Callable[[], Claims]) -> Iterator[tuple[int, int]]:
    """Yield what labels say of somebody's journey."""
    for found in _MAY_LABEL.matches(_LABELLED, text):
        low, high = line(text, found.start())
        if (
            not _NOTHING.fullmatch(found["way"])
            and claims().within(low, high)
            and not _FELLOWS.search(text, low, high)
        ):
            yield found.span("way")
    for _, start, end in sentences(text, _MAY_RECORD.matches(_RECORD, text)):
        for found in _CAME.finditer(text, start, end):
            low, high = line(text, found.start())
            if (
                _WHEN.search(found["way"])
                and claims().within(low, high)
                and not _FELLOWS.search(text, low, high)
            ):
                yield found.span("way")
