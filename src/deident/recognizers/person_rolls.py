"""Who stands on a roll that is published to name him: honours, titles, licensed professions.

表彰名单 and 律师名单 are made to be read with the names in them. Pupils' rolls are not, nor is a
roll of people in need; a line that tells of homes, numbers or kin is no line of a roll. A title
speaks for what follows up to the first word of others: a list of pupils below that of teachers.
"""

from __future__ import annotations

from deident.recognizers.later import later
from deident.recognizers.somebody import line

LABELS = frozenset(
    {
        *("一等奖", "二等奖", "三等奖", "特等奖", "优秀奖", "先进个人", "优秀个人", "获奖人员"),
        *("获奖者", "表彰对象", "名单", "名单如下", "人员名单", "人员如下"),
    }
)
"""Labels of a roll: what they call somebody is an honour, or nothing."""

_REACH, _LINE = 900, 160
_OF_HONOUR = (
    "表彰|表扬|嘉奖|授予|获奖|评选|评优|先进|优秀|模范|劳模|标兵|最美(?![乡村庭家])|好人|名师|骨干|学科带头人|职称|任职资格|"
    "专业技术|大赛|比赛|竞赛"
)
_OF_PROFESSION = (
    "律师(?!事务所)|律师事务所年?度?考核|公证员|司法鉴定人|仲裁员|人民调解员|人民陪审员|执业|评估师|会计师|裁判员|"
    "专家库|理事"
)
_HEADING = later(
    f"(?:^|[\\n\\x1e])[ 　]*[^\\n\\x1e。；;]{{0,40}}(?:{_OF_HONOUR}|{_OF_PROFESSION})"
    "[^\\n\\x1e。；;]{0,40}"
    "(?:名单|决定|通报|公示|结果|通知|公告|光荣榜|表彰|揭晓)"
)
_OTHERS = later(
    "学生|学子|少年|儿童|少先队|幼儿(?!园)|班级|三好|奖学金|助学|资助|救助|补[贴助]|录取|困难|贫困|低保|残疾|处罚|违[法规纪反]|"
    "失信|执行|志愿|招[聘录]|录用|报名|考[试生]|成绩|体检|学员|(?:小学|初中|高中|中学)组|青少年|少儿|帮扶|受灾|救灾|慰问|"
    "扶助|优抚|[军烈]属|抚恤|复员|退役|退伍|退休|老人|敬老|养老|高龄|津贴|孤[儿寡]|脱贫|监测户|危房|[住租]房|房源|摇号|"
    "落户|征[收迁地]|拆迁|搬迁|安置|欠薪|维权|案例|纠纷|信访|投诉|举报|取消|撤销|收回|师德|警示|曝光|处分|通报批评|"
    "医保|社保|参保|捐|献血|疫苗|患者|病"
)
_NOT_A_ROLL = later(
    "[0-9]{6}(?<![（(][0-9]{6})|身份证|电话|手机|住|户|家|村|岁|[男女][，,、 ）)]|元|患|年级|"
    "班[：: 　（(]|[学中]组|少儿|幼儿(?!园)|儿童|少年|学生|经查|作弊|取消|撤销|病|伤|死|因|反映|"
    "投诉|被"
)
_LICENCE = later("[（(][ ]?[0-9A-Z]{10,20}[ ]?[)）]")
_ITEM = later(
    "[^：:\\n\\x1e]{0,30}[：:]|[一-龥·]{2,4}(?:[ 　、，,]{1,6}[一-龥·]{2,4})+[ 　。；;]*$"
)


def is_on_a_roll(text: str, start: int) -> bool:
    """Tell whether a name stands in a line of such a roll."""
    low, high = line(text, start, _LINE)
    row = _LICENCE.sub("", text[low:high])
    if _ITEM.match(row) is None or _NOT_A_ROLL.search(row):
        return False
    headings = [
        *_HEADING.finditer(text, max(0, low - _REACH), low),
        *_HEADING.finditer(text, low, start),
    ]
    return bool(headings) and not _OTHERS.search(text, headings[-1].start(), start)
