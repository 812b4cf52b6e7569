"""What the heading of a column says about the person in its rows.

A heading is read once; a million cells below it share the answer.

>>> bool(sign("学生姓名") & Sign.PUPIL), bool(sign("毕业学校") & Sign.SCHOOL)
(True, False)
"""

from __future__ import annotations

import re
from enum import IntFlag
from functools import lru_cache

from deident.recognizers.later import later


class Sign(IntFlag):
    """What a column shows of the person of a row."""

    NOTHING = 0
    NAME = 1
    AGE = 2
    SEX = 4
    BIRTH = 8
    PLACE = 16
    AMOUNT = 32
    DATE = 64
    KIND = 128
    """Kind or grade of a disability, an illness, a reason of poverty."""
    PUPIL = 256
    """A word that only a list of children needs."""
    SCHOOL = 512
    ADULT = 1024
    """A column that children have not: post, rank, where somebody teaches."""
    TEACHER = 16384
    """A teacher's name or number: his own list's, or beside the pupils whom he guides."""
    PUPILS_NAME = 32768
    OTHER = 2048
    """The value is a guardian's, not that of the person of the row."""
    NUMBER = 8192
    """A resident ID."""
    IDENTIFYING = 4096
    """Nothing of it may show in the row of a minor."""


OF_AGES = Sign.AGE | Sign.BIRTH | Sign.PUPIL | Sign.SCHOOL
"""With one of these a row may be a minor's whatever its numbers say."""

QUASI = Sign.AGE | Sign.SEX | Sign.BIRTH | Sign.PLACE | Sign.AMOUNT | Sign.DATE | Sign.KIND
"""What a neighbour knows of somebody and finds again in a row."""

_BLANKS = re.compile(r"[\s\u3000]+")
_GUARDIAN = r"监护|家长|父亲|母亲|父母|法定代理|抚养人|祖父|祖母"
_SIGNS = (
    (Sign.OTHER, re.compile(_GUARDIAN)),
    (
        Sign.PUPIL,
        re.compile(
            r"^(?!.*(?:任教|任课|所教|带班|主任|教师|资助标准|人数))"
            rf".*(?:学生|幼儿|儿童|未成年|孤儿|无人抚养|留守|学籍|家长|{_GUARDIAN}|班级|年级|所在班|入学)"
        ),
    ),
    (
        Sign.SCHOOL,
        re.compile(
            r"^(?!.*(?:毕业|任教|报考|录取|工作|支教|院校|高校|大学|教师)).*(?:学校|就读|幼儿园)"
        ),
    ),
    (
        Sign.ADULT,
        re.compile(
            r"任教|职称|职务|职级|岗位|学历|学位|毕业|报考|工作单位|所在单位|单位名称|政治面貌|"
            r"入党|校长|园长|负责人|法定代表人|法人|聘用|职业|专业|工种|编制|从业|驾驶|婚姻"
        ),
    ),
    (Sign.TEACHER, re.compile(r"任课|教师")),
    (
        Sign.PUPILS_NAME,
        re.compile(r"^[一-龥]{0,2}(?:学生|幼儿|儿童|孤儿|未成年人)(?:姓名|名字|名单)?$"),
    ),
    (Sign.NAME, re.compile(r"姓名|^名字$|户主$|^(?:申请|领款|受益|救助|当事|监护)(?:人|对象)$")),
    (Sign.AGE, re.compile(r"^(?:年龄|周岁|实足年龄|现年)|年龄$|年龄[（(]")),
    (Sign.SEX, re.compile(r"性别")),
    (Sign.NUMBER, re.compile(r"身份证|公民身份|证件号")),
    (Sign.BIRTH, re.compile(r"出生(?!地|证|医|顺|体)|^生日")),
    (
        Sign.PLACE,
        re.compile(
            r"^(?!.*(?:数|标准)).*(?:村|社区|居委|乡镇|镇街|街道|住址|地址|小区|籍贯|户籍地)"
        ),
    ),
    (Sign.AMOUNT, re.compile(r"金额|补贴|补助|救助金|低保金|发放额|总额|奖励|资助(?!对象)")),
    (Sign.DATE, re.compile(r"日期|时间|年月|月份")),
    (Sign.KIND, re.compile(r"残疾|病种|病情|致贫|救助类|疾病|诊断")),
)
_IDENTIFYING = re.compile(
    r"姓名|名字|户主|监护|家长|父亲|母亲|父母|法定代理|抚养人|学校|院校|就读|班级|年级|幼儿园|住址|地址|住所|"
    r"家庭住|村组|户籍|籍贯|出生|生日|电话|手机|联系|身份证|证件|证号|学籍|学号|账号|帐号|卡号|照片|"
    r"^(?:学生|儿童|幼儿|孤儿|未成年人)$|微信|邮箱"
)
_NOT_IDENTIFYING = re.compile(
    r"金额|标准|人数|是否|关系|情况|类型|类别|名额|合计|开户行|开户银行|有效期"
)


