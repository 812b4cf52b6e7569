"""Who wrote, took, signed or answers for something, as the line that credits him shows.

A credit line holds units and names and nothing else: 供稿：某某学院 某某, （文/某某）. Whoever
writes a letter signs it, too; words of one who asks for something make his signature private.
"""

from __future__ import annotations

from deident.recognizers import person_posts
from deident.recognizers.later import later
from deident.recognizers.somebody import line

_WORK = (
    "文字|图片|图文|摄影|摄像|供稿|撰稿|撰文|通讯员|记者|编辑|责编|责任编辑|审核|审签|校对|作者|编导|策划|主编|"
    "采访|采写|采编|发布人|发布者|录入|终审|初审|复审|监制|制图|美编|供图|审校|审核发布|校审"
)
# 来源：… is no credit by itself: 信访来源：某某.
_ITS_UNIT = (
    "(?:(?:《[^》\n]{2,14}》|"
    "[一-龥]{2,14}(?:学院|中心|[部处局室科队委办站社报]|公司|党?支部|医院|学校))[ 　/／]{0,3})?"
)
_BEFORE = later(f"(?:{_WORK})[ 　]*[：:/／|｜][ 　]*{_ITS_UNIT}$")
_BEFORE_BLANKS = later(
    f"(?:^|[\\n\\x1e。）)（(/／|｜ 　])(?:本报|本台)?(?:{_WORK})[ 　]{{1,4}}{_ITS_UNIT}$"
)
# Nothing runs on behind a name that is credited, and no word is said of him.
_STOPS = later(
    f"[一-龥]?[ 　]*(?:[/／|｜）)】\\]\\n\\x1e]|$|[、，,；;。]?[ 　]*(?:{_WORK})[ 　：:/／|｜])"
)
_APART = later("[ 　、；;/／]{1,3}[一-龥]{2}|[；;。]")
_IN_BRACKETS = later(
    f"[（(][ 　]?(?:[文图]|图文|文图|来源|供稿|摄影|作者)[ 　]?[/／：: ][ 　]?{_ITS_UNIT}$"
)
_BRACKET_ENDS = later("(?:[ 　/／、]{1,3}[^（()）\\n，,。]{1,14})?[ 　]?[)）]")
# …圆满完成。  （某某 某某）⏎: who wrote the report signs it.
_SIGNS = later("[。！”][ 　]{0,12}[（(][ 　]?(?:[一-龥·]{2,4}[ 　、]{1,3}){0,3}$")
_SIGNED = later("(?:[ 　、]{1,3}[一-龥·]{2,4}){0,3}[ 　]?[)）][ 　]*(?:\n|\x1e|$)")
_UNIT_SIGNS = later(
    "(?:^|[\\n\\x1e：:。；;，, 　])[一-龥]{1,16}"
    "(?:[局委办厅处科股]|政府|街道|法院|检察院|派出所|[支大]队|融媒体中心)[ 　]{1,4}$"
)
_TEXT_ENDS = later(
    "[ 　]*[。；;]?[ 　]*(?:[\n\x1e \u3000]{0,6}(?:(?:19|20)[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日)?"
    "[\n\x1e \u3000]*$"
)
# 拟办意见：请县人社局阅处。某某 6月3日; who asks writes 请尽快处理.
_MINUTED = later("(?:阅处|阅示|阅办|阅研|阅知|研处|审示)。[ 　]*$")
_DATED = later(
    "[ 　]{1,3}(?:[0-9]{4}年)?[0-9]{1,2}[月.][0-9]{1,2}日?[ 　]*(?:[，,。；;）)\\n\\x1e]|$)"
)
# 联系某某，0598-…; 监督：某镇纪委 某某 0314-…
_TO_ASK = later(
    "(?:(?<![一-龥])请?(?:联系|找|咨询)|[请可]联系|[纪监]检?委|委员会|"
    "(?<![人者户属主急我])联系(?:人|方式)(?:[及和、]?电话)?)[ 　：:]{0,3}$"
)
_LETTER = later(
    "反映|投诉|举报|信访|上访|求助|诉求|恳请|请求|希望|盼|尽快|[帮替给]我|我们?家|本人|我[的叫是]|为盼|谢谢|名单|困难|"
    "补[贴助]|救助|慰问|处分|处罚|违[法规纪]"
)
# 发布人：某某⏎内容：本人…
_OWN_LETTER = later("本人|我家|投诉|求助|诉求|举报|出租|出售|转让")
_REACH, _LETTERS, _NEXT = 40, 300, 40


def is_credited(text: str, start: int, end: int) -> bool:
    """Tell whether a line or a bracket says that somebody wrote, took or passed something."""
    before = text[max(0, start - _REACH) : start]
    if _BEFORE.search(before) and not _OWN_LETTER.search(text, end, end + _NEXT):
        return _STOPS.match(text, end) is not None or _APART.match(text, end) is not None
    if _BEFORE_BLANKS.search(before):
        return _STOPS.match(text, end) is not None
    if _IN_BRACKETS.search(before):
        return _BRACKET_ENDS.match(text, end) is not None
    if not (_SIGNED.match(text, end) and _SIGNS.search(before)):
        return False
    return not _LETTER.search(text, *line(text, start))


def is_signed_for_a_unit(text: str, start: int, end: int) -> bool:
    """Tell whether a text ends with a unit and a name; a list of people by units goes on."""
    before = text[max(0, start - _REACH) : start]
    if not (_UNIT_SIGNS.search(before) and _TEXT_ENDS.match(text, end)):
        return False
    return not _LETTER.search(text, max(0, start - _LETTERS), start)


def is_answerable(text: str, start: int, end: int) -> bool:
    """Tell whether somebody minuted a paper, or is to be asked at an office's landline."""
    before = text[max(0, start - _REACH) : start]
    if _MINUTED.search(before) and _DATED.match(text, end):
        return True
    return _TO_ASK.search(before) is not None and person_posts.has_landline(text, end)
