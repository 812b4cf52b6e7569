"""Every way a telephone number of a person is written in the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import numbers
from tests.corpus.listed import listed
from tests.corpus.numbers import mobile
from tests.corpus.variant import (
    FULL_WIDTH,
    Piece,
    Pieces,
    Variant,
    circled,
    grouped,
    mathematical,
    misread,
    single,
    sprinkle,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_MOBILE = "CN_MOBILE"
_LINE = "CN_LANDLINE"

PHONE_LABELS = listed(
    "联系电话 手机 手机号码 移动电话 电话 联系方式 本人手机 家属电话 联络电话 常用手机号 "
    "手机号 联系手机 紧急联系人电话 通讯方式 预留手机 绑定手机号 回访电话 户主手机 "
    "电话（手机） 来电号码 本人联系电话 监护人手机 家长手机号 车主电话 个人电话 手机联系 "
    "报名手机 收货电话"
)
HOME_LABELS = listed(
    "家庭电话 宅电 户主电话 住宅电话 家中座机 本人家庭电话 申请人家庭固定电话 家庭座机 "
    "当事人家庭电话 家属座机 村民家中固话 户主家庭电话 家庭固定电话 学生家长座机 "
    "宅电号码"
)


def _chinese(rng: Random) -> str:
    """Spell a mobile in Chinese numerals."""
    one, zero = rng.choice("幺幺一"), rng.choice("零零〇")
    table = dict(zip("0123456789", zero + one + "二三四五六七八九", strict=True))
    return "".join(table[digit] for digit in mobile(rng))


def _prefixed(*prefixes: str) -> Callable[[Random], str]:
    """Write a country or trunk prefix before the number."""

    def spell(rng: Random) -> str:
        """Write one."""
        number = mobile(rng)
        body = number if rng.random() < 0.7 else grouped(number, (3, 4), rng.choice(" -"))
        return rng.choice(prefixes) + body

    return spell


def _joined(name: str, *marks: str) -> Callable[[Random], Pieces]:
    """Join two or three numbers by one mark."""

    def make(rng: Random) -> Pieces:
        """Write the list."""
        mark = rng.choice(marks)
        pieces = [Piece(mobile(rng), _MOBILE, name)]
        for _ in range(rng.randint(1, 2)):
            pieces += [Piece(mark), Piece(mobile(rng), _MOBILE, name)]
        return tuple(pieces)

    return make


def _two_spaced(rng: Random) -> Pieces:
    """Write two spaced numbers side by side."""
    name = "mobile_two_spaced"
    first, second = (grouped(mobile(rng), (3, 4), " ") for _ in range(2))
    return (Piece(first, _MOBILE, name), Piece(" "), Piece(second, _MOBILE, name))


def _behind(name: str, *words: str) -> Callable[[Random], Pieces]:
    """Write a number right behind Latin letters."""
    return lambda rng: (Piece(rng.choice(words)), Piece(mobile(rng), _MOBILE, name))


def _followed(rng: Random) -> Pieces:
    """Write what often follows a number."""
    tail = rng.choice(
        ("（微信同号）", "微信同号", "(同微信)", "，微信同号", "（晚上打）", "转本人")
    )
    return (Piece(mobile(rng), _MOBILE, "mobile_followed"), Piece(tail))


def _undermasked(rng: Random) -> str:
    """Hide one or two digits only."""
    number, at, size = mobile(rng), rng.randint(5, 8), rng.randint(1, 2)
    return number[:at] + rng.choice("**×x") * size + number[at + size :]


def _undermasked_head(rng: Random) -> str:
    """Hide the last four: with 138****1234 elsewhere the number is whole."""
    return mobile(rng)[:7] + rng.choice(("****", "xxxx", "××××", "●●●●"))


def _query(rng: Random) -> Pieces:
    """Write a number as a value of a query."""
    key = rng.choice(("tel", "phone", "mobile", "sjh", "lxdh"))
    return (
        Piece(f"https://wx.{rng.choice(('shuanghe', 'baiyang'))}.example/h5/check?{key}="),
        Piece(mobile(rng), _MOBILE, "mobile_url_query"),
        Piece(rng.choice(("", "&code=3", "&from=wx"))),
    )


def _parenthesised(rng: Random) -> Pieces:
    """Write a number in parentheses."""
    left, right = rng.choice(("()", "（）", "〔〕", "【】"))
    return (Piece(left), Piece(mobile(rng), _MOBILE, "mobile_parentheses"), Piece(right))


def _line(join: str, *, groups: bool = False) -> Callable[[Random], str]:
    """Write area code and number with something between; `{}` stands for the area code."""

    def spell(rng: Random) -> str:
        """Write one."""
        area, number = numbers.landline(rng)
        if groups:
            number = grouped(number, (len(number) - 4,), " ")
        return join.format(area) + number

    return spell


def _extended(rng: Random) -> str:
    """Write an extension."""
    area, number = numbers.landline(rng)
    return f"{area}-{number}{rng.choice(('-', '转', ' 转 '))}{rng.randint(1, 8999)}"


def _local(rng: Random) -> str:
    """Write seven or eight digits without an area code."""
    return numbers.local_number(rng, rng.choice((7, 7, 8)))


def _abroad(rng: Random) -> str:
    """Write the country code before the area code."""
    area, number = numbers.landline(rng)
    return rng.choice(("+86-{}-{}", "+86 {} {}", "0086-{}-{}", "(86){}-{}")).format(
        area[1:], number
    )


def _mobile(
    name: str, title: str, spell: Callable[[Random], str], *, home: str = "any", quota: int = 54
) -> Variant:
    """Make a variant that is one mobile."""
    make = single(name, _MOBILE, spell)
    return Variant(name=name, entity_type=_MOBILE, title=title, make=make, home=home, quota=quota)


def _several(
    name: str, title: str, make: Callable[[Random], Pieces], *, home: str = "any"
) -> Variant:
    """Make a variant of several pieces."""
    return Variant(name=name, entity_type=_MOBILE, title=title, make=make, home=home)


def _landline(name: str, title: str, spell: Callable[[Random], str], quota: int = 54) -> Variant:
    """Make a variant that is one landline beside a personal label."""
    make = single(name, _LINE, spell)
    home = "frame" if name == "landline_pasted_table" else "home"
    return Variant(name=name, entity_type=_LINE, title=title, make=make, home=home, quota=quota)


PHONE_VARIANTS = (
    _mobile("mobile_plain", "11 digits", mobile, quota=240),
    _mobile("mobile_spaced_344", "3-4-4 with spaces", lambda r: grouped(mobile(r), (3, 4), " ")),
    _mobile(
        "mobile_hyphen_344",
        "3-4-4 with hyphens",
        lambda r: grouped(mobile(r), (3, 4), r.choice("--－—")),
    ),
    _mobile("mobile_434", "4-3-4", lambda r: grouped(mobile(r), (4, 3), r.choice("- "))),
    _mobile("mobile_74", "7-4", lambda r: grouped(mobile(r), (7,), r.choice("- "))),
    _mobile("mobile_plus86", "+86", _prefixed("+86", "+86 ", "+86-")),
    _mobile("mobile_paren86", "(+86)", _prefixed("(+86)", "（+86）", "(+86) ", "(86)")),
    _mobile("mobile_0086", "0086", _prefixed("0086", "0086-", "0086 ")),
    _mobile("mobile_86", "86", _prefixed("86", "86-", "86 ")),
    _mobile("mobile_leading_0", "leading 0", _prefixed("0", "0", "0 ", "0-")),
    _mobile(
        "mobile_full_width",
        "full-width digits",
        lambda r: (r.choice(("", "", "+86")) + mobile(r)).translate(FULL_WIDTH),
    ),
    _mobile("mobile_zero_width", "zero-width inside", lambda r: sprinkle(r, mobile(r))),
    _mobile("mobile_circled", "circled digits", lambda r: circled(mobile(r))),
    _mobile("mobile_mathematical", "mathematical digits", lambda r: mathematical(r, mobile(r))),
    _mobile(
        "mobile_misread",
        "labelled, one digit misread by OCR",
        lambda r: misread(r, mobile(r)),
    ),
    _mobile("mobile_chinese", "Chinese numerals", _chinese),
    _mobile("mobile_undermasked", "one or two digits hidden", _undermasked),
    _mobile("mobile_undermasked_head", "first seven visible", _undermasked_head),
    _mobile("mobile_bare", "no label in the sentence", mobile, home="bare", quota=160),
    _mobile("mobile_list_number", "behind a list number (3.138…)", mobile, home="frame"),
    _mobile("mobile_comma_amount", "before an amount (138…,500元)", mobile, home="frame"),
    _mobile("mobile_office_contact", "contact of a tender or notice", mobile, home="frame"),
    _mobile("mobile_pasted_table", "row of a pasted table", mobile, home="frame", quota=90),
    _several("mobile_list_slash", "joined by /", _joined("mobile_list_slash", "/", "／", " / ")),
    _several("mobile_list_dun", "joined by 、", _joined("mobile_list_dun", "、")),
    _several("mobile_list_semicolon", "joined by ;", _joined("mobile_list_semicolon", ";", "；")),
    _several("mobile_list_comma", "joined by comma", _joined("mobile_list_comma", ",", "，")),
    _several("mobile_two_spaced", "two spaced side by side", _two_spaced),
    _several("mobile_followed", "微信同号, 转… behind", _followed),
    _several(
        "mobile_tel_letters",
        "tel138…",
        _behind("mobile_tel_letters", "tel", "Tel", "TEL"),
        home="bare",
    ),
    _several(
        "mobile_dh_letters",
        "dh138…",
        _behind("mobile_dh_letters", "dh", "DH", "sjh", "sj"),
        home="bare",
    ),
    _several("mobile_parentheses", "in parentheses", _parenthesised, home="bare"),
    _several("mobile_url_query", "in a URL's query", _query, home="frame"),
    _mobile("mobile_glued", "behind another number without a gap", mobile, home="never", quota=0),
    _landline("landline_hyphen", "0359-5623456", _line("{}-"), quota=90),
    _landline("landline_local", "7–8 digits, no area code", _local),
    _landline("landline_parentheses", "(0359)5623456", _line("({})")),
    _landline("landline_spaced", "0359 5623456", _line("{} ")),
    _landline("landline_joined", "03595623456", _line("{}")),
    _landline("landline_grouped", "0359-562 3456", _line("{}-", groups=True)),
    _landline("landline_extension", "-801, 转801", _extended),
    _landline("landline_abroad", "+86-359-5623456", _abroad),
    _landline(
        "landline_full_width",
        "full-width digits",
        lambda r: _line("{}-")(r).translate(FULL_WIDTH),
    ),
    _landline("landline_pasted_table", "under 户主电话 in a pasted table", _line("{}-")),
)
