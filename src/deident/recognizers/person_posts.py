"""Who holds a post, by the paper that says so: a CV, a notice before an appointment, a roster.

Such papers are published by law with name, sex, birth month and post.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers import person_shapes
from deident.recognizers.later import later
from deident.recognizers.person_words import WORDS
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE = trie(WORDS["titles"])
_SEX = "性别"
# …，男，汉族，1970年3月生，研究生学历，中共党员: no day of the month, no home, no number.
_CV = later(
    "[ ]?[，,、 ][ ]?[男女][，,、 ][ ]?[一-龥]{1,4}族[，,、 ][^。；\\n]{0,12}?"
    "(?:19|20)[0-9]{2}[年.][ ]?[0-9]{1,2}[月]?[出]?生?(?![0-9日])"
)
_PRIVATE_NUMBERS = later(
    "[^\\n]{0,120}?(?:身份证|[1-6][0-9]{5}(?:19|20)[0-9]{2}|住址|家住|现住|1[3-9][0-9]{9})"
)
_NAME_LABEL = later("姓[ ]{0,4}名[：: \u3000]{0,4}\\n?$")
# 姓名：… 现任职务：… 拟任职务：…: a form for each of those who are to be appointed.
_PUT_FORWARD = later(
    "(?:(?!姓[ ]{0,4}名|身份证|住[ ]{0,4}址|电[ ]{0,4}话|手机).){0,200}?"
    "拟(?:任|提拔|晋升|进一步使用|转任)"
    "(?:人选|职务|职位|职级|岗位|单位|单位及职务)?(?:任职|职务)?[：: \u3000]",
    16,
)
# 王某⏎县委书记⏎男，汉族，1974年8月生
_HEADED = later(
    f"[ \u3000]*\\n[ \u3000]*[一-龥、 ]{{0,24}}(?:{_TITLE})[ \u3000]*\\n"
    "[ \u3000]*[男女][，,、 ][ ]?[一-龥]{1,4}族[，,]"
)
# 10月1日 王某 赵某、孙某 0359-…: under 日期 带班领导 值班人员 值班电话
_DUTY = later("(?:带班|值班|值守)(?:领导|人员?|电话|安排|表)|轮值")
_DAY = later(
    "[ \u3000]*(?:[0-9]{4}[年./-])?[0-9]{1,2}[月./-][0-9]{1,2}日?"
    "(?:[ （(]{0,2}(?:周|星期|礼拜)?[一二三四五六日天][）)]?)?[ \u3000\t]|"
    "[ \u3000]*(?:周|星期)[一二三四五六日天][ \u3000\t]"
)
_ROSTER = later("(?:[一-龥]{2,4}(?:[、，,/ \u3000\t]{1,6}|$|(?=[0-9])))+[0-9、，, \u3000\t—－-]*$")
_POST_ABOVE = later(f"(?:^|\n)[ \u3000]*[一-龥、 ]{{0,24}}(?:{_TITLE})[ \u3000]*\n$")
_SEX_FIRST = later("[ \u3000]*[男女][，,、 ][ ]?[一-龥]{1,4}族[，,]")
_FORM_OF_ONE = later("姓[ ]{0,4}名[：: \u3000](?:(?!姓[ ]{0,4}名)[^。])*$")
_HEADING_REACH, _FORM_REACH = 40, 120
_DUTY_REACH, _SHORT_REACH, _LABEL_REACH = 900, 24, 10
# 经济组（17人）：…: a list of members of a conference by groups.
_GROUP = later("[ \u3000]*[一-龥]{1,10}组[ ]?(?:[（(][ ]?[0-9]{1,3}[ ]?人[ ]?[)）])?[：:]")
_MEMBERS = later("(?:委员|代表)(?:分组)?(?:讨论)?名单|分组名单")
# 经办：教务处 …
_OF_A_UNIT = later(
    "(?:经办|承办|审核|制表|拟稿|核稿|校对|签发|值班|受理|联系|填报|报送)[：:][ ]?[一-龥]{1,12}"
    "(?:处|科|股|室|办|局|部|中心|所|队|站|院|校)[ \u3000]{1,4}$"
)
# 联系人：县儿童福利院某某；0350-…
_CONTACT_OF_A_UNIT = later(
    "(?:联系人?|咨询)[：:][ ]?[一-龥]{1,14}(?:处|科|股|室|办|局|部|中心|所|队|站|院|校|"
    "馆|园|会|镇|乡|街道|社区)$"
)
_A_LANDLINE = later(
    "[ \u3000]{0,2}[，,；;：:、（( \u3000]{1,2}(?:联系|办公|咨询)?(?:电话[：:]?)?[ ]?"
    "(?:0[1-9][0-9]{1,2}[-—－ ]?)?[2-8][0-9]{6,7}(?![0-9])"
)

# 联系人：甲0359-… with 乙0359-… on the next line
_LANDLINE = "(?:0[1-9][0-9]{1,2}[-—－ ]?)?[2-8][0-9]{6,7}(?![0-9])"
_ITS_LANDLINE = later(f"[ \u3000，,：:；;（(]{{0,4}}(?:电话[：:]?)?{_LANDLINE}")
_CONTACT_ABOVE = later(
    "(?:^|\n)[^。\n]{0,16}?联系人员?(?:及(?:联系)?电话|、?电话)?[ \u3000]{0,2}[：:]"
    "(?:[ \u3000]{0,24}\n?[ \u3000]*[一-龥]{2,4}[ \u3000，,：:]{0,4}(?:电话[：:]?)?"
    f"{_LANDLINE}[ \u3000；;，,]*\n)+[ \u3000]*$"
)
_CONTACT_REACH = 160
# 院长甲在作报告时说, 局长乙于会上指出: 在 is no part of the name.
_SPEAKS = re.compile(
    "[在于](?:向[^，,。；;：:\\n在于]{1,16}作[^，,。；;：:\\n在于]{0,8}报告|"
    "[^，,。；;：:\\n在于]{1,20}?[时中上](?:还|也|又)?(?:说|指出|强调|表示|介绍|提出|要求|谈到))"
)
_SPEAKER = later(f"(?:{_TITLE})(?P<name>{person_shapes.WHOLE})$")
_SPEAKER_REACH = 14


def speakers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names between a post and 在…时说."""
    for speech in _SPEAKS.finditer(text):
        at = speech.start()
        found = _SPEAKER.search(text, max(0, at - _SPEAKER_REACH), at)
        if found is not None and not person_shapes.is_ordinary(found["name"]):
            yield found.span("name")


