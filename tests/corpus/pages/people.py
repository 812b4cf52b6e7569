"""Who stands on the pages: people, their numbers, and what only looks like them. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.corpus import numbers, words
from tests.corpus.listed import listed
from tests.corpus.pages.truth import Part, Role

if TYPE_CHECKING:
    from random import Random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = listed(
    "建国 志强 玉兰 桂英 秀芳 小红 长根 福贵 春生 来喜 雪梅 晓东 永红 爱民 卫东 改香 俊林 保田 "
    "子轩 梓涵 宇浩 欣怡 伟 敏 静 艳 勇 杰 娜 磊 鹏 强 芳 丽"
)
_ROADS = listed("人民路 文化路 迎宾大道 滨河东路 新华街 府前街")
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_PROVINCES = "晋冀豫陕蒙京宁皖"


def value(entity_type: str, text: str) -> Part:
    """Return a part that must be painted."""
    return Part(text=text, role=Role.VALUE, entity_type=entity_type)


def negative(kind: str, text: str) -> Part:
    """Return a part that must not be painted."""
    return Part(text=text, role=Role.NEGATIVE, entity_type=kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who does not exist."""

    name: Part
    sex: str
    number: Part
    phone: Part
    card: Part
    plate: Part
    born: Part
    home: tuple[Part, Part]
    """The township, which may stay, and what is finer."""


def person(rng: Random, town: str = "") -> Person:
    """Invent a person whose numbers agree with each other."""
    male = rng.random() < 0.5
    number = _number(rng, male=male)
    year, month, day = number[6:10], int(number[10:12]), int(number[12:14])
    return Person(
        name=value("PERSON", rng.choice(_SURNAMES) + rng.choice(_GIVEN)),
        sex="男" if male else "女",
        number=value("CN_RESIDENT_ID", number),
        phone=value("CN_MOBILE", numbers.mobile(rng)),
        card=value("CN_BANK_CARD", numbers.card(rng, rng.choice((16, 19, 19)))),
        plate=value("CN_VEHICLE_PLATE", plate(rng)),
        born=value("BIRTH_DATE", f"{year}年{month}月{day}日"),
        home=_home(rng, town or words.town(rng)),
    )


def _number(rng: Random, *, male: bool) -> str:
    while True:
        number = numbers.resident_id(rng, last=1998)
        if int(number[16]) % 2 == male:
            return number


def _home(rng: Random, town: str) -> tuple[Part, Part]:
    if rng.random() < 0.7:
        finer = f"{words.village(rng)}{rng.randint(1, 9)}组{rng.randint(1, 160)}号"
    else:
        room = f"{rng.randint(1, 20)}栋{rng.randint(101, 904)}室"
        finer = f"{rng.choice(_ROADS)}{rng.randint(1, 200)}号{room}"
    return Part(text=town, role=Role.SPARE), value("CN_HOME_ADDRESS", finer)


def plate(rng: Random) -> str:
    """Draw a plate of a private car, blue or new-energy."""
    head = rng.choice(_PROVINCES) + rng.choice(_PLATE_LETTERS[:12])
    if rng.random() < 0.25:
        return head + rng.choice("DF") + numbers.digits(rng, 5)
    return head + rng.choice(_PLATE_LETTERS) + numbers.digits(rng, 4)


def spaced(part: Part) -> Part:
    """Write a card in groups of four."""
    text = part.text
    groups = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    return Part(text=groups, role=part.role, entity_type=part.entity_type)


def document_number(rng: Random) -> Part:
    """Draw a 发文字号."""
    return negative("DOCUMENT_NUMBER", words.document_number(rng))


def credit_code(rng: Random) -> Part:
    """Draw a unified social credit code."""
    return negative("CN_USCC", numbers.uscc(rng))


def office_phone(rng: Random) -> Part:
    """Draw the telephone of an office."""
    return negative("CN_LANDLINE", words.office_line(rng))


def project_code(rng: Random) -> Part:
    """Draw a code of the investment platform: year, county, trade, serial."""
    trade, serial = rng.randint(10, 96), numbers.digits(rng, 6)
    code = f"{rng.randint(2019, 2025)}-{numbers.region(rng)}-{trade}-01-{serial}"
    return negative("PROJECT_CODE", code)


def money(rng: Random) -> Part:
    """Draw an amount as subsidies have it."""
    return negative("AMOUNT", f"{rng.randint(200, 9800)}.{rng.choice(('00', '00', '50'))}")