@lru_cache(4096)
def sign(heading: str) -> Sign:
    """Return everything a heading says."""
    tight = _BLANKS.sub("", heading)
    found = Sign.NOTHING
    if not tight:
        return found
    for one, pattern in _SIGNS:
        if pattern.search(tight):
            found |= one
    if _IDENTIFYING.search(tight) and not _NOT_IDENTIFYING.search(tight):
        found |= Sign.IDENTIFYING
    if found & Sign.BIRTH:
        found &= ~Sign.DATE
    return found


_CHILDREN = re.compile(
    r"未成年(?!人(?:保护|救助|工作|检察|思想))|孤儿|无人抚养|(?:留守|困境|弃|流浪|病残|残疾)儿童(?!福利院|主任|督导|工作|之家|服务)"
    r"|儿童(?!主任|督导|福利|医院|工作|之家|公园|用品|节|服务|关爱服务站)|幼儿(?!园|教师|教育)|小学生|中学生|高中生|初中生"
    r"|学生(?!处|会|公寓|餐|营养|工作|科|干事|管理|用品)|新生|少年(?!宫|法庭)"
)
_GROWN = re.compile(
    r"大学|高校|研究生|留学生|硕士|博士|教师|教职|职工|干部|工作者|志愿者|招聘|聘用|校长|园长|退休|老年|"
    r"领导小组|委员会|队伍|驾驶|学员|供应|采购|企业|中标|员额|主任"
)


def of_children(caption: str) -> bool:
    """Tell whether a title announces a list of children."""
    return _CHILDREN.search(caption) is not None and not of_adults(caption)


def of_adults(caption: str) -> bool:
    """Tell whether a title announces a list of people who work or study as adults."""
    return _GROWN.search(caption) is not None


_GROWN_UP = later(
    "老年|大学(?!城|路|街|附)|学院(?!路|街|附)|党校|夜校|驾校|电大|学员|专业|职工|干部|研修|进修|"
    "研究生|院系"
)
_CHILDISH = later(
    "小学|初中|高中|中学|幼儿|儿童|少儿|少年|青少|[一二三四五六七八九1-9]年级|[初高][一二三]"
)
_TITLE, _AROUND = 60, 80


def speaks_of_adults(text: str, at: int) -> bool:
    """Tell whether who learns there is grown up by the words around a place and by the title."""
    around = (text[:_TITLE], text[max(0, at - _AROUND) : at + _AROUND // 2])
    return any(map(_GROWN_UP.search, around)) and not any(map(_CHILDISH.search, around))


_CHILD_IN_CELL = re.compile(
    r"孤儿|无人抚养|未成年|(?:困境|留守|散居|机构)儿童|^(?:小学|初中|高中|学龄前|学前)?(?:儿童|学生|幼儿|在校生|在读)$"
    r"|小学生|中学生|初中生|高中生|幼儿园[大中小]班|[一二三四五六七八九1-9]年级(?!.{0,6}(?:主任|组长|教师))"
)
_SCHOOL = re.compile(
    r"小学|中学|初中|高中|幼儿园|学校|[一二三四五六七八九]中$|附中|实验校|完小|教学点"
)
_CLASS = re.compile(
    "[一二三四五六七八九1-9]年级|[初高小][一二三四五六]|^[大中小]班|"
    "[一二三四五六七八九1-9][ ]?[（(][0-9一二三四五六七八九十]{1,2}[）)][ ]?班"
)
_COLLEGE = re.compile(r"大学|学院|党校|老年|驾校|研究|电大|培训")


def child_in_cell(text: str) -> bool:
    """Tell whether a short cell says that the person of its row is a child."""
    return len(text) <= 30 and _CHILD_IN_CELL.search(text) is not None


def is_college(text: str) -> bool:
    """Tell whether a cell names a school that adults go to.

    >>> is_college("某职业技术学院"), is_college("某大学附属中学")
    (True, False)
    """
    return _COLLEGE.search(text) is not None and _SCHOOL.search(text) is None


def is_childrens_class(text: str) -> bool:
    """Tell whether a cell names a class or a grade of a school that minors go to.

    >>> is_childrens_class("五（2）班"), is_childrens_class("2023级1班")
    (True, False)
    """
    return len(text) <= 30 and _CLASS.search(text) is not None


def is_childrens_school(text: str) -> bool:
    """Tell whether a cell names a school that minors go to.

    >>> is_childrens_school("某县第二小学"), is_childrens_school("某大学")
    (True, False)
    """
    return _SCHOOL.search(text) is not None and _COLLEGE.search(text) is None