def has_landline(text: str, end: int) -> bool:
    """Tell whether a landline stands right behind a name that ends there."""
    return _ITS_LANDLINE.match(text, end) is not None


def is_introduced(text: str, end: int, label: str) -> bool:
    """Tell whether the CV of somebody in office begins behind his name, and nothing private."""
    return (
        label == _SEX
        and _CV.match(text, end) is not None
        and _PRIVATE_NUMBERS.match(text, end) is None
    )


def holds_a_post(text: str, start: int, end: int) -> bool:
    """Tell whether a notice, a heading or a roster shows that somebody is in office."""
    return (
        _is_put_forward(text, start, end)
        or _HEADED.match(text, end) is not None
        or _OF_A_UNIT.search(text, max(0, start - _SHORT_REACH), start) is not None
        or _is_contact_of_a_unit(text, start, end)
        or _is_on_duty(text, start)
        or _is_of_a_group(text, start)
        or _is_below_a_contact(text, start, end)
    )


def _is_contact_of_a_unit(text: str, start: int, end: int) -> bool:
    """Tell whether somebody is asked for at an office, by its landline."""
    unit = _CONTACT_OF_A_UNIT.search(text, max(0, start - _SHORT_REACH), start)
    return unit is not None and _A_LANDLINE.match(text, end) is not None


def _is_put_forward(text: str, start: int, end: int) -> bool:
    if not _NAME_LABEL.search(text, max(0, start - _LABEL_REACH), start):
        return False
    return _PUT_FORWARD.match(text, end) is not None


def _is_on_duty(text: str, start: int) -> bool:
    """Tell whether a line of a duty roster, typed with blanks, names him."""
    low = text.rfind("\n", 0, start) + 1
    day = _DAY.match(text, low)
    if day is None:
        return False
    high = text.find("\n", start)
    line = text[day.end() : high if high >= 0 else len(text)].strip()
    if _ROSTER.fullmatch(line) is None:
        return False
    return _DUTY.search(text, max(0, low - _DUTY_REACH), low) is not None


def _is_of_a_group(text: str, start: int) -> bool:
    """Tell whether a line that lists one group of a conference's members names him."""
    low = text.rfind("\n", 0, start) + 1
    if _GROUP.match(text, low) is None:
        return False
    return _MEMBERS.search(text, max(0, low - _DUTY_REACH), low) is not None


def _is_below_a_contact(text: str, start: int, end: int) -> bool:
    """Tell whether a line of name and landline goes on with an office's contacts above it."""
    if text[start - 1 : start] not in {"\n", " ", "\u3000"} or not has_landline(text, end):
        return False
    return _CONTACT_ABOVE.search(text, max(0, start - _CONTACT_REACH), start) is not None


def is_birth_in_office(text: str, start: int, end: int) -> bool:
    """Tell whether a form before an appointment, or the line below a post, gives a birth month."""
    low = text.rfind("\n", 0, start) + 1
    if _POST_ABOVE.search(text, max(0, low - _HEADING_REACH), low) and _SEX_FIRST.match(text, low):
        return True
    form = _FORM_OF_ONE.search(text, max(0, start - _FORM_REACH), start)
    return form is not None and _PUT_FORWARD.match(text, end) is not None
